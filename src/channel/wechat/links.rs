//! Where links may lead, and the list of the addresses that they may not.

use std::collections::HashMap;

use crate::model::document::{is_safe_address, scheme};
use crate::model::{Catalog, Reference, Resolution};

/// The only host to which WeChat lets a link lead.
const HOST: &str = "mp.weixin.qq.com";

/// An address that stands in the list at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub address: String,
    /// The words by which it was first linked.
    pub text: String,
}

/// The addresses that were linked, each once.
#[derive(Debug, Default)]
pub struct Links {
    pub list: Vec<Link>,
    places: HashMap<String, usize>,
}

impl Links {
    /// The number of an address, from 1.
    pub fn number(&mut self, address: &str, text: &str) -> usize {
        if let Some(place) = self.places.get(address) {
            return place + 1;
        }
        self.list.push(Link { address: address.to_owned(), text: text.trim().to_owned() });
        self.places.insert(address.to_owned(), self.list.len() - 1);
        self.list.len()
    }
}

/// What becomes of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// Stays a link.
    Kept(String),
    /// Becomes a number that stands for the address.
    Listed(String),
    /// To be written or called: shown behind the text.
    Shown(String),
    /// Leads nowhere outside the article.
    None,
}

/// Judges a link by where it leads.
pub fn destination(catalog: &Catalog, reference: &Reference, resolution: Option<&Resolution>) -> Destination {
    match resolution {
        Some(Resolution::Outside) => outside(&reference.target),
        Some(Resolution::Page(target, anchor)) => {
            let mut address = catalog.absolute(catalog.path_of(*target));
            if let (false, Some(anchor)) = (address.is_empty(), anchor) {
                address.push('#');
                address.push_str(anchor);
            }
            listed(address)
        }
        Some(file @ Resolution::Asset(_)) => {
            listed(catalog.asset(file).map(|asset| catalog.absolute(&asset.path)).unwrap_or_default())
        }
        Some(Resolution::Fragment | Resolution::Broken(_)) | None => Destination::None,
    }
}

fn listed(address: String) -> Destination {
    if address.is_empty() { Destination::None } else { outside(&address) }
}

/// Judges an address that has a scheme or a host of its own.
pub fn outside(address: &str) -> Destination {
    let address = address.trim();
    if !is_safe_address(address) {
        return Destination::None;
    }
    if address.starts_with("//") {
        return outside(&format!("https:{address}"));
    }
    match scheme(address).as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("http" | "https") => match url::Url::parse(address) {
            Ok(url) if url.host_str() == Some(HOST) => Destination::Kept(url.into()),
            Ok(_) => Destination::Listed(address.to_owned()),
            Err(_) => Destination::None,
        },
        Some("mailto" | "tel") => {
            let shown = address.split_once(':').map_or("", |(_, rest)| rest);
            Destination::Shown(shown.split('?').next().unwrap_or_default().to_owned())
        }
        _ => Destination::None,
    }
}

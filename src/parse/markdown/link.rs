//! Destinations of links and images: which are let through, and how they are told apart.

use crate::model::document::{is_safe_address, scheme};

/// What a destination is.
#[derive(Debug, PartialEq, Eq)]
pub enum Destination {
    /// In this site; percent-decoded.
    Internal(String),
    /// On another site, or an address to write to or to call.
    External(String),
    /// One that could run a script, or of a scheme nobody here knows.
    Unsafe,
}

/// Judges a destination as written.
pub fn classify(written: &str) -> Destination {
    let written = written.trim();
    if !is_safe_address(written) {
        return Destination::Unsafe;
    }
    if scheme(written).is_some() || written.starts_with("//") {
        return Destination::External(written.to_owned());
    }
    let decoded = decode(written);
    // What was encoded must not become a scheme now: `javascript%3Aalert(1)`.
    if is_safe_address(&decoded) { Destination::Internal(decoded) } else { Destination::Unsafe }
}

/// Whether following the address leaves the site in a browser.
pub fn leaves_site(address: &str) -> bool {
    address.starts_with("//")
        || scheme(address).is_some_and(|scheme| scheme.to_ascii_lowercase().starts_with("http"))
}

fn decode(written: &str) -> String {
    if !written.contains('%') {
        return written.to_owned();
    }
    match percent_encoding::percent_decode_str(written).decode_utf8() {
        Ok(decoded) => decoded.into_owned(),
        Err(_) => written.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_apart() {
        let internal = |text: &str| Destination::Internal(text.to_owned());
        assert_eq!(classify("../%E6%80%A5%E6%95%91/cpr.md#按压"), internal("../急救/cpr.md#按压"));
        assert_eq!(classify("%ff.png"), internal("%ff.png"));
        assert_eq!(classify("https://a/%20"), Destination::External("https://a/%20".to_owned()));
        for hostile in [
            "javascript:1",
            "javascript%3A1",
            "%6Aavascript:1",
            "java%0Ascript:1",
            "data:text/html,1",
            "x-y:1",
        ] {
            assert_eq!(classify(hostile), Destination::Unsafe, "{hostile}");
        }
    }
}

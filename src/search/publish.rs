//! The files of the static index, each a call of one JavaScript function.
//!
//! A browser may not read data from `file://`, but it runs scripts from there, so every file is
//! `kepuSearch(name, value)`. Only `search/root.js` has a name of its own; all others are named
//! by a hash of their content and may be cached for ever.
//!
//! ```text
//! root.js   {v: version, n: documents, b: shard bits, g: documents in a group,
//!            z: name of the traditional characters, d: depth, f: names}
//! shard     'payload', see `shard`
//! group     [[path, title, summary, date, topic id, topic, verdict id, verdict], …]
//! page      'names': 128 names of shards and groups
//! ```
//!
//! `f` holds the names of all shards and then groups while there are no more than 128 (`d` 0),
//! else of pages of such names (`d` 1): a root of every name would grow with the site, and every
//! change would send it again.

use std::borrow::Cow;
use std::collections::HashSet;

use super::VERSION;
use super::file_name::FileName;
use super::fold::traditional_pairs;
use super::group::{self, GROUP, Indexed};
use super::static_index::StaticIndex;

/// Names in a page, and in the root before it has pages.
const PAGE: usize = 128;

/// A file to publish.
#[derive(Debug)]
pub struct StaticFile<'a> {
    /// Under the root of the output: `search/root.js`.
    pub path: String,
    content: Content<'a>,
}

#[derive(Debug)]
enum Content<'a> {
    /// A payload that stands between single quotes.
    Text(FileName, Cow<'a, [u8]>),
    Group(FileName, &'a [Indexed]),
    Root(String),
}

impl StaticFile<'_> {
    /// The file's bytes, made now: all files at once would double the memory of the index.
    pub fn bytes(&self) -> Vec<u8> {
        let call = |name: &FileName, value: [&[u8]; 3]| {
            let start = format!("kepuSearch(\"{name}\",");
            [&[start.as_bytes()], &value[..], &[b")\n"]].concat().concat()
        };
        match &self.content {
            Content::Text(name, payload) => call(name, [b"'", payload, b"'"]),
            Content::Group(name, documents) => call(name, [&group::payload(documents), b"", b""]),
            Content::Root(root) => root.clone().into_bytes(),
        }
    }

    /// Whether the path is a hash of the content, so that an existing file need not be compared.
    pub fn is_immutable(&self) -> bool {
        !matches!(self.content, Content::Root(_))
    }
}

impl StaticIndex {
    /// All files of the index, every path once.
    pub fn files(&self) -> Vec<StaticFile<'_>> {
        let shards = self.shards.all.iter().enumerate();
        let shards = shards.map(|(number, shard)| {
            (shard.name, Content::Text(shard.name, Cow::Borrowed(self.shards.payload(number))))
        });
        let groups = self.groups.iter().zip(self.documents.chunks(GROUP));
        let groups = groups.map(|(name, documents)| (*name, Content::Group(*name, documents)));
        let mut files: Vec<(FileName, Content<'_>)> = shards.chain(groups).collect();
        let names: Vec<FileName> =
            self.shards.all.iter().map(|shard| shard.name).chain(self.groups.iter().copied()).collect();
        let paged = names.len() > PAGE;
        let pages: Vec<Vec<u8>> = names.chunks(PAGE).map(joined).collect();
        let listed = if paged {
            let page_names: Vec<FileName> = pages.iter().map(|page| FileName::of(page)).collect();
            for (name, page) in page_names.iter().zip(pages) {
                files.push((*name, Content::Text(*name, Cow::Owned(page))));
            }
            joined(&page_names)
        } else {
            joined(&names)
        };
        let traditional = traditional_pairs().collect::<String>().into_bytes();
        let fold_name = FileName::of(&traditional);
        files.push((fold_name, Content::Text(fold_name, Cow::Owned(traditional))));
        let root = format!(
            "kepuSearch(\"root\",{{\"v\":{VERSION},\"n\":{},\"b\":{},\"g\":{GROUP},\"z\":\"{fold_name}\",\
             \"d\":{},\"f\":\"{}\"}})\n",
            self.documents.len(),
            self.shards.bits,
            u8::from(paged),
            String::from_utf8_lossy(&listed),
        );
        let mut all = vec![StaticFile { path: "search/root.js".into(), content: Content::Root(root) }];
        // Empty shards are all one file.
        let mut seen = HashSet::new();
        files.retain(|(name, _)| seen.insert(*name));
        let named = |(name, content)| StaticFile { path: format!("search/{name}.js"), content };
        all.extend(files.into_iter().map(named));
        all
    }
}

fn joined(names: &[FileName]) -> Vec<u8> {
    names.iter().flat_map(|name| name.0).collect()
}

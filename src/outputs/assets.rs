//! Files that are copied: the theme's, and the pictures that articles use.

use super::html::Copy;
use super::{Bytes, Planner, Site};
use crate::media;
use crate::model::SourcePath;

pub fn plan(site: &Site<'_>, planner: &mut Planner<'_>) {
    for (name, asset) in site.theme.assets() {
        let name = name.clone();
        planner
            .add_immutable(asset.path.clone(), move |site| Bytes(site.theme.assets()[&name].bytes.clone()));
    }
    // Two sources with the same content and name are one file. Two of the same name whose hashes only begin
    // alike are two units on one path, which are refused.
    let mut planned = std::collections::BTreeMap::new();
    // What may not be published is an error of the checks; a preview goes on, without it.
    for asset in site.catalog.used_assets().filter(|asset| media::is_allowed(&asset.source)) {
        planned.insert((asset.path.clone(), asset.hash), SourcePath::clone(&asset.source));
    }
    for ((path, hash), source) in planned {
        planner.add_immutable(path, move |_| Copy { source: SourcePath::clone(&source), hash });
    }
}

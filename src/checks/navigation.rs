//! `dead-navigation`: every link in the header leads to a page of the site, or out of it.

use std::collections::BTreeSet;

use crate::config;
use crate::diagnostic::{Diagnostic, Suggestion, Text, did_you_mean, rules};
use crate::model::{Catalog, NavigationItem};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    if catalog.config.navigation.is_empty() {
        return;
    }
    let paths = catalog.page_paths();
    // An address to write to or to call has no host; what is unsafe was refused before.
    let inside = catalog.config.navigation.iter().filter(|item| !item.leads_outside());
    for item in inside.filter(|item| !paths.contains(path(item)) && !is_file(catalog, path(item))) {
        let message = Text::new(
            format!("导航 `{}` 的链接 `{}` 没有指到任何页面", item.title, item.link.value),
            format!("`{}` of navigation is `{}`, which leads to no page", item.title, item.link.value),
        );
        let (file, place) = (config::FILE_NAME.into(), config::place_of(&item.link));
        let problem = Diagnostic::new(&rules::DEAD_NAVIGATION, &file, place, message);
        diagnostics.push(problem.help(advice(item, &paths)));
    }
}

/// What a link leads to, without the place on the page.
fn path(item: &NavigationItem) -> &str {
    item.link.value.split(['#', '?']).next().unwrap_or_default()
}

/// A feed of the site, or a file that an article or page refers to.
fn is_file(catalog: &Catalog, path: &str) -> bool {
    crate::model::address::is_feed(catalog, path) || catalog.used_assets().any(|asset| asset.path == path)
}

fn advice(item: &NavigationItem, paths: &BTreeSet<String>) -> Text {
    let written = path(item).trim_start_matches('/');
    if written.starts_with("calendar/") && !paths.contains("calendar/index.html") {
        return Text::new(
            "活动表里没有活动，也就没有日历；填上活动，或先去掉这个链接",
            "there is no calendar while there are no activities; add some, or take the link out",
        );
    }
    // `about`, `/about/`, `calendar` and `about.md` are what people write for what they see.
    let stem = written.trim_end_matches('/').trim_end_matches(".md");
    let meant = [written.to_owned(), format!("{stem}.html"), format!("{stem}/index.html")];
    let meant = meant.into_iter().find(|it| paths.contains(it)).map(|meant| Suggestion { meant });
    match meant.or_else(|| did_you_mean(written, paths.iter().map(String::as_str))) {
        Some(suggestion) => suggestion.help(),
        None => Text::new(
            "写成品网站里的路径，例如 `archive/index.html`，或以 `https://` 开头的网址",
            "write a path of the published site, such as `archive/index.html`, or an address with `https://`",
        ),
    }
}

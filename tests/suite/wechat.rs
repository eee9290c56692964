//! Articles as the editor of WeChat keeps them, and the page from which they are copied.

use std::collections::BTreeMap;

use kepu::channel::wechat::{LIMITS, Style, render};
use kepu::theme::Theme;

use crate::demonstration::Demonstration;

fn theme() -> Theme {
    Theme::load(&BTreeMap::new()).expect("the theme loads")
}

#[test]
fn every_demonstration_article_is_within_the_budget() {
    let catalog = Demonstration::shared().catalog();
    let style = Style::new(&theme(), &catalog).expect("the style sheet is sound");
    for article in &catalog.articles {
        let wechat = render(article, &catalog, &style, |asset| catalog.absolute(&asset.path));
        assert!(wechat.characters < LIMITS.content, "{}: {}", article.source.file, wechat.characters);
        assert_eq!(wechat.characters, wechat.html.chars().count());
    }
}

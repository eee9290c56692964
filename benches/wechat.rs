//! Time of an article for WeChat: the demonstration site's articles, over and over.

#![allow(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use kepu::channel::closing::Closing;
use kepu::channel::wechat::{Style, render};
use kepu::parse::tree;
use kepu::project::{Project, Selection, Texts};
use kepu::theme::Theme;

const ROUNDS: usize = 200;

fn main() {
    let selection = Selection { day: "2026-11-25".parse().expect("a day"), drafts: false, future: false };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project::load(root, selection, &Texts::default()).expect("the site loads");
    let catalog = project.assemble().catalog;
    let theme = Theme::load(&BTreeMap::new()).expect("the theme loads");

    let began = Instant::now();
    let style = Style::new(&theme, &catalog).expect("the style sheet is sound");
    println!("styles of {} topics: {:.1} ms", catalog.topics.len(), began.elapsed().as_secs_f64() * 1e3);

    let (mut articles, mut characters) = (0_u32, 0_usize);
    let began = Instant::now();
    for _ in 0..ROUNDS {
        for article in &catalog.articles {
            let wechat =
                render(article, &catalog, &style, Closing::default(), |asset| catalog.absolute(&asset.path));
            articles += 1;
            characters += wechat.characters;
        }
    }
    let each = began.elapsed().as_secs_f64() * 1e6 / f64::from(articles);
    println!("an article of {} characters of HTML: {each:.0} µs", characters / articles as usize);

    let began = Instant::now();
    for _ in 0..ROUNDS {
        for article in &catalog.articles {
            std::hint::black_box(tree(&article.source));
        }
    }
    let each = began.elapsed().as_secs_f64() * 1e6 / f64::from(articles);
    println!("of which its tree: {each:.0} µs");
}

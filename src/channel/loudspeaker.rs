//! A broadcast for the village loudspeaker: the editor's own script, or one made of what to remember.

use super::brief::{Brief, points};
use super::speech::{Script, script, spoken};
use crate::model::{Article, Catalog};

/// Where the words of a broadcast come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// 广播稿 of the article.
    Editor,
    /// Title and points.
    Made,
}

/// The broadcast of an article.
pub fn broadcast(catalog: &Catalog, article: &Article) -> (Script, Origin) {
    if let Some(own) = article.source.front.script.as_deref().filter(|it| !it.trim().is_empty()) {
        return (script(own), Origin::Editor);
    }
    let brief = Brief::of(catalog, article);
    let points = points(article);
    let mut text = format!("{}科普广播。\n{}。\n", brief.organisation, end_open(&brief.title));
    if let Some((claim, verdict)) = &brief.verdict {
        match claim {
            Some(claim) => text.push_str(&format!("有人说，{}。这个说法，{verdict}。\n", end_open(claim))),
            None => text.push_str(&format!("结论是，{verdict}。\n")),
        }
    }
    for (place, point) in points.iter().enumerate() {
        if brief.steps && points.len() > 1 {
            text.push_str(&format!("第{}，", spoken(&(place + 1).to_string())));
        }
        text.push_str(&format!("{}。\n", end_open(point)));
    }
    // What to do and whom to call is heard twice: nobody can look it up.
    let again: Vec<&String> = match points.iter().filter(|point| calls(point)).collect::<Vec<_>>() {
        calling if !calling.is_empty() => calling,
        _ => points.first().into_iter().collect(),
    };
    if !again.is_empty() {
        text.push_str("再说一遍。\n");
    }
    for point in again {
        text.push_str(&format!("{}。\n", end_open(point)));
    }
    (script(&text), Origin::Made)
}

/// Whether a number is to be dialled.
fn calls(point: &str) -> bool {
    spoken(point).contains('幺') || ["拨打", "打电话", "呼救"].iter().any(|word| point.contains(word))
}

fn end_open(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '！', '？', '!', '?', '；', '：', '，'])
}

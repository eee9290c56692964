//! Words of cells: as they are compared, taken apart and shown.

use crate::calendar::fold;
use crate::diagnostic::{Text, nearest};

/// What to write instead of `found`: the nearest of `allowed`, and all of them.
pub fn allowed_help(found: &str, allowed: &[&str]) -> Text {
    let (zh, en) = (allowed.join("`、`"), allowed.join("`, `"));
    match nearest(found.trim(), allowed.iter().copied()) {
        Some(near) => Text::new(
            format!("是不是 `{near}`？可用的有 `{zh}`"),
            format!("did you mean `{near}`? allowed are `{en}`"),
        ),
        None => Text::new(format!("可用的有 `{zh}`"), format!("allowed are `{en}`")),
    }
}

/// Values between `、`, `,`, `;` or line breaks.
pub fn split_list(text: &str) -> Vec<String> {
    text.split(['、', ',', '，', ';', '；', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(String::from)
        .collect()
}

/// An id as it is compared: ASCII where it was full-width, no blanks.
pub fn clean_id(text: &str) -> String {
    fold(text).chars().filter(|character| !character.is_whitespace()).collect()
}

/// A cell's text as a message shows it: one line, not longer than a line.
pub fn shown(text: &str) -> String {
    const LENGTH: usize = 40;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(LENGTH) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

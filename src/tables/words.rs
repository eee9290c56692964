//! Words of cells: as they are compared, taken apart and shown.

use crate::calendar::fold;
use crate::diagnostic::{Text, did_you_mean};

/// What to write instead of `found`: the one that is near of `allowed`, and all of them.
pub fn allowed_help(found: &str, allowed: &[&str]) -> Text {
    let (zh, en) = (allowed.join("`、`"), allowed.join("`, `"));
    match did_you_mean(found.trim(), allowed.iter().copied()) {
        Some(suggestion) => {
            let meant = suggestion.help();
            Text::new(format!("{}可用的有 `{zh}`", meant.zh), format!("{} allowed are `{en}`", meant.en))
        }
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

//! The order of diagnostics, and how many there are.

use super::{Diagnostic, Place, Text, rules};

/// Problems of one file that are shown; nobody mends more before looking again.
pub const MOST_A_FILE: usize = 100;

/// Sorts, and of each file keeps so many that a report can be read: errors before warnings, both from
/// the top of the file. The others are counted in one line, which is an error if one of them is.
///
/// Here because here all problems of a file meet, wherever they were found.
pub fn settle(diagnostics: &mut Vec<Diagnostic>) {
    sort(diagnostics);
    if !diagnostics.chunk_by(|a, b| a.file == b.file).any(|of_one_file| of_one_file.len() > MOST_A_FILE) {
        return;
    }
    let mut kept = Vec::new();
    for of_one_file in diagnostics.chunk_by(|a, b| a.file == b.file) {
        let counts = Counts::of(of_one_file);
        let mut errors = counts.errors.min(MOST_A_FILE);
        let mut warnings = counts.warnings.min(MOST_A_FILE - errors);
        let rest = Counts { errors: counts.errors - errors, warnings: counts.warnings - warnings };
        for diagnostic in of_one_file {
            let left = if diagnostic.is_error() { &mut errors } else { &mut warnings };
            if let Some(fewer) = left.checked_sub(1) {
                *left = fewer;
                kept.push(diagnostic.clone());
            }
        }
        if rest != Counts::default() {
            kept.push(of_the_rest(&of_one_file[0], rest));
        }
    }
    *diagnostics = kept;
}

fn of_the_rest(first: &Diagnostic, rest: Counts) -> Diagnostic {
    let Text { zh, en } = summary(rest);
    let message =
        Text::new(format!("这个文件还有 {zh}，没有列出"), format!("{en} more in this file, not listed"));
    let help = Text::new("先改正上面的，再检查一次", "mend those above and check again");
    let rule = if rest.errors > 0 { &rules::MORE_ERRORS } else { &rules::MORE_WARNINGS };
    Diagnostic::new(rule, &first.file, Place::File, message).help(help)
}

/// Sorts by file, place and rule, so that the same problems always make the same report.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        (&a.file, &a.place, a.rule.id, &a.message).cmp(&(&b.file, &b.place, b.rule.id, &b.message))
    });
}

/// How many problems there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl Counts {
    /// Counts `diagnostics`.
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let errors = diagnostics.iter().filter(|one| one.is_error()).count();
        Counts { errors, warnings: diagnostics.len() - errors }
    }
}

/// One line about how many problems there are.
pub fn summary(counts: Counts) -> Text {
    let plural = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    };
    let Counts { errors, warnings } = counts;
    let parts = [(errors, "个错误", "error"), (warnings, "个警告", "warning")];
    let present = parts.iter().filter(|(count, _, _)| *count > 0);
    let (zh, en): (Vec<_>, Vec<_>) =
        present.map(|(count, zh, en)| (format!("{count} {zh}"), plural(*count, en))).unzip();
    if zh.is_empty() {
        return Text::new("没有问题", "no problems");
    }
    Text::new(zh.join("，"), en.join(", "))
}

//! The order of diagnostics, and how many there are.

use super::{Diagnostic, Severity, Text};

/// Sorts by file, place and rule, so that the same problems always make the same report.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |one: &Diagnostic| (one.severity, one.message.clone());
        (&a.file, &a.place, &a.id).cmp(&(&b.file, &b.place, &b.id)).then_with(|| key(a).cmp(&key(b)))
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
        let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
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

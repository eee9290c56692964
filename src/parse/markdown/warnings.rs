//! The warnings of one body, of which there may be very many.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, rules};

/// Warnings of one kind that are listed for one body; the rest is counted. Ten thousand of them
/// help nobody, and would take more memory than the body.
const LISTED: usize = 100;

/// Gathers warnings.
pub struct Warnings<'a> {
    file: &'a Arc<str>,
    listed: Vec<Diagnostic>,
    told: Vec<Told>,
}

/// How often a warning of one kind was given.
struct Told {
    rule: &'static Rule,
    count: usize,
    first_untold: Span,
}

impl<'a> Warnings<'a> {
    pub fn new(file: &'a Arc<str>) -> Self {
        Warnings { file, listed: Vec::new(), told: Vec::new() }
    }

    pub fn warn(&mut self, rule: &'static Rule, span: Span, message: Text, help: Option<Text>) {
        let index = self.told.iter().position(|told| told.rule == rule).unwrap_or_else(|| {
            self.told.push(Told { rule, count: 0, first_untold: span });
            self.told.len() - 1
        });
        let told = &mut self.told[index];
        told.count += 1;
        if told.count > LISTED {
            if told.count == LISTED + 1 {
                told.first_untold = span;
            }
            return;
        }
        let mut diagnostic = Diagnostic::new(rule, self.file, Place::Span(span), message);
        diagnostic.help = help;
        self.listed.push(diagnostic);
    }

    /// All, and how many there are besides those that were listed.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for Told { rule, count, first_untold } in self.told {
            if count > LISTED {
                let rest = count - LISTED;
                let message = Text::new(
                    format!("从这里起，同类问题还有 {rest} 处，没有逐一列出"),
                    format!("{rest} more of this kind from here on are not listed"),
                );
                let place = Place::Span(first_untold);
                self.listed.push(Diagnostic::new(rule, self.file, place, message));
            }
        }
        self.listed
    }

    pub fn without_alt(&mut self, span: Span) {
        let message = Text::new("图片没有替代文字", "image without alternative text");
        let help = Text::new(
            "在方括号里写出图片的内容：`![按压位置示意图](…)`",
            "say in the brackets what it shows: `![where to press](…)`",
        );
        self.warn(&rules::IMAGE_WITHOUT_ALT, span, message, Some(help));
    }

    /// `[注意]: 先拨打120` is the address of a link by CommonMark (§4.7) and shows nothing.
    pub fn unused_definition(&mut self, span: Span) {
        let message = Text::new(
            "这一行是链接地址的定义，正文没有用到，网页上不显示",
            "this defines the address of a link that no text uses, and is not shown",
        );
        let help = Text::new(
            "若是正文，在 `[` 前面加 `\\`；若是多余的，删去",
            "put `\\` before the `[` if it is text, or remove it",
        );
        self.warn(&rules::UNUSED_DEFINITION, span, message, Some(help));
    }

    pub fn unsafe_address(&mut self, span: Span) {
        let message = Text::new("这个链接地址不安全，已去掉", "unsafe address was left out");
        let help = Text::new(
            "链接只能用相对路径或 http、https、mailto、tel；图片只能用相对路径或 http、https",
            "links may be relative or http, https, mailto or tel; images relative or http or https",
        );
        self.warn(&rules::UNSAFE_LINK, span, message, Some(help));
    }

    pub fn surplus_cells(&mut self, span: Span) {
        let message = Text::new(
            "这一行的单元格比表头多，多出的没有显示",
            "this row has more cells than the head of the table; the surplus is not shown",
        );
        let help = Text::new(
            "给表头加一列，或删去多余的 `|`；文字里的 `|` 写成 `\\|`",
            "add a column to the head, or remove a `|`; in a text write it as `\\|`",
        );
        self.warn(&rules::SURPLUS_CELLS, span, message, Some(help));
    }

    pub fn unused_footnote(&mut self, span: Span) {
        let message = Text::new("正文里没有引用这条脚注", "no text refers to this footnote");
        self.warn(&rules::UNUSED_FOOTNOTE, span, message, None);
    }
}

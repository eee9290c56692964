//! Front matter: the YAML at the top of an article, read into typed values.
//!
//! Returns a value and its problems, each with the bytes it is about; a bad value loses only
//! itself, a mistake in the syntax only the entry it is in. This module reads no files, knows no
//! topics, people or other articles, and does not decide what is required.

mod entries;
pub mod names;
mod people;
mod split;
mod syntax;
mod value;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, rules};
use crate::model::article::{ChannelWish, FrontMatter, Located};
use crate::parse::markdown::warning_of;
use crate::yaml::{Node, Value};

use entries::Entries;
use names::Key;
pub use split::{FrontMatterBlock, split};
use value::Reader;

/// Longer front matter than this is refused: a body has lost its `---`, or it is an attack.
const SIZE_LIMIT: usize = 64 * 1024;

/// Mistakes in the syntax reported for one file; behind them the rest is left unread.
const SYNTAX_LIMIT: usize = 20;

/// Reads the front matter of `text`, the whole decoded file. Also tells the offset of the body.
pub fn parse(file: &Arc<str>, text: &str) -> (FrontMatter, usize, Vec<Diagnostic>) {
    let (block, body) = split(text);
    let mut article = ArticleReader {
        reader: Reader { file, text, diagnostics: Vec::new() },
        front_matter: FrontMatter::default(),
        seen: Vec::new(),
    };
    if let Some(block) = block {
        article.block(block);
    }
    article.front_matter.keys.sort_unstable();
    (article.front_matter, body, article.reader.diagnostics)
}

struct ArticleReader<'a> {
    reader: Reader<'a>,
    front_matter: FrontMatter,
    seen: Vec<(Key, Span)>,
}

impl<'a> ArticleReader<'a> {
    fn block(&mut self, block: FrontMatterBlock) {
        if !block.closed {
            self.reader.report(
                &rules::FRONT_MATTER_UNCLOSED,
                block.opening,
                Text::new("front matter 没有结束行 `---`", "front matter has no closing `---`"),
                Some(Text::new(
                    "在最后一项下面另起一行，写上 `---`",
                    "write `---` on a line of its own below the last entry",
                )),
            );
        }
        if block.yaml.end - block.yaml.start > SIZE_LIMIT {
            self.reader.report(
                &rules::FRONT_MATTER_TOO_LARGE,
                block.opening,
                Text::new("front matter 超过 64 KiB，未读取", "front matter is over 64 KiB and was not read"),
                Some(Text::new("检查结束行 `---` 是否遗漏", "check that the closing `---` is there")),
            );
            return;
        }
        self.yaml(block.yaml);
    }

    /// Reads entries; behind a mistake in the syntax, goes on at the next line that looks like a
    /// key. Every round begins further down than the one before.
    fn yaml(&mut self, block: Span) {
        let mut rest = block;
        for _ in 0..SYNTAX_LIMIT {
            let found = Entries::read(self.reader.text, rest);
            let problem = match self.entries(found, rest) {
                None => return,
                Some(problem) => problem,
            };
            let resume = syntax::resume(self.reader.text, problem.bad_line, block.end);
            self.reader.diagnostics.push(problem.diagnostic);
            match resume {
                Some(start) => rest = Span::new(start, block.end),
                None => return,
            }
        }
    }

    /// Takes the entries of one round over `range` and tells what stopped it.
    fn entries(&mut self, found: Entries<'a>, range: Span) -> Option<syntax::Report> {
        for (character, span) in found.controls {
            self.reader.diagnostics.push(warning_of(self.reader.file, character, span));
        }
        let end = found.entries.last().map_or(range.start, |(_, value)| value.span.end);
        for (key, value) in found.entries {
            self.entry(&key, &value);
        }
        if let Some(problem) = found.problem {
            let report =
                syntax::report(self.reader.file, self.reader.text, Span::new(end, range.end), &problem);
            // The scanner reads ahead, so the entry above the bad line may not have come out yet.
            let above = Entries::read(self.reader.text, Span::new(end, report.bad_line.max(end)));
            if end < report.bad_line && above.problem.is_none() {
                for (key, value) in above.entries {
                    self.entry(&key, &value);
                }
            }
            return Some(report);
        }
        let other = found.other.filter(|node| !node.is_null())?;
        Some(syntax::report_not_a_mapping(self.reader.file, self.reader.text, other.span))
    }

    fn entry(&mut self, key: &Node<'a>, value: &Node<'a>) {
        let Value::Scalar { text: typed, .. } = &key.value else {
            self.reader.wrong_type(key.span, "键", "a key", "一个词", "a word");
            return;
        };
        let Some(name) = names::find(&names::ARTICLE, typed) else {
            self.reader.unknown_key(&names::ARTICLE, typed, key.span);
            return;
        };
        if let Some((_, first)) = self.seen.iter().find(|(key, _)| *key == name.key) {
            self.reader.duplicate_key(typed, key.span, *first);
            return;
        }
        self.seen.push((name.key, key.span));
        self.front_matter.keys.push((name.key, key.span));
        if !value.is_null() {
            self.value(name.key, value);
        }
    }

    fn value(&mut self, key: Key, node: &Node<'a>) {
        let front_matter = &mut self.front_matter;
        let reader = &mut self.reader;
        match key {
            Key::Title => front_matter.title = reader.string(node).unwrap_or_default(),
            Key::Topic => front_matter.topic = reader.located(node),
            Key::Tags => front_matter.tags = reader.list(node, value::LIST_SEPARATORS),
            Key::Date => front_matter.date = reader.date(node),
            Key::Updated => front_matter.updated = reader.date(node),
            Key::Summary => front_matter.summary = reader.string(node),
            Key::Authors => front_matter.authors = reader.credits(node),
            Key::Reviewers => front_matter.reviewers = reader.credits(node),
            Key::Reviewed => front_matter.reviewed = reader.date(node),
            Key::ValidUntil => front_matter.valid_until = reader.date(node),
            Key::Sources => front_matter.sources = reader.sources(node),
            Key::Audience => {
                let list = reader.list(node, value::LIST_SEPARATORS);
                front_matter.audience = list.into_iter().map(|item| item.value).collect();
            }
            Key::Districts => {
                let list = reader.list(node, value::LIST_SEPARATORS);
                front_matter.districts = list.into_iter().map(|item| item.value).collect();
            }
            Key::Season => front_matter.seasons = reader.seasons(node),
            Key::Points => {
                let list = reader.list(node, &['\n']);
                front_matter.points = list.into_iter().map(|item| item.value).collect();
            }
            Key::Script => front_matter.script = reader.string(node),
            Key::Channels => {
                let list = reader.list(node, value::LIST_SEPARATORS);
                front_matter.channels = list.into_iter().map(channel_wish).collect();
            }
            Key::Cover => front_matter.cover = reader.located(node),
            Key::CoverAlt => front_matter.cover_alt = reader.string(node),
            Key::Series => front_matter.series = reader.string(node),
            Key::Activity => front_matter.activity = reader.located(node),
            Key::Claim => front_matter.claim = reader.string(node),
            Key::Verdict => front_matter.verdict = reader.verdict(node),
            Key::AiAssisted => front_matter.ai_assisted = reader.boolean(node),
            Key::Draft => front_matter.draft = reader.boolean(node).unwrap_or(false),
            Key::Slug => front_matter.slug = reader.slug(node),
        }
    }
}

/// `wechat`, or `-wechat` and `不发 wechat` for one that it does not go to.
fn channel_wish(typed: Located<String>) -> Located<ChannelWish> {
    let left_out = ["不发", "-", "－"].iter().find_map(|sign| typed.value.strip_prefix(sign));
    let id = left_out.unwrap_or(&typed.value).trim().to_owned();
    Located { value: ChannelWish { id, left_out: left_out.is_some() }, span: typed.span }
}

/// A problem at a range of `file`.
fn error_at(file: &Arc<str>, rule: &'static Rule, span: Span, message: Text) -> Diagnostic {
    Diagnostic::new(rule, file, Place::Span(span), message)
}

#[cfg(test)]
mod tests;

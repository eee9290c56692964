//! Single values: text, dates, yes and no, lists, verdicts.
//!
//! Each function returns the value or reports why it is none. Which key a value belongs to is
//! not known here.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use super::names::{self, Name};
use super::{error_at, syntax};
use crate::calendar::{self, Season};
use crate::diagnostic::{Diagnostic, Place, Related, Rule, Span, Text, did_you_mean, rules};
use crate::model::article::{Located, Verdict};
use crate::model::slug_of;
use crate::output_path::is_device;
use crate::yaml::{Node, Value};

/// What parts the items of a list that is written as one text.
pub const LIST_SEPARATORS: &[char] = &['、', '，', ',', '；', ';'];

/// Longest 网址名, in bytes: file systems allow 255 for a name with its ending.
const SLUG_LIMIT: usize = 100;

/// Reads values of one file and gathers their problems.
pub struct Reader<'a> {
    pub file: &'a Arc<str>,
    pub text: &'a str,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Reports an error.
    pub fn report(&mut self, rule: &'static Rule, span: Span, message: Text, help: Option<Text>) {
        let mut diagnostic = error_at(self.file, rule, span, message);
        diagnostic.help = help;
        self.diagnostics.push(diagnostic);
    }

    /// The text of a scalar, without blanks at its ends.
    pub fn scalar<'n>(&mut self, node: &'n Node<'a>) -> Option<&'n str> {
        match &node.value {
            Value::Scalar { text, .. } => Some(text.trim()),
            Value::Alias => {
                let message = Text::new("不支持 YAML 的 `*` 引用", "YAML aliases are not supported");
                let help =
                    Text::new("把内容写在这里；若本意是文字，加引号", "write the value here, or quote it");
                self.report(&rules::WRONG_TYPE, node.span, message, Some(help));
                None
            }
            Value::List(_) | Value::Map(_) => {
                let found = kind(&node.value);
                self.wrong_type(node.span, found.0, found.1, "一段文字", "text");
                None
            }
        }
    }

    /// A text.
    pub fn string(&mut self, node: &Node<'a>) -> Option<String> {
        self.scalar(node).map(str::to_owned)
    }

    /// A text and its place.
    pub fn located(&mut self, node: &Node<'a>) -> Option<Located<String>> {
        let value = self.string(node)?;
        Some(Located { value, span: Some(node.span) })
    }

    /// A list, or one text with its items parted by `separators`. Empty items are left out.
    pub fn list(&mut self, node: &Node<'a>, separators: &[char]) -> Vec<Located<String>> {
        match &node.value {
            Value::List(nodes) => {
                let nodes = nodes.iter().filter(|node| !node.is_null());
                nodes.filter_map(|node| self.located(node)).collect()
            }
            _ => match self.scalar(node) {
                Some(text) => self.pieces(text, node.span, separators),
                None => Vec::new(),
            },
        }
    }

    /// `text`, which stands at `span`, cut at the separators.
    pub fn pieces(&self, text: &str, span: Span, separators: &[char]) -> Vec<Located<String>> {
        let source = self.text.get(span.start..span.end).unwrap_or_default();
        // Quotes take a byte on each side; with an escape in the text the pieces cannot be told apart.
        let base = source.find(text).map(|offset| span.start + offset);
        let mut offset = 0;
        let mut pieces = Vec::new();
        for piece in text.split(separators) {
            let start = offset + (piece.len() - piece.trim_start().len());
            let value = piece.trim();
            if !value.is_empty() {
                let place = match base {
                    Some(base) => Span::new(base + start, base + start + value.len()),
                    None => span,
                };
                pieces.push(Located { value: value.to_owned(), span: Some(place) });
            }
            let behind = offset + piece.len();
            offset = behind + text[behind..].chars().next().map_or(0, char::len_utf8);
        }
        pieces
    }

    /// A day: `2026-03-05`, `2026/3/5`, `2026.3.5` or `2026年3月5日`.
    pub fn date(&mut self, node: &Node<'a>) -> Option<Date> {
        let text = self.scalar(node)?;
        let date = calendar::full_date(text);
        if date.is_none() {
            let message = Text::new(format!("`{text}` 不是日期"), format!("`{text}` is not a date"));
            let help = Text::new(
                "写成 `2026-03-05` 或 `2026年3月5日`，并确有这一天",
                "write a day that exists, such as `2026-03-05`",
            );
            self.report(&rules::BAD_DATE, node.span, message, Some(help));
        }
        date
    }

    /// 是 or 否.
    pub fn boolean(&mut self, node: &Node<'a>) -> Option<bool> {
        let text = self.scalar(node)?;
        let lower = text.to_ascii_lowercase();
        match lower.as_str() {
            "是" | "true" | "yes" => Some(true),
            "否" | "false" | "no" => Some(false),
            _ => {
                let message = Text::new(
                    format!("应是 `是` 或 `否`，却是 `{text}`"),
                    format!("expected `true` or `false`, found `{text}`"),
                );
                self.report(&rules::BAD_BOOLEAN, node.span, message, None);
                None
            }
        }
    }

    /// 判定, by its Chinese name or its id.
    pub fn verdict(&mut self, node: &Node<'a>) -> Option<Verdict> {
        let text = self.scalar(node)?;
        let lower = text.to_ascii_lowercase();
        if let Some(verdict) = Verdict::of(&lower) {
            return Some(verdict);
        }
        let all = Verdict::ALL.iter();
        let names = all.map(|verdict| if text.is_ascii() { verdict.id() } else { verdict.name() });
        let meant = did_you_mean(&lower, names);
        let message = Text::new(format!("没有 `{text}` 这种判定"), format!("unknown verdict `{text}`"));
        let problem = error_at(self.file, &rules::UNKNOWN_VERDICT, node.span, message);
        self.diagnostics.push(problem.suggest(meant, || {
            let (zh, en): (Vec<_>, Vec<_>) = Verdict::ALL.iter().map(|it| (it.name(), it.id())).unzip();
            Text::new(format!("可用：{}", zh.join("、")), format!("one of: {}", en.join(", ")))
        }));
        None
    }

    /// 时令: months and solar terms.
    pub fn seasons(&mut self, node: &Node<'a>) -> Vec<Season> {
        let mut seasons = Vec::new();
        for Located { value, span } in self.list(node, LIST_SEPARATORS) {
            if let Some(season) = Season::named(&value) {
                seasons.push(season);
                continue;
            }
            let mut names: Vec<String> = Season::names().collect();
            // Of those as near, the one that sounds the same: 立东 is no 立春.
            names.sort_by_key(|name| slug_of(name) != slug_of(&value));
            let meant = did_you_mean(&value, names.iter().map(String::as_str));
            let value = shorten(&value);
            let message = Text::new(
                format!("`{value}` 不是月份，也不是节气"),
                format!("`{value}` is no month and no solar term"),
            );
            let problem = error_at(self.file, &rules::UNKNOWN_SEASON, span.unwrap_or(node.span), message);
            self.diagnostics.push(problem.suggest(meant, || {
                Text::new(
                    "写月份（`12月`）或二十四节气（`立冬`）",
                    "write a month (`12月`) or one of the solar terms (`立冬`)",
                )
            }));
        }
        seasons
    }

    /// 网址名: ASCII letters, digits and single `-`.
    pub fn slug(&mut self, node: &Node<'a>) -> Option<Located<String>> {
        let slug = self.located(node)?;
        let word = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if slug.value.len() <= SLUG_LIMIT && slug.value.split('-').all(word) && !is_device(&slug.value) {
            return Some(slug);
        }
        let message = Text::new(
            format!("网址名 `{}` 不能用作网址", slug.value),
            format!("`{}` cannot be used as a slug", slug.value),
        );
        let help = Text::new(
            "只用英文字母、数字和单个 `-`，不超过 100 个字符，例如 `cpr-at-home`",
            "use at most 100 letters, digits and single `-`, such as `cpr-at-home`",
        );
        self.report(&rules::BAD_SLUG, node.span, message, Some(help));
        None
    }

    /// Reports a value of the wrong kind.
    pub fn wrong_type(&mut self, span: Span, found_zh: &str, found_en: &str, zh: &str, en: &str) {
        let message =
            Text::new(format!("应是{zh}，却是{found_zh}"), format!("expected {en}, found {found_en}"));
        self.report(&rules::WRONG_TYPE, span, message, None);
    }

    /// Reports a key that no table knows.
    pub fn unknown_key<K>(&mut self, names: &'static [Name<K>], typed: &str, span: Span) {
        if let Some((key, _)) = typed.split_once('：')
            && names::find(names, key).is_some()
        {
            let colon = self.text.get(span.start..span.end).and_then(|source| source.find('：'));
            let colon = span.start + colon.unwrap_or(0);
            self.diagnostics.push(syntax::full_width_colon(self.file, key.trim(), colon));
            return;
        }
        // Without a blank behind a full-width colon the value is part of the key: it is not told.
        let source = self.text.get(span.start..span.end).unwrap_or_default();
        let span = source.find('：').map_or(span, |at| Span::new(span.start, span.start + at));
        let typed = shorten(typed.split_once('：').map_or(typed, |(key, _)| key));
        let meant = did_you_mean(&typed, names::candidates(names, &typed));
        let message = Text::new(format!("没有 `{typed}` 这一项"), format!("unknown key `{typed}`"));
        let problem = error_at(self.file, &rules::UNKNOWN_KEY, span, message);
        self.diagnostics.push(problem.suggest(meant, || {
            let chinese: Vec<_> = names.iter().map(|name| name.chinese).collect();
            let english: Vec<_> = names.iter().map(|name| name.english).collect();
            Text::new(format!("可用：{}", chinese.join("、")), format!("known: {}", english.join(", ")))
        }));
    }

    /// Reports a key that was given before.
    pub fn duplicate_key(&mut self, typed: &str, span: Span, first: Span) {
        let before = self.text.get(..first.start).unwrap_or_default();
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        let message = Text::new(format!("`{typed}` 重复了"), format!("duplicate key `{typed}`"));
        let help = Text::new(
            format!("第 {line} 行已经写过，这里的没有采用；删去一处"),
            format!("line {line} has it already and is the one used; remove one of them"),
        );
        let related = Related {
            file: Arc::clone(self.file),
            place: Place::Span(first),
            message: Text::new("第一次写在这里", "first given here"),
        };
        let problem = error_at(self.file, &rules::DUPLICATE_KEY, span, message);
        self.diagnostics.push(problem.help(help).related(related));
    }
}

/// What a value is called in a message.
pub fn kind(value: &Value<'_>) -> (&'static str, &'static str) {
    match value {
        Value::Scalar { .. } => ("一段文字", "text"),
        Value::List(_) => ("列表", "a list"),
        Value::Map(_) => ("几项 `键: 值`", "a mapping"),
        Value::Alias => ("`*` 引用", "an alias"),
    }
}

/// A foreign text cut to a length that a message can bear.
fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

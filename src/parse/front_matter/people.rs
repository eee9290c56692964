//! Authors, reviewers and sources: entries that are a text or a small mapping.
//!
//! Whether a name is in the people table is not known here.

use super::names::{self, CREDIT, CreditKey, Name, SOURCE, SourceKey};
use super::value::{Reader, kind};
use crate::diagnostic::{Span, Text, rules};
use crate::model::article::{Credit, Located, SourceReference};
use crate::yaml::{Entry, Node, Value};

/// What parts several names in one text. No ASCII comma: `Smith, John` is one person.
const NAME_SEPARATORS: &[char] = &['、', '，', '；', ';'];

impl<'a> Reader<'a> {
    /// One or more people, each a name or a mapping with 姓名, 职称 and 单位.
    pub fn credits(&mut self, node: &Node<'a>) -> Vec<Located<Credit>> {
        match &node.value {
            Value::List(nodes) => nodes.iter().flat_map(|node| self.credit(node)).collect(),
            _ => self.credit(node),
        }
    }

    fn credit(&mut self, node: &Node<'a>) -> Vec<Located<Credit>> {
        let Value::Map(entries) = &node.value else {
            if node.is_null() {
                return Vec::new();
            }
            let Some(text) = self.scalar(node) else { return Vec::new() };
            let named = |name: Located<String>| Located {
                value: Credit { name: name.value, ..Credit::default() },
                span: name.span,
            };
            return self.pieces(text, node.span, NAME_SEPARATORS).into_iter().map(named).collect();
        };
        let mut credit = Credit::default();
        for (name, _, value) in self.keyed(&CREDIT, entries) {
            let text = self.string(value);
            match name.key {
                CreditKey::Name => credit.name = text.unwrap_or_default(),
                CreditKey::Title => credit.title = text,
                CreditKey::Organisation => credit.organisation = text,
            }
        }
        if credit.name.is_empty() {
            self.missing(node.span, "姓名", "name");
            return Vec::new();
        }
        vec![Located { value: credit, span: Some(node.span) }]
    }

    /// One or more sources, each a title, an address or a mapping.
    pub fn sources(&mut self, node: &Node<'a>) -> Vec<SourceReference> {
        match &node.value {
            Value::List(nodes) => nodes.iter().filter_map(|node| self.source(node)).collect(),
            _ => self.source(node).into_iter().collect(),
        }
    }

    fn source(&mut self, node: &Node<'a>) -> Option<SourceReference> {
        let mut source = SourceReference::default();
        let Value::Map(entries) = &node.value else {
            if node.is_null() {
                return None;
            }
            let text = self.scalar(node)?;
            if let Some((key, _)) = text.split_once('：')
                && names::find(&SOURCE, key).is_some()
            {
                self.unknown_key(&SOURCE, text, node.span);
                return None;
            }
            if is_http(text) {
                source.url = Some(text.to_owned());
            }
            source.title = text.to_owned();
            return Some(source);
        };
        for (name, _, value) in self.keyed(&SOURCE, entries) {
            match name.key {
                SourceKey::Title => source.title = self.string(value).unwrap_or_default(),
                SourceKey::Publisher => source.publisher = self.string(value),
                SourceKey::Year => source.year = self.year(value),
                SourceKey::Url => source.url = self.url(value),
            }
        }
        if source.title.is_empty() {
            // An address alone still leads the reader to the source.
            let fallback = source.url.clone().or_else(|| source.publisher.clone());
            self.missing(node.span, "标题", "title");
            source.title = fallback?;
        }
        Some(source)
    }

    /// The entries of a mapping whose keys `names` knows, each key once, nothing empty.
    fn keyed<'n, K: Copy + PartialEq>(
        &mut self,
        names: &'static [Name<K>],
        entries: &'n [Entry<'a>],
    ) -> Vec<(&'static Name<K>, Span, &'n Node<'a>)> {
        let mut found: Vec<(&'static Name<K>, Span, &'n Node<'a>)> = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let Value::Scalar { text: typed, .. } = &key.value else {
                let what = kind(&key.value);
                self.wrong_type(key.span, what.0, what.1, "一个词", "a word");
                continue;
            };
            let Some(name) = names::find(names, typed) else {
                self.unknown_key(names, typed, key.span);
                continue;
            };
            match found.iter().find(|(known, _, _)| known.key == name.key) {
                Some((_, first, _)) => {
                    let first = *first;
                    self.duplicate_key(typed, key.span, first);
                }
                None => found.push((name, key.span, value)),
            }
        }
        found.retain(|(_, _, value)| !value.is_null());
        found
    }

    fn year(&mut self, node: &Node<'a>) -> Option<i16> {
        let text = self.scalar(node)?;
        let digits = text.trim_end_matches('年').trim_end();
        let year = digits.parse().ok().filter(|year| (1000..=9999).contains(year));
        if year.is_none() {
            let message = Text::new(format!("`{text}` 不是年份"), format!("`{text}` is not a year"));
            let help = Text::new("写四位数字，例如 `2024`", "write four digits, such as `2024`");
            self.report(&rules::BAD_YEAR, node.span, message, Some(help));
        }
        year
    }

    fn url(&mut self, node: &Node<'a>) -> Option<String> {
        let text = self.scalar(node)?;
        if is_http(text) {
            return Some(text.to_owned());
        }
        let message = Text::new(
            format!("`{text}` 不是 http 或 https 网址"),
            format!("`{text}` is not an http or https address"),
        );
        let help = Text::new(
            "写完整的网址，例如 `https://www.nhc.gov.cn/`",
            "write it in full, such as `https://www.nhc.gov.cn/`",
        );
        self.report(&rules::BAD_URL, node.span, message, Some(help));
        None
    }

    fn missing(&mut self, span: Span, zh: &str, en: &str) {
        let message = Text::new(format!("这一条没有 `{zh}`"), format!("this entry has no `{en}`"));
        let help = Text::new(format!("补上 `{zh}: …`"), format!("add `{en}: …`"));
        self.report(&rules::MISSING_PART, span, message, Some(help));
    }
}

fn is_http(text: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| {
        let start = text.get(..scheme.len())?;
        start.eq_ignore_ascii_case(scheme).then(|| &text[scheme.len()..])
    });
    let bad =
        |character: char| character.is_whitespace() || character.is_control() || "<>\"".contains(character);
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(bad))
}

//! Mistakes in the syntax of the YAML, said in plain words, and where to go on behind them.
//!
//! Knows the mistakes that editors make – a full-width colon, a missing blank, a colon inside a
//! title – and looks for them before it passes on what the YAML parser complained about.

use std::sync::Arc;

use super::split::{line, next_line};
use super::{error_at, names};
use crate::diagnostic::{Diagnostic, Span, Text, rules};
use crate::yaml::{ErrorKind, Problem, ProblemKind};

/// A mistake, told.
pub struct Report {
    pub diagnostic: Diagnostic,
    /// Start of the line that is to blame.
    pub bad_line: usize,
}

/// Tells of `problem`, which stopped the parser somewhere in `unread`.
pub fn report(file: &Arc<str>, text: &str, unread: Span, problem: &Problem) -> Report {
    let offset = problem.offset.clamp(unread.start, unread.end);
    let last_line = line_start(text, offset).max(line_start(text, unread.start));
    if let Some((bad_line, diagnostic)) = usual_mistake(file, text, unread.start, last_line) {
        return Report { diagnostic, bad_line };
    }
    let mut bad_line = text_line(text, last_line, unread.start);
    let mut span = rest_of_line(text, offset.max(bad_line), bad_line);
    let bracket = open_bracket(text, unread);
    let (message, help) = match &problem.kind {
        ProblemKind::Syntax(_) if bracket.is_some() => {
            // The parser stumbles only lines later, over a colon that should have been a key's.
            let bracket = bracket.unwrap_or(offset);
            bad_line = line_start(text, bracket);
            span = rest_of_line(text, bracket, bad_line);
            wording(&ErrorKind::ExpectedFlowSequenceSeparator)
        }
        ProblemKind::Syntax(kind) => wording(kind),
        ProblemKind::TooMany => (
            Text::new("front matter 的内容太多", "front matter holds too many values"),
            Text::new("删去不需要的内容", "remove what is not needed"),
        ),
    };
    Report { diagnostic: error_at(file, &rules::FRONT_MATTER_SYNTAX, span, message).help(help), bad_line }
}

/// Tells that the YAML is not a list of `key: value` but the text or list at `span`.
pub fn report_not_a_mapping(file: &Arc<str>, text: &str, span: Span) -> Report {
    let bad_line = line_start(text, span.start);
    if let Some((bad_line, diagnostic)) = usual_mistake(file, text, bad_line, span.end) {
        return Report { diagnostic, bad_line };
    }
    let span = rest_of_line(text, span.start, bad_line);
    let message = Text::new("front matter 应是一行行的 `键: 值`", "front matter is lines of `key: value`");
    let help = Text::new("例如 `标题: 心肺复苏怎么做`", "for example `title: How to do CPR`");
    Report { diagnostic: error_at(file, &rules::FRONT_MATTER_SYNTAX, span, message).help(help), bad_line }
}

/// The first line below the one at `bad_line` that looks like a key, if there is one.
pub fn resume(text: &str, bad_line: usize, end: usize) -> Option<usize> {
    let mut start = next_line(text, bad_line);
    while start < end {
        let current = line(text, start);
        let key = current.split(':').next().unwrap_or_default();
        let colon = current.get(key.len()..key.len() + 2);
        let separated = matches!(colon, Some(": " | ":\r")) || current.len() == key.len() + 1;
        if separated && key.starts_with(|first: char| first.is_alphanumeric()) {
            return Some(start);
        }
        start = next_line(text, start);
    }
    None
}

/// Looks through the lines from the one at `start` to the one behind `last_line`: the parser
/// complains of a value where it begins, though what is wrong is the line that follows.
fn usual_mistake(file: &Arc<str>, text: &str, start: usize, last_line: usize) -> Option<(usize, Diagnostic)> {
    let mut at = line_start(text, start);
    let last_line = next_line(text, last_line);
    while at <= last_line && at < text.len() {
        if let Some(diagnostic) = line_mistake(file, text, at) {
            return Some((at, diagnostic));
        }
        at = next_line(text, at);
    }
    None
}

/// A known key in the line at `start` followed by a full-width colon, or by one without a blank.
fn line_mistake(file: &Arc<str>, text: &str, start: usize) -> Option<Diagnostic> {
    let whole = line(text, start);
    let indent = &whole[..whole.len() - whole.trim_start().len()];
    if let Some(offset) = indent.find(['\t', '\u{3000}']) {
        let character = indent[offset..].chars().next().unwrap_or('\t');
        let span = Span::new(start + offset, start + offset + character.len_utf8());
        let message = match character {
            '\t' => Text::new("缩进用了制表符", "a tab was used to indent"),
            _ => Text::new("缩进用了全角空格", "a full-width blank was used to indent"),
        };
        let help = Text::new("改用半角空格缩进", "indent with ASCII blanks");
        return Some(error_at(file, &rules::FRONT_MATTER_SYNTAX, span, message).help(help));
    }
    let content = whole.trim_start_matches([' ', '\t', '-']);
    let name = names::prefix(content)?;
    let rest = &content[name.len()..];
    let after_name = start + (whole.len() - content.len()) + name.len();
    let typed = &content[..name.len()];
    let colon = after_name + (rest.len() - rest.trim_start().len());
    match rest.trim_start().chars().next()? {
        '：' => Some(full_width_colon(file, typed, colon)),
        ':' if rest[colon - after_name + 1..].starts_with(|next: char| !next.is_whitespace()) => {
            let span = Span::new(colon, colon + 1);
            let message = Text::new(
                format!("`{typed}` 的冒号后面缺一个空格"),
                format!("no blank behind the colon of `{typed}`"),
            );
            let help = Text::new(format!("写成 `{typed}: …`"), format!("write `{typed}: …`"));
            Some(error_at(file, &rules::FRONT_MATTER_SYNTAX, span, message).help(help))
        }
        _ => None,
    }
}

/// The mistake of typing `：` behind a key, at byte `colon`.
pub fn full_width_colon(file: &Arc<str>, key: &str, colon: usize) -> Diagnostic {
    let span = Span::new(colon, colon + '：'.len_utf8());
    let message =
        Text::new(format!("`{key}` 后面是全角冒号 `：`"), format!("full-width colon behind `{key}`"));
    let help = Text::new(
        format!("改用半角冒号加一个空格：`{key}: …`"),
        format!("use an ASCII colon and a blank: `{key}: …`"),
    );
    error_at(file, &rules::FRONT_MATTER_SYNTAX, span, message).help(help)
}

/// The bracket that the first entry of `unread` opens and does not close in its line, when the
/// lines below it do not go on with the list either.
fn open_bracket(text: &str, unread: Span) -> Option<usize> {
    let mut start = unread.start;
    while start < unread.end && line(text, start).trim().is_empty() {
        start = next_line(text, start);
    }
    let content = line(text, start).trim_end();
    let value = content.split_once(": ")?.1.trim_start();
    let close = match value.chars().next()? {
        '[' => ']',
        '{' => '}',
        _ => return None,
    };
    let next = line(text, next_line(text, start));
    let ends = next.is_empty() || next.starts_with(|first: char| first.is_alphanumeric());
    (!value.contains(close) && ends).then(|| start + content.len() - value.len())
}

/// The line at `at`, or the nearest one above with something in it, down to `floor`.
fn text_line(text: &str, at: usize, floor: usize) -> usize {
    let mut at = at;
    while at > floor && line(text, at).trim().is_empty() {
        at = line_start(text, at - 1);
    }
    at.max(line_start(text, floor))
}

/// From `offset` to the end of the line at `bad_line`; the whole line if nothing is left of it.
fn rest_of_line(text: &str, offset: usize, bad_line: usize) -> Span {
    let content = line(text, bad_line);
    let end = bad_line + content.trim_end().len();
    let indent = content.len() - content.trim_start().len();
    let start = if offset < end { offset } else { (bad_line + indent).min(end) };
    Span::new(start, end)
}

fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    before.rfind('\n').map_or(0, |feed| feed + 1)
}

/// What the parser found, for someone who has never heard of YAML.
fn wording(kind: &ErrorKind) -> (Text, Text) {
    use ErrorKind as E;
    match kind {
        E::MappingValueNotAllowed | E::InvalidMappingValueWhitespace | E::MappingKeyNotAllowed => (
            Text::new("值里不能直接出现冒号加空格", "a colon and a blank cannot stand in a bare value"),
            Text::new("给整个值加上引号：`\"…\"`", "put the whole value in quotes: `\"…\"`"),
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey | E::ExpectedBlockMappingKey => (
            Text::new("这里应是 `键: 值`", "expected `key: value`"),
            Text::new(
                "每项一行，冒号用半角并加空格；续行要缩进",
                "one entry a line, an ASCII colon and a blank; indent the lines that continue a value",
            ),
        ),
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => (
            Text::new("引号没有配对", "this quote is never closed"),
            Text::new(
                "补上结尾的引号；引号内若有 `\"`，改用 `'…'` 括起",
                "close it; around a text with `\"` in it use `'…'`",
            ),
        ),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => (
            Text::new("引号结束之后还有内容", "there is text behind the closing quote"),
            Text::new(
                "用引号把整个值括起来，里面的引号换成 “ ” 或另一种引号",
                "quote the whole value and use other quotes inside it",
            ),
        ),
        E::UnclosedFlowCollection { .. }
        | E::ExpectedFlowSequenceSeparator
        | E::ExpectedFlowMappingSeparator
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::MisplacedFlowCollectionEnd
        | E::MismatchedFlowCollectionEnd { .. } => (
            Text::new("方括号或花括号没有配对", "brackets do not match"),
            Text::new(
                "列表写成 `[甲, 乙]`，逗号用半角；值若以 `[` 或 `{` 开头，加引号",
                "write a list as `[a, b]` with ASCII commas; quote a value that begins with `[` or `{`",
            ),
        ),
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => (
            Text::new("缩进用了制表符", "a tab was used to indent"),
            Text::new("改用空格缩进", "indent with blanks"),
        ),
        E::InvalidIndentation
        | E::ExpectedBlockSequenceEntry
        | E::BlockSequenceEntryNotAllowed
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::InvalidFlowScalarIndent => (
            Text::new("缩进不对", "the indentation is wrong"),
            Text::new(
                "同一级的行首对齐，下一级多缩进两个空格",
                "align lines of one level; indent the next by two blanks",
            ),
        ),
        E::UnexpectedCharacter { character } if character.is_control() => (
            Text::new("有看不见的控制字符", "there is an invisible control character"),
            Text::new("删去它，重新输入这一行", "remove it; type the line again"),
        ),
        E::UnexpectedCharacter { character } => (
            Text::new(
                format!("值不能以 `{character}` 开头"),
                format!("a bare value cannot begin with `{character}`"),
            ),
            Text::new("给整个值加上引号：`\"…\"`", "put the whole value in quotes: `\"…\"`"),
        ),
        E::UnknownQuotedScalarEscape => (
            Text::new("双引号里的 `\\` 写法不认识", "unknown `\\` escape inside double quotes"),
            Text::new("改用单引号 `'…'`", "use single quotes `'…'`"),
        ),
        E::RecursionLimitExceeded => {
            (Text::new("嵌套太深", "nested too deeply"), Text::new("最多三层", "three levels are enough"))
        }
        other => (
            Text::new("这里不合 YAML 的写法", format!("not valid YAML here: {other}")),
            Text::new("含有特殊符号的值请加引号：`\"…\"`", "quote a value with special signs: `\"…\"`"),
        ),
    }
}

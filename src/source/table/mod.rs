//! Tables as offices keep them: YAML, CSV and workbooks, read into rows of cells that know their
//! place.
//!
//! A table has its header found, its columns named and its private columns dropped; which kinds of
//! tables there are, and what their cells mean, is for `tables` to say. This room is handed bytes and
//! knows no files.

mod aside;
mod csv;
mod finding;
mod grid;
mod header;
mod kind;
mod limits;
mod names;
mod titles;
mod workbook;
mod yaml;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod office_tests;
#[cfg(test)]
mod test_books;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Time};

pub use kind::{Column, Kinds, Need, TableKind};

use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, cell_name, rules};
use crate::text::{Doubt, decode, drop_controls};

/// A table of one kind: a sheet of a workbook, a CSV file, or a list in YAML.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it is about.
    pub kind: &'static TableKind,
    /// Name of the sheet; empty for CSV and YAML.
    pub sheet: String,
    /// The columns that are read, from left to right; private and unknown ones are not among them.
    pub header: Vec<Heading>,
    /// The rows of data, from top to bottom; blank rows and totals are not among them.
    pub rows: Vec<Row>,
}

/// The heading of a column that is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// Key of the column, see [`Column::key`].
    pub key: &'static str,
    /// Where it stands; in YAML, where the key is first used.
    pub spot: Spot,
}

/// One row of data.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Where it begins.
    pub spot: Spot,
    /// The cells that hold something.
    pub cells: Vec<Cell>,
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Key of its column, see [`Column::key`].
    pub key: &'static str,
    /// What it shows, without blanks around it; never empty. Dates read `2026-03-05`, times
    /// `14:30`.
    pub text: String,
    /// What the program that wrote it took it for.
    pub value: CellValue,
    /// Where it stands.
    pub spot: Spot,
}

/// What kind of cell it was, for workbooks; everything else is text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CellValue {
    /// Text, also all of CSV and YAML.
    Text,
    /// A number that is not formatted as a date or time.
    Number(f64),
    /// The same in a workbook that counts its days from 1904.
    NumberSince1904(f64),
    /// A day.
    Date(Date),
    /// A day and a time of it.
    DateTime(DateTime),
    /// A time of day.
    Time(Time),
}

/// A place in a table; with the table's sheet it becomes a [`Place`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// Row and column, both from 1.
    Cell(u32, u32),
    /// Bytes of the text and the line they begin in, from 1.
    Text(Span, u32),
}

impl Table {
    /// The place of a spot in this table.
    pub fn place(&self, spot: Spot) -> Place {
        place(&self.sheet, spot)
    }

    /// A spot in words for a message about another place: `活动!C17`, or `第 12 行`.
    pub fn label(&self, spot: Spot) -> Text {
        match spot {
            Spot::Cell(row, column) => {
                let cell = cell_name(row, column);
                let label = if self.sheet.is_empty() { cell } else { format!("{}!{cell}", self.sheet) };
                Text::new(label.clone(), label)
            }
            Spot::Text(_, line) => Text::new(format!("第 {line} 行"), format!("line {line}")),
        }
    }

    /// Whether the column was found. In YAML every row names its own, so that all are there.
    pub fn has(&self, key: &str) -> bool {
        self.header.iter().any(|heading| heading.key == key)
    }
}

impl Row {
    /// The cell under a column, if it holds something.
    pub fn get(&self, key: &str) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.key == key)
    }
}

/// Reads every table in a file that is of one of `kinds`; the extension of `file` says how. Never
/// fails: what cannot be read is a diagnostic, and the rest is there.
pub fn read(file: &Arc<str>, bytes: &[u8], kinds: Kinds) -> (Vec<Table>, Vec<Diagnostic>) {
    let name = file.rsplit('/').next().unwrap_or(file);
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut reading =
        Reading { file: Arc::clone(file), kinds, diagnostics: Vec::new(), room: limits::Room::default() };
    if names::is_marked_private(file.strip_prefix("content/data/").unwrap_or(file)) {
        report_private_file(&mut reading);
        return (Vec::new(), reading.diagnostics);
    }
    let tables = match extension.to_ascii_lowercase().as_str() {
        "yaml" | "yml" | "json" => yaml::read(&mut reading, stem, bytes),
        "csv" => csv::read(&mut reading, stem, bytes),
        "xlsx" | "xlsm" | "xls" | "et" | "ods" => workbook::read(&mut reading, stem, bytes),
        _ => {
            reading.unreadable(Place::File, "unknown format");
            Vec::new()
        }
    };
    (tables, reading.diagnostics)
}

fn report_private_file(reading: &mut Reading) {
    let message = Text::new(
        "文件名或文件夹名说不公开，没有读",
        "the name of the file or its folder says that it is not for the public, it was not read",
    );
    reading.private_name(Place::File, message);
}

/// The file being read, what was wrong with it so far, and how much more of it is read.
struct Reading {
    file: Arc<str>,
    kinds: Kinds,
    diagnostics: Vec<Diagnostic>,
    room: limits::Room,
}

impl Reading {
    fn report(&mut self, rule: &'static Rule, place: Place, message: Text) -> &mut Diagnostic {
        self.push(Diagnostic::new(rule, &self.file, place, message))
    }

    /// A file, a sheet or a table whose name says that it is not for the public.
    fn private_name(&mut self, place: Place, message: Text) {
        let help = Text::new(
            "可以公开就改名；不能公开就从文件里删去，或把文件移出 content/data",
            "rename it if it may be published; if not, delete it or move the file out of content/data",
        );
        self.report(&rules::TABLE_PRIVATE_NAME, place, message).help = Some(help);
    }

    /// What the reader of a format says it cannot read.
    fn unreadable(&mut self, place: Place, words: &str) {
        let reason = limits::reason(words);
        let message = Text::new(format!("表格读不了：{reason}"), format!("cannot read the table: {reason}"));
        let help = Text::new(
            "用 Excel 或 WPS 打开，另存为 xlsx 再试",
            "open it in Excel or WPS and save it again as xlsx",
        );
        self.report(&rules::TABLE_UNREADABLE, place, message).help = Some(help);
    }

    /// A workbook that opens with a password only.
    fn locked(&mut self) {
        let message = Text::new(
            "工作簿设了打开密码，没有读",
            "the workbook is protected by a password and was not read",
        );
        let help = Text::new(
            "在 Excel 或 WPS 里打开，去掉密码（文件 → 信息 → 保护，或 文件 → 文档加密），再保存",
            "open it in Excel or WPS, remove the password and save it again",
        );
        self.report(&rules::TABLE_PASSWORD, Place::File, message).help = Some(help);
    }

    fn push(&mut self, diagnostic: Diagnostic) -> &mut Diagnostic {
        self.diagnostics.push(diagnostic);
        let last = self.diagnostics.len() - 1;
        &mut self.diagnostics[last]
    }

    /// The bytes as text, or a diagnostic.
    fn decode<'a>(&mut self, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
        let text = decode(bytes, Doubt::Accepted).ok();
        if text.is_none() {
            let message = Text::new(
                "文字编码既不是 UTF-8，也不是 GBK/GB18030",
                "the text is neither UTF-8 nor GBK/GB18030",
            );
            let help = Text::new("用 UTF-8 重新保存", "save it again as UTF-8");
            self.report(&rules::TABLE_ENCODING, Place::File, message).help = Some(help);
        }
        text
    }
}

fn place(sheet: &str, spot: Spot) -> Place {
    match spot {
        Spot::Cell(row, column) => Place::Cell { sheet: sheet.to_owned(), row, column },
        Spot::Text(span, _) => Place::Span(span),
    }
}

/// What a cell shows: trimmed, and without control characters, which YAML and workbooks can write
/// as escapes.
fn shown(text: &str) -> String {
    let mut text = Cow::Borrowed(trim(text));
    drop_controls(&mut text);
    text.into_owned()
}

/// Text without the blanks around it that cannot be seen in a cell: ordinary, full-width and
/// unbreakable spaces, zero-width ones, byte order marks, control characters.
fn trim(text: &str) -> &str {
    text.trim_matches(|character: char| {
        character.is_whitespace()
            || character.is_control()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

//! Forms to fill in: a workbook a kind of table, made of the one definition of its columns.
//!
//! What is filled in is read back as any other workbook. The same kind and lists give the same bytes.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatBorder, Formula,
    Note, Workbook, Worksheet, XlsxError,
};

use super::entry::{CellFormat, Entry, Field, Number};
use super::kind::Kind;
use crate::model::Agenda;
use crate::source::table::{Column, Need};

/// The last row, from 0, that has drop-down lists.
const LAST_ROW: u32 = 1_000;
/// Begins the id of the row that shows how to fill in; such a row is not read.
const EXAMPLE: &str = "（示例）";
/// The sheet that explains the columns, and the one that holds long lists; neither is read.
const NOTES: &str = "填表说明";
/// See [`NOTES`].
const LISTS: &str = "选项";

/// What a site has to choose from: by the English name of a table, or by the key of a column.
#[derive(Debug, Clone, Default)]
pub struct Lists(BTreeMap<String, Vec<String>>);

impl Lists {
    /// The lines, districts, venues and teams of a site.
    pub fn of(lines: &[String], agenda: &Agenda) -> Lists {
        let names = |names: Vec<&String>| names.into_iter().cloned().collect();
        Lists(BTreeMap::from([
            ("line".to_owned(), lines.to_vec()),
            ("districts".to_owned(), names(agenda.districts.iter().map(|it| &it.name).collect())),
            ("venues".to_owned(), names(agenda.venues.iter().map(|it| &it.name).collect())),
            ("teams".to_owned(), names(agenda.teams.iter().map(|it| &it.name).collect())),
        ]))
    }

    fn of_field(&self, field: &Field, entry: &Entry) -> Option<&[String]> {
        let key = entry.refers.map_or(field.key, |table| table.english);
        self.0.get(key).map(Vec::as_slice).filter(|names| !names.is_empty())
    }
}

/// A row that shows how each column is filled in; private ones are left empty.
pub fn example(kind: &Kind) -> Vec<String> {
    let example = |(column, field): (&Column, &Field)| {
        let Some(entry) = field.entry.map(|entry| entry()) else { return String::new() };
        match field.example {
            Some(example) => example.to_owned(),
            None if entry.example.is_empty() => format!("示例{}", column.name),
            None => entry.example,
        }
    };
    kind.table.columns.iter().zip(kind.fields).map(example).collect()
}

/// The form of a kind of table with these rows filled in, each cell under its column; where there are
/// none, with an example that is not read.
///
/// # Errors
///
/// The workbook cannot be written.
pub fn template(kind: &Kind, lists: &Lists, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Otherwise it would be the time of day.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(kind.table.name).set_creation_datetime(&made));
    let form = workbook.add_worksheet().set_name(kind.table.name)?;
    form.set_freeze_panes(1, 2)?;
    form.set_row_height(0, 24)?;
    let mut long_lists: Vec<&[String]> = Vec::new();
    for (at, (column, field)) in (0..).zip(kind.table.columns.iter().zip(kind.fields)) {
        head(form, at, column, field)?;
        let Some(entry) = field.entry.map(|entry| entry()) else { continue };
        let list = lists.of_field(field, &entry);
        choose(form, at, &entry, list.map(|list| (long_lists.len(), list)))?;
        long_lists.extend(list);
    }
    fill(form, kind, rows)?;
    explain(workbook.add_worksheet().set_name(NOTES)?, kind)?;
    if !long_lists.is_empty() {
        let sheet = workbook.add_worksheet().set_name(LISTS)?;
        for (column, list) in (0..).zip(long_lists) {
            sheet.write_column(0, column, list)?;
        }
    }
    workbook.save_to_buffer()
}

/// A heading with a note, and the format of what is under it.
fn head(form: &mut Worksheet, at: u16, column: &Column, field: &Field) -> Result<(), XlsxError> {
    let plain = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let format = match column.need {
        Need::Required => plain.set_bold().set_background_color("FCE4D6"),
        Need::Optional => plain.set_bold().set_background_color("E7EEF7"),
        Need::Private => plain.set_font_color("7F7F7F").set_background_color("EDEDED"),
    };
    form.write_string_with_format(0, at, heading(column), &format)?;
    form.insert_note(0, at, &Note::new(note(column, field)).add_author_prefix(false).set_width(240))?;
    let width = heading(column).chars().count() * 2 + 4;
    form.set_column_width(at, u16::try_from(width.clamp(10, 30)).unwrap_or(30))?;
    let text = field.entry.is_some_and(|entry| entry().format == CellFormat::Text);
    if text {
        form.set_column_format(at, &Format::new().set_num_format("@"))?;
    }
    Ok(())
}

/// `活动编号*`, `备注（不公开）`
fn heading(column: &Column) -> String {
    let mark = match column.need {
        Need::Required => "*",
        Need::Optional => "",
        Need::Private => "（不公开）",
    };
    format!("{}{mark}", column.name)
}

/// How a column is filled in, in words.
fn note(column: &Column, field: &Field) -> String {
    let hint = field.entry.map_or(String::new(), |entry| entry().hint);
    match column.need {
        Need::Required => format!("必填。{hint}"),
        Need::Optional => format!("可以不填。{hint}"),
        Need::Private => "不公开：只供办公室自己用，网站不读这一列。".to_owned(),
    }
}

/// A drop-down list: of the words of a closed list, which alone may be written, or of the `list` of a
/// site, which stands in a column of [`LISTS`] and may be departed from.
fn choose(
    form: &mut Worksheet,
    at: u16,
    entry: &Entry,
    list: Option<(usize, &[String])>,
) -> Result<(), XlsxError> {
    let rule = match list {
        Some((column, list)) => {
            let column =
                rust_xlsxwriter::utility::column_number_to_name(u16::try_from(column).unwrap_or(u16::MAX));
            let range = format!("='{LISTS}'!${column}$1:${column}${}", list.len());
            let rule = DataValidation::new().allow_list_formula(Formula::new(range));
            // Several go into one cell, and new ones come up.
            rule.set_error_style(DataValidationErrorStyle::Warning)
                .show_error_message(entry.number == Number::One)
        }
        None if entry.choices.is_empty() => return Ok(()),
        None => DataValidation::new()
            .allow_list_strings(&entry.choices)?
            .set_error_title("不能这样写")?
            .set_error_message(format!("可以写：{}", entry.choices.join("、")))?,
    };
    form.add_data_validation(1, at, LAST_ROW, at, &rule)?;
    Ok(())
}

fn fill(form: &mut Worksheet, kind: &Kind, rows: &[Vec<String>]) -> Result<(), XlsxError> {
    let mut shown = example(kind);
    if let Some(at) = kind.table.columns.iter().position(|column| column.key == kind.table.id) {
        shown[at].insert_str(0, EXAMPLE);
    }
    let grey = Format::new().set_italic().set_font_color("7F7F7F").set_num_format("@");
    let text = Format::new().set_num_format("@");
    let (rows, format) = if rows.is_empty() { (&[shown][..], grey) } else { (rows, text) };
    for (row, texts) in (1..).zip(rows) {
        for (column, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            form.write_string_with_format(row, column, text, &format)?;
        }
    }
    Ok(())
}

/// The sheet that explains every column, to be printed.
fn explain(sheet: &mut Worksheet, kind: &Kind) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    for (column, (title, width)) in (0..).zip([("列", 18), ("怎么填", 60), ("例", 30)]) {
        sheet.write_string_with_format(0, column, title, &bold)?;
        sheet.set_column_width(column, width)?;
    }
    let examples = example(kind);
    for (row, ((column, field), example)) in
        (1..).zip(kind.table.columns.iter().zip(kind.fields).zip(examples))
    {
        sheet.write_string(row, 0, heading(column))?;
        sheet.write_string_with_format(row, 1, note(column, field), &Format::new().set_text_wrap())?;
        sheet.write_string(row, 2, example)?;
    }
    let last = u32::try_from(kind.fields.len()).unwrap_or(u32::MAX) + 2;
    let words = format!("编号以 `{EXAMPLE}` 开头的一行是示例，不会读；标 `*` 的列每行都要填。");
    sheet.write_string(last, 0, words)?;
    Ok(())
}

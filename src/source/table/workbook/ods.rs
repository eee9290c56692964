//! ODS, read here: calamine spreads repeated rows and columns out before anyone can count them, and
//! tells nothing of what is hidden or merged.

use std::collections::HashSet;

use calamine::Data;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::Reading;
use super::super::grid::GridCell;
use super::super::grid::Region;
use super::layout::{Layout, MOST_COLUMNS, Visibility};
use super::package::Package;
use super::xlsx::attribute;
use super::{Failure, Sheet, cell, report_hidden_sheet, sheet_place};

type Xml<'a> = Reader<&'a [u8]>;

/// The sheets that can be seen, one after another.
pub fn read(
    reading: &mut Reading,
    package: &mut Package<'_>,
    each: &mut dyn FnMut(&mut Reading, Sheet),
) -> Result<(), Failure> {
    if package
        .part("META-INF/manifest.xml")
        .is_some_and(|xml| memchr::memmem::find(&xml, b"encryption-data").is_some())
    {
        return Err(Failure::Locked);
    }
    let content = package.part("content.xml").ok_or("it has no content.xml")?;
    let mut xml = Reader::from_reader(content.as_slice());
    xml.config_mut().expand_empty_elements = true;
    let mut styles = Styles::default();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Start(element) if element.name().as_ref() == "table:table" => {
                let name = attribute(&element, "table:name").unwrap_or_default();
                let style = attribute(&element, "table:style-name").unwrap_or_default();
                let hidden = styles.hidden_tables.contains(&style);
                let mut table = TableReader::new(reading, &styles, name);
                table.read(&mut xml)?;
                let (sheet, rows) = (table.sheet, table.rows);
                if super::is_note_sheet(&sheet.name) {
                } else if hidden && rows > 0 {
                    report_hidden_sheet(reading, &sheet.name, rows);
                } else if !hidden {
                    each(reading, sheet);
                }
            }
            Event::Start(element) => styles.see(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Names of the styles that hide what has them.
#[derive(Default)]
struct Styles {
    current: String,
    hidden_tables: HashSet<String>,
    hidden_columns: HashSet<String>,
    hidden_rows: HashSet<String>,
}

impl Styles {
    fn see(&mut self, element: &BytesStart<'_>) {
        let nothing = |name: &str| attribute(element, name).is_some_and(|length| is_nothing(&length));
        match element.name().as_ref() {
            "style:style" => self.current = attribute(element, "style:name").unwrap_or_default(),
            "style:table-properties" if attribute(element, "table:display").as_deref() == Some("false") => {
                self.hidden_tables.insert(self.current.clone());
            }
            "style:table-column-properties" if nothing("style:column-width") => {
                self.hidden_columns.insert(self.current.clone());
            }
            "style:table-row-properties" if nothing("style:row-height") => {
                self.hidden_rows.insert(self.current.clone());
            }
            _ => {}
        }
    }
}

/// Whether a length (`0cm`, `0.001in`) is too small to show anything.
fn is_nothing(length: &str) -> bool {
    let unit = length.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
    let number: f64 = length[..length.len() - unit.len()].parse().unwrap_or(f64::MAX);
    let points = match unit {
        "cm" => 28.3,
        "mm" => 2.83,
        "in" => 72.0,
        "pc" => 12.0,
        _ => 1.0,
    };
    number * points < 1.0
}

/// One table of the content being read.
struct TableReader<'a> {
    reading: &'a mut Reading,
    styles: &'a Styles,
    sheet: Sheet,
    /// Rows and columns so far; the next ones are one behind.
    row: u32,
    column: u32,
    /// Whether each group of rows or columns that is open is folded away.
    folded: Vec<bool>,
    /// Rows that hold something, in hidden sheets too.
    rows: usize,
}

impl<'a> TableReader<'a> {
    fn new(reading: &'a mut Reading, styles: &'a Styles, name: String) -> Self {
        let sheet = Sheet { name, cells: Vec::new(), layout: Layout::default() };
        TableReader { reading, styles, sheet, row: 0, column: 0, folded: Vec::new(), rows: 0 }
    }

    fn read(&mut self, xml: &mut Xml<'_>) -> Result<(), String> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-column" => self.columns(&element)?,
                    "table:table-row" => self.read_rows(xml, &element)?,
                    "table:table-column-group" | "table:table-row-group" => {
                        let display = attribute(&element, "table:display");
                        self.folded.push(display.as_deref() == Some("false"));
                    }
                    "table:table-columns"
                    | "table:table-header-columns"
                    | "table:table-rows"
                    | "table:table-header-rows" => {}
                    // Drawings, forms and sources: nothing of the table's own.
                    _ => {
                        skip(xml)?;
                    }
                },
                Event::End(element) => match element.name().as_ref() {
                    "table:table" => return Ok(()),
                    "table:table-column-group" | "table:table-row-group" => drop(self.folded.pop()),
                    _ => {}
                },
                Event::Eof => return Err("it ends within a table".to_owned()),
                _ => {}
            }
        }
    }

    fn is_hidden(&self, element: &BytesStart<'_>, styles: &HashSet<String>) -> bool {
        let visibility = attribute(element, "table:visibility");
        self.folded.contains(&true)
            || visibility.is_some_and(|it| it != "visible")
            || attribute(element, "table:style-name").is_some_and(|style| styles.contains(&style))
    }

    fn columns(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let first = self.column.saturating_add(1);
        self.column = self.column.saturating_add(repeated(element, "table:number-columns-repeated"));
        let hidden = Visibility::hidden_if(self.is_hidden(element, &self.styles.hidden_columns));
        if self.sheet.layout.tell_columns(first, self.column, hidden) {
            return Ok(());
        }
        Err("too many columns".to_owned())
    }

    /// A row, and as many more as it stands for; only what holds something is spread out.
    fn read_rows(&mut self, xml: &mut Xml<'_>, element: &BytesStart<'_>) -> Result<(), String> {
        let count = repeated(element, "table:number-rows-repeated");
        let hidden = self.is_hidden(element, &self.styles.hidden_rows);
        let first = self.row;
        self.row = first.saturating_add(count);
        let cells = self.cells(xml, first)?;
        if cells.is_empty() {
            return Ok(());
        }
        self.rows = self.rows.saturating_add(count as usize);
        let bytes: usize = cells.iter().map(|cell| cell.text.len()).sum();
        for row in first..self.row {
            let place = sheet_place(&self.sheet.name);
            if !self.reading.takes(place, 1, cells.len(), bytes) {
                break;
            }
            if hidden {
                self.sheet.layout.hidden_rows.insert(row.saturating_add(1));
            }
            self.sheet.cells.extend(cells.iter().map(|cell| (row, cell.clone())));
        }
        Ok(())
    }

    /// The cells of a row that hold something. `row` counts from 0.
    fn cells(&mut self, xml: &mut Xml<'_>, row: u32) -> Result<Vec<GridCell>, String> {
        let mut cells: Vec<GridCell> = Vec::new();
        let (mut column, mut spent) = (0_u32, 0_usize);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let element = match xml.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
                Event::Start(element) => element,
                Event::End(element) if element.name().as_ref() == "table:table-row" => return Ok(cells),
                Event::Eof => return Err("it ends within a row".to_owned()),
                _ => continue,
            };
            if !matches!(element.name().as_ref(), "table:table-cell" | "table:covered-table-cell") {
                skip(xml)?;
                continue;
            }
            let first = column;
            column = column.saturating_add(repeated(&element, "table:number-columns-repeated"));
            self.merge(&element, row, first)?;
            let text = text(xml)?;
            let Some(value) = value(&element, text).and_then(|data| cell(first, &data)) else { continue };
            for column in first..column.min(MOST_COLUMNS) {
                spent = spent.saturating_add(value.text.len().max(64));
                if spent > super::super::limits::MOST_BYTES {
                    return Err("a row is too long".to_owned());
                }
                cells.push(GridCell { column: column + 1, ..value.clone() });
            }
        }
    }

    fn merge(&mut self, element: &BytesStart<'_>, row: u32, column: u32) -> Result<(), String> {
        let down = repeated(element, "table:number-rows-spanned");
        let right = repeated(element, "table:number-columns-spanned");
        let (top, left) = (row.saturating_add(1), column.saturating_add(1));
        let region = Region {
            top,
            left,
            bottom: top.saturating_add(down.saturating_sub(1)),
            right: left.saturating_add(right.saturating_sub(1)),
        };
        if (down > 1 || right > 1) && !self.sheet.layout.merge(region) {
            return Err("too many merged cells".to_owned());
        }
        Ok(())
    }
}

/// How often something stands there; more often than can be counted is as often as can be.
fn repeated(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).map_or(1, |text| match text.trim().parse::<u32>() {
        Ok(count) => count,
        Err(_) if text.trim().bytes().all(|byte| byte.is_ascii_digit()) => u32::MAX,
        Err(_) => 1,
    })
}

/// What the attributes of a cell say that it holds, else its text.
fn value(element: &BytesStart<'_>, text: String) -> Option<Data> {
    let get = |name: &str| attribute(element, name);
    let data = match get("office:value-type").as_deref() {
        Some("float" | "percentage" | "currency") => {
            get("office:value").and_then(|value| value.parse().ok()).map(Data::Float)
        }
        Some("date") => get("office:date-value").map(Data::DateTimeIso),
        Some("time") => get("office:time-value").map(Data::DurationIso),
        Some("boolean") => {
            get("office:boolean-value").map(|value| Data::Bool(value.eq_ignore_ascii_case("true")))
        }
        Some("string") => get("office:string-value").map(Data::String),
        _ => None,
    };
    data.or_else(|| (!text.is_empty()).then_some(Data::String(text)))
}

/// The text of a cell, up to its end: paragraphs, without annotations and drawings.
fn text(xml: &mut Xml<'_>) -> Result<String, String> {
    let mut text = String::new();
    let mut depth = 0_usize;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Start(element) => match element.name().as_ref() {
                "office:annotation" | "draw:frame" | "draw:g" | "table:table" | "office:event-listeners" => {
                    skip(xml)?;
                }
                name => {
                    depth += 1;
                    match name {
                        "text:p" if !text.is_empty() => text.push('\n'),
                        "text:s" | "text:tab" => text.push(' '),
                        "text:line-break" => text.push('\n'),
                        _ => {}
                    }
                }
            },
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(_) => depth -= 1,
            Event::Text(part) if depth > 0 => text.push_str(&part.xml10_content()),
            Event::CData(part) if depth > 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) if depth > 0 => match reference.resolve_char_ref() {
                Ok(Some(character)) => text.push(character),
                _ => text.push_str(quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or("")),
            },
            Event::Eof => return Err("it ends within a cell".to_owned()),
            _ => {}
        }
    }
}

/// Leaves out the element that has just begun, with all that is in it.
fn skip(xml: &mut Xml<'_>) -> Result<(), String> {
    let mut depth = 0_usize;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return Ok(()),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err("it ends too early".to_owned()),
            _ => {}
        }
    }
}

//! XLSX: values by way of calamine, what is hidden or merged out of the XML itself.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;

use calamine::{Data, DataRef, Reader as _, SheetType, SheetVisible, Xlsx};
use quick_xml::events::{BytesStart, Event};

use super::super::Reading;
use super::super::grid::GridCell;
use super::super::grid::Region;
use super::layout::{Layout, Visibility};
use super::package::Package;
use super::{Failure, Sheet, cell, report_hidden_sheet, sheet_place, since_1904};

/// A row lower than this many points, or a column narrower than that many characters, shows nothing.
const LOWEST: f64 = 1.0;
/// See [`LOWEST`].
const NARROWEST: f64 = 0.2;

/// The sheets that can be seen, one after another.
pub fn read(
    reading: &mut Reading,
    bytes: &[u8],
    package: &mut Package<'_>,
    each: &mut dyn FnMut(&mut Reading, Sheet),
) -> Result<(), Failure> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let paths = sheet_paths(package);
    let mut seen = HashSet::new();
    let sheets = workbook.sheets_metadata().to_vec();
    for (index, sheet) in sheets.into_iter().enumerate() {
        let name = sheet.name;
        if sheet.typ != SheetType::WorkSheet || super::is_note_sheet(&name) {
            continue;
        }
        let place = sheet_place(&name);
        if !seen.insert(name.clone()) {
            reading.unreadable(place, "two sheets of one name");
            continue;
        }
        let part = paths.get(index).filter(|(told, _)| *told == name);
        let xml = part.and_then(|(_, path)| package.part(path));
        // Without knowing what is hidden, nothing is published.
        let Some(layout) = xml.as_deref().and_then(layout) else {
            reading.unreadable(place, "cannot tell what is hidden in it");
            continue;
        };
        if sheet.visible != SheetVisible::Visible {
            if layout.1 > 0 {
                report_hidden_sheet(reading, &name, layout.1);
            }
            continue;
        }
        match cells(reading, &mut workbook, &name) {
            Ok(mut cells) => {
                if workbook.has_1904_epoch() {
                    since_1904(&mut cells);
                }
                each(reading, Sheet { name, cells, layout: layout.0 });
            }
            Err(error) => reading.unreadable(place, &error),
        }
    }
    Ok(())
}

/// The cells that hold something, as far as there is room for them.
fn cells(
    reading: &mut Reading,
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
) -> Result<Vec<(u32, GridCell)>, String> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    let mut cells: Vec<(u32, GridCell)> = Vec::new();
    let mut last = None;
    while let Some(found) = reader.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = found.get_position();
        let data = match found.get_value() {
            DataRef::SharedString(text) => GridCell::text(column.saturating_add(1), text),
            DataRef::String(text) => GridCell::text(column.saturating_add(1), text),
            value => cell(column, &Data::from(value.clone())),
        };
        let Some(data) = data else { continue };
        let new_row = usize::from(last.replace(row) != Some(row));
        if !reading.takes(sheet_place(name), new_row, 1, data.text.len()) {
            break;
        }
        cells.push((row, data));
    }
    Ok(cells)
}

/// Name and part of each sheet, in the order of the workbook.
fn sheet_paths(package: &mut Package<'_>) -> Vec<(String, String)> {
    let all = package.part("_rels/.rels").map(|xml| relationships(&xml)).unwrap_or_default();
    let mut workbooks = all.into_values().filter(|(_, kind)| kind.ends_with("/relationships/officeDocument"));
    // Of two workbooks in one file nobody can tell which one is read.
    let (Some((workbook, _)), None) = (workbooks.next(), workbooks.next()) else { return Vec::new() };
    let workbook = workbook.trim_start_matches('/').to_owned();
    let (folder, file) = workbook.rsplit_once('/').map_or(("", workbook.as_str()), |(a, b)| (a, b));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    let related = package.part(&format!("{folder}_rels/{file}.rels"));
    let related = related.map(|xml| relationships(&xml)).unwrap_or_default();
    let mut paths = Vec::new();
    let xml = package.part(&workbook).unwrap_or_default();
    each_start(&xml, |element| {
        if element.local_name().as_ref() == "sheet" {
            let id = element.attributes().flatten().find(|it| it.key.local_name().as_ref() == "id");
            let id = id.map(|it| it.value.into_owned()).unwrap_or_default();
            let target = related.get(&id).map_or("", |(target, _)| target.as_str());
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}{target}"),
            };
            paths.push((attribute(element, "name").unwrap_or_default(), path));
        }
        Some(())
    });
    paths
}

/// Id to target and type.
fn relationships(xml: &[u8]) -> HashMap<String, (String, String)> {
    let mut found = HashMap::new();
    each_start(xml, |element| {
        if element.local_name().as_ref() == "Relationship" {
            let get = |name| attribute(element, name).unwrap_or_default();
            found.insert(get("Id"), (get("Target"), get("Type")));
        }
        Some(())
    });
    found
}

/// Calls `on` for each element until it gives `None`; says whether the end was reached.
fn each_start(xml: &[u8], mut on: impl FnMut(&BytesStart<'_>) -> Option<()>) -> Option<()> {
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => on(&element)?,
            Ok(Event::Eof) => return Some(()),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

/// The value of an attribute, its references resolved.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|it| it.key.as_ref() == name)?;
    let raw = found.value.clone().into_owned();
    Some(quick_xml::escape::unescape(&raw).map(|text| text.into_owned()).unwrap_or(raw))
}

/// What is hidden and merged in a sheet, and how many rows have a value; `None` if that cannot be told.
fn layout(xml: &[u8]) -> Option<(Layout, usize)> {
    let mut layout = Layout::default();
    let (mut row, mut hidden, mut low) = (0_u32, false, false);
    let (mut rows, mut told) = (0_usize, None);
    each_start(xml, |element| {
        let number = |name: &str| attribute(element, name).and_then(|text| text.parse::<f64>().ok());
        let flag = |name: &str| {
            attribute(element, name).is_some_and(|text| !matches!(text.as_str(), "" | "0" | "false" | "off"))
        };
        match element.local_name().as_ref() {
            "sheetFormatPr" => {
                layout.columns_hidden = number("defaultColWidth").is_some_and(|width| width < NARROWEST);
                low = number("defaultRowHeight").is_some_and(|height| height < LOWEST);
            }
            "col" => {
                let whole = |name: &str| attribute(element, name)?.parse::<u32>().ok();
                let narrow = number("width").is_some_and(|width| width < NARROWEST);
                let sight = Visibility::hidden_if(flag("hidden") || narrow);
                return layout.tell_columns(whole("min")?, whole("max")?, sight).then_some(());
            }
            "row" => {
                row = match attribute(element, "r") {
                    Some(text) => text.parse().ok()?,
                    None => row.saturating_add(1),
                };
                hidden = flag("hidden") || number("ht").map_or(low, |height| height < LOWEST);
                if hidden {
                    layout.hidden_rows.insert(row);
                }
            }
            // A cell may say that it is elsewhere than the row it stands in.
            "c" if hidden => {
                if let Some((_, row)) = attribute(element, "r").as_deref().and_then(position) {
                    layout.hidden_rows.insert(row);
                }
            }
            "v" | "is" => rows += usize::from(told.replace(row) != Some(row)),
            "mergeCell" => {
                let range = attribute(element, "ref")?;
                let (first, last) = range.split_once(':').unwrap_or((&range, &range));
                let ((left, top), (right, bottom)) = (position(first)?, position(last)?);
                return layout.merge(Region { top, left, bottom, right }).then_some(());
            }
            _ => {}
        }
        Some(())
    })?;
    Some((layout, rows))
}

/// Column and row of `$C$17`, from 1.
fn position(name: &str) -> Option<(u32, u32)> {
    let name = name.replace('$', "");
    let digits = name.find(|character: char| character.is_ascii_digit())?;
    let mut column = 0_u32;
    for letter in name[..digits].bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        column = column.checked_mul(26)?.checked_add(value.checked_add(1).filter(|it| *it <= 26)?)?;
    }
    Some((column, name[digits..].parse().ok()?)).filter(|(column, row)| *column > 0 && *row > 0)
}

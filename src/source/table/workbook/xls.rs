//! XLS: values by way of calamine, sizes and what is hidden out of the records themselves.
//!
//! calamine makes room for the whole rectangle that a sheet says it has, so its records are looked
//! at first ([MS-XLS], section 2.4).

use std::io::{Cursor, Read as _};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader as _, SheetType, SheetVisible, Xls};

use super::super::Reading;
use super::super::grid::Region;
use super::layout::{Layout, Visibility};
use super::{Failure, Sheet, cell, report_hidden_sheet, sheet_place, since_1904};

/// Cells of the rectangles of all sheets together.
const LARGEST_AREA: u64 = 4_000_000;

/// The sheets that can be seen, one after another.
pub fn read(
    reading: &mut Reading,
    bytes: &[u8],
    each: &mut dyn FnMut(&mut Reading, Sheet),
) -> Result<(), Failure> {
    let stream = stream(bytes)?;
    if is_locked(&stream) {
        return Err(Failure::Locked);
    }
    let layouts = layouts(&stream).ok_or("it is damaged or too large")?;
    // The records are trusted by their reader; a sheet cut in the middle must not end the program.
    let opened = catch_unwind(AssertUnwindSafe(|| Xls::new(Cursor::new(bytes))));
    let mut workbook = opened.map_err(|_| "it is damaged".to_owned())?.map_err(|error| error.to_string())?;
    let sheets = workbook.sheets_metadata().to_vec();
    if sheets.len() != layouts.len() {
        return Err("cannot tell what is hidden in it".into());
    }
    for (sheet, mut layout) in sheets.into_iter().zip(layouts) {
        if sheet.typ != SheetType::WorkSheet || super::is_note_sheet(&sheet.name) {
            continue;
        }
        let name = sheet.name;
        let range = workbook.worksheet_range(&name).map_err(|error| error.to_string())?;
        if sheet.visible != SheetVisible::Visible {
            let rows = range.rows().filter(|row| row.iter().any(|data| *data != Data::Empty)).count();
            if rows > 0 {
                report_hidden_sheet(reading, &name, rows);
            }
            continue;
        }
        let (top, left) = range.start().unwrap_or_default();
        let mut cells = Vec::new();
        let mut last = None;
        for (row, column, data) in range.used_cells() {
            let (Ok(row), Ok(column)) = (u32::try_from(row), u32::try_from(column)) else { continue };
            let Some(cell) = cell(left.saturating_add(column), data) else { continue };
            let row = top.saturating_add(row);
            let new_row = usize::from(last.replace(row) != Some(row));
            if !reading.takes(sheet_place(&name), new_row, 1, cell.text.len()) {
                break;
            }
            cells.push((row, cell));
        }
        for region in workbook.merge_cells_by_sheet_name(&name).unwrap_or_default() {
            let ((top, left), (bottom, right)) = (region.start, region.end);
            let [top, left, bottom, right] = [top, left, bottom, right].map(|it| it.saturating_add(1));
            if !layout.merge(Region { top, left, bottom, right }) {
                return Err("too many merged cells".into());
            }
        }
        if workbook.has_1904_epoch() {
            since_1904(&mut cells);
        }
        each(reading, Sheet { name, cells, layout });
    }
    Ok(())
}

/// The stream of records. A workbook in the newer format with a password is such a file, too; the
/// workbook is one of its streams, encrypted ([MS-OFFCRYPTO], section 2.3.4).
fn stream(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| "it is no workbook")?;
    if file.is_stream("/EncryptedPackage") {
        return Err(Failure::Locked);
    }
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name));
    let stream = file.open_stream(name.ok_or("it is no workbook")?).map_err(|_| "it is damaged")?;
    let mut records = Vec::new();
    // A chain of sectors that runs in a circle has no end.
    stream.take(bytes.len() as u64).read_to_end(&mut records).map_err(|_| "it is damaged")?;
    Ok(records)
}

/// Whether a record near the beginning says that the others are encrypted: FilePass.
fn is_locked(stream: &[u8]) -> bool {
    records(stream, 0).take_while(|(kind, _)| *kind != 0x000a).any(|(kind, _)| kind == 0x002f)
}

fn word(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?)))
}

fn double(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// The records from `start` on: type and data.
fn records(stream: &[u8], start: usize) -> impl Iterator<Item = (u32, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let (kind, length) = (word(stream, at)?, word(stream, at + 2)? as usize);
        let data = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, data))
    })
}

/// What is hidden in each sheet; `None` where a sheet would take too much room.
fn layouts(stream: &[u8]) -> Option<Vec<Layout>> {
    let mut room = LARGEST_AREA;
    let mut layouts = Vec::new();
    for (kind, data) in records(stream, 0) {
        match kind {
            // EOF of the globals
            0x000a => break,
            // BoundSheet8
            0x0085 => {
                let (layout, area) = layout(stream, double(data, 0)? as usize)?;
                room = room.checked_sub(area)?;
                layouts.push(layout);
            }
            _ => {}
        }
    }
    Some(layouts)
}

/// What is hidden in the sheet whose records begin at `start`, and the cells of its rectangle.
fn layout(stream: &[u8], start: usize) -> Option<(Layout, u64)> {
    let mut layout = Layout::default();
    let mut bounds: Option<(u32, u32, u32, u32)> = None;
    let (mut depth, mut area) = (0_usize, 0_u64);
    for (kind, data) in records(stream, start) {
        match kind {
            0x0809 => depth += 1,
            0x000a if depth <= 1 => break,
            0x000a => depth -= 1,
            _ if depth > 1 => {}
            // Dimensions: rows as u32 or, before BIFF8, as u16
            0x0200 => {
                let (top, bottom, left, right) = if data.len() >= 14 {
                    (double(data, 0)?, double(data, 4)?, word(data, 8)?, word(data, 10)?)
                } else {
                    (word(data, 0)?, word(data, 2)?, word(data, 4)?, word(data, 6)?)
                };
                let span = |from: u32, to: u32| u64::from(to.saturating_sub(from)) + 1;
                if (bottom, right) != (0, 0) && (bottom < top || right < left) {
                    return None;
                }
                area = span(top, bottom).saturating_mul(span(left, right));
            }
            // ColInfo
            0x007d => {
                let hidden = word(data, 8)? & 1 == 1 || word(data, 4)? < 52;
                let columns = (word(data, 0)? + 1, word(data, 2)? + 1);
                layout.tell_columns(columns.0, columns.1, Visibility::hidden_if(hidden)).then_some(())?;
            }
            // Row: height in twentieths of a point, flags with fDyZero
            0x0208 => {
                let hidden = word(data, 12)? & 0x20 != 0 || word(data, 6)? < 20;
                layout.hidden_rows.extend(hidden.then_some(word(data, 0)? + 1));
            }
            // Number, Label, RString, BoolErr, RK, LabelSst, MulRk, Formula
            0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x027e | 0x00fd | 0x00bd | 0x0006 => {
                let (row, first) = (word(data, 0)?, word(data, 2)?);
                let last = if kind == 0x00bd { word(data, data.len().checked_sub(2)?)? } else { first };
                let (top, bottom, left, right) = bounds.unwrap_or((row, row, first, last));
                bounds = Some((top.min(row), bottom.max(row), left.min(first), right.max(last)));
            }
            _ => {}
        }
    }
    let used = bounds.map_or(0, |(top, bottom, left, right)| {
        u64::from(bottom - top + 1) * u64::from(right.saturating_sub(left) + 1)
    });
    Some((layout, area.max(used)))
}

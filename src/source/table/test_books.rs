//! Workbooks for tests, where no writer makes them: out of their parts, and out of records.

use std::io::{Cursor, Read as _, Write as _};

/// A ZIP file of these parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const PACKAGE: &str = r#"<Relationships><Relationship Id="r1" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const WORKBOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="活动" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// An XLSX workbook of one sheet called 活动, out of the XML of the sheet and of the shared strings.
pub fn xlsx(sheet: &str, strings: &str) -> Vec<u8> {
    package(&[
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", RELATIONS.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// An ODS workbook out of its tables. Style `low` hides rows, `gone` tables.
pub fn ods(table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content><office:automatic-styles>
        <style:style style:name="low" style:family="table-row"><style:table-row-properties style:row-height="0cm"/></style:style>
        <style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>
        </office:automatic-styles><office:body><office:spreadsheet>{table}</office:spreadsheet></office:body></office:document-content>"#
    );
    let mime = b"application/vnd.oasis.opendocument.spreadsheet";
    package(&[
        ("mimetype", &mime[..]),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// A row of cells of text.
pub fn ods_row(attributes: &str, cells: &[&str]) -> String {
    let cells: String = cells
        .iter()
        .map(|text| {
            format!(
                "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        })
        .collect();
    format!("<table:table-row {attributes}>{cells}</table:table-row>")
}

/// An XLSX workbook with one text of one of its parts replaced.
pub fn patched(workbook: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let name = entry.name().unwrap().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if name == part {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains(from), "{text}");
            bytes = text.replacen(from, to, 1).into_bytes();
        }
        parts.push((name, bytes));
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    package(&parts)
}

/// A sheet of an XLS workbook.
pub struct XlsSheet<'a> {
    /// Its name.
    pub name: &'a str,
    /// 0 for one that can be seen, 1 for a hidden one.
    pub state: u8,
    /// How many rows it says that it has.
    pub rows: u32,
    /// A hidden row, from 0.
    pub hidden: Option<u16>,
    /// Its cells, all texts; empty ones are not written.
    pub cells: &'a [&'a [&'a str]],
}

impl<'a> XlsSheet<'a> {
    /// A sheet that can be seen as a whole.
    pub fn new(name: &'a str, cells: &'a [&'a [&'a str]]) -> XlsSheet<'a> {
        let rows = u32::try_from(cells.len()).unwrap();
        XlsSheet { name, state: 0, rows, hidden: None, cells }
    }

    fn records(&self) -> Vec<u8> {
        let mut out = begin(0x10);
        let width = self.cells.iter().map(|cells| cells.len()).max().unwrap_or(0);
        let width = u16::try_from(width).unwrap().to_le_bytes();
        let dimensions =
            [&0_u32.to_le_bytes()[..], &self.rows.to_le_bytes(), &[0, 0], &width, &[0, 0]].concat();
        out.extend(record(0x0200, &dimensions));
        for row in 0..u16::try_from(self.cells.len()).unwrap() {
            let flags = if Some(row) == self.hidden { 0x20 } else { 0 };
            let data =
                [&row.to_le_bytes()[..], &[0, 0], &width, &[0xff, 0, 0, 0, 0, 0, flags, 1, 0, 0]].concat();
            out.extend(record(0x0208, &data));
        }
        for (row, texts) in (0_u16..).zip(self.cells) {
            for (column, text) in (0_u16..).zip(*texts).filter(|(_, text)| !text.is_empty()) {
                let length = u16::try_from(text.encode_utf16().count()).unwrap();
                let head = [row, column, 0, length].map(u16::to_le_bytes).concat();
                out.extend(record(0x0204, &[&head[..], &[1], &wide(text)].concat()));
            }
        }
        out.extend(record(0x000a, &[]));
        out
    }
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
}

fn begin(kind: u8) -> Vec<u8> {
    record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// An XLS workbook of these sheets, with these records among those of the whole.
pub fn xls(globals: &[(u16, &[u8])], sheets: &[XlsSheet<'_>]) -> Vec<u8> {
    let bound = |position: usize, sheet: &XlsSheet<'_>| {
        let position = u32::try_from(position).unwrap().to_le_bytes();
        let length = u8::try_from(sheet.name.encode_utf16().count()).unwrap();
        record(0x0085, &[&position[..], &[sheet.state, 0, length, 1], &wide(sheet.name)].concat())
    };
    let mut head = begin(5);
    head.extend(globals.iter().flat_map(|(kind, data)| record(*kind, data)));
    let tables: usize = sheets.iter().map(|sheet| bound(0, sheet).len()).sum();
    let mut position = head.len() + tables + 4;
    let bodies: Vec<Vec<u8>> = sheets.iter().map(XlsSheet::records).collect();
    for (sheet, body) in sheets.iter().zip(&bodies) {
        head.extend(bound(position, sheet));
        position += body.len();
    }
    head.extend(record(0x000a, &[]));
    let stream = [head, bodies.concat()].concat();
    compound(&[("/Workbook", &stream)])
}

/// A file of streams, as XLS is one and an encrypted XLSX.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.into_inner().into_inner()
}

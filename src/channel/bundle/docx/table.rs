//! A table of WordprocessingML, whose every row has to know what hangs down into it.

/// Columns that Word reads; a file with more is refused as a whole.
const COLUMNS: usize = 63;
/// The width of the text of a page, in twentieths of a point.
const WIDTH: usize = 8_306;

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its paragraphs and tables.
    pub content: String,
    pub head: bool,
    /// `left`, `center` or `right`.
    pub side: Option<&'static str>,
    pub columns: usize,
    pub rows: usize,
}

/// A table while its cells come.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub fn begin_row(&mut self) {
        self.rows.push(Vec::new());
    }

    pub fn push(&mut self, cell: Cell) {
        if self.rows.is_empty() {
            self.begin_row();
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(cell);
        }
    }

    /// Writes the table; a wider one than Word reads as the paragraphs of its cells, one after the other.
    pub fn write(mut self, out: &mut String) {
        self.rows.retain(|row| !row.is_empty());
        let Some(rows) = self.lay_out() else {
            out.extend(self.rows.iter().flatten().map(|cell| cell.content.as_str()));
            return;
        };
        let columns = rows.iter().map(|row| row.width).max().unwrap_or_default();
        if columns == 0 {
            return;
        }
        out.push_str(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr><w:tblGrid>",
        );
        for _ in 0..columns {
            out.push_str(&format!("<w:gridCol w:w=\"{}\"/>", WIDTH / columns));
        }
        out.push_str("</w:tblGrid>");
        for row in &rows {
            row.write(columns, out);
        }
        // Tables with nothing between them would be one; and a cell does not end with a table.
        out.push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"AfterTable\"/></w:pPr></w:p>");
    }

    /// The rows with what hangs down from those above; `None` if there are too many columns.
    fn lay_out(&self) -> Option<Vec<Row<'_>>> {
        // For each column: in how many more rows the cell above goes on, and how wide it is.
        let mut hanging: Vec<(usize, usize)> = Vec::new();
        let mut rows = Vec::with_capacity(self.rows.len());
        for (place, cells) in self.rows.iter().enumerate() {
            let below = self.rows.len() - place;
            let mut row = Row { parts: Vec::new(), width: 0, head: cells.iter().all(|cell| cell.head) };
            row.head &= place == 0;
            for cell in cells {
                row.take_hanging(&mut hanging);
                let columns = cell.columns.clamp(1, COLUMNS + 1);
                let down = cell.rows.clamp(1, below);
                if row.width + columns > COLUMNS {
                    return None;
                }
                let end = row.width + columns;
                hanging.resize(hanging.len().max(end), (0, 0));
                // Where a cell above goes on inside this one, that one ends here.
                hanging[row.width..end].fill((0, 0));
                hanging[row.width] = (down - 1, columns);
                row.parts.push(Part { cell: Some(cell), columns, goes_on: down > 1 });
                row.width = end;
            }
            row.take_hanging(&mut hanging);
            rows.push(row);
        }
        Some(rows)
    }
}

struct Row<'t> {
    parts: Vec<Part<'t>>,
    width: usize,
    /// Whether it is repeated on every page.
    head: bool,
}

struct Part<'t> {
    /// `None` for what hangs down from above.
    cell: Option<&'t Cell>,
    columns: usize,
    goes_on: bool,
}

impl Row<'_> {
    /// Takes over what hangs down from above where the row stands.
    fn take_hanging(&mut self, hanging: &mut [(usize, usize)]) {
        while let Some((rows @ 1.., columns)) = hanging.get_mut(self.width) {
            *rows -= 1;
            self.parts.push(Part { cell: None, columns: *columns, goes_on: true });
            self.width += *columns;
        }
    }

    fn write(&self, columns: usize, out: &mut String) {
        out.push_str("<w:tr>");
        let after = columns - self.width;
        if after > 0 || self.head {
            out.push_str("<w:trPr>");
            if after > 0 {
                out.push_str(&format!("<w:gridAfter w:val=\"{after}\"/>"));
            }
            out.push_str(if self.head { "<w:tblHeader/></w:trPr>" } else { "</w:trPr>" });
        }
        for part in &self.parts {
            out.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{}\" w:type=\"dxa\"/>",
                WIDTH / columns * part.columns
            ));
            if part.columns > 1 {
                out.push_str(&format!("<w:gridSpan w:val=\"{}\"/>", part.columns));
            }
            out.push_str(match part {
                Part { cell: None, .. } => "<w:vMerge/>",
                Part { goes_on: true, .. } => "<w:vMerge w:val=\"restart\"/>",
                _ => "",
            });
            if part.cell.is_some_and(|cell| cell.head) {
                out.push_str("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/>");
            }
            out.push_str("</w:tcPr>");
            let content = part.cell.map_or("", |cell| &cell.content);
            out.push_str(content);
            // A cell has to end with a paragraph.
            if !content.ends_with("</w:p>") {
                out.push_str("<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>");
            }
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
}

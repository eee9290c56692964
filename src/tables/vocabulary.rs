//! Words of an office.

use super::column::Typed;
use super::row::RowReader;
use super::value::Text;

/// Words that an office may use in its tables, besides those that are the same everywhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// 品牌: the activity lines.
    pub lines: Vec<String>,
}

impl Default for Vocabulary {
    /// The four lines of the service plan of the Chongqing association.
    fn default() -> Self {
        Vocabulary {
            lines: ["创新课堂", "全域科普", "工匠传承", "科技惠农"].map(String::from).to_vec()
        }
    }
}

impl Vocabulary {
    /// The line that a cell names; any where none is known.
    pub fn line(&self, row: &mut RowReader<'_>, column: Typed<Text>) -> Option<String> {
        let cell = row.cell(column)?;
        if self.lines.is_empty() || self.lines.contains(&cell.text) {
            return Some(cell.text.clone());
        }
        let lines: Vec<&str> = self.lines.iter().map(String::as_str).collect();
        row.unknown_value(cell, &lines);
        None
    }
}

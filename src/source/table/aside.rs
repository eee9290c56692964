//! Rows of a grid that are no rows of data: sums, at the end or in the middle, and notes about the
//! table. Knows texts only.

use super::names::plain;

/// How a sum is called.
const SUMS: [&str; 7] = ["合计", "总计", "小计", "共计", "累计", "total", "sum"];
/// Of what it is the sum, in front of its name: `3月小计`, `第一季度合计`, `2026年上半年合计`.
const PERIODS: &str = "0123456789一二三四五六七八九十年月季度第上下半本全当各周旬日期份总其中";
/// Of what in English.
const ENGLISH_PERIODS: [&str; 3] = ["sub", "sub-", "grand"];
/// What may stand behind its name: `合计：12场`, `合计人数`.
const UNITS: &str = "个场次人名位件份家支项条节天小时元数";
/// Characters in front of the name of a sum that is not of a period but of something else, `北碚区小计`.
const LONGEST_OWNER: usize = 12;
/// How a line begins that is about the table.
const NOTES: [&str; 9] = ["注:", "备注:", "说明:", "填表", "制表", "填报", "审核人", "单位负责人", "报送"];

/// How surely a cell names a sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// It does not.
    No,
    /// It begins or ends as a sum, but may be called so: `北碚区小计`, `总计划宣讲`.
    Perhaps,
    /// It says nothing else: `合计`, `3月小计`.
    Surely,
}

/// The first words of a cell as they are compared here: plain, without blanks. What a row says of
/// itself is in them; the rest of a long cell need not be folded.
pub fn first_words(text: &str) -> String {
    let text: String = text.chars().take(40).collect();
    plain(&text).chars().filter(|character| !character.is_whitespace()).collect()
}

/// Whether a text, plain and without blanks, is a note about the table.
pub fn begins_a_note(text: &str) -> bool {
    NOTES.iter().any(|word| text.starts_with(word))
}

/// Whether a text, plain and without blanks, names a sum.
pub fn sum(text: &str) -> Sum {
    SUMS.iter().map(|word| sum_called(text, word)).find(|found| *found != Sum::No).unwrap_or(Sum::No)
}

/// Whether a text, plain and without blanks, is a number, maybe with a unit: `12`, `12场`, `1,200人次`.
pub fn is_amount(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
        && text.chars().all(|it| it.is_ascii_digit() || it.is_ascii_punctuation() || UNITS.contains(it))
}

fn sum_called(text: &str, word: &str) -> Sum {
    let Some((before, behind)) = text.split_once(word) else { return Sum::No };
    let is_mark = |character: char| character.is_ascii_punctuation() && character != '-';
    let bare = behind.chars().all(|it| it.is_ascii_digit() || is_mark(it) || UNITS.contains(it));
    let of_a_period =
        before.chars().all(|it| PERIODS.contains(it) || is_mark(it)) || ENGLISH_PERIODS.contains(&before);
    // `Sum-1` is an id, `Summer` a name.
    let is_part = behind.starts_with(|next: char| next.is_ascii_alphabetic() || next == '-');
    match (of_a_period, bare) {
        (true, true) => Sum::Surely,
        (true, false) if !is_part => Sum::Perhaps,
        (false, true) if !word.is_ascii() && before.chars().count() <= LONGEST_OWNER => Sum::Perhaps,
        _ => Sum::No,
    }
}

#[cfg(test)]
mod tests {
    use super::{Sum, first_words, sum};

    #[test]
    fn sums_are_told_from_names() {
        let of = |text| sum(&first_words(text));
        for text in [
            "合计",
            "合 计",
            "小　计",
            "合计：12场",
            "合计（场）",
            "3月小计",
            "３月小计",
            "一季度合计",
            "第一季度小计",
            "2026年上半年累计",
            "其中：本月小计",
            "Total",
            "Sub-total",
            "Grand Total: 12",
            "合计人数",
        ] {
            assert_eq!(of(text), Sum::Surely, "{text}");
        }
        for text in ["北碚区小计", "急救支队合计 12场", "合计（含线上）", "总计划宣讲"]
        {
            assert_eq!(of(text), Sum::Perhaps, "{text}");
        }
        for text in ["合计-1", "sum-1", "Summer", "summit", "D1", "checksum", "活动小计划"] {
            assert_eq!(of(text), Sum::No, "{text}");
        }
    }
}

//! How the cells of each type of value are filled in; what they may hold is in [`value`](super::value).

use super::entry::{CellFormat, Entry, Fill, Number};
use super::known::Referable;
use super::value::{
    Choice, Choices, Count, Days, Degrees, Duration, Flag, Id, Later, List, Minutes, Reference, References,
    SingleDay, Text, TimeOfDay, Unit,
};
use crate::model::vocabulary::Word;

fn entry(hint: &str, example: &str) -> Entry {
    Entry { hint: hint.to_owned(), example: example.to_owned(), ..Entry::default() }
}

impl Fill for Text {
    fn entry() -> Entry {
        Entry { format: CellFormat::Text, ..entry("文字。", "") }
    }
}

impl Fill for Id {
    fn entry() -> Entry {
        Entry { format: CellFormat::Text, ..entry("不能和别的行一样；开头的 0 要保留。", "") }
    }
}

impl Fill for List {
    fn entry() -> Entry {
        Entry { number: Number::Several, ..entry("有几个就用 `、` 隔开。", "") }
    }
}

impl Fill for Count {
    fn entry() -> Entry {
        entry("一个整数，例如 30；没有限制就写 不限。", "30")
    }
}

impl Fill for Degrees {
    fn entry() -> Entry {
        entry("小数，单位是度，例如 106.55。", "106.55")
    }
}

impl Fill for Duration {
    fn entry() -> Entry {
        entry("小时，例如 1.5；也可以写 90分钟。", "1.5")
    }
}

impl Fill for Minutes {
    fn entry() -> Entry {
        entry("分钟，例如 90；也可以写 1.5小时。", "90")
    }
}

impl Fill for Flag {
    fn entry() -> Entry {
        Entry { choices: vec!["是", "否"], ..entry("写 是 或 否；空着就是 否。", "是") }
    }
}

impl<T: Word> Fill for Choice<T> {
    fn entry() -> Entry {
        let choices = T::names();
        let hint = format!("只能写：{}。", choices.join("、"));
        let example = choices.first().copied().unwrap_or_default().to_owned();
        Entry { hint, example, choices, ..Entry::default() }
    }
}

impl<T: Word> Fill for Choices<T> {
    fn entry() -> Entry {
        let words = T::names().join("、");
        let example = T::names().into_iter().take(2).collect::<Vec<_>>().join("、");
        let hint = format!("可以写：{words}。有几个就用 `、` 隔开。");
        // A drop-down list would allow one alone.
        Entry { hint, example, number: Number::Several, ..Entry::default() }
    }
}

impl<T: Referable> Fill for Reference<T> {
    fn entry() -> Entry {
        let table = T::table();
        let hint = format!("{table}表里的名称或编号。");
        Entry { hint, example: format!("示例{table}"), refers: Some(table), ..Entry::default() }
    }
}

impl<T: Referable> Fill for Later<T> {
    fn entry() -> Entry {
        Reference::<T>::entry()
    }
}

impl<T: Referable> Fill for References<T> {
    fn entry() -> Entry {
        let one = Reference::<T>::entry();
        let hint = format!("{}有几个就用 `、` 隔开。", one.hint);
        Entry { hint, number: Number::Several, ..one }
    }
}

impl Fill for Days {
    fn entry() -> Entry {
        Entry {
            number: Number::Several,
            ..entry(
                "例如 2026-03-05 或 2026年3月5日。几天用 `、` 隔开，连着的写 2026年3月5日至7日；\
                 取消的一天后面写 取消，改期的写 改3月19日。",
                "2026-03-05",
            )
        }
    }
}

impl Fill for SingleDay {
    fn entry() -> Entry {
        entry("一天，例如 2026-03-05 或 2026年3月5日。", "2026-03-05")
    }
}

impl Fill for TimeOfDay {
    fn entry() -> Entry {
        entry("例如 14:30 或 下午2:30。", "14:30")
    }
}

impl Fill for Unit {
    fn entry() -> Entry {
        let hint = "区县写名称或行政区划代码，支队写名称或支队编号；开头的 0 要保留。";
        Entry { format: CellFormat::Text, ..entry(hint, "") }
    }
}

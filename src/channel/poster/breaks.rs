//! Where a line may end.

use super::characters::{closes, is_latin, is_wide, opens};

/// Words of measure of two characters. A number is not parted from the character behind it in any case.
const UNITS: [&str; 16] = [
    "分钟", "小时", "毫升", "毫克", "微克", "厘米", "毫米", "公斤", "千克", "公里", "千米", "平方", "立方",
    "千卡", "个月", "周岁",
];

/// How good a place is for a line to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// Only where nothing else is left: inside of a word or number that is longer than a line.
    Emergency,
    /// As good as any.
    Allowed,
    /// Never.
    Forbidden,
}

/// For each character, whether a line may end before it. The first is forbidden.
pub fn breaks(text: &[char]) -> Vec<Break> {
    let mut all: Vec<Break> = (0..text.len()).map(|at| before(text, at)).collect();
    hold_numbers_together(text, &mut all);
    all
}

fn before(text: &[char], at: usize) -> Break {
    let (Some(&left), Some(&right)) = (at.checked_sub(1).and_then(|it| text.get(it)), text.get(at)) else {
        return Break::Forbidden;
    };
    // Double dashes and dots are one mark of two squares.
    if (left == '—' && right == '—') || (left == '…' && right == '…') {
        return Break::Forbidden;
    }
    if right == ' ' || opens(left) {
        return Break::Forbidden;
    }
    let in_word = |character: char| is_latin(character) || ".,:;/-_%&=?#@+~'*".contains(character);
    if in_word(left) && in_word(right) {
        return Break::Emergency;
    }
    if closes(right) || ",.:;!?'\"-".contains(right) {
        return Break::Forbidden;
    }
    if left == ' ' || is_wide(left) || is_wide(right) || closes(left) {
        return Break::Allowed;
    }
    Break::Emergency
}

/// `20 分钟`, `第 3`, `10～20`: a number stays with what it counts.
fn hold_numbers_together(text: &[char], all: &mut [Break]) {
    let digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
    for at in 1..text.len() {
        if digit(at) && !digit(at - 1) {
            let before = if text[at - 1] == ' ' { at.checked_sub(2) } else { Some(at - 1) };
            if before.is_some_and(|it| "第约近超～~".contains(text[it])) {
                weaken(all, at);
            }
        }
        if !digit(at - 1) || digit(at) {
            continue;
        }
        let unit = at + usize::from(text[at] == ' ');
        let word: String = text.iter().skip(unit).take(2).collect();
        let counted = match text.get(unit) {
            Some(_) if UNITS.contains(&word.as_str()) => 2,
            Some(&character) if is_wide(character) && !opens(character) => 1,
            Some(character) if unit > at && character.is_ascii_alphabetic() => 1,
            _ => continue,
        };
        for place in at..unit + counted {
            weaken(all, place);
        }
    }
}

/// Leaves only the last resort at a place where a line might have ended.
fn weaken(all: &mut [Break], at: usize) {
    if let Some(place) = all.get_mut(at).filter(|it| **it == Break::Allowed) {
        *place = Break::Emergency;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` wherever a line may end.
    fn shown(text: &str) -> String {
        let text: Vec<char> = text.chars().collect();
        let mut out = String::new();
        for (character, place) in text.iter().zip(breaks(&text)) {
            if place == Break::Allowed {
                out.push('|');
            }
            out.push(*character);
        }
        out
    }

    #[test]
    fn marks_stay_where_they_belong() {
        assert_eq!(shown("他说：“好！”（完）"), "他|说：|“好！”|（完）");
        assert_eq!(shown("水——不是冰……别用"), "水|——|不|是|冰……|别|用");
        assert_eq!(shown("《食品安全法》、蛋"), "《食|品|安|全|法》、|蛋");
    }

    #[test]
    fn words_and_numbers_are_whole() {
        assert_eq!(shown("冲20分钟够"), "冲|20分钟|够");
        assert_eq!(shown("约 20 毫升水"), "约 20 毫升|水");
        assert_eq!(shown("按压100～120次"), "按|压|100～120次");
        assert_eq!(shown("用 AED 除颤"), "用 |AED |除|颤");
        assert_eq!(shown("≥4℃的"), "≥4℃|的");
        assert_eq!(shown("1.5 mg/kg 以下"), "1.5 mg/kg |以|下");
        assert_eq!(shown("见https://a.cn/b-c?d=1页"), "见|https://a.cn/b-c?d=1页");
    }
}

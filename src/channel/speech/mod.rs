//! Text as it is read aloud over a village loudspeaker: numbers and units in words, no addresses, no
//! brackets, short sentences.

mod number;
mod script;
#[cfg(test)]
mod tests;
mod units;

pub use script::{PACE, SENTENCE, Script, Slot, count, script};

use super::pictograph::{is_invisible, is_picture};
use units::{is_counted, unit};

/// `text` with numbers, units and signs in the words that are said.
///
/// Addresses and pictures of faces are left out, brackets become pauses. What is not understood stays.
pub fn spoken(text: &str) -> String {
    let mut reading = Reading { text, at: 0, out: String::with_capacity(text.len()) };
    while reading.at < text.len() {
        reading.step();
    }
    tidy(&reading.out)
}

/// Telephone numbers that are short enough to be taken for an amount.
const SHORT_NUMBERS: [&str; 9] = ["110", "112", "119", "120", "122", "12315", "12320", "12345", "12356"];

struct Reading<'a> {
    text: &'a str,
    at: usize,
    out: String,
}

/// A number as it is written.
#[derive(Clone, Copy)]
struct Written<'a> {
    text: &'a str,
    /// Bytes, with separators of thousands.
    length: usize,
}

impl<'a> Reading<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn before(&self) -> Option<char> {
        self.text[..self.at].chars().next_back()
    }

    fn take(&mut self, length: usize, said: &str) {
        self.out.push_str(said);
        self.at += length;
    }

    fn step(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        if let Some(length) = address(rest) {
            return self.take(length, "");
        }
        if first.is_ascii_digit() {
            return self.number();
        }
        let length = first.len_utf8();
        match first {
            '①'..='⑳' => {
                let number = (u32::from(first) - u32::from('①') + 1).to_string();
                let said = format!("第{}，", number::whole(&number));
                self.take(length, &said);
            }
            '（' | '(' | '）' | ')' | '【' | '】' | '[' | ']' | '〔' | '〕' | '—' | '–' | '…' => {
                self.take(length, "，");
            }
            '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '《' | '》' | '"' | '*' | '`' | '_' | '#' =>
            {
                self.take(length, "");
            }
            '≥' => self.take(length, "不少于"),
            '≤' => self.take(length, "不超过"),
            '>' | '＞' => self.take(length, "大于"),
            '<' | '＜' => self.take(length, "小于"),
            '+' | '＋' => self.take(length, "加"),
            '×' => self.take(length, "乘"),
            '=' | '＝' => self.take(length, "等于"),
            '±' => self.take(length, "正负"),
            '→' => self.take(length, "，再"),
            '/' => self.take(length, "或"),
            '～' | '~' => self.take(length, "到"),
            '·' => self.take(length, ""),
            _ if is_picture(first) || (is_invisible(first) && !first.is_whitespace()) => {
                self.take(length, "")
            }
            _ => self.take(length, &rest[..length]),
        }
    }

    /// What begins with a digit: a date, a time, a telephone number, a range, an amount.
    fn number(&mut self) {
        let rest = self.rest();
        if let Some((length, said)) =
            date(rest).or_else(|| self.telephone(rest)).or_else(|| clock(rest)).or_else(|| proportion(rest))
        {
            return self.take(length, &said);
        }
        let Some(first) = written(rest) else {
            return self.take(1, &number::digits(&rest[..1]));
        };
        let behind = &rest[first.length..];
        // 2026年 is a year; 20年 is not.
        if first.text.len() == 4 && behind.starts_with('年') && first.text.starts_with(['1', '2']) {
            return self.take(first.length, &number::digits(first.text));
        }
        let (length, said) = match range(behind) {
            Some((gap, last)) => {
                let (length, word) = measure(&behind[gap + last.length..]);
                let all = first.length + gap + last.length + length;
                let following = if word.is_empty() { &rest[all..] } else { word };
                // Of the unit only the per cent is said twice.
                let one = if matches!(word, "%" | "‰") { word } else { "" };
                (all, format!("{}到{}", amount(first, following, one), amount(last, &rest[all..], word)))
            }
            None => {
                let (length, word) = measure(behind);
                let all = first.length + length;
                let ordinal = self.before() == Some('第');
                let following = if ordinal { "" } else { &rest[all..] };
                (all, amount(first, following, word))
            }
        };
        self.take(length, &said);
    }

    /// A number that is dialled: a mobile or landline one by its form, a short one where no unit follows.
    fn telephone(&self, rest: &str) -> Option<(usize, String)> {
        let run = rest.bytes().take_while(|it| it.is_ascii_digit() || *it == b'-').count();
        let run = rest[..run].trim_end_matches('-');
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        let behind = rest[run.len()..].trim_start_matches(' ');
        let landline = run.starts_with('0') && run.contains('-') && (10..=12).contains(&digits);
        let mobile = run.starts_with('1') && digits == 11;
        let free = run.starts_with("400") && digits == 10;
        let amount = behind
            .starts_with(['.', '%', '％', '～', '~', '/', '-', '–', '—', '：', ':', '至', '到', '多', '余'])
            || unit(behind).is_some()
            || is_counted(behind);
        let between =
            matches!(self.before(), Some('～' | '~' | '/' | '-' | '–' | '—' | '到' | '至' | '第' | '.'));
        let short = SHORT_NUMBERS.contains(&run) && !amount && !between;
        (landline || mobile || free || short).then(|| (run.len(), number::telephone(run)))
    }
}

/// An address of the web or of mail at the beginning of `text`: its length.
fn address(text: &str) -> Option<usize> {
    let link = ["http://", "https://", "www."].iter().any(|start| text.starts_with(start));
    link.then(|| {
        text.find(|it: char| !(it.is_ascii_alphanumeric() || "-._~:/?#@!$&*+;=%".contains(it)))
            .unwrap_or(text.len())
    })
}

/// `1,200` and `37.5`; a dot without a digit behind it ends a sentence.
fn written(text: &str) -> Option<Written<'_>> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(text);
    if length == 0 {
        return None;
    }
    if text[length..].starts_with('.') {
        let after = digits(&text[length + 1..]);
        if after > 0 {
            length += 1 + after;
        }
    }
    Some(Written { text: &text[..length], length })
}

/// `2026-03-05` and `2026/3/5`.
fn date(text: &str) -> Option<(usize, String)> {
    let year = text.get(..4).filter(|it| it.bytes().all(|it| it.is_ascii_digit()))?;
    let separator = text[4..].chars().next().filter(|it| matches!(it, '-' | '/'))?;
    let month = text.get(5..)?.split(|it: char| !it.is_ascii_digit()).next()?;
    let behind = text.get(5 + month.len()..)?.strip_prefix(separator)?;
    let day = behind.split(|it: char| !it.is_ascii_digit()).next()?;
    let is = |text: &str, most: u32| {
        text.len() <= 2 && text.parse::<u32>().is_ok_and(|it| (1..=most).contains(&it))
    };
    (is(month, 12) && is(day, 31)).then(|| {
        let said = format!("{}年{}月{}日", number::digits(year), number::whole(month), number::whole(day));
        (6 + month.len() + day.len(), said)
    })
}

/// `14:30`; two digits behind the colon, which a proportion rarely has.
fn clock(text: &str) -> Option<(usize, String)> {
    let hour = text.split(|it: char| !it.is_ascii_digit()).next()?;
    let behind = text[hour.len()..].strip_prefix([':', '：'])?;
    let colon = text.len() - hour.len() - behind.len();
    let minute = behind.get(..2).filter(|it| it.bytes().all(|it| it.is_ascii_digit()))?;
    let more = behind[2..].starts_with(|it: char| it.is_ascii_digit());
    let valid = hour.len() <= 2 && hour.parse::<u32>().ok()? < 25 && minute.parse::<u32>().ok()? < 60;
    (valid && !more).then(|| {
        let said = match minute {
            "00" => format!("{}点", o_clock(hour)),
            _ if minute.starts_with('0') => format!("{}点零{}分", o_clock(hour), number::whole(minute)),
            _ => format!("{}点{}分", o_clock(hour), number::whole(minute)),
        };
        (hour.len() + colon + 2, said)
    })
}

fn o_clock(hour: &str) -> String {
    let said = number::whole(hour);
    if said == "二" { "两".to_owned() } else { said }
}

/// `30:2`, `120/80`, `1/3`.
fn proportion(text: &str) -> Option<(usize, String)> {
    let first = written(text)?;
    let sign = text[first.length..].chars().next().filter(|it| matches!(it, ':' | '：' | '/' | '∶'))?;
    let behind = &text[first.length + sign.len_utf8()..];
    let last = written(behind)?;
    let length = first.length + sign.len_utf8() + last.length;
    let (one, other) = (number::decimal(first.text), number::decimal(last.text));
    let number = |it: Written<'_>| it.text.parse::<f64>().unwrap_or_default();
    // Pressures of the blood are both large; a part is smaller than its whole.
    let part = sign == '/' && number(first) < number(last) && number(first) < 30.0;
    let said = if part { format!("{other}分之{one}") } else { format!("{one}比{other}") };
    let (unit, word) = measure(&text[length..]);
    Some((length + unit, said + word))
}

/// The sign between two numbers of a range, and the second number.
fn range(text: &str) -> Option<(usize, Written<'_>)> {
    // A unit may stand behind either number.
    let (percent, _) = if text.starts_with(['%', '％']) { measure(text) } else { (0, "") };
    let rest = &text[percent..];
    let gap = ["～", "~", "—", "–", "-", "−", "至", "到"].iter().find(|sign| rest.starts_with(**sign))?.len();
    let last = written(&rest[gap..])?;
    Some((percent + gap, last))
}

/// A unit in signs behind a number, blanks before it included: its length and word.
fn measure(text: &str) -> (usize, &'static str) {
    let blanks = text.len() - text.trim_start_matches([' ', '\u{a0}', '\u{2009}', '\u{202f}']).len();
    let rest = &text[blanks..];
    let sign = rest.chars().next().unwrap_or_default();
    match sign {
        '%' | '％' => (blanks + sign.len_utf8(), "%"),
        '‰' => (blanks + sign.len_utf8(), "‰"),
        _ => unit(rest).map_or((0, ""), |(length, word)| (blanks + length, word)),
    }
}

/// A number with its unit, or before the word that is counted.
fn amount(written: Written<'_>, following: &str, unit: &str) -> String {
    let said = number::decimal(written.text);
    match unit {
        "%" => return format!("百分之{said}"),
        "‰" => return format!("千分之{said}"),
        _ => {}
    }
    let counted = is_counted(if unit.is_empty() { following.trim_start() } else { unit });
    let said = if said == "二" && counted { "两".to_owned() } else { said };
    format!("{said}{unit}")
}

/// One pause where several meet, none at the ends, no blanks between Chinese characters.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let is_pause = |it: char| matches!(it, '，' | '、' | '；' | '：' | ',' | ':' | ';');
    let is_stop = |it: char| matches!(it, '。' | '！' | '？' | '\n' | '!' | '?');
    for character in text.chars() {
        let last = out.chars().next_back();
        match character {
            ' ' | '\u{3000}' | '\u{a0}' => {
                let word = last.is_some_and(|it| it.is_ascii_alphanumeric());
                if word {
                    out.push(' ');
                }
            }
            _ if is_pause(character) => {
                if last.is_some_and(|it| !is_pause(it) && !is_stop(it)) {
                    out.push(character);
                }
            }
            _ if is_stop(character) => {
                while out.ends_with(|it: char| is_pause(it) || it == ' ') {
                    out.pop();
                }
                if out.chars().next_back().is_some_and(|it| !is_stop(it)) {
                    out.push(character);
                }
            }
            _ => {
                if last == Some(' ') && !character.is_ascii_alphanumeric() {
                    out.pop();
                }
                out.push(character);
            }
        }
    }
    while out.ends_with(|it: char| is_pause(it) || it.is_whitespace()) {
        out.pop();
    }
    out
}

//! Numbers in Chinese words, as they are said.

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Digit by digit, as years are read: `2026` is 二零二六.
pub fn digits(text: &str) -> String {
    text.chars().filter_map(|it| it.to_digit(10)).map(|it| DIGITS[it as usize]).collect()
}

/// Digit by digit, as telephone numbers are read, where 一 could be heard as 七: `120` is 幺二零.
pub fn telephone(text: &str) -> String {
    digits(text).replace('一', "幺")
}

/// A whole number: `1205` is 一千二百零五. Longer than sixteen digits it is read digit by digit.
pub fn whole(text: &str) -> String {
    let text = text.trim_start_matches('0');
    if text.is_empty() {
        return "零".to_owned();
    }
    if text.len() > 16 {
        return digits(text);
    }
    let groups: Vec<u32> = text
        .as_bytes()
        .rchunks(4)
        .rev()
        .map(|group| group.iter().fold(0, |sum, it| sum * 10 + u32::from(it - b'0')))
        .collect();
    let mut out = String::new();
    // A group that says nothing, or begins with nothing, leaves one 零.
    let mut gap = false;
    for (index, group) in groups.iter().enumerate() {
        let power = ["", "万", "亿", "万亿"][groups.len() - 1 - index];
        if *group == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap || (!out.is_empty() && *group < 1000) {
            out.push('零');
        }
        gap = false;
        let said = below_ten_thousand(*group);
        match (said.as_str(), power) {
            ("二", "万" | "亿" | "万亿") => out.push('两'),
            _ => out.push_str(&said),
        }
        out.push_str(power);
    }
    // 十二, not 一十二, at the beginning.
    match out.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => out,
    }
}

fn below_ten_thousand(number: u32) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (value, power) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / value % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        out.push(if digit == 2 && value == 1000 { '两' } else { DIGITS[digit as usize] });
        out.push_str(power);
    }
    out
}

/// A number with or without decimals: `37.5` is 三十七点五.
pub fn decimal(text: &str) -> String {
    match text.split_once('.') {
        Some((before, after)) => format!("{}点{}", whole(before), digits(after)),
        None => whole(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        for (text, said) in [
            ("0", "零"),
            ("2", "二"),
            ("10", "十"),
            ("12", "十二"),
            ("20", "二十"),
            ("101", "一百零一"),
            ("110", "一百一十"),
            ("200", "二百"),
            ("1000", "一千"),
            ("1005", "一千零五"),
            ("2010", "两千零一十"),
            ("10000", "一万"),
            ("10005", "一万零五"),
            ("20000", "两万"),
            ("100000", "十万"),
            ("120500", "十二万零五百"),
            ("1000100", "一百万零一百"),
            ("32000000", "三千二百万"),
            ("100000001", "一亿零一"),
            ("0012", "十二"),
            ("37.5", "三十七点五"),
            ("0.05", "零点零五"),
        ] {
            assert_eq!(decimal(text), said, "{text}");
        }
        assert_eq!(telephone("023-6111 0120"), "零二三六幺幺幺零幺二零");
        assert_eq!(digits("2026"), "二零二六");
    }
}

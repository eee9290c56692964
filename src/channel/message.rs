//! Messages for a chat group and for telephones: short enough, and never cut within a sentence.

use super::brief::Brief;

/// A message that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What is sent.
    pub text: String,
    /// Its characters as its limit counts them.
    pub characters: usize,
    /// Whether something the article says is left out, besides what nobody expects in a message.
    pub cut: bool,
    /// Whether the address is left out: nothing would have been left to say.
    pub without_address: bool,
}

/// A message for a chat group: at most `limit` characters, the address not counted, which is tapped and
/// not read.
pub fn group(brief: &Brief, limit: usize) -> Message {
    let (text, cut) = say(brief, limit);
    let characters = text.chars().count();
    let address = brief.address.as_ref().map(|address| match &brief.link_text {
        Some(before) => format!("{before}：{address}"),
        None => address.clone(),
    });
    let lines: Vec<String> = [Some(text), brief.attribution.clone(), address].into_iter().flatten().collect();
    Message { text: lines.join("\n"), characters, cut, without_address: false }
}

/// A text message of one part: at most `limit` UTF-16 units, the address counted. One longer than half of
/// that is left out.
pub fn sms(brief: &Brief, limit: usize) -> Message {
    let units = |text: &str| text.encode_utf16().count();
    let address = brief.address.as_deref().filter(|address| units(address) < limit / 2);
    let left = limit - address.map_or(0, |it| units(it) + 1);
    let (mut text, mut cut) = say(brief, left);
    // A character outside the first plane counts twice.
    while units(&text) > left {
        text.pop();
        cut = true;
    }
    // Where what to do does not fit, the way to it is worth more than who says so.
    if let (true, None, Some(long)) = (cut, address, &brief.address) {
        let pointer = format!("{} {long}", stopped(&brief.title));
        if units(&pointer) <= limit {
            let characters = units(&pointer);
            return Message { text: pointer, characters, cut, without_address: false };
        }
    }
    let without_address = brief.address.is_some() && address.is_none();
    if let Some(address) = address {
        text.push(' ');
        text.push_str(address);
    }
    let characters = units(&text);
    Message { text, characters, cut, without_address }
}

/// Who says what in at most `limit` characters: the title, then as many points as fit whole.
fn say(brief: &Brief, limit: usize) -> (String, bool) {
    let length = |text: &str| text.chars().count();
    let sender = format!("【{}】", brief.organisation);
    // A name that leaves less than half for what is said is too long for a message.
    let mut text = if length(&sender) * 2 <= limit { sender } else { String::new() };
    let title = stopped(&brief.title);
    let left = limit.saturating_sub(length(&text));
    if length(&title) > left {
        text.push_str(&shortened(&brief.title, left));
        return (text, true);
    }
    text.push_str(&title);
    if let Some((Some(claim), verdict)) = &brief.verdict {
        let ruling = format!("有人说“{}”，{verdict}。", claim.trim().trim_end_matches(['。', '！', '？']));
        if length(&text) + length(&ruling) <= limit {
            text.push_str(&ruling);
        }
    }
    let points: Vec<String> = brief.points.iter().map(|point| stopped(point)).collect();
    let all: usize = points.iter().map(|point| length(point)).sum();
    let left = limit - length(&text);
    if brief.steps && all > left {
        // Half of the steps would be done as if they were all.
        let summary = stopped(&brief.summary);
        if length(&summary) <= left {
            text.push_str(&summary);
        }
        return (text, true);
    }
    for point in points {
        if length(&text) + length(&point) > limit {
            return (text, true);
        }
        text.push_str(&point);
    }
    (text, false)
}

/// With a stop at its end.
fn stopped(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '！', '？', '!', '?', '…']) {
        text.to_owned()
    } else {
        format!("{text}。")
    }
}

/// At most `limit` characters, with `……` for what is left out.
fn shortened(text: &str, limit: usize) -> String {
    let kept: String = text.chars().take(limit.saturating_sub(2)).collect();
    let mark: String = "……".chars().take(limit).collect();
    kept + &mark
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn brief() -> Brief {
        Brief {
            title: "有人突然倒地没反应？心肺复苏这样做".to_owned(),
            points: ["马上打120", "用力快速按压胸口", "一直按到救护人员接手"].map(String::from).to_vec(),
            address: Some("https://kepu.example.org/first-aid/cpr.html".to_owned()),
            organisation: "示例区科协".to_owned(),
            ..Brief::default()
        }
    }

    #[test]
    fn a_message_says_who_what_and_where() {
        let message = group(&brief(), 100);
        assert_eq!(
            message.text,
            "【示例区科协】有人突然倒地没反应？心肺复苏这样做。马上打120。用力快速按压胸口。一直按到救护人员接手。\nhttps://kepu.example.org/first-aid/cpr.html"
        );
        assert!(!message.cut && message.characters <= 100);
        let short = sms(&brief(), 70);
        assert_eq!(
            short.text,
            "【示例区科协】有人突然倒地没反应？心肺复苏这样做。马上打120。用力快速按压胸口。一直按到救护人员接手。"
        );
        assert!(short.without_address, "an address of more than half of the message");
        let near = Brief { address: Some("https://e.cn/a".to_owned()), ..brief() };
        let short = sms(&near, 70);
        assert!(
            short.text.ends_with("用力快速按压胸口。一直按到救护人员接手。 https://e.cn/a"),
            "{}",
            short.text
        );
        let verdict = Brief { verdict: Some((Some("人中能救命。".to_owned()), "谣言")), ..brief() };
        assert!(group(&verdict, 100).text.contains("这样做。有人说“人中能救命”，谣言。马上打120。"));
        // Of steps all or none.
        let steps = Brief { steps: true, summary: "先打120，再按压".to_owned(), ..brief() };
        assert!(group(&steps, 100).text.contains("马上打120。用力快速按压胸口。一直按到"));
        let short = group(&steps, 45);
        assert!(short.text.contains("先打120，再按压。") && !short.text.contains("马上"), "{}", short.text);
        let steps =
            Brief {
                summary: "很长的摘要".repeat(20), points: vec!["很长的一步".repeat(20)], ..steps
            };
        assert_eq!(
            sms(&steps, 70).text,
            "有人突然倒地没反应？心肺复苏这样做。 https://kepu.example.org/first-aid/cpr.html"
        );
    }

    proptest! {
        #[test]
        fn no_message_is_too_long_or_cut_within_a_point(
            title in "\\PC{1,120}", points in prop::collection::vec("\\PC{1,40}", 0..4), limit in 20_usize..120,
        ) {
            let brief = Brief { title, points, ..brief() };
            let message = group(&brief, limit);
            prop_assert!(message.characters <= limit);
            prop_assert!(message.text.contains("……") || message.text.contains(brief.title.trim()));
            let short = sms(&brief, limit.max(30));
            prop_assert!(short.text.encode_utf16().count() <= limit.max(30));
        }
    }
}

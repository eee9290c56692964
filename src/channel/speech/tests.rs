use proptest::prelude::*;

use super::script::{SENTENCE, count};
use super::*;

#[test]
fn what_is_written_is_said_in_words() {
    for (text, said) in [
        ("马上拨打120。", "马上拨打幺二零。"),
        ("每分钟按压100～120次。", "每分钟按压一百到一百二十次。"),
        ("体温37.5℃以上", "体温三十七点五摄氏度以上"),
        ("每天1～2次", "每天一到两次"),
        ("每天2次，每次2片", "每天两次，每次两片"),
        ("2型糖尿病，第2天，2月2日", "二型糖尿病，第二天，二月二日"),
        ("血压120/80 mmHg", "血压一百二十比八十毫米汞柱"),
        ("按压和吹气30:2", "按压和吹气三十比二"),
        ("下午14:30开始，9:00集合", "下午十四点三十分开始，九点集合"),
        ("2026年3月5日", "二零二六年三月五日"),
        ("2026-03-05前", "二零二六年三月五日前"),
        ("不到30%", "不到百分之三十"),
        ("30%～50%", "百分之三十到百分之五十"),
        ("每天盐≤5 g", "每天盐不超过五克"),
        ("1/3的人", "三分之一的人"),
        ("电话：023-6000-0001", "电话：零二三六零零零零零零幺"),
        ("咨询12320", "咨询幺二三二零"),
        ("有120人参加", "有一百二十人参加"),
        ("约120毫升", "约一百二十毫升"),
        ("按压深度5～6 cm", "按压深度五到六厘米"),
        ("每次2～3片，2～3 cm", "每次两到三片，两到三厘米"),
        ("血糖低于3.9 mmol/L", "血糖低于三点九毫摩尔每升"),
        ("心肺复苏（CPR）要快", "心肺复苏，CPR，要快"),
        ("详见 https://example.org/a?b=1。", "详见。"),
        ("“三八线”《标准》", "三八线标准"),
        ("①拨打120②按压", "第一，拨打幺二零第二，按压"),
        ("别慌😀👍！！", "别慌！"),
        ("⏰闹\u{ad}钟\u{2060}响了", "闹钟响了"),
        ("放2小时，20分钟，2000米", "放两小时，二十分钟，两千米"),
        ("2.5公斤", "二点五公斤"),
        ("20000人", "两万人"),
        ("AED 在哪里", "AED在哪里"),
        ("", ""),
    ] {
        assert_eq!(spoken(text), said, "{text}");
    }
}

#[test]
fn a_script_has_short_sentences_and_a_slot() {
    let text =
        "有人倒地不起，叫他没有反应，胸口也没有起伏，马上请旁边的人拨打120，取来AED；自己立刻开始按压。";
    let script = script(text);
    assert_eq!(
        script.sentences,
        [
            "有人倒地不起，叫他没有反应，胸口也没有起伏，",
            "马上请旁边的人拨打幺二零，取来AED。",
            "自己立刻开始按压。"
        ]
    );
    assert!(script.long.is_empty());
    assert_eq!((script.characters, script.seconds, script.slot), (42, 14, Slot::One));
    assert_eq!(super::script(&"按压。".repeat(150)).slot, Slot::Two);
    assert_eq!(super::script(&"按压。".repeat(400)).slot.minutes(), None);
    let long = super::script("一二三四五六七八九十一二三四五六七八九十一");
    assert_eq!(long.long, [0]);
    assert!(script.ssml().contains("<s>自己立刻开始按压。</s>"));
}

proptest! {
    #[test]
    fn any_text_becomes_words_without_digits_or_brackets(text in "\\PC{0,60}") {
        let said = spoken(&text);
        prop_assert!(!said.contains(|it: char| it.is_ascii_digit() || "（）()[]【】<>".contains(it)), "{said}");
    }

    #[test]
    fn numbers_among_signs_do_not_panic(text in "[0-9.,:/%～℃次年月日 -]{0,40}") {
        spoken(&text);
    }

    #[test]
    fn sentences_are_short_wherever_there_are_commas(words in prop::collection::vec("[一-龥]{1,9}", 1..30)) {
        let script = script(&(words.join("，") + "。"));
        prop_assert!(script.long.is_empty());
        prop_assert_eq!(script.sentences.iter().map(|it| count(it)).sum::<usize>(), script.characters);
        prop_assert!(script.sentences.iter().all(|it| count(it) <= SENTENCE));
    }
}

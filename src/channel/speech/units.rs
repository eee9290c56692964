//! Units as they are said, and the words that are counted with 两.

/// Spelling and word, the longest spelling first where one begins with another.
const UNITS: &[(&str, &str)] = &[
    ("mmol/L", "毫摩尔每升"),
    ("μmol/L", "微摩尔每升"),
    ("mg/dL", "毫克每分升"),
    ("mg/kg", "毫克每千克"),
    ("mg/L", "毫克每升"),
    ("g/L", "克每升"),
    ("kg/m²", "千克每平方米"),
    ("km/h", "公里每小时"),
    ("m/s", "米每秒"),
    ("mmHg", "毫米汞柱"),
    ("kcal", "千卡"),
    ("kPa", "千帕"),
    ("mSv", "毫西弗"),
    ("μg", "微克"),
    ("µg", "微克"),
    ("mcg", "微克"),
    ("min", "分钟"),
    ("kWh", "度"),
    ("mm", "毫米"),
    ("cm", "厘米"),
    ("km", "公里"),
    ("kg", "公斤"),
    ("mg", "毫克"),
    ("mL", "毫升"),
    ("ml", "毫升"),
    ("dB", "分贝"),
    ("kJ", "千焦"),
    ("IU", "国际单位"),
    ("m²", "平方米"),
    ("m³", "立方米"),
    ("㎡", "平方米"),
    ("℃", "摄氏度"),
    ("°C", "摄氏度"),
    ("°", "度"),
    ("h", "小时"),
    ("g", "克"),
    ("L", "升"),
    ("l", "升"),
    ("m", "米"),
    ("s", "秒"),
    ("W", "瓦"),
    ("V", "伏"),
];

/// The unit at the beginning of `text`: its length in bytes, and how it is said. One in letters ends
/// where the letters end.
pub fn unit(text: &str) -> Option<(usize, &'static str)> {
    let (spelling, word) = UNITS.iter().find(|(spelling, _)| {
        let letters = spelling.ends_with(|last: char| last.is_ascii_alphabetic());
        let next = text.get(spelling.len()..).and_then(|rest| rest.chars().next());
        text.starts_with(spelling) && !(letters && next.is_some_and(|it| it.is_ascii_alphanumeric()))
    })?;
    Some((spelling.len(), word))
}

/// Words that are counted with 两 and not 二: measures, not parts of dates or names of degrees.
const COUNTED: &[&str] = &[
    "个", "次", "天", "周", "年", "小时", "分钟", "秒", "分", "杯", "片", "粒", "勺", "克", "升", "斤", "公",
    "里", "米", "厘", "毫", "倍", "种", "类", "岁", "位", "名", "人", "滴", "支", "瓶", "袋", "盒", "包",
    "双", "只", "条", "张", "层", "遍", "步", "块", "件", "点", "顿", "餐", "碗", "根", "颗", "株", "棵",
    "亩", "吨", "针", "剂", "成", "场", "节", "家", "户", "篇", "句", "口", "手", "侧", "边", "代", "项",
    "方", "指", "拳", "千", "万", "亿", "元", "摄", "掌", "把", "段", "路", "辆", "台", "套", "微", "平",
    "立",
];

/// Whether what follows a number is counted with 两.
pub fn is_counted(following: &str) -> bool {
    // 二点五, 二级, 二月, 二号, 二维 are not; 分之 is a fraction.
    !following.starts_with("分之") && COUNTED.iter().any(|word| following.starts_with(word))
}

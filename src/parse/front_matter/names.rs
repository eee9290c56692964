//! The one table of front matter keys, with the names editors may type.
//!
//! Knows no YAML and no values: only which word stands for which key.

/// A key of an article's front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Title,
    Topic,
    Tags,
    Date,
    Updated,
    Summary,
    Authors,
    Reviewers,
    Reviewed,
    ValidUntil,
    Sources,
    Audience,
    Cover,
    CoverAlt,
    Series,
    Claim,
    Verdict,
    AiAssisted,
    Draft,
    Slug,
}

/// A key of one entry of 来源.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKey {
    Title,
    Publisher,
    Year,
    Url,
}

/// A key of an author or reviewer that is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditKey {
    Name,
    Title,
    Organisation,
}

/// A key and what it is called.
#[derive(Debug)]
pub struct Name<K> {
    /// The key.
    pub key: K,
    /// Its English name, which is also its stable id.
    pub english: &'static str,
    /// Its Chinese name.
    pub chinese: &'static str,
}

const fn name<K>(key: K, chinese: &'static str, english: &'static str) -> Name<K> {
    Name { key, english, chinese }
}

/// The keys of an article.
pub static ARTICLE: [Name<Key>; 20] = [
    name(Key::Title, "标题", "title"),
    name(Key::Topic, "主题", "topic"),
    name(Key::Tags, "标签", "tags"),
    name(Key::Date, "发布日期", "date"),
    name(Key::Updated, "更新日期", "updated"),
    name(Key::Summary, "摘要", "summary"),
    name(Key::Authors, "作者", "authors"),
    name(Key::Reviewers, "审核", "reviewers"),
    name(Key::Reviewed, "审核日期", "reviewed"),
    name(Key::ValidUntil, "有效期至", "valid_until"),
    name(Key::Sources, "来源", "sources"),
    name(Key::Audience, "适用人群", "audience"),
    name(Key::Cover, "封面", "cover"),
    name(Key::CoverAlt, "封面说明", "cover_alt"),
    name(Key::Series, "系列", "series"),
    name(Key::Claim, "流言", "claim"),
    name(Key::Verdict, "判定", "verdict"),
    name(Key::AiAssisted, "AI辅助", "ai_assisted"),
    name(Key::Draft, "草稿", "draft"),
    name(Key::Slug, "网址名", "slug"),
];

/// The keys of one entry of 来源.
pub static SOURCE: [Name<SourceKey>; 4] = [
    name(SourceKey::Title, "标题", "title"),
    name(SourceKey::Publisher, "机构", "publisher"),
    name(SourceKey::Year, "年份", "year"),
    name(SourceKey::Url, "网址", "url"),
];

/// The keys of an author or reviewer.
pub static CREDIT: [Name<CreditKey>; 3] = [
    name(CreditKey::Name, "姓名", "name"),
    name(CreditKey::Title, "职称", "title"),
    name(CreditKey::Organisation, "单位", "organisation"),
];

/// The key that `typed` names; Latin letters in either case, `-` and blanks as good as `_`.
pub fn find<K>(names: &'static [Name<K>], typed: &str) -> Option<&'static Name<K>> {
    let typed = typed.trim();
    names.iter().find(|name| name.chinese.eq_ignore_ascii_case(typed) || same(name.english, typed))
}

/// The Chinese name of the key of an article with this English name.
pub fn chinese_key(english: &str) -> Option<&'static str> {
    ARTICLE.iter().find(|name| name.english == english).map(|name| name.chinese)
}

/// Every name of a table, for suggestions: the Chinese ones to those who type Chinese.
pub fn candidates<K>(names: &'static [Name<K>], typed: &str) -> impl Iterator<Item = &'static str> + use<K> {
    let ascii = typed.is_ascii();
    names.iter().map(move |name| if ascii { name.english } else { name.chinese })
}

/// The known name at the very start of `line`, in any of the tables; the longest one wins.
pub fn prefix(line: &str) -> Option<&'static str> {
    let article = ARTICLE.iter().map(|name| (name.chinese, name.english));
    let source = SOURCE.iter().map(|name| (name.chinese, name.english));
    let credit = CREDIT.iter().map(|name| (name.chinese, name.english));
    article
        .chain(source)
        .chain(credit)
        .flat_map(|(chinese, english)| [chinese, english])
        .filter(|name| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)))
        .max_by_key(|name| name.len())
}

fn same(english: &str, typed: &str) -> bool {
    english.len() == typed.len()
        && english.bytes().zip(typed.bytes()).all(|(known, byte)| match byte {
            b'-' | b' ' => known == b'_',
            _ => byte.eq_ignore_ascii_case(&known),
        })
}

//! The keys of front matter and of what stands in it, with the names editors may type.
//!
//! Knows no YAML and no values: only which word stands for which key.

pub use crate::model::FrontMatterKey as Key;
use crate::model::is_called;

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
#[derive(Debug, Clone, Copy)]
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
pub static ARTICLE: [Name<Key>; Key::ALL.len()] = {
    let mut names = [article(Key::Title); Key::ALL.len()];
    let mut index = 0;
    while index < names.len() {
        names[index] = article(Key::ALL[index]);
        index += 1;
    }
    names
};

const fn article(key: Key) -> Name<Key> {
    name(key, key.chinese(), key.english())
}

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
    names.iter().find(|name| is_called(typed, name.chinese, name.english))
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

//! ASCII names for pages: file names that every system, address bar and USB stick can hold.

use pinyin::ToPinyin;

use crate::output_path::is_device;

/// The longest slug made from a text, in bytes; FAT32 and addresses stay far from their limits.
const LONGEST: usize = 60;

/// Lower-case letters and digits of `text`, Han characters as pinyin, joined by `-`.
///
/// Characters that have neither form are dropped; a text of nothing else becomes a hash of itself,
/// so that the result is never empty. What Windows takes for a device gets the hash behind it.
pub fn slug_of(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut join = false;
    for character in text.chars() {
        let pinyin = character.to_pinyin();
        let word = pinyin.map(|syllable| syllable.plain());
        match word {
            Some(syllable) => {
                if !slug.is_empty() {
                    slug.push('-');
                }
                slug.extend(syllable.chars().map(|letter| if letter == 'ü' { 'v' } else { letter }));
                join = true;
            }
            None if character.is_ascii_alphanumeric() => {
                if join && !slug.is_empty() {
                    slug.push('-');
                }
                slug.push(character.to_ascii_lowercase());
                join = false;
            }
            None => join = true,
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    slug.truncate(LONGEST);
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        hash_of(text)
    } else if is_device(slug) {
        format!("{slug}-{}", hash_of(text))
    } else {
        slug.to_owned()
    }
}

/// Eight hexadecimal digits that stand for `text`.
pub(super) fn hash_of(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

/// A slug for each name; where two would be the same, or differ in case alone, each later one (in the
/// given order) gets the hash of its name behind it, so that it does not move when others come and go.
/// So does one that is the name of another page, such as `index`.
pub fn unique_slugs<'a>(names: impl IntoIterator<Item = (&'a str, Option<&'a str>)>) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    names
        .into_iter()
        .map(|(name, wanted)| {
            let plain = wanted.map_or_else(|| slug_of(name), str::to_owned);
            if !is_list_name(&plain) && taken.insert(plain.to_ascii_lowercase()) {
                return plain;
            }
            let mut slug = format!("{plain}-{}", hash_of(name));
            // Only a name made for it has the hash of another behind it.
            let mut salted = name.to_owned();
            while !taken.insert(slug.to_ascii_lowercase()) {
                salted.push(' ');
                slug = format!("{plain}-{}", hash_of(&salted));
            }
            slug
        })
        .collect()
}

/// Folders at the root of the output that belong to products.
pub const RESERVED: [&str; 13] = [
    "assets",
    "tags",
    "authors",
    "series",
    "archive",
    "calendar",
    "activities",
    "feeds",
    "search",
    "files",
    "share",
    "courses",
    "requests",
];

/// Whether a list's page of this name would be another page: `index`, or `name.2`, the second page of
/// `name`.
pub fn is_list_name(slug: &str) -> bool {
    let number = slug.rsplit_once('.').map_or("", |(_, number)| number);
    let second = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    slug.eq_ignore_ascii_case("index") || second
}

/// Whether `slug` can be a file name everywhere: ASCII letters, digits, `-`, `_`, `.` inside, and no
/// device of Windows.
pub fn is_slug(slug: &str) -> bool {
    !slug.is_empty()
        && slug.len() <= 100
        && slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && !slug.starts_with('.')
        && !slug.ends_with('.')
        && !slug.contains("..")
        && !is_device(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_becomes_pinyin_and_latin_stays() {
        assert_eq!(slug_of("HPV疫苗"), "hpv-yi-miao");
        assert_eq!(slug_of("维生素C 怎么补？"), "wei-sheng-su-c-zen-me-bu");
        assert_eq!(slug_of("女性"), "nv-xing");
    }

    #[test]
    fn nothing_usable_becomes_a_hash() {
        assert_eq!(slug_of("！？").len(), 8);
        assert_ne!(slug_of("！？"), slug_of("？！"));
    }

    #[test]
    fn no_slug_is_a_device_or_another_page() {
        for name in ["con", "CON", "Nul.", "aux！", "com1", "LPT9"] {
            assert!(!is_device(&slug_of(name)), "{name}");
        }
        assert_eq!(slug_of("console"), "console");
        let hashed = format!("x-{}", hash_of("X"));
        let names =
            [("index", None), ("Index", None), ("甲", Some("Li.2")), ("乙", Some("LI")), ("丙", Some("li"))];
        let more = [(hashed.as_str(), None), ("x", None), ("X", None)];
        let slugs = unique_slugs(names.into_iter().chain(more));
        let folded: std::collections::BTreeSet<String> =
            slugs.iter().map(|it| it.to_ascii_lowercase()).collect();
        assert_eq!(folded.len(), slugs.len(), "{slugs:?}");
        assert!(!slugs.iter().any(|it| is_list_name(it)), "{slugs:?}");
    }

    #[test]
    fn same_pinyin_is_told_apart() {
        let slugs = unique_slugs([("公式", None), ("公事", None)]);
        assert_eq!(slugs[0], "gong-shi");
        assert!(slugs[1].starts_with("gong-shi-"), "{slugs:?}");
    }
}

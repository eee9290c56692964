//! The room as a whole: what is indexed is found, and changes end where a clean build ends.

#![allow(clippy::disallowed_methods, reason = "the test damages a folder of its own")]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// A document of a test; everything else follows from these.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Page {
    pub(super) path: String,
    pub(super) date: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) topic: &'static str,
    pub(super) until: &'static str,
}

pub(super) fn page(path: &str, title: &str, body: &str) -> Page {
    let text = str::to_owned;
    Page {
        path: text(path),
        date: text("2026-01-01"),
        title: text(title),
        body: text(body),
        topic: "nutrition",
        until: "",
    }
}

impl Page {
    fn document(&self) -> SearchDocument<'_> {
        SearchDocument {
            path: &self.path,
            date: &self.date,
            title: &self.title,
            body: &self.body,
            topic: Some(Label { id: self.topic, name: "主题" }),
            until: self.until,
            ..SearchDocument::default()
        }
    }
}

fn keys(pages: &[Page]) -> Vec<DocumentKey<'_>> {
    let pages = pages.iter();
    pages
        .map(|page| DocumentKey {
            path: &page.path,
            date: &page.date,
            fingerprint: Fingerprint::of(&page.document()),
        })
        .collect()
}

/// Brings the native index to `pages` as a search does.
pub(super) fn follow_native(native: &mut NativeIndex, pages: &[Page]) {
    let keys = keys(pages);
    let changes = native.compare(&keys).unwrap();
    native.update(&keys, &changes, &|place, wanted| wanted(&pages[place].document())).unwrap();
    assert!(native.compare(&keys).unwrap().is_empty());
}

/// All paths that the native index gives for a query, the best first.
pub(super) fn found_natively(native: &NativeIndex, query: &str, topic: Option<&str>) -> Vec<String> {
    let scope = Scope { day: "2026-01-01", topic };
    let (count, hits) = native.search(query, scope, usize::MAX).unwrap();
    assert_eq!(count, hits.len());
    hits.into_iter().map(|hit| hit.record.path).collect()
}

/// Brings `index` to `pages` as a build does.
pub(super) fn follow(index: &mut StaticIndex, pages: &[Page]) -> Plan {
    let plan = index.plan(&keys(pages));
    let analysed: Vec<AnalysedDocument> =
        plan.changed().iter().map(|place| analyse(&pages[*place].document())).collect();
    index.apply(&plan, &analysed);
    plan
}

pub(super) fn clean(pages: &[Page]) -> StaticIndex {
    let mut index = StaticIndex::default();
    follow(&mut index, pages);
    index
}

pub(super) fn published(index: &StaticIndex) -> BTreeMap<String, Vec<u8>> {
    let files: Vec<(String, Vec<u8>)> =
        index.files().into_iter().map(|file| (file.path.clone(), file.bytes())).collect();
    let count = files.len();
    let files: BTreeMap<_, _> = files.into_iter().collect();
    assert_eq!(files.len(), count, "every path once");
    files
}

fn found(index: &StaticIndex, query: &str) -> Vec<String> {
    let files = published(index);
    let reader = StaticReader::open(|path: &str| files.get(path).cloned()).unwrap();
    let rows = reader.search(query, None, usize::MAX).unwrap();
    rows.into_iter().map(|row| row[0].clone()).collect()
}

#[test]
fn an_article_is_found_by_title_body_mixed_words_and_traditional_characters() {
    let pages = [
        page("hpv.html", "HPV疫苗打几针", "九价疫苗可以预防宫颈癌。\n体温超过37.5℃时暂缓。"),
        page("salt.html", "高血压怎么吃", "每天食盐不超过5克，多吃蔬菜。补充维生素C。"),
        page("other.html", "种玉米", "三月下种。"),
    ];
    let index = clean(&pages);
    for (query, expected) in [
        ("hpv", "hpv.html"),
        ("ＨＰＶ疫苗", "hpv.html"),
        ("宮頸癌", "hpv.html"),
        ("37.5℃", "hpv.html"),
        ("维生素C", "salt.html"),
        ("高血压可以吃什么呢", "salt.html"),
        ("食盐", "salt.html"),
        ("癌高血压", "salt.html"),
    ] {
        assert_eq!(found(&index, query).first().map(String::as_str), Some(expected), "{query}");
    }
    assert_eq!(found(&index, "玉"), ["other.html"], "a single character of a title");
    assert!(found(&index, "克多").is_empty(), "punctuation parts");
}

#[test]
fn a_topic_filters() {
    let mut pages = [page("a.html", "饮水", "多喝水"), page("b.html", "饮水机", "多喝水")];
    pages[1].topic = "myths";
    let files = published(&clean(&pages));
    let reader = StaticReader::open(|path: &str| files.get(path).cloned()).unwrap();
    let rows = reader.search("喝水", Some("myths"), 10).unwrap();
    assert_eq!(rows.iter().map(|row| &*row[0]).collect::<Vec<_>>(), ["b.html"]);
    assert!(reader.search("喝水", Some("none"), 10).unwrap().is_empty());
}

#[test]
fn strange_queries_are_answered() {
    let index = clean(&[page("a.html", "<b>标题</b>", "正文\u{2028}里有</script>")]);
    let long = "高血压".repeat(5000);
    for query in ["", " ", "😀😀", "\0\u{1}\u{7f}", "<script>alert(1)</script>", "'\\", "💉癌", &long]
    {
        found(&index, query);
    }
    let files = published(&index);
    let text: Vec<&str> = files.values().map(|file| std::str::from_utf8(file).unwrap()).collect();
    assert!(!text.concat().contains('\u{2028}'), "no line separator in a script's string");
}

#[test]
fn a_new_article_and_a_small_edit_touch_few_files() {
    let body = |number: usize| -> String {
        (0..400)
            .filter_map(|place| char::from_u32(0x4e00 + (number * 977 + place * 31) as u32 % 3000))
            .collect()
    };
    let mut pages: Vec<Page> =
        (0..300).map(|number| page(&format!("{number:03}.html"), "标题", &body(number))).collect();
    let mut index = clean(&pages);
    let before = published(&index);
    pages[150].body.push_str("，新增");
    let plan = follow(&mut index, &pages);
    assert_eq!(plan.changed(), [150]);
    let after = published(&index);
    let new = after.keys().filter(|path| !before.contains_key(*path)).count();
    assert!(new <= 2, "{new} of {} files are new", after.len());
    assert_eq!(after, published(&clean(&pages)));
}

#[test]
fn damaged_and_foreign_caches_are_refused() {
    let cache = clean(&[page("a.html", "标题", "正文")]).to_cache();
    assert!(StaticIndex::from_cache(cache.clone()).is_some());
    for length in 0..cache.len() {
        assert!(StaticIndex::from_cache(cache[..length].to_vec()).is_none(), "cut at {length}");
    }
    let mut other = cache.clone();
    other[8] ^= 1;
    assert!(StaticIndex::from_cache(other).is_none(), "another version");
}

#[test]
fn the_native_index_follows_and_recovers() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("native");
    let paths = |native: &NativeIndex, query: &str| found_natively(native, query, None);
    let mut pages: Vec<Page> =
        (0..20).map(|number| page(&format!("{number}.html"), "种玉米", "三月下种")).collect();
    pages.push(page("salt.html", "高血压怎么吃", "每天食盐不超过5克"));
    let mut native = NativeIndex::create(&folder).unwrap();
    follow_native(&mut native, &pages);
    assert_eq!(paths(&native, "食鹽"), ["salt.html"]);

    for round in 0..12 {
        pages[20].body = format!("每天食盐不超过{round}克");
        let mut native = NativeIndex::open(&folder).unwrap();
        follow_native(&mut native, &pages);
        assert_eq!(paths(&native, &format!("超过{round}克")), ["salt.html"]);
    }
    pages.pop();
    let mut native = NativeIndex::open(&folder).unwrap();
    follow_native(&mut native, &pages);
    assert!(paths(&native, "食盐").is_empty());

    for entry in std::fs::read_dir(&folder).unwrap() {
        std::fs::write(entry.unwrap().path(), b"damage").unwrap();
    }
    assert!(NativeIndex::open(&folder).is_none());
    pages.push(page("new.html", "海带", "含碘"));
    let mut native = NativeIndex::create(&folder).unwrap();
    follow_native(&mut native, &pages);
    assert_eq!(paths(&NativeIndex::open(&folder).unwrap(), "含碘"), ["new.html"]);
}

/// Neither what is found nor any score: rarity counts what is shown.
#[test]
fn what_has_expired_plays_no_part_in_a_native_search() {
    let mut pages =
        ["a.html", "b.html", "c.html"].map(|path| page(path, "饮水", if path < "c" { "多喝水" } else { "" }));
    let mut shown = NativeIndex::in_memory();
    follow_native(&mut shown, &pages[1..]);
    pages[0].until = "2025-12-31";
    pages[1].until = "2026-01-01";
    let mut all = NativeIndex::in_memory();
    follow_native(&mut all, &pages);
    let search = |native: &NativeIndex, day| native.search("喝水", Scope { day, topic: None }, 10).unwrap();
    assert_eq!(search(&all, "2025-12-31").0, 2);
    assert_eq!(search(&all, "2026-01-01").0, 1);
    assert_eq!(search(&all, "2026-01-01").1[0].score, search(&shown, "2026-01-01").1[0].score);
    assert_eq!(search(&all, "2026-01-02").0, 0);
}

/// Text over few characters, so that pages share terms.
fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select("高血压食盐疫苗萬维 a1C。\n㎡℃e\u{301}😀".chars().collect::<Vec<_>>()),
        0..40,
    )
    .prop_map(|characters| characters.into_iter().collect())
}

fn any_page() -> impl Strategy<Value = Page> {
    let topic = prop::sample::select(vec!["nutrition", "myths"]);
    (0..30u32, 1..4u32, text(), text(), topic).prop_map(|(path, day, title, body, topic)| Page {
        path: format!("{path}.html"),
        date: format!("2026-01-0{day}"),
        title,
        body,
        topic,
        until: "",
    })
}

fn pages() -> impl Strategy<Value = Vec<Page>> {
    prop::collection::vec(any_page(), 0..24).prop_map(|mut pages| {
        let mut seen = std::collections::HashSet::new();
        pages.retain(|page| seen.insert(page.path.clone()));
        pages
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn incremental_equals_clean(states in prop::collection::vec(pages(), 1..5)) {
        let mut index = StaticIndex::default();
        for pages in states {
            follow(&mut index, &pages);
            let expected = clean(&pages);
            prop_assert_eq!(published(&index), published(&expected));
            let cache = index.to_cache();
            prop_assert_eq!(&cache, &expected.to_cache());
            index = StaticIndex::from_cache(cache).unwrap();
        }
    }

    #[test]
    fn the_native_index_answers_as_the_static_one(
        states in prop::collection::vec(pages(), 1..4), queries in prop::collection::vec(text(), 1..6),
    ) {
        let mut native = NativeIndex::in_memory();
        for pages in states {
            follow_native(&mut native, &pages);
            let files = published(&clean(&pages));
            let reader = StaticReader::open(|path: &str| files.get(path).cloned()).unwrap();
            for (query, topic) in queries.iter().flat_map(|it| [(it, None), (it, Some("myths"))]) {
                let rows = reader.search(query, topic, usize::MAX).unwrap();
                let paths: Vec<String> = rows.into_iter().map(|row| row[0].clone()).collect();
                prop_assert_eq!(found_natively(&native, query, topic), paths, "{:?}", query);
            }
        }
    }

    #[test]
    fn any_two_adjacent_characters_are_found(pages in pages(), at in any::<prop::sample::Index>()) {
        let han = |character: char| ('\u{4e00}'..='\u{9fff}').contains(&character);
        let index = clean(&pages);
        for page in &pages {
            let text: Vec<char> = format!("{}。{}", page.title, page.body).chars().collect();
            let pairs: Vec<&[char]> =
                text.windows(2).filter(|pair| pair.iter().all(|one| han(*one))).collect();
            if !pairs.is_empty() {
                let query: String = at.get(&pairs).iter().collect();
                prop_assert!(found(&index, &query).contains(&page.path), "{}", query);
            }
        }
    }
}

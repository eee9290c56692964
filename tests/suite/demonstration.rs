//! The site in this repository, as a visitor of the demonstration gets it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use kepu::model::{Catalog, Status};
use kepu::outputs::{Items, Plan, Site};
use kepu::project::{Project, SearchIndex, Selection, Strictness, Texts};
use kepu::publish::{BuildOptions, Report, build};
use kepu::search::StaticIndex;
use kepu::text::{Doubt, decode};

use crate::markup::Markup;
use crate::site::{copy_tree, explain, tree};

/// The day on which the demonstration is looked at.
const DAY: &str = "2026-11-25";
const BASE: &str = "https://kepu.example.org/";

/// The built demonstration, shared by the tests that run at the same time; gone with the last.
pub struct Demonstration {
    folder: tempfile::TempDir,
    report: Report,
    files: BTreeMap<String, Vec<u8>>,
}

impl Demonstration {
    /// The site, built by the first who asks.
    pub fn shared() -> Arc<Demonstration> {
        static SHARED: Mutex<Weak<Demonstration>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let built = Arc::new(Demonstration::build());
            *shared = Arc::downgrade(&built);
            built
        })
    }

    /// Copies the sources into a folder of their own and builds them there.
    fn build() -> Demonstration {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path().join("site");
        let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
        copy_tree(&repository.join("content"), &root.join("content"));
        std::fs::copy(repository.join("site.yaml"), root.join("site.yaml")).expect("the file is copied");
        let output = folder.path().join("published");
        let options = BuildOptions {
            output: output.clone(),
            selection: selection(),
            no_cache: true,
            strictness: Strictness::Errors,
            record: false,
        };
        let report = build(&root, &options, &|_, _| {}).expect("the build runs");
        assert!(report.published, "not published: {}", explain(&report.diagnostics));
        Demonstration { files: tree(&output), folder, report }
    }

    /// The site's sources.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// The folder of the published site.
    pub fn published(&self) -> PathBuf {
        self.folder.path().join("published")
    }

    /// Every published file.
    pub fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// Every HTML page by its path.
    pub fn pages(&self) -> impl Iterator<Item = (&str, Markup)> {
        let pages = self.files.iter().filter(|(path, _)| path.ends_with(".html"));
        pages.map(|(path, bytes)| (path.as_str(), Markup::parse(std::str::from_utf8(bytes).expect("UTF-8"))))
    }

    /// What the sources say.
    pub fn catalog(&self) -> Catalog {
        let project = Project::load(&self.root(), selection(), &Texts::default()).expect("the site loads");
        project.assemble().catalog
    }
}

fn selection() -> Selection {
    Selection { day: DAY.parse().expect("a day"), drafts: false, future: false }
}

#[test]
fn it_builds_without_a_problem() {
    let site = Demonstration::shared();
    assert!(site.report.diagnostics.is_empty(), "{}", explain(&site.report.diagnostics));
    assert!(site.report.notes.is_empty());
}

#[test]
fn articles_cover_every_topic_and_name_their_sources() {
    let site = Demonstration::shared();
    let catalog = site.catalog();
    assert!(catalog.articles.len() >= 10);
    for topic in &catalog.topics {
        assert!(topic.articles.len() >= 2, "{} has {}", topic.config.name, topic.articles.len());
    }
    for article in &catalog.articles {
        let (file, front) = (&article.source.file, &article.source.front);
        let source = std::fs::read(site.root().join(&**file)).expect("the file can be read");
        let source = decode(&source, Doubt::Refused).expect("text");
        let body = source.splitn(3, "---").nth(2).expect("a body");
        let length = body.chars().filter(|it| ('\u{4e00}'..='\u{9fff}').contains(it)).count();
        assert!((800..=2500).contains(&length), "{file} has {length} characters");
        assert!(!front.sources.is_empty(), "{file} names no source");
        for source in &front.sources {
            let precise = source.publisher.is_some() && source.year.is_some();
            assert!(precise, "{file}: `{}` without publisher or year", source.title);
        }
        assert!(!front.authors.is_empty() && !front.reviewers.is_empty(), "{file} names nobody");
        assert!(front.reviewed.is_some(), "{file} has no day of review");
        assert!(!front.audience.is_empty(), "{file} does not say for whom it is");
        assert!(front.summary.is_some() && front.ai_assisted.is_some(), "{file}");
    }
}

#[test]
fn activities_are_as_various_as_in_an_office() {
    let catalog = Demonstration::shared().catalog();
    let activities = &catalog.agenda.activities;
    assert!(activities.len() >= 24);
    let months: BTreeSet<_> =
        catalog.timetable.all().iter().map(|it| (it.date.year(), it.date.month())).collect();
    assert!(months.len() >= 3, "{months:?}");
    assert_eq!(activities.iter().map(|it| it.tier).collect::<BTreeSet<_>>().len(), 3);
    assert_eq!(activities.iter().map(|it| &it.line).collect::<BTreeSet<_>>().len(), 4);
    assert!(activities.iter().map(|it| &it.district).collect::<BTreeSet<_>>().len() >= 5);
    for status in [Status::Cancelled, Status::Moved] {
        assert!(activities.iter().any(|it| it.status == status), "none is {}", status.name());
    }
    assert!(activities.iter().any(|it| it.recurring()));
}

#[test]
fn every_link_leads_somewhere() {
    let site = Demonstration::shared();
    let pages: HashMap<&str, Markup> = site.pages().collect();
    let mut problems = Vec::new();
    let mut checked = 0;
    for (path, markup) in &pages {
        for reference in markup.references() {
            checked += 1;
            if let Err(problem) = follow(&site, &pages, path, reference) {
                problems.push(format!("{path}: `{reference}` {problem}"));
            }
        }
    }
    problems.sort();
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(checked > 1000, "only {checked} links were seen");
}

/// Whether a reference of the page at `path` has something to show.
fn follow(
    site: &Demonstration,
    pages: &HashMap<&str, Markup>,
    path: &str,
    reference: &str,
) -> Result<(), String> {
    // Absolute addresses of our own must be right too; those of others are not ours to ask for.
    let (from, reference) = match reference.strip_prefix(BASE) {
        Some(inside) => ("", inside),
        None => (path, reference),
    };
    if ["http://", "https://", "mailto:", "tel:", "geo:", "data:"].iter().any(|it| reference.starts_with(it))
    {
        return Ok(());
    }
    let (target, anchor) = reference.split_once('#').unwrap_or((reference, ""));
    let target = target.split('?').next().unwrap_or_default();
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if target.starts_with('/') {
        parts.clear();
    }
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop().ok_or("leaves the site")?),
            part => parts.push(part),
        }
    }
    let decoded = decoded(&parts.join("/"));
    let found = match target {
        "" if !from.is_empty() => from.to_owned(),
        _ if target.is_empty() || target.ends_with('/') => {
            format!("{decoded}/index.html").trim_start_matches('/').to_owned()
        }
        _ => decoded,
    };
    if !site.files.contains_key(&found) {
        return Err(format!("is `{found}`, which is not published"));
    }
    let anchor = self::decoded(anchor);
    let ids = || pages.get(found.as_str()).map(Markup::ids).unwrap_or_default();
    if anchor.is_empty() || ids().contains(&anchor.as_str()) {
        Ok(())
    } else {
        Err(format!("names an anchor that `{found}` does not have"))
    }
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Feeds, calendars, the sitemap and the pages' own descriptions name pages by their full address.
#[test]
fn every_absolute_address_leads_somewhere() {
    let site = Demonstration::shared();
    let pages: HashMap<&str, Markup> = site.pages().collect();
    let mut problems = BTreeSet::new();
    for (path, bytes) in site.files() {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let text = unfolded(text).replace("&quot;", "\"").replace("&amp;", "&");
        for (at, _) in text.match_indices(BASE) {
            let end = text[at..].find(|it: char| it.is_whitespace() || "\"'<>\\)];,".contains(it));
            let address = &text[at..end.map_or(text.len(), |end| at + end)];
            if let Err(problem) = follow(&site, &pages, "", address) {
                problems.insert(format!("{path}: `{address}` {problem}"));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

/// Content lines of a calendar without their folds (RFC 5545, section 3.1).
fn unfolded(text: &str) -> String {
    text.replace("\r\n ", "")
}

#[test]
fn what_is_private_stays_in_the_office() {
    let site = Demonstration::shared();
    let markers = ["内部备注", "内部联系人", "内部电话", "农村专业技术科", "学会部"];
    let sources = tree(&site.root().join("content/data"));
    let sources: Vec<String> = sources
        .values()
        .filter_map(|bytes| decode(bytes, Doubt::Refused).ok().map(std::borrow::Cow::into_owned))
        .collect();
    assert!(sources.iter().any(|text| text.contains(markers[0])), "the marker is not in the sources");
    let workbook = std::fs::read(site.root().join("content/data/活动.xlsx")).expect("the file can be read");
    let workbook = unpacked(&workbook);
    let columns = ["责任单位", "联系人", "联系电话", "备注"];
    for said in columns.iter().chain(&markers) {
        assert!(workbook.iter().any(|(_, text)| text.contains(said)), "the workbook does not say {said}");
    }
    for (path, bytes) in site.files() {
        let inside = if path.ends_with(".zip") { unpacked(bytes) } else { Vec::new() };
        let own = [(path.clone(), String::from_utf8_lossy(bytes).into_owned())];
        for (name, text) in own.iter().chain(&inside) {
            let text = unfolded(text);
            for marker in markers {
                let escaped: String = marker.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
                assert!(!text.contains(marker) && !text.contains(&escaped), "{path}: {name} says {marker}");
            }
        }
    }
}

/// The texts of the parts of a zip or a workbook by their names.
fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("the part can be unpacked");
        let name = part.name().expect("a name").into_owned();
        parts.push((name, String::from_utf8_lossy(&bytes).into_owned()));
    }
    parts
}

/// A series that a holiday moves, one that skips holidays, and a report: what an office will try first.
#[test]
fn holidays_and_a_report_can_be_seen() {
    let site = Demonstration::shared();
    let catalog = site.catalog();
    let dates = |id: &str| -> Vec<String> {
        let activity = catalog.agenda.activities.iter().position(|it| it.id == id);
        let activity = activity.unwrap_or_else(|| panic!("{id} is not there"));
        let own = catalog.timetable.all().iter().filter(|it| it.activity == activity);
        own.map(|it| it.date.to_string()).collect()
    };
    let (moved, skipped) = (dates("HD2026-058"), dates("HD2026-040"));
    assert_eq!(moved, ["2026-09-03", "2026-10-08", "2026-11-03", "2026-12-03"]);
    assert_eq!(skipped[..2], ["2026-09-18", "2026-10-09"], "中秋 and 国庆 are skipped");
    let page = String::from_utf8_lossy(&site.files()["activities/hd2026-013.html"]).into_owned();
    assert!(page.contains("../agri/whitewash-day.html"), "the activity does not lead to its report");
}

#[test]
fn nothing_tells_on_which_machine_it_was_built() {
    let site = Demonstration::shared();
    let here = [
        site.folder.path().to_string_lossy().into_owned(),
        env!("CARGO_MANIFEST_DIR").to_owned(),
        "/root/".to_owned(),
        "/home/".to_owned(),
        "/tmp/".to_owned(),
    ];
    for (path, bytes) in site.files() {
        for folder in &here {
            assert!(memchr::memmem::find(bytes, folder.as_bytes()).is_none(), "{path} names {folder}");
        }
    }
}

#[test]
fn it_is_the_same_wherever_it_is_built() {
    let one = Demonstration::shared();
    let other = Demonstration::build();
    let names = |site: &Demonstration| site.files().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&one), names(&other));
    for (path, bytes) in one.files() {
        assert!(bytes == &other.files()[path], "{path} is different");
    }
}

#[test]
fn pages_are_well_formed() {
    let site = Demonstration::shared();
    let mut problems = Vec::new();
    for (path, markup) in site.pages() {
        let mut check = |right: bool, problem: &str| {
            if !right {
                problems.push(format!("{path}: {problem}"));
            }
        };
        check(markup.errors.is_empty(), &format!("{:?}", markup.errors));
        check(markup.all("h1").count() == 1, "not just one h1");
        check(markup.all("h1").all(|it| !it.text.trim().is_empty()), "an empty h1");
        check(markup.all("title").any(|it| !it.text.trim().is_empty()), "no title");
        check(markup.all("html").any(|it| it.get("lang") == Some("zh-CN")), "no language");
        let described = markup.all("meta").any(|it| it.get("name") == Some("description"));
        check(described || path == "404.html", "no description");
        for image in markup.all("img") {
            let source = image.get("src").unwrap_or_default();
            check(image.get("alt").is_some(), &format!("`{source}` without alt"));
            // What is pasted elsewhere keeps its styles alone.
            let styled = path.ends_with(".wechat.html") && image.get("style").is_some();
            let sized = styled || (image.get("width").is_some() && image.get("height").is_some());
            check(sized, &format!("`{source}` without width or height"));
        }
        let ids = markup.ids();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        check(ids.len() == distinct.len(), "an id twice");
        for label in ["aria-labelledby", "aria-describedby", "for"] {
            let named = markup.elements().iter().filter_map(|it| it.get(label));
            for id in named.flat_map(str::split_whitespace) {
                check(distinct.contains(id), &format!("{label} names `{id}`, which is not there"));
            }
        }
    }
    assert!(problems.is_empty(), "{problems:#?}");
}

#[test]
fn pages_ask_no_other_host() {
    let site = Demonstration::shared();
    for (path, markup) in site.pages() {
        let loaded = markup.elements().iter().filter_map(|element| match element.name.as_str() {
            "a" => None,
            "link" if element.get("rel") == Some("canonical") => None,
            _ => element.get("src").or(element.get("href")),
        });
        for address in loaded {
            assert!(!address.contains("//"), "{path} loads `{address}`");
        }
    }
    for (path, bytes) in site.files().iter().filter(|(path, _)| path.ends_with(".css")) {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("http") && !text.contains("@import"), "{path}");
    }
}

/// The name that the bytes of an immutable file give it, told from the bytes alone.
fn hash_in_name(path: &str, bytes: &[u8]) -> String {
    if !path.starts_with("search/") {
        return blake3::hash(bytes).to_hex()[..8].to_owned();
    }
    // `kepuSearch("name",payload)`, the payload in quotes or not.
    let text = std::str::from_utf8(bytes).expect("text");
    let payload = text.split_once(',').and_then(|(_, rest)| rest.strip_suffix(")\n")).expect("a call");
    let payload = payload.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')).unwrap_or(payload);
    let hash = blake3::hash(payload.as_bytes());
    let bits = hash.as_bytes()[..7].iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let digits = b"0123456789abcdefghjkmnpqrstvwxyz";
    (0..10).map(|place| char::from(digits[(bits >> (5 * place)) as usize & 31])).collect()
}

#[test]
fn immutable_are_the_files_that_their_bytes_name() {
    let site = Demonstration::shared();
    let project = Project::load(&site.root(), selection(), &Texts::default()).expect("the site loads");
    let catalog = project.assemble().catalog;
    let search = SearchIndex::update(StaticIndex::default(), &catalog);
    let (files, items) = (search.index().files(), Items::new(&catalog));
    let theme = project.theme();
    let plan = Plan::new(&Site { catalog: &catalog, theme, search: &files, items: &items, preview: false });
    assert_eq!(plan.units().len(), site.files().len());
    let mut immutable = BTreeMap::new();
    for unit in plan.units() {
        let (path, bytes) = (unit.path.as_str(), &site.files()[&unit.path]);
        let (folder, name) = path.split_once('/').unwrap_or(("", path));
        let named = ["assets", "files", "search"].contains(&folder) && name != "root.js";
        assert_eq!(unit.immutable, named, "{path}");
        if unit.immutable {
            *immutable.entry(folder).or_insert(0) += 1;
            let hash = hash_in_name(path, bytes);
            assert!(
                name.split('.').any(|part| part == hash),
                "{path} does not follow from its bytes: {hash}"
            );
        }
    }
    assert_eq!(immutable.keys().copied().collect::<Vec<_>>(), ["assets", "files", "search"], "{immutable:?}");
}

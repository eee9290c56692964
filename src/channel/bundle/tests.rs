use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::sync::{Arc, LazyLock};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use proptest::prelude::*;

use super::*;
use crate::config;
use crate::model::{Agenda, Parts, SiteConfig, assemble};
use crate::parse;
use crate::parse::markdown::limit_tests::pieces;
use crate::parse::markdown::raw_tests::{MARKDOWN, tangles};

static CONFIG: LazyLock<Arc<SiteConfig>> = LazyLock::new(|| {
    let text = "title: 站\nbase_url: https://kepu.example.org\ndisclaimer: 仅供*参考*\n";
    Arc::new(config::parse(&Arc::from("site.yaml"), text).0)
});
static THEME: LazyLock<Theme> = LazyLock::new(|| Theme::load(&BTreeMap::new()).unwrap());

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\">\
    <rect width=\"200\" height=\"100\" fill=\"#abc\"/><text x=\"10\" y=\"50\">甲</text></svg>";

/// A picture of that many pixels that is hard to pack.
fn photo(side: u32, format: ImageFormat) -> Vec<u8> {
    let noise = |x: u32, y: u32| {
        let it = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
        Rgb([(it >> 24) as u8, (it >> 16) as u8, (it >> 8) as u8])
    };
    let mut bytes = Cursor::new(Vec::new());
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(side, side / 2, noise));
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn bytes_of(name: &str) -> Vec<u8> {
    match name {
        _ if name.ends_with(".svg") => SVG.as_bytes().to_vec(),
        _ if name.ends_with("broken.png") => b"\x89PNG\r\n\x1A\nnothing".to_vec(),
        _ if name.ends_with(".png") => photo(300, ImageFormat::Png),
        _ if name.ends_with(".jpg") => photo(400, ImageFormat::Jpeg),
        _ => b"RIFF\0\0\0\0WEBP".to_vec(),
    }
}

/// The bundle of an article, with what it is made of.
fn made_of(text: &str, limits: &ChannelLimits) -> (Catalog, Bundle) {
    let parsed = |file: &str, text: &str| {
        Arc::new(parse::text(&Arc::from(file), text.as_bytes().to_vec(), [0; 32]).unwrap())
    };
    let assets = ["a.svg", "b.png", "c.jpg", "d.webp", "broken.png", "图 一.png"].map(|name| {
        let asset = Asset {
            source: format!("content/articles/{name}").into(),
            path: format!("files/{name}"),
            hash: [0; 32],
            length: 1,
            size: Some((300, 150)),
        };
        (Arc::clone(&asset.source), asset)
    });
    let other = "---\n标题: 丙\n发布日期: 2026-01-01\n---\n\n## 节\n";
    let parts = Parts {
        config: Arc::clone(&CONFIG),
        day: jiff::civil::date(2026, 11, 23),
        drafts: false,
        future: false,
        articles: vec![parsed("content/articles/x.md", text), parsed("content/articles/c.md", other)],
        pages: Vec::new(),
        agenda: Arc::new(Agenda::default()),
        announcements: Arc::default(),
        assets: assets.into(),
    };
    let catalog = assemble(parts).0;
    let terms = Terms { limits, closing: Closing { attribution: Some("来源：站"), link_text: None } };
    let article = catalog.article_from("content/articles/x.md").unwrap();
    let read = |asset: &Asset| Ok(bytes_of(&asset.source));
    let bundle = bundle(article, &catalog, &THEME, &terms, &read).unwrap();
    (catalog, bundle)
}

fn article(front: &str, body: &str) -> String {
    format!("---\n标题: 甲\n发布日期: 2026-01-01\n{front}---\n{body}")
}

fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()));
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.insert(file.name().unwrap().into_owned(), bytes);
    }
    files
}

fn text_of(files: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[path].clone()).unwrap()
}

/// The body of the Markdown, without what stands below it.
fn markdown(text: &str) -> String {
    let bundle = made_of(&article("", text), &ChannelLimits::default()).1;
    let made = text_of(&files(&bundle.bytes), "body.md");
    made.split("\n\n\n---\n").next().unwrap().to_owned()
}

/// What a document says, a line for each paragraph; whatever Word would refuse is a panic.
fn read_back(docx: &[u8]) -> String {
    use quick_xml::events::Event;
    let parts = files(docx);
    for (path, bytes) in parts.iter().filter(|(path, _)| path.ends_with(".xml") || path.ends_with(".rels")) {
        let mut reader = quick_xml::Reader::from_reader(bytes.as_slice());
        reader.config_mut().check_end_names = true;
        let mut open = 0;
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{path}: {error}")) {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open, 0, "{path}");
    }
    let document = text_of(&parts, "word/document.xml");
    let relations = text_of(&parts, "word/_rels/document.xml.rels");
    for sign in ["r:id=\"", "r:embed=\""] {
        for rest in document.split(sign).skip(1) {
            let id = rest.split('"').next().unwrap();
            assert_eq!(relations.matches(&format!("Id=\"{id}\"")).count(), 1, "{id}");
        }
    }
    for rest in relations.split("Target=\"media/").skip(1) {
        let name = rest.split('"').next().unwrap();
        assert!(parts.contains_key(&format!("word/media/{name}")), "{name}");
    }
    for (opening, closing) in [("<w:p>", "</w:p>"), ("<w:tc>", "</w:tc>"), ("<w:r>", "</w:r>")] {
        assert_eq!(document.matches(opening).count(), document.matches(closing).count());
    }
    assert_eq!(document.matches("</w:tc>").count(), document.matches("</w:p></w:tc>").count());
    for rest in document.split("<w:tblGrid>").skip(1) {
        assert!(rest.split("</w:tblGrid>").next().unwrap().matches("<w:gridCol").count() <= 63);
    }
    assert!(!document.contains("<w:tr></w:tr>"));
    let mut reader = quick_xml::Reader::from_str(&document);
    let mut text = String::new();
    let mut shown = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => shown = tag.name().as_ref() == "w:t",
            Event::End(tag) => {
                shown = false;
                if tag.name().as_ref() == "w:p" {
                    text.push('\n');
                }
            }
            Event::Empty(tag) if tag.name().as_ref() == "w:br" => text.push('\n'),
            Event::Text(it) if shown => text.push_str(&it),
            Event::GeneralRef(it) if shown => text.push_str(match &*it {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                other => panic!("{other:?}"),
            }),
            Event::Eof => return text,
            _ => {}
        }
    }
}

fn docx(text: &str) -> (String, String) {
    let bundle = made_of(&article("", text), &ChannelLimits::default()).1;
    let docx = &files(&bundle.bytes)["body.docx"];
    (read_back(docx), text_of(&files(docx), "word/document.xml"))
}

fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Every line of the plain text stands in the document.
fn assert_says_all(text: &str) {
    let (catalog, bundle) = made_of(text, &ChannelLimits::default());
    let said = bare(&read_back(&files(&bundle.bytes)["body.docx"]));
    let source = &catalog.article_from("content/articles/x.md").unwrap().source;
    for line in source.document().text.lines().map(bare) {
        assert!(said.contains(&line), "`{line}` is not in `{said}`");
    }
}

#[test]
fn a_bundle_holds_what_was_promised() {
    let text = article(
        "封面: a.svg\n摘要: 摘\n",
        "![图](b.png) ![画](a.svg) ![又](b.png)\n\n[丙](c.md#节) [表](b.png) <https://a.cn>\n",
    );
    let (_, bundle) = made_of(&text, &ChannelLimits::default());
    assert_eq!((bundle.name.as_str(), bundle.notes.as_slice()), ("x.bundle.zip", [].as_slice()));
    let files = files(&bundle.bytes);
    let names: Vec<&str> = files.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "SHA256SUMS",
            "body.docx",
            "body.html",
            "body.md",
            "cover.png",
            "images/01.png",
            "images/02.png",
            "metadata.json"
        ]
    );
    assert!(files["images/01.png"] == bytes_of("b.png"), "kept byte for byte");
    assert_eq!(imagesize::blob_size(&files["cover.png"]).unwrap().width, 400, "twice its size");
    for line in text_of(&files, "SHA256SUMS").lines() {
        let (wanted, path) = line.split_once("  ").unwrap();
        assert_eq!(super::sha256(&files[path]), wanted);
    }
    let html = text_of(&files, "body.html");
    for wanted in [
        "src=\"images/01.png\"",
        "src=\"images/02.png\"",
        "href=\"https://kepu.example.org/articles/c.html#",
        "href=\"https://kepu.example.org/files/b.png\"",
        "<p>来源：站</p>",
    ] {
        assert!(html.contains(wanted), "{wanted} in {html}");
    }
    let document = text_of(&self::files(&files["body.docx"]), "word/document.xml");
    assert!(document.contains("descr=\"图\"") && document.contains("descr=\"画\""));
    assert!(read_back(&files["body.docx"]).contains("仅供*参考*"));
    assert!(
        text_of(&files, "body.md")
            .ends_with("\n仅供\\*参考\\*\n\n原文：<https://kepu.example.org/articles/x.html>\n")
    );
}

#[test]
fn what_is_odd_is_a_note_and_never_a_failure() {
    let table = format!("|{}\n|{}\n|{}\n", "列|".repeat(40), "-|".repeat(40), "值|".repeat(40));
    for body in [
        "一行",
        "",
        &table,
        &"长文。".repeat(10_000),
        "![甲](broken.png) ![乙](d.webp) ![丙](https://a.cn/b.png)",
    ] {
        let text = article("", body).replace("标题: 甲", "标题: 😀🦠 <&> 科普");
        let (_, bundle) = made_of(&text, &ChannelLimits::default());
        assert!(bundle == made_of(&text, &ChannelLimits::default()).1);
        assert!(bundle.notes.contains(&Text::new("没有封面", "there is no cover")));
        let files = files(&bundle.bytes);
        let said = read_back(&files["body.docx"]);
        assert!(said.starts_with("😀🦠 <&> 科普\n"), "{said}");
        let metadata: serde_json::Value = serde_json::from_slice(&files["metadata.json"]).unwrap();
        assert_eq!(metadata["title"], "😀🦠 <&> 科普");
        assert_says_all(&text);
    }
}

#[test]
fn pictures_are_made_to_fit_or_named() {
    let text = article("封面: c.jpg\n", "![甲](b.png) ![乙](a.svg) ![丙](d.webp) ![丁](broken.png)\n");
    let limits = ChannelLimits {
        image_side: Some(200),
        image_bytes: Some(20_000),
        image_types: Some(vec!["JPEG".to_owned()]),
        ..ChannelLimits::default()
    };
    let (_, bundle) = made_of(&text, &limits);
    let files = files(&bundle.bytes);
    for path in ["cover.jpg", "images/01.jpg", "images/02.jpg"] {
        let size = imagesize::blob_size(&files[path]).unwrap();
        assert!(size.width <= 200 && size.height * 2 == size.width, "{path}: {size:?}");
        assert!(files[path].len() <= 20_000, "{path}");
        assert!(files[path].starts_with(b"\xFF\xD8\xFF"));
    }
    assert!(files["images/03.webp"] == bytes_of("d.webp"), "as it was");
    let named: Vec<&str> =
        bundle.notes.iter().map(|note| note.zh.split('`').nth(1).unwrap_or_default()).collect();
    assert_eq!(named, ["content/articles/d.webp", "content/articles/broken.png"]);
}

#[test]
fn markdown_keeps_its_words_and_moves_its_addresses() {
    assert_eq!(
        markdown(
            "# 题\r\n\r\n[![图](a.svg \"题\")](c.md) ![二](<图 一.png>) ![三](%E5%9B%BE%20%E4%B8%80.png)\n\n`![](b.png)` [丙][节] [#](#题)\n\n[节]: c.md#节 '甲'\n\n<img src=\"b.png\" alt=\"\"> <a href='c.md'>丁</a>\n"
        ),
        "# 题\n\n[![图](images/01.png \"题\")](https://kepu.example.org/articles/c.html) ![二](<images/02.png>) ![三](images/02.png)\n\n`![](b.png)` [丙][节] [#](#题)\n\n[节]: https://kepu.example.org/articles/c.html#%E8%8A%82 '甲'\n\n<img src=\"images/03.png\" alt=\"\"> <a href='https://kepu.example.org/articles/c.html'>丁</a>"
    );
}

#[test]
fn a_document_has_real_headings_lists_and_links() {
    let (said, document) = docx(
        "## 一\n\n3. 甲\n   - 乙\n4. **丙**\n\n   [丁](https://a.cn/?x=1&y=2)[^1] [戊](#一)\n\n| 左 | 右 |\n|:-|-:|\n| 1 | 2 |\n\n[^1]: 注\n",
    );
    assert_eq!(
        said,
        "甲\n一\n甲\n乙\n丙\n丁[1] 戊\n左\n右\n1\n2\n\n注释\n[1]注\n来源：站\n仅供*参考*\n原文：https://kepu.example.org/articles/x.html\n"
    );
    for wanted in [
        "<w:pStyle w:val=\"Heading1\"/>",
        "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr>",
        "<w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr>",
        "<w:b/>",
        "<w:hyperlink r:id=\"rLink1\">",
        "<w:hyperlink w:anchor=\"heading1\">",
        "<w:hyperlink w:anchor=\"note1\">",
        "w:name=\"note1\"",
        "<w:jc w:val=\"right\"/>",
        "<w:tblHeader/>",
    ] {
        assert!(document.contains(wanted), "{wanted} in {document}");
    }
}

#[test]
fn cells_hang_down_into_the_rows_below() {
    let (said, document) = docx(
        "<table><caption>表</caption><tr><td rowspan=\"2\">甲</td><td colspan=\"2\">乙</td></tr><tr><td>丙</td></tr></table>\n",
    );
    assert!(said.starts_with("甲\n表\n甲\n乙\n\n丙\n"), "{said}");
    assert_eq!(document.matches("<w:vMerge w:val=\"restart\"/>").count(), 1);
    assert_eq!(document.matches("<w:vMerge/>").count(), 1);
    assert_eq!(document.matches("<w:gridSpan w:val=\"2\"/>").count(), 1);
    assert_eq!(document.matches("<w:gridAfter w:val=\"1\"/>").count(), 1);
    let wide = format!("|{}\n|{}\n", "列|".repeat(64), "-|".repeat(64));
    assert!(!docx(&wide).1.contains("<w:tbl>"), "Word refuses a table of 64 columns");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn documents_can_be_read(text in pieces()) {
        docx(&text);
    }

    #[test]
    fn tangled_elements_can_be_read(pieces in tangles(MARKDOWN)) {
        docx(&pieces.concat());
    }
}

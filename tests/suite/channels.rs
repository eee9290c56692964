//! Channels: what they select, what is made of an article for them.

use kepu::diagnostic::Place;
use kepu::project::{Project, Selection, Texts};

use crate::markup::Markup;
use crate::site::{TestSite, said};

const CHANNELS: &str = "title: 测试站
base_url: https://kepu.example.org
organisation: 示例区科协
required: [title]
topics:
  - { id: nutrition, name: 营养 }
  - { id: first-aid, name: 急救 }
channels:
  - { id: all, name: 全部, format: message, attribution: 来源：示例区科协, link_text: 全文 }
  - { id: aid, name: 急救群, format: message, select: { topics: [急救], tags: [心肺复苏, 烫伤] } }
  - { id: old, name: 老人, format: loudspeaker, select: { audience: [老年人], districts: [北碚] } }
  - { id: new, name: 新的, format: sms, select: { days: 30, limit: 2 } }
";

fn article(title: &str, more: &str) -> String {
    format!("---\n标题: {title}\n{more}\n---\n\n正文。\n")
}

fn site() -> TestSite {
    let site = TestSite::new("");
    site.write("site.yaml", CHANNELS);
    for (name, more) in [
        ("cpr", "主题: 急救\n标签: [心肺复苏]\n发布日期: 2026-11-20"),
        ("burns", "主题: 急救\n标签: [烫伤]\n发布日期: 2026-11-10\n适用人群: [老年人]\n区县: [北碚]"),
        ("choking", "主题: 急救\n标签: [噎住]\n发布日期: 2026-01-10\n更新日期: 2026-11-18"),
        ("salt", "主题: 营养\n发布日期: 2026-01-10\n适用人群: [老年人]\n渠道: [aid, -all]"),
        ("oil", "主题: 营养\n发布日期: 2026-01-10\n适用人群: [老年人]\n区县: [潼南]"),
        ("gone", "主题: 急救\n标签: [烫伤]\n发布日期: 2026-11-10\n有效期至: 2026-11-11"),
        ("draft", "主题: 急救\n标签: [烫伤]\n发布日期: 2026-11-10\n草稿: 是"),
        ("later", "主题: 急救\n标签: [烫伤]\n发布日期: 2026-12-10"),
    ] {
        site.write(&format!("content/articles/{name}.md"), article(name, more));
    }
    site
}

#[test]
fn conditions_apply_together_and_articles_have_the_last_word() {
    let site = site();
    for (drafts, future) in [(false, false), (true, true)] {
        let selection = Selection { day: "2026-11-23".parse().expect("a day"), drafts, future };
        let project = Project::load(site.root(), selection, &Texts::default()).expect("the site loads");
        let catalog = project.assemble().catalog;
        let taken: Vec<(String, Vec<&str>)> = catalog
            .config
            .channels
            .iter()
            .map(|channel| {
                let titles =
                    catalog.taken_by(channel).into_iter().map(|it| &*catalog.articles[it].source.front.title);
                (channel.id.value.clone(), titles.collect())
            })
            .collect();
        let expected: [(&str, &[&str]); 4] = [
            ("all", &["cpr", "burns", "choking", "oil"]),
            ("aid", &["cpr", "burns", "salt"]),
            ("old", &["burns", "salt"]),
            ("new", &["cpr", "burns"]),
        ];
        for ((id, titles), (expected_id, expected)) in taken.iter().zip(expected) {
            assert_eq!((id.as_str(), titles.as_slice()), (expected_id, expected));
        }
    }
}

#[test]
fn they_are_listed() {
    let output = site().kepu(&["channel", "list", "--as-of", "2026-11-23"]);
    assert!(output.status.success(), "{}", said(&output));
    let listed = String::from_utf8(output.stdout).expect("text");
    assert_eq!(listed.lines().next(), Some("all  message      4 articles  全部"));
    assert_eq!(listed.lines().count(), 4);
}

#[test]
fn forms_are_made_of_an_article_by_any_of_its_names() {
    let site = site();
    let text = "---\n标题: 噎住了怎么办\n主题: 急救\n要点:\n  - 拍背5次\n  - 拨打120\n---\n\n正文。\n";
    site.write("content/articles/急救/噎住.md", text);
    for name in ["噎住.md", "content/articles/急救/噎住.md", "ye-zhu", "噎住了怎么办"] {
        let output = site.kepu(&["make", "message", name, "--as-of", "2026-11-23"]);
        assert!(output.status.success(), "{name}: {}", said(&output));
        let message = String::from_utf8(output.stdout).expect("text");
        assert_eq!(
            message,
            "【示例区科协】噎住了怎么办。拍背5次。拨打120。\nhttps://kepu.example.org/first-aid/ye-zhu.html\n",
            "{name}"
        );
    }
    let output =
        site.kepu(&["make", "script", "ye-zhu", "-o", site.root().join("a.txt").to_str().expect("a path")]);
    assert!(output.status.success(), "{}", said(&output));
    let script = std::fs::read_to_string(site.root().join("a.txt")).expect("a script");
    assert_eq!(
        script,
        "示例区科协科普广播。\n噎住了怎么办。\n拍背五次。\n拨打幺二零。\n再说一遍。\n拨打幺二零。\n"
    );
    let ssml = std::fs::read_to_string(site.root().join("a.ssml")).expect("the same as SSML");
    assert!(ssml.contains("<s>拨打幺二零。</s>"), "{ssml}");
    let output = site.kepu(&["make", "sms", "ye-zu"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("did you mean `ye-zhu`?"), "{}", said(&output));
}

#[test]
fn an_editors_own_script_is_read_as_it_is() {
    let site = site();
    let text =
        "---\n标题: 甲\n主题: 急救\n广播稿: |\n  各位乡亲，今晚降到2℃。\n  请给菜地盖膜。\n---\n\n- 别的\n";
    site.write("content/articles/a.md", text);
    let output = site.kepu(&["make", "script", "a.md"]);
    let script = String::from_utf8(output.stdout).expect("text");
    assert_eq!(script, "各位乡亲，今晚降到两摄氏度。\n请给菜地盖膜。\n");
}

#[test]
fn what_a_channel_would_get_is_seen_before_it_goes() {
    let site = site();
    let output = site.kepu(&["channel", "preview", "all", "--as-of", "2026-11-23"]);
    assert!(output.status.success(), "{}", said(&output));
    let folder = site.root().join("preview/all");
    let message = std::fs::read_to_string(folder.join("cpr.message.txt")).expect("a message");
    assert_eq!(
        message,
        "【示例区科协】cpr。正文。\n来源：示例区科协\n全文：https://kepu.example.org/first-aid/cpr.html\n"
    );
    let list = std::fs::read_to_string(folder.join("index.html")).expect("a page");
    assert!(list.contains("共 4 篇") && list.contains("【示例区科协】cpr。"), "{list}");
    let before = std::fs::read(folder.join("index.html")).expect("a page");
    site.kepu(&["channel", "preview", "all", "--as-of", "2026-11-23"]);
    assert_eq!(std::fs::read(folder.join("index.html")).expect("a page"), before, "the same again");
    let output = site.kepu(&["channel", "preview", "al"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_page_for_an_official_account_ends_as_its_channel_says() {
    let site = site();
    let official = "  - { id: aid-wechat, name: 甲, format: wechat, select: { topics: [急救] }, attribution: 来源：甲站, link_text: 全文和依据： }
  - { id: wechat, name: 乙, format: wechat, attribution: 来源：乙站 }
share: { pages: true }
";
    site.write("site.yaml", CHANNELS.to_owned() + official);
    let built = site.kepu(&["build", "--as-of", "2026-11-23"]);
    assert!(built.status.success(), "{}", said(&built));
    let page = |name: &str| {
        let path = site.root().join("public/share").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{}", path.display()))
    };
    let cpr = page("first-aid/cpr.wechat.html");
    assert!(cpr.contains("来源：甲站") && !cpr.contains("来源：乙站"), "{cpr}");
    assert!(cpr.contains("全文和依据：https://kepu.example.org/first-aid/cpr.html"), "{cpr}");
    assert!(page("nutrition/salt.wechat.html").contains("来源：乙站"));
    // What has run out goes to none.
    assert!(!page("first-aid/gone.wechat.html").contains("来源："));
    site.kepu(&["channel", "preview", "aid-wechat", "--as-of", "2026-11-23"]);
    let preview = std::fs::read_to_string(site.root().join("preview/aid-wechat/cpr.wechat.html"));
    assert!(preview.is_ok_and(|it| it.contains("来源：甲站")));
    // An edit of the channel alone reaches the page.
    site.write("site.yaml", CHANNELS.to_owned() + &official.replace("甲站", "丙站"));
    site.kepu(&["build", "--as-of", "2026-11-23"]);
    assert!(page("first-aid/cpr.wechat.html").contains("来源：丙站"));
}

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='300' height='100'><rect width='300' height='100' fill='#0f0'/><text x='9' y='60'>按压</text></svg>";

#[test]
fn drawings_become_png_for_an_official_account() {
    let site = site();
    site.write("content/articles/图.svg", DRAWING);
    site.write(
        "content/articles/drawn.md",
        "---\n标题: 图\n主题: 急救\n---\n\n![一](图.svg)\n\n![二](图.svg)\n",
    );
    let page = site.root().join("out/a.html");
    let output = site.kepu(&["make", "wechat", "drawn.md", "-o", page.to_str().expect("a path")]);
    assert!(output.status.success() && !said(&output).contains("SVG"), "{}", said(&output));
    let painted = |page: &std::path::Path| {
        let html = std::fs::read_to_string(page).expect("a page");
        assert!(!html.contains(".svg"), "{html}");
        let markup = Markup::parse(&html);
        let images = markup.elements().iter().filter(|it| it.name == "img");
        let sources: Vec<&str> = images.filter_map(|it| it.get("src")).collect();
        assert_eq!(sources.len(), 2, "{html}");
        assert_eq!(sources[0], sources[1]);
        let picture = page.parent().expect("a folder").join(sources[0]);
        let picture = std::fs::read(&picture).unwrap_or_else(|_| panic!("{}", picture.display()));
        let pixels = image::load_from_memory(&picture).expect("a PNG").to_rgb8();
        assert_eq!(pixels.dimensions(), (600, 200));
        assert_eq!(pixels.get_pixel(590, 10).0, [0, 255, 0]);
        assert!(pixels.pixels().any(|it| it.0 == [0; 3]), "the words are not drawn");
        picture
    };
    let by_hand = painted(&page);

    site.write("site.yaml", CHANNELS.to_owned() + "share: { pages: true }\n");
    let build = || {
        let output = site.kepu(&["build", "--as-of", "2026-11-23"]);
        assert!(output.status.success(), "{}", said(&output));
        said(&output)
    };
    build();
    let page = site.root().join("public/share/first-aid/drawn.wechat.html");
    assert_eq!(painted(&page), by_hand);
    let painted = std::fs::read_dir(site.root().join("public/share/files"));
    assert_eq!(painted.map_or(0, Iterator::count), 1);
    let again = build();
    assert!(again.contains(" 0 files rendered"), "{again}");
    // Nothing is painted for a site without share pages.
    site.write("site.yaml", CHANNELS);
    build();
    let painted = std::fs::read_dir(site.root().join("public/share/files"));
    assert_eq!(painted.map_or(0, Iterator::count), 0);
}

#[test]
fn pictures_that_no_form_can_mend_are_told_where_they_stand() {
    let channels = "  - { id: w, name: 号, format: wechat, limits: { images: 2 } }
  - { id: up, name: 包, format: bundle, limits: { image_side: 50, image_bytes: 20, image_types: [png, gif] } }
  - { id: text, name: 群, format: message, limits: { images: 0 } }
";
    let site = TestSite::new("");
    let head = CHANNELS.split("channels:").next().expect("a beginning");
    site.write("site.yaml", format!("{head}channels:\n{channels}"));
    let text = "---\n标题: 图\n主题: 急救\n发布日期: 2026-11-20\n封面: c.gif\n封面说明: 图\n---\n\n![一](a.svg)\n\n![一](a.svg) [文件](b.svg)\n\n![二](b.svg)\n";
    site.write("content/articles/p.md", text);
    site.write("content/articles/a.svg", DRAWING);
    site.write("content/articles/b.svg", DRAWING.replace("#0f0", "#00f"));
    site.write("content/articles/c.gif", b"GIF89a\x3c\0\x28\0\0\0\0;");
    let said: Vec<String> = site
        .build()
        .report
        .diagnostics
        .iter()
        .filter(|it| it.rule.id.starts_with("channel-"))
        .map(|it| format!("{} {}: {}", it.rule.id, place_of(text, &it.place), it.message.zh))
        .collect();
    // Drawings are painted as large as they may be; a moving picture stays what it is.
    assert_eq!(
        said,
        [
            "channel-image c.gif: 图片是 gif，“号”只收 jpg、png",
            "channel-image c.gif: 图片边长 60 像素，“包”最多收 50",
            "channel-too-many-images ![二](b.svg): 有 3 张图，“号”最多收 2 张",
        ]
    );
}

/// What stands in a text at a place.
fn place_of<'t>(text: &'t str, place: &Place) -> &'t str {
    match place {
        Place::Span(span) => &text[span.start..span.end],
        _ => "",
    }
}

#[test]
fn pictures_and_pages_are_made_by_hand() {
    let site = site();
    let to = |name: &str| site.root().join(name).to_str().expect("a path").to_owned();
    for _ in 0..2 {
        let output = site.kepu(&["make", "poster", "cpr.md", "-o", &to("cpr.png"), "--as-of", "2026-11-23"]);
        assert!(output.status.success(), "{}", said(&output));
        let output = site.kepu(&["make", "wechat", "cpr.md", "-o", &to("cpr.html"), "--as-of", "2026-11-23"]);
        assert!(output.status.success(), "{}", said(&output));
    }
    let starts =
        |name: &str, magic: &[u8]| std::fs::read(site.root().join(name)).expect(name).starts_with(magic);
    assert!(
        starts("cpr.png", b"\x89PNG") && starts("cpr.pdf", b"%PDF-") && starts("cpr.social.png", b"\x89PNG")
    );
    assert!(starts("cpr.html", b"<!doctype html>"));
    let output = site.kepu(&["make", "bundle", "cpr.md", "-o", &to("cpr.zip"), "--as-of", "2026-11-23"]);
    assert!(output.status.success() && starts("cpr.zip", b"PK"), "{}", said(&output));
}

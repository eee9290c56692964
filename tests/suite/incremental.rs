//! Incremental equals clean, byte for byte; killed and crowded builds mend themselves.

use proptest::prelude::*;

use crate::site::{TestSite, article, tree};

/// A change between two builds.
#[derive(Debug, Clone)]
enum Edit {
    Write { article: usize, title: usize, topic: usize, tag: usize, day: u32, words: usize },
    Remove { article: usize },
    Retitle(usize),
    Damage(usize),
    Hold { article: usize },
    Table(usize),
    People(usize),
    Picture(usize),
    Theme(usize),
    Day(u32),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let write = (0..8_usize, 0..4_usize, 0..2_usize, 0..4_usize, 1..28_u32, 0..40_usize).prop_map(
        |(article, title, topic, tag, day, words)| Edit::Write { article, title, topic, tag, day, words },
    );
    let edit = prop_oneof![
        6 => write,
        2 => (0..8_usize).prop_map(|article| Edit::Remove { article }),
        1 => (0..3_usize).prop_map(Edit::Retitle),
        1 => (0..40_usize).prop_map(Edit::Damage),
        1 => (0..8_usize).prop_map(|article| Edit::Hold { article }),
        1 => (0..4_usize).prop_map(Edit::Table),
        1 => (0..3_usize).prop_map(Edit::People),
        1 => (0..3_usize).prop_map(Edit::Picture),
        1 => (0..9_usize).prop_map(Edit::Theme),
        1 => (1..28_u32).prop_map(Edit::Day),
    ];
    prop::collection::vec(prop::collection::vec(edit, 1..4), 1..5).prop_map(|rounds| rounds.concat())
}

fn apply(site: &TestSite, edit: &Edit) {
    let path = |article: &usize| format!("content/articles/a{article}.md");
    match edit {
        Edit::Write { article: number, title, topic, tag, day, words } => {
            let topic = ["营养", "急救"][*topic];
            let tag = ["盐", "糖", "HPV疫苗", "心肺复苏"][*tag];
            let body = "少盐少油，按压胸骨下半段。\n\n".repeat(*words);
            let title = ["怎么吃", "怎么救", "一二三", "高血压"][*title];
            let link = (number + 1) % 8;
            let target = site.root().join(format!("content/articles/a{link}.md"));
            let link = if target.exists() { format!("[下一篇](a{link}.md)") } else { String::new() };
            site.write(
                &path(number),
                format!(
                    "---\n标题: {title}\n主题: {topic}\n标签: [{tag}]\n发布日期: 2026-05-{day:02}\n作者: [a]\n封面: p.svg\n封面说明: 图\n---\n\n## {title}\n\n{body}{link}\n"
                ),
            );
        }
        Edit::Remove { article } => {
            let file = site.root().join(path(article));
            if file.exists() {
                std::fs::remove_file(file).expect("the file can be removed");
            }
        }
        Edit::Retitle(number) => {
            let config = std::fs::read_to_string(site.root().join("site.yaml")).expect("text");
            let rest = config.split_once('\n').expect("lines").1.to_owned();
            site.write("site.yaml", format!("title: 站名{number}\n{rest}"));
        }
        Edit::Hold { article } => {
            if let Ok(text) = std::fs::read_to_string(site.root().join(path(article))) {
                site.write(&path(article), text.replacen("主题:", "草稿: 是\n主题:", 1));
            }
        }
        Edit::Table(rows) => {
            let header = "活动编号,活动名称,品牌,区县,层级,阵地编号,日期,开始时间,主办单位,承办支队,状态";
            let row =
                |it| format!("H{it},急救课,全域科普,北碚,站,Z{rows},2026-06-0{rows},9:00,科协,D1,确认\n");
            let rows: String = (0..*rows).map(row).collect();
            site.write("content/data/活动.csv", format!("{header}\n{rows}"));
        }
        Edit::People(number) => {
            site.write("content/data/people.yaml", format!("- 编号: a\n  姓名: 甲{number}\n"));
        }
        Edit::Picture(number) => drop(site.write("content/articles/p.svg", picture(*number))),
        Edit::Theme(number) => {
            let name = ["toc", "chips", "components"][number % 3];
            let path = format!("themes/kepu/templates/partials/{name}.html");
            let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
            let text = std::fs::read_to_string(own).expect("the template can be read");
            // The first word in the text of each of them is what a reader sees.
            site.write(
                &path,
                text.replacen("目录", &format!("目录{number}"), 1).replacen("年", &format!("年{number}"), 1),
            );
        }
        // Not a matter of files.
        Edit::Day(_) => {}
        Edit::Damage(number) => {
            // Somebody changes or removes a published file by hand.
            let files: Vec<String> = tree(&site.root().join("public")).into_keys().collect();
            if let Some(file) = files.get(number % files.len().max(1)) {
                let path = site.root().join("public").join(file);
                if number % 2 == 0 {
                    std::fs::remove_file(path).expect("the file can be removed");
                } else {
                    std::fs::write(path, "damaged").expect("the file can be written");
                }
            }
        }
    }
}

fn picture(number: usize) -> String {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='20'/>", number + 30)
}

/// Links to articles that were removed would be errors, which publish nothing.
fn drop_dead_links(site: &TestSite) {
    for number in 0..8 {
        let path = site.root().join(format!("content/articles/a{number}.md"));
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let next = site.root().join(format!("content/articles/a{}.md", (number + 1) % 8));
        if !next.exists() && text.contains("[下一篇]") {
            let at = text.find("[下一篇]").expect("just seen");
            std::fs::write(path, format!("{}\n", &text[..at])).expect("the file can be written");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn incremental_equals_clean(edits in edits()) {
        let mut site = TestSite::new("");
        site.write("content/articles/first.md", article("头一篇", "营养", "2026-05-01", "正文。"));
        site.write("content/articles/p.svg", picture(0));
        site.build();
        for group in edits.chunks(2) {
            for edit in group {
                apply(&site, edit);
                if let Edit::Day(day) = edit {
                    let day = format!("2026-05-{day:02}").parse().expect("a day");
                    site = site.with(|options| options.selection.day = day);
                }
            }
            drop_dead_links(&site);
            let built = site.build();
            let clean = site.clean();
            let names = |files: &std::collections::BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
            prop_assert_eq!(names(built.files()), names(&clean));
            for (path, bytes) in &clean {
                prop_assert!(&built.files()[path] == bytes, "{} is different", path);
            }
        }
    }
}

#[test]
fn a_second_build_renders_nothing() {
    let site = TestSite::new("");
    site.write("content/articles/a.md", article("一", "营养", "2026-05-01", "正文。"));
    assert!(site.build().report.rendered > 5);
    assert_eq!(site.build().report.rendered, 0);
}

#[test]
fn an_edit_renders_only_what_shows_it() {
    let site = TestSite::new("");
    for number in 0..30 {
        let text =
            article(&format!("第{number}篇"), "营养", &format!("2026-05-{:02}", number % 28 + 1), "正文。");
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    site.build();
    site.write("content/articles/a7.md", article("第7篇", "营养", "2026-05-08", "正文。\n\n另一句。"));
    let report = site.build().report;
    let reasons: Vec<&str> = report.reasons.iter().map(|(path, _)| path.as_str()).collect();
    assert!(reasons.contains(&"nutrition/a7.html"), "{reasons:?}");
    assert!(!reasons.contains(&"nutrition/a25.html"), "{reasons:?}");
}

#[test]
fn a_template_renders_only_the_pages_that_show_it() {
    let site = TestSite::new("");
    for number in 0..30 {
        let text =
            article(&format!("第{number}篇"), "营养", "2026-05-01", "## 一\n\n正文。\n\n## 二\n\n正文。");
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    site.build();
    let change = |name: &str| {
        let path = format!("themes/kepu/templates/{name}");
        let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&path);
        let text = std::fs::read_to_string(own).expect("the template can be read");
        site.write(&path, format!("{text} "));
        let report = site.build().report;
        report
            .reasons
            .into_iter()
            .map(|(path, reason)| format!("{path}: {}", reason.text().en))
            .collect::<Vec<_>>()
    };
    let lists = change("partials/pagination.html");
    assert!(lists.contains(&"nutrition/page-2.html: template changed".to_owned()), "{lists:#?}");
    assert!(!lists.iter().any(|it| it.contains("nutrition/a") || it.contains("search.html")), "{lists:#?}");
    let articles = change("partials/toc.html");
    assert!(articles.contains(&"nutrition/a7.html: template changed".to_owned()), "{articles:#?}");
    assert!(!articles.iter().any(|it| it.contains("index.html")), "{articles:#?}");
    let all = change("base.html");
    let feed = |it: &String| it.starts_with("feeds/") && !it.starts_with("feeds/index.html");
    assert!(all.len() > 35 && !all.iter().any(feed), "{all:#?}");
}

#[test]
fn thread_count_does_not_reach_the_output() {
    let site = TestSite::new("");
    for number in 0..40 {
        let text =
            article(&format!("第{number}篇"), "急救", &format!("2026-05-{:02}", number % 28 + 1), "按压。");
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    let build = |jobs: &str, output: &str| {
        let output_folder = site.root().join(output);
        let folder = output_folder.to_string_lossy().into_owned();
        let arguments = ["build", "--no-cache", "--as-of", "2026-11-23", "--jobs", jobs, "--output", &folder];
        let result = site.kepu(&arguments);
        assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
        tree(&output_folder)
    };
    assert!(build("1", "one") == build("4", "four"));
}

#[test]
fn a_killed_build_is_mended_by_the_next() {
    let site = TestSite::new("");
    for number in 0..60 {
        let text =
            article(&format!("第{number}篇"), "急救", &format!("2026-05-{:02}", number % 28 + 1), "按压。");
        site.write(&format!("content/articles/a{number}.md"), text);
    }
    site.build();
    for delay in [0, 5, 15, 30, 50, 90] {
        for number in 0..60 {
            let body = format!("改动 {delay} 毫秒。");
            site.write(
                &format!("content/articles/a{number}.md"),
                article(&format!("第{number}篇"), "急救", "2026-05-02", &body),
            );
        }
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_kepu"))
            .arg("--site")
            .arg(site.root())
            .args(["build", "--quiet", "--as-of", "2026-11-23"])
            .spawn()
            .expect("kepu runs");
        std::thread::sleep(std::time::Duration::from_millis(delay));
        drop(child.kill());
        child.wait().expect("the child ends");
        for (path, bytes) in tree(&site.root().join("public")) {
            assert!(!bytes.is_empty(), "{path} is empty after a kill at {delay} ms");
        }
        let built = site.build();
        assert!(built.files() == &site.clean(), "after a kill at {delay} ms");
    }
}

//! A project with unsaved texts: they stand in for the files, and nothing notices.

use kepu::project::{Project, Selection, Texts};

use crate::site::{TestSite, article};

const FILE: &str = "content/articles/a.md";

fn load(site: &TestSite) -> Project {
    let selection = Selection { day: "2026-11-23".parse().expect("a day"), drafts: false, future: false };
    Project::load(site.root(), selection, &Texts::default()).expect("the site loads")
}

/// Titles of the articles, and the problems, one a line.
fn state(project: &Project) -> String {
    let assembled = project.assemble();
    let problems = assembled.problems();
    let titles = assembled.catalog.articles.iter().map(|it| it.source.front.title.clone());
    titles
        .chain(problems.iter().map(|it| format!("{} {}", it.rule.id, it.file)))
        .collect::<Vec<_>>()
        .join("\n")
}

fn text(title: &str) -> String {
    article(title, "营养", "2026-05-01", "正文。")
}

#[test]
fn an_unsaved_text_counts_until_it_is_cleared() {
    let site = TestSite::new("");
    site.write(FILE, text("存盘的"));
    let mut project = load(&site);
    assert_eq!(project.set_text(FILE, &text("存盘的")), [""; 0], "what is opened is as it was saved");
    assert_eq!(project.set_text(FILE, &text("没存的")), [FILE]);
    assert_eq!(state(&project), "没存的");
    assert_eq!(project.text(FILE).as_deref(), Some(&*text("没存的")));
    assert_eq!(project.set_text(FILE, &text("没存的")), [""; 0]);

    site.write(FILE, text("别人存的"));
    assert_eq!(project.refresh(&[FILE.to_owned()].into()), [""; 0]);
    assert_eq!(project.adopt(project.look()), [""; 0]);
    assert_eq!(state(&project), "没存的");
    assert_eq!(project.set_text(FILE, &text("又改的")), [FILE]);

    assert_eq!(project.clear_text(FILE), [FILE]);
    assert_eq!(state(&project), "别人存的");
    assert_eq!(project.text(FILE).as_deref(), Some(&*text("别人存的")));
    assert_eq!(project.clear_text(FILE), [""; 0]);

    // Saved as it is, and closed.
    project.set_text(FILE, &text("存了再关"));
    site.write(FILE, text("存了再关"));
    assert_eq!(project.clear_text(FILE), [""; 0]);
    assert_eq!(state(&project), "存了再关");
}

#[test]
fn a_text_needs_no_file() {
    let site = TestSite::new("");
    let mut project = load(&site);
    assert_eq!(project.set_text(FILE, &text("还没有文件")), [FILE]);
    assert_eq!(state(&project), "还没有文件");
    assert_eq!(project.adopt(project.look()), [""; 0]);
    assert_eq!(project.clear_text(FILE), [FILE]);
    assert_eq!(state(&project), "");
    assert_eq!(project.text(FILE), None);

    site.write(FILE, text("存盘的"));
    project.refresh(&[FILE.to_owned()].into());
    project.set_text(FILE, &text("没存的"));
    site.remove(FILE);
    assert_eq!(project.adopt(project.look()), [""; 0], "it is still open");
    assert_eq!(state(&project), "没存的");
    assert_eq!(project.clear_text(FILE), [FILE]);
    assert_eq!(state(&project), "");
}

#[test]
fn every_file_that_is_a_text_can_be_unsaved() {
    let site = TestSite::new("");
    site.write(FILE, article("一篇", "新主题", "2026-05-01", "正文。"));
    let mut project = load(&site);
    assert_eq!(state(&project), "一篇\nunknown-topic content/articles/a.md");
    let config = project.text("site.yaml").expect("a text").replace("name: 急救", "name: 新主题");
    assert_eq!(project.set_text("site.yaml", &config), ["site.yaml"]);
    assert_eq!(state(&project), "一篇");

    let (people, table) = ("content/data/people.yaml", "content/data/阵地.csv");
    assert_eq!(project.set_text(people, "- 编号: [\n"), [people]);
    assert_eq!(state(&project), format!("一篇\ntable-syntax {people}"));
    assert_eq!(project.set_text(people, "- { id: a, name: 甲 }\n"), [people]);
    assert!(project.assemble().catalog.people.find("a").is_some());
    assert_eq!(project.set_text(table, "阵地编号,没有这列\n1,2\n"), [table]);
    assert_ne!(state(&project), "一篇");
    assert_eq!(project.clear_text(table), [table]);
    assert_eq!(state(&project), "一篇");
    let template = "themes/kepu/templates/not-found.html";
    assert_eq!(project.set_text(template, "{% if %}"), [template]);
    assert!(project.theme_failure().is_some());
    assert_eq!(project.clear_text(template), [template]);
    assert!(project.theme_failure().is_none());

    let large = " ".repeat(9 << 20);
    project.set_text(FILE, &large);
    assert_eq!(state(&project), "一篇\nfile-too-large content/articles/a.md");
    for other in ["content/articles/p.svg", "content/data/阵地.xlsx", "README.md", "content/.a.md", "../a.md"]
    {
        assert_eq!(project.set_text(other, "<svg/>"), [""; 0], "{other}");
        assert_eq!(project.text(other), None, "{other}");
    }
}

#[test]
fn what_is_said_of_a_text_is_said_of_the_one_that_is_there() {
    let site = TestSite::new("");
    site.write(FILE, article("一篇", "没有的主题", "2026-05-01", "[坏](none.md)"));
    let mut project = load(&site);
    assert!(state(&project).contains("unknown-topic"));
    project.set_text(FILE, "---\n标题: [一篇\n---\n");
    let assembled = project.assemble();
    let problems = assembled.problems();
    assert_eq!(assembled.catalog.articles.len(), 1, "the last good value stays");
    assert!(
        !problems.is_empty() && problems.iter().all(|it| it.rule.id == "front-matter-syntax"),
        "{problems:?}"
    );
}

#[cfg(unix)]
#[test]
fn a_text_behind_a_link_goes_back_to_its_file() {
    let site = TestSite::new("");
    site.write("shared/f.md", text("链接后面的"));
    site.write(FILE, text("一篇"));
    std::os::unix::fs::symlink("../../shared", site.root().join("content/articles/链")).expect("a link");
    let mut project = load(&site);
    let path = "content/articles/链/f.md";
    assert_eq!(project.set_text(path, &text("没存的")), [path]);
    assert!(state(&project).contains("没存的"));
    assert_eq!(project.clear_text(path), [path]);
    assert!(state(&project).contains("链接后面的"));
}

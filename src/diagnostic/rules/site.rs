//! Rules of the whole site: links, addresses, review, settings.

use super::super::Severity::{Error, Warning};
use super::super::rule::Example::{Body, Files, Front, Settings, Told};
use super::super::rule::{Rule, Words};

/// A picture of nothing.
const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";

/// A table of one activity.
const HELD: &str = "- 活动编号: HD-1\n  活动名称: 示例\n  品牌: 全域科普\n  区县: 北碚\n  层级: 站\n  阵地编号: 示例站\n  日期: 2026-03-05\n  开始时间: \"9:00\"\n  主办单位: 示例区科协\n  承办支队: 示例支队\n  状态: 已完成\n";

pub static ATTACHMENT: Rule = Rule {
    id: "attachment",
    severity: Error,
    title: Words::new("这种文件不能发布", "a file of a kind that is not published"),
    explanation: Words::new(
        "只发布图片、PDF、音频、视频和表格等看得见内容的文件。网页和程序会在读者的手机上运行；网页请写成文章，文档另存为 PDF。",
        "Pictures, PDF, sound, film and the like are published. Web pages and programs run where they are opened: write an article, or save as PDF.",
    ),
    raises: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n[下载](a.html)\n"),
        ("content/articles/a.html", "<p>甲"),
    ]),
    passes: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n[看图](a.svg)\n"),
        ("content/articles/a.svg", SVG),
    ]),
};

pub static BAD_PATH: Rule = Rule {
    id: "bad-path",
    severity: Error,
    title: Words::new("页面的地址有系统放不下", "an address that some systems cannot hold"),
    explanation: Words::new(
        "成品要能放在 Windows、U 盘和任何网站上：有的名字（如 `con`）在 Windows 上不能用。换一个网址名，或改 permalinks。",
        "The site must fit on Windows, USB sticks and any server; names such as `con` do not. Choose another slug or permalinks.",
    ),
    raises: Files(&[
        (
            "site.yaml",
            "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics: [{ id: agri, name: 农技 }]\npermalinks: { article: \"co{slug}.html\" }\n",
        ),
        ("content/articles/n.md", "---\n标题: 示例\n主题: 农技\n---\n\n正文。\n"),
    ]),
    passes: Files(&[("content/articles/n.md", "---\n标题: 示例\n主题: 农技\n---\n\n正文。\n")]),
};

pub static BROKEN_ANCHOR: Rule = Rule {
    id: "broken-anchor",
    severity: Error,
    title: Words::new("链接指的那一节不存在", "a link to a section that is not there"),
    explanation: Words::new(
        "页面在，`#` 后面的那一节不在：标题改过了，或写错了。读者会落到页面开头，找不到要看的。",
        "The page is there, its section is not: the heading was changed or misspelt. Readers land at the top.",
    ),
    raises: Body("## 第一步\n\n见[下面](#第二步)。"),
    passes: Body("## 第一步\n\n见[上面](#第一步)。"),
};

pub static BROKEN_LINK: Rule = Rule {
    id: "broken-link",
    severity: Error,
    title: Words::new("链接没有指到任何文件", "a link that leads to no file"),
    explanation: Words::new(
        "站内链接写源文件的相对路径，例如 `../急救/cpr.md`，发布时换成页面的地址；文件改名后要跟着改。",
        "Links inside the site are relative paths of source files, such as `../急救/cpr.md`; they follow a renamed file.",
    ),
    raises: Body("见[这里](没有.md)。"),
    passes: Body("见[网站](https://example.org/)。"),
};

pub static COVER_WITHOUT_ALT: Rule = Rule {
    id: "cover-without-alt",
    severity: Warning,
    title: Words::new("封面没有文字说明", "a cover without a description"),
    explanation: Words::new(
        "看不见图的人靠 `封面说明` 知道图上有什么。",
        "`cover_alt` is what people hear or read who cannot see the cover.",
    ),
    raises: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n封面: a.svg\n---\n\n正文。\n"),
        ("content/articles/a.svg", SVG),
    ]),
    passes: Files(&[
        (
            "content/articles/示例.md",
            "---\n标题: 示例\n主题: 农技\n封面: a.svg\n封面说明: 一张示意图\n---\n\n正文。\n",
        ),
        ("content/articles/a.svg", SVG),
    ]),
};

pub static DEAD_NAVIGATION: Rule = Rule {
    id: "dead-navigation",
    severity: Error,
    title: Words::new("导航的链接没有指到任何页面", "a link of the navigation that leads to no page"),
    explanation: Words::new(
        "导航在每一页上，错一处就是处处错。写成品网站里的路径，或完整的网址。",
        "The navigation stands on every page. Write a path of the published site, or a whole address.",
    ),
    raises: Settings("navigation:\n  - { title: 关于, link: about.html }"),
    passes: Settings("navigation:\n  - { title: 全部文章, link: archive/index.html }"),
};

pub static DUPLICATE_PATH: Rule = Rule {
    id: "duplicate-path",
    severity: Error,
    title: Words::new("两篇文章的页面地址相同", "two texts with one address"),
    explanation: Words::new(
        "后一篇会盖掉前一篇。给其中一篇另写一个 `网址名`，或改文件名。",
        "One would hide the other. Give one another `slug`, or rename its file.",
    ),
    raises: Files(&[
        ("content/articles/甲.md", "---\n标题: 甲\n主题: 农技\n网址名: same\n---\n\n正文。\n"),
        ("content/articles/乙.md", "---\n标题: 乙\n主题: 农技\n网址名: same\n---\n\n正文。\n"),
    ]),
    passes: Files(&[
        ("content/articles/甲.md", "---\n标题: 甲\n主题: 农技\n网址名: one\n---\n\n正文。\n"),
        ("content/articles/乙.md", "---\n标题: 乙\n主题: 农技\n网址名: two\n---\n\n正文。\n"),
    ]),
};

pub static EXPIRED: Rule = Rule {
    id: "expired",
    severity: Warning,
    title: Words::new("文章过了有效期", "an article whose advice has run out"),
    explanation: Words::new(
        "页面上已经提示读者“可能过时”。请审核人复核，再更新 `有效期至`；不再成立的就撤下。",
        "Its page warns readers already. Have it reviewed and update `valid_until`, or take it down.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n发布日期: 2020-01-01\n有效期至: 2021-01-01"),
    passes: Front("标题: 示例\n主题: 农技\n发布日期: 2020-01-01\n有效期至: 2099-01-01"),
};

pub static FEED_NAME_CLASH: Rule = Rule {
    id: "feed-name-clash",
    severity: Error,
    title: Words::new("两个订阅源同名", "two feeds of one name"),
    explanation: Words::new(
        "订阅源的文件名由主题的 id、标签或 feeds.selections 里的 id 得来（全站的是 `all`），两个同名就只剩一个。另写一个 id。",
        "Feeds are named by the id of a topic, by a tag, or by an id in feeds.selections (that of all articles is `all`); two of one name would be one. Choose another id.",
    ),
    raises: Files(&[
        (
            "site.yaml",
            "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics:\n  - { id: agri, name: 农技 }\n  - { id: tag-cheng, name: 橙 }\nfeeds: { tags: [橙] }\n",
        ),
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n标签: [橙]\n---\n\n正文。\n"),
    ]),
    passes: Files(&[
        (
            "site.yaml",
            "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics:\n  - { id: agri, name: 农技 }\nfeeds: { tags: [橙] }\n",
        ),
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n标签: [橙]\n---\n\n正文。\n"),
    ]),
};

pub static FEED_SELECTION: Rule = Rule {
    id: "feed-selection",
    severity: Warning,
    title: Words::new(
        "feeds.selections 里的条件选不出文章",
        "a condition in feeds.selections that no article meets",
    ),
    explanation: Words::new(
        "几样条件要同时满足；一样里写几个，满足一个就行。没有文章用的主题、标签、适用人群选不出东西，订阅源会一直是空的。",
        "Conditions hold together; of the values of one any will do. A topic, tag or audience that no article has chooses nothing, and the feed stays empty.",
    ),
    raises: Settings("feeds: { selections: [{ id: elders, title: 写给老人, audience: [老人] }] }"),
    passes: Files(&[
        (
            "site.yaml",
            "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics: [{ id: agri, name: 农技 }]\nfeeds: { selections: [{ id: elders, title: 写给老人, audience: [老人] }] }\n",
        ),
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n适用人群: [老人]\n---\n\n正文。\n"),
    ]),
};

pub static FEED_TAG: Rule = Rule {
    id: "feed-tag",
    severity: Warning,
    title: Words::new("feeds.tags 里的标签没有文章用", "a tag in feeds.tags that no article has"),
    explanation: Words::new(
        "这个订阅源会一直是空的。改成文章里用的标签，或去掉。",
        "Its feed would stay empty. Use a tag that articles have, or take it out.",
    ),
    raises: Settings("feeds: { tags: [没有] }"),
    passes: Settings("feeds: { tags: [] }"),
};

pub static LINK_TO_UNPUBLISHED: Rule = Rule {
    id: "link-to-unpublished",
    severity: Warning,
    title: Words::new("链接指向还没有发布的文章", "a link to an article that is not published"),
    explanation: Words::new(
        "那一篇是草稿，或日期在将来，读者点不开。等它发布，或先去掉链接。",
        "It is a draft or dated later; readers cannot open it. Wait, or take the link out.",
    ),
    raises: Files(&[
        ("content/articles/甲.md", "---\n标题: 甲\n主题: 农技\n---\n\n见[乙](乙.md)。\n"),
        ("content/articles/乙.md", "---\n标题: 乙\n主题: 农技\n草稿: 是\n---\n\n正文。\n"),
    ]),
    passes: Files(&[
        ("content/articles/甲.md", "---\n标题: 甲\n主题: 农技\n---\n\n见[乙](乙.md)。\n"),
        ("content/articles/乙.md", "---\n标题: 乙\n主题: 农技\n---\n\n正文。\n"),
    ]),
};

pub static MISSING_COVER: Rule = Rule {
    id: "missing-cover",
    severity: Error,
    title: Words::new("找不到封面", "a cover that is not there"),
    explanation: Words::new(
        "把图片放在文章旁边，或放进 content/assets，`封面` 写相对路径。",
        "Put the image beside the article or into content/assets, and give its relative path as `cover`.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n封面: 没有.png\n封面说明: 示意图"),
    passes: Front("标题: 示例\n主题: 农技"),
};

pub static MISSING_FIELD: Rule = Rule {
    id: "missing-field",
    severity: Error,
    title: Words::new("文章开头缺少必填的一项", "a required key is missing"),
    explanation: Words::new(
        "`site.yaml` 的 `required` 写明每篇文章必须有哪些项：标题总要有，来源、审核等由各单位决定。",
        "`required` in `site.yaml` says what every article must have: always a title; sources, reviewers and others as an office decides.",
    ),
    raises: Front("主题: 农技"),
    passes: Front("标题: 示例\n主题: 农技"),
};

pub static MISSING_IMAGE: Rule = Rule {
    id: "missing-image",
    severity: Error,
    title: Words::new("找不到正文里的图片", "an image that is not there"),
    explanation: Words::new(
        "把图片放在文章旁边，或放进 content/assets，写相对路径；大小写要一致。",
        "Put the image beside the article or into content/assets; upper and lower case matter.",
    ),
    raises: Body("![示意图](没有.png)"),
    passes: Body("正文。"),
};

pub static PAGE_IN_PAGE: Rule = Rule {
    id: "page-in-page",
    severity: Error,
    title: Words::new("页面要放进的文件夹已是另一页", "a page below another page"),
    explanation: Words::new(
        "`a.html` 不能既是页面又是文件夹。改 permalinks，或给其中一篇另写网址名。",
        "`a.html` cannot be a page and a folder. Change permalinks, or the slug of one.",
    ),
    raises: Files(&[
        (
            "site.yaml",
            "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics: [{ id: agri, name: 农技 }]\npermalinks: { article: \"about.html/{slug}.html\", page: \"{slug}.html\" }\n",
        ),
        ("content/pages/about.md", "---\n标题: 关于\n---\n\n正文。\n"),
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n正文。\n"),
    ]),
    passes: Files(&[("content/pages/about.md", "---\n标题: 关于\n---\n\n正文。\n")]),
};

pub static RESERVED_PATH: Rule = Rule {
    id: "reserved-path",
    severity: Error,
    title: Words::new("页面占了站点自己的地址", "a page where the site puts one of its own"),
    explanation: Words::new(
        "`search.html`、`feeds/` 等是站点自己的。另写一个网址名。",
        "`search.html`, `feeds/` and others belong to the site itself. Choose another slug.",
    ),
    raises: Files(&[("content/pages/search.md", "---\n标题: 搜索\n---\n\n正文。\n")]),
    passes: Files(&[("content/pages/about.md", "---\n标题: 关于\n---\n\n正文。\n")]),
};

pub static REVIEW_IN_FUTURE: Rule = Rule {
    id: "review-in-future",
    severity: Warning,
    title: Words::new("审核日期在将来", "a review date in the future"),
    explanation: Words::new("写实际审核的那一天。", "Give the day on which it was reviewed."),
    raises: Front("标题: 示例\n主题: 农技\n审核: 审核人甲\n审核日期: 2099-01-01"),
    passes: Front("标题: 示例\n主题: 农技\n审核: 审核人甲\n审核日期: 2026-01-01"),
};

pub static REVIEWED_BEFORE_UPDATE: Rule = Rule {
    id: "reviewed-before-update",
    severity: Warning,
    title: Words::new("更新之后没有再审核", "updated after it was reviewed"),
    explanation: Words::new(
        "读者看到审核人的名字，会以为现在的内容都审过。请审核人看过改动，再改审核日期。",
        "Readers take the reviewer's name for the text as it stands. Have the change reviewed, then change the date.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n审核: 审核人甲\n审核日期: 2026-01-01\n更新日期: 2026-02-01"),
    passes: Front("标题: 示例\n主题: 农技\n审核: 审核人甲\n审核日期: 2026-02-01\n更新日期: 2026-02-01"),
};

pub static UNKNOWN_ACTIVITY: Rule = Rule {
    id: "unknown-activity",
    severity: Error,
    title: Words::new("报道的活动不在活动表里", "a report of an activity that is in no table"),
    explanation: Words::new(
        "写了 `活动` 的文章，显示在那场活动的页面上。编号写错了，活动页上就没有这篇报道。",
        "An article with `activity` stands on the page of that activity. With an id that no row has, it stands on none.",
    ),
    raises: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n活动: HD-2\n---\n\n正文。\n"),
        ("content/data/活动.yaml", HELD),
    ]),
    passes: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n活动: HD-1\n---\n\n正文。\n"),
        ("content/data/活动.yaml", HELD),
    ]),
};

pub static UNKNOWN_TOPIC: Rule = Rule {
    id: "unknown-topic",
    severity: Error,
    title: Words::new("没有这个主题", "a topic that the site does not have"),
    explanation: Words::new(
        "主题在 `site.yaml` 的 topics 里。写错一个字，文章就不在任何栏目里。",
        "Topics stand in `site.yaml`. A misspelt one leaves the article in none.",
    ),
    raises: Front("标题: 示例\n主题: 农业"),
    passes: Front("标题: 示例\n主题: 农技"),
};

pub static UNREVIEWED: Rule = Rule {
    id: "unreviewed",
    severity: Warning,
    title: Words::new(
        "健康类文章没有写明审核人和审核日期",
        "health advice that names no reviewer or review date",
    ),
    explanation: Words::new(
        "错的健康建议会伤人。健康类主题（`health: true`）的文章要有专业人员审核，写明是谁、哪一天。",
        "Wrong health advice hurts. Articles of health topics (`health: true`) name who reviewed them, and when.",
    ),
    raises: Front("标题: 示例\n主题: 急救"),
    passes: Front("标题: 示例\n主题: 急救\n审核: 审核人甲\n审核日期: 2026-01-01"),
};

pub static CONFIG_BASE_URL: Rule = Rule {
    id: "config-base-url",
    severity: Error,
    title: Words::new("base_url 不是网址", "base_url is no address"),
    explanation: Words::new(
        "订阅源、站点地图和分享都要完整的网址。写成 `https://…`，末尾不带 `?` 和 `#`。",
        "Feeds, the sitemap and shared links need the whole address: `https://…` without `?` or `#`.",
    ),
    raises: Files(&[("site.yaml", "title: 示例\nbase_url: 示例\ntopics: [{ id: agri, name: 农技 }]\n")]),
    passes: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics: [{ id: agri, name: 农技 }]\n",
    )]),
};

pub static CONFIG_COLOR: Rule = Rule {
    id: "config-color",
    severity: Error,
    title: Words::new("颜色写法不对", "not a colour"),
    explanation: Words::new(
        "颜色写成 `#1f6fb2` 这样，六位十六进制。",
        "Colours are six hexadecimal digits: `#1f6fb2`.",
    ),
    raises: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics: [{ id: agri, name: 农技, color: 红 }]\n",
    )]),
    passes: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics: [{ id: agri, name: 农技, color: \"#c8372d\" }]\n",
    )]),
};

pub static CONFIG_FEED_HUB: Rule = Rule {
    id: "config-feed-hub",
    severity: Error,
    title: Words::new("feeds.hub 不是网址", "feeds.hub is no address"),
    explanation: Words::new(
        "推送服务器（WebSub）的网址，写成 `https://…`。没有就不写这一项。",
        "The address of a WebSub hub, `https://…`. Leave the key out if there is none.",
    ),
    raises: Settings("feeds: { hub: 示例 }"),
    passes: Settings("feeds: { hub: \"https://hub.example.org/\" }"),
};

pub static CONFIG_FEED_ID: Rule = Rule {
    id: "config-feed-id",
    severity: Error,
    title: Words::new("feeds.selections 里的 id 不能用", "an id in feeds.selections that cannot be used"),
    explanation: Words::new(
        "id 是订阅源的文件名：用小写字母、数字和 `-`。",
        "It names the files of the feed: lower-case letters, digits and `-`.",
    ),
    raises: Settings("feeds: { selections: [{ id: 农技, title: 农技精选 }] }"),
    passes: Files(&[
        (
            "site.yaml",
            "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics: [{ id: agri, name: 农技 }]\nfeeds: { selections: [{ id: best, title: 农技精选 }] }\n",
        ),
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n正文。\n"),
    ]),
};

pub static CONFIG_PAGE_SIZE: Rule = Rule {
    id: "config-page-size",
    severity: Error,
    title: Words::new("page_size 是 0", "page_size is 0"),
    explanation: Words::new("一页至少要有一篇文章。", "A page of a list holds one article at least."),
    raises: Settings("page_size: 0"),
    passes: Settings("page_size: 20"),
};

pub static CONFIG_PERMALINK: Rule = Rule {
    id: "config-permalink",
    severity: Error,
    title: Words::new("网址规则不能用", "a permalink pattern that cannot be used"),
    explanation: Words::new(
        "成品要能放在 Windows、U 盘和任何网站上：规则里不能有 `con` 这样的名字、中文和特殊符号。",
        "The site must fit on Windows, USB sticks and any server: no names such as `con`, nothing but ASCII.",
    ),
    raises: Settings("permalinks: { article: \"con/{slug}.html\" }"),
    passes: Settings("permalinks: { article: \"{topic}/{slug}.html\" }"),
};

pub static CONFIG_REQUIRED: Rule = Rule {
    id: "config-required",
    severity: Error,
    title: Words::new("required 里有文章没有的项", "a key in `required` that articles do not have"),
    explanation: Words::new(
        "必填的项写英文或中文的名字，例如 title、sources、审核日期。",
        "Required keys are those of front matter, such as title, sources, reviewed.",
    ),
    raises: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics: [{ id: agri, name: 农技 }]\nrequired: [titel]\n",
    )]),
    passes: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics: [{ id: agri, name: 农技 }]\nrequired: [title]\n",
    )]),
};

pub static CONFIG_SYNTAX: Rule = Rule {
    id: "config-syntax",
    severity: Error,
    title: Words::new("site.yaml 读不懂", "site.yaml cannot be read"),
    explanation: Words::new(
        "冒号用半角，后面空一格；同一层的各行左边对齐；缩进用半角空格。",
        "ASCII colons with a blank behind them, lines of one level aligned, indented with ASCII blanks.",
    ),
    raises: Settings("page_size: [20"),
    passes: Settings("page_size: 20"),
};

pub static CONFIG_TAG_SLUG: Rule = Rule {
    id: "config-tag-slug",
    severity: Error,
    title: Words::new("标签的网址名不能用", "the slug of a tag cannot be an address"),
    explanation: Words::new("只用英文字母、数字和单个 `-`。", "ASCII letters, digits and single `-` only."),
    raises: Settings("tag_slugs: { HPV疫苗: 疫苗 }"),
    passes: Settings("tag_slugs: { HPV疫苗: hpv-vaccine }"),
};

pub static CONFIG_TOO_MANY: Rule = Rule {
    id: "config-too-many",
    severity: Error,
    title: Words::new("site.yaml 里的一项太长", "a list of site.yaml is too long"),
    explanation: Words::new(
        "主题、导航和页脚出现在每一页上，太多就没有人看，页面也会变得很大。",
        "Topics, navigation and footer stand on every page; too many make it large and are read by nobody.",
    ),
    raises: Told(Words::new("topics 里写了几千个主题。", "Thousands of topics.")),
    passes: Settings("page_size: 20"),
};

pub static CONFIG_TOPIC_ID: Rule = Rule {
    id: "config-topic-id",
    severity: Error,
    title: Words::new("主题的 id 不能用", "the id of a topic cannot be used"),
    explanation: Words::new(
        "id 是栏目网址的文件夹名：用小写字母、数字和 `-`，并避开站点自用的文件夹名。",
        "It names the folder of the topic's pages: lower-case letters, digits and `-`, and none of the site's own folders.",
    ),
    raises: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics: [{ id: 农技, name: 农技 }]\n",
    )]),
    passes: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics: [{ id: agri, name: 农技 }]\n",
    )]),
};

pub static CONFIG_TOPIC_TWICE: Rule = Rule {
    id: "config-topic-twice",
    severity: Error,
    title: Words::new("同一个主题写了两次", "a topic stands there twice"),
    explanation: Words::new("id 和名称都不能重复。", "Neither an id nor a name may be used twice."),
    raises: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics:\n  - { id: agri, name: 农技 }\n  - { id: agri, name: 种植 }\n",
    )]),
    passes: Files(&[(
        "site.yaml",
        "title: 示例\nbase_url: https://example.org/\ntopics:\n  - { id: agri, name: 农技 }\n  - { id: crops, name: 种植 }\n",
    )]),
};

pub static CONFIG_UNKNOWN_KEY: Rule = Rule {
    id: "config-unknown-key",
    severity: Error,
    title: Words::new("site.yaml 没有这一项", "a key that site.yaml does not have"),
    explanation: Words::new(
        "写错名字的设置等于没写。照提示改成认得的名字。",
        "A misspelt setting is a missing one. Use the known name.",
    ),
    raises: Settings("pagesize: 20"),
    passes: Settings("page_size: 20"),
};

pub static CONFIG_UNSAFE_LINK: Rule = Rule {
    id: "config-unsafe-link",
    severity: Error,
    title: Words::new("设置里的链接不安全", "an unsafe link in settings"),
    explanation: Words::new(
        "只能是站内的路径，或 https、http、mailto、tel 开头的地址。",
        "A path of the site, or an address with https, http, mailto or tel.",
    ),
    raises: Settings("navigation:\n  - { title: 点, link: \"javascript:alert(1)\" }"),
    passes: Settings("navigation:\n  - { title: 电话, link: \"tel:120\" }"),
};

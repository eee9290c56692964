//! Rules of one text: its encoding, front matter and body.

use super::super::Severity::{Error, Warning};
use super::super::rule::Example::{Body, Files, Front, Told};
use super::super::rule::{Rule, Words};

pub static BAD_BOOLEAN: Rule = Rule {
    id: "bad-boolean",
    severity: Error,
    title: Words::new("要写 `是` 或 `否` 的地方写了别的", "neither yes nor no"),
    explanation: Words::new(
        "草稿、AI辅助等项只能是 `是` 或 `否`（也可写 true、false）。写成别的就不知道是什么意思，不能猜。",
        "Keys such as `draft` and `ai_assisted` are `true` or `false` (`是`, `否`); anything else would be a guess.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n草稿: 也许"),
    passes: Front("标题: 示例\n主题: 农技\n草稿: 否"),
};

pub static BAD_DATE: Rule = Rule {
    id: "bad-date",
    severity: Error,
    title: Words::new("日期看不懂，或没有这一天", "a date that cannot be read, or is no day"),
    explanation: Words::new(
        "日期决定文章的先后、有效期和审核提醒，错一天也不行。写成 `2026-03-05` 或 `2026年3月5日`。",
        "Dates decide order, expiry and reminders of reviews. Write `2026-03-05` or `2026年3月5日`.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n发布日期: 2026-02-30"),
    passes: Front("标题: 示例\n主题: 农技\n发布日期: 2026年2月28日"),
};

pub static BAD_SLUG: Rule = Rule {
    id: "bad-slug",
    severity: Error,
    title: Words::new("网址名不能用作网址", "a slug that cannot be an address"),
    explanation: Words::new(
        "网址名是页面地址的一部分，要在任何系统和群里都点得开：只用英文字母、数字和单个 `-`。不写网址名时用文件名的拼音。",
        "The slug is part of the page's address: ASCII letters, digits and single `-`. Without one the file's name is used.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n网址名: 心肺 复苏"),
    passes: Front("标题: 示例\n主题: 农技\n网址名: cpr-at-home"),
};

pub static BAD_URL: Rule = Rule {
    id: "bad-url",
    severity: Error,
    title: Words::new("来源的网址不完整", "the address of a source is not complete"),
    explanation: Words::new(
        "读者要能点开来源。网址以 `https://` 或 `http://` 开头。",
        "Readers follow sources: the address begins with `https://` or `http://`.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n来源:\n  - 标题: 示例标准\n    机构: 示例机构\n    网址: www"),
    passes: Front(
        "标题: 示例\n主题: 农技\n来源:\n  - 标题: 示例标准\n    机构: 示例机构\n    网址: https://example.org/",
    ),
};

pub static BAD_YEAR: Rule = Rule {
    id: "bad-year",
    severity: Error,
    title: Words::new("来源的年份不是四位数字", "the year of a source is not four digits"),
    explanation: Words::new(
        "年份让读者知道依据有多新。写四位数字，例如 `2024`。",
        "The year tells readers how recent the evidence is: four digits, such as `2024`.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n来源:\n  - 标题: 示例标准\n    年份: 去年"),
    passes: Front("标题: 示例\n主题: 农技\n来源:\n  - 标题: 示例标准\n    年份: 2024"),
};

pub static CONTROL_CHARACTER: Rule = Rule {
    id: "control-character",
    severity: Warning,
    title: Words::new("文中有看不见的控制字符或乱码", "an invisible control character, or a broken one"),
    explanation: Words::new(
        "多半是从别的软件复制来的，网页上不显示；U+FFFD 说明原文转码时丢了一个字，要补上。",
        "It came from another program and is left out; U+FFFD means that a character was lost and has to be put back.",
    ),
    raises: Body("先拨打 120\u{8}。"),
    passes: Body("先拨打 120。"),
};

pub static CONTROL_CHARACTER_IN_DATA: Rule = Rule {
    id: "control-character-in-data",
    severity: Error,
    title: Words::new("设置里有控制字符", "a control character in settings"),
    explanation: Words::new(
        "设置会出现在每一页上，看不见的字符会弄坏页面和订阅源。删去它。",
        "Settings show on every page; an invisible character breaks pages and feeds. Remove it.",
    ),
    raises: super::super::rule::Example::Settings("description: \"示例\\u0008\""),
    passes: super::super::rule::Example::Settings("description: 示例"),
};

pub static DUPLICATE_ANCHOR: Rule = Rule {
    id: "duplicate-anchor",
    severity: Warning,
    title: Words::new("两个标题用了同一个锚点", "two headings with one anchor"),
    explanation: Words::new(
        "一个锚点只能指一处。后一个被改了名，指向它的链接会落到前一个。给它换一个 `{#…}`。",
        "An anchor is one place. The later one was renamed, so links to it lead to the first; give it another `{#…}`.",
    ),
    raises: Body("## 第一步 {#step}\n\n甲。\n\n## 第二步 {#step}\n\n乙。"),
    passes: Body("## 第一步 {#step-1}\n\n甲。\n\n## 第二步 {#step-2}\n\n乙。"),
};

pub static DUPLICATE_KEY: Rule = Rule {
    id: "duplicate-key",
    severity: Error,
    title: Words::new("文章开头同一项写了两次", "a key of the front matter stands there twice"),
    explanation: Words::new(
        "两次写的可能不一样，不知道该信哪一次。留下对的一处。",
        "The two may differ, and nobody knows which is right. Keep one.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n标题: 另一个"),
    passes: Front("标题: 示例\n主题: 农技"),
};

pub static FRONT_MATTER_SYNTAX: Rule = Rule {
    id: "front-matter-syntax",
    severity: Error,
    title: Words::new("文章开头的写法有误", "the front matter is not written as it should be"),
    explanation: Words::new(
        "每行是 `项: 内容`，冒号用半角，后面空一格；缩进用半角空格。值里有 `: ` 或 `#` 时加引号。",
        "Lines of `key: value`, with an ASCII colon and a blank; indented with ASCII blanks; a value with `: ` or `#` is quoted.",
    ),
    raises: Front("标题：示例\n主题: 农技"),
    passes: Front("标题: 示例\n主题: 农技"),
};

pub static FRONT_MATTER_TOO_LARGE: Rule = Rule {
    id: "front-matter-too-large",
    severity: Error,
    title: Words::new("文章开头超过 64 KiB", "front matter of more than 64 KiB"),
    explanation: Words::new(
        "多半是漏了结束的 `---`，正文被当成了开头。",
        "Most likely the closing `---` is missing and the body was taken for front matter.",
    ),
    raises: Told(Words::new(
        "两行 `---` 之间有七万字节。",
        "Seventy thousand bytes between the two lines of `---`.",
    )),
    passes: Front("标题: 示例\n主题: 农技"),
};

pub static FRONT_MATTER_UNCLOSED: Rule = Rule {
    id: "front-matter-unclosed",
    severity: Error,
    title: Words::new("文章开头没有结束行 `---`", "front matter without its closing `---`"),
    explanation: Words::new(
        "不知道正文从哪里开始。在最后一项下面另起一行写 `---`。",
        "Nobody can tell where the body begins. Write `---` on a line of its own below the last key.",
    ),
    raises: Files(&[("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n\n正文。\n")]),
    passes: Files(&[("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n正文。\n")]),
};

pub static HEADING_ATTRIBUTES: Rule = Rule {
    id: "heading-attributes",
    severity: Warning,
    title: Words::new("标题的花括号里有用不到的内容", "attributes of a heading that are not used"),
    explanation: Words::new(
        "标题后的 `{…}` 只认锚点 `{#名}`，其余没有采用。若是正文，写在花括号外面。",
        "Behind a heading only an anchor `{#name}` is read. If the rest is text, write it outside the braces.",
    ),
    raises: Body("## 第一步 {#step .red}\n\n甲。"),
    passes: Body("## 第一步 {#step-1}\n\n甲。"),
};

pub static HTML_OUTSIDE_CELLS: Rule = Rule {
    id: "html-outside-cells",
    severity: Error,
    title: Words::new(
        "HTML 表格里有太多内容不在单元格内",
        "too much of an HTML table stands outside its cells",
    ),
    explanation: Words::new(
        "浏览器会把这些内容挪到表格外面，顺序全乱。用 Markdown 的表格，或写进 `<td>…</td>`。",
        "Browsers move it out of the table, out of order. Use a Markdown table, or write it inside `<td>…</td>`.",
    ),
    raises: Told(Words::new(
        "`<table>` 里直接写了几千个 `<b>`，没有 `<tr>` 和 `<td>`。",
        "Thousands of `<b>` directly in a `<table>`, without `<tr>` and `<td>`.",
    )),
    passes: Body("<table><tr><td>甲</td></tr></table>"),
};

pub static HTML_REMOVED: Rule = Rule {
    id: "html-removed",
    severity: Warning,
    title: Words::new("不允许的 HTML，已去掉", "HTML that is not allowed was taken out"),
    explanation: Words::new(
        "正文里的 HTML 只留下不会运行、不会遮挡页面的标签和属性；脚本、样式、表单、内嵌网页都去掉。能用 Markdown 写的就用 Markdown。",
        "Only elements and attributes that run nothing and cover nothing are kept; scripts, styles, forms and frames go. Prefer Markdown.",
    ),
    raises: Body("<script>alert(1)</script>\n\n正文。"),
    passes: Body("<details><summary>更多</summary>内容</details>"),
};

pub static HTML_UNCLOSED: Rule = Rule {
    id: "html-unclosed",
    severity: Error,
    title: Words::new("没有合上的 HTML 标签太多", "too many HTML elements that are not closed"),
    explanation: Words::new(
        "没有合上的 `<b>`、`<a>` 会在后面每一段里重新打开。每个标签都要合上。",
        "An unclosed `<b>` or `<a>` is opened again in every paragraph that follows. Close each.",
    ),
    raises: Told(Words::new("正文里有上百个没有合上的 `<b>`。", "Hundreds of `<b>` that are never closed.")),
    passes: Body("先<b>拨打 120</b>。"),
};

pub static IMAGE_WITHOUT_ALT: Rule = Rule {
    id: "image-without-alt",
    severity: Warning,
    title: Words::new("图片没有替代文字", "an image without a description"),
    explanation: Words::new(
        "看不见图的人、图没有加载出来时，靠这句话知道图上是什么。说清图里的要点，不要只写“图片”。",
        "It is what people hear or read who cannot see the image. Say what it shows.",
    ),
    raises: Files(&[
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n---\n\n![](a.svg)\n"),
        ("content/articles/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"),
    ]),
    passes: Files(&[
        (
            "content/articles/示例.md",
            "---\n标题: 示例\n主题: 农技\n---\n\n![按压位置：两乳头连线中点](a.svg)\n",
        ),
        ("content/articles/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"),
    ]),
};

pub static MISSING_PART: Rule = Rule {
    id: "missing-part",
    severity: Error,
    title: Words::new("作者、审核或来源的一条里缺了名称", "an author, reviewer or source without a name"),
    explanation: Words::new(
        "没有姓名的人、没有标题的来源，读者查不到。补上这一项。",
        "A person without a name or a source without a title cannot be looked up. Add it.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n来源:\n  - 机构: 示例机构"),
    passes: Front("标题: 示例\n主题: 农技\n来源:\n  - 标题: 示例标准\n    机构: 示例机构"),
};

pub static NESTED_TOO_DEEPLY: Rule = Rule {
    id: "nested-too-deeply",
    severity: Error,
    title: Words::new("引用、列表或 HTML 嵌套太深", "quotations, lists or HTML nested too deeply"),
    explanation: Words::new(
        "手机上三层就看不清了；太深多半是标签没有合上。减少层数。",
        "A phone shows three levels at most; more is usually a tag that was not closed.",
    ),
    raises: Told(Words::new("一行开头有几百个 `>`。", "A line that begins with hundreds of `>`.")),
    passes: Body("> 引用\n>\n> > 引用里的引用"),
};

pub static NOT_TEXT: Rule = Rule {
    id: "not-text",
    severity: Error,
    title: Words::new("文件不是能读的文字", "a file that is not readable text"),
    explanation: Words::new(
        "认得 UTF-8、带标记的 UTF-16 和 GBK。Word 文档改名成 `.md` 也读不了：在 Word 或 WPS 里把内容复制出来另存。",
        "UTF-8, UTF-16 with its mark and GBK are read. A Word document renamed to `.md` is not text: copy its content.",
    ),
    raises: Told(Words::new("一个 Word 文档改名成 `示例.md`。", "A Word document renamed to `示例.md`.")),
    passes: Body("正文。"),
};

pub static SURPLUS_CELLS: Rule = Rule {
    id: "surplus-cells",
    severity: Warning,
    title: Words::new("表格这一行的单元格比表头多", "a row of a table with more cells than its header"),
    explanation: Words::new(
        "多出的格不会显示，可能丢了要紧的内容。给表头加一列；文字里的 `|` 写成 `\\|`。",
        "What is too much is not shown. Add a column to the header, or write `\\|` for a bar within text.",
    ),
    raises: Body("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |"),
    passes: Body("| 甲 | 乙 | 丙 |\n|---|---|---|\n| 1 | 2 | 3 |"),
};

pub static TOO_MANY_ELEMENTS: Rule = Rule {
    id: "too-many-elements",
    severity: Error,
    title: Words::new("一篇里的段落、链接和标签太多", "too many paragraphs, links and elements in one text"),
    explanation: Words::new(
        "这么长的文章手机打不开，也没有人读得完。分成几篇。",
        "No phone opens a text of that size, and nobody reads it. Divide it.",
    ),
    raises: Told(Words::new("一篇文章里有几十万个链接。", "Hundreds of thousands of links in one article.")),
    passes: Body("正文。"),
};

pub static UNKNOWN_KEY: Rule = Rule {
    id: "unknown-key",
    severity: Error,
    title: Words::new("文章开头没有这一项", "a key that front matter does not have"),
    explanation: Words::new(
        "写错名字的一项等于没写：`有效期` 写错了，过期的文章就不会提醒。改成认得的名字。",
        "A misspelt key is a missing one: an expiry date under a wrong name never warns. Use the known name.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n有效日期至: 2027-01-01"),
    passes: Front("标题: 示例\n主题: 农技\n有效期至: 2027-01-01"),
};

pub static UNKNOWN_SEASON: Rule = Rule {
    id: "unknown-season",
    severity: Error,
    title: Words::new("时令不是月份，也不是节气", "a season that is no month and no solar term"),
    explanation: Words::new(
        "写了时令的文章，到时候优先进“今日分享”。只认月份（`12月`）和二十四节气（`立冬`：从立冬那天到小雪前一天）；写错了就永远轮不到。",
        "At its season an article is shared before others. Seasons are months (`12月`) and solar terms (`立冬`, which lasts until the next one begins); with any other word its time would never come.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n时令: [立东, 12月]"),
    passes: Front("标题: 示例\n主题: 农技\n时令: [立冬, 12月]"),
};

pub static UNKNOWN_VERDICT: Rule = Rule {
    id: "unknown-verdict",
    severity: Error,
    title: Words::new("没有这种判定", "a verdict that does not exist"),
    explanation: Words::new(
        "判定显示在辟谣文章最前面，也写进给搜索引擎的数据，只有几种：谣言、多半不实、有条件成立、属实、尚无定论。",
        "Verdicts head articles that debunk and are part of data for search engines: 谣言, 多半不实, 有条件成立, 属实, 尚无定论.",
    ),
    raises: Front("标题: 示例\n主题: 农技\n判定: 假的"),
    passes: Front("标题: 示例\n主题: 农技\n判定: 谣言"),
};

pub static UNSAFE_LINK: Rule = Rule {
    id: "unsafe-link",
    severity: Warning,
    title: Words::new("链接地址不安全，已去掉", "an unsafe address was left out"),
    explanation: Words::new(
        "链接只能是站内的相对路径，或 http、https、mailto、tel；`javascript:` 之类的会在读者手机上运行程序。",
        "Links are relative paths or http, https, mailto and tel; `javascript:` and the like run on readers' phones.",
    ),
    raises: Body("[点这里](javascript:alert(1))"),
    passes: Body("[打电话](tel:120)"),
};

pub static UNUSED_DEFINITION: Rule = Rule {
    id: "unused-definition",
    severity: Warning,
    title: Words::new(
        "这一行被当成链接地址的定义，网页上不显示",
        "a line that defines an address, and is not shown",
    ),
    explanation: Words::new(
        "`[注意]: 先拨打120` 这样写，在 Markdown 里是链接的定义，读者看不到。若是正文，写成 `\\[注意]: …` 或换一种写法。",
        "`[注意]: 先拨打120` is the definition of a link in Markdown, which no reader sees. If it is text, write `\\[注意]: …`.",
    ),
    raises: Body("[注意]: 先拨打120\n\n正文。"),
    passes: Body("\\[注意]: 先拨打120\n\n正文。"),
};

pub static UNUSED_FOOTNOTE: Rule = Rule {
    id: "unused-footnote",
    severity: Warning,
    title: Words::new("正文里没有引用这条脚注", "a footnote that no text refers to"),
    explanation: Words::new(
        "没有引用的脚注不显示，多半是正文里的 `[^1]` 被删了，依据也就丢了。",
        "It is not shown; most likely its `[^1]` was removed from the text, and with it the evidence.",
    ),
    raises: Body("正文。\n\n[^1]: 依据。"),
    passes: Body("正文。[^1]\n\n[^1]: 依据。"),
};

pub static WRONG_TYPE: Rule = Rule {
    id: "wrong-type",
    severity: Error,
    title: Words::new("这一项的内容不是该写的那种", "a value of the wrong kind"),
    explanation: Words::new(
        "要写一段文字的地方写了列表，或者反过来。照提示改成该写的样子。",
        "A list where a text belongs, or the reverse. Write what the message asks for.",
    ),
    raises: Front("标题: [甲, 乙]\n主题: 农技"),
    passes: Front("标题: 甲和乙\n主题: 农技"),
};

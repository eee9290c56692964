//! What is checked: a rule has a name, says why it is there, and shows itself on two examples.

use super::{Language, Severity, Text};

/// One thing that is checked. All stand in [`super::rules::RULES`].
#[derive(Debug)]
pub struct Rule {
    /// Stable kebab-case name, such as `unknown-topic`.
    pub id: &'static str,
    /// How bad it is to break it.
    pub severity: Severity,
    /// What is wrong where it is broken: a short clause without a full stop.
    pub title: Words,
    /// Why it matters, and what to do.
    pub explanation: Words,
    /// A site in which it is broken.
    pub raises: Example,
    /// The same put right.
    pub passes: Example,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Rule) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

/// A text in both languages, known when the program is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// The Chinese wording.
    pub zh: &'static str,
    /// The English wording.
    pub en: &'static str,
}

impl Words {
    /// A text from its two wordings.
    pub const fn new(zh: &'static str, en: &'static str) -> Words {
        Words { zh, en }
    }

    /// The wording in `language`.
    pub fn get(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.zh,
            Language::English => self.en,
        }
    }
}

impl From<Words> for Text {
    fn from(words: Words) -> Text {
        Text::new(words.zh, words.en)
    }
}

/// What shows a rule, put into an otherwise faultless site. A test builds each.
#[derive(Debug, Clone, Copy)]
pub enum Example {
    /// The body of an article.
    Body(&'static str),
    /// The lines between the `---` of an article.
    Front(&'static str),
    /// Lines of `site.yaml`.
    Settings(&'static str),
    /// Cells of a row in the table of activities: heading and value.
    Activity(&'static [(&'static str, &'static str)]),
    /// Whole files: path and text.
    Files(&'static [(&'static str, &'static str)]),
    /// A file or folder that is no text, in words.
    Told(Words),
}

impl Example {
    /// As Markdown: where it stands, and the text in a code block.
    fn write(&self, out: &mut String, language: Language) {
        let both = |zh, en| Words::new(zh, en).get(language);
        let mut block = |title: &str, syntax: &str, text: &str| {
            // A fence longer than any in the text.
            let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or_default();
            let fence = "`".repeat(3.max(longest + 1));
            let text: String = text.trim_end().chars().map(seen).collect();
            out.push_str(&format!("{title}\n\n{fence}{syntax}\n{text}\n{fence}\n\n"));
        };
        match self {
            Example::Body(text) => block(both("正文：", "Body:"), "markdown", text),
            Example::Front(text) => {
                block(both("文章开头：", "Front matter:"), "yaml", &format!("---\n{text}\n---"));
            }
            Example::Settings(text) => block("`site.yaml`", "yaml", text),
            Example::Activity(cells) => {
                let (names, values): (Vec<_>, Vec<_>) = cells.iter().copied().unzip();
                let text = format!("{}\n{}", names.join(","), values.join(","));
                block(both("活动表里的几列：", "Columns of the table of activities:"), "csv", &text);
            }
            Example::Files(files) => {
                for (path, text) in *files {
                    let syntax = path.rsplit('.').next().unwrap_or_default();
                    block(&format!("`{path}`"), syntax, text);
                }
            }
            Example::Told(words) => out.push_str(&format!("{}\n\n", words.get(language))),
        }
    }
}

/// A control character as the picture that stands for it.
fn seen(character: char) -> char {
    match u32::from(character) {
        code @ (0..=8 | 11..=31) => char::from_u32(0x2400 + code).unwrap_or(character),
        _ => character,
    }
}

/// The page about a rule, as Markdown: what `kepu check --explain` prints.
pub fn page(rule: &Rule, language: Language) -> String {
    let both = |zh, en| Words::new(zh, en).get(language);
    let severity = match rule.severity {
        Severity::Error => both("错误：不改正就不发布", "error: nothing is published until it is put right"),
        Severity::Warning => both("警告：`--strict` 时不发布", "warning: refuses the build with `--strict`"),
    };
    let mut out = format!(
        "## {}\n\n{}{}\n\n{}\n\n{}\n\n",
        rule.id,
        rule.title.get(language),
        both("。", "."),
        severity,
        rule.explanation.get(language)
    );
    out.push_str(both("### 会报\n\n", "### Raises it\n\n"));
    rule.raises.write(&mut out, language);
    out.push_str(both("### 不会报\n\n", "### Does not\n\n"));
    rule.passes.write(&mut out, language);
    out
}

/// The pages of all rules under one heading: `docs/checks.md`.
pub fn book(rules: &[&Rule], language: Language) -> String {
    let intro = Words::new(
        "# 检查一览\n\n`kepu check` 查什么、为什么、怎么改。在终端里看一条：`kepu check --explain ID`。\n\n\
         每条都有一个会报的例子和一个不会报的例子，放在一个没有其他问题的站点里：有“农技”和“急救”（健康类）两个主题，\
         只要求标题。\n\n",
        "# Checks\n\nWhat `kepu check` looks at, why, and what to do. One of them in the terminal: \
         `kepu check --explain ID`.\n\n\
         Each has an example that raises it and one that does not, in an otherwise faultless site with the topics \
         农技 and 急救 (of health) that requires titles only.\n\n",
    );
    let mut out = intro.get(language).to_owned();
    for rule in rules {
        out.push_str(&page(rule, language));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

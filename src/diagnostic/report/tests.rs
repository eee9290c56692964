use insta::assert_snapshot;
use proptest::prelude::*;

use super::super::excerpt::commands;
use super::super::{
    Counts, MOST_A_FILE, Related, Severity, Text, did_you_mean, render_json, rules, settle, sort, summary,
};
use super::*;

fn error(text: &str, found: &str) -> Diagnostic {
    let start = text.find(found).expect("the text has it");
    let place = Place::Span(Span::new(start, start + found.len()));
    let message = Text::new(format!("没有 `{found}` 这个主题"), format!("no topic is called `{found}`"));
    let help = Text::new("是不是 `急救`？", "did you mean `急救`?");
    Diagnostic::new(&rules::UNKNOWN_TOPIC, &Arc::from("content/articles/a.md"), place, message).help(help)
}

fn render(text: &str, diagnostics: &[Diagnostic], language: Language) -> String {
    render_text(diagnostics, &|_| Some(Arc::from(text)), language, Colour::None)
}

#[test]
fn marks_stand_under_double_width_text() {
    let text = "---\n标题: 甲\n主题: 急就\n---\n";
    assert_snapshot!(render(text, &[error(text, "急就")], Language::English), @r"
    error[unknown-topic]: no topic is called `急就`
     --> content/articles/a.md:3:5
      |
    3 | 主题: 急就
      |       ^^^^
      = help: did you mean `急救`?
    ");
    assert_snapshot!(render(text, &[error(text, "急就")], Language::Chinese), @r"
    错误[unknown-topic]：没有 `急就` 这个主题
     --> content/articles/a.md:3:5
      |
    3 | 主题: 急就
      |       ^^^^
      = 提示：是不是 `急救`？
    ");
}

#[test]
fn tabs_controls_and_combining_marks() {
    let text = "\n\n\n\n\n\n\n\n\n甲\t\u{1b}[31m\u{202e}e\u{301} 乙丙 丁\n";
    assert_snapshot!(render(text, &[error(text, "乙丙")], Language::English), @r"
    error[unknown-topic]: no topic is called `乙丙`
      --> content/articles/a.md:10:12
       |
    10 | 甲  ␛[31m�é 乙丙 丁
       |             ^^^^
       = help: did you mean `急救`?
    ");
}

#[test]
fn a_span_of_several_lines_shows_the_first() {
    let text = "甲\n乙丙\n丁";
    assert_snapshot!(render(text, &[error(text, "丙\n丁")], Language::Chinese), @r"
    错误[unknown-topic]：没有 `丙␊丁` 这个主题
     --> content/articles/a.md:2:2
      |
    2 | 乙丙
      |   ^^
      = 提示：是不是 `急救`？
    ");
}

#[test]
fn long_lines_are_cut_around_the_span() {
    let text = format!("{}急就{}", "前".repeat(200), "后".repeat(200));
    assert_snapshot!(render(&text, &[error(&text, "急就")], Language::Chinese), @r"
    错误[unknown-topic]：没有 `急就` 这个主题
     --> content/articles/a.md:1:201
      |
    1 | …前前前前前前前前前前前前前前前急就后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后后…
      |                                ^^^^
      = 提示：是不是 `急救`？
    ");
}

#[test]
fn a_window_depends_on_what_is_around_it_alone() {
    for (before, after) in
        [("前", "后"), ("a", "z"), ("e\u{301}", "\u{301}"), ("\u{1b}", "\u{202e}"), ("\t", "\t")]
    {
        let report = |count: usize| {
            let text = format!("{}急就{}", before.repeat(count), after.repeat(count));
            let report = render(&text, &[error(&text, "急就")], Language::Chinese);
            report.lines().skip(3).map(str::to_owned).collect::<Vec<_>>()
        };
        let (some, many) = (report(10_000), report(40_000));
        assert_eq!(some, many, "{before:?} {after:?}");
        assert!(some[0].contains('…') && some[0].len() < 20_000, "{some:?}");
    }
}

/// Ten thousand problems in one line were as many times the whole line; the test would not end.
#[test]
fn many_problems_in_one_line() {
    let text = "甲[x](y) ".repeat(30_000);
    let file = Arc::from("content/articles/a.md");
    let places = text.match_indices("[x]").map(|(start, found)| Span::new(start, start + found.len()));
    let message = Text::new("不对", "wrong");
    let all: Vec<_> = places
        .map(|span| Diagnostic::new(&rules::HTML_REMOVED, &file, Place::Span(span), message.clone()))
        .collect();
    let report = render(&text, &all, Language::Chinese);
    assert!(report.contains("a.md:1:2\n") && report.contains(&format!("a.md:1:{}\n", 29_999 * 8 + 2)));
    assert!(report.len() < all.len() * 600, "each is shown with a window of the line");
    render_json(&all, &|_| Some(Arc::from(text.as_str())));
}

#[test]
fn no_json_commands_a_terminal() {
    let hostile = "a\u{1b}[31m\u{9b}31m\u{202e}b\u{2028}";
    let place = Place::File;
    let message = Text::new(hostile, hostile);
    let json =
        render_json(&[Diagnostic::new(&rules::BROKEN_LINK, &Arc::from(hostile), place, message)], &|_| None);
    assert!(!json.contains(|c: char| c != '\n' && commands(c)), "{json:?}");
    let value: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(value["diagnostics"][0]["message"]["zh"], hostile);
}

#[test]
fn cells_and_whole_files() {
    let text = |message: &str| Text::new(message, message);
    let cell = |sheet: &str, column| Place::Cell { sheet: sheet.to_owned(), row: 17, column };
    let mut diagnostics = [
        Diagnostic::new(
            &rules::TABLE_HIDDEN,
            &Arc::from("content/data/活动.xlsx"),
            cell("活动", 28),
            text("甲"),
        ),
        Diagnostic::new(
            &rules::TABLE_BAD_DATE,
            &Arc::from("content/data/活动.xlsx"),
            cell("活动", 3),
            text("乙"),
        ),
        Diagnostic::new(&rules::TABLE_BAD_DATE, &Arc::from("content/data/a.csv"), cell("", 1), text("丙")),
        Diagnostic::new(&rules::NOT_TEXT, &Arc::from("content/b.md"), Place::File, text("丁")),
    ];
    sort(&mut diagnostics);
    let none = |_: &str| None;
    assert_snapshot!(render_text(&diagnostics, &none, Language::Chinese, Colour::None), @r"
    错误[not-text]：丁
     --> content/b.md

    错误[table-bad-date]：丙
     --> content/data/a.csv A17

    错误[table-bad-date]：乙
     --> content/data/活动.xlsx 活动!C17

    警告[table-hidden]：甲
     --> content/data/活动.xlsx 活动!AB17
    ");
    let Text { zh, en } = summary(Counts::of(&diagnostics));
    assert_eq!((zh.as_str(), en.as_str()), ("3 个错误，1 个警告", "3 errors, 1 warning"));
    assert_eq!(summary(Counts::default()).en, "no problems");
}

#[test]
fn json_has_lines_and_columns() {
    let text = "---\n主题: 急就\n---\n";
    let related = Related {
        file: Arc::from("content/data/活动.xlsx"),
        place: Place::Cell { sheet: "活动".to_owned(), row: 2, column: 3 },
        message: Text::new("先用了的", "the first"),
    };
    let meant = did_you_mean("急就", ["急救"]);
    let one = error(text, "急就").suggest(meant, || unreachable!("there is a near one")).related(related);
    assert_snapshot!(render_json(&[one], &|_| Some(Arc::from(text))), @r#"
    {
      "diagnostics": [
        {
          "id": "unknown-topic",
          "severity": "error",
          "file": "content/articles/a.md",
          "line": 2,
          "column": 5,
          "end_line": 2,
          "end_column": 7,
          "sheet": null,
          "cell": null,
          "message": {
            "zh": "没有 `急就` 这个主题",
            "en": "no topic is called `急就`"
          },
          "help": {
            "zh": "是不是 `急救`？",
            "en": "did you mean `急救`?"
          },
          "related": [
            {
              "file": "content/data/活动.xlsx",
              "line": 2,
              "column": null,
              "end_line": null,
              "end_column": null,
              "sheet": "活动",
              "cell": "C2",
              "message": {
                "zh": "先用了的",
                "en": "the first"
              }
            }
          ],
          "fixes": [
            {
              "title": {
                "zh": "改成 `急救`",
                "en": "change it to `急救`"
              },
              "automatic": false,
              "edits": [
                {
                  "file": "content/articles/a.md",
                  "line": 2,
                  "column": 5,
                  "end_line": 2,
                  "end_column": 7,
                  "sheet": null,
                  "cell": null,
                  "text": "急救"
                }
              ]
            }
          ]
        }
      ],
      "errors": 1,
      "warnings": 0
    }
    "#);
}

#[test]
fn colours_are_escape_codes() {
    let text = "主题: 急就";
    let sources = |_: &str| Some(Arc::from(text));
    let coloured = render_text(&[error(text, "急就")], &sources, Language::English, Colour::Ansi);
    assert!(coloured.starts_with("\u{1b}[1m\u{1b}[31merror[unknown-topic]\u{1b}[0m"), "{coloured:?}");
    assert_eq!(without_escapes(&coloured), render(text, &[error(text, "急就")], Language::English));
}

/// The text without escape codes.
fn without_escapes(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

proptest! {
    #[test]
    fn never_panics(text in "\\PC{0,80}|(?s).{0,80}", start in 0_usize..100, length in 0_usize..50) {
        let place = Place::Span(Span::new(start, start + length));
        let message = Text::new(text.clone(), text.clone());
        let diagnostic = Diagnostic::new(&rules::BROKEN_LINK, &Arc::from(text.as_str()), place, message);
        let sources = |_: &str| Some(Arc::from(text.as_str()));
        let report = render_text(std::slice::from_ref(&diagnostic), &sources, Language::Chinese, Colour::None);
        prop_assert!(!report.contains(|c: char| c.is_control() && c != '\n'));
        render_json(&[diagnostic], &sources);
    }
}

#[test]
fn of_each_file_so_many_are_shown_and_the_rest_counted() {
    let at = |file: &str, severity: Severity, row: u32| {
        let text = Text::new("甲", "a");
        let place = Place::Cell { sheet: String::new(), row, column: 1 };
        match severity {
            Severity::Error => Diagnostic::new(&rules::BROKEN_LINK, &Arc::from(file), place, text),
            Severity::Warning => Diagnostic::new(&rules::HTML_REMOVED, &Arc::from(file), place, text),
        }
    };
    let most = u32::try_from(MOST_A_FILE).expect("a small number");
    let mut all: Vec<Diagnostic> = (1..=most).map(|row| at("exact", Severity::Warning, row)).collect();
    all.extend((1..=3000).map(|row| at("much", Severity::Warning, row)));
    // Errors at the very end are not crowded out by warnings.
    all.extend((3001..=3005).map(|row| at("much", Severity::Error, row)));
    all.extend((1..=200_000).rev().map(|row| at("most", Severity::Error, row)));
    settle(&mut all);
    let of = |file: &str| all.iter().filter(|one| &*one.file == file).collect::<Vec<_>>();
    assert_eq!(of("exact").len(), MOST_A_FILE);
    let much = of("much");
    assert_eq!(much.len(), MOST_A_FILE + 1);
    assert_eq!(much.iter().filter(|one| one.is_error()).count(), 5);
    let rest = much.last().expect("the line that counts");
    assert_eq!(rest.rule, &rules::MORE_WARNINGS);
    assert_eq!(rest.message.en, "2905 warnings more in this file, not listed");
    let most = of("most");
    assert_eq!(most.len(), MOST_A_FILE + 1);
    assert_eq!(most[0].place, Place::Cell { sheet: String::new(), row: 1, column: 1 });
    assert!(most.last().expect("the line that counts").is_error());
}

#[test]
fn files_of_data_and_unknown_keys_show_nothing_beside_the_span() {
    let text = "- 编号: 甲\n  备注: 绝密\n";
    let mut one = error(text, "甲");
    one.file = Arc::from("content/data/活动.yaml");
    let said = render(text, &[one.clone()], Language::Chinese);
    assert!(said.contains("content/data/活动.yaml:1:7") && !said.contains("编号"), "{said}");
    for (text, found, rule) in [
        ("---\n身份证号: 绝密\n---\n", "身份证号", &rules::UNKNOWN_KEY),
        ("---\n作者: {备注: 绝密, 姓名: 甲, 电话: 绝密}\n---\n", "甲", &rules::WRONG_TYPE),
        ("---\n作者: {备注: 绝密, 电话: 绝密}\n---\n", "电话", &rules::UNKNOWN_KEY),
    ] {
        let mut one = error(text, found);
        one.rule = rule;
        let said = render(text, &[one], Language::English);
        assert!(said.contains(found) && !said.contains("绝密"), "{said}");
    }
}

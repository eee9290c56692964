//! Answers as a person reads them: on the screen, in a spreadsheet, on paper.

use std::fmt::Write as _;

use super::answer::{Answer, Proposal};
use crate::calendar::in_words;
use crate::diagnostic::{Language, Text};
use crate::model::Agenda;

/// Answers, with the names of whom they are about.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    /// The answers.
    pub answers: &'a [Answer<'a>],
    /// What knows the names.
    pub agenda: &'a Agenda,
}

/// What stands before a finding for a proposal, and before one against it.
fn mark(fits: bool) -> &'static str {
    if fits { "✓" } else { "✗" }
}

impl Sheet<'_> {
    /// For the screen: a request, then what is proposed for it.
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        for answer in self.answers {
            text.push_str(&format!("{}\n", self.heading(answer).get(language)));
            for (number, proposal) in (1..).zip(&answer.proposals) {
                self.write(&mut text, &format!("{number}."), proposal, language);
            }
            if let Some(obstacle) = &answer.obstacle {
                text.push_str(&format!("  ✗ {}\n", obstacle.get(language)));
            }
            if let Some(nearest) = &answer.nearest {
                self.write(&mut text, Text::new("最接近", "nearest").get(language), nearest, language);
            }
            text.push('\n');
        }
        let matched = self.answers.iter().filter(|it| !it.proposals.is_empty()).count();
        let all = self.answers.len();
        let sum = Text::new(
            format!("待匹配 {all} 单：{matched} 单有提案，{} 单没有。只是提案，由人来定", all - matched),
            format!(
                "{all} requests wait: {matched} with proposals, {} without; a person decides",
                all - matched
            ),
        );
        text.push_str(&format!("{}\n", sum.get(language)));
        text
    }

    fn write(&self, text: &mut String, number: &str, proposal: &Proposal<'_>, language: Language) {
        let day = proposal.day.map(|day| match language {
            Language::Chinese => in_words(day),
            Language::English => day.to_string(),
        });
        let (course, team) = (proposal.course, self.agenda.team_name(proposal.team));
        let day = day.map(|day| format!(" · {day}")).unwrap_or_default();
        text.push_str(&format!("  {number} {} {} · {team}{day}\n", course.id, course.name));
        for finding in &proposal.findings {
            text.push_str(&format!("     {} {}\n", mark(finding.fits), finding.words.get(language)));
        }
    }

    fn heading(&self, answer: &Answer<'_>) -> Text {
        let request = answer.request;
        let place = match answer.venue {
            Some(venue) => format!("{}（{}）", venue.name, venue.district),
            None => request.venue.clone(),
        };
        let (zh, en) = request
            .people
            .map_or_else(Default::default, |people| (format!("，{people} 人"), format!(", {people} people")));
        let (id, topic, from, to) = (&request.id, &request.topic, request.from, request.to);
        Text::new(
            format!("{id} {place}：{topic}，{} 至 {}{zh}", in_words(from), in_words(to)),
            format!("{id} {place}: {topic}, {from} to {to}{en}"),
        )
    }

    /// For a spreadsheet: a line for each proposal, UTF-8 with the mark by which Excel knows it.
    pub fn csv(&self) -> String {
        let mut csv = String::from("\u{feff}");
        let head = ["邀课单号", "需求阵地", "区县", "需求主题", "结果", "课程编号", "课程名称", "支队编号"];
        row(&mut csv, head.into_iter().chain(["支队名称", "最早日期", "理由"]));
        for answer in self.answers {
            for (number, proposal) in (1..).zip(&answer.proposals) {
                self.csv_row(&mut csv, answer, &format!("提案{number}"), Some(proposal));
            }
            if answer.proposals.is_empty() {
                self.csv_row(&mut csv, answer, "没有合适的", answer.nearest.as_ref());
            }
        }
        csv
    }

    fn csv_row(&self, csv: &mut String, answer: &Answer<'_>, result: &str, proposal: Option<&Proposal<'_>>) {
        let request = answer.request;
        let venue = answer.venue.map_or(&request.venue, |venue| &venue.name);
        let district = answer.venue.map_or("", |venue| &venue.district);
        let course = proposal.map(|it| it.course);
        let team = proposal.map_or("", |it| it.team);
        let day = proposal.and_then(|it| it.day).map(|day| day.to_string()).unwrap_or_default();
        let reasons = answer.obstacle.iter().map(|it| format!("✗ {}", it.zh));
        let found = proposal.into_iter().flat_map(|it| &it.findings);
        let reasons = reasons.chain(found.map(|it| format!("{} {}", mark(it.fits), it.words.zh)));
        let reasons = reasons.collect::<Vec<_>>().join("；");
        let cells = [&request.id, venue, district, &request.topic, result];
        let proposed = [
            course.map_or("", |it| &it.id),
            course.map_or("", |it| &it.name),
            team,
            if team.is_empty() { "" } else { self.agenda.team_name(team) },
            &day,
            &reasons,
        ];
        row(csv, cells.into_iter().chain(proposed));
    }

    /// For paper and mail: a page that needs nothing else.
    pub fn html(&self) -> String {
        let mut html = String::from(HEAD);
        for answer in self.answers {
            html.push_str(&format!("<section><h2>{}</h2>", escaped(&self.heading(answer).zh)));
            if let Some(obstacle) = &answer.obstacle {
                html.push_str(&format!("<p><b>✗ {}</b></p>", escaped(&obstacle.zh)));
            }
            for proposal in answer.proposals.iter().chain(&answer.nearest) {
                let kind = if answer.proposals.is_empty() { "最接近：" } else { "" };
                let day = proposal.day.map(|day| format!("，最早 {}", in_words(day))).unwrap_or_default();
                let team = self.agenda.team_name(proposal.team);
                let title = format!("{kind}{} {}（{team}{day}）", proposal.course.id, proposal.course.name);
                html.push_str(&format!("<h3>{}</h3><ul>", escaped(&title)));
                for finding in &proposal.findings {
                    let words = escaped(&finding.words.zh);
                    html.push_str(&format!("<li>{} {words}</li>", mark(finding.fits)));
                }
                html.push_str("</ul>");
            }
            html.push_str("<p class=\"sign\">选定：____________ 经办：____________</p></section>\n");
        }
        html.push_str("</body></html>\n");
        html
    }
}

const HEAD: &str = "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>邀课匹配提案</title>\
<style>body{max-width:46em;margin:1em auto;padding:0 1em;font:16px/1.7 sans-serif}\
section{border-top:1px solid #999;break-inside:avoid}h2{font-size:1.1em}h3{margin:.6em 0 0;font-size:1em}\
ul{margin:0;padding-left:1em;list-style:none}.sign{text-align:right}</style></head>\n\
<body><h1>邀课匹配提案</h1><p>只是提案，由人来定。</p>\n";

fn escaped(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

/// A line of CSV (RFC 4180). What a spreadsheet would take for a formula is kept a text.
fn row<'a>(csv: &mut String, cells: impl Iterator<Item = &'a str>) {
    let cell = |cell: &str| {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
    };
    let line = cells.map(cell).collect::<Vec<_>>().join(",");
    // Writing into a string cannot fail.
    write!(csv, "{line}\r\n").unwrap_or_default();
}

//! What stands before and behind the body: the verdict, who wrote and reviewed it and when, its sources, the
//! addresses of its links.

use super::sink::Writer;
use super::style::{Context, Role};
use crate::calendar::in_words;
use crate::channel::closing::Closing;
use crate::model::{Article, Catalog, Credit, Verdict};

/// What is known of the article before it begins.
pub fn head(writer: &mut Writer<'_>, article: &Article, catalog: &Catalog) {
    let front = &article.source.front;
    let flow = &mut writer.flow;
    if front.claim.is_some() || front.verdict.is_some() {
        flow.begin_box(context(front.verdict));
        if let Some(claim) = &front.claim {
            flow.styled("span", Role::Label, "流言");
            flow.text("　");
            flow.styled("strong", Role::Strong, claim);
            flow.end_line();
        }
        if let Some(verdict) = front.verdict {
            flow.styled("span", Role::Label, "判定");
            flow.text("　");
            flow.styled("strong", Role::Stamp, verdict.name());
        }
        flow.end();
    }
    if article.expired(catalog.day) {
        flow.begin_box(Context::Caution);
        flow.begin_line(Role::Title);
        flow.text("本文已过有效期");
        flow.end();
        flow.text("内容可能已经过时，请勿直接照做，以最新的官方说法为准。");
        flow.end();
    }
    let mut known = vec![format!("发布：{}", in_words(article.date))];
    known.extend(front.updated.map(|updated| format!("更新：{}", in_words(updated))));
    if !front.audience.is_empty() {
        known.push(format!("适合：{}", front.audience.join("、")));
    }
    flow.begin_line(Role::Meta);
    for (place, fact) in known.iter().enumerate() {
        if place > 0 {
            flow.line_break();
        }
        flow.text(fact);
    }
    flow.end();
}

/// What the article rests on, then the addresses of all links, then what the channel says.
pub fn foot(writer: &mut Writer<'_>, article: &Article, catalog: &Catalog, closing: Closing<'_>) {
    let front = &article.source.front;
    writer.flow.begin_box(Context::Evidence);
    title(writer, "本文的依据");
    let people = |credits: &mut dyn Iterator<Item = &Credit>| -> Option<String> {
        let words: Vec<String> = credits.map(|credit| person(catalog, credit)).collect();
        (!words.is_empty()).then(|| words.join("；"))
    };
    fact(writer, "作者", people(&mut front.authors.iter().map(|it| &it.value)));
    fact(writer, "审核", people(&mut front.reviewers.iter().map(|it| &it.value)));
    fact(writer, "审核日期", front.reviewed.map(in_words));
    fact(writer, "有效期至", front.valid_until.map(in_words));
    let assisted =
        |yes| if yes { "写作中使用了人工智能辅助" } else { "写作中未使用人工智能" };
    fact(writer, "人工智能", front.ai_assisted.map(assisted).map(str::to_owned));
    if !front.sources.is_empty() {
        writer.flow.styled("span", Role::Label, "来源：");
        writer.flow.end_line();
    }
    for (place, source) in front.sources.iter().enumerate() {
        writer.flow.begin_item(Role::Item, format!("{}.", place + 1));
        writer.flow.text(&source.title);
        let publisher = source.publisher.iter().cloned();
        for more in publisher.chain(source.year.map(|year| format!("{year} 年"))) {
            writer.flow.text("，");
            writer.flow.text(&more);
        }
        if let Some(super::links::Destination::Listed(address)) =
            source.url.as_deref().map(super::links::outside)
        {
            writer.number(&address, &source.title);
        }
        writer.flow.end();
    }
    fact(writer, "声明", catalog.config.disclaimer.clone());
    let address = catalog.absolute(&article.path);
    if closing.link_text.is_none() {
        fact(writer, "原文", Some(address.clone()));
    }
    writer.flow.end();
    addresses(writer);
    closing_lines(writer, closing, &address);
}

fn addresses(writer: &mut Writer<'_>) {
    if writer.links.list.is_empty() {
        return;
    }
    writer.flow.begin_box(Context::Notes);
    title(writer, "引用链接");
    let Writer { flow, links, .. } = writer;
    for (place, link) in links.list.iter().enumerate() {
        flow.begin_item(Role::Item, format!("[{}]", place + 1));
        flow.text(&link.address);
        flow.end();
    }
    flow.end();
}

/// Whose article it is and where the whole of it stands: plain text, which the editor leaves as it is.
fn closing_lines(writer: &mut Writer<'_>, closing: Closing<'_>, address: &str) {
    let link = closing.link_text.filter(|_| !address.is_empty()).map(|words| format!("{words}：{address}"));
    let lines: Vec<String> = closing.attribution.map(str::to_owned).into_iter().chain(link).collect();
    if lines.is_empty() {
        return;
    }
    writer.flow.begin_box(Context::Notes);
    for line in &lines {
        writer.flow.text(line);
        writer.flow.end_line();
    }
    writer.flow.end();
}

fn title(writer: &mut Writer<'_>, words: &str) {
    writer.flow.begin_line(Role::Title);
    writer.flow.text(words);
    writer.flow.end();
}

fn fact(writer: &mut Writer<'_>, label: &str, value: Option<String>) {
    let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return };
    writer.flow.styled("span", Role::Label, &format!("{label}："));
    writer.flow.text(&value);
    writer.flow.end_line();
}

fn context(verdict: Option<Verdict>) -> Context {
    match verdict {
        Some(Verdict::False) => Context::False,
        Some(Verdict::MostlyFalse) => Context::MostlyFalse,
        Some(Verdict::Conditional) => Context::Conditional,
        Some(Verdict::True) => Context::True,
        Some(Verdict::Unproven) | None => Context::Unproven,
    }
}

/// `张三（区疾控中心，主治医师）`
fn person(catalog: &Catalog, credit: &Credit) -> String {
    let known = catalog.people.find(credit.name.trim());
    let organisation = credit.organisation.as_deref().or(known.and_then(|it| it.organisation.as_deref()));
    let title = credit.title.as_deref().or(known.and_then(|it| it.title.as_deref()));
    let about: Vec<&str> =
        organisation.map(|it| catalog.people.organisation_name(it)).into_iter().chain(title).collect();
    let name = name(catalog, credit);
    if about.is_empty() { name.to_owned() } else { format!("{name}（{}）", about.join("，")) }
}

/// The name of someone who wrote or reviewed.
pub fn name<'c>(catalog: &'c Catalog, credit: &'c Credit) -> &'c str {
    catalog.people.find(credit.name.trim()).map_or_else(|| credit.name.trim(), |person| &person.name)
}

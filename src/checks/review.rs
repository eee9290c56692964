//! `unreviewed`, `review-in-future`, `reviewed-before-update`, `expired`: health advice was reviewed as it
//! stands, and still holds.

use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, rules};
use crate::model::{Article, Catalog, FrontMatterKey};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    for article in &catalog.articles {
        let front = &article.source.front;
        let health = catalog.topic_of(article).is_some_and(|topic| topic.config.health);
        if health && (front.reviewers.is_empty() || front.reviewed.is_none()) {
            let message = Text::new(
                "健康类文章没有写明审核人和审核日期",
                "health advice names no reviewer or review date",
            );
            let help = Text::new("加上 `审核:` 和 `审核日期:`", "add `reviewers:` and `reviewed:`");
            diagnostics.push(problem(article, &rules::UNREVIEWED, FrontMatterKey::Topic, message).help(help));
        }
        if front.reviewed.is_some_and(|day| day > catalog.day) {
            let message = Text::new("审核日期在将来", "the review date is in the future");
            let help = Text::new("写实际审核的那一天", "give the day of the review");
            diagnostics.push(
                problem(article, &rules::REVIEW_IN_FUTURE, FrontMatterKey::Reviewed, message).help(help),
            );
        }
        if let (Some(reviewed), Some(updated)) = (front.reviewed, front.updated)
            && reviewed < updated
        {
            let message = Text::new(
                format!("{updated} 更新过，审核却停在 {reviewed}"),
                format!("it was updated on {updated} but last reviewed on {reviewed}"),
            );
            let help = Text::new(
                "请审核人看过改动，再把 `审核日期` 写成那一天",
                "have the change reviewed, then give that day as `reviewed`",
            );
            diagnostics.push(
                problem(article, &rules::REVIEWED_BEFORE_UPDATE, FrontMatterKey::Reviewed, message)
                    .help(help),
            );
        }
        if article.expired(catalog.day) {
            let message = Text::new("这篇文章过了有效期", "this article's advice has run out");
            let help =
                Text::new("请审核人复核后更新 `有效期至`", "have it reviewed, then update `valid_until`");
            diagnostics
                .push(problem(article, &rules::EXPIRED, FrontMatterKey::ValidUntil, message).help(help));
        }
    }
}

fn problem(article: &Article, rule: &'static Rule, key: FrontMatterKey, message: Text) -> Diagnostic {
    let span = article.source.front.key_span(key).unwrap_or(Span::new(0, 3));
    Diagnostic::new(rule, &article.source.file, Place::Span(span), message)
}

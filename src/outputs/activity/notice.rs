//! An activity as plain text, to be copied into a chat.

use crate::outputs::view::ActivityView;

/// The text; `url` is the address of the page, empty where the site has none.
pub fn notice(view: &ActivityView, url: &str) -> String {
    let item = &view.item;
    let mark = match item.status.id {
        "cancelled" => "【活动取消】",
        "postponed" => "【活动延期】",
        "moved" => "【活动改期】",
        _ => "【活动】",
    };
    let lines: [(&str, String); 11] = [
        ("时间", view.when()),
        ("原定时间", view.former.clone().unwrap_or_default()),
        ("变更", view.change_note.clone().unwrap_or_default()),
        ("地点", where_it_is(view)),
        ("主办", view.hosts.join("、")),
        ("主讲", named(view.speaker.as_deref(), view.speaker_title.as_deref())),
        ("适合", view.audience.join("、")),
        ("名额", view.capacity.map(|it| format!("{it}人")).unwrap_or_default()),
        ("报名", sign_up(view)),
        ("电话", view.phone.clone().unwrap_or_default()),
        ("详情", url.to_owned()),
    ];
    let told = lines.iter().filter(|(_, text)| !text.is_empty());
    let told = told.map(|(label, text)| format!("{label}：{text}"));
    std::iter::once(format!("{mark}{}", item.name)).chain(told).collect::<Vec<_>>().join("\n")
}

impl ActivityView {
    /// `12月5日 周六 14:30–16:00`; empty without a date.
    pub(super) fn when(&self) -> String {
        let item = &self.item;
        if item.date.is_empty() {
            return String::new();
        }
        let end = item.end.as_ref().map(|end| format!("–{end}")).unwrap_or_default();
        format!("{} {} {}{end}", item.date_text, item.weekday, item.start)
    }
}

fn where_it_is(view: &ActivityView) -> String {
    let place = named(Some(&view.item.venue), view.place.address.as_deref());
    if place.contains(&view.item.district) {
        return place;
    }
    [view.item.district.as_str(), &place]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Nothing of one that does not take place: nobody is to sign up.
fn sign_up(view: &ActivityView) -> String {
    if view.past || matches!(view.item.status.id, "cancelled" | "postponed") {
        return String::new();
    }
    let deadline = view.deadline.as_ref().map(|it| match it.over {
        true => "已截止".to_owned(),
        false => format!("截止 {}", it.text),
    });
    view.signup.iter().cloned().chain(deadline).collect::<Vec<_>>().join("，")
}

/// A name with what stands in brackets behind it.
fn named(name: Option<&str>, detail: Option<&str>) -> String {
    match (name, detail) {
        (Some(name), Some(detail)) => format!("{name}（{detail}）"),
        (name, _) => name.unwrap_or_default().to_owned(),
    }
}

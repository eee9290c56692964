//! `unknown-channel`, `channel-…`: what goes to a channel is what it can take, and something does.

use std::collections::BTreeSet;

use crate::config;
use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, did_you_mean, rules};
use crate::model::channel::{ChannelConfig, ChannelFormat, ChannelLimits};
use crate::model::picture::{Picture, kind_of};
use crate::model::{Article, Asset, Catalog, FrontMatterKey, SourcePath};

pub fn check(catalog: &Catalog, diagnostics: &mut Vec<Diagnostic>) {
    for article in &catalog.articles {
        wishes(catalog, article, diagnostics);
    }
    for channel in &catalog.config.channels {
        unknown_topics(catalog, channel, diagnostics);
        let articles = catalog.taken_by(channel);
        if articles.is_empty() && !catalog.articles.is_empty() {
            nothing(channel, diagnostics);
        }
        for index in articles {
            Judge { catalog, channel, article: &catalog.articles[index], diagnostics: &mut *diagnostics }
                .judge();
        }
    }
}

fn wishes(catalog: &Catalog, article: &Article, diagnostics: &mut Vec<Diagnostic>) {
    let channels = &catalog.config.channels;
    for wish in &article.source.front.channels {
        let id = &wish.value.id;
        if catalog.config.stand_in || channels.iter().any(|channel| channel.id.value == *id) {
            continue;
        }
        let message = Text::new(format!("没有叫 `{id}` 的渠道"), format!("no channel is called `{id}`"));
        let known: Vec<&str> = channels.iter().map(|channel| channel.id.value.as_str()).collect();
        let place = wish.span.map_or(Place::File, Place::Span);
        let mut problem = Diagnostic::new(&rules::UNKNOWN_CHANNEL, &article.source.file, place, message);
        problem = match did_you_mean(id, known.iter().copied()) {
            Some(suggestion) => problem.help(suggestion.help()),
            None if known.is_empty() => {
                problem.help(Text::new("渠道写在 site.yaml 的 channels 里", "channels stand in site.yaml"))
            }
            None => {
                let all = known.join("`, `");
                problem.help(Text::new(format!("有 `{all}`"), format!("there are `{all}`")))
            }
        };
        diagnostics.push(problem);
    }
}

fn unknown_topics(catalog: &Catalog, channel: &ChannelConfig, diagnostics: &mut Vec<Diagnostic>) {
    let topics = || catalog.topics.iter().map(|topic| &topic.config);
    for wanted in &channel.select.topics {
        if topics().any(|topic| topic.id == wanted.value || topic.name == wanted.value) {
            continue;
        }
        let found = &wanted.value;
        let message = Text::new(
            format!("渠道 `{}` 选取的主题 `{found}` 不存在", channel.id.value),
            format!("channel `{}` selects the unknown topic `{found}`", channel.id.value),
        );
        let problem = Diagnostic::new(
            &rules::CHANNEL_UNKNOWN_TOPIC,
            &config::FILE_NAME.into(),
            config::place_of(wanted),
            message,
        );
        let names = topics().flat_map(|topic| [topic.id.as_str(), topic.name.as_str()]);
        diagnostics.push(problem.suggest(did_you_mean(found, names), || {
            Text::new("用 topics 里的 id 或名称", "use an id or a name of topics")
        }));
    }
}

fn nothing(channel: &ChannelConfig, diagnostics: &mut Vec<Diagnostic>) {
    let id = &channel.id.value;
    let message =
        Text::new(format!("渠道 `{id}` 没有选中任何文章"), format!("channel `{id}` selects no article"));
    let help = Text::new(
        "条件之间要同时满足；去掉一个，或放宽天数",
        "all conditions have to apply; take one out, or allow more days",
    );
    let place = config::place_of(&channel.id);
    let file = config::FILE_NAME.into();
    diagnostics.push(Diagnostic::new(&rules::CHANNEL_SELECTS_NOTHING, &file, place, message).help(help));
}

/// One article that goes to one channel.
struct Judge<'a> {
    catalog: &'a Catalog,
    channel: &'a ChannelConfig,
    article: &'a Article,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Judge<'_> {
    fn judge(mut self) {
        let limits = self.channel.limits();
        let front = &self.article.source.front;
        let title = self.key(FrontMatterKey::Title);
        self.length(&rules::CHANNEL_TITLE_TOO_LONG, title, ("标题", "the title"), &front.title, limits.title);
        let summary = self.key(FrontMatterKey::Summary);
        let text = self.article.summary();
        self.length(&rules::CHANNEL_SUMMARY_TOO_LONG, summary, ("摘要", "the summary"), text, limits.summary);
        // What is made of points alone is as short as its limit; it says itself what it leaves out.
        let whole = matches!(self.channel.format.value, ChannelFormat::Wechat | ChannelFormat::Bundle);
        let words = self.article.source.outline.words as usize;
        if let Some(limit) = limits.characters.filter(|limit| whole && words > *limit) {
            self.too_long(&rules::CHANNEL_TEXT_TOO_LONG, title, ("正文", "the text"), words, limit);
        }
        // The other forms carry no pictures of the article.
        if whole {
            self.images(title);
        }
    }

    fn key(&self, key: FrontMatterKey) -> Span {
        self.article.source.front.key_span(key).unwrap_or(Span::new(0, 3))
    }

    fn length(
        &mut self,
        rule: &'static Rule,
        span: Span,
        what: (&str, &str),
        text: &str,
        limit: Option<usize>,
    ) {
        let found = text.trim().chars().count();
        if let Some(limit) = limit.filter(|limit| found > *limit) {
            self.too_long(rule, span, what, found, limit);
        }
    }

    fn too_long(
        &mut self,
        rule: &'static Rule,
        span: Span,
        (zh, en): (&str, &str),
        found: usize,
        limit: usize,
    ) {
        let name = &self.channel.name;
        let message = Text::new(
            format!("{zh}有 {found} 字，“{name}”最多收 {limit} 字"),
            format!("{en} has {found} characters, `{}` takes {limit}", self.channel.id.value),
        );
        self.push(rule, span, message, ("改短", "shorten it"));
    }

    /// Pictures: only what the form cannot mend by itself.
    fn images(&mut self, title: Span) {
        let limits = self.channel.limits();
        let mut counted: Vec<&SourcePath> = Vec::new();
        for Picture { asset, span } in self.catalog.pictures(self.article) {
            if counted.contains(&&asset.source) {
                continue;
            }
            counted.push(&asset.source);
            let span = span.unwrap_or(title);
            if limits.images.is_some_and(|limit| counted.len() == limit + 1) {
                self.too_many(span);
            }
            let kind = kind_of(&asset.source).unwrap_or_default();
            if !limits.keeps(asset) && limits.written_as(kind).is_none() {
                self.unfit(&limits, (asset, kind), span);
            }
        }
    }

    /// Told at the first picture that is one too many.
    fn too_many(&mut self, span: Span) {
        let pictures = self.catalog.pictures(self.article);
        let count = pictures.map(|it| &it.asset.source).collect::<BTreeSet<_>>().len();
        let limit = self.channel.limits().images.unwrap_or_default();
        let message = Text::new(
            format!("有 {count} 张图，“{}”最多收 {limit} 张", self.channel.name),
            format!("it has {count} pictures, `{}` takes {limit}", self.channel.id.value),
        );
        self.push(&rules::CHANNEL_TOO_MANY_IMAGES, span, message, ("去掉几张", "take some out"));
    }

    fn unfit(&mut self, limits: &ChannelLimits, (asset, kind): (&Asset, &str), span: Span) {
        let (name, id) = (&self.channel.name, &self.channel.id.value);
        let side = asset.size.map_or(0, |(width, height)| width.max(height));
        let message = if !limits.takes(kind) || kind == "svg" {
            let types = limits.image_types.as_deref().unwrap_or_default().join("、");
            Text::new(
                format!("图片是 {kind}，“{name}”只收 {types}"),
                format!("a {kind} picture, `{id}` takes only {types}"),
            )
        } else if let Some(limit) = limits.image_side.filter(|limit| side > *limit) {
            Text::new(
                format!("图片边长 {side} 像素，“{name}”最多收 {limit}"),
                format!("a picture with a side of {side} pixels, `{id}` takes {limit}"),
            )
        } else {
            let (size, limit) = (asset.length.div_ceil(1024), limits.image_bytes.unwrap_or_default() / 1024);
            Text::new(
                format!("图片有 {size} KB，“{name}”最多收 {limit} KB"),
                format!("a picture of {size} KB, `{id}` takes {limit} KB"),
            )
        };
        let way = ("换成 PNG 或 JPEG，或放宽 `limits`", "use PNG or JPEG, widen `limits`");
        self.push(&rules::CHANNEL_IMAGE, span, message, way);
    }

    fn push(&mut self, rule: &'static Rule, span: Span, message: Text, (zh, en): (&str, &str)) {
        let id = &self.channel.id.value;
        let help = Text::new(
            format!("{zh}，或让这一篇不去那里：`渠道: [-{id}]`"),
            format!("{en}, or leave it out there: `channels: [-{id}]`"),
        );
        let file = &self.article.source.file;
        self.diagnostics.push(Diagnostic::new(rule, file, Place::Span(span), message).help(help));
    }
}

//! Rules of channels and of what goes to them.

use super::super::Severity::{Error, Warning};
use super::super::rule::Example::Files;
use super::super::rule::{Rule, Words};

/// A site with one channel, and what follows in its entry.
macro_rules! site {
    ($rest:literal) => {
        concat!(
            "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics: [{ id: agri, name: 农技 }]\nchannels:\n",
            $rest
        )
    };
}

const ARTICLE: (&str, &str) =
    ("content/articles/示例.md", "---\n标题: 柑橘防冻\n主题: 农技\n摘要: 先盖后灌水。\n---\n\n正文。\n");
const USUAL: &str = site!("  - { id: group, name: 群, format: message }\n");

pub static CHANNEL_DELIVERY: Rule = Rule {
    id: "channel-delivery",
    severity: Error,
    title: Words::new("渠道的发送方式写得不全", "a way to deliver that lacks something"),
    explanation: Words::new(
        "放进文件夹（folder）要 `folder`；网络接口（webhook）和网盘（webdav）要 `address`；公众号、网盘、百度、IndexNow 要 `account`；要密钥的写 `secret_env`：放密钥的环境变量的名字，密钥本身不写进文件。",
        "`folder` needs `folder`; `webhook` and `webdav` need `address`; `wechat`, `webdav`, `baidu` and `indexnow` need `account`; where there is a secret, `secret_env` names the environment variable that holds it, which no file does.",
    ),
    raises: Files(&[
        (
            "site.yaml",
            site!(
                "  - { id: group, name: 群, format: message, deliver: { to: webhook, address: \"https://example.org/in\" } }\n"
            ),
        ),
        ARTICLE,
    ]),
    passes: Files(&[
        (
            "site.yaml",
            site!(
                "  - { id: group, name: 群, format: message, deliver: { to: webhook, address: \"https://example.org/in\", secret_env: KEPU_GROUP_SECRET } }\n"
            ),
        ),
        ARTICLE,
    ]),
};

pub static CHANNEL_ID: Rule = Rule {
    id: "channel-id",
    severity: Error,
    title: Words::new("渠道的编号不能用", "the id of a channel cannot be used"),
    explanation: Words::new(
        "命令和文章用编号指一个渠道，文件也用它命名：用小写字母、数字和 `-`。",
        "Commands and articles name a channel by its id, and so do files: lower-case letters, digits and `-`.",
    ),
    raises: Files(&[("site.yaml", site!("  - { id: 公众号, name: 公众号, format: wechat }\n")), ARTICLE]),
    passes: Files(&[("site.yaml", site!("  - { id: wechat, name: 公众号, format: wechat }\n")), ARTICLE]),
};

pub static CHANNEL_IMAGE: Rule = Rule {
    id: "channel-image",
    severity: Warning,
    title: Words::new("图片不合渠道的要求", "a picture that a channel does not take"),
    explanation: Words::new(
        "PNG、JPEG 和 SVG 会自动改成渠道收的格式、边长和大小；动图、WebP、AVIF 改不了，上传时会被拒绝。换成 PNG 或 JPEG，或放宽 `limits`。",
        "PNG, JPEG and SVG are made to fit by themselves; GIF, WebP and AVIF cannot be, and would be refused. Use PNG or JPEG, or widen `limits`.",
    ),
    raises: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { image_types: [gif] } }\n")),
        ("content/articles/示例.md", "---\n标题: 柑橘防冻\n主题: 农技\n---\n\n![示意图](a.svg)\n"),
        ("content/articles/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"90\"/>"),
    ]),
    passes: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { image_types: [png] } }\n")),
        ("content/articles/示例.md", "---\n标题: 柑橘防冻\n主题: 农技\n---\n\n![示意图](a.svg)\n"),
        ("content/articles/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\" height=\"90\"/>"),
    ]),
};

pub static CHANNEL_SELECTS_NOTHING: Rule = Rule {
    id: "channel-selects-nothing",
    severity: Warning,
    title: Words::new("渠道没有选中任何文章", "a channel that selects no article"),
    explanation: Words::new(
        "条件之间要同时满足，写得太窄就一篇也没有。去掉一个条件，或放宽天数。",
        "All conditions have to apply together; too narrow, and nothing is left. Take one out, or allow more days.",
    ),
    raises: Files(&[
        ("site.yaml", site!("  - { id: group, name: 群, format: message, select: { tags: [没有] } }\n")),
        ARTICLE,
    ]),
    passes: Files(&[("site.yaml", USUAL), ARTICLE]),
};

pub static CHANNEL_SUMMARY_TOO_LONG: Rule = Rule {
    id: "channel-summary-too-long",
    severity: Warning,
    title: Words::new("摘要比渠道能收的长", "a summary longer than a channel takes"),
    explanation: Words::new(
        "超过的部分会被平台截掉。写短一些，或放宽 `limits`。",
        "The platform cuts what is too long. Shorten it, or widen `limits`.",
    ),
    raises: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { summary: 3 } }\n")),
        ARTICLE,
    ]),
    passes: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { summary: 30 } }\n")),
        ARTICLE,
    ]),
};

pub static CHANNEL_TEXT_TOO_LONG: Rule = Rule {
    id: "channel-text-too-long",
    severity: Warning,
    title: Words::new("正文比渠道能收的长", "a text longer than a channel takes"),
    explanation: Words::new(
        "正文的字数已经超过渠道的上限。分成两篇，或者让这一篇不去这个渠道（`渠道: [-编号]`）。",
        "The text has more characters than the channel takes. Divide it, or leave it out there (`channels: [-id]`).",
    ),
    raises: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { characters: 1 } }\n")),
        ARTICLE,
    ]),
    passes: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { characters: 100 } }\n")),
        ARTICLE,
    ]),
};

pub static CHANNEL_TITLE_TOO_LONG: Rule = Rule {
    id: "channel-title-too-long",
    severity: Warning,
    title: Words::new("标题比渠道能收的长", "a title longer than a channel takes"),
    explanation: Words::new(
        "公众号的标题最多 32 字。超过的部分会被平台截掉或拒收。写短一些。",
        "An Official Account takes 32 characters. What is longer is cut or refused. Shorten it.",
    ),
    raises: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { title: 3 } }\n")),
        ARTICLE,
    ]),
    passes: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { title: 30 } }\n")),
        ARTICLE,
    ]),
};

pub static CHANNEL_TOO_MANY_IMAGES: Rule = Rule {
    id: "channel-too-many-images",
    severity: Warning,
    title: Words::new("图片比渠道能收的多", "more pictures than a channel takes"),
    explanation: Words::new("去掉几张图，或放宽 `limits`。", "Take some out, or widen `limits`."),
    raises: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { images: 0 } }\n")),
        ("content/articles/示例.md", "---\n标题: 柑橘防冻\n主题: 农技\n---\n\n![示意图](a.svg)\n"),
        ("content/articles/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"90\"/>"),
    ]),
    passes: Files(&[
        ("site.yaml", site!("  - { id: up, name: 上传, format: bundle, limits: { images: 1 } }\n")),
        ("content/articles/示例.md", "---\n标题: 柑橘防冻\n主题: 农技\n---\n\n![示意图](a.svg)\n"),
        ("content/articles/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"90\"/>"),
    ]),
};

pub static CHANNEL_TWICE: Rule = Rule {
    id: "channel-twice",
    severity: Error,
    title: Words::new("两个渠道用了同一个编号", "two channels with one id"),
    explanation: Words::new("给其中一个换编号。", "Give one of them another."),
    raises: Files(&[
        (
            "site.yaml",
            site!(
                "  - { id: group, name: 甲群, format: message }\n  - { id: group, name: 乙群, format: sms }\n"
            ),
        ),
        ARTICLE,
    ]),
    passes: Files(&[
        (
            "site.yaml",
            site!(
                "  - { id: group, name: 甲群, format: message }\n  - { id: text, name: 短信, format: sms }\n"
            ),
        ),
        ARTICLE,
    ]),
};

pub static CHANNEL_UNKNOWN_TOPIC: Rule = Rule {
    id: "channel-unknown-topic",
    severity: Error,
    title: Words::new("渠道选取的主题不存在", "a channel selects a topic that the site does not have"),
    explanation: Words::new(
        "写错一个字，这个主题的文章就一篇也不会去。改成 `topics` 里的编号或名称。",
        "Misspelt, none of its articles goes there. Use an id or a name of `topics`.",
    ),
    raises: Files(&[
        (
            "site.yaml",
            site!("  - { id: group, name: 群, format: message, select: { topics: [agri, 农枝] } }\n"),
        ),
        ARTICLE,
    ]),
    passes: Files(&[
        ("site.yaml", site!("  - { id: group, name: 群, format: message, select: { topics: [农技] } }\n")),
        ARTICLE,
    ]),
};

pub static UNKNOWN_CHANNEL: Rule = Rule {
    id: "unknown-channel",
    severity: Error,
    title: Words::new("没有这个渠道", "a channel that the site does not have"),
    explanation: Words::new(
        "文章的 `渠道` 写的是 `site.yaml` 里 `channels` 的编号；不去某个渠道，在编号前加 `-`。",
        "`channels` of an article are ids of `channels` in `site.yaml`, with `-` in front of one it does not go to.",
    ),
    raises: Files(&[
        ("site.yaml", USUAL),
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n渠道: [gruop]\n---\n\n正文。\n"),
    ]),
    passes: Files(&[
        ("site.yaml", USUAL),
        ("content/articles/示例.md", "---\n标题: 示例\n主题: 农技\n渠道: [group]\n---\n\n正文。\n"),
    ]),
};

const POSTERS: &str = "title: 示例\nbase_url: https://example.org/\nrequired: [title]\ntopics: [{ id: agri, name: 农技 }]\nshare: { pages: true, posters: true }\n";

pub static POSTER_CHARACTER: Rule = Rule {
    id: "poster-character",
    severity: Warning,
    title: Words::new("海报上画不出的字", "a character that posters cannot show"),
    explanation: Words::new(
        "海报是图片，用的是自带的字体：里面没有的字画成 □，表情符号不出现。换一个字。生成网站时才知道，`kepu check` 不报告。",
        "Posters are pictures, drawn with a font of their own: what it lacks becomes □, pictographs are left out. Use another character. Only building the site tells; `kepu check` does not.",
    ),
    raises: Files(&[
        ("site.yaml", POSTERS),
        ("content/articles/示例.md", "---\n标题: 柑橘防冻\u{12345}\n主题: 农技\n---\n\n正文。\n"),
    ]),
    passes: Files(&[
        ("site.yaml", POSTERS),
        ("content/articles/示例.md", "---\n标题: 柑橘防冻\n主题: 农技\n---\n\n正文。\n"),
    ]),
};

pub static POSTER_CUT: Rule = Rule {
    id: "poster-cut",
    severity: Warning,
    title: Words::new("海报上放不下", "no room on a poster"),
    explanation: Words::new(
        "用最小的字也放不下的，海报上没有：标题、流言、来源从后面截去，要点整条不写。改短；要点最好三条，每条不超过 40 字。生成网站时才知道，`kepu check` 不报告。",
        "What does not fit in the smallest type is not on the poster: titles, claims and sources lose their end, points are left out whole. Shorten it; best are three points of at most 40 characters. Only building the site tells; `kepu check` does not.",
    ),
    raises: Files(&[
        ("site.yaml", POSTERS),
        (
            "content/articles/示例.md",
            "---\n标题: 柑橘防冻要先盖草帘再灌水还要熏烟和涂白并且摇雪剪枝施肥样样都做到才能保住明年的收成柑橘防冻要先盖草帘再灌水还要熏烟和涂白并且摇雪剪枝施肥样样都做到才能保住明年的收成柑橘防冻要先盖草帘再灌水还要熏烟和涂白并且摇雪剪枝施肥样样都做到才能保住明年的收成柑橘防冻要先盖草帘再灌水还要熏烟和涂白并且摇雪剪枝施肥样样都做到才能保住明年的收成柑橘防冻要先盖草帘再灌水还要熏烟和涂白并且摇雪剪枝施肥样样都做到才能保住明年的收成柑橘防冻要先盖草帘再灌水还要熏烟和涂白并且摇雪剪枝施肥样样都做到才能保住明年的收成\n主题: 农技\n---\n\n正文。\n",
        ),
    ]),
    passes: Files(&[
        ("site.yaml", POSTERS),
        ("content/articles/示例.md", "---\n标题: 柑橘防冻\n主题: 农技\n---\n\n正文。\n"),
    ]),
};

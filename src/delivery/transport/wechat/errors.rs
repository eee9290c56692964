//! What the platform's codes mean, and what to do (developers.weixin.qq.com, 全局返回码).

use crate::delivery::exchange::{Arrival, Failure};
use crate::diagnostic::Text;

/// `media_id` is none of the account: what it named was published, deleted, or is no permanent one.
pub(super) const INVALID_MEDIA: i64 = 40007;

/// What a code is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// The far side is busy.
    Moment,
    Article,
    Account,
}

/// A code, what it is about, and what is said of it.
type Known = (i64, About, &'static str, &'static str);

const CODES: [Known; 19] = [
    (-1, About::Moment, "公众平台忙，请过一会儿再发", "the platform is busy"),
    (
        40001,
        About::Account,
        "公众号不认这个 AppSecret 或 access_token；到公众平台“设置与开发 → 开发接口管理”核对 AppSecret",
        "the AppSecret or access token is refused; compare the AppSecret with that of the account",
    ),
    (
        40005,
        About::Article,
        "图片的格式公众号不收；换成 JPG 或 PNG",
        "the platform does not take this type of picture; use JPG or PNG",
    ),
    (
        INVALID_MEDIA,
        About::Article,
        "公众号里没有这个素材（media_id）；封面要是永久素材，再发一次会重新上传",
        "the account has no such material (media_id); a cover has to be permanent material",
    ),
    (
        40009,
        About::Article,
        "图片太大；正文图片要小于 1 MB",
        "the picture is too large; those of the text have to be below 1 MB",
    ),
    (
        40013,
        About::Account,
        "AppID 不对；核对渠道的 `account`（账号），应是 `wx` 开头的一串",
        "the AppID is wrong; look at `account` of the channel, it begins with `wx`",
    ),
    (
        40014,
        About::Account,
        "access_token 不对；再发一次，还这样就核对 AppID 与 AppSecret 是不是同一个号的",
        "the access token is refused; are AppID and AppSecret those of one account?",
    ),
    (
        40125,
        About::Account,
        "AppSecret 不对；到公众平台核对，重置过的要换新的",
        "the AppSecret is wrong; if it was reset, set the new one",
    ),
    (
        40164,
        About::Account,
        "这台机器的 IP 不在公众号的 IP 白名单里；到公众平台“设置与开发 → 开发接口管理”加进白名单（托管的 CI 每次换 IP，常加不成，要从有固定 IP 的机器发）",
        "the IP of this machine is not on the whitelist (IP 白名单) of the account; add it there; hosted CI changes its IP, send from a machine with a fixed one",
    ),
    (
        41005,
        About::Article,
        "上传的图片是空的；看看图片文件坏了没有",
        "an empty picture was uploaded; is its file damaged?",
    ),
    (
        42001,
        About::Account,
        "access_token 过期了，换了新的还不行；别的程序也在用这个号取 token 吗？请都改用 stable_token",
        "the access token has run out, and a new one too; does another program fetch tokens? let all use stable_token",
    ),
    (44003, About::Article, "图文是空的；文章有正文吗", "the draft is empty; has the article a text?"),
    (
        45002,
        About::Article,
        "正文太长；要少于 20,000 个字符（连同样式）、小于 1 MB，请分篇",
        "the text is too long: it has to have fewer than 20,000 characters with its styles, and be below 1 MB",
    ),
    (45003, About::Article, "标题太长；最多 32 字", "the title is too long, 32 characters at most"),
    (45004, About::Article, "摘要太长；最多 128 字", "the summary is too long, 128 characters at most"),
    (
        45009,
        About::Account,
        "今天的接口次数用完了；明天再发，或到公众平台清零",
        "the quota of requests is used up; send again tomorrow, or reset it in the account",
    ),
    (
        45166,
        About::Article,
        "正文里有公众号不收的内容；把外链、特殊代码删去再试",
        "the text holds what the platform does not take; remove links and code from elsewhere",
    ),
    (
        47001,
        About::Article,
        "公众平台读不懂请求（JSON）；请把这句话报告给 kepu",
        "the platform cannot read the request (JSON); please report this",
    ),
    (
        48001,
        About::Account,
        "这个公众号没有这项接口权限；个人号和没有认证的号常没有，用 `kepu make wechat` 做好后粘贴",
        "the account may not use this interface, as those of persons or without verification; paste what `kepu make wechat` makes",
    ),
];

/// Whether a code says that the access token has to be a new one.
pub(super) fn stale(code: i64) -> bool {
    matches!(code, 40001 | 40014 | 42001)
}

/// What a code means. `said` is what the platform says of it, without secrets.
pub(super) fn explain(code: i64, said: &str) -> Failure {
    let known = CODES.iter().find(|(known, ..)| *known == code);
    let said: String = said.chars().take(200).collect();
    let text = |zh: &str, en: &str| {
        Text::new(format!("{zh}（errcode {code}：{said}）"), format!("{en} (errcode {code}: {said})"))
    };
    match known {
        Some((_, About::Moment, zh, en)) => Failure::passing(text(zh, en), Arrival::NotTaken, None),
        Some((_, About::Article, zh, en)) => Failure::of_article(text(zh, en)),
        Some((_, About::Account, zh, en)) => Failure::of_channel(text(zh, en)),
        None => Failure::of_article(text("公众平台不收", "the platform refuses it")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::exchange::{Reach, Retry};

    #[test]
    fn codes_are_in_order_and_say_whom_they_stop() {
        assert!(CODES.is_sorted_by(|a, b| a.0 < b.0));
        for code in [40001, 40013, 40125, 40164, 42001, 45009, 48001] {
            assert_eq!(explain(code, "").reach, Reach::Channel, "{code}");
        }
        for code in [40005, 40007, 40009, 41005, 44003, 45002, 45003, 45004, 45166, 47001] {
            let failure = explain(code, "");
            assert_eq!((failure.reach, failure.retry), (Reach::Article, Retry::Never), "{code}");
        }
        let busy = explain(-1, "system error");
        assert_eq!((busy.arrival, busy.retry), (Arrival::NotTaken, Retry::Later(None)));
        assert_eq!(explain(99999, "odd").text.en, "the platform refuses it (errcode 99999: odd)");
    }
}

//! A draft in an Official Account (公众号), which a person publishes.
//!
//! A draft is made once and updated from then on. As `draft/add` makes another whenever it is asked, a doubt is
//! decided by looking for a draft that names the page of the article as its source.

mod api;
mod errors;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use image::ImageFormat;

use super::{Desk, Done, Open, Parcel, Transport, words_for_readers};
use crate::channel::bundle::sha256;
use crate::channel::closing::Closing;
use crate::channel::make::fitted;
use crate::channel::wechat::{LIMITS, Limits, Style, Wechat, render};
use crate::config::encode_address;
use crate::delivery::exchange::{Arrival, Failure};
use crate::delivery::ledger::Receipt;
use crate::delivery::plan::Planned;
use crate::delivery::session::Session;
use crate::diagnostic::{Text, refuse, words};
use crate::model::channel::ChannelFormat;
use crate::model::{Article, Asset};

use api::{Api, News, Picture, Refusal};

/// Where drafts are; no address leads to one of them.
const DRAFTS: &str = "https://mp.weixin.qq.com/";
/// Bytes of a text, and of a picture in one; as many are too many.
const MEGABYTE: usize = 1 << 20;

struct Account<'a> {
    desk: Desk<'a>,
    style: Style,
    api: Api,
    /// Held while something is uploaded: what two articles show is uploaded once.
    uploading: Mutex<()>,
}

pub(super) const OPEN: Open = |desk, secrets| {
    let delivery = desk.delivery;
    if desk.channel.format.value != ChannelFormat::Wechat {
        return Err(refuse(
            "公众号草稿要 `format: wechat`（格式：公众号）",
            "drafts of an Official Account need `format: wechat`",
        ));
    }
    let account = delivery.account.as_ref().ok_or_else(|| desk.lacks("account", "账号"))?;
    let account = account.value.trim().to_owned();
    let base = match (&delivery.address, &delivery.address_env) {
        (None, None) => api::BASE.to_owned(),
        _ => desk.address(secrets)?,
    };
    let api = Api::new(&base, account, desk.secret(secrets)?);
    let style = Style::new(desk.theme, desk.catalog)?;
    Ok(Box::new(Account { desk: *desk, style, api, uploading: Mutex::default() }))
};

/// What is to be a draft, its pictures on the far side.
struct Draft {
    news: News,
    cover: Picture,
    notes: Vec<Text>,
}

/// What became of an update.
enum Update {
    Done,
    /// There is no such draft any more.
    Gone,
}

impl Account<'_> {
    fn one(&self, parcel: &Parcel<'_>, session: &Session<'_>) -> Result<Done, Failure> {
        let item = parcel.item;
        let Some(article) = parcel.article else { return Ok(withdrawn(item)) };
        // A picture of which nobody knows whether it arrived is no draft.
        let mut draft = self
            .draft(article, session)
            .map_err(|failure| Failure { arrival: Arrival::NotTaken, ..failure })?;
        let id = self.place(item, &mut draft, session)?;
        let receipt = Receipt {
            id: Some(id),
            link: Some(DRAFTS.to_owned()),
            sha256: Some(sha256(draft.news.content.as_bytes())),
            waits: true,
        };
        Ok(Done { receipt, note: joined(&draft.notes), by_hand: None })
    }

    /// The draft of an article: judged first, then its pictures are uploaded.
    fn draft(&self, article: &Article, session: &Session<'_>) -> Result<Draft, Failure> {
        let desk = &self.desk;
        let (fitting, mut notes) = fitted(desk.channel, (desk.catalog, desk.theme), article, desk.read)
            .map_err(|error| Failure::of_article(words(&error)))?;
        let read = |asset: &Asset| match fitting.get(&asset.path) {
            Some(made) => picture(&asset.source, made.bytes.clone()),
            None => (desk.read)(asset)
                .map_err(|error| Failure::of_article(words(&error)))
                .and_then(|bytes| picture(&asset.source, bytes)),
        };
        // As long as what the platform gives, so that what is too long is found before anything is sent.
        let likely = |asset: &Asset| format!("http://mmbiz.qpic.cn/mmbiz_png/{:0>90}/0", asset.path);
        let seen = RefCell::new(BTreeMap::new());
        let rehearsed = self.render(article, &|asset| {
            let address = likely(asset);
            seen.borrow_mut().insert(address.clone(), asset.clone());
            address
        });
        self.judge(&rehearsed)?;
        let seen = seen.into_inner();
        let cover = article.cover.as_ref().and_then(|cover| desk.catalog.asset(cover));
        let cover = read(cover.ok_or_else(no_cover)?)?;
        let mut pictures = BTreeMap::new();
        for asset in rehearsed.images.iter().filter_map(|image| seen.get(&image.address)) {
            pictures.insert(asset.path.clone(), read(asset)?);
        }
        let elsewhere = rehearsed.images.iter().filter(|image| image.source.is_none());
        let elsewhere: Vec<&str> = elsewhere.map(|image| image.address.as_str()).collect();
        if !elsewhere.is_empty() {
            let list = elsewhere.join(" ");
            notes.push(Text::new(
                format!("别的网站的图片没有上传，公众号里可能不显示：{list}"),
                format!("pictures of other sites are not uploaded and may not be shown: {list}"),
            ));
        }

        let mut addresses = BTreeMap::new();
        for (path, picture) in pictures {
            let address =
                self.upload("image", &picture, session, |api| api.upload_image(&picture, session))?;
            addresses.insert(path, address);
        }
        let thumb = self.upload("cover", &cover, session, |api| api.add_material(&cover, session))?;
        let made = self.render(article, &|asset| addresses.get(&asset.path).cloned().unwrap_or_default());
        self.judge(&made)?;
        let news = News {
            title: made.title.trim().to_owned(),
            author: made.author,
            digest: made.digest,
            content: made.html,
            content_source_url: encode_address(&made.address),
            thumb_media_id: thumb,
        };
        Ok(Draft { news, cover, notes })
    }

    fn render(&self, article: &Article, picture: &dyn Fn(&Asset) -> String) -> Wechat {
        render(article, self.desk.catalog, &self.style, Closing::of(self.desk.channel), picture)
    }

    /// Whether the platform takes a text; the channel may have other limits.
    fn judge(&self, made: &Wechat) -> Result<(), Failure> {
        let own = self.desk.channel.limits();
        let limits = Limits {
            title: own.title.unwrap_or(LIMITS.title),
            content: own.characters.unwrap_or(LIMITS.content),
            ..LIMITS
        };
        let mut faults = made.faults(&limits);
        if made.html.len() >= MEGABYTE {
            faults.push(Text::new("正文连同样式不小于 1 MB", "the text with its styles is not below 1 MB"));
        }
        joined(&faults).map_or(Ok(()), |fault| Err(Failure::of_article(fault)))
    }

    /// What the far side calls a picture: it is sent there unless it went before.
    fn upload(
        &self,
        purpose: &str,
        picture: &Picture,
        session: &Session<'_>,
        send: impl FnOnce(&Api) -> Result<String, Failure>,
    ) -> Result<String, Failure> {
        let _turn = self.uploading.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = api::hash(&picture.bytes);
        let uploads = || session.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        let known = uploads().known(purpose, &hash);
        if let Some(name) = known {
            return Ok(name);
        }
        let name = send(&self.api)?;
        remember(session, purpose, &hash, &name)?;
        Ok(name)
    }

    /// Uploads a cover again that somebody has removed from the account.
    fn renew_cover(&self, draft: &mut Draft, session: &Session<'_>) -> Result<(), Failure> {
        let name = self.api.add_material(&draft.cover, session)?;
        remember(session, "cover", &api::hash(&draft.cover.bytes), &name)?;
        draft.news.thumb_media_id = name;
        Ok(())
    }

    /// Updates the draft of an article, or makes one: its `media_id`.
    fn place(&self, item: &Planned, draft: &mut Draft, session: &Session<'_>) -> Result<String, Failure> {
        if let Some(id) = item.receipt.as_ref().and_then(|it| it.id.as_ref()) {
            match self.update(id, draft, session)? {
                Update::Done => return Ok(id.clone()),
                Update::Gone => draft.notes.push(gone(item, &draft.news.content_source_url)),
            }
        }
        if item.doubt {
            if let Some(id) = self.recognise(draft, session)? {
                draft.notes.push(recognised());
                return Ok(id);
            }
            draft.notes.push(unrecognised(&draft.news));
        }
        let added = match self.api.add(&draft.news, session) {
            Err(Refusal { code: Some(errors::INVALID_MEDIA), .. }) => {
                self.renew_cover(draft, session)
                    .map_err(|failure| Failure { arrival: Arrival::NotTaken, ..failure })?;
                self.api.add(&draft.news, session)
            }
            said => said,
        };
        let failure = match added {
            Ok(id) => return Ok(id),
            Err(Refusal { failure, .. }) if failure.arrival == Arrival::NotTaken => return Err(failure),
            Err(Refusal { failure, .. }) => failure,
        };
        // It may come in late: what is not there yet is looked for again by the next run.
        match self.recognise(draft, session) {
            Ok(Some(id)) => {
                draft.notes.push(recognised());
                Ok(id)
            }
            Ok(None) | Err(_) => Err(failure),
        }
    }

    /// Updates a draft, with its cover uploaded again if it is that which is gone.
    fn update(&self, id: &str, draft: &mut Draft, session: &Session<'_>) -> Result<Update, Failure> {
        match self.api.update(id, &draft.news, session) {
            Ok(()) => Ok(Update::Done),
            // Which of the two it names the platform does not say.
            Err(Refusal { code: Some(errors::INVALID_MEDIA), .. }) => {
                if !self.api.has(id, session)? {
                    return Ok(Update::Gone);
                }
                self.renew_cover(draft, session)?;
                self.api.update(id, &draft.news, session)?;
                Ok(Update::Done)
            }
            Err(refusal) => Err(refusal.failure),
        }
    }

    /// Looks for a draft that an attempt without end has left, and updates it.
    fn recognise(&self, draft: &mut Draft, session: &Session<'_>) -> Result<Option<String>, Failure> {
        if draft.news.content_source_url.is_empty() {
            return Ok(None);
        }
        let Some(id) = self.api.find(&draft.news.content_source_url, session)? else { return Ok(None) };
        Ok(match self.update(&id, draft, session)? {
            Update::Done => Some(id),
            Update::Gone => None,
        })
    }
}

fn remember(session: &Session<'_>, purpose: &str, hash: &str, name: &str) -> Result<(), Failure> {
    let mut uploads = session.uploads.lock().unwrap_or_else(PoisonError::into_inner);
    uploads.remember(purpose, hash, name).map_err(|error| Failure::of_channel(words(&error)))
}

/// A picture that the platform takes.
fn picture(name: &str, bytes: Vec<u8>) -> Result<Picture, Failure> {
    let refused = |zh: &str, en: &str| {
        Failure::of_article(Text::new(format!("图片 `{name}` {zh}"), format!("picture `{name}` {en}")))
    };
    if bytes.len() >= MEGABYTE {
        return Err(refused("不小于 1 MB，公众号不收；换一张小的", "is not below 1 MB; use a smaller one"));
    }
    let kind = match image::guess_format(&bytes) {
        Ok(ImageFormat::Png) => "png",
        Ok(ImageFormat::Jpeg) => "jpg",
        _ => {
            return Err(refused(
                "不是 JPG 或 PNG，公众号不收",
                "is no JPG or PNG, and the platform takes no other",
            ));
        }
    };
    Ok(Picture { bytes, kind })
}

fn no_cover() -> Failure {
    Failure::of_article(Text::new(
        "没有封面，公众号的草稿一定要有；在文章开头写 `封面: 图片文件`",
        "it has no cover, which a draft needs; write `cover: FILE` in its front matter",
    ))
}

fn gone(item: &Planned, address: &str) -> Text {
    let words = words_for_readers(item, address);
    Text::new(
        format!(
            "原来的草稿已经发布或被删去，另放了一篇新草稿；发布过的，请到公众号改正或删除旧文，并告诉读者：“{}”",
            words.zh
        ),
        format!(
            "the former draft was published or deleted, there is a new one; if it was published, correct or delete it there and tell readers: {}",
            words.en
        ),
    )
}

fn recognised() -> Text {
    Text::new(
        "不知道前一次到了没有；按原文链接在草稿箱里找到了那一篇，更新了它，没有多放",
        "a former attempt had no end; its draft was found by the address of the page and updated",
    )
}

fn unrecognised(news: &News) -> Text {
    if news.content_source_url.is_empty() {
        return Text::new(
            "不知道前一次到了没有；网站没有网址，认不出草稿，又放了一篇；草稿箱里若有两篇同名的，请删去一篇",
            "a former attempt had no end; without an address of the site its draft cannot be recognised, so another was made; if there are two, delete one",
        );
    }
    Text::new(
        "不知道前一次到了没有；按原文链接在草稿箱里没有找到，放了一篇",
        "a former attempt had no end; no draft has the address of the page, so one was made",
    )
}

/// A person may have published it: what to do is for a person.
fn withdrawn(item: &Planned) -> Done {
    let (title, words) = (&item.title, words_for_readers(item, ""));
    let by_hand = Text::new(
        format!(
            "请到 {DRAFTS}：草稿箱里还有《{title}》就删去；已经发布的，删除它，并发布更正：“{}”",
            words.zh
        ),
        format!(
            "at {DRAFTS}: delete the draft `{title}` if it is still there; if it was published, delete it and publish: {}",
            words.en
        ),
    );
    let receipt = item.receipt.clone().unwrap_or_default();
    Done { receipt, by_hand: Some(by_hand), note: None }
}

/// All that is said, as one.
fn joined(texts: &[Text]) -> Option<Text> {
    let all = |wording: fn(&Text) -> &str, between: &str| {
        texts.iter().map(wording).collect::<Vec<_>>().join(between)
    };
    (!texts.is_empty()).then(|| Text::new(all(|it| &it.zh, "；"), all(|it| &it.en, "; ")))
}

impl Transport for Account<'_> {
    fn deliver(&self, parcels: &[Parcel<'_>], session: &Session<'_>) -> Vec<Result<Done, Failure>> {
        parcels.iter().map(|parcel| self.one(parcel, session)).collect()
    }

    fn after_a_cut(&self) -> Text {
        Text::new(
            "上次断了；同一篇草稿再更新一次，不会多出一份",
            "the last run broke off; the same draft is updated again",
        )
    }
}

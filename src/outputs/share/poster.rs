//! The pictures of an article: a poster for phones, a page for notice boards, a picture for links; and what
//! of the article is not on them.

use std::sync::{Arc, OnceLock};

use anyhow::Result;

use super::press;
use crate::channel::card::card;
use crate::channel::poster::{Card, Cut, Poster, Press};
use crate::config;
use crate::diagnostic::{Diagnostic, Place, Rule, Span, Text, rules};
use crate::model::{Article, FrontMatterKey, address};
use crate::outputs::{Key, Remark, Rendered, Site, View};
use crate::theme::Renderer;

/// One kind of picture.
#[derive(Clone, Copy)]
pub(super) struct Sheet {
    /// As messages name it.
    name: (&'static str, &'static str),
    draw: fn(&Press, &Card) -> Result<Poster>,
}

/// The pictures of an article and their paths.
pub(super) fn sheets(article: &Article) -> [(String, Sheet); 3] {
    let path = &article.path;
    [
        (
            address::poster(path),
            Sheet { name: ("手机海报", "the poster for phones"), draw: Press::poster_png },
        ),
        (
            address::poster_page(path),
            Sheet { name: ("A4 海报", "the poster for printing"), draw: Press::poster_pdf },
        ),
        (
            address::social(path),
            Sheet { name: ("链接配图", "the picture for links"), draw: Press::social_png },
        ),
    ]
}

/// A picture of an article.
pub(super) struct Picture<'s> {
    pub site: Site<'s>,
    pub index: usize,
    pub sheet: Sheet,
    pub press: Arc<OnceLock<Press>>,
}

impl View for Picture<'_> {
    fn fingerprint(&self, key: &mut Key) -> Result<()> {
        key.add("content", &card(self.site.catalog, self.article()))?;
        // What stands for the templates and fonts it is drawn with.
        key.add_bytes("theme", self.site.theme.posters_hash().as_bytes());
        Ok(())
    }

    fn render(&self, renderer: &Renderer<'_>) -> Result<Rendered> {
        let press = press(&self.press, renderer)?;
        let Poster { bytes, cut, missing } =
            (self.sheet.draw)(press, &card(self.site.catalog, self.article()))?;
        let mut remarks: Vec<Remark> =
            cut.into_iter().map(|Cut { part, lost, .. }| Remark::Cut { part, lost }).collect();
        if !missing.is_empty() {
            remarks.push(Remark::NotDrawn(missing.into_iter().collect()));
        }
        Ok(Rendered::Remarked { bytes, remarks })
    }

    fn problems(&self, remarks: &[Remark]) -> Vec<Diagnostic> {
        remarks.iter().map(|it| self.problem(it)).collect()
    }
}

impl Picture<'_> {
    fn article(&self) -> &Article {
        &self.site.catalog.articles[self.index]
    }

    fn problem(&self, remark: &Remark) -> Diagnostic {
        let (zh, en) = self.sheet.name;
        match remark {
            Remark::Cut { part, lost } => {
                let message = Text::new(
                    format!("{zh}上放不下这些字：{lost}"),
                    format!("there is no room on {en} for: {lost}"),
                );
                self.told(part, &rules::POSTER_CUT, message).help(self.way_out(part))
            }
            Remark::NotDrawn(characters) => {
                let message = Text::new(
                    format!("海报的字体里没有这些字：{characters}"),
                    format!("the font of posters does not have: {characters}"),
                );
                let help = Text::new(
                    "换一个常用字，或换成文字；表情符号在海报上不出现",
                    "use another character, or a word; pictographs are left out",
                );
                self.told("title", &rules::POSTER_CHARACTER, message).help(help)
            }
        }
    }

    /// Points are the article's own, or taken from its first list where it names none.
    fn way_out(&self, part: &str) -> Text {
        let named = self.article().source.front.key_span(FrontMatterKey::Points).is_some();
        if part == "points" && !named {
            return Text::new(
                "在文章里写 `要点`，最好三条，每条不超过 40 字",
                "give the article `points`, best three of at most 40 characters",
            );
        }
        Text::new("改短", "shorten it")
    }

    /// Told where the part of the picture was written: most in the article, some in the settings.
    fn told(&self, part: &str, rule: &'static Rule, message: Text) -> Diagnostic {
        let front = &self.article().source.front;
        let key = match part {
            "disclaimer" | "organisation" | "topic" => {
                return Diagnostic::new(rule, &config::FILE_NAME.into(), Place::File, message);
            }
            "points" => FrontMatterKey::Points,
            "claim" => FrontMatterKey::Claim,
            "notes" => FrontMatterKey::Sources,
            _ => FrontMatterKey::Title,
        };
        let span = front.key_span(key).or(front.key_span(FrontMatterKey::Title)).unwrap_or(Span::new(0, 3));
        Diagnostic::new(rule, &self.article().source.file, Place::Span(span), message)
    }
}

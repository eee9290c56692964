//! Posters and social images of an article: a picture for phones, a page for notice boards.
//!
//! SVG templates of the theme say what stands where. SVG breaks no lines, so the templates ask for that with
//! `fit(…)`: texts into a box, at the largest of some sizes of type, cut where even the smallest is too large.
//! What was cut, and which characters the fonts lack, is part of the result: nothing is dropped in silence.
//! The same card gives the same bytes.

mod breaks;
mod card;
mod characters;
mod code;
mod colour;
mod document;
mod fit;
mod font;
mod lines;
mod picture;
mod request;

pub use card::{Card, Points, Topic, Verdict};
pub use code::{Code, LONGEST, code};
pub use fit::Cut;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use resvg::usvg;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

use super::drawing::options;
use crate::diagnostic::refuse;
use crate::theme::Theme;
use font::Fonts;
use request::Request;

/// A file, and what an editor has to know of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poster {
    /// The file.
    pub bytes: Vec<u8>,
    /// Texts that are not there as a whole.
    pub cut: Vec<Cut>,
    /// Characters that the fonts do not have, each once, in the order of their numbers: drawn as □, or left out
    /// if they are emoji.
    pub missing: Vec<char>,
}

/// A poster before it is written, and the card as it was drawn.
struct Drawing {
    tree: usvg::Tree,
    card: Card,
    cut: Vec<Cut>,
    missing: Vec<char>,
}

/// Makes posters with one theme. The fonts are read once, here.
#[derive(Debug)]
pub struct Press {
    tera: Tera,
    fonts: Arc<Fonts>,
}

impl Press {
    /// A press for the posters of a theme.
    ///
    /// # Errors
    ///
    /// A template or a font of the theme cannot be read.
    pub fn new(theme: &Theme) -> Result<Press> {
        let mut tera = Tera::new();
        tera.autoescape_on(vec![".svg"]);
        let fonts = Arc::new(Fonts::load(theme)?);
        register(&mut tera, &fonts, &Arc::default());
        tera.add_raw_templates(theme.posters().to_vec()).map_err(|error| {
            refuse(format!("海报模板读不懂：{error}"), format!("cannot read the posters' templates: {error}"))
        })?;
        Ok(Press { tera, fonts })
    }

    /// A picture for phones, 1080 × 1920 pixels: `posters/phone.svg`.
    ///
    /// # Errors
    ///
    /// The address is too long for a QR code, or a template of the site's own cannot be drawn.
    pub fn poster_png(&self, card: &Card) -> Result<Poster> {
        self.draw("phone.svg", card, |tree, _| picture::png(tree))
    }

    /// A page of A4 for printing, whose text can be selected and searched: `posters/page.svg`.
    ///
    /// # Errors
    ///
    /// As [`Press::poster_png`].
    pub fn poster_pdf(&self, card: &Card) -> Result<Poster> {
        self.draw("page.svg", card, document::pdf)
    }

    /// A picture for links in messages (Open Graph), 1200 × 630 pixels: `posters/social.svg`.
    ///
    /// # Errors
    ///
    /// As [`Press::poster_png`].
    pub fn social_png(&self, card: &Card) -> Result<Poster> {
        self.draw("social.svg", card, |tree, _| picture::png(tree))
    }

    fn draw(
        &self,
        template: &str,
        card: &Card,
        write: impl FnOnce(&usvg::Tree, &Card) -> Result<Vec<u8>>,
    ) -> Result<Poster> {
        let drawing = self.drawing(template, card)?;
        let bytes = write(&drawing.tree, &drawing.card)?;
        Ok(Poster { bytes, cut: drawing.cut, missing: drawing.missing })
    }

    fn drawing(&self, template: &str, card: &Card) -> Result<Drawing> {
        let mut missing = BTreeSet::new();
        let mut card = card.clone();
        for text in card.texts_mut() {
            *text = characters::drawable(text, &self.fonts, &mut missing);
        }
        let cuts = Arc::new(Mutex::new(Vec::new()));
        let mut tera = self.tera.clone();
        register(&mut tera, &self.fonts, &cuts);
        let mut context = Context::new();
        let address = Some(&card.address).filter(|it| !it.is_empty());
        context.insert("card", &card);
        context.insert("tones", &colour::tones(&card.topic.colour));
        context.insert("family", &self.fonts.family);
        context.insert("code", &address.map(|it| code::code(it)).transpose()?);
        let fault = |error: &dyn std::fmt::Display| {
            refuse(
                format!("海报模板 `{template}`：{error}"),
                format!("poster template `{template}`: {error}"),
            )
        };
        let svg = tera.render(template, &context).map_err(|error| fault(&error))?;
        let tree = usvg::Tree::from_str(&svg, &options(&self.fonts.database, &self.fonts.family))
            .map_err(|error| fault(&error))?;
        let cut = std::mem::take(&mut *cuts.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(Drawing { tree, card, cut, missing: missing.into_iter().collect() })
    }
}

/// Gives templates `fit(…)`, which notes what it cuts.
fn register(tera: &mut Tera, fonts: &Arc<Fonts>, cuts: &Arc<Mutex<Vec<Cut>>>) {
    let (fonts, cuts) = (Arc::clone(fonts), Arc::clone(cuts));
    tera.register_function("fit", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
        let request: Request = arguments.deserialize()?;
        if !(request.width > 0.0 && request.sizes.iter().all(|it| *it > 0.0)) || request.sizes.is_empty() {
            return Err(tera::Error::message("`fit` needs a width and sizes above 0"));
        }
        let (block, cut) = fit::fit(&request, &fonts);
        let mut cuts = cuts.lock().unwrap_or_else(PoisonError::into_inner);
        // A template may fit a text again, to try another place.
        cuts.retain(|it| it.part != request.name);
        cuts.extend(cut);
        Value::try_from_serializable(&block)
    });
}

#[cfg(test)]
mod tests;

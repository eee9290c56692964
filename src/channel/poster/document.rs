//! From a drawing to a PDF page whose text is text.

use anyhow::Result;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt as _, SvgSettings};
use resvg::usvg;

use super::card::Card;
use crate::diagnostic::refuse;

/// A4 in points: 210 × 297 mm.
const A4: (f32, f32) = (595.276, 841.89);

/// Draws a tree over a page of A4. No dates and no identifiers go in but what follows from the drawing.
pub fn pdf(tree: &usvg::Tree, card: &Card) -> Result<Vec<u8>> {
    let fault =
        |error: String| refuse(format!("写不出 PDF：{error}"), format!("cannot write the PDF: {error}"));
    let (page, size) = PageSettings::from_wh(A4.0, A4.1)
        .zip(Size::from_wh(A4.0, A4.1))
        .ok_or_else(|| fault("A4".to_owned()))?;
    let mut document = krilla::Document::new();
    document.set_metadata(
        Metadata::new()
            .title(card.title.clone())
            .language("zh-CN".to_owned())
            .authors(vec![card.organisation.clone()]),
    );
    let mut page = document.start_page_with(page);
    let mut surface = page.surface();
    surface.draw_svg(tree, size, SvgSettings::default());
    surface.finish();
    page.finish();
    document.finish().map_err(|error| fault(format!("{error:?}")))
}

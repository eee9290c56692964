//! Drawings (SVG) as pixels: with the theme's fonts alone, so that they are the same everywhere.

use std::sync::Arc;

use image::RgbImage;
use resvg::usvg::{self, fontdb};

use crate::theme::Theme;

/// A drawing is painted at twice its size, for the screens of phones.
const SCALE: f32 = 2.0;

/// Paints drawings.
pub struct Painter {
    database: Arc<fontdb::Database>,
    family: String,
}

impl Painter {
    /// A painter whose fonts, those of the theme, stand for every family.
    pub fn new(theme: &Theme) -> Painter {
        let mut database = fontdb::Database::new();
        for bytes in ["regular.otf", "bold.otf"].iter().filter_map(|name| theme.font(name)) {
            database.load_font_source(fontdb::Source::Binary(Arc::new(bytes.clone())));
        }
        let family =
            database.faces().find_map(|face| Some(face.families.first()?.0.clone())).unwrap_or_default();
        database.set_serif_family(&family);
        database.set_sans_serif_family(&family);
        database.set_cursive_family(&family);
        database.set_fantasy_family(&family);
        database.set_monospace_family(&family);
        Painter { database: Arc::new(database), family }
    }

    /// The drawing on white, its longer side at most `side` pixels; `None` for what is no drawing.
    pub fn paint(&self, svg: &[u8], side: u32) -> Option<RgbImage> {
        let tree = usvg::Tree::from_data(svg, &options(&self.database, &self.family)).ok()?;
        let size = tree.size();
        let side = side.max(1);
        let scale = SCALE.min(side as f32 / size.width().max(size.height()));
        let pixels = |length: f32| ((length * scale).round() as u32).clamp(1, side);
        let (width, height) = (pixels(size.width()), pixels(size.height()));
        let mut pixmap = resvg::tiny_skia::Pixmap::new(width, height)?;
        pixmap.fill(resvg::tiny_skia::Color::WHITE);
        resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        let (pixels, _) = pixmap.data().as_chunks::<4>();
        RgbImage::from_raw(width, height, pixels.iter().flat_map(|it| [it[0], it[1], it[2]]).collect())
    }
}

/// How SVG is read: with these fonts and no others, and no picture from elsewhere.
pub fn options(database: &Arc<fontdb::Database>, family: &str) -> usvg::Options<'static> {
    usvg::Options {
        font_family: family.to_owned(),
        fontdb: Arc::clone(database),
        image_href_resolver: usvg::ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..usvg::Options::default()
    }
}

//! The theme's two fonts: which characters they have, and how wide these are.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Result;
use resvg::usvg::fontdb;
use ttf_parser::{Face, name_id};

use crate::diagnostic::refuse;
use crate::theme::Theme;

/// Both weights of one family.
#[derive(Debug)]
pub struct Fonts {
    /// What the drawing looks fonts up in: these two and no others, so that a poster is the same everywhere.
    pub database: Arc<fontdb::Database>,
    /// The name of the family.
    pub family: String,
    regular: Advances,
    bold: Advances,
}

/// Stroke width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 700.
    Bold,
}

impl Fonts {
    /// The fonts of a theme.
    pub fn load(theme: &Theme) -> Result<Fonts> {
        let mut database = fontdb::Database::new();
        let mut both = Vec::new();
        for name in ["regular.otf", "bold.otf"] {
            let bytes = theme.font(name).ok_or_else(|| {
                refuse(format!("外观里没有字体 `{name}`"), format!("the theme has no font `{name}`"))
            })?;
            both.push(Advances::read(bytes).ok_or_else(|| {
                refuse(format!("字体 `{name}` 读不懂"), format!("cannot read the font `{name}`"))
            })?);
            database.load_font_source(fontdb::Source::Binary(Arc::new(bytes.clone())));
        }
        let [(family, regular), (_, bold)]: [(String, Advances); 2] =
            both.try_into().map_err(|_| refuse("字体应有两个", "there have to be two fonts"))?;
        Ok(Fonts { database: Arc::new(database), family, regular, bold })
    }

    /// Whether both weights have the character.
    pub fn has(&self, character: char) -> bool {
        [&self.regular, &self.bold].iter().all(|it| it.widths.contains_key(&character))
    }

    /// The width of a character in ems; a full em for one that the font does not have.
    pub fn width(&self, character: char, weight: Weight) -> f64 {
        let advances = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        advances.widths.get(&character).map_or(1.0, |width| f64::from(*width) / advances.em)
    }
}

/// The widths of one font. The fonts have no kerning or ligatures, so that a text is as wide as its
/// characters together.
#[derive(Debug)]
struct Advances {
    em: f64,
    widths: HashMap<char, u16>,
}

impl Advances {
    /// The name of the family and the widths; `None` for bytes that are no font.
    fn read(bytes: &[u8]) -> Option<(String, Advances)> {
        let face = Face::parse(bytes, 0).ok()?;
        let names = face.names().into_iter().filter(|it| it.name_id == name_id::FAMILY);
        let family = names.filter_map(|it| it.to_string()).next()?;
        let mut widths = HashMap::new();
        for table in face.tables().cmap?.subtables.into_iter().filter(|it| it.is_unicode()) {
            table.codepoints(|code| {
                let glyph = table.glyph_index(code);
                if let (Some(character), Some(glyph)) = (char::from_u32(code), glyph) {
                    widths.insert(character, face.glyph_hor_advance(glyph).unwrap_or_default());
                }
            });
        }
        Some((family, Advances { em: f64::from(face.units_per_em()), widths }))
    }
}

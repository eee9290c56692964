//! Pictures as a platform takes them: its types, its size of file, its pixels.

use std::io::Cursor;
use std::sync::{Arc, OnceLock};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Scaling;
use image::{DynamicImage, ImageDecoder as _, ImageReader, RgbImage};
use resvg::usvg::{self, fontdb};

use crate::diagnostic::Text;
use crate::model::channel::ChannelLimits;
use crate::theme::Theme;

/// Pixels of the longer side of a drawing, where no limit is closer.
const DRAWN: u32 = 2_400;
/// A drawing is painted at twice its size, for the screens of phones.
const SCALE: f32 = 2.0;
/// Bytes that a picture may take while it is decoded.
const MEMORY: u64 = 512 << 20;
/// A picture whose longer side would have to be smaller than this shows nothing any more.
const SMALLEST: u32 = 64;
const QUALITY: u8 = 85;

/// A picture in a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub bytes: Vec<u8>,
    pub extension: &'static str,
    /// Pixels, where the file tells.
    pub size: Option<(u32, u32)>,
}

impl File {
    fn new(bytes: Vec<u8>, extension: &'static str) -> File {
        let size = imagesize::blob_size(&bytes).ok();
        let pixels = |it: usize| u32::try_from(it).ok();
        let size = size.and_then(|size| Some((pixels(size.width)?, pixels(size.height)?)));
        File { bytes, extension, size }
    }

    /// Its size, if it is of a kind that Word shows.
    pub fn word_size(&self) -> Option<(u32, u32)> {
        self.size.filter(|_| ["png", "jpg", "gif"].contains(&self.extension))
    }
}

/// Makes pictures fit.
pub struct Fitter<'a> {
    theme: &'a Theme,
    limits: &'a ChannelLimits,
    fonts: OnceLock<(Arc<fontdb::Database>, String)>,
}

impl<'a> Fitter<'a> {
    pub fn new(theme: &'a Theme, limits: &'a ChannelLimits) -> Fitter<'a> {
        Fitter { theme, limits, fonts: OnceLock::new() }
    }

    /// The picture that fits, and what is to be said of it. One that cannot be made to fit stays as it is; a
    /// drawing that cannot be painted is no picture.
    pub fn fit(&self, name: &str, bytes: Vec<u8>) -> (Option<File>, Vec<Text>) {
        let mut notes = Vec::new();
        let extension = name.rsplit_once('.').map(|(_, it)| it.to_ascii_lowercase()).unwrap_or_default();
        let kind = match extension.as_str() {
            "svg" => return (self.drawn(name, &bytes, &mut notes), notes),
            "png" => "png",
            "jpg" | "jpeg" => "jpg",
            "gif" => "gif",
            "webp" => "webp",
            "avif" => "avif",
            _ => {
                notes.push(Text::new(
                    format!("`{name}` 不是图片，没有放进去"),
                    format!("`{name}` is no picture and is left out"),
                ));
                return (None, notes);
            }
        };
        let file = File::new(bytes, kind);
        if self.takes(kind) && self.fits(&file) {
            return (Some(file), notes);
        }
        let target = self.target(kind);
        let made = target.filter(|_| matches!(kind, "png" | "jpg"));
        let made = made.and_then(|target| self.encode(decode(&file.bytes)?, target));
        if made.is_none() {
            notes.push(unfit(name));
        }
        (Some(made.unwrap_or(file)), notes)
    }

    fn takes(&self, kind: &str) -> bool {
        let Some(types) = &self.limits.image_types else { return true };
        types
            .iter()
            .map(|it| it.trim().to_ascii_lowercase())
            .any(|it| it == kind || (it == "jpeg" && kind == "jpg"))
    }

    /// The type in which a picture is written anew.
    fn target(&self, kind: &'static str) -> Option<&'static str> {
        [kind, "png", "jpg"].into_iter().find(|it| matches!(*it, "png" | "jpg") && self.takes(it))
    }

    fn fits(&self, file: &File) -> bool {
        let side = file.size.map_or(0, |(width, height)| width.max(height));
        let length = file.bytes.len() as u64;
        self.limits.image_side.is_none_or(|limit| side <= limit)
            && self.limits.image_bytes.is_none_or(|limit| length <= limit)
    }

    /// Writes a picture anew, smaller and smaller until it fits.
    fn encode(&self, picture: DynamicImage, kind: &'static str) -> Option<File> {
        let own = picture.width().max(picture.height());
        let mut side = self.limits.image_side.map_or(own, |limit| own.min(limit));
        loop {
            let scaled = if side < own { &picture.resize(side, side, Scaling::Triangle) } else { &picture };
            let file = File::new(write(scaled, kind)?, kind);
            if self.fits(&file) {
                return Some(file);
            }
            side = side * 4 / 5;
            if side < SMALLEST {
                return None;
            }
        }
    }

    /// An SVG as PNG, or as JPEG where that alone is taken.
    fn drawn(&self, name: &str, bytes: &[u8], notes: &mut Vec<Text>) -> Option<File> {
        let painted = usvg::Tree::from_data(bytes, &self.options()).ok().and_then(|tree| self.paint(&tree));
        let Some(painted) = painted else {
            notes.push(Text::new(
                format!("`{name}` 画不出来，没有放进去"),
                format!("`{name}` cannot be drawn and is left out"),
            ));
            return None;
        };
        if memchr::memmem::find(bytes, b"data:image").is_some() {
            notes.push(Text::new(
                format!("`{name}` 里嵌着的照片没有画出来"),
                format!("the photographs inside `{name}` are not drawn"),
            ));
        }
        let picture = DynamicImage::ImageRgb8(painted);
        let fitting = self.target("png").and_then(|kind| self.encode(picture.clone(), kind));
        if fitting.is_none() {
            notes.push(unfit(name));
        }
        fitting.or_else(|| Some(File::new(write(&picture, "png")?, "png")))
    }

    /// Paints a drawing on white.
    fn paint(&self, tree: &usvg::Tree) -> Option<RgbImage> {
        let size = tree.size();
        let longer = size.width().max(size.height());
        let side = self.limits.image_side.map_or(DRAWN, |limit| limit.clamp(1, DRAWN));
        let scale = SCALE.min(side as f32 / longer);
        let pixels = |length: f32| ((length * scale).round() as u32).clamp(1, side);
        let (width, height) = (pixels(size.width()), pixels(size.height()));
        let mut pixmap = resvg::tiny_skia::Pixmap::new(width, height)?;
        pixmap.fill(resvg::tiny_skia::Color::WHITE);
        resvg::render(tree, resvg::tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
        let (pixels, _) = pixmap.data().as_chunks::<4>();
        RgbImage::from_raw(width, height, pixels.iter().flat_map(|it| [it[0], it[1], it[2]]).collect())
    }

    /// How SVG is read: with the theme's fonts alone, and no picture from elsewhere.
    fn options(&self) -> usvg::Options<'static> {
        let (database, family) = self.fonts.get_or_init(|| fonts(self.theme));
        usvg::Options {
            font_family: family.clone(),
            fontdb: Arc::clone(database),
            image_href_resolver: usvg::ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(|_, _| None),
            },
            ..usvg::Options::default()
        }
    }
}

/// The theme's fonts, which stand for every family, so that a drawing is the same everywhere.
fn fonts(theme: &Theme) -> (Arc<fontdb::Database>, String) {
    let mut database = fontdb::Database::new();
    for bytes in ["regular.otf", "bold.otf"].iter().filter_map(|name| theme.font(name)) {
        database.load_font_source(fontdb::Source::Binary(Arc::new(bytes.clone())));
    }
    let family = database.faces().find_map(|face| Some(face.families.first()?.0.clone())).unwrap_or_default();
    database.set_serif_family(&family);
    database.set_sans_serif_family(&family);
    database.set_cursive_family(&family);
    database.set_fantasy_family(&family);
    database.set_monospace_family(&family);
    (Arc::new(database), family)
}

fn unfit(name: &str) -> Text {
    Text::new(
        format!("`{name}` 超出平台对图片的限制，改不小，请换一张"),
        format!("`{name}` exceeds what the platform takes and cannot be made to fit; use another picture"),
    )
}

/// Reads a picture, turned as the camera was held.
fn decode(bytes: &[u8]) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = image::Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let orientation = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    picture.apply_orientation(orientation);
    Some(picture)
}

fn write(picture: &DynamicImage, kind: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    if kind == "png" {
        let encoder =
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
        picture.write_with_encoder(encoder).ok()?;
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
        on_white(picture).write_with_encoder(encoder).ok()?;
    }
    Some(bytes)
}

/// JPEG knows nothing that lets light through.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue, alpha] = picture.get_pixel(x, y).0;
        let blend = |it: u8| {
            let (it, alpha) = (u32::from(it), u32::from(alpha));
            u8::try_from((it * alpha + 255 * (255 - alpha) + 127) / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([red, green, blue].map(blend))
    })
}

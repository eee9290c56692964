//! Pictures as a platform takes them: its types, its size of file, its pixels.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::FilterType as Scaling;
use image::{DynamicImage, ImageDecoder as _, ImageReader, RgbImage};

use super::drawing::Painter;
use crate::diagnostic::Text;
use crate::model::channel::ChannelLimits;
use crate::model::picture::{is_drawing, kind_of};

/// Pixels of the longer side of a drawing, where no limit is closer.
const DRAWN: u32 = 2_400;
/// Bytes that a picture may take while it is decoded.
const MEMORY: u64 = 512 << 20;
/// A picture whose longer side would have to be smaller than this shows nothing any more.
const SMALLEST: u32 = 64;
const QUALITY: u8 = 85;

/// A picture as it is handed on.
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

/// A drawing of which nothing can be painted: a browser shows nothing of it either.
pub fn blank() -> Vec<u8> {
    let white = DynamicImage::ImageRgb8(RgbImage::from_pixel(1, 1, image::Rgb([255; 3])));
    write(&white, "png").unwrap_or_default()
}

/// Makes pictures fit.
pub struct Fitter<'a> {
    painter: &'a Painter,
    limits: &'a ChannelLimits,
    drawn: u32,
}

impl<'a> Fitter<'a> {
    pub fn new(painter: &'a Painter, limits: &'a ChannelLimits) -> Fitter<'a> {
        Fitter { painter, limits, drawn: DRAWN }
    }

    /// Paints drawings with at most so many pixels on the longer side.
    pub fn drawing_up_to(self, drawn: u32) -> Fitter<'a> {
        Fitter { drawn, ..self }
    }

    /// The picture that fits, and what is to be said of it. One that cannot be made to fit stays as it is; a
    /// drawing that cannot be painted is no picture.
    pub fn fit(&self, name: &str, bytes: Vec<u8>) -> (Option<File>, Vec<Text>) {
        let mut notes = Vec::new();
        if is_drawing(name) {
            return (self.drawn(name, &bytes, &mut notes), notes);
        }
        let Some(kind) = kind_of(name) else {
            notes.push(Text::new(
                format!("`{name}` 不是图片，没有放进去"),
                format!("`{name}` is no picture and is left out"),
            ));
            return (None, notes);
        };
        let file = File::new(bytes, kind);
        if self.limits.takes(kind) && self.fits(&file) {
            return (Some(file), notes);
        }
        let made = self.limits.written_as(kind);
        let made = made.and_then(|target| self.encode(decode(&file.bytes)?, target));
        if made.is_none() {
            notes.push(unfit(name));
        }
        (Some(made.unwrap_or(file)), notes)
    }

    fn fits(&self, file: &File) -> bool {
        self.limits.holds(file.size, file.bytes.len() as u64)
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
        let side = self.limits.image_side.map_or(self.drawn, |limit| limit.min(self.drawn));
        let Some(painted) = self.painter.paint(bytes, side) else {
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
        let fitting = self.limits.written_as("svg").and_then(|kind| self.encode(picture.clone(), kind));
        if fitting.is_none() {
            notes.push(unfit(name));
        }
        fitting.or_else(|| Some(File::new(write(&picture, "png")?, "png")))
    }
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

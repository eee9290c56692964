//! Photographs without what the camera noted: place, owner, serial number, thumbnail.
//!
//! How the camera was held is kept, or the picture would lie on its side.

use std::io::Cursor;

use exif::{In, Tag};
use img_parts::Bytes;
use img_parts::jpeg::{Jpeg, JpegSegment};
use img_parts::png::Png;
use img_parts::riff::RiffContent;
use img_parts::webp::WebP;

/// The notes cannot be taken out.
#[derive(Debug, PartialEq, Eq)]
pub struct Stuck;

/// The picture without its notes; the very bytes where it has none.
pub fn strip(extension: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Stuck> {
    match extension {
        "jpg" | "jpeg" => jpeg(bytes),
        "png" => png(bytes),
        "webp" => webp(bytes),
        // They stand in boxes that point into each other.
        "avif" if has_exif(&bytes) => Err(Stuck),
        _ => Ok(bytes),
    }
}

fn has_exif(bytes: &[u8]) -> bool {
    exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).is_ok_and(|it| it.fields().len() > 0)
}

/// ISO/IEC 10918-1 markers.
mod marker {
    pub const START: u8 = 0xD8;
    pub const END: u8 = 0xD9;
    /// JFIF: resolution.
    pub const APP0: u8 = 0xE0;
    /// EXIF and XMP.
    pub const APP1: u8 = 0xE1;
    /// ICC profile, and a list of further pictures.
    pub const APP2: u8 = 0xE2;
    /// Adobe: how colours are coded.
    pub const APP14: u8 = 0xEE;
    pub const APP15: u8 = 0xEF;
    pub const COMMENT: u8 = 0xFE;
}

fn is_note(segment: &JpegSegment) -> bool {
    match segment.marker() {
        marker::APP0 | marker::APP14 => false,
        marker::APP2 => !segment.contents().starts_with(b"ICC_PROFILE\0"),
        marker::APP1..=marker::APP15 | marker::COMMENT => true,
        _ => false,
    }
}

fn jpeg(bytes: Vec<u8>) -> Result<Vec<u8>, Stuck> {
    let bytes = Bytes::from(bytes);
    let mut picture = Jpeg::from_bytes(bytes.clone()).map_err(|_| Stuck)?;
    let end = jpeg_end(&bytes).ok_or(Stuck)?;
    if end == bytes.len() && !picture.segments().iter().any(is_note) {
        return Ok(bytes.into());
    }
    let orientation = picture.segments().iter().find_map(orientation);
    picture.segments_mut().retain(|segment| !is_note(segment));
    if let Some(orientation) = orientation {
        picture.segments_mut().insert(0, JpegSegment::new_with_contents(marker::APP1, held(orientation)));
    }
    let mut encoded = Vec::from(picture.encoder().bytes());
    // What stands behind the picture, such as a second one with notes of its own, goes too.
    encoded.truncate(jpeg_end(&encoded).ok_or(Stuck)?);
    Ok(encoded)
}

/// Offset behind the picture's end marker. Scans of compressed data have no length; in them 0xFF is
/// followed by 0 or by a restart marker.
fn jpeg_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *bytes.get(at + 1)? {
            0x00 | 0x01 | 0xD0..=0xD7 | marker::START => at += 2,
            0xFF => at += 1,
            marker::END => return Some(at + 2),
            _ => {
                let length = u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]);
                at += 2 + usize::from(length.max(2));
            }
        }
    }
}

/// How the camera was held, if not upright: 2 to 8 (EXIF 2.3, tag 0x0112).
fn orientation(segment: &JpegSegment) -> Option<u8> {
    let data = segment.contents().strip_prefix(b"Exif\0\0").filter(|_| segment.marker() == marker::APP1)?;
    let notes = exif::Reader::new().read_raw(data.to_vec()).ok()?;
    let value = notes.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)?;
    u8::try_from(value).ok().filter(|value| (2..=8).contains(value))
}

/// EXIF that says nothing but how the camera was held.
fn held(orientation: u8) -> Bytes {
    let mut data = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    data.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    data.into()
}

fn png(bytes: Vec<u8>) -> Result<Vec<u8>, Stuck> {
    const NOTES: [&[u8; 4]; 5] = [b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"];
    let bytes = Bytes::from(bytes);
    let mut picture = Png::from_bytes(bytes.clone()).map_err(|_| Stuck)?;
    let before = picture.len();
    picture.chunks_mut().retain(|chunk| !NOTES.contains(&&chunk.kind()));
    if picture.len() == before && before == bytes.len() {
        return Ok(bytes.into());
    }
    Ok(Vec::from(picture.encoder().bytes()))
}

fn webp(bytes: Vec<u8>) -> Result<Vec<u8>, Stuck> {
    const NOTES: [&[u8; 4]; 2] = [b"EXIF", b"XMP "];
    /// Bits of the first byte of `VP8X` that tell of them (RFC 9649, §2.7).
    const FLAGS: u8 = 0b0000_1100;
    let bytes = Bytes::from(bytes);
    let mut picture = WebP::from_bytes(bytes.clone()).map_err(|_| Stuck)?;
    let before = picture.chunks().len();
    picture.chunks_mut().retain(|chunk| !NOTES.contains(&&chunk.id()));
    if picture.chunks().len() == before && picture.len() as usize == bytes.len() {
        return Ok(bytes.into());
    }
    for chunk in picture.chunks_mut().iter_mut().filter(|chunk| chunk.id() == *b"VP8X") {
        if let RiffContent::Data(data) = chunk.content_mut() {
            let mut changed = data.to_vec();
            if let Some(flags) = changed.first_mut() {
                *flags &= !FLAGS;
            }
            *data = changed.into();
        }
    }
    Ok(Vec::from(picture.encoder().bytes()))
}

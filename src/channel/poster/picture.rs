//! From a drawing to a small PNG.

use std::collections::HashMap;

use anyhow::Result;
use resvg::usvg;

use crate::diagnostic::{Explain as _, Text, refuse};

/// Colours of a palette.
const PALETTE: usize = 256;

/// Draws a tree at its own size, on white.
pub fn png(tree: &usvg::Tree) -> Result<Vec<u8>> {
    let size = tree.size().to_int_size();
    let mut pixmap = resvg::tiny_skia::Pixmap::new(size.width(), size.height())
        .ok_or_else(|| refuse("海报模板没有大小", "the poster's template has no size"))?;
    pixmap.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(tree, resvg::tiny_skia::Transform::identity(), &mut pixmap.as_mut());
    encode(pixmap.data(), size.width(), size.height())
        .explain(|| Text::new("写不出 PNG", "cannot write the PNG"))
}

/// A PNG with a palette of the commonest colours. All grounds keep theirs; of the blends at the edges of
/// letters, the rarest take the colour nearest to them.
fn encode(rgba: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let (pixels, _) = rgba.as_chunks::<4>();
    let mut counts: HashMap<[u8; 4], u32> = HashMap::new();
    for run in pixels.chunk_by(|left, right| left == right) {
        *counts.entry(run[0]).or_default() += run.len() as u32;
    }
    let mut colours: Vec<([u8; 4], u32)> = counts.into_iter().collect();
    colours.sort_unstable_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let palette: Vec<[u8; 4]> = colours.iter().take(PALETTE).map(|(colour, _)| *colour).collect();
    let index: HashMap<[u8; 4], u8> =
        colours.iter().map(|(colour, _)| (*colour, nearest(&palette, *colour))).collect();
    let mut indices = Vec::with_capacity(pixels.len());
    for run in pixels.chunk_by(|left, right| left == right) {
        indices.resize(indices.len() + run.len(), index[&run[0]]);
    }

    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.iter().flat_map(|it| [it[0], it[1], it[2]]).collect::<Vec<u8>>());
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indices)?;
    writer.finish()?;
    Ok(bytes)
}

/// The place of the colour in the palette that is nearest, the first of equals.
fn nearest(palette: &[[u8; 4]], colour: [u8; 4]) -> u8 {
    let distance = |other: &[u8; 4]| -> u32 {
        colour.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
    };
    let places = palette.iter().enumerate().min_by_key(|(_, other)| distance(other));
    places.map_or(0, |(at, _)| u8::try_from(at).unwrap_or_default())
}

//! The colours of a poster, made from its topic's.

use serde::Serialize;

/// The topic's colour in the tones that templates use, as `#rrggbb`.
#[derive(Debug, Serialize)]
pub struct Tones {
    /// Dark enough for white type and for type on white: a contrast of 4.5 to 1 (WCAG 2.2, 1.4.3).
    pub strong: String,
    /// Darker, for type on the light one.
    pub deep: String,
    /// Pale, for grounds.
    pub pale: String,
}

/// For a topic without a colour.
const DEFAULT: [f64; 3] = [0.12, 0.38, 0.55];

/// The tones of a colour written `#rrggbb`; those of the default for anything else.
pub fn tones(colour: &str) -> Tones {
    let mut strong = read(colour).unwrap_or(DEFAULT);
    while 1.05 / (luminance(strong) + 0.05) < 4.5 {
        strong = mix(strong, 0.0, 0.04);
    }
    Tones { strong: write(strong), deep: write(mix(strong, 0.0, 0.35)), pale: write(mix(strong, 1.0, 0.9)) }
}

fn read(colour: &str) -> Option<[f64; 3]> {
    let digits =
        colour.strip_prefix('#').filter(|it| it.len() == 6 && it.bytes().all(|it| it.is_ascii_hexdigit()))?;
    let part =
        |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok().map(|it| f64::from(it) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}

fn write(colour: [f64; 3]) -> String {
    let [red, green, blue] = colour.map(|it| (it * 255.0).round() as u8);
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Goes a part of the way to a grey.
fn mix(colour: [f64; 3], grey: f64, part: f64) -> [f64; 3] {
    colour.map(|it| it + (grey - it) * part)
}

/// Relative luminance; the curve of sRGB is taken for a power of two, which asks for a little more.
fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_colour_carries_white_type() {
        assert_eq!(tones("#1f6fb2").strong, "#1f6fb2");
        assert_ne!(tones("#ffff00").strong, "#ffff00");
        for text in ["", "red", "#12345", "#12345g", "\"/><script>"] {
            assert_eq!(tones(text).strong, tones("").strong);
        }
    }
}

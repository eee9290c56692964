//! The colour of a topic, dark enough to be read.

/// Contrast with white that text must have, with something to spare for grounds that are not quite white
/// (WCAG 2.1, 1.4.3 asks for 4.5).
const CONTRAST: f64 = 5.0;

/// `#rrggbb`, darkened as far as text on white needs it; `None` for what is no such colour.
pub fn readable(colour: &str) -> Option<String> {
    let digits = colour.trim().strip_prefix('#').filter(|it| it.len() == 6)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let channels = [number >> 16, number >> 8 & 0xff, number & 0xff];
    // In steps of one in a hundred, from the colour itself to black.
    (0..=100).rev().find_map(|share| {
        let [red, green, blue] = channels.map(|it| it * share / 100);
        (contrast([red, green, blue]) >= CONTRAST).then(|| format!("#{red:02x}{green:02x}{blue:02x}"))
    })
}

/// Contrast with white (WCAG 2.1, "relative luminance").
fn contrast(channels: [u32; 3]) -> f64 {
    // The curve of sRGB as a polynomial, within a thousandth: a power may differ from machine to machine.
    let [red, green, blue] = channels.map(|channel| {
        let value = f64::from(channel) / 255.0;
        value * (value * (value * 0.305_306_011 + 0.682_171_111) + 0.012_522_878)
    });
    1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn light_colours_become_readable() {
        assert_eq!(readable("#c8372d").as_deref(), Some("#c8372d"));
        assert_eq!(readable("#ffffff").as_deref(), Some("#6d6d6d"));
        assert_eq!(readable("#a8741a").as_deref(), Some("#936616"));
        assert_eq!(readable("red"), None);
    }
}

//! Addresses that lead out of no file.

/// Whether an address leads to something inside the file: an element, a picture of dots, a font.
pub fn is_embedded(address: &str) -> bool {
    let address = address.trim();
    if address.is_empty() || address.starts_with('#') {
        return true;
    }
    let Some((scheme, rest)) = address.split_once(':') else { return false };
    let kind = rest.split([';', ',']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let raster = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"];
    let font = kind.starts_with("font/")
        || kind.starts_with("application/font-")
        || kind == "application/x-font-ttf";
    scheme.eq_ignore_ascii_case("data") && (raster.contains(&kind.as_str()) || font)
}

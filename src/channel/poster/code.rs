//! The QR code of an address, as the path of its dark modules.

use anyhow::Result;
use qrcode::{Color, EcLevel, QrCode, Version};
use serde::Serialize;

use crate::diagnostic::refuse;

/// The free space that ISO/IEC 18004 asks for on each side, in modules.
const QUIET: usize = 4;
/// The largest version: 77 modules, which a phone still reads off a picture of the poster.
const LARGEST: i16 = 15;
/// Bytes that the largest version holds at the level of correction M: no longer address has a code.
pub const LONGEST: usize = 412;

/// A code.
#[derive(Debug, Serialize)]
pub struct Code {
    /// Modules on a side, with the free space.
    pub modules: usize,
    /// The dark modules, a module being a unit of length.
    pub path: String,
}

/// The code of an address, with as much correction as its size allows, at least M.
///
/// # Errors
///
/// The address is too long.
pub fn code(address: &str) -> Result<Code> {
    let too_long = || {
        refuse(
            format!("网址有 {} 个字节，做成二维码太密，手机扫不出", address.len()),
            format!("an address of {} bytes makes a QR code too dense to be scanned", address.len()),
        )
    };
    let least = QrCode::with_error_correction_level(address, EcLevel::M).map_err(|_| too_long())?;
    if !matches!(least.version(), Version::Normal(version) if version <= LARGEST) {
        return Err(too_long());
    }
    let better = [EcLevel::H, EcLevel::Q]
        .into_iter()
        .find_map(|level| QrCode::with_version(address, least.version(), level).ok());
    let code = better.unwrap_or(least);
    let (width, colours) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|left, right| left == right) {
            if run[0] == Color::Dark {
                path.push_str(&format!("M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len()));
            }
            x += run.len();
        }
    }
    Ok(Code { modules: width + 2 * QUIET, path })
}

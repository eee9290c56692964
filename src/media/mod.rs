//! What may be copied into the site beside its pages, and in which form: an allow-list of attachments,
//! pictures that run nothing, photographs without what the camera noted.
//!
//! Works on bytes and names alone; it knows neither folders nor articles.

mod embedded;
mod format;
mod photo;
mod style;
mod svg;
mod svg_names;
#[cfg(test)]
mod tests;

pub use format::{ALLOWED, is_allowed, media_type};

use crate::diagnostic::{Place, Rule, Span, Text, rules};

/// Why a file is not published as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule that is broken.
    pub rule: &'static Rule,
    /// Where in the file.
    pub place: Place,
    /// What is wrong.
    pub message: Text,
    /// The way out.
    pub help: Text,
}

/// The bytes to be published of a file called `name`: as they are, or without what must not leave the
/// house.
///
/// # Errors
///
/// The file is not what its name says, could run a script where it is opened, or cannot be freed of
/// where and by whom it was made. Files whose names [`is_allowed`] refuses are not looked at.
pub fn prepare(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    let extension = format::extension(name);
    if !format::is_allowed(name) {
        return Ok(bytes);
    }
    if extension == "svg" {
        return match svg::judge(&bytes) {
            Ok(()) => Ok(bytes),
            Err(fault) => Err(unsafe_picture(fault)),
        };
    }
    if !format::matches(&extension, &bytes) {
        return Err(Refusal {
            rule: &rules::FILE_NOT_AS_NAMED,
            place: Place::File,
            message: Text::new(
                format!("文件的内容不是 `.{extension}`"),
                format!("the content of the file is not `.{extension}`"),
            ),
            help: Text::new(
                "用软件打开，重新“另存为”这种格式；只改文件名不行",
                "open it and save it in that format; renaming it does not change what it is",
            ),
        });
    }
    photo::strip(&extension, bytes).map_err(|_| Refusal {
        rule: &rules::PHOTO_WITH_METADATA,
        place: Place::File,
        message: Text::new(
            "这张照片里记着拍摄的信息（例如地点），去不掉",
            "this photograph tells where or how it was taken, and that cannot be taken out",
        ),
        help: Text::new("另存为 JPEG、PNG 或 WebP", "save it as JPEG, PNG or WebP"),
    })
}

fn unsafe_picture(fault: svg::Fault) -> Refusal {
    let what = &fault.what;
    Refusal {
        rule: &rules::UNSAFE_IMAGE,
        place: fault.span.map_or(Place::File, |(start, end)| Place::Span(Span::new(start, end))),
        message: Text::new(
            format!("这张 SVG 图里有不能发布的内容：{}", what.zh),
            format!("this SVG holds what cannot be published: {}", what.en),
        ),
        help: Text::new(
            "在画图软件里另存为“普通 SVG”，或者导出成 PNG",
            "save it as plain SVG in the drawing program, or export it as PNG",
        ),
    }
}

//! Which files may be published, told by their names, and whether they are what their names say.

/// Extensions of files that are published: none that a browser runs when it is opened by itself, except
/// SVG, which is judged by its content.
pub const ALLOWED: [&str; 32] = [
    "avif", "csv", "doc", "docx", "dps", "epub", "et", "flac", "gif", "ics", "jpeg", "jpg", "m4a", "mp3",
    "mp4", "odp", "ods", "odt", "ogg", "pdf", "png", "ppt", "pptx", "svg", "txt", "wav", "webm", "webp",
    "wps", "xls", "xlsx", "zip",
];

/// Whether a file of this name may be published at all.
pub fn is_allowed(name: &str) -> bool {
    ALLOWED.contains(&extension(name).as_str())
}

/// The extension in lower case; empty where there is none.
pub fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether `bytes` begin as files with this extension do. A server that does not know an extension
/// leaves it to the browser to guess, and a browser takes for a page what begins like one (WHATWG MIME
/// Sniffing, §7.1).
pub fn matches(extension: &str, bytes: &[u8]) -> bool {
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..).is_some_and(|rest| rest.starts_with(magic));
    let zip = at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06");
    let office = at(0, b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    match extension {
        "png" => at(0, b"\x89PNG\r\n\x1A\n"),
        "jpg" | "jpeg" => at(0, b"\xFF\xD8\xFF"),
        "gif" => at(0, b"GIF87a") || at(0, b"GIF89a"),
        "webp" => at(0, b"RIFF") && at(8, b"WEBP"),
        "wav" => at(0, b"RIFF") && at(8, b"WAVE"),
        "avif" | "mp4" | "m4a" => at(4, b"ftyp"),
        "pdf" => at(0, b"%PDF-"),
        "docx" | "xlsx" | "pptx" | "odt" | "ods" | "odp" | "epub" | "zip" => zip,
        // WPS writes its own formats, and office files under its own names.
        "doc" | "xls" | "ppt" | "wps" | "et" | "dps" => office || zip,
        // A tag, or the first eleven bits of a frame (ISO/IEC 11172-3).
        "mp3" => at(0, b"ID3") || matches!(bytes, [0xFF, second, ..] if second & 0xE0 == 0xE0),
        "ogg" => at(0, b"OggS"),
        "flac" => at(0, b"fLaC"),
        "webm" => at(0, b"\x1A\x45\xDF\xA3"),
        // Always served as text, which no browser takes for a page; what is no text would be a surprise.
        "txt" | "csv" | "ics" => !bytes.contains(&0),
        _ => false,
    }
}

/// The media type of a published file, by its name, as servers and feeds say it.
pub fn media_type(path: &str) -> &'static str {
    match extension(path).as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml; charset=utf-8",
        "opml" => "text/x-opml; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "pdf" => "application/pdf",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "zip" => "application/zip",
        "epub" => "application/epub+zip",
        _ => "application/octet-stream",
    }
}

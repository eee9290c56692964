//! Forms with files (RFC 7578).

/// A part of a form.
pub struct Part<'a> {
    pub name: &'a str,
    /// ASCII without quotes; `None` for a part that is no file.
    pub file: Option<&'a str>,
    pub media_type: &'a str,
    pub bytes: &'a [u8],
}

/// The media type of a form, and its bytes. The boundary is a hash of what it bounds: no part can hold it.
pub fn form(parts: &[Part<'_>]) -> (String, Vec<u8>) {
    let mut hash = blake3::Hasher::new();
    for part in parts {
        hash.update(part.bytes);
    }
    let boundary = format!("kepu-{}", &hash.finalize().to_hex()[..32]);
    let mut body = Vec::new();
    for Part { name, file, media_type, bytes } in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\nContent-Type: {media_type}\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={boundary}"), body)
}

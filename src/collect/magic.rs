//! What a file is, by its first bytes and never by its name.

/// The media type of a file that begins with these bytes; `application/octet-stream` where they tell nothing.
///
/// Signatures: ISO 32000 (PDF), the PNG and TIFF specifications, ITU-T T.81 (JPEG), APPNOTE (ZIP), MS-CFB.
pub(super) fn media_type(head: &[u8]) -> &'static str {
    let begins = |mark: &[u8]| head.starts_with(mark);
    // A PDF may have up to a kilobyte before its mark.
    let pdf = head
        .get(..head.len().min(1024))
        .is_some_and(|start| holds(start, b"%PDF-"));
    if begins(b"PK\x03\x04") {
        return package(head);
    }
    if pdf {
        "application/pdf"
    } else if begins(b"\x89PNG\r\n\x1a\n") {
        "image/png"
    } else if begins(b"\xff\xd8\xff") {
        "image/jpeg"
    } else if begins(b"II*\0") || begins(b"MM\0*") {
        "image/tiff"
    } else if begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        "application/x-ole-storage"
    } else if is_text(head) {
        "text/plain"
    } else {
        "application/octet-stream"
    }
}

/// A ZIP by the names of its first entries; office programs write the telling ones early.
fn package(head: &[u8]) -> &'static str {
    const OPEN: &str = "application/vnd.openxmlformats-officedocument";
    for (mark, media_type) in [
        (
            "mimetypeapplication/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.text",
        ),
        (
            "mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            "word/",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "xl/",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            "ppt/",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
    ] {
        let office = !media_type.starts_with(OPEN) || holds(head, b"[Content_Types].xml");
        if office && holds(head, mark.as_bytes()) {
            return media_type;
        }
    }
    "application/zip"
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark)
}

/// UTF-8 without control characters; a letter that the cut went through does not count.
fn is_text(head: &[u8]) -> bool {
    let valid = match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && head.len() > 3 => head
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok()),
        Err(_) => None,
    };
    valid.is_some_and(|text| {
        !text.is_empty()
            && !text
                .chars()
                .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
    })
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn the_first_bytes_tell() {
        for (head, right) in [
            (&b"%PDF-1.7\n"[..], "application/pdf"),
            (b"\xef\xbb\xbf\n%PDF-1.4", "application/pdf"),
            (b"\x89PNG\r\n\x1a\n....", "image/png"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (b"II*\0....", "image/tiff"),
            (
                b"PK\x03\x04..[Content_Types].xml..word/document.xml",
                concat!(
                    "application/vnd.openxml",
                    "formats-officedocument.wordprocessingml.document"
                ),
            ),
            (
                b"PK\x03\x04..[Content_Types].xml..xl/workbook.xml",
                concat!(
                    "application/vnd.openxml",
                    "formats-officedocument.spreadsheetml.sheet"
                ),
            ),
            (
                b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text",
                "application/vnd.oasis.opendocument.text",
            ),
            (b"PK\x03\x04..word/notes", "application/zip"),
            (
                b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
                "application/x-ole-storage",
            ),
            ("Số: 512/BC-UBND\n".as_bytes(), "text/plain"),
            (&"ab Số".as_bytes()[..5], "text/plain"),
            (b"MZ\x90\0", "application/octet-stream"),
            (b"a\0b", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ] {
            assert_eq!(media_type(head), right, "{head:?}");
        }
    }
}

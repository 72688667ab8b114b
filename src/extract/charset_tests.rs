use super::*;
use url::Url;

fn read(
    body: &[u8],
    header: Option<&str>,
    complete: bool,
) -> (String, String, Option<&'static str>, Option<bool>) {
    let url = Url::parse("https://a.vn/").unwrap();
    let headers: Vec<(String, String)> = header
        .map(|value| ("content-type".to_owned(), value.to_owned()))
        .into_iter()
        .collect();
    let answer = Answer {
        url: &url,
        final_url: &url,
        status: 200,
        headers: &headers,
        body,
        complete,
    };
    let decoded = decode(&answer);
    (
        decoded.text,
        decoded.declared,
        decoded.encoding,
        decoded.bytes_valid,
    )
}

#[test]
fn header_meta_and_mark_declare() {
    let (_, declared, encoding, valid) = read(
        "Thủ tục".as_bytes(),
        Some("text/html; charset=\"UTF-8\""),
        true,
    );
    assert_eq!(
        (declared.as_str(), encoding, valid),
        ("utf-8", Some("utf-8"), Some(true))
    );
    let page =
        "<html><head><META http-equiv=Content-Type content='text/html; charset=utf-8'>Thủ tục"
            .as_bytes();
    assert_eq!(read(page, Some("text/html"), true).1, "utf-8");
    let (text, declared, encoding, _) = read("\u{feff}Thủ tục".as_bytes(), None, true);
    assert_eq!(
        (text.as_str(), declared.as_str(), encoding),
        ("Thủ tục", "utf-8", Some("utf-8"))
    );
    let (_, declared, encoding, valid) = read("Thủ tục".as_bytes(), None, true);
    assert_eq!(
        (declared.as_str(), encoding, valid),
        ("", Some("utf-8"), None)
    );
}

#[test]
fn bytes_that_are_not_valid_are_told() {
    let (_, _, encoding, valid) = read(b"Th\xff t\xfec", Some("text/html; charset=utf-8"), true);
    assert_eq!((encoding, valid), (Some("utf-8"), Some(false)));
    // A body that was cut may end within a letter.
    let cut = &"Thủ".as_bytes()[..4];
    assert_eq!(
        read(cut, Some("text/html; charset=utf-8"), false).3,
        Some(true)
    );
    assert_eq!(
        read(cut, Some("text/html; charset=utf-8"), true).3,
        Some(false)
    );
}

#[test]
fn windows_1258_is_read_with_its_marks() {
    let body = b"Th\xf9\xd2 t\xf9\xf2c ha\xccnh chi\xecnh \xf0\xf5n vi\xf2";
    let (text, _, encoding, valid) = read(
        b"Thu\xd2 tu\xf2c ha\xccnh chi\xecnh \xf0\xf5n vi\xf2",
        Some("text/html; charset=windows-1258"),
        true,
    );
    assert_eq!((encoding, valid), (Some("windows-1258"), Some(true)));
    assert_eq!(
        text,
        "Thu\u{309} tu\u{323}c ha\u{300}nh chi\u{301}nh đơn vi\u{323}"
    );
    assert_eq!(read(body, None, true).2, Some("windows-1258"));
}

#[test]
fn tcvn3_is_found_under_a_wrong_name() {
    let latin: Vec<u8> = "thñ tôc hµnh chÝnh ®¬n vÞ nhµ"
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    for (body, header) in [
        (latin, "text/html; charset=utf-8"),
        (
            "thñ tôc hµnh chÝnh ®¬n vÞ nhµ".as_bytes().to_vec(),
            "text/html; charset=utf-8",
        ),
    ] {
        let (text, _, encoding, _) = read(&body, Some(header), true);
        assert_eq!(
            (text.as_str(), encoding),
            ("thủ tục hành chính đơn vị nhà", Some("tcvn3"))
        );
    }
}

#[test]
fn utf_16_needs_its_mark_or_its_name() {
    let mut body = vec![0xff, 0xfe];
    body.extend("Thủ".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(read(&body, None, true).2, Some("utf-16"));
    assert_eq!(
        read(&body[2..], Some("text/html; charset=utf-16le"), true).0,
        "Thủ"
    );
    assert_eq!(
        read(b"plain", Some("text/html; charset=iso-8859-1"), true).2,
        Some("utf-8")
    );
}

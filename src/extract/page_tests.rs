use std::collections::BTreeMap;

use proptest::prelude::*;
use url::Url;

use super::super::pages_tests::{LABELS, facts_at};
use super::*;
use crate::exact::Day;

/// Reads a body as the page of an address.
fn read_bytes(body: &[u8], keep_going: &mut dyn FnMut() -> bool) -> PageFacts {
    let url = Url::parse("https://a.vn/trang").unwrap();
    let answer = Answer {
        url: &url,
        final_url: &url,
        status: 200,
        headers: &[],
        body,
        complete: true,
    };
    let context = PageContext {
        selectors: &BTreeMap::new(),
        labels: &LABELS,
        section: None,
        seen_on: Day::parse("2020-12-31").unwrap(),
    };
    page(&answer, &context, keep_going)
}

fn read(body: &str) -> PageFacts {
    read_bytes(body.as_bytes(), &mut || true)
}

#[test]
fn a_page_says_what_it_is() {
    let facts = read(
        "<!doctype html><html lang=VI><head><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title> Trang \u{7} chủ </title></head><body><img src=a alt=''><img src=b><img src=c role=presentation>\
         <a href='javascript:window.print()'>In</a><p>Thủ tục</p></body></html>",
    );
    assert_eq!(facts.title, "Trang chủ");
    assert_eq!(
        (
            facts.lang_declared.as_str(),
            facts.charset_declared.as_str()
        ),
        ("vi", "utf-8")
    );
    assert_eq!((facts.images, facts.images_alt), (3, 2));
    assert!(facts.viewport && facts.print_control && !facts.partial && !facts.soft_404);
    assert_eq!(
        (facts.nfc, facts.bytes_valid, facts.encoding),
        (Some(true), Some(true), Some("utf-8"))
    );
    let bare = read("<p>x</p>");
    assert!(
        !bare.viewport
            && !bare.print_control
            && bare.lang_declared.is_empty()
            && bare.own.is_none()
    );
}

#[test]
fn not_found_under_a_success_code_is_told() {
    assert!(read("<title>404 - Không tìm thấy trang</title>").soft_404);
    assert!(read("<h1>Trang bạn yêu cầu không tồn tại</h1>").soft_404);
    assert!(read("<p>Bài viết không tồn tại hoặc đã bị xóa.</p>").soft_404);
    let long = format!(
        "<p>Trang không tồn tại</p><p>{}</p>",
        "Nội dung bài. ".repeat(400)
    );
    assert!(!read(&long).soft_404);
    assert!(!read("<h1>Tin tức</h1><p>Không tìm thấy xe bị mất</p>").soft_404);
}

#[test]
fn a_deep_page_is_partial_and_the_caller_may_stop_any_page() {
    let facts = read(&"<div>".repeat(400_000));
    assert!(facts.partial);
    let mut page = "<h1>Tin</h1>".to_owned();
    page.push_str(&"<p>Một đoạn văn</p>".repeat(5_000));
    let mut left = 3;
    let facts = read_bytes(page.as_bytes(), &mut || {
        left -= 1;
        left > 0
    });
    assert!(facts.partial);
    assert_eq!(facts.title, "Tin");
    assert!(
        facts.text.starts_with("Tin\nMột đoạn văn"),
        "{}",
        facts.text.len()
    );
    assert!(!read(&page).partial);
}

#[test]
fn a_hundred_thousand_links_are_capped() {
    let mut page = String::new();
    for n in 0..100_000 {
        let n = n.to_string();
        for part in ["<a href=/", &n, ">Một tiêu đề dài ", &n, "</a>"] {
            page.push_str(part);
        }
    }
    let facts = read(&page);
    assert!(facts.links.len() <= 5_000 && facts.entries.len() <= 1_000);
}

#[test]
fn pages_made_to_be_slow_are_read_in_the_end() {
    let table = format!(
        "<table><tr><th>Số ký hiệu<th>Trích yếu<th>Tệp{}",
        "<tr><td>1/QĐ-UBND<td>Về việc<td><a href=/1.pdf>x</a>".repeat(4_000)
    );
    let form = format!("<form>{}", "<label><input name=a>Từ khóa".repeat(300));
    for page in [
        "<h3>Liên kết website</h3><a href=https://b.vn>b</a>".repeat(5_000),
        format!(
            "<div><a href=/1>Một tiêu đề dài</a>{}</div>",
            ":".repeat(50_000)
        ),
        "<p>Chủ tịch UBND huyện</p>".repeat(10_000),
        "<li>Mã thủ tục: 1.004203".repeat(5_000),
        format!("<p>{}</p>", "a@b.vn ".repeat(20_000)),
        format!("<p>{}</p>", "01/01/2020 ".repeat(20_000)),
        table,
        form,
    ] {
        let facts = facts_at("https://a.vn/x", page.as_bytes(), Some("leaders"), &[]);
        assert!(facts.text_chars > 0 || !facts.forms.is_empty());
        assert!(facts.contacts.len() <= 1_100 && facts.documents.len() <= 2_000);
    }
}

fn is_nfc(text: &str) -> bool {
    unicode_normalization::is_nfc(text)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        let facts = read_bytes(&body, &mut || true);
        prop_assert!(is_nfc(&facts.text) && is_nfc(&facts.title));
    }

    #[test]
    fn no_markup_makes_it_panic(parts in proptest::collection::vec(markup(), 0..60)) {
        let facts = read(&parts.concat());
        prop_assert!(is_nfc(&facts.text) && is_nfc(&facts.title));
        for entry in &facts.entries {
            prop_assert!(is_nfc(&entry.title) && !entry.title.chars().any(char::is_control));
        }
    }
}

/// A bit of a page.
fn markup() -> impl Strategy<Value = String> {
    const BITS: &[&str] = &[
        "<div class=header>",
        "<table><tr><td>",
        "</td></tr>",
        "</table>",
        "<a href=/x>Một tiêu đề dài</a>",
        "<a href='javascript:x'>",
        "<form><input name=q>",
        "</form>",
        "<select><option value=http://b.vn>B",
        "<template><p>x",
        "</template>",
        "<svg><title>",
        "<math><mi>",
        "30/06/2024",
        "Số ký hiệu",
        "12/QĐ-UBND",
        "Mã thủ tục",
        "1.001234",
        "<script type=application/ld+json>{\"@type\":",
        "</script>",
        "\0",
        "\u{202e}",
        "a\u{301}\u{300}",
        "<b><i><p></b></i>",
        "<base href=//b.vn/>",
        "<li>",
        "<ul>",
        "</ul>",
        "&#0;&#x110000;",
        "<!--",
        "-->",
        "<tr>",
        "<th>Trích yếu",
        "Chủ tịch",
        "<dl><dt>",
        "<dd>",
        "Liên kết website",
        "Trình tự thực hiện:",
        "<frameset>",
        "<plaintext>",
        "tuần 52",
    ];
    prop_oneof![
        proptest::sample::select(BITS).prop_map(str::to_owned),
        "[a-zA-Z<>/=\" ]{0,8}",
        any::<String>(),
    ]
}

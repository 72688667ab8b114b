use super::super::dom;
use super::*;

fn read(page: &str) -> Readable {
    let (html, _) = dom::parsed(page, &mut || true);
    readable(&Dom::of(&html), &mut || true).0
}

#[test]
fn the_text_is_what_the_body_says() {
    let page = "<title>t</title><nav>menu</nav><script>x()</script><style>p{}</style><div id=header>đầu</div>\
                <p>Thủ  tục\u{0} <b>hành</b>\nchính</p><div>dòng hai<br>dòng ba</div>dòng bốn<select><option>chọn</select>\
                <p style='display: none'>ẩn</p><footer>chân</footer>";
    let readable = read(page);
    assert_eq!(
        readable.text,
        "Thủ tục hành chính\ndòng hai\ndòng ba\ndòng bốn"
    );
    assert!(readable.nfc);
}

#[test]
fn text_is_nfc_whatever_it_was() {
    let readable = read("<p>Thu\u{309} tu\u{323}c</p>");
    assert_eq!((readable.text.as_str(), readable.nfc), ("Thủ tục", false));
    assert!(!read("<p>Thu&#777;</p>").nfc);
}

#[test]
fn the_length_is_real_and_the_text_capped() {
    let readable = read(&format!("<p>{}</p>", "ă".repeat(KEPT + 7)));
    assert_eq!(readable.text.chars().count(), KEPT);
    assert!(readable.chars >= u64::try_from(KEPT + 7).unwrap());
}

#[test]
fn segments_are_cut_at_blocks() {
    let (html, _) = dom::parsed(
        "<div>một <b>hai</b><p>ba</p>bốn <i>năm</i></div>sáu",
        &mut || true,
    );
    let dom = Dom::of(&html);
    let lines = |fine| -> Vec<String> {
        segments(&dom, 0, fine, |_, _| false)
            .into_iter()
            .map(|segment| segment.line)
            .collect()
    };
    assert_eq!(lines(false), ["một hai", "ba", "bốn năm", "sáu"]);
    assert_eq!(lines(true), ["một", "hai", "ba", "bốn", "năm", "sáu"]);
    assert_eq!(one_line(" a\u{7}\n\u{a0} b "), "a b");
}

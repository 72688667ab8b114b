use super::*;

fn of(text: &str) -> String {
    normalised(&Url::parse(text).unwrap()).to_string()
}

#[test]
fn what_names_a_visit_goes() {
    for (from, to) in [
        ("https://A.VN:443/x/../y#top", "https://a.vn/y"),
        ("http://a.vn:80/", "http://a.vn/"),
        ("https://a.vn/p;jsessionid=0A1B?x=1", "https://a.vn/p?x=1"),
        (
            "https://a.vn/p?utm_source=z&x=1&SID=9",
            "https://a.vn/p?x=1",
        ),
        ("https://a.vn/p?utm_medium=z", "https://a.vn/p"),
        ("https://a.vn/p?", "https://a.vn/p"),
        (
            "https://a.vn/thongke/ReqId/d65d4779",
            "https://a.vn/thongke",
        ),
        ("https://a.vn/ReqId/d65d4779", "https://a.vn/"),
        (
            "https://a.vn/(S(abc))/Default.aspx",
            "https://a.vn/Default.aspx",
        ),
        ("https://u:p@a.vn/x", "https://a.vn/x"),
    ] {
        assert_eq!(of(from), to, "{from}");
    }
}

#[test]
fn what_names_a_page_stays() {
    for page in [
        "https://a.vn:8443/index.html",
        "https://a.vn/default.aspx?tabid=128&id=9",
        "https://a.vn/ReqId/tin",
        "https://a.vn/x?page=2&sidebar=1",
        "https://a.vn/x?b=2&a=1",
        "https://a.vn/node/12",
    ] {
        assert_eq!(of(page), page);
        assert_eq!(of(&of(page)), page);
    }
}

#[test]
fn a_file_is_known_by_its_ending() {
    let file = |text: &str| is_file(&Url::parse(text).unwrap());
    assert!(file("https://a.vn/x/QD-12.PDF"));
    assert!(file("https://a.vn/documents/10180/QD.pdf/5f0c1c"));
    assert!(file("https://a.vn/download?name=a.docx&id=3"));
    assert!(!file("https://a.vn/x.html"));
    assert!(!file("https://a.vn/pdf"));
}

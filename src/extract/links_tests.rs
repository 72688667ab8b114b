use super::super::pages_tests::facts_at;
use super::*;

fn read(body: &str) -> Vec<Link> {
    facts_at("https://a.vn/x/trang", body.as_bytes(), None, &[]).links
}

#[test]
fn links_are_resolved_once_for_their_element() {
    let found = read(
        "<link rel=stylesheet href=/a.css><script src=b.js></script><img src=../c.png alt='ảnh'><iframe src=//d.vn/></iframe>\
         <a href=' ?p=1 '><img src=e.png alt='Hình'></a><a href='?p=1#neo'>nữa</a><a href=#x>đây</a><a href='tel:1'>gọi</a>",
    );
    let told: Vec<(Element, &str, &str)> = found
        .iter()
        .map(|link| (link.element, link.url.as_str(), link.text.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (Element::Link, "https://a.vn/a.css", ""),
            (Element::Script, "https://a.vn/x/b.js", ""),
            (Element::Img, "https://a.vn/c.png", "ảnh"),
            (Element::Iframe, "https://d.vn/", ""),
            (Element::A, "https://a.vn/x/trang?p=1", "Hình"),
            (Element::Img, "https://a.vn/x/e.png", "Hình"),
        ]
    );
}

#[test]
fn a_menu_names_sections_with_words_around_and_a_body_only_whole() {
    let found = read(
        "<nav><a href=/1>Cơ cấu tổ chức của huyện</a><a href=/2>Một việc rất khác</a><a href=/3>home care</a></nav>\
         <p><a href=/4>Kế hoạch phát triển làng nghề năm tới</a><a href=/5>Kế hoạch</a></p>",
    );
    let sections: Vec<Option<&str>> = found.iter().map(|link| link.section).collect();
    assert_eq!(
        sections,
        [Some("organisation"), None, None, None, Some("plans")]
    );
}

#[test]
fn related_sites_are_found_by_heading_class_or_choice() {
    for page in [
        "<div><h3>Liên kết website</h3><ul><li><a href=https://b.vn/>B</a></ul></div>",
        "<div class=weblink><a href=https://b.vn/>B</a></div>",
        "<select><option>Liên kết website<option value=https://b.vn/>B</select>",
        "<select><option>-- Chọn --<option value=https://b.vn/>B</select>",
    ] {
        let found = read(page);
        let told: Vec<(Block, &str)> = found
            .iter()
            .map(|link| (link.block, link.url.as_str()))
            .collect();
        assert_eq!(told, [(Block::Related, "https://b.vn/")], "{page}");
    }
    assert_eq!(
        read("<p><a href=https://b.vn/>Liên kết website</a></p>")[0].block,
        Block::Body
    );
    // The heading of one part does not make the whole page a list of other sites.
    let page = "<div><h3>Liên kết website</h3><div><a href=/1>1</a><a href=/2>2</a><a href=https://b.vn/>B</a></div></div>";
    assert!(read(page).iter().all(|link| link.block == Block::Body));
}

#[test]
fn feeds_are_told_by_type_address_or_name() {
    let feeds = |body: &str| facts_at("https://a.vn/", body.as_bytes(), None, &[]).feeds;
    let found = feeds(
        "<link rel=alternate type=application/atom+xml href=/atom><a href=/rss/>kênh</a><a href=/kenh.aspx>RSS</a><a href=/tin.rss>tin</a><a href=/rss-la-gi>RSS là gì</a>",
    );
    let told: Vec<(&str, bool)> = found
        .iter()
        .map(|feed| (feed.url.path(), feed.atom))
        .collect();
    assert_eq!(
        told,
        [
            ("/atom", true),
            ("/rss/", false),
            ("/kenh.aspx", false),
            ("/tin.rss", false)
        ]
    );
}

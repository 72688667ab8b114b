use super::super::pages_tests::facts_at;

fn next(address: &str, body: &str) -> Option<String> {
    facts_at(address, body.as_bytes(), None, &[])
        .next
        .map(String::from)
}

#[test]
fn the_next_page_is_told_by_relation_words_sign_or_number() {
    for (body, found) in [
        ("<link rel=next href='?page=2'>", "https://a.vn/l?page=2"),
        ("<a rel=next href='?page=2'>2</a>", "https://a.vn/l?page=2"),
        (
            "<a href='?page=3'>3</a><a href='?page=2'>Trang sau</a>",
            "https://a.vn/l?page=2",
        ),
        ("<a href='?trang=2'>&gt;</a>", "https://a.vn/l?trang=2"),
        (
            "<a href='?page=0'>1</a><a href='?page=2'>2</a>",
            "https://a.vn/l?page=2",
        ),
        ("<a href=/l/page/2>2</a>", "https://a.vn/l/page/2"),
        (
            "<a href=/l/trang-2.html>2</a>",
            "https://a.vn/l/trang-2.html",
        ),
        (
            "<ul><li class=next><a href='?x_cur=2'>»</a></ul>",
            "https://a.vn/l?x_cur=2",
        ),
    ] {
        assert_eq!(
            next("https://a.vn/l", body).as_deref(),
            Some(found),
            "{body}"
        );
    }
    assert_eq!(
        next(
            "https://a.vn/l?page=2",
            "<a href='?page=1'>1</a><a href='?page=3'>3</a>"
        )
        .as_deref(),
        Some("https://a.vn/l?page=3")
    );
}

#[test]
fn other_links_are_no_next_page() {
    for body in [
        "<a href=/khac>Tiếp</a>",
        "<a href=https://b.vn/l?page=2>Trang sau</a>",
        "<a href='?page=1'>Trước</a><a href='?page=9'>9</a>",
        "<a href=/tin/2>2</a>",
        "<a href='#'>Trang sau</a>",
        "<a href='javascript:p(2)'>2</a>",
    ] {
        assert_eq!(next("https://a.vn/l", body), None, "{body}");
    }
}

#[test]
fn a_list_that_goes_on_by_script_says_so() {
    let facts = |body: &str| facts_at("https://a.vn/l", body.as_bytes(), None, &[]);
    for body in [
        "<a href=\"javascript:__doPostBack('g','Page$2')\">2</a>",
        "<a href='#' onclick='toPage(2)'>&gt;</a>",
        "<button onclick='more()'>Trang sau</button>",
    ] {
        let facts = facts(body);
        assert!(facts.next_by_script && facts.next.is_none(), "{body}");
    }
    for body in [
        "<a href='javascript:slide(1)'>&gt;</a>",
        "<a href='javascript:toPage(7)'>7</a>",
        "<a href='?page=2'>Trang sau</a><a href='javascript:toPage(2)'>2</a>",
        "<a onclick='count()' href=/tin/2>2</a>",
        "<p>Trang sau</p>",
    ] {
        assert!(!facts(body).next_by_script, "{body}");
    }
}

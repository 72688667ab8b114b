use super::super::pages_tests::facts_at;
use super::*;

fn read(body: &str) -> Option<Entry> {
    facts_at("https://a.vn/tin/1", body.as_bytes(), None, &[]).own
}

fn day(iso: &str) -> Said<Day> {
    Said::Is(Day::parse(iso).unwrap())
}

#[test]
fn what_is_written_for_machines_comes_first() {
    for head in [
        "<script type=application/ld+json>{\"@type\":[\"NewsArticle\"],\"datePublished\":\"2020-02-01T08:00\"}</script>",
        "<script type=application/ld+json>[{\"@type\":\"Article\",\"datePublished\":\"01/02/2020\"}]</script>",
        "<meta property=article:published_time content=2020-02-01T08:00:00+07:00>",
        "<meta name=DC.date.issued content=2020-02-01>",
    ] {
        let page = format!("{head}<h1>Một bài</h1><p>05/02/2020</p><p>Chữ.</p>");
        assert_eq!(
            read(&page).unwrap().published_on,
            day("2020-02-01"),
            "{head}"
        );
    }
    // Broken data says nothing; the page's own text does.
    let page = "<script type=application/ld+json>{\"@type\":\"Article\",</script><h1>Một bài</h1><p>05/02/2020</p><p>Chữ.</p>";
    assert_eq!(read(page).unwrap().published_on, day("2020-02-05"));
    // Today's article says so to machines; that is no clock.
    let page = "<meta property=article:published_time content=2020-12-31><h1>Một bài</h1>";
    assert_eq!(read(page).unwrap().published_on, day("2020-12-31"));
}

#[test]
fn the_day_stands_near_the_heading_and_not_in_the_text() {
    assert_eq!(
        read("<p>05/02/2020</p><h1>Một bài</h1><p>Chữ.</p>")
            .unwrap()
            .published_on,
        day("2020-02-05")
    );
    assert_eq!(
        read("<h1>Một bài</h1><p class=ngay-dang>Ngày đăng: 05/02/2020</p><p>Chữ.</p>")
            .unwrap()
            .published_on,
        day("2020-02-05")
    );
    assert!(
        read("<h1>Một bài</h1><p>Ngày 05/02/2020, xã tổ chức một cuộc họp lớn về việc làng.</p>")
            .is_none()
    );
    let body = "<h1>Một bài</h1><div class=article-content><p>Không có ngày nào ở đây.</p></div>";
    assert_eq!(read(body).unwrap().published_on, Said::None);
    let clock = "<h1>Một bài</h1><div class=article-content><p>31/12/2020</p><p>Chữ.</p></div>";
    assert_eq!(read(clock).unwrap().published_on, Said::Unread);
}

#[test]
fn a_byline_names_author_or_source() {
    let byline = |line: &str| {
        read(&format!(
            "<h1>Một bài</h1><p>05/02/2020</p><p>Chữ.</p>{line}"
        ))
        .unwrap()
        .byline
    };
    for line in [
        "<p>Tác giả: Cán bộ A</p>",
        "<p>Nguồn: Cổng tỉnh</p>",
        "<p>(Theo Đài huyện)</p>",
        "<span class=author>Cán bộ A</span>",
        "<p>Tin, ảnh: Cán bộ A</p>",
    ] {
        assert_eq!(byline(line), Some(true), "{line}");
    }
    for line in [
        "<p>Nguồn:</p>",
        "<span class=author> </span>",
        "<p>Nguồn nước sạch</p>",
        "<p>(Theo dõi)</p>",
    ] {
        assert_eq!(byline(line), Some(false), "{line}");
    }
}

#[test]
fn files_and_days_that_it_is_about_are_kept() {
    let own = read("<h1>Kế hoạch công tác năm 2020</h1><p>05/02/2020</p><p>Chữ.</p><p><a href=k.pdf>Tải về</a></p>").unwrap();
    assert_eq!(own.files.len(), 1);
    assert_eq!(
        own.valid,
        Said::Is((
            Day::parse("2020-01-01").unwrap(),
            Day::parse("2020-12-31").unwrap()
        ))
    );
    assert!(read("<p>Một trang</p>").is_none());
}

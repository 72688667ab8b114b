//! Lists, their pages and their entries.

use super::pages::{article, healthy, list, page};
use super::town::{Reply, Town};
use super::world::{World, ask, covered, filled};

const FOLLOW_PAGES: [&str; 6] = [
    "pages",
    "contacts",
    "items",
    "posted_documents",
    "links",
    "forms",
];

#[test]
fn addresses_that_name_a_visit_are_one_address() {
    let mut town = healthy();
    let entries = [
        (
            "/tin/1;jsessionid=AB12",
            "Hải Hà khai trương trung tâm hành chính công mới",
            "2020-12-30",
        ),
        (
            "/tin/1?utm_source=x",
            "Hải Hà khai trương trung tâm hành chính công mới",
            "2020-12-30",
        ),
        (
            "/tin/2",
            "Hội nghị tổng kết công tác năm 2020",
            "2020-01-20",
        ),
    ];
    town.set("/tin-tuc", list("Tin tức", &entries, None));
    town.set(
        "/tin/1;jsessionid=AB12",
        article(
            "Hải Hà khai trương trung tâm hành chính công mới",
            "2020-12-30",
        ),
    );
    let harvest = World::with("").crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(&tables, "select count(*) from items where section = 'news'"),
        ["2"]
    );
    let asked = town.asked();
    assert_eq!(
        asked
            .iter()
            .filter(|subject| subject.contains("/tin/1"))
            .count(),
        1
    );
}

/// A list whose pages have each an entry of their own and lead on without end.
fn endless(days: impl Fn(u32) -> String) -> Town {
    let mut town = healthy();
    for n in 1..40 {
        let (here, next) = (
            format!("/tin-tuc?page={n}"),
            format!("/tin-tuc?page={}", n + 1),
        );
        let here = if n == 1 { "/tin-tuc" } else { here.as_str() };
        let title = format!("Bài viết số {n} của trang tin");
        let entries: Vec<(String, String)> = (0..3)
            .map(|m| (format!("/bai/{n}-{m}"), format!("{title} phần {m}")))
            .collect();
        let day = days(n);
        let entries: Vec<(&str, &str, &str)> = entries
            .iter()
            .map(|(href, title)| (href.as_str(), title.as_str(), day.as_str()))
            .collect();
        town.set(here, list("Tin tức", &entries, Some(&next)));
    }
    town
}

#[test]
fn endless_paging_ends_at_its_budget_and_is_not_complete() {
    let mut world = World::with("");
    world.limits.pages = 60;
    let town = endless(|_| "2020-12-30".into());
    let harvest = world.crawl(&town);
    assert_eq!(
        covered(&harvest, "items"),
        "complete, news=partial/?/entries"
    );
    // The sections are known all the same, and other lists are read.
    assert_eq!(covered(&harvest, "pages"), "complete");
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select count(*) from items where section = 'direction'"
        ),
        ["2"]
    );
    let asked = town.asked();
    let requests = asked
        .iter()
        .filter(|subject| subject.starts_with("http ") && !subject.contains("robots"));
    assert!(requests.count() <= 60);
}

#[test]
fn a_list_ends_where_its_entries_are_older_than_what_is_asked() {
    let town = endless(|n| format!("2020-{:02}-10", 12_u32.saturating_sub(n / 2).max(1)));
    let harvest = World::with("").crawl(&town);
    assert_eq!(covered(&harvest, "items"), "complete");
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select min(published_on) from items where section = 'news'"
        ),
        ["2020-09-10"]
    );
}

#[test]
fn a_budget_that_ends_the_walk_leaves_everything_open() {
    let mut world = World::with("");
    world.limits.pages = 3;
    let town = healthy();
    let harvest = world.crawl(&town);
    for table in FOLLOW_PAGES {
        assert_eq!(covered(&harvest, table), "partial/?/pages", "{table}");
    }
    assert_eq!(covered(&harvest, "feeds"), "partial/?/pages");
}

#[test]
fn a_menu_without_end_is_no_menu() {
    let mut town = healthy();
    let weeks: Vec<String> = (1..100)
        .map(|n| format!("<a href=\"/lich?tuan={n}\">Lịch công tác tuần</a>"))
        .collect();
    town.set(
        "/so-do",
        page("Sơ đồ trang", &format!("<p>{}</p>", weeks.join(" "))),
    );
    let harvest = World::with("").crawl(&town);
    for table in ["pages", "items"] {
        let covered = covered(&harvest, table);
        assert_eq!(covered, "complete, schedule=partial/?/section", "{table}");
    }
    // What else the weeks beyond would show nobody has seen.
    for table in ["contacts", "links", "forms"] {
        assert_eq!(covered(&harvest, table), "partial/?/section", "{table}");
    }
    let asked = town.asked();
    assert!(
        asked
            .iter()
            .filter(|subject| subject.contains("/lich"))
            .count()
            <= 99
    );
    let gets = asked
        .iter()
        .filter(|subject| subject.contains("/lich") && !subject.ends_with("head"));
    assert_eq!(gets.count(), 40);
}

#[test]
fn entries_without_a_day_have_it_from_their_own_pages() {
    let mut town = healthy();
    let entries = [
        (
            "/tin/1",
            "Hải Hà khai trương trung tâm hành chính công mới",
            "",
        ),
        ("/tin/2", "Hội nghị tổng kết công tác năm 2020", ""),
        ("/tin/7", "Một bài viết không thấy ngày đăng ở đâu cả", ""),
        ("/tin/8", "Một bài viết có trang riêng không trả lời", ""),
    ];
    town.set("/tin-tuc", list("Tin tức", &entries, None));
    town.set(
        "/tin/7",
        page(
            "Một bài viết không thấy ngày đăng ở đâu cả",
            "<p>Nội dung.</p>",
        ),
    );
    town.set("/tin/8", Reply::dead());
    let harvest = World::with("").crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select published_on, page_id <> '' from items where section = 'news' order by id"
        ),
        ["2020-12-30|1", "2020-11-20|1", "|1", "-|1"]
    );
    assert_eq!(covered(&harvest, "items"), "complete");
    // Its page is known to be an article: a row without facts.
    assert_eq!(
        ask(
            &tables,
            "select kind, outcome, title from pages where id like '%/tin/8'"
        ),
        ["article|unreachable|-"]
    );
}

#[test]
fn what_is_published_after_the_visit_and_by_the_as_of_day_is_not_known() {
    let read = |as_of: &str| {
        let mut world = World::with("");
        world.round.as_of = crate::exact::Day::parse(as_of).unwrap();
        let harvest = world.crawl(&healthy());
        (covered(&harvest, "items"), covered(&harvest, "pages"))
    };
    let (seen, _) = read("2020-12-31");
    let (early, pages) = read("2021-01-01");
    assert!(seen.starts_with("complete"), "{seen}");
    assert!(early.starts_with("partial"), "{early}");
    assert!(pages.starts_with("complete"), "{pages}");
    // A single list that was read too early leaves its own section open; a page that leads to lists, every section.
    let early = |path: &'static str| {
        let mut town = healthy();
        town.early = Some(path);
        covered(&World::with("").crawl(&town), "items")
    };
    let own = "complete, direction=partial/?/before_as_of";
    assert_eq!(early("/chi-dao"), own);
    for menu in ["/", "/so-do"] {
        assert_eq!(early(menu), "partial/?/before_as_of", "{menu}");
    }
}

#[test]
fn a_list_that_only_a_script_goes_on_with_is_not_whole() {
    let pager = "<a href=\"javascript:__doPostBack('trang','2')\">2</a>";
    let entry = |day: &str| {
        format!(
            "<ul><li><h3><a href=\"/cd/1\">Chỉ đạo về phòng chống dịch bệnh</a></h3><time datetime=\"{day}\">{day}</time></li>\
             <li><h3><a href=\"/cd/2\">Chỉ đạo về cải cách hành chính</a></h3><time datetime=\"{day}\">{day}</time></li></ul>{pager}"
        )
    };
    let mut town = healthy();
    town.set("/chi-dao", page("Chỉ đạo điều hành", &entry("2020-06-01")));
    assert_eq!(
        covered(&World::with("").crawl(&town), "items"),
        "complete, direction=partial/?/script"
    );
    // What it goes on with is older than what is asked.
    town.set("/chi-dao", page("Chỉ đạo điều hành", &entry("2018-06-01")));
    assert_eq!(covered(&World::with("").crawl(&town), "items"), "complete");
}

#[test]
fn paging_that_shows_the_same_page_again_tells_nothing_of_the_rest() {
    let mut town = healthy();
    let entries = [
        (
            "/cd/1",
            "Chỉ đạo về phòng chống dịch bệnh mùa đông",
            "2020-12-20",
        ),
        (
            "/cd/2",
            "Chỉ đạo về công tác cải cách hành chính",
            "2020-06-01",
        ),
    ];
    for here in ["/chi-dao", "/chi-dao?page=2"] {
        town.set(here, list("Chỉ đạo", &entries, Some("/chi-dao?page=2")));
    }
    assert_eq!(
        covered(&World::with("").crawl(&town), "items"),
        "complete, direction=partial/?/repeats"
    );
    // A last page that is shown once more is the last.
    town.set(
        "/chi-dao?page=2",
        list(
            "Chỉ đạo",
            &[(
                "/cd/3",
                "Chỉ đạo về thu ngân sách những tháng cuối năm",
                "2020-05-02",
            )],
            Some("/chi-dao?page=3"),
        ),
    );
    town.set(
        "/chi-dao?page=3",
        list(
            "Chỉ đạo",
            &[(
                "/cd/3",
                "Chỉ đạo về thu ngân sách những tháng cuối năm",
                "2020-05-02",
            )],
            Some("/chi-dao?page=4"),
        ),
    );
    assert_eq!(covered(&World::with("").crawl(&town), "items"), "complete");
}

#[test]
fn a_list_that_was_read_in_part_leaves_open_its_own_section() {
    let mut town = healthy();
    town.set("/chi-dao", Reply::Part("<html lang=\"vi\"><head><title>Chỉ đạo</title></head><body><ul><li><h3><a href=\"/cd/1\">Chỉ đạo về phòng chống dịch bệnh</a></h3><time datetime=\"2020-12-20\">20/12/2020</time></li>".into()));
    let harvest = World::with("").crawl(&town);
    for table in ["pages", "items"] {
        let own = "complete, direction=partial/?/part";
        assert_eq!(covered(&harvest, table), own, "{table}");
    }
    for table in ["posted_documents", "links", "forms"] {
        assert_eq!(covered(&harvest, table), "partial/?/part", "{table}");
    }
}

//! Documents, procedures and people.

use super::pages::{healthy, page};
use super::town::{Reply, Town};
use super::world::{World, ask, covered, filled};

fn table(heads: &[&str], rows: &[&[&str]], next: &str) -> String {
    let row = |cells: &[&str], tag: &str| {
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| format!("<{tag}>{cell}</{tag}>"))
            .collect();
        format!("<tr>{}</tr>", cells.concat())
    };
    let rows: Vec<String> = rows.iter().map(|cells| row(cells, "td")).collect();
    let next = if next.is_empty() {
        String::new()
    } else {
        format!("<p><a rel=\"next\" href=\"{next}\">Trang sau</a></p>")
    };
    format!("<table>{}{}</table>{next}", row(heads, "th"), rows.concat())
}

const HEADS: [&str; 4] = ["Số ký hiệu", "Ngày ban hành", "Trích yếu", "Tệp đính kèm"];

fn documents(rows: &[&[&str]], next: &str) -> Reply {
    page("Văn bản", &table(&HEADS, rows, next))
}

/// A portal with a list of documents of two pages and a bit.
fn library() -> Town {
    let mut town = healthy();
    town.set(
        "/van-ban",
        documents(
            &[
                &[
                    "45/QĐ-UBND",
                    "05/11/2020",
                    "Về việc thứ nhất",
                    "<a href=\"/tep/45.pdf\">Tải về</a>",
                ],
                &[
                    "044/QĐ-UBND",
                    "04/11/2020",
                    "Về việc thứ hai",
                    "<a href=\"/tep/44.pdf\">Tải về</a>",
                ],
                &[
                    "43/QĐ-UBND",
                    "03/11/2020",
                    "Về việc thứ ba",
                    "<a href=\"/tep/43.pdf\">Tải về</a>",
                ],
                &[
                    "42/QĐ-UBND",
                    "02/11/2020",
                    "Về việc thứ tư",
                    "<a href=\"https://kho.example.vn/42.pdf\">Tải về</a>",
                ],
            ],
            "/van-ban?trang=2",
        ),
    );
    town.set(
        "/van-ban?trang=2",
        documents(
            &[
                &[
                    "2/QĐ-UBND",
                    "02/01/2020",
                    "Về việc đầu năm",
                    "<a href=\"/tep/2.pdf\">Tải về</a>",
                ],
                &[
                    "900/QĐ-UBND",
                    "30/12/2018",
                    "Về việc năm cũ",
                    "<a href=\"/tep/900.pdf\">Tải về</a>",
                ],
            ],
            "/van-ban?trang=3",
        ),
    );
    let pdf = || Reply::Body(200, "application/pdf", "%PDF-1.4".into());
    town.set("/tep/45.pdf", pdf());
    town.set("/tep/43.pdf", Reply::html("<p>Tệp không tồn tại</p>"));
    town.set("/tep/2.pdf", pdf());
    town
}

const DECLARED: &str = "sections = { documents = \"/van-ban\" }";

#[test]
fn documents_join_by_number_and_their_files_are_asked() {
    let town = library();
    let harvest = World::with(DECLARED).crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select number_key, issued_on, file_ok, summary from posted_documents order by issued_on desc"
        ),
        [
            "45/qd-ubnd|2020-11-05|1|Về việc thứ nhất",
            // It is not there; a page of HTML stands in its place; its host is not declared.
            "44/qd-ubnd|2020-11-04|0|Về việc thứ hai",
            "43/qd-ubnd|2020-11-03|0|Về việc thứ ba",
            "42/qd-ubnd|2020-11-02|-|Về việc thứ tư",
            "2/qd-ubnd|2020-01-02|1|Về việc đầu năm",
            "900/qd-ubnd|2018-12-30|0|Về việc năm cũ",
        ]
    );
    assert_eq!(covered(&harvest, "posted_documents"), "complete");
    // The last page was older than the round.
    let asked = town.asked();
    assert!(!asked.iter().any(|subject| subject.ends_with("trang=3")));
    assert!(
        asked
            .iter()
            .any(|subject| subject.ends_with("/tep/45.pdf head"))
    );
}

#[test]
fn a_list_of_documents_that_breaks_off_is_not_complete() {
    let mut town = library();
    town.set("/van-ban?trang=2", Reply::dead());
    let harvest = World::with(DECLARED).crawl(&town);
    assert_eq!(covered(&harvest, "posted_documents"), "partial/?/unread");
    assert_eq!(covered(&harvest, "pages"), "complete");
    let rows = ask(
        &filled(&harvest),
        "select count(*), sum(file_ok is null) from posted_documents",
    );
    assert_eq!(rows, ["4|1"]);
}

#[test]
fn documents_known_by_their_titles_alone_are_read_on_their_own_pages() {
    let mut town = healthy();
    let entries = "<ul><li><h3><a href=\"/vb/1\">Quyết định về việc thứ nhất</a></h3><time datetime=\"2020-11-05\">05/11/2020</time></li>\
        <li><h3><a href=\"/vb/2\">Quyết định về việc thứ hai</a></h3><time datetime=\"2020-11-04\">04/11/2020</time></li></ul>";
    town.set("/van-ban", page("Văn bản", entries));
    let own = |number: &str| {
        page(
            "Quyết định",
            &table(
                &HEADS,
                &[&[
                    number,
                    "05/11/2020",
                    "Về việc này",
                    "<a href=\"/tep/1.pdf\">Tải về</a>",
                ]],
                "",
            ),
        )
    };
    town.set("/vb/1", own("45/QĐ-UBND"));
    town.set("/vb/2", own("44/QĐ-UBND"));
    let harvest = World::with(DECLARED).crawl(&town);
    let numbers = ask(
        &filled(&harvest),
        "select number_key from posted_documents order by 1",
    );
    assert_eq!(numbers, ["44/qd-ubnd", "45/qd-ubnd"]);
    assert_eq!(covered(&harvest, "posted_documents"), "complete");
    town.set("/vb/2", Reply::dead());
    let harvest = World::with(DECLARED).crawl(&town);
    assert_eq!(covered(&harvest, "posted_documents"), "partial/?/unread");
}

/// A portal of services with a list of two pages.
fn services() -> Town {
    let heads = ["Mã thủ tục", "Tên thủ tục", "Mức độ"];
    let menu = |main: String| {
        Reply::html(format!(
            "<html lang=\"vi\"><head><title>Dịch vụ công</title></head><body><nav><a href=\"/thu-tuc\">Thủ tục hành chính</a></nav>\
             <main><h1>Thủ tục hành chính</h1>{main}</main></body></html>"
        ))
    };
    let list = |rows: &[&[&str]], next: &str| menu(table(&heads, rows, next));
    let parts = [
        "Trình tự thực hiện",
        "Cách thức thực hiện",
        "Thành phần hồ sơ",
        "Thời hạn giải quyết",
    ];
    let parts = parts
        .map(|part| format!("<h3>{part}</h3><p>Như quy định.</p>"))
        .concat();
    Town::of(&[
        ("/", menu("<p>Chào mừng</p>".into())),
        (
            "/thu-tuc",
            list(
                &[
                    &["1.000001", "<a href=\"/tt/1\">Thủ tục một</a>", "Mức độ 4"],
                    &["1.000002", "<a href=\"/tt/2\">Thủ tục hai</a>", "Mức độ 2"],
                ],
                "/thu-tuc?trang=2",
            ),
        ),
        (
            "/thu-tuc?trang=2",
            list(
                &[
                    &["1.000003", "Thủ tục ba", "Mức độ 3"],
                    &["1.000004", "Thủ tục bốn", "Mức độ 3"],
                ],
                "",
            ),
        ),
        ("/tt/1", menu(format!("<p>Mã thủ tục: 1.000001</p>{parts}"))),
        ("/tt/2", Reply::dead()),
    ])
}

#[test]
fn a_portal_of_services_shows_its_procedures() {
    let world = World::with("role = \"service_portal\"");
    let town = services();
    let harvest = world.crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select code, level, depth, parts_missing is null, parts_missing <> '' from procedure_pages order by code"
        ),
        [
            "1.000001|l4|2|0|1",
            "1.000002|l2|2|1|-",
            "1.000003|l3|2|1|-",
            "1.000004|l3|2|1|-"
        ]
    );
    assert_eq!(covered(&harvest, "procedure_pages"), "complete");
    // What only other portals show is not said of this one.
    for table in ["items", "contacts", "posted_documents", "searches"] {
        assert!(
            harvest.coverage.iter().all(|row| row.table != table),
            "{table}"
        );
        assert!(!harvest.tables.contains_key(table), "{table}");
    }
    assert_eq!(covered(&harvest, "pages"), "complete");
}

#[test]
fn a_list_of_procedures_that_was_not_read_is_not_empty() {
    let world = World::with("role = \"service_portal\"");
    let mut town = services();
    town.set("/thu-tuc?trang=2", Reply::dead());
    assert_eq!(
        covered(&world.crawl(&town), "procedure_pages"),
        "partial/?/unread"
    );
    town.set("/thu-tuc", page("Thủ tục", "<p>Đang cập nhật</p>"));
    assert_eq!(
        covered(&world.crawl(&town), "procedure_pages"),
        "partial/?/no_list"
    );
    town.set("/robots.txt", Reply::dead());
    town.set("/", Reply::dead());
    assert_eq!(
        covered(&world.crawl(&town), "procedure_pages"),
        "partial/?/robots"
    );
}

#[test]
fn a_leader_whom_two_pages_show_is_one_and_has_what_both_say() {
    let mut town = healthy();
    let people = [
        [
            "Chủ tịch UBND huyện",
            "<a href=\"/lanh-dao/a\">Nguyễn Văn A</a>",
            "Phụ trách chung",
        ],
        ["Phó Chủ tịch UBND huyện", "Trần Thị B", "Phụ trách văn hóa"],
    ];
    let rows: Vec<&[&str]> = people.iter().map(<[&str; 3]>::as_slice).collect();
    town.set(
        "/lanh-dao",
        page(
            "Lãnh đạo",
            &table(&["Chức vụ", "Họ và tên", "Nhiệm vụ"], &rows, ""),
        ),
    );
    let life = "<div><h2>Nguyễn Văn A</h2><p>Chức vụ: Chủ tịch UBND huyện</p><p>Tiểu sử tóm tắt: sinh năm 1970, quê quán Hải Hà, trình độ thạc sĩ.</p></div>";
    town.set("/lanh-dao/a", page("Nguyễn Văn A", life));
    let harvest = World::with("sections = { leaders = \"/lanh-dao\" }").crawl(&town);
    let tables = filled(&harvest);
    assert_eq!(
        ask(
            &tables,
            "select name, position, duties, biography, page_id from contacts where kind = 'leader' order by id"
        ),
        [
            "•|Chủ tịch UBND huyện|1|1|cong https://haiha.example.vn/lanh-dao",
            "•|Phó Chủ tịch UBND huyện|1|0|cong https://haiha.example.vn/lanh-dao",
        ]
    );
    // A page of theirs that does not answer may hold what is not seen.
    town.set("/lanh-dao/a", Reply::dead());
    let harvest = World::with("sections = { leaders = \"/lanh-dao\" }").crawl(&town);
    assert_eq!(covered(&harvest, "contacts"), "partial/?/unread");
}

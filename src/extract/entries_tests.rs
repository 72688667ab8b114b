use super::super::pages_tests::facts_at;
use super::*;
use crate::exact::Day;

fn read(body: &str, section: Option<&str>) -> Vec<Entry> {
    facts_at("https://a.vn/tin", body.as_bytes(), section, &[]).entries
}

fn told(body: &str) -> Vec<String> {
    let word = |said: Said<Day>| match said {
        Said::Is(day) => day.to_string(),
        Said::None => "none".to_owned(),
        Said::Unread => "unread".to_owned(),
    };
    read(body, None)
        .into_iter()
        .map(|entry| word(entry.published_on))
        .collect()
}

#[test]
fn days_are_found_wherever_portals_put_them() {
    for (list, days) in [
        (
            "<li><a href=/1>Một tiêu đề dài</a><span>01/02/2020</span><li><a href=/2>Hai tiêu đề dài</a><span>02/02/2020</span>",
            "01 02",
        ),
        (
            "<p><a href=/1>Một tiêu đề dài (01/02/2020)</a></p><p><a href=/2>Hai tiêu đề dài (02/02/2020)</a></p>",
            "01 02",
        ),
        (
            "<a href=/1>Một tiêu đề dài</a> 01/02/2020<br><a href=/2>Hai tiêu đề dài</a> 02/02/2020<br>",
            "01 02",
        ),
        (
            "<i>01/02/2020</i> <a href=/1>Một tiêu đề dài</a><br><i>02/02/2020</i> <a href=/2>Hai tiêu đề dài</a>",
            "01 02",
        ),
        (
            "<dl><dt><a href=/1>Một tiêu đề dài</a></dt><dd>01/02/2020</dd><dt><a href=/2>Hai tiêu đề dài</a></dt><dd>02/02/2020</dd></dl>",
            "01 02",
        ),
        (
            "<table><tr><td>1<td><a href=/1>Một tiêu đề dài</a><td>01/02/2020<tr><td>2<td><a href=/2>Hai tiêu đề dài</a><td>02/02/2020</table>",
            "01 02",
        ),
        (
            "<div><time datetime=2020-02-01>hôm ấy</time><a href=/1>Một tiêu đề dài</a></div><div><time datetime=2020-02-02>nay</time><a href=/2>Hai tiêu đề dài</a></div>",
            "01 02",
        ),
    ] {
        let expected: Vec<String> = days
            .split(' ')
            .map(|day| format!("2020-02-{day}"))
            .collect();
        assert_eq!(told(list), expected, "{list}");
    }
}

#[test]
fn a_day_in_running_text_is_none_and_one_not_understood_is_told() {
    let list = "<li><a href=/1>Một tiêu đề dài</a><p>Ngày 01/02/2020, tại nhà văn hóa, cả thôn cùng họp bàn việc chung</p>\
                <li><a href=/2>Hai tiêu đề dài</a><p>02/02/2020</p><li><a href=/3>Ba tiêu đề dài</a><p>3 giờ trước</p>";
    assert_eq!(told(list), ["none", "2020-02-02", "unread"]);
}

#[test]
fn what_is_no_list_gives_no_entries() {
    for page in [
        "<nav><a href=/1>Một tiêu đề dài</a> 01/02/2020</nav>",
        "<ul><li><a href=/1>Các mục khác của trang</a><li><a href=/2>Một mục nữa của trang</a></ul>",
        "<p>Xem <a href=/1>bài này</a> 01/02/2020</p>",
        "<p>Ngày 01/02/2020 <a href='#x'>Một tiêu đề dài</a></p>",
    ] {
        assert_eq!(read(page, None), [], "{page}");
    }
}

#[test]
fn a_section_s_list_counts_even_without_days() {
    let list = "<ul><li><a href=/1>Kế hoạch sử dụng đất</a><li><a href=/2>Quy hoạch khu dân cư</a><li><a href=/3.pdf>Bản đồ quy hoạch chung của huyện</a></ul>";
    assert_eq!(read(list, Some("news")).len(), 3);
    assert_eq!(read(list, Some("contact")).len(), 0);
    let last = read(list, Some("planning")).pop().unwrap();
    assert_eq!(last.files.len(), 1);
}

#[test]
fn an_image_and_a_title_that_lead_to_one_page_are_one_entry() {
    let list = "<div class=i><a href=/1><img alt='ảnh minh họa cho tin'></a><h3><a href=/1 title='Một tiêu đề dài hơn nhiều'>Một tiêu đề dài…</a></h3><b>01/02/2020</b></div>\
                <div class=i><h3><a href=/2>Hai tiêu đề dài</a></h3><b>02/02/2020</b><p>Nguồn: Đài huyện</p><a href=/2/a.pdf>Tệp</a></div>";
    let found = read(list, None);
    let titles: Vec<&str> = found.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["Một tiêu đề dài hơn nhiều", "Hai tiêu đề dài"]);
    assert_eq!((found[0].byline, found[1].byline), (None, Some(true)));
    assert_eq!((found[0].files.len(), found[1].files.len()), (0, 1));
}

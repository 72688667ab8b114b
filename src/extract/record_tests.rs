use super::super::dom;
use super::super::pages_tests::LABELS;
use super::super::selectors::Marked;
use super::*;
use crate::exact::Day;
use url::Url;

fn with<T>(body: &str, read: impl FnOnce(&Reading<'_>) -> T) -> T {
    let (html, _) = dom::parsed(body, &mut || true);
    let dom = Dom::of(&html);
    let url = Url::parse("https://a.vn/").unwrap();
    read(&Reading {
        dom: &dom,
        marked: &Marked::default(),
        labels: &LABELS,
        section: None,
        seen_on: Day::parse("2020-12-31").unwrap(),
        page: &url,
        base: &url,
    })
}

#[test]
fn headings_are_found_below_a_caption_and_across_columns() {
    let table = "<table><tr><td colspan=3>Danh mục<tr><td>STT<td colspan=2>Số ký hiệu văn bản<td>Ngày ban hành<tr><td>1<td>12/QĐ<td>x<td>01/02/2020\
                 <tr><td colspan=4>Tổng cộng<tr><td>STT<td colspan=2>Số ký hiệu<td>Ngày ban hành</table>";
    let rows = with(table, |reading| tables(reading).remove(0).rows);
    let told: Vec<(String, String)> = rows
        .iter()
        .map(|row| (row.text("number"), row.text("issued_on")))
        .collect();
    assert_eq!(told, [("12/QĐ".to_owned(), "01/02/2020".to_owned())]);
}

#[test]
fn tables_of_layout_or_without_known_headings_are_none() {
    for table in [
        "<table><tr><td>A<td>B<tr><td>1<td>2</table>",
        "<table><tr><td>Số ký hiệu<td>12/QĐ<tr><td>Ngày ban hành<td>01/02/2020</table>",
        "<nav><table><tr><th>Số ký hiệu<th>Ngày ban hành<tr><td>1<td>2</table></nav>",
    ] {
        assert!(with(table, |reading| tables(reading).is_empty()), "{table}");
    }
}

#[test]
fn fields_stand_beside_or_below_their_names() {
    let page = "<p><b>Số ký hiệu:</b> 12/QĐ-UBND | Ngày ban hành: 01/02/2020</p><dl><dt>Trích yếu</dt><dd>Về việc này</dd><dt>Loại văn bản</dt><dt>Cơ quan ban hành</dt><dd>UBND</dd></dl>";
    let record = with(page, |reading| pairs(reading, 0));
    assert_eq!(
        (
            record.text("number").as_str(),
            record.text("issued_on").as_str()
        ),
        ("12/QĐ-UBND", "01/02/2020")
    );
    assert_eq!(
        (
            record.text("summary").as_str(),
            record.text("issuer").as_str()
        ),
        ("Về việc này", "UBND")
    );
    // A name with no value before the next name has none.
    assert!(!record.has("type"));
}

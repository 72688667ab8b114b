use super::super::pages_tests::facts_at;
use super::*;

#[test]
fn numbers_are_told_from_days_and_fractions() {
    for (line, number) in [
        ("Quyết định số 45/QĐ-UBND ngày 05/11/2020", "45/QĐ-UBND"),
        ("05/2020/NQ-HĐND.", "05/2020/NQ-HĐND"),
        ("(12/UBND-VX)", "12/UBND-VX"),
    ] {
        assert_eq!(number_in(line).as_deref(), Some(number), "{line}");
    }
    for line in ["ngày 05/11/2020", "1/2 diện tích", "QĐ/12", "/A", "km/h"] {
        assert_eq!(number_in(line), None, "{line}");
    }
}

#[test]
fn a_cell_may_hold_number_and_day() {
    let page = "<table><tr><th>Số, ký hiệu</th><th>Trích yếu</th></tr><tr><td>45/QĐ-UBND ngày 05/11/2020</td><td>Về việc này</td></tr>\
                <tr><td></td><td></td></tr><tr><td>Số 9</td><td>Về việc kia</td></tr></table>";
    let found = facts_at("https://a.vn/vb", page.as_bytes(), None, &[]).documents;
    let told: Vec<(&str, Said<crate::exact::Day>)> = found
        .iter()
        .map(|one| (one.number.as_str(), one.issued_on))
        .collect();
    let day = crate::exact::Day::parse("2020-11-05").unwrap();
    assert_eq!(
        told,
        [("45/QĐ-UBND", Said::Is(day)), ("Số 9", Said::Unread)]
    );
}

#[test]
fn cards_and_chosen_rows_are_documents_too() {
    let page = "<div class=c><a href=/1>Xem</a><p>Số ký hiệu: 1/QĐ-UBND</p><p>Ngày ban hành: 01/02/2020</p></div>\
                <div class=c><a href=/2>Xem</a><p>Số ký hiệu: 2/QĐ-UBND</p><p>Ngày ban hành: 02/02/2020</p><a href=/2.pdf>Tải về</a></div>";
    let found = facts_at("https://a.vn/vb", page.as_bytes(), None, &[]).documents;
    let told: Vec<(&str, Option<&str>, Said<()>)> = found
        .iter()
        .map(|one| {
            (
                one.number.as_str(),
                one.url.as_ref().map(Url::path),
                one.file,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("1/QĐ-UBND", Some("/1"), Said::Unread),
            ("2/QĐ-UBND", Some("/2"), Said::Is(()))
        ]
    );
    let page = "<p class=v>3/QĐ-UBND Về việc này</p><p class=v>không số</p>";
    let found = facts_at(
        "https://a.vn/vb",
        page.as_bytes(),
        None,
        &[("document_row", ".v")],
    )
    .documents;
    assert_eq!(found.len(), 1);
}

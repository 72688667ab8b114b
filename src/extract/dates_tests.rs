use super::super::pages_tests::LABELS;
use super::*;

fn is(iso: &str) -> Said<Day> {
    Said::Is(Day::parse(iso).unwrap())
}

#[test]
fn every_form_is_read_day_first() {
    for (text, iso) in [
        ("30/06/2024", "2024-06-30"),
        ("04-09-2009 09:50", "2009-09-04"),
        ("06:22 30/03/2015", "2015-03-30"),
        ("13:39 - 01/08/2022", "2022-08-01"),
        ("17:49 ngày 07/05/2020", "2020-05-07"),
        ("15/03/2024 17:23 PM", "2024-03-15"),
        ("ngày 24 tháng 6 năm 2022", "2022-06-24"),
        ("Thứ tư, 24 Tháng Sáu 2020", "2020-06-24"),
        ("Chủ nhật, 30/06/2024", "2024-06-30"),
        ("5.3.2020", "2020-03-05"),
        ("2020-12-10T09:30:00+07:00", "2020-12-10"),
        ("Ngày đăng: 01/02/2020 | Lượt xem: 1234", "2020-02-01"),
        ("(12/11/2020)", "2020-11-12"),
        ("12/11/2020 Tin trong huyện", "2020-11-12"),
        ("Nga\u{300}y 12/11/2020", "2020-11-12"),
    ] {
        assert_eq!(stamp(text, &LABELS), is(iso), "{text}");
        assert_eq!(day_in(text), is(iso), "{text}");
    }
}

#[test]
fn what_is_no_stamp_gives_no_day() {
    for text in [
        "Ngày 12/11/2020, tại hội trường lớn, đơn vị đã tổ chức hội nghị tổng kết công tác",
        "Ngày ban hành: 12/11/2020",
        "Hạn nộp 12/11/2020",
        "từ 21/12/2020 đến 27/12/2020",
        "Xem thêm",
        "12/2020",
        "Quyết định số 12/2020/QĐ-UBND",
        "1.234.567",
        "",
    ] {
        assert_eq!(stamp(text, &LABELS), Said::None, "{text}");
    }
}

#[test]
fn a_stamp_that_is_not_understood_is_told() {
    for text in ["2 giờ trước", "Hôm qua", "12/11/20", "31/02/2020"] {
        assert_eq!(stamp(text, &LABELS), Said::Unread, "{text}");
    }
    assert_eq!(day_in("–"), Said::None);
    assert_eq!(day_in("sắp tới"), Said::Unread);
}

use super::super::pages_tests::LABELS;
use super::*;

#[test]
fn titles_tell_the_days_they_are_about() {
    for (title, from, to) in [
        (
            "Tuần 52 (từ 21/12 đến 27/12/2020)",
            "2020-12-21",
            "2020-12-27",
        ),
        (
            "Lịch công tác tuần từ ngày 28/12/2020 đến ngày 03/01/2021",
            "2020-12-28",
            "2021-01-03",
        ),
        (
            "Lịch công tác tuần (28/12 - 03/01/2021)",
            "2020-12-28",
            "2021-01-03",
        ),
        ("Lịch công tác tuần 52 năm 2020", "2020-12-21", "2020-12-27"),
        ("Lịch làm việc tuần 53/2020", "2020-12-28", "2021-01-03"),
        ("Kế hoạch năm 2020", "2020-01-01", "2020-12-31"),
        (
            "Chương trình công tác nhiệm kỳ 2020–2025",
            "2020-01-01",
            "2025-12-31",
        ),
        (
            "Kế hoạch phát triển giai đoạn 2021 - 2025",
            "2021-01-01",
            "2025-12-31",
        ),
        ("Báo cáo tháng 6 năm 2020", "2020-06-01", "2020-06-30"),
        ("Báo cáo quý III năm 2020", "2020-07-01", "2020-09-30"),
        ("Báo cáo 6 tháng đầu năm 2020", "2020-01-01", "2020-06-30"),
        ("Báo cáo 6 tháng cuối năm 2020", "2020-07-01", "2020-12-31"),
    ] {
        let day = |iso| Day::parse(iso).unwrap();
        assert_eq!(
            about(title, &LABELS),
            Said::Is((day(from), day(to))),
            "{title}"
        );
    }
}

#[test]
fn titles_that_tell_no_days_are_left_alone() {
    for title in [
        "Hội nghị tổng kết năm 2020",
        "Kế hoạch phối hợp",
        "Danh mục 2020 hồ sơ",
        "Quyết định 12/2020",
    ] {
        assert_eq!(about(title, &LABELS), Said::None, "{title}");
    }
    for title in ["Lịch công tác tuần 52", "Lịch công tác tuần 54 năm 2020"] {
        assert_eq!(about(title, &LABELS), Said::Unread, "{title}");
    }
}

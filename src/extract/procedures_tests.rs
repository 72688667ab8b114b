use super::super::pages_tests::facts_at;
use super::*;

#[test]
fn codes_are_known_by_their_form() {
    for code in [
        "1.004203",
        "2.000815.000.00.00.H49",
        "T-QNH-123456-TT",
        "QNH-123456-TT",
    ] {
        assert_eq!(code_in(&format!("Mã: {code}.")).as_deref(), Some(code));
    }
    for text in [
        "1.234.567",
        "12.004203",
        "1.004203.5",
        "000.00.00.H49",
        "QNH-12-TT",
        "05.11.2020",
    ] {
        assert_eq!(code_in(text), None, "{text}");
    }
}

#[test]
fn one_code_in_another_page_is_no_list() {
    let page = "<h1>Tin</h1><p>Thủ tục 1.004203 được cắt giảm.</p>";
    let read = |section| {
        facts_at("https://a.vn/x", page.as_bytes(), section, &[])
            .procedures
            .len()
    };
    assert_eq!((read(None), read(Some("procedures"))), (0, 1));
}

#[test]
fn few_parts_are_no_page_of_a_procedure() {
    let page = "<p>Thời hạn: hôm nay</p><p>Kết quả: tốt</p><p>Đối tượng: mọi người</p>";
    assert!(
        facts_at("https://a.vn/x", page.as_bytes(), None, &[])
            .procedures
            .is_empty()
    );
    let page = format!("{page}<h3>1. Trình tự thực hiện</h3><p>Nộp.</p><p>c) Lệ phí: không</p>");
    let found = facts_at("https://a.vn/x", page.as_bytes(), None, &[]).procedures;
    assert_eq!(
        found[0].parts_missing.as_deref(),
        Some("method,papers,copies,agency,forms,conditions,basis")
    );
    assert_eq!(found[0].code, "");
}

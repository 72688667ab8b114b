use super::super::pages_tests::facts_at;
use super::*;

fn read(body: &str, section: Option<&str>) -> Vec<Contact> {
    facts_at("https://a.vn/x", body.as_bytes(), section, &[]).contacts
}

#[test]
fn a_table_of_leaders_has_its_columns() {
    let table = "<table><tr><th>Họ và tên</th><th>Chức vụ</th><th>Lĩnh vực phụ trách</th><th>Tiểu sử</th></tr>\
                 <tr><td>Cán bộ A</td><td>Chủ tịch UBND</td><td>Phụ trách chung</td><td><a href=/a>Xem</a></td></tr>\
                 <tr><td>Cán bộ B</td><td>Phó Chủ tịch</td><td></td><td></td></tr></table>";
    let found = read(table, Some("leaders"));
    let told: Vec<(ContactKind, bool, bool)> = found
        .iter()
        .map(|one| (one.kind, one.duties, one.biography))
        .collect();
    assert_eq!(
        told,
        [
            (ContactKind::Leader, true, true),
            (ContactKind::Leader, false, false)
        ]
    );
    // In a directory the chairman is one of those to turn to.
    assert!(
        read(table, Some("contact"))
            .iter()
            .all(|one| one.kind == ContactKind::Official)
    );
    // What section it is, the heading tells where nothing else does.
    assert_eq!(
        read(&format!("<h1>Lãnh đạo UBND huyện</h1>{table}"), None)[0].kind,
        ContactKind::Leader
    );
}

#[test]
fn a_table_of_units_has_no_positions() {
    let table = "<table><tr><th>STT</th><th>Tên đơn vị</th><th>Địa chỉ</th><th>Điện thoại</th></tr><tr><td>1</td><td>Phòng Nội vụ</td><td>Tầng 1</td><td>0203.3879.100</td></tr>\
                 <tr><td>2</td><td>Phòng Y tế</td><td></td><td></td></tr></table>";
    let found = read(table, None);
    let told: Vec<(ContactKind, &str, &str, &str)> = found
        .iter()
        .map(|one| {
            (
                one.kind,
                one.name.as_str(),
                one.address.as_str(),
                one.phone.as_str(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (
                ContactKind::SubUnit,
                "Phòng Nội vụ",
                "Tầng 1",
                "0203.3879.100"
            ),
            (ContactKind::SubUnit, "Phòng Y tế", "", ""),
        ]
    );
}

#[test]
fn named_fields_of_a_card_come_first_and_chosen_cards_before_all() {
    let card = "<div class=the><p>Họ và tên: Cán bộ A</p><p>Chức vụ: Chủ tịch UBND</p><p>Ngày sinh: 01/01/1970</p></div>";
    let found = read(
        &format!(
            "{card}<div class=the><p>Họ và tên: Cán bộ B</p><p>Chức vụ: Chuyên viên</p></div>"
        ),
        Some("leaders"),
    );
    let told: Vec<(ContactKind, &str, bool)> = found
        .iter()
        .map(|one| (one.kind, one.name.as_str(), one.biography))
        .collect();
    assert_eq!(
        told,
        [
            (ContactKind::Leader, "Cán bộ A", true),
            (ContactKind::Official, "Cán bộ B", false)
        ]
    );
    let chosen = facts_at(
        "https://a.vn/x",
        card.as_bytes(),
        Some("news"),
        &[("leader", ".the")],
    )
    .contacts;
    assert_eq!(
        (chosen[0].kind, chosen[0].position.as_str()),
        (ContactKind::Leader, "Chủ tịch UBND")
    );
}

#[test]
fn a_footer_without_a_way_to_reach_anyone_is_no_contact() {
    assert!(read("<footer>Bản quyền thuộc UBND huyện mẫu</footer>", None).is_empty());
    let found = read(
        "<footer><p>UBND huyện mẫu</p><p>Địa chỉ: Số 1 phố Chính - Điện thoại: 0203.3879.100</p></footer>",
        None,
    );
    assert_eq!(
        (
            found[0].name.as_str(),
            found[0].address.as_str(),
            found[0].phone.as_str()
        ),
        ("UBND huyện mẫu", "Số 1 phố Chính", "0203.3879.100")
    );
    let found = read(
        "<header><p>Đường dây nóng: 0203.3879.100</p></header>",
        None,
    );
    assert_eq!(
        (found[0].place, found[0].kind),
        (Place::Header, ContactKind::Agency)
    );
}

//! Pages of people, documents and procedures, whole.

use url::Url;

use super::pages_tests::{facts_at, fixture};
use super::*;
use crate::exact::Day;

fn day(iso: &str) -> Said<Day> {
    Said::Is(Day::parse(iso).unwrap())
}

#[test]
fn leaders_have_their_cards() {
    let facts = facts_at(
        "https://a.vn/lanh-dao",
        fixture!("leaders.html"),
        Some("leaders"),
        &[],
    );
    let cards: Vec<(ContactKind, &str, &str, bool, bool)> = facts
        .contacts
        .iter()
        .map(|one| {
            (
                one.kind,
                one.name.as_str(),
                one.position.as_str(),
                one.duties,
                one.biography,
            )
        })
        .collect();
    assert_eq!(
        cards,
        [
            (
                ContactKind::Leader,
                "Cán Bộ A",
                "Chủ tịch UBND huyện",
                true,
                true
            ),
            (
                ContactKind::Leader,
                "Cán Bộ B",
                "Phó Chủ tịch UBND huyện",
                true,
                false
            ),
            (
                ContactKind::Official,
                "Cán Bộ C",
                "Chánh Văn phòng",
                false,
                false
            ),
        ]
    );
    assert_eq!(facts.contacts[0].phone, "0203 3879 010");
    assert_eq!(facts.contacts[0].email, "cana@mau.gov.vn");
    // The same cards on a page of news are no contacts of the unit.
    let other = facts_at(
        "https://a.vn/tin",
        fixture!("leaders.html"),
        Some("news"),
        &[],
    );
    assert!(
        other
            .contacts
            .iter()
            .all(|one| one.kind == ContactKind::Address),
        "{:?}",
        other.contacts
    );
}

#[test]
fn officials_stand_in_a_table_and_a_lone_address_alone() {
    let facts = facts_at(
        "https://a.vn/danh-ba",
        fixture!("contact.html"),
        Some("contact"),
        &[],
    );
    let found: Vec<(ContactKind, &str, &str, &str)> = facts
        .contacts
        .iter()
        .map(|one| {
            (
                one.kind,
                one.name.as_str(),
                one.phone.as_str(),
                one.email.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                ContactKind::Official,
                "Cán bộ D",
                "0203.3879.021",
                "phongd@mau.gov.vn"
            ),
            (ContactKind::Official, "Cán bộ E", "", "canboe@gmail.com"),
            (ContactKind::Address, "", "", "gopy@mau.gov.vn"),
        ]
    );
    assert_eq!(facts.contacts[0].position, "Trưởng phòng");
    assert_eq!(facts.forms[0].purpose, Purpose::Question);
    assert!(!facts.forms[0].get);
}

#[test]
fn sub_units_have_a_telephone_an_address_or_neither() {
    let facts = facts_at(
        "https://a.vn/phong-ban",
        fixture!("sub-units.html"),
        Some("sub_units"),
        &[],
    );
    let found: Vec<(ContactKind, &str, &str, &str)> = facts
        .contacts
        .iter()
        .map(|one| {
            (
                one.kind,
                one.name.as_str(),
                one.phone.as_str(),
                one.address.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (ContactKind::SubUnit, "Phòng Nội vụ", "0203.3879.031", ""),
            (
                ContactKind::SubUnit,
                "Phòng Tư pháp",
                "",
                "Tầng 2, trụ sở UBND huyện"
            ),
            (ContactKind::SubUnit, "Thanh tra huyện", "", ""),
        ]
    );
}

#[test]
fn procedures_are_listed_with_their_level() {
    let facts = facts_at(
        "https://dv.vn/thu-tuc",
        fixture!("procedures-list.html"),
        Some("procedures"),
        &[],
    );
    let found: Vec<(&str, Option<&str>, Option<bool>)> = facts
        .procedures
        .iter()
        .map(|one| (one.code.as_str(), one.level, one.payable_online))
        .collect();
    assert_eq!(
        found,
        [
            ("1.001234.000.00.00.H49", Some("l4"), Some(true)),
            ("2.000815", Some("l2"), Some(false)),
            ("1.003583", Some("full"), None),
            ("", Some("l3"), None),
            ("1.009999", None, None),
        ]
    );
    assert!(
        facts
            .procedures
            .iter()
            .all(|one| one.parts_missing.is_none())
    );
    assert_eq!(
        facts.procedures[0].url.as_ref().map(Url::path),
        Some("/thu-tuc/1")
    );
    assert_eq!(facts.next.as_ref().and_then(Url::query), Some("page=2"));
    assert_eq!(facts.forms[0].purpose, Purpose::Procedure);
    let cards = facts_at(
        "https://dv.vn/dv",
        fixture!("procedures-cards.html"),
        None,
        &[],
    )
    .procedures;
    let found: Vec<(&str, Option<&str>, Option<bool>)> = cards
        .iter()
        .map(|one| (one.code.as_str(), one.level, one.payable_online))
        .collect();
    assert_eq!(
        found,
        [
            ("1.009994", Some("partial"), Some(true)),
            ("1.010038", Some("info"), None)
        ]
    );
}

#[test]
fn a_procedure_s_page_tells_what_parts_are_missing() {
    let facts = facts_at(
        "https://dv.vn/thu-tuc/2",
        fixture!("procedure-detail.html"),
        None,
        &[],
    );
    let [one] = facts.procedures.as_slice() else {
        panic!("{:?}", facts.procedures)
    };
    assert_eq!(
        (one.code.as_str(), one.level),
        ("2.000815.000.00.00.H49", Some("partial"))
    );
    // The fee's heading has nothing beside it; forms are not named at all.
    assert_eq!(one.parts_missing.as_deref(), Some("fee,forms"));
}

#[test]
fn a_document_has_a_page_of_its_own_or_a_title() {
    let facts = facts_at(
        "https://a.vn/vb/45",
        fixture!("document-detail.html"),
        None,
        &[],
    );
    let [one] = facts.documents.as_slice() else {
        panic!("{:?}", facts.documents)
    };
    assert_eq!(
        (one.number.as_str(), one.issued_on, one.file),
        ("45/QĐ-UBND", day("2020-11-05"), Said::Is(()))
    );
    assert_eq!(
        one.url.as_ref().map(Url::as_str),
        Some("https://a.vn/vb/45")
    );
    assert_eq!(one.summary.as_deref(), Some("Về việc phê duyệt kế hoạch"));
    let titles = facts_at(
        "https://a.vn/vb",
        fixture!("documents-titles.html"),
        Some("documents"),
        &[],
    )
    .documents;
    let found: Vec<(&str, Said<Day>, Said<Day>)> = titles
        .iter()
        .map(|one| (one.number.as_str(), one.issued_on, one.posted_on))
        .collect();
    assert_eq!(
        found,
        [
            ("45/QĐ-UBND", day("2020-11-05"), day("2020-11-07")),
            ("12/UBND-VX", Said::Unread, day("2020-11-06")),
        ]
    );
    let other = facts_at(
        "https://a.vn/tin",
        fixture!("documents-titles.html"),
        Some("news"),
        &[],
    );
    assert!(other.documents.is_empty());
    assert_eq!(other.entries.len(), 3);
}

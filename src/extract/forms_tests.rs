use super::super::pages_tests::facts_at;
use super::*;

fn one(body: &str, section: Option<&str>) -> Form {
    let mut forms = facts_at("https://a.vn/x", body.as_bytes(), section, &[]).forms;
    assert_eq!(forms.len(), 1, "{body}");
    forms.remove(0)
}

#[test]
fn each_form_is_for_something() {
    for (body, purpose) in [
        (
            "<form action=/tim><input name=q><button>Tìm</button></form>",
            Purpose::Search,
        ),
        (
            "<form role=search><input type=search name=x></form>",
            Purpose::Search,
        ),
        (
            "<form action=/vb><input name=trichYeu><input name=soKyHieu><input type=date name=tu></form>",
            Purpose::DocumentSearch,
        ),
        (
            "<form action=/tra-cuu><input name=maHoSo placeholder='Mã hồ sơ'><input type=submit value='Tra cứu'></form>",
            Purpose::Procedure,
        ),
        (
            "<form method=post><input name=u><input type=password name=p></form>",
            Purpose::Login,
        ),
        (
            "<form method=post><input name=n><textarea name=t placeholder='Nội dung câu hỏi'></textarea></form>",
            Purpose::Question,
        ),
        (
            "<form method=post><textarea name=t placeholder='Phản ánh, kiến nghị'></textarea></form>",
            Purpose::Petition,
        ),
        (
            "<form method=post><textarea name=t></textarea><b>Ý kiến góp ý dự thảo</b></form>",
            Purpose::DraftComment,
        ),
        (
            "<form method=post><input name=email placeholder='Nhận bản tin'></form>",
            Purpose::Other,
        ),
        ("<form></form>", Purpose::Other),
    ] {
        assert_eq!(one(body, None).purpose, purpose, "{body}");
    }
    let bare = "<form method=post><textarea name=t></textarea></form>";
    assert_eq!(one(bare, Some("qa")).purpose, Purpose::Question);
    assert_eq!(one(bare, None).purpose, Purpose::Other);
}

#[test]
fn a_form_has_its_target_and_its_fields() {
    let form = one(
        "<form action='?a=1'><input type=hidden name=h value=v><input name=q value=''><select name=s></select><input type=submit name=go><input></form>",
        None,
    );
    assert_eq!(
        (form.action.as_str(), form.get),
        ("https://a.vn/x?a=1", true)
    );
    let fields: Vec<(&str, &str, FieldKind)> = form
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.value.as_str(), field.kind))
        .collect();
    assert_eq!(
        fields,
        [
            ("h", "v", FieldKind::Hidden),
            ("q", "", FieldKind::Text),
            ("s", "", FieldKind::Other)
        ]
    );
    assert_eq!(
        one("<form action='#' method=POST></form>", None)
            .action
            .as_str(),
        "https://a.vn/x"
    );
    assert!(
        facts_at(
            "https://a.vn/x",
            b"<form action='javascript:x'></form>",
            None,
            &[]
        )
        .forms
        .is_empty()
    );
}

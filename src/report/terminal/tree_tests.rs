//! Stems and forks.

use super::*;

#[test]
fn branches_hang_on_their_stem_and_long_texts_go_on_beside_it() {
    let tree = Branch::new("Tổng", "1").with([
        Branch::new("A", "một hai ba bốn năm sáu bảy tám chín mười")
            .with([Branch::text("x"), Branch::new("y", "")]),
        Branch::text("cuối"),
    ]);
    let mut out = Vec::new();
    let style = Style {
        colour: false,
        width: 40,
    };
    tree.write(&mut out, style).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        "Tổng: 1\n\
         ├─ A: một hai ba bốn năm sáu bảy tám\n\
         │  │ chín mười\n\
         │  ├─ x\n\
         │  └─ y\n\
         └─ cuối\n"
    );
}

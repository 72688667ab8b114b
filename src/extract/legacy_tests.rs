use super::*;

#[test]
fn tcvn3_is_told_by_its_signs() {
    let text = "thñ tôc hµnh chÝnh ®¬n vÞ, c¬ quan nhµ n\u{ad}íc";
    assert_eq!(found(text), Some(Hack::Tcvn3));
    assert_eq!(
        Hack::Tcvn3.converted(text),
        "thủ tục hành chính đơn vị, cơ quan nhà nước"
    );
}

#[test]
fn vni_is_told_by_its_pairs() {
    let text = "caùc baïn, thuû tuïc haønh chính cuûa ñôn vò, nöôùc Vieät Nam";
    assert_eq!(found(text), Some(Hack::Vni));
    assert_eq!(
        Hack::Vni.converted(text),
        "các bạn, thủ tục hành chính của đơn vị, nước Việt Nam"
    );
}

#[test]
fn right_texts_are_left_alone() {
    for text in [
        "Thủ tục hành chính của đơn vị © 2020 ® «A» ½ · µg",
        "Thu\u{309} tu\u{323}c hành chính",
        "Le naïf coûte 5 × 3 ½ euros, « garçon », père, Noël, ambiguë",
        "© 2020 Cong thong tin ® · ¬ µ ¸ ¹",
        "Administrative procedures",
    ] {
        assert_eq!(found(text), None, "{text}");
    }
}

#[test]
fn every_sign_has_one_meaning() {
    for (n, (sign, _)) in TCVN3.iter().enumerate() {
        assert!(
            TCVN3.iter().skip(n + 1).all(|(other, _)| other != sign),
            "{sign}"
        );
    }
    let mut letters: Vec<char> = TCVN3.iter().map(|(_, letter)| *letter).collect();
    letters.sort_unstable();
    letters.dedup();
    assert_eq!(letters.len(), 67 + 7);
}

#[test]
fn marks_of_1258_follow_letters() {
    assert!(has_marks("Thu\u{309} tu\u{323}c ha\u{300}nh chi\u{301}nh"));
    assert!(!has_marks("\u{301}\u{300} \u{309}x"));
    assert!(!has_marks("Administrative"));
}

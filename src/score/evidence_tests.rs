//! The evidence rule: what passes, what surely fails, and what nobody could tell.

use super::*;
use crate::unit::Period;
use crate::words::{Bilingual, Lang, Words};

fn day(iso: &str) -> Day {
    Day::parse(iso).unwrap()
}

fn round() -> Round {
    let year = |from, to| Period {
        from: day(from),
        to: day(to),
    };
    Round {
        id: "2020".into(),
        period: year("2020-01-01", "2020-12-31"),
        previous: year("2019-01-01", "2019-12-31"),
        data_cutoff: day("2020-12-31"),
        as_of: day("2020-12-31"),
        rubric: "any".into(),
        timezone: "Asia/Ho_Chi_Minh".into(),
        units: Vec::new(),
    }
}

/// A rule that asks for everything.
fn rule() -> EvidenceRule {
    EvidenceRule {
        at_least: 1,
        kind: vec!["pdf".into()],
        issuer: vec!["ubnd huyen hai ha".into()],
        dated: Some(Dated {
            from: Some("period.from".into()),
            to: Some("as_of".into()),
        }),
        number_found: true,
        signed: true,
        text: Bilingual::default(),
    }
}

/// A file that passes it.
fn good() -> EvidenceFile {
    EvidenceFile {
        sha256: Some("a".repeat(64)),
        media_type: Some("application/pdf".into()),
        opens: Some(true),
        number_found: Some(true),
        date_found: Some(true),
        dated: Some(day("2020-11-10")),
        issuer: Some("UBND huyện Hải Hà".into()),
        signed: Some(true),
    }
}

fn why(change: impl Fn(&mut EvidenceFile)) -> Option<&'static str> {
    let mut file = good();
    change(&mut file);
    fails(&rule(), &file, &round())
}

#[test]
fn a_file_that_is_right_in_every_part_passes() {
    assert_eq!(why(|_| ()), None);
}

#[test]
fn what_is_wrong_and_what_is_not_known_have_codes_of_their_own() {
    let told = [
        why(|file| file.sha256 = None),
        why(|file| file.opens = Some(false)),
        why(|file| file.opens = None),
        why(|file| file.media_type = Some("text/plain".into())),
        why(|file| file.media_type = None),
        why(|file| file.number_found = Some(false)),
        why(|file| file.number_found = None),
        why(|file| file.signed = Some(false)),
        why(|file| file.signed = None),
        why(|file| file.issuer = Some("UBND tỉnh".into())),
        why(|file| file.issuer = None),
        why(|file| file.date_found = Some(false)),
        why(|file| file.date_found = None),
        why(|file| file.dated = Some(day("2021-01-01"))),
        why(|file| file.dated = None),
    ];
    let codes = [
        "missing",
        "opens",
        "opens_unknown",
        "kind",
        "kind_unknown",
        "number_found",
        "number_unknown",
        "signed",
        "signed_unknown",
        "issuer",
        "issuer_unknown",
        "date_found",
        "date_unknown",
        "dated",
        "date_unknown",
    ];
    assert_eq!(told.map(Option::unwrap), codes);
    let words = Words::built_in();
    for code in codes {
        let key = format!("evidence_rule.{code}");
        for lang in [Lang::Vi, Lang::En] {
            assert_ne!(words.get(lang, &key), key, "no word for {code}");
        }
    }
}

#[test]
fn what_is_surely_wrong_is_told_before_what_is_not_known() {
    let told = why(|file| {
        file.opens = None;
        file.issuer = Some("UBND tỉnh".into());
    });
    assert_eq!(told, Some("issuer"));
}

#[test]
fn what_the_rule_does_not_ask_for_may_be_anything() {
    let mut file = good();
    file.signed = None;
    file.number_found = Some(false);
    file.dated = None;
    file.date_found = None;
    let rule = EvidenceRule {
        signed: false,
        number_found: false,
        dated: None,
        ..rule()
    };
    assert_eq!(fails(&rule, &file, &round()), None);
}

//! What is given again is what was given.

use super::*;
use crate::audit::canned;
use crate::collect::Step;
use crate::unit::{Portal, Profile};

pub(in crate::audit) fn portal() -> Portal {
    let text = "id = \"u\"\nname = { vi = \"U\", en = \"U\" }\nkind = \"district\"\n\
                [[portal]]\nid = \"cong\"\nrole = \"info_portal\"\nurl = \"https://u.example.vn/\"\n";
    Profile::parse("units/u.toml", text, "u").unwrap().portals[0].clone()
}

fn ask<'a>(portal: &'a Portal, url: &'a Url) -> Ask<'a> {
    Ask::of(Step::Http, portal, url)
}

fn there_and_back(change: impl Fn(&mut Seen)) -> (Seen, Seen) {
    let (portal, url) = (portal(), Url::parse("https://u.example.vn/a?b=c").unwrap());
    let ask = ask(&portal, &url);
    let mut given = canned::answer(&ask, "xin chào".as_bytes());
    change(&mut given);
    let (record, blobs) = record(&ask, &mut given).unwrap();
    assert_eq!(record.subject, "cong https://u.example.vn/a?b=c");
    assert_eq!(needs(&record).len(), blobs.len());
    let again = seen(7, &record, &blobs, 8 << 20).unwrap();
    given.obs = 7;
    (given, again)
}

#[test]
fn an_answer_is_given_again_as_it_was() {
    let same = |change: fn(&mut Seen)| {
        let (given, again) = there_and_back(change);
        assert_eq!(format!("{given:?}"), format!("{again:?}"));
    };
    same(|_| {});
    same(|seen| {
        seen.outcome = Outcome::Unreachable;
        seen.status = None;
        seen.final_url = None;
        seen.headers.clear();
        seen.body.clear();
        seen.tls = None;
        seen.control = None;
        seen.attempts[0].stage = Stage::Connect;
    });
    same(|seen| {
        seen.complete = false;
        seen.control = Some(false);
        seen.tls.as_mut().unwrap().key_proof = None;
    });
}

#[test]
fn a_body_that_a_bundle_cannot_hold_is_cut_in_the_answer_too() {
    let (given, again) = there_and_back(|seen| {
        // Nothing that packs: the digits of a sequence that never repeats soon.
        let mut state = 1_u64;
        seen.body = (0..5 << 20)
            .map(|_| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                u8::try_from(state >> 56).unwrap()
            })
            .collect();
    });
    assert_eq!(given.body.len(), UNPACKABLE);
    assert!(!given.complete && !again.complete);
    assert_eq!(given.body, again.body);
}

#[test]
fn a_record_whose_bytes_are_gone_or_that_is_no_answer_gives_none() {
    let (portal, url) = (portal(), Url::parse("https://u.example.vn/").unwrap());
    let mut given = canned::answer(&ask(&portal, &url), b"x");
    let (record, blobs) = record(&ask(&portal, &url), &mut given).unwrap();
    assert!(seen(1, &record, &blobs, 100).is_some());
    // The cap of the caller holds.
    assert!(seen(1, &record, &blobs, 0).is_none());
    assert!(seen(1, &record, &blobs[1..], 100).is_none());
    assert!(seen(1, &record, &blobs[..2], 100).is_none());
    let other = Record {
        detail: "drawn_on=2026-01-01".to_owned(),
        ..record
    };
    assert!(seen(1, &other, &blobs, 100).is_none());
}

#[test]
fn what_is_taken_over_names_its_first_bundle() {
    let first = carried(r#"{"status":200}"#, "aa11");
    assert_eq!(first, r#"{"carried_from":"aa11","status":200}"#);
    assert_eq!(carried(&first, "bb22"), first);
    assert_eq!(carried_from(&first).as_deref(), Some("aa11"));
    let text = carried("drawn_on=2026-01-01", "aa11");
    assert_eq!(carried_from(&text).as_deref(), Some("aa11"));
    assert_eq!(carried_from(&carried("", "cc33")).as_deref(), Some("cc33"));
    assert!(!is_carried("{}"));
}

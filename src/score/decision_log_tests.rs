//! What the log takes, and how it shows that it was touched.

use serde_json::json;

use super::*;

fn ruling(kind: DecisionKind, new: Value) -> Ruling {
    Ruling {
        bundle: "ab".repeat(32),
        criterion: "B3.4".into(),
        kind,
        old: json!({ "low": "5.92", "high": "6.00" }),
        new,
        reason: "Đối chiếu với báo cáo số 512".into(),
        author: "Tổ thẩm định".into(),
        at: "2021-01-15T08:00:00Z".into(),
    }
}

/// A log of one decision of each kind.
fn log() -> String {
    let fact = json!({ "value": { "num": 21_815, "den": 21_843 }, "shape": "totals" });
    let mut decisions = Decisions::default();
    let mut text = String::new();
    for (kind, new) in [
        (DecisionKind::AcceptClaim, json!("5.92")),
        (DecisionKind::SetFact, fact),
        (DecisionKind::RejectClaim, Value::Null),
        (DecisionKind::NotApplicable, Value::Null),
        (DecisionKind::OverridePoints, json!("4.5")),
    ] {
        let decision = decisions.next(ruling(kind, new)).unwrap();
        text.push_str(&decision.line());
        text.push('\n');
        decisions.push(decision);
    }
    text
}

fn refused(text: &str) -> (String, Option<usize>) {
    let problem = Decisions::parse("decisions/hai-ha.jsonl", text).unwrap_err();
    assert_eq!(problem.class(), crate::words::Class::Untrusted, "{problem}");
    (problem.code().to_owned(), problem.place().unwrap().line)
}

fn line_at(code: &str, line: usize) -> (String, Option<usize>) {
    (code.to_owned(), Some(line))
}

#[test]
fn what_was_written_is_read_back_and_the_head_is_the_last_line() {
    let text = log();
    let decisions = Decisions::parse("d.jsonl", &text).unwrap();
    assert_eq!(decisions.list.len(), 5);
    assert_eq!(decisions.list[0].prev, "0".repeat(64));
    let last = text.lines().last().unwrap();
    assert_eq!(decisions.head.as_deref(), Some(&*sha256(last.as_bytes())));
    assert_eq!(
        decisions.list[1].fact(),
        Some(Stated::Totals {
            num: 21_815,
            den: 21_843
        })
    );
    assert_eq!(decisions.list[4].points(), Rational::parse("4.5"));
    assert_eq!(decisions.list[0].points(), Rational::parse("5.92"));
    assert_eq!(decisions.list[2].points(), None);
    assert_eq!(decisions.list[0].fact(), None);
    let empty = Decisions::parse("d.jsonl", "").unwrap();
    assert_eq!((empty.list, empty.head), (Vec::new(), None));
}

#[test]
fn a_line_is_canonical_json() {
    let text = log();
    assert_eq!(
        text.lines().nth(1).unwrap(),
        format!(
            r#"{{"at":"2021-01-15T08:00:00Z","author":"Tổ thẩm định","bundle":"{}","criterion":"B3.4","kind":"set_fact","new":{{"shape":"totals","value":{{"den":21843,"num":21815}}}},"old":{{"high":"6.00","low":"5.92"}},"prev":"{}","reason":"Đối chiếu với báo cáo số 512","seq":2}}"#,
            "ab".repeat(32),
            sha256(text.lines().next().unwrap().as_bytes()),
        )
    );
}

#[test]
fn a_line_that_was_altered_taken_out_or_moved_breaks_the_chain() {
    let text = log();
    let lines: Vec<&str> = text.lines().collect();
    let joined = |lines: &[&str]| format!("{}\n", lines.join("\n"));

    let altered = lines[1].replace("21815", "21843");
    let chain = joined(&[lines[0], &altered, lines[2], lines[3], lines[4]]);
    assert_eq!(refused(&chain), line_at("decision.chain", 3));

    let out = joined(&[lines[0], lines[2], lines[3]]);
    assert_eq!(refused(&out), line_at("decision.seq", 2));

    let swapped = joined(&[lines[0], lines[2], lines[1]]);
    assert_eq!(refused(&swapped), line_at("decision.seq", 2));

    let renumbered = lines[2].replace("\"seq\":3", "\"seq\":2");
    assert_eq!(
        refused(&joined(&[lines[0], &renumbered])),
        line_at("decision.chain", 2)
    );
    assert_eq!(refused(&joined(&lines[1..])), line_at("decision.seq", 1));
    assert_eq!(
        refused(&joined(&[lines[0], lines[0]])),
        line_at("decision.seq", 2)
    );
}

#[test]
fn what_is_not_written_canonically_is_refused() {
    let first = log().lines().next().unwrap().to_owned();
    for text in [
        format!("{first}\r\n"),
        format!(" {first}\n"),
        format!("{}\n", first.replace(",\"kind", ", \"kind")),
        format!("{}\n", first.replace("ẩ", "\\u1ea9")),
        format!("{}\n", first.replace("\"seq\":1", "\"seq\":1,\"seq\":1")),
        format!(
            "{{\"seq\":1,{}}}\n",
            first
                .trim_start_matches('{')
                .trim_end_matches(",\"seq\":1}")
        ),
    ] {
        assert_eq!(refused(&text).0, "decision.not_canonical", "{text}");
    }
    assert_eq!(refused(&first), line_at("decision.cut_off", 1));
    let cut = log();
    assert_eq!(
        refused(cut.get(..cut.len() - 20).unwrap()),
        line_at("decision.cut_off", 5)
    );
}

#[test]
fn what_is_no_decision_is_refused_by_name() {
    let first = log().lines().next().unwrap().to_owned();
    for (from, to, code) in [
        ("accept_claim", "award_all", "decision.unknown_kind"),
        ("\"at\":", "\"points\":1,\"at\":", "decision.unknown_key"),
        (
            ",\"old\":{\"high\":\"6.00\",\"low\":\"5.92\"}",
            "",
            "decision.missing_key",
        ),
        ("\"seq\":1", "\"seq\":\"1\"", "decision.wrong_value"),
        ("\"seq\":1", "\"seq\":1.0", "decision.wrong_value"),
        ("\"seq\":1", "\"seq\":-1", "decision.wrong_value"),
        ("\"6.00\"", "6.0", "decision.wrong_value"),
        ("\"6.00\"", "\"6,00\"", "decision.wrong_value"),
        ("\"6.00\"", "\"1/3\"", "decision.wrong_value"),
        ("\"new\":\"5.92\"", "\"new\":null", "decision.wrong_value"),
        ("\"new\":\"5.92\"", "\"new\":5", "decision.wrong_value"),
        ("Tổ thẩm định", " ", "decision.wrong_value"),
        ("T08:00:00Z", "T24:00:00Z", "decision.wrong_value"),
        ("T08:00:00Z", "T08:00:00+07:00", "decision.wrong_value"),
        ("2021-01-15T", "2021-02-30T", "decision.wrong_value"),
        ("abab", "ABAB", "decision.wrong_value"),
        ("{\"at\"", "[\"at\"", "decision.not_json"),
    ] {
        assert!(first.contains(from), "{from}");
        let text = format!("{}\n", first.replacen(from, to, 1));
        assert_eq!(refused(&text), line_at(code, 1), "{text}");
    }
    assert_eq!(refused("\n").0, "decision.not_json");
    assert_eq!(refused("[]\n").0, "decision.not_json");
    let deep = format!("{}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(refused(&deep).0, "decision.not_json");
}

#[test]
fn a_ruling_that_the_log_would_not_take_gets_no_place_in_it() {
    let decisions = Decisions::default();
    let refused = |ruling| {
        let problem = decisions.next(ruling).unwrap_err();
        assert_eq!(problem.class(), crate::words::Class::Input);
        assert_eq!(problem.code(), "decision.value");
        problem.fields()[0].1.clone()
    };
    for (kind, new) in [
        (DecisionKind::AcceptClaim, Value::Null),
        (DecisionKind::AcceptClaim, json!("29/5")),
        (DecisionKind::RejectClaim, json!("6")),
        (DecisionKind::NotApplicable, json!({})),
        (DecisionKind::OverridePoints, json!(4.5)),
        (DecisionKind::OverridePoints, json!("nhiều")),
        (DecisionKind::OverridePoints, Value::Null),
        (DecisionKind::SetFact, json!({ "shape": "count" })),
        (
            DecisionKind::SetFact,
            json!({ "shape": "count", "value": "3" }),
        ),
        (
            DecisionKind::SetFact,
            json!({ "shape": "hope", "value": 3 }),
        ),
        (
            DecisionKind::SetFact,
            json!({ "shape": "totals", "value": { "num": 1, "den": 2, "third": 0.5 } }),
        ),
        (
            DecisionKind::SetFact,
            json!({ "shape": "count", "value": 3, "by": "me" }),
        ),
    ] {
        assert_eq!(refused(ruling(kind, new.clone())), "new", "{kind:?} {new}");
    }
    let mut silent = ruling(DecisionKind::RejectClaim, Value::Null);
    silent.reason = "  ".into();
    assert_eq!(refused(silent), "reason");
    let mut nobody = ruling(DecisionKind::RejectClaim, Value::Null);
    nobody.author = String::new();
    assert_eq!(refused(nobody), "author");
}

#[test]
fn decisions_count_on_this_bundle_and_on_others_of_the_unit_in_the_round() {
    let year = crate::unit::Period {
        from: Day::parse("2020-01-01").unwrap(),
        to: Day::parse("2020-12-31").unwrap(),
    };
    let of = |bundle: &str| super::super::Subject {
        unit: crate::score::sample::of_total("hai-ha", "0", "1").unit,
        round: crate::unit::Round {
            id: "2020".into(),
            period: year,
            previous: year,
            data_cutoff: year.to,
            as_of: year.to,
            rubric: "any".into(),
            timezone: "Asia/Ho_Chi_Minh".into(),
            units: Vec::new(),
        },
        params: std::collections::BTreeMap::new(),
        bundle_sha256: bundle.into(),
    };
    let decided_on = "ab".repeat(32);
    let (own, newer) = (of(&decided_on), of(&"cd".repeat(32)));
    let decisions = Decisions::parse("d.jsonl", &log()).unwrap();
    let last = |decisions: &Decisions, subject| decisions.last("B3.4", subject).map(|d| d.seq);
    decisions.are_of(&own).unwrap();
    assert_eq!(last(&decisions, &own), Some(5));
    assert!(!decisions.look_back(&decided_on));

    let problem = decisions.are_of(&newer).unwrap_err();
    assert_eq!(problem.class(), crate::words::Class::Untrusted);
    assert_eq!(problem.code(), "decision.other_bundle");
    assert_eq!(problem.place().unwrap().to_string(), "d.jsonl:1");
    assert_eq!(last(&decisions, &newer), None);

    for (round, counts) in [("2020", Some(5)), ("2019", None)] {
        let known = [(decided_on.clone(), round.to_owned())].into();
        let decisions = decisions.clone().with_bundles(known);
        decisions.are_of(&newer).unwrap();
        assert_eq!(last(&decisions, &newer), counts, "{round}");
        assert_eq!(last(&decisions, &own), Some(5));
    }
}

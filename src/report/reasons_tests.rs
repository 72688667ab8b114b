//! Every state, standing, mark and reason has words in both languages.

use std::collections::BTreeSet;

use super::*;
use crate::report::points::Points;
use crate::score::sample::{criterion, number, small};
use crate::score::{RAISES, REASONS};
use crate::words::{Lang, Words};

fn both(test: impl Fn(Speech<'_>, Lang)) {
    let words = Words::built_in();
    let points = Points::of(&small().rubric);
    for lang in [Lang::Vi, Lang::En] {
        test(Speech::new(&words, lang, points), lang);
    }
}

const STATES: [Measured; 6] = [
    Measured::Settled,
    Measured::Partial,
    Measured::Unknown,
    Measured::ToolError,
    Measured::NotApplicable,
    Measured::Unscored,
];
const STANDINGS: [Standing; 6] = [
    Standing::None,
    Standing::Claimed,
    Standing::Evidenced,
    Standing::Verified,
    Standing::Overridden,
    Standing::Contested,
];
const FLAGS: [Flag; 4] = [
    Flag::Stale,
    Flag::PeriodConflict,
    Flag::ScopeConflict,
    Flag::Illustrative,
];

/// Whether a text holds a key of the locales that was not found, or a place that was not filled.
fn unworded(text: &str) -> bool {
    let sections = [
        "state.",
        "standing.",
        "flag.",
        "mark.",
        "because.",
        "raise.",
    ];
    sections.iter().any(|section| text.contains(section)) || text.contains(['{', '}'])
}

#[test]
fn every_state_standing_and_flag_is_worded_and_no_two_read_alike() {
    both(|speech, lang| {
        let mut seen = BTreeSet::new();
        for applies in [Applies::Yes, Applies::Maybe, Applies::No] {
            for state in STATES {
                for standing in STANDINGS {
                    for flags in 0..16_usize {
                        let chosen = FLAGS.iter().enumerate();
                        let chosen = chosen.filter(|(n, _)| flags >> n & 1 == 1);
                        let mut criterion = criterion("X1", "0", "4");
                        criterion.applies = applies;
                        criterion.state = state;
                        criterion.standing = standing;
                        criterion.flags = chosen.map(|(_, flag)| *flag).collect();
                        criterion.declared = Some(number("1"));
                        criterion.evidenced = Some(number("2"));
                        criterion.adjudicated = Some(number("3"));
                        let text = status(speech, &criterion);
                        assert!(!unworded(&text), "{lang:?}: {text}");
                        seen.insert((applies == Applies::Maybe, text));
                    }
                }
            }
        }
        assert_eq!(seen.len(), 2 * 6 * 6 * 16);
        for code in STATES.map(Measured::code) {
            let known = ["unknown_no_input", "unknown_tried"]
                .iter()
                .any(|c| c.starts_with(code));
            assert!(speech.has("state", code) || known);
        }
        assert!(STANDINGS.iter().all(|s| speech.has("standing", s.code())));
        assert!(FLAGS.iter().all(|f| speech.has("flag", f.code())));
    });
}

#[test]
fn no_input_and_tried_in_vain_are_two_states() {
    let words = Words::built_in();
    let speech = Speech::new(&words, Lang::Vi, Points::of(&small().rubric));
    let mut unknown = criterion("X1", "0", "4");
    unknown.state = Measured::Unknown;
    assert_eq!(state(speech, &unknown), "Không đo được");
    unknown.because = vec![Because::new("table_none").text("table", "staff")];
    assert_eq!(state(speech, &unknown), "Chưa có số liệu");
}

#[test]
fn every_reason_is_worded_with_all_its_fields() {
    both(|speech, lang| {
        for (code, fields) in REASONS {
            let mut reason = Because::new(code);
            for field in *fields {
                reason = reason.text(field, format!("<{field}>"));
            }
            let text = because(speech, &reason);
            assert!(!unworded(&text), "{lang:?} {code}: {text}");
            for field in *fields {
                assert!(
                    text.contains(&format!("<{field}>")),
                    "{lang:?} {code}: {text}"
                );
            }
        }
    });
}

#[test]
fn rows_missing_without_a_number_say_so() {
    both(|speech, lang| {
        let reason = Because::new("rows_missing").text("table", "staff");
        let some = because(speech, &reason.clone().number("n", 3));
        let unknown = because(speech, &reason.count("n", crate::exact::Count::Unbounded));
        assert!(some.contains('3') && !unworded(&some), "{lang:?}: {some}");
        assert!(
            unknown.contains("staff") && !unworded(&unknown),
            "{lang:?}: {unknown}"
        );
        assert_ne!(unknown, because(speech, &Because::new("rows_missing")));
    });
}

#[test]
fn every_part_of_the_evidence_rule_and_every_policy_and_decision_is_worded() {
    both(|speech, _| {
        let parts = [
            "missing",
            "opens",
            "kind",
            "number_found",
            "signed",
            "issuer",
            "dated",
        ];
        assert!(parts.iter().all(|part| speech.has("evidence_rule", part)));
        let policies = [
            "forbid",
            "award_max",
            "zero",
            "unranked",
            "redistribute_in_group",
        ];
        assert!(policies.iter().all(|policy| speech.has("policy", policy)));
        let kinds = [
            DecisionKind::AcceptClaim,
            DecisionKind::RejectClaim,
            DecisionKind::SetFact,
            DecisionKind::NotApplicable,
            DecisionKind::OverridePoints,
        ];
        assert!(kinds.iter().all(|kind| speech.has("decision", kind.code())));
    });
}

#[test]
fn every_thing_to_do_is_worded_with_all_its_fields() {
    both(|speech, lang| {
        for (code, fields) in RAISES {
            let filled: Vec<(&str, String)> = fields
                .iter()
                .map(|field| (*field, format!("<{field}>")))
                .collect();
            let text = speech.say(&format!("raise.{code}"), &filled);
            assert!(!unworded(&text), "{lang:?} {code}: {text}");
            assert!(
                fields
                    .iter()
                    .all(|field| text.contains(&format!("<{field}>")))
            );
        }
    });
}

#[test]
fn fields_are_written_in_the_language() {
    let words = Words::built_in();
    let speech = Speech::new(&words, Lang::Vi, Points::of(&small().rubric));
    let reason = Because::new("maybe_not_applicable")
        .text("low", "1.50")
        .text("high", "4.00");
    assert!(because(speech, &reason).contains("từ 1,50 đến 4,00"));
    let reason = Because::new("stale")
        .text("table", "staff")
        .text("until", "2020-11-05");
    assert!(because(speech, &reason).contains("05/11/2020"));
    let reason = Because::new("decision")
        .text("kind", "set_fact")
        .text("author", "N.\u{202e}")
        .text("reason", "a\nb");
    let text = because(speech, &reason);
    assert!(text.contains("sửa số liệu") && text.contains("N.\\u{202e}") && text.contains("a b"));
}

#[test]
fn every_table_and_level_of_the_pack_has_words_in_both_languages() {
    let (pack, _) = crate::report::printed::pack();
    let indicators = pack
        .checks
        .values()
        .flat_map(|check| check.indicators.values());
    let levels: Vec<&String> = indicators.flat_map(|indicator| &indicator.levels).collect();
    assert!(levels.len() > 10);
    both(|speech, _| {
        for table in pack.catalogue.names() {
            assert!(speech.has("table", table), "{table}");
            assert!(speech.table(table).contains(&format!("`{table}`")));
        }
        for level in &levels {
            assert!(speech.has("level", level), "{level}");
        }
        assert_eq!(speech.level("lạ"), "`lạ`");
        assert_eq!(speech.table("branches"), "`branches`");
    });
}

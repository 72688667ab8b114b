//! How much of a table is there, and why, in words.

use super::*;
use crate::report::points::Points;
use crate::score::sample::small;
use crate::words::{Lang, Words};

/// What is said of a table with these parts: part, state, missing, rule.
fn told(lang: Lang, parts: &[(&str, &str, Option<u64>, &str)]) -> String {
    let words = Words::built_in();
    let speech = Speech::new(&words, lang, Points::of(&small().rubric));
    let parts = parts.iter().map(|&(part, state, missing, rule)| PartRead {
        part: part.into(),
        state: state.into(),
        missing,
        rule: rule.into(),
    });
    let table = TableRead {
        table: "items".into(),
        roles: vec!["meet"],
        state: "partial".into(),
        missing: None,
        parts: parts.collect(),
        unassigned: 0,
        files: Vec::new(),
    };
    coverage(speech, &table)
}

#[test]
fn the_part_that_is_open_is_named_with_the_reason() {
    let parts = [
        ("", "complete", Some(0), ""),
        ("statistics", "partial", None, "unread"),
        ("budget", "partial", Some(2), ""),
        ("news", "partial", None, "entries; part"),
    ];
    assert_eq!(
        told(Lang::En, &parts),
        "in part, rows missing, how many is not known (a row more could meet); statistics: a page was not read; \
         budget: rows missing: 2; news: a list is longer than what is read of one at most, a page was read in part only"
    );
    assert_eq!(
        told(Lang::Vi, &parts[..2]),
        "một phần, thiếu dòng, chưa rõ bao nhiêu (thêm dòng có thể làm đạt); Thống kê: có trang không đọc được"
    );
}

#[test]
fn rules_of_the_whole_stand_by_themselves_and_an_unknown_one_as_it_is() {
    let said = told(Lang::En, &[("", "partial", None, "home; drawn by lot")]);
    assert!(
        said.ends_with("; the home page was not read, drawn by lot"),
        "{said}"
    );
    let said = told(Lang::En, &[("", "sample", None, "probes=3 every_ms=20500")]);
    assert!(
        said.ends_with("; by 3 probes, 20.5 seconds apart"),
        "{said}"
    );
    let said = told(Lang::Vi, &[("", "sample", None, "probes=3 every_ms=20500")]);
    assert!(said.ends_with("mỗi lần cách nhau 20,5 giây"), "{said}");
    let said = told(Lang::En, &[("", "sample", None, "probes=3 every_ms=x")]);
    assert!(said.ends_with("; probes=3 every_ms=x"), "{said}");
    let said = told(Lang::En, &[("moon", "partial", None, "")]);
    assert!(
        said.ends_with("; moon: rows missing, how many is not known"),
        "{said}"
    );
}

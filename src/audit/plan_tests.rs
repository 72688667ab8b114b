//! What is asked for is planned, and nothing else.

use super::*;
use crate::audit::tests::{asking, pack, rubric};
use crate::unit::Profile;

const HEAD: &str = "id = \"u\"\nname = { vi = \"U\", en = \"U\" }\nkind = \"district\"\n";
const PORTAL: &str =
    "[[portal]]\nid = \"cong\"\nrole = \"info_portal\"\nurl = \"https://u.example.vn/\"\n";

fn profile(text: &str) -> Profile {
    Profile::parse("units/u.toml", &format!("{HEAD}{text}"), "u").unwrap()
}

/// A pack whose rubric asks for pages, endpoints and uptime, by tables of checks that need nothing else.
fn planned(text: &str, only: &[&str], offline: bool) -> Result<Plan, Problem> {
    let mut pack = pack();
    let mut rubric = rubric(&pack);
    asking(
        &mut pack,
        &mut rubric,
        &[("pages", 0), ("endpoints", 1), ("uptime", 2)],
    );
    let names: Vec<String> = only.iter().map(|&name| name.to_owned()).collect();
    let only = Only::of(&names, &pack, &rubric)?;
    Plan::of(&profile(text), &pack, &rubric, &only, offline)
}

fn names(plan: &Plan) -> Vec<String> {
    let named = |step: &Planned| format!("{} {}", step.step, step.subject);
    plan.steps.iter().map(named).collect()
}

#[test]
fn a_unit_without_a_portal_asks_no_live_system() {
    let plan = planned("", &[], false).unwrap();
    assert_eq!(names(&plan), ["profile u", "declared u"]);
    assert!(plan.live.is_empty() && plan.kept.is_empty());
    assert!(plan.unfilled.contains_key("pages"));
}

#[test]
fn a_portal_is_asked_for_what_the_rubric_asks() {
    let plan = planned(PORTAL, &[], false).unwrap();
    let expected = [
        "profile u",
        "declared u",
        "http cong",
        "tls cong",
        "uptime cong",
    ];
    assert_eq!(names(&plan), expected);
    let http = &plan.steps[2];
    assert!(http.fills.contains(&"pages".to_owned()), "{http:?}");
    assert!(http.fills.contains(&"portals".to_owned()), "{http:?}");
    assert!(!http.criteria.is_empty());
    assert!(!plan.unfilled.contains_key("pages"));
}

#[test]
fn a_table_that_a_file_gives_is_not_collected_live() {
    let file = "[[source.uptime]]\nkind = \"csv\"\npath = \"exports/u.csv\"\nowner = \"p\"\ncoverage = \"complete\"\n";
    let plan = planned(&format!("{PORTAL}{file}"), &[], false).unwrap();
    assert!(names(&plan).contains(&"csv exports/u.csv".to_owned()));
    assert!(!names(&plan).contains(&"uptime cong".to_owned()));
    assert!(!plan.live.contains("uptime"));
}

#[test]
fn only_some_of_it_keeps_the_rest() {
    let plan = planned(PORTAL, &["tls"], false).unwrap();
    assert_eq!(plan.live, ["endpoints".to_owned()].into());
    for kept in ["pages", "portals", "uptime"] {
        assert!(plan.kept.contains(kept), "{kept}");
    }
    let plan = planned(PORTAL, &["pages"], false).unwrap();
    assert_eq!(plan.live, ["pages", "portals"].map(str::to_owned).into());
    assert!(!plan.kept.contains("portals"));
    // A table that no criterion asks for, where it is named.
    let plan = planned(PORTAL, &["feeds"], false).unwrap();
    assert!(plan.live.contains("feeds"));
}

#[test]
fn offline_asks_nothing_and_keeps_all() {
    let plan = planned(PORTAL, &[], true).unwrap();
    assert!(plan.live.is_empty());
    assert!(plan.kept.contains("pages") && plan.kept.contains("uptime"));
}

#[test]
fn a_name_that_is_none_is_refused_with_the_nearest() {
    let problem = planned(PORTAL, &["uptme"], false).unwrap_err();
    assert_eq!(problem.code(), "audit.unknown_only");
    assert_eq!(problem.fields()[1].1, "uptime");
    assert!(planned(PORTAL, &["A1.1"], false).is_ok() || planned(PORTAL, &["B3.1"], false).is_ok());
}

#[test]
fn steps_that_wait_for_one_another_are_refused() {
    let step = |step, after| Planned {
        step,
        subject: String::new(),
        fills: Vec::new(),
        after: vec![after],
        per: Per::Unit,
        criteria: Vec::new(),
    };
    let problem = in_order(vec![step("http", "tls"), step("tls", "http")]).unwrap_err();
    assert_eq!(problem.code(), "audit.cycle");
    let ordered = in_order(vec![step("tls", "http"), step("http", "profile")]).unwrap();
    assert_eq!(ordered[0].step, "http");
}

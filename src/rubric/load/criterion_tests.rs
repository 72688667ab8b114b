//! Indicators, parameters, policies and evidence rules that the loader refuses.

use super::super::tests::{SMALL, known, refusals, refused};
use crate::rubric::Rubric;

#[test]
fn indicators_and_their_parameters_are_those_of_the_pack() {
    let indicator = r#"indicator = { id = "a/ratio", with = { days = 30, name = "x" } }"#;
    let with = |from: &str, to: &str| indicator.replace(from, to);
    refused(
        indicator,
        &with("a/ratio", "a/ration"),
        &["rubric.unknown_indicator"],
    );
    refused(
        indicator,
        &with("a/ratio", "else/where"),
        &["rubric.foreign_indicator"],
    );
    refused(
        indicator,
        &with("days = 30", "dais = 30"),
        &["rubric.unknown_parameter"],
    );
    refused(
        indicator,
        &with("days = 30", "days = \"30\""),
        &["rubric.parameter_type"],
    );
    refused(
        indicator,
        &with("days = 30", "days = 30.5"),
        &["toml.float"],
    );
    refused(indicator, &with("with", "wiht"), &["toml.unknown_key"]);
    refused(indicator, "", &["rubric.no_indicator"]);
    refused(
        "indicator = \"a/count\"",
        "indicator = { id = \"a/bare\", with = { x = 1 } } #!\n",
        &["rubric.no_parameter", "rubric.kind"],
    );
    let problem = Rubric::parse("r.toml", &SMALL.replace("a/ratio", "a/ration"), &known());
    assert!(
        problem
            .unwrap_err()
            .fields()
            .contains(&("nearest", "a/ratio".into()))
    );
}

#[test]
fn policies_name_a_scope_that_holds_the_criterion() {
    let policy = r#"on_not_applicable = { redistribute_in_group = "G" }"#;
    let with = |by: &str| format!("on_not_applicable = {by}");
    refused(policy, &with("\"forbit\""), &["toml.unknown_value"]);
    refused(
        policy,
        &with("\"redistribute_in_group\""),
        &["rubric.policy"],
    );
    refused(policy, &with("{ forbid = \"G\" }"), &["rubric.policy"]);
    refused(policy, &with("{}"), &["rubric.policy"]);
    refused(
        policy,
        &with("{ redistribute = \"G\" }"),
        &["toml.unknown_value"],
    );
    refused(
        policy,
        &with("{ redistribute_in_group = \"K\" }"),
        &["rubric.unknown_scope"],
    );
    let other = "indicator = \"a/count\"";
    refused(
        other,
        &format!("{other}\n{} #!", with("{ redistribute_in_group = \"H\" }")),
        &["rubric.scope_elsewhere"],
    );
    let two = SMALL
        .replace(policy, &with("{ redistribute_in_group = \"H\" }"))
        .replace(
            other,
            &format!("{other}\n{}", with("{ redistribute_in_group = \"G\" }")),
        );
    assert_eq!(
        refusals(&two),
        [("rubric.scope_nested", Some(38), "\"H\"".to_owned())]
    );
}

#[test]
fn evidence_rules_are_held_to_their_words() {
    refused("at_least = 2", "at_least = 0", &["rubric.evidence_files"]);
    refused(
        "kind = [\"pdf\"]",
        "kind = [\"pfd\"]",
        &["toml.unknown_value"],
    );
    refused(
        "from = 2020-01-01, to = \"as_of\"",
        "from = 2020-01-01, to = \"as_at\"",
        &["rubric.day"],
    );
    refused(
        "from = 2020-01-01, to",
        "from = \"2020-02-30\", to",
        &["rubric.day"],
    );
}

//! Reading gates: what is accepted, and that every mistake has its place.

use super::*;

fn number(text: &str) -> Rational {
    Rational::parse(text).unwrap()
}

fn refused(text: &str) -> (&'static str, String) {
    let problem = Gate::parse("gate.toml", text).unwrap_err();
    (problem.code(), problem.place().unwrap().to_string())
}

#[test]
fn reads_all_three_rules_exactly() {
    let text = "min_points = \"119\"\nmax_unknown_points = \"40.25\"\nmin_group_points = { B1 = \"20\", A = \"0.1\" }\n";
    let gate = Gate::parse("gate.toml", text).unwrap();
    assert_eq!(gate.min_points.unwrap().points, number("119"));
    assert_eq!(gate.max_unknown_points.unwrap().points, number("40.25"));
    assert_eq!(gate.min_group_points["A"].points, number("1/10"));
    let place = gate.min_group_points["B1"].place.as_ref().unwrap();
    assert_eq!(place.to_string(), "gate.toml:3:27");
}

#[test]
fn a_gate_without_a_rule_is_refused() {
    for text in ["", "# nothing\n", "min_group_points = {}\n"] {
        assert_eq!(refused(text), ("gate.no_rule", "gate.toml".into()));
    }
}

#[test]
fn mistakes_are_named_with_their_place() {
    for (text, code, place) in [
        ("min_point = \"119\"\n", "toml.unknown_key", "gate.toml:1:1"),
        ("min_points = 119.5\n", "toml.float", "gate.toml:1:14"),
        ("min_points = 119\n", "toml.type", "gate.toml:1:14"),
        ("min_points = \"119,5\"\n", "gate.points", "gate.toml:1:14"),
        ("min_points = \"1e3\"\n", "gate.points", "gate.toml:1:14"),
        ("min_points = \"238/2\"\n", "gate.points", "gate.toml:1:14"),
        (
            "\nmax_unknown_points = \"-1\"\n",
            "gate.points",
            "gate.toml:2:22",
        ),
        (
            "[min_group_points]\nB1 = \"many\"\n",
            "gate.points",
            "gate.toml:2:6",
        ),
        (
            "min_points = \"1\"\nmin_points = \"2\"\n",
            "toml.duplicate_key",
            "gate.toml:2:1",
        ),
    ] {
        assert_eq!(refused(text), (code, place.to_owned()), "{text}");
    }
}

#[test]
fn flags_stand_in_the_place_of_the_files_rules() {
    let file = Gate::parse(
        "gate.toml",
        "min_points = \"119\"\nmin_group_points = { B1 = \"20\", B2 = \"5\" }\n",
    )
    .unwrap();
    let flags = Gate::of_flags(None, Some("40"), &["B1=21.5"]).unwrap();
    let gate = file.overridden_by(flags);
    assert_eq!(gate.min_points.unwrap().points, number("119"));
    assert_eq!(gate.max_unknown_points.unwrap().points, number("40"));
    assert_eq!(gate.min_group_points["B1"].points, number("21.5"));
    assert_eq!(gate.min_group_points["B2"].points, number("5"));
    assert!(Gate::of_flags(None, None, &[]).unwrap().is_empty());
}

#[test]
fn mistyped_flags_are_refused() {
    let code =
        |min, unknown, groups: &[&str]| Gate::of_flags(min, unknown, groups).unwrap_err().code();
    assert_eq!(code(Some("a lot"), None, &[]), "gate.points");
    assert_eq!(code(None, Some("-1"), &[]), "gate.points");
    assert_eq!(code(None, None, &["B1"]), "gate.group_flag");
    assert_eq!(code(None, None, &["=20"]), "gate.group_flag");
    assert_eq!(code(None, None, &["B1=20", "B1=30"]), "gate.group_twice");
}

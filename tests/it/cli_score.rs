//! Scoring, explaining, asking, ranking and gating sealed bundles from the command line.

use std::path::Path;

use crate::bundles::{SCANNERS, sealed, sealed_in};
use crate::program::{Ran, run};

/// A rubric of two criteria.
const TWO_CRITERIA: &str = r#"
schema = "sansang/rubric/1"
id = "two"
edition = "1"
title = { vi = "Hai tiêu chí", en = "Two criteria" }
max = "3"
digits = 2
unit_kinds = ["district"]
rounding = { at = "criterion", digits = 2, mode = "half_up" }
ranking = { mode = "standard", digits = 2, basis = "official" }
[[group]]
code = "A"
title = { vi = "Hạ tầng", en = "Infrastructure" }
max = "3"
[[criterion]]
code = "A1"
group = "A"
title = { vi = "Máy quét", en = "Scanner" }
max = "2"
indicator = "office.scanner/in-use"
formula = "yes_no"
on_not_applicable = "forbid"
[[criterion]]
code = "A2"
group = "A"
title = { vi = "Tường lửa", en = "Firewall" }
max = "1"
indicator = "office.firewall/in-use"
formula = "yes_no"
on_not_applicable = "forbid"
"#;

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn ask(path: &Path, sql: &str) -> Ran {
    run(&["query", &text(path), sql])
}

#[test]
fn a_bundle_is_scored_the_same_every_time() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = text(&sealed(folder.path(), "mot", SCANNERS));
    let first = run(&["score", &bundle, "--format", "json"]).well();
    let document = first.json();
    assert_eq!(document["schema"], "sansang/scorecard/1");
    assert_eq!(document["unit"]["id"], "mot");
    let criteria = document["criteria"].as_array().unwrap();
    let scanner = criteria.iter().find(|c| c["code"] == "A1.3").unwrap();
    assert_eq!(scanner["measured"]["low"], "2.00");
    assert_eq!(document["total"]["measured"]["low"], "2.00");
    let second = run(&["score", &bundle, "--format", "json"]).well();
    assert_eq!(first.out, second.out);
    let shown = run(&["score", &bundle]).well().out;
    assert!(shown.contains("A1.3") && shown.contains("170"), "{shown}");
}

#[test]
fn several_bundles_are_a_list() {
    let folder = tempfile::tempdir().unwrap();
    let one = text(&sealed(folder.path(), "mot", SCANNERS));
    let two = text(&sealed(folder.path(), "hai", ""));
    let document = run(&["score", &one, &two, "--format", "json"])
        .well()
        .json();
    assert_eq!(document["schema"], "sansang/scorecards/1");
    let units: Vec<&str> = document["scorecards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|card| card["unit"]["id"].as_str().unwrap())
        .collect();
    assert_eq!(units, ["mot", "hai"]);
}

#[test]
fn another_day_or_rubric_may_be_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = text(&sealed(folder.path(), "mot", SCANNERS));
    let later = run(&[
        "score",
        &bundle,
        "--as-of",
        "2021-06-30",
        "--format",
        "json",
    ])
    .well();
    assert_eq!(later.json()["round"]["as_of"], "2021-06-30");
    let wrong = run(&["score", &bundle, "--as-of", "31/12/2020"]);
    assert_eq!(wrong.code, 3);
    assert!(wrong.err.contains("2020-12-31"), "{wrong:?}");
    let rubric = run(&["score", &bundle, "--rubric", "ict17"]);
    assert_eq!(rubric.code, 3);
    assert!(rubric.err.contains("ict170-reconstructed"), "{rubric:?}");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/checks/ict170/rubric.toml");
    run(&["score", &bundle, "--rubric", file]).well();
}

#[test]
fn every_criterion_is_explained_where_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = text(&sealed(folder.path(), "mot", SCANNERS));
    let rubric = folder.path().join("two.toml");
    std::fs::write(&rubric, TWO_CRITERIA).unwrap();
    let rubric = text(&rubric);
    let mut args = vec!["explain", &bundle, "--rubric", &rubric];
    let shown = run(&args).well().out;
    assert!(
        shown.contains("Máy quét") && shown.contains("Tường lửa"),
        "{shown}"
    );
    args.extend(["--format", "json"]);
    let all = run(&args).well().json();
    assert_eq!(all["schema"], "sansang/explanations/1");
    assert_eq!(all["explanations"].as_array().unwrap().len(), 2);
}

#[test]
fn a_bundle_is_asked_in_sql() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = sealed(folder.path(), "mot", SCANNERS);
    let shown = ask(&bundle, "select id, in_use from devices order by id").well();
    assert!(
        shown.out.contains("NULL") && shown.err.contains("2 dòng"),
        "{shown:?}"
    );
    let sql = "select id, in_use, :unit as unit from devices order by id";
    let document = run(&["query", &text(&bundle), sql, "--format", "json"])
        .well()
        .json();
    assert_eq!(
        document,
        serde_json::json!({
            "schema": "sansang/rows/1",
            "illustrative": false,
            "columns": ["id", "in_use", "unit"],
            "rows": [["d1", 1, "mot"], ["d2", null, "mot"]],
            "cut": false,
        })
    );
    let cut = run(&["query", &text(&bundle), sql, "--rows", "1"]).well();
    assert!(cut.err.contains("còn nữa"), "{cut:?}");
    ask(&bundle, "select some(in_use) from devices").well();
    ask(&bundle, "select name, value from meta").well();
    ask(&bundle, "select * from observation").well();
}

#[test]
fn what_is_misspelt_is_told_in_the_words_of_the_question() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = sealed(folder.path(), "mot", SCANNERS);
    for (sql, said) in [
        ("select * from devics", "có phải là: devices?"),
        ("select 1; select 2", "mỗi lần chỉ hỏi được một câu"),
        ("", "truy vấn trống"),
        ("select (1", "viết dở"),
    ] {
        let told = ask(&bundle, sql);
        assert!(
            told.err.contains(said) && !told.err.contains("needs"),
            "{sql}: {told:?}"
        );
    }
}

#[test]
fn what_the_sandbox_refuses_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = sealed(folder.path(), "mot", SCANNERS);
    for (sql, place) in [
        ("select random()", "query:1:8"),
        ("delete from devices", "query"),
        ("select date('now')", "query:1:8"),
        ("select * from devics", "query:1:15"),
        ("select nam from devices", "query:1:8"),
        ("select * from sqlite_schema", "query"),
        ("select :nothing", "query"),
        ("select", "query"),
        ("select 1; select 2", "query"),
        ("attach 'x' as y", "query"),
    ] {
        let ran = ask(&bundle, sql);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{sql}: {ran:?}");
        assert!(
            ran.err.contains(place) && !ran.err.contains("error."),
            "{sql}: {ran:?}"
        );
    }
}

#[test]
fn hostile_cells_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "insert into devices (unit_id, id, kind, obs) values
        ('huyen', 'd' || char(27) || '[31m' || char(8238), 'scanner', 1)";
    let bundle = sealed(folder.path(), "mot", rows);
    for form in ["text", "json"] {
        let ran = run(&[
            "query",
            &text(&bundle),
            "select id from devices",
            "--format",
            form,
        ])
        .well();
        assert!(!ran.out.contains(['\u{1b}', '\u{202e}']), "{ran:?}");
    }
}

#[test]
fn units_are_ranked_by_ranges() {
    let folder = tempfile::tempdir().unwrap();
    let one = text(&sealed(folder.path(), "mot", SCANNERS));
    let two = text(&sealed(folder.path(), "hai", ""));
    let document = run(&["rank", &one, &two, "--format", "json"]).well().json();
    assert_eq!(document["schema"], "sansang/ranking/1");
    assert_eq!(document["of"], 2);
    assert_eq!(
        document["units"][0]["rank"],
        serde_json::json!({ "best": 1, "worst": 2 })
    );
    let shown = run(&["rank", &one, &two]).well().out;
    assert!(shown.contains("1–2/2"), "{shown}");
    let other = text(&sealed_in(folder.path(), "ba", "2021", ""));
    assert_eq!(run(&["rank", &one, &other]).code, 3);
    assert_eq!(run(&["rank"]).code, 3);
}

/// Computers of the asset register: so many with a running licence of so many.
fn computers(licensed: usize, all: usize) -> String {
    let rows: Vec<String> = (0..all)
        .map(|n| {
            let yes = usize::from(n < licensed);
            format!("('huyen', 'c{n}', 'computer', 1, {yes}, '2021-12-31', 1, {n})")
        })
        .collect();
    format!(
        "insert into coverage (unit_id, table_name, part, state, missing) values ('huyen', 'devices', '', 'complete', 0);
         insert into devices (unit_id, id, kind, in_use, antivirus, antivirus_until, obs, row) values {}",
        rows.join(", ")
    )
}

#[test]
fn units_that_are_measured_by_the_best_of_them_see_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let half = text(&sealed(folder.path(), "mot", &computers(2, 4)));
    let whole = text(&sealed(folder.path(), "hai", &computers(3, 3)));
    let rubric = folder.path().join("best.toml");
    let by_best = TWO_CRITERIA
        .replace("office.scanner/in-use", "office.antivirus/licensed")
        .replacen(
            "formula = \"yes_no\"",
            "formula = { peer_normalised = {} }",
            1,
        );
    std::fs::write(&rubric, by_best).unwrap();
    let rubric = text(&rubric);
    let points = |args: &[&str]| {
        let mut all = args.to_vec();
        all.extend(["--rubric", &rubric, "--format", "json"]);
        run(&all).well().json()
    };
    let measured =
        |document: &serde_json::Value| document.pointer("/criteria/0/measured").unwrap().clone();
    let known = serde_json::json!({ "low": "1.00", "high": "1.00" });
    let seeing = points(&["score", &half, "--context", &whole]);
    assert_eq!(measured(&seeing), known);
    assert_eq!(seeing["context"].as_array().unwrap().len(), 1);
    assert_ne!(measured(&points(&["score", &half])), known);
    let ranking = points(&["rank", &half, &whole]);
    let figures: Vec<_> = ranking["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| {
            (
                unit["unit"]["id"].as_str().unwrap(),
                unit["figure"]["low"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(figures, [("hai", "2.00"), ("mot", "1.00")]);
}

#[test]
fn the_exit_code_of_a_gate_is_its_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = text(&sealed(folder.path(), "mot", SCANNERS));
    for (flags, code, verdict) in [
        (&["--min-points", "2"][..], 0, "met"),
        (&["--min-points", "100"], 2, "unknown"),
        (&["--min-points", "171"], 1, "not_met"),
        (&["--max-unknown-points", "40"], 2, "unknown"),
        (&["--min-group", "A1=1", "--min-group", "A=2"], 0, "met"),
    ] {
        let mut args = vec!["gate", &bundle, "--format", "json"];
        args.extend(flags);
        let ran = run(&args);
        assert_eq!(ran.code, code, "{ran:?}");
        assert_eq!(ran.json()["verdict"], verdict);
    }
    assert_eq!(
        run(&["gate", &bundle]).code,
        3,
        "a gate without a rule is no pass"
    );
    assert_eq!(run(&["gate", &bundle, "--min-points", "many"]).code, 3);
    assert_eq!(run(&["gate", &bundle, "--min-group", "Z=1"]).code, 3);
}

#[test]
fn flags_go_over_the_file_of_a_gate() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = text(&sealed(folder.path(), "mot", SCANNERS));
    let file = folder.path().join("own.toml");
    std::fs::write(&file, "min_points = \"171\"\n").unwrap();
    let file = text(&file);
    assert_eq!(run(&["gate", &bundle, "--gate", &file]).code, 1);
    assert_eq!(
        run(&["gate", &bundle, "--gate", &file, "--min-points", "1"]).code,
        0
    );
    std::fs::write(folder.path().join("gate.toml"), "min_points = \"171\"\n").unwrap();
    let workspace = text(folder.path());
    assert_eq!(run(&["gate", &bundle, "-C", &workspace]).code, 1);
    std::fs::write(folder.path().join("gate.toml"), "min_point = \"171\"\n").unwrap();
    let wrong = run(&["gate", &bundle, "-C", &workspace]);
    assert_eq!(wrong.code, 3);
    assert!(wrong.err.contains("gate.toml:1:1"), "{wrong:?}");
}

#[test]
fn what_is_no_bundle_is_refused_by_its_class() {
    let folder = tempfile::tempdir().unwrap();
    let missing = text(&folder.path().join("none.sansang"));
    let broken = folder.path().join("broken.sansang");
    std::fs::write(&broken, "SQLite format 3\0 but no more").unwrap();
    let broken = text(&broken);
    for command in ["score", "explain", "rank"] {
        assert_eq!(run(&[command, &missing]).code, 3, "{command}");
        let ran = run(&[command, &broken]);
        assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{command}");
    }
    assert_eq!(run(&["query", &broken, "select 1"]).code, 4);
    assert_eq!(run(&["gate", &broken, "--min-points", "1"]).code, 4);
}

#[test]
fn a_broken_log_of_decisions_is_not_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = text(&sealed(folder.path(), "mot", SCANNERS));
    let log = folder.path().join("log.jsonl");
    std::fs::write(&log, "{\"seq\":1}\n").unwrap();
    let ran = run(&["score", &bundle, "--decisions", &text(&log)]);
    assert_eq!(ran.code, 4);
    assert!(ran.err.contains("log.jsonl:1"), "{ran:?}");
    std::fs::write(&log, "").unwrap();
    run(&["score", &bundle, "--decisions", &text(&log)]).well();
    assert_eq!(
        run(&["score", &bundle, &bundle, "--decisions", &text(&log)]).code,
        3
    );
}

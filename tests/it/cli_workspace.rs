//! Workspaces from the command line: the demo, a new one, audits and decisions.

use std::path::Path;

use crate::program::{Ran, finish, program, run};

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

/// A workspace as `init` writes it, audited once.
fn audited(folder: &Path) -> String {
    let workspace = text(&folder.join("mới"));
    run(&["init", &workspace, "--year", "2020"]).well();
    run(&["audit", "-C", &workspace]).well();
    workspace
}

fn bundles(workspace: &str, round: &str, unit: &str) -> Vec<String> {
    let folder = Path::new(workspace).join("runs").join(round).join(unit);
    let mut found: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| text(&entry.unwrap().path()))
        .collect();
    found.sort();
    found
}

/// The official points of a criterion.
fn official(scored: &Ran, code: &str) -> serde_json::Value {
    let document = scored.json();
    let criteria = document.pointer("/criteria").unwrap().as_array().unwrap();
    let own = |criterion: &&serde_json::Value| criterion.pointer("/code").unwrap() == code;
    let criterion = criteria.iter().find(own).unwrap();
    criterion.pointer("/official").unwrap().clone()
}

#[test]
fn the_demo_audits_scores_and_ranks_and_can_be_run_again() {
    let folder = tempfile::tempdir().unwrap();
    let demo = |args: &[&str]| {
        let mut args = args.to_vec();
        args.insert(0, "demo");
        finish(program().current_dir(folder.path()).args(args))
    };
    let first = demo(&[]).well();
    for part in [
        "SỐ LIỆU MINH HỌA",
        "Huyện Hải Hà",
        "B3.4",
        "Huyện mẫu A",
        "/3",
        "sansang explain -C hai-ha-2020",
    ] {
        assert!(first.out.contains(part), "{part} is not in\n{}", first.out);
    }
    assert!(!first.out.contains('\u{1b}'));
    let workspace = text(&folder.path().join("hai-ha-2020"));
    assert_eq!(bundles(&workspace, "2020", "hai-ha").len(), 1);
    let again = demo(&["hai-ha-2020", "--format", "json"]).well();
    assert_eq!(again.err, "");
    let document = again.json();
    assert_eq!(document["schema"], "sansang/demo/1");
    assert_eq!(document["ranking"]["of"], 3);
    assert_eq!(document["scorecards"].as_array().unwrap().len(), 3);
    assert_eq!(bundles(&workspace, "2020", "hai-ha").len(), 2);
    std::fs::create_dir(folder.path().join("mine")).unwrap();
    std::fs::write(folder.path().join("mine/letter.txt"), "dear").unwrap();
    let refused = demo(&["mine"]);
    assert_eq!((refused.code, refused.out.as_str()), (3, ""));
    assert_eq!(
        std::fs::read_dir(folder.path().join("mine"))
            .unwrap()
            .count(),
        1
    );
}

#[test]
fn a_new_workspace_audits_cleanly() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = audited(folder.path());
    let document = run(&["audit", "-C", &workspace, "don-vi-mau", "--format", "json"]);
    let document = document.well().json();
    assert_eq!(document["schema"], "sansang/audit/1");
    assert_eq!(document["runs"][0]["unread"], serde_json::json!([]));
    assert_eq!(document["scorecards"][0]["unit"]["id"], "don-vi-mau");
    // Several within one second are several runs, and the last one is the newest.
    for n in 3..6 {
        let audited = run(&["audit", "-C", &workspace, "--format", "json"]).well();
        let runs = bundles(&workspace, "2020", "don-vi-mau");
        assert_eq!(runs.len(), n);
        assert_eq!(audited.json()["runs"][0]["bundle"], runs[n - 1]);
    }
    let again = run(&["init", &workspace]);
    assert_eq!(again.code, 3, "a workspace is not written over");
    let unknown = run(&["audit", "-C", &workspace, "don-vi-mauu"]);
    assert_eq!(unknown.code, 3);
    assert!(unknown.err.contains("don-vi-mau"), "{unknown:?}");
    let nowhere = run(&["audit", "-C", &text(folder.path())]);
    assert_eq!(nowhere.code, 3);
    assert!(nowhere.err.contains("sansang.toml"), "{nowhere:?}");
}

#[test]
fn what_cannot_be_read_is_listed_and_ends_well() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = text(&folder.path().join("w"));
    run(&["init", &workspace, "--year", "2020"]).well();
    let export = Path::new(&workspace).join("exports/danh-sach-can-bo.csv");
    let rows = std::fs::read_to_string(&export).unwrap();
    let broken = rows.replacen("Có", "có lẽ", 1);
    assert_ne!(rows, broken, "{rows}");
    std::fs::write(&export, broken).unwrap();
    let ran = run(&["audit", "-C", &workspace]).well();
    assert!(
        ran.err.contains("danh-sach-can-bo.csv:") && ran.err.contains("«có lẽ»"),
        "{ran:?}"
    );
}

#[test]
fn a_unit_is_its_newest_bundle_with_its_decisions_and_a_path_has_none() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = audited(folder.path());
    let decide = |args: &[&str]| {
        let mut all = vec!["decide", "-C", &workspace, "don-vi-mau"];
        all.extend(args);
        run(&all)
    };
    let why = ["--reason", "Đã xem", "--author", "Tổ thẩm định"];
    let set = |old: &str| {
        let mut args = vec!["A1.3", "set-fact", "--yes", "--old", old];
        args.extend(why);
        decide(&args)
    };
    let differs = set("1");
    assert_eq!(differs.code, 3);
    assert!(differs.err.contains("0.00..2.00"), "{differs:?}");
    let log = Path::new(&workspace).join("decisions/don-vi-mau.jsonl");
    assert!(!log.exists(), "a refused decision was written");
    let done = set("0..2").well();
    assert!(done.out.contains("0,00 – 2,00 → 2,00"), "{done:?}");
    let unit = run(&["score", "-C", &workspace, "don-vi-mau", "--format", "json"]).well();
    assert_eq!(
        official(&unit, "A1.3"),
        serde_json::json!({ "low": "2.00", "high": "2.00" })
    );
    assert_eq!(unit.json()["decisions"]["count"], 1);
    let bundle = bundles(&workspace, "2020", "don-vi-mau").remove(0);
    let path = run(&["score", &bundle, "--format", "json"]).well();
    assert_eq!(
        official(&path, "A1.3"),
        serde_json::json!({ "low": "0.00", "high": "2.00" })
    );
    let with = run(&[
        "score",
        &bundle,
        "--decisions",
        &text(&log),
        "--format",
        "json",
    ])
    .well();
    assert_eq!(with.out, unit.out);
    let mut over = vec![
        "A1.3",
        "override-points",
        "--points",
        "1.5",
        "--old",
        "2",
        "--format",
        "json",
    ];
    over.extend(why);
    let document = decide(&over).well().json();
    assert_eq!(document["schema"], "sansang/decided/1");
    assert_eq!(document["decision"]["seq"], 2);
    assert_eq!(document["criterion"]["after"]["low"], "1.50");
    let altered = std::fs::read_to_string(&log)
        .unwrap()
        .replacen("Đã xem", "Chưa xem", 1);
    std::fs::write(&log, altered).unwrap();
    assert_eq!(run(&["score", "-C", &workspace, "don-vi-mau"]).code, 4);
}

#[test]
fn a_decision_takes_the_value_of_its_kind_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = audited(folder.path());
    for (args, says) in [
        (&["A1.3", "set-fact", "--old", "0..2"][..], "set-fact"),
        (
            &["A1.3", "set-fact", "--old", "0..2", "--yes", "--count", "1"],
            "set-fact",
        ),
        (
            &["A1.3", "set-fact", "--old", "0..2", "--yes", "--no"],
            "--no",
        ),
        (
            &["A1.3", "set-fact", "--old", "0..2", "--num", "1"],
            "--den",
        ),
        (
            &["A1.3", "set-fact", "--old", "0..2", "--option", "x"],
            "A1.3",
        ),
        (&["A1.3", "override-points", "--old", "0..2"], "--points"),
        (
            &["A1.3", "override-points", "--old", "0..2", "--points", "3"],
            "A1.3",
        ),
        (
            &[
                "A1.3",
                "override-points",
                "--old",
                "0..2",
                "--points",
                "1,5",
            ],
            "5.92",
        ),
        (
            &["A1.3", "accept-claim", "--old", "0..2", "--yes"],
            "accept-claim",
        ),
        (&["A1.3", "accept-claim", "--old", "0..2"], "A1.3"),
        (&["A1.3", "acept-claim", "--old", "0..2"], "accept-claim"),
        (&["A1.33", "reject-claim", "--old", "0..2"], "A1.3"),
        (&["A1.3", "reject-claim"], "--old"),
    ] {
        let mut all = vec!["decide", "-C", &workspace, "don-vi-mau"];
        all.extend(args);
        all.extend(["--reason", "x", "--author", "y"]);
        let ran = run(&all);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{args:?}: {ran:?}");
        assert!(ran.err.contains(says), "{args:?}: {ran:?}");
    }
    assert!(
        !Path::new(&workspace)
            .join("decisions/don-vi-mau.jsonl")
            .exists()
    );
}

#[test]
fn another_rubric_than_the_audit_s_is_remarked() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = audited(folder.path());
    let same = run(&["score", "-C", &workspace, "don-vi-mau"]).well();
    assert_eq!(same.err, "");
    let round = Path::new(&workspace).join("sansang.toml");
    let own = include_str!("../../checks/ict170/rubric.toml").replace("2020.1", "2020.2");
    std::fs::write(Path::new(&workspace).join("own.toml"), own).unwrap();
    let text = std::fs::read_to_string(&round).unwrap();
    std::fs::write(
        &round,
        text.replace("\"ict170-reconstructed\"", "\"own.toml\""),
    )
    .unwrap();
    let changed = run(&["score", "-C", &workspace, "don-vi-mau"]).well();
    assert!(changed.err.contains("bộ tiêu chí đã khác"), "{changed:?}");
    assert!(changed.out.contains("2020.2"), "{}", changed.out);
}

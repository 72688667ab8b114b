//! Workspaces on disk.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::score::{DecisionKind, Decisions, Ruling};

fn fresh() -> (TempDir, Workspace) {
    let root = tempfile::tempdir().unwrap();
    init(root.path(), 2026).unwrap();
    let workspace = Workspace::open(root.path()).unwrap();
    (root, workspace)
}

fn ruling(reason: &str) -> Ruling {
    Ruling {
        bundle: "a".repeat(64),
        criterion: "A1.1".into(),
        kind: DecisionKind::RejectClaim,
        old: serde_json::Value::Null,
        new: serde_json::Value::Null,
        reason: reason.into(),
        author: "Tổ thẩm định".into(),
        at: "2021-01-15T08:00:00Z".into(),
    }
}

#[test]
fn a_new_workspace_says_what_a_user_needs() {
    let (root, workspace) = fresh();
    assert_eq!(workspace.round.id, "2026");
    assert_eq!(workspace.round.as_of.to_string(), "2026-12-31");
    assert_eq!(workspace.expected, ["don-vi-mau"]);
    let profile = workspace.profile("don-vi-mau").unwrap();
    assert_eq!((profile.sources.len(), profile.declared.len()), (1, 1));
    assert!(root.path().join("evidence").is_dir());
    let (file, bytes) = workspace.profile_file("don-vi-mau").unwrap();
    assert_eq!(fs::read(root.path().join(file)).unwrap(), bytes);
}

#[test]
fn init_goes_into_a_new_or_empty_folder_only() {
    let root = tempfile::tempdir().unwrap();
    let deep = root.path().join("a/b");
    assert_eq!(init(&deep, 2026).unwrap().len(), 3);
    assert_eq!(init(&deep, 2026).unwrap_err().code(), "workspace.not_empty");
    let file = root.path().join("tep");
    fs::write(&file, "x").unwrap();
    assert_eq!(init(&file, 2026).unwrap_err().code(), "workspace.no_folder");
    assert_eq!(fs::read(&file).unwrap(), b"x");
}

#[cfg(unix)]
#[test]
fn an_init_that_fails_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    // A folder's name that is too long for the disk fails half way down.
    let long = root.path().join("a").join("x".repeat(300));
    assert_eq!(
        init(&long, 2026).unwrap_err().code(),
        "workspace.unwritable"
    );
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_without_a_round_is_none_and_all_mistakes_are_told() {
    let root = tempfile::tempdir().unwrap();
    let problem = Workspace::open(root.path()).unwrap_err();
    assert_eq!(problem.code(), "workspace.none");
    let (root_dir, _) = fresh();
    let root = root_dir.path();
    fs::write(root.join("sansang.toml"), "id = 2020\n").unwrap();
    fs::write(root.join("units/mau-a.toml"), "colour = 1\n").unwrap();
    fs::write(root.join("units/mau-b.toml"), b"id = \"H\xe0\"").unwrap();
    fs::write(root.join("units/README.md"), "x").unwrap();
    let problem = Workspace::open(root).unwrap_err();
    let codes: Vec<_> = problem.others().iter().map(Problem::code).collect();
    assert_eq!(
        (problem.code(), codes),
        ("toml.type", vec!["toml.unknown_key", "file.not_utf8"])
    );
}

#[test]
fn a_unit_that_is_not_there_is_named_with_the_nearest() {
    let (_root, workspace) = fresh();
    let problem = workspace.profile("don-vi-mua").unwrap_err();
    assert_eq!(problem.code(), "workspace.unknown_unit");
    assert!(problem.fields().contains(&("nearest", "don-vi-mau".into())));
    assert_eq!(
        workspace.runs("../..").unwrap_err().code(),
        "workspace.unknown_unit"
    );
}

#[test]
fn the_newest_run_is_the_last_instant() {
    let (root, workspace) = fresh();
    assert_eq!(
        workspace.newest_bundle("don-vi-mau").unwrap_err().code(),
        "workspace.no_run"
    );
    let path = workspace
        .run_path("don-vi-mau", "2026-12-31T08:00:00Z")
        .unwrap();
    assert_eq!(
        path,
        root.path()
            .join("runs/2026/don-vi-mau/20261231T080000Z.sansang")
    );
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    for name in [
        "20261231T080000Z.sansang",
        "20261231T075959Z.sansang",
        "20270101T000000Z.sansang.part",
        "z.sansang",
        "20280101T000000Z.txt",
    ] {
        fs::write(path.with_file_name(name), "").unwrap();
    }
    assert_eq!(workspace.newest_bundle("don-vi-mau").unwrap(), path);
    assert_eq!(workspace.bundles("don-vi-mau").unwrap().len(), 2);
    let earlier = root.path().join("runs/2025");
    for unit in ["don-vi-mau", "don-vi-khac"] {
        fs::create_dir_all(earlier.join(unit)).unwrap();
        fs::write(earlier.join(unit).join("20251231T080000Z.sansang"), "").unwrap();
    }
    let all = workspace.bundles_of_all_rounds("don-vi-mau").unwrap();
    assert_eq!(all.len(), 3);
    assert_eq!(all[0], earlier.join("don-vi-mau/20251231T080000Z.sansang"));
    assert_eq!(workspace.bundles("don-vi-mau").unwrap().len(), 2);
    for wrong in [
        "2026-12-31 08:00:00",
        "2026-02-30T08:00:00Z",
        "2026-12-31T8:0:0Z",
        "now",
    ] {
        let problem = workspace.run_path("don-vi-mau", wrong).unwrap_err();
        assert_eq!(problem.code(), "workspace.instant", "{wrong}");
    }
}

#[test]
fn decisions_are_only_ever_added() {
    let (root, workspace) = fresh();
    let empty = workspace.decisions("hai-ha").unwrap();
    assert_eq!((empty.list.len(), &empty.head), (0, &None));
    let first = empty.next(ruling("chưa có tài liệu")).unwrap();
    workspace.append_decision("hai-ha", &first).unwrap();
    let one = workspace.decisions("hai-ha").unwrap();
    assert_eq!(one.list, std::slice::from_ref(&first));
    // Somebody else decided in between.
    let problem = workspace.append_decision("hai-ha", &first).unwrap_err();
    assert_eq!(problem.code(), "workspace.log_moved");
    let second = one.next(ruling("sai kỳ")).unwrap();
    workspace.append_decision("hai-ha", &second).unwrap();
    let log = root.path().join("decisions/hai-ha.jsonl");
    let text = fs::read_to_string(&log).unwrap();
    assert_eq!(text, format!("{}\n{}\n", first.line(), second.line()));
    // A log that was altered takes nothing more.
    fs::write(
        &log,
        text.replace("sai kỳ", "đúng kỳ").replace("chưa có", "có"),
    )
    .unwrap();
    let third = workspace.decisions("hai-ha").unwrap_err();
    assert_eq!(third.class(), crate::words::Class::Untrusted);
    let before = fs::read(&log).unwrap();
    assert!(workspace.append_decision("hai-ha", &second).is_err());
    assert_eq!(fs::read(&log).unwrap(), before);
}

#[test]
fn one_process_decides_at_a_time() {
    let (root, workspace) = fresh();
    fs::create_dir_all(root.path().join("decisions")).unwrap();
    let held = fs::File::create(root.path().join("decisions/hai-ha.lock")).unwrap();
    held.lock().unwrap();
    let decision = Decisions::default().next(ruling("x")).unwrap();
    let problem = workspace.append_decision("hai-ha", &decision).unwrap_err();
    assert_eq!(problem.code(), "workspace.locked");
    held.unlock().unwrap();
    workspace.append_decision("hai-ha", &decision).unwrap();
}

#[test]
fn a_rubric_is_an_id_or_a_file_of_the_workspace() {
    let (root, mut workspace) = fresh();
    assert_eq!(workspace.rubric_file(), None);
    workspace.round.rubric = "bo-tieu-chi.toml".into();
    assert_eq!(
        workspace.rubric_file(),
        Some(root.path().join("bo-tieu-chi.toml"))
    );
}

#[test]
fn a_units_parameters_come_before_the_rounds() {
    let (root, _) = fresh();
    let unit = root.path().join("units/don-vi-mau.toml");
    let text = fs::read_to_string(&unit).unwrap();
    fs::write(&unit, format!("{text}\n[params]\nanswer_days = 7\n")).unwrap();
    let round = root.path().join("sansang.toml");
    let text = fs::read_to_string(&round).unwrap();
    fs::write(
        &round,
        format!("{text}\n[params]\nanswer_days = 10\nprovince = \"qn\"\n"),
    )
    .unwrap();
    let params = Workspace::open(root.path())
        .unwrap()
        .params_of("don-vi-mau")
        .unwrap();
    assert_eq!(
        (params["answer_days"].as_str(), params["province"].as_str()),
        ("7", "qn")
    );
}

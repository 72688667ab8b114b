//! One audit at a time: who holds the lock is told, and a text alone holds nothing.

use super::*;

fn opened() -> (tempfile::TempDir, Workspace) {
    let root = tempfile::tempdir().unwrap();
    super::super::init(root.path(), 2026).unwrap();
    let workspace = Workspace::open(root.path()).unwrap();
    (root, workspace)
}

fn holder(command: &str) -> Holder {
    Holder::this(command, "2026-12-31T08:00:00Z", &["a".to_owned()])
}

#[test]
fn the_second_is_told_who_holds_it() {
    let (_root, workspace) = opened();
    let first = RunLock::take(&workspace, &holder("sansang audit a")).unwrap();
    assert_eq!(first.cut_off(), None);
    let problem = RunLock::take(&workspace, &holder("sansang audit b")).unwrap_err();
    assert_eq!(problem.code(), "workspace.audited");
    let fields: Vec<&str> = problem.fields().iter().map(|(_, v)| v.as_str()).collect();
    assert!(fields.contains(&"sansang audit a"), "{fields:?}");
    assert!(fields.contains(&std::process::id().to_string().as_str()));
    drop(first);
    RunLock::take(&workspace, &holder("sansang audit b")).unwrap();
}

#[test]
fn a_text_without_a_lock_is_none_but_tells_what_was_cut_off() {
    let (_root, workspace) = opened();
    let first = RunLock::take(&workspace, &holder("sansang audit a")).unwrap();
    // As a process ends that is killed.
    drop(first);
    let second = RunLock::take(&workspace, &holder("sansang audit --resume")).unwrap();
    assert_eq!(second.cut_off(), Some(&holder("sansang audit a")));
    second.ended().unwrap();
    let third = RunLock::take(&workspace, &holder("sansang audit")).unwrap();
    assert_eq!(third.cut_off(), None);
}

#[test]
fn another_round_has_another_lock() {
    let (_root, mut workspace) = opened();
    let _first = RunLock::take(&workspace, &holder("a")).unwrap();
    workspace.round.id = "2027".to_owned();
    assert!(RunLock::take(&workspace, &holder("b")).is_ok());
}

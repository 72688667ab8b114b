//! The check that `checks/README.md` writes: it works as it stands there, from a folder outside the pack, with no Rust.

use std::path::{Path, PathBuf};

use crate::program::run;
use crate::support::{pack, sealed};

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/own")
}

#[test]
fn the_readme_shows_the_very_files() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("checks/README.md"))
            .unwrap();
    for file in [
        "office/fresh-logs/check.toml",
        "office/fresh-logs/devices.sql",
        "office/fresh-logs/cases/mixed.toml",
        "rubric.toml",
    ] {
        let text = std::fs::read_to_string(own().join(file)).unwrap();
        assert!(
            readme.contains(&text),
            "{file} is not in checks/README.md as it is"
        );
    }
}

#[test]
fn it_is_listed_shown_proved_linted_scored_and_explained() {
    let checks = own();
    let checks = checks.to_str().unwrap();
    let rubric = own().join("rubric.toml");
    let rubric = rubric.to_str().unwrap();
    assert!(
        run(&["--checks", checks, "check", "list"])
            .well()
            .out
            .contains("office.fresh-logs")
    );
    assert!(
        run(&["--checks", checks, "check", "show", "office.fresh-logs"])
            .well()
            .out
            .contains("Thiết bị an toàn")
    );
    run(&["--checks", checks, "check", "test", "office.fresh-logs"]).well();
    run(&["--checks", checks, "check", "lint", "office.fresh-logs"]).well();
    run(&["--checks", checks, "rubric", "lint", rubric]).well();
    let folder = tempfile::tempdir().unwrap();
    // One of two devices in use has written within 60 days: half, where the points begin; of the third nobody knows.
    let sql = "insert into devices (unit_id, id, kind, in_use, last_log_on, obs) values
      ('u', 'd1', 'firewall', 1, '2020-12-30', 1), ('u', 'd2', 'backup', 1, '2020-01-05', 1), ('u', 'd3', 'firewall', null, '2020-12-31', 1);
      insert into coverage (unit_id, table_name, part, state) values ('u', 'devices', '', 'complete');";
    let bundle = sealed(folder.path(), &pack(), "district", "u", sql);
    let bundle = bundle.to_str().unwrap();
    let scored = run(&[
        "--checks", checks, "--rubric", rubric, "score", bundle, "--format", "json",
    ])
    .well()
    .json();
    // 2 · (1/2 − 1/2) / (1/2) and 2 · (2/3 − 1/2) / (1/2)
    assert_eq!(scored["total"]["measured"]["low"], "0.00");
    assert_eq!(scored["total"]["measured"]["high"], "0.67");
    let told = run(&[
        "--checks", checks, "--rubric", rubric, "explain", bundle, "A.1",
    ])
    .well()
    .out;
    assert!(
        told.contains("d2") && told.contains("max_age_days = 60"),
        "{told}"
    );
}

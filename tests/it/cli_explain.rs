//! Explaining points, and what checks say by themselves, from the command line.

use std::path::Path;

use crate::bundles::{SCANNERS, sealed};
use crate::program::run;

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_criterion_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = text(&sealed(folder.path(), "mot", SCANNERS));
    let shown = run(&["explain", &bundle, "A1.3"]).well().out;
    assert!(
        shown.contains("A1.3") && shown.contains("exports/devices.csv"),
        "{shown}"
    );
    let document = run(&["explain", &bundle, "A1.3", "--format", "json"])
        .well()
        .json();
    assert_eq!(document["schema"], "sansang/explanation/1");
    let unknown = run(&["explain", &bundle, "A1.33"]);
    assert_eq!(unknown.code, 3);
    assert!(unknown.err.contains("A1.3"), "{unknown:?}");
}

#[test]
fn a_check_that_no_criterion_asks_is_explained_by_its_id() {
    let folder = tempfile::tempdir().unwrap();
    let bundle = text(&sealed(folder.path(), "mot", SCANNERS));
    let args = ["explain", &bundle, "portal.availability", "--lang", "en"];
    let shown = run(&args).well().out;
    // Nothing is known of a portal that there is not.
    for said in [
        "portal.availability The portal answers around the clock: what the check says by itself",
        "The check's own verdict: fails – passes",
    ] {
        assert!(shown.contains(said), "{shown}");
    }
    let document = run(&[
        "explain",
        &bundle,
        "portal.availability",
        "--format",
        "json",
    ]);
    let document = document.well().json();
    assert_eq!(document["schema"], "sansang/check-result/1");
    assert_eq!(document["results"][1]["verdict"]["low"], "fail");
    // Where none is named it stands after all criteria; one that a criterion asks does not stand there again.
    let all = run(&["explain", &bundle, "--rows", "0", "--lang", "en"])
        .well()
        .out;
    let at = |text: &str| all.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(at("B4.7") < at("portal.availability The portal"));
    assert!(!all.contains("portal.technical The"), "{all}");
}

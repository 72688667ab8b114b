//! The same bundle gives the same bytes, whatever the zone, the locale and the folder.

use std::path::Path;

use crate::program::{finish, program, run};

/// The scorecards of the demo's three bundles as JSON, from a folder, under a zone and a locale.
fn scored(bundles: &[String], folder: &Path, zone: &str, locale: &str) -> String {
    let mut command = program();
    command
        .current_dir(folder)
        .env("TZ", zone)
        .env("LC_ALL", locale)
        .env("LANG", locale);
    command.args(["score", "--format", "json"]).args(bundles);
    let ran = finish(&mut command);
    assert_eq!(ran.code, 0, "{ran:?}");
    ran.out
}

#[test]
fn score_is_the_same_in_every_zone_locale_and_folder() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("demo");
    assert_eq!(run(&["demo", root.to_str().unwrap()]).code, 0);
    let mut bundles = Vec::new();
    for unit in ["hai-ha", "mau-a", "mau-b"] {
        for entry in std::fs::read_dir(root.join("runs/2020").join(unit)).unwrap() {
            bundles.push(entry.unwrap().path().to_str().unwrap().to_owned());
        }
    }
    assert_eq!(bundles.len(), 3);
    let here = scored(&bundles, folder.path(), "Asia/Tokyo", "vi_VN.UTF-8");
    let there = scored(&bundles, Path::new("/"), "UTC", "C");
    assert!(here == there, "zone, locale or folder changed a score");
    assert!(
        here.contains("\"illustrative\": true") && here.ends_with("}\n"),
        "{}",
        &here[..200]
    );
    // Another copy of the same file, another name: the digest is the bundle's, not the file's.
    let copy = folder.path().join("copy.sansang");
    std::fs::copy(&bundles[0], &copy).unwrap();
    let copied = scored(
        &[copy.to_str().unwrap().to_owned()],
        folder.path(),
        "America/New_York",
        "tr_TR.UTF-8",
    );
    let own = scored(&bundles[..1], folder.path(), "UTC", "C");
    assert!(copied == own);
}

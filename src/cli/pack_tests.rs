//! What `--checks` takes from a folder, and what it leaves alone.

use super::*;
use crate::check::Pack;

const CHECK: &str = r#"
id       = "portal.support"
revision = 9
since    = "0.1.0"
title    = { vi = "Của tôi", en = "Mine" }
[indicator.any]
kind = "count"
[indicator.any.needs]
staff = { role = "rows" }
"#;

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn write_check(folder: &Path, within: &str, id: &str) {
    let text = CHECK.replace("portal.support", id);
    write(folder, &join(within, "check.toml"), &text);
    write(
        folder,
        &join(within, "any.sql"),
        "select id as key, active as met from staff",
    );
}

#[test]
fn the_built_in_pack_is_the_folder_of_checks() {
    let mut on_disk = Files::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let found = Found::below(&folder).unwrap();
    for path in found.files.keys() {
        found.add(&mut on_disk, path, path).unwrap();
    }
    let built_in = built_in();
    for (path, file) in on_disk.iter() {
        assert_eq!(
            built_in.get(path).map(|f| &f.bytes),
            Some(&file.bytes),
            "{path}: build again"
        );
    }
    assert!(Pack::parse(&built_in).is_ok());
}

#[test]
fn a_folder_s_check_takes_the_place_of_the_built_in_one_whole() {
    let folder = tempfile::tempdir().unwrap();
    write_check(folder.path(), "deep/below/mine", "portal.support");
    let mut files = built_in();
    add_folder(&mut files, folder.path()).unwrap();
    let pack = Pack::parse(&files).unwrap();
    assert_eq!(pack.checks["portal.support"].revision, 9);
    assert!(files.get("portal/support/working.sql").is_none());
    let named = &files.get("portal/support/check.toml").unwrap().name;
    assert!(
        named.starts_with(&folder.path().display().to_string()),
        "{named}"
    );
}

#[test]
fn a_check_s_own_folder_can_be_given() {
    let folder = tempfile::tempdir().unwrap();
    write_check(folder.path(), "", "province.own");
    let mut files = built_in();
    add_folder(&mut files, folder.path()).unwrap();
    assert!(
        Pack::parse(&files)
            .unwrap()
            .checks
            .contains_key("province.own")
    );
}

#[test]
fn tables_and_rubrics_of_a_folder_are_taken() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "tables/staff.toml", "name = 1");
    write(folder.path(), "mine/rubric.toml", "id = 1");
    let mut files = built_in();
    assert_eq!(
        add_folder(&mut files, folder.path()).unwrap(),
        ["mine/rubric.toml"]
    );
    assert_eq!(files.get("tables/staff.toml").unwrap().bytes, b"name = 1");
}

#[test]
fn a_folder_with_nothing_of_use_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "notes/readme.md", "x");
    let problem = add_folder(&mut built_in(), folder.path()).unwrap_err();
    assert_eq!(problem.code(), "cli.checks_nothing");
    let missing = add_folder(&mut built_in(), &folder.path().join("missing")).unwrap_err();
    assert_eq!(missing.code(), "cli.not_found");
}

#[test]
fn too_deep_too_large_or_twice_is_not_taken() {
    let folder = tempfile::tempdir().unwrap();
    write_check(folder.path(), "a/b/c/d/e/f", "province.own");
    let code = |problem: Problem| problem.code();
    let add = || add_folder(&mut built_in(), folder.path()).map_err(code);
    assert_eq!(add(), Err("cli.checks_nothing"));
    write_check(folder.path(), "a/one", "province.own");
    assert!(add().is_ok());
    write(folder.path(), "a/one/README.md", &"x".repeat(1 << 20));
    assert!(add().is_ok());
    write(folder.path(), "a/one/README.md", &"x".repeat((1 << 20) + 1));
    assert_eq!(add(), Err("cli.too_large"));
    write(folder.path(), "a/one/README.md", "");
    write_check(folder.path(), "a/two", "province.own");
    assert_eq!(add(), Err("cli.checks_same_id"));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    let (folder, outside) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_check(outside.path(), "own", "province.own");
    std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
    let add = || add_folder(&mut built_in(), folder.path());
    assert_eq!(add().unwrap_err().code(), "cli.checks_nothing");
    write_check(folder.path(), "real", "province.own");
    std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).unwrap();
    assert!(add().is_ok(), "a loop of links was walked");
    let key = outside.path().join("key.md");
    std::fs::write(&key, "not yours").unwrap();
    std::os::unix::fs::symlink(&key, folder.path().join("real/README.md")).unwrap();
    let mut files = built_in();
    add_folder(&mut files, folder.path()).unwrap();
    assert!(files.get("province/own/check.toml").is_some());
    assert!(files.get("province/own/README.md").is_none());
}

#[test]
fn a_folder_s_labels_take_the_place_of_the_built_in_ones() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "sections/own.toml",
        "[section]\nnews = [\"Chuyện làng\"]\n",
    );
    let mut files = built_in();
    let before = files.deciding_sha256();
    add_folder(&mut files, folder.path()).unwrap();
    assert_ne!(files.deciding_sha256(), before);
    let labels = Pack::parse(&files).unwrap().labels;
    let section = |text| labels.whole(crate::check::Group::Section, text);
    assert_eq!(section("CHUYỆN LÀNG"), Some("news"));
    assert_eq!(section("Tin tức"), None);
}

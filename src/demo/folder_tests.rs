use std::fs;

use super::*;

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap();
                let name = name
                    .components()
                    .map(|part| part.as_os_str().to_str().unwrap());
                found.insert(name.collect::<Vec<_>>().join("/"), fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn a_new_or_empty_folder_gets_the_whole_demo() {
    let root = tempfile::tempdir().unwrap();
    let new = root.path().join("a/b");
    assert_eq!(write(&new).unwrap(), Written::New);
    assert_eq!(
        write(root.path().join("a/b").as_path()).unwrap(),
        Written::Before
    );
    let empty = root.path().join("empty");
    fs::create_dir(&empty).unwrap();
    assert_eq!(write(&empty).unwrap(), Written::New);
    assert_eq!(contents(&new), contents(&empty));
    assert_eq!(contents(&new), files().unwrap());
    assert!(new.join("decisions").is_dir());
}

#[test]
fn a_demo_that_is_there_stays_as_its_owner_left_it() {
    let root = tempfile::tempdir().unwrap();
    write(root.path()).unwrap();
    fs::write(root.path().join("units/hai-ha.toml"), "changed").unwrap();
    let before = contents(root.path());
    assert_eq!(write(root.path()).unwrap(), Written::Before);
    assert_eq!(contents(root.path()), before);
}

#[test]
fn any_other_folder_is_refused_and_left_alone() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("sansang.toml"), "# a workspace of someone").unwrap();
    assert_eq!(write(root.path()).unwrap_err().code(), "demo.not_empty");
    assert_eq!(contents(root.path()).len(), 1);
    let file = root.path().join("sansang.toml");
    assert_eq!(write(&file).unwrap_err().code(), "workspace.no_folder");
    assert_eq!(
        write(&file.join("below")).unwrap_err().code(),
        "workspace.no_folder"
    );
}

#[cfg(unix)]
#[test]
fn nothing_is_left_of_a_demo_that_could_not_be_written() {
    let root = tempfile::tempdir().unwrap();
    // The folder itself can be made; the paths of the files below it are too long for the system.
    let mut deep = root.path().to_owned();
    while deep.as_os_str().len() < 4_070 {
        let room = 4_070 - deep.as_os_str().len();
        deep.push("x".repeat(room.min(200)));
    }
    assert_eq!(write(&deep).unwrap_err().code(), "workspace.unwritable");
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
}

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
    assert_eq!(write(&file).unwrap_err().code(), "demo.no_folder");
    assert_eq!(
        write(&file.join("below")).unwrap_err().code(),
        "demo.no_folder"
    );
}

#[test]
fn nothing_is_left_of_a_demo_that_could_not_be_written() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("demo");
    let mut begun = Begun::default();
    begun.file(&folder.join("units/a.toml"), b"a").unwrap();
    // A file stands where a folder has to be.
    let problem = begun
        .file(&folder.join("units/a.toml/b"), b"b")
        .unwrap_err();
    assert_eq!(problem.code(), "demo.unwritable");
    begun.undo();
    assert!(!folder.exists());
}

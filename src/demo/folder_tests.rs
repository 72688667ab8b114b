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
    assert_eq!(contents(&new), files(PORTS).unwrap());
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
fn a_demo_whose_portals_are_up_names_their_ports_and_has_their_root() {
    let root = tempfile::tempdir().unwrap();
    let opened = open(root.path()).unwrap();
    let portals = opened.portals.unwrap();
    assert_eq!(opened.written, Written::New);
    let pem = fs::read_to_string(root.path().join(ROOT)).unwrap();
    assert_eq!(pem, portals.root_pem);
    let ports = Ports {
        https: portals.https.port(),
        http: portals.http.port(),
    };
    assert_eq!(named(root.path()).unwrap(), Some(ports));
    let mut expected = files(ports).unwrap();
    expected.insert(ROOT.to_owned(), pem.clone().into_bytes());
    assert_eq!(contents(root.path()), expected);
    // The ports are theirs while they are up, and then again those of the profiles; the root is another one.
    let taken = open_within(root.path(), Duration::ZERO);
    assert_eq!(taken.unwrap_err().code(), "demo.ports");
    drop(portals);
    let again = open(root.path()).unwrap();
    assert_eq!(again.written, Written::Before);
    let portals = again.portals.unwrap();
    assert_eq!(
        (portals.https.port(), portals.http.port()),
        (ports.https, ports.http)
    );
    assert_ne!(fs::read_to_string(root.path().join(ROOT)).unwrap(), pem);
}

#[test]
fn a_demo_without_portals_in_its_profiles_needs_none() {
    let root = tempfile::tempdir().unwrap();
    write(root.path()).unwrap();
    for unit in super::super::UNITS {
        let path = root.path().join(format!("units/{unit}.toml"));
        let text = fs::read_to_string(&path).unwrap();
        let start = text.find("[[portal]]").unwrap();
        let (before, after) = text.split_at(start);
        let (_, rest) = after.split_at(after.find("[[organisation]]").unwrap());
        fs::write(&path, [before, rest].concat()).unwrap();
    }
    let opened = open(root.path()).unwrap();
    assert!(opened.portals.is_none() && opened.written == Written::Before);
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

//! What tests share: the project's own pack, read from its folder.

use std::path::Path;

use sansang::check::{Files, Pack};

/// The files of `checks/`.
pub(crate) fn pack_files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let mut files = Files::default();
    collect(&root, &root, &mut files);
    files
}

/// The pack of `checks/`.
pub(crate) fn pack() -> Pack {
    Pack::parse(&pack_files()).unwrap_or_else(|problem| {
        let others: Vec<String> = problem.others().iter().map(ToString::to_string).collect();
        panic!("{problem}\n{}", others.join("\n"))
    })
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            files.insert(
                name.clone(),
                format!("checks/{name}"),
                std::fs::read(&path).unwrap(),
            );
        }
    }
}

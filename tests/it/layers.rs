//! The layers: a module uses only lower ones, never one of its own row, and the pure ones touch no file, clock or network.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Rows, lowest first. A module of `src/` that is not here fails the test.
const ROWS: &[&[&str]] = &[
    &["exact", "words"],
    &["unit", "table", "kind"],
    &["check", "rubric"],
    &["indicator", "extract"],
    &["proof", "score"],
    &["gate", "rank", "plan", "compare", "claims", "monitor"],
    &["report"],
    &["bundle"],
    &["collect"],
    &["workspace", "history"],
    &["audit"],
    &["demo"],
    &["cli"],
];

/// The last row of which no module may do I/O.
const LAST_PURE_ROW: usize = 6;

/// What brings in the world: a file, the clock, the environment, the network, a process or a float.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "SystemTime",
    "Instant::now",
    "Zoned::now",
    "Timestamp::now",
    "Connection::open(",
    "f64",
    "f32",
];

/// The one pure file that may name a float: the cells of a workbook are floats by their format.
const FLOATS_OUT: &str = "report/xlsx/number.rs";

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Module, file and text of every source but the two roots and files of tests alone.
fn modules() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found
        .into_iter()
        .filter(|path| {
            !path
                .file_stem()
                .is_some_and(|stem| stem.to_str().unwrap().ends_with("_tests"))
        })
        .filter_map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let module = inside
                .components()
                .next()?
                .as_os_str()
                .to_str()?
                .trim_end_matches(".rs")
                .to_owned();
            if module == "lib" || module == "main" {
                return None;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            // What follows the first test module is test code.
            let text = text
                .split("#[cfg(test)]\nmod tests {")
                .next()
                .unwrap()
                .to_owned();
            Some((module, path, text))
        })
        .collect()
}

fn rows() -> BTreeMap<&'static str, usize> {
    ROWS.iter()
        .enumerate()
        .flat_map(|(row, names)| names.iter().map(move |name| (*name, row)))
        .collect()
}

fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The modules that a line names after `crate::`.
fn named(line: &str) -> Vec<String> {
    line.match_indices("crate::")
        .filter(|(at, _)| !line[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .map(|(at, word)| {
            line[at + word.len()..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect()
        })
        .collect()
}

#[test]
fn a_module_uses_only_lower_ones() {
    let rows = rows();
    let mut wrong = Vec::new();
    let modules = modules();
    assert!(modules.len() > 30, "{} sources found", modules.len());
    for (module, path, text) in &modules {
        let Some(own) = rows.get(module.as_str()) else {
            wrong.push(format!("{} is in no row", path.display()));
            continue;
        };
        for (n, line) in code(text) {
            if line.contains("crate::{") {
                wrong.push(format!(
                    "{}:{}: name one module a line",
                    path.display(),
                    n + 1
                ));
            }
            for other in named(line).into_iter().filter(|other| other != module) {
                if rows.get(other.as_str()).is_some_and(|row| row >= own) {
                    wrong.push(format!(
                        "{}:{}: {module} uses {other}",
                        path.display(),
                        n + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_modules_touch_no_file_clock_environment_network_or_float() {
    let rows = rows();
    let mut wrong = Vec::new();
    for (module, path, text) in modules() {
        if rows
            .get(module.as_str())
            .is_none_or(|row| *row > LAST_PURE_ROW)
        {
            continue;
        }
        for (n, line) in code(&text) {
            for door in IMPURE.iter().filter(|door| line.contains(**door)) {
                if *door == "f64" && path.ends_with(FLOATS_OUT) {
                    continue;
                }
                wrong.push(format!("{}:{}: {door}", path.display(), n + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

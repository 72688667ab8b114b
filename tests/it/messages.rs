//! Every problem that the sources can raise has a sentence in both languages.

use std::collections::BTreeSet;
use std::path::Path;

use sansang::words::{Lang, Words};

/// Codes of problems in a source text: texts like `bundle.digest` in calls that make a problem.
fn codes(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for call in [
        "Problem::new(",
        "Problem::untrusted(",
        "unknown(",
        "refuse(",
    ] {
        for (at, _) in text.match_indices(call) {
            let rest = text[at + call.len()..].trim_start();
            let Some(quoted) = rest.strip_prefix('"') else {
                continue;
            };
            let code = quoted.split('"').next().unwrap();
            if code.contains('.')
                && code
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || matches!(c, '.' | '_'))
            {
                found.insert(code.to_owned());
            }
        }
    }
    found
}

fn walk(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && !name.ends_with("_tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            found.extend(codes(text.split("#[cfg(test)]\nmod ").next().unwrap()));
        }
    }
}

#[test]
fn no_problem_is_without_its_sentence() {
    let mut found = BTreeSet::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut found,
    );
    assert!(found.len() > 80, "{} codes found", found.len());
    let words = Words::built_in();
    let missing: Vec<String> = [Lang::Vi, Lang::En]
        .into_iter()
        .flat_map(|lang| {
            found
                .iter()
                .map(move |code| (lang, format!("error.{code}")))
        })
        .filter(|(lang, key)| words.get(*lang, key) == *key)
        .map(|(lang, key)| format!("{}: {key}", lang.code()))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

//! Files that are generated must be fresh; `UPDATE=1` rewrites them.

use std::fmt::Write;
use std::path::Path;

use sansang::words::Lang;

use crate::program::run;
use crate::support::pack;

/// The table of checks in one language, linked to each check's page.
fn table(lang: Lang) -> String {
    let pack = pack();
    let (head, page) = match lang {
        Lang::Vi => (
            "| Mã | Hỏi gì | Chỉ số | Tiêu chí của `ict170` |\n|---|---|---|---|\n",
            "README.vi.md",
        ),
        Lang::En => (
            "| Id | Asks | Indicators | Criteria of `ict170` |\n|---|---|---|---|\n",
            "README.md",
        ),
    };
    let (_, rubric) = &pack.rubrics["ict170/rubric.toml"];
    let rubric: toml::Table = rubric.parse().unwrap();
    let mut text = head.to_owned();
    for check in pack.checks.values() {
        let names: Vec<String> = check
            .indicators
            .iter()
            .map(|(name, i)| format!("`{name}` ({})", i.kind.code()))
            .collect();
        let start = format!("{}/", check.id);
        let criteria: Vec<&str> = rubric["criterion"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|criterion| {
                let indicator = criterion.get("indicator");
                let id = indicator.and_then(|i| i.as_str().or_else(|| i.get("id")?.as_str()));
                id.is_some_and(|id| id.starts_with(&start))
            })
            .map(|criterion| criterion["code"].as_str().unwrap())
            .collect();
        writeln!(
            text,
            "| [`{}`]({}/{page}) | {} | {} | {} |",
            check.id,
            check.folder,
            check.title.in_lang(lang),
            names.join(", "),
            criteria.join(", ")
        )
        .unwrap();
    }
    text
}

/// Holds the generated part of a file, between `<!-- NAME -->` and `<!-- /NAME -->`, against what is generated now.
fn keep_fresh(file: &str, name: &str, generated: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = std::fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&open).unwrap();
    let (_, after) = rest.split_once(&close).unwrap();
    let fresh = format!("{before}{open}{generated}{close}{after}");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    } else {
        assert!(
            text == fresh,
            "{file} is stale; run: UPDATE=1 cargo test --test it fresh"
        );
    }
}

#[test]
fn the_tables_of_checks_are_fresh() {
    for (file, lang) in [
        ("checks/README.md", Lang::En),
        ("checks/README.vi.md", Lang::Vi),
    ] {
        keep_fresh(file, "checks", &table(lang));
    }
}

/// What the demo prints, without its middle: the head with the groups, and the ranking.
fn sample(lang: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("hai-ha-2020");
    let ran = run(&["demo", root.to_str().unwrap(), "--lang", lang]).well();
    let lines: Vec<&str> = ran.out.lines().collect();
    let rules: Vec<usize> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.starts_with("────"))
        .map(|(n, _)| n)
        .collect();
    assert!(rules.len() >= 3, "{}", ran.out);
    // The first table is the groups', the second the criteria's, the last the ranking's.
    let head = &lines[..rules[1] - 2];
    let ranks = &lines[rules[rules.len() - 1] - 1..rules[rules.len() - 1] + 4];
    let shown: Vec<&str> = head
        .iter()
        .chain(["…", ""].iter())
        .chain(ranks)
        .copied()
        .collect();
    format!(
        "```\n{}\n```\n",
        shown
            .iter()
            .map(|line| line.trim_end())
            .collect::<Vec<_>>()
            .join("\n")
    )
}

#[test]
fn the_samples_of_the_readmes_are_what_the_demo_prints() {
    for (file, lang) in [("README.md", "en"), ("README.vi.md", "vi")] {
        keep_fresh(file, "sample", &sample(lang));
    }
}

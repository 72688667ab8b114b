//! Files that are generated must be fresh; `UPDATE=1` rewrites them.

use std::fmt::Write;
use std::path::Path;

use sansang::words::Lang;

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

#[test]
fn the_tables_of_checks_are_fresh() {
    for (file, lang) in [
        ("checks/README.md", Lang::En),
        ("checks/README.vi.md", Lang::Vi),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once("<!-- checks -->\n").unwrap();
        let (_, after) = rest.split_once("<!-- /checks -->").unwrap();
        let fresh = format!(
            "{before}<!-- checks -->\n{}<!-- /checks -->{after}",
            table(lang)
        );
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &fresh).unwrap();
        } else {
            assert!(
                text == fresh,
                "{file} is stale; run: UPDATE=1 cargo test --test it fresh"
            );
        }
    }
}

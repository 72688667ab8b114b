//! What the program prints fits the published schemas, and a schema takes nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use sansang::report::json::canonical;
use sansang::report::schema;
use serde_json::{Value, json};

use crate::program::{Ran, run};

/// The folder of the published schemas.
const FOLDER: &str = "reports/schemas";

/// Validators by the name that a document gives itself.
static VALIDATORS: LazyLock<BTreeMap<String, Validator>> = LazyLock::new(|| {
    let schemas = schema::all().into_iter().map(|(name, schema)| {
        let validator = jsonschema::draft202012::new(&schema).unwrap();
        (format!("sansang/{name}/1"), validator)
    });
    schemas.collect()
});

/// Holds a document against the schema that it names.
pub(crate) fn hold(document: &Value) -> Result<(), String> {
    let Some(name) = document.get("schema").and_then(Value::as_str) else {
        return Err(format!("a document that names no schema: {document}"));
    };
    let Some(validator) = VALIDATORS.get(name) else {
        return Err(format!("{name} has no schema"));
    };
    let errors: Vec<String> = validator
        .iter_errors(document)
        .take(3)
        .map(|error| {
            let text: String = error.to_string().chars().take(600).collect();
            format!("{name} at {}: {text}", error.instance_path())
        })
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(errors.join("\n"))
    }
}

#[test]
fn the_published_schemas_are_fresh() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let fresh: BTreeMap<String, String> = schema::all()
        .into_iter()
        .map(|(name, schema)| (format!("{name}.json"), canonical(&schema)))
        .collect();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in &fresh {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    let found: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, fresh.keys().cloned().collect());
    for (name, text) in fresh {
        let published = std::fs::read_to_string(folder.join(&name)).unwrap();
        assert!(
            published == text,
            "{FOLDER}/{name} is stale; run: UPDATE=1 cargo test --test it fresh"
        );
    }
}

#[test]
fn every_schema_is_one_of_its_draft() {
    for (name, schema) in schema::all() {
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
    }
}

/// One document of every schema, printed by the program.
static PRINTED: LazyLock<BTreeMap<String, Value>> = LazyLock::new(print);

fn print() -> BTreeMap<String, Value> {
    let home = tempfile::tempdir().unwrap();
    let path = |name: &str| home.path().join(name).to_str().unwrap().to_owned();
    let (demo, new, gate) = (path("demo"), path("new"), path("gate.toml"));
    std::fs::write(
        &gate,
        "min_points = \"1\"\nmin_group_points = { A1 = \"1\" }\n",
    )
    .unwrap();
    let ask = |args: &[&str]| run(&[args, &["--format", "json"]].concat());
    let report = [
        "report", "-C", &demo, "hai-ha", "--format", "json", "--out", &new,
    ];
    let decide = [
        "decide",
        "-C",
        &demo,
        "hai-ha",
        "B4.6",
        "not-applicable",
        "--old",
        "0.00..4.00",
        "--reason",
        "không có khảo sát",
        "--author",
        "tổ thẩm định",
    ];
    let runs: Vec<Ran> = vec![
        ask(&["demo", &demo]),
        ask(&["audit", "-C", &demo, "mau-a"]),
        ask(&["audit", "-C", &demo, "mau-a", "--plan"]),
        ask(&["audit", "-C", &demo, "mau-a", "--dry-run"]),
        ask(&["score", "-C", &demo, "hai-ha"]),
        ask(&["score", "-C", &demo, "hai-ha", "mau-a"]),
        ask(&["explain", "-C", &demo, "hai-ha", "B3.4"]),
        ask(&["explain", "-C", &demo, "mau-a"]),
        ask(&["rank", "-C", &demo, "hai-ha", "mau-a"]),
        ask(&["gate", "-C", &demo, "hai-ha", "--gate", &gate]),
        ask(&[
            "query",
            "-C",
            &demo,
            "hai-ha",
            "select id, unit_id, kind from devices limit 3",
        ]),
        ask(&["tables"]),
        ask(&["check", "list"]),
        ask(&["check", "show", "services.on-time"]),
        ask(&["check", "test", "services.on-time"]),
        ask(&["check", "lint", "services.on-time"]),
        ask(&["rubric", "show"]),
        ask(&["rubric", "lint"]),
        ask(&["init", &new]),
        run(&report),
        ask(&decide),
        ask(&["explain", "-C", &demo, "hai-ha", "nowhere"]),
        ask(&["explain", "-C", &demo, "hai-ha", "portal.availability"]),
    ];
    let mut documents = BTreeMap::new();
    for ran in runs {
        let text = if ran.code == 0 || ran.out.starts_with('{') {
            &ran.out
        } else {
            &ran.err
        };
        let document: Value = serde_json::from_str(text).unwrap_or_else(|_| panic!("{ran:?}"));
        let name = document["schema"].as_str().unwrap().to_owned();
        documents.insert(name, document);
    }
    documents
}

/// Every place in a document; of a list the first items only, which are alike.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    const ALIKE: usize = 4;
    found.push(at.to_owned());
    match value {
        Value::Object(keys) => {
            for (key, value) in keys {
                let key = key.replace('~', "~0").replace('/', "~1");
                places(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().take(ALIKE).enumerate() {
                places(item, &format!("{at}/{n}"), found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Objects whose keys are free or may be absent.
const FREE: &[&str] = &[
    "params", "cells", "fields", "tally", "with", "needs", "rates", "of", "unfilled",
];

#[test]
fn a_document_that_was_changed_is_refused_wherever_it_was_changed() {
    let documents = &*PRINTED;
    let known: BTreeSet<&String> = documents.keys().collect();
    let all: BTreeSet<&String> = VALIDATORS
        .keys()
        .filter(|name| *name != "sansang/decision/1")
        .collect();
    assert_eq!(known, all, "a document of every schema");
    let mut n = 0;
    for (name, document) in documents {
        let validator = &VALIDATORS[name];
        let mut found = Vec::new();
        places(document, "", &mut found);
        // A long document repeats itself; an odd stride meets every kind of place.
        let stride = (found.len() / 400).max(1) | 1;
        for place in found.iter().step_by(stride) {
            let mut wrong = Vec::new();
            let mut changed = document.clone();
            // No number is a float, and no key is called so.
            *changed.pointer_mut(place).unwrap() = json!(1.5);
            wrong.push(changed);
            if let Some(keys) = document.pointer(place).and_then(Value::as_object) {
                let mut changed = document.clone();
                let at = changed.pointer_mut(place).unwrap();
                at.as_object_mut()
                    .unwrap()
                    .insert("lạ".to_owned(), json!([1.5]));
                wrong.push(changed);
                let free = FREE.iter().any(|free| place.ends_with(&format!("/{free}")));
                let formula = place.contains("/formula/") || place.ends_with("/formula");
                for key in keys.keys().filter(|_| !free && !formula) {
                    let mut changed = document.clone();
                    let at = changed.pointer_mut(place).unwrap();
                    at.as_object_mut().unwrap().remove(key);
                    wrong.push(changed);
                }
            }
            for changed in wrong {
                n += 1;
                assert!(
                    !validator.is_valid(&changed),
                    "{name} at {place}: {changed}"
                );
            }
        }
    }
    assert!(n > 3000, "{n}");
}

#[test]
fn words_of_closed_lists_dates_and_points_are_held_to_their_form() {
    let card = &PRINTED["sansang/scorecard/1"];
    for (place, wrong) in [
        ("/criteria/0/state", json!("settling")),
        ("/criteria/0/standing", json!("proved")),
        ("/criteria/0/flags", json!(["stale", "stale"])),
        ("/criteria/0/flags", json!(["odd"])),
        (
            "/criteria/0/because",
            json!([{ "code": "rows_mising", "n": 1 }]),
        ),
        (
            "/criteria/0/because",
            json!([{ "code": "rows_missing", "n": 1 }]),
        ),
        ("/criteria/0/formula", json!("linearly")),
        ("/criteria/0/max", json!("2,00")),
        ("/criteria/0/applies", json!(true)),
        ("/round/as_of", json!("31/12/2020")),
        ("/bundle/sha256", json!("abc")),
        ("/decisions/count", json!(-1)),
        ("/schema", json!("sansang/scorecard/2")),
    ] {
        let mut changed = card.clone();
        *changed.pointer_mut(place).unwrap() = wrong.clone();
        assert!(
            !VALIDATORS["sansang/scorecard/1"].is_valid(&changed),
            "{place}: {wrong}"
        );
    }
}

#[test]
fn a_line_of_decisions_fits_its_schema() {
    // `decide` prints the line that it wrote.
    let line = &PRINTED["sansang/decided/1"]["decision"];
    let validator = &VALIDATORS["sansang/decision/1"];
    assert!(validator.is_valid(line), "{line}");
    for key in line.as_object().unwrap().keys() {
        for wrong in [Value::Null, json!(1.5), json!("")] {
            let mut changed = line.clone();
            changed[key] = wrong.clone();
            let free = matches!(key.as_str(), "new" | "old") && wrong.is_null();
            let text = key == "criterion" && wrong == "";
            assert_eq!(validator.is_valid(&changed), free || text, "{key} {wrong}");
        }
    }
}

//! `rubric lint`: whether a rubric's file is sound.

use serde_json::{Value, json};

use super::Named;
use super::choose::{Choice, Shelf};
use super::written::decimal;
use crate::cli::exit::Exit;
use crate::cli::session::{Failure, Session};
use crate::rubric::Rubric;
use crate::words::{Problem, plain};

pub(super) fn run(typed: &Named, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let shelf = Shelf::of(&packed);
    let named = typed
        .name
        .clone()
        .or_else(|| session.shared().rubric.clone());
    let read = match named {
        Some(name) => {
            let rubric = shelf.rubric(&Choice::of(&name, std::path::Path::new("")));
            vec![(name, rubric)]
        }
        None => shelf.every(),
    };
    if read.is_empty() {
        return Err(Problem::new("cli.which_rubric").with("known", "").into());
    }
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    for (file, rubric) in read {
        match rubric {
            Ok(rubric) if session.json() => documents.push(as_json(&file, &rubric)),
            Ok(rubric) => {
                let line = sound(&file, &rubric, session);
                session.print(&line)?;
            }
            Err(problem) => problems.push(problem),
        }
    }
    if session.json() {
        session.print_json(&json!({ "schema": "sansang/rubric-lint/1", "sound": documents }))?;
    }
    match Problem::all(problems) {
        None => Ok(Exit::Ok),
        Some(problem) => Err(problem.into()),
    }
}

fn sound(file: &str, rubric: &Rubric, session: &Session<'_, '_>) -> String {
    let fields = [
        ("file", file.to_owned()),
        ("id", rubric.id.clone()),
        ("edition", rubric.edition.clone()),
        ("criteria", rubric.criteria.len().to_string()),
        ("max", decimal(&rubric.max)),
    ];
    plain(&session.fill("cli.rubric.sound", &fields))
}

fn as_json(file: &str, rubric: &Rubric) -> Value {
    json!({
        "file": file,
        "id": rubric.id,
        "edition": rubric.edition,
        "sha256": rubric.sha256,
        "criteria": rubric.criteria.len(),
        "max": decimal(&rubric.max),
    })
}

//! `check lint`: places where a query could decide an unknown by accident, and what is refused outright.

use serde_json::{Value, json};

use super::Which;
use crate::cli::exit::Exit;
use crate::cli::session::{Failure, Session};
use crate::proof::{Note, lint};
use crate::words::{Problem, plain};

pub(super) fn run(typed: &Which, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let pack = session.pack()?.pack;
    let checks = typed.of(&pack)?;
    let n_checks = checks.len();
    let mut documents = Vec::new();
    let mut problems = Vec::new();
    let mut n_notes = 0;
    for check in checks {
        let lint = lint(&pack, check);
        n_notes += lint.notes.len();
        if session.json() {
            let notes: Vec<Value> = lint
                .notes
                .iter()
                .map(|note| as_json(note, session))
                .collect();
            documents.push(json!({
                "id": check.id,
                "notes": notes,
                "problems": lint.problems.len(),
            }));
        } else {
            for note in &lint.notes {
                let why = session.text(&format!("lint.{}", note.code));
                session.print(&plain(&format!("{}: `{}`: {why}", note.place, note.what)))?;
            }
        }
        problems.extend(lint.problems);
    }
    if session.json() {
        session.print_json(&json!({ "schema": "sansang/lint/1", "checks": documents }))?;
    } else {
        let fields = [
            ("checks", n_checks.to_string()),
            ("notes", n_notes.to_string()),
            ("problems", problems.len().to_string()),
        ];
        let line = session.fill("cli.check.linted", &fields);
        session.print(&line)?;
    }
    match Problem::all(problems) {
        None => Ok(Exit::Ok),
        Some(problem) => Err(problem.into()),
    }
}

fn as_json(note: &Note, session: &Session<'_, '_>) -> Value {
    json!({
        "code": note.code,
        "what": note.what,
        "message": session.text(&format!("lint.{}", note.code)),
        "file": note.place.file,
        "line": note.place.line,
        "column": note.place.column,
    })
}

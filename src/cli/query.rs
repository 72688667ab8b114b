//! `query`: a question in SQL to one bundle, in the sandbox that checks run in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use clap::Args;
use rusqlite::types::Value as Cell;
use serde_json::{Value, json};

use super::exit::Exit;
use super::listing::listing;
use super::session::{Failure, Session};
use super::subject::Desk;
use crate::score::Subject;
use crate::table::{Query, Sandbox, failure};
use crate::words::{Place, Problem, written};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "BUNDLE|UNIT")]
    subject: String,
    #[arg(value_name = "SQL")]
    sql: String,
    #[arg(long, value_name = "N", default_value_t = 1000)]
    rows: usize,
}

/// Tables of every bundle beside the catalogue's.
const BOOKKEEPING: [&str; 4] = ["meta", "observation", "attempt", "unread"];
/// The longest that a query may run.
const PATIENCE: Duration = Duration::from_mins(1);
/// How the query is called in messages.
const NAME: &str = "query";

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    let opened = desk.tables(&typed.subject)?;
    let (subject, sandbox) = (&opened.subject, &opened.sandbox);
    let tables: BTreeSet<String> = packed
        .pack
        .catalogue
        .names()
        .chain(BOOKKEEPING)
        .map(str::to_owned)
        .collect();
    let answer = watched(sandbox, || {
        ask(sandbox, subject, &typed.sql, &tables, typed.rows)
    })?;
    if session.json() {
        session.print_json(&as_json(&answer, opened.illustrative))?;
        return Ok(Exit::Ok);
    }
    if opened.illustrative {
        let label = session.text("report.illustrative");
        session.print(&label)?;
    }
    let null = session.text("cli.query.null");
    let rows = answer.rows.iter().map(|row| {
        row.iter()
            .map(|cell| shown(cell, &null))
            .collect::<Vec<String>>()
    });
    let text = listing(&answer.columns, rows, session);
    session.print(&text)?;
    let counted = [("n", answer.rows.len().to_string())];
    let note = session.fill(
        if answer.cut {
            "cli.query.cut"
        } else {
            "cli.query.rows"
        },
        &counted,
    );
    session.remark(&note)?;
    Ok(Exit::Ok)
}

/// Columns and rows, and whether there were more.
#[derive(Debug)]
struct Answer {
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
    cut: bool,
}

fn ask(
    sandbox: &Sandbox,
    subject: &Subject,
    sql: &str,
    tables: &BTreeSet<String>,
    most: usize,
) -> Result<Answer, Problem> {
    let query = Query {
        file: NAME,
        sql,
        tables,
    };
    let mut guarded = sandbox
        .prepare(query)
        .map_err(|problem| in_bundle(problem, tables))?;
    let params = parameters(subject);
    guarded.bind(NAME, |name| params.get(name))?;
    let columns = guarded.columns();
    let n_columns = columns.len();
    let mut answer = Answer {
        columns,
        rows: Vec::new(),
        cut: false,
    };
    let mut rows = guarded.statement().raw_query();
    while let Some(row) = rows.next().map_err(|error| failure(NAME, &error))? {
        if answer.rows.len() == most {
            answer.cut = true;
            break;
        }
        let cells: Result<Vec<Cell>, _> = (0..n_columns).map(|n| row.get(n)).collect();
        answer
            .rows
            .push(cells.map_err(|error| failure(NAME, &error))?);
    }
    Ok(answer)
}

/// What the sandbox says of a check's query, in the words of a question to a bundle.
fn in_bundle(problem: Problem, tables: &BTreeSet<String>) -> Problem {
    let place = problem.place().cloned();
    let name = |key: &str| {
        let fields = problem.fields().iter();
        let found = fields.into_iter().find(|(name, _)| *name == key);
        found.map_or_else(String::new, |(_, value)| value.clone())
    };
    let told = match problem.code() {
        "query.table" => written::unknown("cli.query_table", &name("table"), tables),
        "query.several" => Problem::new("cli.query_several"),
        _ => return problem,
    };
    match place {
        Some(place) => told.at(place),
        None => told,
    }
}

/// The round's parameters, as every check's query has them.
fn parameters(subject: &Subject) -> BTreeMap<&'static str, Cell> {
    let round = &subject.round;
    [
        ("unit", subject.unit.id.clone()),
        ("as_of", round.as_of.to_string()),
        ("period_start", round.period.from.to_string()),
        ("period_end", round.period.to.to_string()),
        ("previous_start", round.previous.from.to_string()),
        ("previous_end", round.previous.to.to_string()),
        ("cutoff", round.data_cutoff.to_string()),
    ]
    .into_iter()
    .map(|(name, value)| (name, Cell::Text(value)))
    .collect()
}

/// Does the work while a clock watches: too long, and SQLite is interrupted.
fn watched<T>(sandbox: &Sandbox, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    let handle = sandbox.interrupt_handle();
    let late = AtomicBool::new(false);
    let (done, waiting) = channel::<()>();
    let result = std::thread::scope(|threads| {
        let late = &late;
        threads.spawn(move || {
            // The sender goes away when the work is done.
            if waiting.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                late.store(true, Ordering::Relaxed);
                handle.interrupt();
            }
        });
        let result = work();
        drop(done);
        result
    });
    if result.is_err() && late.load(Ordering::Relaxed) {
        return Err(Problem::new("cli.too_slow")
            .with("seconds", PATIENCE.as_secs())
            .at(Place::file(NAME)));
    }
    result
}

fn shown(cell: &Cell, null: &str) -> String {
    match cell {
        Cell::Null => null.to_owned(),
        Cell::Integer(n) => n.to_string(),
        Cell::Real(x) => x.to_string(),
        Cell::Text(text) => text.clone(),
        Cell::Blob(bytes) => hex(bytes),
    }
}

fn as_json(answer: &Answer, illustrative: bool) -> Value {
    let rows: Vec<Vec<Value>> = answer
        .rows
        .iter()
        .map(|row| row.iter().map(cell_json).collect())
        .collect();
    json!({
        "schema": "sansang/rows/1",
        "illustrative": illustrative,
        "columns": answer.columns,
        "rows": rows,
        "cut": answer.cut,
    })
}

/// No number in a document is a float: one that a query makes comes as text.
fn cell_json(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Integer(n) => json!(n),
        Cell::Real(x) => json!(x.to_string()),
        Cell::Text(text) => json!(text),
        Cell::Blob(bytes) => json!(hex(bytes)),
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("x'{}'", digits.concat())
}

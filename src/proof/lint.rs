//! What a look at a check's queries shows, without a case: opcodes that bring in floats, scans that would take minutes,
//! and each place where an unknown could be decided by accident (`bounds.md` §3).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::load;
use super::words_of::{Word, words_of};
use crate::check::{Check, Pack, Route};
use crate::table::{Query, Sandbox, failure};
use crate::words::{Place, Problem};

/// What linting a check came to.
#[derive(Debug, Default)]
pub struct Lint {
    /// What is refused.
    pub problems: Vec<Problem>,
    /// Places where an unknown could be decided by accident; the cases must show that it is not.
    pub notes: Vec<Note>,
}

/// A place where a query could decide an unknown.
#[derive(Debug, Clone)]
pub struct Note {
    /// The word or column that could.
    pub what: String,
    /// Code of the reason: a message `[lint]` of the locales.
    pub code: &'static str,
    /// Where.
    pub place: Place,
}

/// Opcodes that a query may not compile to: floats, and a division that drops a remainder.
const REFUSED_OPCODES: &[&str] = &["Real", "RealAffinity", "Divide", "Cast"];

/// The headings that a check's page must have, in Vietnamese and English.
pub const HEADINGS: (&[&str], &[&str]) = (
    &[
        "Hỏi gì",
        "Vì sao quan trọng",
        "Đo thế nào",
        "Không thấy được gì",
        "Cách khắc phục",
        "Căn cứ",
    ],
    &[
        "What it asks",
        "Why it matters",
        "How it is measured",
        "What it cannot see",
        "How to fix",
        "References",
    ],
);

/// Looks at one check of a pack.
pub fn lint(pack: &Pack, check: &Check) -> Lint {
    let mut lint = Lint::default();
    pages(check, &mut lint);
    for route in check
        .indicators
        .values()
        .flat_map(|indicator| &indicator.routes)
    {
        if let Err(problem) = look(pack, route, &mut lint) {
            lint.problems.push(problem);
        }
    }
    lint
}

/// Both pages are there and have their headings.
fn pages(check: &Check, lint: &mut Lint) {
    let folder = check.file.trim_end_matches("check.toml");
    for (name, text, headings) in [
        ("README.vi.md", &check.readme.vi, HEADINGS.0),
        ("README.md", &check.readme.en, HEADINGS.1),
    ] {
        let found: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .map(str::trim)
            .collect();
        if found != headings {
            let problem = Problem::new("lint.headings").with("headings", headings.join(" · "));
            lint.problems
                .push(problem.at(Place::file(format!("{folder}{name}"))));
        }
    }
}

fn look(pack: &Pack, route: &Route, lint: &mut Lint) -> Result<(), Problem> {
    let failed = |error| failure(&route.file, &error);
    let sandbox = Sandbox::in_memory(&Arc::clone(&pack.calendar)).map_err(failed)?;
    let tables: BTreeSet<String> = route.needs.keys().cloned().collect();
    let made: BTreeSet<String> = tables
        .iter()
        .filter(|name| !matches!(name.as_str(), "coverage" | "baselines"))
        .cloned()
        .collect();
    load::create(sandbox.connection(), &pack.catalogue, &made)?;
    sandbox.prepare(Query {
        file: &route.file,
        sql: &route.sql,
        tables: &tables,
    })?;
    let read: BTreeSet<String> = sandbox
        .columns_read()
        .into_iter()
        .map(|(table, _)| table)
        .collect();
    for unused in tables.difference(&read) {
        let place = Place::file(&route.file);
        lint.problems.push(
            Problem::new("lint.unused_table")
                .with("table", unused)
                .at(place),
        );
    }
    opcodes(&sandbox, route, lint)?;
    plan(&sandbox, route, lint)?;
    risky(pack, route, &tables, lint);
    Ok(())
}

fn opcodes(sandbox: &Sandbox, route: &Route, lint: &mut Lint) -> Result<(), Problem> {
    let failed = |error| failure(&route.file, &error);
    let sql = format!("explain {}", route.sql);
    let mut statement = sandbox.connection().prepare(&sql).map_err(failed)?;
    let mut rows = statement.raw_query();
    let mut found = BTreeSet::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let opcode: String = row.get("opcode").map_err(failed)?;
        if REFUSED_OPCODES.contains(&opcode.as_str()) {
            found.insert(opcode);
        }
    }
    for opcode in found {
        lint.problems.push(
            Problem::new("lint.opcode")
                .with("opcode", opcode)
                .at(Place::file(&route.file)),
        );
    }
    Ok(())
}

/// A table that is read from end to end for each row of another makes minutes of seconds.
fn plan(sandbox: &Sandbox, route: &Route, lint: &mut Lint) -> Result<(), Problem> {
    let failed = |error| failure(&route.file, &error);
    let sql = format!("explain query plan {}", route.sql);
    let mut statement = sandbox.connection().prepare(&sql).map_err(failed)?;
    let mut rows = statement.raw_query();
    let mut inside: BTreeSet<i64> = BTreeSet::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let (id, parent): (i64, i64) = (row.get(0).map_err(failed)?, row.get(1).map_err(failed)?);
        let detail: String = row.get(3).map_err(failed)?;
        if detail.starts_with("CORRELATED") || inside.contains(&parent) {
            inside.insert(id);
        }
        let scans = detail
            .strip_prefix("SCAN ")
            .filter(|what| !what.contains("CONSTANT ROW"));
        if let (true, Some(what)) = (inside.contains(&id), scans) {
            let name = what.split(' ').next().unwrap_or(what);
            lint.problems.push(
                Problem::new("lint.scan")
                    .with("table", name)
                    .at(Place::file(&route.file)),
            );
        }
    }
    Ok(())
}

/// Names each place that could decide an unknown.
fn risky(pack: &Pack, route: &Route, tables: &BTreeSet<String>, lint: &mut Lint) {
    let nullable: BTreeSet<&str> = tables
        .iter()
        .filter_map(|name| pack.catalogue.table(name))
        .flat_map(|schema| {
            schema
                .columns
                .iter()
                .filter(|c| !c.required)
                .map(|c| c.name.as_str())
        })
        .collect();
    let words = words_of(&route.sql);
    let mut note = |code, word: &Word| {
        let place = Place::span(&route.file, &route.sql, word.span.clone());
        lint.notes.push(Note {
            what: word.text.clone(),
            code,
            place,
        });
    };
    for (n, word) in words.iter().enumerate() {
        let next = words.get(n + 1).map_or("", |word| word.text.as_str());
        let calls = next == "(";
        match word.text.as_str() {
            "exists" => note("exists", word),
            "is" => note("is", word),
            "case" => note("case", word),
            "distinct" | "limit" => note("top", word),
            "not" if next == "in" => note("not_in", word),
            "coalesce" | "ifnull" | "iif" if calls => note("coalesce", word),
            "count" | "sum" | "min" | "max" | "total" | "avg" if calls => note("aggregate", word),
            name if word.filters && nullable.contains(name) => note("filter", word),
            _ => {}
        }
    }
}

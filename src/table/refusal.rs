//! What is said of a query that may not be asked, or that fails while it runs: a code, and the place in its file.

use std::ops::Range;

use super::Query;
use crate::words::{Place, Problem};

/// What a statement was denied while it was prepared.
#[derive(Debug, Clone)]
pub(super) enum Denied {
    /// A table that is not on its list.
    Table(String),
    /// A function that no query may call.
    Function(String),
    /// Anything but reading.
    Action,
}

/// A query that did not prepare: what it was denied, else what SQLite made of its text.
pub(super) fn refusal(
    query: Query<'_>,
    denied: Option<Denied>,
    error: &rusqlite::Error,
) -> Problem {
    let place = place_of(query, error);
    match denied {
        Some(Denied::Table(name)) => unlisted(query, &name, place),
        Some(Denied::Function(name)) => {
            let place = place_of_word(query, &name).unwrap_or(place);
            Problem::new("query.function")
                .with("function", name)
                .at(place)
        }
        Some(Denied::Action) => Problem::new("query.not_reading").at(place),
        None => of_sqlite(query, error, place),
    }
}

/// A table that the query may not read; `otherwise` is where to point if its name is not in the text.
pub(super) fn unlisted(query: Query<'_>, name: &str, otherwise: Place) -> Problem {
    let known: Vec<&str> = query.tables.iter().map(String::as_str).collect();
    Problem::new("query.table")
        .with("table", name)
        .with("known", known.join(", "))
        .at(place_of_word(query, name).unwrap_or(otherwise))
}

/// What SQLite refuses by itself.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "rusqlite adds kinds of errors as it likes; each is told as it tells itself"
)]
fn of_sqlite(query: Query<'_>, error: &rusqlite::Error, place: Place) -> Problem {
    let problem = match error {
        rusqlite::Error::SqlInputError { msg, .. }
        | rusqlite::Error::SqliteFailure(_, Some(msg)) => {
            if let Some(name) = msg.strip_prefix("no such table: ") {
                return unlisted(query, name, place);
            }
            if let Some(name) = msg.strip_prefix("no such column: ") {
                Problem::new("query.column").with("column", name)
            } else if let Some(name) = msg.strip_prefix("no such function: ") {
                Problem::new("query.function").with("function", name)
            } else if msg == "incomplete input" {
                Problem::new("query.incomplete")
            } else {
                Problem::new("query.syntax").with("detail", msg)
            }
        }
        rusqlite::Error::MultipleStatement => Problem::new("query.several"),
        other if query.sql.trim().is_empty() => {
            Problem::new("query.empty").caused_by(other.to_string())
        }
        other => Problem::new("query.failed").with("detail", other),
    };
    problem.at(place)
}

/// The word that SQLite points at, else the file.
fn place_of(query: Query<'_>, error: &rusqlite::Error) -> Place {
    let rusqlite::Error::SqlInputError { offset, .. } = error else {
        return Place::file(query.file);
    };
    let start = usize::try_from(*offset).unwrap_or(0);
    let word = query.sql.get(start..).map_or(0, |rest| {
        rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.'))
            .unwrap_or(rest.len())
            .max(1)
    });
    Place::span(query.file, query.sql, start..start + word)
}

fn place_of_word(query: Query<'_>, word: &str) -> Option<Place> {
    find_word(query.sql, word).map(|span| Place::span(query.file, query.sql, span))
}

/// Where a word stands in a query, apart from case.
fn find_word(sql: &str, word: &str) -> Option<Range<usize>> {
    let (haystack, needle) = (sql.to_ascii_lowercase(), word.to_ascii_lowercase());
    let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    haystack
        .match_indices(&needle)
        .map(|(at, _)| at..at + needle.len())
        .find(|span| {
            let before = haystack
                .get(..span.start)
                .and_then(|s| s.chars().next_back());
            let after = haystack.get(span.end..).and_then(|s| s.chars().next());
            !is_part(before) && !is_part(after)
        })
}

/// What went wrong while a guarded statement ran.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "SQLite has many ways to fail; the limits have sentences of their own, the rest are told as it tells them"
)]
pub fn failure(file: &str, error: &rusqlite::Error) -> Problem {
    let problem = match error {
        rusqlite::Error::SqliteFailure(code, detail) => match code.code {
            rusqlite::ErrorCode::OperationInterrupted => Problem::new("query.steps"),
            rusqlite::ErrorCode::TooBig => Problem::new("query.too_big"),
            rusqlite::ErrorCode::OutOfMemory => Problem::new("query.memory"),
            _ => {
                let detail = detail.clone().unwrap_or_else(|| error.to_string());
                Problem::new("query.failed").with("detail", detail)
            }
        },
        other => Problem::new("query.failed").with("detail", other),
    };
    problem.at(Place::file(file))
}

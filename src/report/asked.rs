//! What a query read and found, in words.

use crate::exact::Count;
use crate::report::measure;
use crate::report::speech::{Speech, short};
use crate::score::{Asked, AskedRow, RowSource, TableRead};
use crate::words::plain;

/// `as_of = 2020-12-31, unit = hai-ha`.
pub(super) fn params(asked: &Asked) -> String {
    let params: Vec<String> = asked
        .params
        .iter()
        .map(|(name, value)| format!("{} = {}", plain(name), plain(value)))
        .collect();
    params.join(", ")
}

/// How much of a table is there, what rows it lacks and what it is read for.
pub(super) fn coverage(speech: Speech<'_>, table: &TableRead) -> String {
    let mut parts = vec![speech.code("coverage", &table.state)];
    let missing = table.missing.map_or(Count::Unbounded, Count::Finite);
    if !missing.is_zero() && table.state != "none" {
        parts.push(measure::missing(speech, missing));
    }
    if table.unassigned > 0 {
        let n = speech.whole(table.unassigned);
        parts.push(speech.say("explain.unassigned", &[("n", n)]));
    }
    let roles: Vec<String> = table
        .roles
        .iter()
        .map(|role| speech.code("role", role))
        .collect();
    format!("{} ({})", parts.join(", "), roles.join(", "))
}

/// `chưa đạt 3 · đạt 12`.
pub(super) fn tally(speech: Speech<'_>, asked: &Asked) -> String {
    let parts: Vec<String> = asked
        .tally
        .iter()
        .filter(|(_, n)| *n > 0)
        .map(|(verdict, n)| format!("{} {}", speech.code("row", verdict.code()), speech.whole(n)))
        .collect();
    parts.join(" · ")
}

/// What a row says, its other cells, and the line of the file that it stands on.
pub(super) fn row(speech: Speech<'_>, row: &AskedRow) -> String {
    let mut parts = vec![speech.code("row", row.verdict.code())];
    let cells: Vec<String> = row
        .cells
        .iter()
        .map(|(name, value)| {
            let value = value.as_deref().map_or_else(|| "NULL".to_owned(), plain);
            format!("{} = {value}", plain(name))
        })
        .collect();
    if !cells.is_empty() {
        parts.push(cells.join(", "));
    }
    parts.extend(row.from.as_ref().map(|from| source(speech, from)));
    parts.join(" · ")
}

/// `exports/documents.csv:12 · SHA-256 0123456789ab`.
fn source(speech: Speech<'_>, from: &RowSource) -> String {
    let line = from.row.map_or_else(String::new, |row| format!(":{row}"));
    let digest = speech.say("explain.sha256", &[("sha256", short(&from.sha256))]);
    format!("{}{line} · {digest}", plain(&from.file))
}

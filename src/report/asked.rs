//! What a query read and found, in words.

use crate::exact::Count;
use crate::report::measure;
use crate::report::speech::{Speech, short};
use crate::score::{Asked, AskedRow, Reading, RowSource, TableRead, Verdict};
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
        .map(|(verdict, n)| {
            let word = verdict_word(speech, asked.reading, *verdict);
            format!("{word} {}", speech.whole(n))
        })
        .collect();
    parts.join(" · ")
}

/// The key of a row, with the code that people know it by.
pub(super) fn key(row: &AskedRow) -> String {
    match &row.name {
        Some(name) => format!("{} ({})", plain(&row.key), plain(name)),
        None => plain(&row.key),
    }
}

/// What a row says, in the word of how rows are read.
pub(super) fn verdict_word(speech: Speech<'_>, reading: Reading, verdict: Verdict) -> String {
    let own = format!("row_{}", reading.code());
    let section = if speech.has(&own, verdict.code()) {
        own.as_str()
    } else {
        "row"
    };
    speech.code(section, verdict.code())
}

/// What a row says, its other cells, and the line of the file that it stands on.
pub(super) fn row(speech: Speech<'_>, reading: Reading, row: &AskedRow) -> String {
    let mut parts = vec![verdict_word(speech, reading, row.verdict)];
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
    let place = format!("{}{line}", plain(&from.file));
    if from.sha256.is_empty() {
        // Nothing was answered there, so there are no bytes to name.
        return place;
    }
    let digest = speech.say("explain.sha256", &[("sha256", short(&from.sha256))]);
    format!("{place} · {digest}")
}

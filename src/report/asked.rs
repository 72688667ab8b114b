//! What a query read and found, in words.

use crate::exact::Count;
use crate::report::measure;
use crate::report::speech::{Speech, short};
use crate::score::{Asked, AskedRow, PartRead, Reading, RowSource, TableRead, Verdict};
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
    let mut said = vec![format!("{} ({})", parts.join(", "), roles.join(", "))];
    said.extend(table.parts.iter().filter_map(|read| part(speech, read)));
    said.join("; ")
}

/// Why a table is not all there, or which part of it is not and why; nothing where there is no more to say.
fn part(speech: Speech<'_>, read: &PartRead) -> Option<String> {
    let rules: Vec<String> = read
        .rule
        .split("; ")
        .filter(|rule| !rule.is_empty())
        .map(|code| rule(speech, code))
        .collect();
    let why = rules.join(", ");
    if read.part.is_empty() {
        return (!why.is_empty()).then_some(why);
    }
    let missing = read.missing.map_or(Count::Unbounded, Count::Finite);
    let why = if why.is_empty() {
        measure::missing(speech, missing)
    } else {
        why
    };
    Some(format!("{}: {why}", speech.code("part", &read.part)))
}

/// A rule of a coverage in words; one that has none as it is.
fn rule(speech: Speech<'_>, rule: &str) -> String {
    let fields: Option<Vec<(&str, u64)>> = rule
        .split(' ')
        .map(|field| {
            let (name, n) = field.split_once('=')?;
            Some((name, n.parse().ok()?))
        })
        .collect();
    match fields.as_deref() {
        Some([("probes", probes), ("every_ms", every)]) => {
            let seconds = format!("{}.{:03}", every / 1000, every % 1000);
            let seconds = seconds.trim_end_matches('0').trim_end_matches('.');
            let fields = [
                ("probes", speech.whole(probes)),
                ("seconds", speech.decimal(seconds)),
            ];
            speech.say("coverage_rule.probes", &fields)
        }
        _ => speech.code("coverage_rule", rule),
    }
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

/// The key of a row, with the code that people know it by; a key that is a code of ours, in words before it.
pub(super) fn key(speech: Speech<'_>, row: &AskedRow) -> String {
    let key = plain(&row.key);
    if let Some(name) = &row.name {
        return format!("{key} ({})", plain(name));
    }
    let ours = row.from.is_none();
    match ["part", "row_key"]
        .iter()
        .find(|section| ours && speech.has(section, &row.key))
    {
        Some(section) => format!("{} ({key})", speech.code(section, &row.key)),
        None => key,
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

#[cfg(test)]
#[path = "asked_tests.rs"]
mod tests;

//! What was asked for a criterion: one block a query, whether it was asked of one body or of many.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::check::{Pack, ROUND_PARAMETERS};
use crate::report::speech::{NONE, Speech, capital, short};
use crate::report::{asked, measure};
use crate::score::{Asked, AskedRow, Reading, TableRead, Verdict};
use crate::words::plain;

/// One query, the bodies it was asked of, what it found and read, and its rows.
#[derive(Debug, Serialize)]
pub(super) struct Question {
    title: String,
    indicator: String,
    revision: Option<String>,
    query: String,
    /// Parameters of the check itself; those of the round stand above the whole report.
    params: String,
    tables: Vec<Table>,
    bodies: Vec<Body>,
    rows: Vec<Row>,
    /// How many rows that count against are not shown.
    more: Option<String>,
}

/// A body that was asked about.
#[derive(Debug, Serialize)]
struct Body {
    id: String,
    found: String,
    cross_check: Option<String>,
    tally: String,
}

/// A table that was read.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Table {
    name: String,
    grain: String,
    coverage: String,
    files: Vec<String>,
}

/// A row that counts against, or that is not known.
#[derive(Debug, Serialize)]
struct Row {
    key: String,
    body: String,
    verdict: String,
    cells: String,
    place: String,
}

/// Most rows of one block, however many bodies it has.
const ROWS: usize = 10;

/// All that was asked, in the order in which it was.
pub(super) fn all(speech: Speech<'_>, pack: &Pack, asked: &[Asked]) -> Vec<Question> {
    let mut blocks: Vec<Vec<&Asked>> = Vec::new();
    for one in asked {
        let same = |block: &&mut Vec<&Asked>| {
            block.first().is_some_and(|first| {
                (&first.indicator, &first.query) == (&one.indicator, &one.query)
            })
        };
        match blocks.iter_mut().find(same) {
            Some(block) => block.push(one),
            None => blocks.push(vec![one]),
        }
    }
    blocks
        .iter()
        .filter_map(|block| Some(question(speech, pack, block.first()?, block)))
        .collect()
}

fn question(speech: Speech<'_>, pack: &Pack, first: &Asked, block: &[&Asked]) -> Question {
    let check = first.indicator.split_once('/').map(|(check, _)| check);
    let revision = check.and_then(|check| pack.checks.get(check));
    let against: u64 = block
        .iter()
        .flat_map(|asked| asked.tally.iter().map(|tally| (asked.reading, tally)))
        .filter(|(reading, (verdict, _))| counts_against(*reading, *verdict))
        .map(|(_, tally)| tally)
        .map(|(_, n)| n)
        .sum();
    let mut rows: Vec<(&Asked, &AskedRow)> = block
        .iter()
        .flat_map(|asked| asked.rows.iter().map(|row| (*asked, row)))
        .filter(|(asked, row)| counts_against(asked.reading, row.verdict))
        .collect();
    rows.sort_by_key(|(asked, row)| (asked.reading.to_do() != Some(row.verdict), row.verdict));
    rows.truncate(ROWS);
    let unseen = against.saturating_sub(rows.len() as u64);
    let tables: BTreeSet<Table> = block
        .iter()
        .flat_map(|asked| &asked.tables)
        .map(|read| table(speech, pack, read))
        .collect();
    Question {
        title: speech.text(&first.title),
        indicator: plain(&first.indicator),
        revision: revision
            .map(|check| speech.say("html.revision", &[("n", speech.whole(check.revision))])),
        query: plain(&first.query),
        params: params(first),
        tables: tables.into_iter().collect(),
        bodies: block.iter().map(|asked| body(speech, asked)).collect(),
        rows: rows
            .into_iter()
            .map(|(asked, row)| self::row(speech, asked, row))
            .collect(),
        more: (unseen > 0).then(|| speech.say("html.more_rows", &[("n", speech.whole(unseen))])),
    }
}

fn params(asked: &Asked) -> String {
    let own = asked
        .params
        .iter()
        .filter(|(name, _)| !ROUND_PARAMETERS.contains(&name.as_str()));
    let own: Vec<String> = own
        .map(|(name, value)| format!("{} = {}", plain(name), plain(value)))
        .collect();
    own.join(", ")
}

fn body(speech: Speech<'_>, asked: &Asked) -> Body {
    let found = asked.found.as_ref();
    let phrase = |bounds, levels| capital(&measure::phrase(speech, bounds, levels));
    Body {
        id: plain(&asked.body),
        found: found.map_or_else(
            || NONE.to_owned(),
            |found| phrase(&found.bounds, &found.levels),
        ),
        cross_check: found.and_then(|found| {
            let other = found.cross_check.as_ref()?;
            Some(phrase(other, &found.levels))
        }),
        tally: asked::tally(speech, asked),
    }
}

/// Whether a row is to be looked after: something is to be done about it, or it is not known.
fn counts_against(reading: Reading, verdict: Verdict) -> bool {
    verdict == Verdict::Unknown || reading.to_do() == Some(verdict)
}

fn table(speech: Speech<'_>, pack: &Pack, read: &TableRead) -> Table {
    let schema = pack.catalogue.table(&read.table);
    let files = read.files.iter();
    Table {
        name: plain(&read.table),
        grain: schema.map_or_else(String::new, |schema| speech.text(&schema.grain)),
        coverage: asked::coverage(speech, read),
        files: files
            .map(|(name, sha256)| {
                let digest = speech.say("explain.sha256", &[("sha256", short(sha256))]);
                format!("`{}` · {digest}", plain(name))
            })
            .collect(),
    }
}

/// Columns that the verdict says already.
const SAID: &[&str] = &["counted", "met"];

fn row(speech: Speech<'_>, asked: &Asked, row: &AskedRow) -> Row {
    let unknown = || speech.get("row.unknown").to_owned();
    let cells = row
        .cells
        .iter()
        .filter(|(name, _)| !SAID.contains(&name.as_str()));
    let cells: Vec<String> = cells
        .map(|(name, value)| {
            let value = value.as_deref().map_or_else(unknown, plain);
            format!("`{}` {value}", plain(name))
        })
        .collect();
    let from = row.from.as_ref();
    Row {
        key: asked::key(speech, row),
        body: plain(&asked.body),
        verdict: capital(&asked::verdict_word(speech, asked.reading, row.verdict)),
        cells: cells.join(" · "),
        place: from.map_or_else(
            || NONE.to_owned(),
            |from| match from.row {
                Some(line) => {
                    let file = ("file", plain(&from.file));
                    speech.say("html.line", &[file, ("n", line.to_string())])
                }
                None => format!("`{}`", plain(&from.file)),
            },
        ),
    }
}

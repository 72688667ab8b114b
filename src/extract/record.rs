//! Records: rows of tables whose headings are known, and fields that stand beside their names («Số ký hiệu: 12/QĐ-UBND»).

use std::collections::BTreeMap;

use super::context::Reading;
use super::dom::Dom;
use super::text::{Segment, line_of, segments};
use crate::check::{Group, words_of};

/// Most records of a page.
pub(super) const RECORDS: usize = 2_000;
/// Rows among which the headings are looked for.
const HEAD_ROWS: usize = 8;
/// Most columns.
const COLUMNS: usize = 60;

/// A value and the node it stands in.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub(super) node: usize,
    pub(super) line: String,
}

/// What is known of one thing, by the codes of columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    /// The row or block it stands in.
    pub(super) block: usize,
    pub(super) fields: BTreeMap<&'static str, Value>,
}

impl Record {
    pub(super) fn line(&self, code: &str) -> Option<&str> {
        self.fields.get(code).map(|value| value.line.as_str())
    }

    pub(super) fn text(&self, code: &str) -> String {
        self.line(code).unwrap_or_default().to_owned()
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.fields.contains_key(code)
    }
}

/// A table whose headings are known.
#[derive(Debug)]
pub(super) struct Table {
    /// Codes of its columns.
    pub(super) codes: Vec<&'static str>,
    pub(super) rows: Vec<Record>,
}

/// The tables of the page's body that have two known headings or more.
pub(super) fn tables(reading: &Reading<'_>) -> Vec<Table> {
    let dom = reading.dom;
    let mut found = Vec::new();
    let mut n_rows = 0;
    for (n, node) in dom.iter() {
        if node.name() != "table" || !node.zone.is_body() {
            continue;
        }
        // Layout tables hold others; the innermost is the one of data.
        if dom
            .within(n)
            .skip(1)
            .any(|(_, node)| node.name() == "table")
        {
            continue;
        }
        if let Some(table) = table(reading, n, RECORDS.saturating_sub(n_rows)) {
            n_rows += table.rows.len();
            found.push(table);
        }
    }
    found
}

fn table(reading: &Reading<'_>, n: usize, most: usize) -> Option<Table> {
    let dom = reading.dom;
    let rows: Vec<usize> = dom
        .within(n)
        .filter(|(_, node)| node.name() == "tr")
        .map(|(n, _)| n)
        .take(RECORDS + HEAD_ROWS)
        .collect();
    let head = rows
        .iter()
        .take(HEAD_ROWS)
        .enumerate()
        .find_map(|(at, row)| {
            let columns: BTreeMap<usize, &'static str> = cells(dom, *row)
                .into_iter()
                .filter_map(|(column, cell)| Some((column, heading(reading, &line_of(dom, cell))?)))
                .collect();
            // A field beside its name is a pair, no heading of a column.
            let others = rows.get(at + 1).is_some();
            (columns.len() >= 2 && others).then_some((at, columns))
        });
    let (at, columns) = head?;
    let mut records = Vec::new();
    for row in rows.into_iter().skip(at + 1).take(most) {
        let mut record = Record {
            block: row,
            fields: BTreeMap::new(),
        };
        let cells = cells(dom, row);
        if cells.len() < 2 {
            continue;
        }
        for (column, cell) in cells {
            if let Some(code) = columns.get(&column) {
                let line = line_of(dom, cell);
                record
                    .fields
                    .entry(code)
                    .or_insert(Value { node: cell, line });
            }
        }
        let again = record
            .fields
            .values()
            .all(|value| heading(reading, &value.line).is_some());
        if record.fields.values().any(|value| !value.line.is_empty()) && !again {
            records.push(record);
        }
    }
    let codes = columns.into_values().collect();
    Some(Table {
        codes,
        rows: records,
    })
}

/// The cells of a row with the number of their first column.
fn cells(dom: &Dom<'_>, row: usize) -> Vec<(usize, usize)> {
    let mut column = 0;
    let mut found = Vec::new();
    for (n, node) in dom.children(row) {
        if !matches!(node.name(), "td" | "th") || column >= COLUMNS {
            continue;
        }
        found.push((column, n));
        let span = node
            .attr("colspan")
            .and_then(|span| span.trim().parse().ok());
        column += span.unwrap_or(1).clamp(1, COLUMNS);
    }
    found
}

/// The column that a heading names: its label, alone or with a word or two more.
fn heading(reading: &Reading<'_>, line: &str) -> Option<&'static str> {
    let words = words_of(line);
    if words.len() > 60 {
        return None;
    }
    let whole = reading.labels.whole_words(Group::Column, &words);
    whole.or_else(|| {
        let (code, n) = reading.labels.leading(Group::Column, &words)?;
        (words.split(' ').count() <= n + 2 && n >= 2).then_some(code)
    })
}

/// Fields beside their names within a node, in the order of the page; of two of a name the first.
pub(super) fn pairs(reading: &Reading<'_>, n: usize) -> Record {
    let lines = segments(reading.dom, n, false, |_, node| !node.zone.is_body());
    let mut record = Record {
        block: n,
        fields: BTreeMap::new(),
    };
    for (at, segment) in lines.iter().enumerate() {
        for (code, line) in named(reading, segment, lines.get(at + 1)) {
            record.fields.entry(code).or_insert(line);
        }
    }
    record
}

/// The fields that a line names, with their values: on the line after the colon, else the next line.
pub(super) fn named(
    reading: &Reading<'_>,
    segment: &Segment,
    next: Option<&Segment>,
) -> Vec<(&'static str, Value)> {
    let label = |text: &str| {
        let words = words_of(text);
        (words.len() <= 60)
            .then(|| reading.labels.whole_words(Group::Column, &words))
            .flatten()
    };
    let mut found = Vec::new();
    for part in segment.line.split(['|', ';', '•']) {
        let Some((name, value)) = part.split_once(':') else {
            continue;
        };
        if let Some(code) = label(name)
            && !value.trim().is_empty()
        {
            let line = value.trim().to_owned();
            found.push((
                code,
                Value {
                    node: segment.first,
                    line,
                },
            ));
        }
    }
    if found.is_empty()
        && let Some(code) = label(&segment.line)
        && let Some(next) = next
        && label(&next.line).is_none()
        && next
            .line
            .split_once(':')
            .is_none_or(|(name, _)| label(name).is_none())
    {
        let line = next.line.trim_start_matches(':').trim().to_owned();
        found.push((
            code,
            Value {
                node: next.first,
                line,
            },
        ));
    }
    found
}

/// The lines of the page's body that name a field of a code.
pub(super) fn lines_naming(reading: &Reading<'_>, code: &str) -> Vec<usize> {
    let lines = body_lines(reading);
    let mut found = Vec::new();
    for (at, segment) in lines.iter().enumerate() {
        let all = named(reading, segment, lines.get(at + 1));
        if all.iter().any(|(known, _)| *known == code) {
            found.push(segment.first);
        }
        if found.len() >= RECORDS {
            break;
        }
    }
    found
}

/// The lines of the page's body.
pub(super) fn body_lines(reading: &Reading<'_>) -> Vec<Segment> {
    segments(reading.dom, 0, false, |_, node| !node.zone.is_body())
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;

//! Issued documents: rows of a table, cards, the fields of a document's own page, or titles that cite number and day.

use url::Url;

use super::address::is_file;
use super::context::Reading;
use super::dates::{day_in, days};
use super::entries;
use super::links::resolved;
use super::record::{RECORDS, Record, lines_naming, pairs, tables};
use super::text::line_of;
use super::{Entry, Posted, Said};

/// The documents that the page shows.
pub(super) fn documents(reading: &Reading<'_>, entries: &[Entry]) -> Vec<Posted> {
    let dom = reading.dom;
    let chosen: Vec<Posted> = reading
        .marked
        .all("document_row")
        .take(RECORDS)
        .filter_map(|n| posted(reading, &with_number(reading, pairs(reading, n))))
        .collect();
    if !chosen.is_empty() {
        return chosen;
    }
    let mut found = Vec::new();
    for table in tables(reading) {
        let has = |code: &str| table.codes.contains(&code);
        let listed = has("number") && (has("summary") || has("issued_on") || has("file"));
        if listed || has("summary") && has("issued_on") {
            let rows = table.rows.iter();
            found.extend(rows.filter_map(|row| posted(reading, row)));
        }
    }
    if found.is_empty() {
        let lines = lines_naming(reading, "number");
        let blocks = dom.blocks(&lines);
        let alone = blocks.len() == 1;
        for block in blocks {
            // One number on the page: its fields may stand anywhere in the body.
            let record = pairs(reading, if alone { 0 } else { block });
            let fields = [
                "issued_on",
                "summary",
                "issuer",
                "type",
                "effective_on",
                "file",
            ];
            if fields.iter().any(|code| record.has(code)) {
                found.extend(posted(reading, &record));
            }
        }
        if alone && let [only] = found.as_mut_slice() {
            only.url = Some(reading.page.clone());
        }
    }
    if found.is_empty() && reading.section == Some("documents") {
        found = entries.iter().filter_map(cited).collect();
    }
    found.truncate(RECORDS);
    found
}

fn with_number(reading: &Reading<'_>, mut record: Record) -> Record {
    if !record.has("number") {
        let line = line_of(reading.dom, record.block);
        if let Some(number) = number_in(&line) {
            let value = super::record::Value {
                node: record.block,
                line: number,
            };
            record.fields.insert("number", value);
        }
    }
    record
}

/// A record as a document; nothing where it has neither number nor summary.
fn posted(reading: &Reading<'_>, record: &Record) -> Option<Posted> {
    let shown = |code: &str| {
        record
            .line(code)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
    };
    let (number, cited_day) = split_number(record.line("number").unwrap_or_default());
    let summary = shown("summary");
    if number.is_empty() && summary.is_none() {
        return None;
    }
    let day = |code: &str| record.line(code).map_or(Said::Unread, day_in);
    let issued_on = match (day("issued_on"), cited_day) {
        (Said::Unread, Some(day)) if !record.has("issued_on") => Said::Is(day),
        (said, _) => said,
    };
    let (url, file_url) = targets(reading, record);
    let file = if file_url.is_some() {
        Said::Is(())
    } else if record.has("file") {
        Said::None
    } else {
        // The document's own page may have it.
        Said::Unread
    };
    Some(Posted {
        url,
        number,
        kind: shown("type"),
        issuer: shown("issuer"),
        issued_on,
        effective_on: day("effective_on"),
        summary,
        posted_on: day("posted_on"),
        file,
        file_url,
    })
}

/// The document's own page and its file among a record's links.
fn targets(reading: &Reading<'_>, record: &Record) -> (Option<Url>, Option<Url>) {
    let dom = reading.dom;
    let cell = record.fields.get("file").map(|value| value.node);
    let cell = cell.and_then(|cell| {
        let node = dom.get(cell)?;
        let element = if node.element().is_none() {
            node.parent
        } else {
            cell
        };
        Some(element..dom.get(element)?.end)
    });
    let in_file = |n: usize| cell.as_ref().is_some_and(|cell| cell.contains(&n));
    let mut page = None;
    let mut file = None;
    for (n, node) in dom.within(record.block) {
        if node.name() != "a" || !node.zone.is_body() {
            continue;
        }
        let Some(url) = node
            .attr("href")
            .and_then(|href| resolved(reading.base, href))
        else {
            continue;
        };
        if is_file(&url) || in_file(n) {
            file = file.or(Some(url));
        } else if record.block != 0 && url != *reading.page {
            page = page.or(Some(url));
        }
    }
    (page, file)
}

/// «12/QĐ-UBND ngày 05/11/2020» as number and day.
fn split_number(line: &str) -> (String, Option<crate::exact::Day>) {
    let day = days(line).first().copied();
    let number = number_in(line).unwrap_or_else(|| {
        let end = line.find(" ngày").unwrap_or(line.len());
        line.get(..end)
            .unwrap_or(line)
            .trim()
            .chars()
            .take(100)
            .collect()
    });
    (number, day)
}

/// The number and symbol of a document in a text: digits, a slash and capitals, «12/QĐ-UBND», «05/2020/NQ-HĐND».
pub(super) fn number_in(line: &str) -> Option<String> {
    line.split([' ', ',', ';', '(', ')', '“', '”', '"'])
        .map(|word| word.trim_matches(['.', ':', '-', '–']))
        .find(|word| {
            let mut parts = word.split('/');
            let first = parts.next().unwrap_or_default();
            let numbered = !first.is_empty() && first.chars().all(|c| c.is_ascii_digit());
            let rest: Vec<&str> = parts.collect();
            let symbol = rest.last().copied().unwrap_or_default();
            let capital = symbol.chars().next().is_some_and(char::is_uppercase);
            numbered && capital && word.chars().count() <= 40 && rest.len() <= 3
        })
        .map(str::to_owned)
}

/// A document whose number stands in the title of its entry.
fn cited(entry: &Entry) -> Option<Posted> {
    let number = number_in(&entry.title)?;
    let issued_on = days(&entry.title)
        .first()
        .map_or(Said::Unread, |day| Said::Is(*day));
    let file_url = entry.files.first().cloned();
    Some(Posted {
        url: (!is_file(&entry.url)).then(|| entry.url.clone()),
        number,
        kind: None,
        issuer: None,
        issued_on,
        effective_on: Said::Unread,
        summary: Some(entry.title.clone()),
        posted_on: entry.published_on,
        file: if file_url.is_some() {
            Said::Is(())
        } else {
            Said::Unread
        },
        file_url,
    })
}

/// The files of the one document that a page shows, where its fields name none.
pub(super) fn with_files(reading: &Reading<'_>, found: &mut [Posted]) {
    if let [only] = found
        && only.file == Said::Unread
        && only.url.as_ref() == Some(reading.page)
    {
        only.file_url = entries::files(reading, 0).into_iter().next();
        only.file = if only.file_url.is_some() {
            Said::Is(())
        } else {
            Said::None
        };
    }
}

#[cfg(test)]
#[path = "documents_tests.rs"]
mod tests;

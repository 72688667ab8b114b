//! Procedures of a service portal: rows and cards of a list, or the page of one with its twelve parts.

use std::collections::BTreeSet;

use url::Url;

use super::Procedure;
use super::address::is_file;
use super::context::Reading;
use super::dom::Kind;
use super::links::{resolved, text_of};
use super::record::{RECORDS, Record, body_lines, pairs, tables};
use super::text::{Segment, line_of, segments};
use crate::check::{Group, PARTS, words_of};

/// Least parts that make a page that of one procedure.
const DETAILED: usize = 4;

/// The procedures that the page shows.
pub(super) fn procedures(reading: &Reading<'_>) -> Vec<Procedure> {
    if let Some(detail) = detail(reading) {
        return vec![detail];
    }
    let chosen: Vec<Procedure> = reading
        .marked
        .all("procedure_row")
        .take(RECORDS)
        .filter_map(|n| listed(reading, &pairs(reading, n)))
        .collect();
    if !chosen.is_empty() {
        return chosen;
    }
    let mut found = Vec::new();
    for table in tables(reading) {
        let has = |code: &str| table.codes.contains(&code);
        if has("code") || has("procedure_name") && (has("level") || has("field") || has("payment"))
        {
            found.extend(table.rows.iter().filter_map(|row| listed(reading, row)));
        }
    }
    if found.is_empty() {
        let anchors: Vec<usize> = reading
            .dom
            .iter()
            .filter(|(_, node)| node.zone.is_body())
            .filter_map(|(n, node)| match node.kind {
                Kind::Text(text) => code_in(text).map(|_| n),
                Kind::Element(_) => None,
            })
            .take(RECORDS)
            .collect();
        for block in reading.dom.blocks(&anchors) {
            found.extend(listed(reading, &pairs(reading, block)));
        }
        // One code on a page that is about something else tells of no list.
        if found.len() < 2 && reading.section != Some("procedures") {
            found.clear();
        }
    }
    found.truncate(RECORDS);
    found
}

/// A record of a list; nothing where it has neither a code nor a page of its own.
fn listed(reading: &Reading<'_>, record: &Record) -> Option<Procedure> {
    let dom = reading.dom;
    // Badges stand side by side with no blank between them.
    let parts = segments(dom, record.block, true, |_, node| !node.zone.is_body());
    let parts: Vec<&str> = parts.iter().map(|part| part.line.as_str()).collect();
    let line = parts.join(" ");
    let marked = reading.marked.within("procedure_code", dom, record.block);
    let code = marked
        .map(|n| line_of(dom, n))
        .or_else(|| record.line("code").map(str::to_owned))
        .and_then(|line| code_in(&line).or_else(|| plain_code(&line)))
        .or_else(|| code_in(&line))
        .unwrap_or_default();
    let url = page_of(reading, record.block);
    if code.is_empty() && url.is_none() {
        return None;
    }
    Some(Procedure {
        url,
        code,
        level: level(reading, record, &line),
        payable_online: payable(reading, record),
        parts_missing: None,
    })
}

/// The link to a procedure's own page: the one with the longest text.
fn page_of(reading: &Reading<'_>, block: usize) -> Option<Url> {
    let mut best: Option<(usize, Url)> = None;
    for (n, node) in reading.dom.within(block) {
        if node.name() != "a" || !node.zone.is_body() {
            continue;
        }
        let Some(url) = node
            .attr("href")
            .and_then(|href| resolved(reading.base, href))
        else {
            continue;
        };
        let length = text_of(reading.dom, n, node).len();
        let longer = best.as_ref().is_none_or(|(most, _)| length > *most);
        if longer && url != *reading.page && !is_file(&url) {
            best = Some((length, url));
        }
    }
    best.map(|(_, url)| url)
}

/// The code of a procedure in a text: `1.004203`, `1.004203.000.00.00.H49`, `T-QNH-123456-TT`.
pub(super) fn code_in(text: &str) -> Option<String> {
    let text: String = text.chars().take(2_000).collect();
    text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')))
        .map(|word| word.trim_matches(['.', '-']))
        .find(|word| is_code(word))
        .map(str::to_owned)
}

fn is_code(word: &str) -> bool {
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let dotted: Vec<&str> = word.split('.').collect();
    if let [group, number, rest @ ..] = dotted.as_slice()
        && digits(group, 1)
        && digits(number, 6)
    {
        return match rest {
            [] => true,
            [a, b, c, d] => digits(a, 3) && digits(b, 2) && digits(c, 2) && d.starts_with('H'),
            _ => false,
        };
    }
    let dashed: Vec<&str> = word.split('-').collect();
    let capitals = |part: &str| {
        !part.is_empty() && part.len() <= 5 && part.bytes().all(|b| b.is_ascii_uppercase())
    };
    match dashed.as_slice() {
        [a, b, number, "TT"] => capitals(a) && capitals(b) && digits(number, 6),
        [a, number, "TT"] => capitals(a) && digits(number, 6),
        _ => false,
    }
}

/// A code of another form, where a column of codes says that it is one.
fn plain_code(line: &str) -> Option<String> {
    let line = line.trim();
    let formed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '/' | '_');
    let good = !line.is_empty() && line.len() <= 60 && line.chars().all(formed);
    (good && line.chars().any(|c| c.is_ascii_digit())).then(|| line.to_owned())
}

/// The level of a service: of its column, else the one that the block's text names.
fn level(reading: &Reading<'_>, record: &Record, line: &str) -> Option<&'static str> {
    let marked = reading
        .marked
        .within("procedure_level", reading.dom, record.block);
    let said = marked
        .map(|n| line_of(reading.dom, n))
        .or_else(|| record.line("level").map(str::to_owned));
    match said {
        Some(said) => level_in(reading, &said).or_else(|| numbered(&words_of(&said))),
        None => level_in(reading, line),
    }
}

fn numbered(words: &str) -> Option<&'static str> {
    match words {
        "1" | "i" => Some("l1"),
        "2" | "ii" => Some("l2"),
        "3" | "iii" => Some("l3"),
        "4" | "iv" => Some("l4"),
        _ => None,
    }
}

/// The level that a text names; nothing where it names none, or two.
fn level_in(reading: &Reading<'_>, text: &str) -> Option<&'static str> {
    let words = words_of(text);
    let mut found: BTreeSet<&'static str> = BTreeSet::new();
    for start in ["muc do ", "muc ", "cap do "] {
        for (at, _) in words.match_indices(start) {
            let rest = words.get(at + start.len()..).unwrap_or_default();
            let mut next = rest.split(' ');
            found.extend(next.next().and_then(numbered));
            // «mức độ 3, 4» names two.
            found.extend(
                next.next()
                    .filter(|word| word.len() == 1)
                    .and_then(numbered),
            );
        }
    }
    for (code, level) in [
        ("level_full", "full"),
        ("level_partial", "partial"),
        ("level_info", "info"),
    ] {
        if reading.labels.says(Group::Phrase, code, &words) {
            found.insert(level);
        }
    }
    match found.into_iter().collect::<Vec<_>>().as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// Whether a fee can be paid on line: what its column or field says, else a badge of that name.
fn payable(reading: &Reading<'_>, record: &Record) -> Option<bool> {
    let labels = reading.labels;
    if let Some(said) = record.line("payment") {
        let words = words_of(said);
        if labels.is(Group::Phrase, "yes", &words) || matches!(said.trim(), "x" | "X" | "✓" | "✔")
        {
            return Some(true);
        }
        return labels.is(Group::Phrase, "no", &words).then_some(false);
    }
    let lines = segments(reading.dom, record.block, true, |_, node| {
        !node.zone.is_body()
    });
    let badge = |segment: &Segment| labels.is(Group::Column, "payment", &words_of(&segment.line));
    lines.iter().any(badge).then_some(true)
}

/// The page of one procedure, where it shows enough of its parts.
fn detail(reading: &Reading<'_>) -> Option<Procedure> {
    let lines = body_lines(reading);
    let heads: Vec<Option<(&'static str, bool)>> =
        lines.iter().map(|line| part(reading, &line.line)).collect();
    let mut there: BTreeSet<&'static str> = BTreeSet::new();
    for (at, head) in heads.iter().enumerate() {
        let Some((code, filled)) = head else { continue };
        // A heading with nothing below it is no part.
        let below = lines.get(at + 1).is_some() && heads.get(at + 1).is_some_and(Option::is_none);
        if *filled || below {
            there.insert(code);
        }
    }
    let named: BTreeSet<&'static str> = heads.iter().flatten().map(|(code, _)| *code).collect();
    if named.len() < DETAILED {
        return None;
    }
    let record = pairs(reading, 0);
    let marked = reading
        .marked
        .all("procedure_code")
        .next()
        .map(|n| line_of(reading.dom, n));
    let said = marked.or_else(|| record.line("code").map(str::to_owned));
    let codes: BTreeSet<String> = lines
        .iter()
        .filter_map(|line| code_in(&line.line))
        .collect();
    let code = said
        .and_then(|line| code_in(&line).or_else(|| plain_code(&line)))
        .or_else(|| {
            // Several codes are those of related procedures.
            (codes.len() == 1)
                .then(|| codes.into_iter().next())
                .flatten()
        });
    let missing: Vec<&str> = PARTS
        .iter()
        .filter(|part| !there.contains(**part))
        .copied()
        .collect();
    let said_level =
        record.line("level").is_some() || reading.marked.all("procedure_level").next().is_some();
    let level = if said_level {
        level(reading, &record, "")
    } else {
        lines
            .iter()
            .filter(|line| line.line.chars().count() <= 120)
            .find_map(|line| level_in(reading, &line.line))
    };
    Some(Procedure {
        url: Some(reading.page.clone()),
        code: code.unwrap_or_default(),
        level,
        payable_online: payable(reading, &record),
        parts_missing: Some(missing.join(",")),
    })
}

/// The part that a line is the heading of, and whether its content follows on the line.
fn part(reading: &Reading<'_>, line: &str) -> Option<(&'static str, bool)> {
    let name = line.split(':').next().unwrap_or_default();
    let mut words = words_of(name);
    // «1. Trình tự thực hiện», «a) …».
    if let Some((first, rest)) = words.split_once(' ')
        && (first.len() <= 2 && first.bytes().all(|b| b.is_ascii_digit())
            || first.len() == 1
            || matches!(
                first,
                "ii" | "iii" | "iv" | "vi" | "vii" | "viii" | "ix" | "xi" | "xii"
            ))
    {
        words = rest.to_owned();
    }
    let code = reading.labels.whole_words(Group::Part, &words)?;
    let rest = line.get(name.len()..).unwrap_or_default();
    Some((code, rest.chars().any(char::is_alphanumeric)))
}

#[cfg(test)]
#[path = "procedures_tests.rs"]
mod tests;

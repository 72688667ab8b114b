//! Contacts: leaders, officials to turn to, sub-units, the agency of header and footer, and lone mail addresses.

use std::collections::BTreeSet;

use super::agency::agency;
use super::context::Reading;
use super::dom::Kind;
use super::reach::{emails, phone_in};
use super::record::{Record, Value, body_lines, named, pairs, tables};
use super::text::{Segment, line_of, segments};
use super::{Contact, ContactKind, Place};
use crate::check::{Group, words_of};

/// Most contacts of a page.
const CONTACTS: usize = 1_000;
/// Most words of a line that shows a position or a name.
const SHORT: usize = 12;

/// The contacts that the page shows.
pub(super) fn contacts(reading: &Reading<'_>) -> Vec<Contact> {
    let mut found = Vec::new();
    for (name, kind) in [
        ("leader", ContactKind::Leader),
        ("contact", ContactKind::Official),
    ] {
        for n in reading.marked.all(name).take(CONTACTS) {
            let record = filled(reading, pairs(reading, n));
            let unit = kind == ContactKind::Official && record.text("position").is_empty();
            let kind = if unit { ContactKind::SubUnit } else { kind };
            found.extend(contact(reading, &record, kind));
        }
    }
    if found.is_empty() {
        found = from_tables(reading);
    }
    if found.is_empty() {
        found = from_cards(reading);
    }
    for place in [Place::Header, Place::Footer] {
        found.extend(agency(reading, place));
    }
    let known: BTreeSet<String> = found.iter().map(|contact| contact.email.clone()).collect();
    for (n, email) in addresses(reading) {
        if !known.contains(&email) {
            let place = reading
                .dom
                .get(n)
                .map_or(Place::Body, |node| node.zone.place());
            found.push(Contact {
                email,
                ..empty(place, ContactKind::Address)
            });
        }
    }
    found.truncate(CONTACTS);
    found
}

pub(super) fn empty(place: Place, kind: ContactKind) -> Contact {
    Contact {
        place,
        kind,
        name: String::new(),
        position: String::new(),
        phone: String::new(),
        email: String::new(),
        address: String::new(),
        responsible: String::new(),
        duties: false,
        biography: false,
    }
}

/// Whether the page is about the unit's leaders.
fn is_of(reading: &Reading<'_>, section: &str) -> bool {
    if let Some(known) = reading.section {
        return known == section;
    }
    let headings = reading
        .dom
        .iter()
        .filter(|(_, node)| matches!(node.name(), "h1" | "h2") && node.zone.is_body());
    headings.take(3).any(|(n, _)| {
        let words = words_of(&line_of(reading.dom, n));
        reading.labels.within(Group::Section, &words) == Some(section)
    })
}

/// The kind of a person: a leader only where the page is about them and the position is one.
fn person(reading: &Reading<'_>, position: &str) -> ContactKind {
    let leads = reading
        .labels
        .leading(Group::Position, &words_of(position))
        .is_some_and(|(code, _)| code == "leader");
    if leads && is_of(reading, "leaders") {
        ContactKind::Leader
    } else {
        ContactKind::Official
    }
}

fn from_tables(reading: &Reading<'_>) -> Vec<Contact> {
    let mut found = Vec::new();
    for table in tables(reading) {
        let has = |code: &str| table.codes.contains(&code);
        let reached = has("phone") || has("email") || has("address");
        let people =
            has("position") && (has("name") || reached || has("duties") || has("biography"));
        if !(people || reached && (has("office") || has("name"))) {
            continue;
        }
        for row in &table.rows {
            let kind = if people || !has("office") {
                person(reading, row.line("position").unwrap_or_default())
            } else {
                ContactKind::SubUnit
            };
            found.extend(contact(reading, row, kind));
        }
    }
    found
}

/// Cards: each around one position, or one name of an office where the page is about sub-units.
fn from_cards(reading: &Reading<'_>) -> Vec<Contact> {
    let units = is_of(reading, "sub_units");
    let people =
        is_of(reading, "leaders") || is_of(reading, "contact") || is_of(reading, "organisation");
    if !(units || people) {
        return Vec::new();
    }
    let lines = body_lines(reading);
    let mut anchors: Vec<usize> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let position = named(reading, line, lines.get(at + 1))
            .iter()
            .any(|(code, _)| *code == "position");
        if people && position {
            anchors.push(line.first);
        }
    }
    if anchors.is_empty() {
        let shows = |line: &&Segment| {
            if units {
                is_office(reading, &line.line)
            } else {
                is_position(reading, &line.line)
            }
        };
        anchors = lines.iter().filter(shows).map(|line| line.first).collect();
    }
    let mut found = Vec::new();
    for (block, anchor) in reading
        .dom
        .blocks(&anchors)
        .into_iter()
        .zip(&anchors)
        .take(CONTACTS)
    {
        // A heading or a word of a menu is no card: something else has to stand in the block.
        if block == *anchor && anchors.len() > 1 {
            continue;
        }
        let mut record = pairs(reading, block);
        if units && !record.has("office") {
            let line = lines
                .iter()
                .find(|line| line.first == *anchor)
                .map(|line| line.line.clone());
            let value = Value {
                node: *anchor,
                line: line.unwrap_or_default(),
            };
            record.fields.insert("office", value);
        }
        let record = filled(reading, record);
        let kind = if units {
            ContactKind::SubUnit
        } else {
            person(reading, record.line("position").unwrap_or_default())
        };
        found.extend(contact(reading, &record, kind));
    }
    found
}

fn is_position(reading: &Reading<'_>, line: &str) -> bool {
    let words = words_of(line);
    words.split(' ').count() <= SHORT
        && !line.contains(':')
        && reading.labels.leading(Group::Position, &words).is_some()
}

fn is_office(reading: &Reading<'_>, line: &str) -> bool {
    let words = words_of(line);
    let n = words.split(' ').count();
    let Some((first, _)) = words.split_once(' ') else {
        return false;
    };
    let leads = (1..=5).any(|n| {
        let start: Vec<&str> = words.split(' ').take(n).collect();
        reading.labels.is(Group::Phrase, "office", &start.join(" "))
    });
    n <= SHORT
        && !line.contains(':')
        && leads
        && !first.is_empty()
        && reading.labels.whole_words(Group::Section, &words).is_none()
}

/// Adds to a card's named fields what stands there without a name: position, name, phone, mail.
fn filled(reading: &Reading<'_>, mut record: Record) -> Record {
    let lines = segments(reading.dom, record.block, false, |_, node| {
        !node.zone.is_body()
    });
    let position = lines
        .iter()
        .position(|line| is_position(reading, &line.line));
    let value = |segment: &Segment, line: String| Value {
        node: segment.first,
        line,
    };
    if let Some(segment) = position.and_then(|at| lines.get(at)) {
        record
            .fields
            .entry("position")
            .or_insert_with(|| value(segment, segment.line.clone()));
    }
    if !record.has("name") && !record.has("office") {
        let name = lines
            .iter()
            .enumerate()
            .find(|(at, line)| Some(*at) != position && is_name(reading, &line.line));
        if let Some((_, segment)) = name {
            record
                .fields
                .insert("name", value(segment, bare_name(&segment.line)));
        }
    }
    for segment in &lines {
        // «Phụ trách chung …», «Sinh ngày …» without a colon.
        let words = words_of(&segment.line);
        if let Some((code @ ("duties" | "biography"), _)) =
            reading.labels.leading(Group::Column, &words)
        {
            record
                .fields
                .entry(code)
                .or_insert_with(|| value(segment, segment.line.clone()));
        }
    }
    record
}

fn is_name(reading: &Reading<'_>, line: &str) -> bool {
    let words = words_of(line);
    let n = words.split(' ').count();
    (2..=7).contains(&n)
        && line.chars().count() <= 60
        && !line.contains([':', '@'])
        && !line.chars().any(|c| c.is_ascii_digit())
        && reading.labels.leading(Group::Column, &words).is_none()
        && reading
            .labels
            .leading(Group::Position, &words)
            .is_none_or(|(_, taken)| taken < n && n - taken <= 2)
}

/// A name without the way of address before it.
fn bare_name(line: &str) -> String {
    let starts = [
        "Đồng chí ",
        "đồng chí ",
        "Ông ",
        "Bà ",
        "ông ",
        "bà ",
        "Đ/c ",
        "Đ/c: ",
    ];
    let bare = starts.iter().find_map(|start| line.strip_prefix(start));
    bare.unwrap_or(line).trim().to_owned()
}

/// A record as a contact; nothing where it shows nothing to know or reach somebody by.
fn contact(reading: &Reading<'_>, record: &Record, kind: ContactKind) -> Option<Contact> {
    let block = line_of(reading.dom, record.block);
    let unit = kind == ContactKind::SubUnit;
    let name = record
        .line(if unit { "office" } else { "name" })
        .or_else(|| record.line("name"))
        .unwrap_or_default();
    let phone = record.line("phone").and_then(phone_in);
    // In a row or card of its own every number is this contact's.
    let phone = phone.or_else(|| phone_in(&block)).unwrap_or_default();
    let email = mail_of(reading, record);
    let shown = |code: &str| {
        let cell = record.fields.get(code);
        cell.is_some_and(|cell| {
            cell.line.chars().any(char::is_alphanumeric) || links(reading, cell.node)
        })
    };
    let contact = Contact {
        name: bare_name(name),
        position: record.text("position"),
        phone,
        email,
        address: record.text("address"),
        duties: shown("duties"),
        biography: shown("biography") || biography_link(reading, record.block),
        ..empty(Place::Body, kind)
    };
    let known = !contact.name.is_empty() || !contact.position.is_empty();
    known.then_some(contact)
}

fn links(reading: &Reading<'_>, n: usize) -> bool {
    reading
        .dom
        .within(n)
        .any(|(_, node)| node.name() == "a" && node.attr("href").is_some())
}

/// A link that is called a biography leads to one.
fn biography_link(reading: &Reading<'_>, block: usize) -> bool {
    reading.dom.within(block).any(|(n, node)| {
        node.name() == "a"
            && reading.labels.is(
                Group::Column,
                "biography",
                &words_of(&line_of(reading.dom, n)),
            )
    })
}

fn mail_of(reading: &Reading<'_>, record: &Record) -> String {
    let said = record
        .line("email")
        .and_then(|line| emails(line).into_iter().next());
    let found = said.or_else(|| {
        let mut links = reading
            .dom
            .within(record.block)
            .filter_map(|(_, node)| node.attr("href"));
        links.find_map(mail_link)
    });
    found
        .or_else(|| {
            emails(&line_of(reading.dom, record.block))
                .into_iter()
                .next()
        })
        .unwrap_or_default()
}

fn mail_link(href: &str) -> Option<String> {
    let (scheme, rest) = href.trim().split_once(':')?;
    if !scheme.eq_ignore_ascii_case("mailto") {
        return None;
    }
    let address = rest
        .split('?')
        .next()
        .unwrap_or_default()
        .replace("%40", "@");
    emails(&address).into_iter().next()
}

/// The mail addresses of the page with the node they stand at, each once.
fn addresses(reading: &Reading<'_>) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (n, node) in reading.dom.iter() {
        if node.zone.silent {
            continue;
        }
        let here = match node.kind {
            Kind::Text(text) => {
                let text: String = text.chars().take(20_000).collect();
                emails(&text)
            }
            Kind::Element(_) => node.attr("href").and_then(mail_link).into_iter().collect(),
        };
        for email in here {
            if found.len() < CONTACTS && !found.iter().any(|(_, known)| *known == email) {
                found.push((n, email));
            }
        }
    }
    found
}

#[cfg(test)]
#[path = "contacts_tests.rs"]
mod tests;

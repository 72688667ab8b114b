//! The agency as header and footer of a page show it.

use super::contacts::empty;
use super::context::Reading;
use super::reach::{emails, phone_in};
use super::record::named;
use super::text::{Segment, segments};
use super::{Contact, ContactKind, Place};
use crate::check::{Group, words_of};

/// The agency that header or footer show.
pub(super) fn agency(reading: &Reading<'_>, place: Place) -> Option<Contact> {
    let dom = reading.dom;
    let inside = |n: usize| dom.get(n).is_some_and(|node| node.zone.place() == place);
    let lines: Vec<Segment> = dom
        .iter()
        .filter(|(n, node)| node.element().is_some() && inside(*n) && !inside(node.parent))
        .flat_map(|(n, _)| segments(dom, n, false, |_, node| node.zone.related))
        .take(400)
        .collect();
    let mut contact = empty(place, ContactKind::Agency);
    let labels = reading.labels;
    let put = |slot: &mut String, value: String| {
        if slot.is_empty() {
            *slot = value;
        }
    };
    for (at, line) in lines.iter().enumerate() {
        for (code, value) in named(reading, line, lines.get(at + 1)) {
            match code {
                "address" => put(&mut contact.address, cut(&value.line)),
                "responsible" => put(&mut contact.responsible, cut(&value.line)),
                _ => {}
            }
        }
        // Several fields on one line: «Địa chỉ: … - Điện thoại: …».
        if let Some((code, value)) = leading_field(reading, &line.line) {
            match code {
                "address" => put(&mut contact.address, value),
                "responsible" => put(&mut contact.responsible, value),
                _ => {}
            }
        }
        let words = words_of(&line.line);
        let telephone = labels.says(Group::Column, "phone", &words);
        if let Some(phone) = phone_in(&line.line).filter(|_| telephone || line.line.len() < 200) {
            put(&mut contact.phone, phone);
        }
        if let Some(email) = emails(&line.line).into_iter().next() {
            put(&mut contact.email, email);
        }
        if labels.says(Group::Phrase, "agency", &words) && words.split(' ').count() <= 25 {
            put(&mut contact.name, cut(&line.line));
        }
    }
    let reached = [&contact.phone, &contact.email, &contact.address];
    reached
        .iter()
        .any(|field| !field.is_empty())
        .then_some(contact)
}

/// A field whose name begins the line and whose value ends where the next field begins.
fn leading_field(reading: &Reading<'_>, line: &str) -> Option<(&'static str, String)> {
    let (name, value) = line.split_once(':')?;
    let words = words_of(name);
    let (code, n) = reading.labels.leading(Group::Column, &words)?;
    (words.split(' ').count() <= n + 4).then(|| (code, cut(value)))
}

/// A value without the fields that follow it on its line.
fn cut(value: &str) -> String {
    let ends = [
        " - Điện thoại",
        " Điện thoại",
        " - ĐT",
        " ĐT:",
        " Email",
        " - Email",
        " Tel",
        " Fax",
        " - Fax",
        "; Điện",
        ", Điện thoại",
        " – Điện thoại",
    ];
    let end = ends
        .iter()
        .filter_map(|end| value.find(end))
        .min()
        .unwrap_or(value.len());
    let value = value.get(..end).unwrap_or(value);
    value
        .trim()
        .trim_end_matches(['-', '–', ';', ',', '.', '|'])
        .trim()
        .chars()
        .take(300)
        .collect()
}

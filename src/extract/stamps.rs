//! What stamps an entry within its block: its day, and a named author or source.

use super::Said;
use super::context::Reading;
use super::dates::{day_in, stamp};
use super::text::{line_of, line_without, segments};
use crate::check::{Group, words_of};
use crate::exact::Day;

/// A title and the day in brackets that ends it.
pub(super) fn without_stamp(reading: &Reading<'_>, title: &str) -> (String, Said<Day>) {
    if let Some((before, last)) = title.trim_end().rsplit_once('(')
        && let Some(inside) = last.strip_suffix(')')
    {
        let said = stamp(inside, reading.labels);
        if said != Said::None && !before.trim().is_empty() {
            return (before.trim().to_owned(), said);
        }
    }
    (title.to_owned(), Said::None)
}

/// The day that stamps a block.
pub(super) fn day(reading: &Reading<'_>, block: usize, links: &[usize]) -> Said<Day> {
    let dom = reading.dom;
    if let Some(n) = reading.marked.within("item_date", dom, block) {
        return day_in(&line_of(dom, n));
    }
    let times = dom.within(block).filter(|(_, node)| node.name() == "time");
    for (_, node) in times {
        if let Some(Said::Is(day)) = node.attr("datetime").map(day_in) {
            return Said::Is(day);
        }
    }
    let mut unread = false;
    for fine in [true, false] {
        for segment in segments(dom, block, fine, |n, node| {
            links.contains(&n) || !node.zone.is_body()
        }) {
            match stamp(&segment.line, reading.labels) {
                Said::Is(day) => return Said::Is(day),
                Said::Unread => unread = true,
                Said::None => {}
            }
        }
    }
    if unread { Said::Unread } else { Said::None }
}

/// Whether a block names an author or source; nothing where it does not, since only its own page could tell.
pub(super) fn byline(reading: &Reading<'_>, block: usize) -> Option<bool> {
    let named = reading.marked.within("article_author", reading.dom, block);
    let named = named.is_some_and(|n| !line_of(reading.dom, n).is_empty());
    let line = line_without(reading.dom, block, |_, node| node.name() == "a");
    (named || names_source(reading, &line)).then_some(true)
}

/// Whether a line says «Nguồn: …», «Tác giả: …».
pub(super) fn names_source(reading: &Reading<'_>, line: &str) -> bool {
    line.match_indices(':').take(6).any(|(at, _)| {
        let before = words_of(line.get(..at).unwrap_or_default());
        let after = words_of(line.get(at + 1..).unwrap_or_default());
        let last: Vec<&str> = before.rsplit(' ').take(3).collect();
        (1..=last.len()).any(|n| {
            let mut label: Vec<&str> = last.iter().take(n).copied().collect();
            label.reverse();
            let label = label.join(" ");
            ["author", "source"]
                .iter()
                .any(|code| reading.labels.is(Group::Column, code, &label))
        }) && !after.is_empty()
    })
}

//! What a page says of itself as an entry: its title, its day, author or source, the days it is about, its files.
//!
//! What is written for machines (JSON-LD, `meta`, `time[datetime]`) comes first. A day in the page's text that is the day
//! of the visit may be a clock: it is not understood, never taken.

use serde_json::Value;

use super::context::Reading;
use super::dates::{day_in, stamp};
use super::dom::Kind;
use super::entries::files;
use super::spans::about;
use super::stamps::names_source;
use super::text::{line_of, one_line, segments};
use super::{Entry, Said};
use crate::check::Group;
use crate::exact::Day;

/// Most bytes of a block of JSON-LD, and most blocks.
const JSON: usize = 200_000;
const BLOCKS: usize = 20;

/// What JSON-LD and `meta` say.
#[derive(Debug, Default)]
struct Machine {
    article: bool,
    day: Option<Day>,
    author: bool,
}

/// The page as an entry; nothing where it does not look like one.
pub(super) fn own(reading: &Reading<'_>, title: &str, blocks: &[usize]) -> Option<Entry> {
    let n_entries = blocks.len();
    let machine = machine(reading);
    let body = reading
        .marked
        .all("article_body")
        .find(|n| is_body(reading, *n));
    let heading = heading(reading);
    let said = heading
        .map(|n| line_of(reading.dom, n))
        .filter(|line| !line.is_empty());
    let name = said.unwrap_or_else(|| title.to_owned());
    let valid = about(&name, reading.labels);
    let shown = match machine.day {
        Some(day) => Said::Is(day),
        None => shown_day(reading, heading, blocks),
    };
    // A page whose heading names a section is its list, whatever day it shows.
    let lists = n_entries > 0 && reading.labels.whole(Group::Section, &name).is_some();
    let article =
        machine.article || body.is_some() && !lists && (n_entries == 0 || heading.is_some());
    let dated = shown != Said::None && heading.is_some() && !lists;
    if !article && !dated && valid == Said::None {
        return None;
    }
    let root = body
        .or_else(|| heading.and_then(|n| around(reading, n)))
        .unwrap_or(0);
    Some(Entry {
        url: reading.page.clone(),
        title: name,
        published_on: shown,
        byline: Some(machine.author || byline(reading, root)),
        valid,
        files: files(reading, root),
    })
}

fn is_body(reading: &Reading<'_>, n: usize) -> bool {
    reading.dom.get(n).is_some_and(|node| node.zone.is_body())
}

/// The heading of the page's own text.
fn heading(reading: &Reading<'_>) -> Option<usize> {
    let level = |wanted: &'static str| {
        let mut headings = reading
            .dom
            .iter()
            .filter(move |(_, node)| node.name() == wanted && node.zone.is_body());
        let first = headings.next().map(|(n, _)| n);
        first.map(|n| (n, headings.next().is_some()))
    };
    // A second heading of its level makes it one of a list.
    let headline = reading.dom.iter().find(|(_, node)| {
        node.attr("id").is_some_and(|id| id.ends_with("lbHeadline"))
            || node.attr("itemprop") == Some("headline")
    });
    headline.map(|(n, _)| n).or_else(|| {
        let top = level("h1").map(|(n, _)| n);
        top.or_else(|| level("h2").filter(|(_, more)| !more).map(|(n, _)| n))
    })
}

/// The nearest block around a heading that holds a real text.
fn around(reading: &Reading<'_>, heading: usize) -> Option<usize> {
    let dom = reading.dom;
    let mut ups = dom.above(heading).take(8);
    ups.find(|up| {
        let inside = dom
            .within(*up)
            .filter(|(_, node)| node.name() == "p" || node.name() == "table");
        inside.take(2).count() > 1 && dom.get(*up).is_some_and(|node| node.name() != "html")
    })
}

/// The day that the page's text shows for itself.
fn shown_day(reading: &Reading<'_>, heading: Option<usize>, blocks: &[usize]) -> Said<Day> {
    let dom = reading.dom;
    let mut clock = false;
    let mut judged = |said: Said<Day>| match said {
        // Today's own news and a clock look alike.
        Said::Is(day) if day == reading.seen_on => {
            clock = true;
            None
        }
        Said::Is(_) => Some(said),
        Said::Unread => {
            clock = true;
            None
        }
        Said::None => None,
    };
    for n in reading
        .marked
        .all("article_date")
        .filter(|n| is_body(reading, *n))
        .take(5)
    {
        if let Some(day) = judged(day_in(&line_of(dom, n))) {
            return day;
        }
    }
    if blocks.len() < 3 {
        let times = dom
            .iter()
            .filter(|(_, node)| node.name() == "time" && node.zone.is_body());
        for (_, node) in times.take(5) {
            if let Some(day) = node
                .attr("datetime")
                .and_then(|value| judged(day_in(value)))
            {
                return day;
            }
        }
    }
    // Above or below the heading, before the text begins.
    if let Some(heading) = heading {
        let root = dom
            .above(heading)
            .nth(2)
            .or_else(|| dom.above(heading).last())
            .unwrap_or(0);
        let all = segments(dom, root, false, |n, node| {
            // What stamps an entry of a list does not stamp the page.
            !node.zone.is_body() || blocks.contains(&n)
        });
        let at = all
            .iter()
            .position(|segment| segment.first >= heading)
            .unwrap_or(0);
        let near = all
            .iter()
            .skip(at)
            .take(6)
            .chain(all.iter().take(at).rev().take(3));
        for segment in near {
            if let Some(day) = judged(stamp(&segment.line, reading.labels)) {
                return day;
            }
        }
    }
    if clock { Said::Unread } else { Said::None }
}

/// Whether the page names an author or source.
fn byline(reading: &Reading<'_>, root: usize) -> bool {
    let dom = reading.dom;
    let mut named = reading
        .marked
        .all("article_author")
        .filter(|n| is_body(reading, *n));
    if named.any(|n| !line_of(dom, n).is_empty()) {
        return true;
    }
    let up = dom.above(root).next().unwrap_or(root);
    segments(dom, up, false, |_, node| node.name() == "nav")
        .iter()
        .filter(|segment| segment.line.chars().count() <= 120)
        .any(|segment| names_source(reading, &segment.line) || in_brackets(&segment.line))
}

/// «(Theo …)», «(Nguồn …)» on a line of its own.
fn in_brackets(line: &str) -> bool {
    let inside = line
        .trim()
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    inside.is_some_and(|inside| {
        let words = crate::check::words_of(inside);
        let n = words.split(' ').count();
        // «(Theo dõi)» is a word.
        (words.starts_with("theo ") && n >= 3 || words.starts_with("nguon ")) && n <= 12
    })
}

fn machine(reading: &Reading<'_>) -> Machine {
    let mut found = Machine::default();
    let mut blocks = 0;
    for (n, node) in reading.dom.iter() {
        match node.name() {
            "script"
                if node
                    .attr("type")
                    .is_some_and(|kind| kind.contains("ld+json")) =>
            {
                let texts = reading
                    .dom
                    .within(n)
                    .filter_map(|(_, node)| match node.kind {
                        Kind::Text(text) => Some(text),
                        Kind::Element(_) => None,
                    });
                let text: String = texts.take(4).collect();
                blocks += 1;
                if blocks <= BLOCKS
                    && text.len() <= JSON
                    && let Ok(value) = serde_json::from_str::<Value>(text.trim())
                {
                    found.take(&value, 0);
                }
            }
            "meta" => {
                let key = node
                    .attr("property")
                    .or_else(|| node.attr("name"))
                    .or_else(|| node.attr("itemprop"));
                let content = node.attr("content").unwrap_or_default();
                found.meta(&key.unwrap_or_default().to_ascii_lowercase(), content);
            }
            _ => {}
        }
    }
    found
}

impl Machine {
    fn meta(&mut self, key: &str, content: &str) {
        match key {
            "article:published_time"
            | "datepublished"
            | "dc.date.issued"
            | "dcterms.issued"
            | "dc.date"
            | "pubdate"
            | "publishdate"
            | "date" => {
                if self.day.is_none()
                    && let Said::Is(day) = day_in(content)
                {
                    self.day = Some(day);
                    self.article |= key == "article:published_time" || key == "datepublished";
                }
            }
            "article:author" | "dc.creator" => self.author |= !content.trim().is_empty(),
            "og:type" => self.article |= content.trim() == "article",
            _ => {}
        }
    }

    fn take(&mut self, value: &Value, depth: usize) {
        if depth > 4 {
            return;
        }
        match value {
            Value::Array(list) => list
                .iter()
                .take(50)
                .for_each(|value| self.take(value, depth + 1)),
            Value::Object(fields) => {
                let kinds = fields.get("@type");
                let is = |kind: &Value| {
                    kind.as_str().is_some_and(|kind| {
                        matches!(
                            kind,
                            "NewsArticle"
                                | "Article"
                                | "BlogPosting"
                                | "Report"
                                | "ReportageNewsArticle"
                        )
                    })
                };
                let article = match kinds {
                    Some(Value::Array(kinds)) => kinds.iter().any(is),
                    Some(kind) => is(kind),
                    None => false,
                };
                if article {
                    self.article = true;
                    let day = fields
                        .get("datePublished")
                        .and_then(Value::as_str)
                        .map(day_in);
                    if let Some(Said::Is(day)) = day {
                        self.day = self.day.or(Some(day));
                    }
                    self.author |= fields.get("author").is_some_and(names);
                }
                if let Some(graph) = fields.get("@graph") {
                    self.take(graph, depth + 1);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Whether an author of JSON-LD has a name.
fn names(value: &Value) -> bool {
    match value {
        Value::String(name) => !one_line(name).is_empty(),
        Value::Array(list) => list.iter().take(5).any(names),
        Value::Object(fields) => fields
            .get("name")
            .and_then(Value::as_str)
            .is_some_and(|name| !one_line(name).is_empty()),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
#[path = "own_tests.rs"]
mod tests;

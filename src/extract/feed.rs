//! Feeds and sitemaps: what kind they are, whether they parse, how many entries they have and how new the newest is.
//!
//! Read as a stream: entities are not expanded, depth and entries are capped, nothing outside is ever asked for.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::Said;
use super::address::is_web;
use super::dates::day_in;
use super::text::one_line;
use crate::exact::Day;

/// Most elements that are read.
const ELEMENTS: u64 = 500_000;
/// Deepest nesting.
const DEPTH: usize = 64;
/// Most links that are kept.
const LINKS: usize = 5_000;
/// Most bytes of a text.
const TEXT: usize = 4_000;

/// What kind of file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedKind {
    /// RSS 0.9 to 2.0.
    Rss,
    /// Atom.
    Atom,
    /// A sitemap of pages.
    Sitemap,
    /// A sitemap of sitemaps.
    SitemapIndex,
}

/// What a feed or sitemap says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedFacts {
    /// What it is.
    pub kind: FeedKind,
    /// Whether it is well formed to its end, within the caps.
    pub parses: bool,
    /// Entries: items of a feed, addresses of a sitemap.
    pub entries: u64,
    /// The newest day among them; unread where days stand there that are not understood.
    pub newest_on: Said<Day>,
    /// Addresses with their day where one is read, the first 5,000.
    pub links: Vec<(Url, Option<Day>)>,
}

/// Reads a feed or sitemap; nothing where the body is neither.
pub fn feed(body: &[u8], base: &Url) -> Option<FeedFacts> {
    let text = super::charset::xml_text(body)?;
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    let mut state = State::default();
    let mut elements = 0;
    let ended = loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                elements += 1;
                if state.open(&start, base).is_none() {
                    break state.facts.is_some();
                }
            }
            Ok(Event::Empty(start)) => {
                elements += 1;
                if state.open(&start, base).is_none() {
                    break state.facts.is_some();
                }
                state.close(base);
            }
            Ok(Event::End(_)) => state.close(base),
            Ok(Event::Text(text)) => state.text(text.as_ref()),
            Ok(Event::CData(text)) => state.text(text.as_ref()),
            // `&amp;` is the one that addresses need; others stand for nothing here.
            Ok(Event::GeneralRef(entity)) => {
                if entity.as_ref() == "amp" {
                    state.text("&");
                }
            }
            Ok(Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_)) => {}
            Ok(Event::Eof) => break state.path.is_empty(),
            Err(_) => break false,
        }
        if elements > ELEMENTS || state.path.len() > DEPTH {
            break false;
        }
    };
    let mut facts = state.facts?;
    facts.parses = ended;
    Some(facts)
}

#[derive(Default)]
struct State {
    /// Local names of the open elements.
    path: Vec<String>,
    text: String,
    facts: Option<FeedFacts>,
    /// Address and day of the open entry.
    link: Option<Url>,
    day: Option<Day>,
}

impl State {
    /// Takes an element; nothing where the root is of another kind.
    fn open(&mut self, start: &BytesStart<'_>, base: &Url) -> Option<()> {
        let name = local(start.name().as_ref());
        if self.path.is_empty() && self.facts.is_none() {
            let kind = match name.as_str() {
                "rss" | "RDF" => FeedKind::Rss,
                "feed" => FeedKind::Atom,
                "urlset" => FeedKind::Sitemap,
                "sitemapindex" => FeedKind::SitemapIndex,
                _ => return None,
            };
            self.facts = Some(FeedFacts {
                kind,
                parses: false,
                entries: 0,
                newest_on: Said::None,
                links: Vec::new(),
            });
        }
        if is_entry(&name) {
            self.link = None;
            self.day = None;
        }
        // Atom: `<link href="…"/>`, the page itself rather than its feed.
        if name == "link" && self.within_entry() {
            let get = |wanted: &str| {
                let mut all = start.attributes();
                let mut attributes = all.with_checks(false).flatten();
                let found = attributes.find(|attribute| attribute.key.as_ref() == wanted)?;
                Some(found.value.replace("&amp;", "&"))
            };
            let page = get("rel").is_none_or(|rel| rel == "alternate");
            if let Some(href) = get("href").filter(|_| page) {
                self.link = self
                    .link
                    .take()
                    .or_else(|| base.join(href.trim()).ok().filter(is_web));
            }
        }
        self.text.clear();
        self.path.push(name);
        Some(())
    }

    fn within_entry(&self) -> bool {
        self.path.last().is_some_and(|name| is_entry(name))
    }

    fn text(&mut self, text: &str) {
        if self.text.len() < TEXT {
            self.text.push_str(text);
        }
    }

    fn close(&mut self, base: &Url) {
        let name = self.path.pop().unwrap_or_default();
        let text = one_line(&std::mem::take(&mut self.text));
        let Some(facts) = self.facts.as_mut() else {
            return;
        };
        if self.path.last().is_some_and(|name| is_entry(name)) {
            match name.as_str() {
                "link" | "loc" if !text.is_empty() => {
                    self.link = self
                        .link
                        .take()
                        .or_else(|| base.join(&text).ok().filter(is_web));
                }
                "pubDate" | "date" | "published" | "updated" | "lastmod" => {
                    match day_of_feed(&text) {
                        Said::Is(day) => {
                            // The day of publication counts; `updated` and `lastmod` only where there is none.
                            if self.day.is_none() || name == "published" {
                                self.day = Some(day);
                            }
                        }
                        Said::Unread => {
                            if facts.newest_on == Said::None {
                                facts.newest_on = Said::Unread;
                            }
                        }
                        Said::None => {}
                    }
                }
                _ => {}
            }
        }
        if is_entry(&name) {
            facts.entries += 1;
            if let Some(day) = self.day {
                facts.newest_on = match facts.newest_on {
                    Said::Is(newest) if newest >= day => Said::Is(newest),
                    Said::Is(_) | Said::None | Said::Unread => Said::Is(day),
                };
            }
            if let Some(url) = self.link.take().filter(|_| facts.links.len() < LINKS) {
                facts.links.push((url, self.day));
            }
        }
    }
}

fn is_entry(name: &str) -> bool {
    matches!(name, "item" | "entry" | "url" | "sitemap")
}

/// The name without its prefix.
fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

/// A day as feeds write it: RFC 3339, RFC 822 («Mon, 30 Jun 2024 08:00:00 +0700»), or as portals do.
fn day_of_feed(text: &str) -> Said<Day> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let parts: Vec<&str> = text
        .split([' ', ',', '-'])
        .filter(|part| !part.is_empty())
        .collect();
    for (at, part) in parts.iter().enumerate().skip(1).take(3) {
        let start: String = part.to_ascii_lowercase().chars().take(3).collect();
        let Some(month) = MONTHS
            .iter()
            .position(|month| *month == start && part.is_ascii())
        else {
            continue;
        };
        let day = at
            .checked_sub(1)
            .and_then(|n| parts.get(n))
            .and_then(|day| day.parse::<i8>().ok());
        let year = parts.get(at + 1).and_then(|year| year.parse::<i16>().ok());
        if let (Some(day), Some(year), Ok(month)) = (day, year, i8::try_from(month + 1)) {
            return Day::of(year, month, day).map_or(Said::Unread, Said::Is);
        }
    }
    day_in(text)
}

#[cfg(test)]
#[path = "feed_tests.rs"]
mod tests;

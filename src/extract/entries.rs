//! Entries of lists: a title that leads to a page, with its day, found by the profile's selector or by the shape of the page.
//!
//! A day is taken only from what stamps the entry within its own block, never from running text, so neither a clock of the
//! page nor a day in a summary becomes a day of publication.

use std::collections::BTreeMap;

use url::Url;

use super::address::{is_file, normalised};
use super::context::Reading;
use super::dates::stamp;
use super::dom::Node;
use super::links::{resolved, text_of};
use super::spans::about;
use super::stamps::{byline, day, without_stamp};
use super::text::{line_of, one_line};
use super::{Entry, Said};
use crate::check::{Group, words_of};

/// Most entries of a page.
const ENTRIES: usize = 1_000;
/// Most files of an entry.
const FILES: usize = 50;

/// What a subtree leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Leads {
    #[default]
    Nowhere,
    /// To one page, by its number.
    To(usize),
    /// To several.
    Around,
}

impl Leads {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nowhere, other) => other,
            (one, Self::Nowhere) => one,
            (Self::To(a), Self::To(b)) if a == b => self,
            (Self::To(_) | Self::Around, Self::To(_) | Self::Around) => Self::Around,
        }
    }
}

/// An entry and the block that it stands in.
struct Item {
    block: usize,
    entry: Entry,
    /// Tag and class of block and parent: entries of one list look the same.
    shape: [String; 4],
}

/// The entries of a page, and the blocks that they stand in.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub(super) entries: Vec<Entry>,
    pub(super) blocks: Vec<usize>,
}

/// The entries of the page's lists.
pub(super) fn entries(reading: &Reading<'_>) -> Listed {
    let chosen = by_selector(reading);
    if !chosen.entries.is_empty() {
        return chosen;
    }
    let titles = titles(reading);
    let mut items = items(reading, &titles);
    let blocks: Vec<usize> = items.iter().map(|item| item.block).collect();
    outside_days(reading, &mut items, &blocks);
    let mut lists: BTreeMap<[String; 4], (usize, bool)> = BTreeMap::new();
    for item in &items {
        let told = item.entry.published_on != Said::None || item.entry.valid != Said::None;
        let (n, dated) = lists.entry(item.shape.clone()).or_default();
        *n += 1;
        *dated |= told;
    }
    // On the page of a section its longest list is the section's, even where it shows no days.
    let any_dated = lists.values().any(|(_, dated)| *dated);
    let longest = lists
        .iter()
        .max_by_key(|(_, (n, _))| *n)
        .map(|(shape, _)| shape.clone());
    let longest = longest.filter(|_| reading.section.is_some_and(has_entries) && !any_dated);
    let (entries, blocks) = items
        .into_iter()
        .filter(|item| {
            let list = lists.get(&item.shape);
            let dated =
                list.is_some_and(|(n, dated)| *dated && (*n > 1 || is_item(reading, item.block)));
            let of_section =
                list.is_some_and(|(n, _)| *n >= 3) && longest.as_ref() == Some(&item.shape);
            dated || of_section
        })
        .take(ENTRIES)
        .map(|item| (item.entry, item.block))
        .unzip();
    Listed { entries, blocks }
}

/// Whether a block that has no others like it is an item of a list all the same, rather than the whole page.
fn is_item(reading: &Reading<'_>, block: usize) -> bool {
    let named = |node: &Node<'_>| matches!(node.name(), "li" | "tr" | "article" | "dd" | "p");
    reading.dom.get(block).is_some_and(named)
}

/// Whether a section is a list of entries.
fn has_entries(section: &str) -> bool {
    is_dated(section) || section == "documents"
}

/// Whether a section is a list of dated entries.
pub fn is_dated(section: &str) -> bool {
    matches!(
        section,
        "news"
            | "direction"
            | "feedback_handling"
            | "rewards"
            | "schedule"
            | "drafts"
            | "planning"
            | "plans"
            | "budget"
            | "projects"
            | "procurement"
            | "statistics"
            | "law_guidance"
            | "egov"
    )
}

fn by_selector(reading: &Reading<'_>) -> Listed {
    let dom = reading.dom;
    let mut found = Listed::default();
    for n in reading.marked.all("item").take(ENTRIES) {
        let link = reading.marked.within("item_link", dom, n).or_else(|| {
            let mut links = dom.within(n).filter(|(_, node)| node.name() == "a");
            links
                .find(|(_, node)| node.attr("href").is_some())
                .map(|(n, _)| n)
        });
        let Some(link) = link.and_then(|n| dom.get(n).map(|node| (n, node))) else {
            continue;
        };
        let Some(url) = link
            .1
            .attr("href")
            .and_then(|href| resolved(reading.base, href))
        else {
            continue;
        };
        let title = reading
            .marked
            .within("item_title", dom, n)
            .map_or_else(|| text_of(dom, link.0, link.1), |title| line_of(dom, title));
        if title.is_empty() || found.entries.iter().any(|known| known.url == url) {
            continue;
        }
        found
            .entries
            .push(entry(reading, n, &[link.0], url, &title));
        found.blocks.push(n);
    }
    found
}

/// The links that could be titles of entries: number of the node, number of the page.
fn titles(reading: &Reading<'_>) -> Vec<(usize, usize)> {
    let dom = reading.dom;
    let own = normalised(reading.page);
    let mut pages: BTreeMap<Url, usize> = BTreeMap::new();
    let mut found = Vec::new();
    for (n, node) in dom.iter() {
        if node.name() != "a" || !node.zone.is_body() {
            continue;
        }
        let Some(url) = node
            .attr("href")
            .and_then(|href| resolved(reading.base, href))
        else {
            continue;
        };
        let text = text_of(dom, n, node);
        let words = words_of(&text);
        let long = words.split(' ').count() >= 3 || words.len() >= 15;
        if !long || reading.labels.whole_words(Group::Section, &words).is_some() {
            continue;
        }
        let url = normalised(&url);
        // A short link to a file is its attachment, no title.
        if url == own || is_file(&url) && words.split(' ').count() <= 4 {
            continue;
        }
        let next = pages.len();
        let page = *pages.entry(url).or_insert(next);
        found.push((n, page));
    }
    found
}

fn items(reading: &Reading<'_>, titles: &[(usize, usize)]) -> Vec<Item> {
    let dom = reading.dom;
    let mut leads = vec![Leads::Nowhere; dom.len()];
    for (n, page) in titles {
        if let Some(own) = leads.get_mut(*n) {
            *own = Leads::To(*page);
        }
    }
    for n in (1..dom.len()).rev() {
        let own = leads.get(n).copied().unwrap_or_default();
        let parent = dom.get(n).map_or(n, |node| node.parent);
        if parent != n
            && let Some(above) = leads.get_mut(parent)
        {
            *above = above.and(own);
        }
    }
    let mut by_block: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, page) in titles {
        // A whole list is no item of one.
        let holds_items = |node: &Node<'_>| {
            let names = ["body", "html", "ul", "ol", "table", "tbody", "main", "form"];
            names.contains(&node.name())
        };
        let same = |up: &usize| {
            leads.get(*up) == Some(&Leads::To(*page))
                && dom.get(*up).is_some_and(|node| !holds_items(node))
        };
        let block = dom.above(*n).take_while(same).last().unwrap_or(*n);
        by_block.entry(block).or_default().push(*n);
    }
    let mut found = Vec::new();
    for (block, links) in by_block {
        let best = links
            .iter()
            .filter_map(|n| Some((*n, text_of(dom, *n, dom.get(*n)?))))
            .max_by_key(|(_, text)| text.len());
        let Some((link, text)) = best else { continue };
        let href = dom.get(link).and_then(|node| node.attr("href"));
        let Some(url) = href.and_then(|href| resolved(reading.base, href)) else {
            continue;
        };
        let title = whole_title(dom.get(link), text);
        found.push(Item {
            block,
            entry: entry(reading, block, &links, url, &title),
            shape: shape(reading, block),
        });
    }
    found
}

/// A title that was cut on the page is whole in the link's `title`.
fn whole_title(link: Option<&Node<'_>>, text: String) -> String {
    let cut = text.ends_with('…') || text.ends_with("...");
    let whole = link.and_then(|link| link.attr("title")).map(one_line);
    whole
        .filter(|whole| cut && whole.len() > text.len())
        .unwrap_or(text)
}

fn shape(reading: &Reading<'_>, block: usize) -> [String; 4] {
    let dom = reading.dom;
    let of = |n: usize| {
        let node = dom.get(n);
        let name = node.map_or("", Node::name).to_owned();
        let class = node.and_then(|node| node.attr("class")).unwrap_or_default();
        // The first and the last of a list, and every second, are marked by further classes.
        (
            name,
            class
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned(),
        )
    };
    let (name, class) = of(block);
    let (above, above_class) = of(dom.get(block).map_or(block, |node| node.parent));
    [name, class, above, above_class]
}

/// Reads an entry out of its block.
fn entry(reading: &Reading<'_>, block: usize, links: &[usize], url: Url, title: &str) -> Entry {
    let files = files(reading, block);
    let (bare, own_day) = without_stamp(reading, title);
    let published_on = match day(reading, block, links) {
        Said::None => own_day,
        said @ (Said::Is(_) | Said::Unread) => said,
    };
    Entry {
        published_on,
        byline: byline(reading, block),
        valid: about(&bare, reading.labels),
        files: if is_file(&url) && files.is_empty() {
            vec![url.clone()]
        } else {
            files
        },
        url,
        title: bare,
    }
}

/// Days that stand beside their entries rather than in them: `<a>…</a> 30/06/2024<br>`.
fn outside_days(reading: &Reading<'_>, items: &mut [Item], blocks: &[usize]) {
    let dom = reading.dom;
    if items
        .iter()
        .any(|item| item.entry.published_on != Said::None)
    {
        return;
    }
    let parent = |block: usize| dom.get(block).map_or(block, |node| node.parent);
    let stamped = |from: usize, to: usize| {
        let texts = (from..to)
            .filter_map(|n| dom.get(n))
            .filter(|node| node.zone.is_body());
        let texts = texts.filter_map(|node| match node.kind {
            super::dom::Kind::Text(text) => Some(stamp(text, reading.labels)),
            super::dom::Kind::Element(_) => None,
        });
        texts
            .take(50)
            .find(|said| *said != Said::None)
            .unwrap_or(Said::None)
    };
    let mut before: BTreeMap<usize, bool> = BTreeMap::new();
    for (at, item) in items.iter_mut().enumerate() {
        let up = parent(item.block);
        let previous = at
            .checked_sub(1)
            .and_then(|n| blocks.get(n))
            .filter(|n| parent(**n) == up);
        let start = previous.map_or(up, |n| dom.get(*n).map_or(*n, |node| node.end));
        let next = blocks.get(at + 1).filter(|n| parent(**n) == up).copied();
        let up_end = dom.get(up).map_or(item.block, |node| node.end);
        let own_end = dom.get(item.block).map_or(item.block, |node| node.end);
        let leads = *before
            .entry(up)
            .or_insert_with(|| stamped(up, item.block) != Said::None);
        item.entry.published_on = if leads {
            stamped(start, item.block)
        } else {
            stamped(own_end, next.unwrap_or(up_end))
        };
    }
}

/// The files that a block links.
pub(super) fn files(reading: &Reading<'_>, block: usize) -> Vec<Url> {
    let mut found: Vec<Url> = Vec::new();
    for (_, node) in reading.dom.within(block) {
        let href = Some(node)
            .filter(|node| node.name() == "a")
            .and_then(|node| node.attr("href"));
        let url = href
            .and_then(|href| resolved(reading.base, href))
            .filter(is_file);
        if let Some(url) = url.filter(|url| !found.contains(url)) {
            found.push(url);
        }
        if found.len() >= FILES {
            break;
        }
    }
    found
}

#[cfg(test)]
#[path = "entries_tests.rs"]
mod tests;

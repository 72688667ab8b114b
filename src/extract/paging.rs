//! The next page of a list.

use url::Url;

use super::context::Reading;
use super::links::{resolved, text_of};
use crate::check::{Group, words_of};

/// Parameters that number the pages of a list.
const PAGES: &[&str] = &[
    "page",
    "p",
    "trang",
    "paged",
    "pageindex",
    "currentpage",
    "pagenum",
    "pg",
];

/// The next page: what says so (`rel=next`, «Trang sau», «>»), else the link whose page number is one more than this page's.
pub(super) fn next(reading: &Reading<'_>) -> Option<Url> {
    let dom = reading.dom;
    let host = reading.page.host_str();
    let leads = |n: usize| {
        let href = dom.get(n).and_then(|node| node.attr("href"))?;
        let url = resolved(reading.base, href)?;
        (url.host_str() == host && url != *reading.page).then_some(url)
    };
    for n in reading.marked.all("next") {
        // The selector may find the button rather than the link in it.
        let mut inside = dom
            .within(n)
            .filter(|(_, node)| node.name() == "a" || node.name() == "link");
        if let Some(url) = inside.find_map(|(n, _)| leads(n)) {
            return Some(url);
        }
    }
    let mut numbered: Option<Url> = None;
    let own = page_number(reading.page).unwrap_or((String::new(), 1));
    for (n, node) in dom.iter() {
        if node.name() != "a" || node.zone.silent {
            continue;
        }
        let text = text_of(dom, n, node);
        let sign = matches!(
            text.as_str(),
            ">" | "›" | "»" | "→" | "Trang sau >" | "Trang sau »"
        );
        let says = text.len() <= 40 && labelled(reading, &text);
        if (sign || says)
            && let Some(url) = leads(n)
            && pages_on(reading, &url)
        {
            return Some(url);
        }
        if numbered.is_none()
            && text.chars().all(|c| c.is_ascii_digit())
            && text.parse() == Ok(own.1 + 1)
            && let Some(url) = leads(n)
            && page_number(&url).is_some_and(|(name, at)| {
                (own.0.is_empty() || name == own.0) && (at == own.1 + 1 || at == own.1)
            })
        {
            numbered = Some(url);
        }
    }
    numbered
}

/// Whether the list goes on where no address leads: `javascript:__doPostBack(…)` and its like.
pub(super) fn by_script(reading: &Reading<'_>) -> bool {
    let dom = reading.dom;
    let own = page_number(reading.page).map_or(1, |(_, number)| number);
    dom.iter().any(|(n, node)| {
        if !matches!(node.name(), "a" | "button") || node.zone.silent {
            return false;
        }
        let href = node.attr("href").unwrap_or_default().trim();
        let script = href
            .get(..11)
            .is_some_and(|start| start.eq_ignore_ascii_case("javascript:"));
        let acts = node.attr("onclick").unwrap_or_default();
        if !script && (acts.is_empty() || !(href.is_empty() || href.starts_with('#'))) {
            return false;
        }
        let text = text_of(dom, n, node);
        // An arrow may turn pictures; a number or arrow that turns pages says so in its script.
        let act: String = href.chars().chain(acts.chars()).take(400).collect();
        let act = act.to_ascii_lowercase();
        let pages = ["dopostback", "page", "paging", "trang"]
            .iter()
            .any(|word| act.contains(word));
        let numbered = text.parse() == Ok(own + 1);
        let sign = matches!(text.as_str(), ">" | "›" | "»" | "→");
        let says = text.len() <= 40 && text.contains(' ') && labelled(reading, &text);
        says || pages && (numbered || sign)
    })
}

fn labelled(reading: &Reading<'_>, text: &str) -> bool {
    reading.labels.is(Group::Phrase, "next", &words_of(text))
}

/// Whether an address is another page of the same list: its path is the same, or it carries a page number.
fn pages_on(reading: &Reading<'_>, url: &Url) -> bool {
    url.path() == reading.page.path() || page_number(url).is_some()
}

/// The parameter (or part of the path) that numbers an address's page, and the number.
fn page_number(url: &Url) -> Option<(String, u64)> {
    for (name, value) in url.query_pairs() {
        let lower = name.to_ascii_lowercase();
        let named = PAGES.contains(&lower.as_str()) || lower == "cur" || lower.ends_with("_cur");
        if named && let Ok(number) = value.parse() {
            return Some((name.into_owned(), number));
        }
    }
    let mut parts = url.path_segments()?.rev();
    let last = parts
        .next()
        .filter(|part| !part.is_empty())
        .or_else(|| parts.next())?;
    let before = parts.next().unwrap_or_default().to_ascii_lowercase();
    if let Ok(number) = last.parse()
        && matches!(before.as_str(), "page" | "trang" | "p")
    {
        return Some((before, number));
    }
    let (stem, _) = last.split_once('.').unwrap_or((last, ""));
    let rest = ["page-", "trang-", "page"]
        .iter()
        .find_map(|start| stem.strip_prefix(start))?;
    Some(("path".to_owned(), rest.parse().ok()?))
}

#[cfg(test)]
#[path = "paging_tests.rs"]
mod tests;

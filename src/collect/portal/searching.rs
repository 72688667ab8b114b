//! Search forms tried with words of a page that is known to be there, typed with and without diacritics.
//!
//! Only forms that are sent by GET to a declared host: a form that changes something is seen, never sent.

use std::collections::BTreeSet;

use url::Url;

use super::super::cell::Cell;
use super::super::seen::{Outcome, Stopped};
use super::cover::Cover;
use super::lists::Lists;
use super::page::Brief;
use super::rows::{Values, form_id};
use super::sheet::{count, yes};
use super::site::Site;
use crate::extract::{Block, Element, FieldKind, Form, PageFacts, Purpose};
use crate::table::fold;

/// Words of a query.
const WORDS: usize = 3;

/// A query that was sent.
#[derive(Debug)]
pub(super) struct Tried {
    form: String,
    scope: &'static str,
    query: String,
    marked: bool,
    pub(super) brief: Brief,
    results: Option<u64>,
    /// Place of the known page, 0 = not among them.
    position: Option<u64>,
}

/// Tries the site's search and the search of documents.
pub(super) async fn search(
    site: &mut Site<'_>,
    lists: &Lists,
    whole: bool,
) -> Result<(Vec<Tried>, Cover), Stopped> {
    let mut tried = Vec::new();
    let mut open = if whole { "" } else { "unread" };
    for (purpose, scope) in [
        (Purpose::Search, "site"),
        (Purpose::DocumentSearch, "documents"),
    ] {
        let (form, known) = match (form(site, purpose), any_form(site, purpose)) {
            (Some(form), _) => (form, known(site, lists, purpose)),
            // It is there, but only sending it would tell.
            (None, true) => {
                open = "form";
                continue;
            }
            (None, false) => continue,
        };
        let Some((target, words)) = known else {
            open = "no_title";
            continue;
        };
        if purpose == Purpose::Search && open == "unread" {
            // Which other form a page that was not read may show does not matter: this one is the site's.
            open = "";
        }
        for query in spellings(&words) {
            let Some(url) = filled(&form.1, &query) else {
                open = "form";
                continue;
            };
            let Some((brief, facts)) = site.peek(&url, "other").await? else {
                open = "pages";
                continue;
            };
            let (results, position) = found(site, &brief, facts.as_ref(), &target);
            tried.push(Tried {
                form: form.0.clone(),
                scope,
                marked: fold(&query) != query.to_lowercase(),
                query,
                brief,
                results,
                position,
            });
        }
    }
    let cover = if open.is_empty() {
        Cover::complete()
    } else {
        Cover::open(open)
    };
    Ok((tried, cover))
}

impl Tried {
    pub(super) fn values(&self) -> Values {
        let id = format!("{} {}", self.form, self.query);
        let known = |n: Option<u64>| n.map_or(Cell::Null, count);
        vec![
            ("id", id.as_str().into()),
            ("form_id", self.form.as_str().into()),
            ("scope", self.scope.into()),
            ("query", self.query.as_str().into()),
            ("marked", yes(self.marked)),
            ("outcome", self.brief.outcome.code().into()),
            ("results", known(self.results)),
            ("position", known(self.position)),
        ]
    }
}

fn forms<'s>(site: &'s Site<'_>, purpose: Purpose) -> impl Iterator<Item = (String, &'s Form)> {
    let pages = site
        .pages
        .iter()
        .filter(|page| page.brief.outcome == Outcome::Observed);
    pages.flat_map(move |page| {
        let forms = page
            .facts
            .iter()
            .flat_map(|facts| facts.forms.iter().enumerate());
        forms
            .filter(move |(_, form)| form.purpose == purpose)
            .map(|(at, form)| (form_id(page, at), form))
    })
}

fn any_form(site: &Site<'_>, purpose: Purpose) -> bool {
    forms(site, purpose).next().is_some()
}

/// The first form of a purpose that may be sent.
fn form(site: &Site<'_>, purpose: Purpose) -> Option<(String, Form)> {
    let mut forms = forms(site, purpose);
    let found = forms.find(|(_, form)| {
        let typed = |kind: FieldKind| match kind {
            FieldKind::Text => true,
            FieldKind::Hidden | FieldKind::Other => false,
        };
        form.get
            && site.scope.holds(&form.action)
            && form
                .fields
                .iter()
                .any(|field| typed(field.kind) && !field.name.is_empty())
    });
    found.map(|(id, form)| (id, form.clone()))
}

/// A page that is known to be there, and words that name it.
fn known(site: &Site<'_>, lists: &Lists, purpose: Purpose) -> Option<(String, String)> {
    if purpose == Purpose::DocumentSearch {
        let mut documents = lists.documents.iter();
        return documents.find_map(|document| {
            let posted = &document.posted;
            let url = posted.url.as_ref().or(posted.file_url.as_ref())?;
            let words = Some(posted.number.clone()).filter(|number| !number.is_empty());
            let words = words.or_else(|| words_of(posted.summary.as_ref()?))?;
            Some((site.scope.key(url), words))
        });
    }
    let items = lists.items.iter();
    let mut items = items.filter(|item| !site.is_page(item.list, &item.entry.url));
    let entry = items.find_map(|item| {
        let words = words_of(&item.entry.title)?;
        Some((site.scope.key(&item.entry.url), words))
    });
    entry.or_else(|| {
        let mut pages = site.pages.iter().skip(1);
        pages.find_map(|page| {
            let facts = page
                .facts
                .as_ref()
                .filter(|_| page.brief.outcome == Outcome::Observed)?;
            Some((site.scope.key(&page.want.url), words_of(&facts.title)?))
        })
    })
}

/// Three words in a row of a title, the longest that it has: they name it best.
fn words_of(title: &str) -> Option<String> {
    let words: Vec<&str> = title
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() < 2 {
        return None;
    }
    let rows = words.windows(WORDS.min(words.len()));
    let length = |row: &&[&str]| row.iter().map(|word| word.chars().count()).sum::<usize>();
    let mut best: Option<&[&str]> = None;
    for row in rows {
        if best.is_none_or(|best| length(&row) > length(&best)) {
            best = Some(row);
        }
    }
    best.map(|row| row.join(" "))
}

/// As it stands, and without diacritics where that differs.
fn spellings(words: &str) -> Vec<String> {
    let folded = fold(words);
    if folded == words.to_lowercase() {
        vec![words.to_owned()]
    } else {
        vec![words.to_owned(), folded]
    }
}

/// The address that a form filled with a query leads to.
fn filled(form: &Form, query: &str) -> Option<Url> {
    let mut url = form.action.clone();
    let mut open = Some(query);
    {
        url.set_query(None);
        let mut pairs = url.query_pairs_mut();
        for field in form.fields.iter().filter(|field| !field.name.is_empty()) {
            let value = match field.kind {
                FieldKind::Text => open.take().unwrap_or(&field.value),
                FieldKind::Hidden | FieldKind::Other => &field.value,
            };
            pairs.append_pair(&field.name, value);
        }
    }
    open.is_none().then_some(url)
}

/// How many results a page shows, and which of them is the known page.
fn found(
    site: &Site<'_>,
    brief: &Brief,
    facts: Option<&PageFacts>,
    target: &str,
) -> (Option<u64>, Option<u64>) {
    if brief.is_absent() {
        return (Some(0), Some(0));
    }
    let Some(facts) = facts else {
        return (None, None);
    };
    let number = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    // A search that finds one page may lead straight to it.
    if brief
        .final_url
        .as_ref()
        .is_some_and(|url| site.scope.key(url) == target)
    {
        return (Some(1), Some(1));
    }
    let entries: Vec<String> = facts
        .entries
        .iter()
        .map(|e| site.scope.key(&e.url))
        .collect();
    let results = if entries.iter().any(|key| key == target) {
        entries
    } else {
        listed(site, facts, target)
    };
    let place = results.iter().position(|key| key == target);
    match place {
        Some(at) => (Some(number(results.len())), Some(number(at + 1))),
        None if facts.partial => (None, None),
        None => (Some(number(results.len())), Some(0)),
    }
}

/// The links of a page's own text that home does not show too.
fn listed(site: &Site<'_>, facts: &PageFacts, target: &str) -> Vec<String> {
    let home = site.pages.first().and_then(|page| page.facts.as_ref());
    let home: BTreeSet<String> = home.map_or_else(BTreeSet::new, |facts| {
        facts
            .links
            .iter()
            .map(|link| site.scope.key(&link.url))
            .collect()
    });
    let own = facts.links.iter().filter(|link| link.element == Element::A);
    let own = own.filter(|link| link.block == Block::Body);
    let mut known = BTreeSet::new();
    own.map(|link| site.scope.key(&link.url))
        .filter(|key| key == target || !home.contains(key))
        .filter(|key| known.insert(key.clone()))
        .collect()
}

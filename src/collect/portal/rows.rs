//! What the pages of a portal say → rows of the tables that follow `pages`.
//!
//! What every page repeats (navigation, header, footer, the search form) is told once, of the home page.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cell::Cell;
use super::super::derive::Derive;
use super::super::seen::Outcome;
use super::page::{Brief, Page};
use super::sheet::{From, address, code, count, maybe, status, text, yes};
use super::site::Site;
use crate::extract::{Block, Contact, ContactKind, Element, Form, Link, PageFacts, Place, Purpose};

/// Values of a row by the names of their columns.
pub(super) type Values = Vec<(&'static str, Cell)>;

/// The facts of a page's row; NULL but where it answered.
pub(super) fn page(page: &Page, portal: &str) -> Values {
    let brief = &page.brief;
    let mut values: Values = vec![
        ("id", page.id.as_str().into()),
        ("portal_id", portal.into()),
        ("url", address(&page.want.url)),
        ("kind", page.want.kind.code().into()),
        ("section", page.want.section.as_str().into()),
        ("outcome", brief.outcome.code().into()),
    ];
    if !page.is_settled() {
        return values;
    }
    values.extend([
        ("depth", count(page.want.depth)),
        ("status", status(brief.status)),
        (
            "final_url",
            brief.final_url.as_ref().map_or(Cell::Null, address),
        ),
        ("off_domain", yes(brief.off_domain)),
    ]);
    match (&page.facts, brief.outcome) {
        (facts, Outcome::Absent) => {
            let soft = facts.as_ref().is_some_and(|facts| facts.soft_404);
            values.push(("soft_404", yes(soft)));
            values.extend(nothing());
        }
        (Some(facts), _) => values.extend(said(facts)),
        (None, _) => {}
    }
    values
}

/// What a page shows that is not there.
fn nothing() -> Values {
    vec![
        ("title", "".into()),
        ("text", "".into()),
        ("text_chars", Cell::Int(0)),
        ("lang_declared", "".into()),
        ("viewport", Cell::Int(0)),
        ("print_control", Cell::Int(0)),
        ("images", Cell::Int(0)),
        ("images_alt", Cell::Int(0)),
    ]
}

/// What a page says. Of a page that was read in part only what is there is known, not what is not.
fn said(facts: &PageFacts) -> Values {
    let whole = !facts.partial;
    let shown = |text: Cell| {
        if whole || text.text() != Some("") {
            text
        } else {
            Cell::Null
        }
    };
    let seen = |there: bool| maybe((whole || there).then_some(there));
    let all = |n: u64| if whole { count(n) } else { Cell::Null };
    vec![
        ("soft_404", seen(facts.soft_404)),
        ("title", shown(text(&facts.title))),
        ("text", paragraphs(&facts.text)),
        ("text_chars", all(facts.text_chars)),
        ("lang_declared", shown(text(&facts.lang_declared))),
        ("lang_detected", code(facts.lang_detected)),
        ("charset_declared", shown(text(&facts.charset_declared))),
        ("encoding", code(facts.encoding)),
        (
            "bytes_valid",
            maybe(facts.bytes_valid.filter(|ok| whole || !ok)),
        ),
        ("nfc", maybe(facts.nfc.filter(|ok| whole || !ok))),
        ("viewport", seen(facts.viewport)),
        ("print_control", seen(facts.print_control)),
        ("images", all(facts.images)),
        ("images_alt", all(facts.images_alt)),
    ]
}

/// A text of several lines without other control characters.
fn paragraphs(text: &str) -> Cell {
    let clean = text
        .chars()
        .map(|c| if c.is_control() && c != '\n' { ' ' } else { c });
    Cell::Text(clean.collect())
}

/// The rows that follow the pages: contacts, links and forms, each with the page that it stands on.
pub(super) struct Following<'p> {
    pub(super) contacts: Vec<(&'p Page, Values)>,
    pub(super) links: Vec<(&'p Page, Values)>,
    pub(super) forms: Vec<(&'p Page, Values)>,
}

/// Collects what stands on the pages.
pub(super) fn following<'p>(site: &'p Site<'_>) -> Following<'p> {
    let mut all = Following {
        contacts: contacts(&site.pages),
        links: Vec::new(),
        forms: Vec::new(),
    };
    for page in &site.pages {
        let Some(facts) = page
            .facts
            .as_ref()
            .filter(|_| page.brief.outcome == Outcome::Observed)
        else {
            continue;
        };
        let mut seen = BTreeSet::new();
        for link in &facts.links {
            if seen.insert((link.element, &link.url)) {
                all.links.push((page, self::link(site, page, link)));
            }
        }
        for (at, form) in facts.forms.iter().enumerate() {
            all.forms
                .push((page, self::form(&form_id(page, at), page, form)));
        }
    }
    all
}

/// The id of a form of a page.
pub(super) fn form_id(page: &Page, at: usize) -> String {
    format!("{} form {}", page.id, at + 1)
}

fn link(site: &Site<'_>, page: &Page, link: &Link) -> Values {
    let element = match link.element {
        Element::A => "a",
        Element::Link => "link",
        Element::Script => "script",
        Element::Img => "img",
        Element::Iframe => "iframe",
    };
    let block = match link.block {
        Block::Nav => "nav",
        Block::Header => "header",
        Block::Footer => "footer",
        Block::Related => "related",
        Block::Body => "body",
    };
    let target = site.target(&link.url);
    let settled = target.filter(|brief| brief.is_settled());
    vec![
        (
            "id",
            format!("{} {element} {}", page.id, link.url)
                .as_str()
                .into(),
        ),
        ("page_id", page.id.as_str().into()),
        ("element", element.into()),
        ("block", block.into()),
        ("url", address(&link.url)),
        ("host", link.url.host_str().map_or(Cell::Null, Into::into)),
        ("declared_host", yes(site.scope.holds(&link.url))),
        ("text", text(&link.text)),
        (
            "outcome",
            target.map_or(Cell::Null, |brief| brief.outcome.code().into()),
        ),
        (
            "status",
            settled.map_or(Cell::Null, |brief| status(brief.status)),
        ),
    ]
}

fn form(id: &str, page: &Page, form: &Form) -> Values {
    let purpose = match form.purpose {
        Purpose::Search => "search",
        Purpose::DocumentSearch => "document_search",
        Purpose::Question => "question",
        Purpose::Petition => "petition",
        Purpose::DraftComment => "draft_comment",
        Purpose::Procedure => "procedure",
        Purpose::Login => "login",
        Purpose::Other => "other",
    };
    vec![
        ("id", id.into()),
        ("page_id", page.id.as_str().into()),
        ("purpose", purpose.into()),
        (
            "action_host",
            form.action.host_str().map_or(Cell::Null, Into::into),
        ),
        ("https", yes(form.action.scheme() == "https")),
        ("filters", count(form.filters)),
    ]
}

/// A person or office that several pages show is one row, of the first page that shows it: what any of them shows of it
/// is shown.
fn contacts(pages: &[Page]) -> Vec<(&Page, Values)> {
    let mut found: Vec<(&Page, usize, Contact)> = Vec::new();
    let mut named: BTreeMap<(ContactKind, String), usize> = BTreeMap::new();
    for page in pages {
        let Some(facts) = page
            .facts
            .as_ref()
            .filter(|_| page.brief.outcome == Outcome::Observed)
        else {
            continue;
        };
        for (at, contact) in facts.contacts.iter().enumerate() {
            let name = crate::table::fold(&contact.name);
            let person = matches!(
                contact.kind,
                ContactKind::Leader | ContactKind::Official | ContactKind::SubUnit
            );
            if !person || name.trim().is_empty() {
                found.push((page, at, contact.clone()));
                continue;
            }
            let place = *named.entry((contact.kind, name)).or_insert(found.len());
            match found.get_mut(place) {
                Some((_, _, known)) => merge(known, contact),
                None => found.push((page, at, contact.clone())),
            }
        }
    }
    let values = found
        .into_iter()
        .map(|(page, at, contact)| (page, contact_row(page, at, &contact)));
    values.collect()
}

fn merge(known: &mut Contact, other: &Contact) {
    let fields = [
        (&mut known.position, &other.position),
        (&mut known.phone, &other.phone),
        (&mut known.email, &other.email),
        (&mut known.address, &other.address),
        (&mut known.responsible, &other.responsible),
    ];
    for (own, shown) in fields {
        if own.is_empty() {
            own.clone_from(shown);
        }
    }
    known.duties |= other.duties;
    known.biography |= other.biography;
}

fn contact_row(page: &Page, at: usize, contact: &Contact) -> Values {
    let place = match contact.place {
        Place::Header => "header",
        Place::Footer => "footer",
        Place::Body => "body",
    };
    let kind = match contact.kind {
        ContactKind::Leader => "leader",
        ContactKind::Official => "official",
        ContactKind::Agency => "agency",
        ContactKind::SubUnit => "sub_unit",
        ContactKind::Address => "address",
    };
    let email = text(&contact.email);
    // What a page that was read in part does not show may stand in the rest.
    let part = page.is_part();
    let shown = |there: bool| maybe((there || !part).then_some(there));
    vec![
        (
            "id",
            format!("{} contact {}", page.id, at + 1).as_str().into(),
        ),
        ("page_id", page.id.as_str().into()),
        ("place", place.into()),
        ("kind", kind.into()),
        ("name", text(&contact.name)),
        ("position", text(&contact.position)),
        ("phone", text(&contact.phone)),
        ("email_domain", Derive::Domain.apply(&email)),
        ("email", email),
        ("address", text(&contact.address)),
        ("responsible", text(&contact.responsible)),
        ("duties", shown(contact.duties)),
        ("biography", shown(contact.biography)),
    ]
}

/// Where the row of a page comes from.
pub(super) fn from<'a>(body: &'a str, brief: &'a Brief) -> From<'a> {
    From {
        body,
        obs: brief.obs,
        observed_at: &brief.observed_at,
    }
}

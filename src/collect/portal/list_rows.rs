//! What lists gave → rows of `items`, `posted_documents` and `procedure_pages`.

use super::super::cell::Cell;
use super::super::derive::Derive;
use super::lists::{Document, Item, Lists, Shown};
use super::page::Brief;
use super::rows::Values;
use super::sheet::{address, code, count, day, maybe, maybe_text, text};
use super::site::Site;
use super::targets;
use crate::extract::Said;
use crate::table::fold;
use crate::unit::Profile;

/// Rows with the answers that they come from.
type Rows<'s> = Vec<(&'s Brief, Values)>;

/// Rows of `items`.
pub(super) fn items<'s>(site: &'s Site<'_>, lists: &Lists) -> Rows<'s> {
    let rows = lists.items.iter().filter_map(|item| {
        let list = site.pages.get(item.list)?;
        Some((&list.brief, self::item(site, item)))
    });
    rows.collect()
}

fn item(site: &Site<'_>, item: &Item) -> Values {
    let entry = &item.entry;
    let portal = site.door.portal.id.as_str();
    let own = item.own.and_then(|own| site.pages.get(own));
    let (from, to) = match entry.valid {
        Said::Is((from, to)) => (Said::Is(from), Said::Is(to)),
        Said::None => (Said::None, Said::None),
        Said::Unread => (Said::Unread, Said::Unread),
    };
    let files = u64::try_from(entry.files.len()).unwrap_or(u64::MAX);
    // A list seldom shows what is attached to its entries.
    let counted = item.files_known || files > 0;
    vec![
        ("id", format!("{portal} {}", item.key).as_str().into()),
        ("portal_id", portal.into()),
        ("page_id", own.map_or("", |page| page.id.as_str()).into()),
        ("section", item.section.as_str().into()),
        ("url", address(&entry.url)),
        ("title", text(&entry.title)),
        ("published_on", day(entry.published_on)),
        ("byline", maybe(entry.byline)),
        ("valid_from", day(from)),
        ("valid_to", day(to)),
        ("files", if counted { count(files) } else { Cell::Null }),
        (
            "files_ok",
            if counted && files == 0 {
                count(0)
            } else {
                Cell::Null
            },
        ),
    ]
}

/// Rows of `posted_documents`.
pub(super) fn documents<'s>(site: &'s Site<'_>, lists: &Lists, profile: &Profile) -> Rows<'s> {
    let rows = lists.documents.iter().filter_map(|document| {
        let list = site.pages.get(document.list)?;
        Some((&list.brief, self::document(site, document, profile)))
    });
    rows.collect()
}

fn document(site: &Site<'_>, document: &Document, profile: &Profile) -> Values {
    let posted = &document.posted;
    let page = site.pages.get(document.own.unwrap_or(document.list));
    let number = text(&posted.number);
    let file = match (&posted.file_url, posted.file) {
        (Some(url), _) => address(url),
        (None, Said::None) => "".into(),
        (None, Said::Is(()) | Said::Unread) => Cell::Null,
    };
    vec![
        (
            "id",
            format!("{} {}", site.door.portal.id, document.key)
                .as_str()
                .into(),
        ),
        (
            "page_id",
            page.map_or(Cell::Null, |page| page.id.as_str().into()),
        ),
        ("number_key", Derive::NumberKey.apply(&number)),
        ("number", number),
        ("type", maybe_text(posted.kind.as_deref())),
        ("issuer", maybe_text(posted.issuer.as_deref())),
        (
            "own",
            maybe(
                posted
                    .issuer
                    .as_deref()
                    .and_then(|issuer| own(issuer, profile)),
            ),
        ),
        ("issued_on", day(posted.issued_on)),
        ("effective_on", day(posted.effective_on)),
        ("summary", maybe_text(posted.summary.as_deref())),
        ("posted_on", day(posted.posted_on)),
        ("file_url", file),
        ("file_ok", maybe(targets::file_ok(site, document))),
    ]
}

/// Whether an issuer is the unit itself: it carries the unit's name. Which body another name means is not known.
fn own(issuer: &str, profile: &Profile) -> Option<bool> {
    let issuer = fold(issuer);
    let names = [profile.short_name.as_str(), profile.name.vi.as_str()];
    let mut names = names
        .iter()
        .map(|name| fold(name))
        .filter(|name| !name.is_empty());
    names.any(|name| issuer.contains(&name)).then_some(true)
}

/// Rows of `procedure_pages`.
pub(super) fn procedures<'s>(site: &'s Site<'_>, lists: &Lists) -> Rows<'s> {
    let rows = lists.procedures.iter().filter_map(|shown| {
        let list = site.pages.get(shown.list)?;
        Some((&list.brief, procedure(site, shown)))
    });
    rows.collect()
}

fn procedure(site: &Site<'_>, shown: &Shown) -> Values {
    let procedure = &shown.procedure;
    let own = shown.own.and_then(|own| site.pages.get(own));
    let list = site.pages.get(shown.list);
    // The page of a procedure is one click behind its list.
    let clicks = list.map(|list| list.want.depth + u64::from(procedure.url.is_some()));
    let page = own.or(list);
    let id = format!("{} procedure {}", site.door.portal.id, procedure.code);
    vec![
        ("id", id.as_str().into()),
        ("code", text(&procedure.code)),
        (
            "page_id",
            page.map_or(Cell::Null, |page| page.id.as_str().into()),
        ),
        ("depth", clicks.map_or(Cell::Null, count)),
        ("level", code(procedure.level)),
        ("payable_online", maybe(procedure.payable_online)),
        (
            "parts_missing",
            maybe_text(procedure.parts_missing.as_deref()),
        ),
    ]
}

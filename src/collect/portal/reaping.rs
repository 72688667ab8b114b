//! What a crawl gave → its rows and how much of each table they are.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cell::Cell;
use super::super::coverage::CoverageRow;
use super::super::gather::Row;
use super::super::seen::{Outcome, Seen};
use super::cover::Cover;
use super::crawling::Gathered;
use super::endpoints::{self, Asked};
use super::lists::{Extent, Lists};
use super::page::{Brief, Page};
use super::probes::{self, Probe};
use super::rows::{self, Following, Values};
use super::site::Site;
use super::walk::Walked;
use super::{Harvest, PortalRequest, feeds, list_rows, sheet};
use crate::extract::is_dated;
use crate::unit::Limits;

/// A crawl under way: what it gives so far.
pub(super) struct Reaping<'a> {
    pub(super) request: PortalRequest<'a>,
    tables: BTreeMap<String, Vec<Row>>,
    coverage: Vec<CoverageRow>,
}

/// Sections that are not all there, and why.
#[derive(Debug, Default)]
struct Open(BTreeMap<String, BTreeSet<&'static str>>);

impl Open {
    fn add(&mut self, section: &str, why: &'static str) {
        self.0.entry(section.to_owned()).or_default().insert(why);
    }

    fn extend<'s>(&mut self, sections: impl IntoIterator<Item = (&'s String, &'s &'static str)>) {
        for (section, why) in sections {
            self.add(section, why);
        }
    }
}

/// What of a walk bears on a table: pages of these sections show nothing of it.
type Silent = fn(&str) -> bool;

impl<'a> Reaping<'a> {
    pub(super) fn new(request: PortalRequest<'a>) -> Self {
        Self {
            request,
            tables: BTreeMap::new(),
            coverage: Vec::new(),
        }
    }

    /// Adds rows of a wanted table.
    fn add<'v>(&mut self, table: &str, rows: impl IntoIterator<Item = (&'v Brief, Values)>) {
        let Some(schema) = self
            .request
            .catalogue
            .table(table)
            .filter(|_| self.request.fills(table))
        else {
            return;
        };
        let rows = rows.into_iter().map(|(brief, values)| {
            sheet::row(schema, rows::from(self.request.body, brief), &values)
        });
        let rows: Vec<Row> = rows.collect();
        self.tables
            .entry(table.to_owned())
            .or_default()
            .extend(rows);
    }

    /// Says how much of a wanted table is there.
    fn cover(&mut self, table: &str, cover: Cover) {
        self.cover_part(table, "", cover);
    }

    fn cover_part(&mut self, table: &str, part: &str, cover: Cover) {
        if self.request.fills(table) {
            self.coverage
                .push(cover.row(table, self.request.body, part));
        }
    }

    /// Says why sections of a wanted table are not all there.
    fn cover_sections(&mut self, table: &str, open: &Open) {
        for (section, rules) in &open.0 {
            self.cover_part(table, section, Cover::open_for(rules));
        }
    }

    /// Pages, and what follows them.
    pub(super) fn pages(&mut self, site: &Site<'_>, walked: &Walked) {
        let portal = self.request.portal.id.as_str();
        let pages = site.pages.iter();
        self.add(
            "pages",
            pages.map(|page| (&page.brief, rows::page(page, portal))),
        );
        let Following {
            contacts,
            links,
            forms,
        } = rows::following(site);
        let nothing: Silent = |_| false;
        // People and offices are not shown by lists of dated entries.
        let lists: Silent = |section| is_dated(section) || section == "documents";
        for (table, rows, silent) in [
            ("contacts", contacts, lists),
            ("links", links, nothing),
            ("forms", forms, nothing),
        ] {
            self.add(
                table,
                rows.into_iter().map(|(page, values)| (&page.brief, values)),
            );
            let lost =
                |page: &Page| (!page.is_settled() || page.is_part()) && !silent(&page.want.section);
            let cover = if !walked.is_whole() {
                Cover::open(walked.why())
            } else if site.pages.iter().any(lost) {
                Cover::open("unread")
            } else {
                Cover::complete()
            };
            self.cover(table, cover);
        }
        if !walked.open.is_empty() {
            return self.cover("pages", Cover::open(walked.open));
        }
        self.cover("pages", Cover::complete());
        let mut open = Open::default();
        open.extend(&walked.sections);
        self.cover_sections("pages", &open);
    }

    /// What lists gave.
    pub(super) fn lists(&mut self, site: &Site<'_>, gathered: &Gathered) {
        let (walked, lists) = (&gathered.walked, &gathered.lists);
        let profile = self.request.profile;
        self.add("items", list_rows::items(site, lists));
        self.add(
            "posted_documents",
            list_rows::documents(site, lists, profile),
        );
        self.add("procedure_pages", list_rows::procedures(site, lists));
        self.items(site, walked, lists);
        let cover = |extent: &Extent| match (walked.why(), extent.open) {
            ("", "") => Cover::short_of(extent.missing),
            ("", open) | (open, _) => Cover::open(open),
        };
        let documents = &lists.documents_extent;
        let early = self.early(site).next().is_some();
        let posted = if early && walked.is_whole() && documents.open.is_empty() {
            Cover::open("before_as_of")
        } else {
            cover(documents)
        };
        self.cover("posted_documents", posted);
        let procedures = &lists.procedures_extent;
        // No service portal offers nothing: a list that was not found is one that was not read.
        let found = if procedures.found || !procedures.open.is_empty() {
            cover(procedures)
        } else {
            Cover::open(if walked.is_whole() {
                "no_list"
            } else {
                walked.why()
            })
        };
        self.cover("procedure_pages", found);
    }

    /// How much of the entries is there: each section by itself, as far as it is known of which they are.
    fn items(&mut self, site: &Site<'_>, walked: &Walked, lists: &Lists) {
        let mut open = Open::default();
        open.extend(&lists.open_sections);
        let dated = |(section, _): &(&String, _)| is_dated(section);
        open.extend(walked.sections.iter().filter(dated));
        let mut whole = walked.open;
        for page in self.early(site) {
            let section = page.want.section.as_str();
            if is_dated(section) {
                open.add(section, "before_as_of");
            } else if whole.is_empty() {
                // Until then such a page may come to lead to lists that nobody knows yet.
                whole = "before_as_of";
            }
        }
        if whole.is_empty() {
            self.cover("items", Cover::short_of(lists.items_extent.missing));
            self.cover_sections("items", &open);
        } else {
            self.cover("items", Cover::open(whole));
        }
    }

    /// Pages that were read before the day that the round judges by: what will be published until then cannot be seen yet.
    fn early<'s>(&self, site: &'s Site<'_>) -> impl Iterator<Item = &'s Page> {
        let as_of = self.request.round.as_of.to_string();
        site.pages.iter().filter(move |page| {
            let seen_on = page.brief.observed_at.get(..as_of.len());
            page.is_settled() && seen_on.is_some_and(|day| day < as_of.as_str())
        })
    }

    /// Feeds and searches.
    pub(super) fn finds(&mut self, site: &Site<'_>, gathered: &Gathered) {
        let (feeds, all) = &gathered.feeds;
        self.add("feeds", feeds::rows(site, feeds));
        let open = gathered.walked.why();
        self.cover(
            "feeds",
            if *all {
                Cover::complete()
            } else {
                Cover::open(if open.is_empty() { "pages" } else { open })
            },
        );
        match &gathered.searches {
            Some((tried, cover)) => {
                self.add(
                    "searches",
                    tried.iter().map(|tried| (&tried.brief, tried.values())),
                );
                self.cover("searches", cover.clone());
            }
            None => self.cover("searches", Cover::open(gathered.walked.why())),
        }
    }

    /// The hosts.
    pub(super) fn endpoints(&mut self, site: &Site<'_>, home: Option<&Seen>, asked: &Asked) {
        let title = site.pages.first().and_then(|page| page.facts.as_ref());
        let title = title.map(|facts| facts.title.as_str());
        let rows = endpoints::rows(site, home, asked, (title, self.request.anchors));
        self.add(
            "endpoints",
            rows.iter().map(|(brief, values)| (brief, values.clone())),
        );
        self.cover("endpoints", Cover::complete());
    }

    /// Intervals between probes.
    pub(super) fn uptime(&mut self, probes: &[Probe]) {
        let Limits {
            probes: n,
            probe_ms,
            ..
        } = *self.request.limits;
        let (portal, body) = (self.request.portal.id.as_str(), self.request.body);
        let Some(schema) = self.request.catalogue.table("uptime") else {
            return;
        };
        let rows = probes::rows(schema, portal, body, probes);
        if self.request.fills("uptime") {
            self.tables.insert("uptime".to_owned(), rows);
        }
        self.cover(
            "uptime",
            Cover::sample(format!("probes={n} every_ms={probe_ms}")),
        );
    }

    /// The portal's own row; an outcome that may be our own network's is left out.
    pub(super) fn portal(&mut self, site: &Site<'_>, outcome: Option<Outcome>) {
        let Some(home) = site.pages.first() else {
            return;
        };
        let portal = self.request.portal;
        let known = matches!(outcome, Some(Outcome::Observed | Outcome::Absent));
        let facts = home.facts.as_ref().filter(|_| known);
        // No family recognised is not a family that is not there.
        let family = facts.and_then(|facts| facts.family);
        let values = vec![
            ("id", portal.id.as_str().into()),
            ("role", portal.role.as_str().into()),
            ("url", portal.url.as_str().into()),
            (
                "host",
                crate::unit::host(&portal.url).map_or(Cell::Null, Cell::Text),
            ),
            ("family", sheet::code(family)),
            (
                "outcome",
                outcome.map_or(Cell::Null, |outcome| outcome.code().into()),
            ),
        ];
        self.add("portals", [(&home.brief, values)]);
        self.cover("portals", Cover::complete());
    }

    pub(super) fn end(self, outcome: Outcome) -> Harvest {
        Harvest {
            tables: self.tables,
            coverage: super::join_coverage(self.coverage),
            outcome,
        }
    }
}

//! What a crawl gave → its rows and how much of each table they are.

use std::collections::BTreeMap;

use super::super::cell::Cell;
use super::super::coverage::CoverageRow;
use super::super::gather::Row;
use super::super::seen::{Outcome, Seen};
use super::cover::Cover;
use super::crawling::Gathered;
use super::endpoints::{self, Asked};
use super::lists::Extent;
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
        if self.request.fills(table) {
            self.coverage.push(cover.row(table, self.request.body));
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
            let cover = if !walked.open.is_empty() {
                Cover::open(walked.open)
            } else if site.pages.iter().any(lost) {
                Cover::open("unread")
            } else {
                Cover::complete()
            };
            self.cover(table, cover);
        }
        let cover = if walked.open.is_empty() {
            Cover::complete()
        } else {
            Cover::open(walked.open)
        };
        self.cover("pages", cover);
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
        // What will be published until the day that the round judges by cannot be seen yet.
        let as_of = self.request.round.as_of.to_string();
        let early = site.pages.iter().any(|page| {
            let seen_on = page.brief.observed_at.get(..as_of.len());
            page.is_settled() && seen_on.is_some_and(|day| day < as_of.as_str())
        });
        let cover = |extent: &Extent| match (walked.open, extent.open) {
            ("", "") => Cover::short_of(extent.missing),
            ("", open) | (open, _) => Cover::open(open),
        };
        let cover_until = |extent: &Extent| {
            if early && walked.open.is_empty() && extent.open.is_empty() {
                Cover::open("before_as_of")
            } else {
                cover(extent)
            }
        };
        self.cover("items", cover_until(&lists.items_extent));
        self.cover("posted_documents", cover_until(&lists.documents_extent));
        let procedures = &lists.procedures_extent;
        // No service portal offers nothing: a list that was not found is one that was not read.
        let found = if procedures.found || !procedures.open.is_empty() {
            cover(procedures)
        } else {
            Cover::open(if walked.open.is_empty() {
                "no_list"
            } else {
                walked.open
            })
        };
        self.cover("procedure_pages", found);
    }

    /// Feeds and searches.
    pub(super) fn finds(&mut self, site: &Site<'_>, gathered: &Gathered) {
        let (feeds, all) = &gathered.feeds;
        self.add("feeds", feeds::rows(site, feeds));
        let open = gathered.walked.open;
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
            None => self.cover("searches", Cover::open(gathered.walked.open)),
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

    /// The portal itself.
    pub(super) fn portal(&mut self, site: &Site<'_>, outcome: Outcome) {
        let Some(home) = site.pages.first() else {
            return;
        };
        let portal = self.request.portal;
        let known = matches!(outcome, Outcome::Observed | Outcome::Absent);
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
            ("outcome", outcome.code().into()),
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

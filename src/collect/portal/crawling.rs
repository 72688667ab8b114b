//! The order of a crawl: robots.txt, then the walk with the probes beside it, then rows and coverage.

use std::collections::{BTreeMap, BTreeSet};

use super::super::cell::Cell;
use super::super::coverage::CoverageRow;
use super::super::gather::Row;
use super::super::seen::{Fetch, Outcome, Seen, Stopped};
use super::cover::Cover;
use super::page::{Brief, Kind, Want};
use super::probes::{self, Probe};
use super::rows::{self, Following, Values};
use super::scope::Scope;
use super::sheet;
use super::site::Site;
use super::telling::{Door, How, Told};
use super::walk::{self, Walked};
use super::{Harvest, PortalRequest};
use crate::unit::Limits;

/// A crawl under way: what it gives so far.
pub(super) struct Reaping<'a> {
    pub(super) request: PortalRequest<'a>,
    tables: BTreeMap<String, Vec<Row>>,
    coverage: Vec<CoverageRow>,
}

impl Reaping<'_> {
    pub(super) fn wants(&self, table: &str) -> bool {
        self.request.wanted.contains(table)
    }

    /// Adds rows of a wanted table.
    pub(super) fn add<'v>(
        &mut self,
        table: &str,
        rows: impl IntoIterator<Item = (&'v Brief, Values)>,
    ) {
        let Some(schema) = self
            .request
            .catalogue
            .table(table)
            .filter(|_| self.wants(table))
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
    pub(super) fn cover(&mut self, table: &str, cover: Cover) {
        if self.wants(table) {
            self.coverage.push(cover.row(table, self.request.body));
        }
    }
}

/// Crawls a portal with a reader of answers.
pub(super) async fn crawl(
    request: PortalRequest<'_>,
    fetch: &dyn Fetch,
    told: &(dyn Fn(Told) + Send + Sync),
) -> Result<Harvest, Stopped> {
    let door = Door::new(request.portal, fetch, told);
    let mut reaping = Reaping {
        request,
        tables: BTreeMap::new(),
        coverage: Vec::new(),
    };
    let Some(scope) = Scope::of(request.portal) else {
        return Ok(reaping.end(Outcome::ToolError));
    };
    let mut site = Site::new(&door, &scope, &request);
    let gate = site.gate(&scope.home).await?;
    let (forbidden, silent) = (gate.forbids(&scope.home), gate.is_silent());
    let beside = async {
        if forbidden || !(silent || request.wanted.contains("uptime")) {
            return Ok(Vec::new());
        }
        let Limits {
            probes, probe_ms, ..
        } = *request.limits;
        probes::probe(&door, &scope.home, (probes, probe_ms)).await
    };
    let crawled = async {
        if silent {
            return Ok(None);
        }
        let seen = home(&mut site).await?;
        let walked = walk::walk(&mut site, request.portal, request.limits.depth).await?;
        Ok(Some((seen, walked)))
    };
    let (crawled, seen): (Result<_, Stopped>, Result<Vec<Seen>, Stopped>) =
        tokio::join!(crawled, beside);
    let (crawled, seen) = (crawled?, seen?);
    let probes: Vec<Probe> = seen.iter().map(|seen| Probe::of(&site, seen)).collect();
    let (first, walked) = match crawled {
        Some(crawled) => crawled,
        None => silence(&mut site, &probes, seen).await?,
    };
    reaping.pages(&site, &walked);
    reaping.uptime(&probes);
    let outcome = outcome(&site, first.as_ref(), &probes);
    reaping.portal(&site, outcome);
    Ok(reaping.end(outcome))
}

/// Asks for the home page; what came, without its body, where it was asked.
async fn home(site: &mut Site<'_>) -> Result<Option<Seen>, Stopped> {
    let want = want_home(site);
    let key = site.scope.key(&want.url);
    if let Some(brief) = site.gate(&want.url).await?.refuses(&want.url, true) {
        site.keep(key, want, brief, None);
        return Ok(None);
    }
    let mut seen = site.ask(&want.url, How::PAGE).await?;
    let body = std::mem::take(&mut seen.body);
    let first = seen.clone();
    seen.body = body;
    site.take(key, want, seen).await?;
    Ok(Some(first))
}

/// Where even robots.txt did not answer the home page is what its probes came to, and nothing else is asked (RFC 9309).
async fn silence(
    site: &mut Site<'_>,
    probes: &[Probe],
    seen: Vec<Seen>,
) -> Result<(Option<Seen>, Walked), Stopped> {
    let most = probes::quorum(probes);
    let decides = |probe: &Probe| most.is_none_or(|most| probe.brief.outcome == most);
    let at = probes.iter().position(decides).unwrap_or_default();
    let mut first = None;
    if let Some(mut seen) = seen.into_iter().nth(at) {
        let body = std::mem::take(&mut seen.body);
        first = Some(seen.clone());
        seen.body = body;
        let want = want_home(site);
        let key = site.scope.key(&want.url);
        site.take(key, want, seen).await?;
    }
    let walked = Walked {
        missing: 0,
        open: "robots",
    };
    Ok((first, walked))
}

fn want_home(site: &Site<'_>) -> Want {
    Want {
        url: site.scope.home.clone(),
        section: "home".to_owned(),
        kind: Some(Kind::Home),
        depth: 0,
    }
}

/// The outcome of the portal: of its home page, or of most probes where attempts at it disagree.
fn outcome(site: &Site<'_>, first: Option<&Seen>, probes: &[Probe]) -> Outcome {
    let own = site.pages.first();
    let own = own.map_or(Outcome::NotRun, |page| page.brief.outcome);
    let attempts = first.iter().flat_map(|seen| &seen.attempts);
    let agreed = attempts
        .map(|attempt| attempt.outcome)
        .collect::<BTreeSet<_>>()
        .len()
        <= 1;
    if agreed {
        return own;
    }
    probes::quorum(probes).unwrap_or(own)
}

impl Reaping<'_> {
    fn pages(&mut self, site: &Site<'_>, walked: &Walked) {
        let portal = self.request.portal.id.as_str();
        let shown = || site.pages.iter().filter(|page| !page.missing);
        self.add(
            "pages",
            shown().map(|page| (&page.brief, rows::page(page, portal))),
        );
        let following = rows::following(site, &BTreeMap::new());
        let Following {
            contacts,
            links,
            forms,
        } = following;
        let all_read = shown().all(|page| page.is_settled() && !page.is_part());
        for (table, rows) in [("contacts", contacts), ("links", links), ("forms", forms)] {
            self.add(
                table,
                rows.into_iter().map(|(page, values)| (&page.brief, values)),
            );
            let whole = walked.open.is_empty() && walked.missing == 0 && all_read;
            self.cover(
                table,
                if whole {
                    Cover::complete()
                } else {
                    Cover::open(walked.rule())
                },
            );
        }
        let cover = if walked.open.is_empty() {
            Cover::short_of(walked.missing)
        } else {
            Cover::open(walked.rule())
        };
        self.cover("pages", cover);
    }

    fn uptime(&mut self, probes: &[Probe]) {
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
        if self.wants("uptime") {
            self.tables.insert("uptime".to_owned(), rows);
        }
        self.cover(
            "uptime",
            Cover::sample(format!("probes={n} every_ms={probe_ms}")),
        );
    }

    fn portal(&mut self, site: &Site<'_>, outcome: Outcome) {
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

    fn end(self, outcome: Outcome) -> Harvest {
        Harvest {
            tables: self.tables,
            coverage: super::join_coverage(self.coverage),
            outcome,
        }
    }
}

//! Portals of the tests: answers from a list, and a crawl that reads them line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use url::Url;

use super::crawl::Crawl;
use super::origin::Origin;
use crate::collect::{
    Ask, Attempt, Cell, CoverageRow, Fetch, Harvest, Outcome, Pending, PortalRequest, Row, Seen,
    Stage, Step, Stopped, Tls, Told,
};
use crate::indicator::State;
use crate::table::Schema;

/// What is done at the n-th question.
type At = Box<dyn Fn(u64) + Send + Sync>;

/// Answers: the home page lists its pages, a page says its own address.
pub(super) struct CannedOrigin {
    pub(super) asked: AtomicU64,
    pub(super) subjects: Mutex<Vec<String>>,
    /// Pages of each portal.
    pages: usize,
    /// The question that is never answered.
    pub(super) hangs_at: Option<u64>,
    pub(super) at: Option<At>,
}

impl CannedOrigin {
    pub(super) fn of(pages: usize) -> Self {
        Self {
            asked: AtomicU64::new(0),
            subjects: Mutex::new(Vec::new()),
            pages,
            hangs_at: None,
            at: None,
        }
    }
}

/// An answer with everything in it.
pub(super) fn answer(ask: &Ask<'_>, body: &[u8]) -> Seen {
    Seen {
        obs: 0,
        outcome: Outcome::Observed,
        observed_at: "2026-12-31T15:00:01".to_owned(),
        status: Some(200),
        final_url: Some(ask.url.clone()),
        headers: vec![
            (
                "content-type".to_owned(),
                "text/plain; charset=utf-8".to_owned(),
            ),
            ("x-odd".to_owned(), "\u{1b}[31m\"{}".to_owned()),
        ],
        body: body.to_vec(),
        complete: true,
        tls: Some(Tls {
            chain: vec![b"leaf".to_vec(), b"root".to_vec()],
            version: "1.3",
            key_proof: Some(true),
        }),
        attempts: vec![Attempt {
            started_at: "2026-12-31T15:00:00".to_owned(),
            elapsed_ms: 12,
            url: ask.url.to_string(),
            address: "127.0.0.1:443".to_owned(),
            stage: Stage::Done,
            outcome: Outcome::Observed,
            detail: "status=200".to_owned(),
        }],
        control: Some(true),
    }
}

impl Origin for CannedOrigin {
    fn ask<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Seen> {
        Box::pin(async move {
            let n = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            self.subjects.lock().unwrap().push(ask.subject());
            if let Some(at) = &self.at {
                at(n);
            }
            if self.hangs_at == Some(n) {
                std::future::pending::<()>().await;
            }
            let body = if ask.url.path() == "/" {
                let pages: Vec<String> = (0..self.pages).map(|n| format!("/{n}")).collect();
                pages.join("\n")
            } else {
                format!("page {}", ask.url)
            };
            answer(&ask, body.as_bytes())
        })
    }

    fn takes_time(&self) -> bool {
        true
    }
}

/// Reads the home page, every page that it lists, and probes it twice.
#[derive(Debug, Default)]
pub(super) struct CannedCrawl {
    /// The portal on which it slips.
    pub(super) slips_on: Option<String>,
}

fn row(schema: &Schema, cells: &[(&str, Cell)]) -> Row {
    let of = |name: &str| cells.iter().find(|(known, _)| *known == name);
    let columns = schema.columns.iter();
    columns
        .map(|c| of(&c.name).map_or(Cell::Null, |(_, cell)| cell.clone()))
        .collect()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn asking<'a>(target: &PortalRequest<'a>, url: &'a Url, step: Step, probe: u32) -> Ask<'a> {
    Ask {
        probe,
        ..Ask::of(step, target.portal, url)
    }
}

fn read_so_far(id: &str, n: usize, of: usize) -> Told {
    Told {
        portal: id.to_owned(),
        asked: u64::try_from(n).unwrap() + 2,
        known: u64::try_from(of).unwrap() + 1,
        waiting: String::new(),
        attempt: 0,
    }
}

impl CannedCrawl {
    async fn read(
        &self,
        target: PortalRequest<'_>,
        fetch: &dyn Fetch,
        told: &(dyn Fn(Told) + Send + Sync),
    ) -> Result<Harvest, Stopped> {
        let home = Url::parse(&target.portal.url).unwrap();
        let id = &target.portal.id;
        let mut tables: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        let mut outcome = Outcome::NotRun;
        if target.wanted.contains("pages") {
            let first = fetch.fetch(asking(&target, &home, Step::Http, 0)).await?;
            outcome = first.outcome;
            assert!(self.slips_on.as_ref() != Some(id), "a slip");
            let list = String::from_utf8(first.body.clone()).unwrap();
            let schema = target.catalogue.table("pages").unwrap();
            for (n, line) in list.lines().enumerate() {
                let url = home.join(line).unwrap();
                let seen = fetch.fetch(asking(&target, &url, Step::Http, 0)).await?;
                told(read_so_far(id, n, list.lines().count()));
                tables.entry("pages".to_owned()).or_default().push(row(
                    schema,
                    &[
                        ("unit_id", text(target.body)),
                        ("id", text(url.as_str())),
                        ("portal_id", text(id)),
                        ("kind", text("other")),
                        ("section", text("other")),
                        ("outcome", text(seen.outcome.code())),
                        ("title", text(&String::from_utf8(seen.body).unwrap())),
                        ("observed_at", text(&seen.observed_at)),
                        ("obs", Cell::Int(seen.obs)),
                    ],
                ));
            }
            let portals = target.catalogue.table("portals").unwrap();
            tables.entry("portals".to_owned()).or_default().push(row(
                portals,
                &[
                    ("unit_id", text(target.body)),
                    ("id", text(id)),
                    ("role", text(&target.portal.role)),
                    ("url", text(&target.portal.url)),
                    ("outcome", text(first.outcome.code())),
                    ("observed_at", text(&first.observed_at)),
                    ("obs", Cell::Int(first.obs)),
                ],
            ));
        }
        if target.wanted.contains("uptime") {
            let schema = target.catalogue.table("uptime").unwrap();
            for probe in 1..=2 {
                let ask = asking(&target, &home, Step::Uptime, probe);
                if probe > 1 {
                    fetch.wait(ask, 20).await?;
                }
                let seen = fetch.fetch(ask).await?;
                tables.entry("uptime".to_owned()).or_default().push(row(
                    schema,
                    &[
                        ("unit_id", text(target.body)),
                        ("id", text(&format!("{id}/{probe}"))),
                        ("portal_id", text(id)),
                        ("vantage", text("here")),
                        ("state", text("up")),
                        ("from_at", text(&seen.observed_at)),
                        ("to_at", text(&seen.observed_at)),
                        ("seconds", Cell::Int(0)),
                        ("obs", Cell::Int(seen.obs)),
                    ],
                ));
            }
        }
        let coverage = coverage(target.wanted, target.body);
        Ok(Harvest {
            tables,
            coverage,
            outcome,
        })
    }
}

fn coverage(wanted: &BTreeSet<String>, body: &str) -> Vec<CoverageRow> {
    let wanted = wanted.iter().filter(|table| *table != "portals");
    wanted
        .map(|table| CoverageRow {
            table: table.clone(),
            body: body.to_owned(),
            part: String::new(),
            state: State::Complete,
            missing: Some(0),
            rule: "crawl".to_owned(),
            period: None,
        })
        .collect()
}

impl Crawl for CannedCrawl {
    fn crawl<'a>(
        &'a self,
        target: PortalRequest<'a>,
        fetch: &'a dyn Fetch,
        told: &'a (dyn Fn(Told) + Send + Sync),
    ) -> Pending<'a, Result<Harvest, Stopped>> {
        Box::pin(self.read(target, fetch, told))
    }
}

//! The home page asked several times over, beside the crawl: what its availability is told by.
//!
//! A probe is one attempt at its own time, whatever became of those before it: a portal that does not answer makes none of
//! them late.

use std::task::Poll;

use jiff::civil::DateTime;
use url::Url;

use super::super::cell::Cell;
use super::super::gather::Row;
use super::super::seen::{Outcome, Pending, Seen, Step, Stopped};
use super::page::Brief;
use super::sheet::{self, From};
use super::site::Site;
use super::telling::{Door, How};
use crate::table::Schema;

/// Where probes of an audit are made from.
const VANTAGE: &str = "audit";

/// What a probe came to.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    pub(super) brief: Brief,
    /// Whether our own network answered meanwhile.
    control: Option<bool>,
}

/// Asks for the home page so many times, with so much time between the starts of two.
pub(super) async fn probe(
    door: &Door<'_>,
    home: &Url,
    (probes, apart_ms): (u64, u64),
) -> Result<Vec<Seen>, Stopped> {
    let mut pending: Vec<Pending<'_, Result<Seen, Stopped>>> = Vec::new();
    for n in 0..probes {
        let how = How {
            step: Step::Uptime,
            probe: u32::try_from(n + 1).unwrap_or(u32::MAX),
            once: true,
            ..How::PAGE
        };
        pending.push(Box::pin(async move {
            if n > 0 {
                door.wait(home, how, n.saturating_mul(apart_ms)).await?;
            }
            door.ask(home, how).await
        }));
    }
    let mut seen: Vec<Option<Result<Seen, Stopped>>> = pending.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (probe, seen) in pending.iter_mut().zip(&mut seen) {
            if seen.is_none()
                && let Poll::Ready(answer) = probe.as_mut().poll(context)
            {
                *seen = Some(answer);
            }
        }
        let all = seen.iter().all(Option::is_some);
        if all { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    seen.into_iter().flatten().collect()
}

impl Probe {
    pub(super) fn of(site: &Site<'_>, seen: &Seen) -> Self {
        Self {
            brief: site.brief(seen),
            control: seen.control,
        }
    }

    /// It answered as a server that works does.
    fn is_up(&self) -> bool {
        self.brief.is_settled()
    }

    /// It did not answer although our own network does.
    fn is_down(&self) -> bool {
        self.brief.outcome == Outcome::Unreachable
            && self.brief.status.is_none()
            && self.control == Some(true)
    }
}

/// The outcome that more than half of the probes came to; our own faults have no voice.
pub(super) fn quorum(probes: &[Probe]) -> Option<Outcome> {
    let voices: Vec<Outcome> = probes
        .iter()
        .map(|probe| probe.brief.outcome)
        .filter(|outcome| !matches!(outcome, Outcome::ToolError | Outcome::NotRun))
        .collect();
    let most = |outcome: &&Outcome| {
        voices.iter().filter(|other| other == outcome).count() * 2 > voices.len()
    };
    voices.iter().find(most).copied()
}

/// A half-open interval from each probe to the next.
pub(super) fn rows(schema: &Schema, portal: &str, body: &str, probes: &[Probe]) -> Vec<Row> {
    let mut sorted: Vec<&Probe> = probes.iter().collect();
    sorted.sort_by(|a, b| a.brief.observed_at.cmp(&b.brief.observed_at));
    let pairs = sorted.windows(2).filter_map(|pair| match pair {
        [from, to] => Some((*from, *to)),
        _ => None,
    });
    let rows = pairs.enumerate().filter_map(|(n, (from, to))| {
        let (from_at, to_at) = (&from.brief.observed_at, &to.brief.observed_at);
        let seconds = seconds(from_at, to_at).filter(|seconds| *seconds > 0)?;
        let state = if from.is_up() && to.is_up() {
            "up"
        } else if from.is_down() && to.is_down() {
            "down"
        } else {
            "unknown"
        };
        let values = [
            (
                "id",
                format!("{portal} {VANTAGE} {}", n + 1).as_str().into(),
            ),
            ("portal_id", portal.into()),
            ("vantage", VANTAGE.into()),
            ("state", state.into()),
            ("from_at", from_at.as_str().into()),
            ("to_at", to_at.as_str().into()),
            ("seconds", Cell::Int(seconds)),
        ];
        let from = From {
            body,
            obs: to.brief.obs,
            observed_at: to_at,
        };
        Some(sheet::row(schema, from, &values))
    });
    rows.collect()
}

/// Seconds between two civil times.
fn seconds(from: &str, to: &str) -> Option<i64> {
    let from: DateTime = from.parse().ok()?;
    let to: DateTime = to.parse().ok()?;
    Some(from.duration_until(to).as_secs())
}

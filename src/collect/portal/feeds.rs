//! Feeds, sitemaps and robots files: those that are linked, and those that lie where they usually do.

use std::collections::BTreeSet;

use url::Url;

use super::super::cell::Cell;
use super::super::seen::{Outcome, Stopped};
use super::page::Brief;
use super::reading;
use super::rows::Values;
use super::sheet::{address, count, day, yes};
use super::site::Site;
use super::telling::How;
use crate::extract::{Answer, FeedFacts, FeedKind, Said, feed};

/// Where feeds usually lie.
const USUAL: &[&str] = &["rss", "rss.xml", "feed"];
/// Linked feeds and named sitemaps that are asked.
const MOST: usize = 10;

/// A file that was asked.
#[derive(Debug)]
pub(super) struct Feed {
    url: Url,
    kind: &'static str,
    pub(super) brief: Brief,
    /// What it says; nothing where it is no feed.
    facts: Option<FeedFacts>,
    /// Whether all of it was read.
    whole: bool,
}

/// Asks for the feeds and sitemaps of a portal; false where the budget ended first.
pub(super) async fn ask(site: &mut Site<'_>) -> Result<(Vec<Feed>, bool), Stopped> {
    let mut feeds = Vec::new();
    let mut asked = BTreeSet::new();
    for (url, kind) in addresses(site) {
        if !site.scope.owns(&url) || !asked.insert(site.scope.key(&url)) {
            continue;
        }
        if let Some(brief) = site.gate(&url).await?.refuses(&url, false) {
            feeds.push(Feed {
                url,
                kind,
                brief,
                facts: None,
                whole: false,
            });
            continue;
        }
        if site.is_spent() {
            return Ok((feeds, false));
        }
        let mut seen = site.ask(&url, How::PAGE).await?;
        let mut brief = site.brief(&seen);
        let whole = seen.complete;
        let mut facts = None;
        if brief.outcome == Outcome::Observed && !brief.off_domain {
            let reading = |answer: &Answer<'_>, _: &mut dyn FnMut() -> bool| {
                feed(answer.body, answer.final_url)
            };
            match reading::read(site.workers, &mut seen, &url, reading).await {
                Some(said) => facts = said,
                None => brief.outcome = Outcome::ToolError,
            }
        }
        feeds.push(Feed {
            url,
            kind,
            brief,
            facts,
            whole,
        });
    }
    Ok((feeds, true))
}

/// What is asked: the sitemaps that robots.txt names and the usual one, the feeds that pages link and the usual ones.
fn addresses(site: &Site<'_>) -> Vec<(Url, &'static str)> {
    let usual = |name: &str| site.scope.usual(name);
    let gates = site.gates().filter_map(|gate| gate.rules.as_ref());
    let named = gates.flat_map(|rules| rules.sitemaps.iter().cloned());
    let sitemaps = named.take(MOST).chain(usual("sitemap.xml"));
    let mut found: Vec<(Url, &'static str)> = sitemaps.map(|url| (url, "sitemap")).collect();
    let pages = site.pages.iter().filter_map(|page| page.facts.as_ref());
    let linked = pages.flat_map(|facts| &facts.feeds);
    let linked = linked.map(|link| (link.url.clone(), if link.atom { "atom" } else { "rss" }));
    let mut known = BTreeSet::new();
    found.extend(
        linked
            .filter(|(url, _)| known.insert(url.clone()))
            .take(MOST),
    );
    let usual = USUAL.iter().filter_map(|path| usual(path));
    found.extend(usual.map(|url| (url, "rss")));
    found
}

/// The rows of feeds and sitemaps, then of robots files.
pub(super) fn rows<'f>(site: &'f Site<'_>, feeds: &'f [Feed]) -> Vec<(&'f Brief, Values)> {
    let portal = site.door.portal.id.as_str();
    let head = |url: &Url, kind: &'static str, outcome: Outcome| -> Values {
        vec![
            (
                "id",
                format!("{portal} {kind} {}", site.scope.key(url))
                    .as_str()
                    .into(),
            ),
            ("portal_id", portal.into()),
            ("kind", kind.into()),
            ("url", address(url)),
            ("outcome", outcome.code().into()),
        ]
    };
    let feeds = feeds.iter().map(|feed| {
        let kind = feed
            .facts
            .as_ref()
            .map_or(feed.kind, |facts| match facts.kind {
                FeedKind::Rss => "rss",
                FeedKind::Atom => "atom",
                FeedKind::Sitemap | FeedKind::SitemapIndex => "sitemap",
            });
        let mut values = head(&feed.url, kind, feed.brief.outcome);
        values.extend(feed.says());
        (&feed.brief, values)
    });
    let robots = site.gates().map(|gate| {
        let mut values = head(&gate.url, "robots", gate.brief.outcome);
        if gate.brief.is_settled() {
            let text = !gate.brief.media.contains("html") && !gate.brief.is_absent();
            values.push(("parses", yes(text)));
        }
        (&gate.brief, values)
    });
    let mut rows: Vec<(&Brief, Values)> = feeds.collect();
    rows.extend(robots);
    rows
}

impl Feed {
    fn says(&self) -> Values {
        match (&self.facts, self.brief.outcome) {
            (Some(facts), Outcome::Observed) if facts.parses || self.whole => vec![
                ("parses", yes(facts.parses)),
                ("entries", count(facts.entries)),
                ("newest_on", day(facts.newest_on)),
            ],
            // What was cut off cannot be said not to parse.
            (Some(facts), Outcome::Observed) => vec![(
                "newest_on",
                match facts.newest_on {
                    Said::Is(newest) => day(Said::Is(newest)),
                    Said::None | Said::Unread => Cell::Null,
                },
            )],
            (None, Outcome::Observed) if self.brief.off_domain || !self.whole => Vec::new(),
            (None, Outcome::Observed) | (_, Outcome::Absent) => vec![
                ("parses", yes(false)),
                ("entries", count(0)),
                ("newest_on", "".into()),
            ],
            (_, Outcome::Refused | Outcome::Unreachable | Outcome::ToolError | Outcome::NotRun) => {
                Vec::new()
            }
        }
    }
}

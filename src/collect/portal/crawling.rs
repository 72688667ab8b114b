//! The order of a crawl: robots.txt, then the pages; the probes and the hosts beside them; then rows and coverage.

use std::collections::BTreeSet;

use tokio::sync::watch;

use super::super::seen::{Fetch, Outcome, Seen, Stopped};
use super::cover::Cover;
use super::endpoints::{self, Asked};
use super::feeds::{self, Feed};
use super::lists::{self, Lists, Reads};
use super::page::{Kind, Want};
use super::probes::{self, Probe};
use super::reaping::Reaping;
use super::scope::Scope;
use super::searching::{self, Tried};
use super::site::Site;
use super::telling::{Door, How, Told};
use super::walk::{self, Walked};
use super::{Harvest, PortalRequest, targets};
use crate::unit::Limits;

/// Tables that pages are walked for.
const FROM_PAGES: &[&str] = &[
    "pages",
    "contacts",
    "items",
    "posted_documents",
    "links",
    "forms",
    "searches",
    "feeds",
    "procedure_pages",
];

/// What part of the patience for a first byte robots.txt has to itself.
const SHARE: u64 = 4;

/// Crawls a portal.
pub(super) async fn crawl(
    request: PortalRequest<'_>,
    fetch: &dyn Fetch,
    told: &(dyn Fn(Told) + Send + Sync),
) -> Result<Harvest, Stopped> {
    let door = Door::new(request.portal, fetch, told);
    let Some(scope) = Scope::of(request.portal, &request.profile.portals) else {
        return Ok(Reaping::new(request).end(Outcome::ToolError));
    };
    let mut site = Site::new(&door, &scope, &request);
    let (tell, known) = watch::channel(None);
    let crawled = async {
        let gate = site.gate(&scope.home).await;
        // Where the crawl was stopped nothing is asked beside it either.
        let forbidden = gate.as_ref().map_or(true, |gate| gate.forbids(&scope.home));
        tell.send_replace(Some(forbidden));
        if gate?.is_silent() {
            return Ok(None);
        }
        let first = home(&mut site).await?;
        Ok(Some((first, pages(&mut site, &request).await?)))
    };
    let beside = beside(&door, &scope, &request, known);
    // The parts of a crawl are large, and there may be many at once.
    let (crawled, beside) = tokio::join!(Box::pin(crawled), Box::pin(beside));
    let crawled: Result<_, Stopped> = crawled;
    let (crawled, Beside { seen, asked }) = (crawled?, beside?);
    let probes: Vec<Probe> = seen.iter().map(|seen| Probe::of(&site, seen)).collect();
    let (first, gathered) = match crawled {
        Some(crawled) => crawled,
        None => silence(&mut site, &probes, seen).await?,
    };
    let outcome = outcome(&site, first.as_ref(), &probes);
    let mut reaping = Reaping::new(request);
    reaping.pages(&site, &gathered.walked);
    reaping.lists(&site, &gathered);
    reaping.finds(&site, &gathered);
    reaping.uptime(&probes);
    reaping.endpoints(&site, first.as_ref(), &asked);
    // Silence is the portal's own only where our own network was seen to work meanwhile.
    let settled = outcome != Outcome::Unreachable || door.network_works();
    reaping.portal(&site, settled.then_some(outcome));
    Ok(reaping.end(outcome))
}

/// What was asked beside the crawl: the declared home page over and over, and the hosts.
#[derive(Debug, Default)]
struct Beside {
    seen: Vec<Seen>,
    asked: Asked,
}

/// Probes the home page and asks the hosts, unless robots.txt forbids the home page; `known` = whether it does.
///
/// A robots.txt that keeps us waiting is not waited for to its end: where it never comes the home page is asked all the
/// same (see [`super::gate::Gate::refuses`]), and the two time-outs would add up. Where it comes after all and forbids the
/// page, nothing more is asked and nothing is made of what came.
async fn beside(
    door: &Door<'_>,
    scope: &Scope<'_>,
    request: &PortalRequest<'_>,
    known: watch::Receiver<Option<bool>>,
) -> Result<Beside, Stopped> {
    let forbidden = tokio::select! {
        biased;
        forbidden = forbids(known.clone()) => forbidden,
        () = door.late(request.limits.first_byte_ms / SHARE) => false,
    };
    if forbidden {
        return Ok(Beside::default());
    }
    let probes = async {
        if !request.wanted.contains("uptime") {
            return Ok(Vec::new());
        }
        let Limits {
            probes, probe_ms, ..
        } = *request.limits;
        probes::probe(door, &scope.home, (probes, probe_ms)).await
    };
    let hosts = async {
        if !request.wanted.contains("endpoints") {
            return Ok(Asked::default());
        }
        endpoints::ask(door, scope).await
    };
    let asked = async { tokio::join!(Box::pin(probes), Box::pin(hosts)) };
    let late = async {
        if !forbids(known.clone()).await {
            std::future::pending::<()>().await;
        }
    };
    let (seen, asked) = tokio::select! {
        biased;
        () = late => return Ok(Beside::default()),
        asked = asked => asked,
    };
    if forbids(known.clone()).await {
        return Ok(Beside::default());
    }
    Ok(Beside {
        seen: seen?,
        asked: asked?,
    })
}

/// Whether robots.txt forbids the home page, once that is known.
async fn forbids(mut known: watch::Receiver<Option<bool>>) -> bool {
    let forbidden = known.wait_for(Option::is_some).await;
    forbidden.map_or(true, |forbidden| *forbidden == Some(true))
}

/// What the pages of a portal gave.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) walked: Walked,
    pub(super) lists: Lists,
    /// Feeds, and whether all of them were asked.
    pub(super) feeds: (Vec<Feed>, bool),
    /// Searches, and how much of what was planned they are; nothing where none were planned.
    pub(super) searches: Option<(Vec<Tried>, Cover)>,
}

/// Walks the portal and reads its lists, feeds and searches, as far as tables ask for them.
async fn pages(site: &mut Site<'_>, request: &PortalRequest<'_>) -> Result<Gathered, Stopped> {
    let wants = |tables: &[&str]| tables.iter().any(|table| request.fills(table));
    let budget = request.limits.pages;
    if !wants(FROM_PAGES) {
        return Ok(Gathered::default());
    }
    let walked = walk::walk(site, request.portal, request.limits.depth).await?;
    let mut gathered = Gathered {
        walked,
        ..Gathered::default()
    };
    // A home page that was not read shows no portal that works; asking on would only cost it and us.
    let read = site
        .pages
        .first()
        .is_some_and(|home| home.is_settled() && !home.is_part());
    if !read {
        return Ok(gathered);
    }
    if wants(&["feeds"]) {
        gathered.feeds = feeds::ask(site).await?;
    }
    let reads = Reads {
        items: wants(&["items"]),
        documents: wants(&["posted_documents"]),
        procedures: wants(&["procedure_pages"]),
    };
    gathered.lists = lists::read(site, request.round, reads, budget).await?;
    if wants(&["searches"]) {
        let whole = gathered.walked.is_whole();
        let searches = searching::search(site, &gathered.lists, whole).await?;
        gathered.searches = Some(searches);
    }
    if reads.documents {
        targets::files(site, &gathered.lists.documents).await?;
    }
    if wants(&["links"]) {
        targets::links(site, budget / 3).await?;
    }
    Ok(gathered)
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

/// Where even robots.txt did not answer nothing else is asked (RFC 9309), and no other address of the host would answer.
///
/// The home page is what most of its probes came to; where it was not probed, what the host came to.
async fn silence(
    site: &mut Site<'_>,
    probes: &[Probe],
    seen: Vec<Seen>,
) -> Result<(Option<Seen>, Gathered), Stopped> {
    let most = probes::quorum(probes);
    let decides = |probe: &Probe| most.is_none_or(|most| probe.brief.outcome == most);
    let at = probes.iter().position(decides).unwrap_or_default();
    let want = want_home(site);
    let key = site.scope.key(&want.url);
    let mut first = None;
    if let Some(mut seen) = seen.into_iter().nth(at) {
        let body = std::mem::take(&mut seen.body);
        first = Some(seen.clone());
        seen.body = body;
        site.take(key, want, seen).await?;
    } else {
        let brief = site.gate(&want.url).await?.stands_in();
        site.keep(key, want, brief, None);
    }
    let walked = Walked {
        open: "robots",
        ..Walked::default()
    };
    let gathered = Gathered {
        walked,
        ..Gathered::default()
    };
    Ok((first, gathered))
}

fn want_home(site: &Site<'_>) -> Want {
    Want {
        url: site.scope.home.clone(),
        section: "home".to_owned(),
        kind: Kind::Home,
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

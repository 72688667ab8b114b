//! The fetch graph of a portal: an address is asked once, whoever wants it, within scope, robots.txt and budget.
//!
//! Start at [`Site::visit`].

use std::collections::BTreeMap;
use std::sync::Arc;

use url::Url;

use super::super::seen::{Outcome, Seen, Stopped};
use super::gate::{Gate, is_silent};
use super::page::{Brief, Kind, Page, Want};
use super::pruning::{prune, weight};
use super::reading::{self, Reader};
use super::scope::{Scope, origin};
use super::telling::{Door, How};
use super::{MOST_DELAY_MS, PortalRequest};
use crate::exact::Day;
use crate::extract::{Answer, PageFacts, Robots, robots};

/// Addresses in a row that do not answer before nothing more is asked.
const MOST_SILENCE: u32 = 3;
/// Addresses that do not answer before nothing more is asked, answers between them or not: each costs a time-out.
const MOST_SILENCES: u32 = 6;
/// What robots files call us.
const AGENT: &str = "sansang";
/// Bytes of text, links and titles that are kept of a portal.
const MOST_TEXT: usize = 16 << 20;

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Visit {
    /// It is a page now.
    New(usize),
    /// It was one already.
    Known(usize),
    /// It is not the portal's own.
    Outside,
    /// The budget was spent.
    Spent,
}

/// Caps that ended a part of the crawl.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Reached {
    /// Requests.
    pub(super) pages: bool,
    /// Kept text.
    pub(super) text: bool,
    /// Addresses that did not answer: the portal went down meanwhile, or answers too little.
    pub(super) silence: bool,
}

impl Reached {
    /// The cap that was reached, as the rule of a coverage says it; `''` = none.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self { silence: true, .. } => "silence",
            Self { pages: true, .. } => "pages",
            Self { text: true, .. } => "text",
            Self { .. } => "",
        }
    }
}

/// The graph.
pub(super) struct Site<'a> {
    pub(super) door: &'a Door<'a>,
    pub(super) scope: &'a Scope<'a>,
    pub(super) reader: Arc<Reader>,
    pub(super) workers: &'a Arc<tokio::sync::Semaphore>,
    pub(super) pages: Vec<Page>,
    pub(super) reached: Reached,
    today: Day,
    at: BTreeMap<String, usize>,
    /// Targets that only had to answer, by address.
    heads: BTreeMap<String, Option<Brief>>,
    robots: BTreeMap<String, Gate>,
    left: u64,
    text: usize,
    /// Addresses in a row that did not answer, the last among them.
    silent: u32,
    /// All that did not answer.
    silences: u32,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        door: &'a Door<'a>,
        scope: &'a Scope<'a>,
        request: &PortalRequest<'a>,
    ) -> Self {
        Self {
            door,
            scope,
            reader: Arc::new(Reader::new(request.labels, request.portal)),
            workers: request.workers,
            today: request.round.as_of,
            pages: Vec::new(),
            reached: Reached::default(),
            at: BTreeMap::new(),
            heads: BTreeMap::new(),
            robots: BTreeMap::new(),
            left: request.limits.pages,
            text: 0,
            silent: 0,
            silences: 0,
        }
    }

    /// Requests that are left.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    /// The page of an address, where it was asked.
    pub(super) fn find(&self, url: &Url) -> Option<&Page> {
        let at = self.at.get(&self.scope.key(url))?;
        self.pages.get(*at)
    }

    /// Whether an address is that of a page.
    pub(super) fn is_page(&self, at: usize, url: &Url) -> bool {
        self.at.get(&self.scope.key(url)) == Some(&at)
    }

    /// The robots files that were asked, by origin.
    pub(super) fn gates(&self) -> impl Iterator<Item = &Gate> {
        self.robots.values()
    }

    /// What an answer comes to.
    pub(super) fn brief(&self, seen: &Seen) -> Brief {
        let ended = seen.final_url.clone();
        let off_domain = ended.as_ref().is_some_and(|url| !self.scope.holds(url));
        let outcome = match (seen.outcome, seen.status) {
            (Outcome::Observed, Some(404 | 410)) => Outcome::Absent,
            // A redirect that leads nowhere, and a fault of the server, are no answer.
            (Outcome::Observed, Some(300..=399)) if !off_domain => Outcome::Unreachable,
            (Outcome::Observed, Some(400..=499)) => Outcome::Refused,
            (Outcome::Observed, Some(500..)) => Outcome::Unreachable,
            (outcome, _) => outcome,
        };
        Brief {
            obs: seen.obs,
            observed_at: seen.observed_at.clone(),
            outcome,
            status: seen.status,
            final_url: ended,
            off_domain,
            media: media(seen),
        }
    }

    /// The robots.txt that speaks for an address, asked once.
    pub(super) async fn gate(&mut self, url: &Url) -> Result<&Gate, Stopped> {
        let origin = origin(url);
        if !self.robots.contains_key(&origin) {
            let gate = self.ask_gate(url).await?;
            self.silences += u32::from(gate.is_silent());
            self.robots.insert(origin.clone(), gate);
        }
        // It was just put there; a gate that lets nothing through stands in for what cannot be.
        Ok(self.robots.entry(origin).or_insert_with(|| Gate::shut(url)))
    }

    async fn ask_gate(&self, url: &Url) -> Result<Gate, Stopped> {
        let mut address = url.clone();
        address.set_path("/robots.txt");
        address.set_query(None);
        address.set_fragment(None);
        let once = self.silences > 0;
        let how = How { once, ..How::PAGE };
        let mut seen = self.door.ask(&address, how).await?;
        let mut brief = self.brief(&seen);
        if is_silent(&seen) && brief.outcome == Outcome::Observed {
            brief.outcome = Outcome::Unreachable;
            brief.status = None;
        }
        let status = seen.status;
        let rules = match brief.outcome {
            Outcome::Observed if !brief.off_domain => {
                let reading = |answer: &Answer<'_>, _: &mut dyn FnMut() -> bool| {
                    robots(answer.body, AGENT, answer.final_url)
                };
                reading::read(self.workers, &mut seen, &address, reading).await
            }
            // 4xx, and a redirect that is not followed: there is none.
            Outcome::Observed | Outcome::Absent => Some(Robots::default()),
            Outcome::Refused => status
                .is_some_and(|n| (400..500).contains(&n) && n != 429)
                .then(Robots::default),
            Outcome::Unreachable | Outcome::ToolError | Outcome::NotRun => None,
        };
        seen.body.clear();
        Ok(Gate {
            url: address,
            brief,
            seen: Some(seen),
            rules,
        })
    }

    /// Asks for a page and reads it, unless that was done.
    pub(super) async fn visit(&mut self, want: Want) -> Result<Visit, Stopped> {
        let key = self.scope.key(&want.url);
        if let Some(at) = self.at.get(&key) {
            return Ok(Visit::Known(*at));
        }
        if !self.scope.owns(&want.url) {
            return Ok(Visit::Outside);
        }
        let declared = want.kind == Kind::Home;
        let gate = self.gate(&want.url).await?;
        let refused = gate.refuses(&want.url, declared);
        if let Some(brief) = refused {
            return Ok(Visit::New(self.keep(key, want, brief, None)));
        }
        if self.is_spent() {
            return Ok(Visit::Spent);
        }
        let seen = self.ask(&want.url, How::PAGE).await?;
        self.take(key, want, seen).await
    }

    /// Whether nothing more may be asked.
    pub(super) fn is_spent(&mut self) -> bool {
        self.reached.pages |= self.left == 0;
        self.reached.text |= self.text >= MOST_TEXT;
        self.reached.silence |= self.silent >= MOST_SILENCE || self.silences >= MOST_SILENCES;
        !self.reached.code().is_empty()
    }

    /// Whether the address that was asked last did not answer.
    pub(super) fn is_silent(&self) -> bool {
        self.silent > 0
    }

    /// Milliseconds that the robots.txt of an address asks us to wait before the next question, as far as we do.
    fn pause(&self, url: &Url) -> u64 {
        let gate = self.robots.get(&origin(url));
        let rules = gate.and_then(|gate| gate.rules.as_ref());
        let asked = rules.and_then(|rules| rules.crawl_delay_ms);
        asked.unwrap_or_default().min(MOST_DELAY_MS)
    }

    /// Asks, and counts what it costs. A portal that kept us waiting once had all attempts; after that each address has one.
    pub(super) async fn ask(&mut self, url: &Url, how: How) -> Result<Seen, Stopped> {
        self.left = self.left.saturating_sub(1);
        let once = self.silences > 0;
        let pause = self.pause(url);
        if pause > 0 {
            self.door.wait(url, how, pause).await?;
        }
        let seen = self.door.ask(url, How { once, ..how }).await?;
        if is_silent(&seen) {
            self.silent += 1;
            self.silences += 1;
        } else {
            self.silent = 0;
        }
        Ok(seen)
    }

    /// Reads an answer to a wish and keeps it.
    pub(super) async fn take(
        &mut self,
        key: String,
        want: Want,
        mut seen: Seen,
    ) -> Result<Visit, Stopped> {
        let mut brief = self.brief(&seen);
        // What leads out of the portal is none of its pages, on its own host either.
        brief.off_domain |= (brief.final_url.as_ref()).is_some_and(|url| !self.scope.owns(url));
        let ended = brief.final_url.as_ref().filter(|_| !brief.off_domain);
        let ended = ended.map(|url| self.scope.key(url));
        if let Some(known) = ended.as_ref().and_then(|ended| self.at.get(ended)) {
            let known = *known;
            self.at.insert(key, known);
            return Ok(Visit::Known(known));
        }
        let mut facts = self
            .read(&want.url, &want.section, &mut seen, &mut brief)
            .await;
        if let Some(facts) = &mut facts {
            let home = self.pages.first().and_then(|page| page.facts.as_ref());
            if let Some(home) = home {
                prune(facts, home);
            }
            self.text = self.text.saturating_add(weight(facts));
        }
        let at = self.keep(key, want, brief, facts);
        if let Some(ended) = ended {
            self.at.entry(ended).or_insert(at);
        }
        Ok(Visit::New(at))
    }

    /// Keeps a page of the graph.
    pub(super) fn keep(
        &mut self,
        key: String,
        want: Want,
        brief: Brief,
        facts: Option<PageFacts>,
    ) -> usize {
        let at = self.pages.len();
        self.pages.push(Page {
            id: format!("{} {key}", self.door.portal.id),
            want,
            brief,
            facts,
        });
        self.at.insert(key, at);
        at
    }

    /// What is known of an address: from its page, else from having asked whether it answers.
    pub(super) fn target(&self, url: &Url) -> Option<&Brief> {
        let page = self.find(url).map(|page| &page.brief);
        page.or_else(|| self.heads.get(&self.scope.key(url))?.as_ref())
    }

    /// Asks by HEAD whether an address answers, unless that is known or may not be asked.
    pub(super) async fn head(&mut self, url: &Url) -> Result<(), Stopped> {
        let key = self.scope.key(url);
        let known = self.at.contains_key(&key) || self.heads.contains_key(&key);
        if known || !self.scope.holds(url) || self.is_spent() {
            return Ok(());
        }
        let refused = self.gate(url).await?.refuses(url, false);
        let answer = if refused.is_some() {
            // That robots.txt keeps us from it says nothing of the link.
            None
        } else {
            let seen = self.ask(url, How::HEAD).await?;
            // A server that knows no HEAD has said nothing of the address.
            let knows = !matches!(seen.status, Some(400 | 405 | 501));
            knows.then(|| self.brief(&seen))
        };
        self.heads.insert(key, answer);
        Ok(())
    }

    /// Reads a page that is none of the portal's own: the results of a search. Nothing where the budget is spent.
    pub(super) async fn peek(
        &mut self,
        url: &Url,
        section: &str,
    ) -> Result<Option<(Brief, Option<PageFacts>)>, Stopped> {
        if let Some(brief) = self.gate(url).await?.refuses(url, false) {
            return Ok(Some((brief, None)));
        }
        if self.is_spent() {
            return Ok(None);
        }
        let mut seen = self.ask(url, How::PAGE).await?;
        let mut brief = self.brief(&seen);
        let facts = self.read(url, section, &mut seen, &mut brief).await;
        Ok(Some((brief, facts)))
    }

    /// Reads an answer that is a page of the portal; what failed is our own fault.
    async fn read(
        &self,
        url: &Url,
        section: &str,
        seen: &mut Seen,
        brief: &mut Brief,
    ) -> Option<PageFacts> {
        if brief.outcome != Outcome::Observed || brief.off_domain || !brief.is_page() {
            return None;
        }
        let reader = Arc::clone(&self.reader);
        let section = section.to_owned();
        let seen_on = seen.observed_at.get(..10).and_then(Day::parse);
        // A clock that tells no day cannot be taken for one.
        let seen_on = seen_on.unwrap_or(self.today);
        let reading = move |answer: &Answer<'_>, going: &mut dyn FnMut() -> bool| {
            reader.page(answer, (&section, seen_on), going)
        };
        let complete = seen.complete;
        let mut facts = reading::read(self.workers, seen, url, reading).await;
        match &mut facts {
            None => brief.outcome = Outcome::ToolError,
            Some(facts) => {
                facts.partial |= !complete;
                if facts.soft_404 {
                    brief.outcome = Outcome::Absent;
                }
            }
        }
        facts
    }
}
fn media(seen: &Seen) -> String {
    let mut headers = seen.headers.iter();
    let named = headers.find(|(name, _)| name == "content-type");
    named.map_or_else(String::new, |(_, value)| value.to_ascii_lowercase())
}

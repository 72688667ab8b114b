//! The robots.txt of an origin, as RFC 9309 reads what came of asking for it.

use url::Url;

use super::super::seen::{Outcome, Seen, Stage};
use super::page::Brief;
use crate::extract::Robots;

/// The robots.txt of an origin.
pub(super) struct Gate {
    pub(super) url: Url,
    pub(super) brief: Brief,
    /// What came, without its body.
    pub(super) seen: Option<Seen>,
    /// What it says; nothing where it could not be had, and so nothing is allowed (RFC 9309, 2.3.1.4).
    pub(super) rules: Option<Robots>,
}

impl Gate {
    pub(super) fn shut(url: &Url) -> Self {
        Self {
            url: url.clone(),
            brief: Brief::none(Outcome::NotRun),
            seen: None,
            rules: None,
        }
    }

    /// Whether an answered robots.txt forbids an address.
    pub(super) fn forbids(&self, url: &Url) -> bool {
        let rules = self.rules.as_ref();
        rules.is_some_and(|rules| !rules.allows(url))
    }

    /// Whether its host did not come to the end of an answer: then other addresses of it cost the same time-outs again.
    pub(super) fn is_silent(&self) -> bool {
        self.seen.as_ref().is_none_or(is_silent)
    }

    /// What a page of a silent host comes to that was not asked itself: a host that takes no connection answers for all of
    /// its pages, one that took it may have answered for this one.
    pub(super) fn stands_in(&self) -> Brief {
        let attempts = self.seen.iter().flat_map(|seen| &seen.attempts);
        let connected = attempts.map(|attempt| attempt.stage).max() >= Some(Stage::FirstByte);
        let ours = self.brief.outcome == Outcome::ToolError;
        if connected && !ours {
            return Brief::none(Outcome::NotRun);
        }
        self.brief.clone()
    }

    /// What an address comes to that may not be asked.
    ///
    /// The home page is asked where no robots.txt could be had: the unit itself declared that address, it was not found by
    /// following links. What an answered robots.txt forbids is never asked.
    pub(super) fn refuses(&self, url: &Url, home: bool) -> Option<Brief> {
        let outcome = match &self.rules {
            Some(rules) if rules.allows(url) => return None,
            Some(_) => Outcome::Refused,
            None if home => return None,
            None => match self.brief.outcome {
                Outcome::Observed | Outcome::Absent | Outcome::Refused => Outcome::Refused,
                // The server spoke, but not of its rules.
                Outcome::Unreachable if self.brief.status.is_some() => Outcome::Refused,
                other @ (Outcome::Unreachable | Outcome::ToolError | Outcome::NotRun) => other,
            },
        };
        Some(Brief {
            outcome,
            status: None,
            final_url: None,
            off_domain: false,
            media: String::new(),
            ..self.brief.clone()
        })
    }
}

/// Whether an answer did not come, or did not end in time.
pub(super) fn is_silent(seen: &Seen) -> bool {
    let nothing =
        seen.status.is_none() && matches!(seen.outcome, Outcome::Unreachable | Outcome::ToolError);
    let last = seen.attempts.last().map(|attempt| attempt.detail.as_str());
    nothing || (!seen.complete && last == Some("timeout"))
}

//! A page of a portal: what was wanted, what came of it and what it says.

use url::Url;

use super::super::seen::Outcome;
use crate::extract::PageFacts;

/// Kind of a page, as the table `pages` has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Home,
    List,
    Article,
    Document,
    Procedure,
    Other,
}

impl Kind {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::List => "list",
            Self::Article => "article",
            Self::Document => "document",
            Self::Procedure => "procedure",
            Self::Other => "other",
        }
    }
}

/// A page that is wanted.
#[derive(Debug, Clone)]
pub(super) struct Want {
    pub(super) url: Url,
    pub(super) section: String,
    pub(super) kind: Kind,
    /// Clicks from home.
    pub(super) depth: u64,
}

/// What is left of an answer once it was read.
#[derive(Debug, Clone)]
pub(super) struct Brief {
    pub(super) obs: i64,
    pub(super) observed_at: String,
    /// `Observed` only where a page came.
    pub(super) outcome: Outcome,
    pub(super) status: Option<u16>,
    pub(super) final_url: Option<Url>,
    /// It leads to a host that is not declared.
    pub(super) off_domain: bool,
    /// Media type, `''` = none was said.
    pub(super) media: String,
}

/// A page of the graph.
#[derive(Debug)]
pub(super) struct Page {
    /// Its normalised address with the portal's id: the `id` of its row.
    pub(super) id: String,
    pub(super) want: Want,
    pub(super) brief: Brief,
    /// What it says; nothing unless a page of text came.
    pub(super) facts: Option<PageFacts>,
}

impl Page {
    /// Whether it answered, with a page or with «not there».
    pub(super) fn is_settled(&self) -> bool {
        self.brief.is_settled()
    }

    /// Whether only a part of what it says was read.
    pub(super) fn is_part(&self) -> bool {
        self.facts.as_ref().is_some_and(|facts| facts.partial)
    }
}

impl Brief {
    pub(super) fn none(outcome: Outcome) -> Self {
        Self {
            obs: 0,
            observed_at: String::new(),
            outcome,
            status: None,
            final_url: None,
            off_domain: false,
            media: String::new(),
        }
    }

    /// Whether it answered, with something or with «not there».
    pub(super) fn is_settled(&self) -> bool {
        matches!(self.outcome, Outcome::Observed | Outcome::Absent)
    }

    /// Whether it was looked for and is not there.
    pub(super) fn is_absent(&self) -> bool {
        self.outcome == Outcome::Absent
    }

    /// Whether it is a page of text, and no file.
    pub(super) fn is_page(&self) -> bool {
        let words = ["html", "xml", "text/"];
        self.media.is_empty() || words.iter().any(|word| self.media.contains(word))
    }
}

//! Lists: paged back until they are older than the round asks for, with what only an entry's own page says.
//!
//! A list is whole only where its end was seen: an entry older than the round's days, or a last page.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::super::seen::Stopped;
use super::items::horizon;
use super::page::{Kind, Page, Want};
use super::site::{Site, Visit};
use crate::exact::Day;
use crate::extract::{Entry, PageFacts, Posted, Procedure, is_dated};
use crate::unit::Round;

/// Entries of all lists that are kept of a portal.
const MOST_ENTRIES: usize = 5_000;

/// An entry of a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Unique within portal.
    pub(super) key: String,
    pub(super) section: String,
    /// The page of the list.
    pub(super) list: usize,
    /// Its own page, where it was asked.
    pub(super) own: Option<usize>,
    pub(super) entry: Entry,
    /// Whether all its files are known.
    pub(super) files_known: bool,
}

/// An issued document.
#[derive(Debug, Clone)]
pub(super) struct Document {
    pub(super) key: String,
    pub(super) list: usize,
    pub(super) own: Option<usize>,
    pub(super) posted: Posted,
}

/// A procedure.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    pub(super) list: usize,
    pub(super) own: Option<usize>,
    pub(super) procedure: Procedure,
}

/// How much of one kind of list was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Extent {
    /// Why nobody can count what is missing, `''` = every list was read to its end. Of entries it is kept by section.
    pub(super) open: &'static str,
    /// Entries that could not be told apart.
    pub(super) missing: u64,
    /// Whether there was a list at all.
    pub(super) found: bool,
}

/// What the lists of a portal gave.
#[derive(Debug, Default)]
pub(super) struct Lists {
    pub(super) items: Vec<Item>,
    pub(super) items_extent: Extent,
    /// Sections whose entries nobody can count, and why.
    pub(super) open_sections: BTreeMap<String, &'static str>,
    pub(super) documents: Vec<Document>,
    pub(super) documents_extent: Extent,
    pub(super) procedures: Vec<Shown>,
    pub(super) procedures_extent: Extent,
    pub(super) keys: BTreeSet<String>,
    /// Own pages that may still be asked.
    pub(super) articles: u64,
    /// Pages that one list may have.
    longest: usize,
}

/// Which kinds of list are read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reads {
    pub(super) items: bool,
    pub(super) documents: bool,
    pub(super) procedures: bool,
}

/// What a list is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Items,
    Documents,
    Procedures,
}

/// Reads all lists that the walk came upon, in its order.
pub(super) async fn read(
    site: &mut Site<'_>,
    round: &Round,
    reads: Reads,
    budget: u64,
) -> Result<Lists, Stopped> {
    let mut lists = Lists {
        articles: budget / 2,
        longest: usize::try_from(budget / 6).unwrap_or(usize::MAX).max(5),
        ..Lists::default()
    };
    let walked: Vec<usize> = (0..site.pages.len()).collect();
    let mut paged = BTreeSet::new();
    for at in walked {
        for purpose in [Purpose::Items, Purpose::Documents, Purpose::Procedures] {
            let wanted = match purpose {
                Purpose::Items => reads.items,
                Purpose::Documents => reads.documents,
                Purpose::Procedures => reads.procedures,
            };
            let begins = site.pages.get(at).is_some_and(|page| purpose.begins(page));
            if wanted && begins && !paged.contains(&(at, purpose.number())) {
                let pages = lists.list(site, round, purpose, at).await?;
                paged.extend(pages.into_iter().map(|at| (at, purpose.number())));
            }
        }
    }
    if reads.items {
        lists.sample(site).await?;
    }
    if reads.procedures {
        lists.details(site).await?;
    }
    Ok(lists)
}

/// The pages of a list that were turned so far.
#[derive(Debug, Default)]
struct Turned {
    pages: Vec<usize>,
    /// Entries of all of them.
    known: BTreeSet<String>,
    /// Entries of the last of them.
    last: BTreeSet<String>,
}

/// What a page of a list shows.
enum Look {
    /// The list ends here.
    End,
    /// It does not, and what follows cannot be had.
    Lost(&'static str),
    /// Entries, and where the next ones are.
    On(Option<Url>),
}

impl Turned {
    fn look(&mut self, site: &Site<'_>, purpose: Purpose, at: usize) -> Look {
        let Some(page) = site.pages.get(at) else {
            return Look::End;
        };
        if page.brief.is_absent() {
            return Look::End;
        }
        // A file or another host's page in the place of a list says nothing.
        let Some(facts) = &page.facts else {
            return Look::Lost("unread");
        };
        let keys = purpose.keys(facts);
        if keys.is_empty() {
            return if facts.partial {
                Look::Lost("part")
            } else {
                Look::End
            };
        }
        if keys.is_subset(&self.known) {
            // The last page once more; or paging that does not page.
            let last = keys == self.last && self.pages.len() > 2;
            return if last {
                Look::End
            } else {
                Look::Lost("repeats")
            };
        }
        self.known.extend(keys.iter().cloned());
        self.last = keys;
        Look::On(facts.next.clone())
    }
}

impl Purpose {
    fn number(self) -> u8 {
        match self {
            Self::Items => 0,
            Self::Documents => 1,
            Self::Procedures => 2,
        }
    }

    /// Whether a page begins such a list.
    fn begins(self, page: &Page) -> bool {
        let section = page.want.section.as_str();
        let home = page.want.kind == Kind::Home;
        let shows = |some: fn(&PageFacts) -> bool| page.facts.as_ref().is_some_and(some);
        !home
            && match self {
                Self::Items => is_dated(section),
                Self::Documents => section == "documents" || shows(|f| f.documents.len() > 1),
                Self::Procedures => section == "procedures" || shows(|f| !f.procedures.is_empty()),
            }
    }

    /// What tells the entries of a page from those of another.
    fn keys(self, facts: &PageFacts) -> BTreeSet<String> {
        match self {
            Self::Items => facts
                .entries
                .iter()
                .map(|e| format!("{} {}", e.url, e.title))
                .collect(),
            Self::Documents if facts.documents.is_empty() => Self::Items.keys(facts),
            Self::Documents => facts.documents.iter().map(|d| format!("{d:?}")).collect(),
            Self::Procedures => facts.procedures.iter().map(|p| format!("{p:?}")).collect(),
        }
    }
}

impl Lists {
    fn extent(&mut self, purpose: Purpose) -> &mut Extent {
        match purpose {
            Purpose::Items => &mut self.items_extent,
            Purpose::Documents => &mut self.documents_extent,
            Purpose::Procedures => &mut self.procedures_extent,
        }
    }

    /// Keeps why a list of a section was not read to its end.
    pub(super) fn leave(&mut self, purpose: Purpose, section: &str, why: &'static str) {
        if purpose == Purpose::Items {
            let sections = &mut self.open_sections;
            sections.entry(section.to_owned()).or_insert(why);
            return;
        }
        let extent = self.extent(purpose);
        if extent.open.is_empty() {
            extent.open = why;
        }
    }

    /// Reads one list from its first page; the pages that it has.
    async fn list(
        &mut self,
        site: &mut Site<'_>,
        round: &Round,
        purpose: Purpose,
        first: usize,
    ) -> Result<Vec<usize>, Stopped> {
        let section = site.pages.get(first).map(|page| page.want.section.clone());
        let section = section.unwrap_or_default();
        let since = horizon(round, &section);
        let mut turned = Turned::default();
        let mut at = first;
        loop {
            turned.pages.push(at);
            let next = match turned.look(site, purpose, at) {
                Look::End => break,
                Look::Lost(why) => {
                    self.leave(purpose, &section, why);
                    break;
                }
                Look::On(next) => next,
            };
            self.extent(purpose).found = true;
            let oldest = self.entries(site, purpose, at, &section).await?;
            if site.pages.get(at).is_none_or(Page::is_part) {
                self.leave(purpose, &section, "part");
                break;
            }
            let old = oldest.is_some_and(|day| since.is_some_and(|since| day < since));
            let goes_on = !old || purpose == Purpose::Procedures;
            let Some(url) = next.filter(|_| goes_on) else {
                // What a script alone leads to is not asked, and not taken to be nothing.
                let facts = site.pages.get(at).and_then(|page| page.facts.as_ref());
                if goes_on && facts.is_some_and(|facts| facts.next_by_script) {
                    self.leave(purpose, &section, "script");
                }
                break;
            };
            if self.keys.len() > MOST_ENTRIES || turned.pages.len() >= self.longest {
                self.leave(purpose, &section, "entries");
                break;
            }
            let want = Want {
                url,
                section: section.clone(),
                kind: Kind::List,
                depth: site.pages.get(at).map_or(0, |page| page.want.depth + 1),
            };
            let why = match site.visit(want).await? {
                Visit::New(next) => {
                    at = next;
                    continue;
                }
                Visit::Known(next) if !turned.pages.contains(&next) => {
                    at = next;
                    continue;
                }
                Visit::Known(_) => "repeats",
                Visit::Outside => "outside",
                Visit::Spent => site.reached.code(),
            };
            self.leave(purpose, &section, why);
            break;
        }
        Ok(turned.pages)
    }

    /// Keeps the entries of a page; the day of the last of them that has one.
    async fn entries(
        &mut self,
        site: &mut Site<'_>,
        purpose: Purpose,
        at: usize,
        section: &str,
    ) -> Result<Option<Day>, Stopped> {
        let Some(facts) = site.pages.get(at).and_then(|page| page.facts.as_ref()) else {
            return Ok(None);
        };
        let mut oldest = None;
        match purpose {
            Purpose::Items => {
                for entry in facts.entries.clone() {
                    let day = self.item(site, at, section, entry).await?;
                    oldest = day.or(oldest);
                }
            }
            Purpose::Documents if facts.documents.is_empty() => {
                for entry in facts.entries.clone() {
                    let day = self.entry_of_document(site, at, &entry).await?;
                    oldest = day.or(oldest);
                }
            }
            Purpose::Documents => {
                for posted in facts.documents.clone() {
                    let day = self.document(site, at, posted).await?;
                    oldest = day.or(oldest);
                }
            }
            Purpose::Procedures => {
                let shown = facts.procedures.clone();
                self.procedures
                    .extend(shown.into_iter().map(|procedure| Shown {
                        list: at,
                        own: None,
                        procedure,
                    }));
            }
        }
        Ok(oldest)
    }

    /// Asks for a page that an entry leads to, within what own pages may cost.
    pub(super) async fn visit(
        &mut self,
        site: &mut Site<'_>,
        list: usize,
        url: &Url,
        section: &str,
        kind: Kind,
    ) -> Result<Option<usize>, Stopped> {
        if self.articles == 0 && site.find(url).is_none() {
            return Ok(None);
        }
        let want = Want {
            url: url.clone(),
            section: section.to_owned(),
            kind,
            depth: site.pages.get(list).map_or(0, |page| page.want.depth + 1),
        };
        let visit = site.visit(want).await?;
        Ok(match visit {
            Visit::New(at) => {
                self.articles = self.articles.saturating_sub(1);
                Some(at)
            }
            // Led back to the list or to home: that is no page of its own.
            Visit::Known(at) => {
                let own = site.pages.get(at).map(|page| page.want.kind);
                (own == Some(kind)).then_some(at)
            }
            Visit::Outside | Visit::Spent => None,
        })
    }
}

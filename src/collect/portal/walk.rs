//! The walk: home, what the profile declares, what labels lead to, down to the depth that is allowed.
//!
//! Breadth first and in the order of the pages, so that the same answers give the same walk. The section and the kind of
//! each address are known before it is asked, so one that does not answer is a row without facts.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use url::Url;

use super::super::seen::{Outcome, Stopped};
use super::page::{Kind, Page, Want};
use super::site::{Site, Visit};
use crate::extract::{ContactKind, Element, PageFacts, is_dated};
use crate::table::fold;
use crate::unit::Portal;

/// Most addresses that labels of one section may lead to: more is a calendar or a loop, not a menu.
const MOST_OF_A_SECTION: usize = 40;

/// Characters below which a page without links is only a frame for scripts.
const SCRIPTED: u64 = 500;

/// How the walk ended.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// Why nobody can count what else there is: a budget, a home page that was not read; `''` = all was walked.
    pub(super) open: &'static str,
    /// Sections of which that is so although all else was walked, and why.
    pub(super) sections: BTreeMap<String, &'static str>,
}

impl Walked {
    /// Whether everything that the rule leads to was read.
    pub(super) fn is_whole(&self) -> bool {
        self.why().is_empty()
    }

    /// Why it was not, in whatever section; `''` = it was.
    pub(super) fn why(&self) -> &'static str {
        let first = self.sections.values().next().copied();
        match self.open {
            "" => first.unwrap_or_default(),
            open => open,
        }
    }

    /// Keeps why a section was not walked to its end.
    fn leave(&mut self, section: &str, why: &'static str) {
        self.sections.entry(section.to_owned()).or_insert(why);
    }
}

struct Walk {
    queue: VecDeque<Want>,
    queued: BTreeSet<String>,
    found: BTreeMap<&'static str, usize>,
    depth: u64,
    walked: Walked,
}

/// Walks the portal from its home page, which is the first page of the site.
pub(super) async fn walk(
    site: &mut Site<'_>,
    portal: &Portal,
    depth: u64,
) -> Result<Walked, Stopped> {
    let mut walk = Walk {
        queue: VecDeque::new(),
        queued: BTreeSet::new(),
        found: BTreeMap::new(),
        depth,
        walked: Walked::default(),
    };
    match site.pages.first() {
        // It began to answer and did not end: each further address would cost one more time-out.
        Some(home) if home.brief.outcome == Outcome::Observed && site.is_silent() => {
            walk.walked.open = "silence";
            return Ok(walk.walked);
        }
        Some(home) if home.brief.outcome == Outcome::Observed => {
            // A page that only scripts fill shows a browser more than it shows us.
            let scripted = home.facts.as_ref().is_none_or(is_scripted);
            walk.walked.open = if scripted { "script" } else { "" };
        }
        Some(home) if home.brief.is_absent() => walk.walked.open = "home",
        // Where home does not answer nothing else is asked: each address would cost one more time-out.
        Some(_) | None => {
            walk.walked.open = "home";
            return Ok(walk.walked);
        }
    }
    for want in declared(site, portal) {
        walk.add(site, want);
    }
    walk.links(site, 0);
    while let Some(want) = walk.queue.pop_front() {
        site.door.expect(walk.queue.len());
        match site.visit(want).await? {
            Visit::New(at) => {
                let page = site.pages.get(at);
                let hides = |page: &Page| !page.is_settled() && is_menu(&page.want.section);
                if page.is_some_and(hides) {
                    // What such a menu alone leads to is not found without it.
                    walk.walked.open = "unread";
                }
                walk.links(site, at);
            }
            Visit::Known(_) | Visit::Outside => {}
            Visit::Spent => {
                walk.walked.open = site.reached.code();
                break;
            }
        }
    }
    for page in site.pages.iter().filter(|page| page.is_part()) {
        let section = page.want.section.as_str();
        if is_dated(section) {
            // The rest of a list hides entries, as all of it would, and no other page.
            walk.walked.leave(section, "part");
        } else if walk.walked.open.is_empty() {
            walk.walked.open = "part";
        }
    }
    // Where no rules of robots.txt could be had nothing but home was asked.
    if site.gates().any(|gate| gate.rules.is_none()) {
        walk.walked.open = "robots";
    }
    Ok(walk.walked)
}

impl Walk {
    fn add(&mut self, site: &Site<'_>, want: Want) {
        let new = self.queued.insert(site.scope.key(&want.url));
        if new && site.scope.owns(&want.url) && site.find(&want.url).is_none() {
            self.queue.push_back(want);
        }
    }

    /// Adds the links of a page whose labels name a section.
    fn links(&mut self, site: &Site<'_>, at: usize) {
        let Some(page) = site.pages.get(at).filter(|p| p.want.depth < self.depth) else {
            return;
        };
        let people = page.facts.iter().flat_map(people);
        for (url, section) in page.facts.iter().flat_map(labelled).chain(people) {
            if !site.scope.owns(url) || self.queued.contains(&site.scope.key(url)) {
                continue;
            }
            let so_far = self.found.entry(section).or_default();
            *so_far += 1;
            if *so_far > MOST_OF_A_SECTION {
                if is_menu(section) {
                    self.walked.open = "section";
                } else {
                    self.walked.leave(section, "section");
                }
                continue;
            }
            let want = Want {
                url: url.clone(),
                section: section.to_owned(),
                kind: kind_of_section(section),
                depth: page.want.depth + 1,
            };
            self.add(site, want);
        }
    }
}

/// The pages that the profile declares.
fn declared(site: &Site<'_>, portal: &Portal) -> Vec<Want> {
    let pairs = portal.sections.iter();
    let pairs = pairs.flat_map(|(section, list)| list.iter().map(move |one| (section, one)));
    pairs
        .filter_map(|(section, address)| {
            Some(Want {
                url: site.scope.resolve(address)?,
                section: section.clone(),
                kind: kind_of_section(section),
                depth: 1,
            })
        })
        .collect()
}

fn labelled(facts: &PageFacts) -> impl Iterator<Item = (&Url, &'static str)> {
    facts.links.iter().filter_map(|link| {
        let section = link.section.filter(|_| link.element == Element::A)?;
        (!matches!(section, "home" | "other")).then_some((&link.url, section))
    })
}

/// The own pages of leaders: links that carry the name of one whom the page shows.
fn people(facts: &PageFacts) -> impl Iterator<Item = (&Url, &'static str)> {
    let leaders = facts
        .contacts
        .iter()
        .filter(|contact| contact.kind == ContactKind::Leader);
    let names: BTreeSet<String> = leaders.map(|leader| fold(leader.name.trim())).collect();
    facts.links.iter().filter_map(move |link| {
        let named = link.element == Element::A && names.contains(&fold(link.text.trim()));
        (named && !link.text.is_empty()).then_some((&link.url, "leaders"))
    })
}

/// Whether a page leads nowhere and says next to nothing, but brings scripts.
fn is_scripted(facts: &PageFacts) -> bool {
    let has = |element: Element| facts.links.iter().any(|link| link.element == element);
    facts.text_chars < SCRIPTED && has(Element::Script) && !has(Element::A)
}

/// Whether pages of a section lead to pages of others, which may not be found without them.
fn is_menu(section: &str) -> bool {
    matches!(section, "intro" | "site_map")
}

/// The kind of the page that a section begins with.
fn kind_of_section(section: &str) -> Kind {
    if is_dated(section) || matches!(section, "documents" | "procedures" | "qa") {
        Kind::List
    } else {
        Kind::Other
    }
}

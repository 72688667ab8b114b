//! What an audit of a unit does, before it does anything: rubric → indicators → checks → tables → steps.
//!
//! A plan is made of the workspace's files and the pack alone. A table that nobody asks for is not collected live, and one
//! that a file gives is not either. Start at [`Plan::of`].

use std::collections::{BTreeMap, BTreeSet};

use super::only::Only;
use crate::check::Pack;
use crate::rubric::{Criterion, Formula, Rubric};
use crate::unit::Profile;
use crate::words::Problem;

/// Of what a step is done once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// Of the unit.
    Unit,
    /// Of each file.
    File,
    /// Of each portal.
    Portal,
}

impl Per {
    /// The word that plans use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::File => "file",
            Self::Portal => "portal",
        }
    }
}

/// A kind of step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Kind {
    /// Its name.
    pub name: &'static str,
    per: Per,
    /// Steps that end before it begins.
    after: &'static [&'static str],
    /// Tables that it can fill; those of a file are said by the profile.
    pub fills: &'static [&'static str],
    /// Whether it asks a live system.
    pub live: bool,
}

/// All kinds of steps.
pub(super) const KINDS: [Kind; 8] = [
    Kind {
        name: "profile",
        per: Per::Unit,
        after: &[],
        fills: &["organisations", "portals"],
        live: false,
    },
    Kind {
        name: "csv",
        per: Per::File,
        after: &["profile"],
        fills: &[],
        live: false,
    },
    Kind {
        name: "spreadsheet",
        per: Per::File,
        after: &["profile"],
        fills: &[],
        live: false,
    },
    Kind {
        name: "x509-folder",
        per: Per::File,
        after: &["profile", "csv", "spreadsheet"],
        fills: &[],
        live: false,
    },
    Kind {
        name: "declared",
        per: Per::Unit,
        after: &["profile", "csv", "spreadsheet", "x509-folder"],
        fills: &["declared", "evidence_files"],
        live: false,
    },
    Kind {
        name: "http",
        per: Per::Portal,
        after: &["profile", "csv", "spreadsheet", "x509-folder", "declared"],
        fills: &[
            "contacts",
            "feeds",
            "forms",
            "items",
            "links",
            "pages",
            "portals",
            "posted_documents",
            "procedure_pages",
            "searches",
        ],
        live: true,
    },
    Kind {
        name: "tls",
        per: Per::Portal,
        after: &["http"],
        fills: &["endpoints"],
        live: true,
    },
    Kind {
        name: "uptime",
        per: Per::Portal,
        after: &["profile", "csv", "spreadsheet", "x509-folder", "declared"],
        fills: &["uptime"],
        live: true,
    },
];

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its kind: `profile`, `csv`, `spreadsheet`, `x509-folder`, `declared`, `http`, `tls`, `uptime`.
    pub step: &'static str,
    /// The unit, the file or the portal.
    pub subject: String,
    /// Tables that it fills.
    pub fills: Vec<String>,
    /// Kinds of steps of the plan that end before it begins.
    pub after: Vec<&'static str>,
    /// Of what it is done once.
    pub per: Per,
    /// Codes of the criteria, and ids of the checks that judge by themselves, that ask for its tables.
    pub criteria: Vec<String>,
}

/// What an audit of a unit does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The unit's id.
    pub unit: String,
    /// The steps, each behind those that it waits for.
    pub steps: Vec<Planned>,
    /// Tables that the portals are asked for.
    pub live: BTreeSet<String>,
    /// Tables that portals could be asked for and are not, by choice: they are taken over from the newest bundle.
    pub kept: BTreeSet<String>,
    /// Tables that criteria ask for and that nothing fills, with the criteria.
    pub unfilled: BTreeMap<String, Vec<String>>,
}

impl Plan {
    /// Plans the audit of a unit; `offline` asks no live system, `only` some of it.
    ///
    /// Errors: steps that wait for one another.
    pub fn of(
        profile: &Profile,
        pack: &Pack,
        rubric: &Rubric,
        only: &Only,
        offline: bool,
    ) -> Result<Self, Problem> {
        let asked = asked(pack, rubric);
        let given: BTreeSet<&str> = profile.sources.iter().map(|s| s.table.as_str()).collect();
        let (mut live, mut kept) = (BTreeSet::new(), BTreeSet::new());
        if !profile.portals.is_empty() {
            for kind in KINDS.iter().filter(|kind| kind.live) {
                let mut fills = kind.fills.iter().copied();
                let wanted = fills.any(|table| asked.contains_key(table) && table != "portals");
                for &table in kind.fills {
                    let known = pack.catalogue.table(table).is_some();
                    if !known || (given.contains(table) && table != "portals") {
                        continue;
                    }
                    let of_rubric = asked.contains_key(table) || (table == "portals" && wanted);
                    if !offline && only.takes(kind.name, table, of_rubric) {
                        live.insert(table.to_owned());
                    } else if of_rubric {
                        kept.insert(table.to_owned());
                    }
                }
            }
            // What a portal answered is told of the portal.
            if live.iter().any(|table| is_http(table)) {
                kept.remove("portals");
                live.insert("portals".to_owned());
            }
        }
        let steps = in_order(steps(profile, &asked, &live))?;
        let filled: BTreeSet<&str> = (steps.iter().flat_map(|step| &step.fills))
            .chain(&kept)
            .map(String::as_str)
            .collect();
        let unfilled = (asked.iter())
            .filter(|(table, _)| !filled.contains(table.as_str()))
            .map(|(table, codes)| (table.clone(), codes.clone()))
            .collect();
        Ok(Self {
            unit: profile.id.clone(),
            steps,
            live,
            kept,
            unfilled,
        })
    }
}

/// Whether pages must be read to fill a table.
pub(super) fn is_http(table: &str) -> bool {
    (KINDS.iter()).any(|kind| kind.name == "http" && kind.fills.contains(&table))
}

/// Codes of the criteria that ask for each table, in the rubric's order, then the checks that judge by themselves.
fn asked(pack: &Pack, rubric: &Rubric) -> BTreeMap<String, Vec<String>> {
    let mut asked: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for criterion in &rubric.criteria {
        for table in tables_of(criterion, pack, rubric) {
            asked.entry(table).or_default().push(criterion.code.clone());
        }
    }
    for check in pack.checks.values() {
        let judging = check.indicators.values().filter(|i| i.verdict.is_some());
        let tables: BTreeSet<&String> = judging
            .flat_map(|indicator| &indicator.routes)
            .flat_map(|route| route.needs.keys())
            .collect();
        for table in tables {
            asked
                .entry(table.clone())
                .or_default()
                .push(check.id.clone());
        }
    }
    asked
}

/// The tables that a criterion asks for, by all the ways in which its indicators can be answered.
pub(super) fn tables_of(criterion: &Criterion, pack: &Pack, rubric: &Rubric) -> BTreeSet<String> {
    let mut tables: BTreeSet<String> = (criterion.indicators().iter())
        .filter_map(|indicator| pack.indicator(&indicator.id))
        .flat_map(|(_, indicator)| &indicator.routes)
        .flat_map(|route| route.needs.keys().cloned())
        .collect();
    if let Formula::ChildrenMean(of_children) = &criterion.formula {
        let children = rubric.criteria.iter();
        for child in children.filter(|child| of_children.contains_key(&child.code)) {
            // Children of children there are none: the rubric's loader refuses them.
            if !matches!(child.formula, Formula::ChildrenMean(_)) {
                tables.extend(tables_of(child, pack, rubric));
            }
        }
    }
    tables
}

fn steps(
    profile: &Profile,
    asked: &BTreeMap<String, Vec<String>>,
    live: &BTreeSet<String>,
) -> Vec<Planned> {
    let step = |kind: &Kind, subject: &str, fills: Vec<String>| {
        let mut criteria: Vec<String> = Vec::new();
        for code in fills.iter().filter_map(|table| asked.get(table)).flatten() {
            if !criteria.contains(code) {
                criteria.push(code.clone());
            }
        }
        Planned {
            step: kind.name,
            subject: subject.to_owned(),
            fills,
            after: kind.after.to_vec(),
            per: kind.per,
            criteria,
        }
    };
    let owned = |tables: &[&str]| tables.iter().map(|&table| table.to_owned()).collect();
    let mut steps = Vec::new();
    for kind in &KINDS {
        match (kind.per, kind.live) {
            (Per::Unit, _) => steps.push(step(kind, &profile.id, owned(kind.fills))),
            (Per::File, _) => {
                for source in profile.sources.iter().filter(|s| s.kind == kind.name) {
                    steps.push(step(kind, &source.path, vec![source.table.clone()]));
                }
            }
            (Per::Portal, _) => {
                let fills: Vec<String> = (kind.fills.iter())
                    .filter(|table| live.contains(**table))
                    .map(|&table| table.to_owned())
                    .collect();
                let portals = profile.portals.iter().filter(|_| !fills.is_empty());
                steps.extend(portals.map(|portal| step(kind, &portal.id, fills.clone())));
            }
        }
    }
    steps
}

/// Steps behind those that they wait for; of those that could come next, the first stays first.
///
/// Errors: steps that wait for one another.
fn in_order(mut left: Vec<Planned>) -> Result<Vec<Planned>, Problem> {
    let present: BTreeSet<&str> = left.iter().map(|step| step.step).collect();
    let present: BTreeSet<&'static str> = (KINDS.iter())
        .map(|kind| kind.name)
        .filter(|name| present.contains(name))
        .collect();
    for step in &mut left {
        step.after.retain(|name| present.contains(name));
    }
    let mut ordered: Vec<Planned> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let open: BTreeSet<&str> = left.iter().map(|step| step.step).collect();
        let next = left
            .iter()
            .position(|step| !step.after.iter().any(|name| open.contains(name)));
        let Some(n) = next else {
            let waiting: Vec<&str> = open.into_iter().collect();
            return Err(Problem::new("audit.cycle").with("steps", waiting.join(", ")));
        };
        ordered.push(left.remove(n));
    }
    Ok(ordered)
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;

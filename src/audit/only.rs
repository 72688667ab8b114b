//! `--only`: which live tables are collected again, said by steps, tables, checks or criteria.

use std::collections::BTreeSet;

use super::plan::{KINDS, tables_of};
use crate::check::Pack;
use crate::rubric::Rubric;
use crate::words::{Problem, written};

/// What is collected again. Files of the workspace are read in any case: they are at hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only {
    /// Nothing = all that the rubric asks for.
    chosen: Option<Chosen>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Chosen {
    steps: BTreeSet<String>,
    tables: BTreeSet<String>,
}

impl Only {
    /// What names mean: steps, tables, ids of checks and codes of criteria. No name = everything.
    ///
    /// Errors: a name that is none of these; the nearest is offered.
    pub fn of(names: &[String], pack: &Pack, rubric: &Rubric) -> Result<Self, Problem> {
        if names.is_empty() {
            return Ok(Self::default());
        }
        let mut chosen = Chosen::default();
        let mut problems = Vec::new();
        for name in names {
            let step = KINDS.iter().any(|kind| kind.name == name);
            if step {
                chosen.steps.insert(name.clone());
            }
            // A step and a table may have one name.
            if pack.catalogue.table(name).is_some() {
                chosen.tables.insert(name.clone());
            } else if let Some(check) = pack.checks.get(name) {
                let routes = check.indicators.values().flat_map(|i| &i.routes);
                chosen
                    .tables
                    .extend(routes.flat_map(|route| route.needs.keys().cloned()));
            } else if let Some(criterion) = rubric.criteria.iter().find(|c| c.code == *name) {
                chosen.tables.extend(tables_of(criterion, pack, rubric));
            } else if !step {
                let known: Vec<String> = (KINDS.iter().map(|kind| kind.name.to_owned()))
                    .chain(pack.catalogue.names().map(str::to_owned))
                    .chain(pack.checks.keys().cloned())
                    .chain(rubric.criteria.iter().map(|c| c.code.clone()))
                    .collect();
                problems.push(written::unknown("audit.unknown_only", name, &known));
            }
        }
        Problem::all(problems).map_or(
            Ok(Self {
                chosen: Some(chosen),
            }),
            Err,
        )
    }

    /// Whether a table is collected by a step; `asked` = the rubric asks for it.
    pub(super) fn takes(&self, step: &str, table: &str, asked: bool) -> bool {
        match &self.chosen {
            None => asked,
            Some(chosen) => chosen.tables.contains(table) || (asked && chosen.steps.contains(step)),
        }
    }
}

//! How much of a table a portal shows, and what several portals of one body show together.

use std::collections::BTreeMap;

use super::super::coverage::CoverageRow;
use crate::indicator::State;

/// How much of one table one portal shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cover {
    state: State,
    missing: Option<u64>,
    rule: String,
}

impl Cover {
    /// All of it.
    pub(super) fn complete() -> Self {
        Self::short_of(0)
    }

    /// All but so many rows.
    pub(super) fn short_of(missing: u64) -> Self {
        Self {
            state: if missing == 0 {
                State::Complete
            } else {
                State::Partial
            },
            missing: Some(missing),
            rule: String::new(),
        }
    }

    /// A part, and nobody knows how many rows are missing; `rule` says where it stopped.
    pub(super) fn open(rule: &str) -> Self {
        Self {
            state: State::Partial,
            missing: None,
            rule: rule.to_owned(),
        }
    }

    /// A sample of what nobody can count.
    pub(super) fn sample(rule: String) -> Self {
        Self {
            state: State::Sample,
            missing: None,
            rule,
        }
    }

    pub(super) fn row(self, table: &str, body: &str) -> CoverageRow {
        CoverageRow {
            table: table.to_owned(),
            body: body.to_owned(),
            state: self.state,
            missing: self.missing.filter(|_| self.state != State::Complete),
            rule: self.rule,
            period: None,
        }
    }
}

/// One row a table and body: complete only where all of its portals are; what is missing adds up, and not known wins.
pub fn join_coverage(rows: Vec<CoverageRow>) -> Vec<CoverageRow> {
    let mut joined: BTreeMap<(String, String), CoverageRow> = BTreeMap::new();
    for row in rows {
        let key = (row.table.clone(), row.body.clone());
        match joined.remove(&key) {
            None => joined.insert(key, row),
            Some(other) => joined.insert(key, both(other, &row)),
        };
    }
    joined.into_values().collect()
}

fn both(a: CoverageRow, b: &CoverageRow) -> CoverageRow {
    let state = if a.state == b.state {
        a.state
    } else {
        State::Partial
    };
    let mut rules: Vec<&str> = a.rule.split("; ").chain(b.rule.split("; ")).collect();
    rules.retain(|rule| !rule.is_empty());
    rules.sort_unstable();
    rules.dedup();
    let known = |row: &CoverageRow| match row.state {
        State::Complete => Some(0),
        State::Sample | State::Partial => row.missing,
        State::None => None,
    };
    let missing = known(&a).zip(known(b)).map(|(a, b)| a.saturating_add(b));
    CoverageRow {
        state,
        missing: missing.filter(|_| state != State::Complete),
        rule: rules.join("; "),
        period: a.period.filter(|_| a.period == b.period),
        table: a.table,
        body: a.body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(covers: &[Cover]) -> (State, Option<u64>, String) {
        let rows = covers.iter().map(|cover| cover.clone().row("pages", "u"));
        let mut joined = join_coverage(rows.collect());
        let row = joined.pop().unwrap();
        assert!(joined.is_empty());
        (row.state, row.missing, row.rule)
    }

    #[test]
    fn complete_only_where_all_portals_are() {
        let text = String::new;
        assert_eq!(
            joined(&[Cover::complete(), Cover::complete()]),
            (State::Complete, None, text())
        );
        assert_eq!(
            joined(&[Cover::complete(), Cover::short_of(2), Cover::short_of(1)]),
            (State::Partial, Some(3), text())
        );
        assert_eq!(
            joined(&[
                Cover::short_of(2),
                Cover::open("pages"),
                Cover::open("home")
            ]),
            (State::Partial, None, "home; pages".into())
        );
        assert_eq!(
            joined(&[Cover::sample("3".into()), Cover::sample("3".into())]).0,
            State::Sample
        );
    }

    #[test]
    fn bodies_and_tables_stay_apart() {
        let rows = vec![
            Cover::complete().row("pages", "u"),
            Cover::open("home").row("pages", "xa-a"),
            Cover::open("home").row("items", "u"),
        ];
        let told: Vec<_> = join_coverage(rows.clone())
            .into_iter()
            .map(|row| (row.table, row.body, row.state))
            .collect();
        assert_eq!(told.len(), 3);
        assert_eq!(told[1].2, State::Complete);
        let mut turned = rows;
        turned.reverse();
        assert_eq!(join_coverage(turned).len(), 3);
    }
}

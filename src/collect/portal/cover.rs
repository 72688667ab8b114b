//! How much of a table or of a part of it a portal shows, and what several portals of one body show together.

use std::collections::{BTreeMap, BTreeSet};

use super::super::coverage::CoverageRow;
use crate::indicator::State;

/// Codes of why a crawl does not show all of a table; the locales have a sentence for each under `[coverage_rule]`, and
/// one more for `probes`.
const RULES: &[&str] = &[
    "before_as_of",
    "entries",
    "form",
    "home",
    "no_list",
    "no_title",
    "outside",
    "pages",
    "part",
    "repeats",
    "robots",
    "script",
    "section",
    "silence",
    "text",
    "unread",
];

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
    ///
    /// Debug builds refuse a code that is not among [`RULES`].
    pub(super) fn open(rule: &str) -> Self {
        debug_assert!(
            rule.is_empty() || rule.split("; ").all(|rule| RULES.contains(&rule)),
            "{rule} is no known rule"
        );
        Self {
            state: State::Partial,
            missing: None,
            rule: rule.to_owned(),
        }
    }

    /// The same for several reasons.
    pub(super) fn open_for(rules: &BTreeSet<&'static str>) -> Self {
        let rules: Vec<&str> = rules.iter().copied().collect();
        Self::open(&rules.join("; "))
    }

    /// A sample of what nobody can count.
    pub(super) fn sample(rule: String) -> Self {
        Self {
            state: State::Sample,
            missing: None,
            rule,
        }
    }

    pub(super) fn row(self, table: &str, body: &str, part: &str) -> CoverageRow {
        CoverageRow {
            table: table.to_owned(),
            body: body.to_owned(),
            part: part.to_owned(),
            state: self.state,
            missing: self.missing.filter(|_| self.state != State::Complete),
            rule: self.rule,
            period: None,
        }
    }
}

/// One row a table, body and part: complete only where all of its portals are; what is missing adds up, and not known
/// wins. A portal that says nothing of a part lacks nothing of it beyond what it lacks of the whole.
pub fn join_coverage(rows: Vec<CoverageRow>) -> Vec<CoverageRow> {
    let mut joined: BTreeMap<(String, String, String), CoverageRow> = BTreeMap::new();
    for row in rows {
        let key = (row.table.clone(), row.body.clone(), row.part.clone());
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
        part: a.part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{Lang, Words};

    #[test]
    fn every_rule_is_worded() {
        let words = Words::built_in();
        for lang in [Lang::Vi, Lang::En] {
            for rule in RULES.iter().chain(&["probes"]) {
                let key = format!("coverage_rule.{rule}");
                assert_ne!(words.get(lang, &key), key, "{lang:?}");
            }
        }
    }

    #[test]
    #[should_panic(expected = "no known rule")]
    fn a_rule_without_a_sentence_is_refused() {
        Cover::open("pages; nowhere");
    }

    fn joined(covers: &[Cover]) -> (State, Option<u64>, String) {
        let rows = covers
            .iter()
            .map(|cover| cover.clone().row("pages", "u", ""));
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
            Cover::complete().row("pages", "u", ""),
            Cover::open("home").row("pages", "xa-a", ""),
            Cover::open("home").row("items", "u", ""),
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

    #[test]
    fn a_part_that_one_portal_lacks_stays_open_beside_another_that_has_all() {
        let rows = vec![
            Cover::complete().row("items", "u", ""),
            Cover::open("unread").row("items", "u", "statistics"),
            Cover::short_of(2).row("items", "u", ""),
            Cover::open("part").row("items", "u", "statistics"),
            Cover::open_for(&["pages", "entries"].into()).row("items", "u", "news"),
        ];
        let told: Vec<_> = join_coverage(rows)
            .into_iter()
            .map(|row| (row.part, row.state, row.missing, row.rule))
            .collect();
        let open =
            |part: &str, rule: &str| (part.to_owned(), State::Partial, None, rule.to_owned());
        let whole = (String::new(), State::Partial, Some(2), String::new());
        let parts = [
            open("news", "entries; pages"),
            open("statistics", "part; unread"),
        ];
        assert_eq!(told, [&[whole][..], &parts].concat());
    }
}

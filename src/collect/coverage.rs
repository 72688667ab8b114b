//! How much of the truth a table holds, for each body: what its sources say, less what could not be read.
//!
//! The sources of one table hold parts of it. A body that no source speaks of has `none` where another body has a source:
//! silence about a commune is not a list without it.

use std::collections::{BTreeMap, BTreeSet};

use crate::exact::Day;
use crate::indicator::State;
use crate::unit::{CoverageRule, Period, Round};

/// A row of the table `coverage`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoverageRow {
    /// The table.
    pub table: String,
    /// The body.
    pub body: String,
    /// The part of the table; `''` = the table as a whole, and rows whose part nobody knows.
    pub part: String,
    /// How much is there.
    pub state: State,
    /// Rows known to be missing; nothing = how many is not known.
    pub missing: Option<u64>,
    /// How a sample was drawn, or codes of why it is not all there, parted by `; `; `''` = nothing to say.
    pub rule: String,
    /// First day and last day that the data cover, where they are known.
    pub period: Option<Period>,
}

/// What one source says of its part of a table.
#[derive(Debug, Clone)]
pub(super) struct Share {
    /// What it says.
    pub rule: CoverageRule,
    /// The bodies it speaks of.
    pub covers: Vec<String>,
    /// Rows of it that were read.
    pub read: u64,
}

/// What is known of a table beside what its sources say.
#[derive(Debug, Default)]
pub(super) struct Losses {
    /// Rows that were lost, by the body they count for.
    pub lost: BTreeMap<String, u64>,
    /// Bodies that rows count for although no source speaks of them.
    pub strays: BTreeSet<String>,
}

/// The coverage of a table: a row for the unit, and one for each body that a source speaks of or is silent about.
///
/// `counted` are the bodies that rows can count for, the unit first.
pub(super) fn of_table(
    table: &str,
    round: &Round,
    counted: &[String],
    shares: &[Share],
    losses: &Losses,
) -> Vec<CoverageRow> {
    let silent = shares.is_empty();
    let unit = usize::from(silent && !counted.is_empty());
    let bodies = if silent {
        counted.get(..unit).unwrap_or_default()
    } else {
        counted
    };
    bodies
        .iter()
        .map(|body| {
            let own: Vec<&Share> = shares
                .iter()
                .filter(|share| share.covers.contains(body))
                .collect();
            let mut row = CoverageRow {
                table: table.to_owned(),
                body: body.clone(),
                part: String::new(),
                state: State::None,
                missing: None,
                rule: String::new(),
                period: None,
            };
            if own.is_empty() {
                if losses.strays.contains(body) {
                    row.state = State::Partial;
                }
                return row;
            }
            say(&mut row, round, &own);
            let lost = losses.lost.get(body).copied().unwrap_or_default();
            match (row.state, row.missing) {
                (State::Complete, _) if lost > 0 => {
                    row.state = State::Partial;
                    row.missing = Some(lost);
                }
                // The rows that a sample lacks have the lost ones among them.
                (State::Partial, Some(n)) => row.missing = Some(n.saturating_add(lost)),
                (State::Complete | State::Sample | State::Partial | State::None, _) => {}
            }
            row
        })
        .collect()
}

/// What the sources of a body say together.
fn say(row: &mut CoverageRow, round: &Round, shares: &[&Share]) {
    let wanted = Period {
        from: round.period.from,
        to: round.data_cutoff,
    };
    let periods: Vec<Period> = shares
        .iter()
        .filter_map(|share| match &share.rule {
            CoverageRule::Period(period) => Some(*period),
            CoverageRule::Complete
            | CoverageRule::Partial
            | CoverageRule::Missing(_)
            | CoverageRule::SampleOf { .. }
            | CoverageRule::Unsaid => None,
        })
        .collect();
    let joined = join(&periods);
    let mut missing = Some(0_u64);
    if !periods.is_empty() && !joined.is_some_and(|period| period.contains(&wanted)) {
        missing = None;
    }
    let mut whole = true;
    for share in shares {
        match &share.rule {
            CoverageRule::Period(_) | CoverageRule::Complete | CoverageRule::Unsaid => {}
            CoverageRule::Missing(n) => {
                whole = false;
                missing = missing.map(|sum| sum.saturating_add(*n));
            }
            CoverageRule::Partial => missing = None,
            CoverageRule::SampleOf { population, rule } => {
                if shares.len() == 1 {
                    row.state = State::Sample;
                    row.missing = Some(population.saturating_sub(share.read));
                    row.rule.clone_from(rule);
                    return;
                }
                missing = None;
            }
        }
    }
    row.missing = missing;
    row.state = match missing {
        Some(0) if whole => State::Complete,
        Some(_) | None => State::Partial,
    };
    // A source that says nothing of days holds all that the table asks for, and names none.
    row.period = joined;
}

/// The days that periods cover together, where there is no gap between them.
fn join(periods: &[Period]) -> Option<Period> {
    let mut sorted: Vec<Period> = periods.to_vec();
    sorted.sort_by_key(|period| (period.from, period.to));
    let mut sorted = sorted.into_iter();
    let mut joined = sorted.next()?;
    for next in sorted {
        let follows: Option<Day> = joined.to.plus(1);
        if follows.is_some_and(|day| next.from > day) {
            return None;
        }
        joined.to = joined.to.max(next.to);
    }
    Some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(from: &str, to: &str) -> Period {
        Period {
            from: Day::parse(from).unwrap(),
            to: Day::parse(to).unwrap(),
        }
    }

    fn round() -> Round {
        let year = period("2020-01-01", "2020-12-31");
        Round {
            id: "2020".into(),
            period: year,
            previous: year.year_before().unwrap(),
            data_cutoff: Day::parse("2020-11-05").unwrap(),
            as_of: year.to,
            rubric: "r".into(),
            timezone: "Asia/Ho_Chi_Minh".into(),
            units: Vec::new(),
        }
    }

    fn share(rule: CoverageRule, covers: &[&str]) -> Share {
        Share {
            rule,
            covers: covers.iter().map(|&body| body.into()).collect(),
            read: 10,
        }
    }

    /// `body=state/missing` of each row; `?` = how many is not known.
    fn told(shares: &[Share], losses: &Losses) -> String {
        let counted = ["u", "a", "b"].map(str::to_owned);
        let rows = of_table("t", &round(), &counted, shares, losses);
        let told = rows.iter().map(|row| {
            let missing = row.missing.map_or_else(|| "?".into(), |n| n.to_string());
            format!("{}={}/{missing}", row.body, row.state.code())
        });
        told.collect::<Vec<_>>().join(" ")
    }

    fn alone(rule: CoverageRule) -> String {
        let told = told(&[share(rule, &["u"])], &Losses::default());
        told.split(' ').next().unwrap().to_owned()
    }

    #[test]
    fn a_table_without_a_source_is_none_for_the_unit_alone() {
        assert_eq!(told(&[], &Losses::default()), "u=none/?");
    }

    #[test]
    fn silence_about_a_commune_is_no_list_without_it() {
        let unit = [share(CoverageRule::Complete, &["u"])];
        assert_eq!(
            told(&unit, &Losses::default()),
            "u=complete/0 a=none/? b=none/?"
        );
        let strays = Losses {
            strays: ["a".to_owned()].into(),
            ..Losses::default()
        };
        assert_eq!(told(&unit, &strays), "u=complete/0 a=partial/? b=none/?");
        let all = [share(CoverageRule::Complete, &["u", "a", "b"])];
        assert_eq!(
            told(&all, &Losses::default()),
            "u=complete/0 a=complete/0 b=complete/0"
        );
    }

    #[test]
    fn a_period_is_complete_where_it_reaches_to_the_cut_off() {
        let of = |from, to| alone(CoverageRule::Period(period(from, to)));
        assert_eq!(of("2020-01-01", "2020-11-05"), "u=complete/0");
        assert_eq!(of("2019-01-01", "2020-12-31"), "u=complete/0");
        assert_eq!(of("2020-01-01", "2020-11-04"), "u=partial/?");
        assert_eq!(of("2020-01-02", "2020-12-31"), "u=partial/?");
    }

    #[test]
    fn what_a_source_says_is_kept() {
        assert_eq!(alone(CoverageRule::Complete), "u=complete/0");
        assert_eq!(alone(CoverageRule::Partial), "u=partial/?");
        assert_eq!(alone(CoverageRule::Missing(12)), "u=partial/12");
        assert_eq!(alone(CoverageRule::Missing(0)), "u=partial/0");
        let sample = CoverageRule::SampleOf {
            population: 900,
            rule: "r".into(),
        };
        assert_eq!(alone(sample), "u=sample/890");
    }

    #[test]
    fn lost_rows_are_missing_rows_of_their_body() {
        let both = |rule: CoverageRule| {
            let losses = Losses {
                lost: [("a".to_owned(), 2)].into(),
                ..Losses::default()
            };
            told(&[share(rule, &["u", "a", "b"])], &losses)
        };
        assert_eq!(
            both(CoverageRule::Complete),
            "u=complete/0 a=partial/2 b=complete/0"
        );
        assert_eq!(
            both(CoverageRule::Missing(3)),
            "u=partial/3 a=partial/5 b=partial/3"
        );
        assert_eq!(
            both(CoverageRule::Partial),
            "u=partial/? a=partial/? b=partial/?"
        );
    }

    #[test]
    fn sources_of_one_body_are_parts_of_its_table() {
        let parts = |rules: &[CoverageRule]| {
            let shares: Vec<_> = rules
                .iter()
                .map(|rule| share(rule.clone(), &["u"]))
                .collect();
            told(&shares, &Losses::default())
                .split(' ')
                .next()
                .unwrap()
                .to_owned()
        };
        let half = |from, to| CoverageRule::Period(period(from, to));
        let first = half("2020-01-01", "2020-06-30");
        assert_eq!(
            parts(&[half("2020-07-01", "2020-12-31"), first.clone()]),
            "u=complete/0"
        );
        assert_eq!(
            parts(&[first.clone(), half("2020-07-02", "2020-12-31")]),
            "u=partial/?"
        );
        assert_eq!(
            parts(&[CoverageRule::Complete, CoverageRule::Missing(2)]),
            "u=partial/2"
        );
        assert_eq!(
            parts(&[CoverageRule::Complete, CoverageRule::Partial]),
            "u=partial/?"
        );
        assert_eq!(parts(&[CoverageRule::Complete, first]), "u=partial/?");
    }

    #[test]
    fn the_days_that_are_covered_are_kept() {
        let period_of = |rule| {
            let counted = ["u".to_owned()];
            let shares = [share(rule, &["u"])];
            let rows = of_table("t", &round(), &counted, &shares, &Losses::default());
            rows[0].period
        };
        let year = period("2019-01-01", "2020-12-31");
        assert_eq!(period_of(CoverageRule::Period(year)), Some(year));
        assert_eq!(period_of(CoverageRule::Complete), None);
        assert_eq!(period_of(CoverageRule::Partial), None);
    }
}

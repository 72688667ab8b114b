//! From criteria to groups and the whole: sums, and scopes that share the points of what does not apply.

use crate::exact::{Interval, Rational};
use crate::kind::Applies;
use crate::rubric::{Policy, Rubric, ScopeEntry, Settled, scope};

use super::Figures;

/// One criterion in all figures.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub measured: Settled,
    pub official: Settled,
    pub evidenced: Settled,
    pub declared: Settled,
    pub is_declared: bool,
    pub is_adjudicated: bool,
}

/// Which of a line's figures is summed.
type Figure = fn(&Line) -> &Settled;

/// A group's sum in one figure.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    pub points: Interval,
    pub applicable_max: Interval,
    pub rescaled: bool,
}

/// The figures of a group, or of the whole.
#[derive(Debug, Clone)]
pub(super) struct Added {
    pub figures: Figures,
    /// Σ max of what applies as measured.
    pub measured_applicable: Interval,
    /// Σ max of what applies after the decisions.
    pub official_applicable: Interval,
    pub rescaled: bool,
}

/// A settled number that counts in its scope as another line does.
pub(super) fn settled(points: Rational, like: Applies) -> Settled {
    Settled {
        interval: Some(Interval::point(points)),
        ranked: Applies::Yes,
        in_scope: like,
    }
}

/// Out of its scope, with no points.
pub(super) fn left() -> Settled {
    Settled {
        interval: None,
        ranked: Applies::Yes,
        in_scope: Applies::No,
    }
}

/// Adds up a rubric's lines; `lines` are in the order of its criteria.
pub(super) struct Adder<'a> {
    pub rubric: &'a Rubric,
    pub lines: &'a [Line],
}

impl Adder<'_> {
    /// The figures of a group, or of the whole.
    pub(super) fn figures(&self, group: Option<&str>) -> Added {
        let measured = self.sum(group, |line| &line.measured);
        let official = self.sum(group, |line| &line.official);
        let evidenced = self.sum(group, |line| &line.evidenced);
        let declared = self.sum(group, |line| &line.declared);
        let count = |is: fn(&Line) -> bool| self.within(group).filter(|(_, line)| is(line)).count();
        let figures = Figures {
            measured: measured.points,
            evidenced: evidenced.points.low,
            declared: declared.points.low,
            undeclared: count(|line| !line.is_declared),
            official: official.points,
            adjudicated: count(|line| line.is_adjudicated),
        };
        Added {
            figures,
            measured_applicable: measured.applicable_max,
            official_applicable: official.applicable_max,
            rescaled: measured.rescaled || official.rescaled,
        }
    }

    /// Σ of a group: rescaled where it is a scope, else over its subgroups and its own criteria.
    fn sum(&self, group: Option<&str>, figure: Figure) -> Sum {
        if let Some(code) = group
            && self.is_scope(code)
        {
            let entries: Vec<ScopeEntry> = self
                .within(group)
                .map(|(n, line)| {
                    let criterion = self.rubric.criteria.get(n);
                    ScopeEntry {
                        max: criterion.map_or_else(Rational::zero, |c| c.max.clone()),
                        min: criterion.map_or_else(Rational::zero, |c| c.min.clone()),
                        settled: figure(line).clone(),
                    }
                })
                .collect();
            let open = entries
                .iter()
                .any(|entry| entry.settled.in_scope != Applies::Yes);
            let shared = scope(&entries);
            let points = self.rubric.round_group(&shared.interval, open);
            return Sum {
                points,
                applicable_max: shared.applicable_max,
                rescaled: open,
            };
        }
        let mut points = Interval::zero();
        let mut applicable_max = Interval::zero();
        for sub in self
            .rubric
            .groups
            .iter()
            .filter(|sub| sub.parent.as_deref() == group)
        {
            let sum = self.sum(Some(&sub.code), figure);
            points = points + &sum.points;
            applicable_max = applicable_max + &sum.applicable_max;
        }
        for (criterion, line) in self.rubric.criteria.iter().zip(self.lines) {
            if Some(criterion.group.as_str()) == group {
                let settled = figure(line);
                points = points + &settled.adds();
                applicable_max = applicable_max + &counted_max(&criterion.max, settled);
            }
        }
        let points = match group {
            Some(_) => self.rubric.round_group(&points, false),
            None => self.rubric.round_total(&points),
        };
        Sum {
            points,
            applicable_max,
            rescaled: false,
        }
    }

    fn is_scope(&self, code: &str) -> bool {
        self.rubric
            .criteria
            .iter()
            .any(|criterion| match &criterion.policy {
                Policy::Redistribute { scope } => scope == code,
                Policy::Forbid | Policy::AwardMax | Policy::Zero | Policy::Unranked => false,
            })
    }

    /// The lines below a group, with their numbers.
    fn within<'s>(&'s self, group: Option<&'s str>) -> impl Iterator<Item = (usize, &'s Line)> {
        self.lines.iter().enumerate().filter(move |(n, _)| {
            let criterion = self.rubric.criteria.get(*n);
            group.is_none_or(|group| criterion.is_some_and(|c| self.belongs(&c.group, group)))
        })
    }

    fn belongs(&self, own: &str, group: &str) -> bool {
        let mut own = Some(own);
        // A chain of parents is no longer than the list of groups.
        for _ in 0..=self.rubric.groups.len() {
            match own {
                Some(code) if code == group => return true,
                Some(code) => {
                    let found = self.rubric.groups.iter().find(|g| g.code == code);
                    own = found.and_then(|g| g.parent.as_deref());
                }
                None => return false,
            }
        }
        false
    }
}

fn counted_max(max: &Rational, settled: &Settled) -> Interval {
    match settled.in_scope {
        Applies::Yes => Interval::point(max.clone()),
        Applies::Maybe => Interval::new(Rational::zero(), max.clone()),
        Applies::No => Interval::zero(),
    }
}

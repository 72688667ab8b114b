//! What must hold between the parts of a rubric: sums, codes, scopes, means over children.
//!
//! Each check says nothing where a number or a name that it rests on was refused already.

use std::collections::{BTreeMap, BTreeSet};

use super::Loader;
use super::criterion::Seat;
use super::written::GroupEntry;
use crate::exact::Rational;
use crate::rubric::{Criterion, Formula, Group, Policy, RoundAt, RubricRounding};
use crate::words::{Bilingual, Problem, written};

/// A group whose number may have been refused.
pub(super) struct Heading {
    path: String,
    code: String,
    parent: Option<String>,
    title: Bilingual,
    max: Option<Rational>,
}

impl Heading {
    pub(super) fn meant(self) -> Option<Group> {
        Some(Group {
            code: self.code,
            parent: self.parent,
            title: self.title,
            max: self.max?,
        })
    }
}

/// The group itself and the groups above it, lowest first; stops where a parent is unknown or comes round again.
fn upwards<'a>(groups: &'a [Heading], code: &'a str) -> Vec<&'a str> {
    let mut path = Vec::new();
    let mut next = Some(code);
    while let Some(group) = next.and_then(|code| groups.iter().find(|group| group.code == code)) {
        if path.contains(&group.code.as_str()) {
            break;
        }
        path.push(group.code.as_str());
        next = group.parent.as_deref();
    }
    path
}

/// Whether the way up from a group ends at one without a parent: nothing on it is unknown or its own ancestor.
fn is_rooted(groups: &[Heading], code: &str) -> bool {
    let top = upwards(groups, code).pop();
    groups
        .iter()
        .any(|group| Some(group.code.as_str()) == top && group.parent.is_none())
}

impl Loader<'_> {
    pub(super) fn groups(&mut self, entries: Vec<GroupEntry>) -> Vec<Heading> {
        entries
            .into_iter()
            .enumerate()
            .map(|(n, entry)| {
                let path = format!("group.{n}");
                Heading {
                    max: self.number(&entry.max, &format!("{path}.max")),
                    path,
                    code: entry.code,
                    parent: entry.parent,
                    title: entry.title,
                }
            })
            .collect()
    }

    /// Codes are names, used once; parents and groups are there, and nothing is its own ancestor.
    pub(super) fn check_codes(&mut self, groups: &[Heading], seats: &[Seat]) {
        if seats.is_empty() {
            self.refuse(Problem::new("rubric.no_criteria"), "criterion");
        }
        let mut taken = BTreeSet::new();
        let codes = groups
            .iter()
            .map(|group| (&group.code, &group.path))
            .chain(seats.iter().map(|seat| (&seat.code, &seat.path)));
        for (code, path) in codes {
            let path = format!("{path}.code");
            if code.is_empty()
                || !code
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
            {
                self.refuse(Problem::new("rubric.code").with("name", code), &path);
            }
            if !taken.insert(code) {
                self.refuse(Problem::new("rubric.code_twice").with("name", code), &path);
            }
        }
        let names: Vec<String> = groups.iter().map(|group| group.code.clone()).collect();
        for group in groups {
            let Some(parent) = &group.parent else {
                continue;
            };
            let path = format!("{}.parent", group.path);
            if !names.contains(parent) {
                self.refuse(
                    written::unknown("rubric.unknown_group", parent, &names),
                    &path,
                );
            } else if upwards(groups, parent).contains(&group.code.as_str()) {
                let problem = Problem::new("rubric.group_circle").with("name", &group.code);
                self.refuse(problem, &path);
            }
        }
        for seat in seats {
            if !names.contains(&seat.group) {
                self.refuse(
                    written::unknown("rubric.unknown_group", &seat.group, &names),
                    &format!("{}.group", seat.path),
                );
            }
        }
    }

    /// Σ criteria and groups inside = group; Σ groups of the top = total.
    pub(super) fn check_sums(
        &mut self,
        max: Option<&Rational>,
        groups: &[Heading],
        seats: &[Seat],
    ) {
        let codes = groups.iter().map(|group| &group.code);
        let rooted = codes
            .chain(seats.iter().map(|seat| &seat.group))
            .all(|code| is_rooted(groups, code));
        if !rooted || seats.is_empty() {
            return;
        }
        for group in groups {
            let within = groups
                .iter()
                .filter(|inner| inner.parent.as_ref() == Some(&group.code))
                .map(|inner| inner.max.as_ref())
                .chain(
                    seats
                        .iter()
                        .filter(|seat| seat.group == group.code)
                        .map(|seat| seat.max.as_ref()),
                );
            if let (Some(max), Some(sum)) = (&group.max, total(within))
                && *max != sum
            {
                let problem = Problem::new("rubric.group_sum")
                    .with("name", &group.code)
                    .with("max", max.to_exact(0))
                    .with("sum", sum.to_exact(0));
                self.refuse(problem, &format!("{}.max", group.path));
            }
        }
        let top = groups.iter().filter(|group| group.parent.is_none());
        if let (Some(max), Some(sum)) = (max, total(top.map(|group| group.max.as_ref())))
            && *max != sum
        {
            let problem = Problem::new("rubric.total_sum")
                .with("max", max.to_exact(0))
                .with("sum", sum.to_exact(0));
            self.refuse(problem, "max");
        }
    }

    /// What is rounded has ends that the rounding does not move, or rounding could leave them.
    pub(super) fn check_grid(
        &mut self,
        rounding: &RubricRounding,
        max: Option<&Rational>,
        groups: &[Heading],
        seats: &[Seat],
    ) {
        let mut ends: Vec<(&Rational, String)> = Vec::new();
        match rounding.at {
            RoundAt::Criterion => {
                for seat in seats {
                    ends.extend(
                        seat.max
                            .iter()
                            .map(|max| (max, format!("{}.max", seat.path))),
                    );
                    ends.extend(
                        seat.min
                            .iter()
                            .map(|min| (min, format!("{}.min", seat.path))),
                    );
                }
            }
            RoundAt::Group => {
                for group in groups {
                    ends.extend(
                        group
                            .max
                            .iter()
                            .map(|max| (max, format!("{}.max", group.path))),
                    );
                }
            }
            RoundAt::Total => ends.extend(max.map(|max| (max, "max".to_owned()))),
            RoundAt::None => {}
        }
        for (end, path) in ends {
            if rounding.how.number(end) != *end {
                let problem = Problem::new("rubric.off_grid")
                    .with("number", end.to_exact(0))
                    .with("digits", rounding.how.digits);
                self.refuse(problem, &path);
            }
        }
    }

    /// A scope holds the criterion that shares in it, has points to share, and lies in no other scope.
    pub(super) fn check_scopes(
        &mut self,
        groups: &[Heading],
        seats: &[Seat],
        criteria: &[Criterion],
    ) {
        let names: Vec<String> = groups.iter().map(|group| group.code.clone()).collect();
        let scope_of = |criterion: &Criterion| match &criterion.policy {
            Policy::Redistribute { scope } => Some(scope.clone()),
            Policy::Forbid | Policy::AwardMax | Policy::Zero | Policy::Unranked => None,
        };
        let scopes: BTreeSet<String> = criteria.iter().filter_map(scope_of).collect();
        for criterion in criteria {
            let Some(scope) = scope_of(criterion) else {
                continue;
            };
            let around = upwards(groups, &criterion.group);
            if !is_rooted(groups, &criterion.group) {
                continue;
            }
            let path = format!(
                "{}.on_not_applicable.redistribute_in_group",
                path_of(seats, &criterion.code)
            );
            let wider = upwards(groups, &scope)
                .into_iter()
                .skip(1)
                .find(|code| scopes.contains(*code));
            if !names.contains(&scope) {
                self.refuse(
                    written::unknown("rubric.unknown_scope", &scope, &names),
                    &path,
                );
            } else if !around.contains(&scope.as_str()) {
                let problem = Problem::new("rubric.scope_elsewhere")
                    .with("name", &scope)
                    .with("group", &criterion.group);
                self.refuse(problem, &path);
            } else if let Some(wider) = wider {
                let problem = Problem::new("rubric.scope_nested")
                    .with("name", &scope)
                    .with("wider", wider);
                self.refuse(problem, &path);
            } else if criterion.max.is_zero() {
                self.refuse(Problem::new("rubric.scope_no_points"), &path);
            }
        }
    }

    /// The criteria of a mean over children are there, have points, and lead back to it nowhere.
    pub(super) fn check_children(&mut self, seats: &[Seat], criteria: &[Criterion]) {
        let of: BTreeMap<&str, Vec<&str>> = criteria
            .iter()
            .filter_map(|criterion| {
                let Formula::ChildrenMean(of) = &criterion.formula else {
                    return None;
                };
                Some((
                    criterion.code.as_str(),
                    of.keys().map(String::as_str).collect(),
                ))
            })
            .collect();
        let codes: Vec<String> = seats.iter().map(|seat| seat.code.clone()).collect();
        for (own, names) in &of {
            let path = format!("{}.formula.children_mean.of", path_of(seats, own));
            for name in names {
                let path = format!("{path}.{name}");
                let seat = seats.iter().find(|seat| seat.code == *name);
                if seat.is_none() {
                    let problem = written::unknown("rubric.unknown_criterion", name, &codes);
                    self.refuse(problem, &path);
                } else if leads_to(&of, name, own) {
                    self.refuse(
                        Problem::new("rubric.children_circle").with("name", name),
                        &path,
                    );
                } else if seat
                    .and_then(|seat| seat.max.as_ref())
                    .is_some_and(Rational::is_zero)
                {
                    self.refuse(
                        Problem::new("rubric.children_no_points").with("name", name),
                        &path,
                    );
                }
            }
        }
    }
}

/// The sum, where every number is known.
fn total<'a>(numbers: impl Iterator<Item = Option<&'a Rational>>) -> Option<Rational> {
    numbers.sum::<Option<Rational>>()
}

fn path_of<'a>(seats: &'a [Seat], code: &str) -> &'a str {
    seats
        .iter()
        .find(|seat| seat.code == code)
        .map_or("criterion", |seat| seat.path.as_str())
}

/// Whether the mean of one criterion rests on another, at any depth.
fn leads_to(of: &BTreeMap<&str, Vec<&str>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(code) = open.pop() {
        if code == to {
            return true;
        }
        if seen.insert(code) {
            open.extend(of.get(code).into_iter().flatten());
        }
    }
    false
}

//! Criteria as meant: their points, indicators, policies and evidence rules.

use std::collections::{BTreeMap, BTreeSet};

use super::Loader;
use super::written::{
    CriterionEntry, DatedEntry, EvidenceEntry, FileKind, IndicatorEntry, PolicyEntry, PolicyWord,
    Source,
};
use crate::exact::{Day, Rational};
use crate::kind::Shape;
use crate::rubric::{Criterion, Dated, EvidenceRule, IndicatorRef, Policy};
use crate::words::{Problem, written};

/// Names of the round's days, for windows of evidence.
const DAYS: [&str; 4] = ["period.from", "period.to", "data_cutoff", "as_of"];

/// A criterion's code, group and points, before anything else of it is looked at.
pub(super) struct Seat {
    pub(super) path: String,
    pub(super) code: String,
    pub(super) group: String,
    pub(super) max: Option<Rational>,
    pub(super) min: Option<Rational>,
}

impl Loader<'_> {
    pub(super) fn seat(&mut self, n: usize, entry: &CriterionEntry) -> Seat {
        let path = format!("criterion.{n}");
        let max = self.number(&entry.max, &format!("{path}.max"));
        let mut min = self.number_or(entry.min.as_ref(), Rational::zero(), &format!("{path}.min"));
        if let (Some(most), Some(least)) = (&max, &min)
            && (most.is_negative() || *least > Rational::zero() || least >= most)
        {
            let problem = Problem::new("rubric.min_max")
                .with("min", least.to_exact(0))
                .with("max", most.to_exact(0));
            let key = if entry.min.is_some() { "min" } else { "max" };
            self.refuse(problem, &format!("{path}.{key}"));
            // Nothing more is said of its points.
            min = None;
        }
        Seat {
            path,
            code: entry.code.clone(),
            group: entry.group.clone(),
            max,
            min,
        }
    }

    pub(super) fn criterion(&mut self, entry: CriterionEntry, seat: &Seat) -> Option<Criterion> {
        let path = &seat.path;
        let indicator = entry
            .indicator
            .map(|indicator| self.indicator(indicator, &format!("{path}.indicator")));
        let policy = entry
            .on_not_applicable
            .map_or(Some(Policy::Forbid), |policy| {
                self.policy(policy, &format!("{path}.on_not_applicable"))
            });
        let evidence = entry
            .evidence
            .map(|evidence| self.evidence(evidence, &format!("{path}.evidence")));
        let (max, min) = (seat.max.clone()?, seat.min.clone()?);
        let formula = self.criterion_formula(entry.formula, indicator.as_ref(), seat, &max, &min);
        Some(Criterion {
            code: entry.code,
            group: entry.group,
            title: entry.title,
            max,
            min,
            indicator,
            formula: formula?,
            policy: policy?,
            evidence,
            measured_by: words(&entry.measured_by, Source::code),
            provenance: entry.provenance,
            meaning: entry.meaning,
        })
    }

    /// An indicator with its parameters; what is wrong with it is noted.
    pub(super) fn indicator(&mut self, entry: IndicatorEntry, path: &str) -> IndicatorRef {
        let known = self.known;
        match known.get(&entry.id) {
            None => self.refuse(unknown_indicator(&entry.id, known), path),
            Some(shape) => {
                for (name, setting) in &entry.with {
                    let path = format!("{path}.with.{name}");
                    match shape.params.get(name) {
                        None => {
                            let names: Vec<String> = shape.params.keys().cloned().collect();
                            let code = if names.is_empty() {
                                "rubric.no_parameter"
                            } else {
                                "rubric.unknown_parameter"
                            };
                            let problem =
                                written::unknown(code, name, &names).with("indicator", &entry.id);
                            self.refuse(problem, &path);
                        }
                        Some(default) if !default.same_type(&setting.0) => {
                            let problem = Problem::new("rubric.parameter_type")
                                .with("name", name)
                                .with("default", default);
                            self.refuse(problem, &path);
                        }
                        Some(_) => {}
                    }
                }
            }
        }
        IndicatorRef {
            id: entry.id,
            with: entry
                .with
                .into_iter()
                .map(|(name, setting)| (name, setting.0))
                .collect(),
        }
    }

    /// A policy, or nothing and a problem.
    pub(super) fn policy(&mut self, entry: PolicyEntry, path: &str) -> Option<Policy> {
        match entry {
            PolicyEntry::Word(PolicyWord::Forbid) => Some(Policy::Forbid),
            PolicyEntry::Word(PolicyWord::AwardMax) => Some(Policy::AwardMax),
            PolicyEntry::Word(PolicyWord::Zero) => Some(Policy::Zero),
            PolicyEntry::Word(PolicyWord::Unranked) => Some(Policy::Unranked),
            PolicyEntry::Scoped(scope) => Some(Policy::Redistribute { scope }),
            PolicyEntry::Word(PolicyWord::RedistributeInGroup) | PolicyEntry::Other => {
                self.refuse(Problem::new("rubric.policy"), path);
                None
            }
        }
    }

    fn evidence(&mut self, entry: EvidenceEntry, path: &str) -> EvidenceRule {
        let at_least = u64::try_from(entry.at_least).ok().filter(|n| *n > 0);
        if at_least.is_none() {
            self.refuse(
                Problem::new("rubric.evidence_files").with("number", entry.at_least),
                &format!("{path}.at_least"),
            );
        }
        EvidenceRule {
            at_least: at_least.unwrap_or(1),
            kind: words(&entry.kind, FileKind::code),
            issuer: entry.issuer,
            dated: entry.dated.map(|dated| self.dated(dated, path)),
            number_found: entry.number_found,
            signed: entry.signed,
            text: entry.text,
        }
    }

    fn dated(&mut self, entry: DatedEntry, path: &str) -> Dated {
        let [from, to] = [("from", entry.from), ("to", entry.to)].map(|(key, day)| {
            let day = day?.0;
            if !DAYS.contains(&day.as_str()) && Day::parse(&day).is_none() {
                let known = DAYS.map(str::to_owned);
                self.refuse(
                    written::unknown("rubric.day", &day, &known),
                    &format!("{path}.dated.{key}"),
                );
            }
            Some(day)
        });
        Dated { from, to }
    }
}

fn words<T: Copy>(entries: &[T], code: impl Fn(T) -> &'static str) -> Vec<String> {
    entries
        .iter()
        .map(|entry| code(*entry).to_owned())
        .collect()
}

/// The nearest id is offered, or the indicators of the same check, or where to look.
fn unknown_indicator(id: &str, known: &BTreeMap<String, Shape>) -> Problem {
    let ids = || known.keys().map(String::as_str);
    let check = id.split_once('/').map(|(check, _)| check);
    let siblings: BTreeSet<&str> = ids()
        .filter(|id| id.split_once('/').map(|(check, _)| check) == check)
        .collect();
    let nearest = written::nearest(id, ids()).map_or_else(
        || siblings.into_iter().collect::<Vec<_>>().join(", "),
        str::to_owned,
    );
    let code = if nearest.is_empty() {
        "rubric.foreign_indicator"
    } else {
        "rubric.unknown_indicator"
    };
    Problem::new(code).with("name", id).with("nearest", nearest)
}

#[cfg(test)]
#[path = "criterion_tests.rs"]
mod tests;

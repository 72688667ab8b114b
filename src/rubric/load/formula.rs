//! Formulas as meant: each on a kind that it can read, monotone, and within the criterion's points.

use std::collections::BTreeMap;

use super::Loader;
use super::criterion::Seat;
use super::written::Number;
use super::written_formula::{
    BestZero, ChildrenEntry, FormulaEntry, LinearEntry, PenaltyEntry, PerItemEntry,
    ProportionalEntry, SurveyEntry,
};
use crate::exact::Rational;
use crate::kind::{Kind, Shape};
use crate::rubric::{Formula, IndicatorRef};
use crate::words::Problem;

/// What a formula is about.
#[derive(Clone, Copy)]
pub(super) struct Frame<'a> {
    /// Where the formula's keys stand.
    pub(super) path: &'a str,
    /// Most points: M.
    pub(super) max: &'a Rational,
    /// Least points.
    pub(super) min: &'a Rational,
    /// What its indicator returns, where that is known.
    pub(super) shape: Option<&'a Shape>,
}

impl Frame<'_> {
    pub(super) fn key(&self, key: &str) -> String {
        format!("{}.{key}", self.path)
    }

    fn is_ratio(&self) -> bool {
        self.shape
            .is_some_and(|shape| matches!(shape.kind, Kind::Ratio | Kind::Totals))
    }
}

impl FormulaEntry {
    /// Its word, and the kinds that it reads (`bounds.md` §5); none where it reads no indicator of its own.
    pub(super) fn reads(&self) -> (&'static str, &'static [Kind]) {
        use Kind::{Change, Children, Choice, Count, Days, Histogram, Ratio, Totals, Value, YesNo};
        match self {
            Self::YesNo => ("yes_no", &[YesNo]),
            Self::Proportional(_) => ("proportional", &[Ratio, Totals, Value]),
            Self::Linear(_) => ("linear", &[Ratio, Totals, Value, Days]),
            Self::Steps(_) => ("steps", &[Ratio, Totals, Count, Value, Days]),
            Self::PerItem(_) => ("per_item", &[Count]),
            Self::Penalty(PenaltyEntry { rates: None, .. }) => ("penalty.each", &[Count]),
            Self::Penalty(_) => ("penalty.rates", &[Histogram]),
            Self::Weighted(_) => ("weighted", &[Histogram]),
            Self::Choice(_) => ("choice", &[Choice]),
            Self::PeerNormalised(_) => ("peer_normalised", &[Ratio, Totals, Count, Value]),
            Self::ChildrenMean(_) => ("children_mean", &[Children]),
            Self::Growth(_) => ("growth", &[Change]),
            Self::Survey(_) => ("survey", &[Value]),
            Self::Sum(_) => ("sum", &[]),
            Self::BestOf(_) => ("best_of", &[]),
            Self::Manual => ("manual", &[]),
            Self::Other => ("", &[]),
        }
    }
}

impl Loader<'_> {
    /// The formula of a criterion, or nothing and a problem.
    pub(super) fn criterion_formula(
        &mut self,
        entry: FormulaEntry,
        indicator: Option<&IndicatorRef>,
        seat: &Seat,
        max: &Rational,
        min: &Rational,
    ) -> Option<Formula> {
        let known = self.known;
        let shape = indicator.and_then(|indicator| known.get(&indicator.id));
        let (word, kinds) = entry.reads();
        let own = kinds.is_empty();
        if !matches!(entry, FormulaEntry::Other) && own == indicator.is_some() {
            let (code, key) = if own {
                ("rubric.indicator_unread", "indicator")
            } else {
                ("rubric.no_indicator", "formula")
            };
            let problem = Problem::new(code).with("formula", word);
            self.refuse(problem, &format!("{}.{key}", seat.path));
        }
        let path = format!("{}.formula", seat.path);
        let frame = Frame {
            path: &path,
            max,
            min,
            shape,
        };
        self.formula(entry, frame)
    }

    /// A formula within its frame; nothing and a problem where it cannot be meant.
    pub(super) fn formula(&mut self, entry: FormulaEntry, frame: Frame<'_>) -> Option<Formula> {
        let (word, kinds) = entry.reads();
        if let Some(shape) = frame.shape
            && !kinds.is_empty()
            && !kinds.contains(&shape.kind)
        {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
            let problem = Problem::new("rubric.kind")
                .with("formula", word)
                .with("kind", shape.kind.code())
                .with("kinds", names.join(", "));
            self.refuse(problem, frame.path);
            return None;
        }
        let path = match word.split('.').next() {
            Some(word) if !word.is_empty() => frame.key(word),
            Some(_) | None => frame.path.to_owned(),
        };
        let frame = Frame {
            path: &path,
            ..frame
        };
        match entry {
            FormulaEntry::YesNo => Some(Formula::YesNo),
            FormulaEntry::Manual => Some(Formula::Manual),
            FormulaEntry::Proportional(entry) => self.proportional(&entry, frame),
            FormulaEntry::Linear(entry) => self.linear(&entry, frame),
            FormulaEntry::Steps(entry) => self.steps(&entry, frame).map(Formula::Steps),
            FormulaEntry::PerItem(entry) => self.per_item(&entry, frame),
            FormulaEntry::Penalty(entry) => self.penalty(&entry, frame),
            FormulaEntry::Weighted(weights) => self.weighted(&weights, frame),
            FormulaEntry::Choice(options) => self.choice(&options, frame),
            FormulaEntry::PeerNormalised(entry) => Some(Formula::PeerNormalised {
                best_zero_is_max: entry.best_zero == BestZero::Max,
            }),
            FormulaEntry::ChildrenMean(entry) => self.children(&entry, frame),
            FormulaEntry::Growth(entry) => {
                let target = self.positive_or_one(entry.target.as_ref(), "target", frame)?;
                Some(Formula::Growth { target })
            }
            FormulaEntry::Survey(entry) => self.survey(entry, frame),
            FormulaEntry::Sum(parts) => self.parts(parts, "sum", frame).map(Formula::Sum),
            FormulaEntry::BestOf(cases) => self.parts(cases, "best_of", frame).map(Formula::BestOf),
            FormulaEntry::Other => {
                self.refuse(Problem::new("rubric.one_formula"), frame.path);
                None
            }
        }
    }

    fn children(&mut self, entry: &ChildrenEntry, frame: Frame<'_>) -> Option<Formula> {
        if entry.of.is_empty() {
            let problem = Problem::new("rubric.no_parts").with("formula", "children_mean");
            self.refuse(problem, &frame.key("of"));
        }
        let mut of = BTreeMap::new();
        for (code, weight) in &entry.of {
            let weight = self.positive(weight, &format!("of.{code}"), frame);
            of.extend(weight.map(|weight| (code.clone(), weight)));
        }
        (!of.is_empty() && of.len() == entry.of.len()).then_some(Formula::ChildrenMean(of))
    }

    fn proportional(&mut self, entry: &ProportionalEntry, frame: Frame<'_>) -> Option<Formula> {
        let zero = Rational::zero;
        let from = self.number_or(entry.from.as_ref(), zero(), &frame.key("from"));
        let below = self.number_or(entry.below.as_ref(), zero(), &frame.key("below"));
        let target = self.positive_or_one(entry.target.as_ref(), "target", frame);
        let (from, below, target) = (from?, below?, target?);
        if !self.not_negative(&from, "from", frame) {
            return None;
        }
        self.share(&from, "from", frame);
        self.share(&target, "target", frame);
        let reached = frame.max.clone() * &(from.clone() / &target).min(Rational::one());
        if below > reached || below < *frame.min {
            let problem = Problem::new("rubric.below")
                .with("below", below.to_exact(0))
                .with("most", reached.to_exact(0))
                .with("min", frame.min.to_exact(0));
            self.refuse(problem, &frame.key("below"));
        }
        Some(Formula::Proportional {
            from,
            below,
            target,
        })
    }

    fn linear(&mut self, entry: &LinearEntry, frame: Frame<'_>) -> Option<Formula> {
        let from = self.number(&entry.from, &frame.key("from"));
        let to = self.number(&entry.to, &frame.key("to"));
        let (from, to) = (from?, to?);
        self.share(&from, "from", frame);
        self.share(&to, "to", frame);
        if from == to {
            let problem = Problem::new("rubric.linear").with("number", from.to_exact(0));
            self.refuse(problem, &frame.key("to"));
        }
        Some(Formula::Linear { from, to })
    }

    fn per_item(&mut self, entry: &PerItemEntry, frame: Frame<'_>) -> Option<Formula> {
        let each = self.number(&entry.each, &frame.key("each"));
        let cap = self.number(&entry.cap, &frame.key("cap"));
        let (each, cap) = (each?, cap?);
        self.not_negative(&each, "each", frame);
        if cap.is_negative() || cap > *frame.max {
            let problem = Problem::new("rubric.cap")
                .with("cap", cap.to_exact(0))
                .with("max", frame.max.to_exact(0));
            self.refuse(problem, &frame.key("cap"));
        }
        Some(Formula::PerItem { each, cap })
    }

    fn penalty(&mut self, entry: &PenaltyEntry, frame: Frame<'_>) -> Option<Formula> {
        let floor = self.number(&entry.floor, &frame.key("floor"));
        let floor = floor.inspect(|floor| self.within(floor, "floor", frame));
        match (&entry.each, &entry.rates) {
            (Some(each), None) => {
                let each = self.number(each, &frame.key("each"))?;
                self.not_negative(&each, "each", frame);
                Some(Formula::Penalty {
                    each,
                    floor: floor?,
                })
            }
            (None, Some(rates)) => {
                let rates = self.levels(rates, frame, "rates")?;
                for (level, rate) in &rates {
                    self.not_negative(rate, &format!("rates.{level}"), frame);
                }
                Some(Formula::PenaltyRates {
                    rates,
                    floor: floor?,
                })
            }
            (Some(_), Some(_)) | (None, None) => {
                self.refuse(Problem::new("rubric.penalty"), frame.path);
                None
            }
        }
    }

    fn survey(&mut self, entry: SurveyEntry, frame: Frame<'_>) -> Option<Formula> {
        let scale = self.positive(&entry.scale, "scale", frame);
        let min_n = u64::try_from(entry.min_n).ok();
        if min_n.is_none() || (entry.min_n > 0) != entry.n.is_some() {
            self.refuse(Problem::new("rubric.survey"), frame.path);
        }
        let path = frame.key("n");
        let n = entry.n.map(|n| self.indicator(n, &path));
        let kind = n
            .as_ref()
            .and_then(|n| self.known.get(&n.id))
            .map(|shape| shape.kind);
        if let Some(kind) = kind.filter(|kind| !matches!(kind, Kind::Count | Kind::Value)) {
            let problem = Problem::new("rubric.kind")
                .with("formula", "survey.n")
                .with("kind", kind.code())
                .with("kinds", "count, value");
            self.refuse(problem, &path);
        }
        Some(Formula::Survey {
            min_n: min_n?,
            scale: scale?,
            n,
        })
    }

    pub(super) fn positive(
        &mut self,
        entry: &Number,
        key: &str,
        frame: Frame<'_>,
    ) -> Option<Rational> {
        let path = frame.key(key);
        let number = self.number(entry, &path)?;
        if number.is_zero() || number.is_negative() {
            let problem = Problem::new("rubric.not_positive")
                .with("name", key)
                .with("number", number.to_exact(0));
            self.refuse(problem, &path);
            return None;
        }
        Some(number)
    }

    fn positive_or_one(
        &mut self,
        entry: Option<&Number>,
        key: &str,
        frame: Frame<'_>,
    ) -> Option<Rational> {
        match entry {
            None => Some(Rational::one()),
            Some(entry) => self.positive(entry, key, frame),
        }
    }

    pub(super) fn not_negative(&mut self, number: &Rational, key: &str, frame: Frame<'_>) -> bool {
        let negative = number.is_negative();
        if negative {
            let problem = Problem::new("rubric.negative")
                .with("name", key)
                .with("number", number.to_exact(0));
            self.refuse(problem, &frame.key(key));
        }
        !negative
    }

    /// Points that a formula gives lie within those of its frame.
    pub(super) fn within(&mut self, points: &Rational, key: &str, frame: Frame<'_>) {
        if points < frame.min || points > frame.max {
            let problem = Problem::new("rubric.points")
                .with("number", points.to_exact(0))
                .with("min", frame.min.to_exact(0))
                .with("max", frame.max.to_exact(0));
            self.refuse(problem, &frame.key(key));
        }
    }

    /// A threshold of a ratio is one of its values: 95% is 0.95.
    pub(super) fn share(&mut self, number: &Rational, key: &str, frame: Frame<'_>) {
        if frame.is_ratio() && (number.is_negative() || *number > Rational::one()) {
            let problem = Problem::new("rubric.share").with("number", number.to_exact(0));
            self.refuse(problem, &frame.key(key));
        }
    }
}

#[cfg(test)]
#[path = "formula_tests.rs"]
mod tests;

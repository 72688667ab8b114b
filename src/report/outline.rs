//! The lines of a scorecard in the order of a form: groups above what they hold, numbered I, 1, 1.1.

use std::collections::BTreeSet;

use crate::exact::{Interval, Rational};
use crate::report::points::Points;
use crate::score::{CriterionScore, Figures, GroupScore, Scorecard};
use crate::words::Bilingual;

/// A line of a form.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// `I`, `1`, `1.1`.
    pub number: String,
    /// How deep it lies below the whole; the top groups lie at 0.
    pub depth: usize,
    pub item: Item<'a>,
    /// The group that it is summed in, by its line; nothing for what the whole sums.
    pub above: Option<usize>,
}

/// What a line is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'a> {
    Group(&'a GroupScore),
    Criterion(&'a CriterionScore),
}

impl<'a> Item<'a> {
    pub(super) fn code(self) -> &'a str {
        match self {
            Self::Group(group) => &group.code,
            Self::Criterion(criterion) => &criterion.code,
        }
    }

    pub(super) fn title(self) -> &'a Bilingual {
        match self {
            Self::Group(group) => &group.title,
            Self::Criterion(criterion) => &criterion.title,
        }
    }
}

/// A figure of points that lines, groups and the whole have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Figure {
    Max,
    Declared,
    Evidenced,
    MeasuredLow,
    MeasuredHigh,
    OfficialLow,
    OfficialHigh,
}

impl Figure {
    /// The figure of the whole as the JSON prints it.
    pub(super) fn of_total(self, card: &Scorecard) -> String {
        let points = Points::of(&card.rubric);
        self.of_figures(points, &card.total.max, &card.total.figures)
    }

    /// The figure of a line as the JSON prints it; nothing where there is none.
    ///
    /// What is not evidenced stands with what was proved, as groups and the whole sum it.
    pub(super) fn of_item(self, points: Points, item: Item<'_>) -> Option<String> {
        let criterion = match item {
            Item::Group(group) => {
                return Some(self.of_figures(points, &group.max, &group.figures));
            }
            Item::Criterion(criterion) => criterion,
        };
        let one = |number: &Option<Rational>| number.as_ref().map(|number| points.number(number));
        let low = |range: &Option<Interval>| range.as_ref().map(|range| points.range(range).0);
        let high = |range: &Option<Interval>| range.as_ref().map(|range| points.range(range).1);
        match self {
            Self::Max => Some(points.number(&criterion.max)),
            Self::Declared => one(&criterion.declared),
            Self::Evidenced => one(&criterion.evidenced).or_else(|| low(&criterion.measured)),
            Self::MeasuredLow => low(&criterion.measured),
            Self::MeasuredHigh => high(&criterion.measured),
            Self::OfficialLow => low(&criterion.official),
            Self::OfficialHigh => high(&criterion.official),
        }
    }

    fn of_figures(self, points: Points, max: &Rational, figures: &Figures) -> String {
        match self {
            Self::Max => points.number(max),
            Self::Declared => points.number(&figures.declared),
            Self::Evidenced => points.number(&figures.evidenced),
            Self::MeasuredLow => points.range(&figures.measured).0,
            Self::MeasuredHigh => points.range(&figures.measured).1,
            Self::OfficialLow => points.range(&figures.official).0,
            Self::OfficialHigh => points.range(&figures.official).1,
        }
    }
}

/// All lines of a scorecard, each below its group; a criterion of a group that is not there stands at the end.
pub(super) fn lines(card: &Scorecard) -> Vec<Line<'_>> {
    let mut writer = Writer {
        card,
        lines: Vec::with_capacity(card.groups.len() + card.criteria.len()),
        seen: BTreeSet::new(),
    };
    writer.groups(None, "", 0, None);
    let loose = card
        .criteria
        .iter()
        .filter(|criterion| !writer.seen.contains(criterion.group.as_str()));
    let loose: Vec<Line<'_>> = loose
        .map(|criterion| Line {
            number: String::new(),
            depth: 0,
            item: Item::Criterion(criterion),
            above: None,
        })
        .collect();
    writer.lines.extend(loose);
    writer.lines
}

struct Writer<'a> {
    card: &'a Scorecard,
    lines: Vec<Line<'a>>,
    /// Groups that were written; a circle of parents, which no rubric has, ends too.
    seen: BTreeSet<&'a str>,
}

impl Writer<'_> {
    fn groups(&mut self, parent: Option<&str>, prefix: &str, before: usize, above: Option<usize>) {
        let card = self.card;
        let depth = above.map_or(0, |at| self.lines.get(at).map_or(0, |line| line.depth + 1));
        let within = card
            .groups
            .iter()
            .filter(|group| group.parent.as_deref() == parent);
        for (n, group) in within.enumerate() {
            if !self.seen.insert(&group.code) {
                continue;
            }
            let n = before + n + 1;
            let number = if parent.is_none() {
                roman(n)
            } else {
                format!("{prefix}{n}")
            };
            let below = if parent.is_none() {
                String::new()
            } else {
                format!("{number}.")
            };
            let at = self.lines.len();
            self.lines.push(Line {
                number,
                depth,
                item: Item::Group(group),
                above,
            });
            let own = card.criteria.iter().filter(|c| c.group == group.code);
            let mut count = 0;
            for criterion in own {
                count += 1;
                self.lines.push(Line {
                    number: format!("{below}{count}"),
                    depth: depth + 1,
                    item: Item::Criterion(criterion),
                    above: Some(at),
                });
            }
            self.groups(Some(&group.code), &below, count, Some(at));
        }
    }
}

/// 1 to 3,999 as a Roman numeral.
fn roman(n: usize) -> String {
    const SIGNS: &[(usize, &str)] = &[
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = n.min(3999);
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= *value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
#[path = "outline_tests.rs"]
mod tests;

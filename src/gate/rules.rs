//! `gate.toml` and its flags, as written and as meant.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::exact::Rational;
use crate::words::{Place, Problem, written};

/// What a scorecard must reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    /// The total must reach this.
    pub min_points: Option<Threshold>,
    /// No more points of the total may be unknown.
    pub max_unknown_points: Option<Threshold>,
    /// Groups that must reach this, by code.
    pub min_group_points: BTreeMap<String, Threshold>,
}

/// Points and where they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// Points, exact.
    pub points: Rational,
    /// Where; nothing for a flag.
    pub place: Option<Place>,
}

/// The file as written: points are texts, so that no float comes in.
#[expect(clippy::struct_field_names, reason = "they are the keys of gate.toml")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GateFile {
    #[serde(default)]
    min_points: Option<String>,
    #[serde(default)]
    max_unknown_points: Option<String>,
    #[serde(default)]
    min_group_points: BTreeMap<String, String>,
}

impl Gate {
    /// Reads `gate.toml`.
    ///
    /// Errors: what [`written::parse`] refuses; points that are no plain decimal; a negative `max_unknown_points`;
    /// no rule at all. Each with its place.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let as_written: GateFile = written::parse(file, text)?;
        let places = written::Places::of(file, text);
        let threshold = |path: &str, text: &str, least: Least| {
            let place = places.place(path);
            match points(path, text, least) {
                Ok(points) => Ok(Threshold {
                    points,
                    place: Some(place),
                }),
                Err(problem) => Err(problem.at(place)),
            }
        };
        let mut groups = BTreeMap::new();
        for (code, text) in as_written.min_group_points {
            let path = format!("min_group_points.{code}");
            let threshold = threshold(&path, &text, Least::None)?;
            groups.insert(code, threshold);
        }
        let gate = Self {
            min_points: as_written
                .min_points
                .map(|text| threshold("min_points", &text, Least::None))
                .transpose()?,
            max_unknown_points: as_written
                .max_unknown_points
                .map(|text| threshold("max_unknown_points", &text, Least::Zero))
                .transpose()?,
            min_group_points: groups,
        };
        if gate.is_empty() {
            return Err(Problem::new("gate.no_rule").at(Place::file(file)));
        }
        Ok(gate)
    }

    /// Reads the flags of the command line: points as plain decimals, groups as `CODE=POINTS`.
    ///
    /// Errors: points that are no plain decimal; a negative `max_unknown_points`; a group without `=`, or named twice.
    /// No flag at all gives a gate without rules, which [`super::judge`] refuses.
    pub fn of_flags(
        min_points: Option<&str>,
        max_unknown_points: Option<&str>,
        min_group_points: &[&str],
    ) -> Result<Self, Problem> {
        let threshold = |rule: &str, text: &str, least: Least| {
            points(rule, text, least).map(|points| Threshold {
                points,
                place: None,
            })
        };
        let mut groups = BTreeMap::new();
        for flag in min_group_points {
            let (code, text) = flag
                .split_once('=')
                .filter(|(code, _)| !code.is_empty())
                .ok_or_else(|| Problem::new("gate.group_flag").with("flag", flag))?;
            let threshold = threshold(&format!("min_group_points.{code}"), text, Least::None)?;
            if groups.insert(code.to_owned(), threshold).is_some() {
                return Err(Problem::new("gate.group_twice").with("group", code));
            }
        }
        Ok(Self {
            min_points: min_points
                .map(|text| threshold("min_points", text, Least::None))
                .transpose()?,
            max_unknown_points: max_unknown_points
                .map(|text| threshold("max_unknown_points", text, Least::Zero))
                .transpose()?,
            min_group_points: groups,
        })
    }

    /// This gate with the rules of another in the place of its own where both have one: flags over a file.
    #[must_use]
    pub fn overridden_by(mut self, flags: Self) -> Self {
        self.min_points = flags.min_points.or(self.min_points);
        self.max_unknown_points = flags.max_unknown_points.or(self.max_unknown_points);
        self.min_group_points.extend(flags.min_group_points);
        self
    }

    /// Whether it has no rule.
    pub fn is_empty(&self) -> bool {
        self.min_points.is_none()
            && self.max_unknown_points.is_none()
            && self.min_group_points.is_empty()
    }
}

/// The least that a rule's points may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Least {
    None,
    Zero,
}

fn points(rule: &str, text: &str, least: Least) -> Result<Rational, Problem> {
    Rational::parse(text)
        .filter(|points| !text.contains('/') && (least == Least::None || !points.is_negative()))
        .ok_or_else(|| {
            Problem::new("gate.points")
                .with("rule", rule)
                .with("found", text)
        })
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;

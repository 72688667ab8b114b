//! From a rubric file as written to a rubric as meant; what cannot be meant is refused with its place and a remedy.
//!
//! Everything wrong with a file is found in one go, once its TOML has the right shape. Start at [`Rubric::parse`].

mod bands;
mod criterion;
mod formula;
mod levels;
mod parts;
mod sheet;
mod steps;
mod structure;
mod written;
mod written_formula;

use std::collections::BTreeMap;

use self::criterion::Seat;
use self::structure::Heading;
use self::written::{At, Number, RankWord, RubricFile};
use super::{Criterion, RankMode, Ranking, RoundAt, Rubric, RubricRounding};
use crate::exact::{Rational, Rounding, sha256};
use crate::kind::Shape;
use crate::words::Problem;
use crate::words::written::Places;

/// What the `schema` of a file must say.
const SCHEMA: &str = "sansang/rubric/1";
/// Most decimals.
const DIGITS: u32 = 6;

impl Rubric {
    /// Reads a rubric from its TOML text. `known` is what the pack can measure, by indicator id.
    ///
    /// Errors: everything wrong with the file, found in one go, each with its place (design §6).
    pub fn parse(file: &str, text: &str, known: &BTreeMap<String, Shape>) -> Result<Self, Problem> {
        let places = Places::of(file, text);
        check_schema(text, &places)?;
        let entry: RubricFile = crate::words::written::parse(file, text)?;
        let mut loader = Loader {
            places,
            known,
            problems: Vec::new(),
        };
        let rubric = loader.rubric(entry, sha256(text.as_bytes()));
        let mut problems = loader.problems;
        problems.sort_by_key(|problem| problem.place().and_then(|place| place.line));
        match Problem::all(problems) {
            Some(problem) => Err(problem),
            None => Ok(rubric),
        }
    }
}

/// Looked at first: a file of another schema has other keys.
fn check_schema(text: &str, places: &Places) -> Result<(), Problem> {
    let Ok(table) = text.parse::<toml::Table>() else {
        // The strict reading that follows says what is wrong.
        return Ok(());
    };
    let found = table.get("schema").and_then(toml::Value::as_str);
    let Some(found) = found.filter(|found| *found != SCHEMA) else {
        return Ok(());
    };
    let version = found
        .strip_prefix("sansang/rubric/")
        .and_then(|version| version.parse::<u64>().ok());
    let code = match version {
        Some(version) if version > 1 => "rubric.newer",
        Some(_) | None => "rubric.schema",
    };
    Err(Problem::new(code)
        .with("name", found)
        .at(places.place("schema")))
}

/// What is at hand while a file is read, and what was found wrong so far.
struct Loader<'a> {
    places: Places,
    known: &'a BTreeMap<String, Shape>,
    problems: Vec<Problem>,
}

impl Loader<'_> {
    /// Notes a problem with the value at a path.
    fn refuse(&mut self, problem: Problem, path: &str) {
        self.problems.push(problem.at(self.places.place(path)));
    }

    /// An exact number, or nothing and a problem.
    fn number(&mut self, entry: &Number, path: &str) -> Option<Rational> {
        let code = if entry.quoted {
            "rubric.number"
        } else {
            "rubric.quotes"
        };
        let number = Rational::parse(&entry.text).filter(|_| entry.quoted);
        if number.is_none() {
            self.refuse(Problem::new(code).with("number", &entry.text), path);
        }
        number
    }

    /// An exact number where one is given.
    fn number_or(
        &mut self,
        entry: Option<&Number>,
        default: Rational,
        path: &str,
    ) -> Option<Rational> {
        match entry {
            None => Some(default),
            Some(entry) => self.number(entry, path),
        }
    }

    fn rubric(&mut self, file: RubricFile, sha256: String) -> Rubric {
        let digits = self.digits(file.digits, "digits");
        let rounding = self.rounding(&file, digits);
        let ranking = Ranking {
            mode: match file.ranking.mode {
                RankWord::Standard => RankMode::Standard,
                RankWord::Dense => RankMode::Dense,
            },
            digits: self.digits(file.ranking.digits, "ranking.digits"),
            rounding: file.ranking.rounding.unwrap_or(rounding.how.mode),
        };
        for (key, text) in [("id", &file.id), ("edition", &file.edition)] {
            if text.trim().is_empty() {
                self.refuse(Problem::new("rubric.empty").with("name", key), key);
            }
        }
        if file.unit_kinds.is_empty() {
            self.refuse(
                Problem::new("rubric.empty").with("name", "unit_kinds"),
                "unit_kinds",
            );
        }
        let max = self.number(&file.max, "max");
        let seats: Vec<Seat> = file
            .criterion
            .iter()
            .enumerate()
            .map(|(n, entry)| self.seat(n, entry))
            .collect();
        let groups = self.groups(file.group);
        self.check_codes(&groups, &seats);
        self.check_sums(max.as_ref(), &groups, &seats);
        self.check_grid(&rounding, max.as_ref(), &groups, &seats);
        let sheet = self.sheet(file.sheet);
        let bands = self.bands(file.band, max.as_ref(), &rounding);
        let criteria: Vec<Criterion> = file
            .criterion
            .into_iter()
            .zip(&seats)
            .filter_map(|(entry, seat)| self.criterion(entry, seat))
            .collect();
        self.check_scopes(&groups, &seats, &criteria);
        self.check_children(&seats, &criteria);
        Rubric {
            id: file.id,
            edition: file.edition,
            sha256,
            title: file.title,
            notice: file.notice,
            max: max.unwrap_or_else(Rational::zero),
            digits,
            unit_kinds: file.unit_kinds,
            rounding,
            ranking,
            bands,
            sheet,
            groups: groups.into_iter().filter_map(Heading::meant).collect(),
            criteria,
        }
    }

    fn digits(&mut self, digits: i64, path: &str) -> u32 {
        match u32::try_from(digits) {
            Ok(digits) if digits <= DIGITS => digits,
            Ok(_) | Err(_) => {
                let problem = Problem::new("rubric.digits")
                    .with("number", digits)
                    .with("most", DIGITS);
                self.refuse(problem, path);
                DIGITS
            }
        }
    }

    /// Printing fewer decimals than the rubric keeps would round a second time.
    fn rounding(&mut self, file: &RubricFile, digits: u32) -> RubricRounding {
        let at = match file.rounding.at {
            At::Criterion => RoundAt::Criterion,
            At::Group => RoundAt::Group,
            At::Total => RoundAt::Total,
            At::None => RoundAt::None,
        };
        let kept = match file.rounding.digits {
            Some(kept) => self.digits(kept, "rounding.digits"),
            None => digits,
        };
        if kept > digits {
            let problem = Problem::new("rubric.digits_hidden")
                .with("kept", kept)
                .with("shown", digits);
            self.refuse(problem, "rounding.digits");
        }
        RubricRounding {
            at,
            how: Rounding {
                digits: kept,
                mode: file.rounding.mode,
            },
        }
    }
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;

//! Bands as meant: falling, without a gap or an overlap.

use std::collections::BTreeSet;

use super::Loader;
use super::written::BandEntry;
use crate::exact::{Mode, Rational};
use crate::rubric::{Band, RoundAt, RubricRounding};
use crate::words::Problem;

/// What lies above a band.
enum Above<'a> {
    /// Another band, that begins here.
    Band(&'a Rational),
    /// Nothing: this is the greatest total.
    Top(&'a Rational),
}

impl Loader<'_> {
    /// The bands of the total, best first.
    ///
    /// `from` alone says all: a band ends where the one above it begins. A table that states its upper ends too, `to`
    /// (closed) or `below` (open), is held to them.
    pub(super) fn bands(
        &mut self,
        entries: Vec<BandEntry>,
        max: Option<&Rational>,
        rounding: &RubricRounding,
    ) -> Vec<Band> {
        let last = entries.len().saturating_sub(1);
        let mut codes = BTreeSet::new();
        let mut bands: Vec<Band> = Vec::with_capacity(entries.len());
        for (n, entry) in entries.into_iter().enumerate() {
            let path = format!("band.{n}");
            if !codes.insert(entry.code.clone()) {
                let problem = Problem::new("rubric.code_twice").with("name", &entry.code);
                self.refuse(problem, &format!("{path}.code"));
            }
            let from_path = format!("{path}.from");
            let from = match &entry.from {
                None => None,
                Some(from) => self.number(from, &from_path),
            };
            match (entry.from.is_some(), n == last) {
                (false, false) => self.refuse(Problem::new("rubric.band_from"), &path),
                (true, true) => self.refuse(Problem::new("rubric.band_last"), &from_path),
                (true, false) | (false, true) => {}
            }
            let above = match bands.last() {
                None => max.map(Above::Top),
                Some(band) => band.from.as_ref().map(Above::Band),
            };
            if let (Some(from), Some(Above::Band(above))) = (&from, &above)
                && from >= *above
            {
                let problem = Problem::new("rubric.band_order")
                    .with("number", from.to_exact(0))
                    .with("above", above.to_exact(0));
                self.refuse(problem, &from_path);
            }
            self.check_upper_end(&entry, above, rounding, &path);
            bands.push(Band {
                code: entry.code,
                title: entry.title,
                from,
                provenance: entry.provenance,
            });
        }
        bands
    }

    fn check_upper_end(
        &mut self,
        entry: &BandEntry,
        above: Option<Above<'_>>,
        rounding: &RubricRounding,
        path: &str,
    ) {
        let (end, closed, path) = match (&entry.to, &entry.below) {
            (None, None) => return,
            (Some(_), Some(_)) => {
                let path = format!("{path}.below");
                return self.refuse(Problem::new("rubric.band_ends"), &path);
            }
            (Some(to), None) => (to, true, format!("{path}.to")),
            (None, Some(below)) => (below, false, format!("{path}.below")),
        };
        let (Some(end), Some(above)) = (self.number(end, &path), above) else {
            return;
        };
        let reached = |next: &Rational| end > *next || (closed && end == *next);
        let (code, next) = match above {
            Above::Band(next) if reached(next) => ("rubric.band_overlap", next),
            Above::Band(next) if end == *next => return,
            Above::Band(next)
                if closed && total_after(&end, rounding).is_some_and(|t| t >= *next) =>
            {
                return;
            }
            Above::Top(max) if reached(max) => return,
            Above::Band(next) => ("rubric.band_gap", next),
            Above::Top(max) => ("rubric.band_top", max),
        };
        let problem = Problem::new(code)
            .with("number", end.to_exact(0))
            .with("next", next.to_exact(0));
        self.refuse(problem, &path);
    }
}

/// The least total above a number; nothing where totals are not rounded.
fn total_after(number: &Rational, rounding: &RubricRounding) -> Option<Rational> {
    let digits = rounding.how.digits;
    let step = Rational::ratio(1, 10_i64.checked_pow(digits)?)?;
    match rounding.at {
        RoundAt::None => None,
        RoundAt::Criterion | RoundAt::Group | RoundAt::Total => {
            Some(number.rounded(digits, Mode::Floor) + &step)
        }
    }
}

#[cfg(test)]
#[path = "bands_tests.rs"]
mod tests;

//! Sums as formulas that a reader can check.
//!
//! A formula is given only where the cells that it reads make exactly the number of the scorecard: a workbook that counts
//! again never shows another total. Start at [`Sums::group`].

use crate::exact::{Mode, Rational};
use crate::report::outline::{Item, Line};

/// A column of points: its letters and the number in each line's cell.
#[derive(Debug)]
pub(super) struct Numbers {
    pub letters: String,
    /// As printed; nothing where a sign stands.
    pub cells: Vec<Option<Rational>>,
}

/// The lines of a form and where the first of them stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sums<'a> {
    pub lines: &'a [Line<'a>],
    /// The row of the first line, from 1.
    pub first: usize,
    pub digits: u32,
    pub mode: Mode,
}

impl Sums<'_> {
    /// The formula of a group, or of the whole: the sum of its lines.
    pub(super) fn plain(
        self,
        above: Option<usize>,
        numbers: &Numbers,
        ours: &Rational,
    ) -> Option<String> {
        let parts: Vec<usize> = (0..self.lines.len())
            .filter(|at| self.lines.get(*at).is_some_and(|line| line.above == above))
            .collect();
        let sum = total(parts.iter().filter_map(|at| numbers.cells.get(*at)));
        (!parts.is_empty() && sum == *ours)
            .then(|| format!("=SUM({})", self.ranges(&numbers.letters, &parts).join(",")))
    }

    /// The formula of a group: the sum of its lines, or that sum shared out over the criteria that apply.
    ///
    /// `max` are the greatest points; a criterion applies where one of `counted` has a number.
    pub(super) fn group(
        self,
        at: usize,
        numbers: &Numbers,
        max: &Numbers,
        counted: &[&Numbers],
        ours: &Rational,
    ) -> Option<String> {
        self.plain(Some(at), numbers, ours).or_else(|| {
            counted
                .iter()
                .find_map(|counted| self.shared(at, numbers, max, counted, ours))
        })
    }

    fn shared(
        self,
        at: usize,
        numbers: &Numbers,
        max: &Numbers,
        counted: &Numbers,
        ours: &Rational,
    ) -> Option<String> {
        let leaves: Vec<usize> = (0..self.lines.len())
            .filter(|leaf| self.is_leaf(*leaf, at))
            .collect();
        let sum = total(leaves.iter().filter_map(|leaf| numbers.cells.get(*leaf)));
        let applies = |leaf: &&usize| matches!(counted.cells.get(**leaf), Some(Some(_)));
        let applicable = total(
            leaves
                .iter()
                .filter(applies)
                .filter_map(|leaf| max.cells.get(*leaf)),
        );
        let whole = max.cells.get(at)?.as_ref()?;
        let share = (sum * whole).divided_by(&applicable)?;
        let (rounded, open, close) = self.rounded(&share);
        if rounded != *ours {
            return None;
        }
        let points = self.ranges(&numbers.letters, &leaves).join(",");
        let most = self.ranges(&max.letters, &leaves);
        let known = self.ranges(&counted.letters, &leaves);
        let applicable: Vec<String> = known
            .iter()
            .zip(&most)
            .map(|(known, most)| format!("SUMPRODUCT(ISNUMBER({known})*{most})"))
            .collect();
        let whole = format!("{}{}", max.letters, self.first + at);
        Some(format!(
            "={open}SUM({points})*{whole}/({}){close}",
            applicable.join("+")
        ))
    }

    /// The number as a workbook rounds it, and the function around it.
    fn rounded(self, number: &Rational) -> (Rational, &'static str, String) {
        /// Decimals that a float surely holds: what is cut off is looked at after its noise is gone.
        const SURE: u32 = 9;
        let negative = *number < Rational::zero();
        let size = if negative {
            -number.clone()
        } else {
            number.clone()
        };
        let (size, open) = match self.mode {
            Mode::HalfUp | Mode::HalfEven => (size.rounded(self.digits, Mode::HalfUp), "ROUND("),
            Mode::Down | Mode::Floor => (
                size.rounded(SURE, Mode::HalfUp)
                    .rounded(self.digits, Mode::Down),
                "ROUNDDOWN(ROUND(",
            ),
            Mode::Ceil => (
                size.rounded(SURE, Mode::HalfUp)
                    .rounded(self.digits, Mode::Ceil),
                "ROUNDUP(ROUND(",
            ),
        };
        let close = match self.mode {
            Mode::HalfUp | Mode::HalfEven => format!(",{})", self.digits),
            Mode::Down | Mode::Floor | Mode::Ceil => format!(",{SURE}),{})", self.digits),
        };
        (if negative { -size } else { size }, open, close)
    }

    /// Whether a line is a criterion below a group, at any depth.
    fn is_leaf(self, leaf: usize, group: usize) -> bool {
        let Some(line) = self.lines.get(leaf) else {
            return false;
        };
        let mut above = match line.item {
            Item::Group(_) => return false,
            Item::Criterion(_) => line.above,
        };
        // A group stands before what it holds.
        while let Some(at) = above {
            if at == group {
                return true;
            }
            above = self.lines.get(at).and_then(|line| line.above);
        }
        false
    }

    /// Cells of a column as ranges, `H12:H15`.
    fn ranges(self, letters: &str, lines: &[usize]) -> Vec<String> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for at in lines {
            match runs.last_mut() {
                Some((_, end)) if *end + 1 == *at => *end = *at,
                Some(_) | None => runs.push((*at, *at)),
            }
        }
        runs.iter()
            .map(|(from, to)| {
                let (from, to) = (from + self.first, to + self.first);
                if from == to {
                    format!("{letters}{from}")
                } else {
                    format!("{letters}{from}:{letters}{to}")
                }
            })
            .collect()
    }
}

fn total<'a>(numbers: impl Iterator<Item = &'a Option<Rational>>) -> Rational {
    numbers.flatten().sum()
}

#[cfg(test)]
#[path = "sums_tests.rs"]
mod tests;

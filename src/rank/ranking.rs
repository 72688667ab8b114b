//! Scorecards of one round and one rubric, put in order.

use std::collections::BTreeMap;

use super::order::{Entry, spans};
use crate::exact::{Interval, Rational, Rounding};
use crate::kind::Applies;
use crate::score::{RoundRef, RubricRef, Scorecard, UnitRef};
use crate::words::Problem;

/// Units in order, by their official points.
#[derive(Debug, Clone)]
pub struct Ranking {
    /// The rubric of all of them.
    pub rubric: RubricRef,
    /// The round of all of them.
    pub round: RoundRef,
    /// How many are surely or possibly ranked: the denominator of every rank.
    pub of: usize,
    /// Those, by best rank, worst rank, points downwards, id.
    pub units: Vec<RankedUnit>,
    /// Those that a policy of the rubric leaves unranked, by id.
    pub unranked: Vec<UnrankedUnit>,
    /// What a reader must know.
    pub warnings: Vec<Warning>,
}

/// A unit and the ranks it can have.
#[derive(Debug, Clone)]
pub struct RankedUnit {
    /// Who.
    pub unit: UnitRef,
    /// Digest of its bundle, hex.
    pub bundle_sha256: String,
    /// Official points at the decimals at which units tie.
    pub figure: Interval,
    /// Least rank.
    pub best: usize,
    /// Greatest rank.
    pub worst: usize,
    /// Ids of the units with the same settled figure.
    pub tied_with: Vec<String>,
    /// `Yes`, or `Maybe` where it may be left unranked.
    pub ranked: Applies,
    /// Whether made-up data took part.
    pub illustrative: bool,
}

/// A unit that takes part and is not ranked.
#[derive(Debug, Clone)]
pub struct UnrankedUnit {
    /// Who.
    pub unit: UnitRef,
    /// Digest of its bundle, hex.
    pub bundle_sha256: String,
    /// Official points at the decimals at which units tie.
    pub figure: Interval,
    /// Whether made-up data took part.
    pub illustrative: bool,
}

/// What a reader of a ranking must know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Warning {
    /// A unit takes part more than once; each is ranked.
    UnitTwice {
        /// Id.
        unit: String,
        /// How often.
        times: usize,
    },
    /// A unit was scored by other checks than the first one.
    ChecksDiffer {
        /// Id.
        unit: String,
        /// Id of the first one.
        first: String,
    },
}

impl Warning {
    /// The word that outputs use.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnitTwice { .. } => "unit_twice",
            Self::ChecksDiffer { .. } => "checks_differ",
        }
    }
}

impl Ranking {
    /// Whether made-up data took part anywhere; every output says so.
    pub fn illustrative(&self) -> bool {
        self.units.iter().any(|unit| unit.illustrative)
            || self.unranked.iter().any(|unit| unit.illustrative)
    }
}

/// Ranks units by their official points, rounded as the rubric ranks. The order of `cards` changes nothing.
///
/// Errors: no card at all; cards of different rounds, or of different rubrics, editions or rubric files.
pub fn rank(cards: &[Scorecard]) -> Result<Ranking, Problem> {
    let first = cards.first().ok_or_else(|| Problem::new("rank.nothing"))?;
    for card in cards {
        comparable(first, card)?;
    }
    let rounding = Rounding {
        digits: first.rubric.ranking.digits,
        mode: first.rubric.ranking.rounding,
    };
    let entries: Vec<Entry> = cards
        .iter()
        .map(|card| Entry {
            figure: rounding.interval(&card.total.figures.official),
            ranked: card.total.ranked,
        })
        .collect();
    let ties = ties(cards, &entries);
    let mut units = Vec::new();
    let mut unranked = Vec::new();
    let spans = spans(&entries, first.rubric.ranking.mode);
    for (n, ((card, entry), span)) in cards.iter().zip(&entries).zip(spans).enumerate() {
        if entry.ranked == Applies::No {
            unranked.push(UnrankedUnit {
                unit: card.unit.clone(),
                bundle_sha256: card.bundle_sha256.clone(),
                figure: entry.figure.clone(),
                illustrative: card.illustrative(),
            });
        } else {
            units.push(RankedUnit {
                unit: card.unit.clone(),
                bundle_sha256: card.bundle_sha256.clone(),
                figure: entry.figure.clone(),
                best: span.best,
                worst: span.worst,
                tied_with: tied_with(&ties, &entry.figure, n),
                ranked: entry.ranked,
                illustrative: card.illustrative(),
            });
        }
    }
    units.sort_by(in_order);
    unranked.sort_by(|a, b| (&a.unit.id, &a.bundle_sha256).cmp(&(&b.unit.id, &b.bundle_sha256)));
    Ok(Ranking {
        rubric: first.rubric.clone(),
        round: first.round.clone(),
        of: units.len(),
        units,
        unranked,
        warnings: warnings(cards),
    })
}

fn in_order(a: &RankedUnit, b: &RankedUnit) -> std::cmp::Ordering {
    (a.best, a.worst)
        .cmp(&(b.best, b.worst))
        .then_with(|| b.figure.high.cmp(&a.figure.high))
        .then_with(|| b.figure.low.cmp(&a.figure.low))
        .then_with(|| (&a.unit.id, &a.bundle_sha256).cmp(&(&b.unit.id, &b.bundle_sha256)))
}

fn comparable(first: &Scorecard, card: &Scorecard) -> Result<(), Problem> {
    let units = |code| {
        Problem::new(code)
            .with("first", &first.unit.id)
            .with("other", &card.unit.id)
    };
    let rubric = |card: &Scorecard| {
        let of = &card.rubric;
        format!("{} {} ({})", of.id, of.edition, short(&of.sha256))
    };
    let round = |card: &Scorecard| {
        let of = &card.round;
        format!(
            "{} ({} – {}, {})",
            of.id, of.period.from, of.period.to, of.as_of
        )
    };
    if first.round != card.round {
        return Err(units("rank.round")
            .with("first_round", round(first))
            .with("other_round", round(card)));
    }
    let same = |a: &RubricRef, b: &RubricRef| {
        (&a.id, &a.edition, &a.sha256) == (&b.id, &b.edition, &b.sha256)
    };
    if !same(&first.rubric, &card.rubric) {
        return Err(units("rank.rubric")
            .with("first_rubric", rubric(first))
            .with("other_rubric", rubric(card)));
    }
    Ok(())
}

/// The first digits of a digest, to tell two apart in a message.
fn short(sha256: &str) -> String {
    const DIGITS: usize = 12;
    sha256.chars().take(DIGITS).collect()
}

/// Units by settled figure: their position among the cards, and their id.
fn ties<'a>(
    cards: &'a [Scorecard],
    entries: &'a [Entry],
) -> BTreeMap<&'a Rational, Vec<(usize, &'a str)>> {
    let mut ties: BTreeMap<&Rational, Vec<(usize, &str)>> = BTreeMap::new();
    for (n, (card, entry)) in cards.iter().zip(entries).enumerate() {
        if entry.figure.is_point() && entry.ranked != Applies::No {
            let tied = ties.entry(&entry.figure.low).or_default();
            tied.push((n, &card.unit.id));
        }
    }
    ties
}

fn tied_with(
    ties: &BTreeMap<&Rational, Vec<(usize, &str)>>,
    figure: &Interval,
    own: usize,
) -> Vec<String> {
    if !figure.is_point() {
        return Vec::new();
    }
    let tied = ties.get(&figure.low).map_or(&[][..], Vec::as_slice);
    let mut ids: Vec<String> = tied
        .iter()
        .filter(|(n, _)| *n != own)
        .map(|(_, id)| (*id).to_owned())
        .collect();
    ids.sort_unstable();
    ids
}

fn warnings(cards: &[Scorecard]) -> Vec<Warning> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for card in cards {
        *times.entry(&card.unit.id).or_default() += 1;
    }
    let twice = times
        .into_iter()
        .filter(|(_, times)| *times > 1)
        .map(|(unit, times)| Warning::UnitTwice {
            unit: unit.to_owned(),
            times,
        });
    // The first by id, so that the order of the cards changes nothing.
    let first = cards
        .iter()
        .min_by_key(|card| (&card.unit.id, &card.bundle_sha256, &card.checks_sha256));
    let mut warnings: Vec<Warning> = twice
        .chain(cards.iter().filter_map(|card| {
            let first = first.filter(|first| first.checks_sha256 != card.checks_sha256)?;
            Some(Warning::ChecksDiffer {
                unit: card.unit.id.clone(),
                first: first.unit.id.clone(),
            })
        }))
        .collect();
    warnings.sort_unstable();
    warnings.dedup();
    warnings
}

#[cfg(test)]
#[path = "ranking_tests.rs"]
mod tests;

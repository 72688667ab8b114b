//! Reports for a terminal: plain lines, aligned; colour only where it is wanted, and never colour alone.
//!
//! Every foreign text comes out harmless ([`crate::words::plain`]); lines keep to the width, titles are shortened to it.

mod card;
mod explanation;
mod gate;
mod grid;
mod head;
mod ranking;
mod shortlists;
mod style;
mod tree;
mod width;

use std::io;

use crate::check::Legal;
use crate::gate::GateVerdict;
use crate::rank::Ranking;
use crate::report::law;
use crate::report::points::Points;
use crate::report::speech::{Speech, capital};
use crate::score::{CheckResult, Explanation, Scorecard};
use crate::words::{Lang, Words};

pub use style::Style;

/// A scorecard: the five figures, groups, criteria, what was lost and what is not known.
pub fn scorecard(
    card: &Scorecard,
    words: &Words,
    lang: Lang,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let speech = Speech::new(words, lang, Points::of(&card.rubric));
    card::write(card, speech, out, style)
}

/// A ranking: ranks as ranges of the number of units, ties, units that are not ranked, warnings.
pub fn ranking(
    ranking: &Ranking,
    words: &Words,
    lang: Lang,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let speech = Speech::new(words, lang, Points::ranked(&ranking.rubric));
    ranking::write(ranking, speech, out, style)
}

/// A gate's verdict, rule by rule.
pub fn gate(
    verdict: &GateVerdict,
    words: &Words,
    lang: Lang,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let speech = Speech::new(words, lang, Points::of(&verdict.rubric));
    gate::write(verdict, speech, out, style)
}

/// A legal basis with how long it is in force and how well it is known.
pub fn legal(legal: &Legal, words: &Words, lang: Lang) -> String {
    let speech = Speech::new(words, lang, Points::per_cent());
    capital(&law::in_full(speech, legal, None))
}

/// Why a criterion has its points, as a tree from the total to the rows.
pub fn explanation(
    explanation: &Explanation,
    words: &Words,
    lang: Lang,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let speech = Speech::new(words, lang, Points::of(&explanation.rubric));
    explanation::write(explanation, speech, out, style)
}

/// What a check says by itself, as a tree down to the rows.
pub fn check_result(
    result: &CheckResult,
    words: &Words,
    lang: Lang,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let speech = Speech::new(words, lang, Points::of(&result.rubric));
    explanation::check(result, speech, out, style)
}

#[cfg(test)]
#[path = "terminal_tests.rs"]
mod tests;

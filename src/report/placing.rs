//! A ranking in words: ranks with their denominator, notes, the rule for ties, warnings.

use crate::kind::Applies;
use crate::rank::{RankedUnit, Ranking, Warning};
use crate::report::speech::Speech;
use crate::rubric::RankMode;
use crate::score::{GroupScore, Scorecard};
use crate::words::plain;

/// `3/13`, or `3–5/13` where the ranges leave it open.
pub(super) fn rank(speech: Speech<'_>, unit: &RankedUnit, of: usize) -> String {
    let (best, worst) = (speech.whole(unit.best), speech.whole(unit.worst));
    let of = speech.whole(of);
    if best == worst {
        format!("{best}/{of}")
    } else {
        format!("{best}–{worst}/{of}")
    }
}

/// Ties, what may leave it unranked, made-up data.
pub(super) fn note(speech: Speech<'_>, unit: &RankedUnit) -> String {
    let mut notes = Vec::new();
    if !unit.tied_with.is_empty() {
        let units: Vec<String> = unit.tied_with.iter().map(|id| plain(id)).collect();
        notes.push(speech.say("rank.tied", &[("units", units.join(", "))]));
    }
    match unit.ranked {
        Applies::Yes => {}
        Applies::Maybe | Applies::No => notes.push(speech.get("rank.maybe").to_owned()),
    }
    if unit.illustrative {
        notes.push(speech.get("mark.illustrative").to_owned());
    }
    notes.join("; ")
}

/// The rule for ties, always printed under the table.
pub(super) fn rule(speech: Speech<'_>, ranking: &Ranking) -> String {
    let key = match ranking.rubric.ranking.mode {
        RankMode::Standard => "rank.standard",
        RankMode::Dense => "rank.dense",
    };
    let digits = speech.whole(ranking.rubric.ranking.digits);
    speech.say(key, &[("digits", digits)])
}

/// What a reader of a ranking must know.
pub(super) fn warn(speech: Speech<'_>, warning: &Warning) -> String {
    match warning {
        Warning::UnitTwice { unit, times } => speech.say(
            "rank.unit_twice",
            &[("unit", plain(unit)), ("times", speech.whole(times))],
        ),
        Warning::ChecksDiffer { unit, first } => speech.say(
            "rank.checks_differ",
            &[("unit", plain(unit)), ("first", plain(first))],
        ),
    }
}

/// The band of a scorecard, or the bands between which it lies; nothing where the rubric has none.
pub(super) fn band(speech: Speech<'_>, card: &Scorecard) -> Option<String> {
    let (low, high) = card.total.band.as_ref()?;
    let name = |code: &String| {
        let bands = card.rubric.bands.iter();
        let mut named = bands.filter(|(known, _)| known == code);
        named
            .next()
            .map_or_else(|| plain(code), |(_, name)| speech.text(name))
    };
    Some(if low == high {
        name(low)
    } else {
        format!("{} – {}", name(low), name(high))
    })
}

/// The scorecard of a bundle, among those that were ranked.
pub(super) fn card_of<'c>(cards: &'c [Scorecard], bundle_sha256: &str) -> Option<&'c Scorecard> {
    cards
        .iter()
        .find(|card| card.bundle_sha256 == bundle_sha256)
}

/// The groups that no group holds.
pub(super) fn top_groups(card: &Scorecard) -> impl Iterator<Item = &GroupScore> {
    card.groups.iter().filter(|group| group.parent.is_none())
}

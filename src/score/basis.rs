//! What a score is made of, and whether its parts belong together.

use super::{Decisions, Scorecard, Subject};
use crate::check::Pack;
use crate::kind::ParamValue;
use crate::rubric::{PeerBounds, Rubric};
use crate::words::{Problem, written};

/// What a score is made of, beside the tables themselves.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// Whose tables, in which round.
    pub subject: &'a Subject,
    /// Tables, checks and calendar.
    pub pack: &'a Pack,
    /// Points.
    pub rubric: &'a Rubric,
    /// What an evaluator decided.
    pub decisions: &'a Decisions,
    /// Other units' scorecards.
    pub context: &'a [Scorecard],
}

impl Basis<'_> {
    /// Errors: a parameter that no check has; another unit's scorecard of another round or rubric; decisions on a bundle
    /// that is not known to be the unit's (untrusted).
    pub(super) fn agrees(&self) -> Result<(), Problem> {
        self.right_kind()?;
        self.decisions.are_of(self.subject)?;
        self.known_params()?;
        self.same_exercise()
    }

    /// Units that the round expects and whose scorecards are not here.
    pub(super) fn absent(&self) -> Vec<&str> {
        let here = |id: &String| {
            *id == self.subject.unit.id || self.context.iter().any(|card| card.unit.id == *id)
        };
        self.subject
            .round
            .units
            .iter()
            .filter(|id| !here(id))
            .map(String::as_str)
            .collect()
    }

    /// What other units' scorecards say of one criterion's indicator.
    pub(super) fn peers(&self, code: &str) -> Vec<PeerBounds> {
        let own = &self.subject.unit.id;
        let others = self.context.iter().filter(|card| card.unit.id != *own);
        let mut peers: Vec<PeerBounds> = others
            .map(|card| {
                let criterion = card
                    .criteria
                    .iter()
                    .find(|criterion| criterion.code == code);
                let bounds = criterion
                    .and_then(|c| c.indicator.as_ref())
                    .map(|i| i.bounds.clone());
                bounds.map_or(PeerBounds::NotCollected, PeerBounds::Known)
            })
            .collect();
        peers.extend(self.absent().iter().map(|_| PeerBounds::NotCollected));
        if peers.is_empty() {
            // Nobody else is known, and somebody is always there: the best may be anything.
            peers.push(PeerBounds::NotCollected);
        }
        peers
    }

    /// Other units' scorecards must be of the same round by the same rubric.
    fn same_exercise(&self) -> Result<(), Problem> {
        let (round, rubric) = (&self.subject.round.id, &self.rubric.sha256);
        let other = self
            .context
            .iter()
            .find(|card| card.round.id != *round || card.rubric.sha256 != *rubric);
        match other {
            Some(card) => Err(Problem::new("score.context")
                .with("unit", &card.unit.id)
                .with("round", &card.round.id)),
            None => Ok(()),
        }
    }

    /// A rubric says which kinds of units it is made for; another kind's points would mean nothing.
    fn right_kind(&self) -> Result<(), Problem> {
        let (kind, kinds) = (&self.subject.unit.kind, &self.rubric.unit_kinds);
        if kinds.is_empty() || kinds.contains(kind) {
            return Ok(());
        }
        Err(Problem::new("score.unit_kind")
            .with("unit", &self.subject.unit.id)
            .with("kind", kind)
            .with("kinds", kinds.join(", "))
            .with("rubric", &self.rubric.id))
    }

    /// Parameters that the round or the unit sets must be some check's: a misspelt one would silently change nothing.
    fn known_params(&self) -> Result<(), Problem> {
        for name in self.subject.params.keys() {
            let found = name
                .split_once('/')
                .and_then(|(check, param)| self.pack.checks.get(check)?.params.get(param));
            if let Some(param) = found {
                let text = self.subject.params.get(name).map_or("", String::as_str);
                if matches!(param.default, ParamValue::Int(_)) && text.parse::<i64>().is_err() {
                    return Err(Problem::new("score.param_value")
                        .with("name", name)
                        .with("found", text));
                }
            } else {
                let checks = self.pack.checks.values();
                let known = checks.flat_map(|check| {
                    let params = check.params.keys();
                    params.map(|param| format!("{}/{param}", check.id))
                });
                return Err(written::unknown("score.no_param", name, known));
            }
        }
        Ok(())
    }
}

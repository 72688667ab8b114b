//! `sansang/ranking/1`.

use serde_json::{Value, json};

use super::parts;
use crate::rank::{RankedUnit, Ranking, UnrankedUnit, Warning};
use crate::report::points::Points;
use crate::rubric::RankMode;

pub(super) fn value(ranking: &Ranking) -> Value {
    let points = Points::ranked(&ranking.rubric);
    let ties = ranking.rubric.ranking;
    let mode = match ties.mode {
        RankMode::Standard => "standard",
        RankMode::Dense => "dense",
    };
    json!({
        "schema": "sansang/ranking/1",
        "round": parts::round(&ranking.round),
        "rubric": parts::rubric(&ranking.rubric),
        "basis": "official",
        "ties": { "mode": mode, "digits": ties.digits, "rounding": ties.rounding.code() },
        "of": ranking.of,
        "illustrative": ranking.illustrative(),
        "units": ranking.units.iter().map(|unit| ranked(points, unit)).collect::<Value>(),
        "unranked": ranking.unranked.iter().map(|unit| unranked(points, unit)).collect::<Value>(),
        "warnings": ranking.warnings.iter().map(warning).collect::<Value>(),
    })
}

fn ranked(points: Points, unit: &RankedUnit) -> Value {
    json!({
        "unit": parts::unit(&unit.unit),
        "bundle": { "sha256": unit.bundle_sha256 },
        "figure": parts::range(points, &unit.figure),
        "rank": { "best": unit.best, "worst": unit.worst },
        "tied_with": unit.tied_with,
        "ranked": unit.ranked.code(),
        "illustrative": unit.illustrative,
    })
}

fn unranked(points: Points, unit: &UnrankedUnit) -> Value {
    json!({
        "unit": parts::unit(&unit.unit),
        "bundle": { "sha256": unit.bundle_sha256 },
        "figure": parts::range(points, &unit.figure),
        "illustrative": unit.illustrative,
    })
}

fn warning(warning: &Warning) -> Value {
    match warning {
        Warning::UnitTwice { unit, times } => {
            json!({ "code": warning.code(), "unit": unit, "times": times })
        }
        Warning::ChecksDiffer { unit, first } => {
            json!({ "code": warning.code(), "unit": unit, "first": first })
        }
    }
}

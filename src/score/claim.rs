//! What a unit states, scored by the criterion's own formula, and whether its files pass the evidence rule.
//!
//! A claim feeds the declared figure only; it never becomes measured.

use super::world::{EvidenceFile, World};
use super::{Because, EvidenceRef};
use crate::exact::{Count, Day, Interval, Rational};
use crate::kind::{Applies, Bounds, Kind, Measure, Shape};
use crate::rubric::{Criterion, EvidenceRule, Formula, Points, Settled, after_policy, points};
use crate::table::fold;
use crate::unit::{Declaration, Round, Stated};

/// A stated fact as points.
#[derive(Debug, Clone)]
pub(super) enum Claimed {
    /// So many points.
    Points(Rational),
    /// The criterion does not apply, and the policy gives no points.
    NotApplicable,
    /// It cannot be scored: another shape than the criterion's, a numerator above its denominator, points out of range.
    Unusable,
}

/// Scores a stated fact by the criterion's own formula, rounded as the rubric rounds.
pub(super) fn score_stated(
    criterion: &Criterion,
    shape: Option<&Shape>,
    stated: &Stated,
    round: &Round,
    rounded: &dyn Fn(&Interval) -> Interval,
) -> Claimed {
    let claimed = if matches!(stated, Stated::NotApplicable(_)) {
        Some(Points {
            applies: Applies::No,
            interval: Interval::zero(),
        })
    } else {
        shape
            .and_then(|shape| as_bounds(shape, &criterion.formula, stated, round))
            .map(|bounds| points(&criterion.formula, &criterion.max, &criterion.min, &bounds))
    };
    let Some(claimed) = claimed else {
        return Claimed::Unusable;
    };
    let Settled { interval, .. } =
        after_policy(&claimed, &criterion.max, &criterion.min, &criterion.policy);
    match interval {
        None => Claimed::NotApplicable,
        Some(interval) if interval.is_point() => Claimed::Points(rounded(&interval).low),
        Some(_) => Claimed::Unusable,
    }
}

/// Points as stated, where they lie within the criterion's.
pub(super) fn score_points(criterion: &Criterion, points: &Rational) -> Claimed {
    if *points < criterion.min || *points > criterion.max {
        Claimed::Unusable
    } else {
        Claimed::Points(points.clone())
    }
}

/// A stated fact as bounds that are one point; nothing where the shape does not fit the kind.
fn as_bounds(shape: &Shape, formula: &Formula, stated: &Stated, round: &Round) -> Option<Bounds> {
    let yes = |measure| {
        Some(Bounds {
            applies: Applies::Yes,
            measure,
        })
    };
    let count = |n: u64| {
        yes(Measure::Count {
            low: n,
            high: Count::Finite(n),
        })
    };
    match (shape.kind, stated) {
        (Kind::Ratio | Kind::Totals, Stated::Totals { num, den }) => {
            if num > den {
                return None;
            }
            let ratio = Rational::ratio(*num, *den);
            let applies = if ratio.is_some() {
                Applies::Yes
            } else {
                Applies::No
            };
            let ratio = Interval::point(ratio.unwrap_or_else(Rational::zero));
            let ends = |n: u64| (n, Count::Finite(n));
            Some(Bounds {
                applies,
                measure: Measure::Ratio {
                    ratio,
                    num: ends(*num),
                    den: ends(*den),
                },
            })
        }
        (Kind::Ratio | Kind::Totals | Kind::Value, Stated::Survey { mean, n }) => {
            survey(shape.kind, formula, mean, *n)
        }
        (Kind::YesNo, Stated::YesNo(answer)) => yes(Measure::YesNo {
            low: *answer,
            high: *answer,
        }),
        (Kind::Count, Stated::Count(n)) => count(*n),
        (Kind::Count, Stated::Items(items)) => count(u64::try_from(items.len()).ok()?),
        (Kind::Value, Stated::Count(n)) => {
            let n = Some(Rational::from(*n));
            yes(Measure::Value {
                low: n.clone(),
                high: n,
            })
        }
        (Kind::Choice, Stated::Choice(option)) => {
            let level = shape.levels.iter().position(|level| level == option)?;
            yes(Measure::Choice {
                low: level,
                high: level,
            })
        }
        (Kind::Days, Stated::Date(day)) => {
            let days = Count::Finite(u64::try_from(round.as_of.number() - day.number()).ok()?);
            yes(Measure::Days {
                low: days,
                high: days,
            })
        }
        (Kind::Days, Stated::Count(n)) => yes(Measure::Days {
            low: Count::Finite(*n),
            high: Count::Finite(*n),
        }),
        (Kind::Change, Stated::Totals { num, den }) => yes(Measure::Change {
            now: (*num, Count::Finite(*num)),
            before: (*den, Count::Finite(*den)),
        }),
        (
            Kind::Ratio
            | Kind::Totals
            | Kind::Count
            | Kind::YesNo
            | Kind::Histogram
            | Kind::Choice
            | Kind::Value
            | Kind::Days
            | Kind::Change
            | Kind::Children,
            _,
        ) => None,
    }
}

fn survey(kind: Kind, formula: &Formula, mean: &Rational, n: u64) -> Option<Bounds> {
    let enough = match formula {
        Formula::Survey { min_n, .. } => n >= *min_n,
        _ => n > 0,
    };
    let applies = if enough { Applies::Yes } else { Applies::No };
    let measure = if kind == Kind::Value {
        Measure::Value {
            low: Some(mean.clone()),
            high: Some(mean.clone()),
        }
    } else {
        if mean.is_negative() || *mean > Rational::one() {
            return None;
        }
        let ends = (n, Count::Finite(n));
        Measure::Ratio {
            ratio: Interval::point(mean.clone()),
            num: ends,
            den: ends,
        }
    };
    Some(Bounds { applies, measure })
}

/// The files of a claim, each held against the rule, and whether the rule is met.
pub(super) fn evidence(
    declaration: &Declaration,
    rule: Option<&EvidenceRule>,
    world: &World,
    round: &Round,
) -> (Vec<EvidenceRef>, bool, Vec<Because>) {
    let mut files = Vec::new();
    let mut because = Vec::new();
    let mut passing = std::collections::BTreeSet::new();
    for path in &declaration.evidence {
        let found = world.evidence.get(path);
        let failed = match (rule, found) {
            (None, Some(_)) => None,
            (_, None) => Some("missing"),
            (Some(rule), Some(file)) => fails(rule, file, round),
        };
        if let Some(why) = failed {
            because.push(
                Because::new("evidence_fails")
                    .text("file", path)
                    .text("rule", why),
            );
        } else {
            // Two names of one content are one file.
            let sha256 = found.and_then(|file| file.sha256.clone());
            passing.insert(sha256.unwrap_or_else(|| path.clone()));
        }
        let sha256 = found.and_then(|file| file.sha256.clone());
        files.push(EvidenceRef {
            sha256,
            what: path.clone(),
            passes: failed.is_none(),
        });
    }
    let needed = rule.map_or(1, |rule| rule.at_least);
    let enough = rule.is_some() && u64::try_from(passing.len()).is_ok_and(|n| n >= needed);
    if !enough && declaration.evidence.is_empty() {
        because.push(Because::new("evidence_missing"));
    }
    (files, enough, because)
}

/// The part of the rule that a file does not pass; what is not known does not pass.
fn fails(rule: &EvidenceRule, file: &EvidenceFile, round: &Round) -> Option<&'static str> {
    if file.sha256.is_none() {
        return Some("missing");
    }
    if file.opens != Some(true) {
        return Some("opens");
    }
    if !rule.kind.is_empty()
        && !rule
            .kind
            .iter()
            .any(|kind| is_kind(kind, file.media_type.as_deref()))
    {
        return Some("kind");
    }
    if rule.number_found && file.number_found != Some(true) {
        return Some("number_found");
    }
    if rule.signed && !file.signed {
        return Some("signed");
    }
    if !rule.issuer.is_empty() {
        let issuer = fold(file.issuer.as_deref().unwrap_or_default());
        if !rule.issuer.iter().any(|part| issuer.contains(&fold(part))) {
            return Some("issuer");
        }
    }
    if let Some(window) = &rule.dated {
        let Some(day) = file.dated.filter(|_| file.date_found == Some(true)) else {
            return Some("dated");
        };
        let from = window.from.as_deref().map(|end| day_of(end, round));
        let to = window.to.as_deref().map(|end| day_of(end, round));
        let within = from.is_none_or(|from| from.is_some_and(|from| from <= day))
            && to.is_none_or(|to| to.is_some_and(|to| day <= to));
        if !within {
            return Some("dated");
        }
    }
    None
}

fn day_of(end: &str, round: &Round) -> Option<Day> {
    match end {
        "period.from" => Some(round.period.from),
        "period.to" => Some(round.period.to),
        "data_cutoff" => Some(round.data_cutoff),
        "as_of" => Some(round.as_of),
        iso => Day::parse(iso),
    }
}

fn is_kind(kind: &str, media_type: Option<&str>) -> bool {
    let Some(media_type) = media_type else {
        return false;
    };
    match kind {
        "any" => true,
        "pdf" => media_type == "application/pdf",
        "image" => media_type.starts_with("image/"),
        "text" => media_type.starts_with("text/"),
        "spreadsheet" => media_type.contains("spreadsheet") || media_type.contains("excel"),
        _ => false,
    }
}

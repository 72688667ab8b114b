//! What has been counted of a query's result, and the bounds that it comes to (`bounds.md` §4).

use super::widening::Widening;
use crate::check::Indicator;
use crate::exact::{Count, Rational};
use crate::kind::{
    Applies, Bounds, Kind, LevelSpan, Measure, MetTally, RatioTally, TotalsTally, Truth, change,
    children, choice, histogram,
};

/// What has been counted of a result, by the kind of the indicator.
#[derive(Debug)]
pub(super) enum Tally {
    Ratio(RatioTally),
    Totals(TotalsTally),
    Met(MetTally),
    Levels(Vec<(Truth, LevelSpan)>),
    Change {
        now: MetTally,
        before: MetTally,
    },
    Children {
        counted: Vec<String>,
        maybe: Vec<String>,
    },
    /// The ends; nothing while there is no row.
    Number(Option<(Option<Rational>, Option<Rational>)>),
    /// The ends; nothing while there is no row.
    Days(Option<(Count, Count)>),
}

impl Tally {
    /// Of no rows.
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Ratio => Self::Ratio(RatioTally::default()),
            Kind::Totals => Self::Totals(TotalsTally::default()),
            Kind::Count | Kind::YesNo => Self::Met(MetTally::default()),
            Kind::Histogram | Kind::Choice => Self::Levels(Vec::new()),
            Kind::Value => Self::Number(None),
            Kind::Days => Self::Days(None),
            Kind::Change => Self::Change {
                now: MetTally::default(),
                before: MetTally::default(),
            },
            Kind::Children => Self::Children {
                counted: Vec::new(),
                maybe: Vec::new(),
            },
        }
    }

    /// The bounds. `before` is the count of the period before, where the rows do not cover it.
    pub(super) fn bounds(
        self,
        indicator: &Indicator,
        widening: &Widening,
        before: Option<(u64, Count)>,
    ) -> Bounds {
        let (kind, levels, loose) = (indicator.kind, &indicator.levels, widening.loose);
        match self {
            Self::Ratio(tally) => tally.bounds(loose),
            Self::Totals(tally) => tally.bounds(loose),
            Self::Met(tally) if kind == Kind::YesNo => tally.yes_no(loose),
            Self::Met(tally) => tally.count(loose),
            Self::Levels(list) if kind == Kind::Histogram => histogram(levels, &list, loose),
            Self::Levels(list) => {
                let spans: Vec<LevelSpan> = list.into_iter().map(|(_, span)| span).collect();
                choice(levels, &spans, loose)
            }
            Self::Change { now, before: rows } => change(
                now.range(loose),
                before.unwrap_or_else(|| rows.range(loose)),
            ),
            Self::Children {
                mut counted,
                mut maybe,
            } => {
                // Rows come in no order; bodies are listed in one.
                counted.sort();
                maybe.sort();
                children(counted, maybe, loose)
            }
            Self::Number(ends) => {
                let (low, high) = ends.unwrap_or_default();
                sure(Measure::Value {
                    low: low.filter(|_| !widening.opens_low),
                    high: high.filter(|_| !widening.opens_high),
                })
            }
            Self::Days(ends) => {
                let (low, high) = ends.unwrap_or((Count::ZERO, Count::Unbounded));
                sure(Measure::Days {
                    low: if widening.opens_low { Count::ZERO } else { low },
                    high: if widening.opens_high {
                        Count::Unbounded
                    } else {
                        high
                    },
                })
            }
        }
    }
}

fn sure(measure: Measure) -> Bounds {
    Bounds {
        applies: Applies::Yes,
        measure,
    }
}

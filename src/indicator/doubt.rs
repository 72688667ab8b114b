//! What result rows still say once the rows that tables lack are thought of: a row that one of those could turn is not known.

use super::answer::{AnswerRow, Truths};
use super::widening::Widening;
use crate::kind::Kind;

/// Which result rows are not known after all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Doubt {
    /// All that meet.
    met: bool,
    /// All that do not.
    unmet: bool,
    /// How many of the others may turn yet, at most; nobody knows which.
    may_turn: u64,
}

impl Doubt {
    /// Of the rows that a query gave, under what the loose rows may do.
    pub(super) fn of(kind: Kind, truths: &Truths, widening: &Widening) -> Self {
        if widening.unseen {
            return Self {
                met: true,
                unmet: true,
                may_turn: 0,
            };
        }
        let loose = widening.loose;
        let (up, down) = match kind {
            // Bounds tell how many rows may turn.
            Kind::Ratio | Kind::Count | Kind::YesNo => (loose.up, loose.down),
            // Any row may then be anything (`bounds.md` §4).
            Kind::Totals | Kind::Histogram | Kind::Choice if loose.up > 0 || loose.down > 0 => {
                (u64::MAX, u64::MAX)
            }
            Kind::Totals
            | Kind::Histogram
            | Kind::Choice
            | Kind::Change
            | Kind::Children
            | Kind::Value
            | Kind::Days => (0, 0),
        };
        let (met, unmet) = (down >= truths.met, up >= truths.unmet);
        let some = |all: bool, n: u64| if all { 0 } else { n };
        Self {
            met: met && down > 0,
            unmet: unmet && up > 0,
            may_turn: some(met, down) + some(unmet, up),
        }
    }

    /// The rows by what they say now.
    pub(super) fn truths(self, asked: Truths) -> Truths {
        let mut truths = asked;
        if self.met {
            truths.unknown += std::mem::take(&mut truths.met);
        }
        if self.unmet {
            truths.unknown += std::mem::take(&mut truths.unmet);
        }
        truths.may_turn = self.may_turn;
        truths
    }

    /// Takes back what rows said.
    pub(super) fn forget(self, rows: &mut [AnswerRow]) {
        for row in rows {
            match row.met {
                Some(true) if self.met => row.met = None,
                Some(false) if self.unmet => row.met = None,
                Some(_) | None => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Loose;

    const ASKED: Truths = Truths {
        met: 5,
        unmet: 3,
        unknown: 1,
        uncounted: 2,
        may_turn: 0,
    };

    fn under(kind: Kind, up: u64, down: u64) -> Truths {
        let widening = Widening {
            unseen: false,
            loose: Loose {
                up,
                down,
                ..Loose::NONE
            },
            opens_low: false,
            opens_high: false,
        };
        Doubt::of(kind, &ASKED, &widening).truths(ASKED)
    }

    #[test]
    fn rows_that_all_could_turn_are_not_known() {
        let all = under(Kind::Ratio, 3, 0);
        assert_eq!((all.met, all.unmet, all.unknown), (5, 0, 4));
        assert_eq!((all.uncounted, all.may_turn), (2, 0));
        let both = under(Kind::Count, 9, 5);
        assert_eq!((both.met, both.unmet, both.unknown), (0, 0, 9));
    }

    #[test]
    fn where_only_some_could_turn_rows_stay_and_it_is_said_how_many() {
        let some = under(Kind::Ratio, 2, 0);
        assert_eq!((some.met, some.unmet, some.unknown), (5, 3, 1));
        assert_eq!(some.may_turn, 2);
    }

    #[test]
    fn where_nothing_is_loose_rows_stay() {
        assert_eq!(under(Kind::Ratio, 0, 0), ASKED);
        assert_eq!(under(Kind::Histogram, 0, 0), ASKED);
    }

    #[test]
    fn amounts_and_levels_are_not_known_at_all_under_loose_rows() {
        for kind in [Kind::Totals, Kind::Histogram, Kind::Choice] {
            let all = under(kind, 0, 1);
            assert_eq!((all.met, all.unmet, all.unknown), (0, 0, 9), "{kind:?}");
        }
    }

    #[test]
    fn a_table_taken_as_seen_that_nobody_saw_leaves_nothing_known() {
        let all = Doubt::of(Kind::Ratio, &ASKED, &Widening::ANY).truths(ASKED);
        assert_eq!((all.met, all.unmet, all.unknown), (0, 0, 9));
    }

    #[test]
    fn rows_forget_as_the_counts_do() {
        let row = |met| AnswerRow {
            key: "k".into(),
            counted: Some(true),
            met,
            cells: Vec::new(),
        };
        let mut rows = vec![row(Some(true)), row(Some(false)), row(None)];
        let doubt = Doubt {
            unmet: true,
            ..Doubt::default()
        };
        doubt.forget(&mut rows);
        let met: Vec<_> = rows.iter().map(|row| row.met).collect();
        assert_eq!(met, [Some(true), None, None]);
    }
}

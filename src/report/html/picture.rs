//! Points as lengths: where a bar begins and how long it is, in per cent of the maximum.

use serde::Serialize;

use crate::exact::{Interval, Mode, Rational};

/// A scale from nothing to the most points there are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale<'a> {
    pub(super) max: &'a Rational,
}

/// A range on a scale: what is sure, and what is not known beyond it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Bar {
    /// Where the sure part ends.
    low: String,
    /// How long the unknown part is.
    open: String,
    /// Where the unknown part ends.
    high: String,
}

impl Scale<'_> {
    /// Where some points stand, never outside the scale.
    pub(super) fn at(self, points: &Rational) -> String {
        format!("{}%", decimal(&self.share(points)))
    }

    /// A range as a bar.
    pub(super) fn bar(self, range: &Interval) -> Bar {
        let (low, high) = (self.share(&range.low), self.share(&range.high));
        Bar {
            low: format!("{}%", decimal(&low)),
            open: format!("{}%", decimal(&(high.clone() - &low))),
            high: format!("{}%", decimal(&high)),
        }
    }

    /// Between two points, and how far they are apart in whole per cent.
    pub(super) fn between(self, low: &Rational, high: &Rational) -> (String, i64) {
        let (low, high) = (self.share(low), self.share(high));
        let two = Rational::from(2_u64);
        let middle = (low.clone() + &high).divided_by(&two);
        let wide = (high - &low).rounded(0, Mode::Floor).to_whole();
        let middle = middle.map_or_else(String::new, |at| format!("{}%", decimal(&at)));
        (middle, wide.unwrap_or_default())
    }

    /// How a label is set at some points, so that it stays on the picture.
    pub(super) fn anchor(self, points: &Rational) -> &'static str {
        const NEAR: u64 = 22;
        let share = self.share(points);
        if share < Rational::from(NEAR) {
            "start"
        } else if share > Rational::from(100 - NEAR) {
            "end"
        } else {
            "middle"
        }
    }

    fn share(self, points: &Rational) -> Rational {
        let hundred = Rational::from(100_u64);
        let share = (points.clone() * &hundred).divided_by(self.max);
        share
            .unwrap_or_else(Rational::zero)
            .clamped(&Rational::zero(), &hundred)
    }
}

fn decimal(share: &Rational) -> String {
    share.to_decimal(3, Mode::HalfUp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::sample::{number, range};

    #[test]
    fn bars_stay_within_the_scale_and_their_parts_add_up() {
        let max = number("170");
        let scale = Scale { max: &max };
        let bar = scale.bar(&range("42.5", "127.5"));
        assert_eq!(
            (bar.low.as_str(), bar.open.as_str(), bar.high.as_str()),
            ("25.000%", "50.000%", "75.000%")
        );
        let bar = scale.bar(&range("-10", "200"));
        assert_eq!(
            (bar.low.as_str(), bar.open.as_str()),
            ("0.000%", "100.000%")
        );
        let none = number("0");
        assert_eq!(Scale { max: &none }.at(&number("3")), "0.000%");
    }

    #[test]
    fn labels_near_an_end_are_set_towards_the_middle() {
        let max = number("100");
        let scale = Scale { max: &max };
        let anchors = ["5", "50", "95"].map(|points| scale.anchor(&number(points)));
        assert_eq!(anchors, ["start", "middle", "end"]);
        assert_eq!(
            scale.between(&number("50"), &number("70")),
            ("60.000%".into(), 20)
        );
    }
}

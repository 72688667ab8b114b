//! The prefix mean: the extreme of a mean over every choice of optional items (`bounds.md` §5).
//!
//! Exact: no choice of items has a mean beyond it, and one of them reaches it.

use crate::exact::Rational;

/// A sum and the weight it is divided by.
#[derive(Debug, Clone)]
pub(super) struct Weighed {
    pub(super) value: Rational,
    pub(super) weight: Rational,
}

impl Weighed {
    /// Nothing yet.
    pub(super) fn none() -> Self {
        Self {
            value: Rational::zero(),
            weight: Rational::zero(),
        }
    }

    /// So many equal items as one. A mean moves one way through equal items, so its extremes lie at none or all of them.
    pub(super) fn times(value: &Rational, n: u64) -> Self {
        let n = Rational::from(n);
        Self {
            value: n.clone() * value,
            weight: n,
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.value = self.value.clone() + &other.value;
        self.weight = self.weight.clone() + &other.weight;
    }

    fn mean(&self) -> Option<Rational> {
        self.value.divided_by(&self.weight)
    }
}

/// Which extreme is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Low,
    High,
}

/// The least or greatest mean of the sure part with any of the items; nothing where no choice has a weight.
///
/// No weight is below 0. An item without a weight moves the sum alone: it is taken in where that helps the end.
pub(super) fn prefix_mean(sure: &Weighed, items: Vec<Weighed>, end: End) -> Option<Rational> {
    let mut sum = sure.clone();
    let mut sorted: Vec<(Rational, Weighed)> = Vec::with_capacity(items.len());
    for item in items {
        match item.mean() {
            Some(mean) => sorted.push((mean, item)),
            None if item.value.is_negative() == (end == End::Low) => sum.add(&item),
            None => {}
        }
    }
    sorted.sort_by(|(a, _), (b, _)| match end {
        End::Low => a.cmp(b),
        End::High => b.cmp(a),
    });
    let mut extreme = sum.mean();
    for (_, item) in &sorted {
        sum.add(item);
        extreme = match (extreme, sum.mean(), end) {
            (Some(a), Some(b), End::Low) => Some(a.min(b)),
            (Some(a), Some(b), End::High) => Some(a.max(b)),
            (a, b, _) => a.or(b),
        };
    }
    extreme
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn weighed((value, weight): (i64, i64)) -> Weighed {
        Weighed {
            value: Rational::from(value),
            weight: Rational::from(weight),
        }
    }

    /// Every choice of the items, tried.
    fn extreme_of_all(sure: &Weighed, items: &[Weighed], end: End) -> Option<Rational> {
        let means = (0..1_u32 << items.len()).filter_map(|chosen| {
            let mut sum = sure.clone();
            for (n, item) in items.iter().enumerate() {
                if chosen & (1 << n) != 0 {
                    sum.add(item);
                }
            }
            sum.mean()
        });
        match end {
            End::Low => means.min(),
            End::High => means.max(),
        }
    }

    proptest! {
        #[test]
        fn no_choice_of_items_lies_beyond_it_and_one_reaches_it(
            sure in (-9_i64..9, 0_i64..6),
            items in prop::collection::vec((-9_i64..9, 1_i64..6), 0..7),
        ) {
            let sure = if sure.1 == 0 { (0, 0) } else { sure };
            let (sure, items) = (weighed(sure), items.into_iter().map(weighed).collect::<Vec<_>>());
            for end in [End::Low, End::High] {
                prop_assert_eq!(prefix_mean(&sure, items.clone(), end), extreme_of_all(&sure, &items, end));
            }
        }
    }

    #[test]
    fn an_item_without_a_weight_only_helps_its_own_end() {
        let sure = weighed((4, 4));
        let low = prefix_mean(&sure, vec![weighed((-2, 0))], End::Low);
        let high = prefix_mean(&sure, vec![weighed((-2, 0))], End::High);
        assert_eq!(low, Rational::ratio(1, 2));
        assert_eq!(high, Rational::ratio(1, 1));
        assert_eq!(prefix_mean(&Weighed::none(), Vec::new(), End::Low), None);
    }
}

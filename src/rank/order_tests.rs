//! The K vectors of `bounds.md`, and ranks against all worlds of small ranges.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn entry(low: i64, high: i64, ranked: Applies) -> Entry {
    Entry {
        figure: Interval::new(Rational::from(low), Rational::from(high)),
        ranked,
    }
}

/// Best and worst of the first unit, all of them ranked.
fn first(mode: RankMode, figures: &[(i64, i64)]) -> (usize, usize) {
    let entries: Vec<Entry> = figures
        .iter()
        .map(|(low, high)| entry(*low, *high, Applies::Yes))
        .collect();
    let span = spans(&entries, mode)[0];
    (span.best, span.worst)
}

#[test]
fn k11_a_unit_below_one_and_touching_another() {
    assert_eq!(first(RankMode::Standard, &[(3, 5), (5, 6), (6, 7)]), (2, 3));
}

#[test]
fn k13_dense_counts_equal_units_once() {
    assert_eq!(first(RankMode::Dense, &[(3, 3), (5, 5), (5, 5)]), (2, 2));
    assert_eq!(first(RankMode::Standard, &[(3, 3), (5, 5), (5, 5)]), (3, 3));
}

#[test]
fn k14_dense_counts_the_fewest_values_that_fit() {
    assert_eq!(
        first(RankMode::Dense, &[(2, 2), (4, 6), (5, 7), (3, 3)]),
        (3, 4)
    );
}

#[test]
fn k15_a_unit_that_may_be_unranked_only_makes_the_worst_rank_worse() {
    let entries = [
        entry(3, 4, Applies::Yes),
        entry(5, 6, Applies::Maybe),
        entry(2, 5, Applies::Yes),
    ];
    assert_eq!(
        spans(&entries, RankMode::Standard)[0],
        Span { best: 1, worst: 3 }
    );
}

#[test]
fn a_unit_that_is_not_ranked_moves_nobody() {
    let entries = [entry(3, 3, Applies::Yes), entry(9, 9, Applies::No)];
    for mode in [RankMode::Standard, RankMode::Dense] {
        assert_eq!(spans(&entries, mode)[0], Span { best: 1, worst: 1 });
    }
}

#[test]
fn published_ties_skip_the_next_rank() {
    // scoring.md §8, vector 6: two units at 17, the next is 19; dense would say 18.
    let mut figures = vec![(632, 632), (633, 633), (633, 633)];
    figures.extend((700..716).map(|n| (n, n)));
    assert_eq!(first(RankMode::Standard, &figures), (19, 19));
    assert_eq!(first(RankMode::Dense, &figures), (18, 18));
    figures.swap(0, 1);
    assert_eq!(first(RankMode::Standard, &figures), (17, 17));
}

/// The rank of the first of `values` among those that are there.
fn true_rank(mode: RankMode, values: &[Option<i64>]) -> usize {
    let own = values[0].unwrap();
    let above = values.iter().flatten().filter(|value| **value > own);
    match mode {
        RankMode::Standard => 1 + above.count(),
        RankMode::Dense => 1 + above.collect::<BTreeSet<_>>().len(),
    }
}

/// All worlds: a value for each unit, nothing where it is not ranked. The first is ranked in all of them.
fn worlds(units: &[(i64, i64, Applies)]) -> Vec<Vec<Option<i64>>> {
    let mut worlds = vec![Vec::new()];
    for (n, (low, high, ranked)) in units.iter().enumerate() {
        let mut choices: Vec<Option<i64>> = (*low..=*high).map(Some).collect();
        match ranked {
            Applies::Yes => {}
            Applies::Maybe if n == 0 => {}
            Applies::Maybe => choices.push(None),
            Applies::No => choices = vec![None],
        }
        worlds = worlds
            .into_iter()
            .flat_map(|world| {
                choices.iter().map(move |choice| {
                    let mut world: Vec<Option<i64>> = world.clone();
                    world.push(*choice);
                    world
                })
            })
            .collect();
    }
    worlds
}

fn unit() -> impl Strategy<Value = (i64, i64, Applies)> {
    let ranked = prop_oneof![
        4 => Just(Applies::Yes),
        1 => Just(Applies::Maybe),
        1 => Just(Applies::No),
    ];
    (0_i64..6, 0_i64..4, ranked).prop_map(|(low, width, ranked)| (low, low + width, ranked))
}

proptest! {
    #[test]
    fn every_world_lies_in_the_span_and_the_ends_are_reached(
        own in (0_i64..6, 0_i64..4, prop_oneof![Just(Applies::Yes), Just(Applies::Maybe)]),
        others in prop::collection::vec(unit(), 0..5),
    ) {
        let mut units = vec![(own.0, own.0 + own.1, own.2)];
        units.extend(others);
        let entries: Vec<Entry> =
            units.iter().map(|(low, high, ranked)| entry(*low, *high, *ranked)).collect();
        let worlds = worlds(&units);
        for mode in [RankMode::Standard, RankMode::Dense] {
            let span = spans(&entries, mode)[0];
            let ranks: BTreeSet<usize> = worlds.iter().map(|world| true_rank(mode, world)).collect();
            let (best, worst) = (*ranks.first().unwrap(), *ranks.last().unwrap());
            prop_assert_eq!(span.best, best, "best, {:?}", mode);
            match mode {
                RankMode::Standard => prop_assert_eq!(span.worst, worst),
                RankMode::Dense => prop_assert!(span.worst >= worst),
            }
        }
    }

    #[test]
    fn knowing_more_never_widens_a_rank(
        units in prop::collection::vec(unit(), 1..6), which in 0_usize..6, to_low in any::<bool>(),
    ) {
        let mut entries: Vec<Entry> =
            units.iter().map(|(low, high, _)| entry(*low, *high, Applies::Yes)).collect();
        for mode in [RankMode::Standard, RankMode::Dense] {
            let before = spans(&entries, mode);
            let at = which % entries.len();
            let end = if to_low { entries[at].figure.low.clone() } else { entries[at].figure.high.clone() };
            entries[at].figure = Interval::point(end);
            let after = spans(&entries, mode);
            for (before, after) in before.iter().zip(&after) {
                prop_assert!(before.best <= after.best && after.worst <= before.worst);
            }
        }
    }
}

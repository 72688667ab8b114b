//! Whole rankings: what is refused, warned of, tied and listed apart.

use super::*;
use crate::exact::Mode;
use crate::rubric::RankMode;
use crate::score::sample::of_total;

fn ids(ranking: &Ranking) -> Vec<&str> {
    let ids = ranking.units.iter().map(|unit| unit.unit.id.as_str());
    ids.collect()
}

#[test]
fn ranges_get_a_range_of_ranks_and_the_order_of_cards_does_not_matter() {
    let mut cards = vec![
        of_total("a", "130", "130"),
        of_total("b", "61.37", "128.40"),
        of_total("c", "100", "110"),
        of_total("d", "50", "60"),
    ];
    let ranking = rank(&cards).unwrap();
    assert_eq!(ids(&ranking), ["a", "b", "c", "d"]);
    let spans: Vec<(usize, usize)> = ranking.units.iter().map(|u| (u.best, u.worst)).collect();
    assert_eq!(spans, [(1, 1), (2, 3), (2, 3), (4, 4)]);
    assert_eq!(ranking.of, 4);
    cards.reverse();
    assert_eq!(ids(&rank(&cards).unwrap()), ["a", "b", "c", "d"]);
}

#[test]
fn units_tie_on_the_rounded_figure_only() {
    let mut cards = vec![
        of_total("a", "100.004", "100.004"),
        of_total("b", "100.001", "100.001"),
        of_total("c", "100.006", "100.006"),
        of_total("d", "99.9", "100.2"),
    ];
    let ranking = rank(&cards).unwrap();
    let tied = |ranking: &Ranking, id: &str| {
        let unit = ranking.units.iter().find(|unit| unit.unit.id == id);
        unit.unwrap().tied_with.clone()
    };
    assert_eq!(tied(&ranking, "a"), ["b"]);
    assert_eq!(tied(&ranking, "b"), ["a"]);
    assert!(tied(&ranking, "c").is_empty() && tied(&ranking, "d").is_empty());
    // Cut off instead of rounded, the third ties too.
    for card in &mut cards {
        card.rubric.ranking.rounding = Mode::Floor;
    }
    assert_eq!(tied(&rank(&cards).unwrap(), "a"), ["b", "c"]);
}

#[test]
fn the_rubric_chooses_the_rule_for_ties() {
    let mut cards = vec![
        of_total("a", "9", "9"),
        of_total("b", "9", "9"),
        of_total("c", "8", "8"),
    ];
    assert_eq!(rank(&cards).unwrap().units[2].best, 3);
    for card in &mut cards {
        card.rubric.ranking.mode = RankMode::Dense;
    }
    assert_eq!(rank(&cards).unwrap().units[2].best, 2);
}

#[test]
fn unranked_units_are_listed_apart_and_are_not_in_the_denominator() {
    let mut cards = vec![of_total("a", "9", "9"), of_total("b", "10", "10")];
    cards[1].total.ranked = Applies::No;
    let ranking = rank(&cards).unwrap();
    assert_eq!((ids(&ranking), ranking.of), (vec!["a"], 1));
    assert_eq!(ranking.units[0].best, 1);
    assert_eq!(ranking.unranked[0].unit.id, "b");
}

#[test]
fn one_unit_twice_is_ranked_twice_with_a_warning() {
    let cards = [of_total("a", "9", "9"), of_total("a", "10", "10")];
    let ranking = rank(&cards).unwrap();
    assert_eq!(ranking.of, 2);
    assert_eq!(
        ranking.warnings,
        [Warning::UnitTwice {
            unit: "a".into(),
            times: 2
        }]
    );
    assert!(rank(&cards[..1]).unwrap().warnings.is_empty());
}

#[test]
fn units_scored_by_other_checks_are_warned_of() {
    let mut cards = vec![of_total("a", "9", "9"), of_total("b", "10", "10")];
    cards[1].checks_sha256 = "f".repeat(64);
    let warning = Warning::ChecksDiffer {
        unit: "b".into(),
        first: "a".into(),
    };
    assert_eq!(rank(&cards).unwrap().warnings, [warning]);
}

#[test]
fn nothing_to_rank_is_an_error() {
    assert_eq!(rank(&[]).unwrap_err().code(), "rank.nothing");
}

#[test]
fn another_round_or_rubric_is_refused_and_both_are_named() {
    let cards = |change: fn(&mut Scorecard)| {
        let mut other = of_total("b", "9", "9");
        change(&mut other);
        rank(&[of_total("a", "9", "9"), other]).unwrap_err()
    };
    for (problem, code, named) in [
        (cards(|c| c.round.id = "2021".into()), "rank.round", "2021"),
        (
            cards(|c| c.round.as_of = crate::exact::Day::parse("2021-01-31").unwrap()),
            "rank.round",
            "2021-01-31",
        ),
        (
            cards(|c| c.rubric.edition = "2021.1".into()),
            "rank.rubric",
            "2021.1",
        ),
        (
            cards(|c| c.rubric.id = "other".into()),
            "rank.rubric",
            "other",
        ),
        (
            cards(|c| c.rubric.sha256 = "9".repeat(64)),
            "rank.rubric",
            "(999999999999)",
        ),
    ] {
        assert_eq!(problem.code(), code);
        let fields = problem.fields();
        assert!(
            fields.iter().any(|(_, value)| value.contains(named)),
            "{problem}"
        );
        assert!(fields.contains(&("first", "a".into())) && fields.contains(&("other", "b".into())));
    }
}

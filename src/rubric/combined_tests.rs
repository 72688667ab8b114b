//! The vectors of `bounds.md` §11 about policies, scopes, sums, cases and cohorts, and those of `scoring.md` §8 (S…).

use super::vectors::{answer, expect, interval, lines, number, scored};
use super::*;
use crate::exact::{Count, Interval, Rational};
use crate::kind::{Applies, Bounds, Measure};

/// After the policy: the interval holds whatever the indicator turns out to be.
const POLICIES: &str = "
Z01 | max 4 forbid | ratio - | no | 0 | 4
Z04 | max 4 forbid | ratio ?1 | maybe | 0 | 4
Z05 | max 4 award_max | ratio ?1 | maybe | 4 | 4
Z06 | max 4 zero | ratio ?1 | maybe | 0 | 4
Z07 | max 4 award_max | ratio ?0 | maybe | 0 | 4
Z08 | max 4 zero | ratio ?0 | maybe | 0 | 0
Z09 | max 4 award_max | ratio -; missing 1 | maybe | 0 | 4
Z10 | max 4 zero | ratio -; missing 1 | maybe | 0 | 4
Z11 | max 4 forbid | ratio 10 ?1 | yes | 0 | 2
Z12 | max 4 unranked | ratio ?1 | maybe | 0 | 4
";

/// Criteria of a scope, each `max applies …`; the result is the scope's.
const SCOPES: &str = "
G01 | scope | 48 yes 42.63; 2 no | yes | 1421/32 | 1421/32
G02 | scope | 2 yes 1; 2 maybe 2 | yes | 2 | 3
G03 | scope | 2 yes 1; 2 maybe [0, 2] | yes | 1 | 3
G04 | scope | 4 yes [2, 3]; 4 maybe 2; 2 maybe 0 | yes | 10/3 | 15/2
G05 | scope | 4 yes [2, 3]; 4 maybe [0, 1]; 2 maybe [1, 2] | yes | 5/2 | 25/3
G06 | scope | 2 maybe 1; 4 maybe 4 | maybe | 0 | 6
G08 | scope | 2 yes 2; 2 no; 4 maybe [1, 3] | yes | 4 | 8
S01 | scope | 48 yes 42.63; 2 no | yes | 44.40625 | 44.40625
S02 | scope | 92 yes 75.41; 8 no | yes | 7541/92 | 7541/92
S03 | scope | 92 yes 78.53; 8 no | yes | 7853/92 | 7853/92
";

/// Cases of a `best_of`, parts of a `sum`, a unit among its peers, children of a mean.
const COHORTS: &str = "
B02 | best_of | yes [1, 2]; maybe 3 | yes | 1 | 3
B03 | best_of | maybe [1, 2]; maybe [3, 4] | maybe | 1 | 4
S15 | sum max 50 | yes 36; yes 5 | yes | 41 | 41
E01 | peer max 10, best zero 0 | yes 1/2; yes 4/5 | yes | 25/4 | 25/4
E02 | peer max 10, best zero 0 | yes [1/2, 1]; yes 3/5 | yes | 25/3 | 10
E03 | peer max 10, best zero 0 | yes 3/5; yes [1/2, 1] | yes | 6 | 10
E04 | peer max 10, best zero 0 | yes 3/5; not collected | yes | 6 | 10
E05 | peer max 10, best zero 0 | yes 0; yes [0, 1/2] | yes | 0 | 0
E06 | peer max 10, best zero max | yes 0; yes [0, 1/2] | yes | 0 | 10
E07 | peer max 10, best zero 0 | yes 1/2; maybe [3/4, 1] | yes | 5 | 10
K01 | children max 2 | yes 1/2; yes [1/4, 3/4] | yes | 3/4 | 5/4
K02 | children max 2 | yes 1/2; yes 1; without scorecard | yes | 1 | 5/3
K03 | children max 2 | yes 1/2; maybe 1 | yes | 1 | 3/2
";

#[test]
fn every_policy_vector() {
    let table = lines::<6>(POLICIES);
    assert_eq!(table.len(), 10, "a vector got lost");
    for [id, rule, input, want, low, high] in table {
        let policy = match rule.strip_prefix("max 4 ").unwrap() {
            "forbid" => Policy::Forbid,
            "award_max" => Policy::AwardMax,
            "zero" => Policy::Zero,
            "unranked" => Policy::Unranked,
            other => panic!("{other}"),
        };
        let (before, max) = scored("proportional: max 4", input);
        let settled = after_policy(&before, &max, &Rational::zero(), &policy);
        assert_eq!(before.applies.code(), want, "{id}");
        let got = settled.interval.unwrap();
        assert_eq!(got, Interval::new(number(low), number(high)), "{id}");
        let ranked = if policy == Policy::Unranked {
            before.applies
        } else {
            Applies::Yes
        };
        assert_eq!((settled.ranked, settled.in_scope), (ranked, Applies::Yes));
    }
}

/// The criteria of a scope as `redistribute_in_group` leaves them.
fn entries(input: &str) -> Vec<ScopeEntry> {
    let policy = Policy::Redistribute { scope: "A".into() };
    input
        .split(';')
        .map(|entry| {
            let (max, points) = entry.trim().split_once(' ').unwrap();
            let (max, min) = (number(max), Rational::zero());
            let settled = after_policy(&answer(points), &max, &min, &policy);
            ScopeEntry { max, min, settled }
        })
        .collect()
}

#[test]
fn every_scope_vector() {
    let table = lines::<6>(SCOPES);
    assert_eq!(table.len(), 10, "a vector got lost");
    for [id, _, input, want, low, high] in table {
        let Rescaled {
            applies, interval, ..
        } = scope(&entries(input));
        expect(id, &Points { applies, interval }, [want, low, high]);
    }
}

#[test]
fn the_factor_of_a_scope_is_its_max_over_what_applies() {
    let sure = scope(&entries("48 yes 42.63; 2 no"));
    assert_eq!(sure.factor, Some(Interval::point(number("50/48"))));
    let open = scope(&entries("2 yes 2; 2 no; 4 maybe [1, 3]"));
    assert_eq!(open.factor, Some(Interval::new(number("8/6"), number("4"))));
    assert_eq!(open.applicable_max, Interval::new(number("2"), number("6")));
    let none = scope(&entries("2 no; 3 no"));
    assert_eq!((none.applies, none.factor), (Applies::No, None));
    assert_eq!(none.interval, Interval::new(number("0"), number("5")));
}

#[test]
fn a_heading_inside_a_larger_scope_shows_what_may_not_apply_from_zero() {
    let lines = entries("2 yes 2; 2 no; 4 maybe [1, 3]");
    let heading = lines
        .iter()
        .fold(Interval::zero(), |sum, line| sum + &line.settled.adds());
    assert_eq!(heading, Interval::new(number("2"), number("5")));
}

#[test]
fn every_cohort_vector() {
    let table = lines::<6>(COHORTS);
    assert_eq!(table.len(), 13, "a vector got lost");
    for [id, rule, input, want, low, high] in table {
        let cases: Vec<&str> = input.split(';').map(str::trim).collect();
        let (word, keys) = rule.split_once(" max ").unwrap_or((rule, "0"));
        let (max, keys) = keys.split_once(',').unwrap_or((keys, ""));
        let max = number(max);
        let got = match word {
            "best_of" => best_of(&cases.into_iter().map(answer).collect::<Vec<_>>()),
            "sum" => {
                let parts: Vec<Interval> = cases
                    .into_iter()
                    .map(|part| answer(part).interval)
                    .collect();
                sum(&max, &Rational::zero(), &parts)
            }
            "peer" => {
                let known = |case: &str| {
                    let Points { applies, interval } = answer(case);
                    let measure = Measure::Ratio {
                        ratio: interval,
                        num: (0, Count::Unbounded),
                        den: (0, Count::Unbounded),
                    };
                    Bounds { applies, measure }
                };
                let peers: Vec<PeerBounds> = cases[1..]
                    .iter()
                    .map(|case| match *case {
                        "not collected" => PeerBounds::NotCollected,
                        case => PeerBounds::Known(known(case)),
                    })
                    .collect();
                peer_normalised(&max, &known(cases[0]), &peers, keys.ends_with("max"))
            }
            "children" => {
                let children: Vec<Child> = cases
                    .iter()
                    .map(|case| match *case {
                        "without scorecard" => Child::unknown(Applies::Yes),
                        case => {
                            let mut rate = answer(case);
                            let counted = std::mem::replace(&mut rate.applies, Applies::Yes);
                            Child { counted, rate }
                        }
                    })
                    .collect();
                children_mean(&max, &children, Count::ZERO)
            }
            other => panic!("{other}"),
        };
        expect(id, &got, [want, low, high]);
    }
}

#[test]
fn s15_seven_applications_at_one_point_and_eighty_per_cent_of_forty_five() {
    let (rate, of_rate) = scored("proportional: max 45", "amounts 8/10");
    let (items, of_items) = scored("per_item: max 5, each 1, cap 5", "count 1 1 1 1 1 1 1");
    assert_eq!(of_rate + &of_items, number("50"));
    let all = sum(
        &number("50"),
        &Rational::zero(),
        [&rate.interval, &items.interval],
    );
    assert_eq!(all.interval, interval("41"));
}

//! The vectors of `bounds.md` §11 about formulas, and those of `scoring.md` §8 (S…); how vectors are read.
//!
//! A line is `id | rule | input | applies | low | high`; `?` = not known, `-` = none; a range is `[low, high]` or a number.

use super::*;
use crate::exact::{Count, Interval, Rational};
use crate::kind::{
    AmountRow, Applies, Bounds, LevelSpan, Loose, Measure, MetTally, RatioTally, TotalsTally, Truth,
};

/// One indicator, one formula. Rows of a ratio are (counted, met), of a count and a `yes_no` met; of levels the name, or
/// `any` where it is not known, in brackets where it is not known whether the row counts; of a choice its columns.
const FORMULAS: &str = "
P01 | ITEM | count 1 1 ? 0 | yes | 1 | 3/2
P02 | ITEM | count 1 1 1 1 ? | yes | 2 | 2
P03 | ITEM | count 1 1 0; missing ? | yes | 1 | 2
P04 | ITEM | count 1 1 0 0 0 0; meet 2 | yes | 1 | 2
P06 | PENALTY | count 1 ? | yes | 1 | 2
P07 | PENALTY | count 1; missing ? | yes | 0 | 2
P09 | RATES | levels late any (lost) | yes | 3/4 | 3/2
P10 | RATES | levels late; missing 2 | yes | 3/4 | 7/4
W01 | WEIGHT | levels a a a a a a b b b c | yes | 3/4 | 3/4
W02 | WEIGHT | levels a b any | yes | 1/2 | 5/6
W03 | WEIGHT | levels a c (b) (a) | yes | 1/2 | 2/3
W04 | WEIGHT | levels a a (b) (c) | yes | 5/8 | 1
W05 | WEIGHT | levels (b) | maybe | 1/2 | 1/2
F01 | proportional: max 8, target 1/2 | ratio 11 11 1? 10 | yes | 8 | 8
F02 | proportional: max 3, from 9/10, below 0 | ratio 11 11 11 11 1? | yes | 0 | 3
F03 | linear: max 6, from 9/10, to 1 | ratio 11 11 11 11 11 11 11 11 11 1? | yes | 0 | 6
F04 | STEPS | ratio 11 11 11 1? ?1 ?0 | yes | 2 | 5
F06 | linear: max 4, from 1/2, to 0 | ratio 11 10 10; missing 1 | yes | 0 | 2
D02 | DAYS | newest 90 ? | yes | 1 | 4
D03 | DAYS | newest 95; missing 1 | yes | 2 | 4
D04 | DAYS | newest - | yes | 0 | 0
D05 | DAYS | newest -; missing 1 | yes | 0 | 4
H02 | growth: max 1 | now [3, 6]; before [4, 5] | yes | 3/5 | 1
H03 | growth: max 1 | now [1, 2]; before [0, 4] | maybe | 1/4 | 1
H04 | growth: max 1 | now 0; before [0, 2] | maybe | 0 | 0
H05 | growth: max 1 | now 3; before 0 | no | - | -
Y02 | yes_no: max 2 | yes_no 0; meet 1 | yes | 0 | 2
Y03 | yes_no: max 2 | yes_no 1; meet ? | yes | 2 | 2
Y04 | yes_no: max 2 | yes_no 1; break 1 | yes | 0 | 2
O01 | CHOICE | choice 0?1 | yes | 2 | 3
V02 | survey: max 4, min_n 30, scale 1 | mean [3/5, 4/5]; n [25, 40] | maybe | 12/5 | 16/5
V03 | survey: max 4, min_n 30, scale 1 | mean [3/5, 4/5]; n [0, 29] | no | - | -
S05 | proportional: max 170 | amounts 13328/17000 | yes | 3332/25 | 3332/25
S10 | proportional: max 1 | amounts 247529/257141 | yes | 247529/257141 | 247529/257141
S11 | linear: max 20, from 0, to 4 | count 1 1 1 | yes | 15 | 15
S12 | WEIGHT | levels a a a a a a b b b c | yes | 3/4 | 3/4
";

/// The cells of every line.
pub(in crate::rubric) fn lines<const N: usize>(table: &str) -> Vec<[&str; N]> {
    table
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            cells
                .try_into()
                .unwrap_or_else(|_| panic!("{line} has another number of cells"))
        })
        .collect()
}

pub(in crate::rubric) fn number(text: &str) -> Rational {
    Rational::parse(text.trim()).unwrap_or_else(|| panic!("{text} is no number"))
}

pub(in crate::rubric) fn interval(text: &str) -> Interval {
    match text.trim().strip_prefix('[') {
        None => Interval::point(number(text)),
        Some(ends) => {
            let (low, high) = ends.strip_suffix(']').unwrap().split_once(',').unwrap();
            Interval::new(number(low), number(high))
        }
    }
}

pub(in crate::rubric) fn applies(text: &str) -> Applies {
    [Applies::Yes, Applies::Maybe, Applies::No]
        .into_iter()
        .find(|applies| applies.code() == text)
        .unwrap_or_else(|| panic!("{text} is no answer"))
}

fn count(text: &str) -> Count {
    if text == "?" {
        Count::Unbounded
    } else {
        Count::Finite(text.parse().unwrap())
    }
}

fn truth(c: char) -> Truth {
    match c {
        '1' => Some(true),
        '0' => Some(false),
        '?' => None,
        other => panic!("{other} is no three-valued cell"),
    }
}

/// `yes [1, 2]`, `maybe 3`, `no`.
pub(in crate::rubric) fn answer(text: &str) -> Points {
    let (word, points) = text.split_once(' ').unwrap_or((text, "0"));
    Points {
        applies: applies(word),
        interval: interval(points),
    }
}

/// A formula and its M: a name of the heading of `bounds.md` §11, or `word: max n, key n, …`.
fn formula(text: &str) -> (Formula, Rational) {
    let of = |levels: &[(&str, &str)]| -> Vec<(String, Rational)> {
        levels
            .iter()
            .map(|(level, points)| ((*level).to_owned(), number(points)))
            .collect()
    };
    let steps = |edge: StepEdge, steps: &[(&str, &str)]| {
        Formula::Steps(Steps {
            steps: steps
                .iter()
                .map(|(at, points)| {
                    (
                        Threshold {
                            edge,
                            at: number(at),
                        },
                        number(points),
                    )
                })
                .collect(),
            otherwise: Rational::zero(),
        })
    };
    let (formula, max) = match text {
        "ITEM" => (
            Formula::PerItem {
                each: number("1/2"),
                cap: number("2"),
            },
            "2",
        ),
        "PENALTY" => (
            Formula::Penalty {
                each: number("1"),
                floor: number("0"),
            },
            "3",
        ),
        "RATES" => (
            Formula::PenaltyRates {
                rates: of(&[("late", "1/4"), ("lost", "1/2")]),
                floor: number("0"),
            },
            "2",
        ),
        "WEIGHT" => (
            Formula::Weighted(of(&[("a", "1"), ("b", "1/2"), ("c", "0")])),
            "1",
        ),
        "STEPS" => (
            steps(
                StepEdge::AtLeast,
                &[("19/20", "5"), ("4/5", "4"), ("3/5", "2")],
            ),
            "5",
        ),
        "DAYS" => (
            steps(
                StepEdge::AtMost,
                &[("1", "4"), ("3", "3"), ("7", "2"), ("30", "1")],
            ),
            "4",
        ),
        "CHOICE" => (
            Formula::Choice(of(&[
                ("full", "4"),
                ("college", "3"),
                ("part", "2"),
                ("none", "0"),
            ])),
            "4",
        ),
        _ => return written(text),
    };
    (formula, number(max))
}

fn written(text: &str) -> (Formula, Rational) {
    let (word, keys) = text.split_once(':').unwrap();
    let key = |name: &str| {
        keys.split(',')
            .find_map(|key| key.trim().strip_prefix(name))
            .map(number)
    };
    let or = |name: &str, default: &str| key(name).unwrap_or_else(|| number(default));
    let formula = match word {
        "yes_no" => Formula::YesNo,
        "proportional" => Formula::Proportional {
            from: or("from", "0"),
            below: or("below", "0"),
            target: or("target", "1"),
        },
        "linear" => Formula::Linear {
            from: key("from").unwrap(),
            to: key("to").unwrap(),
        },
        "per_item" => Formula::PerItem {
            each: key("each").unwrap(),
            cap: key("cap").unwrap(),
        },
        "growth" => Formula::Growth {
            target: number("1"),
        },
        "survey" => Formula::Survey {
            min_n: u64::try_from(key("min_n").unwrap().to_whole().unwrap()).unwrap(),
            scale: key("scale").unwrap(),
            n: Some(IndicatorRef {
                id: "a/n".into(),
                with: std::collections::BTreeMap::new(),
            }),
        },
        other => panic!("{other}"),
    };
    (formula, key("max").unwrap())
}

/// The bounds that `kind` gives of the rows.
fn bounds(text: &str, formula: &Formula) -> Bounds {
    let mut parts = text.split(';').map(str::trim);
    let (kind, rows) = parts.next().unwrap().split_once(' ').unwrap();
    let rows: Vec<&str> = rows.split(' ').filter(|row| *row != "-").collect();
    let mut loose = Loose::NONE;
    for part in parts {
        let (word, n) = part.split_once(' ').unwrap();
        match word {
            "missing" => loose.k = count(n),
            "meet" => loose.up = count(n).at_most(rows.len() as u64),
            "break" => loose.down = count(n).at_most(rows.len() as u64),
            other => panic!("{other}"),
        }
    }
    let met = || {
        rows.iter().fold(MetTally::default(), |mut tally, row| {
            tally.add(truth(row.chars().next().unwrap()));
            tally
        })
    };
    match kind {
        "ratio" => rows
            .iter()
            .fold(RatioTally::default(), |mut tally, row| {
                let mut cells = row.chars().map(truth);
                tally.add(cells.next().unwrap(), cells.next().unwrap());
                tally
            })
            .bounds(loose),
        "amounts" => rows
            .iter()
            .fold(TotalsTally::default(), |mut tally, row| {
                let (num, den) = row.split_once('/').unwrap();
                tally.add(AmountRow {
                    den: den.parse().ok(),
                    num_low: num.parse().ok(),
                    num_high: num.parse().ok(),
                });
                tally
            })
            .bounds(loose),
        "count" => met().count(loose),
        "yes_no" => met().yes_no(loose),
        "newest" => newest(&rows, loose),
        "levels" => levels(&rows, formula, loose),
        "choice" => {
            let columns: Vec<Truth> = rows[0].chars().map(truth).collect();
            let names: Vec<String> = (0..=columns.len()).map(|n| n.to_string()).collect();
            crate::kind::choice(&names, &[crate::kind::level_span(&columns)], loose)
        }
        other => panic!("{other}"),
    }
}

/// Days since the newest, as of day 100.
fn newest(rows: &[&str], loose: Loose) -> Bounds {
    let open = rows.contains(&"?") || !loose.k.is_zero();
    let newest = rows.iter().filter_map(|row| row.parse::<u64>().ok()).max();
    let high = newest.map_or(Count::Unbounded, |day| Count::Finite(100 - day));
    let low = if open { Count::ZERO } else { high };
    Bounds {
        applies: Applies::Yes,
        measure: Measure::Days { low, high },
    }
}

fn levels(rows: &[&str], formula: &Formula, loose: Loose) -> Bounds {
    let (Formula::Weighted(numbers) | Formula::PenaltyRates { rates: numbers, .. }) = formula
    else {
        panic!("{formula:?} reads no levels")
    };
    let names: Vec<String> = numbers.iter().map(|(level, _)| level.clone()).collect();
    let rows: Vec<(Truth, LevelSpan)> = rows
        .iter()
        .map(|row| {
            let name = row.trim_matches(['(', ')']);
            let counted = if name == *row { Some(true) } else { None };
            let (best, worst) = match names.iter().position(|level| level == name) {
                Some(n) => (n, n),
                None if name == "any" => (0, names.len() - 1),
                None => panic!("{name} is no level"),
            };
            (counted, LevelSpan { best, worst })
        })
        .collect();
    crate::kind::histogram(&names, &rows, loose)
}

/// `word …; word …`, each a range.
fn pair(text: &str, words: [&str; 2]) -> [Interval; 2] {
    let mut parts = text.split(';').map(str::trim);
    words.map(|word| interval(parts.next().unwrap().strip_prefix(word).unwrap()))
}

fn whole(number: &Rational) -> u64 {
    u64::try_from(number.to_whole().unwrap()).unwrap()
}

pub(in crate::rubric) fn scored(rule: &str, input: &str) -> (Points, Rational) {
    let (formula, max) = formula(rule);
    let zero = Rational::zero();
    let as_count = |range: &Interval| (whole(&range.low), Count::Finite(whole(&range.high)));
    let points = if matches!(formula, Formula::Growth { .. }) {
        let [now, before] = pair(input, ["now ", "before "]);
        let change = crate::kind::change(as_count(&now), as_count(&before));
        points(&formula, &max, &zero, &change)
    } else if let Formula::Survey { min_n, scale, .. } = &formula {
        let [mean, n] = pair(input, ["mean ", "n "]);
        let of = |measure| Bounds {
            applies: Applies::Yes,
            measure,
        };
        let mean = of(Measure::Value {
            low: Some(mean.low),
            high: Some(mean.high),
        });
        let (low, high) = as_count(&n);
        survey(
            &max,
            scale,
            *min_n,
            &mean,
            &of(Measure::Count { low, high }),
        )
    } else {
        points(&formula, &max, &zero, &bounds(input, &formula))
    };
    (points, max)
}

pub(in crate::rubric) fn expect(id: &str, got: &Points, [want, low, high]: [&str; 3]) {
    assert_eq!(got.applies.code(), want, "{id}");
    if low == "-" {
        assert_eq!(want, "no", "{id}");
    } else {
        assert_eq!(
            got.interval,
            Interval::new(number(low), number(high)),
            "{id}"
        );
    }
}

#[test]
fn every_formula_vector() {
    let table = lines::<6>(FORMULAS);
    assert_eq!(table.len(), 36, "a vector got lost");
    for [id, rule, input, want, low, high] in table {
        let (points, _) = scored(rule, input);
        expect(id, &points, [want, low, high]);
    }
}

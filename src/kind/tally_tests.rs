//! The vectors of `bounds.md` §11 that are about tallies; `?` = NULL.

use super::*;

fn truth(c: char) -> Truth {
    match c {
        '1' => Some(true),
        '0' => Some(false),
        '?' => None,
        other => panic!("{other} is no three-valued cell"),
    }
}

/// Adds a row written as its two cells: counted, met.
fn add_row(tally: &mut RatioTally, row: &str) {
    let mut cells = row.chars().map(truth);
    tally.add(cells.next().unwrap(), cells.next().unwrap());
}

fn assert_ratio(id: &str, bounds: &Bounds, (low, high): (&str, &str)) {
    let Measure::Ratio { ratio, .. } = &bounds.measure else {
        panic!("{id}")
    };
    let found = (ratio.low.to_string(), ratio.high.to_string());
    assert_eq!(found, (low.to_owned(), high.to_owned()), "{id}");
}

/// `id | rows; missing k; meet n; break n; any n | applies | low | high`; `all` and `?` = every result row.
const RATIOS: &str = "
R01 | 11 11 10 | yes | 2/3 | 2/3
R02 | 11 11 1? | yes | 2/3 | 1
R03 | 11 10 ?1 | yes | 1/2 | 2/3
R04 | 11 10 ?0 | yes | 1/3 | 1/2
R05 | 11 10 ?? | yes | 1/3 | 2/3
R06 | 11 10 0? 01 | yes | 1/2 | 1/2
R07 | 11 1? ?1 ?0 ?? | yes | 1/4 | 1
R08 | 11 11 10; missing 3 | yes | 1/3 | 5/6
R09 | 11 11 10; missing ? | yes | 0 | 1
R10 | 11 10 10; meet 1 | yes | 1/3 | 2/3
R11 | 11 10 10; meet all | yes | 1/3 | 1
R12 | 11 10 ?0 ?0; meet 2 | yes | 1/4 | 1
R13 | 11 11 11; break 1 | yes | 2/3 | 1
R14 | 11 10 ?1; break 2 | yes | 0 | 2/3
R15 | 11 11 10; meet 1; break 1 | yes | 1/3 | 1
R16 | 11 11 10 01; any 1 | yes | 1/3 | 1
R17 | 11 11 10 00; meet 1; any 1 | yes | 1/3 | 1
R19 | - | no | - | -
R21 | ?1 | maybe | 1 | 1
R22 | ?0 | maybe | 0 | 0
R23 | ?? | maybe | 0 | 1
R25 | -; missing ? | maybe | 0 | 1
R26 | 11; any 1 | maybe | 0 | 1
R27 | ?1; break 1 | maybe | 0 | 1
R28 | 00 11 11; any all | maybe | 0 | 1
";

#[test]
fn every_ratio_vector() {
    let mut seen = 0;
    for line in RATIOS.lines().filter(|l| !l.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [id, input, applies, low, high] = cells[..] else {
            panic!("{line}")
        };
        let mut parts = input.split(';').map(str::trim);
        let mut tally = RatioTally::default();
        let rows: Vec<&str> = parts
            .next()
            .unwrap()
            .split(' ')
            .filter(|r| *r != "-")
            .collect();
        for row in &rows {
            add_row(&mut tally, row);
        }
        let mut loose = Loose::NONE;
        for part in parts {
            let (word, n) = part.split_once(' ').unwrap();
            let n = match n {
                "?" => Count::Unbounded,
                "all" => Count::Finite(rows.len() as u64),
                n => Count::Finite(n.parse().unwrap()),
            };
            let changed = n.at_most(rows.len() as u64);
            match word {
                "missing" => loose.k = n,
                "meet" => loose.up += changed,
                "break" => loose.down += changed,
                "any" => {
                    loose.up += changed;
                    loose.down += changed;
                    loose.any += changed;
                }
                other => panic!("{other}"),
            }
        }
        let bounds = tally.bounds(loose);
        assert_eq!(bounds.applies.code(), applies, "{id}");
        if low != "-" {
            assert_ratio(id, &bounds, (low, high));
        }
        seen += 1;
    }
    assert_eq!(seen, 25, "a vector got lost");
}

#[test]
fn r07_shows_two_separate_ranges() {
    let mut tally = RatioTally::default();
    for row in ["11", "1?", "?1", "?0", "??"] {
        add_row(&mut tally, row);
    }
    let Measure::Ratio { num, den, .. } = tally.bounds(Loose::NONE).measure else {
        panic!()
    };
    assert_eq!((num, den), ((1, Count::Finite(4)), (2, Count::Finite(5))));
}

/// `id | num/den rows; missing k | applies | low | high`.
const AMOUNTS: &str = "
A01 | 21815/21843 | yes | 21815/21843 | 21815/21843
A02 | 3/4 ?/6 | yes | 3/10 | 9/10
A03 | 3/4 2/? | yes | 0 | 5/6
A04 | 3/4 ?/? | yes | 0 | 1
A05 | 1/2 0/0; missing 1 | yes | 0 | 1
A07 | 0/? | maybe | 0 | 0
";

#[test]
fn every_amounts_vector() {
    let mut seen = 0;
    for line in AMOUNTS.lines().filter(|l| !l.is_empty()) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [id, input, applies, low, high] = cells[..] else {
            panic!("{line}")
        };
        let (rows, missing) = input.split_once("; missing ").unwrap_or((input, "0"));
        let mut tally = TotalsTally::default();
        for row in rows.split(' ') {
            let (num, den) = row.split_once('/').unwrap();
            let num = num.parse().ok();
            tally.add(AmountRow {
                den: den.parse().ok(),
                num_low: num,
                num_high: num,
            });
        }
        let loose = Loose {
            k: Count::Finite(missing.parse().unwrap()),
            ..Loose::NONE
        };
        let bounds = tally.bounds(loose);
        assert_eq!(bounds.applies.code(), applies, "{id}");
        assert_ratio(id, &bounds, (low, high));
        seen += 1;
    }
    assert_eq!(seen, 6, "a vector got lost");
}

#[test]
fn parts_short_of_the_whole_leave_a_range_and_nothing_is_renormalised() {
    // Huế's table: 257.141 solved, of which 124.907 + 102.770 + 19.852 are classified; 9.612 are not.
    let mut tally = TotalsTally::default();
    let sure = 124_907 + 102_770;
    tally.add(AmountRow {
        den: Some(257_141),
        num_low: Some(sure),
        num_high: Some(257_141 - 19_852),
    });
    let Measure::Ratio { num, .. } = tally.bounds(Loose::NONE).measure else {
        panic!()
    };
    assert_eq!(num, (227_677, Count::Finite(237_289)));
}

#[test]
fn no_row_of_a_complete_table_is_a_no_and_of_no_table_unknown() {
    let none = MetTally::default();
    let ends = |loose| {
        let Measure::YesNo { low, high } = none.yes_no(loose).measure else {
            panic!()
        };
        (low, high)
    };
    assert_eq!(ends(Loose::NONE), (false, false));
    assert_eq!(
        ends(Loose {
            k: Count::Unbounded,
            ..Loose::NONE
        }),
        (false, true)
    );
}

#[test]
fn levels_run_from_the_best_that_is_one_to_the_best_that_is_not_zero() {
    let span = |cells: &str| {
        let columns: Vec<Truth> = cells.chars().map(truth).collect();
        let LevelSpan { best, worst } = level_span(&columns);
        (best, worst)
    };
    assert_eq!(span("0?1"), (1, 2));
    assert_eq!(span("000"), (3, 3));
    assert_eq!(span("???"), (0, 3));
    assert_eq!(span("1?0"), (0, 0));
    assert_eq!(span("01?"), (1, 1));
}

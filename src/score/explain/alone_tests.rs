use super::*;
use crate::exact::Interval;

fn bands(partial: Option<&str>) -> Bands {
    Bands {
        pass: Rational::parse("0.9").unwrap(),
        partial: partial.and_then(Rational::parse),
        proposed: true,
    }
}

fn ratio(low: &str, high: &str) -> Bounds {
    let at = |text: &str| Rational::parse(text).unwrap();
    Bounds {
        applies: Applies::Yes,
        measure: Measure::Ratio {
            ratio: Interval::new(at(low), at(high)),
            num: (0, Count::Unbounded),
            den: (0, Count::Unbounded),
        },
    }
}

#[test]
fn a_figure_lies_in_the_best_band_that_it_reaches() {
    let three = bands(Some("0.5"));
    for (low, high, expected) in [
        ("0.9", "1", Some((Band::Pass, Band::Pass))),
        ("0.5", "0.899", Some((Band::Partial, Band::Partial))),
        ("0", "0.499", Some((Band::Fail, Band::Fail))),
        ("0.2", "1", Some((Band::Fail, Band::Pass))),
    ] {
        assert_eq!(within(&three, &ratio(low, high)), expected);
    }
    let two = bands(None);
    assert_eq!(
        within(&two, &ratio("0.5", "0.95")),
        Some((Band::Fail, Band::Pass))
    );
}

#[test]
fn what_nobody_knows_may_be_any_band_and_what_does_not_arise_is_none() {
    let bands = bands(Some("0.5"));
    let of = |measure| {
        within(
            &bands,
            &Bounds {
                applies: Applies::Maybe,
                measure,
            },
        )
    };
    let count = Measure::Count {
        low: 0,
        high: Count::Unbounded,
    };
    assert_eq!(of(count), Some((Band::Fail, Band::Pass)));
    let value = Measure::Value {
        low: None,
        high: None,
    };
    assert_eq!(of(value), Some((Band::Fail, Band::Pass)));
    let yes = Measure::YesNo {
        low: true,
        high: true,
    };
    assert_eq!(of(yes), Some((Band::Pass, Band::Pass)));
    let mut none = ratio("1", "1");
    none.applies = Applies::No;
    assert_eq!(within(&bands, &none), None);
}

//! Numbers and days as each language writes them.

use super::*;
use crate::score::sample::{of_total, range};

fn with(test: impl Fn(Speech<'_>, Speech<'_>)) {
    let words = Words::built_in();
    let points = Points::of(&of_total("a", "1", "1").rubric);
    test(
        Speech::new(&words, Lang::Vi, points),
        Speech::new(&words, Lang::En, points),
    );
}

#[test]
fn decimals_and_thousands() {
    with(|vi, en| {
        for (plain, in_vi, in_en) in [
            ("5.92", "5,92", "5.92"),
            ("21815", "21.815", "21,815"),
            ("1234567.5", "1.234.567,5", "1,234,567.5"),
            ("-0.25", "−0,25", "−0.25"),
            ("-1000", "−1.000", "−1,000"),
            ("999", "999", "999"),
        ] {
            assert_eq!(vi.decimal(plain), in_vi);
            assert_eq!(en.decimal(plain), in_en);
        }
    });
}

#[test]
fn ranges_are_printed_outwards_and_points_once() {
    with(|vi, en| {
        assert_eq!(vi.range(&range("61.37", "128.4")), "61,37 – 128,40");
        assert_eq!(vi.range(&range("118.996", "120.001")), "118,99 – 120,01");
        assert_eq!(en.range(&range("5.921", "5.921")), "5.92");
        assert_eq!(vi.low(&range("118.996", "120.001")), "118,99");
        assert_eq!(vi.high(&range("118.996", "120.001")), "120,01");
        assert_eq!(vi.percent(&range("21815/21843", "21815/21843")), "99,87%");
        assert_eq!(en.percent(&range("1/3", "2/3")), "33.33 – 66.67%");
    });
}

#[test]
fn counts_without_an_upper_limit_say_so() {
    with(|vi, en| {
        assert_eq!(vi.counts(3, Count::Finite(3)), "3");
        assert_eq!(vi.counts(3, Count::Finite(1200)), "3 – 1.200");
        assert_eq!(vi.counts(3, Count::Unbounded), "từ 3 trở lên");
        assert_eq!(en.counts(3, Count::Unbounded), "3 or more");
    });
}

#[test]
fn days_are_written_day_first_in_vietnamese_only() {
    with(|vi, en| {
        let day = Day::parse("2020-11-05").unwrap();
        assert_eq!(
            (vi.day(day), en.day(day)),
            ("05/11/2020".into(), "2020-11-05".into())
        );
    });
}

#[test]
fn a_code_without_a_word_is_shown_as_it_is() {
    with(|vi, _| {
        assert_eq!(vi.code("coverage", "complete"), "đầy đủ");
        assert_eq!(vi.code("coverage", "nonsense"), "nonsense");
    });
}

#[test]
fn a_key_that_is_a_code_of_ours_is_told_in_words() {
    use crate::score::{AskedRow, RowSource, Verdict};

    let row = |key: &str, name: Option<&str>, from: Option<RowSource>| AskedRow {
        key: key.to_owned(),
        name: name.map(str::to_owned),
        verdict: Verdict::Unmet,
        cells: Vec::new(),
        from,
    };
    with(|vi, en| {
        let key = crate::report::asked::key;
        let section = row("procurement", None, None);
        assert_eq!(key(vi, &section), "Mua sắm công, đấu thầu (procurement)");
        assert_eq!(key(en, &row("mail", None, None)), "E-mail (mail)");
        assert_eq!(key(vi, &row("VB-01", None, None)), "VB-01");
        assert_eq!(key(vi, &row("mail", Some("12/QĐ"), None)), "mail (12/QĐ)");
    });
}

//! Every kind of indicator in words, in both languages.

use super::*;
use crate::kind::ChildList;
use crate::report::points::Points;
use crate::score::sample::{number, range, small};
use crate::words::{Lang, Words};

fn levels() -> Vec<String> {
    vec!["good".into(), "fair".into(), "bad".into()]
}

fn said(applies: Applies, measure: Measure, lang: Lang) -> String {
    let words = Words::built_in();
    let speech = Speech::new(&words, lang, Points::of(&small().rubric));
    phrase(speech, &Bounds { applies, measure }, &levels())
}

fn days(low: Count, high: Count) -> Measure {
    Measure::Days { low, high }
}

fn value(low: Option<&str>, high: Option<&str>) -> Measure {
    Measure::Value {
        low: low.map(number),
        high: high.map(number),
    }
}

fn rows(counted: Vec<(LevelSpan, u64)>, maybe: Vec<(LevelSpan, u64)>, missing: Count) -> Measure {
    Measure::Histogram(LevelCounts {
        levels: levels(),
        counted,
        maybe,
        missing,
    })
}

fn bodies(missing: Count) -> Measure {
    Measure::Children(ChildList {
        counted: vec!["xa-a".into()],
        maybe: Vec::new(),
        missing,
    })
}

const THREE: Count = Count::Finite(3);
const ALL: Count = Count::Unbounded;

/// The Vietnamese, and that the English leaves nothing unworded.
fn assert_said(cases: Vec<(Measure, &str)>) {
    for (measure, text) in cases {
        assert_eq!(said(Applies::Yes, measure.clone(), Lang::Vi), text);
        let english = said(Applies::Yes, measure, Lang::En);
        let unworded = english.contains("measure.") || english.contains(['{', '}']);
        assert!(!unworded, "{english}");
    }
}

#[test]
fn counts_ratios_and_levels() {
    let span = |best, worst| LevelSpan { best, worst };
    let yes_no = |low, high| Measure::YesNo { low, high };
    let ratio = Measure::Ratio {
        ratio: range("1/4", "1"),
        num: (1, Count::Finite(4)),
        den: (2, ALL),
    };
    let some = vec![(span(0, 0), 6), (span(0, 2), 1)];
    assert_said(vec![
        (
            ratio,
            "tử số 1 – 4, mẫu số từ 2 trở lên, tỷ lệ 25,00 – 100,00%",
        ),
        (
            Measure::Count {
                low: 3,
                high: THREE,
            },
            "số lượng 3",
        ),
        (yes_no(true, true), "có"),
        (yes_no(false, false), "không"),
        (yes_no(false, true), "có hoặc không, chưa rõ"),
        (Measure::Choice { low: 2, high: 0 }, "mức `bad` … `good`"),
        (Measure::Choice { low: 1, high: 1 }, "mức `fair`"),
        (
            rows(some, vec![(span(1, 1), 2)], THREE),
            "`good` 6, `bad` … `good` 1, có thể tính thêm: `fair` 2, thiếu 3 dòng",
        ),
        (
            rows(Vec::new(), Vec::new(), Count::ZERO),
            "không có dòng nào",
        ),
        (
            rows(Vec::new(), Vec::new(), ALL),
            "thiếu dòng, chưa rõ bao nhiêu",
        ),
    ]);
}

#[test]
fn numbers_days_changes_and_bodies() {
    let change = Measure::Change {
        now: (3, THREE),
        before: (0, ALL),
    };
    assert_said(vec![
        (value(Some("4.2"), Some("4.2")), "4,2"),
        (value(Some("1/3"), Some("2/3")), "0,3333 – 0,6667"),
        (value(Some("3"), None), "từ 3 trở lên"),
        (value(None, Some("3")), "không quá 3"),
        (value(None, None), "chưa rõ bao nhiêu"),
        (days(THREE, THREE), "3 ngày"),
        (days(THREE, ALL), "từ 3 ngày trở lên, hoặc chưa từng có"),
        (days(ALL, ALL), "chưa từng có"),
        (change, "kỳ này 3, kỳ trước từ 0 trở lên"),
        (
            bodies(Count::ZERO),
            "1 cơ quan, đơn vị được tính, 0 có thể được tính",
        ),
        (
            bodies(ALL),
            "1 cơ quan, đơn vị được tính, 0 có thể được tính; danh sách còn thiếu",
        ),
    ]);
}

#[test]
fn what_may_not_apply_says_so_and_what_does_not_says_nothing_else() {
    let count = || Measure::Count {
        low: 1,
        high: Count::Finite(1),
    };
    assert_eq!(
        said(Applies::Maybe, count(), Lang::En),
        "number 1; may not apply"
    );
    assert_eq!(said(Applies::No, count(), Lang::En), "Not applicable");
}

//! Scorecards made by hand, for the tests of ranking, gates and reports.

use super::{
    Asked, AskedRow, Because, ChildPoints, ContextRef, CriterionScore, DecisionsRef, EvidenceRef,
    Explanation, Figures, Flag, GroupScore, IndicatorScore, Measured, PartRead, Raise, Reading,
    RoundRef, RowSource, RubricRef, Scorecard, Standing, TableRead, TotalScore, UnitRef, Verdict,
};
use crate::check::Legal;
use crate::exact::{Count, Day, Interval, Mode, Rational};
use crate::kind::{Applies, Bounds, Kind, Measure};
use crate::rubric::{RankMode, Ranking, SheetColumn};
use crate::unit::{Declaration, Period, Stated};
use crate::words::Bilingual;

/// A number of a test.
pub(crate) fn number(text: &str) -> Rational {
    Rational::parse(text).unwrap()
}

/// A range of a test.
pub(crate) fn range(low: &str, high: &str) -> Interval {
    Interval::new(number(low), number(high))
}

/// A text in both languages.
pub(crate) fn both(vi: &str, en: &str) -> Bilingual {
    Bilingual {
        vi: vi.into(),
        en: en.into(),
    }
}

fn day(iso: &str) -> Day {
    Day::parse(iso).unwrap()
}

/// A unit without criteria whose measured and official total is `[low, high]` of 170.
pub(crate) fn of_total(id: &str, low: &str, high: &str) -> Scorecard {
    Scorecard {
        unit: UnitRef {
            id: id.into(),
            name: both(&format!("Huyện {id}"), &format!("{id} district")),
            kind: "district".into(),
        },
        round: RoundRef {
            id: "2020".into(),
            as_of: day("2020-12-31"),
            period: Period {
                from: day("2020-01-01"),
                to: day("2020-12-31"),
            },
        },
        rubric: rubric(),
        checks_sha256: "c".repeat(64),
        bundle_sha256: "b".repeat(64),
        decisions: DecisionsRef::default(),
        context: Vec::new(),
        total: TotalScore {
            max: number("170"),
            figures: figures(range(low, high)),
            band: Some(("weak".into(), "fair".into())),
            ranked: Applies::Yes,
        },
        groups: Vec::new(),
        criteria: Vec::new(),
    }
}

fn rubric() -> RubricRef {
    RubricRef {
        id: "small".into(),
        edition: "2020.1".into(),
        sha256: "a".repeat(64),
        title: both("Bộ tiêu chí nhỏ", "A small rubric"),
        notice: Some(both(
            "Bộ tiêu chí để kiểm thử; không ban hành.",
            "A rubric for tests; never issued.",
        )),
        max: number("170"),
        digits: 2,
        mode: Mode::HalfUp,
        ranking: Ranking {
            mode: RankMode::Standard,
            digits: 2,
            rounding: Mode::HalfUp,
        },
        bands: vec![
            ("fair".into(), both("Khá", "Fair")),
            ("weak".into(), both("Yếu", "Weak")),
        ],
        sheet: SheetColumn::ALL.to_vec(),
    }
}

fn figures(measured: Interval) -> Figures {
    Figures {
        evidenced: measured.low.clone(),
        declared: Rational::zero(),
        undeclared: 0,
        official: measured.clone(),
        adjudicated: 0,
        measured,
    }
}

/// A criterion of group `A1`, `max` 4, with `[low, high]` measured and nothing claimed.
pub(crate) fn criterion(code: &str, low: &str, high: &str) -> CriterionScore {
    CriterionScore {
        code: code.into(),
        title: both(&format!("Tiêu chí {code}"), &format!("Criterion {code}")),
        group: "A1".into(),
        max: number("4"),
        min: Rational::zero(),
        applies: Applies::Yes,
        state: if low == high {
            Measured::Settled
        } else {
            Measured::Partial
        },
        standing: Standing::None,
        flags: Vec::new(),
        measured: Some(range(low, high)),
        evidenced: None,
        declared: None,
        adjudicated: None,
        official: Some(range(low, high)),
        indicator: None,
        because: Vec::new(),
        evidence: Vec::new(),
        legal: Vec::new(),
        formula: "proportional",
    }
}

/// The bounds of a ratio.
pub(crate) fn ratio(num: (u64, Count), den: (u64, Count), ratio: Interval) -> Bounds {
    Bounds {
        applies: Applies::Yes,
        measure: Measure::Ratio { ratio, num, den },
    }
}

/// A whole small scorecard: two groups, three criteria, one of them made up, one not applicable.
pub(crate) fn small() -> Scorecard {
    let mut card = of_total("hai-ha", "6.92", "9.92");
    card.total.max = number("12");
    card.total.figures.declared = number("5.92");
    card.total.figures.undeclared = 2;
    card.context = vec![ContextRef {
        unit: "mau-a".into(),
        sha256: "d".repeat(64),
    }];
    card.groups = vec![
        group("A", None, "12", "6.92", "9.92"),
        group("A1", Some("A"), "12", "6.92", "9.92"),
    ];
    card.criteria = vec![on_time(), certificates(), feedback()];
    card
}

fn group(code: &str, parent: Option<&str>, max: &str, low: &str, high: &str) -> GroupScore {
    GroupScore {
        code: code.into(),
        parent: parent.map(str::to_owned),
        title: both(&format!("Nhóm {code}"), &format!("Group {code}")),
        max: number(max),
        applicable_max: range("10", "10"),
        measured_applicable_max: range("10", "12"),
        figures: figures(range(low, high)),
        rescaled: parent.is_none(),
    }
}

fn on_time() -> CriterionScore {
    let bounds = ratio(
        (21815, Count::Finite(21815)),
        (21843, Count::Finite(21843)),
        range("21815/21843", "21815/21843"),
    );
    CriterionScore {
        max: number("6"),
        title: both(
            "Tỷ lệ hồ sơ giải quyết đúng hạn, trước hạn",
            "Dossiers solved on time or early",
        ),
        standing: Standing::Claimed,
        declared: Some(number("5.92")),
        indicator: Some(IndicatorScore {
            id: "services.on-time/rate".into(),
            kind: Kind::Totals,
            levels: Vec::new(),
            bounds,
            cross_check: Some(ratio(
                (3, Count::Finite(4)),
                (5, Count::Unbounded),
                range("3/5", "1"),
            )),
        }),
        because: vec![
            Because::new("alternative_differs"),
            Because::new("rows_missing")
                .text("table", "dossiers")
                .number("n", 3),
        ],
        evidence: vec![EvidenceRef {
            sha256: Some("e".repeat(64)),
            what: "evidence/B3.4-01.pdf".into(),
            passes: false,
            fails: Some("signed_unknown"),
        }],
        legal: vec![Legal {
            instrument: "decree".into(),
            number: "61/2018/NĐ-CP".into(),
            article: Some("10".into()),
            clause: Some("1.a".into()),
            valid_from: Some(day("2018-06-21")),
            valid_to: None,
            grade: "notice".into(),
            source: None,
        }],
        ..criterion("B3.4", "5.92", "5.92")
    }
}

fn certificates() -> CriterionScore {
    let because = Because::new("rows_missing")
        .text("table", "certificates")
        .count("n", Count::Unbounded);
    CriterionScore {
        flags: vec![Flag::Illustrative],
        indicator: Some(IndicatorScore {
            id: "office.certificate-coverage/officials".into(),
            kind: Kind::Ratio,
            levels: Vec::new(),
            bounds: ratio(
                (8, Count::Finite(40)),
                (32, Count::Finite(40)),
                range("1/4", "1"),
            ),
            cross_check: None,
        }),
        because: vec![because, Because::new("illustrative")],
        ..criterion("B2.2", "1", "4")
    }
}

fn feedback() -> CriterionScore {
    CriterionScore {
        applies: Applies::No,
        state: Measured::NotApplicable,
        measured: None,
        official: None,
        max: number("2"),
        because: vec![Because::new("not_applicable").text("policy", "redistribute_in_group")],
        ..criterion("B2.7", "0", "0")
    }
}

/// Why the first criterion of [`small`] has its points.
pub(crate) fn explanation() -> Explanation {
    let card = small();
    let criterion = card.criteria.first().unwrap().clone();
    let measured = card.total.figures.measured.clone();
    Explanation {
        unit: card.unit,
        round: card.round.clone(),
        rubric: card.rubric,
        illustrative: true,
        bundle_sha256: card.bundle_sha256,
        above: vec![
            (
                String::new(),
                Bilingual::default(),
                number("12"),
                measured.clone(),
            ),
            (
                "A1".into(),
                both("Nhóm A1", "Group A1"),
                number("12"),
                measured,
            ),
        ],
        meaning: both("Đúng hạn từ 90% thì được điểm.", "Earns from 90% on time."),
        formula: "linear { from = 0.9, to = 1 }".into(),
        policy: "forbid",
        provenance: Bilingual {
            vi: "theo chỉ số 766".into(),
            en: "from index 766".into(),
        },
        evidence_rule: Some(both("Báo cáo có ký số", "A signed report")),
        declaration: Some(Declaration {
            code: criterion.code.clone(),
            stated: Some(Stated::Totals {
                num: 21815,
                den: 21843,
            }),
            points: Some(number("5.92")),
            period: Some(card.round.period),
            evidence: vec!["evidence/B3.4-01.pdf".into()],
            note: String::new(),
        }),
        asked: vec![Asked {
            found: criterion.indicator.clone(),
            ..asked()
        }],
        children: vec![ChildPoints {
            body: "xa-a".into(),
            counted: Applies::Maybe,
            criteria: vec![
                ("B3.4".into(), number("6"), Some(range("1", "2"))),
                ("B2.7".into(), number("2"), None),
            ],
        }],
        raise: vec![Raise {
            code: "meet_amount",
            fields: vec![("n", "28".into())],
            points: Some(number("0.0777")),
        }],
        criterion,
    }
}

fn asked() -> Asked {
    let row = |key: &str, verdict, line| AskedRow {
        key: key.into(),
        name: Some(format!("{key}-TT")),
        verdict,
        cells: vec![("den".into(), Some("1".into())), ("num".into(), None)],
        from: Some(RowSource {
            table: "dossiers".into(),
            file: "exports/ho-so.csv".into(),
            row: Some(line),
            sha256: "f".repeat(64),
        }),
    };
    Asked {
        indicator: "services.on-time/rate".into(),
        title: both("Hồ sơ đúng hạn", "Dossiers on time"),
        body: "hai-ha".into(),
        query: "services/on-time/rate.sql".into(),
        reading: Reading::Amounts,
        params: vec![("as_of".into(), "2020-12-31".into())],
        tables: vec![TableRead {
            table: "dossiers".into(),
            roles: vec!["rows"],
            state: "partial".into(),
            missing: Some(3),
            parts: vec![PartRead {
                part: String::new(),
                state: "partial".into(),
                missing: Some(3),
                rule: String::new(),
            }],
            unassigned: 0,
            files: vec![("exports/ho-so.csv".into(), "f".repeat(64))],
        }],
        rows: vec![
            row("HS-0001", Verdict::Unmet, 12),
            row("HS-0002", Verdict::Unknown, 13),
        ],
        tally: vec![
            (Verdict::Unmet, 28),
            (Verdict::Unknown, 1),
            (Verdict::Met, 21815),
        ],
        found: None,
    }
}

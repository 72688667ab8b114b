//! The demo from its files to the ranking: every interesting case is really in a bundle and shows in the score.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sansang::bundle::{Bundle, Trust};
use sansang::check::Pack;
use sansang::demo::{UNITS, Written, open};
use sansang::exact::Mode;
use sansang::kind::Applies;
use sansang::rank::rank;
use sansang::rubric::Rubric;
use sansang::score::{Basis, CriterionScore, Decisions, Fact, Flag, Measured, Scorecard, score};
use sansang::table::Sandbox;
use sansang::workspace::Workspace;

use crate::support;

static PACK: LazyLock<Pack> = LazyLock::new(support::pack);
static DEMO: LazyLock<Demo> = LazyLock::new(Demo::new);

/// The demo, written and audited once for all tests, with its portals up.
struct Demo {
    root: tempfile::TempDir,
    cards: BTreeMap<&'static str, Scorecard>,
}

impl Demo {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let opened = open(root.path()).unwrap();
        assert_eq!(opened.written, Written::New);
        let cards = UNITS
            .iter()
            .map(|unit| (*unit, audited(root.path(), unit, support::audited_live)))
            .collect();
        drop(opened);
        Self { root, cards }
    }
}

fn rubric() -> Rubric {
    let Some((name, text)) = PACK.rubrics.get("ict170/rubric.toml") else {
        panic!("the rubric is not in the pack");
    };
    Rubric::parse(name, text, &PACK.shapes()).unwrap()
}

fn bundle(root: &Path, unit: &str) -> Bundle {
    let path = Workspace::open(root).unwrap().newest_bundle(unit).unwrap();
    Bundle::open(&path, &PACK.catalogue, Trust::Verify).unwrap()
}

/// How a unit is audited: with or without its portals.
type Audit = fn(&Workspace, (&Pack, &Rubric), &str, &str) -> PathBuf;

/// Audits and scores a unit.
fn audited(root: &Path, unit: &str, audit: Audit) -> Scorecard {
    let workspace = Workspace::open(root).unwrap();
    let rubric = rubric();
    let at = "2020-12-31T08:00:00Z";
    audit(&workspace, (&PACK, &rubric), unit, at);
    let bundle = bundle(root, unit);
    let subject = bundle.subject().unwrap();
    let sandbox = Sandbox::around(bundle.into_connection(), &PACK.calendar).unwrap();
    let decisions = Decisions::default();
    let basis = Basis {
        subject: &subject,
        pack: &PACK,
        rubric: &rubric,
        decisions: &decisions,
        context: &[],
    };
    score(basis, &sandbox).unwrap()
}

/// A number that a query over a unit's bundle gives.
fn number(unit: &str, query: &str) -> i64 {
    let connection = bundle(DEMO.root.path(), unit).into_connection();
    connection.query_row(query, [], |row| row.get(0)).unwrap()
}

fn card(unit: &str) -> &'static Scorecard {
    let Some(card) = DEMO.cards.get(unit) else {
        panic!("{unit} is no unit of the demo");
    };
    card
}

fn criterion(unit: &str, code: &str) -> &'static CriterionScore {
    let criteria = &card(unit).criteria;
    criteria
        .iter()
        .find(|criterion| criterion.code == code)
        .unwrap()
}

/// `low – high` of a criterion.
fn measured(criterion: &CriterionScore) -> String {
    let interval = criterion.measured.as_ref().unwrap();
    let shown = [&interval.low, &interval.high].map(|end| end.to_decimal(2, Mode::HalfUp));
    shown.join(" – ")
}

/// Whether a criterion gives a reason, with these fields among its own.
fn says(criterion: &CriterionScore, code: &str, fields: &[(&str, &str)]) -> bool {
    criterion.because.iter().any(|because| {
        because.code == code
            && fields
                .iter()
                .all(|(name, text)| match because.fields.get(name) {
                    Some(Fact::Text(found)) => found == text,
                    Some(Fact::Number(n)) => n.to_string() == *text,
                    Some(Fact::Unknown) | None => false,
                })
    })
}

#[test]
fn one_revocation_is_unknown_and_two_certificates_expired() {
    let unknown = "select count(*) from certificates where revoked_on is null";
    let expired = "select count(*) from certificates where chain_until < '2020-12-31'";
    assert_eq!(
        (number("hai-ha", unknown), number("hai-ha", expired)),
        (1, 2)
    );
    let criterion = criterion("hai-ha", "B2.6");
    assert_eq!(measured(criterion), "1.93 – 1.95");
    assert!(says(criterion, "cells_unknown", &[("n", "1")]));
    assert!(says(criterion, "rows_unmet", &[("n", "2")]));
}

#[test]
fn rows_that_a_missing_table_could_turn_are_not_called_unmet() {
    let regular = criterion("hai-ha", "B2.5");
    assert!(says(regular, "table_none", &[("table", "logins")]));
    assert!(says(regular, "cells_unknown", &[("n", "141")]));
    assert!(!says(regular, "rows_unmet", &[]));
}

#[test]
fn late_dossiers_are_told_as_amounts_and_real_figures_carry_no_mark() {
    let on_time = criterion("hai-ha", "B3.4");
    assert!(says(on_time, "amount_unmet", &[("n", "28")]));
    assert!(!says(on_time, "rows_unmet", &[]));
    // The communes' file of the same table is made up; the district's own is not.
    assert!(!on_time.flags.contains(&Flag::Illustrative));
    assert!(
        criterion("hai-ha", "B3.8")
            .flags
            .contains(&Flag::Illustrative)
    );
}

#[test]
fn a_mean_of_communes_says_which_are_open_and_a_meeting_is_nothing_unmet() {
    let mean = criterion("hai-ha", "B3.8");
    assert!(says(mean, "children_open", &[("n", "11")]));
    assert!(!says(criterion("hai-ha", "B2.8"), "rows_unmet", &[]));
    assert!(!says(criterion("hai-ha", "B4.5"), "rows_unmet", &[]));
}

#[test]
fn a_tenth_of_the_electronic_documents_is_unsigned() {
    let all = "select count(*) from documents where unit_id = 'hai-ha' and electronic";
    let unsigned = format!("{all} and not signed");
    assert_eq!(
        (number("hai-ha", all), number("hai-ha", &unsigned)),
        (7_600, 760)
    );
    assert_eq!(measured(criterion("hai-ha", "B2.2")), "4.00 – 4.00");
}

#[test]
fn an_export_left_out_is_unknown_and_not_zero() {
    let none = "select count(*) from coverage where table_name = 'dossiers' and state = 'none'";
    assert_eq!(number("hai-ha", none), 1);
    let criterion = criterion("hai-ha", "B3.2");
    assert_eq!(
        (criterion.state, measured(criterion)),
        (Measured::Unknown, "0.00 – 6.00".into())
    );
    assert!(says(criterion, "table_none", &[("table", "dossiers")]));
}

#[test]
fn a_list_that_never_answers_leaves_its_own_section_open() {
    let said = "select count(*) from coverage where table_name = 'items' and (part, state, rule) in \
                (values ('', 'complete', ''), ('statistics', 'partial', 'unread'))";
    assert_eq!(number("mau-a", said), 2);
    let items = "select count(*) from coverage where table_name = 'items' and unit_id = 'mau-a'";
    assert_eq!(number("mau-a", items), 2);
    for (code, points) in [
        ("B1.2", "2.00 – 2.00"),
        ("B1.3", "2.00 – 2.00"),
        ("B1.6", "2.00 – 2.50"),
        ("B1.7", "0.00 – 0.00"),
    ] {
        let found = criterion("mau-a", code);
        assert_eq!(measured(found), points, "{code}");
        let part = [("table", "items"), ("part", "statistics")];
        assert_eq!(says(found, "part_missing", &part), code == "B1.6", "{code}");
        assert!(!says(found, "rows_missing", &[]), "{code}");
    }
}

#[test]
fn figures_of_another_period_settle_nothing() {
    let other = "select count(*) from digitisation where period_from < '2020-01-01'";
    assert_eq!(number("mau-a", other), 1);
    let a = criterion("mau-a", "B4.3");
    assert_eq!(a.state, Measured::Unknown);
    assert!(a.flags.contains(&Flag::PeriodConflict));
    // The online dossiers of «2020» over those to 5 November: claimed, not measured.
    let hai_ha = criterion("hai-ha", "B3.3");
    assert_eq!(hai_ha.state, Measured::Unknown);
    assert_eq!(
        hai_ha
            .declared
            .as_ref()
            .unwrap()
            .to_decimal(2, Mode::HalfUp),
        "8.00"
    );
    let empty = "select count(*) from dossier_report where received_online is null";
    assert_eq!(number("hai-ha", empty), 12);
}

#[test]
fn parts_short_of_the_whole_are_a_range() {
    let short = "select solved_total - solved_early - solved_on_time - solved_overdue \
                 from dossier_report where unit_id = 'mau-b'";
    assert_eq!(number("mau-b", short), 97);
    let criterion = criterion("mau-b", "B3.4");
    assert_eq!(
        (criterion.state, measured(criterion)),
        (Measured::Partial, "0.00 – 1.38".into())
    );
}

#[test]
fn what_cannot_be_read_is_listed_by_file_row_and_column() {
    let listed = "select count(*) from unread u join observation o on o.id = u.obs \
                  where o.file = 'exports/hai-ha/tap-huan.csv' and u.code in ('cell_date', 'cell_code')";
    assert_eq!(number("hai-ha", listed), 2);
    let lost = "select missing from coverage where table_name = 'trainings' and unit_id = 'hai-ha'";
    assert_eq!(number("hai-ha", lost), 1);
    let criterion = criterion("hai-ha", "A2.3");
    assert!(says(
        criterion,
        "rows_missing",
        &[("table", "trainings"), ("n", "1")]
    ));
    assert_eq!(measured(criterion), "2.72 – 2.78");
}

#[test]
fn a_commune_that_sent_nothing_is_unknown_and_not_zero() {
    let silent = "select count(*) from coverage where unit_id = 'xa-11' and state = 'none' \
                  and table_name in ('staff', 'sites', 'documents', 'certificates')";
    assert_eq!(number("hai-ha", silent), 4);
    for (code, range) in [
        ("A1.8", "1.82 – 2.00"),
        ("A2.4", "2.91 – 3.27"),
        ("B2.9", "2.45 – 2.73"),
    ] {
        assert_eq!(measured(criterion("hai-ha", code)), range, "{code}");
    }
}

#[test]
fn a_rate_may_turn_out_not_to_apply() {
    let criterion = criterion("mau-b", "B3.6");
    assert_eq!(criterion.applies, Applies::Maybe);
    assert!(says(criterion, "maybe_not_applicable", &[]));
}

#[test]
fn claims_go_beyond_what_is_measured_and_evidence_is_missing() {
    for (unit, code, claimed) in [
        ("hai-ha", "B3.1", "6.00"),
        ("hai-ha", "B3.7", "1.73"),
        ("mau-b", "A1.1", "2.00"),
    ] {
        let criterion = criterion(unit, code);
        assert!(
            says(criterion, "claim_beyond_measured", &[("declared", claimed)]),
            "{code}"
        );
    }
    // 279 of 372, not of 279.
    assert_eq!(measured(criterion("hai-ha", "B3.1")), "4.50 – 4.50");
    let file = "evidence/mau-b/A3.4-01_TB-khong-gui.pdf";
    let missing = [("file", file), ("rule", "missing")];
    assert!(says(criterion("mau-b", "A3.4"), "evidence_fails", &missing));
}

#[test]
fn the_published_rates_of_hai_ha_come_out_as_published() {
    for (code, points) in [
        ("B3.4", "5.92"),
        ("B3.5", "3.00"),
        ("B3.7", "1.30"),
        ("B4.1", "4.00"),
    ] {
        assert_eq!(
            measured(criterion("hai-ha", code)),
            format!("{points} – {points}"),
            "{code}"
        );
    }
    // The online half is not known.
    assert_eq!(measured(criterion("hai-ha", "B3.8")), "1.48 – 2.98");
}

#[test]
fn every_card_says_that_it_holds_made_up_data() {
    for unit in UNITS {
        assert!(card(unit).illustrative(), "{unit}");
        let meta = bundle(DEMO.root.path(), unit).meta()["illustrative"].clone();
        assert_eq!(meta, "1", "{unit}");
        let real = "select count(*) from observation where step = 'csv' and illustrative = 0";
        assert_eq!(
            number(unit, real),
            if *unit == "hai-ha" { 2 } else { 0 },
            "{unit}"
        );
    }
}

#[test]
fn the_ranges_of_the_three_overlap() {
    let cards: Vec<Scorecard> = DEMO.cards.values().cloned().collect();
    let ranking = rank(&cards).unwrap();
    let ranks: Vec<String> = ranking
        .units
        .iter()
        .map(|unit| {
            format!(
                "{} {}–{}/{}",
                unit.unit.id, unit.best, unit.worst, ranking.of
            )
        })
        .collect();
    assert_eq!(ranks, ["mau-a 1–2/3", "hai-ha 1–2/3", "mau-b 3–3/3"]);
}

#[test]
fn binding_the_export_that_waits_settles_its_criterion_and_no_other() {
    let root = tempfile::tempdir().unwrap();
    let opened = open(root.path()).unwrap();
    audited(root.path(), "hai-ha", support::audited_live);
    drop(opened);
    let path = root.path().join("units/hai-ha.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    let start = text.find("#[[source.digitisation]]").unwrap();
    let (before, after) = text.split_at(start);
    let end = after.find("\n\n").unwrap();
    let (block, rest) = after.split_at(end);
    let block: Vec<&str> = block
        .lines()
        .map(|line| line.strip_prefix('#').unwrap())
        .collect();
    std::fs::write(&path, [before, &block.join("\n"), rest].concat()).unwrap();
    // The portals are closed by now: what they showed is carried over.
    let now = audited(root.path(), "hai-ha", support::audited);
    for (old, new) in card("hai-ha").criteria.iter().zip(&now.criteria) {
        if new.code == "B4.3" {
            assert_eq!(
                (measured(old), measured(new)),
                ("0.00 – 4.00".into(), "1.92 – 1.92".into())
            );
        } else {
            assert_eq!(measured(old), measured(new), "{}", new.code);
        }
    }
}

//! A rubric of another total, trade, tie rule and language: nothing about 170 points, districts or a province is in code.

use std::path::Path;

use sansang::bundle::{Bundle, Trust};
use sansang::check::Pack;
use sansang::exact::{Interval, Rational};
use sansang::proof::prove;
use sansang::rank::rank;
use sansang::rubric::Rubric;
use sansang::score::{Basis, Decisions, Fact, Measured, Scorecard, score};
use sansang::table::Sandbox;

use crate::support::{pack_files_with, scored, sealed};

/// Three branches, one of them unknown; three loans of the period and one of the year before.
const TOWN: &str = "
insert into branches values ('town', 'b1', 'daily', 1, 1), ('town', 'b2', 'weekly', 1, 2), ('town', 'b3', null, 1, 3);
insert into loans values ('town', 'l1', '2020-02-01', 'on_time', 1, 1), ('town', 'l2', '2020-03-01', 'late', 1, 2),
  ('town', 'l3', '2020-04-01', 'lost', 1, 3), ('town', 'l4', '2019-04-01', 'on_time', 1, 4);
insert into coverage (unit_id, table_name, part, state) values ('town', 'branches', '', 'complete'), ('town', 'loans', '', 'complete');
";

/// Six branches and nothing else.
const CITY: &str = "
insert into branches values ('city', 'b1', 'daily', 1, 1), ('city', 'b2', 'daily', 1, 2), ('city', 'b3', 'daily', 1, 3),
  ('city', 'b4', 'daily', 1, 4), ('city', 'b5', 'daily', 1, 5), ('city', 'b6', 'daily', 1, 6);
insert into coverage (unit_id, table_name, part, state) values ('city', 'branches', '', 'complete');
";

fn library() -> (Pack, Rubric) {
    let pack = Pack::parse(&pack_files_with("tests/fixtures/library/checks")).unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/library/rubric.toml");
    let text = std::fs::read_to_string(file).unwrap();
    let rubric = Rubric::parse("rubric.toml", &text, &pack.shapes()).unwrap_or_else(|problem| {
        let all: Vec<String> = problem.others().iter().map(ToString::to_string).collect();
        panic!("{problem}\n{}", all.join("\n"))
    });
    (pack, rubric)
}

fn points(low: &str, high: &str) -> Interval {
    Interval::new(
        Rational::parse(low).unwrap(),
        Rational::parse(high).unwrap(),
    )
}

fn measured(card: &Scorecard, code: &str) -> Option<Interval> {
    card.criteria
        .iter()
        .find(|c| c.code == code)
        .unwrap()
        .measured
        .clone()
}

#[test]
fn every_formula_of_it_gives_the_points_worked_out_by_hand() {
    let (pack, rubric) = library();
    let folder = tempfile::tempdir().unwrap();
    let path = sealed(folder.path(), &pack, "library", "town", TOWN);
    let card = scored(&path, &pack, &rubric, &Decisions::default(), &[]).unwrap();
    // 4 · (1 + 1/2 + 0 or 1) / 3
    assert_eq!(measured(&card, "S.1"), Some(points("2", "10/3")));
    // 3 − 0 − 1/2 − 2
    assert_eq!(measured(&card, "S.2"), Some(points("1/2", "1/2")));
    // min(2, 3) + 2 · 2/3
    assert_eq!(measured(&card, "S.3"), Some(points("10/3", "10/3")));
    // the greater of min(1, 3/2) and 3 · (2/3 − 1/2) / (1/2)
    assert_eq!(measured(&card, "S.4"), Some(points("1", "1")));
    // nobody else was collected: another library may have any number of branches
    assert_eq!(measured(&card, "V.1"), Some(points("0", "2")));
    assert_eq!(measured(&card, "V.2"), Some(points("2", "2")));
    assert_eq!(measured(&card, "V.3"), Some(points("0", "2")));
    let state = |code: &str| card.criteria.iter().find(|c| c.code == code).unwrap().state;
    assert_eq!(state("V.3"), Measured::Unscored);
    assert_eq!(state("V.1"), Measured::Unknown);
    assert_eq!(state("S.1"), Measured::Partial);
    // 41/6 + 2 and 49/6 + 6, rounded at the total to one decimal
    let total = &card.total;
    assert_eq!(total.figures.measured, points("8.8", "14.2"));
    assert_eq!(total.band, Some(("b".to_owned(), "a".to_owned())));
    assert_eq!(total.max, Rational::parse("20").unwrap());
}

#[test]
fn another_unit_narrows_what_is_compared_and_is_named() {
    let (pack, rubric) = library();
    let folder = tempfile::tempdir().unwrap();
    let none = Decisions::default();
    let city = scored(
        &sealed(folder.path(), &pack, "library", "city", CITY),
        &pack,
        &rubric,
        &none,
        &[],
    )
    .unwrap();
    let town = sealed(folder.path(), &pack, "library", "town", TOWN);
    let alone = scored(&town, &pack, &rubric, &none, &[]).unwrap();
    let card = scored(&town, &pack, &rubric, &none, std::slice::from_ref(&city)).unwrap();
    // 2 · 3/6
    assert_eq!(measured(&card, "V.1"), Some(points("1", "1")));
    assert_eq!(card.context.len(), 1);
    assert_eq!(card.context[0].sha256, city.bundle_sha256);
    for (with, without) in card
        .criteria
        .iter()
        .zip(&alone.criteria)
        .filter(|(c, _)| c.code != "V.1")
    {
        assert_eq!(with.measured, without.measured, "{}", with.code);
    }
    let ranking = rank(&[card, city]).unwrap();
    assert_eq!(ranking.units.len(), 2);
}

#[test]
fn a_unit_that_is_expected_and_absent_widens_and_is_named() {
    let (pack, rubric) = library();
    let folder = tempfile::tempdir().unwrap();
    let none = Decisions::default();
    let city = scored(
        &sealed(folder.path(), &pack, "library", "city", CITY),
        &pack,
        &rubric,
        &none,
        &[],
    )
    .unwrap();
    let town = sealed(folder.path(), &pack, "library", "town", TOWN);
    let bundle = Bundle::open(&town, &pack.catalogue, Trust::Verify).unwrap();
    let mut subject = bundle.subject().unwrap();
    subject.round.units = ["city", "village", "town"].map(str::to_owned).to_vec();
    let sandbox = Sandbox::around(bundle.into_connection(), &pack.calendar).unwrap();
    let context = [city];
    let basis = Basis {
        subject: &subject,
        pack: &pack,
        rubric: &rubric,
        decisions: &none,
        context: &context,
    };
    let card = score(basis, &sandbox).unwrap();
    // The village may have any number of branches, the city has six.
    assert_eq!(measured(&card, "V.1"), Some(points("0", "1")));
    let reasons = &card
        .criteria
        .iter()
        .find(|c| c.code == "V.1")
        .unwrap()
        .because;
    let named: Vec<_> = reasons.iter().filter(|r| r.code == "peer_absent").collect();
    assert_eq!(named.len(), 1, "{reasons:?}");
    assert_eq!(named[0].fields["unit"], Fact::Text("village".to_owned()));
}

#[test]
fn its_checks_are_proved_like_all_others() {
    let (pack, _) = library();
    for id in ["library.branches", "library.loans"] {
        let proof = prove(&pack, &pack.checks[id]);
        assert!(proof.problems.is_empty(), "{:?}", proof.problems);
        assert!(proof.blanks >= 2 && proof.removals > 2);
    }
}

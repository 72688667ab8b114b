//! Every case of every check, and every mutant of every case.

use sansang::check::Check;
use sansang::proof::{lint, prove};
use sansang::words::Problem;

use crate::support::pack;

/// Each problem after the id of its check.
fn named(check: &Check, problems: &[Problem]) -> Vec<String> {
    let named = |problem: &Problem| format!("{}: {problem}", check.id);
    problems.iter().map(named).collect()
}

fn assert_none(wrong: &[String]) {
    let list = wrong.join("\n");
    assert!(wrong.is_empty(), "{} wrong:\n{list}", wrong.len());
}

#[test]
fn every_check_holds_its_cases_and_lets_no_mutant_escape() {
    let pack = pack();
    let (mut cases, mut mutants) = (0, 0);
    let mut wrong = Vec::new();
    for check in pack.checks.values() {
        let proof = prove(&pack, check);
        cases += proof.cases;
        mutants +=
            proof.blanks + proof.removals + proof.forgotten + proof.settled + proof.reversals;
        wrong.extend(named(check, &proof.problems));
    }
    assert_none(&wrong);
    assert!(
        cases >= pack.checks.len() * 3,
        "{cases} cases of {} checks",
        pack.checks.len()
    );
    assert!(mutants > cases * 10, "{mutants} mutants of {cases} cases");
}

#[test]
fn no_query_of_the_pack_is_slow_or_uses_a_float_and_every_check_has_its_pages() {
    let pack = pack();
    let mut wrong = Vec::new();
    for check in pack.checks.values() {
        wrong.extend(named(check, &lint(&pack, check).problems));
    }
    assert_none(&wrong);
}

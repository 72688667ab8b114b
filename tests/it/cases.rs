//! Every case of every check, and every mutant of every case.

use sansang::proof::{lint, prove};

use crate::support::pack;

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
        wrong.extend(
            proof
                .problems
                .iter()
                .map(|problem| format!("{}: {problem}", check.id)),
        );
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
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
        wrong.extend(
            lint(&pack, check)
                .problems
                .iter()
                .map(|problem| format!("{}: {problem}", check.id)),
        );
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

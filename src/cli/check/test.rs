//! `check test`: the cases of each check and their mutants; the printed counts are the proof.

use serde_json::{Value, json};

use super::Which;
use crate::check::Check;
use crate::cli::exit::Exit;
use crate::cli::session::{Failure, Session};
use crate::proof::{Proof, prove};
use crate::words::Problem;

pub(super) fn run(typed: &Which, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let pack = session.pack()?.pack;
    let checks = typed.of(&pack)?;
    let several = checks.len() > 1;
    let mut documents = Vec::new();
    let mut total = Proof::default();
    for check in checks {
        let proof = prove(&pack, check);
        if session.json() {
            documents.push(as_json(check, &proof));
        } else {
            let line = line("cli.check.proof", &check.id, &proof, session);
            session.print(&line)?;
            session.flush()?;
        }
        add(&mut total, proof);
    }
    if session.json() {
        session.print_json(&json!({ "schema": "sansang/proofs/1", "checks": documents }))?;
    } else if several {
        let line = line("cli.check.proof_total", "", &total, session);
        session.print(&line)?;
    }
    match Problem::all(total.problems) {
        None => Ok(Exit::Ok),
        Some(problem) => Err(problem.into()),
    }
}

fn line(key: &str, id: &str, proof: &Proof, session: &Session<'_, '_>) -> String {
    let fields = [
        ("id", id.to_owned()),
        ("cases", proof.cases.to_string()),
        ("answers", proof.answers.to_string()),
        ("blanks", proof.blanks.to_string()),
        ("removals", proof.removals.to_string()),
        ("forgotten", proof.forgotten.to_string()),
        ("settled", proof.settled.to_string()),
        ("reversals", proof.reversals.to_string()),
        ("escapes", escapes(proof).to_string()),
        (
            "faults",
            (proof.problems.len() - escapes(proof)).to_string(),
        ),
    ];
    session.fill(key, &fields)
}

/// Mutants whose interval does not contain the one before.
fn escapes(proof: &Proof) -> usize {
    let escaped = |problem: &&Problem| {
        problem.code().ends_with("_escapes") || problem.code() == "proof.order"
    };
    proof.problems.iter().filter(escaped).count()
}

fn add(total: &mut Proof, proof: Proof) {
    total.cases += proof.cases;
    total.answers += proof.answers;
    total.blanks += proof.blanks;
    total.removals += proof.removals;
    total.forgotten += proof.forgotten;
    total.settled += proof.settled;
    total.reversals += proof.reversals;
    total.problems.extend(proof.problems);
}

fn as_json(check: &Check, proof: &Proof) -> Value {
    json!({
        "id": check.id,
        "cases": proof.cases,
        "answers": proof.answers,
        "blanks": proof.blanks,
        "removals": proof.removals,
        "forgotten": proof.forgotten,
        "settled": proof.settled,
        "reversals": proof.reversals,
        "escapes": escapes(proof),
        "faults": proof.problems.len() - escapes(proof),
    })
}

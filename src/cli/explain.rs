//! `explain`: why a criterion has its points, from the total down to the raw rows; and what a check says by itself.

use clap::Args;

use super::exit::Exit;
use super::score::Looked;
use super::session::{Failure, Session};
use super::subject::Desk;
use crate::report::{json, terminal};
use crate::score::{CheckResult, Explainer};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "BUNDLE|UNIT")]
    subject: String,
    #[arg(value_name = "CODE")]
    code: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 20)]
    rows: usize,
    #[command(flatten)]
    looked: Looked,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    let opened = desk.open(&typed.subject, typed.looked.view())?;
    let known = |code: &String| opened.rubric.criteria.iter().any(|c| c.code == *code);
    let check = typed.code.as_ref().filter(|code| !known(code));
    let codes: Vec<String> = match &typed.code {
        Some(code) => vec![code.clone()],
        None => opened
            .rubric
            .criteria
            .iter()
            .map(|criterion| criterion.code.clone())
            .collect(),
    };
    desk.tell(session)?;
    let mut documents = Vec::new();
    let mut explainer = Explainer::new(opened.basis(&packed.pack, &[]), &opened.sandbox)?;
    if let Some(check) = check
        && let Some(result) = explainer.check(check, typed.rows)?
    {
        print(&result, session)?;
        return Ok(Exit::Ok);
    }
    for (n, code) in codes.iter().enumerate() {
        let explanation = explainer.explain(code, typed.rows)?;
        if session.json() {
            documents.push(json::explanation(&explanation));
            continue;
        }
        if n > 0 {
            session.print("")?;
        }
        let page = session.page();
        terminal::explanation(
            &explanation,
            page.words,
            page.lang,
            session.out(),
            page.style,
        )?;
    }
    if session.json() {
        let list = typed.code.is_none();
        session.print_documents("sansang/explanations/1", "explanations", &documents, list)?;
        return Ok(Exit::Ok);
    }
    // What no criterion asks stands at the end of all.
    let alone = explainer.alone().into_iter().map(str::to_owned);
    let alone: Vec<String> = alone.filter(|_| typed.code.is_none()).collect();
    for check in alone {
        if let Some(result) = explainer.check(&check, typed.rows)? {
            session.print("")?;
            print(&result, session)?;
        }
    }
    Ok(Exit::Ok)
}

fn print(result: &CheckResult, session: &mut Session<'_, '_>) -> Result<(), Failure> {
    if session.json() {
        return Ok(session.print(json::check_result(result).trim_end())?);
    }
    let page = session.page();
    terminal::check_result(result, page.words, page.lang, session.out(), page.style)?;
    Ok(())
}

//! `explain`: why a criterion has its points, from the total down to the raw rows.

use clap::Args;

use super::exit::Exit;
use super::score::Looked;
use super::session::{Failure, Session};
use super::subject::Desk;
use crate::report::{json, terminal};
use crate::score::Explainer;

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
    }
    Ok(Exit::Ok)
}

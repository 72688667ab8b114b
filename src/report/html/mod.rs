//! One self-contained page a unit, and one a ranking.
//!
//! A template puts words where they belong and nothing else: each number, sentence and width of a bar is a text of the
//! view already, and every text is escaped. Start at [`unit()`].

mod common;
mod criterion;
mod engine;
mod picture;
mod question;
mod ranking;
mod unit;
mod urgent;

use super::material::{RankingMaterial, UnitMaterial, Wording};
use super::templates::Templates;
use crate::words::Problem;

/// The page of a unit.
///
/// Errors: a template that people wrote and that cannot be filled.
pub fn unit(
    material: &UnitMaterial<'_>,
    wording: Wording<'_>,
    templates: &Templates,
) -> Result<String, Problem> {
    let page = unit::page(material, wording);
    engine::filled(templates, "html/unit.html", &common::words(wording), &page)
}

/// The page of a ranking.
///
/// Errors: a template that people wrote and that cannot be filled.
pub fn ranking(
    material: &RankingMaterial<'_>,
    wording: Wording<'_>,
    templates: &Templates,
) -> Result<String, Problem> {
    let page = ranking::page(material, wording);
    engine::filled(
        templates,
        "html/ranking.html",
        &common::words(wording),
        &page,
    )
}

#[cfg(test)]
#[path = "html_tests.rs"]
mod tests;

//! Workbooks: the self-scoring sheet with formulas that count, and the list of rows that fail.
//!
//! Every number of points in a cell is the scorecard's as the JSON prints it; a formula stands only where it gives that
//! number (see `sums.rs`). Equal scorecards are equal bytes. Start at [`self_score`].

mod column;
mod form;
mod ink;
mod line;
mod number;
mod pen;
mod summary;
mod sums;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::form::Form;
use crate::exact::Day;
use crate::report::outline::lines;
use crate::report::points::Points;
use crate::report::speech::Speech;
use crate::score::{Explanation, Scorecard};
use crate::words::{Lang, Problem, Words};

/// The self-scoring sheet of a scorecard, in the columns of its rubric, and a sheet of its five figures.
///
/// `explained` says how points come about and what the unit states; criteria that it leaves out have those cells empty.
///
/// Errors: more lines than a sheet holds.
pub fn self_score(
    card: &Scorecard,
    explained: &[Explanation],
    words: &Words,
    lang: Lang,
) -> Result<Vec<u8>, Problem> {
    let speech = Speech::new(words, lang, Points::of(&card.rubric));
    workbook(card, explained, speech).map_err(failed)
}

fn workbook(
    card: &Scorecard,
    explained: &[Explanation],
    speech: Speech<'_>,
) -> Result<Vec<u8>, XlsxError> {
    let lines = lines(card);
    let mut form_sheet = Worksheet::new();
    let name = speech.get("sheet.name.form");
    form_sheet.set_name(name)?;
    let form = Form {
        card,
        explained,
        speech,
        lines: &lines,
    };
    let drawn = form.draw(&mut form_sheet)?;
    let mut figures_sheet = Worksheet::new();
    figures_sheet.set_name(speech.get("sheet.name.figures"))?;
    summary::draw(card, speech, &mut figures_sheet, (name, &drawn))?;
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(
        card.round.as_of,
        speech.get("sheet.name.form"),
    )?);
    workbook.push_worksheet(form_sheet);
    workbook.push_worksheet(figures_sheet);
    workbook.save_to_buffer()
}

/// A workbook bears the day on which validity was judged: never the clock.
fn properties(day: Day, title: &str) -> Result<DocProperties, XlsxError> {
    let iso = day.to_string();
    let mut parts = iso.split('-');
    let mut part = || parts.next().unwrap_or_default();
    let (year, month, of_month) = (part(), part(), part());
    let day = ExcelDateTime::from_ymd(
        year.parse().unwrap_or(2000),
        month.parse().unwrap_or(1),
        of_month.parse().unwrap_or(1),
    )?;
    Ok(DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&day))
}

fn failed(error: XlsxError) -> Problem {
    Problem::new("sheet.xlsx")
        .with("detail", &error)
        .caused_by(error)
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;

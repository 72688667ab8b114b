//! Workbooks: the self-scoring sheet with formulas that count, and the list of rows that fail.
//!
//! Every number of points in a cell is the scorecard's as the JSON prints it; a formula stands only where it gives that
//! number (see `sums.rs`). Equal scorecards are equal bytes. Start at [`self_score`].

mod column;
mod failing;
mod form;
mod ink;
mod line;
mod number;
mod pen;
mod ranking;
mod summary;
mod sums;

use std::collections::BTreeMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use self::failing::Failing;
use self::form::Form;
use self::ink::{Holds, Ink, Place};
use self::pen::Pen;
use self::ranking::Annex;
use crate::exact::Day;
use crate::rank::Ranking;
use crate::report::outline::lines;
use crate::report::points::Points;
use crate::report::speech::Speech;
use crate::score::{Explanation, Export, Scorecard};
use crate::words::{Bilingual, Lang, Problem, Words};

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
    bound(vec![form_sheet, figures_sheet], card.round.as_of, name)
}

/// The annex of a ranking; `cards` are those that were ranked, in any order.
///
/// Errors: more units than a sheet holds.
pub fn ranking(
    ranking: &Ranking,
    cards: &[Scorecard],
    words: &Words,
    lang: Lang,
) -> Result<Vec<u8>, Problem> {
    let speech = Speech::new(words, lang, Points::ranked(&ranking.rubric));
    let annex = Annex {
        ranking,
        cards,
        speech,
    };
    let book = || {
        let mut sheet = Worksheet::new();
        let name = speech.get("sheet.ranking.name");
        sheet.set_name(name)?;
        annex.draw(&mut sheet)?;
        bound(vec![sheet], ranking.round.as_of, name)
    };
    book().map_err(failed)
}

/// The list of rows that fail or are not known, with the cells of the officer's own exports beside them.
///
/// For the office alone: it is written on the officer's machine, and no bundle holds what it shows.
///
/// Errors: more rows than a sheet holds.
pub fn failing_rows(
    card: &Scorecard,
    explained: &[Explanation],
    exports: &BTreeMap<String, Export>,
    words: &Words,
    lang: Lang,
) -> Result<Vec<u8>, Problem> {
    let speech = Speech::new(words, lang, Points::of(&card.rubric));
    let failing = Failing {
        card,
        explained,
        exports,
        speech,
    };
    let book = || {
        let mut sheet = Worksheet::new();
        let name = speech.get("sheet.failing.name");
        sheet.set_name(name)?;
        failing.draw(&mut sheet)?;
        bound(vec![sheet], card.round.as_of, name)
    };
    book().map_err(failed)
}

/// Sheets as the bytes of a workbook.
fn bound(sheets: Vec<Worksheet>, day: Day, title: &str) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(day, title)?);
    for sheet in sheets {
        workbook.push_worksheet(sheet);
    }
    workbook.save_to_buffer()
}

/// A4 across, one page wide, the number of the page above it.
fn across(sheet: &mut Worksheet) {
    const A4: u8 = 9;
    sheet.set_paper_size(A4);
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_print_center_horizontally(true);
    // Inches: 20 mm above and below, 18 mm at the sides, the header 10 mm from the edge.
    sheet.set_margins(0.7, 0.7, 0.8, 0.8, 0.4, 0.4);
    sheet.set_header("&C&\"Times New Roman\"&13&P");
}

/// What every output says of the rubric and of made-up data; returns the next free row.
fn warnings(
    pen: &mut Pen<'_>,
    speech: Speech<'_>,
    row: u32,
    letters: usize,
    (notice, illustrative): (Option<&Bilingual>, bool),
) -> Result<u32, XlsxError> {
    let ink = Ink::new(Holds::Sign, Place::Around);
    let mut row = row;
    if let Some(notice) = notice {
        let notice = line::foreign(speech, notice);
        let notice = speech.say("report.notice", &[("notice", notice)]);
        pen.paragraph(row, &notice, letters, ink.italic(true))?;
        row += 1;
    }
    if illustrative {
        let text = speech.get("report.illustrative");
        pen.paragraph(row, text, letters, ink.bold().alarm())?;
        row += 1;
    }
    Ok(row)
}

fn year(day: Day) -> String {
    let iso = day.to_string();
    iso.chars().take_while(|c| *c != '-').collect()
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

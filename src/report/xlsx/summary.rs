//! The second sheet: the five figures of the whole, taken from the form.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::form::Drawn;
use super::ink::{Holds, Ink, Place};
use super::line;
use super::pen::Pen;
use crate::report::outline::Figure;
use crate::report::speech::Speech;
use crate::score::Scorecard;

/// The figures in the order in which leaders read them.
const FIGURES: &[(&str, Figure)] = &[
    ("figure.proved", Figure::MeasuredLow),
    ("figure.evidenced", Figure::Evidenced),
    ("figure.declared", Figure::Declared),
    ("figure.attainable", Figure::MeasuredHigh),
    ("sheet.official_low", Figure::OfficialLow),
    ("sheet.official_high", Figure::OfficialHigh),
    ("figure.max", Figure::Max),
];

/// Draws it on an empty sheet; `form` is the name of the other.
pub(super) fn draw(
    card: &Scorecard,
    speech: Speech<'_>,
    sheet: &mut Worksheet,
    (form, drawn): (&str, &Drawn),
) -> Result<(), XlsxError> {
    const WIDTHS: &[u8] = &[34, 14, 70];
    let mut pen = Pen {
        sheet,
        lang: speech.lang(),
        columns: 3,
        rubric: &[],
    };
    for (at, width) in (0_u16..).zip(WIDTHS) {
        pen.sheet.set_column_width(at, *width)?;
    }
    let letters = WIDTHS.iter().map(|width| usize::from(*width)).sum();
    let around = Ink::new(Holds::Text, Place::Around);
    let name = line::foreign(speech, &card.unit.name);
    pen.paragraph(0, &name, letters, around.bold().size(14))?;
    let notice = card.rubric.notice.as_ref();
    let mut row = super::warnings(&mut pen, speech, 1, letters, (notice, card.illustrative()))?;
    let head = Ink::new(Holds::Text, Place::Head);
    for (at, key) in (0_u16..).zip(["sheet.figure", "report.points", "sheet.meaning"]) {
        pen.text((row, at), speech.get(key), head)?;
    }
    let cell = Ink::new(Holds::Text, Place::Line);
    for (key, figure) in FIGURES {
        row += 1;
        pen.text((row, 0), speech.get(key), cell.bold())?;
        let ink = Ink::new(Holds::Points(card.rubric.digits), Place::Line);
        let text = figure.of_total(card);
        let own = drawn.letters.iter().find(|(own, _)| own == figure);
        match own {
            Some((_, letters)) => {
                let formula = format!("='{}'!{letters}{}", form.replace('\'', "''"), drawn.total);
                pen.formula((row, 1), &formula, &text, ink)?;
            }
            None => pen.number((row, 1), &text, ink)?,
        }
        let meaning = format!("{}.meaning", key.replace('.', "_"));
        pen.text((row, 2), &speech.code("sheet", &meaning), cell)?;
    }
    for note in line::notes(speech, card) {
        row += 2;
        pen.paragraph(row, &note, letters, around.size(10))?;
        row -= 1;
    }
    super::across(pen.sheet);
    Ok(())
}

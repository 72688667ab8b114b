//! The self-scoring sheet: «BẢNG TỔNG HỢP KẾT QUẢ TỰ ĐÁNH GIÁ, CHẤM ĐIỂM», as an annex that can be printed and signed.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::column::{self, Content, content};
use super::ink::{Holds, Ink, Mark, Place};
use super::line::{self, Told};
use super::pen::Pen;
use super::sums::{Numbers, Sums};
use crate::exact::Rational;
use crate::report::cell;
use crate::report::outline::{Figure, Item, Line};
use crate::report::points::Points;
use crate::report::speech::{NONE, Speech};
use crate::rubric::SheetColumn;
use crate::score::{Explanation, Scorecard};

/// The form of one scorecard.
pub(super) struct Form<'a> {
    pub card: &'a Scorecard,
    pub explained: &'a [Explanation],
    pub speech: Speech<'a>,
    pub lines: &'a [Line<'a>],
}

/// Where the whole stands, so that another sheet can point there.
#[derive(Debug)]
pub(super) struct Drawn {
    /// The row of the whole, from 1.
    pub total: usize,
    /// Letters of the columns of points.
    pub letters: Vec<(Figure, String)>,
}

impl Form<'_> {
    /// Draws it on an empty sheet.
    pub(super) fn draw(&self, sheet: &mut Worksheet) -> Result<Drawn, XlsxError> {
        let columns = &self.card.rubric.sheet;
        let mut pen = Pen {
            sheet,
            lang: self.speech.lang(),
            columns: u16::try_from(columns.len()).unwrap_or(u16::MAX),
            rubric: columns,
        };
        for (at, column) in (0_u16..).zip(columns) {
            pen.sheet.set_column_width(at, column::width(*column))?;
        }
        let head = self.above(&mut pen)?;
        self.head(&mut pen, head)?;
        let first = head + 2;
        let numbers = self.numbers();
        let fixed = self.table(&mut pen, first, &numbers)?;
        let n_lines = u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let total = first.saturating_add(n_lines);
        let after = self.legend(&mut pen, total + 2, fixed)?;
        self.signatures(&mut pen, after + 1)?;
        self.view(&mut pen, head)?;
        Ok(Drawn {
            total: usize::try_from(total).unwrap_or_default() + 1,
            letters: numbers
                .into_iter()
                .map(|(figure, numbers)| (figure, numbers.letters))
                .collect(),
        })
    }

    fn letters_across(&self) -> usize {
        let widths = self.card.rubric.sheet.iter();
        widths
            .map(|column| usize::from(column::width(*column)))
            .sum()
    }

    /// What stands above the table; returns the row of its head.
    fn above(&self, pen: &mut Pen<'_>) -> Result<u32, XlsxError> {
        let (card, speech) = (self.card, self.speech);
        let around = Ink::new(Holds::Sign, Place::Around);
        let half = pen.columns / 2;
        let last = pen.columns.saturating_sub(1);
        if half > 0 {
            let issuer = line::issuer(speech, card);
            let wide = self.card.rubric.sheet.iter().take(usize::from(half));
            let wide: usize = wide.map(|one| usize::from(column::width(*one))).sum();
            // Bold letters are as wide as digits.
            pen.row_of_lines(0, Pen::lines(&issuer, wide * 4 / 5))?;
            pen.across(0, (0, half - 1), &issuer, around.bold())?;
            let state = speech.get("sheet.state");
            pen.across(0, (half, last), state, around.bold())?;
            let motto = speech.get("sheet.motto");
            pen.across(1, (half, last), motto, around.bold())?;
        }
        let width = self.letters_across();
        let year = super::year(card.round.period.to);
        let title = speech.say("sheet.title", &[("year", year)]);
        pen.paragraph(2, &title, width, around.bold().size(14))?;
        let rubric = speech.say(
            "sheet.by",
            &[
                ("title", line::foreign(speech, &card.rubric.title)),
                ("edition", cell::text(&card.rubric.edition)),
                ("period", speech.period(card.round.period)),
                ("as_of", speech.day(card.round.as_of)),
            ],
        );
        pen.paragraph(3, &rubric, width, around)?;
        let annex = speech.say(
            "sheet.annex",
            &[("unit", line::foreign(speech, &card.unit.name))],
        );
        pen.paragraph(4, &annex, width, around.italic(true))?;
        let notice = card.rubric.notice.as_ref();
        super::warnings(pen, speech, 5, width, (notice, card.illustrative()))
    }

    /// Two rows: a head that columns share stands above their own.
    fn head(&self, pen: &mut Pen<'_>, row: u32) -> Result<(), XlsxError> {
        let ink = Ink::new(Holds::Text, Place::Head);
        let columns = &self.card.rubric.sheet;
        pen.sheet.set_row_height(row, 34)?;
        pen.sheet.set_row_height(row + 1, 34)?;
        let mut at = 0;
        while let Some(column) = columns.get(at) {
            let group = column::shared(*column);
            let rest = columns.get(at..).unwrap_or_default();
            let n = rest
                .iter()
                .take_while(|other| group.is_some() && column::shared(**other) == group)
                .count();
            let from = u16::try_from(at).unwrap_or(u16::MAX);
            if let (Some(group), 2..) = (group, n) {
                let to = from.saturating_add(u16::try_from(n - 1).unwrap_or_default());
                let text = self.speech.code("sheet.shared", group);
                pen.across(row, (from, to), &text, ink)?;
                for (at, column) in (from..).zip(rest.iter().take(n)) {
                    let text = self.speech.code("sheet.below", column.code());
                    pen.text((row + 1, at), &text, ink)?;
                }
                at += n;
            } else {
                let text = self.speech.code("sheet.head", column.code());
                pen.down(row, from, &text, ink)?;
                at += 1;
            }
        }
        Ok(())
    }

    /// The numbers of every column of points, as its cells show them.
    fn numbers(&self) -> Vec<(Figure, Numbers)> {
        let points = Points::of(&self.card.rubric);
        let columns = self.card.rubric.sheet.iter().enumerate();
        columns
            .filter_map(|(at, column)| match content(*column) {
                Content::Points(figure) => Some((at, figure)),
                Content::Other => None,
            })
            .map(|(at, figure)| {
                let cell = |line: &Line<'_>| {
                    let text = figure.of_item(points, line.item)?;
                    Rational::parse(&text)
                };
                let numbers = Numbers {
                    letters: column::letters(at),
                    cells: self.lines.iter().map(cell).collect(),
                };
                (figure, numbers)
            })
            .collect()
    }

    /// The lines and the whole; returns whether a number of ours stands where a sum would.
    fn table(
        &self,
        pen: &mut Pen<'_>,
        first: u32,
        numbers: &[(Figure, Numbers)],
    ) -> Result<bool, XlsxError> {
        let sums = Sums {
            lines: self.lines,
            first: usize::try_from(first).unwrap_or_default() + 1,
            digits: self.card.rubric.digits,
            mode: self.card.rubric.mode,
        };
        let mut fixed = false;
        for (n, line) in self.lines.iter().enumerate() {
            let row = first.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
            let place = match (line.item, line.depth) {
                (Item::Group(_), 0) => Place::Area,
                (Item::Group(_) | Item::Criterion(_), _) => Place::Line,
            };
            let told = Told::of(self.speech, line, self.card, self.explained);
            pen.row_of_lines(row, told.lines(&self.card.rubric.sheet))?;
            for (at, column) in (0_u16..).zip(&self.card.rubric.sheet) {
                let at = (row, at);
                match content(*column) {
                    Content::Points(figure) => {
                        fixed |= self.points(pen, at, figure, (sums, n, place), numbers)?;
                    }
                    Content::Other => told.write(pen, at, *column, place)?,
                }
            }
        }
        let row = first.saturating_add(u32::try_from(self.lines.len()).unwrap_or(u32::MAX));
        for (at, column) in (0_u16..).zip(&self.card.rubric.sheet) {
            let at = (row, at);
            match content(*column) {
                Content::Points(figure) => fixed |= self.total(pen, at, figure, sums, numbers)?,
                Content::Other => {
                    let text = if *column == SheetColumn::Title {
                        self.speech.get("sheet.total")
                    } else {
                        ""
                    };
                    pen.text(at, text, Ink::new(Holds::Text, Place::Total))?;
                }
            }
        }
        Ok(fixed)
    }

    /// A cell of points of a line.
    fn points(
        &self,
        pen: &mut Pen<'_>,
        at: (u32, u16),
        figure: Figure,
        (sums, n, place): (Sums<'_>, usize, Place),
        numbers: &[(Figure, Numbers)],
    ) -> Result<bool, XlsxError> {
        let rubric = &self.card.rubric;
        let Some(line) = self.lines.get(n) else {
            return Ok(false);
        };
        let mut ink = Ink::new(Holds::Points(rubric.digits), place);
        let sign = Ink {
            holds: Holds::Sign,
            ..ink
        };
        let Some(text) = figure.of_item(Points::of(rubric), line.item) else {
            let text = line::no_points(self.speech, figure, line.item);
            pen.text(at, text.unwrap_or(NONE), sign)?;
            return Ok(false);
        };
        let group = match line.item {
            Item::Criterion(criterion) => {
                let lent = figure == Figure::Evidenced && criterion.evidenced.is_none();
                pen.number(at, &text, ink.italic(lent))?;
                return Ok(false);
            }
            Item::Group(group) => group,
        };
        ink = ink.bold();
        let of = |wanted: Figure| {
            let found = numbers.iter().find(|(figure, _)| *figure == wanted);
            found.map(|(_, numbers)| numbers)
        };
        let formula = of(figure)
            .zip(Rational::parse(&text))
            .and_then(|(own, ours)| {
                let counted: Vec<&Numbers> = [figure, Figure::MeasuredLow, Figure::OfficialLow]
                    .into_iter()
                    .filter_map(of)
                    .collect();
                match of(Figure::Max) {
                    Some(max) if group.rescaled => sums.group(n, own, max, &counted, &ours),
                    Some(_) | None => sums.plain(Some(n), own, &ours),
                }
            });
        sum(pen, at, formula, &text, ink)
    }

    fn total(
        &self,
        pen: &mut Pen<'_>,
        at: (u32, u16),
        figure: Figure,
        sums: Sums<'_>,
        numbers: &[(Figure, Numbers)],
    ) -> Result<bool, XlsxError> {
        let text = figure.of_total(self.card);
        let own = numbers.iter().find(|(own, _)| *own == figure);
        let formula = own
            .zip(Rational::parse(&text))
            .and_then(|((_, own), ours)| sums.plain(None, own, &ours));
        let ink = Ink::new(Holds::Points(self.card.rubric.digits), Place::Total);
        sum(pen, at, formula, &text, ink)
    }

    /// What signs and faces mean, and what it was made from; returns the next free row.
    fn legend(&self, pen: &mut Pen<'_>, row: u32, fixed: bool) -> Result<u32, XlsxError> {
        let width = self.letters_across();
        let ink = Ink::new(Holds::Text, Place::Around).size(10);
        let mut notes = line::notes(self.speech, self.card);
        if fixed {
            notes.push(self.speech.get("sheet.note.fixed").to_owned());
        }
        let mut row = row;
        for note in notes {
            // The smaller face holds more letters.
            pen.paragraph(row, &note, width * 11 / 10, ink)?;
            row += 1;
        }
        Ok(row)
    }

    fn signatures(&self, pen: &mut Pen<'_>, row: u32) -> Result<(), XlsxError> {
        let half = pen.columns / 2;
        if half == 0 {
            return Ok(());
        }
        let ink = Ink::new(Holds::Sign, Place::Around).bold();
        let last = pen.columns.saturating_sub(1);
        let by = self.speech.get("sheet.drawn_up_by");
        pen.across(row, (0, half - 1), by, ink)?;
        let head = line::signatory(self.speech, self.card);
        pen.sheet.set_row_height(row, 34)?;
        pen.across(row, (half, last), &head, ink)
    }

    /// The head on every page and in view, with the title and its number.
    fn view(&self, pen: &mut Pen<'_>, head: u32) -> Result<(), XlsxError> {
        let columns = &self.card.rubric.sheet;
        let title = columns
            .iter()
            .position(|column| *column == SheetColumn::Title);
        let kept = title.filter(|at| *at < 3).map_or(0, |at| at + 1);
        let kept = u16::try_from(kept).unwrap_or_default();
        let sheet = &mut *pen.sheet;
        sheet.set_freeze_panes(head + 2, kept)?;
        sheet.set_repeat_rows(head, head + 1)?;
        super::across(sheet);
        Ok(())
    }
}

/// A sum as a formula, else our number; returns whether it is the latter.
fn sum(
    pen: &mut Pen<'_>,
    at: (u32, u16),
    formula: Option<String>,
    text: &str,
    ink: Ink,
) -> Result<bool, XlsxError> {
    if let Some(formula) = formula {
        pen.formula(at, &formula, text, ink)?;
        return Ok(false);
    }
    let ink = Ink {
        mark: Mark::Fixed,
        ..ink
    };
    pen.number(at, text, ink)?;
    Ok(true)
}

//! The annex of a ranking: ranks as ranges, groups and totals from – to, the rule for ties under the table.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::column::letters;
use super::ink::{Holds, Ink, Place};
use super::line::foreign;
use super::pen::Pen;
use crate::exact::{Interval, Mode, Rational};
use crate::rank::Ranking;
use crate::report::cell;
use crate::report::placing::{self, band, card_of, top_groups};
use crate::report::points::Points;
use crate::report::speech::{NONE, Speech};
use crate::score::{GroupScore, Scorecard, UnitRef};

/// The annex of one ranking.
pub(super) struct Annex<'a> {
    pub ranking: &'a Ranking,
    pub cards: &'a [Scorecard],
    pub speech: Speech<'a>,
}

/// A unit as a line.
struct Row<'r> {
    rank: String,
    unit: &'r UnitRef,
    bundle: &'r str,
    figure: &'r Interval,
    note: String,
}

/// Columns before the groups: rank and unit.
const BEFORE: u16 = 2;
/// Width of the column of names, in digits.
const NAME: u8 = 26;
/// Width of the column of notes, in digits.
const NOTE: u8 = 30;

impl Annex<'_> {
    pub(super) fn draw(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let groups: Vec<&GroupScore> = self
            .cards
            .first()
            .into_iter()
            .flat_map(top_groups)
            .collect();
        let n_groups = u16::try_from(groups.len()).unwrap_or_default();
        let total = BEFORE + 2 * n_groups;
        let columns = total + 5;
        let mut pen = Pen {
            sheet,
            lang: self.speech.lang(),
            columns,
            rubric: &[],
        };
        for at in 0..columns {
            let width: u8 = match at {
                0 => 9,
                1 => NAME,
                at if at < total + 3 => 10,
                at if at == total + 3 => 16,
                _ => NOTE,
            };
            pen.sheet.set_column_width(at, width)?;
        }
        let letters = 81 + 20 * usize::from(n_groups);
        let head = self.above(&mut pen, letters)?;
        self.head(&mut pen, head, &groups, total)?;
        let mut row = head + 2;
        for line in self.rows() {
            self.line(&mut pen, row, &line, &groups)?;
            row += 1;
        }
        let ink = Ink::new(Holds::Text, Place::Around);
        let rule = placing::rule(self.speech, self.ranking);
        pen.paragraph(row + 1, &rule, letters, ink)?;
        row += 2;
        for warning in &self.ranking.warnings {
            let warning = placing::warn(self.speech, warning);
            let warning = self.speech.say("rank.warning", &[("warning", warning)]);
            pen.paragraph(row, &warning, letters, ink.alarm())?;
            row += 1;
        }
        pen.sheet.set_freeze_panes(head + 2, BEFORE)?;
        pen.sheet.set_repeat_rows(head, head + 1)?;
        super::across(pen.sheet);
        Ok(())
    }

    fn above(&self, pen: &mut Pen<'_>, letters: usize) -> Result<u32, XlsxError> {
        let (ranking, speech) = (self.ranking, self.speech);
        let around = Ink::new(Holds::Sign, Place::Around);
        let annex = speech.get("sheet.ranking.annex");
        pen.paragraph(0, annex, letters, around.bold())?;
        let title = speech.say(
            "sheet.ranking.title",
            &[("year", super::year(ranking.round.period.to))],
        );
        pen.paragraph(1, &title, letters, around.bold().size(14))?;
        let rubric = speech.say(
            "sheet.by",
            &[
                ("title", foreign(speech, &ranking.rubric.title)),
                ("edition", cell::text(&ranking.rubric.edition)),
                ("period", speech.period(ranking.round.period)),
                ("as_of", speech.day(ranking.round.as_of)),
            ],
        );
        pen.paragraph(2, &rubric, letters, around)?;
        let follows = speech.get("sheet.ranking.follows");
        pen.paragraph(3, follows, letters, around.italic(true))?;
        let notice = ranking.rubric.notice.as_ref();
        super::warnings(pen, speech, 4, letters, (notice, ranking.illustrative()))
    }

    fn head(
        &self,
        pen: &mut Pen<'_>,
        row: u32,
        groups: &[&GroupScore],
        total: u16,
    ) -> Result<(), XlsxError> {
        let speech = self.speech;
        let ink = Ink::new(Holds::Text, Place::Head);
        pen.sheet.set_row_height(row, 48)?;
        pen.down(row, 0, speech.get("rank.rank"), ink)?;
        pen.down(row, 1, speech.get("rank.unit"), ink)?;
        let mut pairs: Vec<String> = groups
            .iter()
            .map(|group| {
                let title = foreign(speech, &group.title);
                let max = speech.points(&group.max);
                speech.say("sheet.ranking.group", &[("title", title), ("max", max)])
            })
            .collect();
        let max = speech.points(&self.ranking.rubric.max);
        pairs.push(speech.say("sheet.ranking.total", &[("max", max)]));
        for (from, text) in (BEFORE..).step_by(2).zip(&pairs) {
            pen.across(row, (from, from + 1), text, ink)?;
            pen.text((row + 1, from), speech.get("sheet.ranking.low"), ink)?;
            pen.text((row + 1, from + 1), speech.get("sheet.ranking.high"), ink)?;
        }
        pen.down(row, total + 2, speech.get("sheet.ranking.share"), ink)?;
        pen.down(row, total + 3, speech.get("sheet.ranking.band"), ink)?;
        pen.down(row, total + 4, speech.get("rank.note"), ink)
    }

    /// Ranked units in order, then the others.
    fn rows(&self) -> Vec<Row<'_>> {
        let (ranking, speech) = (self.ranking, self.speech);
        let ranked = ranking.units.iter().map(|unit| Row {
            rank: placing::rank(speech, unit, ranking.of),
            unit: &unit.unit,
            bundle: &unit.bundle_sha256,
            figure: &unit.figure,
            note: placing::note(speech, unit),
        });
        let others = ranking.unranked.iter().map(|unit| Row {
            rank: NONE.to_owned(),
            unit: &unit.unit,
            bundle: &unit.bundle_sha256,
            figure: &unit.figure,
            note: speech.get("rank.unranked").to_owned(),
        });
        ranked.chain(others).collect()
    }

    fn line(
        &self,
        pen: &mut Pen<'_>,
        row: u32,
        line: &Row<'_>,
        groups: &[&GroupScore],
    ) -> Result<(), XlsxError> {
        let rubric = &self.ranking.rubric;
        let text = Ink::new(Holds::Text, Place::Line);
        let sign = Ink::new(Holds::Sign, Place::Line);
        pen.text((row, 0), &line.rank, sign.bold())?;
        let name = foreign(self.speech, &line.unit.name);
        pen.text((row, 1), &name, text.bold())?;
        // Bold letters are as wide as digits.
        let lines = Pen::lines(&name, usize::from(NAME) * 4 / 5);
        let lines = lines.max(Pen::lines(&line.note, usize::from(NOTE)));
        pen.row_of_lines(row, lines)?;
        let card = card_of(self.cards, line.bundle);
        let mut at = BEFORE;
        let ends = Ink::new(Holds::Points(rubric.digits), Place::Line);
        let mut sums = [Rational::zero(), Rational::zero()];
        for group in groups {
            let own = card.and_then(|card| top_groups(card).find(|own| own.code == group.code));
            let official = own.map(|own| Points::of(rubric).range(&own.figures.official));
            let Some((low, high)) = official else {
                pen.text((row, at), NONE, sign)?;
                pen.text((row, at + 1), NONE, sign)?;
                at += 2;
                continue;
            };
            for (end, sum) in [&low, &high].into_iter().zip(&mut sums) {
                pen.number((row, at), end, ends)?;
                if let Some(end) = Rational::parse(end) {
                    *sum = sum.clone() + &end;
                }
                at += 1;
            }
        }
        let (low, high) = Points::ranked(rubric).range(line.figure);
        let ink = Ink::new(Holds::Points(rubric.ranking.digits), Place::Line).bold();
        for (n, (end, sum)) in (0_u16..).zip([&low, &high].into_iter().zip(&sums)) {
            let cells: Vec<String> = (0..groups.len())
                .map(|group| 2 * group + usize::from(n + BEFORE))
                .map(|column| format!("{}{}", letters(column), row + 1))
                .collect();
            let sums_up = Rational::parse(end).as_ref() == Some(sum) && !cells.is_empty();
            if sums_up {
                let formula = format!("=SUM({})", cells.join(","));
                pen.formula((row, at), &formula, end, ink)?;
            } else {
                pen.number((row, at), end, ink)?;
            }
            at += 1;
        }
        self.share(pen, (row, at), (&low, &high))?;
        let band = card.and_then(|card| band(self.speech, card));
        pen.text(
            (row, at + 1),
            &band.unwrap_or_else(|| NONE.to_owned()),
            text,
        )?;
        pen.text((row, at + 2), &line.note, text)
    }

    /// The share of the total: a formula where it is one number, else from – to in words.
    fn share(
        &self,
        pen: &mut Pen<'_>,
        at: (u32, u16),
        (low, high): (&str, &str),
    ) -> Result<(), XlsxError> {
        let max = &self.ranking.rubric.max;
        let share = |end: &str| Rational::parse(end)?.divided_by(max);
        let sign = Ink::new(Holds::Sign, Place::Line);
        match (share(low), share(high)) {
            (Some(low), Some(high)) if low == high => {
                let share = low.to_decimal(12, Mode::HalfUp);
                pen.number(at, &share, Ink::new(Holds::Percent, Place::Line))
            }
            (Some(low), Some(high)) => {
                let share = self.speech.percent(&Interval::new(low, high));
                pen.text(at, &share, sign)
            }
            (Some(_) | None, _) => pen.text(at, NONE, sign),
        }
    }
}

//! What the form says of a line beside its points.

use rust_xlsxwriter::XlsxError;

use super::ink::{Holds, Ink, Place};
use super::pen::Pen;
use crate::exact::{Count, Mode, Rational};
use crate::kind::Measure;
use crate::report::outline::{Figure, Item, Line};
use crate::report::points::Points;
use crate::report::speech::{NONE, Speech, capital, short};
use crate::report::{cell, claim, measure, reasons};
use crate::rubric::SheetColumn;
use crate::score::{CriterionScore, Explanation, GroupScore, Measured, Scorecard};
use crate::unit::Stated;
use crate::words::Bilingual;

/// Most reasons that a line tells.
const REASONS: usize = 4;

/// A foreign text in the language of the form, harmless and of bounded length.
pub(super) fn foreign(speech: Speech<'_>, text: &Bilingual) -> String {
    cell::text(text.in_lang(speech.lang()))
}

/// Who issues the form.
pub(super) fn issuer(speech: Speech<'_>, card: &Scorecard) -> String {
    let name = foreign(speech, &card.unit.name).to_uppercase();
    if speech.has("sheet.issuer", &card.unit.kind) {
        speech.say(
            &format!("sheet.issuer.{}", card.unit.kind),
            &[("name", name)],
        )
    } else {
        name
    }
}

/// Who signs it.
pub(super) fn signatory(speech: Speech<'_>, card: &Scorecard) -> String {
    let kind = if speech.has("sheet.signatory", &card.unit.kind) {
        card.unit.kind.as_str()
    } else {
        "other"
    };
    speech.code("sheet.signatory", kind)
}

/// What stands where a line has no such points.
pub(super) fn no_points<'a>(speech: Speech<'a>, figure: Figure, item: Item<'_>) -> Option<&'a str> {
    match (figure, item) {
        (Figure::Declared, Item::Criterion(criterion)) if criterion.formula == "survey" => {
            Some(speech.get("sheet.not_self_scored"))
        }
        (
            Figure::Max
            | Figure::Declared
            | Figure::Evidenced
            | Figure::MeasuredLow
            | Figure::MeasuredHigh
            | Figure::OfficialLow
            | Figure::OfficialHigh,
            Item::Group(_) | Item::Criterion(_),
        ) => None,
    }
}

/// What is to be known of the whole form.
pub(super) fn notes(speech: Speech<'_>, card: &Scorecard) -> Vec<String> {
    let figures = &card.total.figures;
    let n_criteria = speech.whole(card.criteria.len());
    let undeclared = speech.say(
        "report.undeclared",
        &[
            ("n", speech.whole(figures.undeclared)),
            ("of", n_criteria.clone()),
        ],
    );
    let adjudicated = speech.say(
        "report.adjudicated",
        &[("n", speech.whole(figures.adjudicated)), ("of", n_criteria)],
    );
    vec![
        format!("{undeclared}. {}.", capital(&adjudicated)),
        speech.say("sheet.note.none", &[("sign", NONE.to_owned())]),
        speech.get("sheet.note.italic").to_owned(),
        speech.get("sheet.note.formulas").to_owned(),
        speech.say(
            "report.digests",
            &[
                ("bundle", short(&card.bundle_sha256)),
                ("checks", short(&card.checks_sha256)),
                ("rubric", short(&card.rubric.sha256)),
                ("decisions", speech.whole(card.decisions.count)),
            ],
        ),
    ]
}

/// A figure behind points: a number that can be counted with, or words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Figures {
    /// Numerator and denominator.
    Share(u64, u64),
    /// Anything else: numerator, denominator and result in words.
    Words(String, String, String),
}

/// What is said of a line.
pub(super) struct Told<'a> {
    speech: Speech<'a>,
    line: &'a Line<'a>,
    /// The line's explanation, where it has one.
    explained: Option<&'a Explanation>,
    figures: Option<Figures>,
    /// The figures are the unit's own.
    stated: bool,
    note: String,
}

impl<'a> Told<'a> {
    pub(super) fn of(
        speech: Speech<'a>,
        line: &'a Line<'a>,
        card: &Scorecard,
        explained: &'a [Explanation],
    ) -> Self {
        let mut told = Self {
            speech,
            line,
            explained: None,
            figures: None,
            stated: false,
            note: String::new(),
        };
        match line.item {
            Item::Group(group) => told.note = rescaled(speech, group, card),
            Item::Criterion(criterion) => {
                let code = &criterion.code;
                told.explained = explained.iter().find(|one| one.criterion.code == *code);
                let declaration = told.explained.and_then(|one| one.declaration.as_ref());
                let stated = declaration.and_then(|declaration| declaration.stated.as_ref());
                told.stated = stated.is_some();
                told.figures = Some(match (stated, declaration) {
                    (Some(Stated::Totals { num, den }), _) => Figures::Share(*num, *den),
                    (Some(_), Some(declaration)) => {
                        words(capital(&claim::stated(speech, declaration)))
                    }
                    (Some(_) | None, _) => measured(speech, criterion),
                });
                let own = declaration.map_or("", |declaration| declaration.note.as_str());
                told.note = note(speech, criterion, own);
            }
        }
        told
    }

    /// How many lines of text its tallest cell has: workbooks find the height of a row only when somebody types in it.
    pub(super) fn lines(&self, columns: &[SheetColumn]) -> usize {
        let tallest = columns.iter().map(|column| {
            let text = self.text(*column);
            Pen::lines(&text, usize::from(super::column::width(*column)))
        });
        tallest.max().unwrap_or(1)
    }

    /// The text of a cell that holds words.
    fn text(&self, column: SheetColumn) -> String {
        let item = self.line.item;
        match column {
            SheetColumn::Number => self.line.number.clone(),
            SheetColumn::Code => cell::text(item.code()),
            SheetColumn::Title => foreign(self.speech, item.title()),
            SheetColumn::Method => self
                .explained
                .map(|one| foreign(self.speech, &one.meaning))
                .unwrap_or_default(),
            SheetColumn::Result => match &self.figures {
                Some(Figures::Words(_, _, result)) => result.clone(),
                Some(Figures::Share(..)) | None => String::new(),
            },
            SheetColumn::Evidence => self.evidence(),
            SheetColumn::Explanation => self.note.clone(),
            SheetColumn::Num
            | SheetColumn::Den
            | SheetColumn::Max
            | SheetColumn::Declared
            | SheetColumn::Evidenced
            | SheetColumn::MeasuredLow
            | SheetColumn::MeasuredHigh
            | SheetColumn::OfficialLow
            | SheetColumn::OfficialHigh => String::new(),
        }
    }

    /// Writes one of its cells.
    pub(super) fn write(
        &self,
        pen: &mut Pen<'_>,
        at: (u32, u16),
        column: SheetColumn,
        place: Place,
    ) -> Result<(), XlsxError> {
        let text = Ink::new(Holds::Text, place);
        let ink = match column {
            SheetColumn::Number | SheetColumn::Code => Ink::new(Holds::Sign, place),
            SheetColumn::Title if matches!(self.line.item, Item::Group(_)) => text.bold(),
            SheetColumn::Title
            | SheetColumn::Method
            | SheetColumn::Evidence
            | SheetColumn::Explanation => text,
            SheetColumn::Num | SheetColumn::Den | SheetColumn::Result => {
                return self.figure(pen, at, column, place);
            }
            // The columns of points are written elsewhere.
            SheetColumn::Max
            | SheetColumn::Declared
            | SheetColumn::Evidenced
            | SheetColumn::MeasuredLow
            | SheetColumn::MeasuredHigh
            | SheetColumn::OfficialLow
            | SheetColumn::OfficialHigh => return Ok(()),
        };
        pen.text(at, &self.text(column), ink)
    }

    fn figure(
        &self,
        pen: &mut Pen<'_>,
        at: (u32, u16),
        column: SheetColumn,
        place: Place,
    ) -> Result<(), XlsxError> {
        let ink = |holds| Ink::new(holds, place).italic(!self.stated);
        let Some(figures) = &self.figures else {
            return pen.text(at, "", Ink::new(Holds::Sign, place));
        };
        match (figures, column) {
            (Figures::Share(num, _), SheetColumn::Num) => {
                pen.number(at, &num.to_string(), ink(Holds::Whole))
            }
            (Figures::Share(_, den), SheetColumn::Den) => {
                pen.number(at, &den.to_string(), ink(Holds::Whole))
            }
            (Figures::Share(num, den), _) => share(pen, at, (*num, *den), ink(Holds::Percent)),
            (Figures::Words(num, _, _), SheetColumn::Num) => pen.text(at, num, ink(Holds::Sign)),
            (Figures::Words(_, den, _), SheetColumn::Den) => pen.text(at, den, ink(Holds::Sign)),
            (Figures::Words(_, _, result), _) => pen.text(at, result, ink(Holds::Sign)),
        }
    }

    /// The names of the files that the claim names, one a line.
    fn evidence(&self) -> String {
        let Item::Criterion(criterion) = self.line.item else {
            return String::new();
        };
        let names: Vec<String> = criterion
            .evidence
            .iter()
            .map(|file| {
                let name = file.what.rsplit('/').next().unwrap_or(&file.what);
                let key = match (&file.sha256, file.passes) {
                    (None, _) => "sheet.evidence.absent",
                    (Some(_), true) => "sheet.evidence.passes",
                    (Some(_), false) => "sheet.evidence.fails",
                };
                self.speech.say(key, &[("file", cell::text(name))])
            })
            .collect();
        names.join("\n")
    }
}

/// The share as a formula where both its numbers stand in the sheet, else as a number.
fn share(
    pen: &mut Pen<'_>,
    at: (u32, u16),
    (num, den): (u64, u64),
    ink: Ink,
) -> Result<(), XlsxError> {
    // Enough that nobody sees where the decimals end.
    const DIGITS: u32 = 12;
    let Some(share) = Rational::from(num).divided_by(&Rational::from(den)) else {
        let sign = Ink {
            holds: Holds::Sign,
            ..ink
        };
        return pen.text(at, NONE, sign);
    };
    let share = share.to_decimal(DIGITS, Mode::HalfUp);
    match pen
        .cell_of(SheetColumn::Num, at.0)
        .zip(pen.cell_of(SheetColumn::Den, at.0))
    {
        Some((num, den)) => pen.formula(at, &format!("={num}/{den}"), &share, ink),
        None => pen.number(at, &share, ink),
    }
}

fn words(result: String) -> Figures {
    Figures::Words(NONE.to_owned(), NONE.to_owned(), result)
}

/// What was measured, where the unit states nothing.
fn measured(speech: Speech<'_>, criterion: &CriterionScore) -> Figures {
    match criterion.state {
        Measured::NotApplicable | Measured::Unknown | Measured::ToolError | Measured::Unscored => {
            return words(reasons::state(speech, criterion));
        }
        Measured::Settled | Measured::Partial => {}
    }
    let Some(found) = &criterion.indicator else {
        return words(NONE.to_owned());
    };
    match &found.bounds.measure {
        Measure::Ratio { ratio, num, den } => {
            let point = |(low, high): (u64, Count)| (high == Count::Finite(low)).then_some(low);
            match point(*num).zip(point(*den)) {
                Some((num, den)) => Figures::Share(num, den),
                None => Figures::Words(
                    speech.counts(num.0, num.1),
                    speech.counts(den.0, den.1),
                    speech.percent(ratio),
                ),
            }
        }
        Measure::Count { .. }
        | Measure::YesNo { .. }
        | Measure::Histogram(_)
        | Measure::Choice { .. }
        | Measure::Value { .. }
        | Measure::Days { .. }
        | Measure::Change { .. }
        | Measure::Children(_) => words(capital(&measure::phrase(
            speech,
            &found.bounds,
            &found.levels,
        ))),
    }
}

/// State, reasons and the unit's own note.
fn note(speech: Speech<'_>, criterion: &CriterionScore, own: &str) -> String {
    let mut lines = vec![format!("{}.", reasons::status(speech, criterion))];
    let told = criterion.because.iter().take(REASONS);
    lines.extend(told.map(|reason| format!("– {}.", capital(&reasons::because(speech, reason)))));
    let more = criterion.because.len().saturating_sub(REASONS);
    if more > 0 {
        lines.push(speech.say("sheet.more", &[("n", speech.whole(more))]));
    }
    if !own.is_empty() {
        lines.push(speech.say("sheet.note.own", &[("note", cell::text(own))]));
    }
    let lines: Vec<String> = lines.iter().map(|line| cell::text(line)).collect();
    lines.join("\n")
}

/// A group that shares the points of what does not apply is not the sum of its lines.
fn rescaled(speech: Speech<'_>, group: &GroupScore, card: &Scorecard) -> String {
    if !group.rescaled {
        return String::new();
    }
    let points = Points::of(&card.rubric);
    let (low, high) = points.range(&group.applicable_max);
    let applicable = if low == high {
        speech.decimal(&low)
    } else {
        format!("({})", speech.range(&group.applicable_max))
    };
    speech.say(
        "report.rescaled",
        &[
            ("group", cell::text(&group.code)),
            ("max", speech.points(&group.max)),
            ("applicable", applicable),
        ],
    )
}

//! The list of rows that fail or are not known, with the officer's own cells beside them: for the office alone.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::ink::{Holds, Ink, Place};
use super::line::foreign;
use super::pen::Pen;
use crate::report::cell;
use crate::report::speech::{Speech, capital, short};
use crate::score::{Asked, AskedRow, Explanation, Export, Scorecard, Verdict};

/// Most columns of an export that are shown.
const MOST_COLUMNS: usize = 40;
/// Columns before those of the export: what the row says, its key, its line.
const BEFORE: u16 = 3;
/// How wide the columns before are, and those of an export.
const WIDTHS: [u8; 4] = [12, 20, 8, 18];

/// The list of one scorecard.
pub(super) struct Failing<'a> {
    pub card: &'a Scorecard,
    pub explained: &'a [Explanation],
    pub exports: &'a BTreeMap<String, Export>,
    pub speech: Speech<'a>,
}

impl Failing<'_> {
    pub(super) fn draw(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut pen = Pen {
            sheet,
            lang: self.speech.lang(),
            columns: 10,
            rubric: &[],
        };
        let [verdict, key, line, other] = WIDTHS;
        for (at, width) in (0_u16..).zip([verdict, key, line]) {
            pen.sheet.set_column_width(at, width)?;
        }
        for at in (BEFORE..).take(MOST_COLUMNS) {
            pen.sheet.set_column_width(at, other)?;
        }
        let mut row = self.head(&mut pen)?;
        for explanation in self.explained {
            for asked in &explanation.asked {
                row = self.asked(&mut pen, row, explanation, asked)?;
            }
        }
        super::across(pen.sheet);
        let internal = self.speech.get("sheet.failing.internal");
        pen.sheet
            .set_header(format!("&C&\"Times New Roman,Bold\"&12{internal}&R&P"));
        Ok(())
    }

    fn head(&self, pen: &mut Pen<'_>) -> Result<u32, XlsxError> {
        const LETTERS: usize = 160;
        let (card, speech) = (self.card, self.speech);
        let around = Ink::new(Holds::Sign, Place::Around);
        let internal = speech.get("sheet.failing.internal");
        pen.paragraph(0, internal, LETTERS, around.bold().alarm().size(13))?;
        let title = speech.get("sheet.failing.title");
        pen.paragraph(1, title, LETTERS, around.bold().size(14))?;
        let unit = foreign(speech, &card.unit.name);
        pen.paragraph(2, &unit, LETTERS, around.bold())?;
        let privacy = speech.get("sheet.failing.privacy");
        pen.paragraph(3, privacy, LETTERS, around.italic(true))?;
        let notice = card.rubric.notice.as_ref();
        let row = super::warnings(pen, speech, 4, LETTERS, (notice, card.illustrative()))?;
        Ok(row + 1)
    }

    /// The rows of one question; nothing where none fails or is unknown. Returns the next free row.
    fn asked(
        &self,
        pen: &mut Pen<'_>,
        row: u32,
        explanation: &Explanation,
        asked: &Asked,
    ) -> Result<u32, XlsxError> {
        let mut files: BTreeMap<&str, Vec<&AskedRow>> = BTreeMap::new();
        for told in &asked.rows {
            match told.verdict {
                Verdict::Unmet | Verdict::Unknown => {
                    let file = told.from.as_ref().map_or("", |from| from.file.as_str());
                    files.entry(file).or_default().push(told);
                }
                Verdict::Met | Verdict::Uncounted => {}
            }
        }
        if files.is_empty() {
            return Ok(row);
        }
        let speech = self.speech;
        let count = |wanted: Verdict| {
            let found = asked.tally.iter().find(|(verdict, _)| *verdict == wanted);
            speech.whole(found.map_or(0, |(_, n)| *n))
        };
        let criterion = &explanation.criterion;
        let title = speech.say(
            "sheet.failing.criterion",
            &[
                ("code", cell::text(&criterion.code)),
                ("title", foreign(speech, &criterion.title)),
                ("body", cell::text(&asked.body)),
                ("unmet", count(Verdict::Unmet)),
                ("unknown", count(Verdict::Unknown)),
            ],
        );
        let ink = Ink::new(Holds::Text, Place::Around);
        pen.across(row, (0, 9), &title, ink.bold().size(12))?;
        let mut row = row + 1;
        let mut shown = 0_u64;
        for (file, rows) in &files {
            row = self.file(pen, row, file, rows)?;
            shown = shown.saturating_add(u64::try_from(rows.len()).unwrap_or_default());
        }
        let open = asked
            .tally
            .iter()
            .filter(|(verdict, _)| matches!(verdict, Verdict::Unmet | Verdict::Unknown));
        let rest = open.map(|(_, n)| *n).sum::<u64>().saturating_sub(shown);
        if rest > 0 {
            let more = speech.say("sheet.failing.more", &[("n", speech.whole(rest))]);
            pen.across(row, (0, 9), &more, ink.italic(true))?;
            row += 1;
        }
        Ok(row + 1)
    }

    /// The rows that come from one file, under the file's own headers.
    fn file(
        &self,
        pen: &mut Pen<'_>,
        row: u32,
        file: &str,
        rows: &[&AskedRow],
    ) -> Result<u32, XlsxError> {
        let speech = self.speech;
        let export = self.exports.get(file);
        let source = rows.iter().find_map(|told| told.from.as_ref());
        // What the profile itself lists has no lines.
        let lined = rows
            .iter()
            .any(|told| told.from.as_ref().is_some_and(|from| from.row.is_some()));
        let state = match (source, export) {
            (None, _) => "nowhere",
            (Some(_), None | Some(Export::Absent)) if !lined => "whole",
            (Some(_), Some(Export::Read { .. })) => "read",
            (Some(_), Some(Export::Changed)) => "changed",
            (Some(_), Some(Export::Unreadable)) => "unreadable",
            (Some(_), Some(Export::Absent) | None) => "absent",
        };
        let told = speech.say(
            &format!("sheet.failing.{state}"),
            &[
                ("file", cell::text(file)),
                (
                    "sha256",
                    source.map_or_else(String::new, |own| short(&own.sha256)),
                ),
            ],
        );
        let ink = Ink::new(Holds::Text, Place::Around).italic(true);
        pen.across(row, (0, 9), &told, ink)?;
        let head = Ink::new(Holds::Text, Place::Head);
        let mut row = row + 1;
        pen.row_of_lines(row, 2)?;
        for (at, key) in (0_u16..).zip(["verdict", "key", "line"]) {
            let text = speech.code("sheet.failing", key);
            pen.text((row, at), &text, head)?;
        }
        let names: Vec<&str> = match export {
            Some(Export::Read { headers, .. }) => headers.iter().map(String::as_str).collect(),
            Some(Export::Changed | Export::Absent | Export::Unreadable) | None => rows
                .iter()
                .take(1)
                .flat_map(|told| told.cells.iter().map(|(name, _)| name.as_str()))
                .collect(),
        };
        for (at, name) in (BEFORE..).zip(names.iter().take(MOST_COLUMNS)) {
            pen.text((row, at), &cell::text(name), head)?;
        }
        row += 1;
        for told in rows {
            self.row(pen, row, told, export)?;
            row += 1;
        }
        Ok(row)
    }

    fn row(
        &self,
        pen: &mut Pen<'_>,
        row: u32,
        told: &AskedRow,
        export: Option<&Export>,
    ) -> Result<(), XlsxError> {
        let text = Ink::new(Holds::Text, Place::Line);
        let verdict = capital(&self.speech.code("row", told.verdict.code()));
        pen.text((row, 0), &verdict, text)?;
        pen.text((row, 1), &cell::text(&told.key), text)?;
        let line = told.from.as_ref().and_then(|from| from.row);
        let shown = line.map_or_else(String::new, |line| line.to_string());
        pen.text((row, 2), &shown, Ink::new(Holds::Sign, Place::Line))?;
        let cells: Vec<String> = match export {
            Some(Export::Read { rows, .. }) => line
                .and_then(|line| rows.get(&line))
                .map_or_else(Vec::new, |cells| {
                    cells.iter().map(|text| cell::text(text)).collect()
                }),
            Some(Export::Changed | Export::Absent | Export::Unreadable) | None => told
                .cells
                .iter()
                .map(|(_, value)| cell::text(value.as_deref().unwrap_or("NULL")))
                .collect(),
        };
        for (at, content) in (BEFORE..).zip(cells.iter().take(MOST_COLUMNS)) {
            pen.text((row, at), content, text)?;
        }
        Ok(())
    }
}

//! Writing cells: a foreign text is always a text, whatever it begins with.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::column::letters;
use super::ink::Ink;
use super::number;
use crate::report::cell;
use crate::rubric::SheetColumn;
use crate::words::Lang;

/// Writes on one sheet.
pub(super) struct Pen<'s> {
    pub sheet: &'s mut Worksheet,
    pub lang: Lang,
    /// How many columns the sheet has.
    pub columns: u16,
    /// What they are, on the form.
    pub rubric: &'s [SheetColumn],
}

impl Pen<'_> {
    /// The name of the cell of a column in a row, where the form has the column.
    pub(super) fn cell_of(&self, column: SheetColumn, row: u32) -> Option<String> {
        let at = self.rubric.iter().position(|own| *own == column)?;
        Some(format!("{}{}", letters(at), row.saturating_add(1)))
    }

    /// A text that is ours or harmless already; line ends stay.
    pub(super) fn text(&mut self, at: (u32, u16), text: &str, ink: Ink) -> Result<(), XlsxError> {
        let text = cell::held(text);
        let mut format = ink.format(self.lang);
        if cell::looks_like_formula(&text) {
            // So that it stays a text when somebody edits it.
            format = format.set_quote_prefix();
        }
        self.sheet
            .write_string_with_format(at.0, at.1, text.as_ref(), &format)?;
        Ok(())
    }

    /// A plain decimal as a number.
    pub(super) fn number(
        &mut self,
        at: (u32, u16),
        decimal: &str,
        ink: Ink,
    ) -> Result<(), XlsxError> {
        number::write(self.sheet, at, decimal, &ink.format(self.lang))
    }

    /// A formula with the result that we found.
    pub(super) fn formula(
        &mut self,
        at: (u32, u16),
        formula: &str,
        result: &str,
        ink: Ink,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(result);
        self.sheet
            .write_formula_with_format(at.0, at.1, formula, &ink.format(self.lang))?;
        Ok(())
    }

    /// Makes a row as high as so many lines of text, within what a sheet allows.
    pub(super) fn row_of_lines(&mut self, row: u32, lines: usize) -> Result<(), XlsxError> {
        const LINE: u32 = 14;
        const MOST: u32 = 26;
        let lines = u32::try_from(lines).unwrap_or(MOST).clamp(1, MOST);
        self.sheet.set_row_height(row, lines * LINE + 1)?;
        Ok(())
    }

    /// How many lines a text takes in a column of so many digits.
    pub(super) fn lines(text: &str, width: usize) -> usize {
        // The letters of a text are narrower than the digits that columns are measured in.
        let letters = (width * 5 / 4).max(1);
        let lines = text.split('\n');
        lines
            .map(|line| line.chars().count().div_ceil(letters).max(1))
            .sum()
    }

    /// A text over several columns, both ends included, with the height that its lines need.
    pub(super) fn across(
        &mut self,
        row: u32,
        (from, to): (u16, u16),
        text: &str,
        ink: Ink,
    ) -> Result<(), XlsxError> {
        if from < to {
            let format = ink.format(self.lang);
            self.sheet.merge_range(row, from, row, to, "", &format)?;
        }
        self.text((row, from), text, ink)
    }

    /// A text over two rows.
    pub(super) fn down(
        &mut self,
        row: u32,
        at: u16,
        text: &str,
        ink: Ink,
    ) -> Result<(), XlsxError> {
        let format = ink.format(self.lang);
        self.sheet.merge_range(row, at, row + 1, at, "", &format)?;
        self.text((row, at), text, ink)
    }

    /// A text over the whole width, in a row as high as it needs: a merged cell never finds its height by itself.
    pub(super) fn paragraph(
        &mut self,
        row: u32,
        text: &str,
        letters: usize,
        ink: Ink,
    ) -> Result<(), XlsxError> {
        let n = text.chars().count().div_ceil(letters.max(1)).max(1);
        let n = u32::try_from(n).unwrap_or(1).min(20);
        self.sheet
            .set_row_height(row, n * u32::from(ink.size) * 14 / 10 + 2)?;
        let last = self.columns.saturating_sub(1);
        self.across(row, (0, last), text, ink)
    }
}

#[cfg(test)]
mod tests {
    use super::Pen;

    #[test]
    fn a_text_takes_as_many_lines_as_its_letters_need() {
        assert_eq!(Pen::lines("", 8), 1);
        assert_eq!(Pen::lines(&"Đ".repeat(10), 8), 1);
        assert_eq!(Pen::lines(&"Đ".repeat(11), 8), 2);
        assert_eq!(Pen::lines("a\n\nb", 8), 3);
        assert_eq!(
            Pen::lines("abc", 0),
            3,
            "no column is too narrow to be reckoned with"
        );
    }
}

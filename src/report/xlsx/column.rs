//! The columns of the form: their widths, heads and what kind of thing stands in them.

use crate::report::outline::Figure;
use crate::rubric::SheetColumn;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A figure of points.
    Points(Figure),
    /// Something else, known by its column.
    Other,
}

/// What stands in a column.
pub(super) fn content(column: SheetColumn) -> Content {
    Content::Points(match column {
        SheetColumn::Max => Figure::Max,
        SheetColumn::Declared => Figure::Declared,
        SheetColumn::Evidenced => Figure::Evidenced,
        SheetColumn::MeasuredLow => Figure::MeasuredLow,
        SheetColumn::MeasuredHigh => Figure::MeasuredHigh,
        SheetColumn::OfficialLow => Figure::OfficialLow,
        SheetColumn::OfficialHigh => Figure::OfficialHigh,
        SheetColumn::Number
        | SheetColumn::Code
        | SheetColumn::Title
        | SheetColumn::Method
        | SheetColumn::Num
        | SheetColumn::Den
        | SheetColumn::Result
        | SheetColumn::Evidence
        | SheetColumn::Explanation => return Content::Other,
    })
}

/// How wide it is, in letters.
pub(super) fn width(column: SheetColumn) -> u8 {
    match column {
        SheetColumn::Number | SheetColumn::Code => 6,
        SheetColumn::Title => 28,
        SheetColumn::Method => 23,
        SheetColumn::Num | SheetColumn::Den | SheetColumn::Result | SheetColumn::Evidenced => 9,
        SheetColumn::Max
        | SheetColumn::Declared
        | SheetColumn::MeasuredLow
        | SheetColumn::MeasuredHigh
        | SheetColumn::OfficialLow
        | SheetColumn::OfficialHigh => 7,
        SheetColumn::Evidence => 17,
        SheetColumn::Explanation => 35,
    }
}

/// The head that it shares with its neighbours, by its code under `[sheet.shared]`.
pub(super) fn shared(column: SheetColumn) -> Option<&'static str> {
    match column {
        SheetColumn::Num | SheetColumn::Den => Some("figures"),
        SheetColumn::MeasuredLow | SheetColumn::MeasuredHigh => Some("measured"),
        SheetColumn::OfficialLow | SheetColumn::OfficialHigh => Some("official"),
        SheetColumn::Number
        | SheetColumn::Code
        | SheetColumn::Title
        | SheetColumn::Max
        | SheetColumn::Method
        | SheetColumn::Result
        | SheetColumn::Declared
        | SheetColumn::Evidenced
        | SheetColumn::Evidence
        | SheetColumn::Explanation => None,
    }
}

/// The letters of a column, from 0: `A`, `Z`, `AA`.
pub(super) fn letters(at: usize) -> String {
    const ALPHABET: usize = 26;
    let mut letters = Vec::new();
    let mut rest = at + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % ALPHABET).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / ALPHABET;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_columns() {
        let told: Vec<String> = [0, 25, 26, 51, 52, 701, 702].map(letters).to_vec();
        assert_eq!(told, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}

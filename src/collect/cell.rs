//! One cell of an export → one value of a table, or the code of why it cannot be read.
//!
//! Guesses nothing: what could mean two things is not read. Start at [`read`].

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::when;
use crate::table::{ColumnKind, fold};

/// A value of a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Not known.
    Null,
    /// A number, or 1 and 0 for yes and no.
    Int(i64),
    /// A text, code, day or time; `''` = looked, there is none.
    Text(String),
}

impl Cell {
    /// The text of a text cell.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Int(_) => None,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Longest text that a cell keeps, in characters: what a cell of a spreadsheet can hold.
pub(super) const LONGEST_TEXT: usize = 32_767;

/// Reads the text of a cell that is not empty, already [`trimmed`].
///
/// Errors: the code of a message `[unread]`.
pub(super) fn read(text: &str, kind: &ColumnKind) -> Result<Cell, &'static str> {
    if text.len() > LONGEST_TEXT && text.chars().count() > LONGEST_TEXT {
        return Err("cell_too_long");
    }
    let text = &clean(text)?;
    match kind {
        ColumnKind::Text => Ok(Cell::Text(text.clone().into_owned())),
        ColumnKind::Int => whole(text).map(Cell::Int),
        ColumnKind::Bool => truth(text).map(|yes| Cell::Int(i64::from(yes))),
        ColumnKind::Date => when::date(text).map(|day| Cell::Text(day.to_string())),
        ColumnKind::Time => when::time(text).map(Cell::Text),
        ColumnKind::Code(codes) => codes
            .iter()
            .find(|code| *code == text || code.to_lowercase() == text.to_lowercase())
            .map(|code| Cell::Text(code.clone()))
            .ok_or("cell_code"),
    }
}

/// A text without blanks around it; blanks are also what web pages and spreadsheets leave there unseen.
pub(super) fn trimmed(text: &str) -> &str {
    let ends = text.as_bytes().first().zip(text.as_bytes().last());
    if ends.is_some_and(|(first, last)| first.is_ascii_graphic() && last.is_ascii_graphic()) {
        return text;
    }
    text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
    })
}

/// The form in which two spellings of a header or of a value of a list are one: NFC, single blanks, lower case.
pub(super) fn same(text: &str) -> String {
    let composed = composed(trimmed(text));
    let mut single = String::with_capacity(composed.len());
    for word in composed.split_whitespace() {
        if !single.is_empty() {
            single.push(' ');
        }
        single.push_str(word);
    }
    single.to_lowercase()
}

/// NFC, which nearly all texts are in.
fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        text.into()
    } else {
        text.nfc().collect::<String>().into()
    }
}

/// NFC with line ends and tabs as blanks; any other control character makes the cell unreadable.
fn clean(text: &str) -> Result<Cow<'_, str>, &'static str> {
    let composed = composed(text);
    if !composed.contains(char::is_control) {
        return Ok(composed);
    }
    let blanks = composed.chars().map(|c| match c {
        '\n' | '\r' | '\t' => Ok(' '),
        c if c.is_control() => Err("cell_control"),
        c => Ok(c),
    });
    blanks.collect::<Result<String, _>>().map(Cow::Owned)
}

/// `1/0`, `true/false`, `có/không`; the Vietnamese words in any spelling.
fn truth(text: &str) -> Result<bool, &'static str> {
    match fold(text).as_str() {
        "1" | "true" | "co" => Ok(true),
        "0" | "false" | "khong" => Ok(false),
        _ => Err("cell_bool"),
    }
}

/// A whole number from 0 up: plain, with thousands set off by dots or blanks (`21.843`), with decimals that are zero.
///
/// A single comma or dot that could be a decimal mark (`1,234`, `0.500`, `1.5`) is not read.
fn whole(text: &str) -> Result<i64, &'static str> {
    let (units, decimals) = match text.split_once(',') {
        // Two commas are thousands as English sets them.
        Some(_) if text.matches(',').count() > 1 => (text, ""),
        Some((units, decimals)) => (units, decimals),
        None => match text.split_once('.') {
            Some((units, decimals)) if decimals.len() < 3 => (units, decimals),
            Some(_) | None => (text, ""),
        },
    };
    let marked = units.len() < text.len();
    if marked && !((1..=2).contains(&decimals.len()) && decimals.bytes().all(|b| b == b'0')) {
        return Err("cell_int");
    }
    ungrouped(units)
        .and_then(|digits| digits.parse().ok())
        .ok_or("cell_int")
}

/// The digits of a number without its thousands separators, all of one kind.
fn ungrouped(text: &str) -> Option<String> {
    let separator = text.chars().find(|c| !c.is_ascii_digit());
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let Some(separator) = separator else {
        return digits(text).then(|| text.to_owned());
    };
    if !matches!(separator, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}') {
        return None;
    }
    let mut groups = text.split(separator);
    let first = groups.next()?;
    let head = digits(first) && first.len() <= 3 && !first.starts_with('0');
    let tail = groups
        .clone()
        .all(|group| digits(group) && group.len() == 3);
    (head && tail).then(|| text.split(separator).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes() -> ColumnKind {
        ColumnKind::Code(vec!["II.06a".into(), "outgoing".into()])
    }

    #[test]
    fn whole_numbers_are_read_only_where_they_mean_one_thing() {
        for (text, n) in [
            ("0", 0),
            ("03", 3),
            ("21843", 21_843),
            ("21.843", 21_843),
            ("1.234.567", 1_234_567),
            ("1,234,567", 1_234_567),
            ("21 843", 21_843),
            ("21\u{a0}843", 21_843),
            ("21.843,00", 21_843),
            ("12.0", 12),
            ("12,0", 12),
        ] {
            assert_eq!(read(text, &ColumnKind::Int), Ok(Cell::Int(n)), "{text}");
        }
        for text in [
            "1,234",
            "0.500",
            "1.5",
            "1,5",
            "1.23",
            "12.3456",
            "1.234 567",
            "-3",
            "+3",
            "1e5",
            "x",
            "12%",
            "1..234",
            ".234",
            "99999999999999999999",
            "1.2345",
            "1 23",
        ] {
            assert_eq!(read(text, &ColumnKind::Int), Err("cell_int"), "{text}");
        }
    }

    #[test]
    fn yes_and_no_in_any_spelling_of_the_words() {
        for text in ["1", "TRUE", "Có", "CÓ", "co", "co\u{301}"] {
            assert_eq!(read(text, &ColumnKind::Bool), Ok(Cell::Int(1)), "{text}");
        }
        for text in ["0", "False", "không", "KHÔNG", "kho\u{302}ng"] {
            assert_eq!(read(text, &ColumnKind::Bool), Ok(Cell::Int(0)), "{text}");
        }
        for text in ["x", "2", "yes", "chưa rõ", "1.0"] {
            assert_eq!(read(text, &ColumnKind::Bool), Err("cell_bool"), "{text}");
        }
    }

    #[test]
    fn codes_are_stored_as_the_catalogue_writes_them() {
        assert_eq!(read("ii.06A", &codes()), Ok("II.06a".into()));
        assert_eq!(read("Văn bản đi", &codes()), Err("cell_code"));
    }

    #[test]
    fn texts_are_composed_and_carry_no_control_characters() {
        let text = |text: &str| read(text, &ColumnKind::Text);
        assert_eq!(text("Hải\nHà"), Ok("Hải Hà".into()));
        assert_eq!(text("Ha\u{309}i"), Ok("Hải".into()));
        assert_eq!(text("a\0b"), Err("cell_control"));
        assert_eq!(text("a\u{1b}[31m"), Err("cell_control"));
        assert!(text(&"đ".repeat(LONGEST_TEXT)).is_ok());
        assert_eq!(text(&"đ".repeat(LONGEST_TEXT + 1)), Err("cell_too_long"));
        assert_eq!(trimmed("\u{feff}\u{a0} a b\u{200b}\t"), "a b");
        assert_eq!(same(" SỐ  ký\nhiệu"), same("Số ky\u{301} hiệu"));
    }
}

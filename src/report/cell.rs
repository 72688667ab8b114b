//! Foreign texts as cells of a sheet: harmless, of bounded length, and never a formula.

use std::borrow::Cow;

use crate::words::plain;

/// Most letters of a cell; Excel holds 32,767 and shows a fraction of them.
const MOST: usize = 2_000;
/// Stands where a text was shortened.
const CUT: char = '…';
/// Beginnings that a spreadsheet takes for a formula, in both widths.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The text with nothing in it that steers, shortened to what a cell can hold.
pub(super) fn text(text: &str) -> String {
    // Escaping makes letters more, never fewer: no need to look further than the cap.
    let near: String = text.chars().take(MOST + 1).collect();
    let safe = plain(&near);
    let mut chars = safe.chars();
    let mut kept: String = chars.by_ref().take(MOST).collect();
    if chars.next().is_some() {
        kept.pop();
        kept.push(CUT);
    }
    kept
}

/// A text made of several, cut where no cell of a workbook holds more: Excel counts in units of UTF-16.
pub(super) fn held(text: &str) -> Cow<'_, str> {
    const HOLDS: usize = 32_767;
    if text.len() <= HOLDS || text.encode_utf16().count() <= HOLDS {
        return Cow::Borrowed(text);
    }
    let mut units = CUT.len_utf16();
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= HOLDS
    };
    let kept: String = text.chars().take_while(fits).collect();
    Cow::Owned(format!("{kept}{CUT}"))
}

/// Whether a spreadsheet that reads the text from a file could take it for a formula.
pub(super) fn looks_like_formula(text: &str) -> bool {
    text.trim_start().starts_with(FORMULA)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cell_does_not_hold_is_cut_and_nothing_else() {
        assert!(matches!(held("ngắn"), Cow::Borrowed("ngắn")));
        let full = "ế".repeat(32_767);
        assert_eq!(held(&full), full);
        let cut = held(&"ế".repeat(32_768)).into_owned();
        assert_eq!((cut.chars().count(), cut.ends_with('…')), (32_767, true));
        let wide = held(&"😀".repeat(20_000)).into_owned();
        assert!(wide.encode_utf16().count() <= 32_767 && wide.ends_with('…'));
    }

    #[test]
    fn a_long_text_is_shortened_and_says_so() {
        let long = text(&"a".repeat(100_000));
        assert_eq!(long.chars().count(), MOST);
        assert!(long.ends_with("a…"));
        assert_eq!(text(&"b".repeat(MOST)), "b".repeat(MOST));
        assert_eq!(text("x\0y\u{202e}"), "x\\u{0}y\\u{202e}");
    }

    #[test]
    fn a_formula_is_known_by_its_beginning() {
        for formula in ["=1", "+1", "-1", "@SUM(A1)", "  =1", "＝1"] {
            assert!(looks_like_formula(formula), "{formula}");
        }
        for text in ["a=1", "–", "−1", "", "'=1"] {
            assert!(!looks_like_formula(text), "{text}");
        }
    }
}

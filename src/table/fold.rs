//! Folding of Vietnamese text, for comparing what people typed in different ways.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// NFC, lower case, no diacritics, đ → d.
///
/// Decomposing does not touch đ (U+0111), so it is mapped by hand.
pub fn fold(text: &str) -> String {
    latin(text).unwrap_or_else(|| any(text))
}

/// Vietnamese and other Latin text, letter by letter: pages are folded line by line, and composing again what holds no
/// mark any more is most of the work. Nothing where a letter may need more than that.
fn latin(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\x7f' => folded.push(c.to_ascii_lowercase()),
            'đ' | 'Đ' => folded.push('d'),
            '\u{300}'..='\u{36f}' => {}
            // Signs that no form changes: « » and what stands beside them, dashes, quotes.
            '\u{a0}'..='\u{bf}' | '\u{2010}'..='\u{2027}' => folded.push(c),
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                let mut base = None;
                decompose_canonical(c, |part| {
                    base.get_or_insert(part);
                });
                folded.push(base.filter(char::is_ascii)?.to_ascii_lowercase());
            }
            _ => return None,
        }
    }
    Some(folded)
}

fn any(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .nfc()
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{any, fold, latin};

    #[test]
    fn folds_composed_and_decomposed_alike() {
        assert_eq!(fold("Đường Nguyễn Ái Quốc"), "duong nguyen ai quoc");
        assert_eq!(fold("Thu\u{309} tu\u{323}c"), fold("Thủ tục"));
    }

    #[test]
    fn vietnamese_takes_the_short_way() {
        let text = "Ủy ban nhân dân huyện Hải Hà – «TIN TỨC», Đ/c: số 1\u{a0}";
        assert_eq!(latin(text), Some(any(text)));
        assert_eq!(latin("ß"), None, "a letter of its own");
        assert_eq!(latin("ệΩ"), None, "another script");
    }

    proptest! {
        #[test]
        fn both_ways_say_the_same(text in "[ -~\u{a0}-\u{24f}\u{300}-\u{37f}\u{1e00}-\u{1eff}\u{2000}-\u{2030}]*") {
            if let Some(folded) = latin(&text) {
                prop_assert_eq!(folded, any(&text));
            }
        }
    }
}

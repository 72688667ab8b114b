//! Folding of Vietnamese text, for comparing what people typed in different ways.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// NFC, lower case, no diacritics, đ → d.
///
/// Decomposing does not touch đ (U+0111), so it is mapped by hand.
pub fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .nfc()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn folds_composed_and_decomposed_alike() {
        assert_eq!(fold("Đường Nguyễn Ái Quốc"), "duong nguyen ai quoc");
        assert_eq!(fold("Thu\u{309} tu\u{323}c"), fold("Thủ tục"));
    }
}

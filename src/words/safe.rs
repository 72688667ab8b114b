//! Making foreign text harmless on a terminal.

/// The text with nothing in it that could steer a terminal or reorder a line: control characters (tabs and line ends
/// become blanks), bidirectional marks and zero-width characters are shown as `\u{…}`.
///
/// Unicode Standard Annex 9 lists the bidirectional controls.
pub fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => safe.push(' '),
            c if steers(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

/// Whether a character could steer a terminal or reorder a line: controls, bidirectional marks, zero-width characters.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c,
        '\u{061c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_could_steer_a_terminal() {
        assert_eq!(plain("Hải Hà"), "Hải Hà");
        assert_eq!(
            plain("a\u{1b}[31mb\u{202e}c\nd"),
            "a\\u{1b}[31mb\\u{202e}c d"
        );
        assert_eq!(plain("\0\u{9b}"), "\\u{0}\\u{9b}");
    }
}

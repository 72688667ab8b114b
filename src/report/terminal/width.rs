//! Text and the columns it takes: cutting and wrapping by display width.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// The text cut to so many columns, with `…` where something is gone.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut cut = head(text, most.saturating_sub(1)).0.trim_end().to_owned();
    cut.push('…');
    cut
}

/// Lines of at most so many columns, broken at blanks, and inside words that are longer than a line. Never no line.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let most = most.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && columns(&line) + 1 + columns(word) > most {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        let mut rest = word;
        while columns(&line) + columns(rest) > most {
            let (fits, after) = head(rest, most - columns(&line));
            // A letter wider than the line stands alone.
            let (fits, after) = if fits.is_empty() && line.is_empty() {
                let first = rest.chars().next().map_or(0, char::len_utf8);
                rest.split_at(first)
            } else {
                (fits, after)
            };
            line.push_str(fits);
            lines.push(std::mem::take(&mut line));
            rest = after;
        }
        line.push_str(rest);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// The longest start of a text within so many columns, and what is left.
fn head(text: &str, most: usize) -> (&str, &str) {
    let mut taken = 0;
    for (at, c) in text.char_indices() {
        taken += c.width().unwrap_or(0);
        if taken > most {
            return text.split_at(at);
        }
    }
    (text, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_letters_take_one_column_each_however_they_are_composed() {
        assert_eq!(columns("Tỷ lệ hồ sơ"), 11);
        assert_eq!(columns("Ty\u{309} le\u{323}\u{302}"), 5);
    }

    #[test]
    fn shortens_with_a_sign_of_what_is_gone() {
        assert_eq!(shortened("Tỷ lệ hồ sơ", 11), "Tỷ lệ hồ sơ");
        assert_eq!(shortened("Tỷ lệ hồ sơ", 10), "Tỷ lệ hồ…");
        assert_eq!(shortened("日本語", 4), "日…");
    }

    #[test]
    fn wraps_at_blanks_and_within_words_that_are_too_long() {
        assert_eq!(wrapped("một hai ba bốn", 7), ["một hai", "ba bốn"]);
        assert_eq!(wrapped("ab abcdefgh c", 5), ["ab", "abcde", "fgh c"]);
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(wrapped("日本", 1), ["日", "本"]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for most in 2..20 {
            let text =
                "Bộ tiêu chí dựng lại để tự kiểm tra; 日本語 không-phải-bộ-tiêu-chí-ban-hành";
            for line in wrapped(text, most) {
                assert!(columns(&line) <= most, "{line:?} is wider than {most}");
            }
        }
    }
}

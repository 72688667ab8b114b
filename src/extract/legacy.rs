//! TCVN3 and VNI: Vietnamese written in the places of Western letters, and made legible by a font.
//!
//! Both are recognised by signs that no right text has between its letters. Tables: TCVN 5712:1993 (VN3) and the VNI fonts.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A font hack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hack {
    /// TCVN3, one sign a letter.
    Tcvn3,
    /// VNI, a letter and a sign.
    Vni,
}

/// Least signs that tell a hack.
const LEAST: usize = 4;
/// Least different signs among them.
const LEAST_KINDS: usize = 3;

/// TCVN3's own places in Latin-1, and what they mean.
const TCVN3: &[(char, char)] = &[
    ('µ', 'à'),
    ('¶', 'ả'),
    ('·', 'ã'),
    ('¸', 'á'),
    ('¹', 'ạ'),
    ('¨', 'ă'),
    ('»', 'ằ'),
    ('¼', 'ẳ'),
    ('½', 'ẵ'),
    ('¾', 'ắ'),
    ('Æ', 'ặ'),
    ('©', 'â'),
    ('Ç', 'ầ'),
    ('È', 'ẩ'),
    ('É', 'ẫ'),
    ('Ê', 'ấ'),
    ('Ë', 'ậ'),
    ('®', 'đ'),
    ('Ì', 'è'),
    ('Î', 'ẻ'),
    ('Ï', 'ẽ'),
    ('Ð', 'é'),
    ('Ñ', 'ẹ'),
    ('ª', 'ê'),
    ('Ò', 'ề'),
    ('Ó', 'ể'),
    ('Ô', 'ễ'),
    ('Õ', 'ế'),
    ('Ö', 'ệ'),
    ('×', 'ì'),
    ('Ø', 'ỉ'),
    ('Ü', 'ĩ'),
    ('Ý', 'í'),
    ('Þ', 'ị'),
    ('ß', 'ò'),
    ('á', 'ỏ'),
    ('â', 'õ'),
    ('ã', 'ó'),
    ('ä', 'ọ'),
    ('«', 'ô'),
    ('å', 'ồ'),
    ('æ', 'ổ'),
    ('ç', 'ỗ'),
    ('è', 'ố'),
    ('é', 'ộ'),
    ('¬', 'ơ'),
    ('ê', 'ờ'),
    ('ë', 'ở'),
    ('ì', 'ỡ'),
    ('í', 'ớ'),
    ('î', 'ợ'),
    ('ï', 'ù'),
    ('ñ', 'ủ'),
    ('ò', 'ũ'),
    ('ó', 'ú'),
    ('ô', 'ụ'),
    ('\u{ad}', 'ư'),
    ('õ', 'ừ'),
    ('ö', 'ử'),
    ('÷', 'ữ'),
    ('ø', 'ứ'),
    ('ù', 'ự'),
    ('ú', 'ỳ'),
    ('û', 'ỷ'),
    ('ü', 'ỹ'),
    ('ý', 'ý'),
    ('þ', 'ỵ'),
    ('¡', 'Ă'),
    ('¢', 'Â'),
    ('£', 'Ê'),
    ('¤', 'Ô'),
    ('¥', 'Ơ'),
    ('¦', 'Ư'),
    ('§', 'Đ'),
];

/// VNI's signs after a vowel, and the marks that they are.
const VNI_MARKS: &[(char, &str)] = &[
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// VNI's letters that stand alone.
const VNI_LETTERS: &[(char, char)] = &[
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('ñ', 'đ'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
    ('Ô', 'Ơ'),
    ('Ö', 'Ư'),
    ('Ñ', 'Đ'),
    ('Æ', 'Ỉ'),
    ('Ó', 'Ĩ'),
    ('Ò', 'Ị'),
    ('Î', 'Ỵ'),
];

impl Hack {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Tcvn3 => "tcvn3",
            Self::Vni => "vni",
        }
    }

    /// The text in Unicode, NFC.
    pub(super) fn converted(self, text: &str) -> String {
        match self {
            Self::Tcvn3 => text
                .chars()
                .map(|c| meaning(TCVN3, c).copied().unwrap_or(c))
                .collect(),
            Self::Vni => from_vni(text),
        }
    }
}

fn meaning<T>(table: &[(char, T)], sign: char) -> Option<&T> {
    let found = table.iter().find(|(known, _)| *known == sign);
    found.map(|(_, meaning)| meaning)
}

fn from_vni(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut vowel = false;
    for c in text.chars() {
        let lower = c.to_lowercase().next().unwrap_or(c);
        if vowel && let Some(marks) = meaning(VNI_MARKS, lower) {
            written.push_str(marks);
            vowel = false;
            continue;
        }
        vowel = matches!(lower, 'a' | 'e' | 'o' | 'u' | 'y' | 'ô' | 'ö');
        written.push(meaning(VNI_LETTERS, c).copied().unwrap_or(c));
    }
    written.nfc().collect()
}

/// The hack that a text of Latin-1 letters is written in, where its signs leave no doubt.
pub(super) fn found(text: &str) -> Option<Hack> {
    // A letter that only Unicode has shows that its writer had Unicode.
    let unicode = |c: char| {
        ('\u{1e00}'..='\u{1eff}').contains(&c)
            || matches!(c, 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ă' | 'Ă')
    };
    let mut count = Count::default();
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if unicode(c) {
            return None;
        }
        if !c.is_ascii() {
            let after = chars.peek().copied().unwrap_or(' ');
            count.add(before, c, after);
        }
        before = c;
    }
    count.decided()
}

#[derive(Default)]
struct Count {
    foreign: usize,
    tcvn3: usize,
    tcvn3_kinds: Vec<char>,
    vni: usize,
    vni_kinds: Vec<char>,
    /// All that could be VNI: of a text in it, nearly everything.
    vni_fits: usize,
}

impl Count {
    fn add(&mut self, before: char, c: char, after: char) {
        self.foreign += 1;
        let joins = |c: char| c.is_ascii_alphabetic() || !c.is_ascii() && !c.is_whitespace();
        let beside = joins(before) || joins(after);
        if beside
            && matches!(
                c,
                'µ' | '¸' | '¹' | '®' | '¬' | '¶' | '¼' | '½' | '¾' | '¨' | '\u{ad}' | '÷' | '×'
            )
        {
            self.tcvn3 += 1;
            if !self.tcvn3_kinds.contains(&c) {
                self.tcvn3_kinds.push(c);
            }
        }
        let lower = c.to_lowercase().next().unwrap_or(c);
        let pair = matches!(before.to_ascii_lowercase(), 'a' | 'e' | 'o' | 'u' | 'y')
            || matches!(before, 'ô' | 'ö' | 'Ô' | 'Ö');
        let mark = pair && meaning(VNI_MARKS, lower).is_some();
        self.vni_fits += usize::from(
            mark || beside && meaning(VNI_LETTERS, c).is_some() || matches!(lower, 'í' | 'ì'),
        );
        let sign = matches!(lower, 'ø' | 'û' | 'ï' | 'å' | 'ä' | 'ë' | 'ü') && pair;
        if sign || matches!(lower, 'ñ' | 'ö' | 'æ') && beside {
            self.vni += 1;
            if !self.vni_kinds.contains(&lower) {
                self.vni_kinds.push(lower);
            }
        }
    }

    fn decided(&self) -> Option<Hack> {
        let tells = |n: usize, kinds: &[char]| {
            n >= LEAST && kinds.len() >= LEAST_KINDS && n * 7 >= self.foreign
        };
        if tells(self.tcvn3, &self.tcvn3_kinds) {
            Some(Hack::Tcvn3)
        } else if tells(self.vni, &self.vni_kinds) && self.vni_fits * 10 >= self.foreign * 8 {
            Some(Hack::Vni)
        } else {
            None
        }
    }
}

/// Whether a text that was read as windows-1258 has the combining marks that only Vietnamese puts there.
pub(super) fn has_marks(text: &str) -> bool {
    let mut before = ' ';
    let mut marks = 0;
    let mut strays = 0;
    for c in text.chars() {
        if is_combining_mark(c) {
            let vowel = before.is_alphabetic() && !before.is_ascii_digit();
            marks += usize::from(vowel);
            strays += usize::from(!vowel);
        }
        before = c;
    }
    marks >= LEAST && strays * 10 <= marks
}

#[cfg(test)]
#[path = "legacy_tests.rs"]
mod tests;

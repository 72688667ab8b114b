//! Cells and texts of an xlsx as nearly all programs write them, read from the bytes themselves.
//!
//! Anything else — another order of tags, an entity, a prefix, a part that is not at hand to its end — is nothing here and is
//! left to the reader of XML, which gives the same for what is read here. Start at [`cell`] and [`text`].

use super::super::reference;

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell<'a> {
    /// Its row from 1 and column from 0, where it has a name.
    pub place: Option<(u32, u32)>,
    /// The attribute `t`.
    pub kind: &'a str,
    /// The attribute `s`.
    pub style: usize,
    /// Its value or text; nothing where it has none.
    pub value: Option<&'a str>,
}

/// Bytes that are read from the front.
#[derive(Clone, Copy)]
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    /// Takes what is to come next.
    fn take(&mut self, expected: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(expected)?;
        Some(())
    }

    /// Takes bytes up to one that is to follow them.
    fn until(&mut self, end: u8, ends: impl Fn(u8) -> bool) -> Option<&'a [u8]> {
        let at = self.0.iter().position(|byte| ends(*byte))?;
        let (taken, rest) = self.0.split_at_checked(at)?;
        self.0 = rest;
        (rest.first() == Some(&end)).then_some(taken)
    }

    /// Takes an attribute with its blank before it: ` r="A1"`.
    fn attribute(&mut self) -> Option<(&'a [u8], &'a [u8])> {
        self.take(b" ")?;
        let name = self.until(b'=', |byte| {
            !byte.is_ascii_alphanumeric() && !matches!(byte, b':' | b'.' | b'_' | b'-')
        })?;
        self.take(b"=\"")?;
        let value = self.until(b'"', |byte| {
            !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'&' | b'<')
        })?;
        self.take(b"\"")?;
        (!name.is_empty()).then_some((name, value))
    }

    /// Takes text up to the next tag.
    fn text(&mut self) -> Option<&'a str> {
        let text = self.until(b'<', |byte| matches!(byte, b'<' | b'&' | b'\r'))?;
        std::str::from_utf8(text).ok()
    }
}

/// The cell at the front, and its bytes.
pub(super) fn cell(bytes: &[u8]) -> Option<(Cell<'_>, usize)> {
    let mut rest = Rest(bytes);
    rest.take(b"<c")?;
    let (mut name, mut kind, mut style) = (None, None, None);
    while rest.0.first() == Some(&b' ') && rest.0.get(1) != Some(&b'/') {
        let (attribute, value) = rest.attribute()?;
        let value = std::str::from_utf8(value).ok()?;
        let once = match attribute {
            b"r" => name.replace(reference::parse(value)?).is_none(),
            b"t" => kind.replace(value).is_none(),
            b"s" => style.replace(number(value)?).is_none(),
            _ => false,
        };
        once.then_some(())?;
    }
    let value = if rest.take(b"/>").or_else(|| rest.take(b" />")).is_some() {
        None
    } else {
        rest.take(b">")?;
        let value = if rest.0.starts_with(b"</c>") {
            None
        } else {
            Some(value(&mut rest)?)
        };
        rest.take(b"</c>")?;
        value
    };
    let cell = Cell {
        place: name.map(|(column, row)| (row, column)),
        kind: kind.unwrap_or_default(),
        style: style.unwrap_or_default(),
        value,
    };
    Some((cell, bytes.len() - rest.0.len()))
}

/// What a cell holds; its own text where it has one.
fn value<'a>(rest: &mut Rest<'a>) -> Option<&'a str> {
    if rest.take(b"<v>").is_some() {
        let value = rest.text()?;
        rest.take(b"</v>")?;
        return Some(value);
    }
    rest.take(b"<is>")?;
    let text = one(rest)?;
    rest.take(b"</is>")?;
    Some(text)
}

/// A number of a few digits.
fn number(text: &str) -> Option<usize> {
    let digits = (1..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// The text of a `<t>`.
fn one<'a>(rest: &mut Rest<'a>) -> Option<&'a str> {
    rest.take(b"<t")?;
    if !rest.0.starts_with(b">") {
        rest.take(b" xml:space=\"preserve\"")?;
    }
    rest.take(b">")?;
    let text = rest.text()?;
    rest.take(b"</t>")?;
    Some(text)
}

/// The end of a row and the beginning of the next at the front: the number that it has, and its bytes.
pub(super) fn row(bytes: &[u8]) -> Option<(Option<u32>, usize)> {
    let mut rest = Rest(bytes);
    rest.take(b"</row><row")?;
    let mut number = None;
    while rest.0.first() == Some(&b' ') {
        let (attribute, value) = rest.attribute()?;
        let local = attribute.rsplit(|byte| *byte == b':').next()?;
        if local == b"r" {
            let value = std::str::from_utf8(value).ok()?;
            number
                .replace(value.parse().ok()?)
                .is_none()
                .then_some(())?;
        }
    }
    rest.take(b">")?;
    Some((number, bytes.len() - rest.0.len()))
}

/// The text of the shared one at the front, and its bytes.
pub(super) fn text(bytes: &[u8]) -> Option<(&str, usize)> {
    let mut rest = Rest(bytes);
    rest.take(b"<si>")?;
    let text = one(&mut rest)?;
    rest.take(b"</si>")?;
    Some((text, bytes.len() - rest.0.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_read_as_programs_write_them_and_nothing_else_is() {
        let shared = "<c r=\"B7\" s=\"12\" t=\"s\"><v>400</v></c>";
        let (read, used) = cell(format!("{shared}<c r=\"C7\"").as_bytes())
            .map(|(cell, used)| (format!("{cell:?}"), used))
            .unwrap();
        assert_eq!(used, shared.len());
        assert_eq!(
            read,
            "Cell { place: Some((7, 1)), kind: \"s\", style: 12, value: Some(\"400\") }"
        );
        let value = |xml: &'static str| cell(xml.as_bytes()).map(|(cell, _)| cell.value);
        assert_eq!(value("<c><v>1</v></c>"), Some(Some("1")));
        assert_eq!(value("<c r=\"A1\"/>"), Some(None));
        assert_eq!(value("<c r=\"A1\" s=\"1\" />"), Some(None));
        assert_eq!(value("<c r=\"A1\"></c>"), Some(None));
        assert_eq!(
            value("<c r=\"A1\" t=\"inlineStr\"><is><t>Hải Hà</t></is></c>"),
            Some(Some("Hải Hà"))
        );
        assert_eq!(
            value("<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> a</t></is></c>"),
            Some(Some(" a"))
        );
        for other in [
            "<c r=\"A1\"><v>1</v></c",
            "<c r=\"A1\"><v>1</v>",
            "<c r=\"A1\"><v>a&amp;b</v></c>",
            "<c r=\"A1\"><v>a\rb</v></c>",
            "<c r=\"A1\"><f>1</f><v>1</v></c>",
            "<c r=\"A1\" r=\"A2\"><v>1</v></c>",
            "<c r=\"\"><v>1</v></c>",
            "<c r='A1'><v>1</v></c>",
            "<c r=\"A1\" x:r=\"A2\"><v>1</v></c>",
            "<c  r=\"A1\"><v>1</v></c>",
            "<c r=\"A1\" / >",
            "<c r=\"A1\" s=\"-1\"><v>1</v></c>",
            "<c r=\"A1\"><v>1</v><v>2</v></c>",
            "<c r=\"A1\"><is><t>a</t><t>b</t></is></c>",
            "<x:c r=\"A1\"><v>1</v></x:c>",
            "<cell r=\"A1\"/>",
        ] {
            assert_eq!(value(other), None, "{other}");
        }
        assert!(cell(b"<c><v>\xff</v></c>").is_none());
    }

    #[test]
    fn rows_and_shared_texts_are_read_where_they_are_plain() {
        let next = b"</row><row r=\"3\" spans=\"1:12\" x14ac:dyDescent=\"0.25\"><c";
        assert_eq!(row(next), Some((Some(3), next.len() - 2)));
        assert_eq!(row(b"</row><row>"), Some((None, 11)));
        for other in [
            "</row>",
            "</row><row r=\"3\"/>",
            "</row><row r=\"x\">",
            "</row><row r=\"3\" x:r=\"4\">",
            "</row><rows>",
            "</row> <row>",
        ] {
            assert_eq!(row(other.as_bytes()), None, "{other}");
        }
        let plain = "<si><t>Có</t></si>";
        assert_eq!(text(plain.as_bytes()), Some(("Có", plain.len())));
        for other in [
            "<si><t>a",
            "<si><r><t>a</t></r></si>",
            "<si><t>a&lt;</t></si>",
            "<si><t>a</t><rPh><t>b</t></rPh></si>",
            "<si/>",
        ] {
            assert_eq!(text(other.as_bytes()), None, "{other}");
        }
    }
}

//! Texts of an xls: of one byte a character or two, and across the pieces of a record that goes on in others.

use super::compound::u16_at;

/// Longest text that is kept, in units: more than a cell can hold.
const MOST_UNITS: usize = 40_000;

/// A text with its length in two bytes.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    Pieces::of(&[bytes]).rich_text()
}

/// A text with its length in one byte.
pub(super) fn short_text(bytes: &[u8]) -> Option<String> {
    let (len, rest) = bytes.split_first()?;
    let (flags, rest) = rest.split_first()?;
    let units: Vec<u16> = if flags & 1 == 0 {
        rest.get(..usize::from(*len))?
            .iter()
            .map(|unit| u16::from(*unit))
            .collect()
    } else {
        let wide = rest.get(..2 * usize::from(*len))?;
        wide.chunks_exact(2)
            .filter_map(|unit| u16_at(unit, 0))
            .collect()
    };
    Some(String::from_utf16_lossy(&units))
}

/// Pieces of a record, read one after the other.
pub(super) struct Pieces<'a> {
    rest: Vec<&'a [u8]>,
    now: &'a [u8],
}

impl<'a> Pieces<'a> {
    /// At the first byte of the first piece.
    pub(super) fn of(pieces: &[&'a [u8]]) -> Self {
        let mut rest: Vec<&[u8]> = pieces.iter().rev().copied().collect();
        let now = rest.pop().unwrap_or_default();
        Self { rest, now }
    }

    fn byte(&mut self) -> Option<u8> {
        while self.now.is_empty() {
            self.now = self.rest.pop()?;
        }
        let (byte, now) = self.now.split_first()?;
        self.now = now;
        Some(*byte)
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes([
            self.byte()?,
            self.byte()?,
            self.byte()?,
            self.byte()?,
        ]))
    }

    fn skip(&mut self, mut n: usize) -> Option<()> {
        while n > 0 {
            if self.now.is_empty() {
                self.now = self.rest.pop()?;
            }
            let part = n.min(self.now.len());
            self.now = self.now.get(part..)?;
            n -= part;
        }
        Some(())
    }

    /// A text with its length in two bytes, without its fonts and readings.
    pub(super) fn rich_text(&mut self) -> Option<String> {
        let len = usize::from(self.u16()?);
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 {
            0
        } else {
            usize::from(self.u16()?)
        };
        let aloud = if flags & 4 == 0 {
            0
        } else {
            usize::try_from(self.u32()?).ok()?
        };
        let mut wide = flags & 1 != 0;
        let mut units = Vec::new();
        for _ in 0..len {
            // Where a text goes on in the next piece, that says anew how wide its characters are.
            if self.now.is_empty() {
                self.now = self.rest.pop()?;
                wide = self.byte()? & 1 != 0;
            }
            let unit = if wide {
                self.u16()?
            } else {
                u16::from(self.byte()?)
            };
            if units.len() < MOST_UNITS {
                units.push(unit);
            }
        }
        self.skip(4 * runs)?;
        self.skip(aloud)?;
        Some(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_piece_with_another_width() {
        let first: &[u8] = &[5, 0, 0, b'a', b'b'];
        let second: &[u8] = &[1, 0x68, 0x1e, b'c', 0, b'd', 0];
        let mut pieces = Pieces::of(&[first, second]);
        assert_eq!(pieces.rich_text().as_deref(), Some("abṨcd"));
        assert_eq!(pieces.rich_text(), None);
    }

    #[test]
    fn fonts_and_readings_are_passed_over() {
        let bytes: &[u8] = &[
            1, 0, 0x0c, 1, 0, 2, 0, 0, 0, b'x', 9, 9, 9, 9, 8, 8, 1, 0, 0, b'y',
        ];
        let mut pieces = Pieces::of(&[bytes]);
        assert_eq!(pieces.rich_text().as_deref(), Some("x"));
        assert_eq!(pieces.rich_text().as_deref(), Some("y"));
        assert_eq!(
            short_text(&[2, 1, b'a', 0, 0x68, 0x1e]).as_deref(),
            Some("aṨ")
        );
        assert_eq!(short_text(&[9, 0, b'a']), None);
        assert_eq!(text(&[1, 0]), None);
    }
}

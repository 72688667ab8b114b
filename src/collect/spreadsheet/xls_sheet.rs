//! The cells of one sheet of an xls, as they come.

use super::super::serial::{self, Format};
use super::compound::{u16_at, u32_at};
use super::grid::{Grid, Kind, Merge};
use super::xls::{Records, broken};
use super::xls_text::text;
use crate::words::Problem;

/// A number of eight bytes.
const NUMBER: u16 = 0x0203;

/// Reads the cells and merged areas of a sheet.
///
/// Errors: no sheet begins there; a record that is too short; more cells than are read of an xls.
pub(super) fn read(
    mut records: Records<'_>,
    grid: &mut Grid,
    styles: &[Format],
) -> Result<(), Problem> {
    let Some((0x0809, _)) = records.next() else {
        return Err(broken());
    };
    let mut sheet = Sheet {
        grid,
        styles,
        text_of: None,
    };
    let mut depth = 0_usize;
    loop {
        // A sheet that does not end was cut off.
        let (kind, bytes) = records.next().ok_or_else(broken)?;
        match kind {
            0x000a if depth == 0 => return sheet.untold(),
            0x000a => depth -= 1,
            // A chart within the sheet.
            0x0809 => depth += 1,
            _ if depth > 0 => {}
            0x0207 => {
                let pieces = records.continued(bytes);
                let told = super::xls_text::Pieces::of(&pieces).rich_text();
                sheet.told(&told.ok_or_else(broken)?)?;
            }
            _ => sheet.record(kind, bytes).ok_or_else(broken)??,
        }
    }
}

struct Sheet<'a> {
    grid: &'a mut Grid,
    styles: &'a [Format],
    /// The formula whose text comes in a record of its own.
    text_of: Option<(u32, u32)>,
}

impl Sheet<'_> {
    /// One record; nothing where it is too short to be one.
    fn record(&mut self, kind: u16, bytes: &[u8]) -> Option<Result<(), Problem>> {
        let told = matches!(
            kind,
            0x0006 | NUMBER | 0x027e | 0x00bd | 0x00fd | 0x0204 | 0x00d6 | 0x0205
        );
        if !told {
            return Some(if kind == 0x00e5 {
                self.merged(bytes)
            } else {
                Ok(())
            });
        }
        let row = u32::from(u16_at(bytes, 0)?) + 1;
        let column = u32::from(u16_at(bytes, 2)?);
        let style = u16_at(bytes, 4)?;
        Some(match kind {
            NUMBER => self.number(row, column, style, &plain(bytes.get(6..14)?)?),
            0x027e => self.number(row, column, style, &compressed(u32_at(bytes, 6)?)),
            0x00bd => self.several(row, column, bytes.get(4..)?),
            0x00fd => self.grid.put_shared(row, column, Some(u32_at(bytes, 6)?)),
            0x0204 | 0x00d6 => {
                let text = text(bytes.get(6..)?)?;
                self.grid.put(row, column, Kind::Text, &text)
            }
            0x0205 => self.truth(row, column, *bytes.get(7)? == 1, *bytes.get(6)?),
            _ => self.formula((row, column), style, bytes.get(6..14)?)?,
        })
    }

    fn number(&mut self, row: u32, column: u32, style: u16, number: &str) -> Result<(), Problem> {
        let format = self
            .styles
            .get(usize::from(style))
            .copied()
            .unwrap_or_default();
        let Some(number) = serial::plain(number) else {
            return self.grid.put(row, column, Kind::Error, number);
        };
        if format.day {
            self.grid.put_day(row, column, &number, format.clock)
        } else {
            self.grid.put(row, column, Kind::Number, &number)
        }
    }

    /// Numbers of neighbouring cells, each with its style; the last column comes last.
    fn several(&mut self, row: u32, first: u32, bytes: &[u8]) -> Result<(), Problem> {
        let pairs = bytes.chunks_exact(6).zip(first..);
        for (pair, column) in pairs {
            let (Some(style), Some(number)) = (u16_at(pair, 0), u32_at(pair, 2)) else {
                break;
            };
            self.number(row, column, style, &compressed(number))?;
        }
        Ok(())
    }

    fn truth(&mut self, row: u32, column: u32, error: bool, value: u8) -> Result<(), Problem> {
        match (error, value) {
            (true, code) => self.grid.put(row, column, Kind::Error, error_of(code)),
            (false, 0) => self.grid.put(row, column, Kind::No, ""),
            (false, _) => self.grid.put(row, column, Kind::Yes, ""),
        }
    }

    fn formula(
        &mut self,
        (row, column): (u32, u32),
        style: u16,
        value: &[u8],
    ) -> Option<Result<(), Problem>> {
        if u16_at(value, 6)? != 0xffff {
            return Some(self.number(row, column, style, &plain(value)?));
        }
        let told = *value.get(2)?;
        Some(match value.first()? {
            0 => {
                self.text_of = Some((row, column));
                Ok(())
            }
            1 => self.truth(row, column, false, told),
            2 => self.truth(row, column, true, told),
            // An empty text, or a program that does not calculate.
            _ => self.grid.put(row, column, Kind::Uncomputed, ""),
        })
    }

    /// The text of the formula before it.
    fn told(&mut self, text: &str) -> Result<(), Problem> {
        match self.text_of.take() {
            Some((row, column)) => self.grid.put(row, column, Kind::Text, text),
            None => Ok(()),
        }
    }

    fn untold(&mut self) -> Result<(), Problem> {
        match self.text_of.take() {
            Some((row, column)) => self.grid.put(row, column, Kind::Uncomputed, ""),
            None => Ok(()),
        }
    }

    fn merged(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        for area in bytes.get(2..).unwrap_or_default().chunks_exact(8) {
            let at = |n| u16_at(area, n).map(u32::from);
            if let (Some(top), Some(bottom), Some(left), Some(right)) = (at(0), at(2), at(4), at(6))
            {
                self.grid.merge(Merge {
                    top: top + 1,
                    left,
                    bottom: bottom + 1,
                    right,
                })?;
            }
        }
        Ok(())
    }
}

/// A number of eight bytes; what is none is not a number for [`serial::plain`] either.
fn plain(bytes: &[u8]) -> Option<String> {
    let value = f64::from_le_bytes(bytes.try_into().ok()?);
    Some(format!("{value:e}"))
}

/// A number of four bytes: a whole number or the better half of one, as it is or in hundredths.
fn compressed(rk: u32) -> String {
    let hundredths = if rk & 1 == 0 { 0 } else { -2 };
    if rk & 2 != 0 {
        let whole = rk.cast_signed() >> 2;
        return format!("{whole}e{hundredths}");
    }
    let value = f64::from_bits(u64::from(rk & !3) << 32);
    match format!("{value:e}").split_once('e') {
        Some((mantissa, exponent)) => {
            let exponent = exponent.parse::<i32>().unwrap_or_default() + hundredths;
            format!("{mantissa}e{exponent}")
        }
        None => String::new(),
    }
}

fn error_of(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        _ => "#?",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_short_are_numbers() {
        let number = |rk: u32| serial::plain(&compressed(rk)).map(std::borrow::Cow::into_owned);
        assert_eq!(number((1200 << 2) | 2).as_deref(), Some("1200"));
        assert_eq!(number((150 << 2) | 3).as_deref(), Some("1.5"));
        let better = u32::try_from(0.5_f64.to_bits() >> 32).unwrap();
        assert_eq!(number(better).as_deref(), Some("0.5"));
        assert_eq!(number(better | 1).as_deref(), Some("0.005"));
        assert_eq!(
            number((((-3_i32) << 2).cast_unsigned()) | 2).as_deref(),
            Some("-3")
        );
        assert_eq!(
            plain(&21_843.0_f64.to_le_bytes())
                .and_then(|n| serial::plain(&n).map(std::borrow::Cow::into_owned))
                .as_deref(),
            Some("21843")
        );
        assert_eq!(
            plain(&f64::NAN.to_le_bytes())
                .and_then(|n| serial::plain(&n).map(std::borrow::Cow::into_owned)),
            None
        );
    }
}

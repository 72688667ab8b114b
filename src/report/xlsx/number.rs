//! The one place where a number becomes a float: the cells of a workbook are floats by their format.
//!
//! What stands in a cell is the float that is nearest to a decimal of the scorecard; no number ever comes back from one.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

/// Writes a plain decimal, `133.28`, as a number. A text that is none stays a text.
pub(super) fn write(
    sheet: &mut Worksheet,
    at: (u32, u16),
    decimal: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    match decimal.parse::<f64>() {
        Ok(number) if number.is_finite() => {
            sheet.write_number_with_format(at.0, at.1, number, format)?;
        }
        Ok(_) | Err(_) => {
            sheet.write_string_with_format(at.0, at.1, decimal, format)?;
        }
    }
    Ok(())
}

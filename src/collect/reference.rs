//! What spreadsheet programs call a cell: `Sheet1!C7`.

/// The letters of a column, from 0: `A`, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A cell of a sheet by its column from 0 and row from 1; without a column the whole row, `Sheet1!7:7`.
pub(super) fn of(sheet: &str, column: Option<usize>, row: usize) -> String {
    let plain = !sheet.is_empty() && sheet.chars().all(|c| c.is_alphanumeric() || c == '_');
    let sheet = if plain {
        sheet.to_owned()
    } else {
        format!("'{}'", sheet.replace('\'', "''"))
    };
    match column {
        Some(column) => format!("{sheet}!{}{row}", letters(column)),
        None => format!("{sheet}!{row}:{row}"),
    }
}

/// The column from 0 and row from 1 of `C7`; nothing where it is no such name.
pub(super) fn parse(name: &str) -> Option<(u32, u32)> {
    let name = name.as_bytes();
    let letters = name.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let (letters, digits) = name.split_at_checked(letters)?;
    if letters.is_empty() || letters.len() > 3 || digits.is_empty() || digits.len() > 7 {
        return None;
    }
    let column = letters.iter().try_fold(0_u32, |column, letter| {
        Some(column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row = digits.iter().try_fold(0_u32, |row, digit| {
        digit
            .is_ascii_digit()
            .then(|| row * 10 + u32::from(digit - b'0'))
    })?;
    (row > 0).then_some((column - 1, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_called_as_programs_call_them() {
        for (column, name) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (16_383, "XFD"),
        ] {
            assert_eq!(letters(column), name);
            let parsed = parse(&format!("{name}7"));
            assert_eq!(parsed, Some((u32::try_from(column).unwrap(), 7)));
        }
        assert_eq!(of("Sheet1", Some(2), 7), "Sheet1!C7");
        assert_eq!(of("Tháng 1's", Some(2), 7), "'Tháng 1''s'!C7");
        assert_eq!(of("Sheet1", None, 7), "Sheet1!7:7");
        for name in [
            "",
            "A",
            "7",
            "A0",
            "AAAA1",
            "A12345678",
            "$A$1",
            "Á1",
            "A1B",
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}

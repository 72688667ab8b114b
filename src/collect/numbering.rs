//! Rows that only number the columns, as printed forms do below their header.

/// Whether the cells of a row number the columns: `(1) (2) (3)=(1)+(2)`.
pub(super) fn in_brackets(cells: &[&str]) -> bool {
    let numbered = |cell: &&str| {
        cell.starts_with('(')
            && cell
                .chars()
                .all(|c| c.is_ascii_digit() || "()=+-/ ".contains(c))
    };
    !cells.is_empty() && cells.iter().all(numbered)
}

/// Fewest cells that are told from data by counting up.
const FEWEST: usize = 4;

/// Whether the cells of a row count up from the first column: `A B 1 2 3=4+5`. Spreadsheets turn a typed `(1)` into `-1`.
pub(super) fn in_sequence(cells: &[&str]) -> bool {
    let letters = cells
        .iter()
        .zip('A'..='D')
        .take_while(|(cell, letter)| bare(cell) == letter.to_string())
        .count();
    let numbers = cells.get(letters..).unwrap_or_default();
    let mut expected = 1_u32..;
    let counted = numbers.iter().all(|cell| {
        let cell = bare(cell);
        let end = cell
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(cell.len());
        let (number, formula) = cell.split_at(end);
        let formula = formula.is_empty()
            || (formula.starts_with(['=', ')', ' '])
                && formula
                    .chars()
                    .all(|c| c.is_ascii_digit() || "()=+-/ ".contains(c)));
        formula && number.parse().ok() == expected.next()
    });
    cells.len() >= FEWEST && numbers.len() >= 2 && counted
}

fn bare(cell: &str) -> &str {
    let cell = cell.trim_start_matches(['(', '-']);
    cell.strip_suffix(')').unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_number_their_columns_in_several_ways() {
        assert!(in_brackets(&["(1)", "(2)", "(3)=(1)+(2)"]));
        assert!(!in_brackets(&["(1)", "x"]) && !in_brackets(&[]));
        for cells in [
            &["1", "2", "3", "4"][..],
            &["A", "B", "1", "2"],
            &["-1", "-2", "-3", "-4"],
            &["(1)", "(2)", "(3)=(4)+(5)", "(4)"],
            &["1", "2", "3=4+5", "4"],
            &["(A)", "(B)", "(1)", "(2)"],
        ] {
            assert!(in_sequence(cells), "{cells:?}");
        }
        for cells in [
            &["1", "2", "3"][..],
            &["1", "CB-1", "2", "3"],
            &["1", "3", "4", "5"],
            &["A", "B", "C", "D"],
            &["1", "2", "3", "4x"],
            &["2", "3", "4", "5"],
        ] {
            assert!(!in_sequence(cells), "{cells:?}");
        }
    }
}

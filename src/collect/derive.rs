//! Columns that follow from another: what a join compares, and what outlives a personal cell.

use super::cell::Cell;
use crate::table::fold;

/// How a column follows from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Derive {
    /// A document's number as joins compare it.
    NumberKey,
    /// The domain of a mail address.
    Domain,
    /// The host of an address of the web.
    Host,
}

/// From which column of its table a column follows, where it does.
pub(super) fn derived(table: &str, column: &str) -> Option<(&'static str, Derive)> {
    Some(match (table, column) {
        ("documents" | "posted_documents", "number_key") => ("number", Derive::NumberKey),
        ("mailboxes", "domain") => ("address", Derive::Domain),
        ("contacts", "email_domain") => ("email", Derive::Domain),
        ("portals" | "links", "host") => ("url", Derive::Host),
        _ => return None,
    })
}

impl Derive {
    /// The value that follows: NULL from NULL, `''` from `''`.
    pub(super) fn apply(self, from: &Cell) -> Cell {
        let Some(text) = from.text() else {
            return Cell::Null;
        };
        if text.is_empty() {
            return "".into();
        }
        let value = match self {
            Self::NumberKey => Some(number_key(text)),
            Self::Domain => text
                .rsplit_once('@')
                .map(|(_, domain)| domain.to_lowercase()),
            Self::Host => crate::unit::host(text),
        };
        value
            .filter(|text| !text.is_empty())
            .map_or(Cell::Null, Cell::Text)
    }
}

/// A number and symbol folded, without blanks and leading zeros: `03 /QĐ-UBND` and `3/QĐ-UBND` are one.
fn number_key(number: &str) -> String {
    let folded: String = fold(number)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let short = folded.trim_start_matches('0');
    let bare = !short.starts_with(|c: char| c.is_ascii_digit());
    if bare { folded } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_join_however_they_are_typed() {
        let key = |text: &str| Derive::NumberKey.apply(&text.into());
        assert_eq!(key("03 /QĐ-UBND"), "3/qd-ubnd".into());
        assert_eq!(key("3/QD-UBND"), "3/qd-ubnd".into());
        assert_eq!(key("0/QĐ"), "0/qd".into());
        assert_eq!(key(""), "".into());
        assert_eq!(Derive::NumberKey.apply(&Cell::Null), Cell::Null);
    }

    #[test]
    fn a_domain_outlives_its_address() {
        let domain = |text: &str| Derive::Domain.apply(&text.into());
        assert_eq!(domain("x.y@QuangNinh.gov.vn"), "quangninh.gov.vn".into());
        assert_eq!(domain("x.y"), Cell::Null);
        assert_eq!(domain("x@"), Cell::Null);
        assert_eq!(domain(""), "".into());
        assert_eq!(Derive::Host.apply(&"https://A.vn/x".into()), "a.vn".into());
    }
}

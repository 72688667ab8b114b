//! The words of a query with their places: just enough of SQL to point at a risky one.

use std::ops::Range;

/// A word or sign of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case; a column without its table's name.
    pub text: String,
    /// Where it stands.
    pub span: Range<usize>,
    /// Whether it stands in a `where`, `on` or `having`.
    pub filters: bool,
}

/// The words of a query, without comments and texts in quotes.
pub(super) fn words_of(sql: &str) -> Vec<Word> {
    let mut words = Vec::new();
    // Whether a filter is open, for each open bracket.
    let mut filters = vec![false];
    let mut chars = sql.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let rest = sql.get(start..).unwrap_or_default();
        if rest.starts_with("--") {
            while chars.next_if(|(_, c)| *c != '\n').is_some() {}
        } else if c == '\'' {
            while chars.next_if(|(_, c)| *c != '\'').is_some() {}
            chars.next();
        } else if c.is_alphabetic() || c == '_' || c == ':' {
            let mut end = start + c.len_utf8();
            while let Some((at, c)) =
                chars.next_if(|(_, c)| c.is_alphanumeric() || *c == '_' || *c == '.')
            {
                end = at + c.len_utf8();
            }
            let whole = sql.get(start..end).unwrap_or_default().to_lowercase();
            let text = whole.rsplit('.').next().unwrap_or_default().to_owned();
            match text.as_str() {
                "where" | "on" | "having" => set(&mut filters, true),
                "select" | "group" | "order" | "union" | "from" | "limit" | "join" => {
                    set(&mut filters, false);
                }
                _ => {}
            }
            words.push(Word {
                text,
                span: start..end,
                filters: filters.last().copied().unwrap_or(false),
            });
        } else if c == '(' {
            let inherited = filters.last().copied().unwrap_or(false);
            filters.push(inherited);
            words.push(Word {
                text: "(".to_owned(),
                span: start..start + 1,
                filters: false,
            });
        } else if c == ')' && filters.len() > 1 {
            filters.pop();
        }
    }
    words
}

fn set(filters: &mut [bool], on: bool) {
    if let Some(last) = filters.last_mut() {
        *last = on;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_stands_in_a_filter() {
        let words = words_of(
            "select t.a, 'where b' from t where t.c = 1 and (d or (select some(e) from u where f)) order by g -- h",
        );
        let filters: Vec<&str> = words
            .iter()
            .filter(|w| w.filters)
            .map(|w| w.text.as_str())
            .collect();
        assert_eq!(filters, ["where", "c", "and", "d", "or", "where", "f"]);
        assert!(words.iter().all(|w| w.text != "h" && w.text != "b"));
    }
}

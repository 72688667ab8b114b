//! The columns of the self-scoring sheet: in the rubric's order, each once, the title among them.

use super::super::tests::{SMALL, known, refused};
use crate::rubric::{Rubric, SheetColumn};

const BEFORE: &str = "[[band]]\ncode = \"ready\"";

fn with(columns: &str) -> String {
    format!("[sheet]\ncolumns = {columns}\n\n{BEFORE}")
}

#[test]
fn a_rubric_orders_its_columns_and_has_all_where_it_does_not_say() {
    let parsed = |text: &str| Rubric::parse("r.toml", text, &known()).unwrap().sheet;
    assert_eq!(parsed(SMALL), SheetColumn::ALL);
    let text = SMALL.replace(BEFORE, &with(r#"["title", "declared", "number"]"#));
    let columns = [
        SheetColumn::Title,
        SheetColumn::Declared,
        SheetColumn::Number,
    ];
    assert_eq!(parsed(&text), columns);
}

#[test]
fn what_cannot_be_a_column_is_refused_at_its_word() {
    for (columns, codes) in [
        (r#"["title", "declaerd"] #!"#, &["rubric.sheet_column"][..]),
        (
            r#"["title", "max", "title"] #!"#,
            &["rubric.sheet_column_twice"],
        ),
        (r#"["max"] #!"#, &["rubric.sheet_title"]),
        ("[] #!", &["rubric.sheet_title"]),
        (r#""title" #!"#, &["toml.type"]),
        ("[1] #!", &["toml.type"]),
    ] {
        refused(BEFORE, &with(columns), codes);
    }
    let misspelt = format!("[sheet]\ncolums = [] #!\n\n{BEFORE}");
    refused(BEFORE, &misspelt, &["toml.unknown_key"]);
}

//! `tables`: the documented catalogue, the same one that checks and exports are written by.

use clap::Args;
use serde_json::{Value, json};

use super::exit::Exit;
use super::listing::{listing, safe_lines};
use super::session::{Failure, Session};
use crate::table::{Catalogue, Column, ColumnKind, Schema};
use crate::words::{Bilingual, written};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "TABLE")]
    name: Option<String>,
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let catalogue = session.pack()?.pack.catalogue;
    let named = match &typed.name {
        Some(name) => Some(table(&catalogue, name)?),
        None => None,
    };
    if session.json() {
        let tables: Vec<Value> = match named {
            Some(table) => vec![as_json(table)],
            None => catalogue.tables().map(as_json).collect(),
        };
        session.print_json(&json!({ "schema": "sansang/tables/1", "tables": tables }))?;
        return Ok(Exit::Ok);
    }
    let text = match named {
        Some(table) => page(table, session),
        None => list(&catalogue, session),
    };
    session.print(&text)?;
    Ok(Exit::Ok)
}

fn table<'c>(catalogue: &'c Catalogue, name: &str) -> Result<&'c Schema, Failure> {
    catalogue.table(name).ok_or_else(|| {
        let known: Vec<String> = catalogue.names().map(str::to_owned).collect();
        written::unknown("cli.unknown_table", name, &known).into()
    })
}

fn list(catalogue: &Catalogue, session: &Session<'_, '_>) -> String {
    let headings =
        ["table", "grain", "filled_by"].map(|key| session.text(&format!("cli.tables.{key}")));
    let rows = catalogue.tables().map(|table| {
        vec![
            table.name.clone(),
            table.grain.in_lang(session.lang()).to_owned(),
            table.filled_by.join(", "),
        ]
    });
    listing(&headings, rows, session)
}

fn page(table: &Schema, session: &Session<'_, '_>) -> String {
    let lang = session.lang();
    let field = |key: &str, value: &str| {
        format!("{}: {value}\n", session.text(&format!("cli.tables.{key}")))
    };
    let mut text = format!("{}: {}\n\n", table.name, table.grain.in_lang(lang));
    text.push_str(&field("key", &table.key.join(", ")));
    text.push_str(&field("filled_by", &table.filled_by.join(", ")));
    if let Some(part) = &table.part {
        text.push_str(&field("part", part));
    }
    text.push_str(&field("complete", table.complete.in_lang(lang)));
    text = safe_lines(&text);
    text.push_str("\n\n");
    let headings =
        ["column", "type", "null", "what"].map(|key| session.text(&format!("cli.tables.{key}")));
    let rows = table.columns.iter().map(|column| {
        vec![
            column.name.clone(),
            type_of(column),
            session.text(if column.required {
                "cli.tables.never_null"
            } else {
                "cli.tables.may_be_null"
            }),
            meaning(column, session),
        ]
    });
    text.push_str(&listing(&headings, rows, session));
    text
}

fn type_of(column: &Column) -> String {
    match &column.kind {
        ColumnKind::Code(codes) => codes.join(" | "),
        ColumnKind::Text
        | ColumnKind::Int
        | ColumnKind::Bool
        | ColumnKind::Date
        | ColumnKind::Time => column.kind.code().to_owned(),
    }
}

fn meaning(column: &Column, session: &Session<'_, '_>) -> String {
    let what = column.what.in_lang(session.lang());
    if column.personal {
        format!("{what} ({})", session.text("cli.tables.personal"))
    } else {
        what.to_owned()
    }
}

/// A text of both languages in a document.
pub(super) fn bilingual(text: &Bilingual) -> Value {
    json!({ "vi": text.vi, "en": text.en })
}

fn as_json(table: &Schema) -> Value {
    let columns: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let codes: &[String] = match &column.kind {
                ColumnKind::Code(codes) => codes,
                ColumnKind::Text
                | ColumnKind::Int
                | ColumnKind::Bool
                | ColumnKind::Date
                | ColumnKind::Time => &[],
            };
            json!({
                "name": column.name,
                "type": column.kind.code(),
                "codes": codes,
                "null": !column.required,
                "personal": column.personal,
                "what": bilingual(&column.what),
            })
        })
        .collect();
    json!({
        "name": table.name,
        "grain": bilingual(&table.grain),
        "key": table.key,
        "unique": table.unique,
        "indexes": table.indexes,
        "filled_by": table.filled_by,
        "complete": bilingual(&table.complete),
        "part": table.part,
        "live": table.live,
        "frame": table.frame,
        "columns": columns,
    })
}

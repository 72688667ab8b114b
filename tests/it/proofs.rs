//! The proof of checks must be able to fail: checks that decide an unknown are caught, with the cell named.

use sansang::check::{Files, Pack};
use sansang::proof::{lint, prove};

use crate::support::pack_files;

const CHECK: &str = r#"
id       = "office.sample"
revision = 1
since    = "0.1.0"
title    = { vi = "Thử", en = "Sample" }

[indicator.share]
kind = "ratio"
[indicator.share.needs]
staff        = { role = "rows" }
certificates = { role = "meet", by = "holder_id", serves = "one" }
"#;

const CASE: &str = r#"
title = { vi = "Hai người", en = "Two people" }
[table.staff]
rows = [
  { id = "s1", active = true, duty = "leader" },
  { id = "s2", active = true, duty = "leader" },
]
[table.certificates]
rows = [
  { id = "c1", holder_id = "s1", subject_kind = "person", serial = "1", issuer = "x", chain_from = "2020-01-01", chain_until = "2022-01-01", revoked_on = "" },
  { id = "c2", holder_id = "s2", subject_kind = "person", serial = "2", issuer = "x", chain_from = "2018-01-01", chain_until = "2019-01-01", revoked_on = "" },
]
[expect.share]
low  = "1/2"
high = "1/2"
"#;

/// The pack with one more check, its query and one case.
fn with(check: &str, sql: &str, case: &str) -> Result<Pack, sansang::words::Problem> {
    let mut files: Files = pack_files();
    let mut add = |name: &str, text: &str| {
        files.insert(
            format!("office/sample/{name}"),
            format!("sample/{name}"),
            text.as_bytes().to_vec(),
        );
    };
    add("check.toml", check);
    add("share.sql", sql);
    add("cases/two.toml", case);
    Pack::parse(&files)
}

/// Codes and fields of what is wrong with the check.
fn wrong(sql: &str) -> Vec<String> {
    let pack = with(CHECK, sql, CASE).unwrap();
    prove(&pack, &pack.checks["office.sample"])
        .problems
        .iter()
        .map(ToString::to_string)
        .collect()
}

const GOOD: &str = "select s.id as key, s.active and s.duty = 'leader' as counted,
  (select some(c.chain_from <= :as_of and c.chain_until >= :as_of and (c.revoked_on = '' or c.revoked_on > :as_of))
     from certificates c where c.holder_id = s.id) as met
  from staff s where s.unit_id = :unit";

#[test]
fn an_honest_query_passes() {
    assert_eq!(wrong(GOOD), Vec::<String>::new());
}

#[test]
fn a_plain_exists_is_refused_with_the_cell_named() {
    let sql = "select s.id as key, s.active and s.duty = 'leader' as counted,
      exists (select 1 from certificates c where c.holder_id = s.id and c.chain_from <= :as_of and c.chain_until >= :as_of
               and (c.revoked_on = '' or c.revoked_on > :as_of)) as met
      from staff s where s.unit_id = :unit";
    let wrong = wrong(sql);
    let named = |column: &str| {
        wrong.iter().any(|w| {
            w.starts_with("proof.blank_escapes")
                && w.contains("row=\"c1\"")
                && w.contains(&format!("column=\"{column}\""))
        })
    };
    assert!(named("chain_until") && named("revoked_on"), "{wrong:#?}");
    let pack = with(CHECK, sql, CASE).unwrap();
    let notes = lint(&pack, &pack.checks["office.sample"]).notes;
    assert!(
        notes
            .iter()
            .any(|note| note.code == "exists" && note.place.line == Some(2)),
        "{notes:#?}"
    );
}

#[test]
fn a_division_and_what_it_hides_are_refused() {
    let sql = "select s.id as key, s.active and s.duty = 'leader' as counted,
      (select coalesce(sum(c.chain_until >= :as_of and c.revoked_on = '') / count(*), 0) >= 1
         from certificates c where c.holder_id = s.id) as met
      from staff s where s.unit_id = :unit";
    let found = wrong(sql);
    assert!(
        found.iter().any(|w| w.contains("column=\"chain_until\"")),
        "{found:#?}"
    );
    let pack = with(CHECK, sql, CASE).unwrap();
    let lint = lint(&pack, &pack.checks["office.sample"]);
    assert!(
        lint.problems
            .iter()
            .any(|p| p.to_string().contains("Divide")),
        "{:#?}",
        lint.problems
    );
}

#[test]
fn a_wrong_role_escapes_when_a_row_goes() {
    let check = CHECK.replace("role = \"meet\"", "role = \"break\"");
    let pack = with(&check, GOOD, CASE).unwrap();
    let found = prove(&pack, &pack.checks["office.sample"]).problems;
    assert!(
        found
            .iter()
            .any(|p| p.code() == "proof.removal_escapes" && p.to_string().contains("row=\"c1\"")),
        "{found:#?}"
    );
}

#[test]
fn a_column_that_no_case_blanks_is_refused() {
    let case = CASE
        .replace(", revoked_on = \"\"", "")
        .replace("low  = \"1/2\"", "low  = \"0\"");
    let pack = with(CHECK, GOOD, &case).unwrap();
    let found = prove(&pack, &pack.checks["office.sample"]).problems;
    assert!(
        found
            .iter()
            .any(|p| p.code() == "proof.unblanked"
                && p.to_string().contains("column=\"revoked_on\"")),
        "{found:#?}"
    );
}

#[test]
fn a_case_that_does_not_come_out_is_named_with_what_was_found() {
    let case = CASE.replace("high = \"1/2\"", "high = \"1\"");
    let pack = with(CHECK, GOOD, &case).unwrap();
    let found = prove(&pack, &pack.checks["office.sample"]).problems;
    assert!(
        found
            .iter()
            .any(|p| p.code() == "proof.case" && p.to_string().contains("found=\"1/2\"")),
        "{found:#?}"
    );
}

#[test]
fn an_order_that_matters_is_found() {
    // The first row of an unordered limit decides.
    let sql = "select s.id as key, s.active and s.duty = 'leader' as counted,
      (select c.chain_until >= :as_of from certificates c where c.issuer = 'x' limit 1) as met
      from staff s where s.unit_id = :unit";
    let found = wrong(sql);
    assert!(
        found.iter().any(|w| w.starts_with("proof.order")),
        "{found:#?}"
    );
}

#[test]
fn a_scan_inside_a_correlated_subquery_is_refused() {
    let sql = GOOD.replace("where c.holder_id = s.id", "where c.issuer = s.id");
    let pack = with(CHECK, &sql, CASE).unwrap();
    let lint = lint(&pack, &pack.checks["office.sample"]);
    assert!(
        lint.problems.iter().any(|p| p.code() == "lint.scan"),
        "{:#?}",
        lint.problems
    );
}

#[test]
fn mistakes_of_a_check_file_have_their_place() {
    for (from, to, code, line) in [
        (
            "serves = \"one\"",
            "serve = \"one\"",
            "toml.unknown_key",
            11,
        ),
        (
            "kind = \"ratio\"",
            "kind = \"ration\"",
            "toml.unknown_value",
            8,
        ),
        (
            "staff        =",
            "stuff        =",
            "check.unknown_table",
            10,
        ),
        (
            "by = \"holder_id\"",
            "by = \"holder\"",
            "check.unknown_column",
            11,
        ),
        ("revision = 1", "revision = 1.5", "toml.float", 3),
        ("indicator.share", "indicator.shares", "check.no_query", 7),
        (
            "id       = \"office.sample\"",
            "id       = \"office.simple\"",
            "check.id",
            2,
        ),
        ("role = \"rows\"", "role = \"lower\"", "check.role", 10),
    ] {
        let text = CHECK.replace(from, to);
        let problem = with(&text, GOOD, CASE).unwrap_err();
        assert_eq!(problem.code(), code, "{to}: {problem}");
        assert_eq!(problem.place().unwrap().line, Some(line), "{to}: {problem}");
    }
}

//! A round and a unit there and back, and what is no round or unit.

use super::super::sample::{open, round, rows_of_meta, sealed, tamper, unit, untrusted};
use super::*;

#[test]
fn a_round_and_a_unit_come_back_as_they_went_in() {
    let rows = rows_of_meta();
    let subject = subject("x.sansang", &rows, &"ab".repeat(32)).unwrap();
    assert_eq!(subject.unit, unit());
    assert_eq!(subject.round, round());
    assert_eq!(subject.params["answer_days"], "15");
    assert_eq!(subject.params.len(), 1);
    assert_eq!(subject.bundle_sha256, "ab".repeat(32));
    assert_eq!(rows["illustrative"], "1");
    // Every name is one that the reader knows, and none is left out.
    assert!(rows.keys().all(|name| is_known(name)));
    assert_eq!(
        rows.len(),
        NAMES.len() - 1 + 1,
        "all names but the digest, and a parameter"
    );
}

#[test]
fn each_value_is_looked_at() {
    for (name, wrong) in [
        ("unit.id", "Hải Hà"),
        ("unit.id", ""),
        ("unit.id", "../../etc"),
        ("unit.kind", "a b"),
        ("unit.name.vi", " "),
        ("unit.name.en", "two\nlines"),
        ("round.id", "2020/1"),
        ("round.as_of", "now"),
        ("round.as_of", "2020-02-30"),
        ("round.data_cutoff", "05/11/2020"),
        ("round.period.from", "2021-01-01"),
        ("round.previous.to", "2018-12-31"),
        ("round.timezone", ""),
        ("round.units", "hai-ha,Hải Hà"),
        ("rubric.id", ""),
        ("rubric.edition", ""),
        ("rubric.sha256", "0F"),
        ("illustrative", "yes"),
    ] {
        let mut rows = rows_of_meta();
        rows.insert(name.to_owned(), wrong.to_owned());
        let problem = subject("x.sansang", &rows, "").unwrap_err();
        assert_eq!(untrusted(&problem), "bundle.meta_value", "{name} {wrong}");
        rows.remove(name);
        let problem = subject("x.sansang", &rows, "").unwrap_err();
        assert_eq!(untrusted(&problem), "bundle.meta_missing", "{name}");
        assert!(problem.fields().contains(&("name", name.to_owned())));
    }
}

#[test]
fn names_are_a_closed_list() {
    for name in ["unit", "param.", "param.A", "digest.old", "format2", ""] {
        assert!(!is_known(name), "{name}");
    }
    let (_folder, path) = sealed();
    tamper(&path, "insert into meta values ('unit.seal', 'x')");
    let problem = open(&path).unwrap_err();
    assert_eq!(untrusted(&problem), "bundle.meta_unknown");
}

#[test]
fn the_digest_must_be_there_and_the_format_ours() {
    for (sql, code) in [
        (
            "delete from meta where name = 'digest'",
            "bundle.meta_missing",
        ),
        (
            "update meta set value = 'x' where name = 'digest'",
            "bundle.meta_value",
        ),
        (
            "update meta set value = '1' where name = 'format'",
            "bundle.meta_value",
        ),
        (
            "insert into meta select 'param.p' || value, printf('%.*c', 9000, 'x') from \
             (with recursive n(value) as (select 1 union all select value + 1 from n limit 200) select value from n)",
            "bundle.meta_too_large",
        ),
    ] {
        let (_folder, path) = sealed();
        tamper(&path, sql);
        assert_eq!(untrusted(&open(&path).unwrap_err()), code, "{sql}");
    }
}

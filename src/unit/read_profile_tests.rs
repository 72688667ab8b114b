//! Each mistake in a profile: its code and its line.

use super::*;
use crate::exact::Day;
use crate::unit::host;
use crate::unit::{Period, Stated};

const HEAD: &str = r#"id = "hai-ha"
name = { vi = "Huyện Hải Hà", en = "Hải Hà district" }
kind = "district"
"#;

const WHOLE: &str = r#"predecessors = ["quang-ha"]
[[organisation]]
id = "quang-thanh"
kind = "commune"
name = "Xã Quảng Thành"
[[organisation]]
id = "bo-phan-mot-cua"
parent = "quang-thanh"
kind = "office"
name = "Bộ phận một cửa"
active = false
[[portal]]
id = "cong"
role = "component_site"
url = "https://HaiHa.quangninh.gov.vn/"
[[source.documents]]
kind = "csv"
path = 'exports\van-ban.csv'
owner = "province"
covers = "all"
period = { from = 2020-01-01, to = 2020-12-31 }
columns = { number = "Số ký hiệu" }
values = { direction = { "Văn bản đi" = "outgoing" }, signed = { "X" = true } }
empty = { signed_at = "none", classified = "zero", sent_at = "unknown" }
constants = { electronic = 1 }
delimiter = ";"
encoding = "windows-1258"
illustrative = true
drawn_on = 2020-11-05
[[source.staff]]
kind = "csv"
path = "exports/can-bo.csv"
covers = ["hai-ha", "quang-thanh"]
coverage = { sample_of = 900, rule = "mỗi xã một người" }
[[source.staff]]
kind = "csv"
path = "exports/can-bo-2.csv"
coverage = { missing = 12 }
[declared."B3.4"]
num = 21815
den = 21843
points = "5.99"
period = { from = 2020-01-01, to = 2020-11-05 }
evidence = ["evidence/a.pdf", "./evidence/a.pdf"]
[params]
province = "quangninh"
answer_days = 15
"#;

const SOURCE: &str = "[[source.staff]]\nkind = \"csv\"\npath = \"exports/a.csv\"\n";
const DECLARED: &str = "[declared.\"A1.1\"]\n";
const BODY: &str = "[[organisation]]\nid = \"x\"\nkind = \"commune\"\nname = \"X\"\n";
const PORTAL: &str = "[[portal]]\nid = \"p\"\nrole = \"info_portal\"\nurl = \"https://a.vn\"\n";

fn read(rest: &str) -> Result<Profile, Problem> {
    Profile::parse("units/hai-ha.toml", &format!("{HEAD}{rest}"), "hai-ha")
}

fn day(iso: &str) -> Day {
    Day::parse(iso).unwrap()
}

#[test]
fn a_whole_profile_is_read_as_meant() {
    let profile = read(WHOLE).unwrap();
    let office = &profile.organisations[1];
    assert_eq!(
        (office.parent_id.as_str(), office.active),
        ("quang-thanh", Some(false))
    );
    assert_eq!(profile.organisations[0].parent_id, "hai-ha");
    assert_eq!(
        host(&profile.portals[0].url).unwrap(),
        "haiha.quangninh.gov.vn"
    );
    let [documents, first, second] = &profile.sources[..] else {
        panic!("three sources");
    };
    assert_eq!(documents.path, "exports/van-ban.csv");
    assert_eq!(documents.covers, Covers::All);
    assert_eq!(
        documents.coverage,
        CoverageRule::Period(Period {
            from: day("2020-01-01"),
            to: day("2020-12-31")
        })
    );
    assert_eq!(documents.values["signed"]["X"], "1");
    assert_eq!(documents.constants["electronic"], "1");
    assert_eq!(documents.empty["classified"], EmptyCell::Zero);
    assert_eq!(documents.delimiter, Some(';'));
    assert_eq!(documents.place.line, Some(19));
    assert_eq!(
        profile.place("source.documents.0.columns.number").line,
        Some(25)
    );
    assert_eq!(
        first.covers,
        Covers::Bodies(vec!["hai-ha".into(), "quang-thanh".into()])
    );
    assert!(matches!(
        first.coverage,
        CoverageRule::SampleOf {
            population: 900,
            ..
        }
    ));
    assert_eq!(second.coverage, CoverageRule::Missing(12));
    let declared = &profile.declared[0];
    assert_eq!(
        declared.stated,
        Some(Stated::Totals {
            num: 21815,
            den: 21843
        })
    );
    assert_eq!(declared.points.as_ref().unwrap().to_string(), "599/100");
    assert_eq!(declared.evidence, ["evidence/a.pdf"]);
    assert_eq!(profile.place("declared.B3.4").line, Some(42));
    assert_eq!(profile.params["answer_days"], "15");
}

/// Each text is refused with its code at its line.
fn refused(cases: &[(String, &str, usize)]) {
    assert!(!cases.is_empty());
    for (text, code, line) in cases {
        let problem = read(text).unwrap_err();
        let place = problem.place().and_then(|place| place.line);
        assert_eq!((problem.code(), place), (*code, Some(*line)), "{text}");
    }
}

#[test]
fn mistakes_about_the_unit_and_its_bodies() {
    refused(&[
        ("colour = 1\n".into(), "toml.unknown_key", 4),
        ("schema = \"sansang/unit/2\"\n".into(), "profile.schema", 4),
        ("predecessors = [\"Hải Hà\"]\n".into(), "profile.id", 4),
        (BODY.replace("\"x\"", "\"X y\""), "profile.id", 5),
        (BODY.replace("\"x\"", "\"hai-ha\""), "profile.twice", 5),
        (format!("{BODY}{BODY}"), "profile.twice", 9),
        (
            BODY.replace("\"commune\"", "\"comune\""),
            "profile.body_kind",
            6,
        ),
        (format!("{BODY}parent = \"y\"\n"), "profile.parent", 8),
        (PORTAL.replace("info_portal", "portal"), "profile.role", 6),
        (PORTAL.replace("https://a.vn", "a.vn"), "profile.url", 7),
        (format!("{PORTAL}{PORTAL}"), "profile.twice", 9),
    ]);
}

#[test]
fn the_unit_is_named_in_one_line() {
    let named = |from: &str, to: &str| {
        let text = HEAD.replace(from, to);
        let problem = Profile::parse("units/hai-ha.toml", &text, "hai-ha").unwrap_err();
        (problem.code(), problem.place().unwrap().line)
    };
    // A bundle would be sealed with it and refused afterwards.
    let controlled = named("Huyện Hải Hà", "Huyện\\nHải Hà");
    assert_eq!(controlled, ("profile.name_line", Some(2)));
    let english = named("Hải Hà district", "Hải Hà\\u001b[2J");
    assert_eq!(english, ("profile.name_line", Some(2)));
    let long = named("Huyện Hải Hà", &"H".repeat(1_001));
    assert_eq!(long, ("profile.name_line", Some(2)));
    assert_eq!(
        named("\"district\"", "\"Huyện\""),
        ("profile.kind", Some(3))
    );
    let kind = format!("\"{}\"", "k".repeat(65));
    assert_eq!(named("\"district\"", &kind), ("profile.kind", Some(3)));
}

#[test]
fn mistakes_about_a_source() {
    let with = |more: &str| format!("{SOURCE}{more}\n");
    let backwards = "period = { from = 2020-12-31, to = 2020-01-01 }";
    let both = "coverage = \"complete\"\nperiod = { from = 2020-01-01, to = 2020-12-31 }";
    let fixed = "columns = { duty = \"A\" }\nconstants = { duty = \"other\" }";
    refused(&[
        (
            SOURCE.replace("\"csv\"", "\"xlsx\""),
            "profile.source_kind",
            5,
        ),
        (SOURCE.replace("exports/", "../"), "profile.path", 6),
        (SOURCE.replace("exports/", "/etc/"), "profile.path", 6),
        (with("covers = \"alles\""), "profile.covers", 7),
        (with("covers = [1]"), "profile.covers", 7),
        (with("coverage = \"complet\""), "profile.coverage_word", 7),
        (with("coverage = { missing = -1 }"), "profile.coverage", 7),
        (with("coverage = { sample_of = 5 }"), "profile.coverage", 7),
        (with("coverage = 5"), "profile.coverage", 7),
        (with(backwards), "profile.period", 7),
        (with(both), "profile.period_and_coverage", 7),
        (with("empty = { duty = \"0\" }"), "profile.empty", 7),
        (with(fixed), "profile.column_and_constant", 8),
        (with("delimiter = \"ab\""), "profile.delimiter", 7),
        (with("constants = { duty = 0.5 }"), "toml.float", 7),
    ]);
}

#[test]
fn mistakes_about_a_claim() {
    let with = |more: &str| format!("{DECLARED}{more}\n");
    let backwards = "yes = true\nperiod = { from = 2020-02-01, to = 2020-01-01 }";
    refused(&[
        (with(""), "profile.declared_nothing", 4),
        (with("num = 3"), "profile.declared_half", 5),
        (with("n = 3"), "profile.declared_half", 5),
        (with("yes = true\ncount = 3"), "profile.declared_twice", 4),
        (with("points = \"5,92\""), "profile.declared_number", 5),
        (with("points = 5.92"), "toml.float", 5),
        (
            with("yes = true\nevidence = [\"a.pdf\", \"../b.pdf\"]"),
            "profile.evidence_path",
            6,
        ),
        (
            with("yes = true\nevidence = [\"a,b.pdf\"]"),
            "profile.evidence_path",
            6,
        ),
        (with(backwards), "profile.period", 6),
    ]);
}

#[test]
fn the_id_is_the_name_of_the_file() {
    let problem = Profile::parse("units/mau-a.toml", HEAD, "mau-a").unwrap_err();
    assert_eq!(
        (problem.code(), problem.place().unwrap().line),
        ("profile.id_file", Some(1))
    );
}

#[test]
fn many_mistakes_are_told_in_one_go() {
    let problem = read("[[source.staff]]\nkind = \"xls\"\npath = \"..\"\n").unwrap_err();
    assert_eq!(problem.others().len(), 1);
}

#[test]
fn every_code_has_its_sentence_in_both_languages() {
    use crate::words::{Lang, Words};
    let words = Words::built_in();
    for source in [
        include_str!("read_profile.rs"),
        include_str!("read_stated.rs"),
        include_str!("read_round.rs"),
    ] {
        let codes = source.split('"').filter(|text| {
            let dotted = text
                .strip_prefix("profile.")
                .or_else(|| text.strip_prefix("round."));
            dotted.is_some_and(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        });
        let mut n = 0;
        for code in codes {
            let key = format!("error.{code}");
            for lang in [Lang::Vi, Lang::En] {
                assert_ne!(words.get(lang, &key), key, "{}", lang.code());
            }
            n += 1;
        }
        assert!(n > 0);
    }
}

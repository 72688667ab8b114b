//! What a round takes where nothing is said, and each mistake with its line.

use super::*;
use crate::exact::Day;

const HEAD: &str = r#"id = "2020"
period = { from = 2020-01-01, to = 2020-12-31 }
rubric = "ict170-reconstructed"
"#;

fn day(iso: &str) -> Day {
    Day::parse(iso).unwrap()
}

#[test]
fn what_is_not_said_follows_from_the_period() {
    let file = RoundFile::parse("sansang.toml", HEAD).unwrap();
    let round = file.round;
    assert_eq!(
        (round.data_cutoff, round.as_of),
        (day("2020-12-31"), day("2020-12-31"))
    );
    assert_eq!(
        (round.previous.from, round.previous.to),
        (day("2019-01-01"), day("2019-12-31"))
    );
    assert_eq!(round.timezone, "Asia/Ho_Chi_Minh");
    assert!(file.units.is_empty());
}

#[test]
fn what_is_said_is_kept() {
    let text = format!(
        "schema = \"sansang/round/1\"\n{HEAD}data_cutoff = 2020-11-05\nas_of = 2021-01-15\n\
         previous = {{ from = 2019-02-01, to = 2019-12-31 }}\nunits = [\"hai-ha\", \"mau-a\"]\n\
         [params]\nprovince = \"quangninh\"\nanswer_days = 10\n\
         [collect]\ncontact = \"cntt@example.vn\"\nrate = 2\ncontrol_hosts = [\"a.vn\"]\nlimits = {{ pages = 500 }}\n"
    );
    let file = RoundFile::parse("sansang.toml", &text).unwrap();
    assert_eq!(file.round.data_cutoff, day("2020-11-05"));
    assert_eq!(file.round.previous.from, day("2019-02-01"));
    assert_eq!(file.units, ["hai-ha", "mau-a"]);
    assert_eq!(file.params["answer_days"], "10");
    assert_eq!(file.collect.contact.as_deref(), Some("cntt@example.vn"));
    assert_eq!(
        (file.collect.pause_ms, file.collect.limits.pages),
        (500, 500)
    );
}

#[test]
fn each_mistake_has_its_code_and_its_line() {
    for (text, code, line) in [
        (format!("{HEAD}colour = 1\n"), "toml.unknown_key", 4),
        (HEAD.replace("\"2020\"", "\"Năm 2020\""), "round.id", 1),
        (
            HEAD.replace("to = 2020-12-31", "to = 2019-12-31"),
            "round.period",
            2,
        ),
        (HEAD.replace("ict170-reconstructed", ""), "round.rubric", 3),
        (
            format!("{HEAD}schema = \"sansang/round/9\"\n"),
            "round.schema",
            4,
        ),
        (
            format!("{HEAD}data_cutoff = 2021-01-01\n"),
            "round.cutoff",
            4,
        ),
        (format!("{HEAD}as_of = 2019-12-31\n"), "round.as_of", 4),
        (
            format!("{HEAD}previous = {{ from = 2019-01-01, to = 2020-01-01 }}\n"),
            "round.previous",
            4,
        ),
        (
            format!("{HEAD}timezone = \"Mars/X\"\n"),
            "round.timezone",
            4,
        ),
        (format!("{HEAD}units = [\"a\", \"a\"]\n"), "round.unit", 4),
        (format!("{HEAD}units = [\"Xã A\"]\n"), "round.unit", 4),
        (format!("{HEAD}[params]\nx = 0.5\n"), "toml.float", 5),
    ] {
        let problem = RoundFile::parse("sansang.toml", &text).unwrap_err();
        let place = problem.place().and_then(|place| place.line);
        assert_eq!((problem.code(), place), (code, Some(line)), "{text}");
    }
}

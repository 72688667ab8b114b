//! Citations, and that the built-in pack cites nothing without words.

use super::*;
use crate::report::points::Points;
use crate::score::sample::small;
use crate::words::{Lang, Words};

fn legal() -> Legal {
    small().criteria.remove(0).legal.remove(0)
}

fn said(legal: &Legal, lang: Lang) -> String {
    said_of(legal, lang, None)
}

fn said_of(legal: &Legal, lang: Lang, as_of: Option<&str>) -> String {
    let words = Words::built_in();
    let speech = Speech::new(&words, lang, Points::of(&small().rubric));
    in_full(speech, legal, as_of.and_then(Day::parse))
}

#[test]
fn a_law_that_came_after_the_round_says_so() {
    let on = |as_of| said_of(&legal(), Lang::Vi, Some(as_of));
    assert!(on("2018-06-20").contains("có hiệu lực từ 21/06/2018, sau kỳ đánh giá"));
    assert!(!on("2018-06-21").contains("sau kỳ đánh giá"));
}

#[test]
fn a_provision_is_cited_as_its_language_does() {
    assert_eq!(
        said(&legal(), Lang::Vi),
        "điểm a khoản 1 Điều 10 Nghị định số 61/2018/NĐ-CP; hiệu lực từ 21/06/2018 (theo tin, thông báo hoặc tóm tắt; chưa đọc nguyên văn)"
    );
    assert_eq!(
        said(&legal(), Lang::En),
        "Decree 61/2018/NĐ-CP, Article 10, clause 1, point a; in force from 2018-06-21 (by news, notice or summary; the text was not read)"
    );
}

#[test]
fn an_instrument_without_parts_stands_alone() {
    let legal = Legal {
        article: None,
        clause: None,
        valid_from: None,
        grade: "unsourced".into(),
        ..legal()
    };
    assert_eq!(
        said(&legal, Lang::En),
        "Decree 61/2018/NĐ-CP (without a source; a proposal, not a rule)"
    );
}

#[test]
fn every_instrument_and_grade_of_the_pack_is_worded() {
    static CHECKS: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/checks");
    let words = Words::built_in();
    let mut cited = 0;
    let mut folders = vec![&CHECKS];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder
            .files()
            .filter(|file| file.path().ends_with("check.toml"))
        {
            let table: toml::Table = file.contents_utf8().unwrap().parse().unwrap();
            for entry in table
                .get("legal")
                .and_then(toml::Value::as_array)
                .into_iter()
                .flatten()
            {
                let grade = entry["grade"].as_str().unwrap();
                for lang in [Lang::Vi, Lang::En] {
                    let speech = Speech::new(&words, lang, Points::of(&small().rubric));
                    for key in entry["ref"].as_table().unwrap().keys() {
                        let part = ["article", "clause"].contains(&key.as_str());
                        assert!(part || speech.has("instrument", key), "{key}");
                    }
                    assert!(speech.has("grade", grade), "{grade}");
                }
                cited += 1;
            }
        }
    }
    assert!(cited > 0, "the pack cites nothing");
}

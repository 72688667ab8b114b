//! How problems look, with a place and without, on a terminal, in a pipe and as JSON.

use super::*;

fn told(problem: &Problem, change: impl FnOnce(&mut Look<'_>)) -> String {
    let words = Words::built_in();
    let mut look = Look {
        words: &words,
        lang: Lang::Vi,
        json: false,
        colour: false,
        width: None,
    };
    change(&mut look);
    let mut out = Vec::new();
    show(problem, look, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn unknown_table() -> Problem {
    let text = "tên = \"Hải Hà\"\nbảng = \"staf\"\n";
    let at = text.find("\"staf\"").unwrap();
    Problem::new("cli.unknown_table")
        .with("name", "staf")
        .with("nearest", "staff")
        .at(Place::span("units/hải-hà.toml", text, at..at + 6))
}

#[test]
fn a_place_is_drawn_with_its_line_and_column_in_letters() {
    insta::assert_snapshot!(told(&unknown_table(), |_| ()), @r#"
      × không có bảng `staf`; có phải: staff?
       ╭─[units/hải-hà.toml:2:8]
     1 │ tên = "Hải Hà"
     2 │ bảng = "staf"
       ·        ──────
       ╰────
    "#);
}

#[test]
fn a_place_without_its_text_is_named() {
    let problem = Problem::new("cli.not_found").at(Place::line("exports/a.csv", 12));
    insta::assert_snapshot!(told(&problem, |_| ()), @r"
      × không tìm thấy tệp hoặc thư mục này; hãy kiểm tra lại đường dẫn
       ╰─[exports/a.csv:12]
    ");
}

#[test]
fn several_are_counted_and_what_caused_one_is_told() {
    let full = io::Error::other("disk full");
    let problem = Problem::new("cli.output").caused_by(full).and(vec![
        unknown_table().and(vec![Problem::new("cli.is_folder")]),
    ]);
    let text = told(&problem, |look| look.lang = Lang::En);
    assert!(text.starts_with("3 problems:\n"), "{text}");
    assert!(
        text.contains("disk full") && text.contains("this is a folder"),
        "{text}"
    );
}

#[test]
fn no_more_than_a_screenful_is_told() {
    let many: Vec<Problem> = (0..99).map(|_| Problem::new("cli.is_folder")).collect();
    let text = told(&Problem::all(many).unwrap(), |_| ());
    assert_eq!(text.matches("đây là thư mục").count(), MOST);
    assert!(text.contains("và 59 lỗi nữa"), "{text}");
}

#[test]
fn foreign_text_steers_no_terminal() {
    let text = "a = 1\nb\u{1b}]0;x\u{7}\u{202e} = \"\u{9b}31m\"\r\n";
    let at = text.find('=').unwrap();
    let at = text.rfind("= \"").unwrap_or(at);
    let problem = Problem::new("cli.unknown_table")
        .with("name", "\u{1b}[31m\u{202e}")
        .with("nearest", "x")
        .at(Place::span("\u{1b}[2Jf.toml", text, at..at + 1));
    for width in [None, Some(50)] {
        let text = told(&problem, |look| look.width = width);
        assert!(
            !text.contains(['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}', '\r']),
            "{text:?}"
        );
    }
    let document = told(&problem, |look| look.json = true);
    assert!(!document.contains(['\u{1b}', '\u{202e}']), "{document:?}");
}

#[test]
fn a_line_too_long_to_read_is_not_drawn() {
    let text = format!("a = \"{}\"", "x".repeat(500));
    let problem = Problem::new("cli.is_folder").at(Place::span("a.toml", &text, 4..9));
    let told = told(&problem, |_| ());
    assert!(
        told.contains("a.toml:1:5") && !told.contains("xxx"),
        "{told}"
    );
}

#[test]
fn neighbours_too_long_to_read_are_cut() {
    let text = format!("notice = \"{}\"\nmax = 1\n", "n".repeat(200));
    let at = text.find("max").unwrap();
    let problem = Problem::new("cli.is_folder").at(Place::span("a.toml", &text, at..at + 3));
    let told = told(&problem, |_| ());
    assert!(
        told.contains("2 │ max = 1") && told.contains("nnn…"),
        "{told}"
    );
    assert!(
        told.lines().all(|line| line.chars().count() < 110),
        "{told}"
    );
}

#[test]
fn a_place_at_the_end_of_a_text_or_over_lines_is_drawn() {
    let text = "a = [\n  1,\n";
    for span in [0..text.len(), text.len()..text.len(), 5..8] {
        let problem = Problem::new("cli.is_folder").at(Place::span("a.toml", text, span));
        assert!(told(&problem, |_| ()).contains("a.toml:"), "{problem}");
    }
    let empty = Problem::new("cli.is_folder").at(Place::span("e.toml", "", 0..0));
    assert!(told(&empty, |_| ()).contains("e.toml:1:1"));
}

#[test]
fn a_terminal_gets_lines_of_its_width() {
    let text = told(&unknown_table(), |look| {
        look.colour = true;
        look.width = Some(40);
    });
    assert!(text.contains('\u{1b}'), "{text}");
    let plain = told(&unknown_table(), |look| look.width = Some(30));
    assert!(
        plain.lines().all(|line| line.chars().count() <= 32),
        "{plain}"
    );
}

#[test]
fn as_json_with_place_and_fields() {
    let text = told(&unknown_table(), |look| look.json = true);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        document,
        serde_json::json!({
            "schema": "sansang/error/1",
            "errors": [{
                "code": "cli.unknown_table",
                "message": "không có bảng `staf`; có phải: staff?",
                "file": "units/hải-hà.toml",
                "line": 2,
                "column": 8,
                "fields": { "name": "staf", "nearest": "staff" },
            }],
        })
    );
}

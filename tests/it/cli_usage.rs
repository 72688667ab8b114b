//! Mistyped command lines, and what comes out where.

use crate::program::{finish, program, run};

#[test]
fn a_mistyped_flag_is_told_in_vietnamese_and_ends_with_3() {
    let ran = run(&["tables", "--fromat", "json"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    insta::assert_snapshot!(ran.err, @r"
      × không có đối số «--fromat»; gần nhất là «--format»
    Cách dùng: sansang tables --format <DẠNG> [BẢNG]
    ");
}

#[test]
fn a_mistyped_flag_in_english() {
    let ran = run(&["--lang", "en", "tables", "--nope"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.err, @r"
      × there is no argument '--nope'
    Usage: sansang tables [OPTIONS] [TABLE]
    ");
}

#[test]
fn a_misspelt_command_gets_the_nearest() {
    let ran = run(&["tabels"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.err, @r"
      × không có lệnh «tabels»; gần nhất là «tables»
    Cách dùng: sansang [TÙY CHỌN] <LỆNH>
    ");
}

#[test]
fn a_wrong_value_is_told_with_the_possible_ones() {
    let ran = run(&["tables", "--format", "yaml"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.err, @"  × --format <DẠNG> không nhận giá trị «yaml»; các giá trị dùng được: text, json");
    let ran = run(&["tables", "--format"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.err, @"  × --format <DẠNG> cần một giá trị; các giá trị dùng được: text, json");
}

#[test]
fn a_missing_argument_is_named() {
    let ran = run(&["check", "show", "--lang=en"]);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!(ran.err, @r"
      × required arguments are missing: <CHECK>
    Usage: sansang check show --lang <LANG> <CHECK>
    ");
}

#[test]
fn nothing_typed_shows_the_help_and_ends_with_3() {
    let ran = run(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert!(
        ran.err.contains("Cách dùng: sansang [TÙY CHỌN] <LỆNH>"),
        "{ran:?}"
    );
}

#[test]
fn the_environment_may_set_the_language() {
    let mut english = program();
    let ran = finish(english.env("SANSANG_LANG", "en").arg("tabels"));
    assert!(ran.err.contains("there is no command"), "{ran:?}");
    let mut unknown = program();
    let ran = finish(unknown.env("SANSANG_LANG", "fr").arg("tables"));
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("SANSANG_LANG"), "{ran:?}");
    let mut overruled = program();
    let ran = finish(
        overruled
            .env("SANSANG_LANG", "fr")
            .args(["tables", "--lang", "vi"]),
    );
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn problems_are_json_on_standard_error_when_results_are() {
    for args in [
        &["tables", "staf", "--format", "json"][..],
        &["tables", "--nope", "--format=json"],
        &["--format", "json"],
    ] {
        let ran = run(args);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{ran:?}");
        let document: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
        assert_eq!(document["schema"], "sansang/error/1");
        let error = &document["errors"][0];
        assert!(error["message"].as_str().unwrap().contains(' '), "{ran:?}");
        assert!(
            error["code"].is_string() && error["file"].is_null(),
            "{ran:?}"
        );
    }
}

#[test]
fn a_pipe_gets_no_escapes_and_a_request_for_colour_does() {
    for args in [
        &["tables"][..],
        &["check", "list"],
        &["--help"],
        &["tables", "staf"],
    ] {
        let ran = run(args);
        assert!(
            !format!("{}{}", ran.out, ran.err).contains('\u{1b}'),
            "{ran:?}"
        );
        let mut coloured = args.to_vec();
        coloured.extend(["--color", "always"]);
        let ran = run(&coloured);
        assert!(
            format!("{}{}", ran.out, ran.err).contains('\u{1b}'),
            "{args:?}"
        );
    }
}

#[test]
fn hostile_arguments_do_not_reach_the_terminal_as_escapes() {
    for args in [
        &["tables", "\u{1b}[31mred\u{202e}"][..],
        &["\u{1b}[31mred"],
        &["tables", "--format", "\u{1b}]0;x\u{7}"],
        &["check", "show", "a\nb"],
    ] {
        let ran = run(args);
        assert_eq!(ran.code, 3);
        assert!(
            !ran.err.contains(['\u{1b}', '\u{202e}', '\u{7}']),
            "{ran:?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn arguments_that_are_no_text_are_refused_or_are_paths() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let odd = OsStr::from_bytes(b"a\xff");
    let ran = finish(program().arg("tables").arg(odd));
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("UTF-8"), "{ran:?}");
    let ran = finish(program().args(["check", "list", "--checks"]).arg(odd));
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("không tìm thấy"), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_sansang"))
        .args(["tables", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}

#[test]
fn the_version_is_the_crate_s() {
    let version = concat!("sansang ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(run(&["--version"]).well().out, version);
}

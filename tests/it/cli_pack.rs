//! What the program tells of its tables and checks, and of those of a user's folder.

use std::path::Path;

use crate::program::run;

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A check as people write it, outside the repository.
fn own_check(folder: &Path) {
    write(folder, "scanner/check.toml", OWN_CHECK);
    write(
        folder,
        "scanner/any.sql",
        "select device.id as key, device.in_use as met\n  from devices device\n where device.unit_id = :unit\n",
    );
    write(folder, "scanner/cases/one.toml", OWN_CASE);
    let page = |headings: [&str; 6]| {
        let sections = headings.map(|heading| format!("## {heading}\n\nx\n\n"));
        format!("# Title\n\n{}", sections.concat())
    };
    write(
        folder,
        "scanner/README.md",
        &page([
            "What it asks",
            "Why it matters",
            "How it is measured",
            "What it cannot see",
            "How to fix",
            "References",
        ]),
    );
    write(
        folder,
        "scanner/README.vi.md",
        &page([
            "Hỏi gì",
            "Vì sao quan trọng",
            "Đo thế nào",
            "Không thấy được gì",
            "Cách khắc phục",
            "Căn cứ",
        ]),
    );
}

const OWN_CHECK: &str = r#"
id       = "province.devices"
revision = 1
since    = "0.1.0"
title    = { vi = "Thiết bị đang dùng", en = "Devices in use" }
legal    = [{ ref = { decision = "1/QĐ-UBND" }, grade = "text" }]
[indicator.any]
kind = "count"
[indicator.any.needs]
devices = { role = "rows" }
"#;

const OWN_CASE: &str = r#"
title = { vi = "Một máy chưa rõ", en = "One of unknown state" }
[table.devices]
rows = [{ id = "a", in_use = true }, { id = "b" }]
[expect.any]
low  = "1"
high = "2"
"#;

#[test]
fn the_catalogue_is_listed_and_shown() {
    let list = run(&["tables"]).well().out;
    assert!(
        list.contains("staff") && list.contains("dossiers"),
        "{list}"
    );
    let page = run(&["tables", "certificates"]).well().out;
    assert!(
        page.contains("revoked_on") && page.contains("NULL"),
        "{page}"
    );
    let document = run(&["tables", "certificates", "--format", "json"])
        .well()
        .json();
    assert_eq!(document["schema"], "sansang/tables/1");
    let columns = document["tables"][0]["columns"].as_array().unwrap();
    let revoked = columns.iter().find(|c| c["name"] == "revoked_on").unwrap();
    assert_eq!(
        (&revoked["type"], &revoked["null"]),
        (&"date".into(), &true.into())
    );
    let all = run(&["tables", "--format", "json"]).well().json();
    assert!(all["tables"].as_array().unwrap().len() > 40);
}

#[test]
fn checks_are_listed_and_shown() {
    let list = run(&["check", "list"]).well().out;
    assert!(
        list.contains("office.backup") && list.contains("recent (yes_no)"),
        "{list}"
    );
    let document = run(&["check", "list", "--format", "json"]).well().json();
    assert_eq!(document["schema"], "sansang/checks/1");
    let vietnamese = run(&["check", "show", "office.backup"]).well().out;
    for part in [
        "## Hỏi gì",
        "## Căn cứ pháp lý",
        "Bộ tiêu chí: sansang (chưa có nguồn; chỉ là đề xuất",
        "```sql",
        "checks/office/backup/recent.sql",
    ] {
        assert!(vietnamese.contains(part), "{part} is not in\n{vietnamese}");
    }
    let english = run(&["check", "show", "office.backup", "--lang", "en"])
        .well()
        .out;
    assert!(
        english.contains("## What it asks")
            && english.contains(
                "Decree 64/2007/NĐ-CP, Article 41, clause 4 (the provision's own text was read)"
            ),
        "{english}"
    );
    let document = run(&["check", "show", "office.backup", "--format", "json"])
        .well()
        .json();
    assert_eq!(document["schema"], "sansang/check/1");
    assert!(
        document["indicators"][0]["routes"][0]["sql"]
            .as_str()
            .unwrap()
            .contains("select")
    );
}

#[test]
fn every_check_can_be_shown_in_both_languages_without_a_missing_text() {
    let list = run(&["check", "list", "--format", "json"]).well().json();
    for check in list["checks"].as_array().unwrap() {
        let id = check["id"].as_str().unwrap();
        for lang in ["vi", "en"] {
            let page = run(&["check", "show", id, "--lang", lang]).well().out;
            assert!(
                !page.contains("cli.") && !page.contains("instrument"),
                "{id}: {page}"
            );
        }
    }
}

#[test]
fn an_unknown_name_gets_the_nearest() {
    let ran = run(&["check", "show", "office.bakup"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("office.backup"), "{ran:?}");
}

#[test]
fn a_check_of_a_folder_is_listed_shown_proved_and_linted() {
    let folder = tempfile::tempdir().unwrap();
    own_check(folder.path());
    let checks = folder.path().to_str().unwrap();
    let list = run(&["check", "list", "--checks", checks]).well().out;
    assert!(
        list.contains("province.devices") && list.contains("office.backup"),
        "{list}"
    );
    let page = run(&["check", "show", "province.devices", "--checks", checks])
        .well()
        .out;
    assert!(page.contains("Quyết định số 1/QĐ-UBND"), "{page}");
    let proof = run(&["check", "test", "province.devices", "--checks", checks])
        .well()
        .out;
    assert!(proof.contains("province.devices: 1 ca thử"), "{proof}");
    run(&["check", "lint", "province.devices", "--checks", checks]).well();
}

#[test]
fn a_query_that_hides_an_unknown_is_refused_with_its_cell() {
    let folder = tempfile::tempdir().unwrap();
    own_check(folder.path());
    write(
        folder.path(),
        "scanner/any.sql",
        "select device.id as key, exists (select 1 from devices d where d.id = device.id and d.in_use = 1) as met\n  from devices device\n where device.unit_id = :unit\n",
    );
    let case = OWN_CASE.replace("high = \"2\"", "high = \"1\"");
    write(folder.path(), "scanner/cases/one.toml", &case);
    let checks = folder.path().to_str().unwrap();
    let ran = run(&["check", "test", "province.devices", "--checks", checks]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("devices[a].in_use"), "{ran:?}");
    let lint = run(&["check", "lint", "province.devices", "--checks", checks]);
    assert!(lint.out.contains("any.sql:1:"), "{lint:?}");
}

#[test]
fn a_mistake_in_a_folder_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    own_check(folder.path());
    write(
        folder.path(),
        "scanner/check.toml",
        &OWN_CHECK.replace("revision = 1", "revison = 1"),
    );
    let ran = run(&["check", "list", "--checks", folder.path().to_str().unwrap()]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert!(
        ran.err.contains("check.toml:3:1") && ran.err.contains("revision"),
        "{ran:?}"
    );
}

#[test]
fn hostile_texts_of_a_folder_do_not_reach_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    own_check(folder.path());
    let evil = "\\u001b[31m\\u202e\\u0007";
    let check = OWN_CHECK
        .replace("Devices in use", evil)
        .replace("Thiết bị đang dùng", evil);
    write(folder.path(), "scanner/check.toml", &check);
    write(
        folder.path(),
        "scanner/README.vi.md",
        "# \u{1b}[2J\u{202e}x\n\n## Hỏi gì\n",
    );
    let staff = include_str!("../../checks/tables/staff.toml");
    write(
        folder.path(),
        "tables/staff.toml",
        &staff.replace("mã người", evil).replace("một người", evil),
    );
    let rubric = include_str!("../../checks/ict170/rubric.toml");
    let rubric = rubric
        .replace("Mức độ sẵn sàng", evil)
        .replace("Bộ tiêu chí dựng lại", evil);
    write(
        folder.path(),
        "ict170/rubric.toml",
        &rubric.replace("2020.1", evil),
    );
    let checks = folder.path().to_str().unwrap();
    for args in [
        &["check", "list"][..],
        &["check", "show", "province.devices"],
        &["check", "lint", "province.devices"],
        &["tables"],
        &["tables", "staff"],
        &["rubric", "show"],
        &["rubric", "lint"],
    ] {
        for form in ["text", "json"] {
            let mut all = args.to_vec();
            all.extend(["--checks", checks, "--format", form]);
            let ran = run(&all);
            let said = format!("{}{}", ran.out, ran.err);
            assert!(
                !said.contains(['\u{1b}', '\u{202e}', '\u{7}']),
                "{args:?}: {said:?}"
            );
            assert!(!said.is_empty(), "{args:?}");
        }
    }
}

#[test]
fn a_mistake_in_a_table_hides_no_check_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "tables/staff.toml",
        "name = \"staff\"\ngrai = 1\n",
    );
    let ran = run(&["tables", "--checks", folder.path().to_str().unwrap()]);
    assert_eq!((ran.code, ran.err.matches('×').count()), (3, 1), "{ran:?}");
    assert!(ran.err.contains("staff.toml:2:1"), "{ran:?}");
}

#[test]
fn several_mistakes_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    own_check(folder.path());
    write(
        folder.path(),
        "scanner/check.toml",
        &OWN_CHECK.replace("revision = 1", "revision = 0.5"),
    );
    write(folder.path(), "other/check.toml", "id = 1");
    let ran = run(&[
        "check",
        "list",
        "--lang",
        "en",
        "--checks",
        folder.path().to_str().unwrap(),
    ]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.starts_with("2 problems:\n"), "{ran:?}");
}

#[test]
fn scripts_for_shells_and_the_manual_page_are_written() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = run(&["completions", shell]).well().out;
        assert!(
            script.contains("sansang") && script.contains("tables"),
            "{shell}"
        );
    }
    let page = run(&["man"]).well().out;
    assert!(
        page.contains(".TH sansang 1") && page.contains(".SH \"CÁCH DÙNG\""),
        "{page}"
    );
    let page = run(&["man", "check", "show", "--lang", "en"]).well().out;
    assert!(page.contains(".SH \"ARGUMENTS\""), "{page}");
}

//! `report` from the command line: what it writes, where, and with whose templates.

use std::path::Path;

use crate::program::{finish, program, run};

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_demo_writes_pages_that_report_writes_again_as_they_are() {
    let home = tempfile::tempdir().unwrap();
    let workspace = text(&home.path().join("demo"));
    let ran = run(&["demo", &workspace]).well();
    let reports = Path::new(&workspace).join("reports/2020");
    let page = |name: &str| std::fs::read_to_string(reports.join(name)).unwrap();
    let pages = ["hai-ha.html", "mau-a.html", "mau-b.html", "ranking.html"];
    for name in pages {
        assert!(ran.out.contains(&text(&reports.join(name))), "{name}");
        assert!(page(name).contains("SỐ LIỆU MINH HỌA"), "{name}");
    }
    let before = pages.map(page);
    let ran = run(&["report", "-C", &workspace]).well();
    assert_eq!(ran.out.lines().count(), pages.len());
    assert_eq!(pages.map(page), before);
    let scored = run(&[
        "score", "-C", &workspace, "hai-ha", "--lang", "en", "--format", "json",
    ]);
    let low = scored
        .well()
        .json()
        .pointer("/total/measured/low")
        .unwrap()
        .clone();
    let low = low.as_str().unwrap().replace('.', ",");
    assert!(
        before[0].contains(&format!("<span class=\"points\">{low}</span>")),
        "{low}"
    );

    // One unit is no ranking; a folder of one's own; several forms; the list of files as JSON.
    let out = text(&home.path().join("giấy tờ"));
    let ran = run(&[
        "report",
        "-C",
        &workspace,
        "mau-a",
        "--out",
        &out,
        "--format",
        "json,html",
    ]);
    let listed = ran.well().json();
    assert_eq!(listed.pointer("/schema").unwrap(), "sansang/report/1");
    assert_eq!(
        listed.pointer("/files").unwrap().as_array().unwrap().len(),
        2
    );
    assert_eq!(names(Path::new(&out)), ["mau-a.html", "mau-a.json"]);

    // A bundle by its path needs no workspace; one unit twice is two files and a ranking.
    let runs = Path::new(&workspace).join("runs/2020/mau-b");
    let bundle = text(&runs.join(&names(&runs)[0]));
    let twice = text(&home.path().join("twice"));
    run(&["report", &bundle, &bundle, "--out", &twice]).well();
    let digest: String = names(Path::new(&twice)).join(" ");
    assert!(
        digest.contains("mau-b.") && digest.contains("ranking.html"),
        "{digest}"
    );

    own_templates(home.path(), &workspace);
}

fn own_templates(home: &Path, workspace: &str) {
    let folder = home.join("templates");
    let out = home.join("own");
    let report = || {
        let templates = text(&folder);
        let out = text(&out);
        run(&[
            "report",
            "-C",
            workspace,
            "hai-ha",
            "--out",
            &out,
            "--templates",
            &templates,
        ])
    };
    std::fs::create_dir_all(folder.join("html")).unwrap();
    std::fs::create_dir_all(folder.join("locales")).unwrap();
    let nothing = report();
    assert_eq!(nothing.code, 3);
    assert!(nothing.err.contains("style.css"), "{}", nothing.err);
    let put = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    put("style.css", "body { color: rebeccapurple }");
    put("locales/vi.toml", "[html]\nrisks = \"Điều đáng lo\"\n");
    report().well();
    let page = std::fs::read_to_string(out.join("hai-ha.html")).unwrap();
    assert!(page.contains("rebeccapurple") && page.contains(">Điều đáng lo</h3>"));
    put(
        "html/unit.html",
        "<p>{{ page.unit }}\n{{ page.nowhere.at_all }}",
    );
    let wrong = report();
    assert_eq!(wrong.code, 3);
    assert!(wrong.err.contains("html/unit.html:2"), "{}", wrong.err);
    put("html/unit.html", "<p>{{ page.unit }}</p>");
    report().well();
    let page = std::fs::read_to_string(out.join("hai-ha.html")).unwrap();
    assert_eq!(page, "<p>Huyện Hải Hà</p>");
    put("locales/vi.toml", "[html]\nrisk = \"Điều đáng lo\"\n");
    let wrong = report();
    assert_eq!(wrong.code, 3);
    assert!(wrong.err.contains("html.risk"), "{}", wrong.err);
}

#[test]
fn an_unknown_form_is_wrong_use() {
    for forms in ["pdf", "html,pdf", ""] {
        let ran = run(&["report", "--format", forms]);
        assert_eq!(ran.code, 3, "{forms}");
        assert!(ran.err.contains("html"), "{}", ran.err);
    }
    // A form of reports is none of results.
    assert_eq!(run(&["tables", "--format", "html"]).code, 3);
    let ran = finish(program().args(["report", "-C", "/nowhere/at/all"]));
    assert_eq!(ran.code, 3);
}

//! Decisions from the command line: whose they are, what they pin, and what they refuse.

use std::path::Path;

use serde_json::{Value, json};

use crate::program::{Ran, run};

/// The workspace of the demo: three units, audited.
fn demo(folder: &Path) -> String {
    let workspace = folder.join("demo").to_str().unwrap().to_owned();
    run(&["demo", &workspace]).well();
    workspace
}

fn decide(workspace: &str, unit: &str, args: &[&str]) -> Ran {
    let mut all = vec!["decide", "-C", workspace, unit];
    all.extend(args);
    all.extend(["--reason", "Đã xem", "--author", "Tổ thẩm định"]);
    run(&all)
}

/// An audit later than the one before: runs are named by their second.
fn audit_again(workspace: &str, unit: &str) {
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    run(&["audit", "-C", workspace, unit]).well();
}

fn score(workspace: &str, unit: &str) -> Ran {
    run(&["score", "-C", workspace, unit, "--format", "json"])
}

fn criterion(scored: &Ran, code: &str) -> Value {
    let document = scored.json();
    let criteria = document["criteria"].as_array().unwrap();
    let own = |criterion: &&Value| criterion["code"] == code;
    criteria.iter().find(own).unwrap().clone()
}

/// The codes of a criterion's reasons.
fn because(criterion: &Value) -> Vec<String> {
    let because = criterion["because"].as_array().unwrap();
    let code = |reason: &Value| reason["code"].as_str().unwrap().to_owned();
    because.iter().map(code).collect()
}

fn log(workspace: &str, unit: &str) -> String {
    format!("{workspace}/decisions/{unit}.jsonl")
}

fn bundle(workspace: &str, unit: &str) -> String {
    let runs = Path::new(workspace).join("runs/2020").join(unit);
    let mut found: Vec<_> = std::fs::read_dir(runs)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    found.pop().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn decisions_count_for_the_unit_that_they_were_made_on_and_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = demo(folder.path());
    let over = [
        "B3.4",
        "override-points",
        "--points",
        "1.5",
        "--old",
        "5.92",
    ];
    decide(&workspace, "hai-ha", &over).well();
    let old = bundle(&workspace, "hai-ha");
    let (own, other) = (log(&workspace, "hai-ha"), log(&workspace, "mau-a"));

    let foreign = bundle(&workspace, "mau-a");
    let ran = run(&["score", &foreign, "--decisions", &own]);
    assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{ran:?}");
    let line = std::fs::read_to_string(&own).unwrap();
    let line: Value = serde_json::from_str(&line).unwrap();
    assert!(ran.err.contains("hai-ha.jsonl:1"), "{ran:?}");
    assert!(
        ran.err
            .replace(['\n', ' '], "")
            .contains(line["bundle"].as_str().unwrap())
    );
    for command in ["explain", "gate"] {
        assert_eq!(run(&[command, &foreign, "--decisions", &own]).code, 4);
    }
    std::fs::copy(&own, &other).unwrap();
    assert_eq!(score(&workspace, "mau-a").code, 4);
    std::fs::remove_file(&other).unwrap();
    score(&workspace, "mau-a").well();

    // Its own newer bundle: the decision carries over and says so. By its path alone nobody knows whose it is.
    let at_once = criterion(&score(&workspace, "hai-ha").well(), "B3.4");
    assert!(!because(&at_once).contains(&"decision_other_bundle".to_owned()));
    audit_again(&workspace, "hai-ha");
    let carried = criterion(&score(&workspace, "hai-ha").well(), "B3.4");
    assert_eq!(
        carried["official"],
        json!({ "low": "1.50", "high": "1.50" })
    );
    assert!(because(&carried).contains(&"decision_other_bundle".to_owned()));
    let newer = bundle(&workspace, "hai-ha");
    assert_eq!(run(&["score", &newer, "--decisions", &own]).code, 4);
    run(&["score", &old, "--decisions", &own]).well();

    // Wherever in the runs its old bundle lies, it is known; once it is gone, nobody knows whose the decision is.
    let earlier = Path::new(&workspace).join("runs/2019/hai-ha");
    std::fs::create_dir_all(&earlier).unwrap();
    let moved = earlier.join(Path::new(&old).file_name().unwrap());
    std::fs::rename(&old, &moved).unwrap();
    score(&workspace, "hai-ha").well();
    std::fs::remove_file(&moved).unwrap();
    let gone = score(&workspace, "hai-ha");
    assert_eq!(gone.code, 4, "{gone:?}");
    assert!(gone.err.contains("runs/"), "{gone:?}");
}

#[test]
fn an_accepted_claim_keeps_the_points_that_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = demo(folder.path());
    let accept = ["B3.4", "accept-claim", "--old", "5.92", "--format", "json"];
    let decided = decide(&workspace, "hai-ha", &accept).well().json();
    assert_eq!(decided["decision"]["new"], "5.92");
    let same = criterion(&score(&workspace, "hai-ha").well(), "B3.4");
    assert_eq!(
        (&same["standing"], &same["adjudicated"]),
        (&json!("verified"), &json!("5.92"))
    );
    assert!(
        !because(&same)
            .iter()
            .any(|code| code.starts_with("claim_changed"))
    );

    let profile = Path::new(&workspace).join("units/hai-ha.toml");
    let stated = std::fs::read_to_string(&profile).unwrap();
    let raised = stated.replacen("num    = 21815", "num    = 21843", 1);
    assert_ne!(stated, raised);
    std::fs::write(&profile, raised).unwrap();
    audit_again(&workspace, "hai-ha");
    let later = criterion(&score(&workspace, "hai-ha").well(), "B3.4");
    assert_eq!(
        (
            &later["standing"],
            &later["adjudicated"],
            &later["declared"]
        ),
        (&json!("verified"), &json!("5.92"), &json!("6.00"))
    );
    assert_eq!(later["official"], json!({ "low": "5.92", "high": "5.92" }));
    let reasons = later["because"].as_array().unwrap();
    let changed = reasons
        .iter()
        .find(|reason| reason["code"] == "claim_changed");
    let changed = changed.unwrap();
    assert_eq!(
        (&changed["accepted"], &changed["declared"]),
        (&json!("5.92"), &json!("6.00"))
    );
    let told = run(&["explain", "-C", &workspace, "hai-ha", "B3.4"]).well();
    assert!(told.out.contains("chấp nhận 5,92"), "{}", told.out);
    assert!(told.out.contains("6,00"), "{}", told.out);

    let start = stated.find("[declared.\"B3.4\"]").unwrap();
    let end = start + stated[start..].find("\n[declared.\"B3.5\"]").unwrap();
    std::fs::write(&profile, format!("{}{}", &stated[..start], &stated[end..])).unwrap();
    audit_again(&workspace, "hai-ha");
    let gone = criterion(&score(&workspace, "hai-ha").well(), "B3.4");
    assert_eq!(gone["adjudicated"], "5.92");
    assert!(because(&gone).contains(&"claim_withdrawn".to_owned()));
    let nothing = decide(
        &workspace,
        "hai-ha",
        &["B3.4", "reject-claim", "--old", "5.92"],
    );
    assert_eq!(nothing.code, 3, "{nothing:?}");
}

/// What is typed after the unit `|` what the refusal says.
const MISFITS: &str = "
B3.4 set-fact --num 5 --den 3 --old 5.92 | tử số 5 lớn hơn mẫu số 3
B3.4 set-fact --num 0 --den 0 --old 5.92 | không áp dụng
B3.4 set-fact --yes --old 5.92 | --num, --den
B3.4 set-fact --mean 5 --n 3 --old 5.92 | từ 0 đến 1
A2.1 set-fact --option phd --old 4 | «phd», full_time_university, none
A2.1 set-fact --count 1 --old 4 | --option, full_time_university
A3.4 set-fact --yes --old 1.5 | --count
A1.3 set-fact --count 1 --old 2 | --yes
B1.2 set-fact --date 2021-03-01 --old 3 | 2021-03-01, 2020-12-31
B2.8 set-fact --yes --old 0..1 | --num, --den
A3.7 set-fact --count 1 --old 1.75 | override-points
B3.4 override-points --points 1.235 --old 5.92 | (2)
B3.4 override-points --points 6.01 --old 5.92 | 0.00, 6.00
A1.3 reject-claim --old 2 | A1.3
A1.3 accept-claim --old 2 | A1.3
";

#[test]
fn what_does_not_fit_is_refused_with_the_reason_why() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = demo(folder.path());
    let typed = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        decide(&workspace, "hai-ha", &words)
    };
    let mut seen = 0;
    for line in MISFITS.trim().lines() {
        let (line, says) = line.split_once(" | ").unwrap();
        let ran = typed(line);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{line}: {ran:?}");
        for part in says.split(", ") {
            assert!(ran.err.contains(part), "{line}: {ran:?}");
        }
        seen += 1;
    }
    assert_eq!(seen, 15);
    assert!(!Path::new(&log(&workspace, "hai-ha")).exists());
    // Ends of what is allowed.
    for line in [
        "B3.4 override-points --points 6.000 --old 5.92",
        "B3.4 reject-claim --old 6",
        "A2.1 set-fact --option none --old 4",
        "B3.4 set-fact --num 3 --den 3 --old 5.92",
    ] {
        typed(line).well();
    }
}

#[test]
fn a_criterion_that_was_ruled_out_reads_as_not_applicable() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = demo(folder.path());
    let done = decide(
        &workspace,
        "hai-ha",
        &["B2.8", "not-applicable", "--old", "0..1"],
    );
    let told = done.well().out;
    assert!(told.contains("→ không áp dụng"), "{told}");
    let told = run(&["explain", "-C", &workspace, "hai-ha", "B2.8"])
        .well()
        .out;
    let one_line: String = told
        .split(|c: char| c == '│' || c.is_whitespace())
        .collect();
    assert!(one_line.contains("khôngápdụngtheothẩmđịnh"), "{told}");
    assert!(!told.contains("điều chỉnh –"), "{told}");
    let scored = criterion(&score(&workspace, "hai-ha").well(), "B2.8");
    assert_eq!(
        (&scored["official"], &scored["standing"]),
        (&Value::Null, &json!("overridden"))
    );
    let refused = decide(
        &workspace,
        "hai-ha",
        &["B3.4", "not-applicable", "--old", "5.92"],
    );
    assert_eq!(refused.code, 3, "{refused:?}");
}

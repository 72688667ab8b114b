//! Mistakes of the people who write rubrics, checks and workspaces: each names the file, the place and the remedy, ends
//! with 3 and leaves nothing half written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::program::{Ran, run};
use crate::support::{pack, sealed};

/// A folder with a sealed bundle, the rubric and a place for checks.
struct Desk {
    folder: tempfile::TempDir,
    bundle: String,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bundle = sealed(folder.path(), &pack(), "district", "u", "")
            .to_str()
            .unwrap()
            .to_owned();
        Self { folder, bundle }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The pack's rubric, changed.
    fn rubric(&self, change: impl Fn(&str) -> String) -> Ran {
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks/ict170/rubric.toml");
        let text = std::fs::read_to_string(own).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "the rubric was not changed");
        let path = self.path("rubric.toml");
        std::fs::write(&path, changed).unwrap();
        run(&["score", &self.bundle, "--rubric", path.to_str().unwrap()])
    }

    /// A check of its own with this query, scored through a rubric that asks it.
    fn query(&self, sql: &str) -> Ran {
        let folder = self.path("own/office/own");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join("check.toml"),
            "id = \"office.own\"\nrevision = 1\nsince = \"0.1.0\"\ntitle = { vi = \"Riêng\", en = \"Own\" }\n[indicator.x]\n\
             kind = \"count\"\n[indicator.x.needs]\nstaff = { role = \"rows\" }\n",
        )
        .unwrap();
        std::fs::write(folder.join("x.sql"), sql).unwrap();
        let rubric = self.path("own.toml");
        std::fs::write(
            &rubric,
            "schema = \"sansang/rubric/1\"\nid = \"own\"\nedition = \"1\"\ntitle = { vi = \"R\", en = \"R\" }\nmax = \"2\"\n\
             digits = 2\nunit_kinds = [\"district\"]\nrounding = { at = \"criterion\", digits = 2, mode = \"half_up\" }\n\
             ranking = { mode = \"standard\", digits = 2, basis = \"official\" }\n\
             [[group]]\ncode = \"A\"\ntitle = { vi = \"A\", en = \"A\" }\nmax = \"2\"\n\
             [[criterion]]\ncode = \"A.1\"\ngroup = \"A\"\ntitle = { vi = \"A1\", en = \"A1\" }\nmax = \"2\"\n\
             indicator = \"office.own/x\"\nformula = { per_item = { each = \"1\", cap = \"2\" } }\n\
             on_not_applicable = \"forbid\"\nmeasured_by = [\"export\"]\nprovenance = { vi = \"own\", en = \"own\" }\n\
             meaning = { vi = \"A1\", en = \"A1\" }\n",
        )
        .unwrap();
        run(&[
            "score",
            &self.bundle,
            "--rubric",
            rubric.to_str().unwrap(),
            "--checks",
            self.path("own").to_str().unwrap(),
        ])
    }

    /// All files below the folder.
    fn files(&self) -> BTreeSet<PathBuf> {
        fn walk(folder: &Path, found: &mut BTreeSet<PathBuf>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else {
                    found.insert(path);
                }
            }
        }
        let mut found = BTreeSet::new();
        walk(self.folder.path(), &mut found);
        found
    }
}

fn refused(ran: &Ran, expected: &[&str]) {
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.out.is_empty(), "{ran:?}");
    for word in expected {
        assert!(ran.err.contains(word), "«{word}» is not in:\n{}", ran.err);
    }
}

#[test]
fn mistakes_of_a_rubric() {
    let desk = Desk::new();
    let files = {
        refused(
            &desk.rubric(|text| {
                text.replacen("max   = \"170\"", "max   = \"169\"", 1)
                    .replacen("max      = \"170\"", "max      = \"169\"", 1)
            }),
            &["rubric.toml:", "169", "170"],
        );
        desk.files()
    };
    refused(
        &desk.rubric(|text| text.replacen("provenance  =", "provenence  =", 1)),
        &["rubric.toml:", "provenence", "provenance"],
    );
    refused(
        &desk.rubric(|text| text.replacen("office.computers/issued", "office.computers/isued", 1)),
        &[
            "rubric.toml:",
            "office.computers/isued",
            "office.computers/issued",
        ],
    );
    refused(
        &desk.rubric(|text| text.replacen("from  = \"136\"", "from  = 136.5", 1)),
        &["rubric.toml:", "\"0.95\""],
    );
    refused(
        &desk.rubric(|text| text.replacen("from  = \"119\"", "from  = \"136\"", 1)),
        &["rubric.toml:", "136"],
    );
    refused(
        &desk.rubric(|text| text.replacen("digits   = 2", "digits   = \"hai\"", 1)),
        &["rubric.toml:", "hai", "một số nguyên"],
    );
    let path = desk.path("rubric.toml");
    std::fs::write(
        &path,
        b"schema = \"sansang/rubric/1\"\ntitle = \"\xd0i\xebm\"\n",
    )
    .unwrap();
    refused(
        &run(&["score", &desk.bundle, "--rubric", path.to_str().unwrap()]),
        &["rubric.toml:2", "UTF-8"],
    );
    assert_eq!(desk.files(), files, "nothing was written beside");
}

#[test]
fn queries_that_do_more_than_ask() {
    let desk = Desk::new();
    for (sql, words) in [
        (
            "select s.id as key, random() > 0 as met from staff s",
            &["x.sql:1:", "random"][..],
        ),
        ("delete from staff", &["x.sql", "select"]),
        (
            "select s.id as key, s.kind < date('now') as met from staff s",
            &["x.sql:1:", "date"],
        ),
        (
            "select s.id as key, length(zeroblob(300000000)) > 1 as met from staff s",
            &["x.sql:1:", "zeroblob"],
        ),
        (
            "with recursive r(x) as (select 1 union all select x + 1 from r) select count(*) as key, 1 as met from r, staff s",
            &["x.sql"],
        ),
        (
            "with recursive r(x) as (select 'ab' union all select x || x from r) select max(length(x)) as key, 1 as met from r",
            &["x.sql"],
        ),
        (
            "select s.id as key, s.salary > 1 as met from staff s",
            &["x.sql:1:", "salary"],
        ),
        (
            "select s.id as key, 1 as met from certificates s",
            &["x.sql:1:", "certificates", "staff"],
        ),
        ("select s.id as key from staff s", &["x.sql", "key, met"]),
    ] {
        refused(&desk.query(sql), words);
    }
    let good =
        desk.query("select s.id as key, s.active as met from staff s where s.unit_id = :unit");
    assert_eq!(good.code, 0, "{good:?}");
    assert!(good.out.contains("A.1"), "{good:?}");
}

#[test]
fn mistakes_of_a_workspace_leave_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("demo");
    let at = root.to_str().unwrap();
    assert_eq!(run(&["demo", at]).code, 0);
    let runs = |id: &str| {
        std::fs::read_dir(root.join("runs/2020").join(id))
            .unwrap()
            .count()
    };
    let before = runs("hai-ha");
    let unit = root.join("units/hai-ha.toml");
    let text = std::fs::read_to_string(&unit).unwrap();
    for (from, to, words) in [
        (
            "kind = \"csv\"",
            "kind = \"cvs\"",
            &["units/hai-ha.toml:", "cvs", "csv"][..],
        ),
        (
            "source.staff",
            "source.stuff",
            &["units/hai-ha.toml:", "stuff", "staff"],
        ),
        (
            "[declared.\"B3.4\"]",
            "[declared.\"B3.44\"]",
            &["B3.44", "B3.4"],
        ),
        (
            "path = \"exports/",
            "path = \"../exports/",
            &["units/hai-ha.toml:", ".."],
        ),
    ] {
        let changed = text.replace(from, to);
        assert_ne!(changed, text, "{from}");
        std::fs::write(&unit, changed).unwrap();
        refused(&run(&["audit", "-C", at, "hai-ha"]), words);
    }
    std::fs::write(&unit, &text).unwrap();
    assert_eq!(runs("hai-ha"), before, "a refused audit left something");
}

#[test]
fn a_mistake_of_the_round_names_its_line_and_the_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("w");
    let workspace = root.to_str().unwrap();
    run(&["init", workspace, "--year", "2020"]).well();
    let round = root.join("sansang.toml");
    let good = std::fs::read_to_string(&round).unwrap();
    let id = "\"ict170-reconstructed\"";
    let unit = "\"don-vi-mau\"";
    for (change, says) in [
        (
            good.replace(id, "\"ict17O-reconstructed\""),
            "ict170-reconstructed",
        ),
        (good.replace(id, "\"own/rubric.toml\""), "không tìm thấy"),
        (good.replace(unit, "\"don-vi-maux\""), "don-vi-mau?"),
        (
            format!("{good}\n[params]\nanswer_dayz = 3\n"),
            "answer_days",
        ),
        (
            format!("{good}\n[params]\nanswer_days = \"ba\"\n"),
            "số nguyên",
        ),
        (
            format!(
                "timezone = \"Mars/X\"\n{}",
                good.replace("timezone", "# timezone")
            ),
            "Asia/Ho_Chi_Minh",
        ),
        (format!("{good}\nunits = = 3\n"), "dấu `=`"),
    ] {
        assert_ne!(change, good, "{says}");
        std::fs::write(&round, &change).unwrap();
        let pair = change
            .lines()
            .zip(good.lines())
            .position(|(new, old)| new != old);
        let ran = run(&["audit", "-C", workspace]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{ran:?}");
        let line = pair.map(|at| at + 1);
        // Of lines that were added, it is the last one.
        let line = line.unwrap_or_else(|| change.lines().count());
        let place = format!("sansang.toml:{line}");
        assert!(ran.err.contains(&place), "{place} is not in {}", ran.err);
        assert!(ran.err.contains(says), "{says} is not in {}", ran.err);
    }
}

#[test]
fn a_value_of_the_command_line_is_wanted_in_the_reader_s_words() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = folder.path().join("w");
    let workspace = workspace.to_str().unwrap();
    for year in ["20x", "1899", "10000", "-1"] {
        let refused = run(&["init", workspace, &format!("--year={year}")]);
        assert_eq!(refused.code, 3, "{refused:?}");
        assert!(
            refused.err.contains("một năm từ 1900 đến 9999"),
            "{refused:?}"
        );
    }
    run(&["init", workspace, "--year", "2020"]).well();
    run(&["audit", "-C", workspace]).well();
    // The same is refused in `sansang.toml`.
    for command in ["score", "rank", "gate"] {
        let early = run(&[
            command,
            "-C",
            workspace,
            "don-vi-mau",
            "--as-of",
            "2019-12-31",
        ]);
        assert_eq!((early.code, early.out.as_str()), (3, ""), "{early:?}");
        assert!(early.err.contains("2020-01-01"), "{early:?}");
    }
    run(&[
        "score",
        "-C",
        workspace,
        "don-vi-mau",
        "--as-of",
        "2020-01-01",
    ])
    .well();
}

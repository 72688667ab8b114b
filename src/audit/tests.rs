//! Audits of small workspaces in a folder of their own, from the files to the sealed bundle.

use std::fs;

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::bundle::{Bundle, Trust};
use crate::check::Files;
use crate::workspace;

const AT: &str = "2026-12-31T08:00:00Z";

/// The pack of the repository.
pub(super) fn pack() -> Pack {
    fn walk(root: &Path, folder: &Path, files: &mut Files) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .replace('\\', "/");
                files.insert(name.clone(), name, fs::read(&path).unwrap());
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let mut files = Files::default();
    walk(&root, &root, &mut files);
    Pack::parse(&files).unwrap()
}

pub(super) fn rubric(pack: &Pack) -> Rubric {
    let (name, text) = &pack.rubrics["ict170/rubric.toml"];
    Rubric::parse(name, text, &pack.shapes()).unwrap()
}

/// Lets the n-th criterion with an indicator ask for a table too.
pub(super) fn asking(pack: &mut Pack, rubric: &mut Rubric, tables: &[(&str, usize)]) {
    let asked: Vec<String> = (rubric.criteria.iter())
        .filter_map(|c| c.indicator.as_ref().map(|i| i.id.clone()))
        .collect();
    for (table, n) in tables {
        let (check, name) = asked[*n].split_once('/').unwrap();
        let indicator = pack.checks.get_mut(check).unwrap().indicators.get_mut(name);
        let route = &mut indicator.unwrap().routes[0];
        let need = route.needs.values().next().unwrap().clone();
        route.needs.insert((*table).to_owned(), need);
    }
}

fn fresh() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    workspace::init(root.path(), 2026).unwrap();
    root
}

/// A job of a workspace as it is asked for when nothing is said.
pub(super) fn job<'a>(
    workspace: &'a Workspace,
    (pack, rubric): (&'a Pack, &'a Rubric),
    units: &'a [String],
) -> Job<'a> {
    let mut job = Job::of(workspace, (pack, rubric), units, Arc::new(|| AT.to_owned()));
    job.threads = Some(2);
    job
}

fn audit(root: &Path) -> Result<(AuditOutcome, Vec<Event>), Problem> {
    let pack = pack();
    let workspace = Workspace::open(root)?;
    let mut events = Vec::new();
    let rubric = rubric(&pack);
    let units = ["don-vi-mau".to_owned()];
    let job = job(&workspace, (&pack, &rubric), &units);
    let mut audited = run(&job, &mut |event| {
        events.push(event);
        ControlFlow::Continue(())
    })?;
    match Problem::all(audited.problems) {
        Some(problem) => Err(problem),
        None => Ok((audited.outcomes.remove(0), events)),
    }
}

fn edit(path: PathBuf, change: impl Fn(String) -> String) {
    let text = fs::read_to_string(&path).unwrap();
    fs::write(path, change(text)).unwrap();
}

/// Files below the runs of a workspace.
fn runs(root: &Path) -> Vec<String> {
    let folder = root.join("runs/2026/don-vi-mau");
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

fn one(connection: &Connection, sql: &str) -> String {
    connection.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_new_workspace_audits_cleanly_into_a_sealed_bundle() {
    let root = fresh();
    let (outcome, events) = audit(root.path()).unwrap();
    assert_eq!(outcome.unread, []);
    assert!(outcome.illustrative);
    assert_eq!(outcome.read.len(), 1);
    assert!(outcome.not_given.contains(&"devices".to_owned()));
    assert!(!outcome.not_given.contains(&"staff".to_owned()));
    assert_eq!(runs(root.path()), ["20261231T080000Z.sansang"]);
    assert!(matches!(events[0], Event::Started { .. }));
    assert!(matches!(events.last(), Some(Event::Sealed(_))));
    let bundle = Bundle::open(&outcome.bundle, &pack().catalogue, Trust::Verify).unwrap();
    assert_eq!(bundle.digest(), outcome.digest);
    let subject = bundle.subject().unwrap();
    assert_eq!(
        (subject.unit.id.as_str(), subject.round.id.as_str()),
        ("don-vi-mau", "2026")
    );
    let tables = bundle.into_connection();
    assert_eq!(
        one(
            &tables,
            "select group_concat(id) from (select id from staff where unit_id = 'xa-mau' order by id)"
        ),
        "CB-101,CB-102"
    );
    assert_eq!(
        one(
            &tables,
            "select value from meta where name = 'illustrative'"
        ),
        "1"
    );
    let observed = "select observed_at from observation where step = 'csv'";
    assert_eq!(one(&tables, observed), "2026-12-31T15:00:00");
    assert_eq!(
        one(&tables, "select value from declared where code = 'A2.4'"),
        r#"{"den":1,"num":1}"#
    );
}

#[test]
fn the_same_files_at_the_same_instant_give_the_same_bundle() {
    let (a, b) = (fresh(), fresh());
    let digest = |root: &TempDir| audit(root.path()).unwrap().0.digest;
    let first = digest(&a);
    assert_eq!(first, digest(&b));
    edit(b.path().join("exports/danh-sach-can-bo.csv"), |text| {
        text.replace("CB-005", "CB-006")
    });
    fs::remove_dir_all(b.path().join("runs")).unwrap();
    assert_ne!(first, digest(&b));
}

#[test]
fn what_cannot_be_read_is_listed_and_the_audit_goes_on() {
    let root = fresh();
    edit(root.path().join("exports/danh-sach-can-bo.csv"), |text| {
        text.replace(
            "CB-002;Văn phòng;Công chức;Có",
            "CB-002;Văn phòng;Công chức;Nghỉ",
        )
        .replace("CB-101;", ";")
    });
    let (outcome, _) = audit(root.path()).unwrap();
    let told: Vec<_> = outcome
        .unread
        .iter()
        .map(|unread| (unread.file.as_str(), unread.row, unread.code.as_str()))
        .collect();
    let file = "exports/danh-sach-can-bo.csv";
    assert_eq!(
        told,
        [
            (file, Some(3), "cell_bool"),
            (file, Some(7), "cell_empty"),
            (file, Some(7), "row_lost")
        ]
    );
    let tables = Bundle::open(&outcome.bundle, &pack().catalogue, Trust::Verify)
        .unwrap()
        .into_connection();
    let missing = "select group_concat(unit_id || '=' || state || missing) from (select * from coverage where table_name = 'staff' order by unit_id)";
    assert_eq!(
        one(&tables, missing),
        "don-vi-mau=complete0,xa-mau=partial1"
    );
    assert_eq!(
        one(
            &tables,
            "select group_concat(code) from (select code from unread order by id)"
        ),
        "cell_bool,cell_empty,row_lost"
    );
}

/// The line of a new workspace's file on which something stands first.
fn line_of(file: &str, what: &str) -> usize {
    let text = fs::read_to_string(fresh().path().join(file)).unwrap();
    let before = text.split(what).next().unwrap();
    before.lines().count() + usize::from(before.ends_with('\n'))
}

#[test]
fn a_mistake_leaves_nothing_of_the_run() {
    let unit = "units/don-vi-mau.toml";
    let change = |from: &str, to: &str| {
        let root = fresh();
        edit(root.path().join(unit), |text| text.replace(from, to));
        let problem = audit(root.path()).err().unwrap();
        assert_eq!(runs(root.path()), [""; 0], "{problem}");
        (problem.code(), problem.place().and_then(|place| place.line))
    };
    assert_eq!(
        change("danh-sach-can-bo.csv", "khong-co.csv"),
        ("csv.no_file", None)
    );
    assert_eq!(
        change("\"A2.4\"", "\"A2.44\""),
        ("audit.unknown_criterion", Some(line_of(unit, "\"A2.4\"")))
    );
    assert_eq!(
        change("\"Mã cán bộ\"", "\"Mã CB\""),
        ("csv.missing_header", Some(1))
    );
    assert_eq!(
        change(
            "[[source.staff]]",
            "[params]\nanswer_day = 3\n[[source.staff]]"
        )
        .0,
        "audit.unknown_param"
    );
    assert_eq!(
        change(
            "[[source.staff]]",
            "[params]\nanswer_days = \"x\"\n[[source.staff]]"
        )
        .0,
        "audit.param_number"
    );
}

#[test]
fn a_run_never_replaces_another() {
    let root = fresh();
    let (first, _) = audit(root.path()).unwrap();
    let before = fs::read(&first.bundle).unwrap();
    // A run that is being written, or was cut off, has its second too.
    let folder = first.bundle.parent().unwrap();
    fs::write(folder.join("20261231T080001Z.sansang.part"), "").unwrap();
    let (second, _) = audit(root.path()).unwrap();
    assert!(second.bundle.ends_with("20261231T080002Z.sansang"));
    assert_eq!(fs::read(&first.bundle).unwrap(), before);
    assert_eq!(runs(root.path()).len(), 3);
    let tables = Bundle::open(&second.bundle, &pack().catalogue, Trust::Verify)
        .unwrap()
        .into_connection();
    // The second that is recorded is the run's.
    let observed = "select observed_at from observation where step = 'csv'";
    assert_eq!(one(&tables, observed), "2026-12-31T15:00:02");
}

#[test]
fn every_code_has_its_sentence_in_both_languages() {
    use crate::words::{Lang, Words};
    let words = Words::built_in();
    let sources = [
        include_str!("begin.rs"),
        include_str!("checked.rs"),
        include_str!("drive.rs"),
        include_str!("hours.rs"),
        include_str!("source.rs"),
        include_str!("mod.rs"),
        include_str!("one.rs"),
        include_str!("only.rs"),
        include_str!("plan.rs"),
        include_str!("roots.rs"),
        include_str!("writer.rs"),
        include_str!("../workspace/lock.rs"),
        include_str!("../workspace/mod.rs"),
        include_str!("../workspace/init.rs"),
        include_str!("../workspace/runs.rs"),
        include_str!("../workspace/decisions.rs"),
    ];
    let literals = sources
        .iter()
        .flat_map(|source| source.split('"').skip(1).step_by(2));
    let codes: Vec<&str> = literals
        .filter(|text| text.starts_with("audit.") || text.starts_with("workspace."))
        .collect();
    assert!(codes.len() > 15);
    for code in codes {
        let key = format!("error.{code}");
        for lang in [Lang::Vi, Lang::En] {
            assert_ne!(words.get(lang, &key), key, "{}", lang.code());
        }
    }
}

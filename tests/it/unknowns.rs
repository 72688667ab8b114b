//! On the demo's own bundles: forgetting widens, settling narrows, and what is left out moves only what reads it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sansang::check::Pack;
use sansang::demo;
use sansang::exact::{Interval, Rational};
use sansang::kind::Applies;
use sansang::rubric::Rubric;
use sansang::score::{Decisions, Flag, Scorecard, Subject};
use sansang::table::Sandbox;
use sansang::workspace::Workspace;

use crate::support::{audited, pack, rescored, scored};

/// The workspace of the demo, and what is needed to audit and score it.
struct Demo {
    folder: tempfile::TempDir,
    pack: Pack,
    rubric: Rubric,
}

impl Demo {
    fn new() -> Self {
        let pack = pack();
        let (name, text) = &pack.rubrics["ict170/rubric.toml"];
        let rubric = Rubric::parse(name, text, &pack.shapes()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        demo::write(&folder.path().join("demo")).unwrap();
        Self {
            folder,
            pack,
            rubric,
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    /// Audits Hải Hà at a minute of the hour and gives the bundle.
    fn audit(&self, minute: u32) -> PathBuf {
        let workspace = Workspace::open(&self.root()).unwrap();
        let at = format!("2021-01-04T08:{minute:02}:00Z");
        audited(&workspace, (&self.pack, &self.rubric), "hai-ha", &at)
    }

    fn card(&self, bundle: &Path) -> Scorecard {
        scored(bundle, &self.pack, &self.rubric, &Decisions::default(), &[]).unwrap()
    }

    /// The tables of a bundle in a file that may be changed, and whose they are.
    fn open_copy(&self, bundle: &Path, name: &str) -> (PathBuf, Subject) {
        let copy = self.folder.path().join(name);
        std::fs::copy(bundle, &copy).unwrap();
        let sealed = sansang::bundle::Bundle::open(
            bundle,
            &self.pack.catalogue,
            sansang::bundle::Trust::Verify,
        );
        (copy, sealed.unwrap().subject().unwrap())
    }

    /// The score of tables as they stand in a file, sealed or not.
    fn score_tables(&self, file: &Path, subject: &Subject) -> Scorecard {
        let connection = rusqlite::Connection::open(file).unwrap();
        let sandbox = Sandbox::around(connection, &self.pack.calendar).unwrap();
        rescored(&sandbox, subject, &self.pack, &self.rubric)
    }

    /// Changes a file of the workspace.
    fn edit(&self, path: &str, change: impl Fn(&str) -> String) {
        let path = self.root().join(path);
        let text = std::fs::read_to_string(&path).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{} was not changed", path.display());
        std::fs::write(&path, changed).unwrap();
    }
}

/// Codes of the criteria whose measured interval, or whether they apply, is not the same.
fn moved(before: &Scorecard, after: &Scorecard) -> BTreeSet<String> {
    before
        .criteria
        .iter()
        .zip(&after.criteria)
        .filter(|(b, a)| b.measured != a.measured || b.applies != a.applies)
        .map(|(b, _)| b.code.clone())
        .collect()
}

fn interval(card: &Scorecard, code: &str) -> Interval {
    card.criteria
        .iter()
        .find(|c| c.code == code)
        .unwrap()
        .measured
        .clone()
        .unwrap()
}

/// Whether every criterion, group and the total of `wide` hold those of `narrow`.
fn escapes(wide: &Scorecard, narrow: &Scorecard) -> Vec<String> {
    let mut out = Vec::new();
    for (w, n) in wide.criteria.iter().zip(&narrow.criteria) {
        let holds = match (&w.measured, &n.measured) {
            (Some(w), Some(n)) => w.contains(n),
            (None, None) => true,
            // What may not apply may turn out not to.
            (Some(_), None) => w.applies == Applies::Maybe,
            (None, Some(_)) => false,
        };
        if !holds {
            out.push(format!(
                "{}: {:?} does not hold {:?}",
                w.code, w.measured, n.measured
            ));
        }
    }
    if !wide
        .total
        .figures
        .measured
        .contains(&narrow.total.figures.measured)
    {
        out.push("the total".to_owned());
    }
    out
}

/// Cells of a file that may be blanked: table, its key columns, column.
fn nullable_cells(connection: &rusqlite::Connection, pack: &Pack) -> Vec<(String, String, i64)> {
    let mut cells = Vec::new();
    for schema in pack
        .catalogue
        .tables()
        .filter(|schema| schema.is_collected())
    {
        let rows: i64 = connection
            .query_row(
                &format!("select count(*) from {}", schema.name),
                [],
                |row| row.get(0),
            )
            .unwrap();
        for column in schema
            .columns
            .iter()
            .filter(|c| !c.required && c.name != "row")
        {
            for n in 0..rows {
                cells.push((schema.name.clone(), column.name.clone(), n));
            }
        }
    }
    cells
}

#[test]
fn forgetting_any_cells_never_leaves_the_old_interval_outside() {
    let demo = Demo::new();
    let bundle = demo.audit(0);
    let before = demo.card(&bundle);
    let (copy, subject) = demo.open_copy(&bundle, "forgetting.db");
    let connection = rusqlite::Connection::open(&copy).unwrap();
    let cells = nullable_cells(&connection, &demo.pack);
    assert!(cells.len() > 1000, "{} cells", cells.len());
    let mut last = before.clone();
    // Further and further from what is known; a fixed stride over all cells, so every run blanks the same ones.
    for step in 1..=12_usize {
        for (table, column, n) in cells
            .iter()
            .skip(step * 31)
            .step_by(cells.len() / (step * 40) + 1)
        {
            let keys = demo.pack.catalogue.table(table).unwrap().key.join(", ");
            let sql = format!(
                "update {table} set {column} = null where ({keys}) in (select {keys} from {table} order by {keys} limit 1 offset {n})"
            );
            connection.execute(&sql, []).unwrap();
        }
        let now = demo.score_tables(&copy, &subject);
        assert_eq!(escapes(&now, &last), Vec::<String>::new(), "step {step}");
        last = now;
    }
    let width = |card: &Scorecard| card.total.figures.measured.width();
    assert!(
        width(&last) > width(&before),
        "nothing was forgotten that mattered"
    );
}

#[test]
fn an_export_left_out_widens_what_reads_it_and_nothing_else() {
    let demo = Demo::new();
    let before = demo.card(&demo.audit(0));
    demo.edit("units/hai-ha.toml", |text| {
        without_source(text, "certificates")
    });
    let after = demo.card(&demo.audit(1));
    assert_eq!(
        moved(&before, &after),
        BTreeSet::from(["B2.6".to_owned(), "B2.9".to_owned()])
    );
    assert_eq!(escapes(&after, &before), Vec::<String>::new());
    assert_eq!(
        interval(&after, "B2.6"),
        Interval::new(Rational::zero(), Rational::parse("2").unwrap())
    );
}

/// A profile without the binding of one table.
fn without_source(text: &str, table: &str) -> String {
    let head = format!("[[source.{table}]]");
    let mut kept = String::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('[') && !line.starts_with(&format!("[source.{table}.")) {
            inside = line.trim() == head;
        }
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn a_revocation_that_is_not_known_costs_exactly_its_holder() {
    let demo = Demo::new();
    let bundle = demo.audit(0);
    let (copy, subject) = demo.open_copy(&bundle, "revocation.db");
    let connection = rusqlite::Connection::open(&copy).unwrap();
    let before = demo.score_tables(&copy, &subject);
    // A certificate of a leader in office that counts, and no other of the same person.
    let holder: String = connection
        .query_row(
            "select c.holder_id from certificates c join staff s on s.id = c.holder_id
              where s.unit_id = 'hai-ha' and s.active = 1 and s.duty in ('leader', 'accountant') and c.revoked_on = ''
                and c.chain_from <= '2020-12-31' and c.chain_until >= '2020-12-31'
                and (select count(*) from certificates d where d.holder_id = c.holder_id) = 1 order by c.id limit 1",
            [],
            |row| row.get(0),
        )
        .unwrap();
    connection
        .execute(
            "update certificates set revoked_on = null where holder_id = ?1",
            [&holder],
        )
        .unwrap();
    let after = demo.score_tables(&copy, &subject);
    let counted: i64 = connection
        .query_row(
            "select count(*) from staff where unit_id = 'hai-ha' and active = 1 and duty in ('leader', 'accountant')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(moved(&before, &after), BTreeSet::from(["B2.6".to_owned()]));
    let (old, new) = (interval(&before, "B2.6"), interval(&after, "B2.6"));
    assert_eq!(new.high, old.high, "the best case is as it was");
    // 2 points over the people counted, each end rounded to a hundredth.
    let lost = old.low - &new.low;
    let share = Rational::ratio(2, counted).unwrap();
    let off = (lost.clone() - &share).max(share - &lost);
    assert!(
        off <= Rational::parse("0.01").unwrap(),
        "{lost} lost of {counted} people"
    );
}

#[test]
fn a_row_that_cannot_be_read_is_one_that_is_missing() {
    let demo = Demo::new();
    let bundle = demo.audit(0);
    let before = demo.card(&bundle);
    let (copy, subject) = demo.open_copy(&bundle, "missing.db");
    let connection = rusqlite::Connection::open(&copy).unwrap();
    // The same as a lost line: the row is not there, and the coverage says that one is missing.
    connection.execute("delete from work_files where id = (select min(id) from work_files where unit_id = 'hai-ha')", []).unwrap();
    connection
        .execute(
            "update coverage set missing = case state when 'complete' then 1 else missing + 1 end, state = 'partial'
              where table_name = 'work_files' and unit_id = 'hai-ha' and (state = 'complete' or missing is not null)",
            [],
        )
        .unwrap();
    let after = demo.score_tables(&copy, &subject);
    assert!(
        moved(&before, &after).is_subset(&BTreeSet::from(["B2.3".to_owned()])),
        "{:?}",
        moved(&before, &after)
    );
    assert_eq!(escapes(&after, &before), Vec::<String>::new());
}

#[test]
fn made_up_rows_of_communes_mark_the_mean_of_them() {
    let demo = Demo::new();
    let card = demo.card(&demo.audit(0));
    let mean = card
        .criteria
        .iter()
        .find(|criterion| criterion.code == "B3.8")
        .unwrap();
    assert!(mean.flags.contains(&Flag::Illustrative), "{:?}", mean.flags);
    assert!(
        mean.because
            .iter()
            .any(|reason| reason.code == "illustrative")
    );
}

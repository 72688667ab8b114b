//! Whole runs over portals of the tests: undisturbed, cut off and gone on with, in part, and gone through once more.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;
use tempfile::TempDir;

use super::*;
use crate::audit::Only;
use crate::audit::canned::{CannedCrawl, CannedOrigin};
use crate::audit::tests::{asking, job, pack, rubric};
use crate::bundle::{Bundle, Trust};
use crate::check::Pack;
use crate::rubric::Rubric;
use crate::workspace::{self, Workspace};

const PORTALS: &str = "\n[[portal]]\nid = \"cong\"\nrole = \"info_portal\"\nurl = \"https://u.example.vn/\"\n\
                       [[portal]]\nid = \"dvc\"\nrole = \"service_portal\"\nurl = \"https://dvc.example.vn/\"\n";

struct Bench {
    root: TempDir,
    pack: Pack,
    rubric: Rubric,
}

impl Bench {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        workspace::init(root.path(), 2026).unwrap();
        let file = root.path().join("units/don-vi-mau.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text + PORTALS).unwrap();
        let mut pack = pack();
        let mut rubric = rubric(&pack);
        asking(&mut pack, &mut rubric, &[("pages", 0), ("uptime", 1)]);
        Self { root, pack, rubric }
    }

    /// Runs, and gives what became of it with the events.
    fn run(
        &self,
        change: impl FnOnce(&mut Job<'_>),
        origin: &Arc<CannedOrigin>,
        crawl: CannedCrawl,
        stops: &AtomicBool,
    ) -> Result<(Audited, Vec<Event>), Problem> {
        let workspace = Workspace::open(self.root.path()).unwrap();
        let units = ["don-vi-mau".to_owned()];
        let mut job = job(&workspace, (&self.pack, &self.rubric), &units);
        change(&mut job);
        let ground = Ground::of(&job, None)?;
        let mut events = Vec::new();
        let origin = Arc::clone(origin) as Arc<dyn Origin>;
        let done = run_with(ground, &job, Arc::new(crawl), Some(origin), &mut |event| {
            events.push(event);
            if stops.load(Ordering::SeqCst) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        });
        done.map(|done| (done, events))
    }

    fn plain(&self, change: impl FnOnce(&mut Job<'_>)) -> Result<(Audited, Vec<Event>), Problem> {
        let origin = Arc::new(CannedOrigin::of(12));
        self.run(
            change,
            &origin,
            CannedCrawl::default(),
            &AtomicBool::new(false),
        )
    }

    fn only(&self, name: &str) -> Only {
        Only::of(&[name.to_owned()], &self.pack, &self.rubric).unwrap()
    }

    fn tables(&self, path: &Path) -> Connection {
        let bundle = Bundle::open(path, &self.pack.catalogue, Trust::Verify);
        bundle.unwrap().into_connection()
    }

    /// What a score can depend on: rows without numbers of records, coverage, and the outcomes of records.
    fn content(&self, path: &Path) -> Vec<String> {
        let tables = self.tables(path);
        let mut content = Vec::new();
        for sql in [
            "select 'pages', p.id, p.portal_id, p.title, p.outcome, o.subject from pages p join observation o on o.id = p.obs order by 2",
            "select 'uptime', u.id, u.state, u.unit_id, o.subject, '' from uptime u join observation o on o.id = u.obs order by 2",
            "select 'portals', p.id, p.outcome, p.url, o.subject, '' from portals p join observation o on o.id = p.obs order by 2",
            "select 'coverage', unit_id, table_name || ' ' || part, state, coalesce(cast(missing as text), '?'), rule from coverage order by 2, 3",
            "select 'staff', id, unit_id, '', '', '' from staff order by 2",
            "select 'seen', step, subject, outcome, sha256, file from observation where step <> 'audit' order by 2, 3, 6",
            "select 'blob', sha256, media_type, '', '', '' from blob order by 2",
        ] {
            let mut select = tables.prepare(sql).unwrap();
            let rows = select.query_map([], |row| {
                let cells: rusqlite::Result<Vec<String>> = (0..6)
                    .map(|n| Ok(row.get::<_, Option<String>>(n)?.unwrap_or_default()))
                    .collect();
                Ok(cells?.join("|"))
            });
            content.extend(rows.unwrap().map(Result::unwrap));
        }
        content
    }
}

fn count(tables: &Connection, sql: &str) -> i64 {
    tables.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn an_undisturbed_run_holds_what_was_asked_once_each() {
    let bench = Bench::new();
    let origin = Arc::new(CannedOrigin::of(12));
    let never = AtomicBool::new(false);
    let (done, events) = bench
        .run(|_| {}, &origin, CannedCrawl::default(), &never)
        .unwrap();
    assert!(done.problems.is_empty(), "{:?}", done.problems);
    let tables = bench.tables(&done.outcomes[0].bundle);
    assert_eq!(count(&tables, "select count(*) from pages"), 24);
    assert_eq!(count(&tables, "select count(*) from uptime"), 4);
    // Two portals: home, twelve pages and two probes each.
    assert_eq!(origin.asked.load(Ordering::SeqCst), 30);
    let live = "select count(*) from observation where step in ('http', 'uptime')";
    assert_eq!(count(&tables, live), 30);
    assert_eq!(
        count(
            &tables,
            "select count(*) from portals where outcome = 'observed'"
        ),
        2
    );
    let covered = "select count(*) from coverage where table_name = 'pages' and state = 'complete'";
    assert_eq!(count(&tables, covered), 1);
    assert!(events.iter().any(|e| matches!(e, Event::Portal { .. })));
    assert!(!done.outcomes[0].not_given.contains(&"pages".to_owned()));
}

#[test]
fn a_run_that_is_killed_at_any_question_is_gone_on_with_to_the_same_end() {
    let whole = Bench::new();
    let (done, _) = whole.plain(|_| {}).unwrap();
    let expected = whole.content(&done.outcomes[0].bundle);
    for kill in [1_u64, 2, 7, 13, 14, 15, 22, 29, 30] {
        let bench = Bench::new();
        let folder = bench.root.path().join("runs/2026/don-vi-mau");
        let aside = tempfile::tempdir().unwrap();
        let (from, to) = (folder.clone(), aside.path().to_owned());
        let mut origin = CannedOrigin::of(12);
        // What a process leaves that is killed at this moment.
        origin.at = Some(Box::new(move |n| {
            // Not all of it at once: some of what came before is on disk, some is not.
            std::thread::sleep(Duration::from_millis(n % 3 * 15));
            if n == kill {
                for file in std::fs::read_dir(&from).unwrap() {
                    let file = file.unwrap();
                    let name = file.file_name();
                    if !name.to_string_lossy().ends_with("-shm") {
                        std::fs::copy(file.path(), to.join(name)).unwrap();
                    }
                }
            }
        }));
        let never = AtomicBool::new(false);
        bench
            .run(|_| {}, &Arc::new(origin), CannedCrawl::default(), &never)
            .unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        std::fs::create_dir_all(&folder).unwrap();
        for file in std::fs::read_dir(aside.path()).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.join(file.file_name())).unwrap();
        }
        let (done, events) = bench.plain(|job| job.resume = true).unwrap();
        assert!(done.problems.is_empty(), "{kill}: {:?}", done.problems);
        assert!(matches!(events[0], Event::Resumed { .. }), "{kill}");
        assert!(done.outcomes[0].resumed);
        assert_eq!(bench.content(&done.outcomes[0].bundle), expected, "{kill}");
    }
}

#[test]
fn a_run_that_is_told_to_stop_keeps_its_part_and_is_gone_on_with() {
    let whole = Bench::new();
    let (done, _) = whole.plain(|_| {}).unwrap();
    let expected = whole.content(&done.outcomes[0].bundle);
    let bench = Bench::new();
    let stops = Arc::new(AtomicBool::new(false));
    let mut origin = CannedOrigin::of(12);
    let pulled = Arc::clone(&stops);
    origin.at = Some(Box::new(move |n| {
        if n == 9 {
            pulled.store(true, Ordering::SeqCst);
        }
        std::thread::sleep(Duration::from_millis(5));
    }));
    let origin = Arc::new(origin);
    let (done, events) = bench
        .run(|_| {}, &origin, CannedCrawl::default(), &stops)
        .unwrap();
    assert_eq!(done.left, ["don-vi-mau"]);
    assert_eq!(done.stopped, Some(Why::Asked));
    assert!(done.outcomes.is_empty());
    assert!(matches!(events.last(), Some(Event::Left { .. })));
    let asked = origin.asked.load(Ordering::SeqCst);
    assert!(asked < 30, "{asked}");

    // Another run leaves the part alone and names it.
    let (other, events) = bench.plain(|job| job.offline = true).unwrap();
    assert!(other.problems.is_empty());
    assert!(events.iter().any(|e| matches!(e, Event::Unfinished { .. })));

    // What was set out to do must be the same.
    let (refused, _) = bench
        .plain(|job| {
            job.resume = true;
            job.offline = true;
        })
        .unwrap();
    assert_eq!(refused.problems[0].code(), "bundle.part_differs");

    let rest = Arc::new(CannedOrigin::of(12));
    let never = AtomicBool::new(false);
    let (done, _) = bench
        .run(
            |job| job.resume = true,
            &rest,
            CannedCrawl::default(),
            &never,
        )
        .unwrap();
    assert_eq!(bench.content(&done.outcomes[0].bundle), expected);
    // Nothing is asked twice; what was under way when it stopped may be.
    let again = rest.asked.load(Ordering::SeqCst);
    assert!(asked + again <= 32, "{asked} + {again}");

    let nothing = bench.plain(|job| job.resume = true).unwrap_err();
    assert_eq!(nothing.code(), "audit.nothing_to_resume");
}

#[test]
fn what_is_not_collected_again_is_taken_over() {
    let bench = Bench::new();
    let (first, _) = bench.plain(|_| {}).unwrap();
    let digest = first.outcomes[0].digest.clone();
    let origin = Arc::new(CannedOrigin::of(3));
    let never = AtomicBool::new(false);
    let only = bench.only("uptime");
    let (second, events) = bench
        .run(
            |job| job.only = only,
            &origin,
            CannedCrawl::default(),
            &never,
        )
        .unwrap();
    assert!(second.problems.is_empty(), "{:?}", second.problems);
    assert_eq!(origin.asked.load(Ordering::SeqCst), 4);
    let carried = second.outcomes[0].carried.clone().unwrap();
    assert_eq!(carried.digest, digest);
    assert!(carried.tables.contains(&"pages".to_owned()));
    assert!(!carried.tables.contains(&"uptime".to_owned()));
    assert!(events.iter().any(|e| matches!(
        e,
        Event::Files {
            carried: Some(_),
            ..
        }
    )));
    let tables = bench.tables(&second.outcomes[0].bundle);
    assert_eq!(count(&tables, "select count(*) from pages"), 24);
    let marked = format!(
        "select count(*) from observation where detail like '%carried_from%{digest}%' and step = 'http'"
    );
    assert_eq!(count(&tables, &marked), 26);
    let rests = "select count(*) from pages p join observation o on o.id = p.obs where o.subject = p.portal_id || ' ' || p.id";
    assert_eq!(count(&tables, rests), 24);
    let covered = "select count(*) from coverage where table_name = 'pages' and state = 'complete'";
    assert_eq!(count(&tables, covered), 1);

    // Nothing is asked, all of it is taken over, and the first bundle stays named.
    let (third, _) = bench.plain(|job| job.offline = true).unwrap();
    let tables = bench.tables(&third.outcomes[0].bundle);
    assert_eq!(count(&tables, "select count(*) from uptime"), 4);
    assert_eq!(count(&tables, &marked), 26);
}

#[test]
fn without_an_earlier_bundle_nothing_is_known() {
    let bench = Bench::new();
    let (done, events) = bench.plain(|job| job.offline = true).unwrap();
    assert_eq!(done.outcomes[0].carried, None);
    let missed = events.iter().find_map(|event| {
        if let Event::Files { missed, .. } = event {
            Some(missed.clone())
        } else {
            None
        }
    });
    let missed = missed.unwrap();
    for table in ["pages", "portals", "uptime"] {
        assert!(missed.contains(&table.to_owned()), "{missed:?}");
    }
    let tables = bench.tables(&done.outcomes[0].bundle);
    let none =
        "select count(*) from coverage where table_name in ('pages', 'uptime') and state = 'none'";
    assert_eq!(count(&tables, none), 2);
}

#[test]
fn a_bundle_is_gone_through_once_more_without_the_network() {
    let bench = Bench::new();
    let (first, _) = bench.plain(|_| {}).unwrap();
    let bundle = first.outcomes[0].bundle.clone();
    // The files are not needed: what they gave stands in the bundle.
    std::fs::remove_dir_all(bench.root.path().join("exports")).unwrap();
    let replay = bundle.clone();
    let (done, _) = bench.plain(|job| job.replay = Some(replay)).unwrap();
    assert!(done.problems.is_empty(), "{:?}", done.problems);
    let again = &done.outcomes[0].bundle;
    assert_ne!(*again, bundle);
    assert_eq!(bench.content(again), bench.content(&bundle));
}

#[test]
fn a_slip_on_one_portal_ends_nothing_else() {
    let bench = Bench::new();
    let origin = Arc::new(CannedOrigin::of(12));
    let crawl = CannedCrawl {
        slips_on: Some("cong".to_owned()),
    };
    let never = AtomicBool::new(false);
    let (done, _) = bench.run(|_| {}, &origin, crawl, &never).unwrap();
    let tables = bench.tables(&done.outcomes[0].bundle);
    assert_eq!(
        count(
            &tables,
            "select count(*) from pages where portal_id = 'dvc'"
        ),
        12
    );
    let ours = "select count(*) from observation where outcome = 'tool_error' and subject in ('pages', 'uptime')";
    assert_eq!(count(&tables, ours), 2);
}

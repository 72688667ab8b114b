//! What tests share: the project's own pack, read from its folder.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sansang::audit::{self, Job};
use sansang::bundle::{Bundle, Draft, RubricName, Trust, meta};
use sansang::check::{Files, Pack};
use sansang::exact::Day;
use sansang::rubric::Rubric;
use sansang::score::{Basis, Decisions, Scorecard, Subject, UnitRef, score};
use sansang::table::Sandbox;
use sansang::unit::{Period, Round};
use sansang::words::{Bilingual, Problem};
use sansang::workspace::Workspace;

/// The files of `checks/`.
pub(crate) fn pack_files() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let mut files = Files::default();
    collect(&root, &root, &mut files);
    files
}

/// The pack of `checks/`.
pub(crate) fn pack() -> Pack {
    Pack::parse(&pack_files()).unwrap_or_else(|problem| {
        let others: Vec<String> = problem.others().iter().map(ToString::to_string).collect();
        panic!("{problem}\n{}", others.join("\n"))
    })
}

fn collect(root: &Path, folder: &Path, files: &mut Files) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            files.insert(
                name.clone(),
                format!("checks/{name}"),
                std::fs::read(&path).unwrap(),
            );
        }
    }
}

/// The files of `checks/` with those of another folder of the same layout put over them.
pub(crate) fn pack_files_with(folder: &str) -> Files {
    let mut files = pack_files();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    collect(&root, &root, &mut files);
    files
}

/// A unit of a kind in the round of 2020.
pub(crate) fn subject_of(id: &str, kind: &str) -> (UnitRef, Round) {
    let unit = UnitRef {
        id: id.to_owned(),
        name: Bilingual {
            vi: format!("Đơn vị {id}"),
            en: format!("Unit {id}"),
        },
        kind: kind.to_owned(),
    };
    let year = |year| Period {
        from: Day::of(year, 1, 1).unwrap(),
        to: Day::of(year, 12, 31).unwrap(),
    };
    let round = Round {
        id: "2020".to_owned(),
        period: year(2020),
        previous: year(2019),
        data_cutoff: Day::of(2020, 12, 31).unwrap(),
        as_of: Day::of(2020, 12, 31).unwrap(),
        rubric: "any".to_owned(),
        timezone: "Asia/Ho_Chi_Minh".to_owned(),
        units: Vec::new(),
    };
    (unit, round)
}

/// Seals a bundle whose rows `sql` inserts, and gives its path.
pub(crate) fn sealed(folder: &Path, pack: &Pack, kind: &str, id: &str, sql: &str) -> PathBuf {
    let (unit, round) = subject_of(id, kind);
    let rubric = RubricName {
        id: "any".to_owned(),
        edition: "1".to_owned(),
        sha256: "0".repeat(64),
    };
    let meta = meta(&unit, &round, &rubric, &BTreeMap::new(), false);
    let draft = Draft::create(
        &folder.join(format!("{id}.sansang.part")),
        &pack.catalogue,
        &meta,
    )
    .unwrap();
    draft.connection().execute_batch(sql).unwrap();
    let path = folder.join(format!("{id}.sansang"));
    draft.seal(&path).unwrap();
    path
}

/// Audits a unit's files at an instant, without asking its portals, and gives its bundle.
pub(crate) fn audited(
    workspace: &Workspace,
    with: (&Pack, &Rubric),
    unit: &str,
    at: &str,
) -> PathBuf {
    audit_of(workspace, with, (unit, at), true)
}

/// Audits a unit's files and its portals, which have to be up, and gives its bundle.
pub(crate) fn audited_live(
    workspace: &Workspace,
    with: (&Pack, &Rubric),
    unit: &str,
    at: &str,
) -> PathBuf {
    audit_of(workspace, with, (unit, at), false)
}

fn audit_of(
    workspace: &Workspace,
    with: (&Pack, &Rubric),
    (unit, at): (&str, &str),
    offline: bool,
) -> PathBuf {
    let (units, at) = ([unit.to_owned()], at.to_owned());
    let clock = Arc::new(move || at.clone());
    let job = Job {
        offline,
        ..Job::of(workspace, with, &units, clock)
    };
    let mut audited = audit::run(&job, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(audited.problems.is_empty(), "{:?}", audited.problems);
    audited.outcomes.remove(0).bundle
}

/// Opens a bundle and scores it.
pub(crate) fn scored(
    path: &Path,
    pack: &Pack,
    rubric: &Rubric,
    decisions: &Decisions,
    context: &[Scorecard],
) -> Result<Scorecard, Problem> {
    let bundle = Bundle::open(path, &pack.catalogue, Trust::Verify)?;
    let subject = bundle.subject()?;
    let sandbox = Sandbox::around(bundle.into_connection(), &pack.calendar).unwrap();
    score(
        Basis {
            subject: &subject,
            pack,
            rubric,
            decisions,
            context,
        },
        &sandbox,
    )
}

/// Scores what a sandbox holds, without decisions or other units.
pub(crate) fn rescored(
    sandbox: &Sandbox,
    subject: &Subject,
    pack: &Pack,
    rubric: &Rubric,
) -> Scorecard {
    let decisions = Decisions::default();
    score(
        Basis {
            subject,
            pack,
            rubric,
            decisions: &decisions,
            context: &[],
        },
        sandbox,
    )
    .unwrap()
}

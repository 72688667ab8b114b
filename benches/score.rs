//! How many sealed bundles a core scores in a second: every table of the catalogue, 200 rows each, all 54 criteria.
//!
//! `report/html` and `report/xlsx` are the page and the form of one unit from its scorecard and explanations.
//!
//! `verify` opens a bundle as one from elsewhere (schema, soundness, digest); `trusted` leaves the digest out. The peak
//! memory of the whole run is printed at the end, where the system tells it.
//!
//! One run on 2026-11-26, two cores of an AMD EPYC, Linux 6.18, rustc 1.95.0 (profile `bench`, no LTO): `report/html` 5.4 ms
//! and `report/xlsx` 4.8 ms (goal: under 50 ms together), peak 25 MB.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a benchmark stops where its own input is wrong, and prints beside its figures"
)]

use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput};
use rusqlite::types::Value;
use sansang::bundle::{Bundle, Draft, RubricName, Trust, meta};
use sansang::check::{Files, Pack};
use sansang::exact::Day;
use sansang::report::{self, Templates, UnitMaterial, Wording};
use sansang::rubric::Rubric;
use sansang::score::{Basis, Decisions, Explainer, UnitRef, score};
use sansang::table::{ColumnKind, Sandbox, Schema};
use sansang::unit::{Period, Round};
use sansang::words::{Bilingual, Lang, Words};

/// Rows of each table.
const ROWS: usize = 200;
/// Communes of the unit, as many as Hải Hà has.
const COMMUNES: usize = 11;

fn main() {
    let pack = pack();
    let (_, text) = &pack.rubrics["ict170/rubric.toml"];
    let rubric =
        Rubric::parse("rubric.toml", text, &pack.shapes()).expect("the pack's rubric loads");
    let folder = tempfile::tempdir().expect("a folder for bundles");
    let bundles: Vec<PathBuf> = (0..20).map(|n| bundle(folder.path(), &pack, n)).collect();
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("score");
    group
        .throughput(Throughput::Elements(bundles.len() as u64))
        .sample_size(10);
    for (name, trust) in [("verify", Trust::Verify), ("trusted", Trust::SkipDigest)] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                bundles
                    .iter()
                    .map(|path| one(path, &pack, &rubric, trust).len())
                    .sum::<usize>()
            });
        });
    }
    group.finish();
    page(&mut criterion, &bundles, &pack, &rubric);
    criterion.final_summary();
    if let Some(peak) = peak_memory() {
        eprintln!("peak memory: {peak}");
    }
}

/// How long the page of a unit takes, once its bundle is scored and explained.
fn page(criterion: &mut Criterion, bundles: &[PathBuf], pack: &Pack, rubric: &Rubric) {
    const SHOWN: usize = 10;
    let path = bundles.first().expect("a bundle");
    let bundle = Bundle::open(path, &pack.catalogue, Trust::Verify).expect("a sound bundle");
    let subject = bundle.subject().expect("a unit and a round");
    let sandbox = Sandbox::around(bundle.into_connection(), &pack.calendar).expect("a sandbox");
    let decisions = Decisions::default();
    let basis = Basis {
        subject: &subject,
        pack,
        rubric,
        decisions: &decisions,
        context: &[],
    };
    let mut explainer = Explainer::new(basis, &sandbox).expect("a score");
    let codes = rubric.criteria.iter().map(|criterion| &criterion.code);
    let explained: Vec<_> = codes
        .map(|code| explainer.explain(code, SHOWN).expect("an explanation"))
        .collect();
    let material = UnitMaterial {
        card: explainer.card(),
        explained: &explained,
        rubric,
        pack,
        bundle_format: sansang::bundle::FORMAT,
    };
    let words = Words::built_in();
    let wording = Wording {
        words: &words,
        lang: Lang::Vi,
    };
    let templates = Templates::built_in();
    criterion.bench_function("report/html", |bencher| {
        bencher.iter(|| report::html::unit(&material, wording, &templates).expect("a page"));
    });
    criterion.bench_function("report/xlsx", |bencher| {
        let (card, lang) = (material.card, wording.lang);
        bencher.iter(|| report::xlsx::self_score(card, &explained, &words, lang).expect("a form"));
    });
}

/// From a file to the bytes of its scorecard.
fn one(path: &Path, pack: &Pack, rubric: &Rubric, trust: Trust) -> String {
    let bundle = Bundle::open(path, &pack.catalogue, trust).expect("a sound bundle");
    let subject = bundle.subject().expect("a unit and a round");
    let sandbox = Sandbox::around(bundle.into_connection(), &pack.calendar).expect("a sandbox");
    let decisions = Decisions::default();
    let basis = Basis {
        subject: &subject,
        pack,
        rubric,
        decisions: &decisions,
        context: &[],
    };
    report::json::scorecard(&score(basis, &sandbox).expect("a score"))
}

fn pack() -> Pack {
    let mut files = Files::default();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of the pack") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(&root)
                    .expect("below the pack")
                    .to_string_lossy()
                    .replace('\\', "/");
                files.insert(
                    name.clone(),
                    name,
                    std::fs::read(&path).expect("a file of the pack"),
                );
            }
        }
    }
    Pack::parse(&files).expect("the pack loads")
}

fn bundle(folder: &Path, pack: &Pack, n: usize) -> PathBuf {
    let year = |year| Period {
        from: Day::of(year, 1, 1).expect("a day"),
        to: Day::of(year, 12, 31).expect("a day"),
    };
    let (period, previous) = (year(2020), year(2019));
    let round = Round {
        id: "2020".to_owned(),
        period,
        previous,
        data_cutoff: period.to,
        as_of: period.to,
        rubric: "ict170-reconstructed".to_owned(),
        timezone: "Asia/Ho_Chi_Minh".to_owned(),
        units: Vec::new(),
    };
    let name = Bilingual {
        vi: format!("Đơn vị {n}"),
        en: format!("Unit {n}"),
    };
    let unit = UnitRef {
        id: "u".to_owned(),
        name,
        kind: "district".to_owned(),
    };
    let rubric = RubricName {
        id: "any".to_owned(),
        edition: "1".to_owned(),
        sha256: "0".repeat(64),
    };
    let meta = meta(
        &unit,
        &round,
        &rubric,
        &std::collections::BTreeMap::new(),
        true,
    );
    let draft = Draft::create(
        &folder.join(format!("{n}.sansang.part")),
        &pack.catalogue,
        &meta,
    )
    .expect("a draft");
    draft
        .connection()
        .execute_batch("begin")
        .expect("a transaction");
    for schema in pack
        .catalogue
        .tables()
        .filter(|schema| schema.is_collected())
    {
        fill(draft.connection(), schema, n);
    }
    draft
        .connection()
        .execute_batch("commit")
        .expect("a commit");
    let path = folder.join(format!("{n}.sansang"));
    draft.seal(&path).expect("a sealed bundle");
    path
}

fn fill(connection: &rusqlite::Connection, schema: &Schema, n: usize) {
    let names: Vec<&str> = schema
        .columns
        .iter()
        .map(|column| column.name.as_str())
        .collect();
    let marks = vec!["?"; names.len()].join(", ");
    let sql = format!(
        "insert into {} ({}) values ({marks})",
        schema.name,
        names.join(", ")
    );
    let mut insert = connection.prepare(&sql).expect("an insert");
    for row in 0..ROWS {
        let cells = schema
            .columns
            .iter()
            .map(|column| cell(schema, &column.name, &column.kind, column.required, row, n));
        insert
            .execute(rusqlite::params_from_iter(cells))
            .expect("a row");
    }
    connection
        .execute(
            "insert into coverage (unit_id, table_name, part, state) values ('u', ?, '', 'complete')",
            [&schema.name],
        )
        .expect("its coverage");
}

/// A plausible cell: every ninth nullable one is not known, references meet, keys are unique.
fn cell(
    schema: &Schema,
    name: &str,
    kind: &ColumnKind,
    required: bool,
    row: usize,
    n: usize,
) -> Value {
    let text = |text: String| Value::Text(text);
    let unique = schema
        .key
        .iter()
        .chain(schema.unique.iter().flatten())
        .any(|key| key == name);
    let commune = schema.name == "organisations" && row < COMMUNES;
    match (schema.name.as_str(), name) {
        ("organisations", "kind") => {
            return text(if commune { "commune" } else { "office" }.to_owned());
        }
        (_, "unit_id") | ("organisations", "parent_id") => return text("u".to_owned()),
        (_, "obs") => return Value::Integer(1),
        (_, "org_id") => return text(format!("organisations-{}", row % (COMMUNES * 2))),
        (_, "period_from") => return text("2020-01-01".to_owned()),
        (_, "period_to") => return text("2020-12-31".to_owned()),
        _ => {}
    }
    if !required && !unique && (row + name.len() + n).is_multiple_of(9) {
        return Value::Null;
    }
    let number = i64::try_from(row).unwrap_or(0);
    match kind {
        ColumnKind::Bool => Value::Integer(i64::from(!row.is_multiple_of(7))),
        ColumnKind::Int => Value::Integer(if name.contains("total") {
            1000
        } else {
            number % 50
        }),
        ColumnKind::Date => text(format!("2020-{:02}-{:02}", row % 12 + 1, row % 28 + 1)),
        ColumnKind::Time => text(format!(
            "2020-{:02}-{:02}T08:00:00",
            row % 12 + 1,
            row % 28 + 1
        )),
        ColumnKind::Code(codes) => text(codes[row % codes.len()].clone()),
        ColumnKind::Text if unique => text(format!("{}-{row}", schema.name)),
        ColumnKind::Text => match name.strip_suffix("_id") {
            Some(table) => text(format!("{}-{row}", referred(table))),
            None => text(format!("văn bản {row}")),
        },
    }
}

fn referred(stem: &str) -> &str {
    match stem {
        "staff" | "holder" => "staff",
        "document" => "documents",
        "mailbox" => "mailboxes",
        "portal" => "portals",
        "page" => "pages",
        "system" => "systems",
        "file" => "evidence_files",
        "form" => "forms",
        other => other,
    }
}

/// The peak of this process's memory, where Linux tells it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .map(|size| size.trim().to_owned())
}

//! A sheet of 200,000 dossiers read by us, by pandas with openpyxl and by python-calamine, each in a process of its own.
//!
//! What each does between its two looks at the clock, the file being on disk and the program and its modules loaded:
//! - `sansang`: reads the file and its SHA-256, finds the sheet and its header, and makes typed rows of the table `dossiers`:
//!   days, yes and no, codes; cells that cannot be read listed, keys held against each other, coverage told;
//! - `with bundle`: the same, and then those rows in the tables of a bundle, with its indexes, sealed and read back;
//! - `pandas`: `read_excel` with openpyxl, a frame of its columns;
//! - `calamine`: `to_python` of the sheet, lists of Python values without a column's type.
//!
//! Seconds are the best of three runs. Memory is the peak of the process from its start to its end, `VmHWM`, interpreter and
//! modules among it; what `getrusage` tells of a child counts the process that started it, too. `benches/spreadsheet/run`
//! makes the Python environment and starts it.
//!
//! One run on 2026-11-26, two cores of an AMD EPYC, Linux 6.18, rustc 1.95.0 (profile `bench`, no LTO), Python 3.11.7 with
//! what `requirements.txt` pins (and numpy 2.4.6), a file of 10.9 MB:
//!
//! | reader      | seconds | MB  | our time | our memory |
//! |-------------|--------:|----:|---------:|-----------:|
//! | sansang     |    0.76 |  37 |     1.00 |       1.00 |
//! | with bundle |    2.73 |  55 |     3.62 |       1.49 |
//! | pandas      |   16.68 | 260 |    22.09 |       7.03 |
//! | calamine    |    2.53 | 337 |     3.36 |       9.11 |
//!
//! The goals of reading are met: ten times faster than pandas (22 times) at a fifth of its memory (a seventh), no slower than
//! python-calamine (3.4 times faster). With the bundle written and sealed it is six times faster than pandas, at a little over
//! a fifth of its memory, and 8 per cent slower than python-calamine, which writes nothing: no goal is set for that.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a benchmark stops where its own input is wrong, and prints its figures"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use rust_xlsxwriter::{Format, Workbook};
use sansang::bundle::{Draft, RubricName, meta};
use sansang::check::{Files, Pack};
use sansang::collect::{Collected, Request, Rows, collect, fill};
use sansang::score::UnitRef;
use sansang::unit::{Profile, Round, RoundFile};

/// Rows of the sheet.
const ROWS: u32 = 200_000;
/// Runs of each reader; the best counts.
const RUNS: usize = 3;
/// Headings and the columns that they are.
const COLUMNS: &[(&str, &str)] = &[
    ("Mã hồ sơ", "id"),
    ("Mã thủ tục", "procedure_code"),
    ("Nộp trực tuyến", "online"),
    ("Bưu chính công ích", "public_post"),
    ("Ngày nộp", "filed_on"),
    ("Hạn trả", "due_on"),
    ("Tình trạng", "state"),
    ("Ngày trả", "solved_on"),
    ("Có phí", "has_fee"),
    ("Thanh toán trực tuyến", "paid_online"),
    ("Mã quốc gia", "national_code"),
    ("Thư xin lỗi", "apology_sent"),
];

fn main() {
    let args: Vec<String> = std::env::args().collect();
    for (flag, into_bundle) in [("--read", false), ("--bundle", true)] {
        if let Some(at) = args.iter().position(|arg| arg == flag) {
            let folder = args.get(at + 1).expect("a folder");
            read(Path::new(folder), into_bundle);
            return;
        }
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = write(folder.path());
    let own = std::env::current_exe().expect("this program");
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/spreadsheet/read.py");
    let mut readers = Vec::new();
    for (name, flag) in [("sansang", "--read"), ("with bundle", "--bundle")] {
        let mut command = Command::new(&own);
        command.arg(flag).arg(folder.path());
        readers.push((name, command));
    }
    for name in ["pandas", "calamine"] {
        let mut command = Command::new(&python);
        command.arg(&script).arg(name).arg(&file);
        readers.push((name, command));
    }
    let mut first = None;
    println!("{ROWS} rows, {} columns", COLUMNS.len());
    for (name, command) in &mut readers {
        let (seconds, peak) = best(command);
        let (own_seconds, own_peak) = *first.get_or_insert((seconds, peak));
        println!(
            "{name:<12} {seconds:>7.2} s {peak:>6} MB   {:>6.2} times our time, {:>5.2} times our memory",
            seconds / own_seconds,
            f64::from(peak) / f64::from(own_peak)
        );
    }
}

/// The best time of a reader, and the memory that it needed for it: each run prints both.
fn best(command: &mut Command) -> (f64, u32) {
    let mut best: Option<(f64, u32)> = None;
    for _ in 0..RUNS {
        let output = command.output().expect("a reader that starts");
        let text = String::from_utf8(output.stdout).expect("figures");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        let mut words = text.split_whitespace();
        let seconds: Option<f64> = words.next().and_then(|word| word.parse().ok());
        let peak: Option<u32> = words.next().and_then(|word| word.parse().ok());
        let told = seconds.zip(peak).unwrap_or_else(|| panic_with(&error));
        if best.is_none_or(|(seconds, _)| told.0 < seconds) {
            best = Some(told);
        }
    }
    best.expect("a run")
}

#[expect(clippy::panic, reason = "a reader that fails ends the benchmark")]
fn panic_with(error: &str) -> (f64, u32) {
    panic!("a reader failed: {error}")
}

/// The sheet: texts, codes, yes and no, and days as spreadsheets keep them.
fn write(folder: &Path) -> std::path::PathBuf {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (column, (heading, _)) in (0..).zip(COLUMNS) {
        sheet.write(0, column, *heading).expect("a heading");
    }
    for row in 1..=ROWS {
        let yes = |turn: u32| if row % turn == 0 { "Không" } else { "Có" };
        let serial = |after: u32| f64::from(43_831 + (row + after) % 366);
        sheet
            .write(row, 0, format!("H{row:07}"))
            .and_then(|sheet| sheet.write(row, 1, format!("1.{:06}", row % 400)))
            .and_then(|sheet| sheet.write(row, 2, yes(3)))
            .and_then(|sheet| sheet.write(row, 3, yes(5)))
            .and_then(|sheet| sheet.write_with_format(row, 4, serial(0), &day))
            .and_then(|sheet| sheet.write_with_format(row, 5, serial(10), &day))
            .and_then(|sheet| sheet.write(row, 6, "Đã trả kết quả"))
            .and_then(|sheet| sheet.write_with_format(row, 7, serial(8), &day))
            .and_then(|sheet| sheet.write(row, 8, yes(2)))
            .and_then(|sheet| sheet.write(row, 9, yes(7)))
            .and_then(|sheet| sheet.write(row, 10, format!("000.00.{row:08}")))
            .and_then(|sheet| sheet.write(row, 11, yes(11)))
            .expect("a row");
    }
    let file = folder.join("ho-so.xlsx");
    book.save(&file).expect("a workbook");
    file
}

/// Reads the sheet as an audit does, into a sealed bundle where that is asked for, and prints seconds and megabytes.
fn read(folder: &Path, into_bundle: bool) {
    let columns: Vec<String> = COLUMNS
        .iter()
        .map(|(heading, column)| format!("{column} = \"{heading}\""))
        .collect();
    let text = format!(
        "id = \"u\"\nname = {{ vi = \"U\", en = \"U\" }}\nkind = \"district\"\n[[source.dossiers]]\nkind = \"spreadsheet\"\n\
         path = \"ho-so.xlsx\"\ncoverage = \"complete\"\ncolumns = {{ {} }}\nvalues = {{ state = {{ \"Đã trả kết quả\" = \"solved\" }} }}\n",
        columns.join(", ")
    );
    let profile = Profile::parse("units/u.toml", &text, "u").expect("a profile");
    let round = "id = \"2020\"\nrubric = \"r\"\nperiod = { from = 2020-01-01, to = 2020-12-31 }\n";
    let round = RoundFile::parse("sansang.toml", round)
        .expect("a round")
        .round;
    let pack = pack();
    let began = Instant::now();
    let collected = collect(
        Request {
            root: folder,
            profile: &profile,
            profile_file: ("units/u.toml", text.as_bytes()),
            round: &round,
            catalogue: &pack.catalogue,
            observed_at: "2020-12-31T08:00:00",
        },
        &mut |_| {},
    )
    .expect("rows");
    if into_bundle {
        seal(folder, &pack, &profile, &round, &collected);
    }
    let seconds = began.elapsed().as_secs_f64();
    let rows = collected.tables.get("dossiers").map_or(0, Rows::len);
    assert_eq!(rows, usize::try_from(ROWS).expect("a size"));
    println!("{seconds:.3} {}", peak());
}

/// Writes what was collected into a bundle and seals it, as an audit does.
fn seal(folder: &Path, pack: &Pack, profile: &Profile, round: &Round, collected: &Collected) {
    let (part, sealed) = (folder.join("u.sansang.part"), folder.join("u.sansang"));
    for left in [&part, &sealed] {
        if left.exists() {
            std::fs::remove_file(left).expect("a file of the run before");
        }
    }
    let unit = UnitRef {
        id: profile.id.clone(),
        name: profile.name.clone(),
        kind: profile.kind.clone(),
    };
    let rubric = RubricName {
        id: "r".to_owned(),
        edition: "1".to_owned(),
        sha256: "0".repeat(64),
    };
    let rows = meta(&unit, round, &rubric, &BTreeMap::new(), false);
    let draft = Draft::create(&part, &pack.catalogue, &rows).expect("a draft");
    fill(draft.connection(), &pack.catalogue, &profile.id, collected).expect("rows in tables");
    draft.seal(&sealed).expect("a bundle");
}

fn pack() -> Pack {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("checks");
    let mut files = Files::default();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(&root).expect("below it");
            let name = name.to_str().expect("a name").replace('\\', "/");
            files.insert(name.clone(), name, std::fs::read(&path).expect("a file"));
        }
    }
    Pack::parse(&files).expect("a sound pack")
}

/// The peak of this process's memory in megabytes; 0 where the system does not tell it.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| {
        line.trim()
            .trim_end_matches(" kB")
            .trim()
            .parse::<u64>()
            .ok()
    });
    kilobytes.unwrap_or_default() / 1_024
}

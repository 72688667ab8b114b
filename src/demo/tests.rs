use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::portal::PORTS;
use super::*;
use crate::table::Catalogue;
use crate::unit::{RoundFile, Source};

/// The demo, made once for all tests here.
static FILES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| files(PORTS).unwrap());
static UNIT_FILES: LazyLock<[Unit; 3]> = LazyLock::new(units);

fn profile(unit: &str) -> Profile {
    let files = &*FILES;
    let path = format!("units/{unit}.toml");
    let text = std::str::from_utf8(&files[&path]).unwrap();
    Profile::parse(&path, text, unit).unwrap()
}

fn sources(unit: &str) -> Vec<Source> {
    profile(unit).sources
}

fn unit(id: &str) -> &'static Unit {
    UNIT_FILES
        .iter()
        .find(|unit| unit.district.id == id)
        .unwrap()
}

/// The rows of a sheet of a unit, without its title and header.
fn rows(id: &str, stem: &str) -> Vec<Vec<String>> {
    let sheet = unit(id).sheets.iter().find(|sheet| sheet.stem == stem);
    sheet.unwrap().rows.clone()
}

/// The rows of Hải Hà itself, without its communes', by the column that tells.
fn own(stem: &str, at: usize) -> Vec<Vec<String>> {
    let rows = rows("hai-ha", stem).into_iter();
    rows.filter(|row| row[at] == "Huyện Hải Hà").collect()
}

/// The sum of a column of numbers as Vietnamese systems write them.
fn sum(rows: &[Vec<String>], at: usize) -> u64 {
    rows.iter()
        .map(|row| row[at].replace('.', "").parse::<u64>().unwrap())
        .sum()
}

fn count(rows: &[Vec<String>], is: impl Fn(&[String]) -> bool) -> usize {
    rows.iter().filter(|row| is(row)).count()
}

#[test]
fn two_demos_are_the_same_bytes() {
    assert_eq!(files(PORTS).unwrap(), *FILES);
}

#[test]
fn the_round_is_the_year_2020_and_names_the_three_units() {
    let files = &*FILES;
    let text = std::str::from_utf8(&files["sansang.toml"]).unwrap();
    let round = RoundFile::parse("sansang.toml", text).unwrap();
    assert_eq!(round.units, UNITS);
    let said = [
        round.round.period.from,
        round.round.period.to,
        round.round.data_cutoff,
    ];
    let said = said.map(|day| day.to_string());
    assert_eq!(said, ["2020-01-01", "2020-12-31", "2020-11-05"]);
    assert_eq!(round.round.as_of.to_string(), "2020-12-31");
}

#[test]
fn every_source_has_its_file_and_one_export_waits_to_be_bound() {
    let files = &*FILES;
    let mut exports: BTreeSet<String> = files
        .keys()
        .filter(|path| path.starts_with("exports/"))
        .cloned()
        .collect();
    for source in UNITS.iter().flat_map(|unit| sources(unit)) {
        assert!(
            exports.remove(&source.path),
            "{} is bound twice or not there",
            source.path
        );
    }
    assert_eq!(exports, ["exports/hai-ha/so-hoa.csv".to_owned()].into());
    assert!(
        !sources("hai-ha")
            .iter()
            .any(|s| s.table == "dossiers" || s.table == "logins")
    );
}

#[test]
fn the_binding_that_waits_is_right_once_its_marks_are_taken_away() {
    let unit = unit("hai-ha");
    let sheet = unit.sheets.iter().find(|sheet| sheet.left_out).unwrap();
    let waiting = sheet.binding("hai-ha");
    let lines: Vec<&str> = waiting
        .lines()
        .filter(|line| !line.starts_with("# "))
        .collect();
    let bound: Vec<&str> = lines
        .iter()
        .map(|line| line.strip_prefix('#').unwrap())
        .collect();
    let text = unit
        .profile(PORTS)
        .replace(&lines.join("\n"), &bound.join("\n"));
    let sources = Profile::parse("units/hai-ha.toml", &text, "hai-ha")
        .unwrap()
        .sources;
    assert!(sources.iter().any(|source| source.table == "digitisation"));
}

#[test]
fn all_that_is_made_up_is_marked_in_the_profile_and_in_the_file() {
    let files = &*FILES;
    let mut own = Vec::new();
    for source in UNITS.iter().flat_map(|unit| sources(unit)) {
        let text = String::from_utf8_lossy(&files[&source.path]).replace('\0', "");
        // The letters of UTF-16 that are not Latin do not survive; the mark is there all the same.
        let title = text.lines().next().unwrap().contains("MINH H");
        assert_eq!(source.illustrative, title, "{}", source.path);
        if !source.illustrative {
            own.push(source.path);
        }
    }
    // Published of Hải Hà: its dossiers, and its satisfaction index.
    assert_eq!(
        own,
        [
            "exports/hai-ha/bao-cao-ho-so.csv",
            "exports/hai-ha/hai-long.csv"
        ]
    );
}

#[test]
fn nobody_has_a_name() {
    let catalogue = catalogue();
    for source in UNITS.iter().flat_map(|unit| sources(unit)) {
        let schema = catalogue.table(&source.table).unwrap();
        for column in schema.columns.iter().filter(|column| column.personal) {
            let bound = source.columns.contains_key(&column.name);
            assert!(!bound, "{} binds {}", source.path, column.name);
        }
    }
    let staff = rows("hai-ha", "danh-sach-can-bo");
    assert!(
        staff
            .iter()
            .enumerate()
            .all(|(n, row)| row[1] == format!("CB-{:03}", n + 1))
    );
}

fn catalogue() -> Catalogue {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("checks/tables");
    let tables = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, std::fs::read_to_string(&path).unwrap())
    });
    let tables: Vec<(String, String)> = tables.collect();
    Catalogue::parse(
        tables
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    )
    .unwrap()
}

#[test]
fn the_exports_of_hai_ha_add_up_to_its_published_figures() {
    let communes = rows("hai-ha", "bao-cao-ho-so-xa");
    assert_eq!(communes.len(), 11);
    assert_eq!(
        [sum(&communes, 4), sum(&communes, 8), sum(&communes, 10)],
        [38_345, 38_305, 38_255]
    );
    let district = rows("hai-ha", "bao-cao-ho-so");
    assert_eq!(
        [sum(&district, 4), sum(&district, 8), sum(&district, 10)],
        [23_209, 21_843, 21_815]
    );
    let staff = own("danh-sach-can-bo", 2);
    let leaders = count(&staff, |row| row[5] == "Lãnh đạo");
    assert_eq!((staff.len(), leaders), (1_287, 68));
    assert_eq!(own("van-ban-di", 3).len(), 8_008);
    assert_eq!(
        count(&rows("hai-ha", "cuoc-hop"), |row| row[2] == "có"),
        530
    );
    let procedures = rows("hai-ha", "thu-tuc");
    assert_eq!(
        (
            procedures.len(),
            count(&procedures, |row| row[1] == "Cấp huyện")
        ),
        (372, 279)
    );
    assert_eq!(count(&procedures, |row| row[4] == "có"), 241);
    let pages = rows("hai-ha", "dich-vu-cong");
    assert_eq!(
        (count(&pages, |row| row[1] == "Mức độ 3"), pages.len()),
        (168, 168 + 111)
    );
    assert_eq!(
        count(&rows("hai-ha", "he-thong"), |row| row[1] == "Chuyên ngành"),
        8
    );
    assert_eq!(rows("hai-ha", "hai-long")[0][4], "9.312");
}

#[test]
fn a_tenth_of_the_electronic_documents_is_unsigned() {
    let documents = own("van-ban-di", 3);
    let electronic = count(&documents, |row| row[7] == "có");
    let signed = count(&documents, |row| row[8] == "có");
    assert_eq!((electronic, signed), (7_600, 6_840));
    assert_eq!(
        count(&documents, |row| row[8] == "có" && row[7] == "không"),
        0
    );
}

#[test]
fn the_claims_of_hai_ha_are_the_published_ones() {
    use crate::unit::Stated;
    let profile = profile("hai-ha");
    let stated = |code: &str| {
        profile
            .declared
            .iter()
            .find(|claim| claim.code == code)
            .unwrap()
    };
    let totals = |num, den| Some(Stated::Totals { num, den });
    assert_eq!(stated("B3.1").stated, totals(279, 279));
    assert_eq!(stated("B3.3").stated, totals(11_054 + 3_476, 23_209));
    assert_eq!(stated("B3.4").stated, totals(21_815, 21_843));
    assert_eq!(stated("B3.5").stated, totals(11, 11));
    assert_eq!(stated("B3.7").stated, totals(241, 279));
    assert_eq!(stated("B4.6").stated, totals(9_312, 10_000));
    assert!(matches!(&stated("B4.1").stated, Some(Stated::Items(fields)) if fields.len() == 8));
}

#[test]
fn one_named_file_of_evidence_is_missing() {
    let files = &*FILES;
    let claims: Vec<_> = UNITS
        .iter()
        .flat_map(|unit| profile(unit).declared)
        .collect();
    let named = claims.iter().flat_map(|claim| &claim.evidence);
    let missing: Vec<_> = named.filter(|path| !files.contains_key(*path)).collect();
    assert_eq!(missing, ["evidence/mau-b/A3.4-01_TB-khong-gui.pdf"]);
}

#[test]
fn exports_come_in_the_forms_that_real_systems_write() {
    let files = &*FILES;
    assert!(files["exports/hai-ha/danh-ba-thu.csv"].starts_with(b"\xff\xfe"));
    assert!(files["exports/hai-ha/van-ban-di.csv"].starts_with(b"\xef\xbb\xbf"));
    let semicolons =
        String::from_utf8_lossy(&files["exports/hai-ha/van-ban-di.csv"]).contains("STT;");
    assert!(semicolons);
    assert!(files.values().all(|bytes| bytes.len() < 800_000));
}

//! Small bundles for the tests, and ways to tamper with them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{Bundle, Draft, RubricName, Trust, meta};
use crate::exact::Day;
use crate::score::UnitRef;
use crate::table::Catalogue;
use crate::unit::{Period, Round};
use crate::words::{Bilingual, Class, Problem};

static TABLES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/checks/tables");

/// All tables of the built-in pack.
pub(super) fn whole() -> Catalogue {
    let files = TABLES.files().map(|file| {
        let name = file.path().to_str().unwrap();
        (name, file.contents_utf8().unwrap())
    });
    Catalogue::parse(files).unwrap()
}

/// Two tables: one with codes, yes/no and two unique sets, one with a key of two columns.
pub(super) fn small() -> Catalogue {
    Catalogue::parse([
        ("tables/people.toml", PEOPLE),
        ("tables/visits.toml", VISITS),
    ])
    .unwrap()
}

const PEOPLE: &str = r#"
name = "people"
grain = { vi = "một người", en = "a person" }
key = ["id"]
unique = [["mail"], ["id"], ["mail"]]
indexes = [["org_id"], ["unit_id", "kind"]]
filled_by = ["csv"]
complete = { vi = "cả danh sách", en = "the whole list" }
column = [
  { name = "id", type = "text", required = true, what = { vi = "mã", en = "id" } },
  { name = "mail", type = "text", required = true, what = { vi = "thư", en = "mail" } },
  { name = "org_id", type = "text", what = { vi = "cơ quan", en = "office" } },
  { name = "kind", type = "code", codes = ["civil", "it's"], what = { vi = "loại", en = "kind" } },
  { name = "active", type = "bool", what = { vi = "đang làm", en = "active" } },
]
"#;

const VISITS: &str = r#"
name = "visits"
grain = { vi = "một lượt", en = "a visit" }
key = ["page", "day"]
filled_by = ["csv"]
complete = { vi = "cả kỳ", en = "the period" }
column = [
  { name = "page", type = "text", required = true, what = { vi = "trang", en = "page" } },
  { name = "day", type = "date", required = true, what = { vi = "ngày", en = "day" } },
  { name = "n", type = "int", what = { vi = "số lượt", en = "visits" } },
]
"#;

pub(super) fn round() -> Round {
    let day = |iso| Day::parse(iso).unwrap();
    Round {
        id: "2020".into(),
        period: Period {
            from: day("2020-01-01"),
            to: day("2020-12-31"),
        },
        previous: Period {
            from: day("2019-01-01"),
            to: day("2019-12-31"),
        },
        data_cutoff: day("2020-11-05"),
        as_of: day("2020-12-31"),
        rubric: "ict170-reconstructed".into(),
        timezone: "Asia/Ho_Chi_Minh".into(),
        units: Vec::new(),
    }
}

pub(super) fn unit() -> UnitRef {
    UnitRef {
        id: "hai-ha".into(),
        name: Bilingual {
            vi: "Huyện Hải Hà".into(),
            en: "Hải Hà district".into(),
        },
        kind: "district".into(),
    }
}

pub(super) fn rows_of_meta() -> BTreeMap<String, String> {
    let rubric = RubricName {
        id: "ict170-reconstructed".into(),
        edition: "2020.1".into(),
        sha256: "0f".repeat(32),
    };
    let params = BTreeMap::from([("answer_days".to_owned(), "15".to_owned())]);
    meta(&unit(), &round(), &rubric, &params, true)
}

/// A folder with a draft of the small catalogue in it, filled.
pub(super) fn draft() -> (TempDir, Draft) {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("20201231T080000Z.sansang.part");
    let draft = Draft::create(&part, &small(), &rows_of_meta()).unwrap();
    fill(draft.connection());
    (folder, draft)
}

fn fill(connection: &Connection) {
    let mut person = connection
        .prepare("insert into people values ('hai-ha', ?1, ?2, ?3, ?4, ?5, 1, ?6)")
        .unwrap();
    for n in 0..150_u16 {
        let org = (n % 5 > 0).then(|| format!("phong-{:03}", n % 11));
        let kind = ["civil", "it's", ""][usize::from(n) % 3];
        person
            .execute((
                format!("CB-{n:03}"),
                format!("cb{n:03}@example.vn"),
                org,
                kind,
                (n % 4 > 0).then_some(n % 2),
                n + 2,
            ))
            .unwrap();
    }
    let mut visit = connection
        .prepare("insert into visits values ('hai-ha', ?1, '2020-05-04', ?2, 1, null)")
        .unwrap();
    for n in 0..40 {
        let number = [0, 1, -1, 255, 1 << 20, i64::MAX, i64::MIN][n % 7];
        visit
            .execute((format!("trang {n:02} đầu"), number))
            .unwrap();
    }
    // One row that goes over several pages.
    visit.execute((long_text(), 7)).unwrap();
    let observation = "insert into observation values \
        (1, 'csv', 'people', 'observed', 'exports/people.csv', 'aa', 100, 'province', 1, '', '', '', '')";
    connection.execute(observation, []).unwrap();
    let blob = "insert into blob values ('bb', 'text/html', x'00ff10')";
    connection.execute(blob, []).unwrap();
}

pub(super) fn long_text() -> String {
    "một trang dài ".repeat(2_000)
}

/// A sealed bundle of the small catalogue.
pub(super) fn sealed() -> (TempDir, PathBuf) {
    let (folder, draft) = draft();
    let to = folder.path().join("20201231T080000Z.sansang");
    draft.seal(&to).unwrap();
    (folder, to)
}

pub(super) fn open(path: &Path) -> Result<Bundle, Problem> {
    Bundle::open(path, &small(), Trust::Verify)
}

/// The code of an untrusted problem.
pub(super) fn refused(path: &Path) -> &'static str {
    untrusted(&open(path).unwrap_err())
}

pub(super) fn untrusted(problem: &Problem) -> &'static str {
    assert_eq!(problem.class(), Class::Untrusted, "{problem}");
    assert!(problem.place().is_some(), "{problem}");
    problem.code()
}

/// Changes a sealed bundle as anybody with SQLite could.
pub(super) fn tamper(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    connection.execute_batch(sql).unwrap();
    connection.close().unwrap();
}

/// Changes a bundle's bytes.
pub(super) fn patch(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).unwrap();
    change(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

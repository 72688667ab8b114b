//! What a unit states → rows of `declared`, and a row of `evidence_files` for each file that it names.
//!
//! A file is recorded by its path, size, digest and type and never opened beyond that: whether it opens, and whether the
//! cited number and date stand inside, stays NULL. A file that is not there keeps its row with everything NULL, so that no
//! rule about files is met by it, and is listed.

use std::collections::BTreeMap;
use std::path::Path;

use super::cell::Cell;
use super::file::{self, Described};
use super::magic;
use super::rows::Unread;
use crate::exact::{Mode, Rational};
use crate::unit::{Declaration, Profile, Stated};
use crate::words::Problem;

/// Most decimals that points are written with.
const MOST_DECIMALS: u32 = 20;

/// A row of `declared`, but for the unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredRow {
    /// Code of the criterion.
    pub code: String,
    /// Shape of the figure, `points` where there is none.
    pub shape: &'static str,
    /// The figure as canonical JSON.
    pub value: Option<String>,
    /// Points as stated.
    pub points: Option<String>,
    /// First and last day of the figure.
    pub period: Option<(String, String)>,
    /// Paths of its evidence, comma separated; `''` = none.
    pub file_ids: String,
    /// Free text.
    pub note: String,
}

/// A file that claims name.
#[derive(Debug, Clone)]
pub(super) struct EvidenceFile {
    /// Its path below the workspace.
    pub path: String,
    /// The criteria that name it, comma separated.
    pub criteria: String,
    /// What it is; nothing where it is not there.
    pub described: Option<Described>,
    /// Another file with the same content; `''` = none.
    pub same_as: String,
}

/// The rows of `declared`.
pub(super) fn rows(profile: &Profile) -> Vec<DeclaredRow> {
    profile.declared.iter().map(row).collect()
}

fn row(declaration: &Declaration) -> DeclaredRow {
    let stated = declaration.stated.as_ref();
    DeclaredRow {
        code: declaration.code.clone(),
        shape: stated.map_or("points", Stated::shape),
        value: stated.map(Stated::to_json),
        points: declaration.points.as_ref().map(plain),
        period: declaration
            .period
            .map(|p| (p.from.to_string(), p.to.to_string())),
        file_ids: declaration.evidence.join(","),
        note: declaration.note.clone(),
    }
}

/// A number as people write it: a decimal where it is one.
fn plain(number: &Rational) -> String {
    (0..=MOST_DECIMALS)
        .find(|digits| number.rounded(*digits, Mode::Down) == *number)
        .map_or_else(
            || number.to_string(),
            |digits| number.to_decimal(digits, Mode::Down),
        )
}

/// The files that claims name, by path.
///
/// Errors: a file that is there but cannot be read, or that a link leads to out of the workspace.
pub(super) fn evidence(root: &Path, profile: &Profile) -> Result<Vec<EvidenceFile>, Problem> {
    let mut criteria: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for declaration in &profile.declared {
        for path in &declaration.evidence {
            criteria.entry(path).or_default().push(&declaration.code);
        }
    }
    let mut files = Vec::new();
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    for (path, codes) in criteria {
        let described = file::describe(root, path, || outside(profile, path))?;
        let digest = described.as_ref().map(|found| found.sha256.clone());
        let other = digest.as_ref().and_then(|sha256| first.get(sha256));
        let same_as = other.cloned().unwrap_or_default();
        if let Some(sha256) = digest.filter(|_| same_as.is_empty()) {
            first.insert(sha256, path.to_owned());
        }
        files.push(EvidenceFile {
            path: path.to_owned(),
            criteria: codes.join(","),
            described,
            same_as,
        });
    }
    Ok(files)
}

/// A claim names a file outside the workspace.
fn outside(profile: &Profile, path: &str) -> Problem {
    let mut claims = profile.declared.iter();
    let problem = Problem::new("profile.evidence_path").with("name", path);
    let named = claims.find_map(|claim| {
        let n = claim.evidence.iter().position(|known| known == path)?;
        Some((&claim.code, n))
    });
    match named {
        Some((code, n)) => problem
            .with("code", code)
            .at(profile.place(&format!("declared.{code}.evidence.{n}"))),
        None => problem,
    }
}

impl EvidenceFile {
    /// Its row of `evidence_files`, by column.
    pub(super) fn values(&self, unit: &str) -> Vec<(&'static str, Cell)> {
        let mut values = vec![
            ("unit_id", unit.into()),
            ("id", self.path.as_str().into()),
            ("criterion", self.criteria.as_str().into()),
        ];
        if let Some(found) = &self.described {
            values.push(("sha256", found.sha256.as_str().into()));
            values.push(("media_type", magic::media_type(&found.head).into()));
            values.push(("same_as", self.same_as.as_str().into()));
        }
        values
    }

    /// What is listed where it is not there.
    pub(super) fn unread(&self) -> Option<Unread> {
        self.described.is_none().then(|| Unread {
            row: None,
            column: String::new(),
            cell: String::new(),
            code: "evidence_absent",
            detail: self.criteria.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROFILE: &str = r#"
id = "u"
name = { vi = "Đơn vị", en = "Unit" }
kind = "district"
[declared."A1.1"]
yes = true
evidence = ["evidence/a.pdf", "evidence/b.txt"]
[declared."B3.4"]
num = 21815
den = 21843
points = "5.90"
period = { from = 2020-01-01, to = 2020-11-05 }
evidence = ["evidence/a.pdf", "evidence/not-there.pdf", "evidence/copy.pdf"]
note = "kỳ 10 tháng"
[declared."B4.1"]
points = "1/3"
"#;

    #[test]
    fn claims_are_kept_as_stated() {
        let profile = Profile::parse("units/u.toml", PROFILE, "u").unwrap();
        let rows = rows(&profile);
        assert_eq!(rows[0].value.as_deref(), Some("true"));
        assert_eq!(rows[0].shape, "yes_no");
        let totals = &rows[1];
        assert_eq!(
            totals.value.as_deref(),
            Some(r#"{"den":21843,"num":21815}"#)
        );
        assert_eq!(totals.points.as_deref(), Some("5.9"));
        assert_eq!(
            totals.period,
            Some(("2020-01-01".into(), "2020-11-05".into()))
        );
        assert_eq!(totals.note, "kỳ 10 tháng");
        let points = &rows[2];
        assert_eq!((points.shape, points.value.clone()), ("points", None));
        assert_eq!(
            (points.points.as_deref(), points.file_ids.as_str()),
            (Some("1/3"), "")
        );
    }

    #[test]
    fn each_named_file_is_described_once_and_an_absent_one_is_listed() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("evidence")).unwrap();
        let put = |name: &str, bytes: &[u8]| {
            std::fs::write(root.path().join("evidence").join(name), bytes).unwrap();
        };
        put("a.pdf", b"%PDF-1.7");
        put("copy.pdf", b"%PDF-1.7");
        put("b.txt", "số 5".as_bytes());
        let profile = Profile::parse("units/u.toml", PROFILE, "u").unwrap();
        let files = evidence(root.path(), &profile).unwrap();
        let told: Vec<_> = files
            .iter()
            .map(|file| {
                (
                    file.path.as_str(),
                    file.criteria.as_str(),
                    file.same_as.as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("evidence/a.pdf", "A1.1,B3.4", ""),
                ("evidence/b.txt", "A1.1", ""),
                ("evidence/copy.pdf", "B3.4", "evidence/a.pdf"),
                ("evidence/not-there.pdf", "B3.4", ""),
            ]
        );
        assert!(
            files[0]
                .values("u")
                .contains(&("media_type", "application/pdf".into()))
        );
        assert_eq!(files[0].unread(), None);
        assert!(
            files[3]
                .values("u")
                .iter()
                .all(|(name, _)| *name != "sha256")
        );
        assert_eq!(files[3].unread().unwrap().code, "evidence_absent");
    }
}

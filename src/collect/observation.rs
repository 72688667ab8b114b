//! One subject's record: who read what, when, from where, with what outcome.

use super::certificates::{KIND, Part};
use super::file::Described;
use crate::exact::sha256;
use crate::unit::{CoverageRule, Period, Source};

/// A row of the table `observation`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The collector: `profile`, `csv`, `spreadsheet`, `x509-folder`, `declared`.
    pub step: &'static str,
    /// The table it fills.
    pub subject: String,
    /// `observed`, or `absent` of a file that is not there.
    pub outcome: &'static str,
    /// The file, below the workspace; of a workbook with the sheet: `exports/a.xlsx#Sheet1`.
    pub file: String,
    /// SHA-256 of its bytes, hex; `''` = none.
    pub sha256: String,
    /// Its bytes.
    pub bytes: u64,
    /// Whose system it comes from; `''` = not said.
    pub owner: String,
    /// Made-up data.
    pub illustrative: bool,
    /// The days it covers, where the profile says so.
    pub period: Option<Period>,
    /// When it was read, in civil time.
    pub observed_at: String,
    /// What else is known of it: `drawn_on=2020-11-05`.
    pub detail: String,
}

impl Observation {
    /// A file that was read for a table; `observed_at` is the caller's clock.
    fn of_file(step: &'static str, table: &str, file: &str, observed_at: &str) -> Self {
        Self {
            step,
            subject: table.to_owned(),
            outcome: "observed",
            file: file.to_owned(),
            sha256: String::new(),
            bytes: 0,
            owner: String::new(),
            illustrative: false,
            period: None,
            observed_at: observed_at.to_owned(),
            detail: String::new(),
        }
    }

    /// The profile's own file, as it fills a table.
    pub(super) fn of_profile(table: &str, file: (&str, &[u8]), observed_at: &str) -> Self {
        Self {
            sha256: sha256(file.1),
            bytes: u64::try_from(file.1.len()).unwrap_or(u64::MAX),
            ..Self::of_file("profile", table, file.0, observed_at)
        }
    }

    /// An export, with the SHA-256 and number of its bytes; of a workbook the sheet that was read.
    pub(super) fn of_source(
        source: &Source,
        sheet: Option<&str>,
        (sha256, bytes): (String, u64),
        observed_at: &str,
    ) -> Self {
        let drawn = source.drawn_on.map(|day| format!("drawn_on={day}"));
        let period = match &source.coverage {
            CoverageRule::Period(period) => Some(*period),
            CoverageRule::Complete
            | CoverageRule::Partial
            | CoverageRule::Missing(_)
            | CoverageRule::SampleOf { .. }
            | CoverageRule::Unsaid => None,
        };
        let (step, file) = match sheet {
            Some(sheet) => ("spreadsheet", format!("{}#{sheet}", source.path)),
            None => ("csv", source.path.clone()),
        };
        Self {
            sha256,
            bytes,
            owner: source.owner.clone(),
            illustrative: source.illustrative,
            period,
            detail: drawn.unwrap_or_default(),
            ..Self::of_file(step, &source.table, &file, observed_at)
        }
    }

    /// A folder, or a file that was read for it: path, digest, bytes.
    pub(super) fn of_part(source: &Source, part: &Part, observed_at: &str) -> Self {
        Self {
            detail: part.detail.clone(),
            ..Self::of_source(source, None, (part.sha256.clone(), part.bytes), observed_at)
        }
        .at(KIND, &part.path)
    }

    fn at(self, step: &'static str, file: &str) -> Self {
        Self {
            step,
            file: file.to_owned(),
            ..self
        }
    }

    /// A file that claims name; `absent` where it is not there.
    pub(super) fn of_evidence(
        table: &str,
        path: &str,
        described: Option<&Described>,
        observed_at: &str,
    ) -> Self {
        Self {
            outcome: if described.is_some() {
                "observed"
            } else {
                "absent"
            },
            sha256: described.map_or_else(String::new, |found| found.sha256.clone()),
            bytes: described.map_or(0, |found| found.bytes),
            ..Self::of_file("declared", table, path, observed_at)
        }
    }
}

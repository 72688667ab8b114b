//! Further roots that portals' certificates may lead to: read from the workspace, kept in the bundle, so that a replay on
//! another machine judges by the same.

use std::collections::BTreeMap;

use rusqlite::Connection;

use crate::bundle::{Blob, Record};
use crate::extract::certificate::Anchors;
use crate::unit::Profile;
use crate::words::Problem;
use crate::workspace::Workspace;

/// The step of their records.
const STEP: &str = "roots";
/// Most bytes of a file.
const LARGEST: u64 = 1 << 20;

/// A file of roots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Root {
    /// Its path below the workspace.
    pub name: String,
    /// Its bytes, PEM or DER.
    pub bytes: Vec<u8>,
}

/// The roots that certificates may lead to.
#[derive(Debug)]
pub(super) struct Roots {
    /// Those that browsers trust.
    common: Anchors,
    /// Those and more, by portal.
    own: BTreeMap<String, Anchors>,
}

impl Roots {
    /// The roots of portals with further files.
    ///
    /// Errors: a file that holds no root.
    pub(super) fn of(
        files: &BTreeMap<String, Vec<Root>>,
        profile: &Profile,
    ) -> Result<Self, Problem> {
        let mut own = BTreeMap::new();
        for (n, portal) in profile.portals.iter().enumerate() {
            let Some(files) = files.get(&portal.id) else {
                continue;
            };
            let mut anchors = Anchors::browsers();
            for file in files {
                let place = || profile.place(&format!("portal.{n}.roots"));
                anchors = (anchors.with_pem(&file.name, &file.bytes))
                    .map_err(|problem| problem.at(place()))?;
            }
            own.insert(portal.id.clone(), anchors);
        }
        Ok(Self {
            common: Anchors::browsers(),
            own,
        })
    }

    /// The roots of a portal.
    pub(super) fn of_portal(&self, portal: &str) -> &Anchors {
        self.own.get(portal).unwrap_or(&self.common)
    }
}

/// Reads the files that a profile's portals name, by portal.
///
/// Errors: a file that is not there, or is no file of the workspace, or too large.
pub(super) fn read(
    workspace: &Workspace,
    profile: &Profile,
) -> Result<BTreeMap<String, Vec<Root>>, Problem> {
    let mut roots: BTreeMap<String, Vec<Root>> = BTreeMap::new();
    for (n, portal) in profile.portals.iter().enumerate() {
        for (m, name) in portal.roots.iter().enumerate() {
            let fits = |bytes: &Vec<u8>| u64::try_from(bytes.len()).is_ok_and(|n| n <= LARGEST);
            let bytes = workspace.bytes_of(name)?.filter(fits).ok_or_else(|| {
                let problem = Problem::new("audit.no_root").with("name", name);
                problem.at(profile.place(&format!("portal.{n}.roots.{m}")))
            })?;
            let name = name.clone();
            let of_portal = roots.entry(portal.id.clone()).or_default();
            of_portal.push(Root { name, bytes });
        }
    }
    Ok(roots)
}

/// Writes files of roots into a bundle.
///
/// Errors: those of SQLite.
pub(super) fn write(
    tables: &Connection,
    roots: &BTreeMap<String, Vec<Root>>,
    now: &str,
) -> rusqlite::Result<()> {
    for (portal, files) in roots {
        for file in files {
            let packed = Blob::pack("application/x-pem-file", &file.bytes)
                .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
            let Some(blob) = packed else { continue };
            blob.write(tables)?;
            let record = Record {
                step: STEP.to_owned(),
                subject: format!("{portal} {}", file.name),
                outcome: "observed".to_owned(),
                file: file.name.clone(),
                sha256: blob.sha256.clone(),
                bytes: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
                observed_at: now.to_owned(),
                ..Record::default()
            };
            record.write(tables, Record::last(tables)?.saturating_add(1))?;
        }
    }
    Ok(())
}

/// The files of roots that a bundle holds, by portal.
///
/// Errors: those of SQLite.
pub(super) fn stored(tables: &Connection) -> rusqlite::Result<BTreeMap<String, Vec<Root>>> {
    let mut roots: BTreeMap<String, Vec<Root>> = BTreeMap::new();
    // What the run read itself comes before what it took over.
    let mut select = tables.prepare(
        "select subject, file, sha256 from observation where step = ?1 \
         order by detail like '%carried_from%', id",
    )?;
    let mut rows = select.query([STEP])?;
    while let Some(row) = rows.next()? {
        let (subject, name): (String, String) = (row.get(0)?, row.get(1)?);
        let blob = Blob::read(tables, row.get_ref(2)?.as_str()?)?;
        let bytes = blob.and_then(|blob| blob.unpack(LARGEST));
        let portal = subject.split(' ').next().unwrap_or_default().to_owned();
        let of_portal = roots.entry(portal).or_default();
        // Taken over and stored anew, it is one file.
        if let Some(bytes) = bytes.filter(|_| !of_portal.iter().any(|root| root.name == name)) {
            of_portal.push(Root { name, bytes });
        }
    }
    Ok(roots)
}

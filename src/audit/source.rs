//! The sealed bundle that a run takes something from: the one that is gone through once more, or the unit's newest.

use rusqlite::Connection;

use super::{Ground, Plan, failed, place};
use crate::bundle::{Bundle, Trust};
use crate::unit::Profile;
use crate::words::Problem;

/// A sealed bundle that something is taken from.
pub(super) struct Source {
    /// Its tables.
    pub tables: Connection,
    /// Its digest.
    pub digest: String,
    /// Whether made-up data are in it.
    pub illustrative: bool,
}

impl Source {
    /// The bundle that something is taken from; nothing where nothing is, or there is none that can be.
    ///
    /// Errors: the bundle that is to be replayed cannot be trusted, or is another unit's or round's.
    pub(super) fn of(
        ground: &Ground,
        profile: &Profile,
        plan: &Plan,
    ) -> Result<Option<Self>, Problem> {
        if let Some(path) = &ground.replay {
            return Self::open(ground, profile, path).map(Some);
        }
        if plan.kept.is_empty() {
            return Ok(None);
        }
        let Some(newest) = ground.workspace.bundles(&profile.id)?.pop() else {
            return Ok(None);
        };
        // One that another version wrote, or that was altered, gives nothing; that is told as if there were none.
        let Ok(source) = Self::open(ground, profile, &newest) else {
            return Ok(None);
        };
        let before = portals(&source.tables).map_err(|error| failed(&newest, error))?;
        let today = profile.portals.iter();
        let today = sorted(today.map(|portal| (portal.id.clone(), portal.url.clone())));
        // Rows of portals that are no longer declared are nobody's.
        Ok((before == today).then_some(source))
    }

    fn open(ground: &Ground, profile: &Profile, path: &std::path::Path) -> Result<Self, Problem> {
        let bundle = Bundle::open(path, &ground.pack.catalogue, Trust::Verify)?;
        let subject = bundle.subject()?;
        let (unit, round) = (&subject.unit.id, &subject.round.id);
        if *unit != profile.id || *round != ground.workspace.round.id {
            let problem = Problem::new("audit.other_bundle").with("unit", unit);
            return Err(problem.with("round", round).at(place(path)));
        }
        Ok(Self {
            digest: bundle.digest().to_owned(),
            illustrative: bundle.meta().get("illustrative").is_some_and(|v| v == "1"),
            tables: bundle.into_connection(),
        })
    }
}

/// Portals of a bundle: id and address, sorted.
fn portals(tables: &Connection) -> rusqlite::Result<Vec<(String, String)>> {
    let mut select = tables.prepare("select id, coalesce(url, '') from portals")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>()?;
    Ok(sorted(rows))
}

fn sorted(pairs: impl IntoIterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort();
    pairs
}

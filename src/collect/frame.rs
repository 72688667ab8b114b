//! What the profile itself fills: the list of bodies and the list of portals, both closed.

use super::bodies::{Bodies, Body, Found};
use super::cell::Cell;
use super::merge::Loaded;
use super::packed::{RowRef, Rows};
use crate::table::Schema;
use crate::unit::{Profile, host};
use crate::words::{Problem, written};

/// A row of a table by the names of its columns; what is not named is NULL.
pub(super) fn row(schema: &Schema, obs: usize, values: &[(&str, Cell)]) -> Loaded {
    let given = schema
        .columns
        .iter()
        .filter(|c| !matches!(c.name.as_str(), "obs" | "row"));
    let cells = given
        .map(|column| {
            let value = values.iter().find(|(name, _)| *name == column.name);
            value.map_or(Cell::Null, |(_, cell)| cell.clone())
        })
        .collect();
    Loaded {
        obs,
        line: None,
        cells,
    }
}

/// The unit and the bodies that its profile lists.
pub(super) fn organisations(schema: &Schema, profile: &Profile, obs: usize) -> Vec<Loaded> {
    let unit = profile.id.as_str();
    let mut rows = vec![row(
        schema,
        obs,
        &[
            ("unit_id", unit.into()),
            ("id", unit.into()),
            ("parent_id", "".into()),
            ("kind", "unit".into()),
            ("name", profile.name.vi.as_str().into()),
            ("short_name", profile.short_name.as_str().into()),
            ("active", Cell::Int(1)),
            ("mail_domain", profile.mail_domain.as_str().into()),
        ],
    )];
    rows.extend(profile.organisations.iter().map(|body| {
        row(
            schema,
            obs,
            &[
                ("unit_id", unit.into()),
                ("id", body.id.as_str().into()),
                ("parent_id", body.parent_id.as_str().into()),
                ("kind", body.kind.as_str().into()),
                ("name", body.name.as_str().into()),
                ("short_name", body.short_name.as_str().into()),
                (
                    "active",
                    body.active
                        .map_or(Cell::Null, |yes| Cell::Int(i64::from(yes))),
                ),
                ("mail_domain", body.mail_domain.as_str().into()),
            ],
        )
    }));
    rows
}

/// The bodies that rows of `organisations` list.
pub(super) fn bodies(schema: &Schema, profile: &Profile, rows: &Rows) -> Bodies {
    let text = |row: RowRef<'_>, name: &str| {
        let at = schema
            .columns
            .iter()
            .position(|column| column.name == name)?;
        row.text(at).map(str::to_owned)
    };
    let listed = rows.iter().filter_map(|row| {
        let id = text(row, "id")?;
        let mut names: Vec<String> = ["name", "short_name"]
            .iter()
            .filter_map(|name| text(row, name))
            .collect();
        if id == profile.id {
            names.push(profile.name.en.clone());
        }
        let parent = text(row, "parent_id").unwrap_or_default();
        let kind = text(row, "kind").unwrap_or_default();
        Some(Body {
            id,
            parent,
            kind,
            names,
        })
    });
    Bodies::of(&profile.id, listed)
}

/// The portals that a profile lists: not asked yet, so with no facts but their addresses.
///
/// Errors: a portal of a body that is not on the list.
pub(super) fn portals(
    schema: &Schema,
    profile: &Profile,
    bodies: &Bodies,
    observation: (usize, &str),
) -> Result<Vec<Loaded>, Problem> {
    let (obs, observed_at) = observation;
    let mut rows = Vec::new();
    for (n, portal) in profile.portals.iter().enumerate() {
        let Found::One(owner) = bodies.find(&portal.org_id) else {
            let known: Vec<String> = bodies.counted().map(str::to_owned).collect();
            let problem = written::unknown("profile.unknown_body", &portal.org_id, &known);
            return Err(problem.at(profile.place(&format!("portal.{n}.organisation"))));
        };
        rows.push(row(
            schema,
            obs,
            &[
                ("unit_id", bodies.counts_for(&owner).into()),
                ("id", portal.id.as_str().into()),
                ("role", portal.role.as_str().into()),
                ("url", portal.url.as_str().into()),
                ("host", host(&portal.url).map_or(Cell::Null, Cell::Text)),
                ("outcome", "not_run".into()),
                ("observed_at", observed_at.into()),
            ],
        ));
    }
    Ok(rows)
}

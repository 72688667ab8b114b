//! The demo: a ready workspace of the round 2020 with Hải Hà and two sample districts.
//!
//! Everything is made by code from a few numbers, without a clock or chance, so two demos are the same bytes. What the
//! published figures of Hải Hà give is its own; everything else is made up and marked so. Nobody has a name. Start at
//! [`write()`].

mod devices;
mod district;
mod evidence;
mod exports;
mod folder;
mod hai_ha;
mod office;
mod people;
pub mod portal;
mod sample;
mod services;
mod sheet;
mod unit_file;

pub use folder::{Opened, ROOT, Written, open, write};

use std::collections::BTreeMap;

use portal::Ports;
use unit_file::Unit;

use crate::unit::Profile;
use crate::words::Problem;

/// The folder that `sansang demo` writes where none is named.
pub const FOLDER: &str = "hai-ha-2020";
/// Units of the demo, in the order in which they are shown.
pub const UNITS: &[&str] = &["hai-ha", "mau-a", "mau-b"];
/// Stands in a demo's folder, and tells it from any other.
const README: &str = "README-demo.txt";

/// The files of the workspace, by path, with the portals on these ports. The portals' root is not among them: it is
/// made anew each time they start.
///
/// Errors: none but slips of this module, which its tests find.
fn files(ports: Ports) -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    let mut files = BTreeMap::new();
    files.insert(
        README.to_owned(),
        include_bytes!("text/README-demo.txt").to_vec(),
    );
    files.insert(
        "sansang.toml".to_owned(),
        ports.fill(include_str!("text/sansang.toml")).into_bytes(),
    );
    for unit in units() {
        let id = unit.district.id;
        let path = format!("units/{id}.toml");
        let text = unit.profile(ports);
        let profile = Profile::parse(&path, &text, id)?;
        let claimed = profile.declared.iter().flat_map(|claim| &claim.evidence);
        let listed = unit.sheets.iter().filter(|sheet| sheet.table == "acts");
        let listed = listed.flat_map(|sheet| sheet.rows.iter().filter_map(|row| row.last()));
        for named in claimed.chain(listed) {
            files.extend(evidence::bytes(named).map(|bytes| (named.clone(), bytes)));
        }
        files.insert(path, text.into_bytes());
        for sheet in &unit.sheets {
            files.insert(sheet.path(id), sheet.bytes());
        }
    }
    Ok(files)
}

fn units() -> [Unit; 3] {
    [
        Unit {
            district: &hai_ha::HAI_HA,
            sheets: hai_ha::sheets(),
            head: include_str!("text/hai-ha.head.toml"),
            declared: include_str!("text/hai-ha.declared.toml"),
        },
        Unit {
            district: &sample::MAU_A,
            sheets: sample::sheets_a(),
            head: include_str!("text/mau-a.head.toml"),
            declared: include_str!("text/mau-a.declared.toml"),
        },
        Unit {
            district: &sample::MAU_B,
            sheets: sample::sheets_b(),
            head: include_str!("text/mau-b.head.toml"),
            declared: include_str!("text/mau-b.declared.toml"),
        },
    ]
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

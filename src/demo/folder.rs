//! The demo on disk: a new folder, or one that is a demo already; never into anything else. And its portals, which are
//! up as long as somebody holds them.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use url::Url;

use super::portal::{Door, PORTS, Ports, Running, districts};
use super::{README, files};
use crate::words::{Place, Problem};
use crate::workspace::{ROUND_FILE, Workspace, found};

/// Where the root of the portals' certificates lies.
pub const ROOT: &str = "trust/demo-root.pem";

/// What became of the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It is new.
    New,
    /// It was a demo before, and nothing in it was changed.
    Before,
}

/// A demo's folder whose portals answer.
#[derive(Debug)]
pub struct Opened {
    /// What became of the folder.
    pub written: Written,
    /// Its portals; they answer until this is dropped. Nothing where its profiles name none any more.
    pub portals: Option<Running>,
}

/// Writes the workspace to a folder that is not there or is empty; leaves a demo that is there as it is. No portal is
/// started.
///
/// Errors: the folder holds anything else, or is no folder; it cannot be written. Then nothing is left of what was begun.
pub fn write(folder: &Path) -> Result<Written, Problem> {
    if stands(folder) {
        return Ok(Written::Before);
    }
    write_new(folder, PORTS)?;
    Ok(Written::New)
}

/// The same, with the portals up: on the ports that its profiles name, in a new folder on [`PORTS`] or any two that are
/// free. Their root is made anew and replaces the one that lay there.
///
/// Errors: those of [`write()`]; `demo.ports` where another program has the ports and keeps them.
pub fn open(folder: &Path) -> Result<Opened, Problem> {
    open_within(folder, PATIENCE)
}

/// The same, with how long ports may be another program's: a demo beside this one ends soon.
fn open_within(folder: &Path, patience: Duration) -> Result<Opened, Problem> {
    let before = stands(folder);
    let door = if before {
        match named(folder)? {
            Some(ports) => wait_for(ports, patience)?,
            None => {
                return Ok(Opened {
                    written: Written::Before,
                    portals: None,
                });
            }
        }
    } else {
        let door = Door::open_any()?;
        write_new(folder, door.ports())?;
        door
    };
    let sites = districts(door.ports())?;
    let portals = door.open(sites)?;
    let path = folder.join(ROOT);
    let kept = path.parent().map_or(Ok(()), fs::create_dir_all);
    let kept = kept.and_then(|()| fs::write(&path, &portals.root_pem));
    kept.map_err(|error| {
        let problem = Problem::new("demo.root").with("detail", &error);
        let place = Place::file(path.display().to_string());
        problem.at(place).caused_by(error)
    })?;
    Ok(Opened {
        written: if before {
            Written::Before
        } else {
            Written::New
        },
        portals: Some(portals),
    })
}

/// How long ports may be another program's.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long until they are tried again.
const PAUSE: Duration = Duration::from_millis(100);

fn wait_for(ports: Ports, patience: Duration) -> Result<Door, Problem> {
    let began = Instant::now();
    loop {
        match Door::at(ports) {
            Err(_taken) if began.elapsed() < patience => std::thread::sleep(PAUSE),
            ended => return ended,
        }
    }
}

/// Whether the folder is a demo.
fn stands(folder: &Path) -> bool {
    let stands = |name: &&str| folder.join(name).is_file();
    [README, ROUND_FILE].iter().all(stands)
}

fn write_new(folder: &Path, ports: Ports) -> Result<(), Problem> {
    let holds_something = folder
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    if holds_something {
        let place = Place::file(folder.display().to_string());
        let problem = Problem::new("demo.not_empty").with("marker", README);
        return Err(problem.at(place));
    }
    // The file that tells a demo comes last, so that half a demo is none.
    let mut files = files(ports)?;
    let readme = files.remove_entry(README);
    found(folder, &["decisions"], files.into_iter().chain(readme))?;
    Ok(())
}

/// The ports of the portals that the profiles of a demo name.
fn named(folder: &Path) -> Result<Option<Ports>, Problem> {
    let workspace = Workspace::open(folder)?;
    let portals = workspace.units.values().flat_map(|unit| &unit.portals);
    let port = |url: &str| Url::parse(url).ok()?.port();
    let mut ports = portals.filter_map(|portal| {
        let plain = portal.plain_url.as_deref()?;
        Some(Ports {
            https: port(&portal.url)?,
            http: port(plain)?,
        })
    });
    Ok(ports.next())
}

#[cfg(test)]
#[path = "folder_tests.rs"]
mod tests;

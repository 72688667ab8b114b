//! What an audit tells, as lines, bars or JSON. It only listens: nothing here changes what is collected.

use std::io;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::bars::Bars;
use super::{Progress, Telling};
use crate::audit::{AuditOutcome, Carried, Event, UnreadPlace};
use crate::cli::session::Session;
use crate::words::{plain, steers};

/// How long a portal is read without a word in lines.
const QUIET: Duration = Duration::from_secs(30);

/// Who listens, and what was said last.
pub(super) struct Heard {
    telling: Telling,
    shown: Shown,
}

/// How progress is shown.
enum Shown {
    Bars(Box<Bars>),
    /// With the moment of the last line about a portal that is being read, and what was told of one since.
    Lines {
        said: Instant,
        reading: Option<Event>,
    },
    Json,
    /// Nothing of it: what is wrong is a result, not progress.
    None,
}

impl Heard {
    pub(super) fn new(
        progress: Progress,
        telling: Telling,
        units: &[String],
        session: &Session<'_, '_>,
    ) -> Self {
        let bars = || Shown::Bars(Box::new(Bars::new(units, session)));
        let shown = match progress {
            Progress::Auto if session.json() => Shown::None,
            Progress::Auto if session.err_is_terminal() => bars(),
            Progress::Auto | Progress::Lines => Shown::Lines {
                said: Instant::now(),
                reading: None,
            },
            Progress::Bars => bars(),
            Progress::Json => Shown::Json,
            Progress::None => Shown::None,
        };
        Self { telling, shown }
    }

    /// Tells what happened.
    pub(super) fn hear(&mut self, event: &Event, session: &mut Session<'_, '_>) -> io::Result<()> {
        if matches!(self.shown, Shown::Json) {
            let quiet = matches!(event, Event::Quiet);
            let line = (!quiet).then(|| harmless(&as_json(event)));
            return line.map_or(Ok(()), |line| writeln!(session.err(), "{line}"));
        }
        if let Shown::Bars(bars) = &mut self.shown {
            bars.hear(event, session);
        }
        let quiet = matches!(self.shown, Shown::None);
        if !worth(event, self.telling, quiet) {
            return Ok(());
        }
        let lines = match (&mut self.shown, event) {
            (Shown::Lines { said, reading }, Event::Reading { .. } | Event::Quiet) => {
                if matches!(event, Event::Reading { .. }) {
                    *reading = Some(event.clone());
                }
                let Some(reading) = reading.as_ref().filter(|_| said.elapsed() >= QUIET) else {
                    return Ok(());
                };
                *said = Instant::now();
                lines(reading, session)
            }
            (Shown::Bars(_) | Shown::Json | Shown::None, Event::Reading { .. } | Event::Quiet) => {
                return Ok(());
            }
            _ => lines(event, session),
        };
        if let Shown::Lines { reading, .. } = &mut self.shown
            && matches!(event, Event::Portal { .. } | Event::Sealed(_))
        {
            *reading = None;
        }
        if lines.is_empty() {
            return Ok(());
        }
        match &self.shown {
            Shown::Bars(bars) => bars.above(|| {
                lines
                    .iter()
                    .try_for_each(|line| writeln!(session.err(), "{line}"))
            }),
            // Whoever asks for lines gets them, beside a document too.
            Shown::Lines { .. } => lines
                .iter()
                .try_for_each(|line| writeln!(session.err(), "{line}")),
            Shown::Json | Shown::None => lines.iter().try_for_each(|line| session.remark(line)),
        }
    }

    /// Takes the bars away.
    pub(super) fn end(&self) {
        match &self.shown {
            Shown::Bars(bars) => bars.end(),
            Shown::Lines { .. } | Shown::Json | Shown::None => {}
        }
    }
}

/// Whether an event is worth a line.
fn worth(event: &Event, telling: Telling, quiet: bool) -> bool {
    match event {
        Event::Read { progress, .. } => {
            !quiet && (progress.unread > 0 || telling == Telling::EveryFile)
        }
        Event::Started { .. } | Event::Reading { .. } | Event::Portal { .. } | Event::Quiet => {
            !quiet
        }
        Event::Unfinished { .. }
        | Event::Resumed { .. }
        | Event::NothingToResume { .. }
        | Event::Files { .. }
        | Event::Stopping
        | Event::Left { .. }
        | Event::Failed { .. }
        | Event::Sealed(_) => true,
    }
}

fn lines(event: &Event, session: &Session<'_, '_>) -> Vec<String> {
    let say = |key: &str, fields: &[(&str, String)]| vec![session.fill(key, fields)];
    match event {
        Event::Started { unit } => say("cli.audit.started", &[("unit", plain(unit))]),
        Event::Unfinished { unit, part } => say(
            "cli.audit.unfinished",
            &[("unit", plain(unit)), ("part", shown(part))],
        ),
        Event::Resumed { unit, part } => say(
            "cli.audit.resumed",
            &[("unit", plain(unit)), ("part", shown(part))],
        ),
        Event::NothingToResume { unit } => {
            say("cli.audit.nothing_to_resume", &[("unit", plain(unit))])
        }
        Event::Read { progress, .. } => {
            let key = if progress.unread == 0 {
                "cli.audit.read"
            } else {
                "cli.audit.read_in_part"
            };
            let fields = [
                ("file", plain(&progress.file)),
                ("table", progress.table.clone()),
                ("rows", progress.rows.to_string()),
                ("unread", progress.unread.to_string()),
            ];
            say(key, &fields)
        }
        Event::Files {
            unit,
            unread,
            carried,
            missed,
            portals,
        } => files(
            (unit, unread),
            (carried.as_ref(), missed),
            *portals,
            session,
        ),
        Event::Reading { unit, reading } => {
            let fields = [
                ("unit", plain(unit)),
                ("portal", plain(&reading.portal)),
                ("asked", reading.asked.to_string()),
                ("known", reading.known.to_string()),
                ("url", plain(&reading.waiting)),
            ];
            let key = if reading.waiting.is_empty() {
                "cli.audit.reading"
            } else {
                "cli.audit.waiting"
            };
            say(key, &fields)
        }
        Event::Portal {
            unit,
            portal,
            outcome,
        } => {
            let outcome = session.text(&format!("cli.audit.outcome.{}", outcome.code()));
            let fields = [
                ("unit", plain(unit)),
                ("portal", plain(portal)),
                ("outcome", outcome),
            ];
            say("cli.audit.portal", &fields)
        }
        Event::Stopping => say("cli.audit.stopping", &[]),
        Event::Left { unit, part } => say(
            "cli.audit.left",
            &[("unit", plain(unit)), ("part", shown(part))],
        ),
        Event::Failed { .. } | Event::Quiet => Vec::new(),
        Event::Sealed(outcome) => sealed(outcome, session),
    }
}

fn shown(path: &std::path::Path) -> String {
    plain(&path.display().to_string())
}

fn sealed(outcome: &AuditOutcome, session: &Session<'_, '_>) -> Vec<String> {
    let fields = [
        ("bundle", shown(&outcome.bundle)),
        ("digest", outcome.digest.chars().take(12).collect()),
    ];
    let mut lines = vec![session.fill("cli.audit.sealed", &fields)];
    if !outcome.not_given.is_empty() {
        let tables = outcome.not_given.join(", ");
        lines.push(session.fill("cli.audit.not_given", &[("tables", tables)]));
    }
    lines
}

/// Cells and rows that could not be read; then what was taken over.
fn files(
    (unit, unread): (&str, &[UnreadPlace]),
    (carried, missed): (Option<&Carried>, &[String]),
    portals: usize,
    session: &Session<'_, '_>,
) -> Vec<String> {
    let mut lines = super::unread::lines(unit, unread, session);
    if let Some(carried) = carried {
        let fields = [
            ("tables", carried.tables.join(", ")),
            ("digest", carried.digest.chars().take(12).collect()),
        ];
        lines.push(session.fill("cli.audit.carried", &fields));
    }
    if !missed.is_empty() {
        let fields = [("tables", missed.join(", "))];
        lines.push(session.fill("cli.audit.not_carried", &fields));
    }
    if portals > 0 {
        let fields = [("unit", plain(unit)), ("n", portals.to_string())];
        lines.push(session.fill("cli.audit.portals", &fields));
    }
    lines
}

/// A line of JSON in which nothing could steer a terminal.
fn harmless(line: &Value) -> String {
    let mut safe = String::new();
    for c in line.to_string().chars() {
        if steers(c) {
            let units = c.encode_utf16(&mut [0; 2]).to_vec();
            safe.extend(units.iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            safe.push(c);
        }
    }
    safe
}

/// An event as one line of JSON; what stands in it is data, so nothing of it is worded.
fn as_json(event: &Event) -> Value {
    match event {
        Event::Started { unit } => json!({ "event": "started", "unit": unit }),
        Event::Unfinished { unit, part } => {
            json!({ "event": "unfinished", "unit": unit, "part": part.display().to_string() })
        }
        Event::Resumed { unit, part } => {
            json!({ "event": "resumed", "unit": unit, "part": part.display().to_string() })
        }
        Event::NothingToResume { unit } => json!({ "event": "nothing_to_resume", "unit": unit }),
        Event::Read { unit, progress } => json!({
            "event": "read",
            "unit": unit,
            "file": progress.file,
            "table": progress.table,
            "rows": progress.rows,
            "unread": progress.unread,
        }),
        Event::Files {
            unit,
            unread,
            carried,
            missed,
            portals,
        } => json!({
            "event": "files",
            "unit": unit,
            "unread": unread.len(),
            "carried": carried.as_ref().map(|c| json!({ "sha256": c.digest, "tables": c.tables })),
            "missed": missed,
            "portals": portals,
        }),
        Event::Reading { unit, reading } => json!({
            "event": "reading",
            "unit": unit,
            "portal": reading.portal,
            "asked": reading.asked,
            "known": reading.known,
            "waiting": reading.waiting,
            "attempt": reading.attempt,
        }),
        Event::Portal {
            unit,
            portal,
            outcome,
        } => {
            json!({ "event": "portal", "unit": unit, "portal": portal, "outcome": outcome.code() })
        }
        Event::Quiet => json!({ "event": "quiet" }),
        Event::Stopping => json!({ "event": "stopping" }),
        Event::Left { unit, part } => {
            json!({ "event": "left", "unit": unit, "part": part.display().to_string() })
        }
        Event::Failed { unit } => json!({ "event": "failed", "unit": unit }),
        Event::Sealed(outcome) => json!({
            "event": "sealed",
            "unit": outcome.unit,
            "bundle": outcome.bundle.display().to_string(),
            "sha256": outcome.digest,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_json_steers_no_terminal_and_says_the_same() {
        let event = Event::Started {
            unit: "a\u{1b}[2J\u{9b}31m\u{202e}b".to_owned(),
        };
        let line = harmless(&as_json(&event));
        assert!(!line.chars().any(steers), "{line}");
        let read: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(read["unit"], "a\u{1b}[2J\u{9b}31m\u{202e}b");
    }
}

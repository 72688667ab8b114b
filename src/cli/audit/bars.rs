//! Progress bars: a line a unit with what is being waited for, and a total.
//!
//! No more lines than half the screen, so that what is written above stays in sight; units without one get the next that
//! is free.

use std::collections::BTreeMap;
use std::time::Instant;

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use terminal_size::{Height, terminal_size};
use unicode_width::UnicodeWidthStr;

use crate::audit::Event;
use crate::cli::session::Session;
use crate::collect::Told;
use crate::words::plain;

/// Drawings a second at most.
const RATE: u8 = 10;
/// Longest text behind a bar, in characters.
const LONGEST: usize = 60;

/// The bars of a run.
pub(super) struct Bars {
    all: MultiProgress,
    total: ProgressBar,
    units: BTreeMap<String, Unit>,
    /// Columns before a bar: those of the longest name.
    width: usize,
    /// Lines that there is room for.
    most: usize,
}

/// A unit whose portals are being read.
struct Unit {
    /// Its line, where there is room for one.
    bar: Option<ProgressBar>,
    /// What each portal was last said to do, and since when.
    portals: BTreeMap<String, (Told, Instant)>,
}

impl Bars {
    pub(super) fn new(units: &[String], session: &Session<'_, '_>) -> Self {
        let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(RATE));
        let n = u64::try_from(units.len()).unwrap_or(u64::MAX);
        let total = all.add(ProgressBar::new(n));
        let name = session.text("cli.audit.total");
        let widths = units.iter().map(|unit| plain(unit).width());
        let width = widths.chain([name.width()]).max().unwrap_or_default();
        total.set_style(style(
            "{prefix} [{bar:24}] {pos:>4}/{len:<4} {elapsed} {msg}",
        ));
        total.set_prefix(padded(&name, width));
        Self {
            all,
            total,
            units: BTreeMap::new(),
            width,
            most: room(terminal_size().map(|(_, Height(rows))| rows)),
        }
    }

    pub(super) fn hear(&mut self, event: &Event, session: &Session<'_, '_>) {
        match event {
            Event::Files { unit, portals, .. } if *portals > 0 => {
                let portals = BTreeMap::new();
                self.units.insert(unit.clone(), Unit { bar: None, portals });
                self.show(session);
            }
            Event::Reading { unit, reading } => {
                if let Some(unit) = self.units.get_mut(unit) {
                    unit.read(reading, session);
                }
            }
            Event::Sealed(outcome) => self.gone(&outcome.unit, session),
            Event::Left { unit, .. } | Event::Failed { unit } => self.gone(unit, session),
            Event::Started { .. }
            | Event::Unfinished { .. }
            | Event::Resumed { .. }
            | Event::NothingToResume { .. }
            | Event::Read { .. }
            | Event::Files { .. }
            | Event::Portal { .. }
            | Event::Stopping => {}
            Event::Quiet => {
                for unit in self.units.values() {
                    unit.draw(session);
                }
                self.total.tick();
            }
        }
    }

    fn gone(&mut self, unit: &str, session: &Session<'_, '_>) {
        if let Some(bar) = self.units.remove(unit).and_then(|unit| unit.bar) {
            bar.finish_and_clear();
            self.all.remove(&bar);
        }
        self.total.inc(1);
        self.show(session);
    }

    /// Gives units a line as long as there is room, and says how many have none.
    fn show(&mut self, session: &Session<'_, '_>) {
        let shown = self.units.values().filter(|unit| unit.bar.is_some());
        let free = self.most.saturating_sub(shown.count());
        let waiting = self.units.iter_mut().filter(|(_, unit)| unit.bar.is_none());
        for (name, unit) in waiting.take(free) {
            let bar = self.all.insert_before(&self.total, ProgressBar::new(1));
            bar.set_style(style("{prefix} [{bar:24}] {pos:>4}/{len:<4} {wide_msg}"));
            bar.set_prefix(padded(&plain(name), self.width));
            unit.bar = Some(bar);
            unit.draw(session);
        }
        let rest = self.units.values().filter(|unit| unit.bar.is_none());
        let rest = rest.count();
        self.total.set_message(if rest == 0 {
            String::new()
        } else {
            session.fill("cli.audit.more_units", &[("n", rest.to_string())])
        });
    }

    /// Writes above the bars.
    pub(super) fn above<T>(&self, write: impl FnOnce() -> T) -> T {
        self.all.suspend(write)
    }

    /// Takes them away.
    pub(super) fn end(&self) {
        for bar in self.units.values().filter_map(|unit| unit.bar.as_ref()) {
            bar.finish_and_clear();
        }
        self.total.finish_and_clear();
        drop(self.all.clear());
    }
}

impl Unit {
    fn read(&mut self, reading: &Told, session: &Session<'_, '_>) {
        let before = self.portals.get(&reading.portal);
        // The same address at a further attempt has been waited for since the first.
        let same = before.filter(|(before, _)| before.waiting == reading.waiting);
        let since = same.map_or_else(Instant::now, |(_, since)| *since);
        let now = (reading.clone(), since);
        self.portals.insert(reading.portal.clone(), now);
        self.draw(session);
    }

    /// Shows how far it is, and which portal is waited for the longest.
    fn draw(&self, session: &Session<'_, '_>) {
        let Some(bar) = &self.bar else {
            return;
        };
        let sum = |of: fn(&Told) -> u64| self.portals.values().map(|(r, _)| of(r)).sum::<u64>();
        bar.set_length(sum(|r| r.known).max(1));
        bar.set_position(sum(|r| r.asked));
        let waiting = self.portals.values().filter(|(r, _)| !r.waiting.is_empty());
        let text = waiting
            .min_by_key(|(_, since)| *since)
            .map(|(reading, since)| {
                let url = plain(&reading.waiting).chars().take(LONGEST).collect();
                let fields = [
                    ("portal", plain(&reading.portal)),
                    ("url", url),
                    ("seconds", since.elapsed().as_secs().to_string()),
                    ("attempt", reading.attempt.to_string()),
                ];
                let again = reading.attempt > 1;
                let key = if again { "waits_again" } else { "waits" };
                session.fill(&format!("cli.audit.{key}"), &fields)
            });
        bar.set_message(text.unwrap_or_default());
    }
}

/// Lines for units on a screen of so many: half of it, and a few where nobody knows.
fn room(rows: Option<u16>) -> usize {
    usize::from(rows.unwrap_or(24) / 2).max(1)
}

/// A name with spaces behind it, so that bars stand one below the other.
fn padded(name: &str, width: usize) -> String {
    let spaces = width.saturating_sub(name.width());
    format!("{name}{}", " ".repeat(spaces))
}

/// A style; the plain one where the template is none.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("█░ ")
}

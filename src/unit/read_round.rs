//! `sansang.toml` → [`RoundFile`].

use std::collections::BTreeMap;

use super::name::is_id;
use super::written::{RoundEntry, texts};
use super::{CollectSettings, Period, Round, hours_ahead, live, zone};
use crate::words::Problem;
use crate::words::written::{self, Places};

const SCHEMA: &str = "sansang/round/1";
/// The country's one civil zone.
const ZONE: &str = "Asia/Ho_Chi_Minh";

/// What `sansang.toml` says.
#[derive(Debug, Clone)]
pub struct RoundFile {
    /// The assessment.
    pub round: Round,
    /// Ids of the units that are expected, in the order of the file; none where it does not say.
    pub units: Vec<String>,
    /// Parameters of checks that the round sets, by name.
    pub params: BTreeMap<String, String>,
    /// How live systems are asked.
    pub collect: CollectSettings,
    /// Where everything stands in the file, by the dotted path of its keys.
    pub places: Places,
}

impl RoundFile {
    /// Reads the text of `sansang.toml`.
    ///
    /// `data_cutoff` and `as_of` are the period's last day unless said otherwise, `previous` is the same dates a year
    /// earlier. Errors: syntax, an unknown key, days in the wrong order, an id that is no id.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let entry: RoundEntry = written::parse(file, text)?;
        let places = Places::of(file, text);
        let mut problems = Vec::new();
        let mut refuse = |code: &'static str, name: &str, path: &str| {
            problems.push(Problem::new(code).with("name", name).at(places.place(path)));
        };
        if let Some(schema) = &entry.schema
            && schema != SCHEMA
        {
            refuse("round.schema", schema, "schema");
        }
        if !is_id(&entry.id) {
            refuse("round.id", &entry.id, "id");
        }
        let period = Period {
            from: entry.period.from,
            to: entry.period.to,
        };
        if entry.period.meant().is_none() {
            refuse("round.period", &period.from.to_string(), "period");
        }
        let previous = match entry.previous {
            Some(written) => written.meant().filter(|before| before.to < period.from),
            None => period.year_before(),
        };
        if previous.is_none() {
            refuse("round.previous", &period.from.to_string(), "previous");
        }
        let data_cutoff = entry.data_cutoff.unwrap_or(period.to);
        if data_cutoff < period.from || data_cutoff > period.to {
            refuse("round.cutoff", &data_cutoff.to_string(), "data_cutoff");
        }
        let as_of = entry.as_of.unwrap_or(period.to);
        if as_of < period.from {
            refuse("round.as_of", &as_of.to_string(), "as_of");
        }
        if entry.rubric.trim().is_empty() {
            refuse("round.rubric", &entry.rubric, "rubric");
        }
        let timezone = entry.timezone.unwrap_or_else(|| ZONE.to_owned());
        for (n, unit) in entry.units.iter().enumerate() {
            let twice = entry.units.iter().take(n).any(|known| known == unit);
            if twice || !is_id(unit) {
                refuse("round.unit", unit, &format!("units.{n}"));
            }
        }
        if hours_ahead(&timezone).is_none() {
            let known: Vec<&str> = zone::names().collect();
            let problem = Problem::new("round.timezone").with("name", &timezone);
            let problem = problem.with("known", known.join(", "));
            problems.push(problem.at(places.place("timezone")));
        }
        let collect = live::meant(entry.collect, &places, &mut problems);
        let round = previous.map(|previous| Round {
            id: entry.id,
            period,
            previous,
            data_cutoff,
            as_of,
            rubric: entry.rubric,
            timezone,
            units: entry.units.clone(),
        });
        match (round, Problem::all(problems)) {
            (Some(round), None) => Ok(Self {
                round,
                units: entry.units,
                params: texts(entry.params),
                collect,
                places,
            }),
            (_, Some(problem)) => Err(problem),
            (None, None) => Err(Problem::new("round.previous").at(places.place("previous"))),
        }
    }
}

#[cfg(test)]
#[path = "read_round_tests.rs"]
mod tests;

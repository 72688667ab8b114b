//! The log of decisions as text: one line of canonical JSON a decision, each naming the SHA-256 of the line before.
//!
//! Canonical JSON here: no blanks, keys of every object sorted by their bytes, texts as `serde_json` writes them, whole
//! numbers only; a line feed ends every line and is not part of it. There is one way to write a decision, so equal
//! decisions are equal bytes. The chain shows a line that was altered, taken out or moved; that lines are missing at the
//! end only the scorecard shows, which names the last one. Start at [`Decisions::parse`] and [`Decisions::next`].

use serde_json::{Map, Value};

use super::{Decision, DecisionKind, Decisions};
use crate::exact::{Day, Rational, sha256};
use crate::unit::Stated;
use crate::words::{Place, Problem, plain};

/// `prev` of the first line.
const NO_LINE: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The keys of a line, sorted.
const KEYS: [&str; 10] = [
    "at",
    "author",
    "bundle",
    "criterion",
    "kind",
    "new",
    "old",
    "prev",
    "reason",
    "seq",
];

/// What an evaluator decides, before it has its place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Digest of the bundle that the evaluator has before them, hex.
    pub bundle: String,
    /// Code of the criterion.
    pub criterion: String,
    /// What it does.
    pub kind: DecisionKind,
    /// The official value that the evaluator saw: `{"high": "…", "low": "…"}`, or null.
    pub old: Value,
    /// The new value: `{"shape": …, "value": …}` of a fact, a decimal text of points (set or accepted), else null.
    pub new: Value,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
    /// When: an instant in UTC, `2021-01-15T08:00:00Z`.
    pub at: String,
}

impl Decisions {
    /// Reads a log and verifies its chain; an empty text is a log without decisions.
    ///
    /// Errors (untrusted, with the line): a line that is no decision, is not written canonically, or does not follow the
    /// line before it.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let mut decisions = Self {
            file: file.to_owned(),
            ..Self::default()
        };
        for (n, line) in text.split_inclusive('\n').enumerate() {
            let decision = decisions
                .follow(line)
                .map_err(|problem| problem.at(Place::line(file, n + 1)))?;
            decisions.push(decision);
        }
        Ok(decisions)
    }

    /// Gives a ruling its place at the end of the log. The log itself stays as it is until the line is written and pushed.
    ///
    /// Errors (input): a value that the log does not take: no reason, no author, a new value that does not fit the kind.
    pub fn next(&self, ruling: Ruling) -> Result<Decision, Problem> {
        let decision = Decision {
            seq: self.seq(),
            prev: self.prev(),
            bundle: ruling.bundle,
            criterion: ruling.criterion,
            kind: ruling.kind,
            old: ruling.old,
            new: ruling.new,
            reason: ruling.reason,
            author: ruling.author,
            at: ruling.at,
        };
        match decision.misfit() {
            None => Ok(decision),
            Some(key) => Err(Problem::new("decision.value").with("key", key)),
        }
    }

    /// Puts a decision that [`Self::next`] gave at the end.
    pub fn push(&mut self, decision: Decision) {
        self.head = Some(sha256(decision.line().as_bytes()));
        self.list.push(decision);
    }

    fn seq(&self) -> u64 {
        self.list
            .last()
            .map_or(1, |last| last.seq.saturating_add(1))
    }

    fn prev(&self) -> String {
        self.head.clone().unwrap_or_else(|| NO_LINE.to_owned())
    }

    /// The decision of the next line, with its line feed.
    fn follow(&self, line: &str) -> Result<Decision, Problem> {
        let Some(line) = line.strip_suffix('\n') else {
            return Err(Problem::untrusted("decision.cut_off"));
        };
        let decision = Decision::read(line)?;
        if decision.line() != line {
            return Err(Problem::untrusted("decision.not_canonical"));
        }
        if decision.seq != self.seq() {
            return Err(Problem::untrusted("decision.seq")
                .with("expected", self.seq())
                .with("found", decision.seq));
        }
        if decision.prev != self.prev() {
            return Err(Problem::untrusted("decision.chain")
                .with("expected", self.prev())
                .with("found", plain(&decision.prev)));
        }
        match decision.misfit() {
            None => Ok(decision),
            Some(key) => Err(Problem::untrusted("decision.wrong_value").with("key", key)),
        }
    }
}

impl Decision {
    /// Its line in the log: canonical JSON, without the line feed.
    pub fn line(&self) -> String {
        let text = |text: &str| Value::String(text.to_owned());
        let map: Map<String, Value> = [
            ("at", text(&self.at)),
            ("author", text(&self.author)),
            ("bundle", text(&self.bundle)),
            ("criterion", text(&self.criterion)),
            ("kind", text(self.kind.code())),
            ("new", self.new.clone()),
            ("old", self.old.clone()),
            ("prev", text(&self.prev)),
            ("reason", text(&self.reason)),
            ("seq", Value::from(self.seq)),
        ]
        .into_iter()
        .map(|(key, value)| (key.to_owned(), value))
        .collect();
        let mut line = String::new();
        write_canonical(&Value::Object(map), &mut line);
        line
    }

    /// The fact that it sets, where it sets one. `value` stands in the log as JSON, exactly as [`Stated::to_json`] writes it.
    pub fn fact(&self) -> Option<Stated> {
        let new = self.new.as_object()?;
        if self.kind != DecisionKind::SetFact || new.len() != 2 {
            return None;
        }
        let mut value = String::new();
        write_canonical(new.get("value")?, &mut value);
        let fact = Stated::from_json(new.get("shape")?.as_str()?, &value)?;
        (fact.to_json() == value).then_some(fact)
    }

    /// The points that it sets or accepts, where it does.
    pub fn points(&self) -> Option<Rational> {
        match self.kind {
            DecisionKind::AcceptClaim | DecisionKind::OverridePoints => decimal(&self.new),
            DecisionKind::RejectClaim | DecisionKind::SetFact | DecisionKind::NotApplicable => None,
        }
    }

    fn read(line: &str) -> Result<Self, Problem> {
        let map = match serde_json::from_str(line) {
            Ok(Value::Object(map)) => map,
            Ok(_) => return Err(Problem::untrusted("decision.not_json")),
            Err(error) => return Err(Problem::untrusted("decision.not_json").caused_by(error)),
        };
        if let Some(key) = map.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(Problem::untrusted("decision.unknown_key").with("key", plain(key)));
        }
        let value = |key: &'static str| {
            map.get(key)
                .ok_or_else(|| Problem::untrusted("decision.missing_key").with("key", key))
        };
        let wrong = |key: &'static str| Problem::untrusted("decision.wrong_value").with("key", key);
        let text = |key: &'static str| -> Result<String, Problem> {
            Ok(value(key)?.as_str().ok_or_else(|| wrong(key))?.to_owned())
        };
        let kind = text("kind")?;
        Ok(Self {
            seq: value("seq")?.as_u64().ok_or_else(|| wrong("seq"))?,
            prev: text("prev")?,
            bundle: text("bundle")?,
            criterion: text("criterion")?,
            kind: DecisionKind::of(&kind).ok_or_else(|| {
                Problem::untrusted("decision.unknown_kind").with("kind", plain(&kind))
            })?,
            old: value("old")?.clone(),
            new: value("new")?.clone(),
            reason: text("reason")?,
            author: text("author")?,
            at: text("at")?,
        })
    }

    /// The key whose value no decision of this kind has, where there is one.
    fn misfit(&self) -> Option<&'static str> {
        let new_fits = match self.kind {
            DecisionKind::RejectClaim | DecisionKind::NotApplicable => self.new.is_null(),
            DecisionKind::SetFact => self.fact().is_some(),
            DecisionKind::AcceptClaim | DecisionKind::OverridePoints => self.points().is_some(),
        };
        [
            ("bundle", is_sha256(&self.bundle)),
            ("criterion", says_something(&self.criterion)),
            ("old", is_interval(&self.old)),
            ("new", new_fits),
            ("reason", says_something(&self.reason)),
            ("author", says_something(&self.author)),
            ("at", is_instant(&self.at)),
        ]
        .into_iter()
        .find_map(|(key, fits)| (!fits).then_some(key))
    }
}

/// JSON in the one way of this log.
fn write_canonical(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_unstable_by_key(|(key, _)| key.as_bytes());
            out.push('{');
            for (n, (key, value)) in entries.into_iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                out.push_str(&Value::String(key.clone()).to_string());
                out.push(':');
                write_canonical(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write_canonical(item, out);
            }
            out.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            out.push_str(&value.to_string());
        }
    }
}

fn says_something(text: &str) -> bool {
    !text.trim().is_empty()
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Null, or two decimal texts.
fn is_interval(value: &Value) -> bool {
    let end = |map: &Map<String, Value>, key| map.get(key).and_then(decimal).is_some();
    match value {
        Value::Null => true,
        Value::Object(map) => map.len() == 2 && end(map, "high") && end(map, "low"),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => false,
    }
}

/// A plain decimal in a text.
fn decimal(value: &Value) -> Option<Rational> {
    let text = value.as_str()?;
    Rational::parse(text).filter(|_| !text.contains('/'))
}

/// `2021-01-15T08:00:00Z`: a day that exists, and a time of it.
fn is_instant(text: &str) -> bool {
    let Some((day, time)) = text.strip_suffix('Z').and_then(|text| text.split_once('T')) else {
        return false;
    };
    let within = |part: &str, end: u32| {
        part.len() == 2
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.parse::<u32>().is_ok_and(|n| n < end)
    };
    let mut parts = time.split(':');
    let (hour, minute, second) = (parts.next(), parts.next(), parts.next());
    Day::parse(day).is_some()
        && hour.is_some_and(|part| within(part, 24))
        && minute.is_some_and(|part| within(part, 60))
        && second.is_some_and(|part| within(part, 60))
        && parts.next().is_none()
}

#[cfg(test)]
#[path = "decision_log_tests.rs"]
mod tests;

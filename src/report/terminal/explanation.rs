//! An explanation on a terminal: from the total down to the rows.

use std::io;

use super::card::tone;
use super::head::Head;
use super::style::{Style, Tone};
use super::tree::Branch;
use crate::kind::Applies;
use crate::report::asked;
use crate::report::claim;
use crate::report::law;
use crate::report::measure;
use crate::report::reasons;
use crate::report::speech::{NONE, Speech, capital, short};
use crate::score::{
    Asked, AskedRow, Band, CheckResult, ChildPoints, CriterionScore, EvidenceRef, Explanation,
    Judged, Raise, Reading, TableRead, Verdict,
};
use crate::words::plain;

pub(super) fn write(
    explanation: &Explanation,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let head = Head {
        unit: Some(&explanation.unit),
        round: &explanation.round,
        rubric: &explanation.rubric,
        illustrative: explanation.illustrative,
    };
    head.write(speech, out, style)?;
    let above = explanation.above.iter().rev();
    let tree = above.fold(criterion(explanation, speech), |below, part| {
        let (code, title, max, measured) = part;
        let named = if code.is_empty() {
            speech.get("report.total").to_owned()
        } else {
            format!("{} {}", plain(code), speech.text(title))
        };
        let points = format!("{} / {}", speech.range(measured), speech.points(max));
        Branch::new(named, points).with([below])
    });
    tree.write(out, style)
}

/// What a check says by itself.
pub(super) fn check(
    result: &CheckResult,
    speech: Speech<'_>,
    out: &mut dyn io::Write,
    style: Style,
) -> io::Result<()> {
    let head = Head {
        unit: Some(&result.unit),
        round: &result.round,
        rubric: &result.rubric,
        illustrative: result.illustrative,
    };
    head.write(speech, out, style)?;
    let named = format!("{} {}", plain(&result.check), speech.text(&result.title));
    let asked = result.results.iter();
    let parts =
        asked.map(|judged| question(speech, &judged.asked).with_first(verdict(speech, judged)));
    let tree = Branch::new(named, speech.get("explain.apart")).with(parts);
    tree.write(out, style)
}

/// In which band a figure lies, or may lie; nothing where the check does not judge by it.
fn verdict(speech: Speech<'_>, judged: &Judged) -> Option<Branch> {
    if !judged.judges {
        return None;
    }
    let word = |band: Band| speech.code("band_of_check", band.code());
    let (said, tone) = match judged.band {
        None => (speech.code("band_of_check", "none"), Tone::Faint),
        Some((low, high)) if low == high => {
            let tone = match low {
                Band::Pass => Tone::Good,
                Band::Partial => Tone::Open,
                Band::Fail => Tone::Bad,
            };
            (word(low), tone)
        }
        Some((low, high)) => (format!("{} – {}", word(low), word(high)), Tone::Dark),
    };
    let note = judged.proposed.then(|| speech.get("explain.proposed"));
    let said = note.map_or_else(|| said.clone(), |note| format!("{said} · {note}"));
    Some(Branch::new(speech.get("explain.verdict"), said).toned(tone))
}

fn criterion(explanation: &Explanation, speech: Speech<'_>) -> Branch {
    let criterion = &explanation.criterion;
    let named = format!(
        "{} {}",
        plain(&criterion.code),
        speech.text(&criterion.title)
    );
    let measured = criterion.measured.as_ref();
    let points = format!(
        "{} / {} · {}",
        measured.map_or_else(|| NONE.to_owned(), |range| speech.range(range)),
        speech.points(&criterion.max),
        reasons::status(speech, criterion)
    );
    let because = criterion.because.iter();
    let because = because.map(|reason| Branch::text(capital(&reasons::because(speech, reason))));
    let legal = criterion.legal.iter();
    let as_of = Some(explanation.round.as_of);
    let legal = legal.map(|legal| Branch::text(capital(&law::in_full(speech, legal, as_of))));
    let raise = explanation.raise.iter().map(|step| raise(speech, step));
    let bundle = Branch::new(
        speech.get("explain.bundle"),
        speech.say(
            "explain.sha256",
            &[("sha256", short(&explanation.bundle_sha256))],
        ),
    );
    let mut parts = vec![figures(speech, criterion)];
    parts.extend(list(speech.get("explain.because"), because.collect()));
    parts.push(formula(explanation, speech));
    parts.push(declared(explanation, speech));
    let asked = explanation.asked.iter();
    parts.extend(asked.map(|asked| question(speech, asked)));
    let children = explanation.children.iter();
    let children = children.map(|body| child(speech, body)).collect();
    parts.extend(list(speech.get("explain.children"), children));
    parts.extend(list(speech.get("explain.legal"), legal.collect()));
    parts.extend(list(speech.get("explain.raise"), raise.collect()));
    parts.push(bundle);
    Branch::new(named, points)
        .toned(tone(criterion.state))
        .with(parts)
}

/// A label with branches below it; nothing where there are none.
fn list(label: &str, below: Vec<Branch>) -> Option<Branch> {
    (!below.is_empty()).then(|| Branch::new(label, "").with(below))
}

/// The five figures of the criterion.
fn figures(speech: Speech<'_>, criterion: &CriterionScore) -> Branch {
    let measured = criterion.measured.as_ref();
    let none = || NONE.to_owned();
    let figures = [
        (
            "proved",
            measured.map_or_else(none, |range| speech.low(range)),
        ),
        (
            "evidenced",
            speech.maybe_points(criterion.evidenced.as_ref()),
        ),
        ("declared", speech.maybe_points(criterion.declared.as_ref())),
        (
            "attainable",
            measured.map_or_else(none, |range| speech.high(range)),
        ),
        ("adjudicated", reasons::adjudicated(speech, criterion)),
    ];
    let figures: Vec<String> = figures
        .into_iter()
        .map(|(name, points)| format!("{} {points}", speech.code("figure", name)))
        .collect();
    Branch::new(speech.get("explain.figures"), figures.join(" · "))
}

/// How points come about, and what happens where the criterion does not apply.
fn formula(explanation: &Explanation, speech: Speech<'_>) -> Branch {
    let kind = speech.code("formula", explanation.criterion.formula);
    let said = format!("{kind} (`{}`)", plain(&explanation.formula));
    let mut below = vec![
        Branch::new(
            speech.get("explain.policy"),
            speech.code("policy", explanation.policy),
        )
        .toned(Tone::Plain),
    ];
    let meaning = speech.text(&explanation.meaning);
    if !meaning.is_empty() {
        below.insert(0, Branch::text(meaning));
    }
    let from = speech.text(&explanation.provenance);
    if !from.is_empty() {
        below.push(Branch::new(speech.get("explain.provenance"), from).toned(Tone::Plain));
    }
    Branch::new(speech.get("explain.formula"), said).with(below)
}

/// The claim with its files, each held against the evidence rule.
fn declared(explanation: &Explanation, speech: Speech<'_>) -> Branch {
    let mut below = Vec::new();
    let said = match &explanation.declaration {
        None => speech.get("standing.none").to_owned(),
        Some(claim) => {
            if let Some(period) = claim.period {
                let period = speech.period(period);
                below.push(Branch::new(speech.get("explain.period"), period).toned(Tone::Plain));
            }
            if !claim.note.is_empty() {
                let note = plain(&claim.note);
                below.push(Branch::new(speech.get("explain.note"), note).toned(Tone::Plain));
            }
            claim::stated(speech, claim)
        }
    };
    let files = explanation.criterion.evidence.iter();
    below.extend(files.map(|file| evidence(speech, file)));
    if let Some(rule) = &explanation.evidence_rule {
        let rule = speech.text(rule);
        below.push(Branch::new(speech.get("explain.evidence_rule"), rule).toned(Tone::Plain));
    }
    let standing = speech.code("standing", explanation.criterion.standing.code());
    let said = if explanation.declaration.is_some() {
        format!("{said} · {standing}")
    } else {
        said
    };
    Branch::new(speech.get("figure.declared"), said).with(below)
}

fn evidence(speech: Speech<'_>, file: &EvidenceRef) -> Branch {
    let (verdict, tone) = if file.passes {
        ("explain.passes", Tone::Good)
    } else {
        ("explain.fails", Tone::Bad)
    };
    let digest = file.sha256.as_deref().map_or_else(
        || speech.get("explain.no_file").to_owned(),
        |sha256| speech.say("explain.sha256", &[("sha256", short(sha256))]),
    );
    let why = file.fails.map_or_else(String::new, |code| {
        format!(": {}", speech.code("evidence_rule", code))
    });
    let said = format!("{}{why} · {digest}", speech.get(verdict));
    Branch::new(plain(&file.what), said).toned(tone)
}

/// What a body below has in its own criteria.
fn child(speech: Speech<'_>, body: &ChildPoints) -> Branch {
    let criteria: Vec<String> = body
        .criteria
        .iter()
        .map(|(code, max, measured)| {
            let measured = measured.as_ref();
            let points = measured.map_or_else(|| NONE.to_owned(), |range| speech.range(range));
            format!("{} {points} / {}", plain(code), speech.points(max))
        })
        .collect();
    let mut said = criteria.join(" · ");
    if body.counted == Applies::Maybe {
        said.push_str(" · ");
        said.push_str(speech.get("explain.child_maybe"));
    }
    Branch::new(plain(&body.body), said).toned(Tone::Plain)
}

/// One query: what it found, the tables it read with their files, and its rows.
fn question(speech: Speech<'_>, asked: &Asked) -> Branch {
    let mut below = Vec::new();
    if let Some(score) = &asked.found {
        let found = measure::phrase(speech, &score.bounds, &score.levels);
        below.push(Branch::new(speech.get("explain.found"), found).toned(Tone::Plain));
        if let Some(other) = &score.cross_check {
            let found = measure::phrase(speech, other, &score.levels);
            below.push(Branch::new(speech.get("explain.cross_check"), found).toned(Tone::Open));
        }
    }
    let query = plain(&asked.query);
    below.push(Branch::new(speech.get("explain.query"), query).toned(Tone::Plain));
    if !asked.params.is_empty() {
        let params = asked::params(asked);
        below.push(Branch::new(speech.get("explain.params"), params).toned(Tone::Plain));
    }
    below.extend(asked.tables.iter().map(|table| read(speech, table)));
    below.extend(rows(speech, asked));
    let said = format!(
        "{} (`{}`, {})",
        speech.text(&asked.title),
        plain(&asked.indicator),
        plain(&asked.body)
    );
    Branch::new(speech.get("explain.indicator"), said).with(below)
}

fn read(speech: Speech<'_>, table: &TableRead) -> Branch {
    let files = table.files.iter().map(|(name, sha256)| {
        let digest = speech.say("explain.sha256", &[("sha256", short(sha256))]);
        Branch::text(format!("{} · {digest}", plain(name)))
    });
    let label = speech.say("explain.table", &[("table", plain(&table.table))]);
    Branch::new(label, asked::coverage(speech, table))
        .toned(Tone::Plain)
        .with(files)
}

/// How many rows say what, and those that the caller asked to see.
fn rows(speech: Speech<'_>, asked: &Asked) -> Option<Branch> {
    if asked.tally.is_empty() && asked.rows.is_empty() {
        return None;
    }
    let mut below: Vec<Branch> = asked
        .rows
        .iter()
        .map(|row| self::row(speech, asked.reading, row))
        .collect();
    let all: u64 = asked.tally.iter().map(|(_, n)| n).sum();
    let unseen = all.saturating_sub(asked.rows.len() as u64);
    if unseen > 0 {
        let n = speech.whole(unseen);
        below.push(Branch::text(speech.say("explain.more_rows", &[("n", n)])));
    }
    let label = speech.get("explain.rows");
    Some(
        Branch::new(label, asked::tally(speech, asked))
            .toned(Tone::Plain)
            .with(below),
    )
}

fn row(speech: Speech<'_>, reading: Reading, row: &AskedRow) -> Branch {
    let tone = match row.verdict {
        verdict if reading.to_do() == Some(verdict) => Tone::Bad,
        Verdict::Unknown => Tone::Dark,
        Verdict::Met | Verdict::Unmet => Tone::Good,
        Verdict::Uncounted => Tone::Faint,
    };
    Branch::new(asked::key(speech, row), asked::row(speech, reading, row)).toned(tone)
}

fn raise(speech: Speech<'_>, raise: &Raise) -> Branch {
    let fields: Vec<(&str, String)> = raise
        .fields
        .iter()
        .map(|(name, value)| match *name {
            "table" => ("table", speech.table(value)),
            name => (name, plain(value)),
        })
        .collect();
    let said = if speech.has("raise", raise.code) {
        speech.say(&format!("raise.{}", raise.code), &fields)
    } else {
        plain(raise.code)
    };
    let mut said = capital(&said);
    if let Some(points) = &raise.points {
        said.push_str(" · ");
        said.push_str(&speech.say("explain.at_most", &[("points", speech.most(points))]));
    }
    Branch::text(said)
}

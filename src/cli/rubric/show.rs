//! `rubric show`: what a rubric asks, for how many points, and how points come about.

use serde_json::{Value, json};

use super::Named;
use super::choose::{Choice, Shelf};
use super::written::{decimal, formula, in_words, indicator};
use crate::cli::exit::Exit;
use crate::cli::listing::{listing, safe_lines};
use crate::cli::session::{Failure, Session};
use crate::cli::tables::bilingual;
use crate::rubric::{Criterion, Rubric};

pub(super) fn run(typed: &Named, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let packed = session.pack()?;
    let shelf = Shelf::of(&packed);
    let named = typed
        .name
        .clone()
        .or_else(|| session.shared().rubric.clone());
    let rubric = match named {
        Some(name) => shelf.rubric(&Choice::of(&name, std::path::Path::new("")))?,
        None => shelf.only()?,
    };
    if session.json() {
        session.print_json(&as_json(&rubric))?;
    } else {
        let text = page(&rubric, session);
        session.print(&text)?;
    }
    Ok(Exit::Ok)
}

fn page(rubric: &Rubric, session: &Session<'_, '_>) -> String {
    let lang = session.lang();
    let mut lines = vec![rubric.title.in_lang(lang).to_owned()];
    if let Some(notice) = &rubric.notice {
        lines.push(notice.in_lang(lang).to_owned());
    }
    let rounding = session.text(&format!("cli.rubric.rounds.{}", round_at(rubric)));
    let fields = [
        ("id", rubric.id.clone()),
        ("edition", rubric.edition.clone()),
        ("max", decimal(&rubric.max)),
        ("kinds", kinds(rubric, session)),
        ("digits", rubric.rounding.how.digits.to_string()),
        ("rounding", rounding),
    ];
    lines.push(String::new());
    lines.push(session.fill("cli.rubric.identity", &fields));
    for band in &rubric.bands {
        let title = band.title.in_lang(lang).to_owned();
        lines.push(match &band.from {
            Some(from) => session.fill(
                "cli.rubric.band",
                &[("title", title), ("from", decimal(from))],
            ),
            None => session.fill("cli.rubric.last_band", &[("title", title)]),
        });
    }
    let headings = ["code", "title", "max", "formula", "indicators"]
        .map(|key| session.text(&format!("cli.rubric.{key}")));
    let mut rows = Vec::new();
    for group in &rubric.groups {
        rows.push(vec![
            group.code.clone(),
            group.title.in_lang(lang).to_owned(),
            decimal(&group.max),
            String::new(),
            String::new(),
        ]);
        let own = |criterion: &&Criterion| criterion.group == group.code;
        rows.extend(rubric.criteria.iter().filter(own).map(|criterion| {
            let measured: Vec<&str> = criterion
                .indicators()
                .into_iter()
                .map(|i| i.id.as_str())
                .collect();
            vec![
                criterion.code.clone(),
                criterion.title.in_lang(lang).to_owned(),
                decimal(&criterion.max),
                in_words(&criterion.formula),
                measured.join(", "),
            ]
        }));
    }
    lines.push(String::new());
    format!(
        "{}\n{}",
        safe_lines(&lines.join("\n")),
        listing(&headings, rows, session)
    )
}

/// The kinds of units that it is made for; a kind that has no word stands as it is.
fn kinds(rubric: &Rubric, session: &Session<'_, '_>) -> String {
    let word = |kind: &String| {
        let key = format!("unit_kind.{kind}");
        Some(session.text(&key)).filter(|text| *text != key)
    };
    let words: Vec<String> = rubric
        .unit_kinds
        .iter()
        .map(|kind| word(kind).unwrap_or_else(|| kind.clone()))
        .collect();
    words.join(", ")
}

fn round_at(rubric: &Rubric) -> &'static str {
    use crate::rubric::RoundAt;
    match rubric.rounding.at {
        RoundAt::Criterion => "criterion",
        RoundAt::Group => "group",
        RoundAt::Total => "total",
        RoundAt::None => "none",
    }
}

fn as_json(rubric: &Rubric) -> Value {
    let bands: Vec<Value> = rubric
        .bands
        .iter()
        .map(|band| {
            json!({
                "code": band.code,
                "title": bilingual(&band.title),
                "from": band.from.as_ref().map(decimal),
            })
        })
        .collect();
    let groups: Vec<Value> = rubric
        .groups
        .iter()
        .map(|group| {
            json!({
                "code": group.code,
                "parent": group.parent,
                "title": bilingual(&group.title),
                "max": decimal(&group.max),
            })
        })
        .collect();
    let criteria: Vec<Value> = rubric.criteria.iter().map(criterion).collect();
    json!({
        "schema": "sansang/rubric-page/1",
        "id": rubric.id,
        "edition": rubric.edition,
        "sha256": rubric.sha256,
        "title": bilingual(&rubric.title),
        "notice": rubric.notice.as_ref().map(bilingual),
        "max": decimal(&rubric.max),
        "digits": rubric.digits,
        "unit_kinds": rubric.unit_kinds,
        "rounding": {
            "at": round_at(rubric),
            "digits": rubric.rounding.how.digits,
            "mode": rubric.rounding.how.mode.code(),
        },
        "bands": bands,
        "groups": groups,
        "criteria": criteria,
    })
}

fn criterion(criterion: &Criterion) -> Value {
    let measured: Vec<Value> = criterion.indicators().into_iter().map(indicator).collect();
    json!({
        "code": criterion.code,
        "group": criterion.group,
        "title": bilingual(&criterion.title),
        "max": decimal(&criterion.max),
        "min": decimal(&criterion.min),
        "indicators": measured,
        "formula": formula(&criterion.formula),
        "on_not_applicable": criterion.policy.code(),
        "evidence": criterion.evidence.as_ref().map(|rule| bilingual(&rule.text)),
        "measured_by": criterion.measured_by,
        "provenance": bilingual(&criterion.provenance),
        "meaning": bilingual(&criterion.meaning),
    })
}

//! Whether the files that a claim names pass the rubric's evidence rule.

use std::collections::BTreeSet;

use super::world::{EvidenceFile, World};
use super::{Because, EvidenceRef};
use crate::exact::Day;
use crate::rubric::{Dated, EvidenceRule};
use crate::table::fold;
use crate::unit::{Declaration, Round};

/// The files of a claim, each held against the rule, and whether the rule is met.
pub(super) fn evidence(
    declaration: &Declaration,
    rule: Option<&EvidenceRule>,
    world: &World,
    round: &Round,
) -> (Vec<EvidenceRef>, bool, Vec<Because>) {
    let mut files = Vec::new();
    let mut because = Vec::new();
    let mut passing = BTreeSet::new();
    for path in &declaration.evidence {
        let found = world.evidence.get(path);
        let failed = match (rule, found) {
            (None, Some(_)) => None,
            (_, None) => Some("missing"),
            (Some(rule), Some(file)) => fails(rule, file, round),
        };
        if let Some(why) = failed {
            because.push(
                Because::new("evidence_fails")
                    .text("file", path)
                    .text("rule", why),
            );
        } else {
            // Two names of one content are one file.
            let sha256 = found.and_then(|file| file.sha256.clone());
            passing.insert(sha256.unwrap_or_else(|| path.clone()));
        }
        let sha256 = found.and_then(|file| file.sha256.clone());
        files.push(EvidenceRef {
            sha256,
            what: path.clone(),
            passes: failed.is_none(),
            fails: failed,
        });
    }
    let needed = rule.map_or(1, |rule| rule.at_least);
    let enough = rule.is_some() && u64::try_from(passing.len()).is_ok_and(|n| n >= needed);
    if !enough && declaration.evidence.is_empty() {
        because.push(Because::new("evidence_missing"));
    }
    (files, enough, because)
}

/// The part of the rule that a file does not pass; what is not known does not pass, and is told apart from what is false.
fn fails(rule: &EvidenceRule, file: &EvidenceFile, round: &Round) -> Option<&'static str> {
    if file.sha256.is_none() {
        return Some("missing");
    }
    let told = |holds: Option<bool>, fails, unknown| match holds {
        Some(true) => None,
        Some(false) => Some((true, fails)),
        None => Some((false, unknown)),
    };
    let parts = [
        told(file.opens, "opens", "opens_unknown"),
        told(of_kind(rule, file), "kind", "kind_unknown"),
        told(
            asked(rule.number_found, file.number_found),
            "number_found",
            "number_unknown",
        ),
        told(asked(rule.signed, file.signed), "signed", "signed_unknown"),
        told(by_issuer(rule, file), "issuer", "issuer_unknown"),
        told(has_date(rule, file), "date_found", "date_unknown"),
        told(in_window(rule, file, round), "dated", "date_unknown"),
    ];
    let failed: Vec<(bool, &str)> = parts.into_iter().flatten().collect();
    // What is surely wrong is told before what is not known.
    let sure = failed.iter().find(|(sure, _)| *sure);
    sure.or_else(|| failed.first()).map(|(_, code)| *code)
}

/// What is found counts where the rule asks for it.
fn asked(rule: bool, found: Option<bool>) -> Option<bool> {
    if rule { found } else { Some(true) }
}

fn of_kind(rule: &EvidenceRule, file: &EvidenceFile) -> Option<bool> {
    let is = |kind: &String| is_kind(kind, file.media_type.as_deref());
    if rule.kind.is_empty() || rule.kind.iter().any(is) {
        return Some(true);
    }
    file.media_type.is_some().then_some(false)
}

fn by_issuer(rule: &EvidenceRule, file: &EvidenceFile) -> Option<bool> {
    if rule.issuer.is_empty() {
        return Some(true);
    }
    let issuer = fold(file.issuer.as_deref()?);
    Some(rule.issuer.iter().any(|part| issuer.contains(&fold(part))))
}

fn has_date(rule: &EvidenceRule, file: &EvidenceFile) -> Option<bool> {
    asked(rule.dated.is_some(), file.date_found)
}

/// Whether the day that a file is dated lies within the rule's window, whatever is found inside it.
fn in_window(rule: &EvidenceRule, file: &EvidenceFile, round: &Round) -> Option<bool> {
    match &rule.dated {
        None => Some(true),
        Some(window) => Some(is_within(file.dated?, window, round)),
    }
}

/// Whether a day is within a window; an end that is no day lets nothing in.
fn is_within(day: Day, window: &Dated, round: &Round) -> bool {
    let end = |end: &Option<String>| end.as_deref().map(|end| day_of(end, round));
    let (from, to) = (end(&window.from), end(&window.to));
    from.is_none_or(|from| from.is_some_and(|from| from <= day))
        && to.is_none_or(|to| to.is_some_and(|to| day <= to))
}

fn day_of(end: &str, round: &Round) -> Option<Day> {
    match end {
        "period.from" => Some(round.period.from),
        "period.to" => Some(round.period.to),
        "data_cutoff" => Some(round.data_cutoff),
        "as_of" => Some(round.as_of),
        iso => Day::parse(iso),
    }
}

fn is_kind(kind: &str, media_type: Option<&str>) -> bool {
    let Some(media_type) = media_type else {
        return false;
    };
    match kind {
        "any" => true,
        "pdf" => media_type == "application/pdf",
        "image" => media_type.starts_with("image/"),
        "text" => media_type.starts_with("text/"),
        "spreadsheet" => media_type.contains("spreadsheet") || media_type.contains("excel"),
        _ => false,
    }
}

#[cfg(test)]
#[path = "evidence_tests.rs"]
mod tests;

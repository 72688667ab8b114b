//! Scorecards whose every foreign text is one that could do harm, for the tests of reports.

use super::sample::{both, explanation, small};
use super::{Because, EvidenceRef, Explanation, Scorecard};
use crate::unit::Stated;

/// Texts that could do harm where they are not kept as texts.
pub(crate) const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</style></svg></title><iframe>",
    "{{ page }}{% for x in range(9) %}&#60;b&#62;",
    "=HYPERLINK(\"http://x\",\"y\")",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1;2\n\"quoted\"",
    "a\u{202e}b\u{0}c\u{1b}[31m\u{9b}\u{feff}\u{200b}",
    "x\u{1b}]0;t\u{7}y",
    "&lt;b&gt;&amp;",
    "# a | b `c` [l](http://e.vn) **x**",
];

/// A card and an explanation in which every foreign text is this one.
pub(crate) fn filled_with(text: &str) -> (Scorecard, Explanation) {
    let mut card = small();
    let names = || both(text, text);
    card.unit.id = text.into();
    card.unit.name = names();
    card.round.id = text.into();
    card.rubric.id = text.into();
    card.rubric.edition = text.into();
    card.rubric.title = names();
    card.rubric.notice = Some(names());
    card.rubric.bands = vec![("weak".into(), names())];
    for other in &mut card.context {
        other.unit = text.into();
    }
    for group in &mut card.groups {
        group.title = names();
    }
    let mut explained = explanation();
    for criterion in card.criteria.iter_mut().chain([&mut explained.criterion]) {
        criterion.title = names();
        criterion.code = text.into();
        criterion.because.push(
            Because::new("decision")
                .text("kind", text)
                .text("author", text)
                .text("reason", text),
        );
        criterion.evidence = vec![EvidenceRef {
            sha256: Some(text.into()),
            what: text.into(),
            passes: true,
            fails: None,
        }];
        for legal in &mut criterion.legal {
            legal.number = text.into();
            legal.article = Some(text.into());
            legal.grade = text.into();
            legal.instrument = text.into();
        }
    }
    explained.unit = card.unit.clone();
    explained.round = card.round.clone();
    explained.rubric = card.rubric.clone();
    explained.formula = text.into();
    explained.provenance = names();
    explained.meaning = names();
    explained.evidence_rule = Some(names());
    if let Some(claim) = &mut explained.declaration {
        claim.note = text.into();
        claim.stated = Some(Stated::Items(vec![text.into()]));
    }
    for asked in &mut explained.asked {
        asked.title = names();
        asked.body = text.into();
        asked.query = text.into();
        asked.params = vec![(text.into(), text.into())];
        for table in &mut asked.tables {
            table.table = text.into();
            table.state = text.into();
            table.files = vec![(text.into(), text.into())];
        }
        for row in &mut asked.rows {
            row.key = text.into();
            row.cells = vec![(text.into(), Some(text.into()))];
            if let Some(from) = &mut row.from {
                from.file = text.into();
            }
        }
    }
    for step in &mut explained.raise {
        step.fields = vec![("n", text.into())];
    }
    (card, explained)
}

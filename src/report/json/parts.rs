//! Shapes that several outputs share.

use serde_json::{Value, json};

use crate::check::Legal;
use crate::exact::{Count, Interval};
use crate::report::points::Points;
use crate::score::{Because, EvidenceRef, Fact, RoundRef, RubricRef, UnitRef};
use crate::unit::Period;
use crate::words::Bilingual;

pub(super) fn both(text: &Bilingual) -> Value {
    json!({ "vi": text.vi, "en": text.en })
}

pub(super) fn unit(unit: &UnitRef) -> Value {
    json!({ "id": unit.id, "name": both(&unit.name), "kind": unit.kind })
}

pub(super) fn period(period: Period) -> Value {
    json!({ "from": period.from.to_string(), "to": period.to.to_string() })
}

pub(super) fn round(round: &RoundRef) -> Value {
    json!({
        "id": round.id,
        "as_of": round.as_of.to_string(),
        "period": period(round.period),
    })
}

pub(super) fn rubric(rubric: &RubricRef) -> Value {
    json!({
        "id": rubric.id,
        "edition": rubric.edition,
        "sha256": rubric.sha256,
        "title": both(&rubric.title),
        "notice": rubric.notice.as_ref().map(both),
        "max": Points::of(rubric).number(&rubric.max),
    })
}

/// A range of points.
pub(super) fn range(points: Points, range: &Interval) -> Value {
    let (low, high) = points.range(range);
    json!({ "low": low, "high": high })
}

/// A range of exact fractions.
pub(super) fn fractions(range: &Interval) -> Value {
    json!({ "low": range.low.to_string(), "high": range.high.to_string() })
}

/// A range of whole numbers; no upper limit is null.
pub(super) fn counts(low: u64, high: Count) -> Value {
    json!({ "low": low, "high": high.finite() })
}

/// `{"code": …}` with the reason's fields beside it; a field that is not known is null.
pub(super) fn because(reason: &Because) -> Value {
    let mut shape = serde_json::Map::new();
    for (name, fact) in &reason.fields {
        let value = match fact {
            Fact::Number(n) => json!(n),
            Fact::Text(text) => json!(text),
            Fact::Unknown => Value::Null,
        };
        shape.insert((*name).to_owned(), value);
    }
    shape.insert("code".to_owned(), json!(reason.code));
    Value::Object(shape)
}

pub(super) fn evidence(file: &EvidenceRef) -> Value {
    json!({ "sha256": file.sha256, "what": file.what, "passes": file.passes, "fails": file.fails })
}

/// `ref` is the citation in code words, the same in every language; its parts stand beside it.
pub(super) fn legal(legal: &Legal) -> Value {
    let parts = [("article", &legal.article), ("clause", &legal.clause)];
    let parts = parts.into_iter().filter_map(|(word, part)| {
        let part = part.as_ref()?;
        Some(format!(", {word} {part}"))
    });
    let cited = format!(
        "{} {}{}",
        legal.instrument,
        legal.number,
        parts.collect::<String>()
    );
    json!({
        "ref": cited,
        "instrument": legal.instrument,
        "number": legal.number,
        "article": legal.article,
        "clause": legal.clause,
        "valid_from": legal.valid_from.map(|day| day.to_string()),
        "valid_to": legal.valid_to.map(|day| day.to_string()),
        "grade": legal.grade,
    })
}

//! `decide`: an evaluator's decision on one criterion of a unit, written at the end of its log.
//!
//! Nothing is written that would not score, nor where the official value is not the one that the evaluator saw.

use clap::Args;
use serde_json::{Value, json};

use super::clock;
use super::exit::Exit;
use super::session::{Failure, Session};
use super::subject::{Desk, Opened, View};
use super::value::{count, day, number};
use crate::check::Pack;
use crate::exact::{Day, Rational};
use crate::rubric::Rubric;
use crate::score::{
    Basis, CriterionScore, Decision, DecisionKind, Decisions, Ruling, Scorecard, Standing, score,
};
use crate::unit::Stated;
use crate::words::{Lang, Problem, plain, written};

/// What was typed.
#[derive(Debug, Args)]
pub(super) struct Typed {
    #[arg(value_name = "UNIT")]
    unit: String,
    #[arg(value_name = "CODE")]
    code: String,
    #[arg(value_name = "DECISION")]
    kind: DecisionKind,
    #[arg(long, value_name = "LOW..HIGH", allow_negative_numbers = true)]
    old: String,
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[arg(long, value_name = "TEXT")]
    author: String,
    #[arg(long, value_name = "POINTS", value_parser = number, allow_negative_numbers = true)]
    points: Option<Rational>,
    #[command(flatten)]
    fact: Fact,
}

/// What is typed for an official value that there is not.
const NONE: &str = "none";

/// A fact in the shape that the criterion takes.
#[derive(Debug, Args)]
struct Fact {
    #[arg(long, value_name = "N", value_parser = count, requires = "den")]
    num: Option<u64>,
    #[arg(long, value_name = "N", value_parser = count, requires = "num")]
    den: Option<u64>,
    #[arg(long, conflicts_with = "no")]
    yes: bool,
    #[arg(long)]
    no: bool,
    #[arg(long, value_name = "N", value_parser = count)]
    count: Option<u64>,
    #[arg(long, value_name = "LEVEL")]
    option: Option<String>,
    #[arg(long, value_name = "DAY", value_parser = day)]
    date: Option<Day>,
    #[arg(long, value_name = "TEXT")]
    item: Vec<String>,
    #[arg(long, value_name = "NUMBER", value_parser = number, requires = "n")]
    mean: Option<Rational>,
    #[arg(long, value_name = "N", value_parser = count, requires = "mean")]
    n: Option<u64>,
}

impl Fact {
    /// The facts that the flags state; one is meant.
    fn stated(&self) -> Vec<Stated> {
        let totals = self.num.zip(self.den);
        let survey = self.mean.clone().zip(self.n);
        [
            totals.map(|(num, den)| Stated::Totals { num, den }),
            self.yes.then_some(Stated::YesNo(true)),
            self.no.then_some(Stated::YesNo(false)),
            self.count.map(Stated::Count),
            self.option.clone().map(Stated::Choice),
            self.date.map(Stated::Date),
            (!self.item.is_empty()).then(|| Stated::Items(self.item.clone())),
            survey.map(|(mean, n)| Stated::Survey { mean, n }),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

pub(super) fn run(typed: &Typed, session: &mut Session<'_, '_>) -> Result<Exit, Failure> {
    let given = new_value(typed)?;
    let packed = session.pack()?;
    let desk = Desk::new(&packed, session);
    let mut opened = desk.open(&typed.unit, View::default())?;
    let before = opened.score(&packed.pack, &[])?;
    let old = official(&before, &typed.code, &opened.rubric)?;
    check_old(&typed.old, old.as_ref())?;
    let new = match typed.kind {
        DecisionKind::AcceptClaim => accepted(&before, &typed.code, &opened, &packed.pack)?,
        DecisionKind::RejectClaim => {
            claim(&before, &typed.code, &opened, &packed.pack)?;
            given
        }
        DecisionKind::SetFact | DecisionKind::NotApplicable | DecisionKind::OverridePoints => given,
    };
    let decision = opened.decisions.next(Ruling {
        bundle: opened.subject.bundle_sha256.clone(),
        criterion: typed.code.clone(),
        kind: typed.kind,
        old: old.as_ref().map_or(
            Value::Null,
            |(low, high)| json!({ "low": low, "high": high }),
        ),
        new,
        reason: typed.reason.clone(),
        author: typed.author.clone(),
        at: clock::now(),
    })?;
    opened.decisions.push(decision.clone());
    // A decision that the rubric does not allow fails here, before anything is written.
    let after = opened.score(&packed.pack, &[])?;
    desk.workspace()?.append_decision(&typed.unit, &decision)?;
    tell(&decision, [&before, &after], &opened, session)?;
    Ok(Exit::Ok)
}

/// What the unit claims for a criterion, whatever was decided before: its points, where it can be scored.
///
/// Errors: there is no claim.
fn claim(
    before: &Scorecard,
    code: &str,
    opened: &Opened,
    pack: &Pack,
) -> Result<Option<Rational>, Problem> {
    let criterion = criterion(before, code)?;
    let claimed = match criterion.standing {
        Standing::None => false,
        Standing::Claimed | Standing::Evidenced => true,
        Standing::Verified | Standing::Overridden | Standing::Contested => {
            let undecided = Decisions::default();
            let basis = Basis {
                decisions: &undecided,
                ..opened.basis(pack, &[])
            };
            let card = score(basis, &opened.sandbox)?;
            self::criterion(&card, code)?.standing != Standing::None
        }
    };
    if claimed {
        Ok(criterion.declared.clone())
    } else {
        Err(Problem::new("cli.no_claim").with("criterion", code))
    }
}

/// The claim's points as the log has them: they are what was accepted, whatever the unit states later.
fn accepted(
    before: &Scorecard,
    code: &str,
    opened: &Opened,
    pack: &Pack,
) -> Result<Value, Problem> {
    match claim(before, code, opened, pack)? {
        Some(points) => Ok(json!(opened.rubric.pinned(&points))),
        None => Err(Problem::new("cli.unusable_claim").with("criterion", code)),
    }
}

/// The new value as the log has it, as far as it was typed.
fn new_value(typed: &Typed) -> Result<Value, Problem> {
    let mut facts = typed.fact.stated();
    let fact = facts.pop();
    let given = (fact, facts.is_empty(), &typed.points);
    match (typed.kind, given) {
        (DecisionKind::SetFact, (Some(fact), true, None)) => {
            let value: Value = serde_json::from_str(&fact.to_json()).unwrap_or(Value::Null);
            Ok(json!({ "shape": fact.shape(), "value": value }))
        }
        (DecisionKind::SetFact, _) => Err(Problem::new("cli.one_fact")),
        (DecisionKind::OverridePoints, (None, _, Some(points))) => {
            Ok(json!(super::rubric::decimal(points)))
        }
        (DecisionKind::OverridePoints, _) => Err(Problem::new("cli.only_points")),
        (
            DecisionKind::AcceptClaim | DecisionKind::RejectClaim | DecisionKind::NotApplicable,
            (None, _, None),
        ) => Ok(Value::Null),
        (
            DecisionKind::AcceptClaim | DecisionKind::RejectClaim | DecisionKind::NotApplicable,
            _,
        ) => Err(Problem::new("cli.no_value_here").with("kind", word(typed.kind))),
    }
}

/// The official value of a criterion as reports print it; nothing where there is none.
fn official(
    card: &Scorecard,
    code: &str,
    rubric: &Rubric,
) -> Result<Option<(String, String)>, Problem> {
    let official = criterion(card, code)?.official.as_ref();
    Ok(official.map(|points| rubric.shown(points)))
}

fn criterion<'c>(card: &'c Scorecard, code: &str) -> Result<&'c CriterionScore, Problem> {
    let mut criteria = card.criteria.iter();
    let found = criteria.find(|criterion| criterion.code == code);
    found.ok_or_else(|| {
        let known = card.criteria.iter().map(|criterion| &criterion.code);
        written::unknown("score.no_criterion", code, known)
    })
}

/// The evaluator must have seen today's value, as it was typed or as reports print it (`5,92`, `0,00 – 2,00`).
fn check_old(typed: &str, today: Option<&(String, String)>) -> Result<(), Problem> {
    let end = |typed: &str| Rational::parse(&typed.trim().replace(',', "."));
    let ends = typed.split_once("..").or_else(|| typed.split_once('–'));
    let (low, high) = ends.unwrap_or((typed, typed));
    let same = match today {
        None => typed == NONE,
        Some(today) => {
            let seen = end(low).zip(end(high));
            seen.is_some() && seen == Rational::parse(&today.0).zip(Rational::parse(&today.1))
        }
    };
    if same {
        return Ok(());
    }
    Err(Problem::new("cli.old_differs")
        .with("typed", typed)
        .with("today", today.map_or_else(|| NONE.to_owned(), range)))
}

fn range((low, high): &(String, String)) -> String {
    if low == high {
        low.clone()
    } else {
        format!("{low}..{high}")
    }
}

fn tell(
    decision: &Decision,
    [before, after]: [&Scorecard; 2],
    opened: &Opened,
    session: &mut Session<'_, '_>,
) -> Result<(), Failure> {
    let rubric = &opened.rubric;
    let code = &decision.criterion;
    let total = |card: &Scorecard| rubric.shown(&card.total.figures.official);
    let own = [before, after].map(|card| official(card, code, rubric));
    let [own_before, own_after] = own;
    let (own_before, own_after) = (own_before?, own_after?);
    if session.json() {
        let ends = |ends: &(String, String)| json!({ "low": ends.0, "high": ends.1 });
        let written: Value = serde_json::from_str(&decision.line()).unwrap_or(Value::Null);
        session.print_json(&json!({
            "schema": "sansang/decided/1",
            "illustrative": opened.illustrative,
            "decision": written,
            "criterion": { "before": own_before.as_ref().map(ends), "after": own_after.as_ref().map(ends) },
            "total": { "before": ends(&total(before)), "after": ends(&total(after)) },
        }))?;
        return Ok(());
    }
    if opened.illustrative {
        let label = session.text("report.illustrative");
        session.print(&label)?;
    }
    let none = session.text("cli.decide.none");
    let lang = session.lang();
    let said = |ends: &(String, String)| match lang {
        Lang::Vi => range(ends).replace("..", " – ").replace('.', ","),
        Lang::En => range(ends).replace("..", " – "),
    };
    let text = |ends: &Option<(String, String)>| ends.as_ref().map_or_else(|| none.clone(), said);
    let fields = [
        ("seq", decision.seq.to_string()),
        ("code", plain(code)),
        ("kind", word(decision.kind)),
        ("before", text(&own_before)),
        ("after", text(&own_after)),
        ("total_before", said(&total(before))),
        ("total_after", said(&total(after))),
    ];
    let line = session.fill("cli.decide.done", &fields);
    session.print(&line)?;
    Ok(())
}

/// The word of a kind as it is typed.
pub(super) fn word(kind: DecisionKind) -> String {
    kind.code().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_value_may_be_typed_or_copied_from_a_report() {
        let today = |low: &str, high: &str| Some((low.to_owned(), high.to_owned()));
        let seen = |typed: &str, today: &Option<(String, String)>| {
            check_old(typed, today.as_ref()).is_ok()
        };
        let point = today("5.92", "5.92");
        for typed in ["5.92", "5,92", "5.920", "5.92..5.92"] {
            assert!(seen(typed, &point), "{typed}");
        }
        let range = today("0.00", "2.00");
        for typed in ["0..2", "0,00 – 2,00", "0.00 .. 2.00"] {
            assert!(seen(typed, &range), "{typed}");
        }
        assert!(seen("none", &None));
        for typed in ["5.9", "0..2", "none", "", "5.92..6", "x"] {
            assert!(!seen(typed, &point), "{typed}");
        }
        assert!(!seen("0", &range) && !seen("0", &None));
    }
}

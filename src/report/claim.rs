//! What a unit states, in words.

use crate::report::speech::{NONE, Speech};
use crate::unit::{Declaration, Stated};
use crate::words::plain;

/// The stated figure, and the stated points where there are some.
pub(super) fn stated(speech: Speech<'_>, claim: &Declaration) -> String {
    let points = claim
        .points
        .as_ref()
        .map(|points| speech.say("claim.points", &[("points", speech.written(points))]));
    let parts: Vec<String> = claim
        .stated
        .as_ref()
        .map(|stated| figure(speech, stated))
        .into_iter()
        .chain(points)
        .collect();
    if parts.is_empty() {
        NONE.to_owned()
    } else {
        parts.join("; ")
    }
}

fn figure(speech: Speech<'_>, stated: &Stated) -> String {
    match stated {
        Stated::Totals { num, den } => format!("{}/{}", speech.whole(num), speech.whole(den)),
        Stated::YesNo(true) => speech.get("measure.yes").to_owned(),
        Stated::YesNo(false) => speech.get("measure.no").to_owned(),
        Stated::Count(n) => speech.say("measure.count", &[("n", speech.whole(n))]),
        Stated::Choice(level) => {
            let level = speech.level(level);
            speech.say("measure.choice", &[("level", level)])
        }
        Stated::Date(day) => speech.day(*day),
        Stated::Items(items) => {
            let names: Vec<String> = items.iter().map(|item| plain(item)).collect();
            let n = speech.whole(items.len());
            speech.say("claim.items", &[("n", n), ("items", names.join(", "))])
        }
        Stated::Survey { mean, n } => speech.say(
            "claim.survey",
            &[("mean", speech.written(mean)), ("n", speech.whole(n))],
        ),
        Stated::NotApplicable(why) => speech.say("claim.not_applicable", &[("why", plain(why))]),
    }
}

//! One certificate → the cells of its row.
//!
//! Whose it is, is known by a person's number or name, or by a body's: a holder that could be either gives no row, since a
//! row of the wrong kind would be a proof for the one and a gap for the other.

use crate::collect::binding::Binding;
use crate::collect::bodies::Found;
use crate::collect::cell::{Cell, same};
use crate::collect::rows::Context;
use crate::exact::{Day, sha256};
use crate::extract::certificate::signed_by;
use crate::extract::held::{Chain, Held, Revocations, Revoked, Store};
use crate::unit::{Round, hours_ahead};

/// What stands before a person's number in Vietnamese certificates.
const OF_PEOPLE: &[&str] = &["CMND", "CCCD", "CC", "HC", "BHXH"];
/// What stands before an organisation's number.
const OF_BODIES: &[&str] = &["MST", "MNS", "MDN", "QDTL"];

/// Who holds a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Holder {
    /// A person, by what the list of people may call them.
    Person(String),
    /// A body, by its name.
    Body(String),
    Device,
}

/// What rows are made with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judged<'a> {
    pub store: &'a Store,
    pub revoked: &'a Revocations,
    /// All certificates of the folder.
    pub held: &'a [(String, Held)],
    pub round: &'a Round,
    /// All certificates that there are, are here.
    pub whole: bool,
}

impl Judged<'_> {
    /// The cells of a certificate; nothing where its holder could be of two kinds.
    pub(super) fn row(
        &self,
        one: &Held,
        binding: &Binding<'_>,
        context: Context<'_>,
    ) -> Option<Vec<Cell>> {
        let holder = holder(one, context)?;
        let (kind, org, person) = match holder {
            Holder::Person(name) => ("person", String::new(), name),
            Holder::Body(name) => ("organisation", name, String::new()),
            Holder::Device => ("device", String::new(), String::new()),
        };
        let (from, until) = self.chain(one);
        let cells = binding.columns.iter().map(|bound| {
            if let Some(constant) = &bound.constant {
                return constant.clone();
            }
            match bound.column.name.as_str() {
                "id" => Cell::Text(sha256(&one.der)),
                "org_id" => Cell::Text(org.clone()),
                "holder_id" => Cell::Text(person.clone()),
                "subject_kind" => kind.into(),
                "serial" => Cell::Text(one.serial.clone()),
                "issuer" => Cell::Text(one.issuer_name.clone()),
                "issuer_kind" if issued_itself(one) => "self".into(),
                "issuer_kind" => {
                    let meant = bound.values.get(&same(&one.issuer_name));
                    meant.cloned().unwrap_or(Cell::Null)
                }
                "not_before" => self.day(one.seconds.0),
                "not_after" => self.day(one.seconds.1),
                "chain_from" => from.clone(),
                "chain_until" => until.clone(),
                "revoked_on" => self.revoked_on(one),
                "renewed" => self.renewed(one),
                _ => Cell::Null,
            }
        });
        Some(cells.collect())
    }

    /// First and last day of the chain: `''` = there is none, NULL = not known.
    fn chain(&self, one: &Held) -> (Cell, Cell) {
        match self.store.chain(one) {
            Chain::Holds(span) => (self.day(span.from), self.day(span.until)),
            Chain::Broken => ("".into(), "".into()),
            Chain::Unknown => (Cell::Null, Cell::Null),
        }
    }

    /// A list that ended before the round's data did says who was revoked, and not who was not.
    fn revoked_on(&self, one: &Held) -> Cell {
        match self.revoked.of(one, self.store) {
            Revoked::At(second) => self.day(second),
            Revoked::NotUntil(second) => {
                let until = self.moment(second);
                if until.is_none_or(|until| until >= self.round.data_cutoff) {
                    "".into()
                } else {
                    Cell::Null
                }
            }
            Revoked::Unknown => Cell::Null,
        }
    }

    /// Whether another certificate of the same holder lasts longer; that none does is known where all are here.
    fn renewed(&self, one: &Held) -> Cell {
        let later = self.held.iter().any(|(_, other)| {
            other.subject == one.subject
                && other.authority.is_none()
                && other.der != one.der
                && other.seconds.1 > one.seconds.1
        });
        match (later, self.whole) {
            (true, _) => Cell::Int(1),
            (false, true) => Cell::Int(0),
            (false, false) => Cell::Null,
        }
    }

    /// The day of a second in the round's zone; a second that no calendar has is not known.
    fn day(&self, second: u64) -> Cell {
        let day = self.moment(second);
        day.map_or(Cell::Null, |day| Cell::Text(day.to_string()))
    }

    fn moment(&self, second: u64) -> Option<Day> {
        let hours = hours_ahead(&self.round.timezone).unwrap_or_default();
        let local = second.checked_add(u64::from(hours) * 3_600)?;
        Day::of(1970, 1, 1)?.plus(i64::try_from(local / 86_400).ok()?)
    }
}

/// Whether a certificate is signed with its own key.
fn issued_itself(one: &Held) -> bool {
    one.names_itself() && signed_by(&one.der, &one.key) == Some(true)
}

fn holder(one: &Held, context: Context<'_>) -> Option<Holder> {
    if one.of_device {
        return Some(Holder::Device);
    }
    let prefixed = |prefixes: &[&str]| {
        one.numbers.iter().any(|number| {
            let prefix = number
                .split_once(':')
                .map(|(prefix, _)| prefix.trim().to_uppercase());
            prefix.is_some_and(|prefix| prefixes.contains(&prefix.as_str()))
        })
    };
    let people = |text: &str| context.references.find("staff", text);
    // By the list of people: a number decides before a name.
    let numbers = one.numbers.iter().flat_map(|number| {
        let bare = number.split_once(':').map(|(_, bare)| bare.trim());
        std::iter::once(number.as_str()).chain(bare)
    });
    let by_number = numbers
        .map(str::to_owned)
        .find(|text| people(text) != Found::Nothing);
    if let Some(number) = by_number {
        return Some(Holder::Person(number));
    }
    let body = context.bodies.find(&one.name) != Found::Nothing;
    let person = people(&one.name) != Found::Nothing;
    match (body || prefixed(OF_BODIES), person || prefixed(OF_PEOPLE)) {
        (true, false) => Some(Holder::Body(one.name.clone())),
        (false, true) => Some(Holder::Person(one.name.clone())),
        (true, true) | (false, false) => None,
    }
}

//! From a certificate up to an anchor: signatures and the rules for authorities; the dates of a chain are their intersection.
//!
//! «No chain» is said only where that is certain: a signature that does not hold, or a root that nobody trusts. Where an
//! issuer is not among the files, or a key cannot be used, it is not known. A search that takes too long is not known either.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::Held;
use crate::extract::certificate::signed_by;

/// Most authorities of a chain.
const LONGEST: usize = 8;
/// Most steps of the search for one certificate.
const STEPS: usize = 2_000;

/// When every certificate of a chain is in date: the first and the last second since 1970. Where the first is later than
/// the last, they never were all in date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First second.
    pub from: u64,
    /// Last second.
    pub until: u64,
}

/// Whether authorities signed certificates: by the place of the one and the bytes of the other.
type Signed = BTreeMap<(usize, Vec<u8>), Option<bool>>;

/// What is known of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// It leads to an anchor, and these are its dates.
    Holds(Span),
    /// There is none.
    Broken,
    /// It cannot be told.
    Unknown,
}

/// Authorities and anchors that chains are made of.
#[derive(Debug, Default)]
pub struct Store {
    authorities: Vec<Held>,
    /// How many of them, from the first, are anchors.
    anchors: usize,
    /// Whether one authority signed a certificate, by its place and the certificate.
    signed: RefCell<Signed>,
}

/// What a search has come to.
#[derive(Debug, Clone, Copy)]
struct Search {
    best: Option<Span>,
    /// A link that cannot be told.
    open: bool,
}

impl Store {
    /// `anchors` are trusted as they are; `authorities` may stand between.
    pub fn new(anchors: Vec<Held>, authorities: impl IntoIterator<Item = Held>) -> Self {
        let n_anchors = anchors.len();
        let mut all = anchors;
        for one in authorities {
            if one.authority.is_some() && !all.iter().any(|known| known.der == one.der) {
                all.push(one);
            }
        }
        Self {
            authorities: all,
            anchors: n_anchors,
            signed: RefCell::default(),
        }
    }

    /// The dates of the chain of a certificate, its anchor's own among them; of several chains the one that lasts longest.
    pub fn chain(&self, leaf: &Held) -> Chain {
        let mut search = Search {
            best: None,
            open: self.anchors == 0,
        };
        let steps = Cell::new(STEPS);
        let own = Span {
            from: leaf.seconds.0,
            until: leaf.seconds.1,
        };
        if self.trusted().any(|anchor| anchor.der == leaf.der) {
            return Chain::Holds(own);
        }
        self.climb(leaf, own, &mut Vec::new(), &steps, &mut search);
        match (search.best, search.open) {
            (Some(span), _) => Chain::Holds(span),
            (None, true) => Chain::Unknown,
            (None, false) => Chain::Broken,
        }
    }

    fn trusted(&self) -> impl Iterator<Item = &Held> {
        self.authorities.iter().take(self.anchors)
    }

    fn climb(
        &self,
        at: &Held,
        span: Span,
        above: &mut Vec<usize>,
        steps: &Cell<usize>,
        search: &mut Search,
    ) {
        let left = steps.get().saturating_sub(1);
        steps.set(left);
        if left == 0 || above.len() >= LONGEST {
            search.open = true;
            return;
        }
        let mut known = false;
        for (n, issuer) in self.authorities.iter().enumerate() {
            if issuer.subject != at.issuer || issuer.der == at.der {
                continue;
            }
            known = true;
            if above.contains(&n) {
                continue;
            }
            match self.signs(n, at) {
                Some(true) => {}
                Some(false) => continue,
                None => {
                    search.open = true;
                    continue;
                }
            }
            let span = Span {
                from: span.from.max(issuer.seconds.0),
                until: span.until.min(issuer.seconds.1),
            };
            if n < self.anchors {
                if search.best.is_none_or(|best| span.until > best.until) {
                    search.best = Some(span);
                }
                continue;
            }
            let below = above.len();
            let room = issuer.authority.flatten();
            if room.is_some_and(|most| usize::from(most) < below) {
                continue;
            }
            search.open |= issuer.limits_names;
            if !issuer.limits_names {
                above.push(n);
                self.climb(issuer, span, above, steps, search);
                above.pop();
            }
        }
        // An issuer that is not among the files may lead to an anchor; one that signs itself leads nowhere.
        search.open |= !known && !at.names_itself();
    }

    /// The authorities that issued a certificate, by its name and signature.
    pub(super) fn issuers(&self, of: &Held) -> impl Iterator<Item = &Held> {
        let all = self.authorities.iter().enumerate();
        all.filter(|(n, issuer)| issuer.subject == of.issuer && self.signs(*n, of) == Some(true))
            .map(|(_, issuer)| issuer)
    }

    /// All authorities.
    pub(super) fn authorities(&self) -> impl Iterator<Item = &Held> {
        self.authorities.iter()
    }

    fn signs(&self, n: usize, of: &Held) -> Option<bool> {
        let key = (n, of.der.clone());
        if let Some(known) = self.signed.borrow().get(&key) {
            return *known;
        }
        let issuer = self.authorities.get(n)?;
        let signed = signed_by(&of.der, &issuer.key);
        self.signed.borrow_mut().insert(key, signed);
        signed
    }
}

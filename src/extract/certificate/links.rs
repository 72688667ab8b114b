//! A chain link by link, where its dates never meet: names, signatures and the rules for authorities alone.

use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, NameConstraints};

use super::{Anchors, Sent};

/// Whether each link holds up to a root; nothing where one cannot be checked.
pub(super) fn lead_to_a_root(sent: &[Sent], anchors: &Anchors) -> Option<bool> {
    let mut at = sent.first()?;
    if !serves(at)? {
        return Some(false);
    }
    let mut below = 0_u8;
    for _ in sent {
        let (_, issuer) = at.names.as_ref()?;
        let mut unchecked = false;
        let mut roots = anchors
            .roots
            .iter()
            .filter(|root| root.subject.as_ref() == issuer);
        let rooted = roots.any(|root| {
            let signed = at.signed_by(&webpki::spki_for_anchor(root));
            unchecked |= signed.is_none();
            signed == Some(true)
        });
        if rooted {
            return Some(true);
        }
        let above = sent.iter().skip(1).find(|one| {
            let other = one.der != at.der && at.issued_by(one);
            let signed = if other {
                one.key().and_then(|key| at.signed_by(&key))
            } else {
                Some(false)
            };
            unchecked |= signed.is_none();
            signed == Some(true)
        });
        let Some(above) = above else {
            return if unchecked { None } else { Some(false) };
        };
        if !may_issue(above, below)? {
            return Some(false);
        }
        below = below.saturating_add(1);
        at = above;
    }
    // The certificates sign each other in a circle.
    Some(false)
}

/// `id-kp-serverAuth`.
const SERVER: &str = "1.3.6.1.5.5.7.3.1";

/// Whether a leaf may be a server's.
fn serves(leaf: &Sent) -> Option<bool> {
    let read = leaf.read.as_ref()?.tbs_certificate();
    let usage = read.get_extension::<ExtendedKeyUsage>().ok()?;
    Some(usage.is_none_or(|(_, usage)| usage.0.iter().any(|one| one.to_string() == SERVER)))
}

/// Whether a certificate is an authority's that may have so many authorities below it; nothing where it limits names.
fn may_issue(above: &Sent, below: u8) -> Option<bool> {
    let read = above.read.as_ref()?.tbs_certificate();
    if read.get_extension::<NameConstraints>().ok()?.is_some() {
        return None;
    }
    let basic = read.get_extension::<BasicConstraints>().ok()?;
    Some(basic.is_some_and(|(_, basic)| {
        basic.ca && basic.path_len_constraint.is_none_or(|most| below <= most)
    }))
}

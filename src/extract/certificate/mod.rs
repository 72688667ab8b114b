//! A recorded certificate chain → what it says: to a root or not, for which name, until which day.
//!
//! Dates never decide whether a chain is sound; they are facts of their own. What cannot be told stays unknown, and no
//! certificate, however broken, is an error. Start at [`judge`].

mod links;
mod signature;

use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use sha2::{Digest, Sha256};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, Error, KeyUsage};
use x509_cert::Certificate;
use x509_cert::der::asn1::{AnyRef, UintRef};
use x509_cert::der::{Decode, Encode, SliceReader};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use crate::exact::Day;
use crate::words::Problem;

pub use signature::signed_by;

/// Roots that a chain may lead to.
#[derive(Debug, Clone)]
pub struct Anchors {
    roots: Vec<TrustAnchor<'static>>,
    /// One of them has a key that our library cannot use.
    weak: bool,
}

impl Anchors {
    /// The roots that browsers trust.
    pub fn browsers() -> Self {
        Self {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
            weak: false,
        }
    }

    /// These and the certificates of a file, PEM or DER; `name` is the file's, for the problem when it holds none.
    pub fn with_pem(mut self, name: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let refused = || Problem::new("portal.root").with("name", name);
        let armoured = bytes.windows(10).any(|window| window == b"-----BEGIN");
        let certificates = if armoured {
            let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bytes).collect();
            // Which line of the armour is broken does not help whoever exports the file again.
            read.map_err(|_broken| refused())?
        } else {
            vec![CertificateDer::from(bytes.to_vec())]
        };
        if certificates.is_empty() {
            return Err(refused());
        }
        for certificate in certificates {
            let anchor = webpki::anchor_from_trusted_cert(&certificate);
            self.roots
                .push(anchor.map_err(|_broken| refused())?.to_owned());
            self.weak |= !key_is_usable(&certificate);
        }
        Ok(self)
    }

    /// Whether a certificate is itself a root here: a server's own one that the profile trusts.
    fn hold(&self, leaf: &EndEntityCert<'_>) -> bool {
        let key = leaf.subject_public_key_info();
        self.roots.iter().any(|root| {
            root.subject.as_ref() == leaf.subject() && webpki::spki_for_anchor(root) == key
        })
    }
}

/// What a chain says. Nothing = it cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainFacts {
    /// Signatures and rules for authorities hold from the leaf to a root, dates left out.
    pub chain_ok: Option<bool>,
    /// The leaf signs itself.
    pub self_signed: Option<bool>,
    /// The leaf carries the host's name.
    pub name_ok: Option<bool>,
    /// The latest first day of the certificates that are used (UTC).
    pub not_before: Option<Day>,
    /// The earliest last day of the certificates that are used (UTC).
    pub not_after: Option<Day>,
    /// SHA-256 of the leaf, hexadecimal; `''` = none was sent.
    pub leaf_sha256: String,
}

/// Certificates of a chain that are looked at.
const LONGEST: usize = 16;

/// Reads a chain as sent (DER, the leaf first) for the host that was asked: a name or an IP address.
pub fn judge(chain: &[Vec<u8>], host: &str, anchors: &Anchors) -> ChainFacts {
    let Some(leaf) = chain.first() else {
        return ChainFacts {
            chain_ok: None,
            self_signed: None,
            name_ok: None,
            not_before: None,
            not_after: None,
            leaf_sha256: String::new(),
        };
    };
    let sent: Vec<Sent> = chain
        .iter()
        .take(LONGEST)
        .map(|der| Sent::read(der))
        .collect();
    let (chain_ok, used) = sound(&sent, anchors);
    let used: Vec<&Sent> = sent.iter().filter(|one| used.contains(&one.der)).collect();
    // One that cannot be read may be the first to end.
    let days: Option<Vec<(Day, Day)>> = used.iter().map(|one| one.days()).collect();
    let days = days.unwrap_or_default();
    ChainFacts {
        chain_ok,
        self_signed: sent.first().and_then(Sent::signs_itself),
        name_ok: carries(leaf, host),
        not_before: days.iter().map(|(from, _)| *from).max(),
        not_after: days.iter().map(|(_, until)| *until).min(),
        leaf_sha256: hex(leaf),
    }
}

/// Whether a certificate's key is one that our library can check signatures with: it refuses short RSA keys.
pub fn key_is_usable(der: &[u8]) -> bool {
    let Ok(certificate) = Certificate::from_der(der) else {
        return false;
    };
    let key = certificate.tbs_certificate().subject_public_key_info();
    key.to_der().is_ok_and(|key| usable(&key))
}

/// `rsaEncryption`.
const RSA: &str = "1.2.840.113549.1.1.1";

/// Whether a key (SPKI, DER) can be used: any but RSA, and RSA of 2,048 to 8,192 bits.
fn usable(key: &[u8]) -> bool {
    let Ok(key) = SubjectPublicKeyInfoOwned::from_der(key) else {
        return false;
    };
    if key.algorithm.oid.to_string() != RSA {
        return true;
    }
    // The modulus comes first (RFC 8017 A.1.1).
    let modulus = AnyRef::from_der(key.subject_public_key.raw_bytes()).and_then(|pair| {
        let mut inside = SliceReader::new(pair.value())?;
        Ok(UintRef::decode(&mut inside)?.as_bytes().len())
    });
    modulus.is_ok_and(|bytes| (256..=1_024).contains(&bytes))
}

/// A certificate as sent, and what can be read of it.
#[derive(Debug)]
struct Sent {
    der: CertificateDer<'static>,
    read: Option<Certificate>,
    /// Subject and issuer, as encoded within their sequences.
    names: Option<(Vec<u8>, Vec<u8>)>,
}

impl Sent {
    fn read(der: &[u8]) -> Self {
        let der = CertificateDer::from(der.to_vec());
        let names = EndEntityCert::try_from(&der);
        let names = names.map(|one| (one.subject().to_vec(), one.issuer().to_vec()));
        Self {
            read: Certificate::from_der(&der).ok(),
            // Why it cannot be read changes nothing.
            names: names.ok(),
            der,
        }
    }

    /// First and last second since 1970.
    fn seconds(&self) -> Option<(u64, u64)> {
        let validity = self.read.as_ref()?.tbs_certificate().validity();
        let from = validity.not_before.to_unix_duration().as_secs();
        Some((from, validity.not_after.to_unix_duration().as_secs()))
    }

    /// First and last day (UTC).
    fn days(&self) -> Option<(Day, Day)> {
        let (from, until) = self.seconds()?;
        Some((day(from)?, day(until)?))
    }

    fn issued_by(&self, other: &Self) -> bool {
        match (&self.names, &other.names) {
            (Some((_, issuer)), Some((subject, _))) => issuer == subject,
            (_, None) | (None, _) => false,
        }
    }

    /// Its key (SPKI, DER).
    fn key(&self) -> Option<Vec<u8>> {
        let read = self.read.as_ref()?.tbs_certificate();
        read.subject_public_key_info().to_der().ok()
    }

    /// Whether it is signed with its own key; nothing where its key cannot be used.
    fn signs_itself(&self) -> Option<bool> {
        let (subject, issuer) = self.names.as_ref()?;
        if subject != issuer {
            return Some(false);
        }
        self.signed_by(&self.key()?)
    }

    /// Whether a key (SPKI, DER) made its signature; nothing where that cannot be checked.
    fn signed_by(&self, key: &[u8]) -> Option<bool> {
        self.read.as_ref()?;
        signed_by(&self.der, key)
    }
}

/// The day of a second since 1970 (UTC).
fn day(seconds: u64) -> Option<Day> {
    let days = i64::try_from(seconds / 86_400).ok()?;
    Day::of(1970, 1, 1)?.plus(days)
}

/// Whether the leaf carries the host's name.
fn carries(leaf: &[u8], host: &str) -> Option<bool> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let host = host.strip_suffix('.').unwrap_or(host);
    let name = ServerName::try_from(host).ok()?;
    let der = CertificateDer::from(leaf);
    let leaf = EndEntityCert::try_from(&der).ok()?;
    match leaf.verify_is_valid_for_subject_name(&name) {
        Ok(()) => Some(true),
        Err(Error::CertNotValidForName(_)) => Some(false),
        // A name in it that cannot be read may be the one.
        Err(_) => None,
    }
}

/// Whether the chain leads to a root, and the certificates that are used for it.
fn sound(sent: &[Sent], anchors: &Anchors) -> (Option<bool>, Vec<CertificateDer<'static>>) {
    let linked = linked(sent);
    let Some((first, rest)) = sent.split_first() else {
        return (None, linked);
    };
    let Ok(leaf) = EndEntityCert::try_from(&first.der) else {
        return (None, linked);
    };
    if anchors.hold(&leaf) {
        return (Some(true), vec![first.der.clone()]);
    }
    let rest: Vec<CertificateDer<'_>> = rest.iter().map(|one| one.der.clone()).collect();
    let verify = |moment: u64| {
        let moment = UnixTime::since_unix_epoch(Duration::from_secs(moment));
        let usage = KeyUsage::server_auth();
        let roots = &anchors.roots;
        leaf.verify_for_usage(
            ALL_VERIFICATION_ALGS,
            roots,
            &rest,
            moment,
            usage,
            None,
            None,
        )
    };
    // Where all certificates of a path hold at one moment, they hold when the last of them begins.
    let spans: Vec<(u64, u64)> = sent.iter().filter_map(Sent::seconds).collect();
    for (moment, _) in &spans {
        if let Ok(path) = verify(*moment) {
            let used = path.intermediate_certificates();
            let used = used.map(|one| one.der().into_owned());
            let used = std::iter::once(first.der.clone()).chain(used);
            return (Some(true), used.collect());
        }
    }
    let latest = spans.iter().map(|(from, _)| *from).max();
    let earliest = spans.iter().map(|(_, until)| *until).min();
    let met = latest.filter(|latest| spans.len() == sent.len() && earliest >= Some(*latest));
    let verdict = match met.map(verify) {
        Some(Err(error)) => said_no(&error, sent, anchors),
        Some(Ok(_)) => Some(true),
        // Some dates do not meet: each link is looked at, and dates are not.
        None => links::lead_to_a_root(sent, anchors),
    };
    (verdict, linked)
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "not our own list: what is not named here does not say no"
)]
/// What the failure of a path means whose dates all hold: no, or that it cannot be told.
fn said_no(error: &Error, sent: &[Sent], anchors: &Anchors) -> Option<bool> {
    match error {
        Error::UnknownIssuer
        | Error::EndEntityUsedAsCa
        | Error::PathLenConstraintViolated
        | Error::NameConstraintViolation
        | Error::RequiredEkuNotFoundContext(_)
        | Error::CertDistrusted => Some(false),
        Error::InvalidSignatureForPublicKey => {
            let usable = !anchors.weak && sent.iter().all(|one| key_is_usable(&one.der));
            usable.then_some(false)
        }
        // Some browsers take an authority's certificate for a server's: only its issuer can decide.
        Error::CaUsedAsEndEntity => links::lead_to_a_root(sent, anchors).filter(|leads| !leads),
        _ => None,
    }
}

/// The certificates that lead from the leaf to its issuer and on, by their names; no root.
fn linked(sent: &[Sent]) -> Vec<CertificateDer<'static>> {
    let Some((mut last, rest)) = sent.split_first() else {
        return Vec::new();
    };
    let mut linked = vec![last.der.clone()];
    while let Some(next) = rest
        .iter()
        .find(|one| last.issued_by(one) && !one.issued_by(one) && !linked.contains(&one.der))
    {
        linked.push(next.der.clone());
        last = next;
    }
    linked
}

fn hex(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let mut text = String::with_capacity(64);
    for byte in digest {
        for nibble in [byte >> 4, byte & 0x0f] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
    }
    text
}

#[cfg(test)]
#[path = "certificate_tests.rs"]
mod tests;

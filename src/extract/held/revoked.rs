//! Lists of revoked certificates. A list decides only where its signature is that of the certificate's own issuer.

use std::collections::BTreeMap;

use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;
use x509_cert::der::{Decode, Encode};

use super::one::hex;
use super::{Held, Store};
use crate::extract::certificate::signed_by;

/// `id-ce-deltaCRLIndicator`, `id-ce-issuingDistributionPoint`: a list that does not speak of all certificates.
const IN_PART: &[&str] = &["2.5.29.27", "2.5.29.28"];

/// Whether a certificate was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revoked {
    /// At this second since 1970.
    At(u64),
    /// On no list, as known at this second since 1970: the latest at which a list of its issuer still holds.
    NotUntil(u64),
    /// No list of its issuer was read.
    Unknown,
}

/// The lists that hold: their signatures are those of authorities that were read.
#[derive(Debug, Default)]
pub struct Revocations {
    lists: Vec<List>,
}

#[derive(Debug)]
struct List {
    /// The key that signed it.
    key: Vec<u8>,
    issuer: Vec<u8>,
    /// Serial number → second.
    entries: BTreeMap<String, u64>,
    /// Until when it speaks; nothing = it speaks of revoked ones alone.
    until: Option<u64>,
}

impl Revocations {
    /// Takes in a list (DER); false where nobody whose certificate was read signed it, and it decides nothing.
    pub fn take(&mut self, der: &[u8], store: &Store) -> bool {
        let Ok(list) = CertificateList::<Rfc5280>::from_der(der) else {
            return false;
        };
        let read = &list.tbs_cert_list;
        let Ok(issuer) = read.issuer.to_der() else {
            return false;
        };
        let mut authorities = store.authorities();
        let signer = authorities.find(|one| {
            one.subject == issuer && one.signs_lists && signed_by(der, &one.key) == Some(true)
        });
        let Some(signer) = signer else {
            return false;
        };
        let extensions = read.crl_extensions.iter().flatten();
        let mut ids = extensions.map(|extension| extension.extn_id.to_string());
        let in_part = ids.any(|id| IN_PART.contains(&id.as_str()));
        let entries = read.revoked_certificates.iter().flatten();
        let entries = entries.map(|entry| {
            let at = entry.revocation_date.to_unix_duration().as_secs();
            (hex(entry.serial_number.as_bytes()), at)
        });
        let next = read
            .next_update
            .map(|next| next.to_unix_duration().as_secs());
        self.lists.push(List {
            key: signer.key.clone(),
            issuer,
            entries: entries.collect(),
            until: (!in_part).then(|| next.unwrap_or(u64::MAX)),
        });
        true
    }

    /// What the lists say of a certificate.
    pub fn of(&self, held: &Held, store: &Store) -> Revoked {
        let issuers: Vec<&Held> = store.issuers(held).collect();
        let own = self.lists.iter().filter(|list| {
            let signed = |issuer: &&Held| issuer.key == list.key;
            list.issuer == held.issuer && issuers.iter().any(signed)
        });
        let own: Vec<&List> = own.collect();
        let found = own.iter().filter_map(|list| list.entries.get(&held.serial));
        if let Some(at) = found.min() {
            return Revoked::At(*at);
        }
        let until = own.iter().filter_map(|list| list.until).max();
        until.map_or(Revoked::Unknown, Revoked::NotUntil)
    }
}

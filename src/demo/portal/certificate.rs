//! Certificates of the portals: a root that lives as long as the server, and a leaf for each host.
//!
//! The root's key is never written down, and the root vouches for names below `localhost` alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose,
    GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose, NameConstraints, date_time_ymd,
};
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;

use super::Site;
use crate::exact::Day;
use crate::words::Problem;

/// Days for which a leaf is valid.
const LIFE: i64 = 90;

/// A root and what it vouched for, by host.
#[derive(Debug)]
pub(super) struct Vouched {
    /// The root, PEM.
    pub root: String,
    /// A key with its chain for each host.
    pub leaves: Leaves,
}

/// Picks the certificate by the name that the client asks for; a client that names none of them gets none.
#[derive(Debug)]
pub(super) struct Leaves(BTreeMap<String, Arc<CertifiedKey>>);

impl ResolvesServerCert for Leaves {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let name = hello.server_name()?.to_ascii_lowercase();
        self.0.get(&name).cloned()
    }
}

/// A root of today, and a certificate for each site.
///
/// Errors: `demo.certificate` where a host is no name.
pub(super) fn vouch(sites: &[Site], today: Day) -> Result<Vouched, Problem> {
    let refused = |error: rcgen::Error| Problem::new("demo.certificate").with("detail", error);
    let mut params = CertificateParams::new(Vec::new()).map_err(refused)?;
    params
        .distinguished_name
        .push(DnType::CommonName, "sansang demo root");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![GeneralSubtree::DnsName("localhost".to_owned())],
        excluded_subtrees: Vec::new(),
    });
    let at = |days: i64| {
        let (year, month, day) = civil(today, days);
        date_time_ymd(year, month, day)
    };
    (params.not_before, params.not_after) = (at(-LIFE), at(LIFE));
    let key = KeyPair::generate().map_err(refused)?;
    let root = CertifiedIssuer::self_signed(params, key).map_err(refused)?;
    let mut leaves = BTreeMap::new();
    for site in sites {
        let mut params = CertificateParams::new([site.host.clone()]).map_err(refused)?;
        params
            .distinguished_name
            .push(DnType::CommonName, site.host.as_str());
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.insert_extended_key_usage(ExtendedKeyUsagePurpose::ServerAuth);
        params.use_authority_key_identifier_extension = true;
        let left = site.days_left.min(LIFE);
        (params.not_before, params.not_after) = (at(left - LIFE), at(left));
        let key = KeyPair::generate().map_err(refused)?;
        let leaf = params.signed_by(&key, &root).map_err(refused)?;
        let der = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let signer = ring::sign::any_ecdsa_type(&der)
            .map_err(|error| Problem::new("demo.certificate").with("detail", error))?;
        let certified = CertifiedKey::new(vec![leaf.der().clone()], signer);
        leaves.insert(site.host.clone(), Arc::new(certified));
    }
    Ok(Vouched {
        root: root.pem(),
        leaves: Leaves(leaves),
    })
}

/// Year, month and day of the month of a day so many days after another.
fn civil(day: Day, days: i64) -> (i32, u8, u8) {
    let date = day.plus(days).unwrap_or(day).to_string();
    let date = date.parse().unwrap_or(jiff::civil::Date::ZERO);
    let small = |n: i8| u8::try_from(n).unwrap_or(1);
    (
        i32::from(date.year()),
        small(date.month()),
        small(date.day()),
    )
}

//! Roots, authorities and servers' certificates, made for a test.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};

/// A certificate with its key.
pub(crate) struct Made {
    pub(crate) der: Vec<u8>,
    pub(crate) pem: String,
    pub(crate) key: String,
    params: CertificateParams,
    pair: KeyPair,
}

/// Makes a certificate for these names; by itself where there is no issuer, an authority where there are no names.
pub(crate) fn made(name: &str, issuer: Option<&Made>, names: &[&str], years: (i32, i32)) -> Made {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let authority = names.is_empty();
    let mut params = CertificateParams::new(names).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(years.0, 1, 1);
    params.not_after = date_time_ymd(years.1, 12, 31);
    if authority {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    }
    let pair = KeyPair::generate().unwrap();
    let signed = match issuer {
        Some(issuer) => params.signed_by(&pair, &Issuer::from_params(&issuer.params, &issuer.pair)),
        None => params.self_signed(&pair),
    };
    let signed = signed.unwrap();
    Made {
        der: signed.der().to_vec(),
        pem: signed.pem(),
        key: pair.serialize_pem(),
        params,
        pair,
    }
}

/// A root, an authority below it and a certificate for these names until the end of 2120.
pub(crate) fn chain(names: &[&str]) -> [Made; 3] {
    let root = made("Root", None, &[], (2010, 2130));
    let middle = made("Middle", Some(&root), &[], (2011, 2125));
    let leaf = made("Leaf", Some(&middle), names, (2012, 2120));
    [root, middle, leaf]
}

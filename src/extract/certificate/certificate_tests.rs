use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer,
    KeyPair, NameConstraints, date_time_ymd,
};

use super::*;

/// An authority or a server with its key.
struct Made {
    der: Vec<u8>,
    pem: String,
    params: CertificateParams,
    key: KeyPair,
}

impl Made {
    fn issuer(&self) -> Issuer<'_, &KeyPair> {
        Issuer::from_params(&self.params, &self.key)
    }
}

const HOST: &str = "hai-ha.example.vn";

/// A certificate by this issuer, or by itself, with years of its dates.
fn make(
    name: &str,
    issuer: Option<&Made>,
    years: (i32, i32),
    set: impl FnOnce(&mut CertificateParams),
) -> Made {
    let mut params = CertificateParams::new(vec![HOST.to_owned()]).unwrap();
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, name);
    params.not_before = date_time_ymd(years.0, 1, 1);
    params.not_after = date_time_ymd(years.1, 12, 31);
    set(&mut params);
    let key = KeyPair::generate().unwrap();
    let made = match issuer {
        Some(issuer) => params.signed_by(&key, &issuer.issuer()),
        None => params.self_signed(&key),
    };
    let made = made.unwrap();
    Made {
        der: made.der().to_vec(),
        pem: made.pem(),
        params,
        key,
    }
}

fn authority(params: &mut CertificateParams) {
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
}

/// Root → intermediate → leaf.
fn three(root: (i32, i32), middle: (i32, i32), leaf: (i32, i32)) -> (Made, Made, Made) {
    let root = make("Root", None, root, authority);
    let middle = make("Middle", Some(&root), middle, authority);
    let leaf = make("Leaf", Some(&middle), leaf, |_| {});
    (root, middle, leaf)
}

fn trusting(root: &Made) -> Anchors {
    Anchors::browsers()
        .with_pem("root.pem", root.pem.as_bytes())
        .unwrap()
}

fn facts(chain: &[&Made], anchors: &Anchors) -> ChainFacts {
    let chain: Vec<Vec<u8>> = chain.iter().map(|made| made.der.clone()).collect();
    judge(&chain, HOST, anchors)
}

fn day(text: &str) -> Option<Day> {
    Day::parse(text)
}

#[test]
fn a_chain_to_a_root_is_sound_and_its_days_are_those_of_what_is_used() {
    let (root, middle, leaf) = three((2010, 2040), (2015, 2025), (2020, 2030));
    let anchors = trusting(&root);
    let said = facts(&[&leaf, &middle], &anchors);
    assert_eq!(
        (said.chain_ok, said.self_signed, said.name_ok),
        (Some(true), Some(false), Some(true))
    );
    assert_eq!(
        (said.not_before, said.not_after),
        (day("2020-01-01"), day("2025-12-31"))
    );
    // The root that is sent along, and what belongs to no path, change nothing.
    let stray = make("Stray", None, (2000, 2001), authority);
    let more = facts(&[&leaf, &stray, &root, &middle], &anchors);
    assert_eq!(more, said);
    let digest = Sha256::digest(&leaf.der);
    let number = digest.iter().map(|byte| format!("{byte:02x}"));
    assert_eq!(said.leaf_sha256, number.collect::<Vec<_>>().concat());
}

#[test]
fn a_root_that_nobody_trusts_and_a_missing_link_are_not_sound() {
    let (root, middle, leaf) = three((2010, 2040), (2015, 2025), (2020, 2030));
    let strange = facts(&[&leaf, &middle, &root], &Anchors::browsers());
    assert_eq!(
        (strange.chain_ok, strange.not_after),
        (Some(false), day("2025-12-31"))
    );
    let missing = facts(&[&leaf], &trusting(&root));
    assert_eq!(
        (missing.chain_ok, missing.not_after),
        (Some(false), day("2030-12-31"))
    );
    // An authority of the same name with another key is not the one.
    let twin = make("Root", None, (2010, 2040), authority);
    assert_eq!(
        facts(&[&leaf, &middle], &trusting(&twin)).chain_ok,
        Some(false)
    );
}

#[test]
fn dates_do_not_decide() {
    for (root, middle, leaf) in [
        // Long over; not yet begun; the leaf outlives its issuer; they never hold together.
        ((2000, 2003), (2001, 2003), (2002, 2003)),
        ((2100, 2130), (2101, 2120), (2102, 2110)),
        ((2010, 2040), (2015, 2021), (2020, 2030)),
        ((2010, 2040), (2010, 2012), (2020, 2030)),
        ((2010, 2012), (2025, 2030), (2015, 2020)),
    ] {
        let made = three(root, middle, leaf);
        let chain = [&made.2, &made.1];
        assert_eq!(
            facts(&chain, &trusting(&made.0)).chain_ok,
            Some(true),
            "{root:?} {middle:?} {leaf:?}"
        );
        assert_eq!(facts(&chain, &Anchors::browsers()).chain_ok, Some(false));
        assert_eq!(facts(&[&made.2], &trusting(&made.0)).chain_ok, Some(false));
    }
}

#[test]
fn dates_that_never_meet_do_not_excuse_a_broken_rule() {
    let root = make("Root", None, (2010, 2040), authority);
    let anchors = trusting(&root);
    let no_authority = make("Middle", Some(&root), (2010, 2012), |_| {});
    let leaf = make("Leaf", Some(&no_authority), (2020, 2030), |_| {});
    assert_eq!(
        facts(&[&leaf, &no_authority], &anchors).chain_ok,
        Some(false)
    );
    let last = make("Middle", Some(&root), (2010, 2012), |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    });
    let below = make("Below", Some(&last), (2010, 2030), authority);
    let leaf = make("Leaf", Some(&below), (2020, 2030), |_| {});
    assert_eq!(
        facts(&[&leaf, &below, &last], &anchors).chain_ok,
        Some(false)
    );
    // Its twin without the limit holds.
    let free = make("Middle", Some(&root), (2010, 2012), authority);
    let below = make("Below", Some(&free), (2010, 2030), authority);
    let leaf = make("Leaf", Some(&below), (2020, 2030), |_| {});
    assert_eq!(
        facts(&[&leaf, &below, &free], &anchors).chain_ok,
        Some(true)
    );
    let mail = make("Leaf", Some(&below), (2020, 2030), |params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    });
    assert_eq!(
        facts(&[&mail, &below, &free], &anchors).chain_ok,
        Some(false)
    );
    let limited = make("Middle", Some(&root), (2010, 2012), |params| {
        authority(params);
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![GeneralSubtree::DnsName("example.vn".to_owned())],
            excluded_subtrees: Vec::new(),
        });
    });
    let leaf = make("Leaf", Some(&limited), (2020, 2030), |_| {});
    assert_eq!(facts(&[&leaf, &limited], &anchors).chain_ok, None);
}

#[test]
fn rules_for_authorities_are_kept() {
    let root = make("Root", None, (2010, 2040), authority);
    let anchors = trusting(&root);
    let no_authority = make("Middle", Some(&root), (2015, 2025), |_| {});
    let leaf = make("Leaf", Some(&no_authority), (2020, 2024), |_| {});
    assert_eq!(
        facts(&[&leaf, &no_authority], &anchors).chain_ok,
        Some(false)
    );
    let mail = make("Leaf", Some(&root), (2020, 2024), |params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
    });
    assert_eq!(facts(&[&mail], &anchors).chain_ok, Some(false));
    // Some browsers take an authority for a server.
    let both = make("Leaf", Some(&root), (2020, 2024), authority);
    assert_eq!(facts(&[&both], &anchors).chain_ok, None);
    assert_eq!(facts(&[&both], &Anchors::browsers()).chain_ok, Some(false));
}

#[test]
fn a_certificate_that_signs_itself_is_told_and_trusted_only_where_the_profile_says_so() {
    for is_authority in [false, true] {
        let own = make("Own", None, (2020, 2024), |params| {
            if is_authority {
                authority(params);
            }
        });
        let strange = facts(&[&own], &Anchors::browsers());
        assert_eq!(
            (strange.self_signed, strange.chain_ok),
            (Some(true), Some(false))
        );
        assert_eq!(strange.not_after, day("2024-12-31"));
        assert_eq!(facts(&[&own], &trusting(&own)).chain_ok, Some(true));
    }
    // Its own name as issuer, but another key.
    let root = make("Same", None, (2020, 2024), authority);
    let named = make("Same", Some(&root), (2020, 2024), |_| {});
    assert_eq!(
        facts(&[&named], &Anchors::browsers()).self_signed,
        Some(false)
    );
}

#[test]
fn names_are_compared_as_browsers_do() {
    let made = make("Own", None, (2020, 2024), |params| {
        let names = ["hai-ha.example.vn", "*.huyen.example.vn", "127.0.0.1"];
        let names = names.map(str::to_owned).to_vec();
        params.subject_alt_names = CertificateParams::new(names).unwrap().subject_alt_names;
    });
    let name_ok =
        |host: &str| judge(std::slice::from_ref(&made.der), host, &Anchors::browsers()).name_ok;
    for host in [
        "hai-ha.example.vn",
        "HAI-HA.example.vn.",
        "a.huyen.example.vn",
        "127.0.0.1",
    ] {
        assert_eq!(name_ok(host), Some(true), "{host}");
    }
    for host in [
        "example.vn",
        "a.b.huyen.example.vn",
        "huyen.example.vn",
        "127.0.0.2",
        "[::1]",
    ] {
        assert_eq!(name_ok(host), Some(false), "{host}");
    }
    assert_eq!(name_ok("không phải tên"), None);
    // A common name alone is no name.
    let bare = make(HOST, None, (2020, 2024), |params| {
        params.subject_alt_names.clear();
    });
    assert_eq!(facts(&[&bare], &Anchors::browsers()).name_ok, Some(false));
}

#[test]
fn a_key_too_short_for_us_is_not_judged() {
    let short = CertificateDer::from_pem_slice(SHORT.as_bytes()).unwrap();
    assert!(!key_is_usable(&short));
    let said = judge(&[short.to_vec()], "short.test", &Anchors::browsers());
    assert_eq!((said.self_signed, said.name_ok), (None, Some(true)));
    assert_eq!(
        (said.not_before, said.not_after),
        (day("2026-11-26"), day("2126-11-02"))
    );
    assert!(key_is_usable(&make("Own", None, (2020, 2024), |_| {}).der));
}

#[test]
fn garbage_says_nothing_and_harms_nothing() {
    let (root, middle, leaf) = three((2010, 2040), (2015, 2025), (2020, 2030));
    let anchors = trusting(&root);
    assert_eq!(judge(&[], HOST, &anchors).leaf_sha256, "");
    for garbage in [
        &b""[..],
        b"\x30",
        b"\x30\x82\xff\xff",
        b"not a certificate",
        &[0; 4_000],
    ] {
        let said = judge(&[garbage.to_vec()], HOST, &anchors);
        let nothing = (
            said.chain_ok,
            said.self_signed,
            said.name_ok,
            said.not_before,
            said.not_after,
        );
        assert_eq!(nothing, (None, None, None, None, None));
        assert!(!key_is_usable(garbage));
        // Beside a good leaf and its issuer it is only one more thing that was sent.
        let chain = [leaf.der.clone(), garbage.to_vec(), middle.der.clone()];
        assert_eq!(judge(&chain, HOST, &anchors).chain_ok, Some(true));
    }
    // Every cut and every flipped byte is survived, and none makes a sound chain of it.
    for at in 0..leaf.der.len() {
        let mut flipped = leaf.der.clone();
        flipped[at] ^= 0x55;
        let said = judge(&[flipped, middle.der.clone()], HOST, &anchors);
        assert_ne!(said.chain_ok, Some(true), "byte {at}");
        let cut = judge(
            &[leaf.der[..at].to_vec(), middle.der.clone()],
            HOST,
            &anchors,
        );
        assert_eq!(cut.chain_ok, None, "cut at {at}");
    }
    let endless = vec![middle.der; 500];
    assert_ne!(
        judge(&endless, HOST, &Anchors::browsers()).chain_ok,
        Some(true)
    );
}

#[test]
fn a_file_of_roots_is_pem_or_der_and_nothing_else() {
    let root = make("Root", None, (2010, 2040), authority);
    let leaf = make("Leaf", Some(&root), (2020, 2030), |_| {});
    let der = Anchors::browsers().with_pem("root.crt", &root.der).unwrap();
    assert_eq!(facts(&[&leaf], &der).chain_ok, Some(true));
    for bytes in [
        &b""[..],
        b"root",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    ] {
        let problem = Anchors::browsers().with_pem("root.pem", bytes).unwrap_err();
        assert_eq!(problem.code(), "portal.root");
    }
}

/// A certificate of 1,024 bits that signs itself.
const SHORT: &str = "-----BEGIN CERTIFICATE-----
MIICHzCCAYigAwIBAgIUVz5pLZYkZizv20Xlt7tGoTbJYWkwDQYJKoZIhvcNAQEL
BQAwFTETMBEGA1UEAwwKc2hvcnQudGVzdDAgFw0yNjExMjYwODQxMTBaGA8yMTI2
MTEwMjA4NDExMFowFTETMBEGA1UEAwwKc2hvcnQudGVzdDCBnzANBgkqhkiG9w0B
AQEFAAOBjQAwgYkCgYEAocyxlF95MxBvV8bqu8C0qTahd3L6TSZYC9beSgTQQX2L
yNXt/oAQl9gCy1uVxlcJwFhyTxokT11ex67hzUORtAxRNsiQoXbPnGLea/4MGJCR
uxGoMGLd2k8AhDoLk0Jyy1fsgchokbmbNvvXRhHGqiPn47O/0lWLC0ZByq4bo6cC
AwEAAaNqMGgwHQYDVR0OBBYEFLShCEZajx7Eign4fXFWSBrYM2tbMB8GA1UdIwQY
MBaAFLShCEZajx7Eign4fXFWSBrYM2tbMA8GA1UdEwEB/wQFMAMBAf8wFQYDVR0R
BA4wDIIKc2hvcnQudGVzdDANBgkqhkiG9w0BAQsFAAOBgQCRveWsdgLksHpOuDIj
n70OiVtJ/c/Ax3uotG310Vdhkw2UrxSofH38ykr4gTzg0YljduOEeehIqulfyXum
01QlZpbZYm10grhUhuJfnrBW16SjqgLzIKC0P1dYQr1e+NOfsRRPisX8nnGXEbb8
zhGrLPQpE2MwFT62gQ3rFRLapg==
-----END CERTIFICATE-----
";

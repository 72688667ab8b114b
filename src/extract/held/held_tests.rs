//! Chains, lists and files made by rcgen.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DnType, IsCa, Issuer,
    KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber, date_time_ymd,
};

use super::*;

struct Made {
    pem: String,
    held: Held,
    params: CertificateParams,
    key: KeyPair,
}

impl Made {
    fn issuer(&self) -> Issuer<'_, &KeyPair> {
        Issuer::from_params(&self.params, &self.key)
    }

    /// A list of these serial numbers that holds through a year.
    fn list(&self, serials: &[u64], until: i32) -> Vec<u8> {
        let revoked = |serial: &u64| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: date_time_ymd(2020, 6, 15),
            reason_code: None,
            invalidity_date: None,
        };
        let list = CertificateRevocationListParams {
            this_update: date_time_ymd(2020, 1, 1),
            next_update: date_time_ymd(until, 12, 31),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: serials.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        list.signed_by(&self.issuer()).unwrap().der().to_vec()
    }
}

fn make(
    name: &str,
    issuer: Option<&Made>,
    years: (i32, i32),
    set: impl FnOnce(&mut CertificateParams),
) -> Made {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
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
        pem: made.pem(),
        held: Held::of(made.der()).unwrap(),
        params,
        key,
    }
}

fn authority(params: &mut CertificateParams) {
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
}

fn store(anchors: &[&Made], others: &[&Made]) -> Store {
    let held = |list: &[&Made]| list.iter().map(|one| one.held.clone()).collect::<Vec<_>>();
    Store::new(held(anchors), held(others))
}

/// The years in which a chain begins and ends.
fn years(chain: Chain) -> (u64, u64) {
    let year = |second: u64| 1970 + second / 31_556_952;
    let Chain::Holds(span) = chain else {
        panic!("{chain:?}");
    };
    (year(span.from), year(span.until))
}

#[test]
fn the_dates_of_a_chain_are_what_all_its_certificates_have_in_common() {
    let root = make("Root", None, (2010, 2029), authority);
    let middle = make("Middle", Some(&root), (2016, 2021), authority);
    let leaf = make("Leaf", Some(&middle), (2018, 2023), |_| {});
    let span = store(&[&root], &[&middle]).chain(&leaf.held);
    assert_eq!(years(span), (2018, 2021));
    // The anchor's own dates are among them, and dates that do not meet are told as they are.
    let old = make("Old", None, (2000, 2009), authority);
    let late = make("Late", Some(&old), (2018, 2020), |_| {});
    let span = store(&[&old], &[]).chain(&late.held);
    assert_eq!(years(span), (2018, 2009));
    // A root that renewed itself: the chain that lasts longer counts.
    let mut params = root.params.clone();
    params.not_after = date_time_ymd(2012, 12, 31);
    let short = params.self_signed(&root.key).unwrap();
    let short = Held::of(short.der()).unwrap();
    let both = Store::new(vec![short, root.held], [middle.held]);
    assert_eq!(years(both.chain(&leaf.held)), (2018, 2021));
}

#[test]
fn no_chain_is_said_only_where_that_is_certain() {
    let root = make("Root", None, (2010, 2029), authority);
    let middle = make("Middle", Some(&root), (2016, 2026), authority);
    let leaf = make("Leaf", Some(&middle), (2018, 2023), |_| {});
    // The issuer is not among the files; nobody is trusted.
    assert_eq!(store(&[&root], &[]).chain(&leaf.held), Chain::Unknown);
    assert_eq!(
        store(&[], &[&root, &middle]).chain(&leaf.held),
        Chain::Unknown
    );
    // A root that nobody trusts, and one that signs itself.
    let other = make("Other", None, (2010, 2029), authority);
    assert_eq!(
        store(&[&other], &[&root, &middle]).chain(&leaf.held),
        Chain::Broken
    );
    let alone = make("Alone", None, (2018, 2023), |_| {});
    assert_eq!(store(&[&root], &[]).chain(&alone.held), Chain::Broken);
    // An issuer of the same name with another key.
    let double = make("Middle", Some(&root), (2016, 2026), authority);
    assert_eq!(store(&[&root], &[&double]).chain(&leaf.held), Chain::Broken);
    // The true one beside it decides.
    let span = store(&[&root], &[&double, &middle]).chain(&leaf.held);
    assert!(matches!(span, Chain::Holds(_)));
    // One that is no authority cannot issue, and one too deep neither.
    let person = make("Person", Some(&root), (2016, 2026), |_| {});
    let below = make("Below", Some(&person), (2018, 2023), |_| {});
    assert_eq!(
        store(&[&root], &[&person]).chain(&below.held),
        Chain::Unknown
    );
    let narrow = make("Narrow", Some(&root), (2016, 2026), |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    });
    let under = make("Under", Some(&narrow), (2016, 2026), authority);
    let deep = make("Deep", Some(&under), (2018, 2023), |_| {});
    assert_eq!(
        store(&[&root], &[&narrow, &under]).chain(&deep.held),
        Chain::Broken
    );
    let direct = make("Direct", Some(&narrow), (2018, 2023), |_| {});
    let span = store(&[&root], &[&narrow]).chain(&direct.held);
    assert!(matches!(span, Chain::Holds(_)));
    // A usage that leaves signing out.
    let reader = make("Reader", Some(&root), (2016, 2026), |params| {
        authority(params);
        params.key_usages = vec![KeyUsagePurpose::CrlSign];
    });
    let read = make("Read", Some(&reader), (2018, 2023), |_| {});
    assert_eq!(
        store(&[&root], &[&reader]).chain(&read.held),
        Chain::Unknown
    );
}

#[test]
fn authorities_that_sign_each_other_end() {
    let a = make("A", None, (2010, 2029), authority);
    let b = make("B", Some(&a), (2010, 2029), authority);
    let a_by_b = a.params.signed_by(&a.key, &b.issuer()).unwrap();
    let a_by_b = Held::of(a_by_b.der()).unwrap();
    let leaf = make("Leaf", Some(&b), (2018, 2023), |_| {});
    let root = make("Root", None, (2010, 2029), authority);
    let store = Store::new(vec![root.held], [b.held, a_by_b]);
    assert_eq!(store.chain(&leaf.held), Chain::Broken);
}

#[test]
fn a_list_decides_only_where_the_issuer_signed_it() {
    let root = make("Root", None, (2010, 2029), |params| {
        authority(params);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    });
    let of = |n: u64| {
        make("Leaf", Some(&root), (2018, 2023), move |params| {
            params.serial_number = Some(SerialNumber::from(n));
        })
    };
    let (good, bad) = (of(7), of(8));
    let store = store(&[&root], &[]);
    let mut lists = Revocations::default();
    assert_eq!(lists.of(&bad.held, &store), Revoked::Unknown);
    // Of another key, altered, and none at all.
    let other = make("Root", None, (2010, 2029), authority);
    assert!(!lists.take(&other.list(&[8], 2030), &store));
    let mut altered = root.list(&[9], 2030);
    let at = altered.len() - 3;
    altered[at] ^= 1;
    assert!(!lists.take(&altered, &store));
    assert!(!lists.take(b"no list", &store));
    assert_eq!(lists.of(&bad.held, &store), Revoked::Unknown);

    assert!(lists.take(&root.list(&[8], 2020), &store));
    let june = 1_592_179_200;
    assert_eq!(lists.of(&bad.held, &store), Revoked::At(june));
    let Revoked::NotUntil(until) = lists.of(&good.held, &store) else {
        panic!("the list of the issuer was read");
    };
    assert_eq!(until / 31_556_952, 50, "it speaks until the end of 2020");
    // Of an issuer whose certificate nobody has, nothing is known.
    let stranger = make("Stranger", Some(&other), (2018, 2023), |params| {
        params.serial_number = Some(SerialNumber::from(8_u64));
    });
    assert_eq!(lists.of(&stranger.held, &store), Revoked::Unknown);
}

#[test]
fn a_file_gives_what_it_holds_and_counts_what_is_broken() {
    let root = make("Root", None, (2010, 2029), authority);
    let leaf = make("Leaf", Some(&root), (2018, 2023), |_| {});
    let read = |bytes: &[u8]| Contents::of(bytes, Promised::Certificate);
    let der = read(&leaf.held.der);
    assert_eq!((der.certificates.len(), der.broken), (1, 0));
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    let open = "-----BEGIN CERTIFICATE-----\nMIIB\n";
    let secret = leaf.key.serialize_pem();
    let text = format!(
        "Bag Attributes\r\n{}\r\n{broken}{}{secret}{open}",
        root.pem.replace('\n', "\r\n"),
        leaf.pem
    );
    let pem = read(text.as_bytes());
    assert_eq!((pem.certificates.len(), pem.broken), (2, 2));
    assert!(pem.private_key && !pem.unknown);
    let list = read(&root.list(&[1], 2020));
    assert_eq!((list.lists.len(), list.broken), (1, 0));
    assert_eq!(read(b"rubbish").broken, 1);
    assert!(Contents::of(b"rubbish", Promised::Package).unknown);
    let none = Contents::of(b"rubbish", Promised::List);
    assert_eq!(
        (none.broken, none.broken_lists, none.unknown),
        (0, 1, false)
    );
    assert_eq!(read(b"-----BEGIN").broken, 0);
}

#[test]
fn any_bytes_are_read_without_an_end_of_the_program() {
    let root = make("Root", None, (2010, 2029), authority);
    let der = root.held.der.clone();
    for cut in 0..der.len() {
        let part = &der[..cut];
        assert_eq!(Held::of(part), None);
        let promised = [Promised::Package, Promised::Certificate][cut % 2];
        let contents = Contents::of(part, promised);
        assert!(contents.certificates.is_empty());
    }
    for at in 0..der.len() {
        let mut changed = der.clone();
        changed[at] = changed[at].wrapping_add(1);
        let store = Store::new(vec![root.held.clone()], Vec::new());
        if let Some(held) = Held::of(&changed) {
            // What was altered leads to no anchor.
            assert!(!matches!(store.chain(&held), Chain::Holds(_)), "{at}");
        }
    }
}

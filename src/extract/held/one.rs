//! One certificate: its holder, its issuer, its dates, and what it may sign.

use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::asn1::{
    BmpString, Ia5StringRef, ObjectIdentifier, PrintableStringRef, TeletexStringRef, Utf8StringRef,
};
use x509_cert::der::{Decode, Encode, Tag, Tagged};
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    BasicConstraints, ExtendedKeyUsage, KeyUsage, NameConstraints, SubjectAltName,
};
use x509_cert::name::Name;

/// `id-at-commonName`.
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");
/// `id-at-serialNumber`: a number of the holder, not of the certificate.
const HOLDER_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");
/// `id-at-organizationName`.
const ORGANISATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
/// `uid`: `CCCD:…`, `MST:…` in the certificates that Vietnamese authorities issue.
const USER_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1");
/// `id-kp-serverAuth`.
const SERVER: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// As encoded.
    pub der: Vec<u8>,
    /// Subject and issuer, as encoded.
    pub subject: Vec<u8>,
    /// Issuer, as encoded.
    pub issuer: Vec<u8>,
    /// The subject's common name, `''` = none.
    pub name: String,
    /// The subject's numbers: `uid` and `serialNumber`, as written.
    pub numbers: Vec<String>,
    /// The issuer's common name, else its organisation.
    pub issuer_name: String,
    /// Serial number, hexadecimal in lower case.
    pub serial: String,
    /// First and last second since 1970.
    pub seconds: (u64, u64),
    /// Names hosts, or is for servers.
    pub of_device: bool,
    /// An authority's, with how many authorities may stand below it; nothing = it is none.
    pub authority: Option<Option<u8>>,
    /// It may sign lists of revoked certificates.
    pub signs_lists: bool,
    /// It limits the names below it, which is not judged here.
    pub limits_names: bool,
    /// Key (SPKI, DER).
    pub key: Vec<u8>,
}

impl Held {
    /// Reads a certificate (DER); nothing where it is none, or its extensions cannot be read.
    pub fn of(der: &[u8]) -> Option<Self> {
        let whole = Certificate::from_der(der).ok()?;
        let read = whole.tbs_certificate();
        let basic = read.get_extension::<BasicConstraints>().ok()?;
        let usage = read
            .get_extension::<KeyUsage>()
            .ok()?
            .map(|(_, usage)| usage);
        let extended = read.get_extension::<ExtendedKeyUsage>().ok()?;
        let names = read.get_extension::<SubjectAltName>().ok()?;
        let hosts = names.is_some_and(|(_, names)| {
            let host = |name: &GeneralName| {
                matches!(name, GeneralName::DnsName(_) | GeneralName::IpAddress(_))
            };
            names.0.iter().any(host)
        });
        let server = extended.is_some_and(|(_, uses)| uses.0.contains(&SERVER));
        let signs = usage.is_none_or(|usage| usage.key_cert_sign());
        let authority = basic
            .filter(|(_, basic)| basic.ca && signs)
            .map(|(_, basic)| basic.path_len_constraint);
        let issuer_name = text_of(read.issuer(), &COMMON_NAME);
        Some(Self {
            der: der.to_vec(),
            subject: read.subject().to_der().ok()?,
            issuer: read.issuer().to_der().ok()?,
            name: text_of(read.subject(), &COMMON_NAME).unwrap_or_default(),
            numbers: [USER_ID, HOLDER_NUMBER]
                .iter()
                .flat_map(|oid| texts_of(read.subject(), oid))
                .collect(),
            issuer_name: issuer_name
                .or_else(|| text_of(read.issuer(), &ORGANISATION))
                .unwrap_or_default(),
            serial: hex(read.serial_number().as_bytes()),
            seconds: (
                read.validity().not_before.to_unix_duration().as_secs(),
                read.validity().not_after.to_unix_duration().as_secs(),
            ),
            of_device: hosts || server,
            authority,
            signs_lists: usage.is_none_or(|usage| usage.crl_sign()),
            limits_names: read.get_extension::<NameConstraints>().ok()?.is_some(),
            key: read.subject_public_key_info().to_der().ok()?,
        })
    }

    /// Whether it names itself as its issuer.
    pub fn names_itself(&self) -> bool {
        self.subject == self.issuer
    }
}

fn text_of(name: &Name, oid: &ObjectIdentifier) -> Option<String> {
    texts_of(name, oid).next()
}

fn texts_of(name: &Name, oid: &ObjectIdentifier) -> impl Iterator<Item = String> {
    let parts = name.iter().filter(|part| part.oid == *oid);
    parts.filter_map(text).collect::<Vec<_>>().into_iter()
}

/// The text of a part of a name, in any of the string types.
fn text(part: &AttributeTypeAndValue) -> Option<String> {
    let value = &part.value;
    let text = if value.tag() == Tag::Utf8String {
        value
            .decode_as::<Utf8StringRef<'_>>()
            .ok()?
            .as_str()
            .to_owned()
    } else if value.tag() == Tag::PrintableString {
        value
            .decode_as::<PrintableStringRef<'_>>()
            .ok()?
            .as_str()
            .to_owned()
    } else if value.tag() == Tag::Ia5String {
        value
            .decode_as::<Ia5StringRef<'_>>()
            .ok()?
            .as_str()
            .to_owned()
    } else if value.tag() == Tag::TeletexString {
        value
            .decode_as::<TeletexStringRef<'_>>()
            .ok()?
            .as_str()
            .to_owned()
    } else if value.tag() == Tag::BmpString {
        value.decode_as::<BmpString>().ok()?.to_string()
    } else {
        return None;
    };
    let text = text.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0x0f]);
    digits
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

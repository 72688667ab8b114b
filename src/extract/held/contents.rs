//! A file of certificates: PEM, DER or PKCS #7 → the certificates and lists in it, each as it was encoded.
//!
//! A package is walked by its lengths alone and nothing in it is decoded here, so that one broken certificate costs itself
//! and none beside it. (The crate `cms` decodes a package whole or not at all, and encodes anew what signatures are of.)

use x509_cert::Certificate;
use x509_cert::certificate::Rfc5280;
use x509_cert::crl::CertificateList;
use x509_cert::der::asn1::{AnyRef, ObjectIdentifier};
use x509_cert::der::pem::decode_vec;
use x509_cert::der::{Decode, Reader, SliceReader, Tag, Tagged};

/// `id-signedData`.
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// Most certificates and lists of one file.
const MOST: usize = 20_000;

/// What a file's name promises, which counts where its content says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promised {
    /// A certificate, or several in armour.
    Certificate,
    /// A package of nobody knows how many.
    Package,
    /// A list of revoked certificates.
    List,
}

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Certificates, DER.
    pub certificates: Vec<Vec<u8>>,
    /// Lists of revoked certificates, DER.
    pub lists: Vec<Vec<u8>>,
    /// Parts that should be a certificate and are none.
    pub broken: u64,
    /// Parts that should be a list and are none.
    pub broken_lists: u64,
    /// It cannot be told how many certificates it holds.
    pub unknown: bool,
    /// A private key lies in it.
    pub private_key: bool,
}

impl Contents {
    /// Reads a file.
    pub fn of(bytes: &[u8], promised: Promised) -> Self {
        let mut contents = Self::default();
        if bytes.windows(10).any(|window| window == b"-----BEGIN") {
            contents.pem(bytes);
        } else {
            contents.der(bytes, promised);
        }
        contents
    }

    fn der(&mut self, bytes: &[u8], promised: Promised) {
        if Certificate::from_der(bytes).is_ok() {
            self.certificates.push(bytes.to_vec());
        } else if CertificateList::<Rfc5280>::from_der(bytes).is_ok() {
            self.lists.push(bytes.to_vec());
        } else if self.package(bytes).is_none() {
            match promised {
                Promised::Certificate => self.broken += 1,
                Promised::Package => self.unknown = true,
                Promised::List => self.broken_lists += 1,
            }
        }
    }

    /// The blocks of an armoured file. What stands between them is no certificate; a block that does not end is broken.
    fn pem(&mut self, bytes: &[u8]) {
        let text = String::from_utf8_lossy(bytes);
        for block in text.split("-----BEGIN ").skip(1).take(MOST) {
            let label = block.split("-----").next().unwrap_or_default();
            let end = format!("-----END {label}-----");
            let whole = block.split_once(&end).map(|(inside, _)| {
                let lines = inside.lines().map(str::trim_end);
                let lines: Vec<&str> = lines.collect();
                format!("-----BEGIN {}\n{end}\n", lines.join("\n").trim_end())
            });
            let der = whole.and_then(|whole| {
                let (_, der) = decode_vec(whole.as_bytes()).ok()?;
                Some(der)
            });
            match label {
                "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => match der {
                    Some(der) if Certificate::from_der(&der).is_ok() => {
                        self.certificates.push(der);
                    }
                    Some(_) | None => self.broken += 1,
                },
                "X509 CRL" => match der {
                    Some(der) if CertificateList::<Rfc5280>::from_der(&der).is_ok() => {
                        self.lists.push(der);
                    }
                    Some(_) | None => self.broken_lists += 1,
                },
                "PKCS7" | "PKCS #7 SIGNED DATA" | "CMS" => {
                    if der.and_then(|der| self.package(&der)).is_none() {
                        self.unknown = true;
                    }
                }
                _ => self.private_key |= label.ends_with("PRIVATE KEY"),
            }
        }
    }

    /// The certificates and lists of a PKCS #7 package (RFC 5652 §5.1); nothing where it is none.
    fn package(&mut self, bytes: &[u8]) -> Option<()> {
        let content = AnyRef::from_der(bytes).ok()?;
        let mut info = SliceReader::new(sequence(content)?).ok()?;
        if ObjectIdentifier::decode(&mut info).ok()? != SIGNED_DATA {
            return None;
        }
        let inside = AnyRef::decode(&mut info).ok()?;
        let signed = AnyRef::from_der(inside.value()).ok()?;
        let mut parts = SliceReader::new(sequence(signed)?).ok()?;
        while !parts.is_finished() {
            let part = AnyRef::decode(&mut parts).ok()?;
            let Tag::ContextSpecific { number, .. } = part.tag() else {
                continue;
            };
            let lists = match number.value() {
                0 => false,
                1 => true,
                _ => continue,
            };
            let mut items = SliceReader::new(part.value()).ok()?;
            let mut left = MOST;
            while !items.is_finished() && left > 0 {
                left -= 1;
                self.item(items.tlv_bytes().ok()?, lists);
            }
        }
        Some(())
    }

    fn item(&mut self, der: &[u8], list: bool) {
        if list && CertificateList::<Rfc5280>::from_der(der).is_ok() {
            self.lists.push(der.to_vec());
        } else if list {
            self.broken_lists += 1;
        } else if Certificate::from_der(der).is_ok() {
            self.certificates.push(der.to_vec());
        } else {
            self.broken += 1;
        }
    }
}

fn sequence(any: AnyRef<'_>) -> Option<&[u8]> {
    (any.tag() == Tag::Sequence).then(|| any.value())
}

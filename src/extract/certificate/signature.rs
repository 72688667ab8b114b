//! Whether a key made a signature: of certificates and of lists of revoked ones alike, which are signed in one shape.

use rustls::pki_types::SubjectPublicKeyInfoDer;
use webpki::{ALL_VERIFICATION_ALGS, Error, RawPublicKeyEntity};
use x509_cert::der::asn1::{AnyRef, BitStringRef};
use x509_cert::der::{Decode, Reader, SliceReader};

use super::usable;

/// Whether a key (SPKI, DER) signed a structure (DER): `SEQUENCE { what is signed, algorithm, signature }`.
///
/// Nothing where that cannot be checked: a key or an algorithm that our library does not use, a structure of another shape.
pub fn signed_by(structure: &[u8], key: &[u8]) -> Option<bool> {
    let key = SubjectPublicKeyInfoDer::from(key);
    if !usable(&key) {
        return None;
    }
    let (signed, algorithm, signature) = parts(structure)?;
    let entity = RawPublicKeyEntity::try_from(&key).ok()?;
    let mut wrong = None;
    for known in ALL_VERIFICATION_ALGS {
        if known.signature_alg_id().as_ref() != algorithm {
            continue;
        }
        match entity.verify_signature(*known, signed, signature) {
            Ok(()) => return Some(true),
            Err(Error::InvalidSignatureForPublicKey) => wrong = Some(false),
            // It is an algorithm for keys of another kind.
            Err(_) => {}
        }
    }
    wrong
}

/// What is signed, as encoded; the algorithm within its sequence; the signature.
fn parts(structure: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let whole = AnyRef::from_der(structure).ok()?;
    let mut reader = SliceReader::new(whole.value()).ok()?;
    let signed = reader.tlv_bytes().ok()?;
    let algorithm = AnyRef::from_der(reader.tlv_bytes().ok()?).ok()?;
    let signature = BitStringRef::from_der(reader.tlv_bytes().ok()?).ok()?;
    Some((signed, algorithm.value(), signature.as_bytes()?))
}

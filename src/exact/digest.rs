//! Names of bytes: SHA-256 in lower-case hex (FIPS 180-4).

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// A digest over parts, each preceded by its length, so that no two lists of parts look alike.
#[derive(Debug, Clone, Default)]
pub struct Digester(Sha256);

impl Digester {
    /// Adds a part.
    pub fn part(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_be_bytes());
        self.0.update(bytes);
    }

    /// Adds bytes as they are; the caller has framed them.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest, 64 hex digits.
    pub fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

/// SHA-256 of bytes, 64 hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _infallible = write!(text, "{byte:02x}");
            text
        })
}

//! What an address answered, as it was stored.

use url::Url;

/// An answer with its unpacked body.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The address that was asked for.
    pub url: &'a Url,
    /// The address that answered, after redirects.
    pub final_url: &'a Url,
    /// HTTP status.
    pub status: u16,
    /// Headers in the order they came, names in lower case.
    pub headers: &'a [(String, String)],
    /// The unpacked body, as much as was read of it.
    pub body: &'a [u8],
    /// Whether the whole body is there.
    pub complete: bool,
}

impl Answer<'_> {
    /// The first value of a header; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

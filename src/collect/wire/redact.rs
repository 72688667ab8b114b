//! What must not be kept: keys and sessions in addresses and headers become `•`, cookies are dropped.
//!
//! Everything that leaves `wire` has passed here; only [`KEPT`] headers are kept at all.

use hyper::HeaderMap;
use url::Url;

/// Headers that tell something about a portal.
const KEPT: [&str; 14] = [
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "etag",
    "last-modified",
    "link",
    "location",
    "retry-after",
    "server",
    "strict-transport-security",
    "www-authenticate",
    "x-powered-by",
];

/// Longest value of a header that is kept, in bytes.
const VALUE: usize = 4_096;

/// Names of parameters that carry a key or a session, in lower case.
const SECRET: [&str; 38] = [
    "access_token",
    "accesstoken",
    "api_key",
    "apikey",
    "auth",
    "auth_token",
    "authenticity_token",
    "authorization",
    "authtoken",
    "cfid",
    "cftoken",
    "client_secret",
    "credential",
    "csrf",
    "csrf_token",
    "csrftoken",
    "id_token",
    "jsessionid",
    "key",
    "p_auth",
    "pass",
    "passwd",
    "password",
    "phpsessid",
    "pwd",
    "refresh_token",
    "samlresponse",
    "secret",
    "session",
    "session_id",
    "sessionid",
    "sid",
    "sig",
    "signature",
    "ticket",
    "token",
    "x-amz-security-token",
    "x-amz-signature",
];

/// What stands for a secret.
const HIDDEN: &str = "•";

/// An address as it may be kept.
pub(super) fn url(url: &Url) -> Url {
    let mut kept = url.clone();
    // An address without a host takes no user, and then there is none to remove.
    let _none = kept.set_username("").and_then(|()| kept.set_password(None));
    let text = text(kept.as_str());
    if text == kept.as_str() {
        return kept;
    }
    Url::parse(&text).unwrap_or(kept)
}

/// A text that may hold addresses, as it may be kept: parameters with a secret name lose their value, addresses their user.
pub(super) fn text(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['?', '&', ';', '#', ':']) {
        let (before, after) = rest.split_at(at);
        kept.push_str(before);
        let mark = after.chars().next().unwrap_or(':');
        kept.push(mark);
        rest = after.get(1..).unwrap_or_default();
        if mark == ':' {
            rest = user(rest, &mut kept);
        } else {
            rest = parameter(rest, &mut kept);
        }
    }
    kept.push_str(rest);
    kept
}

/// `NAME=VALUE` at the start: where the name is a secret's, the value is left out; what follows is given back.
fn parameter<'t>(rest: &'t str, kept: &mut String) -> &'t str {
    let name_end = rest.find(['=', '&', ';', '#', '?', '>', '"', ' ', '/', ':']);
    let Some((name, value)) = name_end.and_then(|end| rest.split_at_checked(end)) else {
        return rest;
    };
    let Some(value) = value.strip_prefix('=') else {
        return rest;
    };
    if !is_secret(name) {
        return rest;
    }
    kept.push_str(name);
    kept.push('=');
    kept.push_str(HIDDEN);
    let end = value.find(['&', ';', '#', '?', '>', '"', ' ', ',']);
    end.and_then(|end| value.get(end..)).unwrap_or_default()
}

/// `//USER@HOST` at the start: the user is left out; what follows is given back.
fn user<'t>(rest: &'t str, kept: &mut String) -> &'t str {
    let Some(authority) = rest.strip_prefix("//") else {
        return rest;
    };
    let end = authority.find(['/', '?', '#', '>', '"', ' ', ',']);
    let within = end.map_or(authority, |end| {
        authority
            .split_at_checked(end)
            .map_or(authority, |(a, _)| a)
    });
    match within.rfind('@') {
        Some(at) => {
            kept.push_str("//");
            authority.get(at + 1..).unwrap_or_default()
        }
        None => rest,
    }
}

/// Whether a parameter's name, percent-encoded or not, is one of a secret.
fn is_secret(name: &str) -> bool {
    let mut decoded = url::form_urlencoded::parse(name.as_bytes());
    let decoded = decoded.next().map(|(name, _)| name.to_ascii_lowercase());
    decoded.is_some_and(|name| {
        let last = name.rsplit(['.', '_', '[']).next().unwrap_or(&name);
        let last = last.trim_end_matches(']');
        SECRET.binary_search(&name.as_str()).is_ok()
            || matches!(last, "token" | "password" | "secret" | "jsessionid")
            || name.starts_with("aspsessionid")
    })
}

/// The headers that are kept, in the order they came, names in lower case.
pub(super) fn headers(headers: &HeaderMap) -> Vec<(String, String)> {
    let kept = headers
        .iter()
        .filter(|(name, _)| KEPT.contains(&name.as_str()));
    let kept = kept.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = match name.as_str() {
            // The scheme says what is asked for; what follows may be a nonce.
            "www-authenticate" => match value.split_once(' ') {
                Some((scheme, _)) => format!("{scheme} {HIDDEN}"),
                None => value.into_owned(),
            },
            _ => text(&value),
        };
        (name.as_str().to_owned(), cut(value))
    });
    kept.collect()
}

/// At most [`VALUE`] bytes, whole characters.
fn cut(mut value: String) -> String {
    if value.len() > VALUE {
        let end = (0..=VALUE).rev().find(|end| value.is_char_boundary(*end));
        value.truncate(end.unwrap_or_default());
    }
    value
}

#[cfg(test)]
#[path = "redact_tests.rs"]
mod tests;

//! The normalised address of a page: its id, whatever a server adds to it from one visit to the next.

use url::Url;

/// Parameters that name a visit or a campaign, never a page.
const NOISE: &[&str] = &[
    "jsessionid",
    "phpsessid",
    "aspsessionid",
    "sessionid",
    "session_id",
    "sid",
    "fbclid",
    "gclid",
    "zarsrc",
    "_ga",
];

/// The address of a page as its id: host in lower case, no fragment, no default port, dot segments resolved (all of which
/// parsing does), without what names a visit: session tokens, campaign parameters, `ReqId/HEX` in the path.
///
/// Names of pages are left alone: `index.html` and `default.aspx` may be another page than their folder.
pub fn normalised(url: &Url) -> Url {
    let mut page = url.clone();
    page.set_fragment(None);
    if page.has_host() {
        // A profile or a page may carry credentials; no page is known by them.
        if !page.username().is_empty() && page.set_username("").is_err() {
            return page;
        }
        if page.password().is_some() && page.set_password(None).is_err() {
            return page;
        }
    }
    if let Some(path) = path(page.path()) {
        page.set_path(&path);
    }
    if let Some(query) = page.query() {
        let kept: Vec<&str> = query.split('&').filter(|pair| !is_noise(pair)).collect();
        if kept.is_empty() {
            page.set_query(None);
        } else if kept.len() < query.split('&').count() {
            let query = kept.join("&");
            page.set_query(Some(&query));
        }
    }
    page
}

/// Whether a pair of a query names no page.
fn is_noise(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    name.is_empty() || name.starts_with("utm_") || NOISE.contains(&name.as_str())
}

/// The path without its session tokens, where it has some.
fn path(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let mut changed = false;
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let token = segments.peek().is_some_and(|next| is_token(next));
        if segment.eq_ignore_ascii_case("reqid") && token {
            segments.next();
            changed = true;
            continue;
        }
        // ASP.NET without cookies: `/(S(…))/page.aspx`.
        if segment.to_ascii_uppercase().starts_with("(S(") && segment.ends_with("))") {
            changed = true;
            continue;
        }
        match session_start(segment) {
            Some(at) => {
                changed = true;
                parts.push(segment.get(..at).unwrap_or(segment));
            }
            None => parts.push(segment),
        }
    }
    changed.then(|| {
        let path = parts.join("/");
        if path.starts_with('/') {
            path
        } else {
            format!("/{path}")
        }
    })
}

/// Where `;jsessionid=…` begins in a segment.
fn session_start(segment: &str) -> Option<usize> {
    let lower = segment.to_ascii_lowercase();
    [";jsessionid=", ";phpsessid=", ";sid="]
        .iter()
        .filter_map(|token| lower.find(token))
        .min()
}

/// A token that changes from visit to visit: hexadecimal digits, six or more.
fn is_token(segment: &str) -> bool {
    segment.len() >= 6 && segment.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Whether it is an address that a page can be asked at.
pub(super) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// Endings of files that are attached to an entry.
const FILES: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "zip", "rar", "7z", "rtf",
    "csv", "tif", "tiff",
];

/// Whether an address is that of a file rather than a page, by the ending of its path or of a parameter.
pub(super) fn is_file(url: &Url) -> bool {
    let ends = |text: &str| {
        text.rsplit_once('.')
            .is_some_and(|(_, ending)| FILES.iter().any(|known| ending.eq_ignore_ascii_case(known)))
    };
    let last = url.path().rsplit('/').next().unwrap_or_default();
    ends(last) || url.path().split('/').any(ends) || {
        let mut pairs = url.query().unwrap_or_default().split('&');
        pairs.any(|pair| pair.split_once('=').is_some_and(|(_, value)| ends(value)))
    }
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;

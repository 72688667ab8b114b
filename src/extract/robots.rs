//! robots.txt after RFC 9309: which paths a portal asks us not to read, where its sitemaps are, how long to wait.
//!
//! Of the rules of our group the longest that matches decides, and `Allow` where two are as long. Start at [`robots`].

use url::Url;

/// Most bytes that are read (RFC 9309 §2.5 asks for 500 KiB at least).
const READ: usize = 512 * 1_024;
/// Most rules.
const RULES: usize = 5_000;
/// Most `*` of a rule.
const STARS: usize = 32;
/// Longest wait in seconds that is believed.
const WAIT: u64 = 3_600;

/// What a robots.txt asks of one robot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
    /// Addresses of sitemaps.
    pub sitemaps: Vec<Url>,
    /// Milliseconds to wait between two requests, where it asks for that.
    pub crawl_delay_ms: Option<u64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// Reads a robots.txt for a robot of a name (`sansang`); `base` is its own address.
///
/// A group that names the robot counts, all of its name together; else those of `*`; else everything is allowed.
pub fn robots(body: &[u8], agent: &str, base: &Url) -> Robots {
    let text = String::from_utf8_lossy(body.get(..READ).unwrap_or(body)).into_owned();
    let mut own = Robots::default();
    let mut all = Robots::default();
    let mut named = false;
    let mut sitemaps: Vec<Url> = Vec::new();
    let mut current: Vec<String> = Vec::new();
    let mut in_rules = false;
    for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
        let line = line.split('#').next().unwrap_or_default();
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
        match key.as_str() {
            "user-agent" => {
                if in_rules {
                    current.clear();
                    in_rules = false;
                }
                current.push(token(value));
                named |= token(value) == agent.to_ascii_lowercase();
            }
            "sitemap" => {
                if let Ok(url) = base.join(value)
                    && super::address::is_web(&url)
                    && sitemaps.len() < 100
                    && !sitemaps.contains(&url)
                {
                    sitemaps.push(url);
                }
            }
            "allow" | "disallow" | "crawl-delay" => {
                in_rules = true;
                for name in &current {
                    let group = if *name == agent.to_ascii_lowercase() {
                        &mut own
                    } else if name == "*" {
                        &mut all
                    } else {
                        continue;
                    };
                    group.add(&key, value);
                }
            }
            _ => {}
        }
    }
    let mut robots = if named { own } else { all };
    robots.sitemaps = sitemaps;
    robots
}

/// The product token: letters, `_` and `-`, or `*`.
fn token(value: &str) -> String {
    if value.starts_with('*') {
        return "*".to_owned();
    }
    let token = value
        .chars()
        .take_while(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-'));
    token.collect::<String>().to_ascii_lowercase()
}

impl Robots {
    fn add(&mut self, key: &str, value: &str) {
        if key == "crawl-delay" {
            self.crawl_delay_ms = self.crawl_delay_ms.or_else(|| milliseconds(value));
        } else if !value.is_empty() && self.rules.len() < RULES {
            let pattern = encoded(value);
            if pattern.matches('*').count() <= STARS {
                let allow = key == "allow";
                self.rules.push(Rule { allow, pattern });
            }
        }
    }

    /// Whether an address may be read. `/robots.txt` itself always may.
    pub fn allows(&self, url: &Url) -> bool {
        let mut path = encoded(url.path());
        if path == "/robots.txt" {
            return true;
        }
        if let Some(query) = url.query() {
            path.push('?');
            path.push_str(&encoded(query));
        }
        let deciding = self
            .rules
            .iter()
            .filter(|rule| matches(&rule.pattern, &path))
            .max_by_key(|rule| (rule.pattern.len(), rule.allow));
        deciding.is_none_or(|rule| rule.allow)
    }
}

/// Seconds, with a fraction perhaps, as milliseconds.
fn milliseconds(value: &str) -> Option<u64> {
    let (whole, part) = value.split_once('.').unwrap_or((value, "0"));
    let whole: u64 = whole.trim().parse().ok()?;
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let part: u64 = part.parse().ok()?;
    Some((whole.min(WAIT) * 1_000 + part).min(WAIT * 1_000))
}

/// Octets that are no ASCII as `%XX`, escapes of unreserved ones undone: both sides are compared so.
fn encoded(path: &str) -> String {
    let mut found = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = |n: usize| {
            let digit = bytes.get(at + n).map(|b| char::from(*b))?;
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        if *byte == b'%'
            && let Some((high, low)) = hex(1).zip(hex(2))
        {
            let value = high * 16 + low;
            if value.is_ascii_alphanumeric() || matches!(value, b'-' | b'.' | b'_' | b'~') {
                found.push(char::from(value));
            } else {
                escape(&mut found, value);
            }
            at += 3;
            continue;
        }
        if byte.is_ascii_graphic() {
            found.push(char::from(*byte));
        } else {
            escape(&mut found, *byte);
        }
        at += 1;
    }
    found
}

fn escape(text: &mut String, byte: u8) {
    text.push('%');
    for digit in [byte >> 4, byte & 15] {
        let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
        text.push(digit.to_ascii_uppercase());
    }
}

/// Whether a pattern matches the start of a path; `*` stands for anything, `$` at its end for the end.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, ends) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| path.strip_prefix(first)) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let last = parts.len().checked_sub(1);
    for (n, part) in parts.iter().enumerate() {
        if ends && Some(n) == last {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    !ends || rest.is_empty()
}

#[cfg(test)]
#[path = "robots_tests.rs"]
mod tests;

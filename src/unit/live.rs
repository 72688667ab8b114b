//! `[collect]` of `sansang.toml` → [`CollectSettings`]: how live systems are asked, as meant.

use super::written::CollectEntry;
use crate::words::Problem;
use crate::words::written::{self, Places};

/// How live systems are asked. Everything has a default that a small server does not notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectSettings {
    /// Whom the owner of a portal can ask: a mail address or a page. Part of the User-Agent.
    pub contact: Option<String>,
    /// Milliseconds between the starts of two requests to one address.
    pub pause_ms: u64,
    /// Caps on bytes, pages and time.
    pub limits: Limits,
    /// Hosts (`name` or `name:port`, 443 unless said) whose answering tells that our own network works.
    pub control_hosts: Vec<String>,
    /// Name servers (`address` or `address:port`) that are asked instead of the system's; none = the system's.
    pub dns: Vec<String>,
    /// Minutes after midnight, in the round's zone, between which portals may be asked; from > to spans midnight.
    pub hours: Option<(u32, u32)>,
}

impl Default for CollectSettings {
    fn default() -> Self {
        Self {
            contact: None,
            pause_ms: 1_000,
            limits: Limits::default(),
            control_hosts: Vec::new(),
            dns: Vec::new(),
            hours: None,
        }
    }
}

/// Caps on what a portal may cost us, and we it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages of a portal.
    pub pages: u64,
    /// Clicks from its home page.
    pub depth: u64,
    /// Kibibytes of a body once it is unpacked; of the packed body as many.
    pub body_kib: u64,
    /// Milliseconds until a connection stands, and as many for its TLS handshake.
    pub connect_ms: u64,
    /// Milliseconds from the request to the first byte of the answer.
    pub first_byte_ms: u64,
    /// Milliseconds for an attempt from the look-up to the last byte.
    pub attempt_ms: u64,
    /// Attempts before an address counts as not answering.
    pub attempts: u64,
    /// Milliseconds between two attempts at one address that did not answer.
    pub retry_ms: u64,
    /// Probes of a portal's home page that its availability is told by.
    pub probes: u64,
    /// Milliseconds between two probes.
    pub probe_ms: u64,
    /// Hops that a redirect may lead on.
    pub redirects: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pages: 300,
            depth: 3,
            body_kib: 4_096,
            connect_ms: 10_000,
            first_byte_ms: 20_000,
            attempt_ms: 45_000,
            attempts: 3,
            retry_ms: 5_000,
            probes: 3,
            probe_ms: 20_000,
            redirects: 5,
        }
    }
}

/// The keys of `limits` with the least and the most that they take.
const KEYS: [(&str, u64, u64); 11] = [
    ("pages", 1, 100_000),
    ("depth", 0, 10),
    ("body_kib", 1, 65_536),
    ("connect_ms", 10, 600_000),
    ("first_byte_ms", 10, 600_000),
    ("attempt_ms", 10, 600_000),
    ("attempts", 1, 10),
    ("retry_ms", 0, 3_600_000),
    ("probes", 1, 100),
    ("probe_ms", 0, 3_600_000),
    ("redirects", 0, 20),
];

impl Limits {
    fn slot(&mut self, key: &str) -> Option<&mut u64> {
        Some(match key {
            "pages" => &mut self.pages,
            "depth" => &mut self.depth,
            "body_kib" => &mut self.body_kib,
            "connect_ms" => &mut self.connect_ms,
            "first_byte_ms" => &mut self.first_byte_ms,
            "attempt_ms" => &mut self.attempt_ms,
            "attempts" => &mut self.attempts,
            "retry_ms" => &mut self.retry_ms,
            "probes" => &mut self.probes,
            "probe_ms" => &mut self.probe_ms,
            "redirects" => &mut self.redirects,
            _ => return None,
        })
    }
}

/// What `[collect]` means; what is wrong with it is added to the problems.
pub(super) fn meant(
    entry: CollectEntry,
    places: &Places,
    problems: &mut Vec<Problem>,
) -> CollectSettings {
    let mut settings = CollectSettings {
        contact: entry.contact,
        control_hosts: entry.control_hosts,
        dns: entry.dns,
        ..CollectSettings::default()
    };
    let mut refuse = |code: &'static str, name: &str, path: &str| {
        problems.push(Problem::new(code).with("name", name).at(places.place(path)));
    };
    if let Some(contact) = &settings.contact
        && !(contact.is_ascii()
            && !contact.is_empty()
            && contact.bytes().all(|b| b.is_ascii_graphic()))
    {
        refuse("round.contact", contact, "collect.contact");
    }
    if let Some(rate) = entry.rate {
        match pause(&rate) {
            Some(pause) => settings.pause_ms = pause,
            None => refuse("round.rate", &rate.to_string(), "collect.rate"),
        }
    }
    if let Some(hours) = &entry.hours {
        settings.hours = minutes(&hours.from).zip(minutes(&hours.to));
        if settings.hours.is_none_or(|(from, to)| from == to) {
            refuse("round.hours", &hours.from, "collect.hours");
        }
    }
    for (n, host) in settings.control_hosts.iter().enumerate() {
        if !is_host(host) {
            refuse(
                "round.control_host",
                host,
                &format!("collect.control_hosts.{n}"),
            );
        }
    }
    let mut unknown = Vec::new();
    for (key, value) in &entry.limits {
        let path = format!("collect.limits.{key}");
        let Some((_, least, most)) = KEYS.iter().find(|(known, _, _)| known == key) else {
            let known: Vec<String> = KEYS.iter().map(|(key, _, _)| (*key).to_owned()).collect();
            let problem = written::unknown("round.limit_unknown", key, &known);
            unknown.push(problem.at(places.place(&path)));
            continue;
        };
        let number = value.as_integer().and_then(|n| u64::try_from(n).ok());
        let number = number.filter(|n| (least..=most).contains(&n));
        if let Some((slot, n)) = settings.limits.slot(key).zip(number) {
            *slot = n;
        } else {
            let problem = Problem::new("round.limit").with("name", key);
            let problem = problem.with("least", least).with("most", most);
            unknown.push(problem.at(places.place(&path)));
        }
    }
    problems.extend(unknown);
    settings
}

/// A rate as the pause it leaves: requests a second, or `"1/5"`, one in five seconds.
fn pause(rate: &toml::Value) -> Option<u64> {
    let (requests, seconds) = match rate {
        toml::Value::Integer(n) => (u64::try_from(*n).ok()?, 1),
        toml::Value::String(text) => {
            let (requests, seconds) = text.split_once('/')?;
            (requests.trim().parse().ok()?, seconds.trim().parse().ok()?)
        }
        toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_)
        | toml::Value::Array(_)
        | toml::Value::Table(_) => return None,
    };
    let fits = (1..=1_000).contains(&requests) && (1..=3_600).contains(&seconds);
    fits.then(|| seconds * 1_000 / requests)
}

/// `19:30` as minutes after midnight.
fn minutes(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| {
        let formed = part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        formed.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// `name` or `name:port`.
fn is_host(text: &str) -> bool {
    let (host, port) = text.rsplit_once(':').unwrap_or((text, "443"));
    let formed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    !host.is_empty() && host.chars().all(formed) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::RoundFile;

    const HEAD: &str = "id = \"2020\"\nperiod = { from = 2020-01-01, to = 2020-12-31 }\nrubric = \"r\"\n[collect]\n";

    fn read(text: &str) -> Result<CollectSettings, Problem> {
        RoundFile::parse("sansang.toml", &format!("{HEAD}{text}\n")).map(|file| file.collect)
    }

    #[test]
    fn what_is_not_said_asks_one_request_a_second() {
        assert_eq!(read("").unwrap(), CollectSettings::default());
        assert_eq!(CollectSettings::default().pause_ms, 1_000);
    }

    #[test]
    fn what_is_said_is_meant() {
        let text = "rate = 4\nhours = { from = \"19:30\", to = \"06:00\" }\ncontrol_hosts = [\"a.vn\", \"b.vn:80\"]\n\
                    dns = [\"127.0.0.1:5353\"]\ncontact = \"cntt@example.vn\"\nlimits = { pages = 7, retry_ms = 0 }";
        let settings = read(text).unwrap();
        assert_eq!(
            (settings.pause_ms, settings.hours),
            (250, Some((1_170, 360)))
        );
        assert_eq!((settings.limits.pages, settings.limits.retry_ms), (7, 0));
        assert_eq!(settings.limits.depth, Limits::default().depth);
        assert_eq!(read("rate = \"1/5\"").unwrap().pause_ms, 5_000);
    }

    #[test]
    fn each_mistake_has_its_code_and_its_line() {
        for (text, code) in [
            ("rate = 0", "round.rate"),
            ("rate = \"often\"", "round.rate"),
            ("hours = { from = \"7:00\", to = \"25:00\" }", "round.hours"),
            (
                "hours = { from = \"07:00\", to = \"07:00\" }",
                "round.hours",
            ),
            ("control_hosts = [\"https://a.vn\"]", "round.control_host"),
            ("contact = \"phòng CNTT\"", "round.contact"),
            ("limits = { page = 1 }", "round.limit_unknown"),
            ("limits = { pages = 0 }", "round.limit"),
            ("limits = { pages = \"many\" }", "round.limit"),
        ] {
            let problem = read(text).unwrap_err();
            let line = problem.place().and_then(|place| place.line);
            assert_eq!((problem.code(), line), (code, Some(5)), "{text}");
        }
    }
}

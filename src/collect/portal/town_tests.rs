//! Portals as tables of canned answers, behind the same `Fetch` that the network is behind.

use std::collections::BTreeMap;
use std::sync::Mutex;

use url::Url;

use super::super::super::seen::{
    Ask, Attempt, Family, Fetch, Outcome, Pending, Seen, Stage, Stopped, Tls,
};
use super::super::super::wire::guard;
use super::world::certified;
use crate::demo::portal::Site;

pub(super) const HOST: &str = "haiha.example.vn";

/// What an address answers.
#[derive(Debug, Clone)]
pub(super) enum Reply {
    /// Status, media type and body.
    Body(u16, &'static str, String),
    /// A redirect.
    To(u16, &'static str),
    /// A body that did not end.
    Part(String),
    /// No answer, so far and for this reason, and whether our own network answered.
    Nothing(Stage, &'static str, Option<bool>),
}

impl Reply {
    pub(super) fn html(text: impl Into<String>) -> Self {
        Self::Body(200, "text/html; charset=utf-8", text.into())
    }

    /// Nobody answers although our own network does.
    pub(super) fn dead() -> Self {
        Self::Nothing(Stage::Connect, "timeout", Some(true))
    }
}

/// What is there, and what was asked.
pub(super) struct Town {
    pub(super) replies: BTreeMap<String, Reply>,
    /// What single probes get instead of the home page.
    pub(super) probes: BTreeMap<u32, Reply>,
    /// What IPv6 gets; nothing = there is no such address.
    pub(super) v6: Option<Reply>,
    pub(super) tls: Option<Tls>,
    pub(super) headers: Vec<(String, String)>,
    /// Attempts before the one that decides.
    pub(super) before: BTreeMap<String, Vec<Outcome>>,
    /// A portal of the demo that answers where nothing else is said.
    pub(super) site: Option<Site>,
    /// Answers come in another order than they were asked for.
    pub(super) shuffled: bool,
    pub(super) asked: Mutex<Vec<String>>,
    /// What was asked with a single attempt.
    pub(super) once: Mutex<Vec<String>>,
    /// What was waited before, and how long.
    pub(super) waits: Mutex<Vec<(String, u64)>>,
    /// robots.txt answers after everything that is asked beside it.
    pub(super) slow_robots: bool,
    /// Path that was read the day before everything else, as a run that was gone on with later has it.
    pub(super) early: Option<&'static str>,
}

impl Town {
    /// A town of these addresses below `https://HOST`.
    pub(super) fn of(pages: &[(&str, Reply)]) -> Self {
        let address = |path: &str| {
            if path.starts_with("http") {
                path.to_owned()
            } else {
                format!("https://{HOST}{path}")
            }
        };
        let replies = pages
            .iter()
            .map(|(path, reply)| (address(path), reply.clone()));
        Self {
            replies: replies.collect(),
            probes: BTreeMap::new(),
            v6: None,
            tls: Some(certified(HOST, (2019, 2023))),
            headers: Vec::new(),
            before: BTreeMap::new(),
            site: None,
            shuffled: false,
            asked: Mutex::new(Vec::new()),
            once: Mutex::new(Vec::new()),
            waits: Mutex::new(Vec::new()),
            slow_robots: false,
            early: None,
        }
    }

    pub(super) fn set(&mut self, path: &str, reply: Reply) {
        self.replies.insert(format!("https://{HOST}{path}"), reply);
    }

    pub(super) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn reply(&self, ask: &Ask<'_>, url: &Url) -> Reply {
        let none = Reply::Body(404, "text/html", "<p>404</p>".into());
        if ask.family == Family::V6 {
            let none = Reply::Nothing(Stage::Dns, "no_address", None);
            return self.v6.clone().unwrap_or(none);
        }
        if let Some(reply) = self.probes.get(&ask.probe) {
            return reply.clone();
        }
        // Nothing is said of port 80: it leads to TLS.
        let plain = url.scheme() == "http";
        let there = self.replies.get(url.as_str()).cloned();
        let there = there.or_else(|| self.of_site(url).filter(|_| !plain));
        there.unwrap_or(if plain { Reply::To(301, "https") } else { none })
    }

    fn of_site(&self, url: &Url) -> Option<Reply> {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        Some(match self.site.as_ref()?.reply(path)? {
            crate::demo::portal::Reply::Body {
                status,
                media_type,
                bytes,
            } => Reply::Body(status, media_type, String::from_utf8_lossy(&bytes).into()),
            crate::demo::portal::Reply::Silence => {
                Reply::Nothing(Stage::FirstByte, "timeout", Some(true))
            }
        })
    }

    fn answer(&self, ask: &Ask<'_>) -> Seen {
        let mut url = ask.url.clone();
        let mut seen = unasked(ask);
        if self.early == Some(url.path()) {
            seen.observed_at = seen.observed_at.replacen("2020-12-31", "2020-12-30", 1);
        }
        for outcome in self.before.get(ask.url.as_str()).into_iter().flatten() {
            seen.try_once(&url, Stage::Connect, *outcome, "timeout");
        }
        for _ in 0..5 {
            let mut head = self.headers.clone();
            let (status, media, body, whole) = match self.reply(ask, &url) {
                Reply::Nothing(stage, detail, control) => {
                    seen.outcome = match (stage, control) {
                        (_, Some(false)) => Outcome::ToolError,
                        (Stage::Dns, _) => Outcome::Absent,
                        _ => Outcome::Unreachable,
                    };
                    seen.control = control;
                    let outcome = seen.outcome;
                    seen.try_once(&url, stage, outcome, detail);
                    return seen;
                }
                Reply::To(status, target) => {
                    let target = led(&url, target);
                    head.push(("location".into(), target.to_string()));
                    seen.try_once(&url, Stage::Done, Outcome::Observed, "status=301");
                    if ask.follow {
                        url = target;
                        if guard::declared(ask.portal, &url) {
                            continue;
                        }
                        seen.try_once(&url, Stage::Guard, Outcome::ToolError, "undeclared");
                    }
                    (status, "", String::new(), true)
                }
                Reply::Body(status, media, body) => (status, media, body, true),
                Reply::Part(body) => (200, "text/html", body, false),
            };
            seen.outcome = match status {
                401 | 403 | 429 => Outcome::Refused,
                404 | 410 => Outcome::Absent,
                _ => Outcome::Observed,
            };
            if !media.is_empty() {
                head.push(("content-type".into(), media.into()));
            }
            let outcome = seen.outcome;
            if whole {
                seen.try_once(&url, Stage::Done, outcome, "status");
            } else {
                seen.try_once(&url, Stage::Body, outcome, "timeout");
            }
            seen.status = Some(status);
            seen.headers = head;
            seen.body = if ask.head {
                Vec::new()
            } else {
                body.into_bytes()
            };
            seen.complete = whole;
            let secure = ask.url.scheme() == "https";
            seen.tls = self.tls.clone().filter(|_| secure);
            seen.final_url = Some(url);
            return seen;
        }
        seen
    }
}

/// Where a redirect leads; `https` = the same address over TLS.
fn led(url: &Url, target: &str) -> Url {
    if target != "https" {
        return url.join(target).unwrap();
    }
    let mut secure = url.clone();
    secure.set_scheme("https").unwrap();
    secure
}

pub(super) fn unasked(ask: &Ask<'_>) -> Seen {
    let observed_at = match ask.probe {
        0 => "2020-12-31T08:00:00".to_owned(),
        n => format!("2020-12-31T08:{:02}:{:02}", n / 3, n % 3 * 20),
    };
    Seen {
        obs: number(&ask.subject()),
        outcome: Outcome::ToolError,
        observed_at,
        status: None,
        final_url: None,
        headers: Vec::new(),
        body: Vec::new(),
        complete: false,
        tls: None,
        attempts: Vec::new(),
        control: None,
    }
}

impl Seen {
    fn try_once(&mut self, url: &Url, stage: Stage, outcome: Outcome, detail: &str) {
        let unknown = matches!(stage, Stage::Dns | Stage::Guard);
        let address = if unknown { "" } else { "203.0.113.9:443" };
        self.attempts.push(Attempt {
            started_at: self.observed_at.clone(),
            elapsed_ms: 1,
            url: url.to_string(),
            address: address.to_owned(),
            stage,
            outcome,
            detail: detail.to_owned(),
        });
    }
}

impl Fetch for Town {
    fn fetch<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Result<Seen, Stopped>> {
        Box::pin(async move {
            let subject = format!("{} {}", ask.step.code(), ask.subject());
            let turns = if self.shuffled {
                number(&subject) % 7
            } else {
                0
            };
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            assert!(
                guard::declared(ask.portal, ask.url),
                "{subject} is not declared"
            );
            if ask.once {
                self.once.lock().unwrap().push(subject.clone());
            }
            self.asked.lock().unwrap().push(subject);
            if self.slow_robots && ask.url.path() == "/robots.txt" {
                for _ in 0..100 {
                    tokio::task::yield_now().await;
                }
            }
            Ok(self.answer(&ask))
        })
    }

    fn wait<'a>(&'a self, before: Ask<'a>, milliseconds: u64) -> Pending<'a, Result<(), Stopped>> {
        let before = format!("{} {}", before.step.code(), before.subject());
        self.waits.lock().unwrap().push((before, milliseconds));
        Box::pin(async {
            tokio::task::yield_now().await;
            Ok(())
        })
    }

    fn late(&self, _: u64) -> Pending<'_, ()> {
        Box::pin(async {
            if !self.slow_robots {
                std::future::pending::<()>().await;
            }
        })
    }
}

/// A number of a subject that does not depend on when it was asked.
fn number(subject: &str) -> i64 {
    subject
        .bytes()
        .fold(7, |sum, byte| (sum * 31 + i64::from(byte)) % 1_000_003)
}

//! What the live world answered, once: the record that is stored, resumed from and replayed.
//!
//! A portal's trouble is data here, never an error. Start at [`Fetch`].

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use url::Url;

use crate::unit::Portal;

/// How asking ended (design §9). Only `Observed` and `Absent` settle a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It answered.
    Observed,
    /// Looked properly, and it is not there: 404, 410, a name without addresses that a name server vouches for.
    Absent,
    /// 401, 403, 429, a captcha, robots.txt: it does not want to be read.
    Refused,
    /// It did not answer; the stage says how far it came.
    Unreachable,
    /// Our own fault: our network is down, an address that the profile does not declare, a slip of ours.
    ToolError,
    /// Not asked: unselected, no input, a budget.
    NotRun,
}

impl Outcome {
    /// All of them.
    const ALL: [Self; 6] = [
        Self::Observed,
        Self::Absent,
        Self::Refused,
        Self::Unreachable,
        Self::ToolError,
        Self::NotRun,
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Observed => "observed",
            Self::Absent => "absent",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::ToolError => "tool_error",
            Self::NotRun => "not_run",
        }
    }

    /// The outcome of a stored code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.code() == code)
    }
}

/// How far an attempt came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The guard refused the address before anything was sent.
    Guard,
    /// The name had no address.
    Dns,
    /// The connection did not stand.
    Connect,
    /// The handshake did not end.
    Tls,
    /// The head of the answer did not come, or was none.
    FirstByte,
    /// The body did not end.
    Body,
    /// Everything came.
    Done,
}

impl Stage {
    /// All of them, in order.
    const ALL: [Self; 7] = [
        Self::Guard,
        Self::Dns,
        Self::Connect,
        Self::Tls,
        Self::FirstByte,
        Self::Body,
        Self::Done,
    ];

    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Guard => "guard",
            Self::Dns => "dns",
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::FirstByte => "first_byte",
            Self::Body => "body",
            Self::Done => "done",
        }
    }

    /// The stage of a stored code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }
}

/// One try at one address of one host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it began, in civil time.
    pub started_at: String,
    /// Milliseconds it took.
    pub elapsed_ms: u64,
    /// The hop's address.
    pub url: String,
    /// The socket address that was connected to, `''` = none was.
    pub address: String,
    /// How far it came.
    pub stage: Stage,
    /// How it ended.
    pub outcome: Outcome,
    /// Why, in a word of a closed list and what the system said: `timeout`, `refused`, `reset`, `garbage`, `guard`, `status=503` …
    pub detail: String,
}

/// The TLS side of the page's own connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// The chain as sent, DER, the leaf first.
    pub chain: Vec<Vec<u8>>,
    /// `1.2` or `1.3`.
    pub version: &'static str,
    /// Whether the handshake's signature shows that the server holds the leaf's key; nothing where it did not come so far.
    pub key_proof: Option<bool>,
}

/// What an address answered, or why it did not.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its number in the bundle, from 1; 0 = not stored yet.
    pub obs: i64,
    /// How it ended.
    pub outcome: Outcome,
    /// When the deciding attempt began, in civil time.
    pub observed_at: String,
    /// HTTP status of the last hop.
    pub status: Option<u16>,
    /// The address that answered last.
    pub final_url: Option<Url>,
    /// Headers of the last hop, names in lower case; secrets and cookies are already redacted.
    pub headers: Vec<(String, String)>,
    /// The unpacked body, as much as was read.
    pub body: Vec<u8>,
    /// Whether the whole body is there.
    pub complete: bool,
    /// TLS of the first hop, where its handshake ended.
    pub tls: Option<Tls>,
    /// All attempts and hops, in the order they began.
    pub attempts: Vec<Attempt>,
    /// Whether our own network answered when this did not: nothing where it was not asked.
    pub control: Option<bool>,
}

/// What is asked for, by which collector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// A page, feed, sitemap or robots file of a portal.
    Http,
    /// An answer without TLS, or over one family of addresses: what a host offers.
    Tls,
    /// The home page once more, at its own time.
    Uptime,
}

impl Step {
    /// As stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Tls => "tls",
            Self::Uptime => "uptime",
        }
    }
}

/// Which of a host's addresses are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Both, in the order of RFC 8305, each as an attempt of its own.
    Any,
    /// IPv6 alone.
    V6,
}

/// One question to a portal.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// For which collector.
    pub step: Step,
    /// The portal whose declared hosts and roots hold.
    pub portal: &'a Portal,
    /// The address.
    pub url: &'a Url,
    /// HEAD instead of GET.
    pub head: bool,
    /// Which addresses.
    pub family: Family,
    /// Follow redirects within the declared hosts.
    pub follow: bool,
    /// Which probe of several, from 1; 0 = the only one.
    pub probe: u32,
    /// One attempt, whatever comes of it, instead of as many as the limits give.
    pub once: bool,
    /// Who hears of its attempts.
    pub hearing: Hearing<'a>,
}

/// Who hears that an attempt begins, and which one it is, from 1. Nobody who listens can change it.
#[derive(Clone, Copy, Default)]
pub struct Hearing<'a>(Option<&'a (dyn Fn(u64) + Send + Sync)>);

impl<'a> Hearing<'a> {
    /// This one hears it.
    pub fn by(told: &'a (dyn Fn(u64) + Send + Sync)) -> Self {
        Self(Some(told))
    }

    /// Tells it.
    pub fn tell(self, attempt: u64) {
        if let Some(told) = self.0 {
            told(attempt);
        }
    }
}

impl fmt::Debug for Hearing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hearing")
    }
}

impl<'a> Ask<'a> {
    /// A page as a browser gets it: GET, over any family, redirects followed, with all attempts, heard by nobody.
    pub fn of(step: Step, portal: &'a Portal, url: &'a Url) -> Self {
        Self {
            step,
            portal,
            url,
            head: false,
            family: Family::Any,
            follow: true,
            probe: 0,
            once: false,
            hearing: Hearing::default(),
        }
    }

    /// The subject of its observation: unique within portal and step.
    pub fn subject(&self) -> String {
        let mut subject = format!("{} {}", self.portal.id, self.url);
        if self.head {
            subject.push_str(" head");
        }
        match self.family {
            Family::Any => {}
            Family::V6 => subject.push_str(" v6"),
        }
        if self.probe > 0 {
            subject.push_str(" #");
            subject.push_str(&self.probe.to_string());
        }
        subject
    }
}

/// The run was interrupted: nothing more is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopped;

/// A future that may be kept in a list.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Where answers come from: the record of this run where it has them, else the network, else (in a replay) nowhere.
pub trait Fetch: Send + Sync {
    /// The answer to a question, stored before it is given. The same question again gives the stored answer.
    fn fetch<'a>(&'a self, ask: Ask<'a>) -> Pending<'a, Result<Seen, Stopped>>;

    /// Waits before a question is asked; not where its answer is stored already, nor where no time passes between answers.
    fn wait<'a>(&'a self, before: Ask<'a>, milliseconds: u64) -> Pending<'a, Result<(), Stopped>>;

    /// Ends when so much time has passed; never where no time passes between answers.
    ///
    /// Only for when something is asked: what is made of the answers must be the same however soon this ends.
    fn late(&self, milliseconds: u64) -> Pending<'_, ()>;
}

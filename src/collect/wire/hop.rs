//! One address of the web, asked until it answers or its attempts are used up: look-up, guard, each socket address in turn.
//!
//! Every attempt is written down with its stage. Start at [`Wire::hop`].

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use http_body_util::Empty;
use hyper::Request;
use hyper::body::Bytes;
use hyper::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HOST, HeaderMap, USER_AGENT};
use tokio::time::{Instant, timeout};
use url::{Position, Url};

use super::Wire;
use super::connection::{Connection, Origin};
use super::exchange::{Bounds, Reply, exchange};
use super::fault::Fault;
use super::pace::Turn;
use super::{guard, redact};
use crate::collect::{Ask, Attempt, Outcome, Stage, Tls};

/// How an address of the web ended.
#[derive(Debug)]
pub(super) struct Hop {
    /// When the deciding attempt began, in civil time.
    pub(super) started_at: String,
    /// Its answer and the TLS it came over, or why there is none.
    pub(super) end: Result<(Reply, Option<Tls>), Fault>,
    /// Whether our own network worked when there was no answer.
    pub(super) control: Option<bool>,
}

/// Socket addresses of a host that are tried in a round.
const ADDRESSES: usize = 3;

/// The longest that a server may make us wait before it is asked again.
const REST: Duration = Duration::from_mins(1);

/// How long it may take to see that a connection which waits is still there.
const IDLE_CHECK: Duration = Duration::from_millis(200);

/// Bytes of a body that only leads elsewhere.
const AWAY: usize = 64 * 1_024;

impl Wire {
    /// Asks one address in as many rounds as the limits give.
    pub(super) async fn hop(&self, ask: &Ask<'_>, url: &Url, attempts: &mut Vec<Attempt>) -> Hop {
        let limits = self.limits;
        let mut busy = false;
        let mut best: Option<Hop> = None;
        let rounds = if ask.once { 1 } else { limits.attempts.max(1) };
        for round in 1..=rounds {
            ask.hearing.tell(round);
            let mut hop = self.round(ask, url, attempts).await;
            let again = again(&hop.end, &mut busy);
            if let Err(fault) = &mut hop.end
                && fault.outcome == Outcome::Unreachable
            {
                hop.control = self.control.works(ask.family).await;
                if hop.control == Some(false) {
                    fault.outcome = Outcome::ToolError;
                    return longer(best, hop);
                }
            }
            best = Some(longer(best, hop));
            let wait = match again {
                Again::Soon => Duration::from_millis(limits.retry_ms),
                Again::After(wait) => wait,
                Again::No => break,
            };
            if round < rounds {
                tokio::time::sleep(wait).await;
            }
        }
        best.unwrap_or_else(|| self.none(Fault::ours(Stage::Guard, "guard")))
    }

    /// A hop that did not come to an attempt.
    pub(super) fn none(&self, fault: Fault) -> Hop {
        Hop {
            started_at: (self.clock)(),
            end: Err(fault),
            control: None,
        }
    }

    /// One look-up and each address that it gives, until one answers.
    async fn round(&self, ask: &Ask<'_>, url: &Url, attempts: &mut Vec<Attempt>) -> Hop {
        let begun = Begun::now(self, url);
        let Some((host, port)) = url.host().zip(url.port_or_known_default()) else {
            return self.none(Fault::ours(Stage::Guard, "name"));
        };
        let addresses = match self.resolver.addresses(&host, ask.family).await {
            Ok(addresses) => addresses,
            Err(fault) => {
                attempts.push(begun.attempt(None, &fault));
                return begun.hop(Err(fault));
            }
        };
        let looked_up = begun.at.elapsed();
        let (mut may, not): (Vec<IpAddr>, Vec<IpAddr>) = addresses
            .into_iter()
            .map(guard::unmapped)
            .partition(|ip| guard::allowed(*ip, ask.portal.private));
        let refused = Fault::ours(Stage::Guard, "guard");
        for ip in not {
            let mut attempt = begun.attempt(None, &refused);
            // Which address it was is worth knowing; it was not connected to.
            attempt.detail = format!("guard={ip}");
            attempts.push(attempt);
        }
        let site = url[Position::BeforeHost..Position::AfterPort].to_owned();
        if let Some(last) = self.answered(&site)
            && let Some(at) = may.iter().position(|ip| *ip == last)
        {
            let ip = may.remove(at);
            may.insert(0, ip);
        }
        may.truncate(ADDRESSES);
        let mut worst = begun.hop(Err(refused));
        for ip in may {
            let origin = Origin {
                secure: url.scheme() == "https",
                host: url.host_str().unwrap_or_default().to_owned(),
                address: SocketAddr::new(ip, port),
            };
            let turn = self.lanes.turn(origin.address).await;
            let begun = Begun::now(self, url);
            let left = Duration::from_millis(self.limits.attempt_ms).saturating_sub(looked_up);
            let end = self
                .ask(ask, url, &origin, &turn, Instant::now() + left)
                .await;
            match end {
                Ok((reply, tls)) => {
                    attempts.push(begun.answered(origin.address, &reply));
                    if let Some(wait) = rest(&reply) {
                        turn.rest(wait);
                    }
                    self.answers(site, ip);
                    return begun.hop(Ok((reply, tls)));
                }
                Err(fault) => {
                    attempts.push(begun.attempt(Some(origin.address), &fault));
                    worst = worse(worst, begun.hop(Err(fault)));
                }
            }
        }
        worst
    }

    /// Asks one socket address: on a connection that waits, else on a new one.
    async fn ask(
        &self,
        ask: &Ask<'_>,
        url: &Url,
        origin: &Origin,
        turn: &Turn<Origin, Connection>,
        deadline: Instant,
    ) -> Result<(Reply, Option<Tls>), Fault> {
        let cap = usize::try_from(self.limits.body_kib.saturating_mul(1_024)).unwrap_or(usize::MAX);
        let bounds = Bounds {
            first_byte: Duration::from_millis(self.limits.first_byte_ms),
            deadline,
            body: cap,
            away: AWAY.min(cap),
            room: &self.room,
        };
        if let Some(mut connection) = turn.take(origin)
            && matches!(
                timeout(IDLE_CHECK, connection.sender.ready()).await,
                Ok(Ok(()))
            )
        {
            let end = exchange(&mut connection, self.request(ask, url)?, bounds).await;
            match end {
                // A server may close a connection that waits at any moment: that is no answer, and a new one asks again.
                Err(fault) if matches!(fault.detail.as_str(), "closed" | "reset") => {}
                Err(fault) => return Err(fault),
                Ok(reply) => return Ok(Self::after(reply, connection, origin, turn)),
            }
        }
        let patience = Duration::from_millis(self.limits.connect_ms);
        let opened = Connection::open(origin, &self.handshakes, patience, deadline).await;
        let mut connection = opened?;
        let reply = exchange(&mut connection, self.request(ask, url)?, bounds).await?;
        Ok(Self::after(reply, connection, origin, turn))
    }

    /// Lets a connection wait that can be asked again.
    fn after(
        reply: Reply,
        connection: Connection,
        origin: &Origin,
        turn: &Turn<Origin, Connection>,
    ) -> (Reply, Option<Tls>) {
        let tls = connection.tls.clone();
        if reply.reusable && !connection.sender.is_closed() {
            turn.keep(origin.clone(), connection);
        }
        (reply, tls)
    }

    /// The request as it is sent: no cookie, no key, no referrer.
    fn request(&self, ask: &Ask<'_>, url: &Url) -> Result<Request<Empty<Bytes>>, Fault> {
        let method = if ask.head { "HEAD" } else { "GET" };
        let request = Request::builder()
            .method(method)
            .uri(&url[Position::BeforePath..Position::AfterQuery])
            .header(HOST, &url[Position::BeforeHost..Position::AfterPort])
            .header(USER_AGENT, &self.agent)
            .header(
                ACCEPT,
                "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            )
            .header(ACCEPT_LANGUAGE, "vi,en;q=0.5")
            .header(ACCEPT_ENCODING, "gzip, deflate, br, zstd")
            .body(Empty::new());
        request.map_err(|_unsent| Fault::ours(Stage::FirstByte, "name"))
    }
}

/// An attempt that runs.
#[derive(Debug)]
struct Begun {
    started_at: String,
    at: Instant,
    url: String,
}

impl Begun {
    fn now(wire: &Wire, url: &Url) -> Self {
        Self {
            started_at: (wire.clock)(),
            at: Instant::now(),
            url: redact::url(url).into(),
        }
    }

    fn attempt(&self, address: Option<SocketAddr>, fault: &Fault) -> Attempt {
        Attempt {
            started_at: self.started_at.clone(),
            elapsed_ms: u64::try_from(self.at.elapsed().as_millis()).unwrap_or(u64::MAX),
            url: self.url.clone(),
            address: address
                .map(|address| address.to_string())
                .unwrap_or_default(),
            stage: fault.stage,
            outcome: fault.outcome,
            detail: fault.detail.clone(),
        }
    }

    /// An attempt that brought an answer, whole or not.
    fn answered(&self, address: SocketAddr, reply: &Reply) -> Attempt {
        let whole = Fault {
            stage: Stage::Done,
            outcome: outcome(&reply.head),
            detail: format!("status={}", reply.head.status.as_u16()),
        };
        self.attempt(Some(address), reply.cut.as_ref().unwrap_or(&whole))
    }

    fn hop(&self, end: Result<(Reply, Option<Tls>), Fault>) -> Hop {
        Hop {
            started_at: self.started_at.clone(),
            end,
            control: None,
        }
    }
}

/// What a status means.
pub(super) fn outcome(head: &hyper::http::response::Parts) -> Outcome {
    match head.status.as_u16() {
        401 | 403 | 429 => Outcome::Refused,
        503 if head.headers.contains_key("retry-after") => Outcome::Refused,
        404 | 410 => Outcome::Absent,
        _ => Outcome::Observed,
    }
}

/// Whether it is worth asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Again {
    No,
    Soon,
    After(Duration),
}

/// Whether an end is worth another round; `busy` = the server said once already that it is.
fn again(end: &Result<(Reply, Option<Tls>), Fault>, busy: &mut bool) -> Again {
    match end {
        Err(fault) => match (fault.outcome, fault.detail.as_str()) {
            // These are answers: asked again they are the same.
            (_, "nxdomain" | "no_address" | "tls_none_shared") => Again::No,
            (_, detail) if detail.starts_with("tls_alert") => Again::No,
            (Outcome::Unreachable, _) => Again::Soon,
            _ => Again::No,
        },
        Ok((Reply { cut: Some(cut), .. }, _)) => match cut.detail.as_str() {
            "closed" | "reset" => Again::Soon,
            _ => Again::No,
        },
        Ok((reply, _)) => {
            let status = reply.head.status.as_u16();
            let wait = rest(reply);
            if std::mem::replace(busy, matches!(status, 429 | 502 | 503 | 504)) {
                return Again::No;
            }
            match (status, wait) {
                (429 | 503, Some(wait)) => Again::After(wait),
                (503, None) if reply.head.headers.contains_key("retry-after") => Again::No,
                (502..=504, None) => Again::Soon,
                _ => Again::No,
            }
        }
    }
}

/// How long a busy server wants to be left alone, where that is not too long.
fn rest(reply: &Reply) -> Option<Duration> {
    if !matches!(reply.head.status.as_u16(), 429 | 503) {
        return None;
    }
    let text = |headers: &HeaderMap, name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.map(str::to_owned)
    };
    let after = text(&reply.head.headers, "retry-after")?;
    let seconds = after.trim().parse::<u64>().ok().or_else(|| {
        // A moment is measured from the server's own clock.
        let moment = |text: &str| jiff::fmt::rfc2822::parse(text).ok();
        let from = moment(&text(&reply.head.headers, "date")?)?;
        let until = moment(&after)?;
        let left = until.timestamp().as_second() - from.timestamp().as_second();
        Some(u64::try_from(left).unwrap_or_default())
    })?;
    let wait = Duration::from_secs(seconds);
    (wait <= REST).then_some(wait)
}

/// The hop that tells more: an answer before none, the longer body before the shorter, the later before the earlier.
fn longer(before: Option<Hop>, hop: Hop) -> Hop {
    let Some(before) = before else {
        return hop;
    };
    match (&before.end, &hop.end) {
        (Ok(_), Err(_)) => before,
        (Ok((old, _)), Ok((new, _))) if new.cut.is_some() && old.body.len() > new.body.len() => {
            before
        }
        _ => hop,
    }
}

/// Of two ends without an answer the one that tells more of the portal: its own silence before our own trouble, and
/// what came further.
fn worse(before: Hop, hop: Hop) -> Hop {
    let tells = |hop: &Hop| {
        let fault = hop.end.as_ref().err();
        fault.map(|fault| (fault.outcome == Outcome::Unreachable, fault.stage))
    };
    if tells(&before) > tells(&hop) {
        return before;
    }
    hop
}

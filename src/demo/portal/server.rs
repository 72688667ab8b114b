//! The server: two listeners on loopback, one thread, and a count of what was asked.
//!
//! A name that no site has gets no certificate and no page. Dropping [`Running`] ends everything, the page that never
//! answers too. Start at [`Door::open`].

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HOST, HeaderValue, LOCATION};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::ServerConfig;
use rustls::crypto::ring;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;

use super::certificate::{Leaves, vouch};
use super::{Reply, Site};
use crate::exact::Day;
use crate::words::Problem;

/// The ports of the two listeners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ports {
    /// With TLS.
    pub https: u16,
    /// Without.
    pub http: u16,
}

impl Ports {
    /// A text with the ports at their places, `{https}` and `{http}`.
    pub(in crate::demo) fn fill(self, text: &str) -> String {
        let text = text.replace("{https}", &self.https.to_string());
        text.replace("{http}", &self.http.to_string())
    }
}

/// The ports that are taken where they are free, so that two demos are alike.
pub const PORTS: Ports = Ports {
    https: 20_443,
    http: 20_080,
};

/// Two bound listeners that nobody answers on yet.
#[derive(Debug)]
pub struct Door {
    https: TcpListener,
    http: TcpListener,
}

impl Door {
    /// Takes these two ports of 127.0.0.1; 0 is any that is free.
    ///
    /// Errors: `demo.ports` where one of them is taken.
    pub fn at(ports: Ports) -> Result<Self, Problem> {
        let bound = |port: u16| {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
            listener.set_nonblocking(true)?;
            Ok(listener)
        };
        let taken = |error: io::Error| {
            let problem = Problem::new("demo.ports").with("https", ports.https);
            problem.with("http", ports.http).with("detail", error)
        };
        Ok(Self {
            https: bound(ports.https).map_err(taken)?,
            http: bound(ports.http).map_err(taken)?,
        })
    }

    /// Takes [`PORTS`], else any two that are free.
    ///
    /// Errors: `demo.ports` where there is no free port.
    pub fn open_any() -> Result<Self, Problem> {
        Self::at(PORTS).or_else(|_taken| Self::at(Ports { https: 0, http: 0 }))
    }

    /// The ports that it has.
    pub fn ports(&self) -> Ports {
        let port = |listener: &TcpListener| listener.local_addr().map_or(0, |at| at.port());
        Ports {
            https: port(&self.https),
            http: port(&self.http),
        }
    }

    /// Answers for these sites from now on, with a root and certificates made now.
    ///
    /// Errors: a host that is no name, a thread or runtime that the system refuses.
    pub fn open(self, sites: Vec<Site>) -> Result<Running, Problem> {
        let refused = |error: io::Error| Problem::new("demo.server").with("detail", error);
        let ports = self.ports();
        let now = jiff::Timestamp::now().to_string();
        let today = now.get(..10).and_then(Day::parse);
        let today = today.ok_or_else(|| Problem::new("demo.server").with("detail", &now))?;
        let vouched = vouch(&sites, today)?;
        let served = Arc::new(Served {
            acceptor: acceptor(vouched.leaves)?,
            sites: sites
                .into_iter()
                .map(|site| (site.host.clone(), site))
                .collect(),
            ports,
            counted: Mutex::default(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()
            .map_err(refused)?;
        let (stop, stopped) = oneshot::channel::<()>();
        let inside = Arc::clone(&served);
        let run = move || {
            runtime.block_on(async move {
                let both = async {
                    tokio::join!(
                        listen(self.https, &inside, tls),
                        listen(self.http, &inside, plain)
                    )
                };
                tokio::select! {
                    _ = stopped => {}
                    _ = both => {}
                }
            });
        };
        let thread = std::thread::Builder::new().name("portals".to_owned());
        let thread = thread.spawn(run).map_err(refused)?;
        let at = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Ok(Running {
            https: at(ports.https),
            http: at(ports.http),
            root_pem: vouched.root,
            served,
            stop: Some(stop),
            thread: Some(thread),
        })
    }
}

/// How often a host was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// TLS handshakes that ended well.
    pub handshakes: u64,
    /// Requests over TLS.
    pub requests: u64,
    /// Requests without TLS.
    pub plain: u64,
}

/// Portals that answer until this is dropped.
#[derive(Debug)]
pub struct Running {
    /// Where HTTPS is answered.
    pub https: SocketAddr,
    /// Where HTTP is.
    pub http: SocketAddr,
    /// The root that vouches for all hosts, PEM.
    pub root_pem: String,
    served: Arc<Served>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// What was counted since the start, by host; a host that was not asked is not in it.
    pub fn counted(&self) -> BTreeMap<String, Counted> {
        self.served.counted().clone()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has ended too.
            drop(thread.join());
        }
    }
}

/// What every connection shares.
struct Served {
    acceptor: TlsAcceptor,
    sites: BTreeMap<String, Site>,
    ports: Ports,
    counted: Mutex<BTreeMap<String, Counted>>,
}

impl std::fmt::Debug for Served {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hosts: Vec<&String> = self.sites.keys().collect();
        f.debug_struct("Served")
            .field("hosts", &hosts)
            .finish_non_exhaustive()
    }
}

fn acceptor(leaves: Leaves) -> Result<TlsAcceptor, Problem> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Problem::new("demo.server").with("detail", error))?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(leaves));
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Accepts for ever; each connection is a task of its own, and its end is nobody's business.
async fn listen<F, Fut>(listener: TcpListener, served: &Arc<Served>, each: F)
where
    F: Fn(tokio::net::TcpStream, Arc<Served>) -> Fut,
    Fut: Future<Output = ()> + Send + 'static,
{
    let Ok(listener) = tokio::net::TcpListener::from_std(listener) else {
        return;
    };
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            // An answer behind the tickets of TLS would wait for their acknowledgement; with an error it is only slower.
            drop(stream.set_nodelay(true));
            drop(tokio::spawn(each(stream, Arc::clone(served))));
        }
        tokio::task::yield_now().await;
    }
}

async fn tls(stream: tokio::net::TcpStream, served: Arc<Served>) {
    let Ok(stream) = served.acceptor.accept(stream).await else {
        return;
    };
    if let Some(host) = stream.get_ref().1.server_name() {
        served.count(host, |counted| counted.handshakes += 1);
    }
    speak(stream, served, true).await;
}

async fn plain(stream: tokio::net::TcpStream, served: Arc<Served>) {
    speak(stream, served, false).await;
}

async fn speak<S>(stream: S, served: Arc<Served>, secure: bool)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request: Request<Incoming>| {
        let served = Arc::clone(&served);
        async move {
            let answer = served.answer(&request, secure);
            match answer {
                Some(answer) => Ok::<_, Infallible>(answer),
                None => std::future::pending().await,
            }
        }
    });
    let spoken = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A client that went away is no fault of the server.
    drop(spoken.await);
}

impl Served {
    fn counted(&self) -> MutexGuard<'_, BTreeMap<String, Counted>> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, host: &str, add: impl FnOnce(&mut Counted)) {
        let host = host.to_ascii_lowercase();
        if self.sites.contains_key(&host) {
            add(self.counted().entry(host).or_default());
        }
    }

    /// The answer to a request; nothing where there is to be none, ever.
    fn answer(&self, request: &Request<Incoming>, secure: bool) -> Option<Response<Full<Bytes>>> {
        let named = request
            .headers()
            .get(HOST)
            .and_then(|host| host.to_str().ok());
        let host = named.unwrap_or_default().to_ascii_lowercase();
        let host = host
            .rsplit_once(':')
            .map_or(host.as_str(), |(host, _)| host);
        self.count(host, |counted| {
            if secure {
                counted.requests += 1;
            } else {
                counted.plain += 1;
            }
        });
        let Some(site) = self.sites.get(host) else {
            return Some(short(StatusCode::MISDIRECTED_REQUEST));
        };
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut answer = short(StatusCode::METHOD_NOT_ALLOWED);
            let allowed = HeaderValue::from_static("GET, HEAD");
            answer.headers_mut().insert(ALLOW, allowed);
            return Some(answer);
        }
        let asked = request
            .uri()
            .path_and_query()
            .map_or("/", |asked| asked.as_str());
        if !secure {
            return Some(self.moved(host, asked));
        }
        match site.reply(asked) {
            Some(Reply::Silence) => None,
            Some(Reply::Body {
                status,
                media_type,
                bytes,
            }) => {
                let mut answer = Response::new(Full::new(bytes));
                *answer.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
                let media_type = HeaderValue::from_static(media_type);
                answer.headers_mut().insert(CONTENT_TYPE, media_type);
                Some(answer)
            }
            None => Some(short(StatusCode::NOT_FOUND)),
        }
    }

    /// The same page over TLS.
    fn moved(&self, host: &str, asked: &str) -> Response<Full<Bytes>> {
        let to = format!("https://{host}:{}{asked}", self.ports.https);
        let mut answer = short(StatusCode::MOVED_PERMANENTLY);
        if let Ok(to) = HeaderValue::from_str(&to) {
            answer.headers_mut().insert(LOCATION, to);
        }
        answer
    }
}

/// An answer of one line.
fn short(status: StatusCode) -> Response<Full<Bytes>> {
    let line = match status {
        StatusCode::NOT_FOUND => {
            "<!DOCTYPE html><html lang=\"vi\"><title>Không tìm thấy trang</title><h1>Không tìm thấy trang</h1>"
        }
        _ => "",
    };
    let mut answer = Response::new(Full::new(Bytes::from_static(line.as_bytes())));
    *answer.status_mut() = status;
    let media_type = HeaderValue::from_static("text/html; charset=utf-8");
    answer.headers_mut().insert(CONTENT_TYPE, media_type);
    answer
}

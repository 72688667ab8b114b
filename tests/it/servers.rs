//! Real servers for the tests of what is live: nginx and nsd from Debian's packages, and sockets that misbehave as no
//! real server does. All of them on loopback, all of them ended with the value that started them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A port of loopback that is free now.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// Where a program of a Debian package is.
fn program(name: &str, package: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    let mut files = folders.map(|folder: PathBuf| folder.join(name));
    let found = files.find(|file| file.is_file());
    found.unwrap_or_else(|| panic!("{name} is not installed: apt-get install {package}"))
}

/// A process that ends with this value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

impl Running {
    fn start(command: &mut Command, folder: &Path) -> Self {
        let log = std::fs::File::create(folder.join("output.log")).unwrap();
        let command = command
            .stdin(Stdio::null())
            .stderr(log)
            .stdout(Stdio::null());
        Self(command.spawn().unwrap())
    }

    /// Waits until it is ready, as long as it lives.
    fn wait(&mut self, folder: &Path, mut ready: impl FnMut() -> bool) {
        let began = Instant::now();
        while !ready() {
            let dead = self.0.try_wait().unwrap();
            let late = began.elapsed() > Duration::from_secs(30);
            if dead.is_some() || late {
                let said = std::fs::read_to_string(folder.join("output.log")).unwrap();
                panic!("the server did not start: {dead:?} {said}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A folder that a server may read whoever it runs as.
fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// An nginx in the foreground, in a folder of its own.
pub(crate) struct Nginx {
    running: Running,
    folder: TempDir,
}

impl Nginx {
    /// Starts it with these files in its folder and these `server { … }` blocks; ready when `port` takes connections.
    pub(crate) fn start(files: &[(&str, &[u8])], servers: &str, port: u16) -> Self {
        let folder = folder();
        let root = folder.path();
        for (name, bytes) in files {
            let file = root.join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, bytes).unwrap();
        }
        let at = root.display();
        let user = if is_root() { "user root;" } else { "" };
        let config = format!(
            "{user} daemon off; master_process on; worker_processes 1; pid {at}/nginx.pid;\n\
             error_log {at}/error.log;\n\
             events {{ worker_connections 256; }}\n\
             http {{ log_format told '$connection $request_method $host $request_uri $status $http_user_agent';\n\
             access_log {at}/access.log told; root {at};\n\
             client_body_temp_path {at}/t1; proxy_temp_path {at}/t2; fastcgi_temp_path {at}/t3;\n\
             uwsgi_temp_path {at}/t4; scgi_temp_path {at}/t5;\n\
             types {{ text/html html; application/xml xml; }} default_type text/html;\n\
             {servers}\n}}\n"
        );
        std::fs::write(root.join("nginx.conf"), config).unwrap();
        let mut command = Command::new(program("nginx", "nginx-light"));
        let prefix = format!("{at}/");
        command.args(["-p", &prefix, "-e", &format!("{at}/error.log"), "-c"]);
        command.arg(root.join("nginx.conf"));
        let mut running = Running::start(&mut command, root);
        running.wait(root, || TcpStream::connect(("127.0.0.1", port)).is_ok());
        Self { running, folder }
    }

    /// The requests so far, as `CONNECTION METHOD HOST URI STATUS AGENT`, once there are so many: a line is written
    /// after its answer was sent.
    pub(crate) fn requests(&self, at_least: usize) -> Vec<String> {
        let began = Instant::now();
        loop {
            let log = std::fs::read_to_string(self.folder.path().join("access.log"));
            let log = log.unwrap_or_default();
            if log.lines().count() >= at_least || began.elapsed() > Duration::from_secs(10) {
                return log.lines().map(str::to_owned).collect();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// The connections that so many requests came over.
    pub(crate) fn connections(&self, at_least: usize) -> usize {
        let requests = self.requests(at_least);
        let connections = requests.iter().filter_map(|line| line.split(' ').next());
        connections.collect::<std::collections::BTreeSet<_>>().len()
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // The master ends its workers itself when it is asked to, but not when it is killed.
        let id = self.running.0.id().to_string();
        drop(Command::new("kill").args(["-TERM", &id]).status());
        for _ in 0..100 {
            if self.running.0.try_wait().is_ok_and(|ended| ended.is_some()) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// An authoritative name server for `test.` and, without its zone, `broken.`.
pub(crate) struct Names {
    _running: Running,
    _folder: TempDir,
    /// Where it is asked: `127.0.0.1:PORT`.
    pub(crate) address: String,
}

impl Names {
    /// Starts it with these lines in the zone `test.`: `www IN A 127.0.0.1`.
    pub(crate) fn start(records: &str) -> Self {
        let folder = folder();
        let root = folder.path();
        let at = root.display();
        let port = free_port();
        let zone = format!(
            "$ORIGIN test.\n$TTL 1\n@ IN SOA ns hostmaster 1 3600 600 86400 1\n@ IN NS ns\n\
             ns IN A 127.0.0.1\n{records}\n"
        );
        std::fs::write(root.join("test.zone"), zone).unwrap();
        let config = format!(
            "server:\n ip-address: 127.0.0.1\n port: {port}\n username: \"\"\n chroot: \"\"\n database: \"\"\n \
             zonesdir: \"{at}\"\n pidfile: \"{at}/nsd.pid\"\n xfrdfile: \"{at}/xfrd.state\"\n \
             xfrdir: \"{at}\"\n zonelistfile: \"{at}/zone.list\"\n server-count: 1\n rrl-ratelimit: 0\n\
             remote-control:\n control-enable: no\n\
             zone:\n name: \"test\"\n zonefile: \"test.zone\"\n\
             zone:\n name: \"broken\"\n zonefile: \"nothing.zone\"\n"
        );
        let file = root.join("nsd.conf");
        std::fs::write(&file, config).unwrap();
        let mut command = Command::new(program("nsd", "nsd"));
        command.args(["-d", "-c"]).arg(&file);
        let mut running = Running::start(&mut command, root);
        running.wait(root, || TcpStream::connect(("127.0.0.1", port)).is_ok());
        Self {
            _running: running,
            _folder: folder,
            address: format!("127.0.0.1:{port}"),
        }
    }
}

/// A socket that answers each connection as no real server does.
pub(crate) struct Odd {
    /// Its port on 127.0.0.1.
    pub(crate) port: u16,
    connections: Arc<AtomicUsize>,
}

impl Odd {
    /// Listens; each connection is given to `answer` on a thread of its own, after its request was read.
    pub(crate) fn start(answer: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let connections = Arc::new(AtomicUsize::new(0));
        let (counted, answer) = (Arc::clone(&connections), Arc::new(answer));
        // The thread ends with the test's process.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let answer = Arc::clone(&answer);
                std::thread::spawn(move || {
                    stream
                        .set_read_timeout(Some(Duration::from_secs(20)))
                        .unwrap();
                    stream
                        .set_write_timeout(Some(Duration::from_secs(20)))
                        .unwrap();
                    answer(stream);
                });
            }
        });
        Self { port, connections }
    }

    /// Answers every request with these bytes and closes.
    pub(crate) fn saying(bytes: &'static [u8]) -> Self {
        Self::start(move |mut stream| {
            read_head(&mut stream);
            drop(stream.write_all(bytes));
        })
    }

    /// How many connections came in.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// What a flood ends at by itself, far above any cap.
const FLOOD: usize = 256 * 1_024 * 1_024;

/// What the sockets of two sides may hold beside what was read.
pub(crate) const BUFFERS: usize = 32 * 1_024 * 1_024;

/// A server that says this head and then floods, and how much it got rid of.
pub(crate) fn flooding(head: &'static [u8], again: &'static [u8]) -> (Odd, Arc<AtomicUsize>) {
    let written = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&written);
    let server = Odd::start(move |mut stream| {
        read_head(&mut stream);
        let many = again.repeat(1 + 4_096 / again.len());
        let mut open = stream.write_all(head).is_ok();
        while open && counted.load(Ordering::SeqCst) < FLOOD {
            open = stream.write_all(&many).is_ok();
            counted.fetch_add(many.len(), Ordering::SeqCst);
        }
    });
    (server, written)
}

/// Reads a request's head, as much as comes.
pub(crate) fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut byte = [0_u8];
    while !head.ends_with(b"\r\n\r\n") && head.len() < 65_536 {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => break,
        }
    }
    String::from_utf8_lossy(&head).into_owned()
}

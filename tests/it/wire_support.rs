//! One question to the door, as the engine asks it.

use std::collections::BTreeMap;
use std::sync::Arc;

use sansang::collect::{Ask, Seen, Stage, Step, Wire};
use sansang::unit::{CollectSettings, Limits, Portal};
use url::Url;

use crate::servers::Odd;

/// A portal at an address on a private network.
pub(crate) fn portal(url: &str) -> Portal {
    Portal {
        id: "portal".to_owned(),
        role: "info_portal".to_owned(),
        url: url.to_owned(),
        org_id: "district".to_owned(),
        private: true,
        illustrative: false,
        hosts: Vec::new(),
        plain_url: None,
        roots: Vec::new(),
        sections: BTreeMap::new(),
        selectors: BTreeMap::new(),
    }
}

/// No pause, short patience, one attempt.
pub(crate) fn settings() -> CollectSettings {
    CollectSettings {
        contact: Some("cntt@example.vn".to_owned()),
        pause_ms: 0,
        limits: Limits {
            connect_ms: 2_000,
            first_byte_ms: 5_000,
            attempt_ms: 10_000,
            attempts: 1,
            retry_ms: 10,
            body_kib: 256,
            ..Limits::default()
        },
        ..CollectSettings::default()
    }
}

pub(crate) fn wire(settings: &CollectSettings) -> Wire {
    Wire::new(settings, Arc::new(|| "2020-12-31T15:00:00".to_owned())).unwrap()
}

/// A runtime for a test.
pub(crate) fn runtime() -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().unwrap()
}

/// How a question is asked where a test does not say.
pub(crate) fn asking<'a>(portal: &'a Portal, url: &'a Url) -> Ask<'a> {
    Ask::of(Step::Http, portal, url)
}

/// Asks one address of a portal with these settings, alone.
pub(crate) fn seen(settings: &CollectSettings, portal: &Portal, url: &str) -> Seen {
    let url = Url::parse(url).unwrap();
    runtime().block_on(async { wire(settings).fetch(asking(portal, &url)).await })
}

/// Asks a portal for its own address.
pub(crate) fn home(url: &str) -> Seen {
    seen(&settings(), &portal(url), url)
}

/// Stage and detail of each attempt.
pub(crate) fn told(seen: &Seen) -> Vec<(Stage, &str)> {
    let attempts = seen.attempts.iter();
    attempts
        .map(|attempt| (attempt.stage, attempt.detail.as_str()))
        .collect()
}

/// Settings with little patience.
pub(crate) fn hasty() -> CollectSettings {
    let mut settings = settings();
    settings.limits.connect_ms = 1_000;
    settings.limits.first_byte_ms = 1_000;
    settings.limits.attempt_ms = 2_500;
    settings
}

/// Asks a server on loopback for its home page.
pub(crate) fn ask(settings: &CollectSettings, server: &Odd) -> Seen {
    let home = format!("http://127.0.0.1:{}/", server.port);
    seen(settings, &portal(&home), &home)
}

/// Nothing was answered: at this stage, for this reason.
pub(crate) fn unanswered(seen: &Seen, stage: Stage, detail: &str) {
    assert_eq!(
        (seen.outcome, seen.status),
        (sansang::collect::Outcome::Unreachable, None)
    );
    assert_eq!(told(seen), [(stage, detail)]);
    assert!(seen.body.is_empty() && seen.final_url.is_none() && !seen.complete);
}

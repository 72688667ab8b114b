//! Answers are read on threads of their own, a few at a time, each within its budget; a slip there costs one page.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use url::Url;

use super::super::seen::Seen;
use crate::exact::Day;
use crate::extract::{self, Answer, Labels, PageContext, PageFacts};
use crate::unit::Portal;

/// Longest time that one answer is read. The last resort: caps on bytes and nodes, the same on every machine, come first.
const LONGEST: Duration = Duration::from_secs(5);

/// What pages of one portal are read with.
#[derive(Debug)]
pub(super) struct Reader {
    labels: Arc<Labels>,
    selectors: BTreeMap<String, String>,
}

impl Reader {
    pub(super) fn new(labels: &Arc<Labels>, portal: &Portal) -> Self {
        Self {
            labels: Arc::clone(labels),
            selectors: portal.selectors.clone(),
        }
    }

    /// Reads a page of a section that was seen on a day.
    pub(super) fn page(
        &self,
        answer: &Answer<'_>,
        (section, seen_on): (&str, Day),
        going: &mut dyn FnMut() -> bool,
    ) -> PageFacts {
        let context = PageContext {
            selectors: &self.selectors,
            labels: &self.labels,
            section: Some(section),
            seen_on,
        };
        extract::page(answer, &context, going)
    }
}

/// Runs a reading of an answer on a thread for such work; nothing where it failed.
pub(super) async fn read<T: Send + 'static>(
    workers: &Arc<Semaphore>,
    seen: &mut Seen,
    url: &Url,
    reading: impl FnOnce(&Answer<'_>, &mut dyn FnMut() -> bool) -> T + Send + 'static,
) -> Option<T> {
    let permit = Arc::clone(workers).acquire_owned().await.ok()?;
    let (url, final_url) = (url.clone(), seen.final_url.clone());
    let (status, complete) = (seen.status.unwrap_or_default(), seen.complete);
    let headers = seen.headers.clone();
    let body = std::mem::take(&mut seen.body);
    let task = tokio::task::spawn_blocking(move || {
        let answer = Answer {
            url: &url,
            final_url: final_url.as_ref().unwrap_or(&url),
            status,
            headers: &headers,
            body: &body,
            complete,
        };
        let started = Instant::now();
        let said = reading(&answer, &mut || started.elapsed() < LONGEST);
        drop(permit);
        said
    });
    task.await.ok()
}

//! The portal's lists of issued documents and of procedures: they agree in part with the exports.

use minijinja::{Value, context};
use serde::Serialize;

use super::build::{PER_PAGE, Pages, numbered, of};
use super::entries::slug;
use super::shown::Made;
use crate::demo::office;
use crate::demo::services;
use crate::demo::sheet::spread;
use crate::words::Problem;

/// Procedures that the portal shows.
const PROCEDURES: usize = 40;

/// A document of the portal's list.
#[derive(Debug, Serialize)]
struct Document {
    number: String,
    vn: String,
    kind: &'static str,
    title: String,
    file: String,
}

impl Pages<'_> {
    /// The list of issued documents with their files, and the list of procedures.
    pub(super) fn documents(&mut self) -> Result<(), Problem> {
        let (posted, other_day, no_file) = self.shown.documents;
        let public = office::public(self.shown.district);
        let all = public.len();
        let there = public
            .into_iter()
            .enumerate()
            .filter(|(n, _)| spread(*n, all, posted));
        let mut documents = Vec::new();
        for (n, (_, (number, day))) in there.enumerate() {
            let iso: Vec<&str> = day.rsplit('/').collect();
            let iso = iso.join("-");
            let file = format!("/tep/van-ban/{n}_{}_{iso}.pdf", slug(&number));
            if n >= no_file {
                self.file(&file);
            }
            let kind = ["Quyết định", "Kế hoạch", "Thông báo"];
            let kind = kind.get(n % 3).copied().unwrap_or_default();
            documents.push(Document {
                vn: if (no_file..no_file + other_day).contains(&n) {
                    "01/01/2020".to_owned()
                } else {
                    day
                },
                title: format!("{kind} số {number} (trích yếu minh họa)"),
                number,
                kind,
                file,
            });
        }
        documents.reverse();
        let pages = documents.chunks(PER_PAGE).count();
        for (n, chunk) in (1..).zip(documents.chunks(PER_PAGE)) {
            let more = context! {
                documents => of(chunk),
                before => (n > 1).then(|| numbered("/van-ban", n - 1)),
                next => (n < pages).then(|| numbered("/van-ban", n + 1)),
            };
            self.page(&numbered("/van-ban", n), "documents.html", "Văn bản", more)?;
        }
        if self.shown.made == Made::Well {
            let found = documents.into_iter();
            let found = found.map(|document| (document.file, document.title, document.number));
            self.search(
                "/van-ban/tim",
                "so-ky-hieu",
                "Tìm kiếm văn bản",
                found.collect(),
            )?;
        }
        if self.shown.made != Made::Badly {
            let procedures: Vec<Value> = services::shown(self.shown.district, PROCEDURES)
                .map(
                    |(code, level)| context! { n => code.trim_start_matches("TTHC-"), code => &code, level },
                )
                .collect();
            let more = context! { procedures };
            self.page(
                "/thu-tuc-hanh-chinh",
                "procedures.html",
                "Thủ tục hành chính",
                more,
            )?;
        }
        Ok(())
    }
}

//! What helps visitors and robots: search, site map, feed, images.

use minijinja::context;

use super::build::{Pages, of};
use super::entries::Entry;
use super::shown::{Kind, Made};
use super::{Reply, Search};
use crate::words::Problem;

impl Pages<'_> {
    /// A search page with what it finds.
    pub(super) fn search(
        &mut self,
        path: &str,
        field: &'static str,
        title: &str,
        found: Vec<(String, String, String)>,
    ) -> Result<(), Problem> {
        let frame = self.render("search.html", title, context! {})?;
        self.put(path, Reply::html(frame.clone()));
        let search = Search {
            field,
            frame,
            found,
        };
        self.site.searches.insert(path.to_owned(), search);
        Ok(())
    }

    /// Search, site map, feed, images, what robots ask for.
    pub(super) fn support(&mut self) -> Result<(), Problem> {
        let image = |text: &'static str| Reply::of("image/svg+xml", text);
        self.put(
            "/anh/bieu-trung.svg",
            image(include_str!("pages/bieu-trung.svg")),
        );
        self.put(
            "/anh/minh-hoa.svg",
            image(include_str!("pages/minh-hoa.svg")),
        );
        if self.shown.made == Made::Badly {
            return Ok(());
        }
        let all = self
            .entries
            .iter()
            .filter(|(list, _)| list.kind != Kind::Silent);
        let all = all.flat_map(|(_, entries)| entries);
        let found = all.map(|entry| {
            (
                entry.href.clone(),
                entry.title.clone(),
                entry.summary.clone(),
            )
        });
        self.search("/tim-kiem", "tu-khoa", "Tìm kiếm", found.collect())?;
        self.page("/so-do-trang", "map.html", "Sơ đồ trang", context! {})?;
        if self.shown.made == Made::Well {
            let news = self.entries.first().map_or(&[][..], |(_, entries)| entries);
            let newest: Vec<&Entry> = news.iter().take(20).collect();
            let feed = self.render("rss.xml", "", context! { entries => of(newest) })?;
            self.put(
                "/rss.xml",
                Reply::of("application/rss+xml; charset=utf-8", feed),
            );
        }
        let pages = self.site.pages.iter();
        let html = pages.filter(|(path, reply)| match reply {
            Reply::Body { media_type, .. } => {
                media_type.starts_with("text/html") && !path.contains('?')
            }
            Reply::Silence => true,
        });
        let searches = &self.site.searches;
        let html = html.filter(|(path, _)| !searches.contains_key(*path));
        let paths: Vec<&String> = html.map(|(path, _)| path).collect();
        let map = self.render("sitemap.xml", "", context! { paths => of(paths) })?;
        let robots = format!(
            "User-agent: *\nDisallow: /quan-tri/\nSitemap: {}/sitemap.xml\n",
            self.origin
        );
        self.put(
            "/sitemap.xml",
            Reply::of("application/xml; charset=utf-8", map),
        );
        self.put(
            "/robots.txt",
            Reply::of("text/plain; charset=utf-8", robots),
        );
        Ok(())
    }
}

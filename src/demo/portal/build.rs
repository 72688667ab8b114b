//! A district's portal from its few numbers: every page, feed and file that it answers with. Start at [`site`].

use std::collections::BTreeMap;

use minijinja::{AutoEscape, Environment, Value, context};
use serde::Serialize;

use super::about;
use super::entries::{Entry, Image, entries};
use super::menu::{menu, related};
use super::shown::{About, Kind, List, Made, Shown};
use super::{Ports, Reply, Site};
use crate::demo::evidence;
use crate::words::Problem;

/// Entries of a page of a list.
pub(super) const PER_PAGE: usize = 15;

const TEMPLATES: [(&str, &str); 14] = [
    ("frame.html", include_str!("pages/frame.html")),
    ("home.html", include_str!("pages/home.html")),
    ("list.html", include_str!("pages/list.html")),
    ("article.html", include_str!("pages/article.html")),
    ("text.html", include_str!("pages/text.html")),
    ("leaders.html", include_str!("pages/leaders.html")),
    ("contact.html", include_str!("pages/contact.html")),
    ("units.html", include_str!("pages/units.html")),
    ("documents.html", include_str!("pages/documents.html")),
    ("procedures.html", include_str!("pages/procedures.html")),
    ("search.html", include_str!("pages/search.html")),
    ("map.html", include_str!("pages/map.html")),
    ("rss.xml", include_str!("pages/rss.xml")),
    ("sitemap.xml", include_str!("pages/sitemap.xml")),
];

/// The portal of a district on these ports.
///
/// Errors: none but slips of the templates, which the tests find.
pub(super) fn site(shown: &Shown, ports: Ports) -> Result<Site, Problem> {
    let mut pages = Pages::new(shown, ports)?;
    pages.lists()?;
    pages.about()?;
    pages.documents()?;
    pages.support()?;
    Ok(pages.site)
}

/// The site as it grows.
pub(super) struct Pages<'a> {
    pub(super) shown: &'a Shown,
    environment: Environment<'static>,
    /// What every page is given.
    common: Value,
    /// Scheme, host and port.
    pub(super) origin: String,
    /// Entries of each list.
    pub(super) entries: Vec<(&'a List, Vec<Entry>)>,
    pub(super) site: Site,
}

impl<'a> Pages<'a> {
    fn new(shown: &'a Shown, ports: Ports) -> Result<Self, Problem> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        for (name, text) in TEMPLATES {
            environment.add_template(name, text).map_err(slip)?;
        }
        let d = shown.district;
        let host = format!("{}.localhost", d.id);
        let origin = format!("https://{host}:{}", ports.https);
        let common = context! {
            name => d.name,
            portal => format!("Cổng thông tin điện tử {}", d.name),
            made => match shown.made {
                Made::Well => "well",
                Made::Fairly => "fairly",
                Made::Badly => "badly",
            },
            origin => &origin,
            mail => about::mail(shown),
            menu => of(menu(shown)),
            related => of(related(shown, ports)),
        };
        let entries = shown
            .lists
            .iter()
            .map(|list| (list, illustrated(list, shown.made, d.communes)));
        Ok(Self {
            shown,
            environment,
            common,
            origin,
            entries: entries.collect(),
            site: Site {
                host,
                days_left: shown.days_left,
                pages: BTreeMap::new(),
                searches: BTreeMap::new(),
            },
        })
    }

    pub(super) fn render(
        &self,
        template: &str,
        title: &str,
        more: Value,
    ) -> Result<String, Problem> {
        let template = self.environment.get_template(template).map_err(slip)?;
        let own = context! { site => &self.common, title };
        template.render(context! { ..own, ..more }).map_err(slip)
    }

    pub(super) fn page(
        &mut self,
        path: &str,
        template: &str,
        title: &str,
        more: Value,
    ) -> Result<(), Problem> {
        let text = self.render(template, title, more)?;
        self.put(path, Reply::html(text));
        Ok(())
    }

    pub(super) fn put(&mut self, path: &str, reply: Reply) {
        self.site.pages.insert(path.to_owned(), reply);
    }

    /// A small PDF with the number and day of its name.
    pub(super) fn file(&mut self, path: &str) {
        if let Some(bytes) = evidence::bytes(path) {
            self.put(path, Reply::of("application/pdf", bytes));
        }
    }

    /// The home page, the lists and their articles.
    fn lists(&mut self) -> Result<(), Problem> {
        let groups: Vec<Value> = self
            .entries
            .iter()
            .filter(|(list, _)| list.kind != Kind::Silent)
            .take(4)
            .map(|(list, entries)| {
                let first: Vec<&Entry> = entries.iter().take(5).collect();
                context! { label => list.label, href => format!("/{}", list.path), entries => of(first) }
            })
            .collect();
        self.page("/", "home.html", "Trang chủ", context! { groups })?;
        for (list, entries) in self.entries.clone() {
            let path = format!("/{}", list.path);
            if list.kind == Kind::Silent {
                self.put(&path, Reply::Silence);
                continue;
            }
            let pages = entries.chunks(PER_PAGE).count();
            for (n, chunk) in (1..).zip(entries.chunks(PER_PAGE)) {
                let more = context! {
                    entries => of(chunk),
                    before => (n > 1).then(|| numbered(&path, n - 1)),
                    next => (n < pages).then(|| numbered(&path, n + 1)),
                    question => list.path == "hoi-dap",
                };
                self.page(&numbered(&path, n), "list.html", list.label, more)?;
            }
            for entry in &entries {
                self.article(entry)?;
            }
        }
        Ok(())
    }

    fn article(&mut self, entry: &Entry) -> Result<(), Problem> {
        let linked = serde_json::json!({
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": entry.title,
            "datePublished": format!("{}T08:15:00+07:00", entry.iso),
        });
        let paragraphs = [
            entry.summary.clone(),
            "Các đơn vị liên quan được giao việc cụ thể, có thời hạn và người theo dõi; kết quả sẽ được đăng lại ở chuyên mục này.".to_owned(),
            "Đây là nội dung được dựng ra để minh họa một bài viết của cổng thông tin, không thuật lại sự việc có thật nào.".to_owned(),
        ];
        let more = context! {
            entry => of(entry), paragraphs => of(paragraphs),
            ld => linked.to_string().replace('<', "\\u003c"),
            days => of(&entry.days),
            file => of(&entry.file),
        };
        if !entry.file.is_empty() {
            self.file(&entry.file);
        }
        self.page(&entry.href, "article.html", &entry.title, more)
    }

    /// What the portal says of its district.
    fn about(&mut self) -> Result<(), Problem> {
        let shown = self.shown;
        let leaders = context! { leaders => of(about::leaders(shown)) };
        if shown.about == About::Little {
            let text = context! { paragraphs => of(about::STUB) };
            self.page("/gioi-thieu", "text.html", "Giới thiệu", text)?;
            return self.page("/lanh-dao", "leaders.html", "Lãnh đạo", leaders);
        }
        let text = context! { paragraphs => of(about::INTRODUCTION) };
        self.page("/gioi-thieu", "text.html", "Giới thiệu chung", text)?;
        let text = context! { paragraphs => of(about::FUNCTIONS), offices => of(about::DIVISIONS) };
        self.page("/to-chuc-bo-may", "text.html", "Tổ chức bộ máy", text)?;
        self.page("/lanh-dao", "leaders.html", "Lãnh đạo", leaders)?;
        let units = context! { units => of(about::units(shown)) };
        self.page(
            "/don-vi-truc-thuoc",
            "units.html",
            "Đơn vị trực thuộc",
            units,
        )?;
        let officials = context! { officials => of(about::officials(shown)) };
        self.page("/lien-he", "contact.html", "Liên hệ", officials)?;
        if shown.made == Made::Well {
            let text = "Dự thảo quy chế tiếp công dân của huyện, lấy ý kiến đến ngày 15/01/2021 (minh họa).";
            let draft = context! { paragraphs => of([text]), draft => true };
            self.page("/du-thao", "text.html", "Lấy ý kiến dự thảo", draft)?;
            let paragraphs =
                ["Trang thông tin của một xã, đặt trên cùng cổng của huyện. Nội dung minh họa."];
            self.page(
                "/xa-01",
                "text.html",
                "Trang thông tin Xã 01",
                context! { paragraphs => of(paragraphs) },
            )?;
        }
        Ok(())
    }
}

/// The entries of a list; every third of the news has a picture, and its text as well as the pages are made.
fn illustrated(list: &List, made: Made, communes: usize) -> Vec<Entry> {
    let mut entries = entries(list, communes);
    let news = entries.iter_mut().filter(|_| list.path == "tin-tuc");
    for (n, entry) in news.step_by(3).enumerate() {
        let told = match made {
            Made::Well => true,
            Made::Fairly => n.is_multiple_of(2),
            Made::Badly => false,
        };
        let alt = format!("Ảnh minh họa: {}", entry.title);
        entry.image = Some(Image {
            alt: if told { alt } else { String::new() },
        });
    }
    entries
}

/// The path of a page of a list.
pub(super) fn numbered(path: &str, n: usize) -> String {
    if n == 1 {
        path.to_owned()
    } else {
        format!("{path}?trang={n}")
    }
}

/// A value for a template.
pub(super) fn of<T: Serialize>(value: T) -> Value {
    Value::from(minijinja::value::Serde(value))
}

fn slip(error: minijinja::Error) -> Problem {
    Problem::new("demo.server").with("detail", error)
}

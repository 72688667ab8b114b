//! A portal as values: what it answers at which path. Nothing here knows a socket.

use std::collections::BTreeMap;

use hyper::body::Bytes;

use crate::table::fold;

/// A portal: a host, its certificate's last days, and what it answers.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Its host, a name below `localhost`.
    pub host: String,
    /// Days for which its certificate is still valid, counted from today.
    pub days_left: i64,
    /// What it answers, by path and query as they are asked for.
    pub pages: BTreeMap<String, Reply>,
    /// Its search forms, by path.
    pub searches: BTreeMap<String, Search>,
}

/// What a path answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A body.
    Body {
        /// `200`, or what else the page says.
        status: u16,
        /// Value of `Content-Type`.
        media_type: &'static str,
        /// The body.
        bytes: Bytes,
    },
    /// Nothing, ever: the connection stays open and silent.
    Silence,
}

impl Reply {
    /// A page of HTML.
    pub fn html(text: impl Into<Bytes>) -> Self {
        Self::of("text/html; charset=utf-8", text)
    }

    /// A body of a media type.
    pub fn of(media_type: &'static str, bytes: impl Into<Bytes>) -> Self {
        Self::Body {
            status: 200,
            media_type,
            bytes: bytes.into(),
        }
    }
}

/// A search by GET: titles that hold all words of the query, with or without diacritics.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// The field of the form that carries the query.
    pub field: &'static str,
    /// The page, with [`RESULTS`] where the results go.
    pub frame: String,
    /// What can be found: address, title, further words.
    pub found: Vec<(String, String, String)>,
}

/// Stands in a search page where its results go.
pub const RESULTS: &str = "<!-- results -->";

/// Results that a page shows.
const MOST: usize = 20;

impl Site {
    /// What it answers to a path with its query; nothing where it has no such page.
    pub fn reply(&self, path_and_query: &str) -> Option<Reply> {
        if let Some(reply) = self.pages.get(path_and_query) {
            return Some(reply.clone());
        }
        let (path, query) = path_and_query.split_once('?')?;
        let search = self.searches.get(path)?;
        Some(Reply::html(search.page(query)))
    }
}

impl Search {
    /// The page of results of a query string.
    fn page(&self, query: &str) -> String {
        let mut fields = url::form_urlencoded::parse(query.as_bytes());
        let asked = fields.find(|(name, _)| name == self.field);
        let asked = asked.map_or_else(String::new, |(_, value)| fold(&value));
        let words: Vec<&str> = asked.split_whitespace().collect();
        let holds = |title: &str, more: &str| {
            let text = fold(&[title, " ", more].concat());
            !words.is_empty() && words.iter().all(|word| text.contains(word))
        };
        let found = self
            .found
            .iter()
            .filter(|(_, title, more)| holds(title, more));
        let mut list = String::new();
        let mut n = 0_usize;
        for (address, title, _) in found {
            n += 1;
            if n <= MOST {
                let title = escaped(title);
                list.extend(["<li><a href=\"", address, "\">", &title, "</a></li>\n"]);
            }
        }
        let shown = if n == 0 {
            "<p class=\"ket-qua\">Không tìm thấy kết quả nào.</p>".to_owned()
        } else {
            format!("<p class=\"ket-qua\">Có {n} kết quả.</p>\n<ol class=\"ket-qua\">\n{list}</ol>")
        };
        self.frame.replace(RESULTS, &shown)
    }
}

/// Text as it stands in markup.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;");
    text.replace('>', "&gt;").replace('"', "&quot;")
}

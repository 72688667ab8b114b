//! Pages of canned portals.

use super::town::{HOST, Reply, Town};

/// A page with a menu, a search form, related links and a footer.
pub(super) fn page(title: &str, main: &str) -> Reply {
    Reply::html(format!(
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/tin.rss\"></head><body>\
         <header><form action=\"/tim\" method=\"get\"><input type=\"search\" name=\"q\"><button>Tìm kiếm</button></form></header>\
         <nav><ul><li><a href=\"/\">Trang chủ</a></li><li><a href=\"/gioi-thieu\">Giới thiệu</a></li>\
         <li><a href=\"/tin-tuc\">Tin tức</a></li><li><a href=\"/chi-dao\">Chỉ đạo điều hành</a></li></ul></nav>\
         <main><h1>{title}</h1>{main}</main>\
         <aside><h2>Liên kết website</h2><ul><li><a href=\"https://www.example.gov.vn/\">Cổng tỉnh</a></li>\
         <li><a href=\"/lien-ket\">Trang xã</a></li></ul></aside>\
         <footer><a href=\"/so-do\">Sơ đồ trang</a></footer></body></html>"
    ))
}

/// A list of entries: address, title and day; with the next page.
pub(super) fn list(title: &str, entries: &[(&str, &str, &str)], next: Option<&str>) -> Reply {
    let entries: Vec<String> = entries
        .iter()
        .map(|(href, title, day)| {
            let day = if day.is_empty() {
                String::new()
            } else {
                format!("<time datetime=\"{day}\">{day}</time>")
            };
            format!("<li><h3><a href=\"{href}\">{title}</a></h3>{day}</li>")
        })
        .collect();
    let next = next.map_or_else(String::new, |next| {
        format!("<p><a rel=\"next\" href=\"{next}\">Trang sau</a></p>")
    });
    page(
        title,
        &format!("<ul class=\"ds\">{}</ul>{next}", entries.join("")),
    )
}

/// An article with its day.
pub(super) fn article(title: &str, day: &str) -> Reply {
    page(
        title,
        &format!(
            "<article><p>Ngày đăng: <time datetime=\"{day}\">{day}</time></p><p>Nội dung của bài viết này.</p></article>"
        ),
    )
}

/// A portal in which everything is there.
pub(super) fn healthy() -> Town {
    let long = "Chức năng, nhiệm vụ của Ủy ban nhân dân huyện. ".repeat(12);
    Town::of(&[
        ("/robots.txt", Reply::Body(200, "text/plain", "User-agent: *\nDisallow: /quan-tri\nSitemap: /sitemap.xml\n".into())),
        ("/sitemap.xml", Reply::Body(200, "application/xml", format!("<urlset><url><loc>https://{HOST}/</loc></url></urlset>"))),
        ("/tin.rss", Reply::Body(200, "application/rss+xml", "<rss><channel><item><link>/tin/1</link><pubDate>30/12/2020</pubDate></item></channel></rss>".into())),
        ("/", page("Cổng thông tin điện tử huyện Hải Hà", "<p>Chào mừng bạn đến với cổng thông tin điện tử.</p>")),
        ("/gioi-thieu", page("Giới thiệu chung", &format!("<p>{long}</p><p><a href=\"/co-cau\">Cơ cấu tổ chức</a></p>"))),
        ("/co-cau", page("Cơ cấu tổ chức", &format!("<p>{long}</p>"))),
        ("/so-do", page("Sơ đồ trang", "<ul><li><a href=\"/quan-tri\">Quản trị</a></li><li><a href=\"/tin-tuc\">Tin tức</a></li></ul>")),
        ("/tin-tuc", list("Tin tức", &[
            ("/tin/1", "Hải Hà khai trương trung tâm hành chính công mới", "2020-12-30"),
            ("/tin/2", "Hội nghị tổng kết công tác năm 2020", "2020-11-20"),
            ("/tin/3", "Nông dân xã Quảng Minh thu hoạch vụ mùa", "2020-10-15"),
        ], Some("/tin-tuc?page=2"))),
        ("/tin-tuc?page=2", list("Tin tức", &[
            ("/tin/4", "Khởi công tuyến đường ven biển của huyện", "2020-09-28"),
            ("/tin/5", "Khai giảng năm học mới ở các trường", "2020-09-05"),
            ("/tin/6", "Ra quân vệ sinh môi trường tháng tám", "2020-08-14"),
        ], Some("/tin-tuc?page=3"))),
        ("/chi-dao", list("Chỉ đạo điều hành", &[
            ("/cd/1", "Chỉ đạo về phòng chống dịch bệnh mùa đông", "2020-12-20"),
            ("/cd/2", "Chỉ đạo về công tác cải cách hành chính", "2020-06-01"),
        ], None)),
        ("/tin/1", article("Hải Hà khai trương trung tâm hành chính công mới", "2020-12-30")),
        ("/tin/2", article("Hội nghị tổng kết công tác năm 2020", "2020-11-20")),
        ("/tin/3", article("Nông dân xã Quảng Minh thu hoạch vụ mùa", "2020-10-15")),
        ("/tin/4", article("Khởi công tuyến đường ven biển của huyện", "2020-09-28")),
        ("/tin/5", article("Khai giảng năm học mới ở các trường", "2020-09-05")),
        ("/lien-ket", page("Trang xã", "<p>Trang của xã.</p>")),
        ("/tim?q=khai+tr%C6%B0%C6%A1ng+trung", list("Kết quả", &[("/tin/1", "Hải Hà khai trương trung tâm hành chính công mới", "2020-12-30")], None)),
        ("/tim?q=khai+truong+trung", list("Kết quả", &[("/tin/9", "Một bài khác không liên quan gì", "2020-10-01"), ("/tin/1", "Hải Hà khai trương trung tâm hành chính công mới", "2020-12-30")], None)),
    ])
}

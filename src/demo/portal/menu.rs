//! The menu of a portal, and its links to other sites.

use serde::Serialize;

use super::Ports;
use super::shown::{ALL, About, Made, Shown};

/// An entry of the menu, or any link.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Item {
    label: String,
    /// `''` = a heading alone.
    href: String,
    below: Vec<Self>,
}

/// A link without anything below it.
fn item(label: &str, href: &str) -> Item {
    Item {
        label: label.to_owned(),
        href: href.to_owned(),
        below: Vec::new(),
    }
}

/// The menu: what the portal says of itself, its lists, and the rest.
pub(super) fn menu(shown: &Shown) -> Vec<Item> {
    let mut menu = vec![item("Trang chủ", "/")];
    if shown.about == About::Little {
        menu.extend([
            item("Giới thiệu", "/gioi-thieu"),
            item("Lãnh đạo", "/lanh-dao"),
        ]);
    } else {
        let mut about = item("Giới thiệu", "/gioi-thieu");
        about.below = vec![
            item("Giới thiệu chung", "/gioi-thieu"),
            item("Tổ chức bộ máy", "/to-chuc-bo-may"),
            item("Lãnh đạo", "/lanh-dao"),
            item("Đơn vị trực thuộc", "/don-vi-truc-thuoc"),
        ];
        menu.push(about);
    }
    for list in shown.lists {
        let entry = item(list.label, &format!("/{}", list.path));
        if list.under.is_empty() {
            menu.push(entry);
        } else if let Some(above) = menu.iter_mut().find(|item| item.label == list.under) {
            above.below.push(entry);
        } else {
            let mut above = item(list.under, "");
            above.below.push(entry);
            menu.push(above);
        }
    }
    menu.push(item("Văn bản", "/van-ban"));
    if shown.made != Made::Badly {
        menu.push(item("Thủ tục hành chính", "/thu-tuc-hanh-chinh"));
    }
    if shown.made == Made::Well {
        menu.push(item("Lấy ý kiến dự thảo", "/du-thao"));
    }
    if shown.about != About::Little {
        menu.push(item("Liên hệ", "/lien-he"));
    }
    menu
}

/// Links to other sites: the neighbours, and where pages are made well the page of a commune on the same host.
pub(super) fn related(shown: &Shown, ports: Ports) -> Vec<Item> {
    if shown.made == Made::Badly {
        return Vec::new();
    }
    let others = ALL
        .iter()
        .filter(|other| other.district.id != shown.district.id);
    let mut links: Vec<Item> = others
        .map(|other| {
            let href = format!("https://{}.localhost:{}/", other.district.id, ports.https);
            item(
                &format!("Cổng thông tin điện tử {}", other.district.name),
                &href,
            )
        })
        .collect();
    if shown.made == Made::Well {
        links.insert(0, item("Trang thông tin Xã 01", "/xa-01"));
    }
    links
}

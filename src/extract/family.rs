//! The family of a portal's software, by fingerprint; the language a text is written in.

use super::dom::Dom;
use super::{Answer, Link};
use crate::check::words_of;

/// The family: `liferay`, `sharepoint`, `dotnetnuke`, `drupal`, `nukeviet`, `wordpress`, `joomla`, `vnpt-like`, `webforms`.
pub(super) fn family(
    answer: &Answer<'_>,
    dom: &Dom<'_>,
    links: &[Link],
    text: &str,
) -> Option<&'static str> {
    let mut generators = dom.iter().filter(|(_, node)| {
        node.name() == "meta"
            && node
                .attr("name")
                .is_some_and(|name| name.eq_ignore_ascii_case("generator"))
    });
    let generator = generators
        .find_map(|(_, node)| node.attr("content"))
        .unwrap_or_default();
    let header = answer.header("x-generator").unwrap_or_default();
    let named = format!("{generator} {header}").to_ascii_lowercase();
    if let Some((_, family)) = NAMES.iter().find(|(word, _)| named.contains(word)) {
        return Some(family);
    }
    if answer.header("liferay-portal").is_some() {
        return Some("liferay");
    }
    let sharepoint = ["microsoftsharepointteamservices", "sprequestguid"];
    if sharepoint.iter().any(|name| answer.header(name).is_some()) {
        return Some("sharepoint");
    }
    let own = links
        .iter()
        .filter(|link| link.url.host() == answer.final_url.host());
    let own: Vec<&str> = own.map(|link| link.url.as_str()).collect();
    let shaped = SHAPES.iter().find(|(_, marks)| {
        let fits = own
            .iter()
            .filter(|url| marks.iter().any(|mark| url.contains(mark)));
        fits.take(2).count() == 2
    });
    if let Some((family, _)) = shaped {
        return Some(family);
    }
    by_words(dom, text)
}

/// Told by words that the family shows, or by a field that it leaves.
fn by_words(dom: &Dom<'_>, text: &str) -> Option<&'static str> {
    let folded = words_of(&text.chars().take(20_000).collect::<String>());
    if folded.contains("skip ribbon commands") {
        return Some("sharepoint");
    }
    let seen = [
        "co chu a a a",
        "in bai viet",
        "tang tuong phan",
        "giam tuong phan",
        "luot xem",
    ];
    if seen.iter().filter(|words| folded.contains(**words)).count() >= 3 {
        return Some("vnpt-like");
    }
    let mut nodes = dom.iter();
    let webforms = nodes.any(|(_, node)| node.attr("id") == Some("__VIEWSTATE"));
    webforms.then_some("webforms")
}

/// Words of `generator`, and the family they name.
const NAMES: &[(&str, &str)] = &[
    ("nukeviet", "nukeviet"),
    ("drupal", "drupal"),
    ("sharepoint", "sharepoint"),
    ("liferay", "liferay"),
    ("dotnetnuke", "dotnetnuke"),
    ("dnn ", "dotnetnuke"),
    ("wordpress", "wordpress"),
    ("joomla", "joomla"),
];

/// Families, and parts of addresses that only theirs have.
const SHAPES: &[(&str, &[&str])] = &[
    (
        "liferay",
        &[
            "/-/asset_publisher/",
            "/web/guest/",
            "_PORTLET_",
            "_INSTANCE_",
            "p_p_id=",
        ],
    ),
    (
        "sharepoint",
        &["/_layouts/", "/Pages/", "ItemID=", "/Lists/"],
    ),
    (
        "dotnetnuke",
        &["tabid=", "/tabid/", "/DesktopModules/", "/Portals/"],
    ),
    (
        "nukeviet",
        &[
            "/savefile/",
            "/themes/default/js/nv",
            "nv=",
            "language=vi&nv",
        ],
    ),
    (
        "drupal",
        &["/sites/default/files/", "/node/", "/misc/drupal.js"],
    ),
    ("wordpress", &["/wp-content/", "/wp-includes/"]),
    ("joomla", &["/index.php?option=com_", "/media/jui/"]),
];

/// Least letters that tell a language.
const LETTERS: usize = 120;

/// `vi` or `en`; nothing where too little text says, or another language.
pub(super) fn language(text: &str) -> Option<&'static str> {
    let mut letters = 0usize;
    let mut marked = 0usize;
    for c in text.chars().take(20_000).filter(|c| c.is_alphabetic()) {
        letters += 1;
        let own = ('\u{1ea0}'..='\u{1ef9}').contains(&c)
            || matches!(c, 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ă' | 'Ă');
        marked += usize::from(own);
    }
    if letters < LETTERS {
        return None;
    }
    // About every eighth letter of Vietnamese is one that only Vietnamese has.
    if marked * 25 >= letters {
        return Some("vi");
    }
    let common = [
        "the", "of", "and", "to", "in", "for", "is", "on", "with", "by", "are", "from",
    ];
    let mut words = 0usize;
    let mut known = 0usize;
    for word in text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .take(3_000)
    {
        words += 1;
        known += usize::from(
            common
                .iter()
                .any(|common| word.eq_ignore_ascii_case(common)),
        );
    }
    (known * 10 >= words && marked * 100 < letters).then_some("en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told_by_their_letters_and_words() {
        let vi = "Ủy ban nhân dân huyện thực hiện chức năng quản lý nhà nước ở địa phương, góp phần bảo đảm sự chỉ đạo, quản lý thống nhất.";
        let en = "The People's Committee of the district is the executive body of the council and is responsible to the council and to the \
                  superior state agencies for the management of the area.";
        assert_eq!(language(&vi.repeat(2)), Some("vi"));
        assert_eq!(language(en), Some("en"));
        assert_eq!(language("Trang chủ"), None);
        let fr = "La mairie est ouverte au public du lundi au vendredi ; les habitants peuvent demander un rendez-vous par courrier. ";
        assert_eq!(language(&fr.repeat(2)), None);
    }
}

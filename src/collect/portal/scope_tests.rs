use super::*;
use crate::unit::Profile;

/// The portals of a profile at these addresses.
fn portals(urls: &[&str], more: &str) -> Vec<Portal> {
    let head = "id = \"u\"\nname = { vi = \"U\", en = \"U\" }\nkind = \"district\"\n";
    let entries = urls.iter().enumerate().map(|(n, url)| {
        format!("[[portal]]\nid = \"p{n}\"\nrole = \"info_portal\"\nurl = \"{url}\"\n")
    });
    let text = head.to_owned() + &entries.collect::<String>();
    Profile::parse("u.toml", &(text + more), "u")
        .unwrap()
        .portals
}

/// Which of these addresses are the n-th portal's own.
fn own<'a>(portals: &[Portal], n: usize, urls: &[&'a str]) -> Vec<&'a str> {
    let scope = Scope::of(&portals[n], portals).unwrap();
    let owns = |url: &&&str| scope.owns(&Url::parse(url).unwrap());
    urls.iter().filter(owns).copied().collect()
}

#[test]
fn a_portal_below_a_path_is_what_lies_below_it() {
    let alone = portals(&["https://t.vn/xa-a/"], "");
    let urls = [
        "https://t.vn/xa-a/",
        "https://t.vn/xa-a",
        "https://t.vn/Xa-A/tin?trang=2",
        "http://www.t.vn/xa-a/tin",
        "https://t.vn/",
        "https://t.vn/xa-ab/",
        "https://t.vn/xa-b/tin",
        "https://khac.vn/xa-a/",
    ];
    assert_eq!(own(&alone, 0, &urls), urls[..3]);
    // Its twin is only its own where it is declared.
    let twin = portals(&["https://t.vn/xa-a/"], "hosts = [\"www.t.vn\"]\n");
    assert_eq!(own(&twin, 0, &urls), urls[..4]);
}

#[test]
fn a_portal_that_is_a_page_is_the_whole_host_unless_it_is_shared() {
    let urls = [
        "https://t.vn/trang/default.aspx",
        "https://t.vn/trang/tin",
        "https://t.vn/van-ban",
        "https://t.vn/xa-b/tin",
    ];
    for home in ["https://t.vn/trang/default.aspx", "https://t.vn/trang"] {
        assert_eq!(own(&portals(&[home], ""), 0, &urls), urls);
        let shared = portals(&[home, "https://t.vn/xa-b/"], "");
        assert_eq!(own(&shared, 0, &urls), urls[..2]);
        assert_eq!(own(&shared, 1, &urls), urls[3..]);
    }
    // Another host shares nothing.
    let apart = portals(&["https://t.vn/trang", "https://x.vn/xa-b/"], "");
    assert_eq!(own(&apart, 0, &urls), urls);
}

#[test]
fn the_portal_of_a_host_is_not_those_below_it() {
    let two = portals(&["https://t.vn/", "https://t.vn/xa-b"], "");
    let urls = [
        "https://t.vn/",
        "https://t.vn/tin",
        "https://t.vn/xa-b",
        "https://t.vn/xa-b/tin",
    ];
    assert_eq!(own(&two, 0, &urls), urls[..2]);
    assert_eq!(own(&two, 1, &urls), urls[2..]);
    // Two that lie in one folder cannot be told apart by it.
    let same = portals(&["https://t.vn/a.aspx?d=1", "https://t.vn/b.aspx"], "");
    assert_eq!(own(&same, 0, &urls), urls);
}

#[test]
fn declared_sections_and_hosts_are_the_portals_own_wherever_they_lie() {
    let more = "hosts = [\"vb.t.vn\"]\nsections = { news = \"/tin/xa-a\", documents = \"https://vb.t.vn/\" }\n";
    let portals = portals(&["https://t.vn/xa-a/"], more);
    let urls = [
        "https://t.vn/tin/xa-a",
        "https://t.vn/tin/xa-a?trang=2",
        "https://t.vn/tin/xa-a/bai-1",
        "https://vb.t.vn/van-ban/1",
        "https://t.vn/tin/xa-b",
    ];
    assert_eq!(own(&portals, 0, &urls), urls[..4]);
}

#[test]
fn usual_files_lie_in_the_portals_own_folder() {
    for (home, file) in [
        ("https://t.vn/", "https://t.vn/sitemap.xml"),
        ("https://t.vn/trang/chu?a=1", "https://t.vn/sitemap.xml"),
        ("https://t.vn/xa-a/", "https://t.vn/xa-a/sitemap.xml"),
    ] {
        let portals = portals(&[home], "");
        let scope = Scope::of(&portals[0], &portals).unwrap();
        assert_eq!(scope.usual("sitemap.xml").unwrap().as_str(), file);
    }
}

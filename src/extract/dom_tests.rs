use super::super::Block;
use super::*;

fn on() -> impl FnMut() -> bool {
    || true
}

#[test]
fn each_node_knows_its_parent_and_its_end() {
    let (html, whole) = parsed("<p>a<b>c</b></p><p>d</p>", &mut on());
    assert!(whole);
    let dom = Dom::of(&html);
    let names: Vec<(usize, &str, usize, usize)> = dom
        .iter()
        .map(|(n, node)| (n, node.name(), node.parent, node.end))
        .collect();
    assert_eq!(
        names,
        [
            (0, "html", 0, 8),
            (1, "head", 0, 2),
            (2, "body", 0, 8),
            (3, "p", 2, 7),
            (4, "", 3, 5),
            (5, "b", 3, 7),
            (6, "", 5, 7),
            (7, "p", 2, 9),
        ]
        .map(|(n, name, parent, end)| (
            n,
            name,
            parent,
            if n == 7 || n == 0 || n == 2 { 9 } else { end }
        ))
        .into_iter()
        .chain([(8, "", 7, 9)])
        .collect::<Vec<_>>()
    );
    assert_eq!(dom.above(6).collect::<Vec<_>>(), [5, 3, 2, 0]);
}

#[test]
fn zones_are_told_by_element_role_and_class() {
    let page = "<header><nav><a>1</a></nav><b>2</b></header><div class=menu><a>3</a></div><article><header><i>4</i></header></article>\
                <div id=footer><u>5</u></div><div class=weblink><s>6</s></div><p hidden><em>7</em></p>";
    let (html, _) = parsed(page, &mut on());
    let dom = Dom::of(&html);
    let block = |name: &str| {
        let (_, node) = dom.iter().find(|(_, node)| node.name() == name).unwrap();
        (node.zone.block(), node.zone.silent)
    };
    assert_eq!(block("a"), (Block::Nav, false));
    assert_eq!(block("b"), (Block::Header, false));
    assert_eq!(block("i"), (Block::Body, false));
    assert_eq!(block("u"), (Block::Footer, false));
    assert_eq!(block("s"), (Block::Related, false));
    assert_eq!(block("em"), (Block::Body, true));
}

#[test]
fn a_deep_page_ends_at_its_cap_and_not_by_the_clock() {
    let page = "<div>".repeat(400_000);
    let (html, whole) = parsed(&page, &mut on());
    assert!(!whole);
    assert!(
        html.tree.nodes().len() < 2_000,
        "{}",
        html.tree.nodes().len()
    );
    let (_, whole) = parsed(&"<p>x</p>".repeat(2_000), &mut on());
    assert!(whole);
}

#[test]
fn the_caller_can_stop_it() {
    let page = "<p>x</p>".repeat(20_000);
    let mut pieces = 0;
    let (html, whole) = parsed(&page, &mut || {
        pieces += 1;
        pieces < 3
    });
    assert!(!whole && pieces == 3);
    assert!(html.tree.nodes().len() < 10_000);
}

#[test]
fn attributes_without_end_are_bounded() {
    let mut page = "<p ".to_owned();
    for n in 0..200_000 {
        page.push('a');
        page.push_str(&n.to_string());
        page.push(' ');
    }
    let (_, whole) = parsed(&page, &mut on());
    assert!(!whole);
    let picture = format!("<img src='data:{}'>", "A".repeat(500_000));
    assert!(parsed(&picture, &mut on()).1);
}

#[test]
fn formatting_that_is_opened_again_and_again_is_bounded() {
    // Each paragraph opens all fonts again: a thousand times a thousand elements.
    let mut page = "<p>".to_owned();
    for n in 0..900 {
        page.push_str("<font size=");
        page.push_str(&n.to_string());
        page.push('>');
    }
    page.push_str("</p>");
    page.push_str(&"<p>x</p>".repeat(10_000));
    let (html, whole) = parsed(&page, &mut on());
    assert!(!whole);
    assert!(
        html.tree.nodes().len() < 300_000,
        "{}",
        html.tree.nodes().len()
    );
}

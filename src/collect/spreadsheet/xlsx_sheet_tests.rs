//! What is read of a sheet, briefly or at length, and the forms of texts and areas.

use std::rc::Rc;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::super::grid::Texts;
use super::super::package::Package;
use super::super::tests::hostile::zipped;
use super::*;
use crate::collect::serial::Epoch;

/// What a sheet of this XML holds, a line a row, or the code of why it cannot be read.
fn told(xml: &str) -> Result<Vec<String>, String> {
    let bytes = zipped(&[("sheet.xml", xml)]);
    let mut package = Package::open(&bytes).unwrap();
    let mut texts = Texts::default();
    for text in ["a", "", "Có", "12"] {
        texts.push(text).unwrap();
    }
    let mut grid = Grid::new("S", Epoch::Year1900, Rc::new(texts));
    let styles = [
        Format::default(),
        Format::built_in(14),
        Format::built_in(22),
    ];
    let part = package.part("sheet.xml").unwrap().unwrap();
    read(part, &mut grid, &styles, false).map_err(|problem| problem.to_string())?;
    grid.seal();
    let rows = (0..grid.len()).filter_map(|n| grid.row(n));
    Ok(rows
        .map(|row| format!("{} {:?}", row.number, row.cells().collect::<Vec<_>>()))
        .collect())
}

/// Tags and texts of cells, sound and unsound.
fn pieces() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "<c r=\"A1\" t=\"s\"><v>0</v></c>",
        "<c r=\"B1\" t=\"s\"><v>2</v></c>",
        "<c r=\"C2\" s=\"1\"><v>43832</v></c>",
        "<c r=\"C2\" s=\"2\"><v>43832</v></c>",
        "<c s=\"2\"><v>43832.5</v></c>",
        "<c r=\"D2\" s=\"9\"><v>1.50</v></c>",
        "<c r=\"E3\" t=\"inlineStr\"><is><t>a_x000D_b</t></is></c>",
        "<c t=\"inlineStr\"><is><t xml:space=\"preserve\"> Hải </t></is></c>",
        "<c t=\"inlineStr\"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c>",
        "<c t=\"str\"><f>A1</f><v>x</v></c>",
        "<c><f>A1</f></c>",
        "<c t=\"b\"><v>1</v></c>",
        "<c t=\"e\"><v>#REF!</v></c>",
        "<c t=\"s\"><v>9</v></c>",
        "<c t=\"d\"><v>2020-11-05Z</v></c>",
        "<c r=\"A1\"/>",
        "<c s=\"1\" />",
        "<c r=\"x\"><v>1</v></c>",
        "<c r=\"A1\" s=\"1\" s=\"0\"><v>5</v></c>",
        "<c><v>&lt;</v></c>",
        "<c><v>1</v><v>2</v></c>",
        "<c><v>1",
        "</v></c>",
        "<x:c xmlns:x=\"y\"><x:v>7</x:v></x:c>",
        "</row><row r=\"4\">",
        "</row><row>",
        "</row><row r=\"7\" spans=\"1:3\">",
        "</row><row r=\"2\"/><row>",
        "</row><x:row xmlns:x=\"y\" r=\"5\">",
        "</x:row><row r=\"6\">",
        "</row>",
        "<row>",
        " ",
        "\n",
        "z",
        "<!-- -->",
    ])
    .prop_map(str::to_owned)
}

/// The same with nothing that is read briefly: a comment stands behind every end of an element.
fn at_length(xml: &str) -> String {
    let mut out = String::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('>') {
        out.push_str(before);
        out.push('>');
        let tag = before.rsplit('<').next().unwrap_or_default();
        if tag.starts_with('/') || tag.ends_with('/') {
            out.push_str("<!---->");
        }
        rest = after;
    }
    out + rest
}

#[test]
fn what_is_read_briefly_is_what_is_read_at_length() {
    let law = prop::collection::vec(pieces(), 0..12);
    let (mut sound, mut brief) = (0, 0);
    let mut runner = TestRunner::deterministic();
    for _ in 0..3_000 {
        let pieces = law.new_tree(&mut runner).unwrap().current();
        let xml = format!(
            "<worksheet><sheetData><row>{}</row></sheetData></worksheet>",
            pieces.concat()
        );
        let whole = told(&xml);
        assert_eq!(whole, told(&at_length(&xml)), "{xml}");
        sound += usize::from(whole.is_ok());
        brief += usize::from(pieces.len() > 3 && whole.is_ok_and(|rows| rows.len() > 1));
    }
    assert!(sound > 300 && brief > 30, "{sound} {brief}");
}

#[test]
fn escaped_characters_come_back() {
    assert_eq!(unescaped("a_x000D__x000A_b"), "a\r\nb");
    assert_eq!(unescaped("_x005F_x000D_"), "_x000D_");
    for text in ["plain", "_x", "_xZZZZ_", "_x000", "_x00é0_", "a_xyz"] {
        assert_eq!(unescaped(text), text);
    }
}

#[test]
fn areas_have_two_corners_or_one() {
    let merge = Merge {
        top: 1,
        left: 0,
        bottom: 3,
        right: 2,
    };
    assert_eq!(area_of("A1:C3"), Some(merge));
    assert!(area_of("B2").is_some());
    assert_eq!(area_of("A1:"), None);
}

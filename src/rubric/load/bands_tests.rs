//! Bands that the loader refuses.

use super::super::tests::{SMALL, refusals, refused};

#[test]
fn bands_fall_without_a_gap_or_an_overlap() {
    let first = "from = \"6\"";
    refused(first, "", &["rubric.band_from"]);
    let last = "title = { vi = \"Chưa\", en = \"Not yet\" }";
    refused(
        last,
        &format!("{last}\nfrom = \"0\" #!"),
        &["rubric.band_last"],
    );
    refused(
        last,
        &format!("{last}\nbelow = \"5.5\" #!"),
        &["rubric.band_gap"],
    );
    refused(
        last,
        &format!("{last}\nto = \"6\" #!"),
        &["rubric.band_overlap"],
    );
    refused(
        last,
        &format!("{last}\nbelow = \"6.5\" #!"),
        &["rubric.band_overlap"],
    );
    refused(
        last,
        &format!("{last}\nto = \"5.98\" #!"),
        &["rubric.band_gap"],
    );
    refused(
        last,
        &format!("{last}\nto = \"5\"\nbelow = \"6\" #!"),
        &["rubric.band_ends"],
    );
    refused(first, "from = \"6\"\nto = \"9\" #!", &["rubric.band_top"]);
    refused(
        last,
        &format!("{last}\nbelow = \"5.99\" #!"),
        &["rubric.band_gap"],
    );
    for from in ["6", "7"] {
        let between = format!(
            "{first}\n[[band]]\ncode = \"even\"\ntitle = {{ vi = \"V\", en = \"E\" }}\nfrom = \"{from}\" #!"
        );
        refused(first, &between, &["rubric.band_order"]);
    }
    for fine in ["below = \"6\"", "to = \"5.99\""] {
        let text = SMALL
            .replace(last, &format!("{last}\n{fine}"))
            .replace(first, "from = \"6\"\nto = \"10\"");
        assert_eq!(refusals(&text), [], "{fine}");
    }
}

#[test]
fn s13_84_and_a_half_is_in_no_band_of_binh_phuoc() {
    let bands = |digits: u32| {
        let band = |code: &str, ends: &str| {
            format!(
                "[[band]]\ncode = \"{code}\"\ntitle = {{ vi = \"{code}\", en = \"{code}\" }}\n{ends}\n"
            )
        };
        let bands = [
            band("tot", "from = \"85\"\nto = \"100\""),
            band("kha", "from = \"70\"\nto = \"84\""),
            band("trung_binh", "from = \"50\"\nto = \"69\""),
            band("yeu", "below = \"50\""),
        ];
        format!(
            "schema = \"sansang/rubric/1\"\nid = \"bp\"\nedition = \"2014\"\ntitle = {{ vi = \"a\", en = \"a\" }}\nmax = \"100\"\ndigits = {digits}\nunit_kinds = [\"district\"]\nrounding = {{ at = \"total\", mode = \"half_up\" }}\nranking = {{ mode = \"standard\", digits = {digits} }}\n{}[[group]]\ncode = \"G\"\ntitle = {{ vi = \"a\", en = \"a\" }}\nmax = \"100\"\n[[criterion]]\ncode = \"G.1\"\ngroup = \"G\"\ntitle = {{ vi = \"a\", en = \"a\" }}\nmax = \"100\"\nformula = \"manual\"\n",
            bands.concat()
        )
    };
    let found = refusals(&bands(1));
    let got: Vec<(&str, &str)> = found
        .iter()
        .map(|(code, _, at)| (*code, at.as_str()))
        .collect();
    assert_eq!(
        got,
        [("rubric.band_gap", "\"84\""), ("rubric.band_gap", "\"69\"")]
    );
    assert_eq!(
        refusals(&bands(0)),
        [],
        "totals in whole points leave no gap"
    );
}

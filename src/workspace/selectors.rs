//! The selectors of a profile's portals, looked over when the profile is read: a slip is told before anything is asked.

use crate::extract::check_selectors;
use crate::unit::Profile;
use crate::words::Problem;
use crate::words::written::Places;

/// Looks over the selectors of all portals.
///
/// Errors: a name that finds nothing on a page, a selector that is no CSS, each with its place.
pub(super) fn look_over(profile: &Profile, file: &str, text: &str) -> Result<(), Problem> {
    let places = Places::of(file, text);
    let mut problems = Vec::new();
    for (n, portal) in profile.portals.iter().enumerate() {
        for (name, problem) in check_selectors(&portal.selectors)
            .err()
            .into_iter()
            .flatten()
        {
            let place = places.place(&format!("portal.{n}.selectors.{name}"));
            problems.push(problem.at(place));
        }
    }
    Problem::all(problems).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(selectors: &str) -> Result<(), Problem> {
        let text = format!(
            "schema = \"sansang/unit/1\"\nid = \"a\"\nname = {{ vi = \"A\", en = \"A\" }}\nkind = \"district\"\n\
             [[portal]]\nid = \"p\"\nrole = \"info_portal\"\nurl = \"https://a.vn/\"\n[portal.selectors]\n{selectors}\n"
        );
        let profile = Profile::parse("units/a.toml", &text, "a").unwrap();
        look_over(&profile, "units/a.toml", &text)
    }

    #[test]
    fn a_slip_is_told_with_its_line() {
        assert!(read("item = \"li.tin\"").is_ok());
        for (text, code) in [
            ("item = \"li[\"", "extract.selector"),
            ("items = \"li\"", "extract.selector_name"),
        ] {
            let problem = read(text).unwrap_err();
            let line = problem.place().and_then(|place| place.line);
            assert_eq!((problem.code(), line), (code, Some(10)), "{text}");
        }
    }
}

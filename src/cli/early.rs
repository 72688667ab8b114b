//! What must be known before the command line is parsed: in which language and form to say that it is wrong.

use std::ffi::{OsStr, OsString};

use super::streams::Streams;
use super::tree::{Colour, Format};
use crate::words::{Lang, Problem};

/// The options that also hold for the messages of the parser itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Early {
    pub lang: Lang,
    pub format: Format,
    pub colour: Colour,
}

impl Early {
    /// Looks the options up in the raw arguments, the last of each deciding, and the language in the environment.
    ///
    /// A value that is none is passed over here: the parser refuses it later.
    pub(super) fn of(args: &[OsString], variable: Option<&str>) -> Self {
        let mut early = Self {
            lang: variable.and_then(Lang::of).unwrap_or_default(),
            ..Self::default()
        };
        let mut args = args.iter().map(OsString::as_os_str);
        while let Some(arg) = args.next() {
            if arg == OsStr::new("--") {
                break;
            }
            let Some(arg) = arg.to_str() else { continue };
            let (name, value) = match arg.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (arg, None),
            };
            if !matches!(name, "--lang" | "--format" | "--color") {
                continue;
            }
            let Some(value) = value.or_else(|| args.next().and_then(OsStr::to_str)) else {
                continue;
            };
            match name {
                "--lang" => early.lang = Lang::of(value).unwrap_or(early.lang),
                "--format" => early.format = Format::of(value).unwrap_or(early.format),
                _ => early.colour = Colour::of(value).unwrap_or(early.colour),
            }
        }
        early
    }

    /// Whether the environment names a language that there is not.
    pub(super) fn refuse_variable(streams: &Streams<'_>) -> Option<Problem> {
        let named = streams.environment.lang.as_deref()?;
        match Lang::of(named) {
            Some(_) => None,
            None => Some(Problem::new("usage.lang_variable").with("value", named)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn early(args: &[&str], variable: Option<&str>) -> Early {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        Early::of(&args, variable)
    }

    #[test]
    fn the_language_is_found_before_parsing() {
        assert_eq!(early(&["sansang", "--nope"], None).lang, Lang::Vi);
        assert_eq!(
            early(&["sansang", "--nope", "--lang", "en"], None).lang,
            Lang::En
        );
        assert_eq!(
            early(&["sansang", "--lang=en", "--nope"], None).lang,
            Lang::En
        );
        assert_eq!(early(&["sansang"], Some("en")).lang, Lang::En);
        assert_eq!(
            early(&["sansang", "--lang", "vi"], Some("en")).lang,
            Lang::Vi
        );
        assert_eq!(
            early(&["sansang", "--", "--lang", "en"], None).lang,
            Lang::Vi
        );
        assert_eq!(early(&["sansang", "--lang", "fr"], None).lang, Lang::Vi);
        assert_eq!(early(&["sansang", "--lang"], None).lang, Lang::Vi);
    }

    #[test]
    fn the_form_is_found_before_parsing() {
        let found = early(
            &["sansang", "score", "--format", "json", "--color=never"],
            None,
        );
        assert_eq!((found.format, found.colour), (Format::Json, Colour::Never));
    }
}

//! A mistyped command line, told in our own words: the parser gives the kind and the names, the locale files the sentence.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::help::Wording;
use crate::words::Problem;

/// What is wrong with the command line.
pub(super) fn problem(error: &clap::Error, wording: Wording<'_>) -> Problem {
    let context = Context { error };
    match error.kind() {
        ErrorKind::UnknownArgument => context.near(
            ContextKind::InvalidArg,
            ContextKind::SuggestedArg,
            ("usage.unknown_argument", "usage.unknown_argument_near"),
        ),
        ErrorKind::InvalidSubcommand => context.near(
            ContextKind::InvalidSubcommand,
            ContextKind::SuggestedSubcommand,
            ("usage.no_command", "usage.no_command_near"),
        ),
        ErrorKind::InvalidValue => context.invalid_value(),
        ErrorKind::ValueValidation => {
            let want = std::error::Error::source(error).map_or_else(String::new, |want| {
                let key = want.to_string();
                wording.words.get(wording.lang, &key).to_owned()
            });
            context
                .about_argument("usage.unreadable_value")
                .with("value", context.text(ContextKind::InvalidValue))
                .with("want", want)
        }
        ErrorKind::MissingRequiredArgument => context.about_argument("usage.missing"),
        ErrorKind::ArgumentConflict => context
            .about_argument("usage.conflict")
            .with("other", context.text(ContextKind::PriorArg)),
        ErrorKind::NoEquals => context.about_argument("usage.no_equals"),
        ErrorKind::TooManyValues => context
            .about_argument("usage.too_many_values")
            .with("value", context.text(ContextKind::InvalidValue)),
        ErrorKind::TooFewValues => context.about_argument("usage.too_few_values"),
        ErrorKind::WrongNumberOfValues => context.about_argument("usage.number_of_values"),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Problem::new("usage.command_missing")
                .with("known", context.text(ContextKind::ValidSubcommand))
        }
        ErrorKind::InvalidUtf8 => Problem::new("usage.not_utf8"),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::Io | ErrorKind::Format => {
            Problem::new("usage.other").with("detail", error.kind())
        }
        // The parser's list is open.
        other => Problem::new("usage.other").with("detail", other),
    }
}

/// The right usage of the command that was meant, where the parser knows it.
pub(super) fn line(error: &clap::Error, wording: Wording<'_>) -> Option<String> {
    let context = Context { error };
    let text = context.text(ContextKind::Usage);
    let usage = text.split_once(':')?.1.trim();
    (!usage.is_empty()).then(|| wording.usage(usage))
}

struct Context<'a> {
    error: &'a clap::Error,
}

impl Context<'_> {
    fn text(&self, kind: ContextKind) -> String {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => text.clone(),
            Some(ContextValue::Strings(texts)) => texts.join(", "),
            Some(ContextValue::StyledStr(text)) => text.to_string(),
            Some(ContextValue::StyledStrs(texts)) => texts
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
            Some(ContextValue::Number(n)) => n.to_string(),
            Some(ContextValue::Bool(b)) => b.to_string(),
            // The parser's list is open.
            Some(ContextValue::None | _) | None => String::new(),
        }
    }

    /// The best of the parser's suggestions: it lists them from the worst to the best.
    fn suggestion(&self, kind: ContextKind) -> Option<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(text)) => Some(text.clone()),
            Some(ContextValue::Strings(texts)) => texts.last().cloned(),
            Some(_) | None => None,
        }
    }

    fn about_argument(&self, code: &'static str) -> Problem {
        Problem::new(code).with("argument", self.text(ContextKind::InvalidArg))
    }

    fn near(
        &self,
        wrong: ContextKind,
        suggested: ContextKind,
        (code, code_near): (&'static str, &'static str),
    ) -> Problem {
        let wrong = self.text(wrong);
        match self.suggestion(suggested) {
            Some(nearest) => Problem::new(code_near)
                .with("argument", wrong)
                .with("nearest", nearest),
            None => Problem::new(code).with("argument", wrong),
        }
    }

    fn invalid_value(&self) -> Problem {
        let value = self.text(ContextKind::InvalidValue);
        let possible = self.text(ContextKind::ValidValue);
        if value.is_empty() {
            return if possible.is_empty() {
                self.about_argument("usage.no_value")
            } else {
                self.about_argument("usage.no_value_of")
                    .with("possible", possible)
            };
        }
        let code = match self.suggestion(ContextKind::SuggestedValue) {
            Some(_) => "usage.invalid_value_near",
            None => "usage.invalid_value",
        };
        self.about_argument(code)
            .with("value", value)
            .with("possible", possible)
            .with(
                "nearest",
                self.suggestion(ContextKind::SuggestedValue)
                    .unwrap_or_default(),
            )
    }
}

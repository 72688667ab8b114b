//! The command tree as it is typed. It holds no wording: every text comes from the locale files ([`super::help`]).

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::{
    audit, check, completions, decide, demo, explain, gate, help, init, man, query, rank, report,
    rubric, score, tables,
};
use crate::score::DecisionKind;
use crate::words::Lang;

/// A whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "sansang",
    version,
    disable_help_flag = true,
    disable_help_subcommand = true,
    disable_version_flag = true
)]
pub(super) struct Line {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Shared {
    #[arg(
        short = 'C',
        long = "workspace",
        global = true,
        value_name = "DIR",
        default_value = "."
    )]
    pub workspace: PathBuf,
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    #[arg(long, global = true, value_name = "FORMAT", default_value = "text", value_parser = Format::of_results())]
    pub format: Format,
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    #[arg(long, global = true, value_name = "DIR")]
    pub checks: Vec<PathBuf>,
    #[arg(long, global = true, value_name = "FILE|ID")]
    pub rubric: Option<String>,
}

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Demo(demo::Typed),
    Init(init::Typed),
    Audit(audit::Typed),
    Score(score::Typed),
    Explain(explain::Typed),
    Decide(Box<decide::Typed>),
    Query(query::Typed),
    Report(report::Typed),
    Rank(rank::Typed),
    Gate(gate::Typed),
    #[command(subcommand)]
    Check(check::Typed),
    #[command(subcommand)]
    Rubric(rubric::Typed),
    Tables(tables::Typed),
    Completions(completions::Typed),
    Man(man::Typed),
    Help(help::Typed),
}

/// In which form results come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Format {
    #[default]
    Text,
    Json,
    /// Of reports only.
    Html,
    /// Of reports only.
    Xlsx,
    /// Of reports only.
    Csv,
    /// Of reports only.
    Md,
    /// Of reports only.
    Rows,
}

impl Format {
    /// The form of a word.
    pub(super) fn of(word: &str) -> Option<Self> {
        Self::from_str(word, false).ok()
    }

    /// The word of a form.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Md => "md",
            Self::Rows => "rows",
        }
    }

    /// The forms that every command has.
    fn of_results() -> impl TypedValueParser<Value = Self> {
        PossibleValuesParser::new([Self::Text.word(), Self::Json.word()])
            .map(|word| Self::of(&word).unwrap_or_default())
    }
}

/// When there is colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(super) enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

impl Colour {
    /// The choice of a word.
    pub(super) fn of(word: &str) -> Option<Self> {
        Self::from_str(word, false).ok()
    }

    /// Whether there is colour where the stream itself would or would not have it.
    pub(super) fn on(self, by_itself: bool) -> bool {
        match self {
            Self::Auto => by_itself,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

impl ValueEnum for Lang {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Vi, Self::En]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.code()))
    }
}

impl ValueEnum for DecisionKind {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::AcceptClaim,
            Self::RejectClaim,
            Self::SetFact,
            Self::NotApplicable,
            Self::OverridePoints,
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(decide::word(*self)))
    }
}

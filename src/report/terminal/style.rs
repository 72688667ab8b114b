//! How text is set off, with colour and without.

use anstyle::{AnsiColor, Style as Ansi};

/// What the terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether escape sequences for colour are wanted.
    pub colour: bool,
    /// Columns; narrower than 40 is taken as 40.
    pub width: usize,
}

/// What a text means to its reader; the words say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    /// Running text.
    Plain,
    /// Headings and totals.
    Strong,
    /// Known, or met.
    Good,
    /// Known in part.
    Open,
    /// Not known.
    Dark,
    /// Lost, not met, or the tool's own fault.
    Bad,
    /// Beside the point.
    Faint,
}

impl Style {
    /// The least width that reports are laid out for.
    const LEAST: usize = 40;

    /// Columns to lay out for.
    pub(super) fn columns(self) -> usize {
        self.width.max(Self::LEAST)
    }

    /// The text in its tone; without colour it is the text.
    pub(super) fn paint(self, tone: Tone, text: &str) -> String {
        let ansi = match tone {
            Tone::Plain => Ansi::new(),
            Tone::Strong => Ansi::new().bold(),
            Tone::Good => AnsiColor::Green.on_default(),
            Tone::Open => AnsiColor::Yellow.on_default(),
            Tone::Dark => AnsiColor::Magenta.on_default(),
            Tone::Bad => AnsiColor::Red.on_default().bold(),
            Tone::Faint => Ansi::new().dimmed(),
        };
        if self.colour && !text.is_empty() && ansi != Ansi::new() {
            format!("{ansi}{text}{ansi:#}")
        } else {
            text.to_owned()
        }
    }
}

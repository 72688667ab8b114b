//! Branches below branches, each text wrapped beside its stem.

use std::io;

use super::style::{Style, Tone};
use super::width::{columns, wrapped};

/// A text and what hangs on it.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    label: String,
    tone: Tone,
    text: String,
    below: Vec<Self>,
}

impl Branch {
    /// A branch whose label is set off, with a text after it.
    pub(super) fn new(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            tone: Tone::Strong,
            text: text.into(),
            below: Vec::new(),
        }
    }

    /// A branch of text alone.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::new("", text)
    }

    /// Another tone for the label.
    pub(super) fn toned(mut self, tone: Tone) -> Self {
        self.tone = tone;
        self
    }

    /// Hangs branches on it.
    pub(super) fn with(mut self, below: impl IntoIterator<Item = Self>) -> Self {
        self.below.extend(below);
        self
    }

    /// Hangs a branch above those that hang on it.
    pub(super) fn with_first(mut self, first: Option<Self>) -> Self {
        self.below.splice(..0, first);
        self
    }

    /// Writes it and all below.
    pub(super) fn write(&self, out: &mut dyn io::Write, style: Style) -> io::Result<()> {
        self.write_below("", "", out, style)
    }

    /// `first` stands before its first line, `stem` before all others.
    fn write_below(
        &self,
        first: &str,
        stem: &str,
        out: &mut dyn io::Write,
        style: Style,
    ) -> io::Result<()> {
        let whole = match (self.label.is_empty(), self.text.is_empty()) {
            (true, _) => self.text.clone(),
            (false, true) => self.label.clone(),
            (false, false) => format!("{}: {}", self.label, self.text),
        };
        let hang = if self.below.is_empty() { "  " } else { "│ " };
        let room = style
            .columns()
            .saturating_sub(columns(stem) + columns(hang));
        for (n, line) in wrapped(&whole, room.max(LEAST)).iter().enumerate() {
            let before = if n == 0 {
                first.to_owned()
            } else {
                format!("{stem}{hang}")
            };
            let text = match line.strip_prefix(self.label.as_str()) {
                Some(rest) if n == 0 => format!("{}{rest}", style.paint(self.tone, &self.label)),
                _ => line.clone(),
            };
            writeln!(out, "{}{text}", style.paint(Tone::Faint, &before))?;
        }
        let last = self.below.len().saturating_sub(1);
        for (n, branch) in self.below.iter().enumerate() {
            let (fork, next) = if n == last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            let first = format!("{stem}{fork}");
            let stem = format!("{stem}{next}");
            branch.write_below(&first, &stem, out, style)?;
        }
        Ok(())
    }
}

/// The least room for text, however deep the branch.
const LEAST: usize = 20;

#[cfg(test)]
#[path = "tree_tests.rs"]
mod tests;

//! How problems look: a sentence in the user's language with the file, line and column and the place itself, or JSON.

use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode,
    SourceSpan,
};
use serde_json::json;

use crate::report::json::canonical;
use crate::words::{Lang, Place, Problem, Words, plain};

/// Language and form of messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look<'a> {
    pub words: &'a Words,
    pub lang: Lang,
    pub json: bool,
    pub colour: bool,
    /// Columns of the terminal; nothing for a pipe or file, where lines are not wrapped.
    pub width: Option<usize>,
}

/// No more problems than this are told in one go.
const MOST: usize = 40;

/// Tells a problem and all that were found with it.
pub(super) fn show(problem: &Problem, look: Look<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut all = Vec::new();
    flatten(problem, &mut all);
    if look.json {
        let errors: Vec<_> = all.iter().map(|problem| as_json(problem, look)).collect();
        let document = json!({ "schema": "sansang/error/1", "errors": errors });
        return out.write_all(canonical(&document).as_bytes());
    }
    if all.len() > 1 {
        let count = ("n", all.len().to_string());
        writeln!(
            out,
            "{}",
            look.words.fill(look.lang, "cli.problems", &[count])
        )?;
    }
    for problem in all.iter().take(MOST) {
        write!(out, "{}", drawn(problem, look))?;
    }
    if all.len() > MOST {
        let count = ("n", (all.len() - MOST).to_string());
        writeln!(
            out,
            "{}",
            look.words.fill(look.lang, "cli.more_problems", &[count])
        )?;
    }
    Ok(())
}

fn flatten<'p>(problem: &'p Problem, all: &mut Vec<&'p Problem>) {
    all.push(problem);
    for other in problem.others() {
        flatten(other, all);
    }
}

fn as_json(problem: &Problem, look: Look<'_>) -> serde_json::Value {
    let place = problem.place();
    let fields: serde_json::Map<_, _> = problem
        .fields()
        .iter()
        .map(|(name, value)| ((*name).to_owned(), json!(value)))
        .collect();
    json!({
        "code": problem.code(),
        "message": plain(&problem.sentence(look.words, look.lang)),
        "file": place.map(|place| &place.file),
        "line": place.and_then(|place| place.line),
        "column": place.and_then(|place| place.column),
        "fields": fields,
    })
}

/// The report of one problem; where the place's text is at hand, it is drawn with the spot marked.
fn drawn(problem: &Problem, look: Look<'_>) -> String {
    let theme = if look.colour {
        GraphicalTheme::unicode()
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_links(false)
        .without_primary_span_start()
        .with_wrap_lines(look.width.is_some())
        .with_width(look.width.unwrap_or(120).max(30));
    let snippet = problem.place().and_then(Snippet::of);
    let place = problem.place().filter(|_| snippet.is_none());
    let shown = Shown {
        sentence: plain(&problem.sentence(look.words, look.lang)),
        snippet,
        cause: std::error::Error::source(problem).map(|cause| Cause(plain(&cause.to_string()))),
    };
    let mut text = String::new();
    if handler.render_report(&mut text, &shown).is_err() {
        text.clone_from(&shown.sentence);
        text.push('\n');
    }
    if let Some(place) = place {
        text = format!(
            "{}\n   ╰─[{}]\n",
            text.trim_end(),
            plain(&place.to_string())
        );
    }
    text
}

/// The text around a place, made harmless.
#[derive(Debug)]
struct Snippet {
    source: NamedSource<String>,
    span: SourceSpan,
}

impl Snippet {
    /// Nothing where there is no text, or where its lines are too long to read.
    fn of(place: &Place) -> Option<Self> {
        const LONGEST_LINE: usize = 400;
        let (text, span) = place.source.as_ref()?;
        let line_start = text.get(..span.start)?.rfind('\n').map_or(0, |at| at + 1);
        let length = |line: &str| line.chars().count();
        let here = text.get(line_start..)?.lines().next();
        if here.map_or(0, length) > LONGEST_LINE {
            return None;
        }
        // A place that covers several lines is marked on its first one only.
        let line_end = text
            .get(span.start..)?
            .find('\n')
            .map_or(text.len(), |at| span.start + at);
        let (start, end) = (span.start, span.end.min(line_end).max(span.start));
        let (above, before) = (text.get(..line_start)?, text.get(line_start..start)?);
        let (after, below) = text
            .get(end..)?
            .split_at_checked(line_end.saturating_sub(end))?;
        let before = format!("{}{}", neighbours(above), plain(before));
        let marked = plain(text.get(start..end)?);
        let source = format!("{before}{marked}{}{}", plain(after), neighbours(below));
        Some(Self {
            source: NamedSource::new(plain(&place.to_string()), source),
            span: (before.len(), marked.len()).into(),
        })
    }
}

/// Lines around the one that is meant: lines stay lines, none steers a terminal or is longer than people read.
fn neighbours(text: &str) -> String {
    const LONGEST: usize = 100;
    let lines: Vec<String> = text
        .split('\n')
        .map(|line| {
            let line = plain(line);
            match line.char_indices().nth(LONGEST) {
                Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default()),
                None => line,
            }
        })
        .collect();
    lines.join("\n")
}

#[derive(Debug)]
struct Shown {
    sentence: String,
    snippet: Option<Snippet>,
    cause: Option<Cause>,
}

#[derive(Debug)]
struct Cause(String);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Cause {}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for Shown {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

impl Diagnostic for Shown {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| &snippet.source as _)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let snippet = self.snippet.as_ref()?;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(
            None,
            snippet.span,
        ))))
    }
}

#[cfg(test)]
#[path = "problems_tests.rs"]
mod tests;

//! A problem with what people gave us: what is wrong, where, and (by its code) what to do.

use std::fmt;

use super::Lang;
use super::Words;

/// A place in a file that people write or export.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as the user named it.
    pub file: String,
    /// Line, from 1.
    pub line: Option<usize>,
    /// Column in characters, from 1.
    pub column: Option<usize>,
    /// The whole text and the byte span in it, to point at.
    pub source: Option<(String, std::ops::Range<usize>)>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            ..Self::default()
        }
    }

    /// A line of a file, from 1.
    pub fn line(file: impl Into<String>, line: usize) -> Self {
        Self {
            file: file.into(),
            line: Some(line),
            ..Self::default()
        }
    }

    /// A byte span of a text; line and column follow from it.
    pub fn span(file: impl Into<String>, text: &str, span: std::ops::Range<usize>) -> Self {
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end).max(start);
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .unwrap_or_default()
            .chars()
            .count()
            + 1;
        Self {
            file: file.into(),
            line: Some(line),
            column: Some(column),
            source: Some((text.to_owned(), start..end)),
        }
    }
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        Ok(())
    }
}

/// Whose problem it is; it decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Wrong use, configuration or input, or a fault of the tool: exit 3.
    Input,
    /// A bundle, decision or signature that must not be trusted: exit 4.
    Untrusted,
}

/// What is wrong with something a person gave us.
///
/// `code` names a message `[error]` of `reports/locales/*.toml`, whose `{name}` places are filled from `fields`.
#[derive(Debug)]
pub struct Problem {
    code: &'static str,
    fields: Vec<(&'static str, String)>,
    place: Option<Box<Place>>,
    class: Class,
    others: Vec<Self>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Problem {
    /// A problem of our input, known by the code of its message.
    pub fn new(code: &'static str) -> Self {
        Self {
            code,
            fields: Vec::new(),
            place: None,
            class: Class::Input,
            others: Vec::new(),
            source: None,
        }
    }

    /// A thing that must not be trusted.
    pub fn untrusted(code: &'static str) -> Self {
        Self {
            class: Class::Untrusted,
            ..Self::new(code)
        }
    }

    /// Fills a place of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.fields.push((name, value.to_string()));
        self
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(Box::new(place));
        self
    }

    /// Keeps what caused it.
    #[must_use]
    pub fn caused_by(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds problems that were found in the same go.
    #[must_use]
    pub fn and(mut self, others: Vec<Self>) -> Self {
        self.others.extend(others);
        self
    }

    /// One problem out of many found together, or nothing where there are none.
    pub fn all(problems: Vec<Self>) -> Option<Self> {
        let mut problems = problems.into_iter();
        let first = problems.next()?;
        Some(first.and(problems.collect()))
    }

    /// The message's code.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The message's fields.
    pub fn fields(&self) -> &[(&'static str, String)] {
        &self.fields
    }

    /// Where it is.
    pub fn place(&self) -> Option<&Place> {
        self.place.as_deref()
    }

    /// Whose problem it is.
    pub fn class(&self) -> Class {
        self.class
    }

    /// Those found in the same go.
    pub fn others(&self) -> &[Self] {
        &self.others
    }

    /// The sentence a user reads, without its place.
    pub fn sentence(&self, words: &Words, lang: Lang) -> String {
        let fields: Vec<(&str, String)> = self
            .fields
            .iter()
            .map(|(name, value)| (*name, worded(value, words, lang)))
            .collect();
        words.fill(lang, &format!("error.{}", self.code), &fields)
    }
}

/// What an operating system refused, as a field of a message: in its own words only where ours do not say it.
pub fn refused(error: &std::io::Error) -> String {
    let kind = error.kind();
    let code = if kind == std::io::ErrorKind::PermissionDenied {
        "denied"
    } else if kind == std::io::ErrorKind::StorageFull {
        "full"
    } else if kind == std::io::ErrorKind::ReadOnlyFilesystem {
        "read_only"
    } else {
        return error.to_string();
    };
    format!("type:{code}:")
}

/// A field as people read it: `type:integer:5` becomes the words for a type and the value; all else stays.
fn worded(value: &str, words: &Words, lang: Lang) -> String {
    let Some((code, shown)) = value
        .strip_prefix("type:")
        .and_then(|rest| rest.split_once(':'))
    else {
        return value.to_owned();
    };
    let key = format!("type.{code}");
    let kind = words.get(lang, &key);
    if shown.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind} «{shown}»")
    }
}

impl fmt::Display for Problem {
    /// For logs: the code, the fields and the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)?;
        for (name, value) in &self.fields {
            write!(f, " {name}={value:?}")?;
        }
        if let Some(place) = &self.place {
            write!(f, " at {place}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|e| e as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refused_is_told_in_the_reader_s_language() {
        let told = |error: std::io::Error| {
            let problem = Problem::new("workspace.unreadable").with("detail", refused(&error));
            problem.sentence(&Words::built_in(), Lang::Vi)
        };
        let denied = told(std::io::ErrorKind::PermissionDenied.into());
        assert!(denied.contains("không có quyền;"), "{denied}");
        let other = told(std::io::Error::other("os error 99"));
        assert!(other.contains("os error 99"), "{other}");
    }
}

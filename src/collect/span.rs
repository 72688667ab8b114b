//! Which lines of a text a record spans.

/// Follows a reader of records through its text.
#[derive(Debug)]
pub(super) struct Spans<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Spans<'a> {
    /// At the first line.
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The line at which a record begins and how many lines it has, for a record that ends at a byte.
    ///
    /// Empty lines before it are not its own.
    pub(super) fn next(&mut self, end: usize) -> (usize, usize) {
        let end = end.min(self.text.len());
        while self.at < end
            && self
                .text
                .get(self.at)
                .is_some_and(|b| matches!(b, b'\n' | b'\r'))
        {
            self.line += usize::from(self.ends_line(self.at));
            self.at += 1;
        }
        let first = self.line;
        let mut last = self.at;
        for at in self.at..end {
            if self
                .text
                .get(at)
                .is_some_and(|b| !matches!(b, b'\n' | b'\r'))
            {
                last = at;
            }
        }
        let within = (self.at..last).filter(|at| self.ends_line(*at)).count();
        let behind = (last..end).filter(|at| self.ends_line(*at)).count();
        self.line += within + behind;
        self.at = end;
        (first, within + 1)
    }

    /// A line ends at `\n`, or at `\r` that no `\n` follows.
    fn ends_line(&self, at: usize) -> bool {
        match self.text.get(at) {
            Some(b'\n') => true,
            Some(b'\r') => self.text.get(at + 1) != Some(&b'\n'),
            Some(_) | None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Spans;

    #[test]
    fn empty_lines_and_all_line_ends_are_counted() {
        let text = "a\r\n\r\n\"b\nc\"\r\nd\re\n";
        let mut spans = Spans::of(text);
        assert_eq!(spans.next(3), (1, 1));
        // The reader may stop before or after the line end.
        assert_eq!(spans.next(11), (3, 2));
        assert_eq!(spans.next(14), (5, 1));
        assert_eq!(spans.next(17), (6, 1));
    }
}

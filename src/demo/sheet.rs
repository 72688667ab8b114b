//! An export as the demo makes it up: one value gives both the file and the lines of the profile that bind it, so the
//! two cannot drift apart.

use crate::exact::Day;

/// A column of an export.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// The table's column; `''` = a column of the export that the profile does not bind.
    name: &'static str,
    /// Its header.
    header: &'static str,
    /// Texts of the export and what they mean.
    values: &'static [(&'static str, &'static str)],
    /// What an empty cell means, where that is said.
    empty: &'static str,
}

/// A column whose cells mean what they say.
pub(super) const fn col(name: &'static str, header: &'static str) -> Column {
    Column {
        name,
        header,
        values: &[],
        empty: "",
    }
}

impl Column {
    /// With texts that stand for codes.
    pub(super) const fn values(mut self, values: &'static [(&'static str, &'static str)]) -> Self {
        self.values = values;
        self
    }

    /// An empty cell means «there is none».
    pub(super) const fn none(mut self) -> Self {
        self.empty = "none";
        self
    }
}

/// How the system that made the export writes files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// UTF-8 with commas.
    Comma,
    /// What a Vietnamese Excel saves as «CSV UTF-8»: a mark, semicolons, CR LF.
    Semicolon,
    /// What Excel saves as «Unicode Text»: UTF-16 with its mark, tabs, CR LF.
    Utf16,
}

/// An export and its binding.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    /// The table it fills.
    pub table: &'static str,
    /// Its file below `exports/UNIT/`, without `.csv`.
    pub stem: &'static str,
    /// The title above its header, as reports have one.
    pub title: &'static str,
    /// Lines of comment above its binding.
    pub remark: &'static str,
    /// Whose system it comes from.
    pub owner: &'static str,
    /// The bodies it speaks of, as TOML; `''` = the unit.
    pub covers: String,
    /// The line that says how much of the truth it holds, as TOML.
    pub coverage: &'static str,
    /// Columns with one value in every row.
    pub constants: &'static [(&'static str, &'static str)],
    /// Its columns.
    pub columns: &'static [Column],
    /// How it is written.
    pub form: Form,
    /// Whether its rows are made up.
    pub illustrative: bool,
    /// Whether its binding is commented out, for the reader to try.
    pub left_out: bool,
    /// Cells, a row each.
    pub rows: Vec<Vec<String>>,
}

/// The whole year of the round.
pub(super) const YEAR: &str = "period = { from = 2020-01-01, to = 2020-12-31 }";
/// Nothing is missing.
pub(super) const COMPLETE: &str = r#"coverage = "complete""#;
/// Stands in the title of every file whose rows are made up.
const MADE_UP: &str = "SỐ LIỆU MINH HỌA";

impl Sheet {
    /// A made-up export of a table over the year.
    pub(super) fn of(table: &'static str, stem: &'static str, columns: &'static [Column]) -> Self {
        Self {
            table,
            stem,
            title: "",
            remark: "",
            owner: "province",
            covers: String::new(),
            coverage: COMPLETE,
            constants: &[],
            columns,
            form: Form::Comma,
            illustrative: true,
            left_out: false,
            rows: Vec::new(),
        }
    }

    /// Its path below the workspace.
    pub(super) fn path(&self, unit: &str) -> String {
        format!("exports/{unit}/{}.csv", self.stem)
    }

    /// The bytes of the file.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let (delimiter, end) = match self.form {
            Form::Comma => (',', "\n"),
            Form::Semicolon => (';', "\r\n"),
            Form::Utf16 => ('\t', "\r\n"),
        };
        let mut text = String::new();
        if !self.title.is_empty() {
            let mark = if self.illustrative { MADE_UP } else { "" };
            let dash = if mark.is_empty() { "" } else { " – " };
            let title = [self.title, dash, mark].concat();
            line(&mut text, std::iter::once(title.as_str()), delimiter, end);
        }
        line(
            &mut text,
            self.columns.iter().map(|column| column.header),
            delimiter,
            end,
        );
        for row in &self.rows {
            line(&mut text, row.iter().map(String::as_str), delimiter, end);
        }
        match self.form {
            Form::Comma => text.into_bytes(),
            Form::Semicolon => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            Form::Utf16 => std::iter::once(0xfeff_u16)
                .chain(text.encode_utf16())
                .flat_map(u16::to_le_bytes)
                .collect(),
        }
    }

    /// The lines of the profile that bind it.
    pub(super) fn binding(&self, unit: &str) -> String {
        let mut text = String::new();
        for remark in self.remark.lines() {
            push(&mut text, &["# ", remark.trim()]);
        }
        let mut body = String::new();
        push(&mut body, &["[[source.", self.table, "]]"]);
        push(&mut body, &["kind = \"csv\""]);
        push(&mut body, &["path = \"", &self.path(unit), "\""]);
        push(&mut body, &["owner = \"", self.owner, "\""]);
        if !self.covers.is_empty() {
            push(&mut body, &["covers = ", &self.covers]);
        }
        push(&mut body, &[self.coverage]);
        if self.illustrative {
            push(&mut body, &["illustrative = true"]);
        }
        let pair = |name: &str, value: &str| format!("{name} = \"{value}\"");
        let bound = || self.columns.iter().filter(|column| !column.name.is_empty());
        let pairs: Vec<String> = bound()
            .map(|column| pair(column.name, column.header))
            .collect();
        table(&mut body, self.table, "columns", &pairs);
        for column in bound().filter(|column| !column.values.is_empty()) {
            let values = column.values.iter();
            let pairs: Vec<String> = values
                .map(|(text, code)| format!("\"{text}\" = \"{code}\""))
                .collect();
            table(
                &mut body,
                self.table,
                &["values.", column.name].concat(),
                &pairs,
            );
        }
        let said = bound().filter(|column| !column.empty.is_empty());
        let pairs: Vec<String> = said.map(|column| pair(column.name, column.empty)).collect();
        table(&mut body, self.table, "empty", &pairs);
        let constants = self.constants.iter();
        let pairs: Vec<String> = constants.map(|(name, value)| pair(name, value)).collect();
        table(&mut body, self.table, "constants", &pairs);
        for written in body.lines() {
            push(&mut text, &[if self.left_out { "#" } else { "" }, written]);
        }
        text
    }
}

fn push(text: &mut String, parts: &[&str]) {
    text.extend(parts.iter().copied());
    text.push('\n');
}

/// A sub-table of the binding, one pair a line; nothing where there are none.
fn table(text: &mut String, table: &str, part: &str, pairs: &[String]) {
    if !pairs.is_empty() {
        push(text, &["[source.", table, ".", part, "]"]);
        for pair in pairs {
            push(text, &[pair]);
        }
    }
}

/// A line of a file; a cell that holds the delimiter or a quote is quoted.
fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>, delimiter: char, end: &str) {
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            text.push(delimiter);
        }
        if cell.contains([delimiter, '"', '\n']) {
            text.extend(["\"", &cell.replace('"', "\"\""), "\""]);
        } else {
            text.push_str(cell);
        }
    }
    text.push_str(end);
}

/// Whether the `i`th of `n` is one of `k` that lie evenly among them.
pub(super) const fn spread(i: usize, n: usize, k: usize) -> bool {
    n > 0 && (i + 1) * k / n != i * k / n
}

/// «có», «không».
pub(super) fn yes(yes: bool) -> String {
    if yes { "có" } else { "không" }.to_owned()
}

/// `5/11/2020`, as Vietnamese systems write a day.
pub(super) fn vn(day: &str) -> String {
    let mut parts = day.rsplitn(3, '-');
    let parts = [parts.next(), parts.next(), parts.next()];
    parts.map(Option::unwrap_or_default).join("/")
}

/// The `i`th of `n` days that lie evenly over a year, moved on to a weekday, as Vietnamese systems write it.
pub(super) fn weekday(year: i16, i: usize, n: usize) -> String {
    after(year, i, n, 0)
}

/// So many days after the [`weekday`].
pub(super) fn after(year: i16, i: usize, n: usize, days: i64) -> String {
    let ahead = i64::try_from(i * 362 / n.max(1)).unwrap_or_default();
    let day = Day::of(year, 1, 2).and_then(|start| {
        let near = (0..3).filter_map(|more| start.plus(ahead + more));
        near.filter(|day| day.is_weekday())
            .find_map(|day| day.plus(days))
    });
    day.map_or_else(String::new, |day| vn(&day.to_string()))
}

/// A cell from a number.
pub(super) fn num(n: usize) -> String {
    n.to_string()
}

/// A row of plain texts.
pub(super) fn cells<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

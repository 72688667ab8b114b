//! Which columns the self-scoring sheet of a rubric has, in which order: the `[sheet]` of a rubric file.
//!
//! The columns are a closed list; what stands in them is said by the scorecard and its explanations, never by the rubric.

/// A column of the self-scoring sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SheetColumn {
    /// Roman numeral, 1, 1.1.
    Number,
    /// The code of the group or criterion.
    Code,
    /// Title of the group or criterion; the one column that no sheet goes without.
    Title,
    /// Most points.
    Max,
    /// In one sentence, how points come about.
    Method,
    /// Numerator.
    Num,
    /// Denominator.
    Den,
    /// The share in per cent, or what else was stated or measured.
    Result,
    /// The unit's own points.
    Declared,
    /// Proved points, with the claims whose files pass the evidence rule.
    Evidenced,
    /// The low end of what was measured.
    MeasuredLow,
    /// The high end of what was measured.
    MeasuredHigh,
    /// The low end of the official figure: adjudicated, else measured.
    OfficialLow,
    /// The high end of the official figure.
    OfficialHigh,
    /// The files that the claim names.
    Evidence,
    /// Why it is as it is, and the unit's note.
    Explanation,
}

impl SheetColumn {
    /// All of them, in the order of a sheet whose rubric does not say.
    pub const ALL: &[Self] = &[
        Self::Number,
        Self::Code,
        Self::Title,
        Self::Max,
        Self::Method,
        Self::Num,
        Self::Den,
        Self::Result,
        Self::Declared,
        Self::Evidenced,
        Self::MeasuredLow,
        Self::MeasuredHigh,
        Self::OfficialLow,
        Self::OfficialHigh,
        Self::Evidence,
        Self::Explanation,
    ];

    /// The word that rubrics use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Code => "code",
            Self::Title => "title",
            Self::Max => "max",
            Self::Method => "method",
            Self::Num => "num",
            Self::Den => "den",
            Self::Result => "result",
            Self::Declared => "declared",
            Self::Evidenced => "evidenced",
            Self::MeasuredLow => "measured_low",
            Self::MeasuredHigh => "measured_high",
            Self::OfficialLow => "official_low",
            Self::OfficialHigh => "official_high",
            Self::Evidence => "evidence",
            Self::Explanation => "explanation",
        }
    }

    /// The column of a word.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|column| column.code() == code)
            .copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_known_by_its_own_word() {
        for column in SheetColumn::ALL {
            assert_eq!(SheetColumn::of(column.code()), Some(*column));
        }
        assert_eq!(SheetColumn::of("Number"), None);
    }
}

//! How cells look: one face, few sizes, numbers as Vietnam writes them.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::words::Lang;

/// The face that Decree 30/2020/NĐ-CP asks for.
const FACE: &str = "Times New Roman";

/// What is in a cell, for its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A text, at the left.
    Text,
    /// A short text or sign, in the middle.
    Sign,
    /// Points with so many decimals.
    Points(u32),
    /// A whole number.
    Whole,
    /// A share.
    Percent,
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Place {
    /// In the text around the table.
    #[default]
    Around,
    /// In the head of the table.
    Head,
    /// In a line of the table.
    Line,
    /// In the line of a top group.
    Area,
    /// In the last line.
    Total,
}

/// What must be seen of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Mark {
    /// Nothing.
    #[default]
    Plain,
    /// Made up, or for no one else.
    Alarm,
    /// A number of ours where a sum would stand.
    Fixed,
}

/// The look of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink {
    pub holds: Holds,
    pub place: Place,
    pub bold: bool,
    pub italic: bool,
    pub mark: Mark,
    pub size: u8,
}

/// The size of lines.
const SIZE: u8 = 11;

impl Ink {
    pub(super) const fn new(holds: Holds, place: Place) -> Self {
        Self {
            holds,
            place,
            bold: matches!(place, Place::Head | Place::Area | Place::Total),
            italic: false,
            mark: Mark::Plain,
            size: SIZE,
        }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn italic(self, italic: bool) -> Self {
        Self { italic, ..self }
    }

    pub(super) const fn alarm(self) -> Self {
        Self {
            mark: Mark::Alarm,
            ..self
        }
    }

    pub(super) const fn size(self, size: u8) -> Self {
        Self { size, ..self }
    }

    /// The format that a workbook knows.
    pub(super) fn format(self, lang: Lang) -> Format {
        let mut format = Format::new()
            .set_font_name(FACE)
            .set_font_size(self.size)
            .set_text_wrap()
            .set_align(match self.place {
                Place::Head | Place::Around => FormatAlign::VerticalCenter,
                Place::Line | Place::Area | Place::Total => FormatAlign::Top,
            })
            .set_align(match (self.holds, self.place) {
                (Holds::Sign, _) | (_, Place::Head) => FormatAlign::Center,
                (Holds::Text, _) => FormatAlign::Left,
                (Holds::Points(_) | Holds::Whole | Holds::Percent, _) => FormatAlign::Right,
            });
        if self.holds == Holds::Text && matches!(self.place, Place::Line | Place::Area) {
            format = format.set_indent(1);
        }
        if let Some(number) = number(self.holds, lang) {
            format = format.set_num_format(number);
        }
        if self.place != Place::Around {
            format = format.set_border(FormatBorder::Thin);
        }
        if let Some(fill) = self.fill() {
            format = format.set_background_color(Color::RGB(fill));
        }
        if self.bold {
            format = format.set_bold();
        }
        if self.italic {
            format = format.set_italic();
        }
        if self.mark == Mark::Alarm {
            format = format.set_font_color(Color::RGB(0x00C0_0000));
        }
        format
    }

    fn fill(self) -> Option<u32> {
        if self.mark == Mark::Fixed {
            return Some(0x00D9_D9D9);
        }
        match self.place {
            Place::Around | Place::Line => None,
            Place::Head => Some(0x00DC_E6F1),
            Place::Area | Place::Total => Some(0x00F2_F2F2),
        }
    }
}

/// The number format of a cell. The language's signs are asked for; Excel itself keeps to those of the computer.
fn number(holds: Holds, lang: Lang) -> Option<String> {
    let body = match holds {
        Holds::Text | Holds::Sign => return None,
        Holds::Points(0) | Holds::Whole => "#,##0".to_owned(),
        Holds::Points(digits) => {
            let digits = usize::try_from(digits).unwrap_or_default();
            format!("#,##0.{}", "0".repeat(digits))
        }
        Holds::Percent => "0.00%".to_owned(),
    };
    Some(match lang {
        Lang::Vi => format!("[$-42A]{body}"),
        Lang::En => body,
    })
}

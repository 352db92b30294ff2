//! Word documents: drafts and minutes.

use chrono::NaiveDate;
use docx_rs::{
    AlignmentType, Docx, Footer, LineSpacing, PageMargin, Paragraph, Run, RunFonts, Table, TableCell,
    TableRow,
};

/// Font size in half points, as Word counts.
const SIZE: usize = 24;

/// A Word document being written.
pub struct Text(Docx);

impl Text {
    /// An empty A4 document in Times New Roman; `date` goes into its properties.
    pub fn new(date: NaiveDate) -> Self {
        let stamp = format!("{date}T02:00:00Z");
        let margin = PageMargin::new().top(1134).bottom(1134).left(1418).right(1134);
        let footer = Paragraph::new().add_run(Run::new().add_text(super::SAMPLE).size(16).color("737373"));
        let docx = Docx::new()
            .page_size(11906, 16838)
            .page_margin(margin)
            .default_fonts(RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman"))
            .default_size(SIZE)
            .default_line_spacing(LineSpacing::new().after(80))
            .created_at(&stamp)
            .updated_at(&stamp)
            .footer(Footer::new().add_paragraph(footer));
        Self(docx)
    }

    /// Adds a bold, centred line.
    #[must_use]
    pub fn title(self, text: &str) -> Self {
        self.push(Paragraph::new().align(AlignmentType::Center).add_run(Run::new().add_text(text).bold()))
    }

    /// Adds a bold line at the left.
    #[must_use]
    pub fn heading(self, text: &str) -> Self {
        self.push(Paragraph::new().add_run(Run::new().add_text(text).bold()))
    }

    /// Adds a paragraph.
    #[must_use]
    pub fn paragraph(self, text: &str) -> Self {
        self.push(Paragraph::new().align(AlignmentType::Both).add_run(Run::new().add_text(text)))
    }

    /// Adds a label, a tab and a text indented behind it.
    #[must_use]
    pub fn labelled(self, label: &str, text: &str) -> Self {
        let run = Run::new().add_text(label).add_tab().add_text(text);
        let hanging = docx_rs::SpecialIndentType::Hanging(1700);
        let paragraph = Paragraph::new().indent(Some(1700), Some(hanging), None, None);
        self.push(paragraph.align(AlignmentType::Left).add_run(run))
    }

    /// Adds numbered points.
    #[must_use]
    pub fn points<'t>(mut self, points: impl IntoIterator<Item = &'t str>) -> Self {
        for (index, point) in points.into_iter().enumerate() {
            let run = Run::new().add_text(format!("{}.", index + 1)).add_tab().add_text(point);
            let hanging = docx_rs::SpecialIndentType::Hanging(426);
            self = self.push(Paragraph::new().indent(Some(426), Some(hanging), None, None).add_run(run));
        }
        self
    }

    /// Adds a table with a bold first row; widths in twentieths of a point.
    #[must_use]
    pub fn table<const N: usize>(self, widths: [usize; N], head: [&str; N], rows: &[[String; N]]) -> Self {
        let row = |cells: Vec<(String, usize)>, bold: bool| {
            let cell = |(text, width): (String, usize)| {
                let run = Run::new().add_text(text).size(20);
                let run = if bold { run.bold() } else { run };
                TableCell::new()
                    .width(width, docx_rs::WidthType::Dxa)
                    .add_paragraph(Paragraph::new().add_run(run))
            };
            TableRow::new(cells.into_iter().map(cell).collect())
        };
        let mut all = vec![row(head.map(str::to_owned).into_iter().zip(widths).collect(), true)];
        all.extend(rows.iter().map(|cells| row(cells.iter().cloned().zip(widths).collect(), false)));
        let table = Table::new(all).set_grid(widths.to_vec());
        Self(self.0.add_table(table)).paragraph("")
    }

    /// Adds place and date, post and name, at the right.
    #[must_use]
    pub fn signature(mut self, lines: &[&str]) -> Self {
        for line in lines {
            let paragraph = Paragraph::new().indent(Some(5100), None, None, None);
            self = self.push(paragraph.add_run(Run::new().add_text(*line)));
        }
        self
    }

    fn push(self, paragraph: Paragraph) -> Self {
        Self(self.0.add_paragraph(paragraph))
    }

    /// The bytes of the file.
    pub fn finish(self) -> Result<Vec<u8>, String> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        self.0.build().pack(&mut bytes).map_err(|error| error.to_string())?;
        Ok(bytes.into_inner())
    }
}

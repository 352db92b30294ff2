//! Workbooks: the tables with which the sections deliver their data.

use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

/// A cell.
#[derive(Debug, Clone)]
pub enum Cell {
    /// Text.
    Text(String),
    /// A number: an integer or an amount in rupiah.
    Number(f64),
    /// Empty, for a section to fill in.
    Blank,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        // Amounts of rupiah stay far below 2⁵³.
        Self::Number(number as f64)
    }
}

/// One sheet of a workbook.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name on the tab.
    pub tab: String,
    /// Lines over the table.
    pub title: Vec<String>,
    /// Columns: heading and width in characters.
    pub columns: Vec<(&'static str, f64)>,
    /// Rows from top to bottom.
    pub rows: Vec<Vec<Cell>>,
    /// Columns with a sum under them.
    pub sums: Vec<usize>,
}

/// The bytes of a workbook; `date` goes into its properties.
pub fn workbook(title: &str, date: NaiveDate, tables: &[Table]) -> Result<Vec<u8>, String> {
    build(title, date, tables).map_err(|error| error.to_string())
}

fn build(title: &str, date: NaiveDate, tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let year = u16::try_from(date.year()).unwrap_or(1900);
    let created = ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8)?;
    let properties = DocProperties::new();
    let properties = properties.set_title(title).set_author(super::OFFICE).set_comment(super::SAMPLE);
    workbook.set_properties(&properties.set_creation_datetime(&created));
    for table in tables {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&table.tab)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        sheet.set_footer(format!("&L&8{}&R&8&P / &N", super::SAMPLE));
        fill(sheet, table)?;
    }
    workbook.save_to_buffer()
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_align(FormatAlign::Center);
    let line = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top).set_text_wrap();
    let head = line.clone().set_bold().set_align(FormatAlign::Center).set_background_color(0x00DD_EBF7);
    let number = line.clone().set_num_format("#,##0").set_align(FormatAlign::Right);
    let sum = number.clone().set_bold();
    let last = (table.columns.len() as u16).saturating_sub(1);
    let mut row = 0;
    for text in &table.title {
        sheet.merge_range(row, 0, row, last, text, &bold)?;
        row += 1;
    }
    row += 1;
    for (column, (heading, width)) in (0..).zip(&table.columns) {
        sheet.set_column_width(column, *width)?.write_string_with_format(row, column, *heading, &head)?;
    }
    sheet.set_repeat_rows(row, row)?;
    let first = row + 1;
    for cells in &table.rows {
        row += 1;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(row, column, text, &line)?,
                Cell::Number(value) => sheet.write_number_with_format(row, column, *value, &number)?,
                Cell::Blank => sheet.write_blank(row, column, &line)?,
            };
        }
    }
    if !table.sums.is_empty() {
        let end = row;
        row += 1;
        for column in 0..=last {
            if table.sums.contains(&usize::from(column)) {
                let values = table.rows.iter().filter_map(|cells| match cells.get(usize::from(column)) {
                    Some(Cell::Number(value)) => Some(*value),
                    _ => None,
                });
                // The result is stored with the formula, since not every reader computes formulas.
                let total: f64 = values.sum();
                let range = rust_xlsxwriter::utility::cell_range(first, column, end, column);
                let formula = Formula::new(format!("=SUM({range})")).set_result(total.to_string());
                sheet.write_formula_with_format(row, column, formula, &sum)?;
            } else {
                let text = if column == 1 { "Jumlah" } else { "" };
                sheet.write_string_with_format(row, column, text, &head)?;
            }
        }
    }
    Ok(())
}

//! A4 pages in Times, as an office prints them: letterhead, paragraphs, tables, signatures.
//!
//! Uses only the standard fonts that every PDF reader has, so that a letter takes a few kilobytes.

use chrono::{Datelike as _, NaiveDate};
use pdf_writer::{Content, Date, Name, Pdf, Rect, Ref, Str, TextStr};

/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const LEFT: f32 = 71.0;
const RIGHT: f32 = PAGE.0 - 57.0;
const TOP: f32 = PAGE.1 - 57.0;
const BOTTOM: f32 = 71.0;
const INK: (f32, f32, f32) = (0.10, 0.16, 0.52);
const STAMP: (f32, f32, f32) = (0.36, 0.20, 0.55);

/// Weight of the font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Times-Roman.
    Roman,
    /// Times-Bold.
    Bold,
}

impl Face {
    fn name(self) -> Name<'static> {
        match self {
            Self::Roman => Name(b"R"),
            Self::Bold => Name(b"B"),
        }
    }

    /// Width of a line of text in points.
    fn width(self, text: &str, size: f32) -> f32 {
        let table = match self {
            Self::Roman => &ROMAN,
            Self::Bold => &BOLD,
        };
        let units = |byte: u8| table.get(usize::from(byte).wrapping_sub(32)).copied().unwrap_or(500);
        encode(text).iter().map(|byte| f32::from(units(*byte))).sum::<f32>() * size / 1000.0
    }
}

/// How far a paper has been signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Not signed.
    Open,
    /// Signed by hand.
    Signed,
    /// Signed and stamped.
    Stamped,
}

/// A PDF document being written, page by page.
pub struct Sheets {
    title: String,
    date: NaiveDate,
    pages: Vec<Content>,
    y: f32,
    watermark: Option<&'static str>,
    /// The office whose stamp the document gets.
    seal: &'static str,
}

impl Sheets {
    /// An empty document; `date` goes into its properties.
    pub fn new(title: &str, date: NaiveDate) -> Self {
        let mut sheets = Self {
            title: title.to_owned(),
            date,
            pages: Vec::new(),
            y: TOP,
            watermark: None,
            seal: "KESBANGPOL",
        };
        sheets.turn();
        sheets
    }

    /// Like [`Self::new`], with a word in pale grey across every page, such as `KONSEP`.
    pub fn with_watermark(title: &str, date: NaiveDate, word: &'static str) -> Self {
        let mut sheets = Self { watermark: Some(word), ..Self::new(title, date) };
        sheets.pages.clear();
        sheets.turn();
        sheets
    }

    /// Makes the stamp that of another office.
    pub fn stamped_by(&mut self, office: &'static str) {
        self.seal = office;
    }

    /// Starts a new page.
    pub fn turn(&mut self) {
        let mut page = Content::new();
        if let Some(word) = self.watermark {
            let (sin, cos) = (0.707, 0.707);
            page.begin_text();
            page.set_fill_gray(0.9).set_font(Face::Bold.name(), 110.0);
            page.set_text_matrix([cos, sin, -sin, cos, 130.0, 240.0]).show(Str(&encode(word)));
            page.end_text().set_fill_gray(0.0);
        }
        self.pages.push(page);
        self.y = TOP;
    }

    /// Leaves vertical space.
    pub fn space(&mut self, points: f32) {
        self.y -= points;
    }

    /// Adds the head of a letter: government, unit and address over a double rule.
    pub fn letterhead(&mut self, government: &str, unit: &str, address: &str) {
        self.emblem(LEFT + 24.0, self.y - 26.0);
        for (line, face, size) in
            [(government, Face::Roman, 14.0), (unit, Face::Bold, 15.0), (address, Face::Roman, 9.5)]
        {
            // Centred in the width that the emblem leaves.
            let x = (LEFT + 44.0).midpoint(RIGHT) - face.width(line, size) / 2.0;
            self.down(size * 1.25);
            self.show(line, face, size, x, self.y);
        }
        self.y -= 7.0;
        self.rule(LEFT, RIGHT, 2.0);
        self.y -= 3.0;
        self.rule(LEFT, RIGHT, 0.5);
        self.y -= 14.0;
    }

    /// Draws a made-up coat of arms: a shield with a star.
    fn emblem(&mut self, x: f32, y: f32) {
        let page = self.page();
        page.save_state().set_line_width(1.5).set_stroke_rgb(0.1, 0.3, 0.2).set_fill_rgb(0.86, 0.92, 0.86);
        page.move_to(x - 18.0, y + 24.0).line_to(x + 18.0, y + 24.0).line_to(x + 18.0, y - 4.0);
        page.cubic_to(x + 16.0, y - 16.0, x + 6.0, y - 22.0, x, y - 26.0);
        page.cubic_to(x - 6.0, y - 22.0, x - 16.0, y - 16.0, x - 18.0, y - 4.0);
        page.close_path().fill_nonzero_and_stroke();
        page.set_fill_rgb(0.85, 0.65, 0.1);
        for point in 0..10 {
            let angle = std::f32::consts::PI * (0.5 + 0.2 * point as f32);
            let radius = if point % 2 == 0 { 12.0 } else { 5.0 };
            let (px, py) = (x + radius * angle.cos(), y + 2.0 + radius * angle.sin());
            if point == 0 {
                page.move_to(px, py)
            } else {
                page.line_to(px, py)
            };
        }
        page.close_path().fill_nonzero().restore_state();
    }

    /// Adds a centred text; a long one is wrapped.
    pub fn centred(&mut self, text: &str, face: Face, size: f32) {
        for line in wrap(text, face, size, RIGHT - LEFT) {
            let x = LEFT.midpoint(RIGHT) - face.width(&line, size) / 2.0;
            self.down(size * 1.2);
            self.show(&line, face, size, x, self.y);
        }
    }

    /// Adds a heading at the left.
    pub fn heading(&mut self, text: &str) {
        self.space(8.0);
        self.keep(60.0);
        self.block(text, Face::Bold, 12.0, LEFT, 0.0, false);
        self.space(2.0);
    }

    /// Adds a paragraph with its first line indented.
    pub fn paragraph(&mut self, text: &str) {
        self.block(text, Face::Roman, 12.0, LEFT, 36.0, true);
        self.space(5.0);
    }

    /// Adds numbered, indented points.
    pub fn points<'t>(&mut self, points: impl IntoIterator<Item = &'t str>) {
        for (index, point) in points.into_iter().enumerate() {
            self.labelled(&format!("{}.", index + 1), point, LEFT + 12.0, 20.0);
        }
        self.space(5.0);
    }

    /// Adds a label, a colon and a value: `Nomor : …`.
    pub fn field(&mut self, label: &str, value: &str) {
        self.labelled(label, &format!(":  {value}"), LEFT, 72.0);
    }

    /// Adds a label at `x` and a text beside it.
    pub fn labelled(&mut self, label: &str, text: &str, x: f32, width: f32) {
        self.keep(16.0);
        let y = self.y - 12.0 * 1.3;
        self.show(label, Face::Roman, 12.0, x, y);
        self.block(text, Face::Roman, 12.0, x + width, 0.0, true);
    }

    /// Adds wrapped text from `x` to the right margin.
    fn block(&mut self, text: &str, face: Face, size: f32, x: f32, indent: f32, justify: bool) {
        let width = RIGHT - x;
        let lines = wrap_indented(text, face, size, width, indent);
        let last = lines.len().saturating_sub(1);
        for (index, line) in lines.iter().enumerate() {
            self.down(size * 1.3);
            let indent = if index == 0 { indent } else { 0.0 };
            let gaps = line.matches(' ').count();
            let free = width - indent - face.width(line, size);
            let spread = if justify && index < last && gaps > 0 { free / gaps as f32 } else { 0.0 };
            self.page().set_word_spacing(spread);
            self.show(line, face, size, x + indent, self.y);
            self.page().set_word_spacing(0.0);
        }
    }

    /// Adds a table over the whole width; `shares` are the relative widths of the columns. Columns of numbers
    /// are right-aligned.
    pub fn table<const N: usize>(&mut self, shares: [f32; N], head: [&str; N], rows: &[[String; N]]) {
        let total: f32 = shares.iter().sum();
        let widths = shares.map(|share| (RIGHT - LEFT) * share / total);
        self.space(4.0);
        self.row(&widths, &head.map(str::to_owned), Face::Bold);
        for row in rows {
            if Self::row_height(&widths, row, Face::Roman) > self.y - BOTTOM {
                self.turn();
                self.row(&widths, &head.map(str::to_owned), Face::Bold);
            }
            self.row(&widths, row, Face::Roman);
        }
        self.space(10.0);
    }

    fn row_height(widths: &[f32], cells: &[String], face: Face) -> f32 {
        let lines = cells.iter().zip(widths).map(|(cell, width)| wrap(cell, face, 9.5, width - 8.0).len());
        lines.max().unwrap_or(1) as f32 * 11.5 + 6.0
    }

    fn row(&mut self, widths: &[f32], cells: &[String], face: Face) {
        const SIZE: f32 = 9.5;
        let height = Self::row_height(widths, cells, face);
        self.keep(height);
        let (top, mut x) = (self.y, LEFT);
        for (cell, width) in cells.iter().zip(widths) {
            let page = self.page();
            page.set_line_width(0.5);
            if face == Face::Bold {
                page.set_fill_gray(0.88).rect(x, top - height, *width, height).fill_nonzero_and_stroke();
                page.set_fill_gray(0.0);
            } else {
                page.rect(x, top - height, *width, height).stroke();
            }
            let number = face == Face::Roman && is_number(cell);
            for (index, line) in wrap(cell, face, SIZE, width - 8.0).iter().enumerate() {
                let free = width - face.width(line, SIZE);
                let offset = match (face, number) {
                    (Face::Bold, _) => free / 2.0,
                    (Face::Roman, true) => free - 4.0,
                    (Face::Roman, false) => 4.0,
                };
                self.show(line, face, SIZE, x + offset, top - 12.0 - index as f32 * 11.5);
            }
            x += width;
        }
        self.y = top - height;
    }

    /// Adds place and date, post, signature and name, at the right.
    pub fn signature(&mut self, place_and_date: &str, post: &str, name: &str, rank: &str, sign: Sign) {
        self.keep(150.0);
        let x = LEFT + (RIGHT - LEFT) * 0.52;
        let at = |sheets: &mut Self, text: &str, face| {
            for line in wrap(text, face, 12.0, RIGHT - x) {
                sheets.y -= 15.0;
                let y = sheets.y;
                sheets.show(&line, face, 12.0, x, y);
            }
        };
        self.space(14.0);
        at(self, place_and_date, Face::Roman);
        at(self, post, Face::Roman);
        let middle = self.y - 40.0;
        if sign >= Sign::Signed {
            self.scrawl(x + 20.0, middle);
        }
        if sign >= Sign::Stamped {
            self.stamp(x - 4.0, middle + 2.0);
        }
        self.space(64.0);
        at(self, name, Face::Bold);
        at(self, rank, Face::Roman);
    }

    fn scrawl(&mut self, x: f32, y: f32) {
        let page = self.page();
        page.save_state().set_stroke_rgb(INK.0, INK.1, INK.2).set_line_width(1.4);
        page.move_to(x, y - 6.0);
        page.cubic_to(x + 6.0, y + 34.0, x + 26.0, y + 28.0, x + 16.0, y - 4.0);
        page.cubic_to(x + 10.0, y - 22.0, x + 2.0, y - 8.0, x + 30.0, y + 6.0);
        page.cubic_to(x + 44.0, y + 14.0, x + 38.0, y - 14.0, x + 52.0, y + 2.0);
        page.cubic_to(x + 60.0, y + 12.0, x + 58.0, y - 10.0, x + 74.0, y + 4.0);
        page.cubic_to(x + 84.0, y + 12.0, x + 90.0, y - 2.0, x + 122.0, y + 12.0);
        page.move_to(x - 8.0, y - 16.0).cubic_to(x + 30.0, y - 8.0, x + 80.0, y - 12.0, x + 116.0, y - 4.0);
        page.stroke().restore_state();
    }

    fn stamp(&mut self, x: f32, y: f32) {
        self.page().save_state().set_stroke_rgb(STAMP.0, STAMP.1, STAMP.2).set_line_width(1.6);
        for radius in [31.0, 26.0] {
            self.circle(x, y, radius);
            self.page().set_line_width(0.8);
        }
        self.page().set_fill_rgb(STAMP.0, STAMP.1, STAMP.2);
        for (index, word) in ["KOTA", "SUKAMAJU", self.seal].into_iter().enumerate() {
            let width = Face::Bold.width(word, 7.0);
            self.show(word, Face::Bold, 7.0, x - width / 2.0, y + 7.0 - 9.0 * index as f32);
        }
        self.page().restore_state();
    }

    fn circle(&mut self, x: f32, y: f32, r: f32) {
        // Four Bézier curves; this factor approximates a circle best.
        let k = 0.5523 * r;
        let page = self.page();
        page.move_to(x + r, y).cubic_to(x + r, y + k, x + k, y + r, x, y + r);
        page.cubic_to(x - k, y + r, x - r, y + k, x - r, y).cubic_to(x - r, y - k, x - k, y - r, x, y - r);
        page.cubic_to(x + k, y - r, x + r, y - k, x + r, y).stroke();
    }

    /// Adds a frame with a label in small type and a text, from `from` to `to` of the width; several can
    /// stand side by side at the same `y`. The caller moves down by the height.
    pub fn framed(&mut self, from: f32, to: f32, height: f32, label: &str, lines: &[&str]) {
        let width = RIGHT - LEFT;
        let (x, right, top) = (LEFT + width * from, LEFT + width * to, self.y);
        self.page().set_line_width(0.8).rect(x, top - height, right - x, height).stroke();
        self.show(label, Face::Roman, 9.0, x + 5.0, top - 12.0);
        let wrapped = lines.iter().flat_map(|line| wrap(line, Face::Roman, 12.0, right - x - 12.0));
        for (index, line) in wrapped.enumerate() {
            self.show(&line, Face::Roman, 12.0, x + 6.0, top - 30.0 - 15.0 * index as f32);
        }
    }

    fn rule(&mut self, from: f32, to: f32, width: f32) {
        let y = self.y;
        self.page().set_line_width(width).move_to(from, y).line_to(to, y).stroke();
    }

    fn show(&mut self, text: &str, face: Face, size: f32, x: f32, y: f32) {
        let page = self.page();
        page.begin_text().set_font(face.name(), size).next_line(x, y);
        page.show(Str(&encode(text))).end_text();
    }

    /// Starts a new page, unless so much room is left.
    fn keep(&mut self, height: f32) {
        if self.y - height < BOTTOM {
            self.turn();
        }
    }

    fn down(&mut self, height: f32) {
        self.keep(height);
        self.y -= height;
    }

    fn page(&mut self) -> &mut Content {
        if self.pages.is_empty() {
            self.pages.push(Content::new());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// The bytes of the file. Every page gets a footer that says what it is.
    pub fn finish(mut self) -> Vec<u8> {
        let mut next = 0;
        let mut id = || {
            next += 1;
            Ref::new(next)
        };
        let (catalog, tree, info, roman, bold) = (id(), id(), id(), id(), id());
        let mut pdf = Pdf::new();
        pdf.catalog(catalog).pages(tree);
        let date = Date::new(self.date.year().unsigned_abs() as u16)
            .month(self.date.month() as u8)
            .day(self.date.day() as u8);
        pdf.document_info(info)
            .title(TextStr(&self.title))
            .author(TextStr(super::OFFICE))
            .creation_date(date)
            .modified_date(date);
        for (font, name) in [(roman, &b"Times-Roman"[..]), (bold, &b"Times-Bold"[..])] {
            pdf.type1_font(font).base_font(Name(name)).encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        let count = self.pages.len();
        let mut kids = Vec::with_capacity(count);
        for (index, mut content) in std::mem::take(&mut self.pages).into_iter().enumerate() {
            let foot = format!("{}  ·  halaman {} dari {count}", super::SAMPLE, index + 1);
            content.begin_text().set_fill_gray(0.45).set_font(Face::Roman.name(), 8.0);
            content.next_line(LEFT, 36.0).show(Str(&encode(&foot))).end_text();
            let (page, stream) = (id(), id());
            kids.push(page);
            pdf.stream(stream, &content.finish());
            let mut page = pdf.page(page);
            page.media_box(Rect::new(0.0, 0.0, PAGE.0, PAGE.1)).parent(tree).contents(stream);
            let mut resources = page.resources();
            resources.fonts().pair(Face::Roman.name(), roman).pair(Face::Bold.name(), bold);
        }
        pdf.pages(tree).kids(kids).count(i32::try_from(count).unwrap_or(i32::MAX));
        pdf.finish()
    }
}

/// `1.234.567` or `98,1 %`; not a code such as `8.01.02`.
fn is_number(text: &str) -> bool {
    let digits = text.trim_end_matches([' ', '%']);
    let whole = digits.split(',').next().unwrap_or_default();
    let mut groups = whole.split('.');
    let first = groups.next().is_some_and(|group| !group.is_empty());
    let only_digits = digits.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
    first && only_digits && groups.all(|group| group.len() == 3)
}

fn wrap(text: &str, face: Face, size: f32, width: f32) -> Vec<String> {
    wrap_indented(text, face, size, width, 0.0)
}

fn wrap_indented(text: &str, face: Face, size: f32, width: f32, indent: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let room = if lines.len() == 1 { width - indent } else { width };
        if let Some(line) = lines.last_mut() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if line.is_empty() || face.width(&longer, size) <= room {
                *line = longer;
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

/// Encodes a text in `WinAnsiEncoding`: ASCII, Latin-1 and a few typographic characters.
fn encode(text: &str) -> Vec<u8> {
    let byte = |c| match c {
        '–' => 0x96,
        '—' => 0x97,
        '’' => 0x92,
        '“' => 0x93,
        '”' => 0x94,
        '•' => 0x95,
        '…' => 0x85,
        c => u8::try_from(c).ok().filter(|byte| !(0x80..0xA0).contains(byte)).unwrap_or(b'?'),
    };
    text.chars().map(byte).collect()
}

/// Widths of Times-Roman from the space character on, in thousandths of the font size (Adobe's metrics).
const ROMAN: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333,
    389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469,
    500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389,
    278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// Widths of Times-Bold, likewise.
const BOLD: [u16; 95] = [
    250, 333, 555, 500, 500, 1000, 833, 278, 333, 333, 500, 570, 250, 333, 250, 278, 500, 500, 500, 500, 500,
    500, 500, 500, 500, 500, 333, 333, 570, 570, 570, 500, 930, 722, 667, 722, 722, 667, 611, 778, 778, 389,
    500, 778, 667, 944, 722, 778, 611, 778, 722, 556, 667, 722, 722, 1000, 722, 722, 667, 333, 278, 333, 581,
    500, 333, 500, 556, 444, 556, 444, 333, 500, 556, 278, 333, 556, 278, 833, 556, 500, 556, 556, 444, 389,
    333, 556, 500, 722, 500, 500, 444, 394, 220, 394, 520,
];

//! Texts of the sheet, laid out once: pieces with their positions, and the colours they get when painted.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextFormat};
use eframe::egui::{Align, Color32, FontFamily, FontId, Galley, Rect, TextStyle, Ui, Vec2, pos2, vec2};

use crate::store::names::visible;
use crate::ui::components::Status;
use crate::ui::theme::{Tokens, TokensExt as _, icon_font, text};

/// Colour of a piece. The colour is looked up when the piece is painted, so that another theme needs no new
/// layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ink {
    /// Ordinary text.
    Text,
    /// Muted text.
    Muted,
    /// Text in the colours of a state.
    Tone(Status),
    /// An icon in the strong colour of a state.
    Solid(Status),
}

impl Ink {
    /// The colour in a theme.
    pub fn color(self, tokens: &Tokens) -> Color32 {
        match self {
            Self::Text => tokens.text,
            Self::Muted => tokens.text_muted,
            Self::Tone(status) => status.tone(tokens).ink,
            Self::Solid(status) => status.tone(tokens).solid,
        }
    }
}

/// A text or icon at its position in a cell.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Position, from the cell's upper left corner.
    pub at: Vec2,
    /// Laid out without a colour.
    pub galley: Arc<Galley>,
    /// Its colour.
    pub ink: Ink,
}

/// The content of one column in one row.
#[derive(Debug, Clone, Default)]
pub struct Cell {
    /// Texts and icons.
    pub pieces: Vec<Piece>,
    /// The state pill behind the first pieces.
    pub pill: Option<(Rect, Status)>,
    /// The mark of a correction; its tooltip has the text of the correction.
    pub footnote: Option<Rect>,
    /// The icons of the documents; their tooltip has the names.
    pub documents: Option<Rect>,
    /// Height of the content.
    pub height: f32,
}

/// The text styles of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Text of Aktivitas.
    Body,
    /// Emphasised text of Aktivitas.
    Strong,
    /// Text of Mutu Baku and remarks.
    Small,
    /// Column heads and states.
    SmallStrong,
    /// The words at an arrow.
    Tiny,
}

/// Lays texts out at a zoom factor.
pub struct Typesetter<'a> {
    ui: &'a Ui,
    zoom: f32,
}

impl<'a> Typesetter<'a> {
    /// A typesetter with the fonts of a window.
    pub fn new(ui: &'a Ui, zoom: f32) -> Self {
        Self { ui, zoom }
    }

    /// A length in points at this zoom.
    pub fn points(&self, length: f32) -> f32 {
        length * self.zoom
    }

    /// The font of a role.
    pub fn font(&self, role: Role) -> FontId {
        let style = match role {
            Role::Body => TextStyle::Body,
            Role::Strong => text::strong_style(),
            Role::Small | Role::Tiny => TextStyle::Small,
            Role::SmallStrong => text::small_strong_style(),
        };
        let font = style.resolve(self.ui.style());
        let size = if role == Role::Tiny { font.size - 1.0 } else { font.size };
        FontId::new(size * self.zoom, font.family)
    }

    /// A text, wrapped at a width.
    pub fn text(&self, words: &str, role: Role, width: f32) -> Arc<Galley> {
        self.job(LayoutJob::simple(visible(words).into_owned(), self.font(role), Color32::PLACEHOLDER, width))
    }

    /// A text centred in a width, in a font of its own.
    pub fn centered(&self, words: &str, font: FontId, width: f32) -> Arc<Galley> {
        let mut job = LayoutJob::simple(visible(words).into_owned(), font, Color32::PLACEHOLDER, width);
        job.halign = Align::Center;
        self.job(job)
    }

    /// An icon.
    pub fn icon(&self, glyph: &str, size: f32) -> Arc<Galley> {
        let font = icon_font(size * self.zoom);
        self.job(LayoutJob::simple_singleline(glyph.to_owned(), font, Color32::PLACEHOLDER))
    }

    /// Width of the longest word of a text.
    pub fn longest_word(&self, words: &str, font: &FontId) -> f32 {
        words
            .split_whitespace()
            .map(|word| {
                let job = LayoutJob::simple_singleline(
                    visible(word).into_owned(),
                    font.clone(),
                    Color32::PLACEHOLDER,
                );
                self.job(job).size().x
            })
            .fold(0.0, f32::max)
    }

    /// A text with a small raised mark behind it.
    fn marked(&self, words: &str, role: Role, width: f32, mark: &str) -> Arc<Galley> {
        let mut job =
            LayoutJob::simple(visible(words).into_owned(), self.font(role), Color32::PLACEHOLDER, width);
        let font = FontId::new(self.font(Role::SmallStrong).size, FontFamily::Name(text_family()));
        let color = self.ui.tokens().accent;
        job.append(
            mark,
            self.points(2.0),
            TextFormat { font_id: font, color, valign: Align::TOP, ..Default::default() },
        );
        self.job(job)
    }

    fn job(&self, job: LayoutJob) -> Arc<Galley> {
        self.ui.fonts_mut(|fonts| fonts.layout_job(job))
    }
}

fn text_family() -> Arc<str> {
    crate::ui::theme::SEMIBOLD_FAMILY.into()
}

/// Fills a cell from top to bottom.
pub struct CellBuilder<'a> {
    set: &'a Typesetter<'a>,
    width: f32,
    cell: Cell,
}

impl<'a> CellBuilder<'a> {
    /// An empty cell of a width.
    pub fn new(set: &'a Typesetter<'a>, width: f32) -> Self {
        Self { set, width, cell: Cell::default() }
    }

    /// Adds empty space.
    pub fn gap(&mut self, height: f32) -> &mut Self {
        if self.cell.height > 0.0 {
            self.cell.height += self.set.points(height);
        }
        self
    }

    /// Adds a paragraph.
    pub fn text(&mut self, words: &str, role: Role, ink: Ink) -> &mut Self {
        if !words.is_empty() {
            let galley = self.set.text(words, role, self.width);
            self.push(galley, ink);
        }
        self
    }

    /// Adds a paragraph with the mark of a correction.
    pub fn footnoted(&mut self, words: &str, role: Role, ink: Ink) -> &mut Self {
        let galley = self.set.marked(words, role, self.width, "*)");
        let end = galley.pos_from_cursor(galley.end());
        let size = self.set.points(14.0);
        let corner = pos2(end.right() - size, end.top() + self.cell.height);
        self.cell.footnote = Some(Rect::from_min_size(corner, vec2(size, end.height())).expand(3.0));
        self.push(galley, ink);
        self
    }

    /// Adds an icon and a text beside it.
    pub fn icon_text(&mut self, icon: &str, words: &str, role: Role, ink: Ink) -> &mut Self {
        let icon = self.set.icon(icon, 13.0);
        let indent = self.set.points(17.0);
        let galley = self.set.text(words, role, self.width - indent);
        let first_row = galley.rows.first().map_or(galley.size().y, |row| row.size.y);
        let icon_y = self.cell.height + (first_row - icon.size().y) / 2.0;
        self.cell.pieces.push(Piece { at: vec2(0.0, icon_y), galley: icon, ink });
        let at = vec2(indent, self.cell.height);
        self.cell.height += galley.size().y;
        self.cell.pieces.push(Piece { at, galley, ink });
        self
    }

    /// Adds the pill of a state; must come first.
    pub fn pill(&mut self, status: Status, words: &str) -> &mut Self {
        let (height, padding, gap) = (self.set.points(21.0), self.set.points(5.0), self.set.points(3.0));
        let icon = self.set.icon(status.icon(), 13.0);
        let text_x = padding + icon.size().x + gap;
        let galley = self.set.text(words, Role::SmallStrong, (self.width - text_x - padding).max(1.0));
        let height = height.max(galley.size().y + self.set.points(4.0));
        let width = text_x + galley.size().x + padding;
        let middle = |galley: &Galley| self.cell.height + (height - galley.size().y) / 2.0;
        let icon_at = vec2(padding, middle(&icon));
        let text_at = vec2(text_x, middle(&galley));
        let rect = Rect::from_min_size(pos2(0.0, self.cell.height), vec2(width, height));
        self.cell.pill = Some((rect, status));
        self.cell.pieces.push(Piece { at: icon_at, galley: icon, ink: Ink::Tone(status) });
        self.cell.pieces.push(Piece { at: text_at, galley, ink: Ink::Tone(status) });
        self.cell.height += height;
        self
    }

    /// Adds the icons of the documents with their count, in as many lines as they need.
    pub fn documents<'g>(
        &mut self,
        glyphs: impl Iterator<Item = (&'g str, Ink)>,
        count: &str,
        ink: Ink,
    ) -> &mut Self {
        let top = self.cell.height;
        let (advance, line) = (self.set.points(16.0), self.set.points(17.0));
        let (mut x, mut y) = (0.0, top);
        let mut widest: f32 = 0.0;
        for (glyph, ink) in glyphs {
            if x > 0.0 && x + advance > self.width {
                (x, y) = (0.0, y + line);
            }
            let galley = self.set.icon(glyph, 15.0);
            let at = vec2(x, y + (line - galley.size().y) / 2.0);
            self.cell.pieces.push(Piece { at, galley, ink });
            x += advance;
            widest = widest.max(x);
        }
        let galley = self.set.text(count, Role::Small, f32::INFINITY);
        x += self.set.points(3.0);
        if x + galley.size().x > self.width {
            (x, y) = (0.0, y + line);
        }
        widest = widest.max(x + galley.size().x);
        let at = vec2(x, y + (line - galley.size().y) / 2.0);
        self.cell.pieces.push(Piece { at, galley, ink });
        self.cell.height = y + line;
        self.cell.documents = Some(Rect::from_min_max(pos2(0.0, top), pos2(widest, self.cell.height)));
        self
    }

    /// Takes the filled cell out of the builder.
    pub fn build(&mut self) -> Cell {
        std::mem::take(&mut self.cell)
    }

    fn push(&mut self, galley: Arc<Galley>, ink: Ink) {
        let at = vec2(0.0, self.cell.height);
        self.cell.height += galley.size().y;
        self.cell.pieces.push(Piece { at, galley, ink });
    }
}

//! The texts of the table, wrapped at the widths of their columns. The layout asks for their heights; then
//! they are drawn where it put the cells.

use std::sync::Arc;

use eframe::egui::{
    Color32, FontSelection, Galley, Label, Pos2, Rect, TextStyle, TextWrapMode, Ui, UiBuilder, Vec2,
    WidgetText, pos2, vec2,
};

use super::flow::Branches;
use super::ruled::{PADDING, correction_words, wording_job};
use super::sureness::sureness;
use crate::sheet::{Branch, Column, Measure, SheetLayout};
use crate::sop::{Correction, Sop, Step, Sureness};
use crate::ui::components::BADGE_HEIGHT;
use crate::ui::theme::{TokensExt as _, icon_at, icons, space, text};

/// Something at a position in a cell.
struct Piece {
    /// Position, from the upper left corner of the cell.
    at: Vec2,
    part: Part,
}

enum Part {
    Words(Arc<Galley>),
    /// An icon, centred in a square of [`space::ICON`].
    Icon(&'static str, Color32),
    /// Words drawn by [`sureness`], with the space they take.
    Sureness(Option<Sureness>, Vec2),
}

/// A cell that is filled from top to bottom.
struct Cell {
    pieces: Vec<Piece>,
    /// Width of the cell's text.
    width: f32,
    /// Vertical position of the next piece.
    y: f32,
}

impl Cell {
    fn new(column: f32) -> Self {
        Self { pieces: Vec::new(), width: column - 2.0 * PADDING.x, y: PADDING.y }
    }

    fn push(&mut self, x: f32, part: Part) {
        self.pieces.push(Piece { at: vec2(PADDING.x + x, self.y), part });
    }

    /// Moves on below a piece of this height.
    fn advance(&mut self, height: f32) {
        self.y += height + space::XS;
    }

    fn words(&mut self, ui: &Ui, words: impl Into<WidgetText>) {
        let galley = broken(ui, words, self.width);
        let height = galley.size().y;
        self.push(0.0, Part::Words(galley));
        self.advance(height);
    }

    fn sureness(&mut self, ui: &Ui, sureness: Option<Sureness>) {
        let height = match sureness {
            None => ui.spacing().interact_size.y,
            Some(Sureness::Low) => BADGE_HEIGHT,
            Some(_) => ui.text_style_height(&TextStyle::Small),
        };
        self.push(0.0, Part::Sureness(sureness, vec2(self.width, height)));
        self.advance(height);
    }

    fn correction(&mut self, ui: &Ui, correction: &Correction) {
        let indent = space::ICON + space::XS;
        self.push(0.0, Part::Icon(icons::NOTE_PENCIL, ui.tokens().needs_review.ink));
        let galley = broken(ui, text::small(correction_words(correction)), self.width - indent);
        let height = galley.size().y.max(space::ICON);
        self.push(indent, Part::Words(galley));
        self.advance(height);
    }

    /// Height of the cell with its padding.
    fn height(&self) -> f32 {
        let gap = if self.pieces.is_empty() { 0.0 } else { space::XS };
        self.y - gap + PADDING.y
    }

    fn show(self, ui: &mut Ui, corner: Pos2) {
        for piece in self.pieces {
            let at = corner + piece.at;
            match piece.part {
                Part::Words(galley) => {
                    ui.place(Rect::from_min_size(at, galley.size()), Label::new(galley));
                }
                Part::Icon(glyph, color) => {
                    icon_at(ui, at + Vec2::splat(space::ICON / 2.0), glyph, space::ICON, color);
                }
                Part::Sureness(how_sure, size) => {
                    let room = UiBuilder::new().max_rect(Rect::from_min_size(at, size));
                    sureness(&mut ui.new_child(room), how_sure);
                }
            }
        }
    }
}

fn broken(ui: &Ui, words: impl Into<WidgetText>, width: f32) -> Arc<Galley> {
    words.into().into_galley(ui, Some(TextWrapMode::Wrap), width, FontSelection::Default)
}

/// All cells of a table.
pub struct Cells<'a> {
    ui: &'a Ui,
    sop: &'a Sop,
    /// *Ya* and *Tidak*.
    branches: &'a Branches,
    /// Row, column and wrapped texts of each cell so far.
    broken: Vec<(usize, Column, Cell)>,
}

impl<'a> Cells<'a> {
    /// Starts empty: a text is wrapped when a layout asks for its height.
    pub fn new(ui: &'a Ui, sop: &'a Sop, branches: &'a Branches) -> Self {
        Self { ui, sop, branches, broken: Vec::new() }
    }

    /// The wrapped texts, to be drawn.
    pub fn into_texts(self) -> Texts {
        Texts(self.broken)
    }

    fn cell(&self, step: &Step, column: Column, width: f32) -> Cell {
        let mut cell = Cell::new(width);
        let wording = |words: &str| wording_job(self.ui, words, &step.corrections);
        match column {
            Column::Number => cell.words(self.ui, text::body(step.no.to_string())),
            Column::Activity => {
                cell.words(self.ui, wording(&step.activity));
                if !step.remark.is_empty() {
                    cell.words(self.ui, text::small(&step.remark));
                }
            }
            Column::Requirement => cell.words(self.ui, wording(&step.requirement_text)),
            Column::Time => cell.words(self.ui, wording(&step.time_text)),
            Column::Output => cell.words(self.ui, wording(&step.output_text)),
            // The notes beside a row: how sure its lane is, and the corrections.
            Column::Remark => {
                cell.sureness(self.ui, step.lane_sureness);
                for correction in &step.corrections {
                    cell.correction(self.ui, correction);
                }
            }
        }
        cell
    }
}

impl Measure for Cells<'_> {
    fn word(&mut self, branch: Branch) -> Vec2 {
        self.branches.of(branch).size()
    }

    fn height(&mut self, row: usize, column: Column, width: f32) -> f32 {
        let Some(step) = self.sop.steps.get(row) else { return 0.0 };
        let cell = self.cell(step, column, width);
        let height = cell.height();
        self.broken.push((row, column, cell));
        height
    }
}

/// The wrapped texts of a table.
pub struct Texts(Vec<(usize, Column, Cell)>);

impl Texts {
    /// Draws the texts in the cells of a layout whose first row begins at `origin`.
    pub fn show(self, ui: &mut Ui, layout: &SheetLayout, origin: Pos2) {
        for (row, column, cell) in self.0 {
            let place = layout.columns.texts().find(|(other, _)| *other == column);
            if let (Some((_, x)), Some(y)) = (place, layout.rows.get(row)) {
                cell.show(ui, pos2(origin.x + x.min, origin.y + y.min));
            }
        }
    }
}

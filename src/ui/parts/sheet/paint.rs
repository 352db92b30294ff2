//! Paints the laid-out sheet. Nothing here decides or measures.

use eframe::egui::{
    Align2, Color32, CornerRadius, FontFamily, FontId, Painter, Pos2, Rangef, Rect, Stroke, StrokeKind, Ui,
    Vec2, pos2, vec2,
};

use super::cell::Cell;
use super::content::RowContent;
use super::laid::{CELL_PADDING, Laid, total_column, turn_tone};
use super::symbols::{self, Look};
use crate::sheet::{Branch, Column, Node};
use crate::ui::components::Status;
use crate::ui::theme::{SEMIBOLD_FAMILY, Tokens, icon_galley, icons, space, text};

/// How pointer, selection and dragged files affect a row.
#[derive(Debug, Clone, Copy, Default)]
pub struct Touch {
    /// The pointer is on the row.
    pub hovered: bool,
    /// The row's step panel is open.
    pub selected: bool,
    /// Files hover over the row.
    pub dropping: bool,
}

/// Paints rows of one sheet at one position.
pub struct Brush<'a> {
    /// What to paint on.
    pub painter: &'a Painter,
    /// The colours.
    pub tokens: &'static Tokens,
    /// The laid-out sheet.
    pub laid: &'a Laid,
    /// Position of the first row's upper left corner.
    pub origin: Pos2,
}

impl Brush<'_> {
    fn points(&self, length: f32) -> f32 {
        length * self.laid.sheet.zoom
    }

    fn semibold(&self, size: f32) -> FontId {
        FontId::new(self.points(size), FontFamily::Name(SEMIBOLD_FAMILY.into()))
    }

    fn to_screen(&self, rect: Rect) -> Rect {
        rect.translate(self.origin.to_vec2())
    }

    fn row(&self, index: usize) -> Rect {
        self.to_screen(self.laid.sheet.row_rect(index).unwrap_or(Rect::NOTHING))
    }

    /// The background of a row.
    pub fn ground(&self, index: usize, row: &RowContent, touch: Touch) {
        let rect = self.row(index);
        let tint = self.tint(row, touch);
        self.painter.rect_filled(rect, CornerRadius::ZERO, tint);
    }

    /// The hairline below a row.
    pub fn rule_below(&self, index: usize) {
        let rect = self.row(index);
        self.painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(space::STROKE, self.tokens.line));
    }

    fn tint(&self, row: &RowContent, touch: Touch) -> Color32 {
        let t = self.tokens;
        if touch.dropping {
            return t.drop.fill;
        }
        let strength = match row.tone {
            Status::NotStarted => 0.0,
            Status::Done => 0.25,
            _ => 0.6,
        };
        let tint = t.surface.lerp_to_gamma(row.tone.tone(t).fill, strength);
        if row.tone == Status::NotStarted && row.is_current() {
            return t.surface.lerp_to_gamma(t.running.fill, 0.6);
        }
        if touch.hovered { tint.lerp_to_gamma(t.surface_hover, 0.6) } else { tint }
    }

    /// The hairlines between the columns, from one height to another.
    pub fn rules(&self, from: f32, to: f32) {
        let t = self.tokens;
        let columns = &self.laid.sheet.columns;
        let y = Rangef::new(from, to);
        let line = |x: f32, color: Color32| {
            self.painter.vline(self.origin.x + x, y, Stroke::new(space::STROKE, color));
        };
        line(columns.number.max, t.line);
        line(columns.flow.min, t.line);
        line(columns.flow.max, t.line);
        for quality in columns.quality.into_iter().flatten() {
            line(quality.max, t.line);
        }
        let quiet = t.line.gamma_multiply(0.6);
        // The gutters for loops belong to the neighbouring lanes, so they get no line of their own.
        for lane in columns.lane_cells().skip(1) {
            line(lane.min, quiet);
        }
    }

    /// The arrows that touch visible rows.
    pub fn arrows(&self, visible: &std::ops::Range<usize>, content: &[RowContent]) {
        let t = self.tokens;
        for arrow in &self.laid.sheet.arrows {
            let rows = arrow.rows();
            if *rows.end() < visible.start || *rows.start() >= visible.end {
                continue;
            }
            let done = |index: usize| content.get(index).is_some_and(|row| row.status == Status::Done);
            let returned = content.get(arrow.to).is_some_and(|row| row.status == Status::Returned);
            let (color, width) = match arrow.branch {
                Some(Branch::No) if returned => (t.returned.solid, 1.8),
                Some(Branch::No) => (t.line_strong, 1.2),
                _ if done(arrow.from) => (t.done.solid, 1.6),
                _ => (t.line_strong, 1.2),
            };
            let points: Vec<Pos2> = arrow.points.iter().map(|at| *at + self.origin.to_vec2()).collect();
            let stroke = Stroke::new(self.points(width).max(1.0), color);
            symbols::arrow(self.painter, &points, stroke, self.points(6.5));
            if let (Some(branch), Some(word)) = (arrow.branch, arrow.word) {
                let at = self.to_screen(word).min;
                self.painter.galley(at, self.laid.branch(branch).clone(), t.text_muted);
            }
        }
    }

    /// The symbol of a row and the marks of its other actors.
    pub fn symbol(&self, index: usize, row: &RowContent) {
        let t = self.tokens;
        let Some(node) = self.laid.sheet.nodes.get(index) else { return };
        let rect = self.to_screen(node.symbol);
        let tone = if row.is_current() { turn_tone(row) } else { row.tone }.tone(t);
        self.others(node);
        let look = if row.is_current() {
            Look { fill: tone.solid, stroke: Stroke::new(self.points(2.2), tone.ink), dashed: false }
        } else if row.status == Status::NotStarted {
            Look {
                fill: t.surface,
                stroke: Stroke::new(self.points(1.3), t.line_strong),
                dashed: row.presumed,
            }
        } else {
            Look { fill: tone.fill, stroke: Stroke::new(self.points(1.5), tone.solid), dashed: row.presumed }
        };
        if row.is_current() {
            // A halo makes the current symbol easy to find.
            let halo = Look { fill: tone.solid.gamma_multiply(0.18), stroke: Stroke::NONE, dashed: false };
            symbols::symbol(self.painter, node.outline, rect.expand(self.points(5.0)), halo);
        }
        symbols::symbol(self.painter, node.outline, rect, look);
        if let Some(sign) = self.laid.rows.get(index).and_then(|row| row.sign.as_ref()) {
            let center = node.sign + self.origin.to_vec2();
            let color = if row.is_current() { t.surface } else { tone.ink };
            self.painter.galley(center - sign.size() / 2.0, sign.clone(), color);
        }
        if row.presumed {
            self.presumed(self.to_screen(node.presumed));
        }
    }

    fn presumed(&self, rect: Rect) {
        let t = self.tokens;
        let stroke = Stroke::new(space::STROKE, t.line_strong);
        self.painter.circle(rect.center(), rect.width() / 2.0, t.surface, stroke);
        self.painter.text(rect.center(), Align2::CENTER_CENTER, "?", self.semibold(10.0), t.text_muted);
    }

    fn others(&self, node: &Node) {
        let t = self.tokens;
        let stroke = Stroke::new(self.points(1.3), t.line_strong);
        symbols::others(self.painter, node, self.origin, self.laid.sheet.zoom, t.surface, stroke);
    }

    /// The texts of a row.
    pub fn texts(&self, index: usize, row: &RowContent) {
        let Some(laid) = self.laid.rows.get(index) else { return };
        let rect = self.row(index);
        for (column, place) in self.laid.sheet.columns.texts() {
            self.cell(laid.cell(column), place, rect, column == Column::Number, row);
        }
    }

    /// Upper left corner of a cell's content.
    pub fn cell_origin(&self, cell: &Cell, column: Rangef, row: Rect) -> Pos2 {
        let y = row.center().y - cell.height / 2.0;
        pos2(self.origin.x + column.min + self.points(CELL_PADDING), y.round())
    }

    fn cell(&self, cell: &Cell, column: Rangef, rect: Rect, centered: bool, row: &RowContent) {
        let mut origin = self.cell_origin(cell, column, rect);
        if centered && let Some(piece) = cell.pieces.first() {
            origin.x = (self.origin.x + column.center() - piece.galley.size().x / 2.0).round();
        }
        if let Some((pill, status)) = cell.pill {
            let tone = status.tone(self.tokens);
            let calm = matches!(row.tone, Status::NotStarted | Status::Done);
            let fill = if calm { tone.fill } else { self.tokens.surface };
            let stroke = Stroke::new(space::STROKE, tone.line);
            let pill = pill.translate(origin.to_vec2());
            let radius = CornerRadius::same((pill.height() / 2.0) as u8);
            self.painter.rect(pill, radius, fill, stroke, StrokeKind::Inside);
        }
        for piece in &cell.pieces {
            let at = origin + piece.at;
            self.painter.galley(at, piece.galley.clone(), piece.ink.color(self.tokens));
        }
    }

    /// Decoration over a row: the bar of the current row, the frame of the selected one.
    pub fn frame(&self, index: usize, row: &RowContent, touch: Touch) {
        let t = self.tokens;
        let rect = self.row(index);
        if row.is_current() {
            let bar = Rect::from_min_size(rect.min, vec2(self.points(6.0), rect.height()));
            self.painter.rect_filled(bar, CornerRadius::ZERO, turn_tone(row).tone(t).solid);
        }
        if touch.selected {
            let stroke = Stroke::new(space::FOCUS_STROKE, t.accent);
            self.painter.rect_stroke(rect.shrink(1.0), CornerRadius::same(3), stroke, StrokeKind::Inside);
        }
        if touch.dropping {
            let stroke = Stroke::new(space::FOCUS_STROKE, t.drop.line);
            self.painter.rect_stroke(rect.shrink(1.0), CornerRadius::same(3), stroke, StrokeKind::Inside);
        }
    }

    /// The words over a row that files hover over, in the middle of its visible part.
    pub fn drop_words(&self, ui: &Ui, index: usize, row: &RowContent) {
        let t = self.tokens;
        let visible = self.row(index).intersect(ui.clip_rect());
        let font = text::strong_style().resolve(ui.style());
        let galley = self.painter.layout_no_wrap(row.drop.clone(), font, t.drop.ink);
        let icon = icon_galley(ui, icons::TRAY_ARROW_DOWN, space::ICON_L, t.drop.ink);
        let gap = space::S;
        let content = vec2(icon.size().x + gap + galley.size().x, icon.size().y.max(galley.size().y));
        let pill = Rect::from_center_size(visible.center(), content + vec2(2.0 * space::L, 2.0 * space::S));
        let stroke = Stroke::new(space::STROKE, t.drop.line);
        let radius = CornerRadius::same(space::RADIUS_L);
        self.painter.rect(pill, radius, t.surface_raised, stroke, StrokeKind::Inside);
        let left = pill.left() + space::L;
        self.painter.galley(pos2(left, pill.center().y - icon.size().y / 2.0), icon.clone(), t.drop.ink);
        let at = pos2(left + icon.size().x + gap, pill.center().y - galley.size().y / 2.0);
        self.painter.galley(at, galley, t.drop.ink);
    }

    /// The line of the total time, below the rows.
    pub fn total(&self) {
        let t = self.tokens;
        let laid = self.laid;
        let columns = &laid.sheet.columns;
        let top = self.origin.y + laid.sheet.rows.height();
        let width = columns.width();
        let total = Rect::from_min_size(pos2(self.origin.x, top), vec2(width, laid.total_height));
        self.painter.rect_filled(total, CornerRadius::ZERO, t.surface_sunken.lerp_to_gamma(t.surface, 0.5));
        self.painter.hline(total.x_range(), total.bottom(), Stroke::new(space::STROKE, t.line));
        for (cell, column) in laid.total.iter().zip([columns.activity, total_column(columns)]) {
            let origin = self.cell_origin(cell, column, total);
            for piece in &cell.pieces {
                self.painter.galley(origin + piece.at, piece.galley.clone(), piece.ink.color(t));
            }
        }
    }

    /// The head, two levels high, at its place above the rows.
    pub fn head(&self, top: f32) {
        let t = self.tokens;
        let laid = self.laid;
        let head = &laid.head;
        let columns = &laid.sheet.columns;
        let rect = Rect::from_min_size(pos2(self.origin.x, top), vec2(columns.width(), head.height));
        let line = Stroke::new(space::STROKE, t.line);
        let (middle, bottom) = (top + head.upper, rect.bottom());
        let put = |galley: &std::sync::Arc<eframe::egui::Galley>, column: Rangef, from: f32, to: f32| {
            // The text was laid out centred.
            let at = pos2(self.origin.x + column.center(), (from + to - galley.size().y) / 2.0);
            self.painter.galley(at, galley.clone(), t.text);
        };
        let vline = |x: f32, from: f32, color: Color32| {
            self.painter.vline(self.origin.x + x, from..=bottom, Stroke::new(space::STROKE, color));
        };

        put(&head.actors, columns.flow, top, middle);
        self.painter.hline(
            Rangef::new(self.origin.x + columns.flow.min, self.origin.x + columns.flow.max),
            middle,
            line,
        );
        let over = columns.quality.map(|quality| Rangef::new(quality[0].min, quality[2].max));
        if let Some(over) = over {
            put(&head.quality, over, top, middle);
            self.painter.hline(Rangef::new(self.origin.x + over.min, self.origin.x + over.max), middle, line);
        }
        let lanes = 2..2 + columns.lanes.len();
        let last = head.names.len().saturating_sub(1);
        for (index, (galley, column)) in head.names.iter().zip(columns.all()).enumerate() {
            let whole = index < 2 || index == last;
            put(galley, column, if whole { top } else { middle }, bottom);
            if index == last {
                continue;
            }
            if lanes.contains(&index) {
                if index > lanes.start {
                    vline(column.min, middle, t.line);
                }
            } else {
                vline(column.max, if whole { top } else { middle }, t.line);
            }
        }
        vline(columns.flow.max, top, t.line);
        if let Some(over) = over {
            vline(over.max, top, t.line);
        }
        self.painter.hline(rect.x_range(), bottom, Stroke::new(1.5, t.line_strong));
    }

    /// Where the name of a lane stands in the head.
    pub fn lane_name(&self, index: usize, top: f32) -> Option<Rect> {
        let lane = self.laid.sheet.columns.lanes.get(index)?;
        let y = top + self.laid.head.upper..=top + self.laid.head.height;
        Some(Rect::from_x_y_ranges(self.origin.x + lane.min..=self.origin.x + lane.max, y))
    }
}

/// A rectangle given relative to `origin`, in screen coordinates.
pub fn at(rect: Rect, origin: Pos2) -> Rect {
    rect.translate(Vec2::new(origin.x, origin.y))
}

//! The symbols in their lanes and the arrows between them. All inferred: the signed sheet lost them.

use eframe::egui::{
    Align2, CornerRadius, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, TextStyle, Ui, WidgetInfo, pos2,
    vec2,
};
use rust_i18n::t;

use crate::sop::{Sop, Step, Symbol};
use crate::ui::theme::{TokensExt as _, space};

/// Where the lanes lie.
pub struct Lanes {
    /// Left edge of the first.
    pub left: f32,
    /// Width of each.
    pub width: f32,
}

impl Lanes {
    fn center(&self, lane: usize) -> f32 {
        self.left + self.width * (lane as f32 + 0.5)
    }
}

/// Height of a symbol, and how much narrower it is than its lane.
const HEIGHT: f32 = 26.0;
const GAP: f32 = 22.0;
const LINE: f32 = 1.5;

/// Draws the flow over rows that have been laid out, one for each step.
pub fn show(ui: &Ui, sop: &Sop, rows: &[Rect], lanes: &Lanes) {
    let lane_of = |key: &str| sop.actors.iter().position(|actor| actor.key == key);
    let places: Vec<Place> = sop
        .steps
        .iter()
        .zip(rows)
        .map(|(step, row)| {
            let lane = lane_of(&step.main).unwrap_or(0);
            let also: Vec<usize> = step.also.iter().filter_map(|key| lane_of(key)).collect();
            Place::new(step, lane, also, *row, lanes)
        })
        .collect();
    for (index, (step, place)) in sop.steps.iter().zip(&places).enumerate() {
        if let Some(next) = places.get(index + 1) {
            let decision = matches!(step.symbol, Symbol::Diamond { .. });
            forward(ui, place, next, rows[index].bottom(), decision);
        }
        if let Symbol::Diamond { no_to } = step.symbol {
            let target = usize::from(no_to.0).checked_sub(1).and_then(|index| places.get(index));
            if let Some(target) = target {
                back(ui, place, target, lanes);
            }
        }
    }
    for (step, place) in sop.steps.iter().zip(&places) {
        place.paint(ui, sop, step, lanes);
    }
}

/// A symbol on the paper.
struct Place {
    lane: usize,
    also: Vec<usize>,
    rect: Rect,
    /// Where arrows come in and go out.
    axis: f32,
}

impl Place {
    fn new(step: &Step, lane: usize, also: Vec<usize>, row: Rect, lanes: &Lanes) -> Self {
        let center = pos2(lanes.center(lane), row.center().y);
        let size = vec2(lanes.width - GAP, HEIGHT);
        let rect = match step.symbol {
            Symbol::WideBox => {
                let involved = || also.iter().copied().chain([lane]);
                let first = involved().min().map_or(center.x, |lane| lanes.center(lane));
                let last = involved().max().map_or(center.x, |lane| lanes.center(lane));
                Rect::from_x_y_ranges(
                    first - size.x / 2.0..=last + size.x / 2.0,
                    center.y - HEIGHT / 2.0..=center.y + HEIGHT / 2.0,
                )
            }
            Symbol::Diamond { .. } => Rect::from_center_size(center, size + vec2(space::XS, space::S)),
            Symbol::Box | Symbol::Capsule => Rect::from_center_size(center, size),
        };
        Self { lane, also, rect, axis: center.x }
    }

    fn paint(&self, ui: &Ui, sop: &Sop, step: &Step, lanes: &Lanes) {
        let t = ui.tokens();
        let stroke = Stroke::new(LINE, t.text);
        match step.symbol {
            Symbol::Capsule => boxed(ui, self.rect, HEIGHT as u8 / 2, stroke),
            Symbol::Box | Symbol::WideBox => boxed(ui, self.rect, 0, stroke),
            Symbol::Diamond { .. } => {
                let (rect, center) = (self.rect, self.rect.center());
                let corners = vec![
                    rect.center_top(),
                    pos2(rect.right(), center.y),
                    rect.center_bottom(),
                    pos2(rect.left(), center.y),
                ];
                ui.painter().add(Shape::convex_polygon(corners, t.surface, stroke));
            }
        }
        if step.symbol != Symbol::WideBox {
            let size = vec2(lanes.width - GAP - space::M, HEIGHT - space::S);
            for lane in &self.also {
                let center = pos2(lanes.center(*lane), self.rect.center().y);
                boxed(ui, Rect::from_center_size(center, size), 0, Stroke::new(space::STROKE, t.line_strong));
            }
        }
        let response = ui.interact(self.rect, ui.scope_id().with(("symbol", step.no)), Sense::hover());
        let words = words(sop, step);
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &words));
        response.on_hover_text(words);
    }
}

/// The row's actors in words: `Langkah 7: Kepala, bersama Kasubag TU, Kasi`.
fn words(sop: &Sop, step: &Step) -> String {
    let name = |key: &str| sop.actor(key).map_or_else(|| key.to_owned(), |actor| actor.name.clone());
    let main = name(&step.main);
    if step.also.is_empty() {
        return t!("sop.actor", no = step.no, main = main).into_owned();
    }
    let also: Vec<String> = step.also.iter().map(|key| name(key)).collect();
    t!("sop.actors", no = step.no, main = main, also = also.join(", ")).into_owned()
}

fn boxed(ui: &Ui, rect: Rect, radius: u8, stroke: Stroke) {
    ui.painter().rect(rect, CornerRadius::same(radius), ui.tokens().surface, stroke, StrokeKind::Inside);
}

/// The arrow to the next row: down, along the line between the rows, down. A decision goes on by *Ya*.
fn forward(ui: &Ui, from: &Place, to: &Place, between: f32, decision: bool) {
    let start = pos2(from.axis, from.rect.bottom());
    let end = pos2(to.axis, to.rect.top());
    arrow(ui, &[start, pos2(start.x, between), pos2(end.x, between), end]);
    if decision {
        label(ui, start + vec2(space::XS, 0.0), Align2::LEFT_TOP, &t!("sop.decision.forward"));
    }
}

/// The *Tidak* arrow: out at the left, up along the edge of the lane, into the side of the earlier symbol.
fn back(ui: &Ui, from: &Place, to: &Place, lanes: &Lanes) {
    let start = from.rect.left_center();
    // The edge of the lane is free of symbols; before the first lane there is only a little room.
    let edge = lanes.left + lanes.width * from.lane as f32;
    let x = if from.lane == 0 { edge + space::XS } else { edge };
    let side = if to.axis > x { to.rect.left_center() } else { to.rect.right_center() };
    arrow(ui, &[start, pos2(x, start.y), pos2(x, side.y), side]);
    label(ui, pos2(x + space::XS, start.y - space::XS), Align2::LEFT_BOTTOM, &t!("sop.decision.back"));
}

/// A line through points with a head at its end.
fn arrow(ui: &Ui, points: &[Pos2]) {
    let color = ui.tokens().text_muted;
    let mut points = points.to_vec();
    points.dedup();
    if let [.., before, end] = points[..] {
        let along = (end - before).normalized() * 7.0;
        let across = along.rot90() * 0.5;
        let head = vec![end, end - along + across, end - along - across];
        ui.painter().add(Shape::convex_polygon(head, color, Stroke::NONE));
    }
    ui.painter().add(Shape::line(points, Stroke::new(LINE, color)));
}

fn label(ui: &Ui, at: Pos2, anchor: Align2, words: &str) {
    let t = ui.tokens();
    ui.painter().text(at, anchor, words, TextStyle::Small.resolve(ui.style()), t.text_muted);
}

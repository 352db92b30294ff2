//! The flow of the draft in small: what it has become, and where a step is chosen.

use eframe::egui::{
    Align2, CornerRadius, Galley, Rangef, Rect, Role, ScrollArea, Sense, TextStyle, Ui, WidgetInfo, pos2,
    vec2,
};
use rust_i18n::t;
use std::sync::Arc;

use super::super::flow;
use super::draft::Draft;
use crate::sop::{Step, StepNo};
use crate::ui::theme::{TokensExt as _, focus_ring, space};

/// Size of symbols and arrows against those of the form.
const ZOOM: f32 = 0.55;
const ROW_HEIGHT: f32 = 42.0;
const HEAD_HEIGHT: f32 = 26.0;
const NUMBER_WIDTH: f32 = 30.0;
const TITLE_WIDTH: f32 = 168.0;

/// Draws it, with the step that is open marked. Answers with the step that was clicked.
pub fn show(ui: &mut Ui, draft: &Draft, open: Option<StepNo>) -> Option<StepNo> {
    let width = ui.available_width();
    let lanes = lanes(draft, ui.cursor().left(), width);
    head(ui, draft, &lanes, width);
    let mut chosen = None;
    ScrollArea::vertical().id_salt("flow").auto_shrink(false).show(ui, |ui| {
        let steps = &draft.sop.steps;
        let size = vec2(width, ROW_HEIGHT * steps.len() as f32);
        let (all, _) = ui.allocate_exact_size(size, Sense::hover());
        ui.painter().rect_filled(all, CornerRadius::ZERO, ui.tokens().surface);
        let mut rows = Vec::with_capacity(steps.len());
        for (index, step) in steps.iter().enumerate() {
            let top = all.top() + ROW_HEIGHT * index as f32;
            let row = Rect::from_min_size(pos2(all.left(), top), vec2(width, ROW_HEIGHT));
            if step_row(ui, step, row, open == Some(step.no)) {
                chosen = Some(step.no);
            }
            rows.push(row);
        }
        let line = ui.tokens().line;
        for x in lanes.iter().map(|lane| lane.min).chain(lanes.last().map(|lane| lane.max)) {
            ui.painter().vline(x, all.y_range(), (space::STROKE, line));
        }
        flow::show(ui, &draft.sop, &rows, &lanes, ZOOM);
    });
    chosen
}

/// The lanes share what is left beside number, title and loops.
fn lanes(draft: &Draft, left: f32, width: f32) -> Vec<Rangef> {
    let [before, after] = flow::gutters(&draft.sop, ZOOM);
    // *Tidak* stands beside a loop at the left.
    let word = if before > 0.0 { space::L } else { 0.0 };
    let from = left + NUMBER_WIDTH + TITLE_WIDTH + word + before;
    // The bar of the scroll area stands over the right edge.
    let room = width - (from - left) - after - space::M;
    let count = draft.sop.actors.len();
    let lane = room / count.max(1) as f32;
    (0..count).map(|n| from + lane * n as f32).map(|min| Rangef::new(min, min + lane)).collect()
}

/// The short forms over the lanes.
fn head(ui: &mut Ui, draft: &Draft, lanes: &[Rangef], width: f32) {
    let t = ui.tokens();
    ui.spacing_mut().item_spacing.y = 0.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width, HEAD_HEIGHT), Sense::hover());
    let radius = CornerRadius { nw: space::RADIUS_M, ne: space::RADIUS_M, sw: 0, se: 0 };
    ui.painter().rect_filled(rect, radius, t.surface_sunken);
    for ((index, lane), short) in lanes.iter().enumerate().zip(&draft.short) {
        let cell = Rect::from_x_y_ranges(*lane, rect.y_range());
        let words = elided(ui, short, lane.span() - space::XS, t.text);
        ui.painter().galley(cell.center() - words.size() / 2.0, words, t.text);
        let response = ui.interact(cell, ui.scope_id().with(("lane", index)), Sense::hover());
        response.on_hover_text(&draft.sop.actors[index].name);
    }
}

fn step_row(ui: &Ui, step: &Step, row: Rect, open: bool) -> bool {
    let t = ui.tokens();
    let response = ui.interact(row, ui.scope_id().with(("row", step.no)), Sense::click());
    let name = t!("step.named", no = step.no, title = step.title);
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), open, &*name));
    if ui.is_rect_visible(row) {
        if open || response.hovered() {
            let fill = if open { t.surface_selected } else { t.surface_hover };
            ui.painter().rect_filled(row, CornerRadius::ZERO, fill);
        }
        ui.painter().hline(row.x_range(), row.bottom(), (space::STROKE, t.line));
        let y = row.center().y;
        let number = pos2(row.left() + NUMBER_WIDTH - space::S, y);
        let font = TextStyle::Body.resolve(ui.style());
        ui.painter().text(number, Align2::RIGHT_CENTER, step.no, font, t.text_muted);
        let ink = if open { t.accent } else { t.text };
        let title = elided(ui, &step.title, TITLE_WIDTH - space::S, ink);
        ui.painter().galley(pos2(row.left() + NUMBER_WIDTH, y - title.size().y / 2.0), title, ink);
        focus_ring(ui, &response, row.shrink(3.0), space::RADIUS_S);
    }
    response.clicked()
}

/// A line of text, cut with "…" where the room ends.
fn elided(ui: &Ui, words: &str, room: f32, ink: eframe::egui::Color32) -> Arc<Galley> {
    let font = TextStyle::Body.resolve(ui.style());
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(words.to_owned(), font, ink);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width(room.max(0.0));
    ui.painter().layout_job(job)
}

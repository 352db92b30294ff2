//! A small view of the draft's flow: it shows the result, and steps are chosen in it.

use eframe::egui::{
    Align2, CornerRadius, Galley, Rect, Role, ScrollArea, Sense, TextStyle, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;
use std::sync::Arc;

use super::super::flow::{self, Branches};
use super::draft::Draft;
use crate::sheet::{Branch, Column, Columns, Form, Measure, SheetLayout, Want};
use crate::sop::{Step, StepNo};
use crate::ui::theme::{TokensExt as _, focus_ring, space};

/// Size of symbols and arrows relative to the form's. The texts are not scaled.
const ZOOM: f32 = 0.55;
const ROW_HEIGHT: f32 = 42.0;
const HEAD_HEIGHT: f32 = 26.0;
/// Columns for number and title; the lanes share the rest.
const FORM: Form = Form {
    number: Want::fixed(30.0 / ZOOM),
    activity: Want::fixed(168.0 / ZOOM),
    lane: Want::new(38.0, 38.0, 1.0),
    quality: None,
    remark: None,
};

/// Measures the texts, each of which is one line.
struct Lines<'a>(&'a Branches);

impl Measure for Lines<'_> {
    fn word(&mut self, branch: Branch) -> Vec2 {
        self.0.of(branch).size()
    }

    fn height(&mut self, _: usize, _: Column, _: f32) -> f32 {
        ROW_HEIGHT
    }
}

/// Draws the overview with the open step marked. Returns the step that was clicked.
pub fn show(ui: &mut Ui, draft: &Draft, open: Option<StepNo>) -> Option<StepNo> {
    let branches = Branches::new(ui);
    let width = ui.available_width();
    // The scroll bar covers the right edge.
    let layout = SheetLayout::new(&draft.sop, &FORM, width - space::M, ZOOM, &mut Lines(&branches));
    head(ui, draft, &layout.columns, width);
    let mut chosen = None;
    ScrollArea::vertical().id_salt("flow").auto_shrink(false).show(ui, |ui| {
        let (all, _) = ui.allocate_exact_size(vec2(width, layout.size().y), Sense::hover());
        ui.painter().rect_filled(all, CornerRadius::ZERO, ui.tokens().surface);
        for (step, row) in draft.sop.steps.iter().zip(layout.rows.iter()) {
            let row = Rect::from_x_y_ranges(all.x_range(), all.top() + row.min..=all.top() + row.max);
            if step_row(ui, step, row, &layout.columns, open == Some(step.no)) {
                chosen = Some(step.no);
            }
        }
        let line = ui.tokens().line;
        for x in layout.columns.lane_cells().map(|lane| lane.min).chain([layout.columns.flow.max]) {
            ui.painter().vline(all.left() + x, all.y_range(), (space::STROKE, line));
        }
        flow::show(ui, &draft.sop, &layout, &branches, all.min);
    });
    chosen
}

/// The short forms of the actors above the lanes.
fn head(ui: &mut Ui, draft: &Draft, columns: &Columns, width: f32) {
    let t = ui.tokens();
    ui.spacing_mut().item_spacing.y = 0.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width, HEAD_HEIGHT), Sense::hover());
    let radius = CornerRadius { nw: space::RADIUS_M, ne: space::RADIUS_M, sw: 0, se: 0 };
    ui.painter().rect_filled(rect, radius, t.surface_sunken);
    for ((index, lane), short) in columns.lanes.iter().enumerate().zip(&draft.short) {
        let cell = Rect::from_x_y_ranges(*lane, rect.y_range()).translate(vec2(rect.left(), 0.0));
        let words = elided(ui, short, lane.span() - space::XS, t.text);
        ui.painter().galley(cell.center() - words.size() / 2.0, words, t.text);
        let response = ui.interact(cell, ui.scope_id().with(("lane", index)), Sense::hover());
        response.on_hover_text(&draft.sop.actors[index].name);
    }
}

fn step_row(ui: &Ui, step: &Step, row: Rect, columns: &Columns, open: bool) -> bool {
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
        let number = pos2(row.left() + columns.number.max - space::S, y);
        let font = TextStyle::Body.resolve(ui.style());
        ui.painter().text(number, Align2::RIGHT_CENTER, step.no, font, t.text_muted);
        let ink = if open { t.accent } else { t.text };
        let title = elided(ui, &step.title, columns.activity.span() - space::S, ink);
        let left = row.left() + columns.activity.min;
        ui.painter().galley(pos2(left, y - title.size().y / 2.0), title, ink);
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

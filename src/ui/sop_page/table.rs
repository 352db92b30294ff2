//! The flowchart table, word for word, with the corrections and how sure each lane is in its margin.

use eframe::egui::{Frame, Label, Margin, Rangef, Sense, Ui};
use rust_i18n::t;

use super::cells::Cells;
use super::flow::{self, Branches};
use super::ruled::{outline, row, row_padded, rule};
use crate::calendar::{Language, OfficeHours};
use crate::sheet::{Columns, Form, SheetLayout, Want};
use crate::sop::Sop;
use crate::ui::theme::{TokensExt as _, space, text};

/// The columns of the form, and the margin at the right, outside the ruled table.
fn form(lanes: usize) -> Form {
    let wording = Want::new(105.0, 105.0, 0.3);
    Form {
        number: Want::fixed(34.0),
        activity: Want::new(140.0, 140.0, 0.4),
        lane: Want::fixed(if lanes > 5 { 66.0 } else { 84.0 }),
        quality: Some([wording, Want::fixed(86.0), wording]),
        remark: Some(Want::fixed(216.0)),
    }
}

/// Widths of the ruled cells: number, activity, a cell for each lane, requirement, time, output.
fn ruled(columns: &Columns) -> Vec<f32> {
    [columns.number, columns.activity]
        .into_iter()
        .chain(columns.lane_cells())
        .chain(columns.quality.into_iter().flatten())
        .map(Rangef::span)
        .collect()
}

/// Width of the margin beside the ruled cells.
fn margin(columns: &Columns) -> f32 {
    columns.remark.map_or(0.0, Rangef::span)
}

/// Draws the table. The total time is computed with the office's working day (`hours`).
pub fn show(ui: &mut Ui, sop: &Sop, language: Language, hours: OfficeHours) {
    let paper = ui.tokens().surface;
    Frame::new().fill(paper).inner_margin(Margin::same(space::L as i8)).show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing.y = 0.0;
        let branches = Branches::new(ui);
        let mut cells = Cells::new(ui, sop, &branches);
        let layout = SheetLayout::new(sop, &form(sop.actors.len()), ui.available_width(), 1.0, &mut cells);
        let texts = cells.into_texts();

        let min = ui.cursor().min;
        heads(ui, sop, &layout.columns);
        let (all, _) = ui.allocate_exact_size(layout.size(), Sense::hover());
        texts.show(ui, &layout, all.min);
        let ruled = ruled(&layout.columns);
        for row in (0..sop.steps.len()).filter_map(|row| layout.row_rect(row)) {
            rule(ui, row.translate(all.min.to_vec2()), &ruled, true);
        }
        flow::show(ui, sop, &layout, &branches, all.min);
        let bottom = total_row(ui, sop, &layout.columns, language, hours);
        outline(ui, min, ruled.iter().sum(), bottom);
    });
}

fn heads(ui: &mut Ui, sop: &Sop, columns: &Columns) {
    let quality: f32 = columns.quality.into_iter().flatten().map(Rangef::span).sum();
    let lanes = columns.flow.span();
    let groups = [columns.number.span(), columns.activity.span(), lanes, quality, margin(columns)];
    let top = row_padded(ui, &groups, space::XS, |ui, index| {
        let words = match index {
            0 => t!("sop.table.number"),
            1 => t!("sop.table.activity"),
            2 => t!("sop.table.actors"),
            3 => t!("sop.table.quality"),
            _ => t!("sop.table.margin"),
        };
        ui.add(Label::new(text::small_strong(words)).wrap());
    });
    rule(ui, top, &groups[..4], false);
    let line = eframe::egui::Stroke::new(space::STROKE, ui.tokens().line_strong);
    let from = top.left() + columns.flow.min;
    ui.painter().hline(from..=from + lanes + quality, top.bottom(), line);

    let actors = sop.actors.len();
    let ruled = ruled(columns);
    let below = row_padded(ui, &ruled, space::XS, |ui, index| {
        let words = match index {
            0 | 1 => return,
            index if index < 2 + actors => sop.actors[index - 2].name.clone(),
            index => match index - 2 - actors {
                0 => t!("sop.table.requirement").into_owned(),
                1 => t!("sop.table.time").into_owned(),
                _ => t!("sop.table.output").into_owned(),
            },
        };
        ui.add(Label::new(text::small_strong(words)).wrap());
    });
    rule(ui, below, &ruled, true);
}

/// *Jumlah waktu* as printed, and the computed total. Returns the bottom of the table.
fn total_row(ui: &mut Ui, sop: &Sop, columns: &Columns, language: Language, hours: OfficeHours) -> f32 {
    let [requirement, time, output] = columns.quality.unwrap_or([Rangef::NOTHING; 3]);
    let cells = [requirement.max, time.span(), output.span(), margin(columns)];
    let rect = row(ui, &cells, |ui, index| match index {
        0 => {
            ui.add(Label::new(text::strong(t!("sop.table.total"))));
        }
        1 => {
            ui.add(Label::new(text::strong(&sop.total.text)).wrap());
        }
        2 => {
            ui.add(Label::new(text::body(&sop.total.output_text)));
        }
        _ => {
            let (whole, rest) = hours.split(sop.total.minutes);
            let sum = language.duration(sop.total.days + whole, rest);
            let words = t!("sop.table.reckoning", sum = sum, minutes = hours.minutes_per_day());
            ui.add(Label::new(text::small(words)).wrap());
        }
    });
    rule(ui, rect, &cells[..3], false);
    rect.bottom()
}

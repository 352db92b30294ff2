//! The head of the form: the identity box and the six text boxes (`PermenPANRB` 35/2012).

use eframe::egui::{Frame, Label, Margin, Ui};
use rust_i18n::t;

use super::ruled::{corrections, outline, row, rule, wording};
use crate::sop::{Sop, TextBox};
use crate::ui::theme::{TokensExt as _, space, text};

/// Draws the identity box and the text boxes.
pub fn head(ui: &mut Ui, sop: &Sop) {
    let paper = ui.tokens().surface;
    Frame::new().fill(paper).inner_margin(Margin::same(space::L as i8)).show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing.y = 0.0;
        identity(ui, sop);
        ui.add_space(space::M);
        boxes(ui, &sop.boxes);
    });
}

fn identity(ui: &mut Ui, sop: &Sop) {
    let header = &sop.header;
    let width = ui.available_width();
    let halves = [width * 0.42, width * 0.58];
    let rows = [
        (t!("sop.header.number"), header.number.clone()),
        (t!("sop.header.created"), header.created.clone()),
        (t!("sop.header.revised"), header.revised.clone()),
        (t!("sop.header.effective"), header.effective.clone()),
        (t!("sop.header.approved_by"), header.approved_by.join("\n")),
        (t!("sop.header.title"), header.title.clone()),
    ];
    let min = ui.cursor().min;
    let all = ui
        .horizontal_top(|ui| {
            ui.spacing_mut().item_spacing = eframe::egui::Vec2::ZERO;
            row(ui, &halves[..1], |ui, _| {
                ui.add_space(space::L);
                ui.vertical_centered(|ui| {
                    for line in [&header.government, &header.unit, &header.section] {
                        ui.add(Label::new(text::strong(line)).wrap());
                    }
                });
            });
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                let cells = [150.0, halves[1] - 150.0];
                for (index, (key, value)) in rows.iter().enumerate() {
                    let rect = row(ui, &cells, |ui, cell| {
                        if cell == 0 {
                            ui.add(Label::new(text::muted(key.as_ref())));
                        } else {
                            ui.add(Label::new(text::body(value)).wrap());
                        }
                    });
                    rule(ui, rect, &cells, index + 1 < rows.len());
                }
            });
        })
        .response
        .rect;
    rule(ui, all, &halves, false);
    outline(ui, min, width, all.bottom());
}

fn boxes(ui: &mut Ui, boxes: &[TextBox]) {
    let width = ui.available_width();
    let halves = [width / 2.0; 2];
    let min = ui.cursor().min;
    let mut bottom = min.y;
    let last = boxes.len().div_ceil(2);
    for (index, pair) in boxes.chunks(2).enumerate() {
        let rect = row(ui, &halves[..pair.len()], |ui, cell| text_box(ui, &pair[cell]));
        rule(ui, rect, &halves[..pair.len()], index + 1 < last);
        bottom = rect.bottom();
    }
    outline(ui, min, width, bottom);
}

fn text_box(ui: &mut Ui, text_box: &TextBox) {
    ui.add(Label::new(text::small_strong(&text_box.heading)));
    for (index, line) in text_box.lines.iter().enumerate() {
        ui.horizontal_top(|ui| {
            if text_box.numbered {
                ui.add(Label::new(text::body(format!("{}.", index + 1))));
            }
            wording(ui, line, &text_box.corrections);
        });
    }
    corrections(ui, &text_box.corrections);
}

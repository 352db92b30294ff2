//! Rows of a ruled form, and the marks of corrections in its text.

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align, Frame, Label, Layout, Margin, Rect, Stroke, TextFormat, TextStyle, Ui, Vec2, pos2, vec2,
};

use crate::sop::Correction;
use crate::ui::components::icon;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// Padding between the edges of a cell and its text, in points.
pub const PADDING: Vec2 = vec2(space::S, 7.0);

/// Lays out cells side by side, as high as the highest, and returns the rectangle of the row. The caller
/// draws its lines afterwards, when all heights are known.
pub fn row(ui: &mut Ui, widths: &[f32], cell: impl FnMut(&mut Ui, usize)) -> Rect {
    row_padded(ui, widths, PADDING.x, cell)
}

/// Like [`row`], with the given horizontal padding.
pub fn row_padded(ui: &mut Ui, widths: &[f32], padding: f32, mut cell: impl FnMut(&mut Ui, usize)) -> Rect {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (index, width) in widths.iter().enumerate() {
            ui.allocate_ui_with_layout(vec2(*width, 0.0), Layout::top_down(Align::Min), |ui| {
                ui.set_width(*width);
                Frame::new().inner_margin(Margin::symmetric(padding as i8, PADDING.y as i8)).show(ui, |ui| {
                    ui.spacing_mut().item_spacing = Vec2::splat(space::XS);
                    ui.set_width(*width - 2.0 * padding);
                    cell(ui, index);
                });
            });
        }
    })
    .response
    .rect
}

/// Draws the lines between the first cells of a row (as many as `widths`) and, with `bottom`, the line under
/// it.
pub fn rule(ui: &Ui, row: Rect, widths: &[f32], bottom: bool) {
    let stroke = stroke(ui);
    let mut x = row.left();
    for width in &widths[..widths.len().saturating_sub(1)] {
        x += width;
        ui.painter().vline(x, row.y_range(), stroke);
    }
    if bottom {
        let right = row.left() + widths.iter().sum::<f32>();
        ui.painter().hline(row.left()..=right, row.bottom(), stroke);
    }
}

/// Draws the frame around a part of the form.
pub fn outline(ui: &Ui, min: eframe::egui::Pos2, width: f32, bottom: f32) {
    let rect = Rect::from_min_max(min, pos2(min.x + width, bottom));
    ui.painter().rect_stroke(rect, 0.0, stroke(ui), eframe::egui::StrokeKind::Inside);
}

fn stroke(ui: &Ui) -> Stroke {
    Stroke::new(space::STROKE, ui.tokens().line_strong)
}

/// Text of the form, word for word.
pub fn wording(ui: &mut Ui, words: &str, corrections: &[Correction]) {
    let job = wording_job(ui, words, corrections);
    ui.add(Label::new(job).wrap());
}

/// Text of the form, word for word, to be wrapped. Words that a correction is about are marked, never
/// replaced.
pub fn wording_job(ui: &Ui, words: &str, corrections: &[Correction]) -> LayoutJob {
    let t = ui.tokens();
    let plain = TextFormat::simple(TextStyle::Body.resolve(ui.style()), t.text);
    let marked = TextFormat {
        background: t.needs_review.fill,
        underline: Stroke::new(space::STROKE, t.needs_review.solid),
        ..plain.clone()
    };
    let mut job = LayoutJob::default();
    let mut rest = words;
    while let Some((at, length)) = first_mark(rest, corrections) {
        job.append(&rest[..at], 0.0, plain.clone());
        job.append(&rest[at..at + length], 0.0, marked.clone());
        rest = &rest[at + length..];
    }
    job.append(rest, 0.0, plain);
    job
}

/// Where the first corrected wording begins in a text, and its length in bytes.
fn first_mark(words: &str, corrections: &[Correction]) -> Option<(usize, usize)> {
    let marks = corrections.iter().filter(|correction| !correction.wording.is_empty());
    let found =
        marks.filter_map(|correction| Some((words.find(&correction.wording)?, correction.wording.len())));
    found.min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)))
}

/// The corrections, for the margin beside the wording.
pub fn corrections(ui: &mut Ui, corrections: &[Correction]) {
    for correction in corrections {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::XS;
            let ink = ui.tokens().needs_review.ink;
            icon(ui, icons::NOTE_PENCIL, space::ICON, ink);
            ui.add(Label::new(text::small(correction_words(correction))).wrap());
        });
    }
}

/// A correction in words: what it is about, and what is meant.
pub fn correction_words(correction: &Correction) -> String {
    match correction.wording.as_str() {
        "" => correction.note.clone(),
        wording => format!("“{wording}”: {}", correction.note),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_longest_wording_is_marked() {
        let correction = |wording: &str| Correction { wording: wording.into(), note: "x".into() };
        let corrections = [correction("Rencana"), correction("Rencana Strategis"), correction("")];
        let words = "Pengiriman Rencana Strategis ke Bappeda";
        assert_eq!(first_mark(words, &corrections), Some((11, 17)));
        assert_eq!(first_mark("Konsep Renja", &corrections), None);
    }
}

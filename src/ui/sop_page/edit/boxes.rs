//! The six text boxes of the form, two in a row as on paper.

use eframe::egui::{Align2, Galley, Label, Margin, Pos2, TextEdit, TextStyle, Ui, pos2, vec2};
use rust_i18n::t;

use super::draft::Draft;
use super::side_by_side;
use crate::sop::TextBox;
use crate::ui::theme::{TokensExt as _, space, text};

/// Indent of a paragraph's text, in points; the paragraph's number stands before it.
const INDENT: f32 = 34.0;

/// Draws the boxes.
pub fn show(ui: &mut Ui, draft: &mut Draft) {
    ui.spacing_mut().item_spacing.y = space::M;
    ui.add(Label::new(text::muted(t!("sop.edit.boxes_hint"))).wrap());
    let mut boxes = draft.sop.boxes.iter_mut().zip(&mut draft.boxes);
    while let Some((left, left_typed)) = boxes.next() {
        let mut right = boxes.next();
        side_by_side(
            ui,
            [&mut |ui| text_box(ui, left, left_typed), &mut |ui| {
                if let Some((right, typed)) = &mut right {
                    text_box(ui, right, typed);
                }
            }],
        );
    }
}

fn text_box(ui: &mut Ui, text_box: &mut TextBox, typed: &mut String) {
    ui.spacing_mut().item_spacing.y = space::XS;
    let label = ui.add(Label::new(text::strong(&text_box.heading)));
    let edit = TextEdit::multiline(typed)
        .desired_rows(4)
        .desired_width(ui.available_width())
        .margin(Margin { left: INDENT as i8, right: 10, top: 7, bottom: 7 })
        .show(ui);
    edit.response.response.labelled_by(label.id);
    begin_paragraphs(ui, &edit.galley, edit.galley_pos, text_box.numbered);
    let numbered = ui.checkbox(&mut text_box.numbered, t!("sop.edit.numbered"));
    numbered.accessible_name(t!("sop.edit.numbered_of", heading = text_box.heading));
}

/// Shows where each paragraph begins: with the number that it has on the form, or a dot.
fn begin_paragraphs(ui: &Ui, galley: &Galley, at: Pos2, numbered: bool) {
    let font = TextStyle::Body.resolve(ui.style());
    let color = ui.tokens().text_muted;
    let mut begins = true;
    let mut count = 0;
    for row in &galley.rows {
        let blank = row.glyphs.iter().all(|glyph| glyph.chr.is_whitespace());
        if begins && !blank {
            count += 1;
            let words = if numbered { format!("{count}.") } else { "•".to_owned() };
            let place = pos2(at.x, at.y + row.pos.y) - vec2(space::S, 0.0);
            ui.painter().text(place, Align2::RIGHT_TOP, words, font.clone(), color);
        }
        // Blank rows before a paragraph's first word still belong to its beginning.
        begins = row.ends_with_newline || begins && blank;
    }
}

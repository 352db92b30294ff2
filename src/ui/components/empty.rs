//! Where there is nothing yet: an icon, a sentence, and what to do about it.

use eframe::egui::{Label, Ui};

use super::{Button, layout};
use crate::ui::theme::{TokensExt as _, space, text};

/// Shows an empty place. Returns whether its button, if it has one, was clicked.
pub fn empty_state(ui: &mut Ui, icon: &str, sentence: &str, button: Option<Button<'_>>) -> bool {
    ui.vertical_centered(|ui| {
        ui.add_space(space::XL);
        let color = ui.tokens().line_strong;
        layout::icon(ui, icon, space::ICON_XL, color);
        ui.add_space(space::XS);
        ui.set_max_width(ui.available_width().min(440.0));
        ui.add(Label::new(text::muted(sentence)).wrap());
        ui.add_space(space::S);
        let clicked = button.is_some_and(|button| ui.add(button).clicked());
        ui.add_space(space::L);
        clicked
    })
    .inner
}

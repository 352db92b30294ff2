//! Short help and all keys.

use eframe::egui::{Align, Context, Grid, Layout, Ui};
use rust_i18n::t;

use super::Answer;
use crate::ui::commands::UiCommand;
use crate::ui::components::{Button, DialogFrame};
use crate::ui::contract::{Action, Model};
use crate::ui::theme::{icons, space, text};

/// Draws the dialog; any answer closes it.
pub fn show(ctx: &Context, _model: &Model) -> Answer {
    let (title, close) = (t!("help.title"), t!("help.close"));
    let mut guide = false;
    let mut aside = |ui: &mut Ui| {
        guide = ui.add(Button::secondary(t!("help.guide")).icon(icons::BOOK_OPEN)).clicked();
    };
    let dialog = DialogFrame::new("help", &title, &close).width(560.0).without_cancel().aside(&mut aside);
    let mut log = false;
    let ((), answer) = dialog.show(ctx, |ui, _| {
        for line in ["drop", "done", "back", "seal", "find"] {
            ui.label(text::body(t!(format!("help.{line}"))));
            ui.add_space(space::XS);
        }
        ui.add_space(space::M);
        ui.label(text::strong(t!("help.keys")));
        Grid::new("keys").num_columns(2).striped(true).min_col_width(220.0).show(ui, |ui| {
            for command in UiCommand::ALL {
                let Some(keys) = command.shortcut_text(ui.ctx()) else { continue };
                ui.label(text::body(command.label()));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| ui.label(text::strong(keys)));
                ui.end_row();
            }
        });
        ui.add_space(space::M);
        let button = Button::quiet(t!("help.log")).icon(icons::FOLDER);
        log = ui.add(button).on_hover_text(t!("help.log_tip")).clicked();
    });
    match answer {
        _ if guide => Answer::confirmed(Action::OpenGuide),
        _ if log => Answer::confirmed(Action::RevealLog),
        Some(_) => Answer::dismissed(),
        None => Answer::open(),
    }
}

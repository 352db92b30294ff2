//! The page shown while the data folder is being opened or can't be reached.

use std::path::Path;

use chrono::TimeDelta;
use eframe::egui::{Label, Ui};
use rust_i18n::t;

use crate::explain;
use crate::jobs::Trouble;
use crate::store::ErrorKind;
use crate::ui::components::{Button, icon};
use crate::ui::contract::{Action, Folder, Pick, View};
use crate::ui::deeds::OpenFolder;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// If the folder opens within this time, nothing is said about waiting.
const PATIENCE: TimeDelta = TimeDelta::seconds(2);

/// Draws the page.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.3);
        ui.set_max_width(ui.available_width().min(560.0));
        match &view.model.folder {
            Folder::Opening { root, since } => {
                let root = root.clone();
                let left = PATIENCE - (view.model.now - *since);
                heading_ui(ui, &t!("shell.opening"), &root);
                match left.to_std() {
                    Ok(left) if !left.is_zero() => ui.ctx().request_repaint_after(left),
                    _ => {
                        ui.add(Label::new(text::body(t!("shell.waiting.slow"))).wrap());
                        ways_out_ui(ui, view, &root);
                    }
                }
            }
            Folder::Waiting(root, trouble) => {
                let root = root.clone();
                let words = explain::trouble(trouble);
                icon(ui, icons::CLOCK, space::ICON_XL, ui.tokens().text_muted);
                heading_ui(ui, &t!("shell.waiting.title"), &root);
                let is_missing =
                    matches!(trouble, Trouble::Store(error) if *error.kind() == ErrorKind::NotFound);
                let why = if is_missing {
                    t!("shell.waiting.missing").into_owned()
                } else {
                    format!("{}. {}", words.title, words.text)
                };
                ui.add(Label::new(text::body(why)).wrap()).on_hover_text(words.details);
                ui.add(Label::new(text::body(t!("shell.waiting.checked"))).wrap());
                ways_out_ui(ui, view, &root);
            }
            Folder::None | Folder::Open(_) | Folder::Failed(..) => {}
        }
    });
}

fn heading_ui(ui: &mut Ui, title: &str, root: &Path) {
    ui.label(text::heading(title));
    ui.add(Label::new(text::muted(root.display().to_string())).wrap());
    ui.add_space(space::M);
}

fn ways_out_ui(ui: &mut Ui, view: &mut View<'_>, root: &Path) {
    ui.add_space(space::L);
    if ui.add(Button::primary(t!("first_run.again"))).clicked() {
        view.act(OpenFolder::asked(root.to_owned()));
    }
    ui.add_space(space::S);
    if ui.add(Button::secondary(t!("shell.waiting.other")).icon(icons::FOLDER_OPEN)).clicked() {
        view.act(Action::Pick(Pick::DataFolder));
    }
    ui.add_space(space::S);
    if ui.add(Button::quiet(t!("shell.waiting.anew"))).clicked() {
        view.act(Action::LeaveFolder);
    }
}

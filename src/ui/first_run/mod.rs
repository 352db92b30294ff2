//! First run: name of the office, who works here, where the data folder is; or a sample to look at.

use std::path::PathBuf;

use eframe::egui::{Label, ScrollArea, Ui, vec2};
use rust_i18n::t;

use super::components::{Banner, Button, Level, TextField, card, icon, segmented};
use super::contract::{Action, Folder, Pick, View};
use super::deeds::{CreateFolder, CreateSample, OpenFolder};
use super::parts::{default_folder, jobs_ui};
use super::theme::{TokensExt as _, icons, space, text};
use crate::calendar::Language;
use crate::explain;

/// The fields as typed.
pub struct FirstRun {
    office: String,
    person: Option<String>,
    folder: String,
}

impl Default for FirstRun {
    fn default() -> Self {
        Self {
            office: t!("first_run.office_default").into_owned(),
            person: None,
            folder: default_folder().map(|folder| folder.display().to_string()).unwrap_or_default(),
        }
    }
}

/// Draws the page.
pub fn show(ui: &mut Ui, state: &mut FirstRun, view: &mut View<'_>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space((ui.available_height() * 0.06).min(48.0));
            ui.allocate_ui(vec2(520.0, 0.0), |ui| {
                ui.vertical(|ui| form_ui(ui, state, view));
            });
        });
    });
}

fn form_ui(ui: &mut Ui, state: &mut FirstRun, view: &mut View<'_>) {
    let t = ui.tokens();
    ui.horizontal(|ui| {
        icon(ui, icons::FLOW_ARROW, space::ICON_XL, t.accent);
        ui.add_space(space::S);
        ui.vertical(|ui| {
            ui.label(text::title(t!("first_run.title")));
            ui.add(Label::new(text::muted(t!("first_run.subtitle"))).wrap());
        });
    });
    ui.add_space(space::L);
    if let Folder::Failed(root, trouble) = &view.model.folder {
        let words = explain::trouble(trouble);
        Banner::new(Level::Error, &t!("first_run.failed", folder = root.display()))
            .text(&format!("{} {}", words.title, words.text))
            .details(&words.details)
            .show_with(ui, |ui| {
                if ui.add(Button::secondary(t!("first_run.again")).small()).clicked() {
                    view.act(OpenFolder::asked(root.clone()));
                }
            });
        ui.add_space(space::L);
    }
    card(ui, |ui| {
        let mut language = view.language();
        let languages = Language::ALL.map(|language| (language, language.own_name()));
        if segmented(ui, &t!("settings.language"), &mut language, &languages) {
            view.act(Action::SetLanguage(language));
        }
        ui.add_space(space::M);
        TextField::new(&t!("first_run.office"), &mut state.office).show(ui);
        ui.add_space(space::M);
        let person = state.person.get_or_insert_with(|| view.model.settings.name.clone());
        TextField::new(&t!("first_run.person"), person).hint(&t!("first_run.person_hint")).show(ui);
        ui.add_space(space::M);
        TextField::new(&t!("first_run.folder"), &mut state.folder)
            .hint(&t!("first_run.folder_hint"))
            .show(ui);
        ui.add_space(space::L);
        let ready =
            !person.trim().is_empty() && !state.folder.trim().is_empty() && !state.office.trim().is_empty();
        let begin = Button::primary(t!("first_run.begin")).icon(icons::CHECK).full_width();
        if ui.add_enabled(ready, begin).clicked() {
            view.act(Action::SetPerson(person.trim().to_owned()));
            let root = PathBuf::from(state.folder.trim());
            view.act(CreateFolder { root, office: state.office.trim().to_owned() });
        }
        if !ready {
            ui.label(text::small(t!("first_run.fill")));
        }
    });
    ui.add_space(space::M);
    // A restore may be running on this page.
    jobs_ui(ui, view);
    ui.horizontal_wrapped(|ui| {
        let open = Button::secondary(t!("first_run.open")).icon(icons::FOLDER_OPEN);
        if ui.add(open).on_hover_text(t!("first_run.open_tip")).clicked() {
            remember_person(state, view);
            view.act(Action::Pick(Pick::DataFolder));
        }
        let restore = Button::secondary(t!("restore.open")).icon(icons::CLOCK_COUNTER_CLOCKWISE);
        if ui.add(restore).on_hover_text(t!("restore.open_tip")).clicked() {
            remember_person(state, view);
            view.act(Action::Pick(Pick::Backup));
        }
        let sample = Button::quiet(t!("first_run.sample")).icon(icons::EYE);
        if ui.add(sample).on_hover_text(t!("first_run.sample_tip")).clicked() {
            remember_person(state, view);
            view.act(CreateSample(sample_folder(&state.folder)));
        }
    });
}

fn remember_person(state: &FirstRun, view: &mut View<'_>) {
    if let Some(person) = state.person.as_ref().filter(|person| !person.trim().is_empty()) {
        view.act(Action::SetPerson(person.trim().to_owned()));
    }
}

/// A sample folder beside the folder for real work, so that the two are never mixed.
fn sample_folder(folder: &str) -> PathBuf {
    let folder = PathBuf::from(folder.trim());
    let name = folder.file_name().map_or_else(|| "Renja".into(), |name| name.to_string_lossy().into_owned());
    folder.with_file_name(format!("{name} contoh"))
}

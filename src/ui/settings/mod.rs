//! Pengaturan: this PC, the office and its hours, backup and repair, the data folder, the holidays.

mod backup;
mod holidays;
mod office;

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use super::components::{
    Button, TextField, card, columns, key_value, page, page_title, section_heading, segmented,
};
use super::contract::{Action, Pick, View};
use super::deeds::{Examine, OpenFolder};
use super::theme::{icons, space, text};
use crate::calendar::Language;
use crate::pc::Theme;
use crate::store::names::visible;
use crate::words;

/// Width from which language, brightness and text size stand side by side, in points.
const ROOM_FOR_LOOKS: f32 = 640.0;

/// The fields as typed.
#[derive(Default)]
pub struct SettingsPage {
    person: Option<String>,
    office: office::OfficeForm,
    holidays: holidays::HolidayForm,
}

/// Draws the page.
pub fn show(ui: &mut Ui, state: &mut SettingsPage, view: &mut View<'_>) {
    page(ui, |ui| {
        page_title(ui, &t!("settings.title"), "", |_| {});
        card(ui, |ui| this_pc_ui(ui, state, view));
        ui.add_space(space::M);
        card(ui, |ui| office::show(ui, &mut state.office, view));
        ui.add_space(space::M);
        card(ui, |ui| backup::show(ui, view));
        ui.add_space(space::M);
        card(ui, |ui| check_ui(ui, view));
        ui.add_space(space::M);
        card(ui, |ui| folder_ui(ui, view));
        ui.add_space(space::M);
        // The longest list comes last, so that nothing is hidden below it.
        card(ui, |ui| holidays::show(ui, &mut state.holidays, view));
        ui.add_space(space::XL);
    });
}

fn this_pc_ui(ui: &mut Ui, state: &mut SettingsPage, view: &mut View<'_>) {
    section_heading(ui, &t!("settings.this_pc"));
    ui.add_space(space::S);
    let person = state.person.get_or_insert_with(|| view.model.settings.name.clone());
    let label = t!("first_run.person");
    let field = TextField::new(&label, person).hint(&t!("first_run.person_hint")).width(320.0).show(ui);
    if field.lost_focus() && person.trim() != view.model.settings.name {
        view.act(Action::SetPerson(person.trim().to_owned()));
    }
    ui.add_space(space::M);
    columns(ui, ui.available_width() < ROOM_FOR_LOOKS, |ui| {
        ui.spacing_mut().item_spacing.x = space::XL;
        ui.vertical(|ui| {
            ui.label(text::strong(t!("settings.language")));
            let mut language = view.language();
            let languages = Language::ALL.map(|language| (language, language.own_name()));
            if segmented(ui, &t!("settings.language"), &mut language, &languages) {
                view.act(Action::SetLanguage(language));
            }
        });
        ui.vertical(|ui| {
            ui.label(text::strong(t!("settings.theme")));
            let mut theme = view.model.settings.theme;
            let words = [t!("settings.light"), t!("settings.dark"), t!("settings.system")];
            let choices =
                [(Theme::Light, &*words[0]), (Theme::Dark, &*words[1]), (Theme::System, &*words[2])];
            if segmented(ui, &t!("settings.theme"), &mut theme, &choices) {
                view.act(Action::SetTheme(theme));
            }
        });
        ui.vertical(|ui| {
            ui.label(text::strong(t!("settings.zoom")));
            ui.horizontal(|ui| {
                let zoom = view.model.settings.zoom;
                if ui.add(Button::secondary("−")).on_hover_text(t!("command.zoom_out")).clicked() {
                    view.act(Action::SetZoom(zoom - 0.1));
                }
                ui.label(text::body(format!("{:.0} %", zoom * 100.0)));
                if ui.add(Button::secondary("+")).on_hover_text(t!("command.zoom_in")).clicked() {
                    view.act(Action::SetZoom(zoom + 0.1));
                }
            });
        });
    });
    ui.add_space(space::M);
    ui.label(text::strong(t!("settings.log")));
    let mut detailed = view.model.settings.detailed_log;
    let words = [t!("settings.log_brief"), t!("settings.log_detailed")];
    if segmented(ui, &t!("settings.log"), &mut detailed, &[(false, &*words[0]), (true, &*words[1])]) {
        view.act(Action::SetDetailedLog(detailed));
    }
}

fn check_ui(ui: &mut Ui, view: &mut View<'_>) {
    section_heading(ui, &t!("check.section"));
    ui.add(Label::new(text::muted(t!("check.what"))).wrap());
    ui.add_space(space::S);
    if ui.add(Button::secondary(t!("check.begin")).icon(icons::FIRST_AID_KIT)).clicked() {
        view.act(Examine);
    }
}

fn folder_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    let root = snapshot.root.clone();
    section_heading(ui, &t!("settings.folder"));
    ui.add_space(space::S);
    key_value(ui, &t!("first_run.folder"), &root.display().to_string());
    key_value(ui, &t!("settings.version"), env!("CARGO_PKG_VERSION"));
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        if ui.add(Button::secondary(t!("settings.reveal")).icon(icons::FOLDER)).clicked() {
            view.act(Action::RevealFolder);
        }
        if ui.add(Button::secondary(t!("first_run.open")).icon(icons::FOLDER_OPEN)).clicked() {
            view.act(Action::Pick(Pick::DataFolder));
        }
        for recent in view.model.settings.recent.iter().filter(|recent| **recent != root).take(4) {
            let name = words::file_name(recent).into_owned();
            let button = Button::quiet(name).icon(icons::CLOCK);
            if ui.add(button).on_hover_text(&*visible(&recent.display().to_string())).clicked() {
                view.act(OpenFolder::asked(recent.clone()));
            }
        }
    });
}

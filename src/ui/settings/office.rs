//! The office: its name, its people, its hours.

use chrono::NaiveTime;
use eframe::egui::{Grid, Ui};
use rust_i18n::t;

use crate::calendar::{HoursError, OfficeHours};
use crate::jobs::OfficeChange;
use crate::ui::components::{Button, IconButton, TextField, columns, combo, section_heading, table_column};
use crate::ui::contract::View;
use crate::ui::deeds::ChangeOffice;
use crate::ui::theme::{icons, space, text};

/// Width from which three fields stand side by side, in points.
pub(super) const ROOM_FOR_FIELDS: f32 = 600.0;

/// The fields as typed; none: as saved in the data folder.
#[derive(Default)]
pub struct OfficeForm {
    name: Option<String>,
    minutes: Option<String>,
    opens: Option<String>,
    person: String,
    post: String,
    actor: String,
}

/// Draws the section.
pub fn show(ui: &mut Ui, form: &mut OfficeForm, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    let (office, sop, read_only) = (snapshot.office.clone(), snapshot.sop.clone(), snapshot.read_only);
    section_heading(ui, &t!("settings.office"));
    ui.add_space(space::S);
    ui.add_enabled_ui(!read_only, |ui| {
        let name = form.name.get_or_insert_with(|| office.name().to_owned());
        if TextField::new(&t!("first_run.office"), name).show(ui).lost_focus() && name.trim() != office.name()
        {
            view.act(ChangeOffice::new(OfficeChange::NameSet { name: name.trim().to_owned() }));
        }
        ui.add_space(space::M);
        hours_ui(ui, form, view, office.calendar().hours);
        ui.add_space(space::L);
        ui.label(text::strong(t!("settings.people")));
        let third = table_column(ui, 3, space::CONTROL_HEIGHT_S);
        let people = Grid::new("people").num_columns(4).spacing([space::L, space::S]).max_col_width(third);
        people.show(ui, |ui| {
            for (id, person) in office.people().iter().filter(|(_, person)| person.active) {
                ui.label(text::body(&person.name));
                ui.label(text::muted(&person.post));
                let actor = person.actor.as_ref().and_then(|key| sop.actor(key));
                ui.label(text::muted(actor.map_or("", |actor| actor.name.as_str())));
                let name = t!("settings.person_leaves", name = person.name);
                if ui.add(IconButton::new(icons::X, name).small()).clicked() {
                    let change = OfficeChange::PersonChanged {
                        person: id.clone(),
                        name: person.name.clone(),
                        post: person.post.clone(),
                        actor: person.actor.clone(),
                        active: false,
                    };
                    view.act(ChangeOffice::new(change));
                }
                ui.end_row();
            }
        });
        ui.add_space(space::S);
        columns(ui, ui.available_width() < ROOM_FOR_FIELDS, |ui| {
            TextField::new(&t!("settings.person"), &mut form.person).width(200.0).show(ui);
            TextField::new(&t!("settings.post"), &mut form.post).width(200.0).show(ui);
            let none = t!("settings.no_lane");
            let lanes: Vec<(String, &str)> = std::iter::once((String::new(), &*none))
                .chain(sop.actors.iter().map(|actor| (actor.key.clone(), actor.name.as_str())))
                .collect();
            ui.vertical(|ui| combo(ui, &t!("settings.lane"), &mut form.actor, &lanes));
        });
        ui.add_space(space::S);
        let ready = !form.person.trim().is_empty();
        if ui.add_enabled(ready, Button::secondary(t!("settings.add_person")).icon(icons::PLUS)).clicked() {
            let actor = std::mem::take(&mut form.actor);
            view.act(ChangeOffice::new(OfficeChange::PersonAdded {
                name: std::mem::take(&mut form.person).trim().to_owned(),
                post: std::mem::take(&mut form.post).trim().to_owned(),
                actor: (!actor.is_empty()).then_some(actor),
            }));
        }
    });
}

/// The fields for the office hours. By default a day has eight hours (480 minutes), the only value with which
/// the SOP's total comes out as printed.
fn hours_ui(ui: &mut Ui, form: &mut OfficeForm, view: &mut View<'_>, hours: OfficeHours) {
    let minutes = form.minutes.get_or_insert_with(|| hours.minutes_per_day().to_string());
    let opens = form.opens.get_or_insert_with(|| hours.opens().format("%H.%M").to_string());
    let typed = hours_typed(minutes, opens);
    let error = typed.as_ref().err().map(String::as_str);
    let left = ui
        .horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = space::L;
            let hint = t!("settings.minutes_hint");
            let label = t!("settings.minutes");
            let minutes = TextField::new(&label, minutes).hint(&hint).error(error).width(200.0).show(ui);
            let opens = TextField::new(&t!("settings.opens"), opens).width(120.0).show(ui);
            minutes.lost_focus() || opens.lost_focus()
        })
        .inner;
    if let Some(typed) = typed.ok().filter(|typed| left && *typed != hours) {
        view.act(ChangeOffice::new(OfficeChange::HoursSet(typed)));
    }
}

/// The office hours that were typed, or an error message.
fn hours_typed(minutes: &str, opens: &str) -> Result<OfficeHours, String> {
    let opens = NaiveTime::parse_from_str(&opens.trim().replace('.', ":"), "%H:%M");
    let (Ok(minutes), Ok(opens)) = (minutes.trim().parse(), opens) else {
        return Err(t!("settings.bad_hours").into_owned());
    };
    OfficeHours::new(minutes, opens).map_err(|error| match error {
        HoursError::NoMinutes => t!("calendar.hours.no_minutes").into_owned(),
        HoursError::PastMidnight => t!("calendar.hours.past_midnight").into_owned(),
    })
}

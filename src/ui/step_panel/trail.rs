//! What people wrote about the step, and what happened to it.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use super::menu::heading;
use super::{Scene, StepPanel};
use crate::cycle::{Change, Command, Event, EventId};
use crate::ui::components::{Button, IconButton, fold, sides, well};
use crate::ui::dialogs::Modal;
use crate::ui::shell::{Action, View};
use crate::ui::theme::{icons, space, text};
use crate::ui::words;

/// Events shown before *Tampilkan semua*.
const LATEST: usize = 6;

/// *Catatan*, newest first.
pub(super) fn notes(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>) {
    let no = scene.step.no;
    let mut notes: Vec<_> =
        scene.cycle.state().notes.iter().filter(|(_, note)| note.step == Some(no)).collect();
    notes.sort_by(|a, b| b.1.stamp.order().cmp(&a.1.stamp.order()));
    if notes.is_empty() && scene.read_only {
        return;
    }
    let count = if notes.is_empty() { String::new() } else { notes.len().to_string() };
    heading(ui, &t!("step.notes"), &count, |ui| {
        let write = Button::quiet(t!("step.write_note")).icon(icons::NOTE_PENCIL).small();
        if !scene.read_only && ui.add(write).clicked() {
            view.act(Action::Show(Box::new(Modal::note(scene.cycle.id, Some(no), String::new()))));
        }
    });
    for (id, note) in notes {
        ui.push_id(id, |ui| {
            well(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::XXS;
                ui.horizontal_top(|ui| {
                    let cross = if scene.read_only { 0.0 } else { space::CONTROL_HEIGHT_S + space::S };
                    let width = ui.available_width() - cross;
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        ui.add(Label::new(text::body(&note.text)).wrap().selectable(true));
                        ui.add(
                            Label::new(text::small(words::by_and_when(&note.stamp, scene.language))).wrap(),
                        );
                    });
                    let remove = IconButton::new(icons::X, t!("step.remove_note")).small();
                    if !scene.read_only && ui.add(remove).clicked() {
                        let command = Command::RemoveNote { note: id.clone() };
                        view.act(Action::Run(scene.cycle.id, command));
                    }
                });
            });
        });
    }
}

/// *Riwayat*: the journal of this step in words, newest first, with *Urungkan* where it still can be.
pub(super) fn history(ui: &mut Ui, state: &mut StepPanel, view: &mut View<'_>, scene: &Scene<'_>) {
    let cycle = scene.cycle;
    let of_step = |event: &&Event| words::belongs_to(event, cycle, scene.step.no);
    let events: Vec<&Event> = cycle.events().iter().rev().filter(of_step).collect();
    if events.is_empty() {
        return;
    }
    ui.add_space(space::XS);
    fold(ui, &mut state.history, &format!("{} ({})", t!("step.history"), events.len()));
    if !state.history {
        return;
    }
    let shown = if state.whole_history { events.len() } else { LATEST };
    for event in events.iter().take(shown) {
        ui.push_id(&event.stamp.id, |ui| event_ui(ui, view, scene, event));
    }
    if events.len() > shown {
        let all = Button::quiet(t!("step.history_all", n = events.len())).small();
        state.whole_history = ui.add(all).clicked();
    }
}

fn event_ui(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, event: &Event) {
    let id = &event.stamp.id;
    let words = words::change(event, scene.cycle, scene.language);
    let undone = scene.cycle.is_undone(id);
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XXS;
        let rich = if undone { text::muted(&words).strikethrough() } else { text::body(&words) };
        ui.add(Label::new(rich).wrap());
        let mut when = scene.language.date_time(event.stamp.at.naive_local());
        if undone {
            when = format!("{when} · {}", t!("step.undone"));
        }
        if scene.read_only || !undoable(scene, event, id) {
            ui.add(Label::new(text::small(when)).wrap());
            return;
        }
        let undo = |ui: &mut Ui, view: &mut View<'_>| {
            let undo = Button::quiet(t!("step.undo")).icon(icons::ARROW_COUNTER_CLOCKWISE).small();
            let name = t!("step.undo_this", what = words);
            if ui.add(undo).accessible_name(name).clicked() {
                view.act(Action::Undo(scene.cycle.id, id.clone()));
            }
        };
        sides(ui, space::CONTROL_HEIGHT_S, view, |ui, _| ui.label(text::small(when)), undo);
    });
}

/// Whether the rules would take the event back now.
fn undoable(scene: &Scene<'_>, event: &Event, id: &EventId) -> bool {
    let cycle = scene.cycle;
    // An undone event is done again by doing it, not by undoing the undoing.
    if cycle.is_undone(id) || matches!(event.body, Change::Undone { .. }) {
        return false;
    }
    cycle.undo_command(id).is_ok_and(|command| cycle.decide(&command).is_ok())
}

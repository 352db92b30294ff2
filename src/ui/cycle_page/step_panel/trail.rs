//! People's notes on the step, and the step's history.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use super::menu::heading;
use super::{Scene, StepPanel};
use crate::cycle::{Change, Command, Event, EventId};
use crate::ui::components::{Button, IconButton, fold, sides, well};
use crate::ui::contract::{Action, Dialog, View};
use crate::ui::deeds::{Run, Undo};
use crate::ui::theme::{icons, space, text};
use crate::words;

/// Events shown before *Tampilkan semua*.
const LATEST: usize = 6;

/// *Catatan*: the notes, newest first.
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
            view.act(Action::show(Dialog::note(scene.cycle.id, Some(no), String::new())));
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
                        view.act(Run::one(scene.cycle.id, command));
                    }
                });
            });
        });
    }
}

/// *Riwayat*: the events of this step in words, newest first, with *Urungkan* where an event can still be
/// undone.
pub(super) fn history(ui: &mut Ui, state: &mut StepPanel, view: &mut View<'_>, scene: &Scene<'_>) {
    let entries = words::entries(scene.cycle, scene.step.no);
    if entries.is_empty() {
        return;
    }
    ui.add_space(space::XS);
    fold(ui, &mut state.history, &format!("{} ({})", t!("step.history"), entries.len()));
    if !state.history {
        return;
    }
    let shown = if state.whole_history { entries.len() } else { LATEST };
    for deed in entries.iter().take(shown) {
        ui.push_id(deed.first().map(|event| &event.stamp.id), |ui| deed_ui(ui, view, scene, deed));
    }
    if entries.len() > shown {
        let all = Button::quiet(t!("step.history_all", n = entries.len())).small();
        state.whole_history = ui.add(all).clicked();
    }
}

fn deed_ui(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, deed: &[Event]) {
    let Some(last) = deed.last() else { return };
    let words = words::deed(deed, scene.cycle, scene.language);
    let undone = deed.iter().all(|event| scene.cycle.is_undone(&event.stamp.id));
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = space::XXS;
        let rich = if undone { text::muted(&words).strikethrough() } else { text::body(&words) };
        ui.add(Label::new(rich).wrap());
        let mut when = scene.language.date_time(last.stamp.at.naive_local());
        if undone {
            when = format!("{when} · {}", t!("step.undone"));
        }
        let events: Vec<EventId> = deed.iter().map(|event| event.stamp.id.clone()).collect();
        // An undo is not undone; the person repeats the deed instead.
        let is_undoing = matches!(last.body, Change::Undone { .. });
        if scene.read_only || undone || is_undoing || !scene.cycle.is_undoable(&events) {
            ui.add(Label::new(text::small(when)).wrap());
            return;
        }
        let undo = |ui: &mut Ui, view: &mut View<'_>| {
            let undo = Button::quiet(t!("step.undo")).icon(icons::ARROW_COUNTER_CLOCKWISE).small();
            let name = t!("step.undo_this", what = words);
            if ui.add(undo).accessible_name(name).clicked() {
                view.act(Undo { cycle: scene.cycle.id, events });
            }
        };
        sides(ui, space::CONTROL_HEIGHT_S, view, |ui, _| ui.label(text::small(when)), undo);
    });
}

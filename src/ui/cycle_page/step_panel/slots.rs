//! The slots for requirements and outputs, each with the documents in it.

use eframe::egui::{Label, Role, Ui, WidgetInfo};
use rust_i18n::t;

use super::frame::{frame, landing, link};
use super::menu::{heading, item, more};
use super::{Scene, StepPanel, conflicts, documents};
use crate::cycle::{Command, Field, Mark, SlotState, StepStatus};
use crate::sop::Slot;
use crate::ui::components::{Button, DropState, icon};
use crate::ui::contract::{Action, Ask, Dialog, Pick, Target, View};
use crate::ui::deeds::Run;
use crate::ui::theme::{Tokens, TokensExt as _, icons, space, text};
use crate::words;

/// Draws *Kelengkapan* and *Output*.
pub(super) fn show(ui: &mut Ui, state: &mut StepPanel, view: &mut View<'_>, scene: &Scene<'_>) {
    group(ui, state, view, scene, &t!("step.group.requirements"), &scene.step.requirements);
    group(ui, state, view, scene, &t!("step.group.outputs"), &scene.step.outputs);
}

fn group(
    ui: &mut Ui,
    state: &mut StepPanel,
    view: &mut View<'_>,
    scene: &Scene<'_>,
    title: &str,
    slots: &[Slot],
) {
    let wanted: Vec<&Slot> = slots.iter().filter(|slot| !slot.equipment).collect();
    let missing = |slot: &&&Slot| scene.cycle.slot_state(&slot.key) == SlotState::Missing;
    let filled = wanted.len() - wanted.iter().filter(missing).count();
    let remark = if wanted.is_empty() {
        String::new()
    } else {
        t!("step.filled", n = filled, all = wanted.len()).into_owned()
    };
    heading(ui, title, &remark, |_| ());
    if slots.is_empty() {
        ui.add(Label::new(text::small(t!("step.group.nothing_needed"))));
    }
    for slot in wanted {
        ui.push_id(&slot.key, |ui| slot_ui(ui, state, view, scene, slot));
    }
    equipment_ui(ui, slots);
}

/// Equipment of the office: named once in a muted line, never counted as missing.
fn equipment_ui(ui: &mut Ui, slots: &[Slot]) {
    let names: Vec<&str> =
        slots.iter().filter(|slot| slot.equipment).map(|slot| slot.label.as_str()).collect();
    if names.is_empty() {
        return;
    }
    ui.horizontal_top(|ui| {
        let color = ui.tokens().text_muted;
        ui.spacing_mut().item_spacing.x = space::XS;
        icon(ui, icons::PACKAGE, 14.0, color);
        let words = format!("{}: {}", t!("step.group.equipment"), names.join(", "));
        ui.add(Label::new(text::small(words)).wrap());
    });
}

fn slot_ui(ui: &mut Ui, state: &mut StepPanel, view: &mut View<'_>, scene: &Scene<'_>, slot: &Slot) {
    let slot_state = scene.cycle.slot_state(&slot.key);
    let target = Target::Slot(scene.step.no, slot.key.clone());
    let drop = state.drop_state(scene, &target);
    let rect = frame(ui, drop, slot_state == SlotState::Missing, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        first_line(ui, view, scene, slot, slot_state, drop);
        let field = Field::Mark(slot.key.clone());
        let of_mark = scene.cycle.state().conflicts.iter().filter(|conflict| conflict.field == field);
        conflicts::show(ui, view, scene, of_mark);
        let own: Vec<_> = scene
            .cycle
            .state()
            .documents_of(scene.step.no)
            .filter(|doc| doc.slot.as_ref() == Some(&slot.key))
            .collect();
        if own.is_empty() {
            for document in scene.cycle.slot_documents(&slot.key) {
                ui.push_id(&document.id, |ui| documents::referred(ui, view, scene, document));
            }
        }
        for document in own {
            ui.push_id(&document.id, |ui| documents::show(ui, state, view, scene, document));
        }
    });
    state.place(rect, target);
}

/// Icon, what belongs in the slot, and the menu; while files are dragged, where they would land.
fn first_line(
    ui: &mut Ui,
    view: &mut View<'_>,
    scene: &Scene<'_>,
    slot: &Slot,
    slot_state: SlotState,
    drop: DropState,
) {
    let t = ui.tokens();
    let (glyph, ink) = looks(slot_state, scene.state.status, t);
    ui.horizontal_top(|ui| {
        icon(ui, glyph, 20.0, ink);
        let menu_width = if scene.read_only { 0.0 } else { space::CONTROL_HEIGHT_S + space::S };
        let width = ui.available_width() - menu_width;
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = space::XXS;
            let label = ui.add(Label::new(text::strong(&slot.label)).wrap());
            let name = t!(
                "step.slot.name",
                slot = slot.label,
                state = words::slot_state(slot_state, scene.language)
            );
            label.widget_info(|| WidgetInfo::labeled(Role::Label, true, &*name));
            if drop == DropState::Over {
                let words = t!("step.drop.slot", slot = slot.label);
                landing(ui, &words);
            } else {
                state_line(ui, view, scene, slot, slot_state);
            }
        });
        if !scene.read_only {
            more(ui, &t!("step.slot.menu", slot = slot.label), |ui| slot_menu(ui, view, scene, slot));
        }
    });
    // The step that should bring the document is asked for it, not this one; the menu still accepts it here.
    if slot_state == SlotState::Missing && slot.from.is_none() && !scene.read_only {
        let choose = Button::secondary(t!("step.slot.choose")).icon(icons::PAPERCLIP).small();
        ui.horizontal(|ui| {
            ui.add_space(20.0 + space::S);
            let response =
                ui.add(choose).accessible_name(format!("{} {}", t!("step.slot.choose"), slot.label));
            if response.clicked() {
                view.act(Action::Pick(Pick::Files(
                    scene.cycle.id,
                    Target::Slot(scene.step.no, slot.key.clone()),
                )));
            }
        });
    }
}

/// The state in a word, the words of the slot's mark, and the step that the document comes from.
fn state_line(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, slot: &Slot, slot_state: SlotState) {
    let t = ui.tokens();
    let (_, ink) = looks(slot_state, scene.state.status, t);
    let mut words = words::slot_state(slot_state, scene.language);
    let marks = &scene.cycle.state().marks;
    let marked = marks.get(&slot.key).or_else(|| marks.get(slot.from.as_ref()?));
    match marked.map(|marked| &marked.mark) {
        Some(Mark::Paper { place: text } | Mark::NotApplicable { reason: text }) if !text.is_empty() => {
            words = format!("{words} · {text}");
        }
        _ => {}
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        ui.add(Label::new(text::small_strong(words).color(ink)).wrap());
        let source = slot.from.as_ref().and_then(|from| scene.cycle.sop.slot(from));
        if let Some((step, ..)) = source {
            let words = t!("step.slot.from", step = t!("step.short", no = step.no));
            if link(ui, &words, &words).on_hover_text(words::step(&scene.cycle.sop, step.no)).clicked() {
                view.act(Action::SelectStep(Some(step.no)));
            }
        }
    });
}

fn slot_menu(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, slot: &Slot) {
    let cycle = scene.cycle.id;
    let target = || Target::Slot(scene.step.no, slot.key.clone());
    let key = || slot.key.clone();
    let mark = scene.cycle.state().marks.get(&slot.key).map(|marked| &marked.mark);
    let mut ask = |ask: Ask| view.act(Action::show(Dialog::Ask(ask)));
    if item(ui, icons::NOTE_BLANK, &t!("step.slot.mark_paper")) {
        let text = match mark {
            Some(Mark::Paper { place }) => place.clone(),
            _ => String::new(),
        };
        ask(Ask::Paper { cycle, slot: key(), text });
    }
    if item(ui, icons::PROHIBIT, &t!("step.slot.mark_not_applicable")) {
        ask(Ask::NotApplicable { cycle, slot: key(), text: String::new() });
    }
    if mark.is_some() && item(ui, icons::X_CIRCLE, &t!("step.slot.unmark")) {
        view.act(Run::one(cycle, Command::MarkSlot { slot: key(), mark: None }));
    }
    ui.separator();
    if item(ui, icons::PAPERCLIP, &t!("step.slot.choose")) {
        view.act(Action::Pick(Pick::Files(cycle, target())));
    }
    if item(ui, icons::CLIPBOARD, &t!("step.slot.paste")) {
        view.act(Action::PasteFiles(cycle, Some(target())));
    }
}

/// Icon and colour of a slot's state. A missing document is highlighted only once the step has begun.
fn looks(state: SlotState, step: StepStatus, t: &Tokens) -> (&'static str, eframe::egui::Color32) {
    match state {
        SlotState::Missing if step == StepStatus::NotStarted => (icons::FILE_DASHED, t.text_muted),
        SlotState::Missing => (icons::FILE_DASHED, t.needs_review.ink),
        SlotState::File => (icons::FILE_TEXT, t.done.ink),
        SlotState::Paper => (icons::NOTE_BLANK, t.done.ink),
        SlotState::Both => (icons::FILES, t.done.ink),
        SlotState::NotApplicable => (icons::PROHIBIT, t.text_muted),
    }
}

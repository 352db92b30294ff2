//! What can be done with the step now: a main action, a second one beside it, the rest in a menu.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use super::menu::{item, more};
use super::{Scene, StepPanel};
use crate::cycle::{Act, Command, StepStatus};
use crate::sop::Symbol;
use crate::ui::components::{Button, icon};
use crate::ui::contract::{Action, Ask, Dialog, Target, View};
use crate::ui::deeds::Run;
use crate::ui::levers::layout_dump;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// The row of buttons at the bottom; while files are dragged, it says where they would land instead.
pub(super) fn show(ui: &mut Ui, state: &StepPanel, view: &mut View<'_>, scene: &Scene<'_>) {
    let t = ui.tokens();
    if let Some(words) = state.over.as_ref().map(|target| landing(scene, target)) {
        ui.horizontal(|ui| {
            ui.set_min_height(space::CONTROL_HEIGHT);
            icon(ui, icons::TRAY_ARROW_DOWN, space::ICON_L, t.drop.ink);
            ui.add(Label::new(text::strong(words).color(t.drop.ink)).truncate());
        });
        return;
    }
    if scene.read_only {
        let sealed = scene.cycle.state().is_sealed();
        let newer = view.model.snapshot().is_some_and(|snapshot| snapshot.newer.contains(&scene.cycle.id));
        let words = match (sealed, newer) {
            (true, _) => t!("step.sealed_only"),
            (false, true) => t!("step.newer_only"),
            (false, false) => t!("step.read_only"),
        };
        ui.horizontal(|ui| {
            ui.set_min_height(space::CONTROL_HEIGHT);
            icon(ui, icons::LOCK, space::ICON, t.text_muted);
            ui.add(Label::new(text::muted(words)).wrap());
        });
        return;
    }
    let offers = scene.cycle.offers(scene.step.no);
    ui.horizontal_wrapped(|ui| {
        let mut chosen = None;
        if let Some(act) = offers.next {
            button(ui, scene, act, Button::primary(words(scene, act)), &mut chosen);
        }
        for act in offers.beside {
            button(ui, scene, act, Button::secondary(words(scene, act)), &mut chosen);
        }
        if !offers.other.is_empty() {
            more(ui, &t!("step.act.other"), |ui| {
                for act in &offers.other {
                    if item(ui, glyph(scene, *act), &words(scene, *act)) {
                        chosen = Some(*act);
                    }
                }
            });
        }
        if let Some(action) = chosen.and_then(|act| action(view, scene, act)) {
            view.act(action);
        }
    });
}

fn button(ui: &mut Ui, scene: &Scene<'_>, act: Act, button: Button<'_>, chosen: &mut Option<Act>) {
    let response = ui.add(button.icon(glyph(scene, act)));
    layout_dump::record(ui, response.rect, || format!("button:{act:?}").to_lowercase());
    if response.clicked() {
        *chosen = Some(act);
    }
}

fn words(scene: &Scene<'_>, act: Act) -> String {
    let decision = matches!(scene.step.symbol, Symbol::Diamond { .. });
    match act {
        Act::Start if scene.state.status == StepStatus::Returned => t!("step.act.start_again"),
        Act::Start => t!("step.act.start"),
        Act::Finish if decision => t!("step.act.approve"),
        Act::Finish => t!("step.act.finish"),
        Act::Resume => t!("step.act.resume"),
        Act::SendBack if decision => t!("step.act.reject"),
        Act::SendBack => t!("step.act.send_back"),
        Act::Wait => t!("step.act.wait"),
        Act::Reopen => t!("step.act.reopen"),
        Act::Seal => t!("step.act.seal"),
    }
    .into_owned()
}

fn glyph(scene: &Scene<'_>, act: Act) -> &'static str {
    match act {
        Act::Start if scene.state.status == StepStatus::Returned => icons::ARROW_CLOCKWISE,
        Act::Start => icons::PLAY,
        Act::Finish => icons::CHECK,
        Act::Resume => icons::HANDSHAKE,
        Act::SendBack => icons::ARROW_U_UP_LEFT,
        Act::Wait => icons::HOURGLASS_MEDIUM,
        Act::Reopen => icons::LOCK_OPEN,
        Act::Seal => icons::SEAL_CHECK,
    }
}

/// The action for a choice. Where a rule wants a reason, [`Run`] asks the person for it.
fn action(view: &View<'_>, scene: &Scene<'_>, act: Act) -> Option<Action> {
    let (cycle, step) = (scene.cycle.id, scene.step.no);
    let ask = |ask: Ask| Some(Action::show(Dialog::Ask(ask)));
    let run = |command: Command| Some(Run::one(cycle, command));
    match act {
        Act::Start => run(Command::Start { step, reason: None }),
        Act::Finish => run(Command::Finish { step, reason: None }),
        Act::Resume => run(Command::Resume { step }),
        Act::SendBack => Dialog::send_back(view.model, cycle, step).map(Action::show),
        Act::Wait => {
            ask(Ask::Wait { cycle, step, text: scene.step.outside.first().cloned().unwrap_or_default() })
        }
        Act::Reopen => ask(Ask::Reopen { cycle, step, text: String::new() }),
        Act::Seal => Some(Action::show(Dialog::Seal(cycle))),
    }
}

/// The place where dragged files would land, in words.
fn landing(scene: &Scene<'_>, target: &Target) -> String {
    let step = || t!("step.drop.step", no = scene.step.no, title = scene.step.title).into_owned();
    match target {
        Target::Step(_) => step(),
        Target::Slot(_, key) => match scene.cycle.sop.slot(key) {
            Some((_, slot, _)) => t!("step.drop.slot", slot = slot.label).into_owned(),
            None => step(),
        },
        Target::Document(_, id) => match scene.cycle.state().documents.get(id) {
            Some(document) => t!("step.drop.document", title = document.title).into_owned(),
            None => step(),
        },
    }
}

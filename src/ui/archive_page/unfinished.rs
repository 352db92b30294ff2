//! Sealings that were interrupted: the cycle of each, and how to seal it again.

use eframe::egui::Ui;
use rust_i18n::t;

use crate::archive::{IndexFault, IndexProblem};
use crate::cycle::CycleId;
use crate::explain;
use crate::ui::components::{Banner, Button, Level};
use crate::ui::contract::{Action, Dialog, View};
use crate::ui::theme::{icons, space};

/// What can be done about an interrupted sealing.
enum Offer {
    /// Nothing stands in the way of sealing again.
    Seal(CycleId),
    /// Something still has to be done before the cycle can be sealed.
    Open(CycleId),
    /// The cycle counts as sealed: its dossier is on its way from another PC.
    Wait,
    /// The cycle is not in this data folder, or nobody knows which it is.
    Nothing,
}

/// Shows each interrupted sealing with what can be done. Nothing is ever removed here: sealing again makes a
/// new dossier.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    for problem in snapshot.lost.clone().iter() {
        if let IndexFault::Unfinished(cycle) = problem.fault {
            banner(ui, view, problem, &offer(view, cycle));
            ui.add_space(space::S);
        }
    }
}

fn offer(view: &View<'_>, cycle: Option<CycleId>) -> Offer {
    let Some(cycle) = cycle.and_then(|id| view.model.cycle(id)) else { return Offer::Nothing };
    let current = cycle.state().current();
    let read_only = view.model.snapshot().is_none_or(|snapshot| snapshot.read_only);
    if cycle.state().is_sealed() {
        Offer::Wait
    } else if !read_only && current.is_none_or(|step| step == cycle.sop.last()) {
        Offer::Seal(cycle.id)
    } else {
        Offer::Open(cycle.id)
    }
}

fn banner(ui: &mut Ui, view: &mut View<'_>, problem: &IndexProblem, offer: &Offer) {
    let said = explain::archive_problem(problem);
    let text = match offer {
        Offer::Seal(_) => t!("archive.unfinished.again_text"),
        Offer::Open(_) => t!("archive.unfinished.open_text"),
        Offer::Wait => t!("archive.unfinished.wait_text"),
        Offer::Nothing => t!("archive.unfinished.nothing_text"),
    };
    let banner = Banner::new(Level::Info, &said.title).text(&text).details(&said.details);
    match offer {
        Offer::Seal(id) => banner.show_with(ui, |ui| {
            let button = Button::secondary(t!("archive.unfinished.again")).icon(icons::SEAL_CHECK).small();
            if ui.add(button).clicked() {
                view.act(Action::show(Dialog::Seal(*id)));
            }
        }),
        Offer::Open(id) => banner.show_with(ui, |ui| {
            let button = Button::secondary(t!("archive.unfinished.open")).icon(icons::FLOW_ARROW).small();
            if ui.add(button).clicked() {
                view.act(Action::OpenCycle(*id, None));
            }
        }),
        Offer::Wait | Offer::Nothing => banner.show(ui),
    }
}

//! Two warnings about a dossier: changes from other PCs that it does not contain, and further seals of the
//! same cycle by people who did not know of each other's.

use eframe::egui::Ui;
use rust_i18n::t;

use crate::archive::Dossier;
use crate::cycle::Cycle;
use crate::ui::components::{Banner, Button, Level};
use crate::ui::contract::{Action, View};
use crate::ui::theme::{icons, space};
use crate::words;

/// How many changes are listed; the rest is only counted.
const LISTED: usize = 5;

/// Draws the warnings above the dossier, where there are any.
pub fn show(ui: &mut Ui, view: &mut View<'_>, dossier: &Dossier) {
    let Some(cycle) = dossier.cycle().and_then(|id| view.model.cycle(id)).cloned() else { return };
    rivals(ui, view, &cycle, dossier);
    late(ui, view, &cycle, dossier);
}

/// The warning about rival seals of one cycle, shown at each of their dossiers: it says who made the others.
fn rivals(ui: &mut Ui, view: &View<'_>, cycle: &Cycle, dossier: &Dossier) {
    let rivals = cycle.rival_seals();
    if !rivals.iter().any(|seal| seal.bag == dossier.folder) {
        return;
    }
    let each = rivals.iter().map(|seal| {
        let here =
            if dossier.seal.as_ref() == Some(&seal.digest) { t!("archive.rivals.here") } else { "".into() };
        let who = words::by_and_when(&seal.stamp, view.language());
        t!("archive.rivals.seal", bag = seal.bag, who = who, digest = short(&seal.digest), here = here)
            .into_owned()
    });
    let text = format!("{}\n{}", t!("archive.rivals.text"), each.collect::<Vec<_>>().join("\n"));
    Banner::new(Level::Warning, &t!("archive.rivals.title", n = rivals.len())).text(&text).show(ui);
    ui.add_space(space::S);
}

/// The warning about late changes, shown at the dossier that was sealed last.
fn late(ui: &mut Ui, view: &mut View<'_>, cycle: &Cycle, dossier: &Dossier) {
    let late = cycle.late();
    let is_last = cycle.state().seals.last().is_some_and(|seal| seal.bag == dossier.folder);
    if late.is_empty() || !is_last {
        return;
    }
    let language = view.language();
    let mut lines: Vec<_> = late
        .iter()
        .take(LISTED)
        .map(|event| {
            let when = language.date_time(event.stamp.at.naive_local());
            t!("archive.late.change", what = words::change(event, cycle, language), when = when).into_owned()
        })
        .collect();
    if let Some(more) = late.len().checked_sub(LISTED).filter(|more| *more > 0) {
        lines.push(t!("archive.late.more", n = more).into_owned());
    }
    let text = format!("{}\n{}", t!("archive.late.text"), lines.join("\n"));
    let title = t!("archive.late.title", n = late.len());
    let id = cycle.id;
    Banner::new(Level::Warning, &title).text(&text).show_with(ui, |ui| {
        if ui.add(Button::secondary(t!("archive.late.open")).icon(icons::FLOW_ARROW).small()).clicked() {
            view.act(Action::OpenCycle(id, None));
        }
    });
    ui.add_space(space::S);
}

/// As many characters of a digest as tell it from others; the receipt shows the same.
fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}

//! Files in the folder of the step that no event names: put there in the file manager, or created by a sync
//! program beside a document. They are offered, never attached or removed by themselves.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use super::Scene;
use super::menu::heading;
use crate::cycle::{Cycle, Document};
use crate::jobs::Adopt;
use crate::sop::StepNo;
use crate::store::{copied_from, names};
use crate::ui::components::{Button, icon, truncated, well};
use crate::ui::contract::{Action, View};
use crate::ui::deeds;
use crate::ui::parts::file_icon;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// Draws the list *Belum tercatat*.
pub(super) fn show(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>) {
    let cycle = scene.cycle;
    let here: Vec<&String> =
        view.model.orphans(cycle.id).iter().filter(|path| step_of(cycle, path) == scene.step.no).collect();
    if here.is_empty() || scene.read_only {
        return;
    }
    heading(ui, &t!("step.orphans.title"), &here.len().to_string(), |_| ());
    ui.add(Label::new(text::small(t!("step.orphans.hint"))).wrap());
    for path in here {
        let name = path.rsplit('/').next().unwrap_or(path);
        let adopt = |version_of: Option<&Document>| -> Action {
            let file = Adopt {
                path: path.clone(),
                step: scene.step.no,
                slot: None,
                title: String::new(),
                version_of: version_of.map(|document| document.id.clone()),
            };
            deeds::Adopt { cycle: cycle.id, file }.into()
        };
        ui.push_id(path, |ui| {
            well(ui, |ui| {
                ui.horizontal_top(|ui| {
                    icon(ui, file_icon(name), 20.0, ui.tokens().text_muted);
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.y = space::XXS;
                        truncated(ui, text::body(name));
                        let mut answer = |ui: &mut Ui, words: &str, action: Action| {
                            let button = Button::secondary(words).icon(icons::FILE_PLUS).small();
                            if ui.add(button).accessible_name(format!("{words}: {name}")).clicked() {
                                view.act(action);
                            }
                        };
                        let mut documents = cycle.state().documents_of(scene.step.no);
                        let original =
                            documents.find(|doc| is_copy_of(name, &file_name(&doc.current().file.path)));
                        if let Some(document) = original {
                            let words = t!("step.orphans.version", title = document.title);
                            answer(ui, &words, adopt(Some(document)));
                        }
                        answer(ui, &t!("step.orphans.adopt"), adopt(None));
                        let reveal = Button::quiet(t!("documents.menu.reveal")).small();
                        let reveal = ui.add(reveal);
                        let words = format!("{}: {name}", t!("documents.menu.reveal"));
                        if reveal.accessible_name(words).clicked() {
                            view.act(Action::RevealBelow(cycle.id, path.clone()));
                        }
                    });
                });
            });
        });
    }
}

/// The step whose folder a file is in; a file elsewhere is shown at the current step.
fn step_of(cycle: &Cycle, path: &str) -> StepNo {
    let folder = path.split('/').nth(1).and_then(|folder| folder.get(..2));
    let no = folder.and_then(|digits| digits.parse().ok()).map(StepNo);
    let known = no.filter(|no| cycle.sop.step(*no).is_some());
    known.or_else(|| cycle.state().current()).unwrap_or_else(|| cycle.sop.last())
}

fn file_name(path: &str) -> String {
    names::fold(path.rsplit('/').next().unwrap_or(path))
}

/// Whether a name is a conflict copy of `original`, as sync programs name the second of two versions.
fn is_copy_of(name: &str, original: &str) -> bool {
    copied_from(&names::fold(name), |of| of == original).is_some()
}

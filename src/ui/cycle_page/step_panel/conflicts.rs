//! Fields that two people changed at the same time: each shows the value that did not win, and a button to
//! use it.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use super::Scene;
use crate::cycle::{Conflict, Value};
use crate::ui::components::{Button, icon};
use crate::ui::contract::View;
use crate::ui::deeds::Run;
use crate::ui::theme::{TokensExt as _, icons, space, text};
use crate::words;

/// A line for each conflict, with its two answers.
pub(super) fn show<'a>(
    ui: &mut Ui,
    view: &mut View<'_>,
    scene: &Scene<'_>,
    conflicts: impl Iterator<Item = &'a Conflict>,
) {
    for conflict in conflicts {
        let said = words::conflict(conflict, scene.cycle, scene.language);
        ui.push_id((&conflict.field, &conflict.loser.id), |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                icon(ui, icons::ARROWS_LEFT_RIGHT, 14.0, ui.tokens().needs_review.ink);
                let line = Label::new(text::small(&said).color(ui.tokens().text)).wrap();
                ui.add(line).on_hover_text(words::by_and_when(&conflict.loser, scene.language));
            });
            if scene.read_only {
                return;
            }
            let removal = matches!(conflict.value, Value::Removed(_));
            let (take, leave) = if removal {
                (t!("conflict.remove"), t!("conflict.keep_document"))
            } else {
                (t!("conflict.take"), t!("conflict.leave"))
            };
            ui.horizontal_wrapped(|ui| {
                let answers = [(take, scene.cycle.choose(conflict)), (leave, scene.cycle.keep(conflict))];
                for (words, command) in answers {
                    let button = ui.add(Button::quiet(words.clone()).small());
                    let button = button.accessible_name(format!("{words}: {said}"));
                    if let Some(command) = command.filter(|_| button.clicked()) {
                        view.act(Run::one(scene.cycle.id, command));
                    }
                }
            });
        });
    }
}

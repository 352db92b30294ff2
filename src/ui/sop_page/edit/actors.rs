//! The lanes: their actors, from left to right.

use eframe::egui::{Id, Label, Margin, TextEdit, Ui};
use rust_i18n::t;

use super::draft::Draft;
use crate::sop::{Actor, MAX_ACTORS, MIN_ACTORS};
use crate::ui::components::{Button, IconButton, section_heading};
use crate::ui::theme::{icons, space, text};

/// Width of the field for a short form, in points.
const SHORT_WIDTH: f32 = 88.0;
const PADDING: Margin = Margin::symmetric(10, 7);
/// Width of the three buttons of a row, in points.
const BUTTONS_WIDTH: f32 = 3.0 * space::CONTROL_HEIGHT + 2.0 * space::XS;

/// What a button of a row asks for.
enum Change {
    SwapWithNext(usize),
    Remove(usize),
}

/// Draws a row for each actor.
pub fn show(ui: &mut Ui, draft: &mut Draft) {
    ui.spacing_mut().item_spacing.y = space::S;
    section_heading(ui, &t!("sop.edit.actors"));
    ui.add(Label::new(text::muted(t!("sop.edit.actors_hint"))).wrap());
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let width = name_width(ui);
        let name = ui.label(text::strong(t!("sop.edit.actor_name")));
        ui.add_space(width - name.rect.width());
        ui.label(text::strong(t!("sop.edit.actor_short")));
    });
    let mut change = None;
    for index in 0..draft.sop.actors.len() {
        ui.push_id(draft.sop.actors[index].key.clone(), |ui| actor(ui, draft, index, &mut change));
    }
    match change {
        Some(Change::SwapWithNext(index)) => draft.swap_with_next(index),
        Some(Change::Remove(index)) => draft.remove_actor(index),
        None => {}
    }
    let add = Button::secondary(t!("sop.edit.add_actor")).icon(icons::PLUS);
    let add = ui.add_enabled(draft.sop.actors.len() < MAX_ACTORS, add);
    if add.on_disabled_hover_text(t!("sop.edit.most_actors", n = MAX_ACTORS)).clicked() {
        draft.add_actor();
        if let Some(actor) = draft.sop.actors.last() {
            ui.memory_mut(|memory| memory.request_focus(name_id(&actor.key)));
        }
    }
}

/// The width left beside the short form and the buttons.
fn name_width(ui: &Ui) -> f32 {
    ui.available_width() - SHORT_WIDTH - BUTTONS_WIDTH - 2.0 * space::S
}

fn name_id(key: &str) -> Id {
    Id::unique(("name of actor", key))
}

fn actor(ui: &mut Ui, draft: &mut Draft, index: usize, change: &mut Option<Change>) {
    let steps = draft.steps_of(index);
    let count = draft.sop.actors.len();
    let no = index + 1;
    ui.spacing_mut().item_spacing.y = space::XS;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let (Actor { key, name }, short) = (&mut draft.sop.actors[index], &mut draft.short[index]);
        let edit = TextEdit::singleline(name).id(name_id(key)).desired_width(name_width(ui));
        let field = ui.add(edit.margin(PADDING)).accessible_name(t!("sop.edit.actor_name_of", no = no));
        if field.gained_focus() {
            field.scroll_to_me(None);
        }
        let edit = TextEdit::singleline(short).desired_width(SHORT_WIDTH);
        ui.add(edit.margin(PADDING)).accessible_name(t!("sop.edit.actor_short_of", no = no));
        ui.spacing_mut().item_spacing.x = space::XS;
        let up = IconButton::new(icons::ARROW_UP, t!("sop.edit.actor_left", no = no));
        if ui.add_enabled(index > 0, up).clicked() {
            *change = Some(Change::SwapWithNext(index - 1));
        }
        let down = IconButton::new(icons::ARROW_DOWN, t!("sop.edit.actor_right", no = no));
        if ui.add_enabled(index + 1 < count, down).clicked() {
            *change = Some(Change::SwapWithNext(index));
        }
        let remove = IconButton::new(icons::TRASH, t!("sop.edit.actor_remove", no = no));
        let remove = ui.add_enabled(steps.is_empty() && count > MIN_ACTORS, remove);
        if remove.clicked() {
            *change = Some(Change::Remove(index));
        }
    });
    let words = if steps.is_empty() {
        t!("sop.edit.actor_unused")
    } else {
        let steps: Vec<String> = steps.iter().map(ToString::to_string).collect();
        t!("sop.edit.actor_used", steps = steps.join(", "))
    };
    ui.add(Label::new(text::small(words)).wrap());
}

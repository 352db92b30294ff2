//! The head of the page: which cycle, how far it is, whose turn it is, and what can be done with the whole
//! cycle.

use eframe::egui::{
    CornerRadius, Label, Popup, PopupCloseBehavior, Rect, RectAlign, Role, Sense, Ui, WidgetInfo, vec2,
};
use rust_i18n::t;

use crate::cycle::{Cycle, CycleId};
use crate::store::Present;
use crate::ui::commands::UiCommand;
use crate::ui::components::{Banner, Button, IconButton, Level, icon, sides};
use crate::ui::contract::{Action, Ask, Dialog, Page, View};
use crate::ui::parts::sheet::content;
use crate::ui::theme::{TokensExt as _, icons, space, text};
use crate::words;

/// Width of the progress bar.
const BAR_WIDTH: f32 = 132.0;

/// Room for saying whose turn it is at which step, and until when.
const TURN_WIDTH: f32 = 620.0;

/// With less room than this, the buttons beside the title show only their icons.
const ROOM_FOR_WORDS: f32 = 620.0;

/// Draws the head.
pub fn show(ui: &mut Ui, view: &mut View<'_>, cycle: &Cycle) {
    let narrow = ui.available_width() < ROOM_FOR_WORDS;
    sides(
        ui,
        space::CONTROL_HEIGHT,
        view,
        |ui, view| {
            ui.spacing_mut().item_spacing.x = space::XS;
            title_ui(ui, view, cycle.id);
        },
        |ui, view| {
            ui.spacing_mut().item_spacing.x = space::S;
            actions_ui(ui, view, cycle, narrow);
        },
    );
    ui.add_space(-space::XS);
    ui.horizontal(|ui| progress_ui(ui, view, cycle));
    if cycle.state().is_sealed() {
        ui.add_space(space::XS);
        sealed_ui(ui, view, cycle);
    }
}

fn title_ui(ui: &mut Ui, view: &mut View<'_>, id: CycleId) {
    let title = title(id);
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width() - space::CONTROL_HEIGHT_S - space::S);
        let heading = ui.add(Label::new(text::title(title.as_str())));
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
    });
    let Some(snapshot) = view.model.snapshot() else { return };
    let others: Vec<CycleId> = snapshot.cycles.keys().rev().copied().collect();
    if others.len() < 2 {
        return;
    }
    let button = ui.add(IconButton::new(icons::CARET_DOWN, t!("sheet.cycle.choose")).small());
    Popup::menu(&button)
        .align(RectAlign::BOTTOM_END)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .accessible_name(t!("sheet.cycle.choose"))
        .show(|ui| {
            for other in others {
                if ui.selectable_label(other == id, self::title(other)).clicked() {
                    view.act(Action::OpenCycle(other, None));
                }
            }
        });
}

/// The layout is right to left: the first button stands at the edge.
fn actions_ui(ui: &mut Ui, view: &mut View<'_>, cycle: &Cycle, narrow: bool) {
    if cycle.state().is_sealed() || view.model.is_read_only(cycle.id) {
        return;
    }
    if cycle.state().current().is_none() {
        let seal = Button::primary(t!("sheet.cycle.seal")).icon(icons::SEAL_CHECK);
        if ui.add(seal).clicked() {
            view.act(Action::show(Dialog::Seal(cycle.id)));
        }
    }
    let button = |ui: &mut Ui, words: &str, icon: &str| {
        if narrow {
            ui.add(IconButton::new(icon, words))
        } else {
            ui.add(Button::secondary(words).icon(icon))
        }
    };
    let n = cycle.state().removed_documents().count();
    if n > 0 && button(ui, &t!("sheet.cycle.removed", n = n), icons::TRASH).clicked() {
        view.act(Action::show(Dialog::Removed(cycle.id)));
    }
    if button(ui, &t!("sheet.cycle.note"), icons::NOTE_PENCIL).clicked() {
        view.act(Action::show(Dialog::note(cycle.id, None, String::new())));
    }
    if cycle.last_undoable().is_some() {
        let response = button(ui, &t!("sheet.cycle.undo"), icons::ARROW_COUNTER_CLOCKWISE);
        let hint = UiCommand::Undo.shortcut_text(ui.ctx()).unwrap_or_default();
        if response.on_hover_text(hint).clicked() {
            view.act(Action::UndoLast);
        }
    }
}

/// The button that leads to *Dihapus*; none while no document is removed.
fn removed_button(cycle: &Cycle) -> Option<Button<'static>> {
    let n = cycle.state().removed_documents().count();
    (n > 0).then(|| Button::quiet(t!("sheet.cycle.removed", n = n)).icon(icons::TRASH))
}

fn progress_ui(ui: &mut Ui, view: &View<'_>, cycle: &Cycle) {
    let t = ui.tokens();
    ui.spacing_mut().item_spacing.x = space::S;
    let (done, all) = (cycle.state().done(), cycle.sop.steps.len());
    let words = t!("sheet.cycle.progress", done = done, all = all);
    let (bar, response) = ui.allocate_exact_size(vec2(BAR_WIDTH, 6.0), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, &words);
        info.value = Some(100.0 * done as f64 / all.max(1) as f64);
        info
    });
    let radius = CornerRadius::same(3);
    ui.painter().rect_filled(bar, radius, t.surface_sunken.lerp_to_gamma(t.line, 0.6));
    let part = bar.width() * done as f32 / all.max(1) as f32;
    if done > 0 {
        let filled = Rect::from_min_size(bar.min, vec2(part, bar.height()));
        ui.painter().rect_filled(filled, radius, t.done.solid);
    }
    ui.add(Label::new(text::strong(words.as_ref())));

    let state = cycle.state();
    if state.is_sealed() {
        return;
    }
    if state.revision.is_some() {
        icon(ui, icons::LOCK_OPEN, space::ICON, t.needs_review.ink);
        ui.add(Label::new(text::body(t!("sheet.cycle.revision")).color(t.needs_review.ink)));
    }
    let Some(step) = state.current().and_then(|no| cycle.sop.step(no)) else {
        icon(ui, icons::CHECK_CIRCLE, space::ICON, t.done.ink);
        ui.add(Label::new(text::body(t!("sheet.cycle.all_done")).color(t.done.ink)).truncate());
        return;
    };
    ui.add_space(space::S);
    icon(ui, icons::USER, space::ICON, t.text_muted);
    let actor = content::actor_name(cycle, &step.main);
    // Beside the open panel, which names the step, there is room for the actor only.
    let turn = if ui.available_width() > TURN_WIDTH {
        t!("sheet.cycle.turn", actor = actor, title = step.title)
    } else {
        t!("sheet.cycle.turn_of", actor = actor)
    };
    ui.add(Label::new(text::body(turn)).truncate());
    let Some(timing) = view.model.timing(cycle.id, step.no) else { return };
    let Some(snapshot) = view.model.snapshot() else { return };
    let language = view.language();
    let date = content::short_day(language, timing.due.date);
    let words = language.due(timing.due.date, view.model.today(), &snapshot.calendar);
    let words = t!("sheet.cycle.due", date = date, words = words);
    let late = timing.late_days > 0;
    let (ink, glyph) = if late { (t.late.ink, icons::CLOCK_COUNTDOWN) } else { (t.text_muted, icons::CLOCK) };
    ui.add_space(space::S);
    icon(ui, glyph, space::ICON, ink);
    ui.add(Label::new(text::body(words).color(ink)).truncate());
    present_ui(ui, &snapshot.present);
}

/// Who has which step open on another PC, as many people as there is room for.
fn present_ui(ui: &mut Ui, present: &[Present]) {
    let words: Vec<_> = present
        .iter()
        .filter_map(|other| {
            Some(t!("sheet.cycle.present", by = words::person(&other.by), no = other.step?).into_owned())
        })
        .collect();
    if !words.is_empty() {
        ui.add_space(space::S);
        icon(ui, icons::USERS, space::ICON, ui.tokens().text_muted);
        ui.add(Label::new(text::muted(words.join(", "))).truncate());
    }
}

fn sealed_ui(ui: &mut Ui, view: &mut View<'_>, cycle: &Cycle) {
    let Some(seal) = cycle.state().seals.last() else { return };
    let title = t!("sheet.cycle.sealed", date = view.language().date(seal.stamp.at.date_naive()));
    let by = t!("sheet.cycle.sealed_by", by = words::person(&seal.stamp.by));
    Banner::new(Level::Success, &title).text(&by).show_with(ui, |ui| {
        if ui.add(Button::secondary(t!("sheet.cycle.open_in_archive")).icon(icons::ARCHIVE).small()).clicked()
        {
            view.act(Action::OpenDossier(Some(seal.bag.clone())));
            view.act(Action::Go(Page::Archive));
        }
        if let Some(removed) = removed_button(cycle)
            && ui.add(removed.small()).clicked()
        {
            view.act(Action::show(Dialog::Removed(cycle.id)));
        }
        if ui.add(Button::quiet(t!("sheet.cycle.revise")).icon(icons::LOCK_OPEN).small()).clicked() {
            let ask = Ask::Revision { cycle: cycle.id, text: String::new() };
            view.act(Action::show(Dialog::Ask(ask)));
        }
    });
}

/// Name of a cycle on the page.
fn title(id: CycleId) -> String {
    t!("sheet.cycle.title", year = id.year, kind = words::kind(id.kind)).into_owned()
}

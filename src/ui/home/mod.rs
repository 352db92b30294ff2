//! Beranda: a card for each open cycle, the years of the archive, and the state of backups and checks.

use std::sync::Arc;

use eframe::egui::{Label, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};
use rust_i18n::t;

use super::commands::UiCommand;
use super::components::{
    Banner, Button, Level, Status, badge, card, empty_state, icon_text, page, page_title, section_heading,
    sides,
};
use super::contract::{Action, Page, View};
use super::deeds::{BackUp, Examine};
use super::parts::{backup_advice, last_backup};
use super::theme::{TokensExt as _, icons, space, text};
use crate::cycle::{Cycle, StepStatus};
use crate::words;

/// State of the page.
#[derive(Default)]
pub struct HomePage {}

/// Minimum width of a card, in points, for two cards to stand side by side.
const CARD_WIDTH: f32 = 400.0;

/// Draws the page.
pub fn show(ui: &mut Ui, _state: &mut HomePage, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    let language = view.language();
    let cycles: Vec<Arc<Cycle>> = snapshot.cycles.values().rev().cloned().collect();
    page(ui, |ui| {
        let subtitle = language.long_date(view.model.today());
        page_title(ui, &t!("home.title"), &subtitle, |ui| {
            let button = Button::primary(t!("home.new_cycle")).icon(icons::PLUS);
            if ui.add_enabled(!snapshot.read_only, button).clicked() {
                view.command(ui, UiCommand::NewCycle);
            }
        });
        holidays_ui(ui, view);
        backup_warning_ui(ui, view);
        ui.add_space(space::M);
        let working: Vec<_> = cycles.iter().filter(|cycle| !cycle.state().is_sealed()).collect();
        if working.is_empty() {
            card(ui, |ui| {
                let button = Button::primary(t!("home.new_cycle")).icon(icons::PLUS);
                if empty_state(ui, icons::FLOW_ARROW, &t!("home.no_cycle"), Some(button)) {
                    view.command(ui, UiCommand::NewCycle);
                }
            });
        }
        let columns = ((ui.available_width() / CARD_WIDTH) as usize).clamp(1, 2);
        for row in working.chunks(columns) {
            ui.columns(columns, |columns| {
                for (ui, cycle) in columns.iter_mut().zip(row) {
                    cycle_card(ui, view, cycle);
                }
            });
            ui.add_space(space::M);
        }
        ui.add_space(space::M);
        archive_ui(ui, view);
        ui.add_space(space::L);
        backup_ui(ui, view);
        safety_ui(ui, view);
        ui.add_space(space::XL);
    });
}

/// Warns of a year without entered holidays, whose due dates would be wrong.
fn holidays_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    let due = view.model.timings.values().flatten().map(|timing| timing.due.date).max();
    let today = view.model.today();
    let missing = snapshot.calendar.missing_years(today, due.unwrap_or(today).max(today));
    if let Some(year) = missing.first() {
        let title = t!("calendar.year_missing", year = year);
        let clicked = Banner::new(Level::Warning, &title)
            .text(&t!("home.holidays_why"))
            .show_with(ui, |ui| ui.add(Button::secondary(t!("home.holidays_fill")).small()).clicked());
        if clicked {
            view.act(Action::Go(Page::Settings));
        }
        ui.add_space(space::S);
    }
}

/// The whole card is one button; its accessible name contains what is on the card.
fn cycle_card(ui: &mut Ui, view: &mut View<'_>, cycle: &Cycle) {
    let t = ui.tokens();
    let state = cycle.state();
    let language = view.language();
    let current = state.current();
    let step = current.and_then(|no| cycle.sop.step(no));
    let inner = ui.scope_builder(UiBuilder::new().sense(Sense::click()), |ui| {
        let response = ui.response();
        card(ui, |ui| {
            ui.set_min_height(168.0);
            let title = words::cycle_title(cycle.id);
            sides(
                ui,
                space::CONTROL_HEIGHT,
                view,
                |ui, _| ui.label(text::title(title)),
                |ui, view| status_badge(ui, view, cycle),
            );
            progress_ui(ui, state.done(), cycle.sop.steps.len());
            ui.add_space(space::S);
            match step {
                Some(step) => {
                    let actor =
                        cycle.sop.actor(&step.main).map_or(step.main.as_str(), |actor| actor.name.as_str());
                    ui.label(text::strong(t!("step.named", no = step.no, title = step.title)));
                    icon_text(ui, icons::USER, text::body(t!("home.turn", actor = actor)), t.text_muted);
                    if let Some(timing) = view.model.timing(cycle.id, step.no) {
                        let due = match timing.late_days {
                            0 => language.due(timing.due.date, view.model.today(), calendar(view)),
                            days => t!("home.late", n = days).into_owned(),
                        };
                        let date = language.date(timing.due.date);
                        let ink = if timing.late_days > 0 { t.late.ink } else { t.text_muted };
                        let words = t!("home.due", date = date, when = due);
                        icon_text(ui, icons::CLOCK, text::body(words).color(ink), ink);
                    }
                    let holes = cycle.holes(step.no);
                    if !holes.is_empty() {
                        let names: Vec<_> = holes.iter().map(|slot| slot.label.as_str()).collect();
                        let words = t!("home.missing", names = names.join(", "));
                        icon_text(ui, icons::PAPERCLIP, text::body(words), t.text_muted);
                    }
                }
                None => {
                    ui.label(text::body(t!("home.all_done")));
                }
            }
        });
        response
    });
    let response = inner.response;
    let name = match step {
        Some(step) => format!(
            "{}, {}",
            words::cycle_title(cycle.id),
            t!("step.named", no = step.no, title = step.title)
        ),
        None => words::cycle_title(cycle.id),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let stroke = eframe::egui::Stroke::new(space::STROKE, t.accent);
    if response.hovered() {
        let radius = eframe::egui::CornerRadius::same(space::RADIUS_L);
        ui.painter().rect_stroke(response.rect, radius, stroke, eframe::egui::StrokeKind::Inside);
        ui.ctx().set_cursor_icon(eframe::egui::CursorIcon::PointingHand);
    }
    super::theme::focus_ring(ui, &response, response.rect, space::RADIUS_L);
    if response.clicked() {
        view.act(Action::OpenCycle(cycle.id, current));
    }
}

fn calendar<'a>(view: &'a View<'_>) -> &'a crate::calendar::Calendar {
    static NONE: std::sync::OnceLock<crate::calendar::Calendar> = std::sync::OnceLock::new();
    view.model.snapshot().map_or_else(|| NONE.get_or_init(Default::default), |snapshot| &snapshot.calendar)
}

fn status_badge(ui: &mut Ui, view: &View<'_>, cycle: &Cycle) {
    let current = cycle.state().current();
    let late =
        current.and_then(|no| view.model.timing(cycle.id, no)).is_some_and(|timing| timing.late_days > 0);
    let status = match current.map(|no| cycle.state().status(no)) {
        _ if late => Status::Late,
        None => Status::Done,
        Some(StepStatus::Waiting) => Status::WaitingOutside,
        Some(StepStatus::Returned) => Status::Returned,
        Some(StepStatus::NotStarted) if cycle.state().done() == 0 => Status::NotStarted,
        Some(_) => Status::Running,
    };
    badge(ui, status);
}

/// "6 dari 17 langkah" over a bar with a part for each step.
fn progress_ui(ui: &mut Ui, done: usize, all: usize) {
    let t = ui.tokens();
    let words = t!("home.progress", done = done, all = all);
    ui.label(text::muted(words.as_ref()));
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, words.as_ref()));
    let width = rect.width() / all.max(1) as f32;
    for index in 0..all {
        let left = rect.left() + width * index as f32;
        let part =
            Rect::from_min_size(eframe::egui::pos2(left, rect.top()), vec2(width - 2.0, rect.height()));
        let color = if index < done { t.done.solid } else { t.surface_sunken };
        ui.painter().rect_filled(part, 2.0, color);
    }
}

/// The archive, a line for each year; two clicks lead to any dossier.
fn archive_ui(ui: &mut Ui, view: &mut View<'_>) {
    const SHOWN: usize = 6;
    let Some(snapshot) = view.model.snapshot() else { return };
    let dossiers = &snapshot.archive.dossiers;
    section_heading(ui, &t!("home.archive"));
    ui.add_space(space::S);
    if dossiers.is_empty() {
        ui.add(Label::new(text::muted(t!("home.archive_empty"))).wrap());
        return;
    }
    let mut open = None;
    ui.horizontal_wrapped(|ui| {
        for dossier in dossiers.iter().take(SHOWN) {
            let button = Button::secondary(dossier.folder.clone()).icon(icons::ARCHIVE_BOX);
            if ui.add(button).clicked() {
                open = Some(dossier.folder.clone());
            }
        }
        if dossiers.len() > SHOWN {
            let words = t!("home.archive_all", n = dossiers.len());
            if ui.add(Button::quiet(words)).clicked() {
                view.act(Action::Go(Page::Archive));
            }
        }
    });
    if let Some(folder) = open {
        view.act(Action::OpenDossier(Some(folder)));
    }
}

/// A warning at the top when the last backup is old, damaged or missing, with a button for what to do.
fn backup_warning_ui(ui: &mut Ui, view: &mut View<'_>) {
    let (words, severity) = last_backup(view.model);
    if severity == Level::Success {
        return;
    }
    let (button, action) = match (view.model.backup(), severity) {
        (None, _) => (t!("backup.set_up"), Action::Go(Page::Settings)),
        (Some(_), Level::Error) => (t!("check.begin"), Examine.into()),
        (Some(_), _) => (t!("backup.now"), BackUp { asked: true }.into()),
    };
    let clicked = Banner::new(severity, &words)
        .text(&backup_advice(view.model))
        .show_with(ui, |ui| ui.add(Button::secondary(button).small()).clicked());
    if clicked {
        view.act(action);
    }
    ui.add_space(space::S);
}

/// A line about the last backup while all is well.
fn backup_ui(ui: &mut Ui, view: &View<'_>) {
    let (words, severity) = last_backup(view.model);
    if severity != Level::Success {
        return;
    }
    let ink = ui.tokens().done.ink;
    icon_text(ui, icons::HARD_DRIVE, text::body(words).color(ink), ink);
}

/// How the last checks of the archive went, according to the office's journal.
fn safety_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    let dossiers = &snapshot.archive.dossiers;
    if dossiers.is_empty() {
        return;
    }
    let t = ui.tokens();
    let checks: Vec<_> =
        dossiers.iter().filter_map(|dossier| snapshot.office.last_check(&dossier.folder)).collect();
    let damaged = checks.iter().filter(|(faults, _)| *faults > 0).count();
    let last = checks.iter().map(|(_, stamp)| stamp.at).max();
    let (icon, ink, words) = match last {
        _ if damaged > 0 => (icons::WARNING, t.late.ink, t!("home.damaged", n = damaged)),
        Some(last) => {
            let day = view.language().day(last.date_naive(), view.model.today());
            let words = t!("home.checked", when = day, n = checks.len(), all = dossiers.len());
            (icons::SHIELD_CHECK, t.done.ink, words)
        }
        None => (icons::SHIELD_CHECK, t.text_muted, t!("home.not_checked")),
    };
    icon_text(ui, icon, text::body(words).color(ink), ink);
}

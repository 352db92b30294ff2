//! The frame around the pages: rail, top bar, banners, and what covers the window while a file dialog is
//! open.

use eframe::egui::{
    Align, Align2, Area, Color32, Context, Frame, Id, Layout, Margin, Order, Panel, Sense, Ui, vec2,
};
use rust_i18n::t;

use super::banners;
use crate::explain;
use crate::jobs::Trouble;
use crate::ui::commands::UiCommand;
use crate::ui::components::{Button, RAIL_WIDTH, icon_text, rail_item, sides, truncated};
use crate::ui::contract::{Action, Page, View};
use crate::ui::parts::jobs_ui;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// With less room than this, in points, the saving state is a single word.
const ROOM_FOR_SAVING: f32 = 520.0;
/// Maximum width of the person's name, which may have long titles: in points, and as a share of the bar.
const PERSON_WIDTH: f32 = 260.0;
const PERSON_SHARE: f32 = 0.3;
/// Maximum width of a tooltip, since long lines are hard to read.
const TIP_WIDTH: f32 = 340.0;

/// The rail at the left: five pages, icon and word.
pub(super) fn rail_ui(ui: &mut Ui, view: &mut View<'_>) {
    let t = ui.tokens();
    let frame = Frame::new().fill(t.rail).inner_margin(Margin::symmetric(6, 10));
    Panel::left("rail").exact_size(RAIL_WIDTH).resizable(false).frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let waiting = view.model.snapshot().map_or(0, |snapshot| {
            snapshot.cycles.values().filter(|cycle| !cycle.state().is_sealed()).count()
        });
        let pages = [
            (Page::Home, icons::HOUSE, "home", UiCommand::Home, 0),
            (Page::Cycle, icons::FLOW_ARROW, "cycle", UiCommand::Cycle, waiting.saturating_sub(1)),
            (Page::Archive, icons::ARCHIVE, "archive", UiCommand::Archive, 0),
            (Page::Sop, icons::SCROLL, "sop", UiCommand::Sop, 0),
            (Page::Settings, icons::GEAR, "settings", UiCommand::Settings, 0),
        ];
        for (page, icon, key, command, count) in pages {
            let word = t!(format!("shell.rail.{key}"));
            let selected = view.model.nav.page == page;
            let count = (count > 0).then_some(count + 1);
            let item = rail_item(ui, icon, &word, selected, count);
            let tip = format!("{} ({})", word, command.shortcut_text(ui.ctx()).unwrap_or_default());
            if item.on_hover_text(tip).clicked() {
                view.act(Action::Go(page));
            }
        }
        ui.with_layout(Layout::bottom_up(Align::Center), |ui| {
            let help = rail_item(ui, icons::QUESTION, &t!("shell.rail.help"), false, None);
            if help.clicked() {
                view.command(ui, UiCommand::Help);
            }
        });
    });
}

/// The bar at the top: search, jobs, saving state, name of the person; below it the banners of problems.
pub(super) fn top_ui(ui: &mut Ui, view: &mut View<'_>) {
    let t = ui.tokens();
    let frame = Frame::new().fill(t.surface).inner_margin(Margin::symmetric(16, 8));
    Panel::top("top").resizable(false).frame(frame).show(ui, |ui| {
        let office = view.model.snapshot().map(|snapshot| snapshot.office.name().to_owned());
        sides(
            ui,
            space::CONTROL_HEIGHT,
            view,
            |ui, view| {
                let share = if view.model.running.is_empty() { 1.0 } else { 0.5 };
                let room = ui.available_width() * share;
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    truncated(ui, text::strong(office.unwrap_or_default()));
                });
                ui.add_space(space::M);
                jobs_ui(ui, view);
            },
            |ui, view| {
                person_ui(ui, view);
                ui.add_space(space::S);
                saving_ui(ui, view);
                ui.add_space(space::S);
                let shortcut = UiCommand::Search.shortcut_text(ui.ctx()).unwrap_or_default();
                let words = format!("{}   {shortcut}", t!("shell.search"));
                if ui.add(Button::secondary(words).icon(icons::MAGNIFYING_GLASS)).clicked() {
                    view.command(ui, UiCommand::Search);
                }
            },
        );
        banners::show(ui, view);
    });
}

fn saving_ui(ui: &mut Ui, view: &mut View<'_>) {
    let t = ui.tokens();
    let Some(snapshot) = view.model.snapshot() else { return };
    let (icon, key, color) = if snapshot.read_only {
        (icons::LOCK, "read_only", t.late.ink)
    } else if view.model.saving > 0 {
        (icons::CLOCK, "saving", t.text_muted)
    } else if snapshot.undelivered > 0 {
        (icons::DESKTOP_TOWER, "here", t.needs_review.ink)
    } else if snapshot.away {
        (icons::WARNING_CIRCLE, "away", t.late.ink)
    } else {
        (icons::CHECK_CIRCLE, "there", t.text_muted)
    };
    let n = snapshot.undelivered;
    // On a small screen the search and the jobs need the room.
    let length = if ui.available_width() < ROOM_FOR_SAVING { "short" } else { "long" };
    let shown = icon_text(ui, icon, text::small(t!(format!("shell.saved.{key}.{length}"), n = n)), color);
    shown.on_hover_ui(|ui| {
        ui.set_max_width(TIP_WIDTH);
        ui.label(t!(format!("shell.saved.{key}.tip"), n = n));
        let documents = snapshot.parcels.len();
        if documents > 0 {
            ui.label(t!("shell.saved.documents", n = documents));
        }
        if let Some(error) = snapshot.held_up.as_ref().filter(|_| n > 0) {
            ui.label(text::small(explain::trouble(&Trouble::Store(error.clone())).title));
        }
    });
}

fn person_ui(ui: &mut Ui, view: &mut View<'_>) {
    let person = view.model.settings.name.trim();
    let words = if person.is_empty() { t!("shell.nobody").into_owned() } else { person.to_owned() };
    let widest = (ui.available_width() * PERSON_SHARE).min(PERSON_WIDTH);
    if ui
        .add(Button::quiet(words).icon(icons::USER).at_most(widest))
        .on_hover_text(t!("shell.person_tip"))
        .clicked()
    {
        view.act(Action::Go(Page::Settings));
    }
}

/// Covers the window while the system's file dialog is open, so that the person can't ask for a second one.
pub(super) fn picker_veil(ctx: &Context) {
    Area::new(Id::unique("picker-veil"))
        .order(Order::Foreground)
        .anchor(Align2::LEFT_TOP, vec2(0.0, 0.0))
        .show(ctx, |ui| {
            let screen = ctx.content_rect();
            ui.allocate_rect(screen, Sense::click_and_drag());
            ui.painter().rect_filled(screen, 0.0, ui.tokens().scrim);
            let words = t!("picker.waiting");
            let font = eframe::egui::TextStyle::Heading.resolve(ui.style());
            ui.painter().text(screen.center(), Align2::CENTER_CENTER, words, font, Color32::WHITE);
        });
}

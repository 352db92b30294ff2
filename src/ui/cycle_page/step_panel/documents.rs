//! Documents of the step: those in its slots, its other documents, and removed ones.

use eframe::egui::{Label, Role, Sense, Ui, WidgetInfo};
use rust_i18n::t;

use super::frame::{frame, landing, link};
use super::menu::{heading, item, more};
use super::{Scene, StepPanel, conflicts};
use crate::cycle::{Command, Document, Version};
use crate::jobs::OutsideKind;
use crate::store::names::visible;
use crate::ui::components::{Button, DropState, badge_text, fold, icon, icon_text, truncated};
use crate::ui::contract::{Action, Ask, Dialog, Pick, Target, View};
use crate::ui::deeds::{Run, TakeChanged};
use crate::ui::parts::file_icon;
use crate::ui::theme::{TokensExt as _, focus_ring, icons, space, text};
use crate::words;

/// A document of this step, with its menu.
pub(super) fn show(
    ui: &mut Ui,
    state: &mut StepPanel,
    view: &mut View<'_>,
    scene: &Scene<'_>,
    document: &Document,
) {
    let target = Target::Document(scene.step.no, document.id.clone());
    let over = state.drop_state(scene, &target) == DropState::Over;
    let row = ui.horizontal_top(|ui| {
        let current = document.current();
        let color = ui.tokens().text_muted;
        icon(ui, file_icon(&current.file.original), 20.0, color);
        let width = ui.available_width() - space::CONTROL_HEIGHT_S - space::S;
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = space::XXS;
            title(ui, view, scene, document);
            if over {
                landing(ui, &t!("step.drop.document", title = document.title));
            } else {
                let standing = document.versions.iter().filter(|version| !version.withdrawn).count();
                version_line(ui, scene, current, standing);
            }
            waiting_line(ui, view, scene, current);
            number_line(ui, scene, document);
            truncated(ui, text::small(words::by_and_when(&current.stamp, scene.language)));
            conflicts::show(ui, view, scene, scene.cycle.conflicts_of(&document.id));
            outside_ui(ui, view, scene, document);
            old_versions(ui, state, view, scene, document);
        });
        more(ui, &t!("documents.menu_name", title = document.title), |ui| menu(ui, view, scene, document));
    });
    let rect = row.response.rect.expand(space::XXS);
    if over {
        let t = ui.tokens();
        let stroke = eframe::egui::Stroke::new(space::FOCUS_STROKE, t.drop.line);
        ui.painter().rect_stroke(rect, f32::from(space::RADIUS_M), stroke, eframe::egui::StrokeKind::Outside);
    }
    state.place(rect, target);
}

/// A document of an earlier step that this step refers to: it can be opened here, not changed.
pub(super) fn referred(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, document: &Document) {
    ui.horizontal_top(|ui| {
        let color = ui.tokens().text_muted;
        icon(ui, file_icon(&document.current().file.original), 20.0, color);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XXS;
            title(ui, view, scene, document);
            let standing = document.versions.iter().filter(|version| !version.withdrawn).count();
            version_line(ui, scene, document.current(), standing);
            waiting_line(ui, view, scene, document.current());
        });
    });
}

/// The title; a click opens the document. The tooltip shows the whole title and the name of the original
/// file.
fn title(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, document: &Document) {
    let t = ui.tokens();
    let label = Label::new(text::body(&document.title).color(t.text)).truncate().sense(Sense::click());
    let response = ui.add(label.show_tooltip_when_elided(false));
    let name = t!("documents.open_this", title = document.title);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, visible(&name)));
    focus_ring(ui, &response, response.rect, space::RADIUS_S);
    if response.hovered() {
        let y = response.rect.bottom() - 1.0;
        ui.painter().hline(response.rect.x_range(), y, (space::STROKE, t.text));
    }
    let original = &document.current().file.original;
    let tip = format!("{}\n{original}", document.title);
    if response
        .on_hover_text(&*visible(&tip))
        .on_hover_cursor(eframe::egui::CursorIcon::PointingHand)
        .clicked()
    {
        view.act(Action::OpenDocument(scene.cycle.id, document.current().file.clone()));
    }
}

/// `versi 3 · 1,2 MB` and the stage. The number of a first version is not shown.
fn version_line(ui: &mut Ui, scene: &Scene<'_>, version: &Version, number: usize) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let size = scene.language.size(version.file.size);
        let words = match number {
            0 | 1 => size,
            number => format!("{} · {size}", t!("documents.version", n = number)),
        };
        ui.add(Label::new(text::small(words)));
        if let Some(stage) = &version.stage {
            let tone = ui.tokens().running;
            badge_text(ui, icons::FLAG, stage, tone);
        }
    });
}

/// Says that the file has not reached the data folder yet.
fn waiting_line(ui: &mut Ui, view: &View<'_>, scene: &Scene<'_>, version: &Version) {
    if view.model.parcel(scene.cycle.id, &version.file).is_some() {
        let ink = ui.tokens().text_muted;
        icon_text(ui, icons::DESKTOP_TOWER, text::small(t!("documents.waits")), ink)
            .on_hover_text(t!("documents.waits_tip"));
    }
}

/// What happened to the file outside the program, with a button to make the changed file a new version.
fn outside_ui(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, document: &Document) {
    let t = ui.tokens();
    let what = view.model.outside(scene.cycle.id, &document.current().stamp.id).map(|outside| &outside.what);
    let said = match what {
        Some(OutsideKind::Changed) => (t!("documents.outside.changed"), t.needs_review.ink),
        Some(OutsideKind::Missing) => (t!("documents.outside.missing"), t.late.ink),
        // The moved file was found and is used where it is.
        Some(OutsideKind::Moved) | None => return,
    };
    let (words, ink) = said;
    icon_text(ui, icons::WARNING, text::small_strong(words).color(ink), ink);
    if what == Some(&OutsideKind::Changed) && !scene.read_only {
        let button = Button::secondary(t!("documents.outside.take")).icon(icons::FILE_PLUS).small();
        let name = t!("documents.outside.take_this", title = document.title);
        let response = ui.add(button).on_hover_text(t!("documents.outside.take_tip"));
        if response.accessible_name(name).clicked() {
            view.act(TakeChanged { cycle: scene.cycle.id, document: document.id.clone() });
        }
    }
}

fn number_line(ui: &mut Ui, scene: &Scene<'_>, document: &Document) {
    let date = document.date.map(|date| scene.language.date(date));
    let words = match (document.number.as_str(), date) {
        ("", None) => return,
        ("", Some(date)) => t!("documents.dated", date = date),
        (number, None) => t!("documents.number", number = number),
        (number, Some(date)) => t!("documents.number_dated", number = number, date = date),
    };
    truncated(ui, text::small(words));
}

/// Versions before the current one, and undone versions.
fn old_versions(
    ui: &mut Ui,
    state: &mut StepPanel,
    view: &mut View<'_>,
    scene: &Scene<'_>,
    document: &Document,
) {
    let current = &document.current().stamp.id;
    let mut number = 0;
    let mut old = Vec::new();
    for version in &document.versions {
        number += usize::from(!version.withdrawn);
        if version.stamp.id != *current {
            old.push((number, version));
        }
    }
    if old.is_empty() {
        return;
    }
    let mut open = state.versions.contains(&document.id);
    fold(ui, &mut open, &t!("documents.old_versions", n = old.len()));
    if !open {
        state.versions.remove(&document.id);
        return;
    }
    state.versions.insert(document.id.clone());
    for (number, version) in old.into_iter().rev() {
        ui.push_id(&version.stamp.id, |ui| {
            let words = if version.withdrawn {
                t!("documents.withdrawn")
            } else {
                t!("documents.version", n = number)
            };
            let size = scene.language.size(version.file.size);
            let reached = version.stage.as_ref().map_or_else(String::new, |stage| format!(" · {stage}"));
            let name = t!("documents.open_version", title = document.title, n = number);
            if version.overwritten {
                let words = format!("{words}{reached} · {}", t!("documents.overwritten"));
                ui.add(Label::new(text::small(words)).wrap());
            } else if link(ui, &format!("{words}{reached} · {size}"), &name).clicked() {
                view.act(Action::OpenDocument(scene.cycle.id, version.file.clone()));
            }
            truncated(ui, text::small(words::by_and_when(&version.stamp, scene.language)));
        });
    }
}

fn menu(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, document: &Document) {
    let cycle = scene.cycle.id;
    let id = || document.id.clone();
    let file = || document.current().file.clone();
    if item(ui, icons::EYE, &t!("documents.menu.open")) {
        view.act(Action::OpenDocument(cycle, file()));
    }
    let waits = view.model.parcel(cycle, &file()).is_some();
    if !waits && item(ui, icons::FOLDER_OPEN, &t!("documents.menu.reveal")) {
        view.act(Action::RevealDocument(cycle, file()));
    }
    if scene.read_only {
        return;
    }
    ui.separator();
    if item(ui, icons::FILE_PLUS, &t!("documents.menu.new_version")) {
        view.act(Action::Pick(Pick::Files(cycle, Target::Document(scene.step.no, id()))));
    }
    let mut chosen = None;
    if item(ui, icons::ARROWS_LEFT_RIGHT, &t!("documents.menu.move")) {
        chosen = Some(Dialog::Move(cycle, id()));
    }
    if item(ui, icons::PENCIL_SIMPLE, &t!("documents.menu.details")) {
        chosen = Some(Dialog::Details(cycle, id()));
    }
    ui.separator();
    if item(ui, icons::TRASH, &t!("documents.menu.remove")) {
        let title = document.title.clone();
        chosen = Some(Dialog::Ask(Ask::Remove { cycle, document: id(), title, text: String::new() }));
    }
    if let Some(dialog) = chosen {
        view.act(Action::show(dialog));
    }
}

/// *Dokumen lain*: documents of the step that are in none of its slots.
pub(super) fn others(ui: &mut Ui, state: &mut StepPanel, view: &mut View<'_>, scene: &Scene<'_>) {
    let no = scene.step.no;
    let is_extra = |document: &&Document| {
        let slot =
            document.slot.as_ref().and_then(|slot| scene.step.slots().find(|other| other.key == *slot));
        slot.is_none_or(|slot| slot.equipment)
    };
    let documents: Vec<_> = scene.cycle.state().documents_of(no).filter(is_extra).collect();
    if documents.is_empty() && scene.read_only {
        return;
    }
    let count = if documents.is_empty() { String::new() } else { documents.len().to_string() };
    heading(ui, &t!("step.group.others"), &count, |ui| {
        if scene.read_only {
            return;
        }
        let name = format!("{} {}", t!("step.slot.choose"), t!("step.group.others"));
        let choose = Button::quiet(t!("step.slot.choose")).icon(icons::PAPERCLIP).small();
        if ui.add(choose).accessible_name(name).clicked() {
            view.act(Action::Pick(Pick::Files(scene.cycle.id, Target::Step(no))));
        }
    });
    if documents.is_empty() {
        ui.add(Label::new(text::small(t!("step.others_hint"))).wrap());
        return;
    }
    frame(ui, DropState::Idle, false, |ui| {
        ui.spacing_mut().item_spacing.y = space::S;
        for document in documents {
            ui.push_id(&document.id, |ui| show(ui, state, view, scene, document));
        }
    });
}

/// *Dihapus*: what was removed from this step, shown until sealing, with buttons to restore it.
pub(super) fn removed(ui: &mut Ui, state: &mut StepPanel, view: &mut View<'_>, scene: &Scene<'_>) {
    let mut documents: Vec<_> = scene
        .cycle
        .state()
        .removed_documents()
        .filter(|document| document.step == scene.step.no)
        .filter_map(|document| document.removed.as_ref().map(|(reason, stamp)| (document, reason, stamp)))
        .collect();
    if documents.is_empty() {
        return;
    }
    documents.sort_by(|a, b| b.2.order().cmp(&a.2.order()));
    fold(ui, &mut state.removed, &format!("{} ({})", t!("step.removed"), documents.len()));
    if !state.removed {
        return;
    }
    let all = Button::quiet(t!("step.removed_all")).icon(icons::TRASH).small();
    if ui.add(all).clicked() {
        view.act(Action::show(Dialog::Removed(scene.cycle.id)));
    }
    for (document, reason, stamp) in documents {
        ui.push_id(&document.id, |ui| {
            ui.horizontal_top(|ui| {
                let color = ui.tokens().text_muted;
                icon(ui, icons::TRASH, 20.0, color);
                let button = if scene.read_only { 0.0 } else { 96.0 };
                let width = ui.available_width() - button;
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.spacing_mut().item_spacing.y = space::XXS;
                    truncated(ui, text::muted(&document.title));
                    truncated(ui, text::small(words::by_and_when(stamp, scene.language)));
                    if !reason.is_empty() {
                        ui.add(Label::new(text::small(reason)).wrap());
                    }
                });
                if scene.read_only {
                    return;
                }
                let restore = Button::quiet(t!("step.restore")).small();
                let name = t!("step.restore_this", title = document.title);
                if ui.add(restore).accessible_name(name).clicked() {
                    let command =
                        Command::RestoreDocument { document: document.id.clone(), paths: Vec::new() };
                    view.act(Run::one(scene.cycle.id, command));
                }
            });
        });
    }
}

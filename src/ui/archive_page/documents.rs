//! The documents of a sealed dossier, step by step, with what was on paper only, what was missing, and the
//! notes.

use eframe::egui::{Align, Label, Layout, ScrollArea, Ui, UiBuilder, vec2};
use rust_i18n::t;

use crate::archive::{
    DocumentRecord, Dossier, FileRecord, HoleState, NoteRecord, SlotRecord, StepRecord, Summary,
};
use crate::store::names::visible;
use crate::ui::components::{Button, IconButton, icon};
use crate::ui::contract::{Action, View};
use crate::ui::parts::file_icon;
use crate::ui::theme::{TokensExt as _, icons, space, text};
use crate::words;

const ROW_HEIGHT: f32 = 42.0;

/// A line of the list.
enum Line<'a> {
    Step(&'a StepRecord),
    Document(&'a DocumentRecord),
    /// An earlier version of the document above.
    Older(&'a DocumentRecord, &'a FileRecord),
    Slot(&'a SlotRecord),
    Note(&'a NoteRecord),
}

/// Draws the documents; only those in view.
pub fn show(ui: &mut Ui, view: &mut View<'_>, dossier: &Dossier) {
    let Some(summary) = &dossier.summary else { return };
    let lines = lines(summary);
    ui.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, ROW_HEIGHT, lines.len(), |ui, range| {
        for line in &lines[range] {
            let (rect, _) =
                ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), eframe::egui::Sense::hover());
            ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| line_ui(ui, view, dossier, line));
        }
    });
}

fn lines(summary: &Summary) -> Vec<Line<'_>> {
    let mut lines: Vec<Line<'_>> = summary.notes.iter().map(Line::Note).collect();
    for step in &summary.steps {
        lines.push(Line::Step(step));
        for document in &step.documents {
            lines.push(Line::Document(document));
            lines.extend(document.older.iter().rev().map(|file| Line::Older(document, file)));
        }
        lines.extend(step.slots.iter().map(Line::Slot));
        lines.extend(step.notes.iter().map(Line::Note));
    }
    lines
}

fn line_ui(ui: &mut Ui, view: &mut View<'_>, dossier: &Dossier, line: &Line<'_>) {
    let t = ui.tokens();
    match line {
        Line::Step(step) => {
            ui.with_layout(Layout::left_to_right(Align::Max), |ui| {
                let title = text::strong(t!("step.named", no = step.no, title = step.title));
                ui.add(Label::new(title).truncate());
                if let Some(done) = &step.finished {
                    let when = view.language().date(done.at.date_naive());
                    let words = text::small(t!("archive.step_done", by = done.by, when = when));
                    ui.add(Label::new(words).truncate());
                }
            });
            let line = ui.max_rect().bottom();
            ui.painter().hline(ui.max_rect().x_range(), line, (space::STROKE, t.line));
        }
        Line::Document(document) => {
            let file = &document.current;
            file_ui(ui, view, dossier, file, &document.title, &about(document, file, view), 0.0);
        }
        Line::Older(document, file) => {
            let details = t!("archive.older", about = about(document, file, view));
            file_ui(ui, view, dossier, file, &file.original, &details, space::XL);
        }
        Line::Slot(slot) => {
            let glyph = match slot.state {
                HoleState::Paper => icons::NOTE_BLANK,
                HoleState::NotApplicable => icons::PROHIBIT,
                HoleState::Missing => icons::FILE_DASHED,
            };
            let words = words::slot_state(slot.state.into(), view.language());
            let details = match slot.remark.as_str() {
                "" => words,
                remark => format!("{words} · {remark}"),
            };
            plain_ui(ui, glyph, &slot.label, &details);
        }
        Line::Note(note) => {
            let when = view.language().date(note.sign.at.date_naive());
            let details = t!("archive.note_by", by = note.sign.by, when = when);
            plain_ui(ui, icons::NOTE, note.text.lines().next().unwrap_or_default(), &details);
        }
    }
}

/// Slot, letter number and date, stage, size of a document.
fn about(document: &DocumentRecord, file: &FileRecord, view: &View<'_>) -> String {
    let language = view.language();
    let date = document.date.map(|date| language.date(date)).unwrap_or_default();
    let size = language.size(file.size);
    // A document titled like its slot does not name the slot a second time.
    let slot = if document.slot == document.title { "" } else { &document.slot };
    let parts = [document.number.as_str(), &date, &file.stage, slot, &size];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn file_ui(
    ui: &mut Ui,
    view: &mut View<'_>,
    dossier: &Dossier,
    file: &FileRecord,
    title: &str,
    details: &str,
    indent: f32,
) {
    let path = || format!("data/{}", file.path);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add_space(space::S);
        let reveal = IconButton::new(icons::FOLDER_OPEN, t!("archive.reveal_file", title = title)).small();
        if ui.add(reveal).clicked() {
            view.act(Action::RevealSealed(dossier.folder.clone(), path()));
        }
        let open = Button::secondary(t!("archive.open_file")).small();
        if ui.add(open).on_hover_text(&*visible(&file.original)).clicked() {
            view.act(Action::OpenSealed(dossier.folder.clone(), path()));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add_space(space::S + indent);
            let color = ui.tokens().text_muted;
            icon(ui, file_icon(&file.original), 20.0, color);
            two_lines(ui, title, details);
        });
    });
}

fn plain_ui(ui: &mut Ui, glyph: &str, title: &str, details: &str) {
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(space::S);
        let color = ui.tokens().text_muted;
        icon(ui, glyph, 20.0, color);
        two_lines(ui, title, details);
    });
}

fn two_lines(ui: &mut Ui, title: &str, details: &str) {
    let height = ROW_HEIGHT - 8.0;
    ui.allocate_ui_with_layout(vec2(ui.available_width(), height), Layout::top_down(Align::Min), |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(text::body(title)).truncate());
        ui.add(Label::new(text::small(details)).truncate());
    });
}

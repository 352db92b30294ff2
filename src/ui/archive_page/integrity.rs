//! *Keutuhan*: the check of a dossier, what it found, and how to check without this program.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use crate::archive::{Dossier, Report, Severity, Verdict};
use crate::ui::components::{Banner, Button, IconButton, Level, card, key_value_ui, section_heading, well};
use crate::ui::contract::{Action, View};
use crate::ui::deeds::CheckDossier;
use crate::ui::parts::findings_ui;
use crate::ui::theme::{icons, space, text};

/// Draws the tab.
pub fn show(ui: &mut Ui, view: &mut View<'_>, dossier: &Dossier) {
    card(ui, |ui| {
        section_heading(ui, &t!("archive.integrity.title"));
        ui.add(Label::new(text::muted(t!("archive.integrity.what"))).wrap());
        let report = view.model.checks.get(&dossier.folder).cloned();
        let words = if report.is_some() { "archive.integrity.again" } else { "archive.integrity.check" };
        if ui.add(Button::primary(t!(words)).icon(icons::SHIELD_CHECK)).clicked() {
            view.act(CheckDossier(dossier.folder.clone()));
        }
        if let Some(report) = report {
            ui.add_space(space::S);
            report_ui(ui, view, &report);
        }
    });
    ui.add_space(space::S);
    card(ui, |ui| seal_ui(ui, view, dossier));
}

fn report_ui(ui: &mut Ui, view: &View<'_>, report: &Report) {
    let language = view.language();
    let errors = report.of(Severity::Error).count();
    let (severity, title) = match report.verdict {
        Verdict::Intact => (Level::Success, t!("archive.verdict.intact")),
        Verdict::Damaged => (Level::Error, t!("archive.verdict.damaged_n", n = errors)),
        Verdict::Unjudged => (Level::Warning, t!("archive.verdict.unjudged")),
        Verdict::Unfinished => (Level::Error, t!("archive.verdict.unfinished")),
        Verdict::Cancelled => (Level::Info, t!("archive.verdict.cancelled")),
    };
    let text = match report.verdict {
        Verdict::Intact => {
            let (files, size) = (language.count(report.files), language.size(report.bytes));
            t!("archive.integrity.intact_text", files = files, size = size)
        }
        Verdict::Damaged => t!("archive.integrity.damaged_text"),
        Verdict::Unjudged => t!("archive.integrity.unjudged_text"),
        Verdict::Unfinished => t!("archive.integrity.unfinished_text"),
        Verdict::Cancelled => t!("archive.integrity.cancelled_text"),
    };
    Banner::new(severity, &title).text(&text).show(ui);
    ui.add_space(space::XS);
    findings_ui(ui, report);
}

/// The seal, and the two commands by which anybody can check a bag.
fn seal_ui(ui: &mut Ui, view: &mut View<'_>, dossier: &Dossier) {
    section_heading(ui, &t!("archive.integrity.without"));
    if let Some(seal) = &dossier.seal {
        key_value_ui(ui, &t!("archive.integrity.seal"), |ui| copyable(ui, view, seal));
        ui.add(Label::new(text::small(t!("archive.integrity.seal_hint"))).wrap());
    }
    ui.add_space(space::XS);
    ui.add(Label::new(text::body(t!("archive.integrity.commands"))).wrap());
    let bagit = format!("bagit.py --validate \"{}\"", dossier.folder);
    well(ui, |ui| {
        copyable(ui, view, "sha256sum -c manifest-sha256.txt");
        copyable(ui, view, &bagit);
    });
}

fn copyable(ui: &mut Ui, view: &mut View<'_>, words: &str) {
    ui.horizontal(|ui| {
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width() - space::CONTROL_HEIGHT_S - space::S);
            ui.add(Label::new(eframe::egui::RichText::new(words).monospace()).truncate());
        });
        if ui.add(IconButton::new(icons::COPY, t!("archive.copy", what = words)).small()).clicked() {
            view.act(Action::Copy(words.to_owned()));
        }
    });
}

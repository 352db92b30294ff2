//! *Keutuhan*: the check of a dossier, what it found, and how to check without this program.

use eframe::egui::{Label, Ui, vec2};
use rust_i18n::t;

use super::words;
use crate::archive::{Dossier, Finding, Report, Severity as Gravity, Verdict};
use crate::cli::words as found;
use crate::ui::components::{
    Banner, Button, IconButton, Severity, badge_text, card, key_value_ui, section_heading, truncated, well,
};
use crate::ui::contract::{Action, View};
use crate::ui::deeds::CheckDossier;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// Findings that are listed; a dossier with more is lost as a whole.
const LISTED: usize = 200;
/// Width of the word of a finding, so that the files stand in line.
const KIND_WIDTH: f32 = 108.0;

/// Draws it.
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
    let errors = report.of(Gravity::Error).count();
    let (severity, title) = match report.verdict {
        Verdict::Intact => (Severity::Success, t!("archive.verdict.intact")),
        Verdict::Damaged => (Severity::Error, t!("archive.verdict.damaged_n", n = errors)),
        Verdict::Unjudged => (Severity::Warning, t!("archive.verdict.unjudged")),
        Verdict::Unfinished => (Severity::Error, t!("archive.verdict.unfinished")),
        Verdict::Cancelled => (Severity::Info, t!("archive.verdict.cancelled")),
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

/// What a check has found, file by file.
pub fn findings_ui(ui: &mut Ui, report: &Report) {
    for finding in report.findings.iter().take(LISTED) {
        finding_ui(ui, finding);
    }
    if let Some(more) = report.findings.len().checked_sub(LISTED).filter(|more| *more > 0) {
        ui.add(Label::new(text::muted(t!("archive.integrity.more", n = more))));
    }
}

/// The right word, the file, and what is known about it.
fn finding_ui(ui: &mut Ui, finding: &Finding) {
    let t = ui.tokens();
    let tone = match finding.severity {
        Gravity::Error => t.late,
        Gravity::Warning => t.needs_review,
        Gravity::Information => t.running,
    };
    ui.horizontal(|ui| {
        ui.allocate_ui(vec2(KIND_WIDTH, 22.0), |ui| {
            ui.set_width(KIND_WIDTH);
            badge_text(ui, words::finding_icon(finding.kind), &found::word(finding), tone);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let path =
                if finding.path.is_empty() { t!("archive.integrity.whole") } else { (&*finding.path).into() };
            truncated(ui, text::body(path));
            let detail = found::detail(&finding.detail);
            if !detail.is_empty() {
                truncated(ui, text::small(detail));
            }
        });
    });
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

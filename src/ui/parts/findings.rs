//! What a check of a dossier has found.

use eframe::egui::{Label, Ui, vec2};
use rust_i18n::t;

use super::archive_words as words;
use crate::archive::{Finding, Report, Severity as Gravity};
use crate::cli::words as found;
use crate::ui::components::{badge_text, truncated};
use crate::ui::theme::{TokensExt as _, text};

/// How many findings are listed; a dossier with more is beyond repair.
const LISTED: usize = 200;
/// Width of the word for the kind of a finding, so that the paths are aligned.
const KIND_WIDTH: f32 = 108.0;

/// What a check of a dossier has found, file by file.
pub fn findings_ui(ui: &mut Ui, report: &Report) {
    for finding in report.findings.iter().take(LISTED) {
        finding_ui(ui, finding);
    }
    if let Some(more) = report.findings.len().checked_sub(LISTED).filter(|more| *more > 0) {
        ui.add(Label::new(text::muted(t!("archive.integrity.more", n = more))));
    }
}

/// The word for the kind of the finding, the file, and the details.
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

//! What a check of a dossier has found.

use eframe::egui::{Label, Ui, vec2};
use rust_i18n::t;

use crate::archive::{Finding, FindingKind, Report, Severity, Verdict, finding_detail, finding_word};
use crate::ui::components::{badge_text, truncated};
use crate::ui::theme::{Tokens, TokensExt as _, Tone, icons, text};
use crate::words::language;

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
        Severity::Error => t.late,
        Severity::Warning => t.needs_review,
        Severity::Information => t.running,
    };
    ui.horizontal(|ui| {
        ui.allocate_ui(vec2(KIND_WIDTH, 22.0), |ui| {
            ui.set_width(KIND_WIDTH);
            badge_text(ui, finding_icon(finding.kind), &finding_word(finding, language()), tone);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let path =
                if finding.path.is_empty() { t!("archive.integrity.whole") } else { (&*finding.path).into() };
            truncated(ui, text::body(path));
            let detail = finding_detail(&finding.detail, language());
            if !detail.is_empty() {
                truncated(ui, text::small(detail));
            }
        });
    });
}

/// Verdict of a check as a badge.
pub fn verdict_badge(verdict: Verdict, t: &Tokens) -> (&'static str, String, Tone) {
    let (icon, words, tone) = match verdict {
        Verdict::Intact => (icons::SEAL_CHECK, t!("archive.verdict.intact"), t.done),
        Verdict::Damaged => (icons::SHIELD_WARNING, t!("archive.verdict.damaged"), t.late),
        Verdict::Unjudged => (icons::QUESTION, t!("archive.verdict.unjudged"), t.needs_review),
        Verdict::Unfinished => (icons::WARNING, t!("archive.verdict.unfinished"), t.late),
        Verdict::Cancelled => (icons::QUESTION, t!("archive.verdict.cancelled"), t.not_started),
    };
    (icon, words.into_owned(), tone)
}

/// The icon of what was found about a file.
pub fn finding_icon(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::Incomplete => icons::HOURGLASS,
        FindingKind::Changed => icons::NOTE_PENCIL,
        FindingKind::Missing => icons::FILE_DASHED,
        FindingKind::Unknown | FindingKind::Unjudged => icons::QUESTION,
        FindingKind::Unreadable => icons::PROHIBIT,
        FindingKind::Malformed => icons::WARNING,
    }
}

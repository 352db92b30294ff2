//! What an examination of the data folder has found, and what repair would do. Nothing is repaired before the
//! person has seen the list.

use std::sync::Arc;

use eframe::egui::{Context, Label, Ui};
use rust_i18n::t;

use super::{Answer, finding_ui};
use crate::archive::Severity;
use crate::check::{Examination, Finding, Remedy};
use crate::fixity::What;
use crate::ui::components::{DialogAnswer, DialogFrame};
use crate::ui::deeds;
use crate::ui::theme::{TokensExt as _, space, text};

/// How many findings are listed; a folder with more is beyond repair.
const LISTED: usize = 300;

/// State of the dialog.
#[derive(Debug, Clone)]
pub struct Repair {
    found: Arc<Examination>,
}

impl Repair {
    /// The dialog for an examination.
    pub fn new(found: Arc<Examination>) -> Self {
        Self { found }
    }

    /// Draws the dialog.
    pub fn show(&self, ctx: &Context) -> Answer {
        let found = &self.found;
        let errors = found.count(Severity::Error);
        let remedies = found.remedies().count();
        let title = match errors {
            0 => t!("check.title_notices", n = found.findings.len()),
            errors => t!("check.title_faults", n = errors),
        };
        let confirm = if remedies == 0 { t!("check.close") } else { t!("check.repair", n = remedies) };
        let mut dialog = DialogFrame::new("repair", &title, &confirm);
        if remedies == 0 {
            dialog = dialog.without_cancel();
        }
        let ((), answer) = dialog.show(ctx, |ui, _| {
            let words = match (remedies, errors) {
                (0, 0) => t!("check.only_notices"),
                (0, _) => t!("check.no_remedy"),
                _ => t!("check.what_repair_does"),
            };
            ui.add(Label::new(text::body(words)).wrap());
            let mut scope = None;
            for finding in found.findings.iter().take(LISTED) {
                if scope != Some((finding.severity, finding.scope())) {
                    scope = Some((finding.severity, finding.scope()));
                    ui.add_space(space::S);
                    ui.add(Label::new(text::strong(finding.scope())).truncate());
                }
                show(ui, finding);
            }
            if let Some(more) = found.findings.len().checked_sub(LISTED).filter(|more| *more > 0) {
                ui.label(text::muted(t!("archive.integrity.more", n = more)));
            }
        });
        match answer {
            Some(DialogAnswer::Confirmed) if remedies > 0 => {
                Answer::confirmed(deeds::Repair(self.found.clone()))
            }
            Some(_) => Answer::dismissed(),
            None => Answer::open(),
        }
    }
}

fn show(ui: &mut Ui, finding: &Finding) {
    let tone = match finding.severity {
        Severity::Error => ui.tokens().late,
        Severity::Warning => ui.tokens().needs_review,
        Severity::Information => ui.tokens().running,
    };
    let name = finding.path.strip_prefix(finding.scope()).unwrap_or(&finding.path).trim_start_matches('/');
    let name = if name.is_empty() { finding.scope() } else { name };
    let remedy = match &finding.remedy {
        None => String::new(),
        Some(Remedy::Quarantine) => t!("check.to_quarantine").into_owned(),
        Some(Remedy::Replace { .. }) => t!("check.from_backup").into_owned(),
        Some(Remedy::PutBack(_)) => t!("check.put_back").into_owned(),
    };
    finding_ui(ui, &word(finding.what), tone, name, &remedy);
}

fn word(what: What) -> String {
    match what {
        What::Missing => t!("check.word.missing"),
        What::Changed => t!("check.word.changed"),
        What::Empty => t!("check.word.empty"),
        What::Broken => t!("check.word.broken"),
        What::TooLarge => t!("check.word.too_large"),
        What::Unreadable => t!("check.word.unreadable"),
        What::Fork => t!("check.word.fork"),
        What::Unfinished => t!("check.word.unfinished"),
        What::Newer => t!("check.word.newer"),
        What::Waiting => t!("check.word.waiting"),
        What::Moved => t!("check.word.moved"),
        What::Unknown => t!("check.word.unknown"),
        What::Copy => t!("check.word.copy"),
        What::SealedTwice => t!("check.word.sealed_twice"),
        What::Odd => t!("check.word.odd"),
        What::Unjudged => t!("check.word.unjudged"),
    }
    .into_owned()
}

//! What has to be done before a cycle can be sealed.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use crate::cycle::{self, Cycle, Review};
use crate::explain;
use crate::jobs::OutsideKind;
use crate::sop::{SlotKey, StepNo};
use crate::store::{Problem, journal_of};
use crate::ui::components::{Button, TextField, icon, section_heading};
use crate::ui::contract::Model;
use crate::ui::theme::{TokensExt as _, icons, space, text};
use crate::words;

/// How far a cycle is from being sealed: by its events, and by what this PC knows of its files.
pub struct Readiness {
    /// According to the events.
    pub told: cycle::Readiness,
    /// Files of the cycle's journal that can't be read, are of a newer version, or differ; while there are
    /// any, the cycle can't be sealed.
    pub faulty: Vec<Problem>,
    /// Documents whose files have not arrived or have changed, as of the last comparison.
    pub outside: usize,
}

impl Readiness {
    /// Looks at every step, and at the journal files from other PCs.
    pub fn of(cycle: &Cycle, model: &Model) -> Self {
        let faulty: Vec<Problem> = model.snapshot().map_or_else(Vec::new, |snapshot| {
            let journal = journal_of(&snapshot.root, cycle.id);
            snapshot.problems.iter().filter(|problem| problem.path.starts_with(&journal)).cloned().collect()
        });
        let current = cycle.state().documents.values().filter(|document| document.removed.is_none());
        let outside = current.filter(|document| {
            let outside = model.outside(cycle.id, &document.current().stamp.id);
            outside.is_some_and(|outside| outside.what != OutsideKind::Moved)
        });
        let mut told = cycle.readiness();
        if !faulty.is_empty() {
            // The missing events are in the unreadable files, not on their way from another PC.
            told.missing.clear();
        }
        Self { told, faulty, outside: outside.count() }
    }

    /// Whether nothing prevents sealing, except what the person may decide.
    pub fn is_ready(&self) -> bool {
        self.told.open.is_empty() && self.told.missing.is_empty() && self.faulty.is_empty()
    }

    /// Shows the list, with the field for the reason of the last step. Returns the step to go to, if one was
    /// clicked.
    pub fn show(&self, ui: &mut Ui, cycle: &Cycle, reason: &mut String) -> Option<StepNo> {
        section_heading(ui, &t!("seal.check.title"));
        let title = |no: StepNo| cycle.sop.step(no).map_or("", |step| step.title.as_str());
        let mut go = None;
        let t = ui.tokens();

        if self.told.open.is_empty() {
            line(ui, icons::CHECK_CIRCLE, t.done.ink, &t!("seal.check.all_done"), "");
        } else {
            let words = t!("seal.check.open", n = self.told.open.len());
            line(ui, icons::WARNING_CIRCLE, t.late.ink, &words, "");
            for no in &self.told.open {
                go = step_button(ui, cycle, *no).or(go);
            }
        }
        if !self.told.missing.is_empty() {
            let words = t!("seal.check.missing", whose = words::missing(&self.told.missing));
            line(ui, icons::HOURGLASS, t.late.ink, &words, &t!("seal.check.missing_hint"));
        }
        for problem in &self.faulty {
            let words = t!("seal.check.faulty", file = words::file_name(&problem.path));
            line(ui, icons::WARNING_CIRCLE, t.late.ink, &words, &explain::problem(problem).text);
        }
        if self.outside > 0 {
            let words = t!("seal.check.outside", n = self.outside);
            line(ui, icons::WARNING, t.late.ink, &words, &t!("seal.check.outside_hint"));
        }
        // While other steps are open, the last step is not asked about yet. Its reason is still to be given,
        // so it stands before the mere notices.
        if self.told.open.is_empty() && !self.told.last_holes.is_empty() {
            let names = labels(cycle, &self.told.last_holes);
            let words = t!("seal.check.hole", no = cycle.sop.last(), names = names);
            line(ui, icons::FILE_DASHED, t.text_muted, &words, "");
            let label = t!("seal.check.last_reason");
            TextField::new(&label, reason).rows(2).show(ui);
        }
        for (no, review) in &self.told.review {
            let words = match review {
                Review::OwnDocument => t!("seal.check.review_own", no = no, title = title(*no)),
                Review::Input => t!("seal.check.review_input", no = no, title = title(*no)),
            };
            line(ui, icons::WARNING, t.needs_review.ink, &words, &t!("seal.check.review_hint"));
            go = step_button(ui, cycle, *no).or(go);
        }
        if !self.told.contested.is_empty() {
            let words = t!("seal.check.contested", n = self.told.contested.len());
            line(ui, icons::ARROWS_LEFT_RIGHT, t.needs_review.ink, &words, &t!("seal.check.contested_hint"));
            for no in &self.told.contested {
                go = step_button(ui, cycle, *no).or(go);
            }
        }
        let removed = cycle.state().removed_documents().count();
        if removed > 0 {
            let words = t!("seal.check.removed", n = removed);
            line(ui, icons::TRASH, t.text_muted, &words, &t!("seal.check.removed_hint"));
        }
        for (no, empty, why) in &self.told.holes {
            let words = t!("seal.check.hole", no = no, names = labels(cycle, empty));
            let why = if why.is_empty() {
                String::new()
            } else {
                t!("seal.check.reason", reason = why).into_owned()
            };
            line(ui, icons::FILE_DASHED, t.text_muted, &words, &why);
        }
        go
    }
}

/// The labels of empty slots.
fn labels(cycle: &Cycle, slots: &[SlotKey]) -> String {
    let label = |key: &SlotKey| cycle.sop.slot(key).map(|(_, slot, _)| slot.label.as_str());
    slots.iter().filter_map(label).collect::<Vec<_>>().join(", ")
}

/// A button that leads to a step; returns the step when it is clicked.
fn step_button(ui: &mut Ui, cycle: &Cycle, no: StepNo) -> Option<StepNo> {
    let title = cycle.sop.step(no).map_or("", |step| step.title.as_str());
    let words = t!("seal.check.step", no = no, title = title);
    ui.add(Button::quiet(words).icon(icons::ARROW_RIGHT).small()).clicked().then_some(no)
}

/// A line with its icon, and a line of small text under it.
fn line(ui: &mut Ui, glyph: &str, color: eframe::egui::Color32, words: &str, more: &str) {
    ui.horizontal_top(|ui| {
        icon(ui, glyph, space::ICON + space::XXS, color);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = space::XXS;
            ui.add(Label::new(text::body(words)).wrap());
            if !more.is_empty() {
                ui.add(Label::new(text::small(more)).wrap());
            }
        });
    });
}

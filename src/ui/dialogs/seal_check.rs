//! What still stands between a cycle and its seal.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use crate::cycle::{Cycle, Missing, Review, StepStatus};
use crate::jobs::OutsideKind;
use crate::sop::StepNo;
use crate::store::Problem;
use crate::ui::components::{Button, TextField, icon, section_heading};
use crate::ui::contract::Model;
use crate::ui::theme::{TokensExt as _, icons, space, text};
use crate::ui::words;

/// How far a cycle is from being sealed.
pub struct Readiness {
    /// Steps before the last that are not done: no seal without them.
    pub open: Vec<StepNo>,
    /// Labels of empty slots of the last step, when it is not done: it needs a reason.
    pub last_holes: Vec<String>,
    /// Finished steps whose empty slots are still empty: their labels, and the reason given.
    pub holes: Vec<(StepNo, String, String)>,
    /// Finished steps whose documents changed since.
    pub review: Vec<(StepNo, Review)>,
    /// Steps in which two people changed one thing at the same time.
    pub contested: Vec<StepNo>,
    /// Changes of other PCs that have not arrived: no seal without them.
    pub missing: Vec<Missing>,
    /// Files of the cycle's journal that can't be read, are of a newer version, or differ: no seal with them.
    pub faulty: Vec<Problem>,
    /// Documents whose files have not arrived or have changed, as far as was looked.
    pub outside: usize,
}

impl Readiness {
    /// Looks at every step, and at what other PCs have to do with it.
    pub fn of(cycle: &Cycle, model: &Model) -> Self {
        let problems =
            model.snapshot().map(|snapshot| (snapshot.root.join(cycle.id.folder()), &snapshot.problems));
        let faulty: Vec<_> = problems.map_or_else(Vec::new, |(folder, problems)| {
            problems
                .iter()
                .filter(|problem| problem.path.starts_with(folder.join("jurnal")))
                .cloned()
                .collect()
        });
        let current = cycle.state().documents.values().filter(|document| document.removed.is_none());
        let outside = current.filter(|document| {
            let outside = model.outside(cycle.id, &document.current().stamp.id);
            outside.is_some_and(|outside| outside.what != OutsideKind::Moved)
        });
        let last = cycle.sop.last();
        let labels = |step: StepNo| -> Vec<String> {
            cycle.holes(step).into_iter().map(|slot| slot.label.clone()).collect()
        };
        let mut readiness = Self {
            open: Vec::new(),
            last_holes: Vec::new(),
            holes: Vec::new(),
            review: Vec::new(),
            contested: Vec::new(),
            // What can't be read is not on its way.
            missing: if faulty.is_empty() { cycle.missing() } else { Vec::new() },
            faulty,
            outside: outside.count(),
        };
        for step in &cycle.sop.steps {
            let done = cycle.state().status(step.no) == StepStatus::Done;
            let empty = labels(step.no);
            if !done && step.no != last {
                readiness.open.push(step.no);
            } else if !done {
                readiness.last_holes = empty;
            } else if !empty.is_empty() {
                let finished = cycle.state().step(step.no).and_then(|state| state.finished.as_ref());
                let reason = finished.and_then(|finished| finished.reason.clone()).unwrap_or_default();
                readiness.holes.push((step.no, empty.join(", "), reason));
            }
            readiness.review.extend(cycle.review(step.no).map(|review| (step.no, review)));
            // What is contested in the form itself stands beside its fields.
            if step.no != last && cycle.is_contested_at(step.no) {
                readiness.contested.push(step.no);
            }
        }
        readiness
    }

    /// Whether nothing is left but what the person answers for.
    pub fn is_ready(&self) -> bool {
        self.open.is_empty() && self.missing.is_empty() && self.faulty.is_empty()
    }

    /// Shows it, with the field for the reason of the last step. Answers with the step to go to, if one was
    /// clicked.
    pub fn show(&self, ui: &mut Ui, cycle: &Cycle, reason: &mut String) -> Option<StepNo> {
        section_heading(ui, &t!("seal.check.title"));
        let title = |no: StepNo| cycle.sop.step(no).map_or("", |step| step.title.as_str());
        let mut go = None;
        let t = ui.tokens();

        if self.open.is_empty() {
            line(ui, icons::CHECK_CIRCLE, t.done.ink, &t!("seal.check.all_done"), "");
        } else {
            let words = t!("seal.check.open", n = self.open.len());
            line(ui, icons::WARNING_CIRCLE, t.late.ink, &words, "");
            for no in &self.open {
                go = step_button(ui, cycle, *no).or(go);
            }
        }
        if !self.missing.is_empty() {
            let words = t!("seal.check.missing", whose = words::missing(&self.missing));
            line(ui, icons::HOURGLASS, t.late.ink, &words, &t!("seal.check.missing_hint"));
        }
        for problem in &self.faulty {
            let words = t!("seal.check.faulty", file = words::file_name(&problem.path));
            line(ui, icons::WARNING_CIRCLE, t.late.ink, &words, &words::problem(problem).text);
        }
        if self.outside > 0 {
            let words = t!("seal.check.outside", n = self.outside);
            line(ui, icons::WARNING, t.late.ink, &words, &t!("seal.check.outside_hint"));
        }
        // As long as other steps are open, the last one is not yet in question. It is still to do, so it stands before
        // all that is only told.
        if self.open.is_empty() && !self.last_holes.is_empty() {
            let names = self.last_holes.join(", ");
            let words = t!("seal.check.hole", no = cycle.sop.last(), names = names);
            line(ui, icons::FILE_DASHED, t.text_muted, &words, "");
            let label = t!("seal.check.last_reason");
            TextField::new(&label, reason).rows(2).show(ui);
        }
        for (no, review) in &self.review {
            let words = match review {
                Review::OwnDocument => t!("seal.check.review_own", no = no, title = title(*no)),
                Review::Input => t!("seal.check.review_input", no = no, title = title(*no)),
            };
            line(ui, icons::WARNING, t.needs_review.ink, &words, &t!("seal.check.review_hint"));
            go = step_button(ui, cycle, *no).or(go);
        }
        if !self.contested.is_empty() {
            let words = t!("seal.check.contested", n = self.contested.len());
            line(ui, icons::ARROWS_LEFT_RIGHT, t.needs_review.ink, &words, &t!("seal.check.contested_hint"));
            for no in &self.contested {
                go = step_button(ui, cycle, *no).or(go);
            }
        }
        let removed = cycle.state().removed_documents().count();
        if removed > 0 {
            let words = t!("seal.check.removed", n = removed);
            line(ui, icons::TRASH, t.text_muted, &words, &t!("seal.check.removed_hint"));
        }
        for (no, labels, why) in &self.holes {
            let words = t!("seal.check.hole", no = no, names = labels);
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

/// Leads to a step; the step when it is clicked.
fn step_button(ui: &mut Ui, cycle: &Cycle, no: StepNo) -> Option<StepNo> {
    let title = cycle.sop.step(no).map_or("", |step| step.title.as_str());
    let words = t!("seal.check.step", no = no, title = title);
    ui.add(Button::quiet(words).icon(icons::ARROW_RIGHT).small()).clicked().then_some(no)
}

/// A line with its icon, and a smaller one under it.
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

//! The head of the panel: which step, its state, who does it, and until when.

use eframe::egui::{Align, Label, Layout, Role, Ui, WidgetInfo};
use rust_i18n::t;

use super::Scene;
use crate::cycle::{Command, Review, StepStatus, StepTiming};
use crate::ui::components::{
    Button, IconButton, Status, badge, badge_text, icon, icon_text, key_value, key_value_ui, well,
};
use crate::ui::contract::{Action, View};
use crate::ui::deeds::Run;
use crate::ui::parts::status;
use crate::ui::theme::{TokensExt as _, Tone, icons, space, text};
use crate::words;

/// Title, badges and the close button.
pub(super) fn show(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>) {
    let title = words::step(&scene.cycle.sop, scene.step.no);
    ui.horizontal_top(|ui| {
        let width = ui.available_width() - space::CONTROL_HEIGHT - space::S;
        ui.vertical(|ui| {
            ui.set_width(width);
            ui.add_space(space::XS);
            let heading = ui.add(Label::new(text::heading(&title)).wrap());
            heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &title));
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if ui.add(IconButton::new(icons::X, t!("step.close"))).clicked() {
                view.act(Action::SelectStep(None));
            }
        });
    });
    ui.add_space(space::XXS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        badge(ui, status(scene.state.status));
        if let Some(timing) = timing(view, scene).filter(|timing| timing.late_days > 0) {
            let days = t!("step.working_days", n = timing.late_days);
            let tone = ui.tokens().late;
            badge_text(ui, Status::Late.icon(), &t!("step.late", days = days), tone);
        }
        if scene.cycle.review(scene.step.no).is_some() {
            badge(ui, Status::NeedsReview);
        }
        if scene.state.round() > 1 {
            let tone = ui.tokens().not_started;
            badge_text(ui, icons::ARROWS_CLOCKWISE, &t!("step.round", n = scene.state.round()), tone);
        }
    });
    present_ui(ui, view, scene);
}

/// Who else has this step open at the moment.
fn present_ui(ui: &mut Ui, view: &View<'_>, scene: &Scene<'_>) {
    let present = view.model.snapshot().map_or(&[][..], |snapshot| &snapshot.present);
    for other in present.iter().filter(|other| other.step == Some(scene.step.no)) {
        let words = t!("step.present", by = words::person(&other.by));
        let color = ui.tokens().text_muted;
        let since = scene.language.date_time(other.since.naive_local());
        icon_text(ui, icons::USER, text::small(words), color)
            .on_hover_text(t!("step.present_since", when = since));
    }
}

/// The activity word for word with its corrections, the actors, and the times.
pub(super) fn facts(ui: &mut Ui, view: &View<'_>, scene: &Scene<'_>) {
    let step = scene.step;
    ui.add(Label::new(text::body(&step.activity)).wrap().selectable(true));
    for correction in &step.corrections {
        let words = match correction.wording.as_str() {
            "" => correction.note.clone(),
            wording => t!("step.correction", wording = wording, note = correction.note).into_owned(),
        };
        remark(ui, icons::INFO, &words);
    }
    ui.add_space(space::XS);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        key_value_ui(ui, &t!("step.fact.actor"), |ui| actors(ui, scene));
        if !step.outside.is_empty() {
            key_value(ui, &t!("step.fact.outside"), &step.outside.join(", "));
        }
        key_value(ui, &t!("step.fact.standard"), &scene.language.standard_time(step.time));
        if let Some(timing) = timing(view, scene) {
            times(ui, view, scene, timing);
        }
        if !step.remark.is_empty() {
            key_value(ui, &t!("step.fact.remark"), &step.remark);
        }
    });
}

fn actors(ui: &mut Ui, scene: &Scene<'_>) {
    let sop = &scene.cycle.sop;
    let name = |key: &String| sop.actor(key).map_or_else(|| key.clone(), |actor| actor.name.clone());
    let main = name(&scene.step.main);
    let others: Vec<String> = scene.step.also.iter().map(name).collect();
    let words = if others.is_empty() {
        main
    } else {
        t!("step.with_others", main = main, others = others.join(", ")).into_owned()
    };
    ui.add(Label::new(text::body(words)).wrap());
    if scene.step.lane_sureness == Some(crate::sop::Sureness::Low) {
        let note = remark(ui, icons::QUESTION, &t!("step.actor_guessed"));
        note.on_hover_text(t!("step.actor_guessed_tip"));
    }
}

/// Real time against standard time, and the due day against today.
fn times(ui: &mut Ui, view: &View<'_>, scene: &Scene<'_>, timing: &StepTiming) {
    let language = scene.language;
    let Some(snapshot) = view.model.snapshot() else { return };
    if let Some(minutes) = timing.spent_minutes {
        let (days, minutes) = snapshot.calendar.hours.split(minutes);
        key_value(ui, &t!("step.fact.spent"), &language.duration(days, minutes));
    }
    match &scene.state.finished {
        Some(finished) => {
            key_value(ui, &t!("step.fact.finished"), &words::by_and_when(&finished.stamp, language));
        }
        None => {
            key_value_ui(ui, &t!("step.fact.due"), |ui| {
                ui.add(Label::new(text::body(language.long_date(timing.due.date))).wrap());
                // The badge at the head already says how late the step is.
                if timing.paused {
                    ui.add(Label::new(text::small(t!("step.paused"))));
                } else if timing.late_days == 0 {
                    let due = language.due(timing.due.date, view.model.today(), &snapshot.calendar);
                    ui.add(Label::new(text::small(due)));
                }
            });
        }
    }
}

/// What is unusual: waiting, returns, reasons, changes made after the step was finished.
pub(super) fn notices(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>) {
    let (t, state, sop) = (ui.tokens(), scene.state, &scene.cycle.sop);
    if let Some(wait) = state.waiting() {
        let when = scene.language.date_time(wait.from.at.naive_local());
        let since = t!("step.waiting_since", when = when, by = words::person(&wait.from.by));
        let title = t!("step.waiting_for", party = wait.party);
        notice(ui, Status::WaitingOutside.icon(), t.waiting_outside, &title, &since);
    }
    if let Some(review) = scene.cycle.review(scene.step.no) {
        review_ui(ui, view, scene, review);
    }
    for back in state.returns.iter().rev() {
        let from = t!("step.short", no = back.from);
        let title = t!("step.returned_by", from = from, reason = back.reason);
        let now = state.status == StepStatus::Returned;
        let tone = if now { t.returned } else { t.not_started };
        let when = words::by_and_when(&back.stamp, scene.language);
        notice(ui, Status::Returned.icon(), tone, &title, &when);
    }
    for (reason, stamp) in state.reopened.iter().rev() {
        let when = words::by_and_when(stamp, scene.language);
        let title = t!("step.reopened_by", reason = reason);
        notice(ui, icons::LOCK_OPEN, t.not_started, &title, &when);
    }
    if let Some(finished) = &state.finished
        && (!finished.holes.is_empty() || finished.reason.is_some())
    {
        let reason = finished.reason.as_deref().unwrap_or_default();
        let title = if finished.holes.is_empty() {
            reason.to_owned()
        } else {
            t!("step.finished_without", slots = words::slots_inline(sop, &finished.holes)).into_owned()
        };
        let under = if finished.holes.is_empty() { "" } else { reason };
        notice(ui, icons::INFO, t.not_started, &title, under);
    }
}

/// What changed after the step was finished, who changed it, and the button to confirm the step despite the
/// change.
fn review_ui(ui: &mut Ui, view: &mut View<'_>, scene: &Scene<'_>, review: Review) {
    let changes = scene.cycle.changes_to_review(scene.step.no);
    let said = changes.iter().map(|event| {
        let when = scene.language.date_time(event.stamp.at.naive_local());
        format!("{} · {when}", words::change(event, scene.cycle, scene.language))
    });
    let under = said.collect::<Vec<_>>().join("\n");
    notice(ui, Status::NeedsReview.icon(), ui.tokens().needs_review, &words::review(review), &under);
    if scene.read_only {
        return;
    }
    ui.horizontal(|ui| {
        ui.add_space(space::M);
        let button = Button::secondary(t!("step.review.confirm")).icon(icons::CHECK).small();
        if ui.add(button).on_hover_text(t!("step.review.confirm_tip")).clicked() {
            view.act(Run::one(scene.cycle.id, Command::Review { step: scene.step.no }));
        }
    });
}

/// An icon and a sentence on a sunken surface, with small text under it.
fn notice(ui: &mut Ui, glyph: &str, tone: Tone, title: &str, under: &str) {
    well(ui, |ui| {
        ui.horizontal_top(|ui| {
            icon(ui, glyph, 18.0, tone.ink);
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = space::XXS;
                ui.add(Label::new(text::body(title)).wrap());
                if !under.is_empty() {
                    ui.add(Label::new(text::small(under)).wrap());
                }
            });
        });
    });
}

/// Small text behind an icon.
fn remark(ui: &mut Ui, glyph: &str, words: &str) -> eframe::egui::Response {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let color = ui.tokens().text_muted;
        icon(ui, glyph, 14.0, color);
        ui.add(Label::new(text::small(words)).wrap())
    })
    .inner
}

pub(super) fn timing<'a>(view: &View<'a>, scene: &Scene<'_>) -> Option<&'a StepTiming> {
    let model = view.model;
    model.timing(scene.cycle.id, scene.step.no)
}

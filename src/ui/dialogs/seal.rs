//! The archive form of step 17, what is still missing, and the sealing itself.

use std::borrow::Cow;
use std::mem::discriminant;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use eframe::egui::{Context, DragValue, Label, Ui};
use rust_i18n::t;

use super::Answer;
use super::seal_check::Readiness;
use crate::calendar::{Language, parse_date};
use crate::cycle::{
    ArchiveForm, Closing, Command, Conflict, Cycle, CycleId, Disposition, Field, FormField, Place, Security,
    Value,
};
use crate::ui::components::{
    Button, DialogAnswer, DialogFrame, TextField, badge_text, column, columns, combo, icon_text,
    section_heading,
};
use crate::ui::contract::{Action, Model};
use crate::ui::deeds::{Run, Seal};
use crate::ui::parts::place_fields;
use crate::ui::theme::{TokensExt as _, icons, space, text};
use crate::words;

/// The years that a retention schedule can name; a larger number is a typing error.
const RETENTION_YEARS: RangeInclusive<u32> = 0..=99;
/// Width of the dialog, and of the form at its left.
const WIDTH: f32 = 960.0;
const FORM_WIDTH: f32 = 590.0;
/// With less room than this, what stands beside the form goes below it.
const NARROWEST: f32 = 220.0;

/// The archive form as it is being filled in.
#[derive(Debug, Clone)]
pub struct SealForm {
    cycle: CycleId,
    form: ArchiveForm,
    /// Start of *Kurun waktu* as typed.
    from: String,
    to: String,
    /// Why the last step is finished although slots are empty.
    reason: String,
}

impl SealForm {
    /// The form of a cycle: as saved, else with proposed values. None when the cycle is gone or already
    /// sealed.
    pub fn new(model: &Model, id: CycleId) -> Option<Self> {
        let cycle = model.cycle(id).filter(|cycle| !cycle.state().is_sealed())?;
        let form = cycle.state().form.clone().unwrap_or_else(|| propose(model, cycle));
        let (from, to) = (typed(form.from, model.language()), typed(form.to, model.language()));
        Some(Self { cycle: id, form, from, to, reason: String::new() })
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let Some(cycle) = model.cycle(self.cycle).filter(|cycle| !cycle.state().is_sealed()) else {
            return Answer::dismissed();
        };
        let readiness = Readiness::of(cycle, model);
        let form = self.filled();
        let writable = model.snapshot().is_some_and(|snapshot| !snapshot.read_only);
        let hindrance = self.hindrance(&readiness, form.as_ref());
        let ready = writable && hindrance.is_none();

        let title = t!("seal.title", cycle = self.cycle.title());
        let confirm = t!("seal.confirm");
        let mut save = false;
        let mut aside = |ui: &mut Ui| {
            let button = Button::secondary(t!("seal.save")).icon(icons::FLOPPY_DISK);
            save |= ui.add_enabled(form.is_some() && writable, button).clicked();
            if let Some(words) = &hindrance {
                ui.add(Label::new(text::small(&**words)).truncate());
            }
        };
        let dialog =
            DialogFrame::new("seal", &title, &confirm).width(WIDTH).enabled(ready).focus_body().click_only();
        let (go, answer) = dialog.aside(&mut aside).show(ctx, |ui, first| {
            let mut go = None;
            let narrow = ui.available_width() < FORM_WIDTH + NARROWEST;
            let form_width = if narrow { ui.available_width() } else { FORM_WIDTH };
            columns(ui, narrow, |ui| {
                column(ui, form_width, |ui| {
                    self.conflicts_ui(ui, cycle, model.language());
                    self.form_ui(ui, model, first);
                });
                ui.add_space(space::L);
                let width = ui.available_width();
                column(ui, width, |ui| {
                    go = readiness.show(ui, cycle, &mut self.reason);
                    ui.add_space(space::M);
                    ui.add(Label::new(text::muted(t!("seal.meaning"))).wrap());
                });
            });
            go
        });

        let id = self.cycle;
        // A form that two people filled in differently is settled by saving it, even unchanged.
        let contested = contested(cycle).next().is_some();
        let changed = form.filter(|form| contested || cycle.state().form.as_ref() != Some(form));
        if save {
            let set = changed.map(|form| Run::one(id, Command::SetForm(Box::new(form))));
            return Answer { close: true, actions: set.into_iter().collect() };
        }
        if let Some(step) = go {
            return Answer::confirmed(Action::OpenCycle(id, Some(step)));
        }
        match answer {
            Some(DialogAnswer::Confirmed) => {
                let reason = (!readiness.told.last_holes.is_empty()).then(|| self.reason.trim().to_owned());
                // The person who seals has been shown what changed after steps were finished; the seal
                // records this.
                let reviewed = readiness.told.review.iter().map(|(step, _)| *step).collect();
                let closing = Closing { form: changed, reason, reviewed };
                Answer::confirmed(Seal { cycle: id, closing })
            }
            Some(DialogAnswer::Dismissed) => Answer::dismissed(),
            None => Answer::open(),
        }
    }

    /// Why the cycle can't be sealed yet, and where to look, since the cause may be scrolled out of view.
    fn hindrance(&self, readiness: &Readiness, form: Option<&ArchiveForm>) -> Option<Cow<'static, str>> {
        if !readiness.is_ready() {
            Some(t!("seal.not_yet.check"))
        } else if !readiness.told.last_holes.is_empty() && self.reason.trim().is_empty() {
            Some(t!("seal.not_yet.reason"))
        } else if form.is_none_or(|form| form.title.is_empty() || form.classification.is_empty()) {
            Some(t!("seal.not_yet.field"))
        } else {
            None
        }
    }

    /// The form with its dates; none while a text is not a date, or the dates are in the wrong order.
    fn filled(&self) -> Option<ArchiveForm> {
        let from = date_typed(&self.from).ok()?;
        let to = date_typed(&self.to).ok()?;
        let in_order = from.zip(to).is_none_or(|(from, to)| from <= to);
        let trimmed = |text: &str| text.trim().to_owned();
        in_order.then(|| ArchiveForm {
            from,
            to,
            title: trimmed(&self.form.title),
            classification: trimmed(&self.form.classification),
            development: trimmed(&self.form.development),
            remark: trimmed(&self.form.remark),
            ..self.form.clone()
        })
    }

    /// What another person filled in at the same time and did not win; a click copies it into this form.
    fn conflicts_ui(&mut self, ui: &mut Ui, cycle: &Cycle, language: Language) {
        for conflict in contested(cycle) {
            let (Field::Form(field), Value::Form(other)) = (&conflict.field, &conflict.value) else {
                continue;
            };
            let form = self.filled().unwrap_or_else(|| self.form.clone());
            if field.same(&form, other) {
                continue;
            }
            ui.push_id((&conflict.field, &conflict.loser.id), |ui| {
                ui.horizontal_wrapped(|ui| {
                    let said = words::conflict(conflict, cycle, language);
                    let ink = ui.tokens().needs_review.ink;
                    icon_text(ui, icons::ARROWS_LEFT_RIGHT, text::small(&said).color(ui.tokens().text), ink);
                    let take = ui.add(Button::quiet(t!("conflict.take")).small());
                    if take.accessible_name(format!("{}: {said}", t!("conflict.take"))).clicked() {
                        field.copy(other, &mut self.form);
                        if *field == FormField::Period {
                            (self.from, self.to) = (typed(other.from, language), typed(other.to, language));
                        }
                    }
                });
            });
        }
    }

    fn form_ui(&mut self, ui: &mut Ui, model: &Model, first: bool) {
        let empty = t!("seal.needed");
        let error = |text: &str| text.trim().is_empty().then_some(&*empty);
        let label = t!("seal.field.title");
        let wrong = error(&self.form.title);
        let title = TextField::new(&label, &mut self.form.title).error(wrong).show(ui);
        if first {
            title.request_focus();
        }

        let third = (ui.available_width() - 2.0 * space::S) / 3.0;
        ui.horizontal_top(|ui| {
            let label = t!("seal.field.classification");
            let hint = t!("seal.classification_hint");
            let wrong = error(&self.form.classification);
            TextField::new(&label, &mut self.form.classification)
                .hint(&hint)
                .error(wrong)
                .width(third)
                .show(ui);
            date_field(ui, third, &t!("seal.field.from"), &mut self.from, model.language());
            date_field(ui, third, &t!("seal.field.to"), &mut self.to, model.language());
        });
        if self.filled().is_none() && date_typed(&self.from).is_ok() && date_typed(&self.to).is_ok() {
            ui.add(Label::new(text::small(t!("seal.dates_reversed")).color(ui.tokens().late.ink)));
        }

        ui.add_space(space::XS);
        section_heading(ui, &t!("seal.place"));
        place_fields(ui, &mut self.form.place);

        ui.add_space(space::XS);
        ui.horizontal_wrapped(|ui| {
            section_heading(ui, &t!("seal.retention"));
            badge_text(ui, icons::INFO, &t!("archive.retention.adjust"), ui.tokens().needs_review);
        });
        ui.horizontal_top(|ui| {
            let retention = &mut self.form.retention;
            years_field(ui, third, &t!("seal.field.active_years"), &mut retention.active_years);
            years_field(ui, third, &t!("seal.field.inactive_years"), &mut retention.inactive_years);
            column(ui, third, |ui| {
                let choices = [Disposition::Permanent, Disposition::Reassess, Disposition::Destroy]
                    .map(|choice| (choice, words::disposition(choice, model.language())));
                choose(ui, &t!("seal.field.disposition"), &mut retention.disposition, &choices);
            });
        });
        ui.horizontal_top(|ui| {
            column(ui, third, |ui| {
                let choices = [Security::Open, Security::Restricted, Security::Secret, Security::TopSecret]
                    .map(|choice| (choice, words::security(choice, model.language())));
                choose(ui, &t!("seal.field.security"), &mut self.form.security, &choices);
            });
            column(ui, third, |ui| {
                // The terms used in archive registers; the dossier contains them as they are.
                let mut choices: Vec<(String, String)> = ["original", "copy", "carbon", "photocopy"]
                    .map(|key| {
                        let term = t!(format!("seal.development.{key}"), locale = "id").into_owned();
                        (term, t!(format!("seal.development.{key}")).into_owned())
                    })
                    .into();
                if choices.iter().all(|(term, _)| *term != self.form.development) {
                    choices.push((self.form.development.clone(), self.form.development.clone()));
                }
                choose(ui, &t!("seal.field.development"), &mut self.form.development, &choices);
            });
            let label = t!("seal.field.remark");
            TextField::new(&label, &mut self.form.remark).width(third).show(ui);
        });
    }
}

/// A form with what is known without asking: title, period, and the place proposed for the paper.
fn propose(model: &Model, cycle: &Cycle) -> ArchiveForm {
    let day = |event: Option<&crate::cycle::Event>| event.map(|event| event.stamp.at.date_naive());
    // The title goes into the dossier, so it is Indonesian in any language of the window.
    let kind = match cycle.id.kind {
        crate::cycle::Kind::Induk => t!("words.kind.original", locale = "id"),
        crate::cycle::Kind::Perubahan(n) => t!("words.kind.revision", locale = "id", n = n),
    };
    let title = t!("seal.proposed_title", locale = "id", year = cycle.id.year, kind = kind);
    ArchiveForm {
        title: title.into_owned(),
        from: day(cycle.events().first()),
        to: day(cycle.events().last()),
        place: proposed_place(model, cycle.id),
        ..ArchiveForm::default()
    }
}

/// The place of the last sealed dossier, preferably of the same kind. In the names of folder and divider, the
/// year of that dossier is replaced by this one's.
fn proposed_place(model: &Model, id: CycleId) -> Place {
    let last = model.snapshot().and_then(|snapshot| {
        let placed = snapshot.archive.dossiers.iter().filter(|dossier| !dossier.place.is_empty());
        let is_alike = |other: CycleId| discriminant(&other.kind) == discriminant(&id.kind);
        placed.max_by_key(|dossier| (dossier.cycle().is_some_and(is_alike), dossier.sealed_on()))
    });
    let Some(last) = last else { return Place::default() };
    let mut place = last.place.clone();
    if let Some(year) = last.year {
        let renew = |part: &mut String| *part = part.replace(&year.to_string(), &id.year.to_string());
        renew(&mut place.folder);
        renew(&mut place.divider);
    }
    place
}

/// Fields of the form that two people filled in differently at the same time.
fn contested(cycle: &Cycle) -> impl Iterator<Item = &Conflict> {
    cycle.state().conflicts.iter().filter(|conflict| matches!(conflict.field, Field::Form(_)))
}

/// A date in the form in which it is typed.
fn typed(date: Option<NaiveDate>, language: Language) -> String {
    date.map_or_else(String::new, |date| language.date(date))
}

/// The date in a text; none when the text is empty.
fn date_typed(typed: &str) -> Result<Option<NaiveDate>, ()> {
    if typed.trim().is_empty() { Ok(None) } else { parse_date(typed).map(Some).ok_or(()) }
}

fn date_field(ui: &mut Ui, width: f32, label: &str, typed: &mut String, language: Language) {
    let wrong = date_typed(typed).is_err();
    let example = NaiveDate::from_ymd_opt(2026, 9, 1).map_or_else(String::new, |date| language.date(date));
    let error = t!("seal.not_a_date", example = example);
    TextField::new(label, typed).placeholder(&example).error(wrong.then_some(&*error)).width(width).show(ui);
}

fn years_field(ui: &mut Ui, width: f32, label: &str, years: &mut u32) {
    column(ui, width, |ui| {
        ui.spacing_mut().item_spacing.y = space::XS;
        let label = ui.add(Label::new(text::strong(label)));
        let suffix = format!(" {}", t!("seal.years"));
        let value = DragValue::new(years).range(RETENTION_YEARS).suffix(suffix).speed(0.05);
        ui.add_sized([width.min(160.0), space::CONTROL_HEIGHT], value).labelled_by(label.id);
    });
}

/// A combo box for choices whose words were made for this frame.
fn choose<V: PartialEq + Clone>(ui: &mut Ui, label: &str, value: &mut V, choices: &[(V, String)]) {
    let choices: Vec<_> = choices.iter().map(|(choice, words)| (choice.clone(), words.as_str())).collect();
    combo(ui, label, value, &choices);
}

//! A new version of the SOP: head of the form, lanes, texts and times.

use eframe::egui::{DragValue, ScrollArea, Ui};
use rust_i18n::t;

use super::table::sureness;
use crate::calendar::{Language, OfficeHours};
use crate::sop::{Fault, Header, Sop, SopError, StandardTime, Step, StepNo, check};
use crate::ui::components::{
    Banner, Button, Severity, TextField, card, chip, page_title, section_heading, segmented, truncated,
};
use crate::ui::shell::{Action, View};
use crate::ui::theme::{icons, space, text};

/// The version being written, and what is still wrong with it.
#[derive(Debug)]
pub struct Draft {
    sop: Sop,
    /// Disahkan oleh, as typed.
    approved_by: String,
    /// The step whose texts are open.
    open: Option<StepNo>,
    error: Option<SopError>,
}

impl Draft {
    /// Begins with a copy of a version, under the next version's name.
    pub fn new(sop: &Sop) -> Self {
        let mut sop = sop.clone();
        sop.id.version = next_version(&sop.id.version);
        let approved_by = sop.header.approved_by.join("\n");
        Self { sop, approved_by, open: None, error: None }
    }

    /// Draws the editor. Answers whether it is over: saved or given up.
    pub fn show(&mut self, ui: &mut Ui, view: &mut View<'_>) -> bool {
        let writable = view.model.snapshot().is_some_and(|snapshot| !snapshot.read_only);
        let hours =
            view.model.snapshot().map_or_else(OfficeHours::default, |snapshot| snapshot.calendar.hours);
        let mut over = false;
        page_title(ui, &t!("sop.edit.title"), &t!("sop.edit.subtitle"), |ui| {
            let save = Button::primary(t!("sop.edit.save")).icon(icons::FLOPPY_DISK);
            if ui.add_enabled(writable, save).clicked() {
                over = self.save(view, hours);
            }
            over |= ui.add(Button::secondary(t!("sop.edit.cancel"))).clicked();
        });
        if let Some(error) = &self.error {
            let words = fault(&error.reason);
            Banner::new(Severity::Error, &t!("sop.edit.refused"))
                .text(&words)
                .details(&error.to_string())
                .show(ui);
            ui.add_space(space::S);
        }
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            self.header(ui);
            ui.add_space(space::M);
            self.lanes_heading(ui);
            for index in 0..self.sop.steps.len() {
                ui.push_id(index, |ui| card(ui, |ui| self.step(ui, index)));
            }
            ui.add_space(space::XL);
        });
        over
    }

    /// Checks it and hands it over; false when something is wrong with it.
    fn save(&mut self, view: &mut View<'_>, hours: OfficeHours) -> bool {
        let lines = self.approved_by.lines().map(str::trim).filter(|line| !line.is_empty());
        self.sop.header.approved_by = lines.map(str::to_owned).collect();
        sum_up(&mut self.sop, hours);
        match check(&self.sop) {
            Ok(()) => {
                view.act(Action::SaveSop(Box::new(self.sop.clone())));
                true
            }
            Err(error) => {
                self.error = Some(error);
                false
            }
        }
    }

    fn header(&mut self, ui: &mut Ui) {
        card(ui, |ui| {
            section_heading(ui, &t!("sop.edit.header"));
            let Header { government, unit, section, number, created, revised, effective, title, .. } =
                &mut self.sop.header;
            fields(
                ui,
                [
                    (&t!("sop.edit.version"), &mut self.sop.id.version),
                    (&t!("sop.header.number"), number),
                    (&t!("sop.header.created"), created),
                ],
            );
            let half = half(ui);
            ui.horizontal_top(|ui| {
                ui.vertical(|ui| {
                    ui.set_width(half);
                    TextField::new(&t!("sop.header.revised"), revised).show(ui);
                    TextField::new(&t!("sop.header.effective"), effective).show(ui);
                });
                let label = t!("sop.header.approved_by");
                let hint = t!("sop.edit.approved_hint");
                TextField::new(&label, &mut self.approved_by).rows(4).hint(&hint).width(half).show(ui);
            });
            TextField::new(&t!("sop.header.title"), title).show(ui);
            fields(
                ui,
                [
                    (&t!("sop.edit.government"), government),
                    (&t!("sop.edit.unit"), unit),
                    (&t!("sop.edit.section"), section),
                ],
            );
        });
    }

    fn lanes_heading(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            section_heading(ui, &t!("sop.edit.steps"));
            let open = self.sop.steps.iter().any(|step| step.lane_sureness.is_some());
            let button = Button::quiet(t!("sop.edit.confirm_all")).icon(icons::CHECKS).small();
            if ui.add_enabled(open, button).clicked() {
                self.sop.steps.iter_mut().for_each(|step| step.lane_sureness = None);
            }
        });
    }

    fn step(&mut self, ui: &mut Ui, index: usize) {
        let actors: Vec<(String, String)> =
            self.sop.actors.iter().map(|actor| (actor.key.clone(), actor.name.clone())).collect();
        let step = &mut self.sop.steps[index];
        ui.horizontal(|ui| {
            let title = t!("step.named", no = step.no, title = step.title);
            truncated(ui, text::strong(title));
            sureness(ui, step.lane_sureness);
        });
        ui.horizontal(|ui| {
            ui.label(text::muted(t!("sop.edit.main")));
            let choices: Vec<_> = actors.iter().map(|(key, name)| (key.clone(), name.as_str())).collect();
            if segmented(ui, &t!("sop.edit.main"), &mut step.main, &choices) {
                step.also.retain(|key| *key != step.main);
                step.lane_sureness = None;
            }
        });
        ui.horizontal_wrapped(|ui| {
            ui.label(text::muted(t!("sop.edit.also")));
            for (key, name) in actors.iter().filter(|(key, _)| *key != step.main) {
                let on = step.also.contains(key);
                if chip(ui, on, name, None).clicked() {
                    if on {
                        step.also.retain(|other| other != key);
                    } else {
                        step.also.push(key.clone());
                    }
                    step.lane_sureness = None;
                }
            }
        });
        let opened = self.open == Some(step.no);
        ui.horizontal(|ui| {
            let confirm = Button::secondary(t!("sop.edit.confirm")).icon(icons::CHECK).small();
            if ui.add_enabled(step.lane_sureness.is_some(), confirm).clicked() {
                step.lane_sureness = None;
            }
            let caret = if opened { icons::CARET_DOWN } else { icons::CARET_RIGHT };
            if ui.add(Button::quiet(t!("sop.edit.texts")).icon(caret).small()).clicked() {
                self.open = (!opened).then_some(step.no);
            }
        });
        if opened {
            texts(ui, step);
        }
    }
}

/// The texts and the standard time of a step.
fn texts(ui: &mut Ui, step: &mut Step) {
    TextField::new(&t!("sop.table.activity"), &mut step.activity).rows(2).show(ui);
    let half = half(ui);
    ui.horizontal_top(|ui| {
        let label = t!("sop.table.requirement");
        TextField::new(&label, &mut step.requirement_text).rows(2).width(half).show(ui);
        TextField::new(&t!("sop.table.output"), &mut step.output_text).rows(2).width(half).show(ui);
    });
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(half);
            let label = ui.label(text::strong(t!("sop.table.time")));
            ui.horizontal(|ui| time(ui, step, label.id));
        });
        TextField::new(&t!("sop.table.remark"), &mut step.remark).width(half).show(ui);
    });
}

/// The standard time: a number and its unit. The printed words follow when one of them changes.
fn time(ui: &mut Ui, step: &mut Step, label: eframe::egui::Id) {
    let (mut number, mut in_days) = match step.time {
        StandardTime::Minutes(minutes) => (minutes, false),
        StandardTime::Days(days) => (days, true),
    };
    let drag = DragValue::new(&mut number).range(1..=if in_days { 366 } else { 10_000 }).speed(0.1);
    let mut changed = ui.add_sized([90.0, space::CONTROL_HEIGHT], drag).labelled_by(label).changed();
    let (minutes, days) = (t!("sop.edit.minutes"), t!("sop.edit.days"));
    changed |= segmented(ui, &t!("sop.edit.time_unit"), &mut in_days, &[(false, &*minutes), (true, &*days)]);
    if changed {
        step.time = if in_days { StandardTime::Days(number.min(366)) } else { StandardTime::Minutes(number) };
        // The form is Indonesian, whatever the window speaks.
        step.time_text = Language::Indonesian.standard_time(step.time);
    }
}

/// Brings *Jumlah waktu* up to the steps' times; the printed words stay while the sum stays.
fn sum_up(sop: &mut Sop, hours: OfficeHours) {
    let (mut minutes, mut days) = (0, 0);
    for step in &sop.steps {
        match step.time {
            StandardTime::Minutes(n) => minutes += n,
            StandardTime::Days(n) => days += n,
        }
    }
    if (minutes, days) == (sop.total.minutes, sop.total.days) {
        return;
    }
    let (whole, rest) = hours.split(minutes);
    sop.total.text = Language::Indonesian.duration(days + whole, rest);
    sop.total.minutes = minutes;
    sop.total.days = days;
}

/// `2018` → `2018-2` → `2018-3`.
fn next_version(version: &str) -> String {
    let counted = version.rsplit_once('-').and_then(|(base, n)| Some((base, n.parse::<u32>().ok()?)));
    match counted {
        Some((base, n)) => format!("{base}-{}", n.saturating_add(1)),
        None => format!("{version}-2"),
    }
}

/// What is wrong, in words; the particulars are in the details.
fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Blank(_) => t!("sop.edit.fault.blank"),
        Fault::TooLong { max, .. } => t!("sop.edit.fault.too_long", max = max),
        Fault::ControlCharacter(_) => t!("sop.edit.fault.control"),
        Fault::Id(_) => t!("sop.edit.fault.version"),
        _ => t!("sop.edit.fault.other"),
    }
    .into_owned()
}

fn half(ui: &Ui) -> f32 {
    (ui.available_width() - space::S) / 2.0
}

/// Three fields side by side.
fn fields(ui: &mut Ui, fields: [(&str, &mut String); 3]) {
    let width = (ui.available_width() - 2.0 * space::S) / 3.0;
    ui.horizontal_top(|ui| {
        for (label, value) in fields {
            TextField::new(label, value).width(width).show(ui);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sop::builtin;

    #[test]
    fn versions_count_on() {
        for (version, next) in [("2018", "2018-2"), ("2018-2", "2018-3"), ("2018-b", "2018-b-2")] {
            assert_eq!(next_version(version), next);
        }
    }

    #[test]
    fn the_total_follows_the_times_and_stays_as_printed_otherwise() {
        let mut sop = builtin().clone();
        sum_up(&mut sop, OfficeHours::default());
        assert_eq!(sop.total, builtin().total);
        sop.steps[0].time = StandardTime::Days(1);
        sum_up(&mut sop, OfficeHours::default());
        assert_eq!(
            (sop.total.days, sop.total.minutes, sop.total.text.as_str()),
            (7, 475, "7 hari 475 menit")
        );
        assert_eq!(check(&sop), Ok(()));
    }
}

//! One step: who does it, its symbol, its standard time and its texts.

use eframe::egui::{DragValue, Id, Label, Ui};
use rust_i18n::t;

use super::super::sureness::sureness;
use super::draft::Draft;
use super::side_by_side;
use crate::calendar::Language;
use crate::sop::{Actor, StandardTime, Step, StepNo, Symbol};
use crate::ui::components::{Button, TextField, chip, combo, section_heading, segmented};
use crate::ui::theme::{icons, space, text};

/// Draws the step that is open.
pub fn show(ui: &mut Ui, draft: &mut Draft, open: &mut StepNo) {
    let Some(index) = usize::from(open.0).checked_sub(1).filter(|index| *index < draft.sop.steps.len())
    else {
        *open = StepNo(1);
        return;
    };
    let titles: Vec<String> = draft.sop.steps.iter().map(step_name).collect();
    let (actors, step) = (&draft.sop.actors, &mut draft.sop.steps[index]);
    ui.spacing_mut().item_spacing.y = space::S;
    section_heading(ui, &titles[index]);
    ui.horizontal(|ui| {
        let confirm = Button::secondary(t!("sop.edit.confirm")).icon(icons::CHECK).small();
        if step.lane_sureness.is_some() && ui.add(confirm).clicked() {
            step.lane_sureness = None;
        }
        sureness(ui, step.lane_sureness);
    });
    ui.add_space(space::XS);
    lanes(ui, step, actors);
    ui.add_space(space::XS);
    symbol(ui, step, &titles);
    ui.add_space(space::XS);
    texts(ui, step);
}

fn step_name(step: &Step) -> String {
    t!("step.named", no = step.no, title = step.title).into_owned()
}

fn lanes(ui: &mut Ui, step: &mut Step, actors: &[Actor]) {
    let choices: Vec<_> = actors.iter().map(|actor| (actor.key.clone(), actor.name.as_str())).collect();
    let mut main = step.main.clone();
    if combo(ui, &t!("sop.edit.main"), &mut main, &choices) {
        Draft::set_main(step, main);
    }
    ui.label(text::strong(t!("sop.edit.also")));
    ui.horizontal_wrapped(|ui| {
        for actor in actors {
            if actor.key == step.main {
                continue;
            }
            let on = step.also.contains(&actor.key);
            if chip(ui, on, &actor.name, None).clicked() {
                Draft::toggle_also(step, &actor.key);
            }
        }
    });
}

/// The kinds of symbols to choose from.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Box,
    WideBox,
    Diamond,
}

fn symbol(ui: &mut Ui, step: &mut Step, titles: &[String]) {
    ui.label(text::strong(t!("sop.edit.symbol")));
    let mut kind = match step.symbol {
        Symbol::Capsule => {
            ui.add(Label::new(text::muted(t!("sop.edit.capsule"))).wrap());
            return;
        }
        Symbol::Box => Kind::Box,
        Symbol::WideBox => Kind::WideBox,
        Symbol::Diamond { .. } => Kind::Diamond,
    };
    let words = [t!("sop.edit.symbol_box"), t!("sop.edit.symbol_wide"), t!("sop.edit.symbol_diamond")];
    let kinds = [(Kind::Box, &*words[0]), (Kind::WideBox, &*words[1]), (Kind::Diamond, &*words[2])];
    if segmented(ui, &t!("sop.edit.symbol"), &mut kind, &kinds) {
        step.symbol = match kind {
            Kind::Box => Symbol::Box,
            Kind::WideBox => Symbol::WideBox,
            Kind::Diamond => Draft::decision(step.no),
        };
    }
    match &mut step.symbol {
        Symbol::WideBox => {
            ui.add(Label::new(text::small(t!("sop.edit.wide_hint"))).wrap());
        }
        Symbol::Diamond { no_to } => {
            let index = usize::from(step.no.0);
            let next = titles.get(index).map_or("", String::as_str);
            let earlier: Vec<_> = (1..step.no.0).map(StepNo).zip(titles.iter().map(String::as_str)).collect();
            side_by_side(
                ui,
                [
                    &mut |ui| {
                        ui.label(text::strong(t!("sop.edit.yes_to")));
                        ui.add(Label::new(text::body(next)).wrap());
                    },
                    &mut |ui| {
                        combo(ui, &t!("sop.edit.no_to"), no_to, &earlier);
                    },
                ],
            );
        }
        Symbol::Capsule | Symbol::Box => {}
    }
}

/// The texts and the standard time of a step.
fn texts(ui: &mut Ui, step: &mut Step) {
    TextField::new(&t!("sop.table.activity"), &mut step.activity).rows(2).show(ui);
    let Step { requirement_text, output_text, .. } = step;
    side_by_side(
        ui,
        [
            &mut |ui| {
                TextField::new(&t!("sop.table.requirement"), requirement_text).rows(2).show(ui);
            },
            &mut |ui| {
                TextField::new(&t!("sop.table.output"), output_text).rows(2).show(ui);
            },
        ],
    );
    let Step { time, time_text, remark, .. } = step;
    side_by_side(
        ui,
        [
            &mut |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                let label = ui.label(text::strong(t!("sop.table.time")));
                ui.horizontal(|ui| standard_time(ui, time, time_text, label.id));
            },
            &mut |ui| {
                TextField::new(&t!("sop.table.remark"), remark).show(ui);
            },
        ],
    );
}

/// The standard time: a number and its unit. Changing either also changes the printed words.
fn standard_time(ui: &mut Ui, time: &mut StandardTime, printed: &mut String, label: Id) {
    let (mut number, mut in_days) = match *time {
        StandardTime::Minutes(minutes) => (minutes, false),
        StandardTime::Days(days) => (days, true),
    };
    let drag = DragValue::new(&mut number).range(1..=if in_days { 366 } else { 10_000 }).speed(0.1);
    let mut changed = ui.add_sized([72.0, space::CONTROL_HEIGHT], drag).labelled_by(label).changed();
    let (minutes, days) = (t!("sop.edit.minutes"), t!("sop.edit.days"));
    changed |= segmented(ui, &t!("sop.edit.time_unit"), &mut in_days, &[(false, &*minutes), (true, &*days)]);
    if changed {
        *time = if in_days { StandardTime::Days(number.min(366)) } else { StandardTime::Minutes(number) };
        // The form is Indonesian, in any language of the window.
        *printed = Language::Indonesian.standard_time(*time);
    }
}

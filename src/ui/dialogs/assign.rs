//! Incoming files: each with a proposed place; nothing is attached before the person confirms.

use eframe::egui::{self, Align, ComboBox, Context, Label, Layout, Ui};
use rust_i18n::t;

use super::Answer;
use crate::archive::{Duplicate, Whereabouts};
use crate::calendar::Language;
use crate::cycle::{Cycle, CycleId};
use crate::explain;
use crate::jobs::{Attach, FoundFile};
use crate::sop::StepNo;
use crate::ui::components::{
    DialogAnswer, DialogFrame, combo, fold, icon, icon_text, options, segmented, truncated, well,
};
use crate::ui::contract::{Model, Target};
use crate::ui::deeds;
use crate::ui::filing::{Filing, attach, last_part, propose, title_of};
use crate::ui::parts::file_icon;
use crate::ui::theme::{TokensExt as _, icon_at, icons, space, text};
use crate::words;

/// In longer lists, rows out of view are not drawn.
const SHORT: usize = 40;
/// Height of the choice whether to attach a file whose content is already there.
const CHOICE_HEIGHT: f32 = 36.0;

/// The files and their places as chosen so far.
#[derive(Debug, Clone)]
pub struct Assign {
    cycle: CycleId,
    /// The step that the files were put on; none when it is unknown, and the dialog asks.
    aimed: Option<StepNo>,
    /// The step last chosen for all files at once.
    all_to: StepNo,
    rows: Vec<Row>,
    /// Files that operating systems and programs leave in folders; skipped unless the person wants one of
    /// them.
    leftovers: Vec<Row>,
    leftovers_shown: bool,
    unfit: Vec<FoundFile>,
}

/// A file with its choices.
#[derive(Debug, Clone)]
struct Row {
    file: FoundFile,
    step: StepNo,
    filing: Filing,
    skip: bool,
    /// Documents that have the same content already, those of this cycle first.
    same: Vec<Duplicate>,
    /// Height of the row in the last frame, in points; 0 before the first.
    height: f32,
}

impl Assign {
    /// The dialog for files that were found; none when the cycle is gone.
    ///
    /// Files left by operating systems, and files whose content this cycle already has, are skipped unless
    /// the person wants them. Content that only another cycle has is not skipped. Without a target, the first
    /// step that a file name points to is preselected, else the current step.
    pub fn new(
        model: &Model,
        cycle: CycleId,
        target: Option<&Target>,
        found: Vec<FoundFile>,
    ) -> Option<Self> {
        let (snapshot, cycle) = (model.snapshot()?, model.cycle(cycle)?);
        let aimed = target.map(Target::step).filter(|no| cycle.sop.step(*no).is_some());
        let turn = model.nav.step.or_else(|| cycle.state().current()).unwrap_or_else(|| cycle.sop.last());
        let by_name = |file: &FoundFile| cycle.sop.propose_step(last_part(&file.name)).into_iter().next();
        let single = found.len() == 1;
        let (fit, unfit): (Vec<_>, Vec<_>) = found.into_iter().partition(|file| file.unfit.is_none());
        let (leftovers, rows): (Vec<_>, Vec<_>) = fit
            .into_iter()
            .map(|file| {
                let step = aimed.or_else(|| by_name(&file)).unwrap_or(turn);
                let filing = match target {
                    Some(Target::Slot(_, key)) => Filing::Slot(key.clone()),
                    Some(Target::Document(_, id)) if single => Filing::Version(id.clone()),
                    _ => propose(cycle, step, &file.name),
                };
                let mut same = file.sha256.as_deref().map_or_else(Vec::new, |it| snapshot.duplicates(it));
                same.sort_by_key(|other| other.cycle != cycle.id);
                let held = same.first().is_some_and(|other| other.cycle == cycle.id);
                let skip = held || file.is_leftover();
                Row { step, filing, skip, same, file, height: 0.0 }
            })
            .partition(|row| row.file.is_leftover());
        let all_to = aimed.or_else(|| rows.first().map(|row| row.step)).unwrap_or(turn);
        Some(Self { cycle: cycle.id, aimed, all_to, rows, leftovers, leftovers_shown: false, unfit })
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let Some(cycle) = model.cycle(self.cycle) else { return Answer::dismissed() };
        let files = self.attaches(cycle);
        let title = if let Some(no) = self.aimed {
            t!("documents.assign.title_step", step = words::step_inline(&cycle.sop, no))
        } else {
            t!("documents.assign.title")
        };
        let confirm = match files.len() {
            0 => t!("documents.assign.nothing"),
            n => t!("documents.assign.confirm", n = n),
        };
        let dialog = DialogFrame::new("assign", &title, &confirm).width(680.0).enabled(!files.is_empty());
        let ((), answer) = dialog.show(ctx, |ui, _| self.body(ui, cycle, model.language()));
        if self.attaches(cycle) != files {
            // The button was drawn with the number of files before this frame's choices.
            ctx.request_repaint();
        }
        match answer {
            None => Answer::open(),
            Some(DialogAnswer::Dismissed) => Answer::dismissed(),
            Some(DialogAnswer::Confirmed) => Answer::confirmed(deeds::Attach { cycle: self.cycle, files }),
        }
    }

    /// What would be attached according to the present choices.
    fn attaches(&self, cycle: &Cycle) -> Vec<Attach> {
        let wanted = self.rows.iter().chain(&self.leftovers).filter(|row| !row.skip);
        wanted
            .filter_map(|row| attach(cycle, &row.file, row.step, &row.filing, title_of(&row.file.name)))
            .collect()
    }

    fn body(&mut self, ui: &mut Ui, cycle: &Cycle, language: Language) {
        ui.add(Label::new(text::muted(t!("documents.assign.explanation"))).wrap());
        ui.add_space(space::S);
        if self.aimed.is_none() || self.rows.len() > 1 {
            self.all_to_ui(ui, cycle);
            ui.add_space(space::S);
        }
        let steps: Vec<(StepNo, String)> =
            cycle.sop.steps.iter().map(|step| (step.no, words::step(&cycle.sop, step.no))).collect();
        ui.push_id("rows", |ui| rows_ui(ui, &mut self.rows, cycle, &steps, language));
        if !self.leftovers.is_empty() {
            let words = t!("documents.assign.leftovers", n = self.leftovers.len());
            fold(ui, &mut self.leftovers_shown, &words);
            if self.leftovers_shown {
                ui.push_id("leftovers", |ui| rows_ui(ui, &mut self.leftovers, cycle, &steps, language));
            }
        }
        self.unfit_ui(ui);
    }

    /// Choosing one step for all files; afterwards each file's step can still be changed.
    fn all_to_ui(&mut self, ui: &mut Ui, cycle: &Cycle) {
        let steps: Vec<(StepNo, String)> =
            cycle.sop.steps.iter().map(|step| (step.no, words::step(&cycle.sop, step.no))).collect();
        let choices: Vec<(StepNo, &str)> = steps.iter().map(|(no, words)| (*no, words.as_str())).collect();
        let label = if self.aimed.is_some() {
            t!("documents.assign.all_to_step")
        } else {
            t!("documents.assign.which_step")
        };
        if combo(ui, &label, &mut self.all_to, &choices) {
            for row in self.rows.iter_mut().chain(&mut self.leftovers) {
                row.step = self.all_to;
                row.filing = propose(cycle, row.step, &row.file.name);
            }
        }
    }

    fn unfit_ui(&self, ui: &mut Ui) {
        if self.unfit.is_empty() {
            return;
        }
        ui.add_space(space::S);
        let ink = ui.tokens().needs_review.ink;
        let words = t!("documents.assign.unfit", n = self.unfit.len());
        icon_text(ui, icons::WARNING, text::strong(words).color(ink), ink);
        for file in self.unfit.iter().take(SHORT) {
            truncated(ui, text::body(&file.name));
            if let Some(why) = file.unfit {
                ui.add(Label::new(text::small(explain::unfit(why))).wrap());
            }
        }
    }
}

/// Draws files with their choices; rows out of view only take up their height.
fn rows_ui(ui: &mut Ui, rows: &mut [Row], cycle: &Cycle, steps: &[(StepNo, String)], language: Language) {
    let long = rows.len() > SHORT;
    for (index, row) in rows.iter_mut().enumerate() {
        ui.push_id(index, |ui| {
            let at = ui.next_widget_position();
            let space_of_row = egui::Rect::from_min_size(at, egui::vec2(ui.available_width(), row.height));
            if long && row.height > 0.0 && !ui.is_rect_visible(space_of_row) {
                ui.add_space(row.height);
                return;
            }
            row.height = row_ui(ui, row, cycle, steps, language);
        });
    }
}

/// Draws a file with its choices; returns the height in points.
fn row_ui(ui: &mut Ui, row: &mut Row, cycle: &Cycle, steps: &[(StepNo, String)], language: Language) -> f32 {
    let spacing = ui.spacing().item_spacing.y;
    let response = well(ui, |ui| {
        let name = row.file.name.clone();
        ui.horizontal(|ui| {
            if !row.same.is_empty() {
                ui.set_min_height(CHOICE_HEIGHT);
            }
            let color = ui.tokens().text_muted;
            icon(ui, file_icon(&name), 20.0, color);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                skip_ui(ui, row, &name);
                ui.add(Label::new(text::small(language.size(row.file.size))));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    truncated(ui, text::strong(&name));
                });
            });
        });
        if let [first, more @ ..] = &row.same[..] {
            let ink = ui.tokens().needs_review.ink;
            let mut place = same_place(cycle, first);
            if !more.is_empty() {
                place = t!("documents.assign.same_and_more", place = place, n = more.len()).into_owned();
            }
            let words = t!("documents.assign.same_content", place = place);
            icon_text(ui, icons::COPY, text::small_strong(words).color(ink), ink);
        }
        if !row.skip {
            place_ui(ui, row, cycle, steps, &name);
        }
    });
    response.response.rect.height() + spacing
}

/// Where the same content is: step and title, and the cycle if it is another one.
fn same_place(cycle: &Cycle, same: &Duplicate) -> String {
    let place = format!("{} · {}", t!("step.short", no = same.step), same.title);
    let elsewhere = match &same.whereabouts {
        Whereabouts::Dossier(_) => {
            t!("documents.assign.same_in_dossier", place = place, cycle = words::cycle_title(same.cycle))
        }
        _ if same.cycle != cycle.id => {
            t!("documents.assign.same_in_cycle", place = place, cycle = words::cycle_title(same.cycle))
        }
        _ => place.into(),
    };
    match same.whereabouts {
        Whereabouts::Removed => t!("documents.assign.same_in_removed", place = elsewhere).into_owned(),
        Whereabouts::Cycle | Whereabouts::Dossier(_) => elsewhere.into_owned(),
    }
}

/// Whether to attach or skip a file whose content is already there.
fn skip_ui(ui: &mut Ui, row: &mut Row, name: &str) {
    if !row.same.is_empty() {
        let (skip, anyway) = (t!("documents.assign.skip"), t!("documents.assign.anyway"));
        let of = t!("documents.assign.choice_of", name = name);
        // The layout is right to left.
        segmented(ui, &of, &mut row.skip, &[(false, &*anyway), (true, &*skip)]);
        return;
    }
    let response = ui.checkbox(&mut row.skip, t!("documents.assign.skip").into_owned());
    response.accessible_name(t!("documents.assign.skip_this", name = name));
}

/// The choice of step and place, side by side.
fn place_ui(ui: &mut Ui, row: &mut Row, cycle: &Cycle, steps: &[(StepNo, String)], name: &str) {
    ui.horizontal(|ui| {
        let width = (ui.available_width() - space::S) / 2.0;
        let choices: Vec<(StepNo, &str)> = steps.iter().map(|(no, words)| (*no, words.as_str())).collect();
        let of = t!("documents.assign.step_of", name = name);
        if choose(ui, "step", &of, width, &mut row.step, &choices) {
            row.filing = propose(cycle, row.step, name);
        }
        let places = places(cycle, row.step, true);
        let choices: Vec<(Filing, &str)> =
            places.iter().map(|(filing, words)| (filing.clone(), words.as_str())).collect();
        let of = t!("documents.assign.place_of", name = name);
        choose(ui, "place", &of, width, &mut row.filing, &choices);
    });
}

/// What a file can become at a step, in words; with `versions`, also a new version of each document there.
pub(super) fn places(cycle: &Cycle, no: StepNo, versions: bool) -> Vec<(Filing, String)> {
    let mut places = Vec::new();
    let Some(step) = cycle.sop.step(no) else { return places };
    for (key, slots) in
        [("documents.place.requirement", &step.requirements), ("documents.place.output", &step.outputs)]
    {
        for slot in slots.iter().filter(|slot| !slot.equipment) {
            places.push((Filing::Slot(slot.key.clone()), t!(key, slot = slot.label).into_owned()));
        }
    }
    places.push((Filing::Extra, t!("documents.place.extra").into_owned()));
    if versions {
        for document in cycle.state().documents_of(no) {
            let words = t!("documents.place.version_of", title = document.title);
            places.push((Filing::Version(document.id.clone()), words.into_owned()));
        }
    }
    places
}

/// A combo box without a label above it; `name` is what a screen reader says.
fn choose<V: PartialEq + Clone>(
    ui: &mut Ui,
    id: &str,
    name: &str,
    width: f32,
    value: &mut V,
    choices: &[(V, &str)],
) -> bool {
    let shown = choices.iter().find(|(choice, _)| choice == value).map_or("", |(_, words)| *words);
    let mut changed = false;
    let combo = ComboBox::from_id_salt(id).selected_text(shown).width(width).truncate();
    let combo = combo.icon(|ui, rect, visuals, _open| {
        icon_at(ui, rect.center(), icons::CARET_DOWN, 14.0, visuals.fg_stroke.color);
    });
    let inner = combo.show_ui(ui, |ui| changed = options(ui, width, value, choices));
    inner.response.accessible_name(name);
    changed
}

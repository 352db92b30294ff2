//! The flowchart table, word for word, with the corrections and the sureness of each lane in its margin.

use eframe::egui::{Frame, Label, Margin, Rangef, Rect, Ui};
use rust_i18n::t;

use super::flow;
use super::ruled::{corrections, outline, row, row_padded, rule, wording};
use crate::calendar::{Language, OfficeHours};
use crate::sop::{Sop, Step, Sureness, Symbol};
use crate::ui::components::{badge_text, icon_text};
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// Width of the margin at the right, beside the ruled table.
const MARGIN: f32 = 216.0;
const NUMBER: f32 = 34.0;
const TIME: f32 = 86.0;
/// Least height of a row: room for a symbol and the arrows above and below it.
const ROW_HEIGHT: f32 = 58.0;
const DECISION_HEIGHT: f32 = 76.0;

/// Widths of the columns.
struct Columns {
    /// Number, activity, a cell per lane, requirement, time, output. The first and the last lane's cell
    /// have room for loops beside the lane.
    ruled: Vec<f32>,
    /// Where the lanes lie, from the left edge of the table.
    lanes: Vec<Rangef>,
}

impl Columns {
    fn fit(width: f32, sop: &Sop) -> Self {
        let count = sop.actors.len();
        let lane = if count > 5 { 66.0 } else { 87.0 };
        let [left, right] = flow::gutters(sop, 1.0);
        let rest = width - MARGIN - NUMBER - TIME - lane * count as f32 - left - right;
        let rest = rest.max(350.0);
        let activity = (rest * 0.40).round();
        let wording = (rest * 0.30).round();
        let from = NUMBER + activity + left;
        let lanes: Vec<Rangef> = (0..count)
            .map(|index| from + lane * index as f32)
            .map(|min| Rangef::new(min, min + lane))
            .collect();
        let mut cells = vec![lane; count];
        if let Some(first) = cells.first_mut() {
            *first += left;
        }
        if let Some(last) = cells.last_mut() {
            *last += right;
        }
        let ruled = [NUMBER, activity].into_iter().chain(cells).chain([wording, TIME, wording]).collect();
        Self { ruled, lanes }
    }

    fn lanes_width(&self) -> f32 {
        self.ruled[2..self.ruled.len() - 3].iter().sum()
    }

    fn quality_width(&self) -> f32 {
        self.ruled[self.ruled.len() - 3..].iter().sum()
    }

    fn activity(&self) -> f32 {
        self.ruled[1]
    }

    fn output(&self) -> f32 {
        self.ruled[self.ruled.len() - 1]
    }
}

/// Draws the table. The total is reckoned by the office's working day.
pub fn show(ui: &mut Ui, sop: &Sop, language: Language, hours: OfficeHours) {
    let paper = ui.tokens().surface;
    Frame::new().fill(paper).inner_margin(Margin::same(space::L as i8)).show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing.y = 0.0;
        let columns = Columns::fit(ui.available_width(), sop);
        let min = ui.cursor().min;
        heads(ui, sop, &columns);
        let rows: Vec<Rect> = sop.steps.iter().map(|step| step_row(ui, sop, step, &columns)).collect();
        let lanes: Vec<Rangef> =
            columns.lanes.iter().map(|lane| Rangef::new(min.x + lane.min, min.x + lane.max)).collect();
        flow::show(ui, sop, &rows, &lanes, 1.0);
        let bottom = total_row(ui, sop, &columns, language, hours);
        outline(ui, min, columns.ruled.iter().sum(), bottom);
    });
}

fn heads(ui: &mut Ui, sop: &Sop, columns: &Columns) {
    let (lanes, quality) = (columns.lanes_width(), columns.quality_width());
    let groups = [NUMBER, columns.activity(), lanes, quality, MARGIN];
    let top = row_padded(ui, &groups, space::XS, |ui, index| {
        let words = match index {
            0 => t!("sop.table.number"),
            1 => t!("sop.table.activity"),
            2 => t!("sop.table.actors"),
            3 => t!("sop.table.quality"),
            _ => t!("sop.table.margin"),
        };
        ui.add(Label::new(text::small_strong(words)).wrap());
    });
    rule(ui, top, &groups[..4], false);
    let line = eframe::egui::Stroke::new(space::STROKE, ui.tokens().line_strong);
    let from = top.left() + NUMBER + columns.activity();
    ui.painter().hline(from..=from + lanes + quality, top.bottom(), line);

    let actors = sop.actors.len();
    let below = row_padded(ui, &columns.ruled, space::XS, |ui, index| {
        let words = match index {
            0 | 1 => return,
            index if index < 2 + actors => sop.actors[index - 2].name.clone(),
            index => match index - 2 - actors {
                0 => t!("sop.table.requirement").into_owned(),
                1 => t!("sop.table.time").into_owned(),
                _ => t!("sop.table.output").into_owned(),
            },
        };
        ui.add(Label::new(text::small_strong(words)).wrap());
    });
    rule(ui, below, &columns.ruled, true);
}

fn step_row(ui: &mut Ui, sop: &Sop, step: &Step, columns: &Columns) -> Rect {
    let actors = sop.actors.len();
    let cells: Vec<f32> = columns.ruled.iter().copied().chain([MARGIN]).collect();
    let rect = row(ui, &cells, |ui, index| match index {
        0 => {
            ui.add(Label::new(text::body(step.no.to_string())));
            let decision = matches!(step.symbol, Symbol::Diamond { .. });
            ui.set_min_height(if decision { DECISION_HEIGHT } else { ROW_HEIGHT } - 14.0);
        }
        1 => {
            wording(ui, &step.activity, &step.corrections);
            if !step.remark.is_empty() {
                ui.add(Label::new(text::small(&step.remark)).wrap());
            }
        }
        index if index < 2 + actors => {}
        index => match index - 2 - actors {
            0 => wording(ui, &step.requirement_text, &step.corrections),
            1 => wording(ui, &step.time_text, &step.corrections),
            2 => wording(ui, &step.output_text, &step.corrections),
            _ => margin(ui, step),
        },
    });
    rule(ui, rect, &columns.ruled, true);
    rect
}

/// What stands beside a row: how sure its lane is, and the corrections.
fn margin(ui: &mut Ui, step: &Step) {
    sureness(ui, step.lane_sureness);
    corrections(ui, &step.corrections);
}

/// How sure a lane is, in words.
pub fn sureness(ui: &mut Ui, sureness: Option<Sureness>) {
    let t = ui.tokens();
    match sureness {
        None => {
            let words = text::small(t!("sop.sureness.confirmed")).color(t.done.ink);
            icon_text(ui, icons::CHECK_CIRCLE, words, t.done.ink);
        }
        Some(Sureness::Low) => {
            badge_text(ui, icons::QUESTION, &t!("sop.sureness.low"), t.needs_review);
        }
        Some(Sureness::Medium) => {
            ui.add(Label::new(text::small(t!("sop.sureness.medium"))));
        }
        Some(Sureness::High) => {
            ui.add(Label::new(text::small(t!("sop.sureness.high"))));
        }
    }
}

/// *Jumlah waktu* as printed, and what it comes to. Answers with the bottom of the table.
fn total_row(ui: &mut Ui, sop: &Sop, columns: &Columns, language: Language, hours: OfficeHours) -> f32 {
    let before: f32 = columns.ruled[..columns.ruled.len() - 2].iter().sum();
    let cells = [before, TIME, columns.output(), MARGIN];
    let rect = row(ui, &cells, |ui, index| match index {
        0 => {
            ui.add(Label::new(text::strong(t!("sop.table.total"))));
        }
        1 => {
            ui.add(Label::new(text::strong(&sop.total.text)).wrap());
        }
        2 => {
            ui.add(Label::new(text::body(&sop.total.output_text)));
        }
        _ => {
            let (whole, rest) = hours.split(sop.total.minutes);
            let sum = language.duration(sop.total.days + whole, rest);
            let words = t!("sop.table.reckoning", sum = sum, minutes = hours.minutes_per_day());
            ui.add(Label::new(text::small(words)).wrap());
        }
    });
    rule(ui, rect, &cells[..3], false);
    rect.bottom()
}

//! The flowchart table, word for word, with the corrections and the sureness of each lane in its margin.

use eframe::egui::{Frame, Label, Margin, Rect, Ui};
use rust_i18n::t;

use super::flow::{self, Lanes};
use super::ruled::{corrections, outline, row, rule, wording};
use crate::calendar::Language;
use crate::sop::{Sop, Step, Sureness};
use crate::ui::components::{badge_text, icon_text};
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// Least width of the margin at the right.
const MARGIN: f32 = 210.0;
const NUMBER: f32 = 40.0;
const TIME: f32 = 74.0;
/// Least height of a row: room for a symbol and the arrows above and below it.
const ROW_HEIGHT: f32 = 62.0;

/// Widths of the columns.
struct Columns {
    activity: f32,
    lane: f32,
    wording: f32,
    margin: f32,
}

impl Columns {
    fn fit(width: f32, lanes: usize) -> Self {
        let lane = if lanes > 5 { 58.0 } else { 76.0 };
        let rest = (width - MARGIN - NUMBER - TIME - lane * lanes as f32).max(420.0);
        Self { activity: rest * 0.40, lane, wording: rest * 0.30, margin: MARGIN }
    }
}

/// Draws the table. `minutes` is the length of the office's working day, by which the total is reckoned.
pub fn show(ui: &mut Ui, sop: &Sop, language: Language, minutes: u32) {
    let paper = ui.tokens().surface;
    Frame::new().fill(paper).inner_margin(Margin::same(space::L as i8)).show(ui, |ui| {
        ui.take_available_width();
        ui.spacing_mut().item_spacing.y = 0.0;
        let columns = Columns::fit(ui.available_width(), sop.actors.len());
        let min = ui.cursor().min;
        let mut widths = vec![NUMBER, columns.activity];
        widths.extend(sop.actors.iter().map(|_| columns.lane));
        widths.extend([columns.wording, TIME, columns.wording]);
        let table_width = widths.iter().sum();

        heads(ui, sop, &columns, &widths);
        let rows: Vec<Rect> = sop.steps.iter().map(|step| step_row(ui, sop, step, &columns, &widths)).collect();
        let left = min.x + NUMBER + columns.activity;
        flow::show(ui, sop, &rows, &Lanes { left, width: columns.lane });
        let bottom = total_row(ui, sop, &widths, &columns, language, minutes);
        outline(ui, min, table_width, bottom);
    });
}

fn heads(ui: &mut Ui, sop: &Sop, columns: &Columns, widths: &[f32]) {
    let lanes = columns.lane * sop.actors.len() as f32;
    let quality = 2.0 * columns.wording + TIME;
    let groups = [NUMBER, columns.activity, lanes, quality, columns.margin];
    let top = row(ui, &groups, |ui, index| {
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
    let from = top.left() + NUMBER + columns.activity;
    ui.painter().hline(from..=from + lanes + quality, top.bottom(), line);

    let actors = sop.actors.len();
    let below = row(ui, widths, |ui, index| {
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
    rule(ui, below, widths, true);
}

fn step_row(ui: &mut Ui, sop: &Sop, step: &Step, columns: &Columns, widths: &[f32]) -> Rect {
    let actors = sop.actors.len();
    let cells: Vec<f32> = widths.iter().copied().chain([columns.margin]).collect();
    let rect = row(ui, &cells, |ui, index| match index {
        0 => {
            ui.add(Label::new(text::body(step.no.to_string())));
            ui.set_min_height(ROW_HEIGHT - 14.0);
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
    rule(ui, rect, widths, true);
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
fn total_row(ui: &mut Ui, sop: &Sop, widths: &[f32], columns: &Columns, language: Language, minutes: u32) -> f32 {
    let before: f32 = widths[..widths.len() - 2].iter().sum();
    let cells = [before, TIME, columns.wording, columns.margin];
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
            let whole = sop.total.minutes / minutes.max(1);
            let sum = language.duration(sop.total.days + whole, sop.total.minutes % minutes.max(1));
            ui.add(Label::new(text::small(t!("sop.table.reckoning", sum = sum, minutes = minutes))).wrap());
        }
    });
    rule(ui, rect, &cells[..3], false);
    rect.bottom()
}

//! *Dihapus*: every document that was removed from a cycle, with a button to restore it. Once the dossier is
//! sealed, also a button that moves the files to a folder where a person may delete them. The program deletes
//! none.

use eframe::egui::{Context, Grid, Label, Ui};
use rust_i18n::t;

use super::Answer;
use crate::cycle::{Command, Cycle, CycleId, Document, Stamp};
use crate::plain::fold;
use crate::ui::components::{Button, DialogFrame, table_column};
use crate::ui::contract::{Action, Model};
use crate::ui::deeds::{Run, SetAsideRemoved};
use crate::ui::theme::{icons, space, text};
use crate::words;

/// Width of the dialog.
const WIDTH: f32 = 980.0;
/// Width of a column head, of a time, and of the button of a row.
const HEAD_WIDTH: f32 = 104.0;
const TIME_WIDTH: f32 = 210.0;
const BUTTON_WIDTH: f32 = 110.0;
/// Narrower columns of free text are hard to read.
const NARROWEST: f32 = 140.0;

/// The column that the list is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Title,
    Step,
    When,
    Who,
    Why,
}

impl Column {
    const ALL: [Self; 5] = [Self::Title, Self::Step, Self::When, Self::Who, Self::Why];

    fn word(self) -> String {
        match self {
            Self::Title => t!("removed.column.title"),
            Self::Step => t!("removed.column.step"),
            Self::When => t!("removed.column.when"),
            Self::Who => t!("removed.column.who"),
            Self::Why => t!("removed.column.why"),
        }
        .into_owned()
    }
}

/// The list with its sort order.
#[derive(Debug, Clone)]
pub struct Removed {
    cycle: CycleId,
    by: Column,
    descending: bool,
    /// Whether the person has ticked that the files may be deleted.
    confirmed: bool,
}

type Row<'a> = (&'a Document, &'a str, &'a Stamp);

impl Removed {
    /// The list for a cycle, the latest removal first.
    pub fn new(cycle: CycleId) -> Self {
        Self { cycle, by: Column::When, descending: true, confirmed: false }
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let Some(cycle) = model.cycle(self.cycle) else { return Answer::dismissed() };
        let read_only = model.snapshot().is_none_or(|snapshot| snapshot.read_only);
        let sealed = cycle.state().is_sealed();
        let title = t!("removed.title", cycle = words::cycle_title(self.cycle));
        let close = t!("removed.close");
        let dialog = DialogFrame::new("removed", &title, &close).width(WIDTH).without_cancel();
        let mut actions = Vec::new();
        let ((), answer) = dialog.show(ctx, |ui, _| {
            let hint = if sealed { t!("removed.sealed_hint") } else { t!("removed.hint") };
            ui.add(Label::new(text::muted(hint)).wrap());
            ui.add_space(space::S);
            let rows = self.rows(cycle);
            if rows.is_empty() {
                ui.add(Label::new(text::body(t!("removed.none"))));
                return;
            }
            actions.extend(self.table_ui(ui, model, cycle, &rows, sealed || read_only));
            if sealed && !read_only {
                ui.add_space(space::M);
                ui.checkbox(&mut self.confirmed, t!("removed.confirm", n = rows.len()));
                let aside = Button::secondary(t!("removed.set_aside")).icon(icons::FOLDER);
                if ui.add_enabled(self.confirmed, aside).clicked() {
                    actions.push(SetAsideRemoved { cycle: self.cycle, aside: true }.into());
                }
            }
        });
        Answer { close: answer.is_some(), actions }
    }

    fn rows<'a>(&self, cycle: &'a Cycle) -> Vec<Row<'a>> {
        let removed = cycle.state().removed_documents();
        let mut rows: Vec<Row<'a>> = removed
            .filter_map(|document| {
                let (reason, stamp) = document.removed.as_ref()?;
                Some((document, reason.as_str(), stamp))
            })
            .collect();
        // The sort is stable: equal rows stay in the order of time.
        rows.sort_by(|a, b| a.2.order().cmp(&b.2.order()));
        match self.by {
            Column::Title => rows.sort_by_key(|row| fold(&row.0.title)),
            Column::Step => rows.sort_by_key(|row| row.0.step),
            Column::When => {}
            Column::Who => rows.sort_by_key(|row| fold(&row.2.by)),
            Column::Why => rows.sort_by_key(|row| fold(row.1)),
        }
        if self.descending {
            rows.reverse();
        }
        rows
    }

    fn table_ui(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        cycle: &Cycle,
        rows: &[Row<'_>],
        fixed: bool,
    ) -> Option<Action> {
        let language = model.language();
        let mut action = None;
        // Document, person and reason get equal shares of what the other columns leave.
        let share = table_column(ui, 3, HEAD_WIDTH + TIME_WIDTH + BUTTON_WIDTH);
        let fifth = table_column(ui, 5, BUTTON_WIDTH);
        let (head, time) = if share < NARROWEST { (fifth, fifth) } else { (HEAD_WIDTH, TIME_WIDTH) };
        let widest = if share < NARROWEST { fifth } else { share };
        let table = Grid::new("removed").num_columns(6).striped(true).spacing([space::M, space::S]);
        table.max_col_width(widest.max(time)).show(ui, |ui| {
            for column in Column::ALL {
                self.head_ui(ui, column, head);
            }
            ui.label("");
            ui.end_row();
            for (document, reason, stamp) in rows {
                let wide = |ui: &mut Ui, words: &str| {
                    ui.scope(|ui| {
                        ui.set_max_width(widest);
                        ui.add(Label::new(text::body(words)).wrap());
                    });
                };
                wide(ui, &document.title);
                let step = t!("step.short", no = document.step);
                ui.label(text::body(words::capitalised(&step)))
                    .on_hover_text(words::step(&cycle.sop, document.step));
                ui.label(text::body(language.date_time(stamp.at.naive_local())));
                wide(ui, &words::person(&stamp.by));
                wide(ui, reason);
                let restore = Button::secondary(t!("step.restore")).icon(icons::ARROW_COUNTER_CLOCKWISE);
                let name = t!("step.restore_this", title = document.title);
                let restored = |ui: &mut Ui| ui.add(restore.small()).accessible_name(name).clicked();
                if !fixed && ui.push_id(&document.id, restored).inner {
                    let document = document.id.clone();
                    let command = Command::RestoreDocument { document, paths: Vec::new() };
                    action = Some(Run::one(self.cycle, command));
                }
                ui.end_row();
            }
        });
        action
    }

    /// The head of a column. A click sorts by the column; a second click reverses the order.
    fn head_ui(&mut self, ui: &mut Ui, column: Column, width: f32) {
        let sorted = self.by == column;
        let caret = match (sorted, self.descending) {
            (false, _) => icons::CARET_UP_DOWN,
            (true, true) => icons::CARET_DOWN,
            (true, false) => icons::CARET_UP,
        };
        let word = column.word();
        let button = Button::quiet(word.clone()).trailing_icon(caret).small();
        let head = ui.scope(|ui| {
            ui.set_min_width(width);
            ui.add(button)
        });
        if head.inner.accessible_name(t!("removed.sort_by", column = word)).clicked() {
            self.descending = sorted && !self.descending;
            self.by = column;
        }
    }
}

//! What each row of the sheet says, before anything is laid out: words and states of a cycle.

use chrono::{Datelike as _, NaiveDate};
use rust_i18n::t;

use crate::calendar::Language;
use crate::cycle::{Cycle, Review, SlotState, StepState, StepStatus, StepTiming};
use crate::sop::{Slot, Step, StepNo, Sureness};
use crate::ui::components::Status;
use crate::ui::parts::status;
use crate::ui::theme::icons;

/// A short remark with the colours of a state.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// Its icon, of `theme::icons`.
    pub icon: &'static str,
    /// Its words.
    pub words: String,
    /// The state that gives the colours.
    pub tone: Status,
}

/// The day that a row shows: when it is due, or when it was done.
#[derive(Debug, Clone, PartialEq)]
pub struct DayWords {
    /// Such as `tenggat 3 Sep`.
    pub words: String,
    /// Such as `terlambat 2 hari`, for a finished step; an unfinished step says so in its state.
    pub late: Option<String>,
    /// Whether the due day has passed.
    pub passed: bool,
}

/// The words and states of a row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowContent {
    /// The step.
    pub no: StepNo,
    /// Number and name of the step, shown on a row that files are dragged over.
    pub drop: String,
    /// Name of the row for screen readers.
    pub name: String,
    /// Aktivitas, word for word.
    pub activity: String,
    /// Corrections, a line each; empty when there is none.
    pub corrections: Vec<String>,
    /// Whose turn it is; none on rows other than the current one.
    pub turn: Option<String>,
    /// Kelengkapan, word for word.
    pub requirement: String,
    /// Waktu as printed.
    pub time: String,
    /// Output, word for word.
    pub output: String,
    /// The day that the step is due or was done.
    pub day: Option<DayWords>,
    /// State of the step.
    pub status: Status,
    /// The colours of the row: its state, or late.
    pub tone: Status,
    /// Further remarks.
    pub flags: Vec<Flag>,
    /// The slots that should hold documents, requirements first.
    pub slots: Vec<SlotState>,
    /// `2 dari 3`; none when nothing is expected.
    pub count: Option<String>,
    /// Whether the step is finished with empty slots.
    pub gaps: bool,
    /// Whether lane and symbol are uncertain.
    pub presumed: bool,
    /// The other actors in the row.
    pub also: Option<String>,
}

impl RowContent {
    /// Whether it is this row's turn.
    pub fn is_current(&self) -> bool {
        self.turn.is_some()
    }
}

/// All rows of a cycle, with the documents that wait on this PC, by step and title. With `live` false, for a
/// sealed dossier, no row is current or has a due date.
pub fn rows(
    cycle: &Cycle,
    timings: &[StepTiming],
    waiting: &[(StepNo, String)],
    live: bool,
    language: Language,
) -> Vec<RowContent> {
    let current = cycle.state().current().filter(|_| live);
    cycle
        .sop
        .steps
        .iter()
        .filter_map(|step| {
            let state = cycle.state().step(step.no)?;
            let timing = timings.iter().find(|timing| timing.step == step.no).filter(|_| live);
            let mut row = row(cycle, step, state, timing, current == Some(step.no), language);
            if let Some(flag) = waiting_flag(waiting, step.no) {
                row.name = format!("{}, {}", row.name, flag.words);
                row.flags.push(flag);
            }
            Some(row)
        })
        .collect()
}

fn row(
    cycle: &Cycle,
    step: &Step,
    state: &StepState,
    timing: Option<&StepTiming>,
    current: bool,
    language: Language,
) -> RowContent {
    let actor = actor_name(cycle, &step.main);
    let status = status(state.status);
    let late_days = timing.map_or(0, |timing| timing.late_days);
    let done = state.status == StepStatus::Done;
    let late = late_days > 0 && !done;

    let mut flags = Vec::new();
    if late {
        let words = t!("sheet.late", days = language.duration(late_days, 0)).into_owned();
        flags.push(Flag { icon: Status::Late.icon(), words, tone: Status::Late });
    }
    if let Some(wait) = state.waiting() {
        let date = short_day(language, wait.from.at.date_naive());
        let words = t!("sheet.waiting_for", party = wait.party, date = date).into_owned();
        flags.push(Flag { icon: icons::BUILDINGS, words, tone: Status::WaitingOutside });
    }
    if let Some(last) = state.returns.last().filter(|_| state.status == StepStatus::Returned) {
        let words = t!("sheet.returned_by", step = last.from).into_owned();
        flags.push(Flag { icon: icons::ARROW_UP, words, tone: Status::Returned });
    }
    if let Some(review) = cycle.review(step.no) {
        let words = match review {
            Review::OwnDocument => t!("sheet.own_changed"),
            Review::Input => t!("sheet.input_changed"),
        };
        flags.push(Flag { icon: icons::WARNING, words: words.into_owned(), tone: Status::NeedsReview });
    }
    if cycle.is_contested_at(step.no) {
        let words = t!("sheet.contested").into_owned();
        flags.push(Flag { icon: icons::ARROWS_LEFT_RIGHT, words, tone: Status::NeedsReview });
    }
    if state.round() > 1 {
        let words = t!("sheet.round", n = state.round()).into_owned();
        flags.push(Flag { icon: icons::ARROWS_CLOCKWISE, words, tone: Status::NotStarted });
    }

    let slots: Vec<SlotState> = expected(step).map(|slot| cycle.slot_state(&slot.key)).collect();
    let filled = slots.iter().filter(|slot| **slot != SlotState::Missing).count();
    let title = &step.title;
    let mut name = t!(
        "sheet.row_named",
        no = step.no,
        title = title,
        actor = actor,
        state = status.word().to_lowercase()
    )
    .into_owned();
    let remarks = flags.iter().map(|flag| flag.words.to_lowercase());
    let documents = (!slots.is_empty())
        .then(|| t!("sheet.documents_named", filled = filled, expected = slots.len()).into_owned());
    for words in remarks.chain(documents) {
        name.push_str(", ");
        name.push_str(&words);
    }

    let also: Vec<&str> = step.also.iter().map(|key| actor_name(cycle, key)).collect();
    RowContent {
        no: step.no,
        drop: t!("sheet.drop", no = step.no, title = title).into_owned(),
        name,
        activity: step.activity.clone(),
        corrections: step.corrections.iter().map(correction_words).collect(),
        turn: current.then(|| t!("sheet.turn", actor = actor).into_owned()),
        requirement: step.requirement_text.clone(),
        time: step.time_text.clone(),
        output: step.output_text.clone(),
        day: day(state, timing, language),
        status,
        tone: if late { Status::Late } else { status },
        flags,
        count: (!slots.is_empty())
            .then(|| t!("sheet.documents", filled = filled, expected = slots.len()).into_owned()),
        gaps: done && filled < slots.len(),
        slots,
        presumed: step.lane_sureness == Some(Sureness::Low),
        also: (!also.is_empty()).then(|| t!("sheet.also", actors = also.join(", ")).into_owned()),
    }
}

/// The remark that documents of the step have not reached the data folder yet.
fn waiting_flag(waiting: &[(StepNo, String)], no: StepNo) -> Option<Flag> {
    let titles: Vec<_> = waiting.iter().filter(|(step, _)| *step == no).map(|(_, title)| title).collect();
    let words = match titles[..] {
        [] => return None,
        [title] => t!("sheet.waits", title = title),
        _ => t!("sheet.many_wait", n = titles.len()),
    };
    Some(Flag { icon: icons::DESKTOP_TOWER, words: words.into_owned(), tone: Status::NotStarted })
}

/// The slots that should hold a document; office equipment is not counted.
pub fn expected(step: &Step) -> impl Iterator<Item = &Slot> {
    step.slots().filter(|slot| !slot.equipment)
}

/// Name of an actor, or its key when the SOP does not know it.
pub fn actor_name<'a>(cycle: &'a Cycle, key: &'a str) -> &'a str {
    cycle.sop.actor(key).map_or(key, |actor| actor.name.as_str())
}

/// A day without its year: `3 Sep`.
pub fn short_day(language: Language, date: NaiveDate) -> String {
    let month: String = language.month(date).chars().take(3).collect();
    format!("{} {month}", date.day())
}

fn day(state: &StepState, timing: Option<&StepTiming>, language: Language) -> Option<DayWords> {
    let late_days = timing.map_or(0, |timing| timing.late_days);
    let passed = late_days > 0;
    match &state.finished {
        Some(finished) if state.status == StepStatus::Done => {
            let date = short_day(language, finished.stamp.at.date_naive());
            let late = || t!("sheet.was_late", days = language.duration(late_days, 0)).into_owned();
            let words = t!("sheet.finished", date = date).into_owned();
            Some(DayWords { words, late: passed.then(late), passed: false })
        }
        _ => {
            let words = t!("sheet.due", date = short_day(language, timing?.due.date)).into_owned();
            Some(DayWords { words, late: None, passed })
        }
    }
}

fn correction_words(correction: &crate::sop::Correction) -> String {
    match correction.wording.as_str() {
        "" => correction.note.clone(),
        wording => format!("“{wording}”: {}", correction.note),
    }
}

//! Due dates and lateness of every step, in office time.

use chrono::NaiveDateTime;

use super::{Cycle, StepState, StepStatus};
use crate::calendar::{Calendar, OfficeMoment};
use crate::sop::StepNo;

/// When a step is due, and how it stands against that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepTiming {
    /// The step.
    pub step: StepNo,
    /// When it should be done: by its real start, or as planned from the steps before it.
    pub due: OfficeMoment,
    /// Working days late; 0 = in time. Judged by day: ten minutes are late only when their day has passed.
    pub late_days: u32,
    /// Whether the clock stands still because somebody outside has the work.
    pub paused: bool,
    /// Office minutes that this round has really taken so far; none before it starts.
    pub spent_minutes: Option<u32>,
}

/// The timing of every step as of `now`, the office's wall time.
///
/// A step that has begun is due its standard time after its start. A step that has not is due its standard
/// time after the step before it ended or is due; so the step whose turn it is can be late before it begins.
pub fn timeline(cycle: &Cycle, calendar: &Calendar, now: NaiveDateTime) -> Vec<StepTiming> {
    let opened = cycle.state().opened.as_ref().map_or(now, |stamp| stamp.at.naive_local());
    let mut ready = calendar.moment(opened);
    let mut timings = Vec::with_capacity(cycle.sop.steps.len());
    let current = cycle.state().current();
    for (step, state) in cycle.sop.steps.iter().zip(&cycle.state().steps) {
        let waits = pauses(state);
        let started = state.started.as_ref().map(|stamp| stamp.at.naive_local());
        let finished = state.finished.as_ref().map(|finished| finished.stamp.at.naive_local());
        let until = finished.unwrap_or(now);
        let start = started.map_or(ready, |at| calendar.moment(at));
        let due = calendar.due(start, step.time, &waits, until);
        let judged = state.status == StepStatus::Done || started.is_some() || current == Some(step.no);
        let paused = state.status == StepStatus::Waiting;
        timings.push(StepTiming {
            step: step.no,
            due: due.at,
            late_days: if judged && !paused { calendar.lateness(due.at, until) } else { 0 },
            paused,
            spent_minutes: started.map(|at| calendar.office_minutes_between(at, until, &waits)),
        });
        ready = match finished {
            Some(at) => calendar.moment(at),
            // The steps after this one cannot begin in the past.
            None => due.at.max(calendar.moment(now)),
        };
    }
    timings
}

/// The waits of this round as wall times.
fn pauses(state: &StepState) -> Vec<(NaiveDateTime, Option<NaiveDateTime>)> {
    state
        .waits
        .iter()
        .map(|wait| (wait.from.at.naive_local(), wait.to.as_ref().map(|stamp| stamp.at.naive_local())))
        .collect()
}

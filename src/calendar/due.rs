//! Due dates with the clock paused, lateness, and the time that was really spent.

use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::{Calendar, OfficeMoment};
use crate::sop::StandardTime;

/// A time of waiting for somebody outside the office: begin and end on the wall clock, no end while the
/// waiting lasts.
pub type Pause = (NaiveDateTime, Option<NaiveDateTime>);

/// When a step is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Due {
    /// The due moment; while the clock is paused, as if the pause ended now.
    pub at: OfficeMoment,
    /// Whether the clock is paused.
    pub paused: bool,
}

impl Calendar {
    /// When a step begun at `start` is due, the clock having been paused.
    ///
    /// A pause never changes the lateness: who is in time when it begins is in time when it ends, and
    /// who is two days late stays two days late. Pauses may come in any order and overlap.
    pub fn due(&self, start: OfficeMoment, time: StandardTime, pauses: &[Pause], now: NaiveDateTime) -> Due {
        let unpaused = self.add(start, time);
        let at = merged(pauses, now).into_iter().fold(unpaused, |at, (from, to)| {
            if self.lateness(at, from) > 0 {
                let days = self.working_days_between(from.date(), to.date());
                return self.add(at, StandardTime::Days(days));
            }
            let end = self.moment(to);
            let (days, minutes) = self.hours.split(self.elapsed(self.moment(from).max(start), end));
            let moved = self.add(self.add(at, StandardTime::Days(days)), StandardTime::Minutes(minutes));
            // A step past its due minute, but not past its due day, when the pause began is due when the
            // pause ends.
            moved.max(end)
        });
        Due { at, paused: pauses.iter().any(|(_, to)| to.is_none()) }
    }

    /// How many working days have begun since the day on which the step was due; 0 is in time.
    ///
    /// Lateness is judged by the day: a step of ten minutes is late only when its day has passed. A
    /// weekend or holiday after the due day makes nobody late.
    pub fn lateness(&self, due: OfficeMoment, at: NaiveDateTime) -> u32 {
        self.working_days_between(due.date, at.date())
    }

    /// Office minutes really spent between two times of the wall clock, without the pauses. Work in the
    /// evening or on a day off counts nothing.
    pub fn office_minutes_between(&self, from: NaiveDateTime, to: NaiveDateTime, pauses: &[Pause]) -> u32 {
        let minutes = |from, to| self.elapsed(self.moment(from), self.moment(to));
        let waited = merged(pauses, to)
            .into_iter()
            .map(|(begin, end)| minutes(begin.max(from), end.min(to)))
            .fold(0, u32::saturating_add);
        minutes(from, to).saturating_sub(waited)
    }
}

/// The pauses in order and without overlap; one that still lasts ends `now`.
fn merged(pauses: &[Pause], now: NaiveDateTime) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    let mut closed: Vec<_> = pauses.iter().map(|(from, to)| (*from, to.unwrap_or(now))).collect();
    closed.retain(|(from, to)| from < to);
    closed.sort_unstable();
    closed.dedup_by(|(from, to), (_, last)| {
        let overlaps = *from <= *last;
        if overlaps {
            *last = (*last).max(*to);
        }
        overlaps
    });
    closed
}

//! Points in office time, and moving along it.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::Calendar;
use crate::sop::{StandardTime, StepNo};

/// A point in office time.
///
/// The last minute of a working day and minute 0 of the next are the same instant, but not the same
/// date: work that takes a day to its very end is due on that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeMoment {
    /// A working day.
    pub date: NaiveDate,
    /// Minutes since opening, from 0 to the length of the working day.
    pub minute: u32,
}

impl Calendar {
    /// The point in office time at that time of the wall clock.
    ///
    /// Before opening it is minute 0. After closing it is the end of the same day, so that a step
    /// finished in the evening is finished that day. A day off counts as the start of the next
    /// working day.
    pub fn moment(&self, at: NaiveDateTime) -> OfficeMoment {
        self.settle(OfficeMoment { date: at.date(), minute: self.hours.minute_of(at.time()) })
    }

    /// The time of the wall clock at that point in office time.
    pub fn wall_clock(&self, moment: OfficeMoment) -> NaiveDateTime {
        moment.date.and_time(self.hours.time_of(moment.minute))
    }

    /// The point in office time when work of that length, begun at `moment`, is to be finished.
    ///
    /// Minutes flow over into the next working day; days lead to the same minute, that many working days
    /// later. A time beyond a century is cut off there.
    pub fn add(&self, moment: OfficeMoment, time: StandardTime) -> OfficeMoment {
        let start = self.settle(moment);
        match time {
            StandardTime::Days(days) => {
                OfficeMoment { date: self.nth_working_day(start.date, days), minute: start.minute }
            }
            StandardTime::Minutes(minutes) => {
                let day = self.hours.minutes_per_day();
                let total = start.minute.saturating_add(minutes);
                // A day is full at its last minute, not over: 480 of 480 still belongs to it.
                let days = total.saturating_sub(1) / day;
                OfficeMoment { date: self.nth_working_day(start.date, days), minute: total - days * day }
            }
        }
    }

    /// The due moment of each step when the steps follow one another from `start` on.
    pub fn schedule(
        &self,
        start: OfficeMoment,
        steps: &[(StepNo, StandardTime)],
    ) -> Vec<(StepNo, OfficeMoment)> {
        let next = |at: &mut OfficeMoment, (no, time): &(StepNo, StandardTime)| {
            *at = self.add(*at, *time);
            Some((*no, *at))
        };
        steps.iter().scan(start, next).collect()
    }

    /// Office minutes from one moment to another; 0 if `to` is not after `from`.
    pub fn elapsed(&self, from: OfficeMoment, to: OfficeMoment) -> u32 {
        if to <= from {
            return 0;
        }
        let days = self.working_days_between(from.date, to.date);
        (days * self.hours.minutes_per_day() + to.minute).saturating_sub(from.minute)
    }

    /// The moment itself if it lies in office time; for a day off, the start of the next working day; for a
    /// minute beyond the working day, the end of that day.
    fn settle(&self, moment: OfficeMoment) -> OfficeMoment {
        if self.is_working_day(moment.date) {
            OfficeMoment { minute: moment.minute.min(self.hours.minutes_per_day()), ..moment }
        } else {
            OfficeMoment { date: self.next_working_day(moment.date), minute: 0 }
        }
    }
}

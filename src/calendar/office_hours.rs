//! When the office is open.

use chrono::{NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

/// The length of a working day and when it begins.
///
/// By default 480 minutes from 07.30. The law has 37.5 hours a week without breaks, from 07.30
/// (Perpres 21/2023); yet the total that the SOP prints comes out only at 480 minutes a day, so the
/// lunch break is not modelled and the office may set another length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct OfficeHours {
    minutes_per_day: u32,
    opens: NaiveTime,
}

/// Why office hours were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// A working day needs at least a minute.
    #[error("a working day of no minutes")]
    NoMinutes,
    /// A working day must end on the day on which it began.
    #[error("the office would close after midnight")]
    PastMidnight,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    minutes_per_day: u32,
    opens: NaiveTime,
}

impl TryFrom<Unchecked> for OfficeHours {
    type Error = HoursError;

    fn try_from(unchecked: Unchecked) -> Result<Self, HoursError> {
        Self::new(unchecked.minutes_per_day, unchecked.opens)
    }
}

impl OfficeHours {
    /// Hours of `minutes_per_day` from `opens` on; they must end before midnight.
    pub fn new(minutes_per_day: u32, opens: NaiveTime) -> Result<Self, HoursError> {
        let opens_minute = opens.num_seconds_from_midnight() / 60;
        if minutes_per_day == 0 {
            Err(HoursError::NoMinutes)
        } else if minutes_per_day.saturating_add(opens_minute) >= 24 * 60 {
            Err(HoursError::PastMidnight)
        } else {
            Ok(Self { minutes_per_day, opens })
        }
    }

    /// Length of a working day in minutes; at least 1.
    pub fn minutes_per_day(self) -> u32 {
        self.minutes_per_day
    }

    /// When the working day begins.
    pub fn opens(self) -> NaiveTime {
        self.opens
    }

    /// When the working day ends.
    pub fn closes(self) -> NaiveTime {
        self.time_of(self.minutes_per_day)
    }

    /// Whole working days and the minutes left over.
    pub fn split(self, minutes: u32) -> (u32, u32) {
        (minutes / self.minutes_per_day, minutes % self.minutes_per_day)
    }

    /// Minutes since opening at that time of day: 0 before opening, the whole day after closing.
    pub(super) fn minute_of(self, time: NaiveTime) -> u32 {
        let since_opening = u32::try_from((time - self.opens).num_minutes()).unwrap_or(0);
        since_opening.min(self.minutes_per_day)
    }

    /// The time of day at that minute of the working day.
    pub(super) fn time_of(self, minute: u32) -> NaiveTime {
        self.opens + TimeDelta::minutes(i64::from(minute.min(self.minutes_per_day)))
    }
}

impl Default for OfficeHours {
    fn default() -> Self {
        let opens = NaiveTime::MIN + TimeDelta::minutes(7 * 60 + 30);
        Self { minutes_per_day: 480, opens }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    #[test]
    fn by_default_the_day_runs_from_half_past_seven_to_half_past_three() {
        let hours = OfficeHours::default();
        assert_eq!((hours.opens(), hours.closes()), (time(7, 30), time(15, 30)));
        assert_eq!(OfficeHours::new(480, time(7, 30)), Ok(hours));
    }

    #[test]
    fn impossible_hours_are_refused() {
        assert_eq!(OfficeHours::new(0, time(7, 30)), Err(HoursError::NoMinutes));
        assert_eq!(OfficeHours::new(480, time(16, 0)), Err(HoursError::PastMidnight));
        assert_eq!(OfficeHours::new(u32::MAX, time(0, 0)), Err(HoursError::PastMidnight));
        assert!(OfficeHours::new(479, time(16, 0)).is_ok());
    }

    #[test]
    fn a_file_with_impossible_hours_is_refused() {
        let read = |text| ron::from_str::<OfficeHours>(text);
        assert!(read(r#"(minutes_per_day: 450, opens: "08:00:00")"#).is_ok());
        assert!(read(r#"(minutes_per_day: 0, opens: "08:00:00")"#).is_err());
        assert!(read(r#"(minutes_per_day: 450, opens: "08:00:00", lunch: 60)"#).is_err());
    }

    #[test]
    fn minutes_of_the_day_stay_within_it() {
        let hours = OfficeHours::default();
        let table =
            [((0, 0), 0), ((7, 29), 0), ((7, 31), 1), ((9, 30), 120), ((15, 30), 480), ((23, 59), 480)];
        for ((hour, minute), expected) in table {
            assert_eq!(hours.minute_of(time(hour, minute)), expected, "{hour}.{minute}");
        }
        assert_eq!(hours.split(485), (1, 5));
    }
}

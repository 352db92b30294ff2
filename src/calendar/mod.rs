//! Office time: working days, holidays, due dates, and how dates and durations read in words.
//!
//! All of it is pure: the time of day comes in as an argument. A search through the calendar never
//! goes further than a century, so a far or broken date can't make the program loop.

mod csv;
mod due;
mod holidays;
mod numbers;
mod office_hours;
mod office_time;
mod words;
mod working_days;

#[cfg(test)]
mod tests;

pub use csv::{LineError, LineErrorKind, parse_date, parse_holidays, to_csv};
pub use due::{Due, Pause};
pub use holidays::{Holiday, HolidayKind};
pub use office_hours::{HoursError, OfficeHours};
pub use office_time::OfficeMoment;
pub use words::Language;
pub use working_days::Calendar;

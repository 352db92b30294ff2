//! Dates, durations and due dates in words.
//!
//! The tables stand here and not in the catalogues: they are grammar rather than wording, and the language
//! comes in as an argument, so papers can be printed in one language while the window shows another.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use super::{Calendar, HolidayKind};
use crate::sop::StandardTime;

/// A language of the program.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Bahasa Indonesia, the language of the office.
    #[default]
    Indonesian,
    /// English.
    English,
}

pub(super) const MONTHS: [[&str; 12]; 2] = [
    [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
];

/// Names of the weekdays by language, from Monday.
pub(super) const WEEKDAYS: [[&str; 7]; 2] = [
    ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
];

impl Language {
    /// All languages, the office's first.
    pub const ALL: [Self; 2] = [Self::Indonesian, Self::English];

    /// ISO 639-1 code, the key of the catalogues.
    pub fn code(self) -> &'static str {
        self.pick("id", "en")
    }

    /// What the language calls itself.
    pub fn own_name(self) -> &'static str {
        self.pick("Bahasa Indonesia", "English")
    }

    /// `September`.
    pub fn month(self, date: NaiveDate) -> &'static str {
        MONTHS[self as usize][date.month0() as usize]
    }

    /// `Senin`.
    pub fn weekday(self, day: Weekday) -> &'static str {
        WEEKDAYS[self as usize][day.num_days_from_monday() as usize]
    }

    /// `1 September 2018`.
    pub fn date(self, date: NaiveDate) -> String {
        format!("{} {} {}", date.day(), self.month(date), date.year())
    }

    /// `Senin, 3 September 2018`.
    pub fn long_date(self, date: NaiveDate) -> String {
        format!("{}, {}", self.weekday(date.weekday()), self.date(date))
    }

    /// `03-09-2018`; in English `03 Sep 2018`, which can't be read as the ninth of March.
    pub fn short_date(self, date: NaiveDate) -> String {
        let (day, year) = (date.day(), date.year());
        match self {
            Self::Indonesian => format!("{day:02}-{:02}-{year}", date.month()),
            Self::English => format!("{day:02} {:.3} {year}", self.month(date)),
        }
    }

    /// `13.45`.
    pub fn time(self, time: NaiveTime) -> String {
        format!("{:02}{}{:02}", time.hour(), self.pick(".", ":"), time.minute())
    }

    /// `3 September 2018 pukul 13.45`.
    pub fn date_time(self, at: NaiveDateTime) -> String {
        let (date, time) = (self.date(at.date()), self.time(at.time()));
        format!("{date} {} {time}", self.pick("pukul", "at"))
    }

    /// `7 hari 5 menit`, `2 hari`, `120 menit`. Minutes are not made into hours: the SOP has none.
    pub fn duration(self, days: u32, minutes: u32) -> String {
        let in_days = self.counted(days, "hari", "day");
        let in_minutes = self.counted(minutes, "menit", "minute");
        match (days, minutes) {
            (0, _) => in_minutes,
            (_, 0) => in_days,
            _ => format!("{in_days} {in_minutes}"),
        }
    }

    /// A standard time as [`Self::duration`] says it.
    pub fn standard_time(self, time: StandardTime) -> String {
        match time {
            StandardTime::Days(days) if days > 0 => self.duration(days, 0),
            StandardTime::Days(_) => self.counted(0, "hari", "day"),
            StandardTime::Minutes(minutes) => self.duration(0, minutes),
        }
    }

    /// `hari ini`, `besok`, `kemarin`, or the date.
    pub fn day(self, date: NaiveDate, today: NaiveDate) -> String {
        match date.signed_duration_since(today).num_days() {
            0 => self.pick("hari ini", "today").to_owned(),
            1 => self.pick("besok", "tomorrow").to_owned(),
            -1 => self.pick("kemarin", "yesterday").to_owned(),
            _ => self.date(date),
        }
    }

    /// How a due date stands today: `hari ini`, `besok`, `3 hari kerja lagi`, `terlambat 2 hari kerja`.
    /// A due day before this weekend or holiday isn't late yet: `kemarin`, or its date.
    pub fn due(self, due: NaiveDate, today: NaiveDate, calendar: &Calendar) -> String {
        let working_days = |n| self.counted(n, "hari kerja", "working day");
        let tomorrow = today.succ_opt() == Some(due);
        let left = calendar.working_days_between(today, due);
        let late = calendar.working_days_between(due, today);
        match (self, left, late) {
            (Self::Indonesian, 1.., _) if !tomorrow => format!("{} lagi", working_days(left)),
            (Self::English, 1.., _) if !tomorrow => format!("in {}", working_days(left)),
            (Self::Indonesian, _, 1..) => format!("terlambat {}", working_days(late)),
            (Self::English, _, 1..) => format!("{} late", working_days(late)),
            _ => self.day(due, today),
        }
    }

    /// `libur nasional`, `cuti bersama`, `libur khusus`.
    pub fn holiday_kind(self, kind: HolidayKind) -> &'static str {
        match kind {
            HolidayKind::National => self.pick("libur nasional", "national holiday"),
            HolidayKind::Collective => self.pick("cuti bersama", "collective leave"),
            HolidayKind::Special => self.pick("libur khusus", "special holiday"),
        }
    }

    /// A number with its noun. Indonesian has no plural form.
    fn counted(self, n: u32, indonesian: &str, english: &str) -> String {
        let number = self.count(n.into());
        match self {
            Self::Indonesian => format!("{number} {indonesian}"),
            Self::English if n == 1 => format!("{number} {english}"),
            Self::English => format!("{number} {english}s"),
        }
    }

    pub(super) fn pick<T>(self, indonesian: T, english: T) -> T {
        match self {
            Self::Indonesian => indonesian,
            Self::English => english,
        }
    }
}

#[cfg(test)]
mod tests {
    use Language::{English, Indonesian};

    use super::*;
    use crate::calendar::tests::{at, date};

    #[test]
    fn dates_and_times() {
        let monday = date(2018, 9, 3);
        assert_eq!(Indonesian.date(date(2018, 9, 1)), "1 September 2018");
        assert_eq!(Indonesian.long_date(monday), "Senin, 3 September 2018");
        assert_eq!(Indonesian.short_date(monday), "03-09-2018");
        assert_eq!(Indonesian.date_time(at(2018, 9, 3, 13, 45)), "3 September 2018 pukul 13.45");
        assert_eq!(Indonesian.long_date(date(2026, 8, 16)), "Minggu, 16 Agustus 2026");
        assert_eq!(English.long_date(monday), "Monday, 3 September 2018");
        assert_eq!(English.short_date(monday), "03 Sep 2018");
        assert_eq!(English.date_time(at(2018, 9, 3, 7, 5)), "3 September 2018 at 07:05");
    }

    #[test]
    fn durations() {
        let table = [
            (7, 5, "7 hari 5 menit", "7 days 5 minutes"),
            (2, 0, "2 hari", "2 days"),
            (1, 1, "1 hari 1 menit", "1 day 1 minute"),
            (0, 10, "10 menit", "10 minutes"),
            (0, 120, "120 menit", "120 minutes"),
            (0, 0, "0 menit", "0 minutes"),
        ];
        for (days, minutes, indonesian, english) in table {
            assert_eq!(Indonesian.duration(days, minutes), indonesian);
            assert_eq!(English.duration(days, minutes), english);
        }
        assert_eq!(Indonesian.standard_time(StandardTime::Days(2)), "2 hari");
        assert_eq!(Indonesian.standard_time(StandardTime::Days(0)), "0 hari");
        assert_eq!(English.standard_time(StandardTime::Minutes(1)), "1 minute");
    }

    #[test]
    fn the_total_of_the_sop_reads_as_printed() {
        let (days, minutes) = Calendar::default().hours.split(485);
        assert_eq!(Indonesian.duration(6 + days, minutes), "7 hari 5 menit");
    }

    #[test]
    fn due_dates() {
        let calendar = Calendar::default();
        let thursday = date(2026, 7, 9);
        let table = [
            (9, "hari ini", "today"),
            (10, "besok", "tomorrow"),
            (13, "2 hari kerja lagi", "in 2 working days"),
            (14, "3 hari kerja lagi", "in 3 working days"),
            (8, "terlambat 1 hari kerja", "1 working day late"),
            (3, "terlambat 4 hari kerja", "4 working days late"),
        ];
        for (day, indonesian, english) in table {
            let due = date(2026, 7, day);
            assert_eq!(Indonesian.due(due, thursday, &calendar), indonesian, "{due}");
            assert_eq!(English.due(due, thursday, &calendar), english, "{due}");
        }
    }

    #[test]
    fn nobody_is_late_on_a_weekend() {
        let calendar = Calendar::default();
        let friday = date(2026, 7, 10);
        let said = |today| Indonesian.due(friday, today, &calendar);
        assert_eq!(said(date(2026, 7, 11)), "kemarin");
        assert_eq!(said(date(2026, 7, 12)), "10 Juli 2026");
        assert_eq!(said(date(2026, 7, 13)), "terlambat 1 hari kerja");
        assert_eq!(Indonesian.due(date(2026, 7, 13), friday, &calendar), "1 hari kerja lagi");
    }

    #[test]
    fn the_tables_name_the_same_things_in_the_same_order() {
        for (indonesian, english) in MONTHS[0].iter().zip(MONTHS[1]) {
            assert_eq!(indonesian[..1], english[..1], "the months begin with the same letters");
        }
        assert_eq!(Language::ALL.map(|language| language.weekday(Weekday::Sun)), ["Minggu", "Sunday"]);
        assert_eq!(Language::ALL.map(Language::code), ["id", "en"]);
    }

    #[test]
    fn the_farthest_dates_have_words() {
        for date in [NaiveDate::MIN, date(-9999, 1, 1), NaiveDate::MAX] {
            for language in Language::ALL {
                let text = language.long_date(date) + &language.short_date(date);
                assert!(text.contains(&date.year().to_string()));
                assert!(!language.due(date, NaiveDate::MIN, &Calendar::default()).is_empty());
                assert!(!language.due(date, NaiveDate::MAX, &Calendar::default()).is_empty());
            }
        }
    }
}

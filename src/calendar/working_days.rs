//! The calendar of an office: its hours, its holidays, and so its working days.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::holidays::{builtin, fixed_dates, fixed_name};
use super::{Holiday, HolidayKind, OfficeHours};

/// How far any search goes, in calendar days: a century. What lies beyond counts as not there.
const FARTHEST_DAYS: usize = 36_525;

/// The working time of an office.
///
/// Working days are Monday to Friday (Perpres 21/2023) without the holidays. The fixed holidays
/// (1 January, 1 May, 1 June, 17 August, 25 December) hold for every year without being stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// When the office is open.
    pub hours: OfficeHours,
    /// Holidays that the office or the program has entered, by date; a fixed holiday may have another name
    /// here.
    #[serde(with = "by_date")]
    holidays: BTreeMap<NaiveDate, Holiday>,
    /// Dates of fixed holidays that are not off.
    worked: BTreeSet<NaiveDate>,
}

impl Default for Calendar {
    /// The fixed holidays of every year, and the list of 2026.
    fn default() -> Self {
        let holidays = builtin().map(|holiday| (holiday.date, holiday)).collect();
        Self { hours: OfficeHours::default(), holidays, worked: BTreeSet::new() }
    }
}

impl Calendar {
    /// The holiday on that date, if there is one.
    pub fn holiday(&self, date: NaiveDate) -> Option<Cow<'_, Holiday>> {
        if let Some(holiday) = self.holidays.get(&date) {
            return Some(Cow::Borrowed(holiday));
        }
        let name = fixed_name(date).filter(|_| !self.worked.contains(&date))?;
        Some(Cow::Owned(Holiday { date, name: name.to_owned(), kind: HolidayKind::National }))
    }

    /// All holidays of a year by date, the fixed ones included.
    pub fn holidays_of(&self, year: i32) -> Vec<Cow<'_, Holiday>> {
        let entered = self.entered_in(year).map(|holiday| holiday.date);
        let dates: BTreeSet<_> = entered.chain(fixed_dates(year)).collect();
        dates.into_iter().filter_map(|date| self.holiday(date)).collect()
    }

    /// Enters a holiday. Gives back the one that was entered for the same date before.
    pub fn set(&mut self, holiday: Holiday) -> Option<Holiday> {
        self.worked.remove(&holiday.date);
        self.holidays.insert(holiday.date, holiday)
    }

    /// Makes the date an ordinary day again, also if it is a fixed holiday; [`Self::set`] brings it back.
    /// Gives back what was there.
    pub fn remove(&mut self, date: NaiveDate) -> Option<Holiday> {
        let removed = self.holiday(date).map(Cow::into_owned);
        self.holidays.remove(&date);
        if fixed_name(date).is_some() {
            self.worked.insert(date);
        }
        removed
    }

    /// Whether the year's list has been entered. The fixed dates alone don't make a year known, nor
    /// does a single special holiday: it takes a national one of the yearly decree.
    pub fn year_is_known(&self, year: i32) -> bool {
        self.entered_in(year)
            .any(|holiday| holiday.kind == HolidayKind::National && fixed_name(holiday.date).is_none())
    }

    /// The years from one date to another whose list has not been entered; at most the first hundred.
    pub fn missing_years(&self, from: NaiveDate, to: NaiveDate) -> Vec<i32> {
        (from.year()..=to.year()).filter(|year| !self.year_is_known(*year)).take(100).collect()
    }

    /// Whether the office works on that date.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let fixed_holiday = || fixed_name(date).is_some() && !self.worked.contains(&date);
        !weekend && !self.holidays.contains_key(&date) && !fixed_holiday()
    }

    /// The date itself if it is a working day, or the first working day after it.
    pub fn next_working_day(&self, date: NaiveDate) -> NaiveDate {
        self.working_days_from(date).next().unwrap_or(date)
    }

    /// Working days after `from`, up to and including `to`; 0 if `to` is not after `from`.
    pub fn working_days_between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from
            .succ_opt()
            .map_or(0, |next| self.working_days_from(next).take_while(|date| *date <= to).count());
        u32::try_from(days).unwrap_or(u32::MAX)
    }

    /// The `n`th working day after a working day, which itself is number 0.
    pub(super) fn nth_working_day(&self, date: NaiveDate, n: u32) -> NaiveDate {
        let counted = usize::try_from(n).unwrap_or(usize::MAX).saturating_add(1);
        self.working_days_from(date).take(counted).last().unwrap_or(date)
    }

    fn working_days_from(&self, date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        date.iter_days().take(FARTHEST_DAYS).filter(|date| self.is_working_day(*date))
    }

    fn entered_in(&self, year: i32) -> impl Iterator<Item = &Holiday> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let last = NaiveDate::from_ymd_opt(year, 12, 31);
        let range = first.zip(last).map(|(first, last)| self.holidays.range(first..=last));
        range.into_iter().flatten().map(|(_, holiday)| holiday)
    }
}

/// In files the holidays are a plain list, each with its date.
mod by_date {
    use std::collections::BTreeMap;

    use chrono::NaiveDate;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::calendar::Holiday;

    type Holidays = BTreeMap<NaiveDate, Holiday>;

    pub fn serialize<S: Serializer>(holidays: &Holidays, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(holidays.values())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Holidays, D::Error> {
        let mut holidays = BTreeMap::new();
        for holiday in Vec::<Holiday>::deserialize(deserializer)? {
            // Keeping one of two would drop what somebody entered.
            if let Some(twice) = holidays.insert(holiday.date, holiday) {
                return Err(D::Error::custom(format!("two holidays on {}", twice.date)));
            }
        }
        Ok(holidays)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::tests::date;

    fn holiday(date: NaiveDate, kind: HolidayKind) -> Holiday {
        Holiday { date, name: "Hari Suci Nyepi".to_owned(), kind }
    }

    #[test]
    fn the_list_of_2026_is_there() {
        let calendar = Calendar::default();
        let of_kind = |kind| {
            let holidays = calendar.holidays_of(2026).into_iter().filter(|holiday| holiday.kind == kind);
            holidays.map(|holiday| (holiday.date.month(), holiday.date.day())).collect::<Vec<_>>()
        };
        let national = [
            (1, 1),
            (1, 16),
            (2, 17),
            (3, 19),
            (3, 21),
            (3, 22),
            (4, 3),
            (4, 5),
            (5, 1),
            (5, 14),
            (5, 27),
            (5, 31),
            (6, 1),
            (6, 16),
            (8, 17),
            (8, 25),
            (12, 25),
        ];
        let collective = [(2, 16), (3, 18), (3, 20), (3, 23), (3, 24), (5, 15), (5, 28), (12, 24)];
        assert_eq!(of_kind(HolidayKind::National), national);
        assert_eq!(of_kind(HolidayKind::Collective), collective);
        assert!(calendar.holidays_of(2026).iter().all(|holiday| !calendar.is_working_day(holiday.date)));
    }

    #[test]
    fn fixed_holidays_hold_in_every_year_and_can_be_lifted_in_one() {
        let mut calendar = Calendar::default();
        for year in [-9999, 1945, 2018, 2027, 9999] {
            assert_eq!(calendar.holidays_of(year).len(), 5, "{year}");
        }
        let labour_day = date(2028, 5, 1);
        assert!(!calendar.is_working_day(labour_day));
        let removed = calendar.remove(labour_day).unwrap();
        assert_eq!(removed.name, "Hari Buruh Internasional");
        assert!(calendar.is_working_day(labour_day));
        assert!(calendar.holiday(labour_day).is_none());
        assert_eq!(calendar.holidays_of(2028).len(), 4);
        assert_eq!(calendar.holidays_of(2029).len(), 5);
        calendar.set(removed.clone());
        assert_eq!(calendar.holiday(labour_day).as_deref(), Some(&removed));
        assert!(!calendar.is_working_day(labour_day));
    }

    #[test]
    fn an_entered_holiday_can_be_removed() {
        let mut calendar = Calendar::default();
        let nyepi = date(2026, 3, 19);
        assert!(calendar.remove(nyepi).is_some());
        assert!(calendar.is_working_day(nyepi));
        assert!(calendar.remove(nyepi).is_none());
    }

    #[test]
    fn a_year_is_known_once_a_national_holiday_of_the_decree_is_entered() {
        let mut calendar = Calendar::default();
        assert!(calendar.year_is_known(2026));
        assert!(!calendar.year_is_known(2027));
        calendar.set(holiday(date(2027, 8, 17), HolidayKind::National));
        calendar.set(holiday(date(2027, 2, 10), HolidayKind::Special));
        assert!(!calendar.year_is_known(2027));
        calendar.set(holiday(date(2027, 3, 8), HolidayKind::National));
        assert!(calendar.year_is_known(2027));
        assert_eq!(calendar.missing_years(date(2025, 12, 31), date(2028, 1, 1)), [2025, 2028]);
        assert!(calendar.missing_years(date(2028, 1, 1), date(2025, 1, 1)).is_empty());
        assert_eq!(calendar.missing_years(NaiveDate::MIN, NaiveDate::MAX).len(), 100);
    }

    #[test]
    fn working_days_between_counts_after_the_first_date() {
        let calendar = Calendar::default();
        let friday = date(2026, 1, 2);
        let table = [(0, 0), (1, 0), (2, 0), (3, 1), (7, 5), (14, 9)]; // 16 January is a holiday
        for (days, expected) in table {
            let to = friday + chrono::Days::new(days);
            assert_eq!(calendar.working_days_between(friday, to), expected, "{to}");
            assert_eq!(calendar.working_days_between(to, friday), 0);
        }
    }

    #[test]
    fn a_calendar_survives_a_file() {
        let mut calendar = Calendar::default();
        calendar.remove(date(2027, 1, 1));
        let text = ron::to_string(&calendar).unwrap();
        assert_eq!(ron::from_str::<Calendar>(&text).unwrap(), calendar);
    }

    #[test]
    fn a_file_with_one_date_twice_is_refused() {
        let text = |second| {
            let hours = r#"(minutes_per_day:480,opens:"07:30:00")"#;
            let holiday = |date| format!(r#"(date:"{date}",name:"Nyepi",kind:National)"#);
            format!("(hours:{hours},holidays:[{},{}],worked:[])", holiday("2027-03-08"), holiday(second))
        };
        assert!(ron::from_str::<Calendar>(&text("2027-03-09")).is_ok());
        assert!(ron::from_str::<Calendar>(&text("2027-03-08")).is_err());
    }
}

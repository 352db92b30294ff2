//! Jangka simpan: when a dossier turns from active to inactive, and when its retention ends. The program
//! reminds; it never deletes.

use chrono::{Days, Months, NaiveDate};

use crate::cycle::{Disposition, Place, Retention};

/// The dates of a dossier's retention, counted from the day on which it closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// The day it was sealed.
    pub closed: NaiveDate,
    /// First day on which the dossier is inactive.
    pub inactive_from: NaiveDate,
    /// First day after the retention has ended.
    pub over_from: NaiveDate,
    /// Nasib akhir.
    pub disposition: Disposition,
}

/// Where a dossier stands in its retention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Aktif: at hand in the office.
    Active,
    /// Inaktif: in the record centre.
    Inactive,
    /// Retention has ended: nasib akhir.
    Over,
}

/// Something to do about a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// The dossier becomes inactive on that day: move it to the record centre.
    BecomesInactive(NaiveDate),
    /// Retention has ended by that day, with this nasib akhir.
    Over(NaiveDate, Disposition),
}

impl Schedule {
    /// The dates, from the day of sealing.
    pub fn new(closed: NaiveDate, retention: &Retention) -> Self {
        let after = |years: u32| {
            let months = Months::new(years.saturating_mul(12));
            closed.checked_add_months(months).unwrap_or(NaiveDate::MAX)
        };
        Self {
            closed,
            inactive_from: after(retention.active_years),
            over_from: after(retention.active_years.saturating_add(retention.inactive_years)),
            disposition: retention.disposition,
        }
    }

    /// Where the dossier stands on a day.
    pub fn phase(&self, today: NaiveDate) -> Phase {
        if today >= self.over_from {
            Phase::Over
        } else if today >= self.inactive_from {
            Phase::Inactive
        } else {
            Phase::Active
        }
    }

    /// The reminder due on a day: a change within `days_ahead` days, or an ended retention that needs a
    /// decision. A permanent dossier needs none: it is kept.
    pub fn reminder(&self, today: NaiveDate, days_ahead: u64) -> Option<Reminder> {
        let horizon = today.checked_add_days(Days::new(days_ahead)).unwrap_or(NaiveDate::MAX);
        let over = Reminder::Over(self.over_from, self.disposition);
        match self.phase(today) {
            Phase::Over => (self.disposition != Disposition::Permanent).then_some(over),
            _ if self.over_from <= horizon => Some(over),
            Phase::Active if self.inactive_from <= horizon => {
                Some(Reminder::BecomesInactive(self.inactive_from))
            }
            Phase::Active | Phase::Inactive => None,
        }
    }
}

/// The place as an archive number: `A.01.03` is room A, shelf 1, box 3. None while one of the three is not
/// filled in.
pub fn place_number(place: &Place) -> Option<String> {
    let parts = [&place.room, &place.shelf, &place.archive_box].map(|part| part.trim());
    let numbered = |part: &str| match part.parse::<u32>() {
        Ok(number) => format!("{number:02}"),
        Err(_) => part.to_owned(),
    };
    let [room, shelf, archive_box] = parts;
    parts
        .iter()
        .all(|part| !part.is_empty() && !part.contains('.'))
        .then(|| format!("{room}.{}.{}", numbered(shelf), numbered(archive_box)))
}

/// Reads an archive number into a place, whose other parts stay empty.
pub fn parse_place_number(text: &str) -> Option<Place> {
    let mut parts = text.trim().split('.').map(str::trim);
    let (room, shelf, archive_box) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || [room, shelf, archive_box].contains(&"") {
        return None;
    }
    Some(Place {
        room: room.to_owned(),
        shelf: shelf.to_owned(),
        archive_box: archive_box.to_owned(),
        ..Place::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_dossier_is_two_years_active_and_three_inactive() {
        let schedule = Schedule::new(day(2024, 2, 29), &Retention::default());
        assert_eq!((schedule.inactive_from, schedule.over_from), (day(2026, 2, 28), day(2029, 2, 28)));
        let phases = [
            (day(2024, 2, 29), Phase::Active),
            (day(2026, 2, 27), Phase::Active),
            (day(2026, 2, 28), Phase::Inactive),
            (day(2029, 2, 27), Phase::Inactive),
            (day(2029, 2, 28), Phase::Over),
        ];
        for (today, phase) in phases {
            assert_eq!(schedule.phase(today), phase, "{today}");
        }
    }

    #[test]
    fn reminders_come_before_a_change_and_stay_until_a_decision() {
        let mut schedule = Schedule::new(day(2024, 1, 10), &Retention::default());
        assert_eq!(schedule.reminder(day(2025, 6, 1), 90), None);
        let inactive = Some(Reminder::BecomesInactive(day(2026, 1, 10)));
        assert_eq!(schedule.reminder(day(2025, 12, 1), 90), inactive);
        assert_eq!(schedule.reminder(day(2027, 1, 1), 90), None);
        let over = |disposition| Some(Reminder::Over(day(2029, 1, 10), disposition));
        assert_eq!(schedule.reminder(day(2028, 12, 1), 90), over(Disposition::Permanent));
        assert_eq!(schedule.reminder(day(2031, 1, 1), 90), None);
        schedule.disposition = Disposition::Destroy;
        assert_eq!(schedule.reminder(day(2031, 1, 1), 90), over(Disposition::Destroy));
    }

    #[test]
    fn absurd_years_do_not_break_the_reckoning() {
        let retention =
            Retention { active_years: u32::MAX, inactive_years: u32::MAX, ..Retention::default() };
        let schedule = Schedule::new(day(2027, 1, 1), &retention);
        assert_eq!(schedule.phase(day(2199, 12, 31)), Phase::Active);
        let none = Retention { active_years: 0, inactive_years: 0, ..Retention::default() };
        assert_eq!(Schedule::new(day(2027, 1, 1), &none).phase(day(2027, 1, 1)), Phase::Over);
    }

    #[test]
    fn the_place_has_a_number() {
        let place = parse_place_number("A.1.3").unwrap();
        assert_eq!(place_number(&place).as_deref(), Some("A.01.03"));
        let again = parse_place_number("A.01.03").unwrap();
        assert_eq!(place_number(&again).as_deref(), Some("A.01.03"));
        assert_eq!(place_number(&Place { room: "A".to_owned(), ..Place::default() }), None);
        for text in ["", "A", "A.1", "A.1.2.3", "A..3", ".."] {
            assert_eq!(parse_place_number(text), None, "{text}");
        }
    }
}

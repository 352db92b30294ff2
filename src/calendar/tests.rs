//! Office time: the values of the SOP, and properties that hold for every date.

use chrono::{Days, NaiveDate, NaiveDateTime};
use proptest::prelude::*;

use super::*;
use crate::sop::StandardTime::{self, Days as InDays, Minutes};
use crate::sop::StepNo;

pub(super) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(super) fn at(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    date(year, month, day).and_hms_opt(hour, minute, 0).unwrap()
}

/// July 2026 begins on a Wednesday and has no holiday.
fn july(day: u32, hour: u32, minute: u32) -> NaiveDateTime {
    at(2026, 7, day, hour, minute)
}

fn moment(date: NaiveDate, minute: u32) -> OfficeMoment {
    OfficeMoment { date, minute }
}

/// The standard times of the 2018 SOP.
const STEPS: [StandardTime; 17] = [
    Minutes(10),
    Minutes(15),
    Minutes(10),
    Minutes(15),
    Minutes(10),
    Minutes(10),
    Minutes(120),
    Minutes(60),
    InDays(2),
    InDays(3),
    InDays(1),
    Minutes(15),
    Minutes(30),
    Minutes(10),
    Minutes(30),
    Minutes(120),
    Minutes(30),
];

#[test]
fn the_sop_ends_on_the_days_counted_by_hand() {
    let mut calendar = Calendar::default();
    calendar.set(Holiday {
        date: date(2018, 9, 11),
        name: "Tahun Baru Islam 1440 Hijriah".to_owned(),
        kind: HolidayKind::National,
    });
    let steps: Vec<_> = (1..).map(StepNo).zip(STEPS).collect();
    let due = calendar.schedule(calendar.moment(at(2018, 9, 3, 7, 30)), &steps);
    let expected = [3, 3, 3, 3, 3, 3, 3, 3, 5, 10, 12, 12, 12, 12, 12, 12, 13].map(|day| date(2018, 9, day));
    assert_eq!(due.iter().map(|(_, moment)| moment.date).collect::<Vec<_>>(), expected);
    assert!(due.iter().map(|(no, _)| no.0).eq(1..=17));
    assert_eq!(due[16].1.minute, 5, "7 days and 5 minutes");
}

#[test]
fn the_wall_clock_in_office_time() {
    let calendar = Calendar::default();
    let friday = date(2026, 7, 10);
    let monday = date(2026, 7, 13);
    let table = [
        (july(10, 6, 0), moment(friday, 0)),
        (july(10, 7, 30), moment(friday, 0)),
        (july(10, 13, 45), moment(friday, 375)),
        (july(10, 15, 30), moment(friday, 480)),
        (july(10, 22, 0), moment(friday, 480)),
        (july(11, 10, 0), moment(monday, 0)),
        (at(2026, 3, 18, 10, 0), moment(date(2026, 3, 25), 0)), // collective leave, Nyepi, Idulfitri
    ];
    for (wall, expected) in table {
        assert_eq!(calendar.moment(wall), expected, "{wall}");
    }
    assert_eq!(calendar.wall_clock(moment(friday, 375)), july(10, 13, 45));
    assert_eq!(calendar.wall_clock(moment(friday, 9999)), july(10, 15, 30));
}

#[test]
fn adding_office_time() {
    let calendar = Calendar::default();
    let (friday, saturday, monday, tuesday) =
        (date(2026, 7, 10), date(2026, 7, 11), date(2026, 7, 13), date(2026, 7, 14));
    let table = [
        (moment(friday, 0), Minutes(0), moment(friday, 0)),
        (moment(friday, 470), Minutes(10), moment(friday, 480)),
        (moment(friday, 471), Minutes(10), moment(monday, 1)),
        (moment(friday, 480), Minutes(10), moment(monday, 10)),
        (moment(friday, 0), Minutes(960), moment(monday, 480)),
        (moment(friday, 100), InDays(0), moment(friday, 100)),
        (moment(friday, 100), InDays(2), moment(tuesday, 100)),
        (moment(saturday, 100), InDays(1), moment(tuesday, 0)),
        (moment(saturday, 100), Minutes(5), moment(monday, 5)),
        (moment(friday, 9999), Minutes(1), moment(monday, 1)),
    ];
    for (start, time, expected) in table {
        assert_eq!(calendar.add(start, time), expected, "{start:?} {time:?}");
    }
}

#[test]
fn the_clock_stands_still_while_waiting_outside() {
    let calendar = Calendar::default();
    let monday = date(2026, 7, 6);
    let start = moment(monday, 60); // 08.30
    let due = |pauses: &[Pause]| calendar.due(start, Minutes(120), pauses, july(9, 9, 0));
    let closed = |at| Due { at, paused: false };

    assert_eq!(due(&[]), closed(moment(monday, 180)));
    // From Monday 09.00 (minute 90) to Wednesday 08.00 (minute 30): 900 minutes.
    let pause = (july(6, 9, 0), Some(july(8, 8, 0)));
    assert_eq!(due(&[pause]), closed(moment(date(2026, 7, 8), 120)));
    // An overlapping pause and one inside another add nothing; nor does a pause that ended before the start.
    let others = [(july(7, 9, 0), Some(july(7, 10, 0))), pause, (july(3, 9, 0), Some(july(6, 8, 0)))];
    assert_eq!(due(&others), due(&[pause]));
    // Still waiting on Thursday at 09.00 (minute 90): 90 of the 120 minutes are left.
    let open = [(july(6, 9, 0), None)];
    assert_eq!(due(&open), Due { at: moment(date(2026, 7, 9), 180), paused: true });
    // A pause that begins after the due minute but on the due day: due when the pause ends.
    let grace = (july(6, 14, 0), Some(july(8, 8, 0)));
    assert_eq!(due(&[grace]), closed(moment(date(2026, 7, 8), 30)));
    // A pause that begins a day late leaves the step a day late.
    let late = (july(7, 9, 0), Some(july(9, 8, 0)));
    assert_eq!(due(&[late]), closed(moment(date(2026, 7, 8), 180)));
}

#[test]
fn lateness_counts_working_days() {
    let calendar = Calendar::default();
    let due = moment(date(2026, 7, 10), 10); // a Friday, at twenty to eight
    let table = [
        (july(9, 9, 0), 0),
        (july(10, 23, 59), 0),
        (july(12, 12, 0), 0),
        (july(13, 0, 0), 1),
        (july(13, 23, 0), 1),
        (july(14, 6, 0), 2),
        (july(19, 6, 0), 5),
    ];
    for (wall, expected) in table {
        assert_eq!(calendar.lateness(due, wall), expected, "{wall}");
    }
}

#[test]
fn time_really_spent() {
    let calendar = Calendar::default();
    let spent = |from, to, pauses: &[Pause]| calendar.office_minutes_between(from, to, pauses);
    assert_eq!(spent(july(6, 8, 30), july(6, 10, 30), &[]), 120);
    assert_eq!(spent(july(10, 15, 0), july(13, 8, 0), &[]), 60);
    assert_eq!(spent(july(10, 20, 0), july(11, 20, 0), &[]), 0);
    assert_eq!(spent(july(13, 8, 0), july(10, 15, 0), &[]), 0);
    let pauses = [(july(6, 9, 0), Some(july(6, 9, 30))), (july(6, 9, 15), Some(july(6, 9, 45)))];
    assert_eq!(spent(july(6, 8, 30), july(6, 10, 30), &pauses), 75);
    assert_eq!(spent(july(6, 9, 15), july(6, 9, 35), &pauses), 0);
    assert_eq!(spent(july(6, 8, 30), july(6, 10, 30), &[(july(6, 9, 0), None)]), 30);
}

#[test]
fn an_office_that_never_opens_stops_nothing() {
    let mut calendar = Calendar::default();
    let first = date(2027, 1, 1);
    for date in first.iter_days().take(40_000) {
        calendar.set(Holiday { date, name: "Libur".to_owned(), kind: HolidayKind::Special });
    }
    assert_eq!(calendar.add(moment(first, 100), InDays(3)), moment(first, 0));
    assert_eq!(calendar.working_days_between(first, NaiveDate::MAX), 0);
}

#[test]
fn the_ends_of_time_are_no_trap() {
    let calendar = Calendar::default();
    let far = [NaiveDate::MIN, date(-9999, 12, 31), date(0, 1, 1), date(9999, 12, 31), NaiveDate::MAX];
    let times = [Minutes(0), Minutes(u32::MAX), InDays(0), InDays(u32::MAX)];
    for (from, to) in far.into_iter().flat_map(|from| far.map(|to| (from, to))) {
        let (start, end) = (from.and_hms_opt(9, 0, 0).unwrap(), to.and_hms_opt(23, 59, 59).unwrap());
        let pauses = [(start, Some(end)), (end, None)];
        for time in times {
            let due = calendar.due(moment(from, u32::MAX), time, &pauses, end).at;
            assert!(due.minute <= 480);
            calendar.lateness(due, end);
        }
        assert!(calendar.office_minutes_between(start, end, &[]) <= 36_525 * 480);
        assert_eq!(calendar.office_minutes_between(start, end, &pauses), 0);
    }
}

prop_compose! {
    /// A time of the wall clock in about two years, of which one is known.
    fn any_wall()(day in 0_u64..800, minute in 0_i64..1440) -> NaiveDateTime {
        (date(2025, 11, 1) + Days::new(day)).and_hms_opt(0, 0, 0).unwrap()
            + chrono::TimeDelta::minutes(minute)
    }
}

fn any_time() -> impl Strategy<Value = StandardTime> {
    prop_oneof![(0_u32..3000).prop_map(Minutes), (0_u32..40).prop_map(InDays)]
}

fn any_calendar() -> impl Strategy<Value = Calendar> {
    (1_u32..900, proptest::collection::vec(0_u64..800, 0..60)).prop_map(|(minutes, days)| {
        let mut calendar = Calendar::default();
        calendar.hours = OfficeHours::new(minutes, calendar.hours.opens()).unwrap();
        for day in days {
            let date = date(2025, 11, 1) + Days::new(day);
            calendar.set(Holiday { date, name: "Libur".to_owned(), kind: HolidayKind::Special });
        }
        calendar
    })
}

fn any_holiday() -> impl Strategy<Value = Holiday> {
    let kinds = [HolidayKind::National, HolidayKind::Collective, HolidayKind::Special];
    let name = prop_oneof!["\\PC{1,20}", "[A-Za-z;,\"\t ]{1,20}", "(Senin|cuti bersama|7)"];
    let named = name.prop_filter("a name has letters", |name| !name.trim().is_empty());
    (0_u64..3_000_000, named, proptest::sample::select(kinds.to_vec())).prop_map(|(day, name, kind)| {
        let date = date(1000, 1, 1) + Days::new(day);
        Holiday { date, name: name.trim().to_owned(), kind }
    })
}

proptest! {
    #[test]
    fn every_moment_lies_in_office_time(calendar in any_calendar(), wall in any_wall(), time in any_time()) {
        let start = calendar.moment(wall);
        for moment in [start, calendar.add(start, time)] {
            prop_assert!(calendar.is_working_day(moment.date));
            prop_assert!(moment.minute <= calendar.hours.minutes_per_day());
        }
        prop_assert_eq!(calendar.moment(calendar.wall_clock(start)), start);
    }

    #[test]
    fn adding_is_monotonic(
        calendar in any_calendar(), a in any_wall(), b in any_wall(), time in any_time(), more in any_time(),
    ) {
        let (earlier, later) = (calendar.moment(a.min(b)), calendar.moment(a.max(b)));
        prop_assert!(earlier <= later);
        prop_assert!(calendar.add(earlier, time) <= calendar.add(later, time));
        prop_assert!(calendar.add(earlier, time) >= earlier);
        if let (Minutes(x), Minutes(y)) | (InDays(x), InDays(y)) = (time, more) {
            prop_assert_eq!(x <= y || calendar.add(earlier, time) >= calendar.add(earlier, more), true);
        }
    }

    #[test]
    fn what_is_added_has_elapsed(calendar in any_calendar(), wall in any_wall(), minutes in 0_u32..5000) {
        let start = calendar.moment(wall);
        prop_assert_eq!(calendar.elapsed(start, calendar.add(start, Minutes(minutes))), minutes);
    }

    #[test]
    fn a_schedule_is_adding_step_after_step(
        calendar in any_calendar(), wall in any_wall(),
        times in proptest::collection::vec(any_time(), 0..12), cut in 0_usize..12,
    ) {
        let start = calendar.moment(wall);
        let steps: Vec<_> = (1..).map(StepNo).zip(times).collect();
        let whole = calendar.schedule(start, &steps);
        let (first, second) = steps.split_at(cut.min(steps.len()));
        let mut parts = calendar.schedule(start, first);
        let middle = parts.last().map_or(start, |(_, at)| *at);
        parts.extend(calendar.schedule(middle, second));
        prop_assert_eq!(&whole, &parts);
        let end = steps.iter().fold(start, |at, (_, time)| calendar.add(at, *time));
        prop_assert_eq!(whole.last().map_or(start, |(_, at)| *at), end);
    }

    #[test]
    fn nobody_is_late_before_the_next_working_day(
        calendar in any_calendar(), due in any_wall(), wall in any_wall(),
    ) {
        let due = calendar.moment(due);
        let next = calendar.add(due, InDays(1)).date;
        prop_assert_eq!(calendar.lateness(due, wall) == 0, wall.date() < next);
    }

    #[test]
    fn a_pause_never_changes_the_lateness(
        calendar in any_calendar(), mut walls in [any_wall(), any_wall(), any_wall()], time in any_time(),
    ) {
        walls.sort_unstable();
        let [start, from, to] = walls;
        let start = calendar.moment(start);
        let before = calendar.lateness(calendar.add(start, time), from);
        let closed = calendar.due(start, time, &[(from, Some(to))], to);
        let open = calendar.due(start, time, &[(from, None)], to);
        prop_assert_eq!(calendar.lateness(closed.at, to), before);
        prop_assert_eq!(open, Due { at: closed.at, paused: from <= to });
    }

    #[test]
    fn time_spent_adds_up(calendar in any_calendar(), mut walls in [any_wall(), any_wall(), any_wall(), any_wall()]) {
        walls.sort_unstable();
        let [a, b, c, d] = walls;
        let spent = |from, to, pauses: &[Pause]| calendar.office_minutes_between(from, to, pauses);
        prop_assert_eq!(spent(a, d, &[(b, Some(c))]), spent(a, b, &[]) + spent(c, d, &[]));
    }

    #[test]
    fn a_written_list_is_read_back(holidays in proptest::collection::vec(any_holiday(), 0..20)) {
        let mut holidays = holidays;
        holidays.sort_by_key(|holiday| holiday.date);
        holidays.dedup_by_key(|holiday| holiday.date);
        prop_assert_eq!(parse_holidays(&to_csv(&holidays)), Ok(holidays));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC*", noise in "[0-9;,\t\r\n\" ./JanuiMretRb-]*") {
        for text in [text, noise] {
            if let Err(errors) = parse_holidays(&text) {
                prop_assert!(!errors.is_empty());
            }
        }
    }
}

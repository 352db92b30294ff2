//! Holidays: the fixed ones of every year, and the list of 2026.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// Why a day is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HolidayKind {
    /// *Libur nasional*.
    National,
    /// *Cuti bersama*: collective leave.
    Collective,
    /// *Libur khusus*: off for this office or by a special decree, such as an election day.
    Special,
}

/// A day on which the office is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Name of the holiday, one line, such as `Hari Suci Nyepi`.
    pub name: String,
    /// Why the day is off.
    pub kind: HolidayKind,
}

/// Holidays that fall on the same date every year: month, day, name.
const FIXED: [(u32, u32, &str); 5] = [
    (1, 1, "Tahun Baru Masehi"),
    (5, 1, "Hari Buruh Internasional"),
    (6, 1, "Hari Lahir Pancasila"),
    (8, 17, "Proklamasi Kemerdekaan"),
    (12, 25, "Kelahiran Yesus Kristus"),
];

/// The moving holidays of 2026 (joint decree of three ministers, 1497, 2 and 5 of 2025).
const YEAR_2026: [(u32, u32, &str, HolidayKind); 20] = {
    use HolidayKind::{Collective, National};
    [
        (1, 16, "Isra Mikraj Nabi Muhammad S.A.W.", National),
        (2, 16, "Cuti bersama Tahun Baru Imlek 2577 Kongzili", Collective),
        (2, 17, "Tahun Baru Imlek 2577 Kongzili", National),
        (3, 18, "Cuti bersama Hari Suci Nyepi", Collective),
        (3, 19, "Hari Suci Nyepi (Tahun Baru Saka 1948)", National),
        (3, 20, "Cuti bersama Idulfitri 1447 Hijriah", Collective),
        (3, 21, "Idulfitri 1447 Hijriah", National),
        (3, 22, "Idulfitri 1447 Hijriah", National),
        (3, 23, "Cuti bersama Idulfitri 1447 Hijriah", Collective),
        (3, 24, "Cuti bersama Idulfitri 1447 Hijriah", Collective),
        (4, 3, "Wafat Yesus Kristus", National),
        (4, 5, "Kebangkitan Yesus Kristus (Paskah)", National),
        (5, 14, "Kenaikan Yesus Kristus", National),
        (5, 15, "Cuti bersama Kenaikan Yesus Kristus", Collective),
        (5, 27, "Iduladha 1447 Hijriah", National),
        (5, 28, "Cuti bersama Iduladha 1447 Hijriah", Collective),
        (5, 31, "Hari Raya Waisak 2570 BE", National),
        (6, 16, "1 Muharam Tahun Baru Islam 1448 Hijriah", National),
        (8, 25, "Maulid Nabi Muhammad S.A.W.", National),
        (12, 24, "Cuti bersama Kelahiran Yesus Kristus", Collective),
    ]
};

/// Name of the fixed holiday on that date.
pub(super) fn fixed_name(date: NaiveDate) -> Option<&'static str> {
    FIXED
        .iter()
        .find(|(month, day, _)| (*month, *day) == (date.month(), date.day()))
        .map(|(_, _, name)| *name)
}

/// The dates of the fixed holidays of a year.
pub(super) fn fixed_dates(year: i32) -> impl Iterator<Item = NaiveDate> {
    FIXED.iter().filter_map(move |(month, day, _)| NaiveDate::from_ymd_opt(year, *month, *day))
}

/// The lists that ship with the program, without the fixed dates.
pub(super) fn builtin() -> impl Iterator<Item = Holiday> {
    YEAR_2026.iter().filter_map(|&(month, day, name, kind)| {
        let date = NaiveDate::from_ymd_opt(2026, month, day)?;
        Some(Holiday { date, name: name.to_owned(), kind })
    })
}

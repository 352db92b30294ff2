//! Holiday lists as text: pasted from a spreadsheet, a web page or the decree, and written out again.

use chrono::{Datelike, NaiveDate, Weekday};

use super::words::{MONTHS, WEEKDAYS};
use super::{Holiday, HolidayKind, Language};
use crate::plain::fold;

/// A line of a pasted list that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct LineError {
    /// Number of the line, from 1.
    pub line: usize,
    /// What is wrong with the line.
    pub kind: LineErrorKind,
}

/// What is wrong with a line of a pasted list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineErrorKind {
    /// No date was found where one should be.
    #[error("`{0}` is not a date")]
    Date(String),
    /// The weekday written beside the date is not the date's: one of the two is mistyped.
    #[error("{date} is not a {written:?}")]
    Weekday {
        /// The date as read.
        date: NaiveDate,
        /// The weekday as written.
        written: Weekday,
    },
    /// The holiday has no name.
    #[error("the name is missing")]
    Name,
    /// The third column says something unknown.
    #[error("`{0}` is not a kind of holiday")]
    Kind(String),
    /// There are more columns than date, name and kind.
    #[error("too many columns: `{0}`")]
    TooMany(String),
    /// A quotation mark was opened and not closed on the same line.
    #[error("a quotation mark is not closed")]
    Quote,
    /// The list has the date twice; the number is the line of the first.
    #[error("the date is there already, in line {0}")]
    Twice(usize),
}

/// Reads a date written in any of the ways of [`parse_holidays`]; none if the text is not a date, or if
/// another weekday is written with it.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let (weekday, date) = date_with_weekday(text.trim())?;
    weekday.is_none_or(|weekday| weekday == date.weekday()).then_some(date)
}

/// Reads a list of holidays: date, name, and if need be the kind, separated by semicolons, commas or
/// tabs.
///
/// Dates may be written `2027-03-10`, `10-03-2027`, `10/03/2027`, `10 Maret 2027` or `Rabu, 10 Maret
/// 2027`, the weekday also in a column of its own; a running number before the date is passed over. The
/// kind is *libur nasional*, *cuti bersama* or *libur khusus* (or in English); without one it is
/// national, or collective leave if the name says so. A heading and blank lines are passed over.
///
/// If any line is wrong, all wrong lines are named and nothing is taken.
pub fn parse_holidays(text: &str) -> Result<Vec<Holiday>, Vec<LineError>> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let mut read: Vec<(usize, Holiday)> = Vec::new();
    let mut errors = Vec::new();
    let lines = text.split('\n').enumerate().filter(|(_, line)| !is_blank(line));
    for (position, (index, line)) in lines.enumerate() {
        let number = index + 1;
        match parse_line(line) {
            Ok(holiday) => match read.iter().find(|(_, earlier)| earlier.date == holiday.date) {
                Some((first, _)) => {
                    errors.push(LineError { line: number, kind: LineErrorKind::Twice(*first) });
                }
                None => read.push((number, holiday)),
            },
            Err(LineErrorKind::Date(_)) if position == 0 && is_heading(line) => {}
            Err(kind) => errors.push(LineError { line: number, kind }),
        }
    }
    if errors.is_empty() { Ok(read.into_iter().map(|(_, holiday)| holiday).collect()) } else { Err(errors) }
}

/// Writes holidays so that a spreadsheet and [`parse_holidays`] read them: semicolons, a heading, and
/// names in quotation marks. A name that a spreadsheet would compute, such as `=1+1`, gets a `'` before it.
pub fn to_csv<'a>(holidays: impl IntoIterator<Item = &'a Holiday>) -> String {
    let lines = holidays.into_iter().map(|Holiday { date, name, kind }| {
        let name = name.split(['\r', '\n']).collect::<Vec<_>>().join(" ").replace('"', "\"\"");
        let mark = if is_formula(&name) { "'" } else { "" };
        format!("{date};\"{mark}{name}\";{}", Language::Indonesian.holiday_kind(*kind))
    });
    std::iter::once("tanggal;nama;jenis".to_owned()).chain(lines).map(|line| line + "\r\n").collect()
}

/// Whether a spreadsheet would compute a cell instead of showing it, also after any leading `'`, the mark of
/// text, is taken off.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// Spreadsheets paste an empty row as bare separators.
fn is_blank(line: &str) -> bool {
    line.chars().all(|c| c.is_whitespace() || matches!(c, ';' | ','))
}

fn is_heading(line: &str) -> bool {
    let line = line.to_lowercase();
    let has_digits = line.contains(|c: char| c.is_ascii_digit());
    !has_digits && ["tanggal", "tgl", "date"].iter().any(|word| line.contains(word))
}

/// A column of a line. What stood in quotation marks is never taken for a weekday or a number.
#[derive(Debug)]
struct Field {
    text: String,
    quoted: bool,
}

fn parse_line(line: &str) -> Result<Holiday, LineErrorKind> {
    // A comma may stand in a date or a name, so it separates only where nothing else does.
    let mut error = LineErrorKind::Date(line.to_owned());
    for separator in ['\t', ';', ','] {
        match (split(line, separator).and_then(|fields| parse_fields(&fields)), &error) {
            // The wrong separator gives a longer piece of the line than the right one.
            (Err(LineErrorKind::Date(text)), LineErrorKind::Date(longer)) if text.len() < longer.len() => {
                error = LineErrorKind::Date(text);
            }
            (Err(LineErrorKind::Date(_)), _) => {}
            // The wrong separator may also cut through a quotation.
            (Err(LineErrorKind::Quote), _) => error = LineErrorKind::Quote,
            (result, _) => return result,
        }
    }
    match error {
        LineErrorKind::Date(text) => Err(LineErrorKind::Date(shortened(&text))),
        other => Err(other),
    }
}

fn parse_fields(fields: &[Field]) -> Result<Holiday, LineErrorKind> {
    let mut weekday = None;
    let mut rest = fields.iter().peekable();
    while let Some(field) = rest.next_if(|field| is_number(field) || weekday_of(field).is_some()) {
        weekday = weekday.or(weekday_of(field));
    }
    let written = rest.next().map_or("", |field| &field.text);
    let (in_date, date) =
        date_with_weekday(written).ok_or_else(|| LineErrorKind::Date(written.to_owned()))?;
    let after = rest.next_if(|field| weekday_of(field).is_some()).and_then(weekday_of);
    for written in [weekday, in_date, after].into_iter().flatten() {
        if written != date.weekday() {
            return Err(LineErrorKind::Weekday { date, written });
        }
    }

    let name = rest.next().map_or("", |field| &field.text);
    let name = name.strip_prefix('\'').filter(|cell| is_formula(cell)).unwrap_or(name).to_owned();
    if name.is_empty() {
        return Err(LineErrorKind::Name);
    }
    let kind = match rest.next().map(|field| field.text.as_str()) {
        None | Some("") if name.to_lowercase().starts_with("cuti bersama") => HolidayKind::Collective,
        None | Some("") => HolidayKind::National,
        Some(written) => kind_of(written).ok_or_else(|| LineErrorKind::Kind(shortened(written)))?,
    };
    match rest.find(|field| !field.text.is_empty()) {
        Some(field) => Err(LineErrorKind::TooMany(shortened(&field.text))),
        None => Ok(Holiday { date, name, kind }),
    }
}

/// Splits a line into columns; a column may stand in quotation marks, doubled inside (RFC 4180).
fn split(line: &str, separator: char) -> Result<Vec<Field>, LineErrorKind> {
    let mut fields = Vec::new();
    let mut rest = line;
    loop {
        let start = rest.trim_start_matches(|c: char| c.is_whitespace() && c != separator);
        let (field, end) = match start.strip_prefix('"') {
            Some(inner) => quoted(inner)?,
            None => (Field { text: String::new(), quoted: false }, start),
        };
        // Outside quotation marks, and after the closing one, every character is taken literally.
        let (plain, next) = match end.split_once(separator) {
            Some((plain, next)) => (plain, Some(next)),
            None => (end, None),
        };
        let text = (field.text + plain.trim_end()).trim().to_owned();
        fields.push(Field { text, ..field });
        match next {
            Some(next) => rest = next,
            None => return Ok(fields),
        }
    }
}

/// The text up to the closing quotation mark, and what follows it.
fn quoted(inner: &str) -> Result<(Field, &str), LineErrorKind> {
    let mut text = String::new();
    let mut rest = inner;
    while let Some((part, after)) = rest.split_once('"') {
        text.push_str(part);
        match after.strip_prefix('"') {
            Some(more) => {
                text.push('"');
                rest = more;
            }
            None => return Ok((Field { text, quoted: true }, after)),
        }
    }
    Err(LineErrorKind::Quote)
}

/// A date, and the weekday if it is written before it.
fn date_with_weekday(text: &str) -> Option<(Option<Weekday>, NaiveDate)> {
    let (weekday, text) = match text.split_once([',', ' ']) {
        Some((word, rest)) => match weekday_named(word) {
            Some(weekday) => (Some(weekday), rest),
            None => (None, text),
        },
        None => (None, text),
    };
    let parts: Vec<&str> =
        text.split([' ', '-', '/', '.', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let [first, month, last] = parts[..] else { return None };
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    // A two-digit year is refused: it may as well be a day in the wrong place.
    let year = Some(year).filter(|year| year.len() == 4).and_then(digits)?;
    let month = digits(month).or_else(|| month_named(month))?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, digits(day)?)?;
    Some((weekday, date))
}

/// A whole number without a sign.
fn digits(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// A month by its name or its first three letters, and the Indonesian abbreviations that differ.
fn month_named(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let is_named = |name: &str| {
        let name = name.to_lowercase();
        name == word || name[..3] == word
    };
    let index = MONTHS.iter().find_map(|months| months.iter().position(|name| is_named(name)));
    match (index, word.as_str()) {
        (Some(index), _) => u32::try_from(index + 1).ok(),
        (None, "agt" | "ags" | "agst") => Some(8),
        (None, "sept") => Some(9),
        (None, "nop" | "nopember") => Some(11),
        _ => None,
    }
}

fn weekday_named(word: &str) -> Option<Weekday> {
    let word = fold(word);
    let word = match word.trim() {
        "ahad" => "minggu",
        word => word,
    };
    let index = WEEKDAYS.iter().find_map(|days| days.iter().position(|name| fold(name) == word))?;
    Weekday::try_from(u8::try_from(index).ok()?).ok()
}

fn weekday_of(field: &Field) -> Option<Weekday> {
    if field.quoted { None } else { weekday_named(field.text.trim_end_matches(',')) }
}

/// Whether a column holds only a running number, such as `12` or `12.`, or nothing.
fn is_number(field: &Field) -> bool {
    let text = field.text.trim_end_matches(['.', ')']);
    !field.quoted && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn kind_of(text: &str) -> Option<HolidayKind> {
    match text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ").as_str() {
        "libur nasional" | "nasional" | "national holiday" | "national" => Some(HolidayKind::National),
        "cuti bersama" | "collective leave" | "collective" => Some(HolidayKind::Collective),
        "libur khusus" | "khusus" | "special holiday" | "special" => Some(HolidayKind::Special),
        _ => None,
    }
}

/// At most forty characters, to be shown in an error.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use HolidayKind::{Collective, National, Special};

    use super::*;
    use crate::calendar::tests::date;

    fn one(text: &str) -> Result<Holiday, LineErrorKind> {
        match parse_holidays(text) {
            Ok(mut holidays) => {
                assert_eq!(holidays.len(), 1, "{text:?}");
                Ok(holidays.remove(0))
            }
            Err(mut errors) => Err(errors.remove(0).kind),
        }
    }

    #[test]
    fn a_date_may_be_written_in_many_ways() {
        let written = [
            "2027-03-10;Nyepi",
            "10-03-2027;Nyepi",
            "10/03/2027;Nyepi",
            "10.3.2027;Nyepi",
            "10 Maret 2027;Nyepi",
            "10 MAR 2027;Nyepi",
            "Rabu, 10 Maret 2027;Nyepi",
            "Rabu 10 Maret 2027;Nyepi",
            "Wednesday, 10 March 2027;Nyepi",
            "10 Maret 2027,Nyepi",
            "Rabu, 10 Maret 2027, Nyepi",
            "\"Rabu, 10 Maret 2027\",Nyepi",
            "10-03-2027\tNyepi",
            "Rabu, 10 Maret 2027\tNyepi",
            "10/03/2027,Nyepi,",
            "4\t10 Maret 2027\tRabu\tNyepi",
            "4.;Rabu;10 Maret 2027;\"Nyepi\";Libur Nasional",
            "  2027-03-10 ; Nyepi ; libur  nasional ;;",
        ];
        for text in written {
            let expected = Holiday { date: date(2027, 3, 10), name: "Nyepi".to_owned(), kind: National };
            assert_eq!(one(text), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn kinds() {
        let table = [
            ("Cuti bersama Nyepi", Collective),
            ("Nyepi;cuti bersama", Collective),
            ("Cuti Bersama Nyepi;libur nasional", National),
            ("Pemilihan kepala daerah;Libur khusus", Special),
            ("Election day;special holiday", Special),
            ("cuti bersama", Collective),
        ];
        for (rest, kind) in table {
            assert_eq!(one(&format!("2027-03-10;{rest}")).unwrap().kind, kind, "{rest}");
        }
    }

    /// Seen to fail without the `'` before a formula, and with a `'` that reading does not take off again.
    #[test]
    fn a_spreadsheet_computes_no_name() {
        for name in ["=1+1", "+62 811", "-2", "@SUM(A1)", "'=1", "''-"] {
            let holiday = Holiday { date: date(2027, 3, 10), name: name.to_owned(), kind: National };
            let text = to_csv([&holiday]);
            let cell = text.lines().nth(1).unwrap().split(';').nth(1).unwrap().trim_matches('"');
            assert!(cell.starts_with('\''), "{text}");
            assert_eq!(parse_holidays(&text), Ok(vec![holiday]), "{text}");
        }
        let plain = Holiday { date: date(2027, 3, 10), name: "Jum'at Agung".to_owned(), kind: National };
        assert!(to_csv([&plain]).contains("\"Jum'at Agung\""));
    }

    #[test]
    fn names_keep_their_marks() {
        let table = [
            ("2027-03-10;Nyepi, Saka 1949", "Nyepi, Saka 1949"),
            ("2027-03-10,Nyepi; Saka 1949", "Nyepi; Saka 1949"),
            ("2027-03-10,\"Nyepi, Saka 1949\"", "Nyepi, Saka 1949"),
            ("2027-03-10;\"Hari \"\"Nyepi\"\"\"", "Hari \"Nyepi\""),
            ("2027-03-10;Hari \"Nyepi\"", "Hari \"Nyepi\""),
            ("2027-03-10;\"Senin\"", "Senin"),
        ];
        for (text, name) in table {
            assert_eq!(one(text).map(|holiday| holiday.name), Ok(name.to_owned()), "{text}");
        }
    }

    #[test]
    fn headings_blank_lines_and_a_byte_order_mark_are_passed_over() {
        let text = "\u{feff}\r\nNo;Tanggal;Keterangan\r\n1;10-03-2027;Nyepi\r\n;;\r\n\r\n2;17-08-2027;Kemerdekaan\r\n";
        let dates: Vec<_> = parse_holidays(text).unwrap().iter().map(|holiday| holiday.date).collect();
        assert_eq!(dates, [date(2027, 3, 10), date(2027, 8, 17)]);
        assert_eq!(parse_holidays(""), Ok(Vec::new()));
        assert_eq!(parse_holidays("Tanggal,Nama"), Ok(Vec::new()));
    }

    #[test]
    fn every_wrong_line_is_named() {
        let text = "2027-03-10;Nyepi\nbesok;Nyepi\n2027-02-30;Nyepi\n\n10-03-27;Nyepi\n2027-03-11\n\
                    2027-03-12;Nyepi;pesta\n2027-03-13;\"Nyepi\nKamis, 10 Maret 2027;Nyepi\n\
                    10 Maret 2027;Nyepi\n2027-03-14;a;cuti bersama;b";
        let errors = parse_holidays(text).unwrap_err();
        let expected = [
            (2, LineErrorKind::Date("besok".to_owned())),
            (3, LineErrorKind::Date("2027-02-30".to_owned())),
            (5, LineErrorKind::Date("10-03-27".to_owned())),
            (6, LineErrorKind::Name),
            (7, LineErrorKind::Kind("pesta".to_owned())),
            (8, LineErrorKind::Quote),
            (9, LineErrorKind::Weekday { date: date(2027, 3, 10), written: Weekday::Thu }),
            (10, LineErrorKind::Twice(1)),
            (11, LineErrorKind::TooMany("b".to_owned())),
        ];
        assert_eq!(errors, expected.map(|(line, kind)| LineError { line, kind }));
        assert_eq!(errors[0].to_string(), "line 2: `besok` is not a date");
    }

    #[test]
    fn a_heading_is_passed_over_only_at_the_top() {
        let errors = parse_holidays("2027-03-10;Nyepi\nTanggal;Nama").unwrap_err();
        assert_eq!(errors[0].kind, LineErrorKind::Date("Tanggal".to_owned()));
        assert!(parse_holidays("Tanggal 10 Maret;Nyepi").is_err());
    }
}

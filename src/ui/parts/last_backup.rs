//! How the last backup went, in words.

use std::borrow::Cow;

use chrono::TimeDelta;
use rust_i18n::t;

use crate::ui::components::Level;
use crate::ui::contract::Model;

/// When the last backup is older than this, the person is reminded.
const OLD: TimeDelta = TimeDelta::days(7);

/// How the last backup went, in a line, and how serious that is.
pub fn last_backup(model: &Model) -> (String, Level) {
    let Some(choice) = model.backup() else { return (t!("backup.none").into_owned(), Level::Warning) };
    let Some(last) = &choice.last else { return (t!("backup.never").into_owned(), Level::Warning) };
    let when = model.language().day(last.at.date_naive(), model.today());
    let old = model.now.signed_duration_since(last.at) >= OLD;
    let n = last.documents;
    match (last.faults, old) {
        (0, false) => (t!("backup.last", when = when, n = n).into_owned(), Level::Success),
        (0, true) => (t!("backup.last", when = when, n = n).into_owned(), Level::Warning),
        (faults, _) => {
            (t!("backup.last_faults", when = when, n = n, faults = faults).into_owned(), Level::Error)
        }
    }
}

/// What a person can do when [`last_backup`] gives a warning or an error.
pub fn backup_advice(model: &Model) -> Cow<'static, str> {
    match model.backup() {
        None => t!("backup.choose_first"),
        Some(choice) if choice.last.as_ref().is_some_and(|last| last.faults > 0) => t!("backup.not_whole"),
        Some(_) => t!("backup.plug_in"),
    }
}

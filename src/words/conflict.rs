//! What two people changed at the same time, in one sentence each.

use rust_i18n::t;

use super::{disposition, period, person, security, slot_state, step_inline};
use crate::calendar::Language;
use crate::cycle::{ArchiveForm, Conflict, Cycle, Field, FormField, Mark, SlotState, Value};

/// `Budi juga mengubah judulnya: “Undangan Renja”`: the value that does not count, and whose it is.
pub fn conflict(conflict: &Conflict, cycle: &Cycle, language: Language) -> String {
    let by = person(&conflict.loser.by);
    let none = || t!("conflict.none").into_owned();
    match &conflict.value {
        Value::Title(title) => t!("conflict.title", by = by, value = title),
        Value::Number(number, date) => {
            let date = date.map(|date| language.date(date));
            let parts = [Some(number.clone()).filter(|number| !number.is_empty()), date];
            let value: Vec<String> = parts.into_iter().flatten().collect();
            let value = if value.is_empty() { none() } else { value.join(", ") };
            t!("conflict.number", by = by, value = value)
        }
        Value::Filed(no, _) => t!("conflict.filed", by = by, value = step_inline(&cycle.sop, *no)),
        Value::Removed(Some(reason)) if !reason.is_empty() => {
            t!("conflict.removed_why", by = by, value = reason)
        }
        Value::Removed(_) => t!("conflict.removed", by = by),
        Value::Stage(stage) => {
            t!("conflict.stage", by = by, value = stage.clone().unwrap_or_else(none))
        }
        Value::Mark(mark) => {
            t!(
                "conflict.mark",
                by = by,
                value = mark.as_ref().map_or_else(none, |mark| mark_words(mark, language))
            )
        }
        Value::Form(form) => {
            let Field::Form(field) = conflict.field else { return String::new() };
            let (label, value) = form_value(form, field, language);
            let value = if value.is_empty() { none() } else { value };
            t!("conflict.form", by = by, field = label, value = value)
        }
    }
    .into_owned()
}

fn mark_words(mark: &Mark, language: Language) -> String {
    let (state, text) = match mark {
        Mark::Paper { place } => (SlotState::Paper, place),
        Mark::NotApplicable { reason } => (SlotState::NotApplicable, reason),
    };
    let state = slot_state(state, language);
    if text.is_empty() { state } else { format!("{state} · {text}") }
}

/// Label and value of a field of the archive form.
fn form_value(form: &ArchiveForm, field: FormField, language: Language) -> (String, String) {
    let (label, value) = match field {
        FormField::Classification => (t!("seal.field.classification"), form.classification.clone()),
        FormField::Title => (t!("seal.field.title"), form.title.clone()),
        FormField::Period => (t!("conflict.period"), period(form.from, form.to, language)),
        FormField::Place => (t!("seal.place"), form.place.parts().collect::<Vec<_>>().join(" · ")),
        FormField::Retention => {
            let (active, inactive) = (form.retention.active_years, form.retention.inactive_years);
            let then = disposition(form.retention.disposition, language);
            (t!("seal.retention"), format!("{active} + {inactive} {}, {then}", t!("seal.years")))
        }
        FormField::Security => (t!("seal.field.security"), security(form.security, language)),
        FormField::Development => (t!("seal.field.development"), form.development.clone()),
        FormField::Remark => (t!("seal.field.remark"), form.remark.clone()),
    };
    (label.into_owned(), value)
}

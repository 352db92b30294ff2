//! Changes of the office's own data. What takes something away says so, with the way back.

use rust_i18n::t;

use crate::jobs::OfficeChange;
use crate::store::Office;

/// What a change takes away.
#[derive(Debug)]
pub(super) struct Taken {
    /// What is said of it once it is gone.
    pub words: String,
    /// The change that brings it back.
    pub undo: OfficeChange,
}

/// What a change would take away from the office as it is now; none if nothing.
pub(super) fn taken(office: &Office, change: &OfficeChange) -> Option<Taken> {
    match change {
        OfficeChange::HolidayRemoved { date } => {
            let holiday = office.calendar().holiday(*date)?.into_owned();
            let words = t!("settings.holiday_removed", name = holiday.name).into_owned();
            Some(Taken { words, undo: OfficeChange::HolidaySet(holiday) })
        }
        OfficeChange::PersonChanged { person, active: false, .. } => {
            let known = office.people().get(person).filter(|known| known.active)?;
            let words = t!("settings.person_removed", name = known.name).into_owned();
            let undo = OfficeChange::PersonChanged {
                person: person.clone(),
                name: known.name.clone(),
                post: known.post.clone(),
                actor: known.actor.clone(),
                active: true,
            };
            Some(Taken { words, undo })
        }
        OfficeChange::NameSet { .. }
        | OfficeChange::PersonAdded { .. }
        | OfficeChange::PersonChanged { active: true, .. }
        | OfficeChange::HolidaySet(_)
        | OfficeChange::HoursSet(_)
        | OfficeChange::DossierPlaced { .. }
        | OfficeChange::DossierImported { .. }
        | OfficeChange::DossierChecked { .. } => None,
    }
}

//! Changes of the office's own data. What takes something away says so, with the way back.

use rust_i18n::t;

use crate::jobs::{OfficeChange, requests};
use crate::store::Office;
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Deed, Shown, Window};

/// Change the office's own data.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangeOffice {
    change: OfficeChange,
    said: Said,
}

/// What is said at the end.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    /// The change shows by itself.
    Nothing,
    /// What was taken away, and the change that brings it back.
    Taken { words: String, undo: Box<OfficeChange> },
    /// An earlier change was taken back.
    Undone,
}

impl ChangeOffice {
    /// A change.
    pub fn new(change: OfficeChange) -> Self {
        Self { change, said: Said::Nothing }
    }
}

impl Deed for ChangeOffice {
    type Request = requests::ChangeOffice;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        let office = window.model.snapshot().map(|snapshot| &snapshot.office);
        if self.said == Said::Nothing
            && let Some(taken) = office.and_then(|office| taken(office, &self.change))
        {
            self.said = taken;
        }
        Some(requests::ChangeOffice { change: self.change.clone(), by: window.person() })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Saving
    }

    fn done(self, (): (), window: &mut Window<'_>) {
        match self.said {
            Said::Nothing => {}
            Said::Taken { words, undo } => {
                let undo = Self { change: *undo, said: Said::Undone };
                let toast = Toast::new(Level::Success, words);
                window.note(toast.action(t!("shell.undo"), undo.into()));
            }
            Said::Undone => window.say(t!("shell.undone")),
        }
    }
}

/// What a change would take away from the office as it is now; none if nothing.
fn taken(office: &Office, change: &OfficeChange) -> Option<Said> {
    match change {
        OfficeChange::HolidayRemoved { date } => {
            let holiday = office.calendar().holiday(*date)?.into_owned();
            let words = t!("settings.holiday_removed", name = holiday.name).into_owned();
            Some(Said::Taken { words, undo: Box::new(OfficeChange::HolidaySet(holiday)) })
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
            Some(Said::Taken { words, undo: Box::new(undo) })
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

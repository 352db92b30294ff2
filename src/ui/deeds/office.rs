//! Changes of the office's own data. After a removal, a toast offers to undo it.

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

/// What is said when the change is saved.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    /// Nothing: the change is visible by itself.
    Nothing,
    /// What was removed, and the change that restores it.
    Taken { words: String, undo: Box<OfficeChange> },
    /// Says that an earlier change was undone.
    Undone,
}

impl ChangeOffice {
    /// A change that is not an undo.
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

/// What to say if a change removes something from the office as it is now; none if it removes nothing.
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

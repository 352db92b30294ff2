//! What belongs to the office as a whole, folded from its own journal: its name, its people, its
//! calendar, and where its sealed dossiers stand.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::envelope::Body;
use crate::calendar::{Calendar, Holiday, OfficeHours};
use crate::cycle::{Event, EventId, Place, Stamp};
use crate::sop::ActorKey;

/// What can happen to the office.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum OfficeChange {
    /// The office got its name.
    NameSet {
        /// Such as `Kantor Kesatuan Bangsa dan Politik`.
        name: String,
    },
    /// Somebody works here.
    PersonAdded {
        /// Name.
        name: String,
        /// Jabatan.
        post: String,
        /// The lane of the SOP that this person works in.
        actor: Option<ActorKey>,
    },
    /// Name or post of a person, or whether the person still works here, changed.
    PersonChanged {
        /// The event that added the person.
        person: EventId,
        /// Name.
        name: String,
        /// Jabatan.
        post: String,
        /// The lane of the SOP that this person works in.
        actor: Option<ActorKey>,
        /// Whether the person still works here.
        active: bool,
    },
    /// A holiday was entered.
    HolidaySet(Holiday),
    /// A date is an ordinary day again.
    HolidayRemoved {
        /// The date.
        date: NaiveDate,
    },
    /// The office hours changed.
    HoursSet(OfficeHours),
    /// The paper of a sealed dossier was put somewhere else.
    DossierPlaced {
        /// Folder of the bag below `arsip/`.
        dossier: String,
        /// Its new place.
        place: Place,
    },
    /// A bag of another program was imported into the archive.
    DossierImported {
        /// Folder of the bag below `arsip/`.
        dossier: String,
        /// Title of the dossier.
        title: String,
        /// Plan year of the dossier.
        year: i32,
    },
    /// The integrity of a sealed dossier was checked.
    DossierChecked {
        /// Folder of the bag below `arsip/`.
        dossier: String,
        /// How many files are missing, changed or unknown; 0 when it is whole.
        faults: u32,
    },
}

impl Body for OfficeChange {
    fn kind(&self) -> &'static str {
        match self {
            Self::NameSet { .. } => "office.name",
            Self::PersonAdded { .. } => "person.added",
            Self::PersonChanged { .. } => "person.changed",
            Self::HolidaySet(_) => "holiday.set",
            Self::HolidayRemoved { .. } => "holiday.removed",
            Self::HoursSet(_) => "office.hours",
            Self::DossierPlaced { .. } => "dossier.placed",
            Self::DossierImported { .. } => "dossier.imported",
            Self::DossierChecked { .. } => "dossier.checked",
        }
    }
}

/// A person of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Jabatan.
    pub post: String,
    /// The lane of the SOP that this person works in.
    pub actor: Option<ActorKey>,
    /// Whether the person still works here.
    pub active: bool,
}

/// The office, folded from its events.
#[derive(Debug, Clone, Default)]
pub struct Office {
    events: Vec<Event<OfficeChange>>,
    name: String,
    people: BTreeMap<EventId, Person>,
    calendar: Calendar,
    places: BTreeMap<String, (Place, Stamp)>,
    checks: BTreeMap<String, (u32, Stamp)>,
    imported: BTreeMap<String, (String, i32)>,
}

impl Office {
    /// Folds the office from its events, in whatever order they come.
    pub fn new(events: Vec<Event<OfficeChange>>) -> Self {
        let mut office = Self::default();
        office.merge(events);
        office
    }

    /// Takes in more events; those already known are ignored.
    pub fn merge(&mut self, events: Vec<Event<OfficeChange>>) {
        let mut all = std::mem::take(&mut self.events);
        all.extend(events);
        all.sort_by(|a, b| a.stamp.order().cmp(&b.stamp.order()));
        all.dedup_by(|a, b| a.stamp.id == b.stamp.id);
        let mut office = Self::default();
        for event in &all {
            office.fold(event);
        }
        *self = Self { events: all, ..office };
    }

    fn fold(&mut self, event: &Event<OfficeChange>) {
        let stamp = &event.stamp;
        match event.body.clone() {
            OfficeChange::NameSet { name } => self.name = name,
            OfficeChange::PersonAdded { name, post, actor } => {
                self.people.insert(stamp.id.clone(), Person { name, post, actor, active: true });
            }
            OfficeChange::PersonChanged { person, name, post, actor, active } => {
                if let Some(known) = self.people.get_mut(&person) {
                    *known = Person { name, post, actor, active };
                }
            }
            OfficeChange::HolidaySet(holiday) => drop(self.calendar.set(holiday)),
            OfficeChange::HolidayRemoved { date } => drop(self.calendar.remove(date)),
            OfficeChange::HoursSet(hours) => self.calendar.hours = hours,
            OfficeChange::DossierPlaced { dossier, place } => {
                self.places.insert(dossier, (place, stamp.clone()));
            }
            OfficeChange::DossierImported { dossier, title, year } => {
                self.imported.insert(dossier, (title, year));
            }
            OfficeChange::DossierChecked { dossier, faults } => {
                self.checks.insert(dossier, (faults, stamp.clone()));
            }
        }
    }

    /// Name of the office.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The people of the office by the event that added them, former ones included.
    pub fn people(&self) -> &BTreeMap<EventId, Person> {
        &self.people
    }

    /// The working time of the office.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Where the paper of a sealed dossier stands now, if it has moved since sealing.
    pub fn place(&self, dossier: &str) -> Option<&(Place, Stamp)> {
        self.places.get(dossier)
    }

    /// Title and year of bags of other programs, by their folder below `arsip/`.
    pub fn imported(&self) -> impl Iterator<Item = (&str, &str, i32)> {
        self.imported.iter().map(|(folder, (title, year))| (folder.as_str(), title.as_str(), *year))
    }

    /// How many faults the last check of a sealed dossier found, by whom and when.
    pub fn last_check(&self, dossier: &str) -> Option<&(u32, Stamp)> {
        self.checks.get(dossier)
    }

    /// All events in their order.
    pub fn events(&self) -> &[Event<OfficeChange>] {
        &self.events
    }
}

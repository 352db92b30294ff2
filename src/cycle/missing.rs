//! Events that a cycle knows of but that have not arrived, and events that arrived after its seal.

use std::collections::BTreeMap;

use super::{Change, Cycle, Event, EventId, Seal, WriterId};

/// Changes made on another PC that have not arrived: *menunggu sinkron*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The writer whose changes are missing.
    pub writer: WriterId,
    /// Who worked there last, as far as is known.
    pub by: Option<String>,
    /// How many changes.
    pub events: u64,
}

impl Cycle {
    /// Events that have not arrived, by writer: gaps in a writer's numbers, and numbers that other writers
    /// have seen. An event that is there but can't be read counts as well, since the cycle does not hold it.
    pub fn missing(&self) -> Vec<Missing> {
        let mut known: BTreeMap<&WriterId, (u64, Option<&Event>)> = BTreeMap::new();
        let mut last: BTreeMap<&WriterId, u64> = BTreeMap::new();
        for event in self.events() {
            let EventId(writer, seq) = &event.stamp.id;
            let (count, latest) = known.entry(writer).or_default();
            *count += 1;
            *latest = latest.filter(|latest| latest.stamp.id.1 > *seq).or(Some(event));
            for (writer, seq) in event.stamp.seen.iter().chain([(writer, *seq)]) {
                let last = last.entry(writer).or_default();
                *last = seq.max(*last);
            }
        }
        let missing = last.into_iter().filter_map(|(writer, last)| {
            let (count, latest) = known.get(writer).copied().unwrap_or_default();
            let events = last.checked_sub(count).filter(|events| *events > 0)?;
            Some(Missing { writer: writer.clone(), by: latest.map(|event| event.stamp.by.clone()), events })
        });
        missing.collect()
    }

    /// Events written where the seal was not known yet, which came to this PC after the seal: they are not in
    /// the dossier, and do not change it. None while the cycle is open again, when they are part of the
    /// revision.
    pub fn late(&self) -> Vec<&Event> {
        if !self.state().is_sealed() {
            return Vec::new();
        }
        let in_a_dossier =
            |event: &&Event| self.state().seals.iter().any(|seal| seal.stamp.saw(&event.stamp.id));
        let is_change = |event: &&Event| !matches!(event.body, Change::Sealed { .. });
        self.events().iter().filter(|event| is_change(event) && !in_a_dossier(event)).collect()
    }

    /// Seals of the same state of this cycle by people who did not know of each other's seal. Each dossier
    /// stands; people decide which of them counts.
    pub fn rival_seals(&self) -> Vec<&Seal> {
        let seals = &self.state().seals;
        let rivals = |one: &Seal, other: &Seal| {
            let knew = one.stamp.saw(&other.stamp.id) || other.stamp.saw(&one.stamp.id);
            one.stamp.id != other.stamp.id && !knew
        };
        seals.iter().filter(|one| seals.iter().any(|other| rivals(one, other))).collect()
    }
}

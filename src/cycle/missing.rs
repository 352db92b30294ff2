//! What a cycle knows of that has not arrived, and what arrived after its seal.

use std::collections::BTreeMap;

use super::{Change, Cycle, Event, EventId, Seal, WriterId};

/// Changes made on another PC that have not arrived: *menunggu sinkron*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Whose PC.
    pub writer: WriterId,
    /// Who worked there last, as far as it is known.
    pub by: Option<String>,
    /// How many changes.
    pub events: u64,
}

impl Cycle {
    /// What has not arrived, by writer: numbers left out in a row, and those that others have seen. A change that is
    /// there but can't be read counts as well, since the cycle does not hold it.
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

    /// What was done where the seal was not known yet, and came to this PC after it: it is not in the dossier, and
    /// does not change it. None while the cycle is open again: then it is part of the revision.
    pub fn late(&self) -> Vec<&Event> {
        if !self.state().is_sealed() {
            return Vec::new();
        }
        let in_a_dossier =
            |event: &&Event| self.state().seals.iter().any(|seal| seal.stamp.saw(&event.stamp.id));
        let is_change = |event: &&Event| !matches!(event.body, Change::Sealed { .. });
        self.events().iter().filter(|event| is_change(event) && !in_a_dossier(event)).collect()
    }

    /// Seals of one state of this cycle by people who did not know of each other's. Each dossier stands; which of them
    /// counts is for people to say.
    pub fn rival_seals(&self) -> Vec<&Seal> {
        let seals = &self.state().seals;
        let rivals = |one: &Seal, other: &Seal| {
            let knew = one.stamp.saw(&other.stamp.id) || other.stamp.saw(&one.stamp.id);
            one.stamp.id != other.stamp.id && !knew
        };
        seals.iter().filter(|one| seals.iter().any(|other| rivals(one, other))).collect()
    }
}

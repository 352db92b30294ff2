//! Reading what other running programs have written, and writing the views.

use std::sync::Arc;

use super::open::unreadable;
use super::{OpenCycle, Workspace};
use crate::cycle::CycleId;
use crate::store::error::{ErrorKind, StoreError};
use crate::store::journal::Gap;
use crate::store::office::Office;
use crate::store::summary;

/// What [`Workspace::poll`] has found to be new.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Polled {
    /// Cycles with new events, new cycles included.
    pub cycles: Vec<CycleId>,
    /// Whether the office changed.
    pub office: bool,
}

/// Events that others have written but that have not arrived: *menunggu sinkron*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The cycle; none for the office.
    pub cycle: Option<CycleId>,
    /// The missing events.
    pub gap: Gap,
}

impl Workspace {
    /// Reads what other programs have written since the last time, delivers what waits in the outbox, and
    /// brings RINGKASAN.txt up to date. To be called every 3 to 5 seconds. An error means that the folder
    /// can't be reached now.
    pub fn poll(&mut self) -> Result<Polled, StoreError> {
        self.reach()?;
        let mut polled = Polled { cycles: Vec::new(), office: self.poll_office() };
        for id in self.cycle_folders()? {
            if self.poll_cycle(id) {
                polled.cycles.push(id);
            }
        }
        self.deliver();
        self.write_summaries();
        Ok(polled)
    }

    /// Whether the folder can be reached now, and is still the one that was opened; else [`ErrorKind::Away`].
    pub(super) fn reach(&mut self) -> Result<(), StoreError> {
        let reached = self.reach.ask(&self.outbox);
        self.away = reached.is_err();
        if let Err(error) = &reached {
            self.held_up = Some(error.clone());
        }
        reached
    }

    /// As [`Self::reach`], unless the folder was away the last time: only [`Self::poll`], and work that can't
    /// do without the folder, ask again then.
    pub(super) fn reach_unless_away(&mut self) {
        if !self.away
            && let Err(error) = self.reach()
        {
            log::warn!("{error}");
        }
    }

    /// Asks a folder that was away again, for work that is better done with it than without.
    pub(super) fn reach_if_away(&mut self) {
        if self.away
            && let Err(error) = self.reach()
        {
            log::info!("still away: {error}");
        }
    }

    /// Brings what waits in the outbox into the folder, unless the folder is known to be away: a dead share
    /// can take a minute to say so, and only [`Self::poll`] has that time.
    pub(super) fn deliver(&mut self) {
        if self.away || self.read_only {
            return;
        }
        self.held_up = None;
        let cycles = self.cycles.values_mut().map(OpenCycle::deliver);
        let results = std::iter::once(self.office_journal.deliver()).chain(cycles);
        for error in results.filter_map(Result::err) {
            log::warn!("waits in the outbox: {error}");
            self.away |= *error.kind() == ErrorKind::Away;
            self.held_up.get_or_insert(error);
            if self.away {
                return;
            }
        }
    }

    /// Reads a cycle's new events. Whether there were any; a folder that can't be read is among the problems
    /// until it can.
    pub(super) fn poll_cycle(&mut self, id: CycleId) -> bool {
        if self.cycle(id).is_none() {
            // The cycle is new, or its events or its SOP may have arrived by now.
            self.load(id);
            return self.cycle(id).is_some();
        }
        let Some(open) = self.cycles.get_mut(&id) else { return false };
        let arrived = if self.away { open.journal.refresh_own() } else { open.journal.refresh() };
        open.disk_fault = arrived.fault.as_ref().map(unreadable);
        open.unsure = open.unsure && (self.away || open.find_misplaced().is_err());
        if arrived.forked {
            self.load(id);
            return true;
        }
        let is_new = !arrived.events.is_empty();
        if let Some(cycle) = open.cycle.as_mut().filter(|_| is_new) {
            Arc::make_mut(cycle).merge(arrived.events);
            if cycle.opened_under().is_some_and(|sop| *sop != cycle.sop.id) {
                // Two PCs began the cycle, each under another SOP: the first beginning counts.
                self.load(id);
            } else {
                open.find_parcels();
                open.unsure = self.away || open.find_misplaced().is_err();
            }
        }
        is_new
    }

    pub(super) fn poll_office(&mut self) -> bool {
        let journal = &mut self.office_journal;
        let arrived = if self.away { journal.refresh_own() } else { journal.refresh() };
        self.disk_fault = arrived.fault.as_ref().map(unreadable);
        let is_new = !arrived.events.is_empty();
        if arrived.forked {
            // Of two events with one id, the new one replaces the one folded before.
            let mut events = self.office.events().to_vec();
            events.retain(|event| arrived.events.iter().all(|new| new.stamp.id != event.stamp.id));
            events.extend(arrived.events);
            self.office = Office::new(events);
        } else if is_new {
            self.office.merge(arrived.events);
        }
        is_new
    }

    /// Events that have not arrived yet.
    pub fn waiting(&self) -> Vec<Waiting> {
        let office = self.office_journal.gaps().into_iter().map(|gap| Waiting { cycle: None, gap });
        let cycles = self.cycles.iter().flat_map(|(id, open)| {
            open.journal.gaps().into_iter().map(|gap| Waiting { cycle: Some(*id), gap })
        });
        office.chain(cycles).collect()
    }

    /// Writes RINGKASAN.txt only of cycles that this program changed, so that no two programs rewrite the
    /// same file.
    pub(super) fn write_summaries(&mut self) {
        if self.away {
            return;
        }
        for open in self.cycles.values_mut() {
            if let Some(cycle) = open.cycle.as_ref().filter(|_| open.dirty) {
                let text = summary::text(cycle);
                if let Err(error) = open.folder.replace_file(summary::FILE, text.as_bytes(), false) {
                    log::warn!("{error}");
                }
                open.dirty = false;
            }
        }
    }
}

//! A deed: the events of one action of a person. They share a file of the journal, so they are recorded
//! together or not at all, and undone together.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::DateTime;

use super::{Change, Clock, Command, Cycle, Event, EventId, Refusal, Stamp, WriterId};

/// The commands of one deed, tried one after the other: each is decided as if those before it had been
/// carried out. A command can't refer to what an earlier one adds, since the event of that has no id yet.
#[derive(Debug)]
pub struct Rehearsal<'a> {
    cycle: Cow<'a, Cycle>,
    changes: Vec<Change>,
    /// How many of the changes are in the cycle already.
    folded: usize,
}

impl<'a> Rehearsal<'a> {
    /// Begins with a cycle as it is.
    pub fn of(cycle: &'a Cycle) -> Self {
        Self { cycle: Cow::Borrowed(cycle), changes: Vec::new(), folded: 0 }
    }

    /// The cycle as the commands so far would leave it.
    pub fn cycle(&mut self) -> &Cycle {
        if self.folded < self.changes.len() {
            let events = provisional(&self.cycle, &self.changes[self.folded..]);
            self.cycle.to_mut().merge(events);
            self.folded = self.changes.len();
        }
        &self.cycle
    }

    /// Tries the next command.
    pub fn take(&mut self, command: &Command) -> Result<(), Refusal> {
        let changes = self.cycle().decide(command)?;
        self.changes.extend(changes);
        Ok(())
    }

    /// What all commands so far would change.
    pub fn into_changes(self) -> Vec<Change> {
        self.changes
    }
}

/// Changes as events without an author, later than all events of the cycle.
fn provisional(cycle: &Cycle, changes: &[Change]) -> Vec<Event> {
    let known = cycle.events().iter().map(|event| &event.stamp);
    let mut seen: BTreeMap<WriterId, u64> = BTreeMap::new();
    for EventId(writer, seq) in known.clone().map(|stamp| &stamp.id) {
        let last = seen.entry(writer.clone()).or_default();
        *last = seq.max(last).to_owned();
    }
    let nobody = WriterId(String::new());
    let mut clock = known.clone().map(|stamp| stamp.clock).max().unwrap_or_default();
    let at = known.map(|stamp| stamp.at).max().unwrap_or_else(|| DateTime::UNIX_EPOCH.fixed_offset());
    let event = |body: &Change| {
        clock = clock.tick(Clock::default().0);
        let seq = seen.entry(nobody.clone()).or_default();
        *seq += 1;
        let id = EventId(nobody.clone(), *seq);
        let stamp = Stamp { id, by: String::new(), at, clock, seen: seen.clone().into() };
        Event { stamp, body: body.clone(), more: 0 }
    };
    changes.iter().map(event).collect()
}

impl Cycle {
    /// What the commands of one deed would change together, or why one of them is refused. Changes nothing itself.
    pub fn decide_all(&self, commands: &[Command]) -> Result<Vec<Change>, Refusal> {
        let mut rehearsal = Rehearsal::of(self);
        commands.iter().try_for_each(|command| rehearsal.take(command))?;
        let changes = rehearsal.into_changes();
        if changes.is_empty() { Err(Refusal::NoChange) } else { Ok(changes) }
    }

    /// The events in order, grouped by deed. Events that share no file of the journal are a deed each.
    pub fn deeds(&self) -> impl DoubleEndedIterator<Item = &[Event]> {
        self.events().chunk_by(Event::leads_to)
    }
}

impl Event {
    /// Whether `next` is the next event of the same deed.
    fn leads_to(&self, next: &Self) -> bool {
        self.more == next.more + 1
            && self.stamp.id.0 == next.stamp.id.0
            && self.stamp.id.1 + 1 == next.stamp.id.1
    }
}

//! Events: what happened, who, when. All other state is folded from them.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{ArchiveForm, CycleId, FileRef};
use crate::sop::{SlotKey, SopId, StepNo};

/// One installation of the program: 16 hex digits, random.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WriterId(pub String);

impl std::fmt::Display for WriterId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Names an event: its writer and the writer's own count, from 1 without gaps.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EventId(pub WriterId, pub u64);

/// Hybrid logical clock: wall time, never behind any event already seen. Ordering by it is causal,
/// even when a PC's clock runs years off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Clock(
    /// Milliseconds since 1970, UTC.
    pub i64,
    /// Counts events within the same millisecond.
    pub u32,
);

impl Clock {
    /// The next reading after `self` at the wall time `millis`.
    #[must_use]
    pub fn tick(self, millis: i64) -> Self {
        if millis > self.0 {
            Self(millis, 0)
        } else {
            match self.1.checked_add(1) {
                Some(counter) => Self(self.0, counter),
                None => Self(self.0.saturating_add(1), 0),
            }
        }
    }
}

/// A change with its stamp. `B` is [`Change`] for a cycle; the office's own journal has another body.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<B = Change> {
    /// Who wrote it, when, in which order.
    pub stamp: Stamp,
    /// What happened.
    pub body: B,
    /// How many events of the same deed follow in the journal of its writer.
    pub more: usize,
}

/// Identity, author and time of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// Name of the event.
    pub id: EventId,
    /// The person, as typed in the program.
    pub by: String,
    /// Wall time of the author's PC, with its offset.
    pub at: DateTime<FixedOffset>,
    /// Position in the order of events.
    pub clock: Clock,
    /// The last event of each writer that had come to the author's PC.
    pub seen: Seen,
}

impl Stamp {
    /// The order of events, the same on every PC: clock, then writer, then count. An event comes after all
    /// that its author had seen, since no clock lags behind what its PC has seen.
    pub fn order(&self) -> (Clock, &EventId) {
        (self.clock, &self.id)
    }

    /// Whether this event's author had seen another event when writing. Writers have seen their own.
    pub fn saw(&self, other: &EventId) -> bool {
        let EventId(writer, seq) = other;
        let own = if *writer == self.id.0 { self.id.1.saturating_sub(1) } else { 0 };
        *seq <= self.seen.last(writer).max(own)
    }
}

/// The number of the last event of each writer that had come to a PC, in the order of the writers. Every
/// event holds such a list, and a window the events of decades: a slice takes less memory than a map, which
/// allocates for eleven writers at once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(from = "BTreeMap<WriterId, u64>")]
pub struct Seen(Arc<[(WriterId, u64)]>);

impl Seen {
    /// The number of a writer's last event; 0 where none had come.
    pub fn last(&self, writer: &WriterId) -> u64 {
        self.iter().find(|(known, _)| *known == writer).map_or(0, |(_, seq)| seq)
    }

    /// Every writer with the number of its last event.
    pub fn iter(&self) -> impl Iterator<Item = (&WriterId, u64)> {
        self.0.iter().map(|(writer, seq)| (writer, *seq))
    }
}

impl From<BTreeMap<WriterId, u64>> for Seen {
    fn from(seen: BTreeMap<WriterId, u64>) -> Self {
        Self(seen.into_iter().collect())
    }
}

impl Serialize for Seen {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// What can happen to a cycle. Adding a variant needs a new layout version of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Change {
    /// The cycle was begun under an SOP.
    Opened {
        /// The cycle that was begun.
        cycle: CycleId,
        /// The SOP it runs under for ever.
        sop: SopId,
    },
    /// Work on a step began.
    StepStarted {
        /// The step.
        step: StepNo,
        /// Why it began before the steps in front of it were done.
        early: Option<String>,
    },
    /// A step was marked done, binding it to the documents that stood in its slots.
    StepFinished {
        /// The step.
        step: StepNo,
        /// Slots that were empty.
        holes: Vec<SlotKey>,
        /// Why it was finished with holes or out of turn.
        reason: Option<String>,
        /// The documents of the step's slots at that moment.
        bound: Vec<Bound>,
    },
    /// A finished step was taken up again.
    StepReopened {
        /// The step.
        step: StepNo,
        /// Why the step was taken up again.
        reason: String,
    },
    /// Work was sent back, by the *Tidak* arrow or by hand.
    SentBack {
        /// The step that found the fault.
        from: StepNo,
        /// The earlier step that must do its work again.
        to: StepNo,
        /// Why the work was sent back.
        reason: String,
    },
    /// The step waits for somebody outside; its clock is paused.
    WaitStarted {
        /// The step.
        step: StepNo,
        /// Who is waited for.
        party: String,
    },
    /// The waiting is over.
    WaitEnded {
        /// The step.
        step: StepNo,
    },
    /// A note was written.
    NoteAdded {
        /// The step, or none for the cycle as a whole.
        step: Option<StepNo>,
        /// Text of the note.
        text: String,
    },
    /// A note was taken away.
    NoteRemoved {
        /// The event that added it.
        note: EventId,
    },
    /// A document was attached.
    DocumentAdded {
        /// The step it belongs to.
        step: StepNo,
        /// The slot it fills, or none: an extra document.
        slot: Option<SlotKey>,
        /// Title of the document on screen.
        title: String,
        /// File of its first version.
        file: FileRef,
        /// The stage it has reached.
        stage: Option<String>,
    },
    /// A document got a newer version.
    VersionAdded {
        /// The event that added the document.
        document: EventId,
        /// The new file.
        file: FileRef,
        /// The stage it has reached.
        stage: Option<String>,
        /// The version whose file was edited in place outside the program, and became this one: its own
        /// content is gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        overwrites: Option<EventId>,
    },
    /// A document was filed elsewhere.
    DocumentMoved {
        /// The document.
        document: EventId,
        /// New step of the document.
        step: StepNo,
        /// New slot of the document, or none.
        slot: Option<SlotKey>,
        /// The new path of each version, by the event that added it.
        paths: Vec<(EventId, String)>,
    },
    /// The stage of the current version was set.
    StageSet {
        /// The document.
        document: EventId,
        /// The stage, or none.
        stage: Option<String>,
    },
    /// A document was given another title.
    DocumentTitled {
        /// The document.
        document: EventId,
        /// Title of the document on screen from then on.
        title: String,
    },
    /// The letter number and date of a document were set.
    NumberSet {
        /// The document.
        document: EventId,
        /// Letter number, such as `800/Kep.401-Bappeda/2017`; empty for none.
        number: String,
        /// Date of the letter.
        date: Option<NaiveDate>,
    },
    /// A document was removed to *Dihapus*, where it stays until sealing.
    DocumentRemoved {
        /// The document.
        document: EventId,
        /// Why the document was removed.
        reason: String,
        /// Where the document's versions lie now, by the event that added them.
        paths: Vec<(EventId, String)>,
    },
    /// A removed document came back.
    DocumentRestored {
        /// The document.
        document: EventId,
        /// Where the document's versions lie now, by the event that added them.
        paths: Vec<(EventId, String)>,
    },
    /// A slot was marked *fisik saja* or *tidak berlaku*, or the mark was taken away.
    SlotMarked {
        /// The slot.
        slot: SlotKey,
        /// The mark, or none.
        mark: Option<Mark>,
    },
    /// The archive form was filled in.
    FormSet(ArchiveForm),
    /// The dossier was sealed; the cycle is read-only from here.
    Sealed {
        /// Folder of the bag below `arsip/`.
        bag: String,
        /// SHA-256 of its `tagmanifest-sha256.txt`, 64 hex digits.
        digest: String,
    },
    /// A sealed cycle was opened for a revision.
    Reopened {
        /// Why the cycle was opened again.
        reason: String,
    },
    /// Somebody looked again at a finished step whose documents had changed since, and confirmed it.
    StepReviewed {
        /// The step.
        step: StepNo,
        /// The documents of the step's slots at that moment.
        bound: Vec<Bound>,
    },
    /// An earlier event is taken back; the fold leaves it out.
    Undone {
        /// The event.
        event: EventId,
    },
}

/// A document as it stood when a step was finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// The document.
    pub document: EventId,
    /// Digest of its current version, 64 hex digits.
    pub sha256: String,
}

/// A state of a slot that no file can show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Mark {
    /// There is a paper; with a file it is *keduanya*.
    Paper {
        /// Where the paper lies, as typed; may be empty.
        place: String,
    },
    /// The slot does not apply to this cycle.
    NotApplicable {
        /// Why the slot does not apply.
        reason: String,
    },
}

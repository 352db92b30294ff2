//! One Renja cycle: its events, the state folded from them, and the rules by which a command becomes
//! events. Pure: no clock, no I/O.
//!
//! The way through: [`Command`] → [`Cycle::decide`] (rules) → [`Change`]s, which the store makes durable
//! as [`Event`]s → [`Cycle::merge`] (fold) → [`State`].

mod closing;
mod command;
mod conflict;
mod decide;
mod deed;
mod document;
mod event;
mod fold;
mod form;
mod id;
mod missing;
mod offers;
mod readiness;
mod slots;
mod state;
mod timeline;
mod undo;

pub use closing::Closing;
pub use command::{Command, Refusal};
pub use conflict::{Conflict, Field, Value};
pub use deed::Rehearsal;
pub use document::{Document, FileRef, Version};
pub use event::{Bound, Change, Clock, Event, EventId, Mark, Seen, Stamp, WriterId};
pub use fold::Cycle;
pub use form::{ArchiveForm, Disposition, FormField, Place, Retention, Security};
pub use id::{CycleId, Kind};
pub use missing::Missing;
pub use offers::{Act, Offers};
pub use readiness::Readiness;
pub use slots::{Review, SlotState};
pub use state::{Finished, Marked, Note, Return, Seal, State, StepState, StepStatus, Wait};
pub use timeline::{StepTiming, timeline};

#[cfg(test)]
mod tests;

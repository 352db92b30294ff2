//! A deed is something that a person asks of the desk. What is asked, what is shown while the deed runs and
//! what is said when it ends stand in one file for each deed ([`crate::ui::deeds`]); the types make sure that
//! a deed gets the answer to its own request.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Debug;

use super::{Action, Running, Window};
use crate::jobs::{Asked, Pace, Request, Ticket, Trouble};

/// The answer to the request of a deed.
pub type Answer<D> = <<D as Deed>::Request as Request>::Answer;

/// Something that a person asks of the desk.
pub trait Deed: Clone + PartialEq + Debug + 'static {
    /// The request that the deed makes to the desk.
    type Request: Request;

    /// The request; none where there is nothing to ask now (the window has then been told the reason, if the
    /// person needs it). A deed that later compares with the state before can note the state here.
    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request>;

    /// What is shown while the deed is under way.
    fn shown(&self, request: &Self::Request) -> Shown;

    /// Handles the answer of a deed that succeeded.
    fn done(self, answer: Answer<Self>, window: &mut Window<'_>);

    /// Handles a deed that failed.
    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        window.fail(&trouble);
    }
}

/// What is shown of a deed while it is under way.
#[derive(Debug, Clone)]
pub enum Shown {
    /// Nothing: the deed saves nothing, and its result shows by itself.
    Nothing,
    /// That something is being saved.
    Saving,
    /// A job of this name, with its progress. For a deed that a person asked for.
    Job {
        /// What it does, in words.
        what: String,
        /// Whether it can be stopped.
        cancellable: bool,
    },
    /// A job that nobody has asked for: shown only once it has really begun, and it can be paused.
    Unasked {
        /// What it does, in words.
        what: String,
        /// Pauses the job.
        pace: Pace,
    },
}

/// A deed of any type.
pub struct Wish(Box<dyn AnyDeed>);

impl Wish {
    /// Asks the desk for the deed.
    pub fn begin(self, window: &mut Window<'_>) {
        self.0.begin(window);
    }

    /// The deed, if it is of type `D`.
    pub fn of<D: Deed>(&self) -> Option<&D> {
        self.0.as_any().downcast_ref()
    }
}

impl Clone for Wish {
    fn clone(&self) -> Self {
        Self(self.0.boxed())
    }
}

impl PartialEq for Wish {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&*other.0)
    }
}

impl Debug for Wish {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl<D: Deed> From<D> for Action {
    fn from(deed: D) -> Self {
        Self::Do(Wish(Box::new(deed)))
    }
}

/// A deed whose type has been erased.
trait AnyDeed: Debug {
    fn begin(self: Box<Self>, window: &mut Window<'_>);
    fn boxed(&self) -> Box<dyn AnyDeed>;
    fn is(&self, other: &dyn AnyDeed) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<D: Deed> AnyDeed for D {
    fn begin(self: Box<Self>, window: &mut Window<'_>) {
        let mut deed = *self;
        let Some(request) = deed.ask(window) else { return };
        let shown = deed.shown(&request);
        let asked = window.desk.ask(request);
        window.under_way.begin(window.model, deed, asked, shown);
    }

    fn boxed(&self) -> Box<dyn AnyDeed> {
        Box::new(self.clone())
    }

    fn is(&self, other: &dyn AnyDeed) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Deeds that were asked of the desk and have not ended.
#[derive(Default)]
pub struct UnderWay(BTreeMap<Ticket, Box<dyn Pending>>);

/// A deed under way whose type has been erased.
trait Pending {
    fn end(self: Box<Self>, window: &mut Window<'_>);
    fn shown(&self) -> &Shown;
    fn deed(&self) -> &dyn Any;
}

struct Awaited<D: Deed> {
    deed: D,
    asked: Asked<Answer<D>>,
    shown: Shown,
}

impl<D: Deed> Pending for Awaited<D> {
    fn end(self: Box<Self>, window: &mut Window<'_>) {
        match self.asked.answer() {
            Some(Ok(answer)) => self.deed.done(answer, window),
            Some(Err(trouble)) => self.deed.failed(trouble, window),
            // The desk reports the end of a request only after its answer was sent.
            None => log::error!("{:?} has ended without an answer", self.deed),
        }
    }

    fn shown(&self) -> &Shown {
        &self.shown
    }

    fn deed(&self) -> &dyn Any {
        &self.deed
    }
}

impl UnderWay {
    fn begin<D: Deed>(&mut self, model: &mut super::Model, deed: D, asked: Asked<Answer<D>>, shown: Shown) {
        let ticket = asked.ticket;
        match &shown {
            Shown::Saving => model.saving += 1,
            Shown::Job { what, cancellable } => {
                model.running.push(Running::new(ticket, what.clone(), *cancellable, None));
            }
            Shown::Nothing | Shown::Unasked { .. } => {}
        }
        self.0.insert(ticket, Box::new(Awaited { deed, asked, shown }));
    }

    /// The deeds of type `D` that are under way.
    pub fn all<D: Deed>(&self) -> impl Iterator<Item = &D> {
        self.0.values().filter_map(|pending| pending.deed().downcast_ref())
    }

    /// Whether a deed of type `D` is under way.
    pub fn any<D: Deed>(&self) -> bool {
        self.all::<D>().next().is_some()
    }

    /// What pauses the deeds of type `D` that nobody has asked for.
    pub fn paces<D: Deed>(&self) -> impl Iterator<Item = &Pace> {
        let of_kind = self.0.values().filter(|pending| pending.deed().is::<D>());
        of_kind.filter_map(|pending| match pending.shown() {
            Shown::Unasked { pace, .. } => Some(pace),
            _ => None,
        })
    }

    /// The job that shows a deed which has made progress. For a deed that nobody asked for, the job is added
    /// now.
    pub fn progressed<'a>(&self, model: &'a mut super::Model, ticket: Ticket) -> Option<&'a mut Running> {
        let is_shown = model.running.iter().any(|job| job.ticket == ticket);
        if let Some(Shown::Unasked { what, pace }) = self.0.get(&ticket).map(|pending| pending.shown())
            && !is_shown
        {
            model.running.push(Running::new(ticket, what.clone(), true, Some(pace.clone())));
        }
        model.running.iter_mut().find(|job| job.ticket == ticket)
    }

    /// Removes a deed that has ended from what is shown. Its result is handled by [`Ended::speak`].
    #[must_use]
    pub fn end(&mut self, model: &mut super::Model, ticket: Ticket) -> Option<Ended> {
        let pending = self.0.remove(&ticket)?;
        model.running.retain(|job| job.ticket != ticket);
        let saved = matches!(pending.shown(), Shown::Saving);
        model.saving -= usize::from(saved).min(model.saving);
        Some(Ended(pending))
    }
}

/// A deed that has ended, and whose result is not handled yet.
pub struct Ended(Box<dyn Pending>);

impl Ended {
    /// Handles the deed's result: tells the window what came of it.
    pub fn speak(self, window: &mut Window<'_>) {
        self.0.end(window);
    }
}

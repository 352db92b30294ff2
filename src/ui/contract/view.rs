//! What a page gets while it draws.

use eframe::egui::{Rect, Ui};

use super::{Action, Drops, Model, Target};
use crate::calendar::Language;

/// Read-only model, drop targets, and the queue for actions. Views draw; they never change the model, block
/// or write.
pub struct View<'a> {
    /// What can be shown.
    pub model: &'a Model,
    /// The drop targets of this frame.
    pub drops: &'a mut Drops,
    actions: &'a mut Vec<Action>,
}

impl<'a> View<'a> {
    /// A view over a model, pushing into a queue.
    pub fn new(model: &'a Model, drops: &'a mut Drops, actions: &'a mut Vec<Action>) -> Self {
        Self { model, drops, actions }
    }

    /// Pushes an action.
    pub fn act(&mut self, action: impl Into<Action>) {
        self.actions.push(action.into());
    }

    /// Records a drop target; returns whether files hover over it, and over no target inside it.
    pub fn drop_target(&mut self, ui: &Ui, rect: Rect, target: &Target) -> bool {
        self.drops.target(ui, rect, target)
    }

    /// The language for dates, numbers and durations.
    pub fn language(&self) -> Language {
        self.model.language()
    }
}

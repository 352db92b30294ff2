//! What a deed may touch of the window.

use eframe::egui::Context;
use rust_i18n::t;

use super::{Action, Dialog, Model, UnderWay};
use crate::explain;
use crate::jobs::{Desk, Trouble};
use crate::pc::LocalSettings;
use crate::ui::components::{Level, Toast, Toasts};

/// What a deed may touch of the window. What it wants done is queued, and carried out after it.
pub struct Window<'a> {
    /// egui's context.
    pub ctx: &'a Context,
    /// What is shown.
    pub model: &'a mut Model,
    /// The desk.
    pub desk: &'a mut Desk,
    /// What was asked of it and has not come to its end.
    pub under_way: &'a mut UnderWay,
    /// Notes at the edge.
    pub toasts: &'a mut Toasts<Action>,
    /// What is to be done next.
    pub queue: &'a mut Vec<Action>,
}

impl Window<'_> {
    /// Wants something done.
    pub fn act(&mut self, action: impl Into<Action>) {
        self.queue.push(action.into());
    }

    /// Puts up a dialog.
    pub fn show(&mut self, dialog: Dialog) {
        self.act(Action::Show(Box::new(dialog)));
    }

    /// Says something in a note at the edge.
    pub fn note(&mut self, toast: Toast<Action>) {
        self.toasts.push(toast, self.ctx.input(|input| input.time));
        self.ctx.request_repaint();
    }

    /// Says that something is done.
    pub fn say(&mut self, words: impl Into<String>) {
        self.note(Toast::new(Level::Success, words.into()));
    }

    /// Says once, in words, what failed. What a person has stopped has not failed.
    pub fn fail(&mut self, trouble: &Trouble) {
        if matches!(trouble, Trouble::Cancelled) {
            return self.note(Toast::new(Level::Info, t!("shell.cancelled")));
        }
        let words = explain::trouble(trouble);
        log::warn!("{trouble}");
        let toast = Toast::new(Level::Error, format!("{}\n{}", words.title, words.text));
        self.note(toast.action(t!("shell.copy_details"), Action::Copy(words.details)));
    }

    /// Changes this PC's settings, and keeps them.
    pub fn set(&mut self, change: impl FnOnce(&mut LocalSettings)) {
        change(&mut self.model.settings);
        self.desk.save_settings(self.model.settings.clone());
    }

    /// Who works here.
    pub fn person(&self) -> String {
        self.model.settings.name.clone()
    }
}

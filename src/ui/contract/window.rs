//! The parts of the window that a deed may use.

use eframe::egui::Context;
use rust_i18n::t;

use super::{Action, Dialog, Model, UnderWay};
use crate::explain;
use crate::jobs::{Desk, Trouble};
use crate::pc::LocalSettings;
use crate::ui::components::{Level, Toast, Toasts};

/// The parts of the window that a deed may use. Actions are queued, and carried out after the deed.
pub struct Window<'a> {
    /// egui's context.
    pub ctx: &'a Context,
    /// What is shown.
    pub model: &'a mut Model,
    /// The desk, which carries out requests in the background.
    pub desk: &'a mut Desk,
    /// Deeds that were asked of the desk and have not ended.
    pub under_way: &'a mut UnderWay,
    /// Toasts.
    pub toasts: &'a mut Toasts<Action>,
    /// Actions to be carried out next.
    pub queue: &'a mut Vec<Action>,
}

impl Window<'_> {
    /// Queues an action.
    pub fn act(&mut self, action: impl Into<Action>) {
        self.queue.push(action.into());
    }

    /// Queues the opening of a dialog.
    pub fn show(&mut self, dialog: Dialog) {
        self.act(Action::Show(Box::new(dialog)));
    }

    /// Shows a toast.
    pub fn note(&mut self, toast: Toast<Action>) {
        self.toasts.push(toast, self.ctx.input(|input| input.time));
        self.ctx.request_repaint();
    }

    /// Says in a toast that something is done.
    pub fn say(&mut self, words: impl Into<String>) {
        self.note(Toast::new(Level::Success, words.into()));
    }

    /// Says once, in words, what failed. Work that the person has cancelled is not reported as a failure.
    pub fn fail(&mut self, trouble: &Trouble) {
        if matches!(trouble, Trouble::Cancelled) {
            return self.note(Toast::new(Level::Info, t!("shell.cancelled")));
        }
        let words = explain::trouble(trouble);
        log::warn!("{trouble}");
        let toast = Toast::new(Level::Error, format!("{}\n{}", words.title, words.text));
        self.note(toast.action(t!("shell.copy_details"), Action::Copy(words.details)));
    }

    /// Changes this PC's settings and saves them.
    pub fn set(&mut self, change: impl FnOnce(&mut LocalSettings)) {
        change(&mut self.model.settings);
        self.desk.save_settings(self.model.settings.clone());
    }

    /// Name of the person who works here.
    pub fn person(&self) -> String {
        self.model.settings.name.clone()
    }
}

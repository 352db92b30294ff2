//! A click too many: the second of a double click, where the first has put something else under the pointer.
//!
//! People who open files by a double click press buttons so, too. On *Tandai selesai*, that began the next step.

use eframe::egui::output::OutputEvent;
use eframe::egui::{Context, Id, Pos2};

use crate::ui::commands;

/// Seconds for which Windows, unless told otherwise, waits for the second click of a double click.
const DOUBLE: f64 = 0.5;
/// Points by which a hand moves between the two, as egui has it.
const TREMBLE: f32 = 6.0;

/// What a click hit. A button with other words on it, or at another row or step, is another.
#[derive(Debug, Clone, PartialEq)]
struct Target {
    /// None for a click by a key or by a screen reader.
    widget: Option<Id>,
    words: Option<String>,
}

#[derive(Debug)]
struct Click {
    target: Target,
    /// None for a click by a key.
    place: Option<Pos2>,
    /// In seconds of the window's clock.
    at: f64,
    /// A key that is held down clicks again and again.
    held: bool,
}

impl Click {
    /// The click of this frame, once everything is drawn.
    fn of_frame(ctx: &Context) -> Option<Self> {
        let widget = ctx.viewport(|viewport| viewport.interact_widgets.clicked);
        let words = ctx.output(|output| {
            output.events.iter().find_map(|event| match event {
                OutputEvent::Clicked(info) => Some(info.label.clone().unwrap_or_default()),
                _ => None,
            })
        });
        if widget.is_none() && words.is_none() {
            return None;
        }
        let place = ctx.input(|input| input.pointer.interact_pos()).filter(|_| widget.is_some());
        let held = widget.is_none() && commands::is_key_held(ctx);
        Some(Self { target: Target { widget, words }, place, at: ctx.time(), held })
    }

    /// Whether it follows another as the second click of a double click follows the first.
    fn doubles(&self, first: &Self) -> bool {
        let near = match (self.place, first.place) {
            (Some(here), Some(there)) => here.distance(there) <= TREMBLE,
            (None, None) => true,
            _ => false,
        };
        near && (self.held || self.at - first.at < DOUBLE)
    }
}

/// The last click.
#[derive(Debug, Default)]
pub(super) struct Clicks(Option<Click>);

impl Clicks {
    /// Whether what was clicked in this frame is only there since the last click, so that nobody can have
    /// meant it. To be asked once a frame, when everything is drawn.
    ///
    /// Clicks on the same thing always count: a stepper, or a list that is closed and opened.
    pub(super) fn is_too_many(&mut self, ctx: &Context) -> bool {
        let Some(click) = Click::of_frame(ctx) else { return false };
        match &mut self.0 {
            // Who goes on hammering still means what was hit first.
            Some(first) if click.doubles(first) && click.target != first.target => {
                first.at = click.at;
                true
            }
            last => {
                *last = Some(click);
                false
            }
        }
    }
}

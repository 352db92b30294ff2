//! Ignores the second click of a double click where the first click has put something else under the pointer.
//!
//! People who open files by a double click also double-click buttons. On *Tandai selesai*, the second click
//! started the next step.

use eframe::egui::output::OutputEvent;
use eframe::egui::{Context, Id, Pos2};

use crate::ui::commands;

/// Windows' default for the longest time between the clicks of a double click, in seconds.
const DOUBLE: f64 = 0.5;
/// The longest distance between the clicks of a double click, in points, as in egui.
const TREMBLE: f32 = 6.0;

/// What a click hit. A button with other words, or at another row or step, is a different target.
#[derive(Debug, Clone, PartialEq)]
struct Target {
    /// None for a click by the keyboard or by a screen reader.
    widget: Option<Id>,
    words: Option<String>,
}

#[derive(Debug)]
struct Click {
    target: Target,
    /// None for a click by the keyboard.
    place: Option<Pos2>,
    /// In seconds of the window's clock.
    at: f64,
    /// Whether the click comes from a key that is held down and repeats.
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

    /// Whether this click follows `first` as the second of a double click.
    fn doubles(&self, first: &Self) -> bool {
        let near = match (self.place, first.place) {
            (Some(here), Some(there)) => here.distance(there) <= TREMBLE,
            (None, None) => true,
            _ => false,
        };
        near && (self.held || self.at - first.at < DOUBLE)
    }
}

/// The last click that counted.
#[derive(Debug, Default)]
pub(super) struct Clicks(Option<Click>);

impl Clicks {
    /// Whether the thing clicked in this frame appeared only after the previous click, so that the person
    /// can't have meant it. To be called once a frame, when everything is drawn.
    ///
    /// Clicks on the same thing always count, as on a stepper, or a list that is closed and opened.
    pub(super) fn is_too_many(&mut self, ctx: &Context) -> bool {
        let Some(click) = Click::of_frame(ctx) else { return false };
        match &mut self.0 {
            // Further quick clicks still belong to the first one.
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

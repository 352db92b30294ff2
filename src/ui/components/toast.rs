//! Short messages at the lower left, where they cover no button. All but errors disappear by themselves.

use std::collections::VecDeque;
use std::time::Duration;

use eframe::egui::{
    Align2, Area, Context, CornerRadius, Frame, Id, Label, Margin, Order, Role, Stroke, Ui, vec2,
};
use rust_i18n::t;

use super::{Button, IconButton, Level, RAIL_WIDTH, layout};
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// The most messages in sight; older ones are removed.
const MAX_SHOWN: usize = 3;

/// How long a message without a button stays.
const STAY: Duration = Duration::from_secs(5);

/// How long a message with a button stays: reading, deciding and reaching take longer.
const STAY_WITH_ACTION: Duration = Duration::from_secs(12);

/// A button of a toast: its verb, and what the caller gets when the button is clicked.
#[derive(Clone, Debug, PartialEq)]
pub struct ToastAction<A> {
    /// The verb on the button.
    pub words: String,
    /// What the caller gets when the button is clicked.
    pub action: A,
}

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast<A> {
    /// Gives the icon and the colour; an error stays until it is dismissed.
    pub severity: Level,
    /// What happened, in a sentence.
    pub words: String,
    /// Up to two buttons, as *Urungkan*.
    pub actions: Vec<ToastAction<A>>,
}

impl<A> Toast<A> {
    /// A message without a button.
    pub fn new(severity: Level, words: impl Into<String>) -> Self {
        Self { severity, words: words.into(), actions: Vec::new() }
    }

    /// Adds a button.
    #[must_use]
    pub fn action(mut self, words: impl Into<String>, action: A) -> Self {
        self.actions.push(ToastAction { words: words.into(), action });
        self
    }

    fn stay(&self) -> Option<Duration> {
        match (self.severity, self.actions.is_empty()) {
            (Level::Error, _) => None,
            (_, true) => Some(STAY),
            (_, false) => Some(STAY_WITH_ACTION),
        }
    }
}

#[derive(Debug)]
struct Shown<A> {
    toast: Toast<A>,
    serial: u64,
    /// Until when the message stays, in seconds of the window's clock; none: until it is dismissed.
    until: Option<f64>,
}

/// The messages in sight. `A` is what a click on a button returns.
#[derive(Debug)]
pub struct Toasts<A> {
    shown: VecDeque<Shown<A>>,
    next_serial: u64,
}

impl<A> Default for Toasts<A> {
    fn default() -> Self {
        Self { shown: VecDeque::new(), next_serial: 0 }
    }
}

impl<A: Clone> Toasts<A> {
    /// Adds a message. A success replaces an earlier success. `now` is the window's clock in seconds
    /// (`ctx.time()`). When there are too many messages, the oldest that is not an error is removed, and only
    /// then the oldest error.
    pub fn push(&mut self, toast: Toast<A>, now: f64) {
        let until = toast.stay().map(|stay| now + stay.as_secs_f64());
        if toast.severity == Level::Success {
            self.shown.retain(|shown| shown.toast.severity != Level::Success);
        }
        self.shown.push_back(Shown { toast, serial: self.next_serial, until });
        self.next_serial += 1;
        while self.shown.len() > MAX_SHOWN {
            let oldest = self.shown.iter().position(|shown| shown.until.is_some()).unwrap_or(0);
            self.shown.remove(oldest);
        }
    }

    /// Removes messages whose time is over. Returns the seconds until the next one's time is over.
    pub fn expire(&mut self, now: f64) -> Option<f64> {
        self.shown.retain(|shown| shown.until.is_none_or(|until| now < until));
        let next = self.shown.iter().filter_map(|shown| shown.until).reduce(f64::min);
        next.map(|until| until - now)
    }

    /// The messages in sight, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Toast<A>> {
        self.shown.iter().map(|shown| &shown.toast)
    }

    fn dismiss(&mut self, serial: u64) {
        self.shown.retain(|shown| shown.serial != serial);
    }

    /// Starts a message's time again, while the pointer is on the message.
    fn hold(&mut self, serial: u64, now: f64) {
        if let Some(shown) = self.shown.iter_mut().find(|shown| shown.serial == serial)
            && let (Some(until), Some(stay)) = (&mut shown.until, shown.toast.stay())
        {
            *until = now + stay.as_secs_f64();
        }
    }

    /// Shows the messages over everything else. Returns the button that was clicked, for [`Self::take`].
    pub fn show(&mut self, ctx: &Context) -> Option<ToastClick<A>> {
        let now = ctx.time();
        if let Some(secs) = self.expire(now) {
            ctx.request_repaint_after_secs(secs as f32);
        }
        let mut clicked = None;
        let mut held = Vec::new();
        let mut bottom = space::L;
        // The newest is at the bottom, where people look first.
        for shown in self.shown.iter().rev() {
            let response = Area::new(Id::unique(("toast", shown.serial)))
                .order(Order::Tooltip)
                .anchor(Align2::LEFT_BOTTOM, vec2(RAIL_WIDTH + space::L, -bottom))
                .role(Role::Alert)
                .accessible_name(&shown.toast.words)
                .show(ctx, |ui| toast_ui(ui, &shown.toast));
            bottom += response.response.rect.height() + space::S;
            if response.response.contains_pointer() {
                held.push(shown.serial);
            }
            if let Some(click) = response.inner {
                let action = match click {
                    Click::Close => None,
                    Click::Action(index) => shown.toast.actions.get(index).map(|it| it.action.clone()),
                };
                clicked = Some(ToastClick { serial: shown.serial, action });
            }
        }
        for serial in held {
            self.hold(serial, now);
        }
        clicked
    }

    /// Removes the message that was clicked, and returns the action of the clicked button; the cross has
    /// none.
    pub fn take(&mut self, click: ToastClick<A>) -> Option<A> {
        self.dismiss(click.serial);
        click.action
    }
}

/// A click on a message.
#[derive(Debug)]
pub struct ToastClick<A> {
    serial: u64,
    action: Option<A>,
}

enum Click {
    Close,
    Action(usize),
}

fn toast_ui<A>(ui: &mut Ui, toast: &Toast<A>) -> Option<Click> {
    let t = ui.tokens();
    let tone = toast.severity.tone(t);
    Frame::new()
        .fill(t.surface_raised)
        .stroke(Stroke::new(space::STROKE, t.line))
        .shadow(ui.visuals().popup_shadow)
        .corner_radius(CornerRadius::same(space::RADIUS_L))
        .inner_margin(Margin { left: 16, right: 8, top: 8, bottom: 8 })
        .show(ui, |ui| {
            ui.set_width(400.0);
            let mut click = None;
            let row = ui.horizontal_top(|ui| {
                ui.add_space(0.0);
                ui.vertical(|ui| {
                    ui.add_space(5.0);
                    layout::icon(ui, toast.severity.icon(), 18.0, tone.ink);
                });
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width() - space::CONTROL_HEIGHT_S - space::S);
                    ui.spacing_mut().item_spacing.y = space::XS;
                    ui.add_space(5.0);
                    ui.add(Label::new(text::body(toast.words.as_str())).wrap());
                    if !toast.actions.is_empty() {
                        ui.horizontal_wrapped(|ui| {
                            ui.spacing_mut().item_spacing.x = space::XS;
                            for (index, action) in toast.actions.iter().enumerate() {
                                if ui.add(Button::secondary(action.words.as_str()).small()).clicked() {
                                    click = Some(Click::Action(index));
                                }
                            }
                        });
                    }
                    ui.add_space(3.0);
                });
                if ui.add(IconButton::new(icons::X, t!("component.close")).small()).clicked() {
                    click = Some(Click::Close);
                }
            });
            // A stripe in the message's colour at the left edge.
            let rect = row.response.rect;
            let stripe = eframe::egui::Rect::from_min_max(
                eframe::egui::pos2(rect.left() - 10.0, rect.top() + 2.0),
                eframe::egui::pos2(rect.left() - 7.0, rect.bottom() - 2.0),
            );
            ui.painter().rect_filled(stripe, CornerRadius::same(2), tone.solid);
            click
        })
        .inner
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(toasts: &Toasts<()>) -> Vec<&str> {
        toasts.iter().map(|toast| toast.words.as_str()).collect()
    }

    #[test]
    fn a_message_goes_by_itself_and_an_error_stays() {
        let mut toasts = Toasts::<()>::default();
        toasts.push(Toast::new(Level::Success, "tersimpan"), 0.0);
        toasts.push(Toast::new(Level::Error, "gagal"), 0.0);
        toasts.push(Toast::new(Level::Info, "dipindah").action("Urungkan", ()), 0.0);
        assert_eq!(toasts.expire(4.0), Some(1.0));
        assert_eq!(words(&toasts), ["tersimpan", "gagal", "dipindah"]);
        assert_eq!(toasts.expire(5.0), Some(7.0));
        assert_eq!(words(&toasts), ["gagal", "dipindah"]);
        assert_eq!(toasts.expire(1e6), None);
        assert_eq!(words(&toasts), ["gagal"]);
    }

    #[test]
    fn three_are_shown_and_errors_are_the_last_to_make_room() {
        let mut toasts = Toasts::<()>::default();
        toasts.push(Toast::new(Level::Error, "e1"), 0.0);
        for name in ["a", "b", "c"] {
            toasts.push(Toast::new(Level::Info, name), 0.0);
        }
        assert_eq!(words(&toasts), ["e1", "b", "c"]);
        for name in ["e2", "e3", "e4"] {
            toasts.push(Toast::new(Level::Error, name), 0.0);
        }
        assert_eq!(words(&toasts), ["e2", "e3", "e4"]);
    }

    #[test]
    fn a_message_under_the_pointer_waits() {
        let mut toasts = Toasts::<()>::default();
        toasts.push(Toast::new(Level::Info, "a"), 0.0);
        toasts.hold(0, 4.0);
        assert_eq!(toasts.expire(8.0), Some(1.0));
        toasts.dismiss(0);
        assert_eq!(toasts.iter().count(), 0);
    }
}

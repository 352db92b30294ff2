//! A question that must be answered before anything else goes on.

use eframe::egui::{
    Align, Context, Frame, Id, Key, Label, Layout, Margin, Modal, Modifiers, Role, ScrollArea, Ui, vec2,
};
use rust_i18n::t;

use super::{Button, IconButton};
use crate::ui::levers::layout_dump;
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// How the person answered the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialogAnswer {
    /// The confirming button, or Enter.
    Confirmed,
    /// Cancel, the cross, or Esc. A click outside does not dismiss: what was typed would be lost.
    Dismissed,
}

/// A dialog with a title, a body, and a footer with two buttons. Esc cancels; Enter confirms, unless the
/// dialog is dangerous. The safe button has the focus when the dialog opens.
#[must_use = "call show(..)"]
pub struct DialogFrame<'a> {
    id: &'a str,
    title: &'a str,
    confirm: &'a str,
    cancel: Option<&'a str>,
    can_cancel: bool,
    danger: bool,
    enabled: bool,
    focus_body: bool,
    click_only: bool,
    aside: Option<&'a mut dyn FnMut(&mut Ui)>,
    width: f32,
}

impl<'a> DialogFrame<'a> {
    /// `id` is unique among dialogs; `confirm` is the verb on the confirming button.
    pub fn new(id: &'a str, title: &'a str, confirm: &'a str) -> Self {
        Self {
            id,
            title,
            confirm,
            cancel: None,
            can_cancel: true,
            danger: false,
            enabled: true,
            focus_body: false,
            click_only: false,
            aside: None,
            width: 460.0,
        }
    }

    /// Other words than *Batal* on the cancelling button.
    pub fn cancel(mut self, words: &'a str) -> Self {
        self.cancel = Some(words);
        self
    }

    /// For a dialog with nothing to decide: one button, which closes it.
    pub fn without_cancel(mut self) -> Self {
        self.can_cancel = false;
        self
    }

    /// For an action that takes something away: the confirming button is red, the cancelling one has the
    /// focus, and Enter alone does not confirm.
    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Whether the dialog can be confirmed now.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// The body takes the focus when the dialog opens, for example with a text field.
    pub fn focus_body(mut self) -> Self {
        self.focus_body = true;
        self
    }

    /// For an action that can't be undone: Enter in a field does not confirm.
    pub fn click_only(mut self) -> Self {
        self.click_only = true;
        self
    }

    /// A further button or word at the left of the footer.
    pub fn aside(mut self, content: &'a mut dyn FnMut(&mut Ui)) -> Self {
        self.aside = Some(content);
        self
    }

    /// Width in points; 460 by default.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Shows the dialog and returns the answer once there is one; the caller then stops showing it. `body` is
    /// told whether this is the first pass, in which it may ask for the focus.
    pub fn show<R>(
        mut self,
        ctx: &Context,
        body: impl FnOnce(&mut Ui, bool) -> R,
    ) -> (R, Option<DialogAnswer>) {
        let id = Id::unique(("dialog", self.id));
        let t = ctx.tokens();
        let pass = ctx.cumulative_pass_nr();
        let last_pass = ctx.data(|data| data.get_temp::<u64>(id));
        ctx.data_mut(|data| data.insert_temp(id, pass));
        let first = last_pass.is_none_or(|last| last + 1 < pass);

        let frame = Frame::window(&ctx.global_style()).inner_margin(Margin::same(space::XL as i8));
        let area = Modal::default_area(id).accessible_name(self.title).role(Role::Dialog);
        let modal = Modal::new(id).area(area).backdrop_color(t.scrim).frame(frame).show(ctx, |ui| {
            layout_dump::record(ui, ui.max_rect(), || format!("dialog:{}", self.id));
            ui.set_width(self.width.min(ctx.content_rect().width() - 3.0 * space::XXL));
            let mut answer = self.header(ui);
            ui.add_space(space::S);
            let room = (ctx.content_rect().height() - 220.0).max(120.0);
            // Without a minimum, the body would stop at egui's default height for a new area, and scroll.
            let scroll = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
            let result = scroll.show(ui, |ui| body(ui, first)).inner;
            ui.add_space(space::L);
            answer = answer.or(self.footer(ui, first));
            (result, answer)
        });
        let escaped = modal.is_top_modal
            && !modal.any_popup_open
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let dismissed = escaped.then_some(DialogAnswer::Dismissed);
        let (result, answer) = modal.inner;
        (result, answer.or(dismissed))
    }

    fn header(&self, ui: &mut Ui) -> Option<DialogAnswer> {
        ui.horizontal(|ui| {
            let width = ui.available_width() - space::CONTROL_HEIGHT - space::S;
            let layout = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(vec2(width, space::CONTROL_HEIGHT), layout, |ui| {
                ui.set_width(width);
                ui.add(Label::new(text::heading(self.title)).wrap());
            });
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let cross = ui.add(IconButton::new(icons::X, t!("component.close")));
                cross.clicked().then_some(DialogAnswer::Dismissed)
            })
            .inner
        })
        .inner
    }

    fn footer(&mut self, ui: &mut Ui, first: bool) -> Option<DialogAnswer> {
        let mut answer = None;
        // The footer's height is fixed: centred in all that is left, it would keep the height of a longer
        // dialog shown before.
        let size = vec2(ui.available_width(), space::CONTROL_HEIGHT);
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            let button =
                if self.danger { Button::danger(self.confirm) } else { Button::primary(self.confirm) };
            let confirm = ui.add_enabled(self.enabled, button);
            let words = self.cancel.map_or_else(|| t!("component.cancel"), Into::into);
            let cancel = self.can_cancel.then(|| ui.add(Button::secondary(words)));
            if first && !self.focus_body {
                let safe = cancel.as_ref().filter(|_| self.danger || !self.enabled);
                safe.unwrap_or(&confirm).request_focus();
            }
            // A single-line field gives up the focus at Enter, so that nothing is focused then.
            let nothing_focused = ui.memory(|memory| memory.focused().is_none());
            // In a multi-line field Enter is a line break, and Ctrl+Enter confirms.
            let enter = ui.input_mut(|input| {
                input.consume_key(Modifiers::COMMAND, Key::Enter)
                    || (nothing_focused && input.key_pressed(Key::Enter))
            });
            let enter = enter && !self.danger && !self.click_only;
            if cancel.is_some_and(|cancel| cancel.clicked()) {
                answer = Some(DialogAnswer::Dismissed);
            } else if confirm.clicked() || (enter && self.enabled && !first) {
                answer = Some(DialogAnswer::Confirmed);
            }
            if let Some(aside) = self.aside.as_mut() {
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| aside(ui));
            }
        });
        answer
    }
}

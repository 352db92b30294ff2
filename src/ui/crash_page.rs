//! What the program shows after its window died: what happened, that nothing saved is lost, and how to go on.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use eframe::egui::{CentralPanel, Context, Frame, Label, ScrollArea, Ui, ViewportCommand};
use rust_i18n::t;

use super::components::{Banner, Button, Level, card, icon};
use super::parts::open_error;
use super::platform::errand::Errands;
use super::platform::{clipboard, drop_pointer};
use super::theme::{TokensExt as _, icons, space, text};
use crate::words;

/// What happened, in a line.
pub fn title() -> String {
    t!("crash.title").into_owned()
}

/// Says that the person did not cause the crash, and that nothing saved is lost.
pub fn reassurance() -> String {
    t!("crash.text").into_owned()
}

/// Says that the program could not be started again.
pub fn not_started(reason: &std::io::Error) -> String {
    t!("crash.not_started", reason = reason).into_owned()
}

/// The page, in a window of its own.
pub struct CrashPage {
    report: PathBuf,
    details: Option<String>,
    errands: Errands,
    /// The message about what the last click on a button did.
    said: Option<(Level, String)>,
    again: Rc<Cell<bool>>,
}

impl CrashPage {
    /// The page of a report. `again` becomes true when the person wants to go on.
    pub fn new(ctx: &Context, report: &Path, again: Rc<Cell<bool>>) -> Self {
        let details = std::fs::read_to_string(report)
            .inspect_err(|error| log::warn!("{}: {error}", report.display()))
            .ok();
        let errands = Errands::new(ctx.clone());
        Self { report: report.to_owned(), details, errands, said: None, again }
    }

    fn page_ui(&mut self, ui: &mut Ui) {
        let t = ui.tokens();
        ui.horizontal(|ui| {
            icon(ui, icons::WARNING_CIRCLE, space::ICON_XL, t.late.ink);
            ui.add_space(space::S);
            ui.label(text::title(title()));
        });
        ui.add_space(space::M);
        ui.add(Label::new(text::body(reassurance())).wrap());
        ui.add_space(space::S);
        ui.add(Label::new(text::body(t!("crash.what_next"))).wrap());
        ui.add_space(space::L);
        ui.horizontal_wrapped(|ui| self.buttons_ui(ui));
        if let Some((severity, said)) = &self.said {
            ui.add_space(space::S);
            Banner::new(*severity, said).show(ui);
        }
        ui.add_space(space::L);
        ui.label(text::strong(t!("crash.details")));
        ui.label(text::muted(self.report.display().to_string()));
        ui.add_space(space::S);
        card(ui, |ui| match &self.details {
            Some(details) => {
                ui.set_width(ui.available_width());
                let height = ui.available_height().max(120.0);
                ScrollArea::both().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
                    ui.add(Label::new(text::small(details.as_str()).monospace()).extend());
                });
            }
            None => {
                ui.label(text::body(t!("crash.no_details", path = self.report.display())));
            }
        });
    }

    fn buttons_ui(&mut self, ui: &mut Ui) {
        let again = ui.add(Button::primary(t!("crash.again")).icon(icons::CHECK));
        if ui.memory(|memory| memory.focused().is_none()) {
            again.request_focus();
        }
        if again.clicked() {
            self.again.set(true);
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
        if let Some(details) = &self.details
            && ui.add(Button::secondary(t!("crash.copy"))).clicked()
        {
            ui.ctx().copy_text(details.clone());
        }
        if ui.add(Button::secondary(t!("help.log")).icon(icons::FOLDER)).clicked() {
            self.errands.reveal(self.report.clone());
        }
    }
}

impl eframe::App for CrashPage {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        for (path, error) in self.errands.failures() {
            log::warn!("{}: {error}", path.display());
            let said = open_error(&error, &words::file_name(&path));
            self.said = Some((Level::Error, said));
        }
        if drop_pointer::take_drop(ui.ctx()).is_some() {
            self.said = Some((Level::Warning, t!("crash.drop").into_owned()));
        }
        match clipboard::take_outcome(ui.ctx()) {
            Some(Ok(())) => self.said = Some((Level::Success, t!("crash.copied").into_owned())),
            Some(Err(_)) => self.said = Some((Level::Error, t!("shell.not_copied").into_owned())),
            None => {}
        }
        let frame = Frame::central_panel(ui.style()).inner_margin(space::XL);
        CentralPanel::default().frame(frame).show(ui, |ui| self.page_ui(ui));
    }
}

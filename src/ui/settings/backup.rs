//! The backup: its disk or folder, the last run, and restoring.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use crate::ui::components::{Banner, Button, Level, icon_text, key_value, section_heading};
use crate::ui::contract::{Action, Dialog, Pick, View};
use crate::ui::deeds::BackUp;
use crate::ui::parts::{backup_advice, last_backup};
use crate::ui::theme::{TokensExt as _, icons, space, text};

/// Draws the section.
pub fn show(ui: &mut Ui, view: &mut View<'_>) {
    section_heading(ui, &t!("backup.title"));
    ui.add(Label::new(text::muted(t!("backup.what"))).wrap());
    ui.add_space(space::S);
    let target = view.model.backup().map(|choice| choice.target.clone());
    if let Some(target) = &target {
        key_value(ui, &t!("backup.target"), &target.display().to_string());
    }
    let (words, severity) = last_backup(view.model);
    if severity == Level::Success {
        let t = ui.tokens();
        icon_text(ui, icons::SHIELD_CHECK, text::body(words).color(t.done.ink), t.done.ink);
    } else {
        Banner::new(severity, &words).text(&backup_advice(view.model)).show(ui);
    }
    if let Some(done) = view.model.backed_up.clone().filter(|done| !done.findings.is_empty())
        && ui.add(Button::quiet(t!("backup.see_findings", n = done.findings.len()))).clicked()
    {
        view.act(Action::show(Dialog::BackupFindings(done)));
    }
    ui.add_space(space::S);
    ui.horizontal_wrapped(|ui| {
        let choose = Button::secondary(t!("backup.choose")).icon(icons::HARD_DRIVE);
        match &target {
            Some(_) => {
                if ui.add(Button::primary(t!("backup.now")).icon(icons::COPY)).clicked() {
                    view.act(BackUp { asked: true });
                }
                if ui.add(choose).clicked() {
                    view.act(Action::Pick(Pick::BackupTarget));
                }
            }
            None => {
                if ui.add(Button::primary(t!("backup.choose")).icon(icons::HARD_DRIVE)).clicked() {
                    view.act(Action::Pick(Pick::BackupTarget));
                }
            }
        }
        if ui.add(Button::quiet(t!("restore.open")).icon(icons::CLOCK_COUNTER_CLOCKWISE)).clicked() {
            view.act(Action::Pick(Pick::Backup));
        }
    });
}

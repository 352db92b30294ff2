//! Restores a backup: asks which one, and for an empty folder.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Label};
use rust_i18n::t;

use super::Answer;
use crate::backup::FoundBackup;
use crate::ui::components::{Button, DialogAnswer, DialogFrame, TextField, combo};
use crate::ui::contract::{Action, Model, Pick};
use crate::ui::deeds;
use crate::ui::parts::default_folder;
use crate::ui::theme::{icons, space, text};

/// State of the dialog.
#[derive(Debug, Clone)]
pub struct Restore {
    found: Vec<FoundBackup>,
    chosen: usize,
    folder: String,
}

impl Restore {
    /// The newest backup and a proposed new data folder are preselected.
    pub fn new(found: Vec<FoundBackup>) -> Self {
        let folder = default_folder().map(|folder| free(&folder).display().to_string()).unwrap_or_default();
        Self { found, chosen: 0, folder }
    }

    /// Sets the folder that the person has chosen.
    pub fn set_folder(&mut self, folder: &Path) {
        self.folder = folder.display().to_string();
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context, model: &Model) -> Answer {
        let language = model.language();
        let (title, confirm) = (t!("restore.title"), t!("restore.confirm"));
        let ready = !self.folder.trim().is_empty() && self.found.get(self.chosen).is_some();
        let mut pick = false;
        let dialog = DialogFrame::new("restore", &title, &confirm).enabled(ready);
        let ((), answer) = dialog.show(ctx, |ui, _| {
            ui.add(Label::new(text::body(t!("restore.what"))).wrap());
            ui.add_space(space::M);
            let words: Vec<String> = self
                .found
                .iter()
                .map(|found| match found.at {
                    Some(at) => {
                        let when = language.date_time(at.naive_local());
                        t!("restore.found", office = found.office, when = when, n = found.documents)
                            .into_owned()
                    }
                    None => t!("restore.found_unfinished", office = found.office).into_owned(),
                })
                .collect();
            if let [only] = &words[..] {
                ui.label(text::strong(t!("restore.backup")));
                ui.add(Label::new(text::body(only)).wrap());
            } else {
                let choices: Vec<_> = words.iter().map(String::as_str).enumerate().collect();
                combo(ui, &t!("restore.backup"), &mut self.chosen, &choices);
            }
            ui.add_space(space::M);
            TextField::new(&t!("restore.folder"), &mut self.folder).hint(&t!("restore.folder_hint")).show(ui);
            ui.add_space(space::XS);
            let button = Button::secondary(t!("restore.pick")).icon(icons::FOLDER_OPEN).small();
            pick = ui.add(button).clicked();
        });
        if pick {
            return Answer { close: false, actions: vec![Action::Pick(Pick::RestoreTo)] };
        }
        match (answer, self.found.get(self.chosen)) {
            (Some(DialogAnswer::Confirmed), Some(found)) => {
                let (from, root) = (found.path.clone(), PathBuf::from(self.folder.trim()));
                Answer::confirmed(deeds::Restore { from, root })
            }
            (Some(DialogAnswer::Dismissed), _) => Answer::dismissed(),
            _ => Answer::open(),
        }
    }
}

/// A path like this one, with a number if need be, at which nothing exists.
fn free(folder: &Path) -> PathBuf {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let numbered = (2..100).map(|n| folder.with_file_name(format!("{name} ({n})")));
    std::iter::once(folder.to_owned())
        .chain(numbered)
        .find(|path| !path.exists())
        .unwrap_or(folder.to_owned())
}

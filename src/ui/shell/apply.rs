//! Carries out actions; nothing else does. Actions that an action queues are carried out after it.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Context, ThemePreference};
use rust_i18n::t;

use super::app::App;
use crate::archive;
use crate::pc::{BackupChoice, Theme, log_file};
use crate::store::path_of;
use crate::ui::components::{Level, Toast};
use crate::ui::contract::{Action, Folder, Page};
use crate::ui::deeds::{BackUp, FilesIn, ReadDossier, Undo};
use crate::ui::dialogs::Modal;
use crate::ui::guide;
use crate::ui::parts::open_error;
use crate::ui::platform::clipboard;
use crate::ui::platform::open::OpenError;
use crate::words;

impl App {
    /// Carries out an action.
    pub(super) fn apply(&mut self, ctx: &Context, action: Action) {
        match action {
            Action::Do(wish) => wish.begin(&mut self.window(ctx)),

            Action::Go(page) => self.model.nav.page = page,
            Action::OpenCycle(cycle, step) => {
                self.model.nav.page = Page::Cycle;
                self.model.nav.cycle = Some(cycle);
                self.model.nav.step = step;
            }
            Action::SelectStep(step) => self.model.nav.step = step,
            Action::OpenDossier(folder) => self.open_dossier(folder),
            Action::Show(dialog) => self.modal = Modal::new(*dialog, &self.model),
            Action::CloseModal => self.modal = None,
            Action::Note(words) => self.window(ctx).note(Toast::new(Level::Info, words)),
            Action::UndoLast => self.undo_last(ctx),

            Action::Pick(pick) => {
                let (kind, title) = (pick.kind(), t!(pick.title()));
                self.picker.pick(pick, kind, &title);
            }
            Action::RestoreTo(folder) => {
                if let Some(Modal::Restore(restore)) = &mut self.modal {
                    restore.set_folder(&folder);
                }
            }
            Action::PasteFiles(cycle, target) => match clipboard::copied_files() {
                Ok(paths) if !paths.is_empty() => {
                    self.queue.push(FilesIn { cycle, target, sure: true, paths }.into());
                }
                Ok(_) => self.window(ctx).note(Toast::new(Level::Info, t!("shell.nothing_to_paste"))),
                Err(error) => {
                    log::warn!("{error}");
                    self.window(ctx).note(Toast::new(Level::Error, t!("shell.not_pasted")));
                }
            },
            Action::LeaveFolder => self.model.folder = Folder::None,
            Action::SetBackupTarget(target) => self.set_backup_target(ctx, target),

            Action::OpenGuide => {
                self.errands.write_and_open(guide::page_in(&self.local.join("panduan")), guide::write);
            }
            Action::RevealFolder => {
                let root = self.model.snapshot().map(|snapshot| snapshot.root.clone());
                self.reveal(root);
            }
            Action::RevealBelow(cycle, path) => {
                let root = self.model.snapshot().map(|snapshot| path_of(&snapshot.root, cycle, &path));
                self.reveal(root);
            }
            Action::OpenDocument(cycle, file) => self.open(self.model.document_path(cycle, &file)),
            Action::OpenAllTheSame(path) => {
                // The person is asked only once for a document.
                self.model.trusted.insert(path.clone());
                self.errands.open_all_the_same(path);
            }
            Action::RevealDocument(cycle, file) => self.reveal(self.model.document_path(cycle, &file)),
            Action::OpenSealed(folder, path) => self.open(self.sealed_path(&folder, &path)),
            Action::RevealSealed(folder, path) => self.reveal(self.sealed_path(&folder, &path)),
            Action::RevealLog => self.reveal(Some(self.local.join(log_file::FOLDER))),

            Action::CancelJob(ticket) => self.desk.cancel(ticket),
            Action::PauseJob(ticket, paused) => {
                let job = self.model.running.iter().find(|job| job.ticket == ticket);
                if let Some(pace) = job.and_then(|job| job.pace.as_ref()) {
                    pace.pause(paused);
                }
            }

            Action::SetLanguage(language) => {
                self.set(ctx, |settings| language.code().clone_into(&mut settings.language));
            }
            Action::SetTheme(theme) => self.set(ctx, |settings| settings.theme = theme),
            Action::SetZoom(zoom) => self.set(ctx, |settings| settings.zoom = zoom.clamp(0.7, 3.0)),
            Action::SetPerson(person) => self.set(ctx, |settings| settings.name = person),
            Action::SetDetailedLog(detailed) => {
                log_file::set_detailed(detailed);
                self.set(ctx, |settings| settings.detailed_log = detailed);
            }
            Action::Copy(text) => {
                ctx.copy_text(text);
                self.copying = true;
            }
            Action::DismissProblems(paths) => self.model.dismissed.extend(paths),
            Action::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
        }
    }

    /// Applies the language, theme and text size of the settings.
    pub(super) fn show_settings(&self, ctx: &Context) {
        rust_i18n::set_locale(self.model.language().code());
        let settings = &self.model.settings;
        ctx.set_theme(match settings.theme {
            Theme::Dark => ThemePreference::Dark,
            Theme::Light => ThemePreference::Light,
            Theme::System => ThemePreference::System,
        });
        ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
        ctx.set_zoom_factor(settings.zoom);
    }

    fn undo_last(&mut self, ctx: &Context) {
        let undoable = self.model.open_cycle().and_then(|cycle| Some((cycle.id, cycle.last_undoable()?)));
        match undoable {
            Some((cycle, events)) => self.queue.push(Undo { cycle, events }.into()),
            None => self.window(ctx).note(Toast::new(Level::Info, t!("shell.nothing_to_undo"))),
        }
    }

    fn open_dossier(&mut self, folder: Option<String>) {
        self.model.nav.page = Page::Archive;
        self.model.nav.dossier.clone_from(&folder);
        self.model.dossier = None;
        let Some(folder) = folder else { return };
        // A bag of another program has no sheet to read.
        let listed = self.model.snapshot().and_then(|snapshot| snapshot.archive.get(&folder));
        if listed.is_none_or(|dossier| dossier.summary.is_some()) {
            self.queue.push(ReadDossier(folder).into());
        }
    }

    fn set_backup_target(&mut self, ctx: &Context, target: PathBuf) {
        let Some(store) = self.model.snapshot().map(|snapshot| snapshot.store.clone()) else { return };
        self.window(ctx).set(|settings| {
            let kept = settings.backups.remove(&store).filter(|choice| choice.target == target);
            let choice = kept.unwrap_or(BackupChoice { target, last: None });
            settings.backups.insert(store, choice);
        });
        self.queue.push(BackUp { asked: true }.into());
    }

    fn set(&mut self, ctx: &Context, change: impl FnOnce(&mut crate::pc::LocalSettings)) {
        self.window(ctx).set(change);
        self.show_settings(ctx);
    }

    fn open(&self, path: Option<PathBuf>) {
        match path {
            Some(path) if self.model.trusted.contains(&path) => self.errands.open_all_the_same(path),
            Some(path) => self.errands.open(path),
            None => {}
        }
    }

    fn reveal(&self, path: Option<PathBuf>) {
        if let Some(path) = path {
            self.errands.reveal(path);
        }
    }

    fn sealed_path(&self, folder: &str, path: &str) -> Option<PathBuf> {
        let root = &self.model.snapshot()?.root;
        Some(archive::path_in(root, folder, path))
    }

    /// Says in a toast that the system did not open a file.
    pub(super) fn not_opened(&mut self, ctx: &Context, path: &Path, error: &OpenError) {
        if let OpenError::Ask { risk, .. } = error {
            self.modal.get_or_insert_with(|| Modal::Risky(path.to_owned(), *risk));
            return;
        }
        log::warn!("{}: {error}", path.display());
        let words = open_error(error, &words::file_name(path));
        self.window(ctx).note(Toast::new(Level::Error, words));
    }
}

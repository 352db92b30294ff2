//! The one door: carries out actions.

use std::path::{Path, PathBuf};

use eframe::egui::{self, Context, ThemePreference};
use rust_i18n::t;

use super::app::App;
use super::model::{Folder, Running};
use super::reports::{Pending, Why};
use super::{Action, Care, Page, care, office};
use crate::archive::Export;
use crate::cycle::{Command, CycleId, Refusal};
use crate::jobs::{Request, Theme, Trouble};
use crate::process::log_file;
use crate::ui::components::{Severity, Toast};
use crate::ui::dialogs::{Ask, Modal};
use crate::ui::platform::clipboard;
use crate::ui::platform::open::OpenError;
use crate::ui::platform::picker::{Picked, Purpose};
use crate::ui::{guide, words};

/// Carries out an action.
pub(super) fn apply(app: &mut App, ctx: &Context, action: Action) {
    match action {
        Action::Go(page) => app.model.nav.page = page,
        Action::OpenCycle(cycle, step) => {
            app.model.nav.page = Page::Cycle;
            app.model.nav.cycle = Some(cycle);
            app.model.nav.step = step;
        }
        Action::SelectStep(step) => app.model.nav.step = step,
        Action::OpenDossier(folder) => open_dossier(app, folder),
        Action::Show(modal) => app.modal = Some(*modal),
        Action::CloseModal => app.modal = None,
        Action::Note(words) => app.note(Toast::new(Severity::Info, words), ctx),

        Action::CreateFolder { root, office } => {
            let by = app.model.settings.name.clone();
            open_folder(app, root.clone(), Why::Made, Request::Create { root, office, by });
        }
        Action::CreateSample { root } => {
            open_folder(app, root.clone(), Why::Made, Request::CreateSample(root));
        }
        Action::RevealFolder => {
            let root = app.model.snapshot().map(|snapshot| snapshot.root.clone());
            reveal(app, root);
        }
        Action::OpenFolder(root) => open_folder(app, root.clone(), Why::Asked, Request::Open(root)),
        Action::LeaveFolder => app.model.folder = Folder::None,
        Action::PickDataFolder => app.picker.pick(Purpose::DataFolder, &t!("picker.data_folder"), None),
        Action::StartCycle(id) => {
            let by = app.model.settings.name.clone();
            app.send(Request::StartCycle(id, by), Pending::StartCycle(id));
        }
        Action::Run(cycle, commands) => run(app, ctx, cycle, commands),
        Action::Undo(cycle, events) => {
            let by = app.model.settings.name.clone();
            app.send(Request::Undo(cycle, events, by), Pending::Undo);
        }
        Action::UndoLast => undo_last(app, ctx),
        Action::Office(change) => {
            let by = app.model.settings.name.clone();
            let office = app.model.snapshot().map(|snapshot| &snapshot.office);
            let taken = office.and_then(|office| office::taken(office, &change));
            let pending = taken.map_or(Pending::Quiet, Pending::Take);
            app.send(Request::Office(change, by), pending);
        }
        Action::UndoOffice(change) => {
            let by = app.model.settings.name.clone();
            app.send(Request::Office(change, by), Pending::Undo);
        }

        Action::FilesIn { cycle, target, sure, paths } => {
            app.send(Request::Gather(paths), Pending::Gather { cycle, target, sure });
        }
        Action::PickFiles(cycle, target) => {
            app.picker.pick(Purpose::Files(cycle, target), &t!("picker.files"), None);
        }
        Action::PasteFiles(cycle, target) => match clipboard::copied_files() {
            Ok(paths) if !paths.is_empty() => {
                apply(app, ctx, Action::FilesIn { cycle, target, sure: true, paths });
            }
            Ok(_) => app.note(Toast::new(Severity::Info, t!("shell.nothing_to_paste")), ctx),
            Err(error) => {
                log::warn!("{error}");
                app.note(Toast::new(Severity::Error, t!("shell.not_pasted")), ctx);
            }
        },
        Action::Attach(cycle, files) => {
            let by = app.model.settings.name.clone();
            let what = t!("shell.job.attach", n = files.len()).into_owned();
            app.send_long(Request::Attach(cycle, files, by), Pending::Attach, what, true);
        }
        Action::TakeChanged(cycle, document) => {
            let by = app.model.settings.name.clone();
            app.send(Request::TakeChanged(cycle, document, by), Pending::Quiet);
        }
        Action::SetAsideRemoved(cycle, aside) => {
            app.send(Request::SetAsideRemoved(cycle, aside), Pending::SetAside);
        }
        Action::RevealBelow(cycle, path) => {
            let root = app.model.snapshot().map(|snapshot| snapshot.root.join(cycle.folder()).join(path));
            reveal(app, root);
        }
        Action::Adopt(cycle, adopt) => {
            let by = app.model.settings.name.clone();
            app.send(Request::Adopt(cycle, adopt, by), Pending::Adopt(cycle));
        }
        Action::OpenGuide => {
            app.errands.write_and_open(guide::page_in(&app.local.join("panduan")), guide::write);
        }
        Action::OpenDocument(cycle, file) => open(app, app.model.document_path(cycle, &file)),
        Action::OpenAllTheSame(path) => {
            // Asked once, not each time.
            app.model.trusted.insert(path.clone());
            app.errands.open_all_the_same(path);
        }
        Action::RevealDocument(cycle, file) => reveal(app, app.model.document_path(cycle, &file)),
        Action::OpenSealed(folder, path) => open(app, sealed_path(app, &folder, &path)),
        Action::RevealSealed(folder, path) => reveal(app, sealed_path(app, &folder, &path)),

        Action::Seal(cycle, closing) => {
            let by = app.model.settings.name.clone();
            let what = t!("shell.job.seal", title = cycle.title()).into_owned();
            app.send_long(Request::Seal(cycle, *closing, by), Pending::Seal, what, true);
        }
        Action::Check(folder) => {
            let what = t!("shell.job.check", title = folder).into_owned();
            app.send_long(Request::Check(folder), Pending::Quiet, what, true);
        }
        Action::Export(folder) => {
            let name = format!("{folder}.zip");
            app.picker.pick(Purpose::Export(folder), &t!("picker.export"), Some(&name));
        }
        Action::ExportTo(export) => {
            let what = t!("shell.job.export", title = export.folder).into_owned();
            app.send_long(Request::Export(export.clone()), Pending::Export(export), what, true);
        }
        Action::Care(intent) => care::act(app, intent),
        Action::CancelJob(ticket) => app.desk.cancel(ticket),
        Action::SaveSop(sop) => app.send(Request::SaveSop(sop), Pending::SaveSop),

        Action::SetLanguage(language) => {
            set(app, ctx, |settings| language.code().clone_into(&mut settings.language));
        }
        Action::SetTheme(theme) => set(app, ctx, |settings| settings.theme = theme),
        Action::SetZoom(zoom) => set(app, ctx, |settings| settings.zoom = zoom.clamp(0.7, 3.0)),
        Action::SetPerson(person) => set(app, ctx, |settings| settings.name = person),
        Action::SetDetailedLog(detailed) => {
            log_file::set_detailed(detailed);
            set(app, ctx, |settings| settings.detailed_log = detailed);
        }
        Action::RevealLog => reveal(app, Some(app.local.join(log_file::FOLDER))),
        Action::Copy(text) => {
            ctx.copy_text(text);
            app.copying = true;
        }
        Action::DismissProblems(paths) => app.model.dismissed.extend(paths),
        Action::Quit => ctx.send_viewport_cmd(egui::ViewportCommand::Close),
    }
}

/// What the system's dialog brought.
pub(super) fn picked(app: &mut App, ctx: &Context, picked: Picked) {
    let (purpose, paths) = match picked {
        Picked::Chosen(purpose, paths) => (purpose, paths),
        Picked::Cancelled => return,
        Picked::Unavailable => return app.note(Toast::new(Severity::Error, t!("shell.no_picker")), ctx),
    };
    let Some(first) = paths.first().cloned() else { return };
    let action = match purpose {
        Purpose::DataFolder => Action::OpenFolder(first),
        Purpose::BackupTarget => Action::Care(Care::SetTarget(first)),
        Purpose::Zip | Purpose::Bag => Action::Care(Care::Import(first.into(), None)),
        Purpose::Backup => Action::Care(Care::FindBackups(first)),
        Purpose::RestoreTo => {
            if let Some(Modal::Restore(restore)) = &mut app.modal {
                restore.set_folder(&first);
            }
            return;
        }
        Purpose::Files(cycle, target) => Action::FilesIn { cycle, target: Some(target), sure: true, paths },
        Purpose::Export(folder) => Action::ExportTo(Export { folder, target: first, as_is: false }),
    };
    apply(app, ctx, action);
}

/// Brings language, theme and text size of the settings onto the screen.
pub(super) fn show_settings(app: &mut App, ctx: &Context) {
    rust_i18n::set_locale(app.model.language().code());
    let settings = &app.model.settings;
    ctx.set_theme(match settings.theme {
        Theme::Dark => ThemePreference::Dark,
        Theme::Light => ThemePreference::Light,
        Theme::System => ThemePreference::System,
    });
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    ctx.set_zoom_factor(settings.zoom);
}

impl App {
    pub(super) fn send(&mut self, request: Request, pending: Pending) {
        let ticket = self.desk.send(request);
        self.model.saving += usize::from(pending.saves());
        self.pending.insert(ticket, pending);
    }

    pub(super) fn send_long(&mut self, request: Request, pending: Pending, what: String, cancellable: bool) {
        let ticket = self.desk.send(request);
        self.pending.insert(ticket, pending);
        self.model.running.push(Running {
            ticket,
            what,
            file: String::new(),
            progress: (0, 0),
            cancellable,
            pace: None,
        });
    }
}

/// Rules are asked before the desk is: a refusal that a reason overcomes asks for the reason at once.
fn run(app: &mut App, ctx: &Context, id: CycleId, commands: Vec<Command>) {
    let Some(cycle) = app.model.cycle(id).cloned() else { return };
    // A second click before the first has shown is no second wish.
    let same = |pending: &Pending| matches!(pending, Pending::Run(on, it) if *on == id && *it == commands);
    if app.pending.values().any(same) {
        return;
    }
    match (cycle.decide_all(&commands), &commands[..]) {
        (Ok(_), _) => {
            let by = app.model.settings.name.clone();
            let pending = Pending::Run(id, commands.clone());
            app.send(Request::Run(id, commands, by), pending);
        }
        (Err(Refusal::Holes(holes)), [Command::Finish { step, .. }]) => {
            let ask = Ask::Finish { cycle: id, step: *step, holes, before: None, text: String::new() };
            app.modal = Some(Modal::Ask(ask));
        }
        (Err(Refusal::OutOfTurn(before)), [Command::Finish { step, .. }]) => {
            let holes = cycle.holes(*step).into_iter().map(|slot| slot.key.clone()).collect();
            let ask =
                Ask::Finish { cycle: id, step: *step, holes, before: Some(before), text: String::new() };
            app.modal = Some(Modal::Ask(ask));
        }
        (Err(Refusal::OutOfTurn(before)), [Command::Start { step, .. } | Command::Wait { step, .. }]) => {
            app.modal = Some(Modal::Ask(Ask::Start { cycle: id, step: *step, before, text: String::new() }));
        }
        (Err(Refusal::NoChange), _) => {}
        (Err(refusal), _) => fail(app, ctx, &Trouble::Refused(refusal)),
    }
}

fn undo_last(app: &mut App, ctx: &Context) {
    let undoable = app.model.open_cycle().and_then(|cycle| Some((cycle.id, cycle.last_undoable()?)));
    match undoable {
        Some((cycle, events)) => apply(app, ctx, Action::Undo(cycle, events)),
        None => app.note(Toast::new(Severity::Info, t!("shell.nothing_to_undo")), ctx),
    }
}

pub(super) fn open_folder(app: &mut App, root: PathBuf, why: Why, request: Request) {
    app.model.folder = Folder::Opening { root: root.clone(), since: app.model.now };
    app.send(request, Pending::Open(root, why));
}

fn open_dossier(app: &mut App, folder: Option<String>) {
    app.model.nav.page = Page::Archive;
    app.model.nav.dossier.clone_from(&folder);
    app.model.dossier = None;
    let Some(folder) = folder else { return };
    // A bag of another program has no sheet to read.
    let listed = app.model.snapshot().and_then(|snapshot| snapshot.archive.get(&folder));
    if listed.is_none_or(|dossier| dossier.summary.is_some()) {
        app.send(Request::OpenDossier(folder.clone()), Pending::Dossier(folder));
    }
}

fn set(app: &mut App, ctx: &Context, change: impl FnOnce(&mut crate::jobs::LocalSettings)) {
    change(&mut app.model.settings);
    app.desk.save_settings(app.model.settings.clone());
    show_settings(app, ctx);
}

/// Says once, in words, what failed.
pub(super) fn fail(app: &mut App, ctx: &Context, trouble: &Trouble) {
    let words = words::trouble(trouble);
    log::warn!("{trouble}");
    let toast = Toast::new(Severity::Error, format!("{}\n{}", words.title, words.text));
    app.note(toast.action(t!("shell.copy_details"), Action::Copy(words.details)), ctx);
}

fn open(app: &App, path: Option<PathBuf>) {
    match path {
        Some(path) if app.model.trusted.contains(&path) => app.errands.open_all_the_same(path),
        Some(path) => app.errands.open(path),
        None => {}
    }
}

fn reveal(app: &App, path: Option<PathBuf>) {
    if let Some(path) = path {
        app.errands.reveal(path);
    }
}

fn sealed_path(app: &App, folder: &str, path: &str) -> Option<PathBuf> {
    let root = &app.model.snapshot()?.root;
    Some(root.join("arsip").join(folder).join(path))
}

/// Says once that the system did not open a file.
pub(super) fn not_opened(app: &mut App, ctx: &Context, path: &Path, error: &OpenError) {
    if let OpenError::Ask { risk, .. } = error {
        app.modal.get_or_insert_with(|| Modal::Risky(path.to_owned(), *risk));
        return;
    }
    log::warn!("{}: {error}", path.display());
    app.note(Toast::new(Severity::Error, words::open_error(error, &words::file_name(path))), ctx);
}

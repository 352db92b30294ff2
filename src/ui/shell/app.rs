//! The program's window: owns all state, draws pages, carries out actions.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, Local};
use eframe::egui::{self, CentralPanel, Ui, ViewportCommand};
use rust_i18n::t;

use super::clicks::Clicks;
use super::rounds::Rounds;
use super::{chrome, waiting};
use crate::cycle::CycleId;
use crate::explain;
use crate::jobs::{Desk, Here, Report};
use crate::pc::LocalSettings;
use crate::sop::StepNo;
use crate::store::{Disk, OsDisk, Problem};
use crate::ui::commands::UiCommand;
use crate::ui::components::{Level, Toast, ToastClick, Toasts};
use crate::ui::contract::{Action, Drops, Folder, Model, Page, Pick, Target, UnderWay, View, Window};
use crate::ui::deeds::{self, CheckArchive, FilesIn, LookOutside, OpenFolder, Why};
use crate::ui::dialogs::Modal;
use crate::ui::platform::errand::Errands;
use crate::ui::platform::picker::{Picked, Picker};
use crate::ui::platform::{clipboard, drop_pointer, first_frame};
use crate::ui::{archive_page, cycle_page, first_run, home, settings, sop_page};

/// State of the pages: what is typed, scrolled, folded. None of it is saved.
#[derive(Default)]
pub(super) struct Pages {
    pub home: home::HomePage,
    pub cycle: cycle_page::CyclePage,
    pub archive: archive_page::ArchivePage,
    pub sop: sop_page::SopPage,
    pub settings: settings::SettingsPage,
    pub first_run: first_run::FirstRun,
}

/// The window.
pub struct App {
    pub(super) model: Model,
    pub(super) desk: Desk,
    pub(super) under_way: UnderWay,
    pub(super) modal: Option<Modal>,
    pub(super) toasts: Toasts<Action>,
    pub(super) picker: Picker<Pick>,
    pub(super) errands: Errands,
    /// This PC's own folder.
    pub(super) local: PathBuf,
    drops: Drops,
    pages: Pages,
    /// Actions to be carried out next.
    pub(super) queue: Vec<Action>,
    clicks: Clicks,
    /// A button has copied a text, and no message has said yet whether the clipboard took it.
    pub(super) copying: bool,
    title: String,
    /// The folder in [`Folder::Opening`] is opened only after the first frame, so that the window appears at
    /// once: reading decades of dossiers would occupy the cores that paint it.
    open_later: bool,
    /// When the program last looked for an unreachable data folder.
    looked_for_folder: Instant,
    looked: Looked,
    /// What colleagues were last told about the step open here.
    here: Option<Here>,
    pub(super) rounds: Rounds,
    clock: Clock,
}

/// Returns the current time.
pub type Clock = Box<dyn Fn() -> DateTime<FixedOffset>>;

/// How often the program looks for an unreachable data folder.
const LOOK_FOR_FOLDER: Duration = Duration::from_secs(3);

/// When documents were last compared with their files: whether the window was in front, and with which cycle,
/// step and number of events.
#[derive(Default, PartialEq)]
struct Looked {
    in_front: bool,
    at: Option<(CycleId, Option<StepNo>, usize)>,
}

impl App {
    /// The window for a data folder; with none, it opens the last one or shows the first run. `local` is this
    /// PC's own folder, `problem` what was wrong with its settings.
    pub fn new(
        ctx: &egui::Context,
        settings: LocalSettings,
        problem: Option<Problem>,
        local: PathBuf,
        folder: Option<PathBuf>,
    ) -> Self {
        Self::new_on(Arc::new(OsDisk), ctx, settings, problem, local, folder)
    }

    /// Like [`Self::new`], with data folders on any [`Disk`].
    pub fn new_on(
        disk: Arc<dyn Disk>,
        ctx: &egui::Context,
        settings: LocalSettings,
        problem: Option<Problem>,
        local: PathBuf,
        folder: Option<PathBuf>,
    ) -> Self {
        let wake = ctx.clone();
        let clock: Clock = Box::new(|| Local::now().fixed_offset());
        let now = clock();
        let mut app = Self {
            model: Model::new(settings, now),
            desk: Desk::start_on(disk, local.clone(), Arc::new(move || wake.request_repaint())),
            under_way: UnderWay::default(),
            modal: None,
            toasts: Toasts::default(),
            picker: Picker::new(ctx.clone()),
            errands: Errands::new(ctx.clone()),
            local,
            drops: Drops::default(),
            pages: Pages::default(),
            queue: Vec::new(),
            clicks: Clicks::default(),
            copying: false,
            title: String::new(),
            open_later: false,
            looked_for_folder: Instant::now(),
            looked: Looked::default(),
            here: None,
            rounds: Rounds::new(now),
            clock,
        };
        // egui's Ctrl+Q would close the window while a copy runs; here it takes the same way as the close
        // button.
        ctx.options_mut(|options| options.quit_shortcuts.clear());
        app.show_settings(ctx);
        if let Some(problem) = problem {
            let words = explain::problem(&problem);
            app.window(ctx).note(Toast::new(Level::Error, format!("{}\n{}", words.title, words.text)));
        }
        if let Some(folder) = folder.or_else(|| app.model.settings.last_folder.clone()) {
            app.model.folder = Folder::Opening { root: folder, since: app.model.now };
            app.open_later = true;
        }
        app
    }

    /// What is shown; for tests.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Carries out an action as if a view had pushed it; for tests.
    pub fn act(&mut self, action: impl Into<Action>) {
        self.queue.push(action.into());
    }

    /// Uses another clock; for tests.
    pub fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// Whether a check of the whole archive is running; for tests.
    pub fn reads_archive(&self) -> bool {
        self.under_way.any::<CheckArchive>()
    }

    fn page_ui(&mut self, ui: &mut Ui) {
        let pages = &mut self.pages;
        let mut view = View::new(&self.model, &mut self.drops, &mut self.queue);
        match self.model.folder {
            Folder::None | Folder::Failed(..) => first_run::show(ui, &mut pages.first_run, &mut view),
            Folder::Opening { .. } | Folder::Waiting(..) => waiting::show(ui, &mut view),
            Folder::Open(_) => match self.model.nav.page {
                Page::Home => home::show(ui, &mut pages.home, &mut view),
                Page::Cycle => cycle_page::show(ui, &mut pages.cycle, &mut view),
                Page::Archive => archive_page::show(ui, &mut pages.archive, &mut view),
                Page::Sop => sop_page::show(ui, &mut pages.sop, &mut view),
                Page::Settings => settings::show(ui, &mut pages.settings, &mut view),
            },
        }
    }

    /// Draws everything. Returns whether the dialog was closed, and which toast was clicked.
    fn draw(&mut self, ui: &mut Ui) -> (bool, Option<ToastClick<Action>>) {
        let ctx = ui.ctx().clone();
        if matches!(self.model.folder, Folder::Open(_)) {
            let mut view = View::new(&self.model, &mut self.drops, &mut self.queue);
            chrome::rail_ui(ui, &mut view);
            chrome::top_ui(ui, &mut view);
        }
        // The sheet and its panel reach the edges of the window; the other pages have a margin.
        let mut frame = egui::Frame::central_panel(ui.style());
        if self.model.nav.page == Page::Cycle {
            frame = frame.inner_margin(0);
        }
        CentralPanel::default().frame(frame).show(ui, |ui| self.page_ui(ui));
        let closed = self.modal.as_mut().is_some_and(|modal| {
            let answer = modal.show(&ctx, &self.model);
            self.queue.extend(answer.actions);
            answer.close
        });
        if self.picker.is_open() {
            chrome::picker_veil(&ctx);
        }
        (closed, self.toasts.show(&ctx))
    }

    /// Passes on files that were dropped in this frame, with their target if it is known exactly.
    fn take_drops(&mut self, ctx: &egui::Context) {
        let Some(dropped) = drop_pointer::take_drop(ctx) else { return };
        ctx.send_viewport_cmd(egui::ViewportCommand::Focus);
        let cycle = match self.model.nav.cycle {
            _ if self.modal.is_some() => Err(t!("shell.drop_on_dialog")),
            None => Err(t!("shell.drop_elsewhere")),
            Some(_) if dropped.paths.is_empty() => Err(t!("shell.drop_unreadable")),
            Some(cycle) => Ok(cycle),
        };
        let cycle = match cycle {
            Ok(cycle) => cycle,
            Err(words) => return self.window(ctx).note(Toast::new(Level::Warning, words)),
        };
        let seen = dropped.at.and_then(|at| self.drops.at(ctx, at));
        // With an uncertain target the person is asked; the last step that the files were dragged over is
        // preselected.
        let sure = seen.is_some();
        let near = || {
            self.drops.last_hovered().filter(|_| dropped.at.is_none()).map(|near| Target::Step(near.step()))
        };
        let target = seen.or_else(near);
        self.queue.push(FilesIn { cycle, target, sure, paths: dropped.paths }.into());
    }

    /// After a click on a copy button, says that the text was copied; a failure is always reported.
    fn tell_copied(&mut self, ctx: &egui::Context) {
        let Some(outcome) = clipboard::take_outcome(ctx) else { return };
        let by_button = std::mem::take(&mut self.copying);
        match outcome {
            Ok(()) if by_button => self.window(ctx).say(t!("shell.copied")),
            Ok(()) => {}
            Err(_) => self.window(ctx).note(Toast::new(Level::Error, t!("shell.not_copied"))),
        }
    }

    /// Somebody may have edited a document outside the program: documents are compared with their files when
    /// the window comes to the front, and when another step is shown or something changed.
    fn look_outside(&mut self, ctx: &egui::Context) {
        let shown = self.model.open_cycle().filter(|cycle| !cycle.state().is_sealed());
        let shown = shown.filter(|_| self.model.nav.page == Page::Cycle);
        let at = shown.map(|cycle| (cycle.id, self.model.nav.step, cycle.events().len()));
        let now = Looked { in_front: ctx.input(|input| input.focused), at };
        if now == self.looked || self.under_way.any::<LookOutside>() {
            return;
        }
        if let Some((cycle, ..)) = now.at.filter(|_| now.in_front) {
            self.queue.push(LookOutside(cycle).into());
        }
        self.looked = now;
    }

    /// Tells colleagues which step is open here.
    fn tell_here(&mut self) {
        let nav = &self.model.nav;
        let shown = self.model.open_cycle().filter(|cycle| !cycle.state().is_sealed());
        let here = shown.map(|cycle| Here {
            cycle: cycle.id,
            step: nav.step.filter(|_| nav.page == Page::Cycle),
            by: self.model.settings.name.clone(),
        });
        if here != self.here {
            self.desk.here(here.clone());
            self.here = here;
        }
    }

    /// The parts of the window that deeds and actions may use.
    pub(super) fn window<'a>(&'a mut self, ctx: &'a egui::Context) -> Window<'a> {
        let Self { model, desk, under_way, toasts, queue, .. } = self;
        Window { ctx, model, desk, under_way, toasts, queue }
    }

    /// Handles the reports that have come from the desk.
    fn take_reports(&mut self, ctx: &egui::Context) {
        for report in self.desk.reports() {
            match report {
                Report::Snapshot(snapshot) => {
                    if self.model.expects(&snapshot.root) {
                        self.model.set_snapshot(snapshot);
                    }
                }
                Report::Called => {
                    ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
                    ctx.send_viewport_cmd(ViewportCommand::Focus);
                }
                Report::Progress { ticket, file, bytes } => {
                    if let Some(job) = self.under_way.progressed(&mut self.model, ticket) {
                        job.file = file;
                        job.progress = bytes;
                    }
                }
                Report::Done(ticket) => {
                    if let Some(ended) = self.under_way.end(&mut self.model, ticket) {
                        ended.speak(&mut self.window(ctx));
                    }
                }
            }
        }
    }

    /// Carries out the queued actions, and those that they queue.
    fn work_off(&mut self, ctx: &egui::Context) {
        while !self.queue.is_empty() {
            for action in std::mem::take(&mut self.queue) {
                self.apply(ctx, action);
            }
        }
    }

    /// Handles the result of the system's file dialog.
    fn take_picked(&mut self, ctx: &egui::Context) {
        match self.picker.picked() {
            Some(Picked::Chosen(pick, paths)) => self.queue.extend(deeds::picked(pick, paths)),
            Some(Picked::Unavailable) => {
                self.window(ctx).note(Toast::new(Level::Error, t!("shell.no_picker")));
            }
            Some(Picked::Cancelled) | None => {}
        }
    }

    fn open_when_painted(&mut self, ctx: &egui::Context) {
        let Folder::Opening { root, .. } = &self.model.folder else { return };
        if self.open_later && first_frame::is_painted(ctx) {
            self.open_later = false;
            let root = root.clone();
            self.queue.push(OpenFolder { root, why: Why::Start }.into());
        }
    }

    /// Opens an unreachable data folder by itself as soon as it is back.
    fn look_for_folder(&mut self, ctx: &egui::Context) {
        let Folder::Waiting(root, _) = &self.model.folder else { return };
        if self.under_way.any::<OpenFolder>() {
            return;
        }
        let left = LOOK_FOR_FOLDER.saturating_sub(self.looked_for_folder.elapsed());
        if left.is_zero() {
            let root = root.clone();
            self.looked_for_folder = Instant::now();
            self.queue.push(OpenFolder { root, why: Why::Back }.into());
        } else {
            ctx.request_repaint_after(left);
        }
    }

    fn update_title(&mut self, ctx: &egui::Context) {
        let office =
            self.model.snapshot().map(|snapshot| snapshot.office.name()).filter(|name| !name.is_empty());
        let name = t!("common.app_name");
        let title = office.map_or_else(|| name.to_string(), |office| format!("{name} · {office}"));
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.model.now = (self.clock)();
        self.model.refresh_timings();
        self.open_when_painted(ctx);
        self.look_for_folder(ctx);
        self.take_reports(ctx);
        self.look_outside(ctx);
        self.tell_here();
        self.begin_what_is_due(ctx);
        self.take_picked(ctx);
        for (path, error) in self.errands.failures() {
            self.not_opened(ctx, &path, &error);
        }
        self.tell_copied(ctx);
        self.work_off(ctx);
        // Dates change at midnight even when nobody touches the program.
        ctx.request_repaint_after(Duration::from_mins(10));
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.drops.begin(&ctx, self.modal.is_some());
        if self.modal.is_none()
            && let Some(command) = UiCommand::pressed(&ctx)
        {
            self.queue.extend(command.action(&ctx, &self.model));
        }
        let wanted = self.queue.len();
        let (closed, note) = self.draw(ui);
        if self.clicks.is_too_many(&ctx) {
            self.queue.truncate(wanted);
        } else {
            if closed {
                self.modal = None;
            }
            self.queue.extend(note.and_then(|click| self.toasts.take(click)));
        }
        self.take_drops(&ctx);
        self.work_off(&ctx);
        self.update_title(&ctx);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // Waits until everything handed to the desk is saved before the program ends.
        self.desk.finish();
    }
}

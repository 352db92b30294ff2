//! Opens the window and runs until it is closed.

use std::any::Any;
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Instant;

use super::crash_page::CrashPage;
use super::levers::{failing_renderer, frame_watch, layout_dump, panic_when};
use super::platform::paste_key::PasteKey;
use super::platform::render_attempt::RenderAttempt;
use super::platform::{clipboard, drop_pointer, first_frame, options, window_place};
use super::shell::App;
use super::start::{self, Failed, NoWindow};
use super::theme;
use crate::cli::{Renderer, Window};
use crate::pc::LocalSettings;
use crate::pc::crash;
use crate::store::Problem;

/// Runs the window. `problem` is what was wrong with this PC's settings, `started` the moment at which the
/// program started.
pub fn run(
    window: &Window,
    settings: &LocalSettings,
    problem: Option<&Problem>,
    started: Instant,
) -> Result<(), NoWindow> {
    try_all(window, |renderer| {
        let (settings, problem, folder) = (settings.clone(), problem.cloned(), window.folder.clone());
        run_by(renderer, window, move |cc, local| {
            panic_when::install(&cc.egui_ctx);
            frame_watch::install(&cc.egui_ctx, started, false);
            App::new(&cc.egui_ctx, settings, problem, local, folder)
        })
    })
}

/// Shows a crash report until its window is closed. Returns whether the person wants to start the program
/// again.
pub fn show_crash(window: &Window, report: &Path) -> Result<bool, NoWindow> {
    let again = Rc::new(Cell::new(false));
    try_all(window, |renderer| {
        let (report, again) = (report.to_owned(), again.clone());
        run_by(renderer, window, move |cc, _local| CrashPage::new(&cc.egui_ctx, &report, again))
    })?;
    Ok(again.get())
}

fn try_all(window: &Window, run: impl FnMut(Renderer) -> Result<(), Failed>) -> Result<(), NoWindow> {
    let crashed = RenderAttempt::crashed(&window.local);
    start::start(&start::order(Renderer::ALL, window.renderer, crashed), run)
}

/// Runs the window that `make` makes until it is closed, or says why this renderer can't draw it.
fn run_by<A: eframe::App + 'static>(
    renderer: Renderer,
    window: &Window,
    make: impl FnOnce(&eframe::CreationContext<'_>, PathBuf) -> A + 'static,
) -> Result<(), Failed> {
    let attempt = RenderAttempt::begin(&window.local, renderer);
    let (note, local) = (attempt.note(), window.local.clone());
    let is_up = Rc::new(Cell::new(false));
    let up = is_up.clone();
    let create: eframe::AppCreator<'static> = Box::new(move |cc| {
        if failing_renderer::is_to_fail(renderer) {
            return Err(failing_renderer::FAIL_RENDERER.into());
        }
        window_place::correct(cc);
        theme::install(&cc.egui_ctx);
        drop_pointer::install(cc);
        clipboard::install(cc);
        cc.egui_ctx.add_plugin(PasteKey::default());
        layout_dump::install(&cc.egui_ctx);
        first_frame::afterwards(&cc.egui_ctx, move || note.survived());
        let app = make(cc, local);
        up.set(true);
        Ok(Box::new(app))
    });
    let options = options::native_options(window.local.join("jendela.ron"), renderer);
    // Setting up the renderer panics with some drivers. A panic in the window itself is not a failure of the
    // renderer.
    match catch_unwind(AssertUnwindSafe(|| eframe::run_native("Renja", options, create))) {
        Ok(result) => Ok(result?),
        Err(panic) if is_up.get() => resume_unwind(panic),
        Err(panic) => {
            crash::take_report();
            Err(Failed::Drawing(words_of(&*panic)))
        }
    }
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(ToString::to_string);
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

//! The system's clipboard, where egui's bridge to it falls short: it hands on only text and pictures, no copied files,
//! and tells nobody of a text that could not be put there.

use std::path::PathBuf;

pub use super::clipboard_error::ClipboardError;
#[cfg(target_os = "linux")]
use super::options;
use eframe::CreationContext;
use eframe::egui::{Context, FullOutput, OutputCommand, Plugin};
use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};

/// The files on the clipboard, in their order there, addresses of what lies elsewhere among them as in
/// [`super::drag_watch::Seen`]; empty if it holds something else.
pub fn copied_files() -> Result<Vec<PathBuf>, ClipboardError> {
    #[cfg(target_os = "linux")]
    if options::is_on_x11()
        && let Some(files) = super::x11_files::copied()?
    {
        return Ok(files);
    }
    match arboard::Clipboard::new()?.get().file_list() {
        Ok(paths) => Ok(paths),
        Err(arboard::Error::ContentNotAvailable) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Brings the plugin into a window. Call once, when the window is made.
pub fn install(cc: &CreationContext<'_>) {
    let window = cc.window_handle().map(|handle| handle.as_raw());
    let copy: Option<Copy> = match window {
        // There it goes through the window's own connection, which egui's bridge has, and no failure is ever told.
        Ok(RawWindowHandle::Wayland(_)) => None,
        // On X11 egui's bridge holds the connection that goes on offering it.
        _ => Some(Box::new(|text| Ok(arboard::Clipboard::new()?.set_text(text)?))),
    };
    cc.egui_ctx.add_plugin(TextClipboard::new(copy));
}

/// What came of the last text that was copied since this was last asked; none if none was.
pub fn take_outcome(ctx: &Context) -> Option<Result<(), ClipboardError>> {
    ctx.with_plugin(|plugin: &mut TextClipboard| plugin.outcome.take()).flatten()
}

/// Puts a text on a clipboard.
pub type Copy = Box<dyn FnMut(String) -> Result<(), ClipboardError> + Send + Sync>;

/// The plugin: carries out what egui's bridge would, whatever asked for it, a button or Ctrl+C.
pub struct TextClipboard {
    copy: Option<Copy>,
    outcome: Option<Result<(), ClipboardError>>,
}

impl TextClipboard {
    /// With a clipboard, or none where egui's bridge is to do it.
    pub fn new(copy: Option<Copy>) -> Self {
        Self { copy, outcome: None }
    }
}

impl Plugin for TextClipboard {
    fn debug_name(&self) -> &'static str {
        "text clipboard"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        output.platform_output.commands.retain_mut(|command| {
            let OutputCommand::CopyText(text) = command else { return true };
            let done = self.copy.as_mut().map(|copy| copy(std::mem::take(text)));
            let is_left = done.is_none();
            let outcome = done.unwrap_or(Ok(()));
            if let Err(error) = &outcome {
                log::warn!("{error}");
            }
            self.outcome = Some(outcome);
            ctx.request_repaint();
            is_left
        });
    }
}

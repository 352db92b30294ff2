//! The system's clipboard, for what egui's clipboard support lacks: egui hands on only text and pictures, no
//! copied files, and reports no failure to copy a text.

use std::path::PathBuf;

pub use super::clipboard_error::ClipboardError;
#[cfg(target_os = "linux")]
use super::options;
use eframe::CreationContext;
use eframe::egui::{Context, FullOutput, OutputCommand, Plugin};
use raw_window_handle::{HasWindowHandle as _, RawWindowHandle};

/// The files on the clipboard, in their order there; empty if it holds something else. A file that is not on
/// this PC is a path that is not absolute, as in [`super::drag_watch::Seen`].
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

/// Installs the plugin in a window. Call once, when the window is created.
pub fn install(cc: &CreationContext<'_>) {
    let window = cc.window_handle().map(|handle| handle.as_raw());
    let copy: Option<Copy> = match window {
        // On Wayland texts are copied through the window's own connection, which only egui has; failures are
        // not reported.
        Ok(RawWindowHandle::Wayland(_)) => None,
        // On X11 egui keeps a clipboard object with the connection that goes on offering the text.
        _ => Some(Box::new(|text| Ok(arboard::Clipboard::new()?.set_text(text)?))),
    };
    cc.egui_ctx.add_plugin(TextClipboard::new(copy));
}

/// The result of copying the last text since the previous call; none if no text was copied.
pub fn take_outcome(ctx: &Context) -> Option<Result<(), ClipboardError>> {
    ctx.with_plugin(|plugin: &mut TextClipboard| plugin.outcome.take()).flatten()
}

/// Copies a text to a clipboard.
pub type Copy = Box<dyn FnMut(String) -> Result<(), ClipboardError> + Send + Sync>;

/// The plugin: copies texts in place of egui, whether a button or Ctrl+C asked for it.
pub struct TextClipboard {
    copy: Option<Copy>,
    outcome: Option<Result<(), ClipboardError>>,
}

impl TextClipboard {
    /// With a function that copies, or none if egui is to copy.
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

//! The system's file dialogs. They are opened on the main thread and awaited on another, so that no frame
//! blocks.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use eframe::egui::Context;

/// Which of the system's file dialogs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerKind {
    /// One folder.
    Folder,
    /// One or more files.
    Files,
    /// One ZIP.
    Zip,
    /// Where to save a file, with a proposed name.
    Save(String),
}

/// The result of a dialog.
#[derive(Debug)]
pub enum Picked<P> {
    /// At least one path was chosen; with the purpose that the dialog was opened for.
    Chosen(P, Vec<PathBuf>),
    /// The person cancelled.
    Cancelled,
    /// This desktop has no file dialog.
    Unavailable,
}

/// Nobody closes a dialog so soon after asking for it, so there was no dialog. On a Linux desktop without a
/// portal and without zenity the library returns at once, as if the person had cancelled.
const NO_DIALOG: Duration = Duration::from_millis(300);

/// Opens at most one dialog at a time; `P` is the purpose for which it was opened.
#[derive(Debug)]
pub struct Picker<P> {
    ctx: Context,
    open: bool,
    sender: Sender<Picked<P>>,
    receiver: Receiver<Picked<P>>,
}

impl<P: Send + 'static> Picker<P> {
    /// `ctx` is repainted when a dialog has been answered.
    pub fn new(ctx: Context) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { ctx, open: false, sender, receiver }
    }

    /// Whether a dialog is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens a dialog, unless another one is open.
    pub fn pick(&mut self, purpose: P, kind: PickerKind, title: &str) {
        if self.open {
            return;
        }
        let dialog = rfd::AsyncFileDialog::new().set_title(title);
        // The future is created here: some systems require the main thread for that.
        let answer: std::pin::Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>> = match kind {
            PickerKind::Folder => {
                let folder = dialog.pick_folder();
                Box::pin(async move { folder.await.map(|file| file.path().to_owned()).into_iter().collect() })
            }
            PickerKind::Files => {
                let files = dialog.pick_files();
                let paths =
                    |files: Vec<rfd::FileHandle>| files.iter().map(|file| file.path().to_owned()).collect();
                Box::pin(async move { files.await.map(paths).unwrap_or_default() })
            }
            PickerKind::Zip => {
                let file = dialog.add_filter("ZIP", &["zip"]).pick_file();
                Box::pin(async move { file.await.map(|file| file.path().to_owned()).into_iter().collect() })
            }
            PickerKind::Save(name) => {
                let file = dialog.set_file_name(name).save_file();
                Box::pin(async move { file.await.map(|file| file.path().to_owned()).into_iter().collect() })
            }
        };
        let (ctx, sender) = (self.ctx.clone(), self.sender.clone());
        let asked = Instant::now();
        let awaiting = std::thread::Builder::new().name("renja-picker".to_owned()).spawn(move || {
            let paths = pollster::block_on(answer);
            let picked = match paths.is_empty() {
                false => Picked::Chosen(purpose, paths),
                true if asked.elapsed() < NO_DIALOG => Picked::Unavailable,
                true => Picked::Cancelled,
            };
            // The window may be closed by now, and the receiver gone.
            drop(sender.send(picked));
            ctx.request_repaint();
        });
        self.open = awaiting.is_ok();
    }

    /// The result of the dialog, once it is closed.
    pub fn picked(&mut self) -> Option<Picked<P>> {
        let picked = self.receiver.try_recv().ok()?;
        self.open = false;
        Some(picked)
    }
}

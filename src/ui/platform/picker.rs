//! The system's file dialogs. Opened on the main thread, awaited on another: a frame never blocks.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use eframe::egui::Context;

/// Which of the system's dialogs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One folder.
    Folder,
    /// One or more files.
    Files,
    /// One ZIP.
    Zip,
    /// Where a file goes, with a name proposed.
    Save(String),
}

/// What came of a dialog.
#[derive(Debug)]
pub enum Picked<P> {
    /// Paths were chosen, at least one, for what the dialog was opened for.
    Chosen(P, Vec<PathBuf>),
    /// The person closed it.
    Cancelled,
    /// This desktop has no file dialog.
    Unavailable,
}

/// Nobody closes a dialog so soon after asking for it: there was none. On a Linux desktop without a portal
/// and without zenity the library answers like this, as if it had been cancelled.
const NO_DIALOG: Duration = Duration::from_millis(300);

/// At most one dialog at a time; `P` tells what it was opened for.
#[derive(Debug)]
pub struct Picker<P> {
    ctx: Context,
    open: bool,
    sender: Sender<Picked<P>>,
    receiver: Receiver<Picked<P>>,
}

impl<P: Send + 'static> Picker<P> {
    /// Wakes `ctx` when a dialog has been answered.
    pub fn new(ctx: Context) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { ctx, open: false, sender, receiver }
    }

    /// Whether a dialog is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens a dialog, unless one is open.
    pub fn pick(&mut self, purpose: P, kind: Kind, title: &str) {
        if self.open {
            return;
        }
        let dialog = rfd::AsyncFileDialog::new().set_title(title);
        // The future is made here: some systems want that on the main thread.
        let answer: std::pin::Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>> = match kind {
            Kind::Folder => {
                let folder = dialog.pick_folder();
                Box::pin(async move { folder.await.map(|file| file.path().to_owned()).into_iter().collect() })
            }
            Kind::Files => {
                let files = dialog.pick_files();
                let paths =
                    |files: Vec<rfd::FileHandle>| files.iter().map(|file| file.path().to_owned()).collect();
                Box::pin(async move { files.await.map(paths).unwrap_or_default() })
            }
            Kind::Zip => {
                let file = dialog.add_filter("ZIP", &["zip"]).pick_file();
                Box::pin(async move { file.await.map(|file| file.path().to_owned()).into_iter().collect() })
            }
            Kind::Save(name) => {
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
            // The window may be gone by now; then nobody wants the answer.
            drop(sender.send(picked));
            ctx.request_repaint();
        });
        self.open = awaiting.is_ok();
    }

    /// What came of the dialog, once it is closed.
    pub fn picked(&mut self) -> Option<Picked<P>> {
        let picked = self.receiver.try_recv().ok()?;
        self.open = false;
        Some(picked)
    }
}

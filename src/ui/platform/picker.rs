//! The system's file dialogs. Opened on the main thread, awaited on another: a frame never blocks.

use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use eframe::egui::Context;

use crate::cycle::CycleId;
use crate::ui::shell::Target;

/// What the chosen paths are for.
#[derive(Debug, Clone)]
pub enum Purpose {
    /// The data folder to open.
    DataFolder,
    /// The disk or folder for the backup.
    BackupTarget,
    /// A backup to restore.
    Backup,
    /// A ZIP of a dossier to take in.
    Zip,
    /// A folder of a dossier to take in.
    Bag,
    /// The folder to restore to.
    RestoreTo,
    /// Files for a place of the sheet.
    Files(CycleId, Target),
    /// Where the ZIP of a dossier goes.
    Export(String),
}

/// What came of a dialog.
#[derive(Debug)]
pub enum Picked {
    /// Paths were chosen; at least one.
    Chosen(Purpose, Vec<PathBuf>),
    /// The person closed it.
    Cancelled,
    /// This desktop has no file dialog.
    Unavailable,
}

/// Nobody closes a dialog so soon after asking for it: there was none. On a Linux desktop without a portal
/// and without zenity the library answers like this, as if it had been cancelled.
const NO_DIALOG: Duration = Duration::from_millis(300);

/// At most one dialog at a time.
#[derive(Debug)]
pub struct Picker {
    ctx: Context,
    open: bool,
    sender: Sender<Picked>,
    receiver: Receiver<Picked>,
}

impl Picker {
    /// Wakes `ctx` when a dialog has been answered.
    pub fn new(ctx: Context) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { ctx, open: false, sender, receiver }
    }

    /// Whether a dialog is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens a dialog, unless one is open. `name` proposes a file name for saving.
    pub fn pick(&mut self, purpose: Purpose, title: &str, name: Option<&str>) {
        if self.open {
            return;
        }
        let mut dialog = rfd::AsyncFileDialog::new().set_title(title);
        if let Some(name) = name {
            dialog = dialog.set_file_name(name);
        }
        // The future is made here: some systems want that on the main thread.
        let answer: std::pin::Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>> = match &purpose {
            Purpose::DataFolder
            | Purpose::BackupTarget
            | Purpose::Backup
            | Purpose::Bag
            | Purpose::RestoreTo => {
                let folder = dialog.pick_folder();
                Box::pin(async move { folder.await.map(|file| file.path().to_owned()).into_iter().collect() })
            }
            Purpose::Files(..) => {
                let files = dialog.pick_files();
                let paths =
                    |files: Vec<rfd::FileHandle>| files.iter().map(|file| file.path().to_owned()).collect();
                Box::pin(async move { files.await.map(paths).unwrap_or_default() })
            }
            Purpose::Zip => {
                let file = dialog.add_filter("ZIP", &["zip"]).pick_file();
                Box::pin(async move { file.await.map(|file| file.path().to_owned()).into_iter().collect() })
            }
            Purpose::Export(_) => {
                let file = dialog.save_file();
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
    pub fn picked(&mut self) -> Option<Picked> {
        let picked = self.receiver.try_recv().ok()?;
        self.open = false;
        Some(picked)
    }
}

//! Opening files and folders with the system's programs, off the UI thread: a hanging share or a slow program
//! must not block a frame.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};

use eframe::egui::Context;

use super::open::{self, OpenError};

/// Opens files in the background, and collects the failures.
#[derive(Debug)]
pub struct Errands {
    ctx: Context,
    sender: Sender<(PathBuf, OpenError)>,
    receiver: Receiver<(PathBuf, OpenError)>,
}

impl Errands {
    /// `ctx` is repainted when something could not be opened.
    pub fn new(ctx: Context) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { ctx, sender, receiver }
    }

    /// Opens a document with the system's program for it; a risky one is not opened but gives
    /// [`OpenError::Ask`].
    pub fn open(&self, path: PathBuf) {
        self.run(path, open::open_if_harmless);
    }

    /// Opens a document after the person was warned of its risk.
    pub fn open_all_the_same(&self, path: PathBuf) {
        self.run(path, open::open_document);
    }

    /// Shows a file or folder in the file manager.
    pub fn reveal(&self, path: PathBuf) {
        self.run(path, open::show_in_folder);
    }

    /// Writes a page into a folder and opens the page. `write` fills the folder that contains `page`.
    pub fn write_and_open(&self, page: PathBuf, write: fn(&Path) -> io::Result<()>) {
        self.run(page, move |page| {
            let folder = page.parent().unwrap_or(page);
            write(folder).map_err(|source| OpenError::Unwritten { path: page.to_owned(), source })?;
            open::open_document(page)
        });
    }

    /// What could not be opened since the last call.
    pub fn failures(&self) -> Vec<(PathBuf, OpenError)> {
        self.receiver.try_iter().collect()
    }

    fn run(&self, path: PathBuf, errand: impl FnOnce(&Path) -> Result<(), OpenError> + Send + 'static) {
        let (ctx, sender) = (self.ctx.clone(), self.sender.clone());
        let started = std::thread::Builder::new().name("renja-open".to_owned()).spawn(move || {
            if let Err(error) = errand(&path) {
                // The window may be closed by now, and the receiver gone.
                drop(sender.send((path, error)));
                ctx.request_repaint();
            }
        });
        if let Err(error) = started {
            log::error!("no thread to open a file with: {error}");
        }
    }
}

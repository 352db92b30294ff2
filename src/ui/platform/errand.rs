//! Opening files and folders with the system's programs, off the UI thread: a share that hangs, or a slow
//! program, must not stop a frame.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};

use eframe::egui::Context;

use super::open::{self, OpenError};

/// Sends for files to be opened, and hears of those that could not be.
#[derive(Debug)]
pub struct Errands {
    ctx: Context,
    sender: Sender<(PathBuf, OpenError)>,
    receiver: Receiver<(PathBuf, OpenError)>,
}

impl Errands {
    /// Wakes `ctx` when something could not be opened.
    pub fn new(ctx: Context) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { ctx, sender, receiver }
    }

    /// Opens a document with the system's program for it; a risk comes back as [`OpenError::Ask`].
    pub fn open(&self, path: PathBuf) {
        self.run(path, open::open_if_harmless);
    }

    /// Opens a document of whose risk the person was told.
    pub fn open_all_the_same(&self, path: PathBuf) {
        self.run(path, open::open_document);
    }

    /// Shows a file or folder in the file manager.
    pub fn reveal(&self, path: PathBuf) {
        self.run(path, open::show_in_folder);
    }

    /// Writes a page into a folder and opens it. `write` fills the folder that `page` lies in.
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
                // The window may be gone by now; then nobody wants to hear of it.
                drop(sender.send((path, error)));
                ctx.request_repaint();
            }
        });
        if let Err(error) = started {
            log::error!("no thread to open a file with: {error}");
        }
    }
}

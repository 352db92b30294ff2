//! Which data folder is open.

use std::path::{Path, PathBuf};

use eframe::egui::ViewportCommand;

use crate::jobs::{Trouble, requests};
use crate::ui::contract::{Deed, Folder, Shown, Window};

/// Open an existing data folder.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenFolder {
    /// Path of the folder.
    pub root: PathBuf,
    /// Why the folder is being opened.
    pub why: Why,
}

/// Why a data folder is being opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The program has just been started.
    Start,
    /// A person asked for it.
    Asked,
    /// The folder was unreachable; the program is checking whether it is back.
    Back,
}

/// Create a data folder and open it.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateFolder {
    /// Path of the new folder.
    pub root: PathBuf,
    /// Name of the office.
    pub office: String,
}

/// Create a data folder with the sample years and open it.
#[derive(Debug, Clone, PartialEq)]
pub struct CreateSample(
    /// Path of the new folder.
    pub PathBuf,
);

impl OpenFolder {
    /// Opens a folder that a person has chosen.
    pub fn asked(root: PathBuf) -> Self {
        Self { root, why: Why::Asked }
    }
}

impl Deed for OpenFolder {
    type Request = requests::Open;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        // While the program looks for an unreachable folder, the window keeps saying that it is unreachable.
        if self.why != Why::Back {
            opening(self.root.clone(), window);
        }
        Some(requests::Open(self.root.clone()))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Nothing
    }

    fn done(self, (): (), window: &mut Window<'_>) {
        opened(&self.root, window);
    }

    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        if matches!(trouble, Trouble::OpenElsewhere(_)) && self.why == Why::Start {
            window.ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        let may_come_back = matches!(&trouble, Trouble::Store(error) if error.may_pass());
        not_opened(self.root, trouble, may_come_back, window);
    }
}

impl Deed for CreateFolder {
    type Request = requests::Create;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        opening(self.root.clone(), window);
        let by = window.person();
        Some(requests::Create { root: self.root.clone(), office: self.office.clone(), by })
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Nothing
    }

    fn done(self, (): (), window: &mut Window<'_>) {
        opened(&self.root, window);
    }

    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        not_opened(self.root, trouble, false, window);
    }
}

impl Deed for CreateSample {
    type Request = requests::CreateSample;

    fn ask(&mut self, window: &mut Window<'_>) -> Option<Self::Request> {
        opening(self.0.clone(), window);
        Some(requests::CreateSample(self.0.clone()))
    }

    fn shown(&self, _: &Self::Request) -> Shown {
        Shown::Nothing
    }

    fn done(self, (): (), window: &mut Window<'_>) {
        opened(&self.0, window);
    }

    fn failed(self, trouble: Trouble, window: &mut Window<'_>) {
        not_opened(self.0, trouble, false, window);
    }
}

fn opening(root: PathBuf, window: &mut Window<'_>) {
    window.model.folder = Folder::Opening { root, since: window.model.now };
}

fn opened(root: &Path, window: &mut Window<'_>) {
    window.set(|settings| settings.remember(root));
}

/// Says that the folder was not opened; the program keeps looking for one that may come back.
fn not_opened(root: PathBuf, trouble: Trouble, may_come_back: bool, window: &mut Window<'_>) {
    // Meanwhile another folder was asked for.
    if matches!(trouble, Trouble::Cancelled) {
        return;
    }
    if !matches!(window.model.folder, Folder::Waiting(..)) {
        log::warn!("{}: {trouble}", root.display());
    }
    window.model.folder =
        if may_come_back { Folder::Waiting(root, trouble) } else { Folder::Failed(root, trouble) };
}

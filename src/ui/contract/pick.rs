//! What the system's file dialog is opened for.

use super::Target;
use crate::cycle::CycleId;
use crate::ui::platform::picker::PickerKind;

/// What the chosen paths are for. What is done with the paths: [`crate::ui::deeds::picked`].
#[derive(Debug, Clone, PartialEq)]
pub enum Pick {
    /// The data folder to open.
    DataFolder,
    /// The disk or folder for the backup.
    BackupTarget,
    /// A backup to restore.
    Backup,
    /// A ZIP of a dossier to import.
    Zip,
    /// A folder of a dossier to import.
    Bag,
    /// The folder to restore to.
    RestoreTo,
    /// Files for a place of the sheet.
    Files(CycleId, Target),
    /// Where to write the ZIP of the dossier in this folder of the archive.
    Export(String),
}

impl Pick {
    /// Which of the system's file dialogs is opened.
    pub fn kind(&self) -> PickerKind {
        match self {
            Self::DataFolder | Self::BackupTarget | Self::Backup | Self::Bag | Self::RestoreTo => {
                PickerKind::Folder
            }
            Self::Zip => PickerKind::Zip,
            Self::Files(..) => PickerKind::Files,
            Self::Export(folder) => PickerKind::Save(format!("{folder}.zip")),
        }
    }

    /// Translation key of the dialog's title.
    pub fn title(&self) -> &'static str {
        match self {
            Self::DataFolder => "picker.data_folder",
            Self::BackupTarget => "picker.backup_target",
            Self::Backup => "picker.backup",
            Self::Zip => "picker.zip",
            Self::Bag => "picker.bag",
            Self::RestoreTo => "picker.restore_to",
            Self::Files(..) => "picker.files",
            Self::Export(_) => "picker.export",
        }
    }
}

//! Why a backup or a restore failed.

use std::path::PathBuf;

use crate::store::{Cancelled, StoreError};

/// Why a backup or a restore failed. What was there before is unchanged.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BackupError {
    /// An error of a disk, the data folder, or the backup.
    #[error(transparent)]
    Store(StoreError),
    /// The person asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The target is in the data folder: the backup would be lost together with it.
    #[error("{}: lies in the data folder", .0.display())]
    InsideDataFolder(PathBuf),
    /// At the target is a data folder, a backup of another one, or something else; it was left as it is.
    #[error("{}: belongs to another data folder", .0.display())]
    OtherStore(PathBuf),
    /// The chosen disk or folder can't be found now.
    #[error("{}: not there", .0.display())]
    TargetAway(PathBuf),
    /// The folder is not a backup of this program.
    #[error("{}: not a backup", .0.display())]
    NotABackup(PathBuf),
    /// The folder to restore to is not empty: nothing may be mixed or overwritten there.
    #[error("{}: not empty", .0.display())]
    NotEmpty(PathBuf),
    /// The backup was written, but does not open as the data folder does.
    #[error("{0}")]
    NotVerified(String),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        if error.is_cancelled() { Self::Cancelled } else { Self::Store(error) }
    }
}

impl From<Cancelled> for BackupError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}

/// An error of each kind, for the tests of their words. A new kind has to be added here by hand.
#[cfg(test)]
pub(crate) fn one_of_each() -> Vec<BackupError> {
    use BackupError as E;
    let path = || PathBuf::from("E:/Cadangan");
    let own = vec![
        E::Cancelled,
        E::InsideDataFolder(path()),
        E::OtherStore(path()),
        E::TargetAway(path()),
        E::NotABackup(path()),
        E::NotEmpty(path()),
        E::NotVerified("2027-induk: 3 of 4 events".to_owned()),
    ];
    for error in &own {
        match error {
            E::Store(_)
            | E::Cancelled
            | E::InsideDataFolder(_)
            | E::OtherStore(_)
            | E::TargetAway(_)
            | E::NotABackup(_)
            | E::NotEmpty(_)
            | E::NotVerified(_) => {}
        }
    }
    own.into_iter().chain(crate::store::error::one_of_each().into_iter().map(E::Store)).collect()
}

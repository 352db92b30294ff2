//! The portable program on a memory stick: with `portabel.txt` beside it, it keeps all its files beside
//! itself and leaves no trace on the PC.

use std::path::{Path, PathBuf};

/// The file that makes the program portable; `dist/windows/build.sh` puts it into the portable ZIP.
const MARKER: &str = "portabel.txt";

/// Folder for what an installed program keeps in local app data.
const LOCAL: &str = "lokal";

/// Name of the proposed data folder.
const DATA: &str = "Data Renja";

/// The folder of a portable program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portable(PathBuf);

impl Portable {
    /// The folder of this program, if it is portable.
    pub fn here() -> Option<Self> {
        Self::beside(&std::env::current_exe().ok()?)
    }

    fn beside(program: &Path) -> Option<Self> {
        let folder = program.parent()?;
        folder.join(MARKER).is_file().then(|| Self(folder.to_owned()))
    }

    /// Folder of settings, writer id, cache and log.
    pub fn local(&self) -> PathBuf {
        self.0.join(LOCAL)
    }

    /// Path of the proposed data folder.
    pub fn data(&self) -> PathBuf {
        self.0.join(DATA)
    }

    /// The present path of a data folder that was beside the program when it was opened: the next PC may give
    /// the stick another drive letter.
    pub fn follow(&self, opened: PathBuf) -> PathBuf {
        if opened.file_name() == Some(DATA.as_ref()) && opened != self.data() && self.data().is_dir() {
            self.data()
        } else {
            opened
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_marker_makes_a_program_portable() {
        let stick = tempfile::tempdir().unwrap();
        let program = stick.path().join("renja.exe");
        assert_eq!(Portable::beside(&program), None);
        std::fs::write(stick.path().join(MARKER), "").unwrap();
        let portable = Portable::beside(&program).expect("portable");
        assert!(portable.local().starts_with(stick.path()) && portable.data().starts_with(stick.path()));
    }

    #[test]
    fn the_data_folder_is_found_under_another_drive_letter() {
        let stick = tempfile::tempdir().unwrap();
        let portable = Portable(stick.path().to_owned());
        let before = PathBuf::from("/media/lain/Data Renja");
        // The data folder was not copied along with the program.
        assert_eq!(portable.follow(before.clone()), before);
        std::fs::create_dir(portable.data()).unwrap();
        assert_eq!(portable.follow(before), portable.data());
        let office = PathBuf::from("/srv/kantor/Renja");
        assert_eq!(portable.follow(office.clone()), office);
    }
}

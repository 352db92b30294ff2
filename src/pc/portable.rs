//! The program on a stick: with `portabel.txt` beside it, it keeps everything beside itself and leaves no
//! trace on the PC.

use std::path::{Path, PathBuf};

/// The file that says so; `dist/windows/build.sh` puts it into the portable ZIP.
const MARKER: &str = "portabel.txt";

/// What this PC would keep in local app data.
const LOCAL: &str = "lokal";

/// The data folder that is proposed.
const DATA: &str = "Data Renja";

/// The folder of a portable program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portable(PathBuf);

impl Portable {
    /// The folder of this program, if it is a portable one.
    pub fn here() -> Option<Self> {
        Self::beside(&std::env::current_exe().ok()?)
    }

    fn beside(program: &Path) -> Option<Self> {
        let folder = program.parent()?;
        folder.join(MARKER).is_file().then(|| Self(folder.to_owned()))
    }

    /// Where settings, writer id, cache and log are.
    pub fn local(&self) -> PathBuf {
        self.0.join(LOCAL)
    }

    /// The data folder that is proposed.
    pub fn data(&self) -> PathBuf {
        self.0.join(DATA)
    }

    /// Where a data folder is now that was beside the program when it was opened: the next PC may give the
    /// stick another letter.
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
        // Not copied along with the program.
        assert_eq!(portable.follow(before.clone()), before);
        std::fs::create_dir(portable.data()).unwrap();
        assert_eq!(portable.follow(before), portable.data());
        let office = PathBuf::from("/srv/kantor/Renja");
        assert_eq!(portable.follow(office.clone()), office);
    }
}

//! Opening a document with the system's program for it, and showing it in its folder.

use std::path::{Path, PathBuf};

use crate::store::origin_mark;

/// The risk of opening a file, by its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Risk {
    /// No risk beyond reading the file.
    None,
    /// Windows has marked the file as coming from the internet or by mail.
    Internet,
    /// The document may carry macros.
    Macros,
    /// The system would run the file: it is never opened.
    Program,
}

/// Why a document was not opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file is a program or a script, or leads to one.
    #[error("programs and scripts are not opened: {}", .path.display())]
    Program {
        /// The file.
        path: PathBuf,
    },
    /// The person must be told of a risk first.
    #[error("to be asked before it is opened, {risk:?}: {}", .path.display())]
    Ask {
        /// The file.
        path: PathBuf,
        /// Which risk.
        risk: Risk,
    },
    /// The path does not exist, or is not a file.
    #[error("there is no such file: {}", .path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file to be opened could not be written first.
    #[error("{} can't be written", .path.display())]
    Unwritten {
        /// The file.
        path: PathBuf,
        /// The operating system's error.
        source: std::io::Error,
    },
    /// The system found no program for the file, or could not start it.
    #[error("the system cannot open {}", .path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: opener::OpenError,
    },
}

/// Types that Windows, a Linux desktop, or a commonly installed interpreter would run when the file is
/// opened; and files that lead elsewhere or are mounted. Windows' own list is longer only by types that no
/// program registers any more.
const PROGRAMS: &[&str] = &[
    "appimage",
    "application",
    "appref-ms",
    "appx",
    "appxbundle",
    "apk",
    "app",
    "bash",
    "bat",
    "bin",
    "chm",
    "cmd",
    "com",
    "command",
    "cpl",
    "csh",
    "deb",
    "desktop",
    "diagcab",
    "dll",
    "dmg",
    "elf",
    "exe",
    "gadget",
    "hlp",
    "hta",
    "img",
    "inf",
    "ins",
    "iso",
    "isp",
    "jar",
    "jnlp",
    "job",
    "js",
    "jse",
    "jsp",
    "ksh",
    "library-ms",
    "lnk",
    "lua",
    "mht",
    "mhtml",
    "msc",
    "msi",
    "msix",
    "msixbundle",
    "msh",
    "msp",
    "mst",
    "ocx",
    "out",
    "pif",
    "pkg",
    "pl",
    "prg",
    "ps1",
    "ps1xml",
    "ps2",
    "psc1",
    "psd1",
    "psm1",
    "py",
    "pyc",
    "pyw",
    "pyz",
    "rb",
    "reg",
    "rgs",
    "rpm",
    "run",
    "scf",
    "scr",
    "sct",
    "search-ms",
    "searchconnector-ms",
    "settingcontent-ms",
    "sh",
    "shb",
    "shs",
    "sys",
    "theme",
    "url",
    "vb",
    "vbe",
    "vbs",
    "vbscript",
    "vhd",
    "vhdx",
    "webloc",
    "website",
    "ws",
    "wsc",
    "wsf",
    "wsh",
    "xbap",
    "xll",
    "zsh",
];

/// Office files whose type carries macros, and the old formats, which may.
const MACROS: &[&str] = &[
    "doc", "docm", "dot", "dotm", "odb", "pot", "potm", "ppa", "ppam", "pps", "ppsm", "ppt", "pptm", "sldm",
    "xla", "xlam", "xls", "xlsb", "xlsm", "xlt", "xltm",
];

/// The risk of opening a file, judged by its name only.
pub fn risk(path: &Path) -> Risk {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    // Windows drops dots and spaces at the end of a name, and takes what follows a colon as a stream of the
    // file.
    let name = name.trim_end_matches(['.', ' ', '\u{a0}']);
    if cfg!(windows) && name.contains(':') {
        return Risk::Program;
    }
    let Some((_, extension)) = name.rsplit_once('.') else { return Risk::None };
    if PROGRAMS.contains(&extension) {
        Risk::Program
    } else if MACROS.contains(&extension) {
        Risk::Macros
    } else {
        Risk::None
    }
}

/// Opens a document with the system's program for it, but never a program or a script. May block on the disk
/// or the desktop: call it off the UI thread.
pub fn open_document(path: &Path) -> Result<(), OpenError> {
    refuse_program(path)?;
    // A link may have a harmless name; the file that it leads to counts.
    let target = path.canonicalize().map_err(|_gone| OpenError::Missing { path: path.to_owned() })?;
    refuse_program(&target)?;
    if !target.is_file() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    opener::open(path).map_err(|source| OpenError::System { path: path.to_owned(), source })
}

/// Shows a file or folder in the file manager, selected. May block on the desktop: call it off the UI thread.
pub fn show_in_folder(path: &Path) -> Result<(), OpenError> {
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    opener::reveal(path).map_err(|source| OpenError::System { path: path.to_owned(), source })
}

fn refuse_program(path: &Path) -> Result<(), OpenError> {
    match risk(path) {
        Risk::Program => Err(OpenError::Program { path: path.to_owned() }),
        Risk::None | Risk::Internet | Risk::Macros => Ok(()),
    }
}

/// Like [`open_document`], but returns [`OpenError::Ask`] for a document that may carry macros or came from
/// the internet.
pub fn open_if_harmless(path: &Path) -> Result<(), OpenError> {
    let risk = match risk(path) {
        Risk::None if is_from_internet(path) => Risk::Internet,
        risk => risk,
    };
    match risk {
        // `open_document` refuses programs with its own error.
        Risk::None | Risk::Program => open_document(path),
        Risk::Internet | Risk::Macros => Err(OpenError::Ask { path: path.to_owned(), risk }),
    }
}

/// Whether Windows has marked a file as coming from the internet. The mark is a stream of the file, and
/// attaching the file keeps it.
fn is_from_internet(path: &Path) -> bool {
    const MAX: u64 = 4096;
    let mark = origin_mark(path, MAX).ok().flatten();
    mark.and_then(|mark| zone(&String::from_utf8_lossy(&mark))).is_some_and(|zone| zone >= INTERNET_ZONE)
}

/// `URLZONE_INTERNET`; 4 is `URLZONE_UNTRUSTED`.
const INTERNET_ZONE: u8 = 3;

/// The zone number in a mark: `[ZoneTransfer]`, then `ZoneId=3`.
fn zone(mark: &str) -> Option<u8> {
    mark.lines().find_map(|line| line.trim().strip_prefix("ZoneId=")?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_every_disguise_of_their_name() {
        for name in [
            "setup.exe",
            "SETUP.EXE",
            "undangan.pdf.exe",
            "undangan.exe.",
            "undangan.exe . ",
            "skrip.PS1",
            "a.lnk",
            "a.url",
            "a.hta",
            "a.iso",
            "a.desktop",
            "a.sh",
            "undangan\u{202e}fdp.exe",
            "a.msi",
            "a.js",
            "a.vbs",
        ] {
            assert_eq!(risk(Path::new(name)), Risk::Program, "{name}");
        }
    }

    #[test]
    fn documents_open_and_macros_are_told() {
        for name in ["a.pdf", "a.docx", "a.xlsx", "a.jpg", "a.zip", "tanpa akhiran", ".exe-nya siapa", "exe"]
        {
            assert_eq!(risk(Path::new(name)), Risk::None, "{name}");
        }
        for name in ["a.docm", "a.XLSM", "a.doc", "a.xls"] {
            assert_eq!(risk(Path::new(name)), Risk::Macros, "{name}");
        }
    }

    #[test]
    fn a_risky_document_is_asked_about_and_a_program_never_opened() {
        let folder = tempfile::tempdir().unwrap();
        for (name, risk) in [("a.docm", Risk::Macros), ("a.xls", Risk::Macros)] {
            let path = folder.path().join(name);
            std::fs::write(&path, "").unwrap();
            let asked = open_if_harmless(&path);
            assert!(matches!(asked, Err(OpenError::Ask { risk: of, .. }) if of == risk), "{asked:?}");
        }
        let refused = open_if_harmless(&folder.path().join("a.exe"));
        assert!(matches!(refused, Err(OpenError::Program { .. })), "{refused:?}");
    }

    #[test]
    fn the_mark_of_windows_tells_the_zone() {
        let mark = "[ZoneTransfer]\r\nZoneId=3\r\nReferrerUrl=https://example.org/\r\n";
        assert_eq!(zone(mark), Some(3));
        assert_eq!(zone("[ZoneTransfer]\nZoneId = x"), None);
        assert_eq!(zone(""), None);
    }

    #[test]
    fn a_program_is_refused_before_anything_is_looked_up() {
        let refused = open_document(Path::new("/nowhere/a.exe"));
        assert!(matches!(refused, Err(OpenError::Program { .. })), "{refused:?}");
        let missing = open_document(Path::new("/nowhere/a.pdf"));
        assert!(matches!(missing, Err(OpenError::Missing { .. })), "{missing:?}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_with_a_harmless_name_to_a_script_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("a.sh");
        std::fs::write(&script, "").unwrap();
        let link = folder.path().join("a.pdf");
        std::os::unix::fs::symlink(&script, &link).unwrap();
        let refused = open_document(&link);
        assert!(matches!(refused, Err(OpenError::Program { .. })), "{refused:?}");
        let folder = open_document(folder.path());
        assert!(matches!(folder, Err(OpenError::Missing { .. })), "{folder:?}");
    }
}

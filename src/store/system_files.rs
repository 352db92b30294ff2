//! Files that systems and programs leave in folders by themselves. Nobody has written them, so they are no
//! documents: they are neither attached nor offered, and a folder that holds nothing else counts as empty.

/// What a system puts into every folder or disk, in lower case.
const OF_SYSTEMS: [&str; 22] = [
    // Windows
    "$recycle.bin",
    "desktop.ini",
    "ehthumbs.db",
    "found.000",
    "recycler",
    "system volume information",
    "thumbs.db",
    // macOS
    ".ds_store",
    ".documentrevisions-v100",
    ".fseventsd",
    ".spotlight-v100",
    ".temporaryitems",
    ".trashes",
    // Linux
    ".directory",
    ".hidden",
    "lost+found",
    // network storage
    ".@__thumb",
    "@eadir",
    // programs that sync
    ".stfolder",
    ".stignore",
    ".stversions",
    ".sync",
];
/// How names of system files begin: the second half of a macOS file, the trash of a Linux disk, a file that
/// NFS still holds open.
const BEGINS_OF_SYSTEMS: [&str; 3] = ["._", ".trash-", ".nfs0"];
/// How names end of files that a browser has not finished loading, or a program not finished writing.
const ENDS_OF_UNFINISHED: [&str; 7] =
    [".part", ".partial", ".crdownload", ".download", ".opdownload", ".tmp", ".filepart"];

/// Whether a file or folder of this name is one that a system makes: `desktop.ini`, `lost+found`, `$RECYCLE.BIN`, …
pub fn is_of_system(name: &str) -> bool {
    let name = name.to_lowercase();
    OF_SYSTEMS.contains(&name.as_str()) || BEGINS_OF_SYSTEMS.iter().any(|begin| name.starts_with(begin))
}

/// Whether a file of this name is not one that a person keeps: [`is_of_system`], the lock of an open document
/// (`~$…`, `.~lock.…#`), and what is half written or half loaded (`~WRL0001.tmp`, `….part`, `….crdownload`).
pub fn is_leftover(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_lock = lower.starts_with("~$") || lower.starts_with(".~lock.") && lower.ends_with('#');
    is_lock || is_of_system(name) || ENDS_OF_UNFINISHED.iter().any(|end| lower.ends_with(end))
}

/// As [`is_leftover`], for a path with `/`: a file of such a name, or any file in a folder that a system
/// makes.
pub fn is_leftover_path(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    is_leftover(name) || folders.split('/').any(is_of_system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_systems_and_programs_leave_is_known() {
        for name in [
            "Desktop.ini",
            "THUMBS.DB",
            ".DS_Store",
            "._Surat.pdf",
            "lost+found",
            "$RECYCLE.BIN",
            ".Trash-1000",
        ] {
            assert!(is_of_system(name) && is_leftover(name), "{name}");
        }
        for name in
            ["~$Renja.docx", ".~lock.Renja.odt#", "~WRL0005.tmp", "Surat.pdf.part", "Surat.pdf.CRDOWNLOAD"]
        {
            assert!(is_leftover(name) && !is_of_system(name), "{name}");
        }
        for name in [
            "Surat.pdf",
            "desktop.ini.pdf",
            "~Renja.docx",
            ".pdf",
            "part",
            "Bagian.part.pdf",
            "lost+found.txt",
        ] {
            assert!(!is_leftover(name), "{name}");
        }
    }

    #[test]
    fn what_lies_in_a_folder_of_a_system_is_of_it() {
        for path in ["Kiriman/@eaDir/surat.pdf", "$RECYCLE.BIN/S-1/surat.pdf", "Kiriman/~$surat.docx"] {
            assert!(is_leftover_path(path), "{path}");
        }
        for path in ["Kiriman/surat.pdf", "surat.tmp/surat.pdf", "surat.pdf"] {
            assert!(!is_leftover_path(path), "{path}");
        }
    }
}

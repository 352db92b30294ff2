//! What kind of file a path below the data folder is.

use crate::archive;
use crate::store::LAYOUT_FILE;

/// Whether a path is that of an event file: `2027-induk/jurnal/<writer>/….ron`.
pub fn is_event(path: &str) -> bool {
    let mut parts = path.split('/');
    !path.starts_with("arsip/") && parts.nth(1) == Some("jurnal") && parts.count() >= 1
}

/// Whether a path is that of a view, which the program makes again by itself.
pub fn is_view(path: &str) -> bool {
    path.split_once('/').is_some_and(|(_, name)| name == "RINGKASAN.txt")
}

/// Whether a file is created once and never changes, although no event and no manifest names its content.
pub fn is_once(path: &str) -> bool {
    let ron = path.strip_suffix(".ron").is_some();
    path == LAYOUT_FILE
        || ron && (path.starts_with("sop/") || path.starts_with("arsip/pemeriksaan/"))
        || path.split_once('/').is_some_and(|(_, name)| name == "sop.ron")
}

/// The bag that a path lies in, and the path below the bag.
pub fn in_bag(path: &str) -> Option<(&str, &str)> {
    let (bag, name) = path.strip_prefix(archive::FOLDER)?.strip_prefix('/')?.split_once('/')?;
    (bag != "pemeriksaan").then_some((bag, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_is_known_by_its_path() {
        for (path, event, view, once) in [
            ("renja.ron", false, false, true),
            ("lain.ron", false, false, false),
            ("sop/3 langkah.ron", false, false, true),
            ("sop/catatan.txt", false, false, false),
            ("2027-induk/sop.ron", false, false, true),
            ("sop.ron", false, false, false),
            ("2027-induk/berkas/sop.ron", false, false, false),
            ("2027-induk/RINGKASAN.txt", false, true, false),
            ("RINGKASAN.txt", false, false, false),
            ("2027-induk/berkas/RINGKASAN.txt", false, false, false),
            ("2027-induk/jurnal/0123456789abcdef/00000001-a.ron", true, false, false),
            ("kantor/jurnal/0123456789abcdef/00000001-a.ron", true, false, false),
            ("2027-induk/jurnal", false, false, false),
            ("2027-induk/berkas/jurnal/x.ron", false, false, false),
            ("jurnal/x/y.ron", false, false, false),
            ("arsip/jurnal/x/y.ron", false, false, false),
            ("arsip/pemeriksaan/a.ron", false, false, true),
            ("arsip/pemeriksaan/a.txt", false, false, false),
            ("arsip/2027 Renja Induk/data/siklus.ron", false, false, false),
        ] {
            assert_eq!((is_event(path), is_view(path), is_once(path)), (event, view, once), "{path}");
        }
    }

    #[test]
    fn a_bag_is_a_folder_of_the_archive_but_for_that_of_the_reports() {
        assert_eq!(in_bag("arsip/2027/data/a.txt"), Some(("2027", "data/a.txt")));
        for other in ["arsip/2027", "arsip2027/x", "arsip/pemeriksaan/a.ron", "2027-induk/arsip/x/y", "arsip"]
        {
            assert_eq!(in_bag(other), None, "{other}");
        }
    }
}

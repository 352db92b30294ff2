//! The names that Syncthing, Nextcloud, `OneDrive`, Dropbox and others give to the second of two versions of
//! a file.

/// The name or path of the file of which `path` is a copy, going by its name:
/// `a.sync-conflict-20260801-101010-ABCDEFG.pdf`, `a (conflicted copy 2026-08-01 101010).pdf` and
/// `a-DESKTOP-AB12.pdf` are copies of `a.pdf`. `is_there` says whether a file exists; of several candidates
/// the one with the longest name is taken.
pub fn copied_from(path: &str, is_there: impl Fn(&str) -> bool) -> Option<String> {
    let name = path.rfind('/').map_or(0, |at| at + 1);
    let end = path[name..].rfind('.').map_or(path.len(), |at| name + at);
    let mut stem = &path[name..end];
    while let Some(at) = stem.rfind([' ', '.', '-', '_', '(']) {
        stem = &stem[..at];
        let original = format!("{}{stem}{}", &path[..name], &path[end..]);
        if !stem.is_empty() && is_there(&original) {
            return Some(original);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sync_programs_lead_to_their_file() {
        let of =
            |name: &str| copied_from(name, |original| ["undangan.pdf", "a/b-c.txt", "a"].contains(&original));
        for name in [
            "undangan.sync-conflict-20260801-101010-ABCDEFG.pdf",
            "undangan (conflicted copy 2026-08-01 101010).pdf",
            "undangan (Budi's conflicted copy 2026-08-01).pdf",
            "undangan-DESKTOP-AB12.pdf",
        ] {
            assert_eq!(of(name).as_deref(), Some("undangan.pdf"), "{name}");
        }
        assert_eq!(of("a/b-c-DESKTOP-AB12.txt").as_deref(), Some("a/b-c.txt"));
        assert_eq!(of("a-PC").as_deref(), Some("a"));
        for name in
            ["undangan.pdf", "undanganku.pdf", "undangan-DESKTOP-AB12.docx", "b-c-PC.txt", "-.pdf", "", "é.é"]
        {
            assert_eq!(of(name), None, "{name}");
        }
    }
}

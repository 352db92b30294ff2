//! Where a dossier stands in the archive room.

use rust_i18n::t;

use crate::calendar::Language;
use crate::cycle::Place;

/// The filled parts of a place with their names, from the largest to the smallest:
/// `Lemari 2 · Laci 3 · Sekat Renja · Map 2021`. A part whose name was typed along is not named twice, and a
/// piece of furniture called by more than a word, as `Filing cabinet 2`, has its name already.
pub fn place(place: &Place, language: Language) -> String {
    let locale = language.code();
    let parts = [
        (t!("archive.place.room", locale = locale), &place.room, true),
        (t!("archive.place.cabinet", locale = locale), &place.cabinet, true),
        (t!("archive.place.shelf", locale = locale), &place.shelf, true),
        (t!("archive.place.drawer", locale = locale), &place.drawer, true),
        (t!("archive.place.divider", locale = locale), &place.divider, false),
        (t!("archive.place.box", locale = locale), &place.archive_box, true),
        (t!("archive.place.folder", locale = locale), &place.folder, false),
    ];
    let filled = parts.iter().filter(|(_, part, _)| !part.trim().is_empty());
    filled
        .map(|(name, part, furniture)| with_name(name, part.trim(), *furniture))
        .collect::<Vec<_>>()
        .join(" · ")
}

fn with_name(name: &str, part: &str, furniture: bool) -> String {
    let named = part.to_lowercase().starts_with(&name.to_lowercase());
    if named || (furniture && part.contains(' ')) { part.to_owned() } else { format!("{name} {part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_named_once() {
        assert_eq!(with_name("Lemari", "2", true), "Lemari 2");
        assert_eq!(with_name("Lemari", "lemari2", true), "lemari2");
        assert_eq!(with_name("Lemari", "Filing cabinet 2", true), "Filing cabinet 2");
        assert_eq!(with_name("Sekat", "000.7 Perencanaan", false), "Sekat 000.7 Perencanaan");
    }

    #[test]
    fn no_place_has_no_words() {
        assert_eq!(place(&Place::default(), Language::Indonesian), "");
    }
}

//! Words and icons of the archive: places, retention, hits, findings.

use rust_i18n::t;

use crate::archive::{Hit, Kind as Found, KindFacet, Phase, Verdict, What};
use crate::cycle::Place;
use crate::ui::theme::{Tokens, Tone, icons};

/// The filled parts of a place with their names, from the largest to the smallest:
/// `Lemari 2 · Laci 3 · Sekat Renja · Map 2021`. A part whose name was typed along is not named twice, and a
/// piece of furniture called by more than a word, as `Filing cabinet 2`, has its name already.
pub fn place(place: &Place) -> String {
    let parts = [
        (t!("archive.place.room"), &place.room, true),
        (t!("archive.place.cabinet"), &place.cabinet, true),
        (t!("archive.place.shelf"), &place.shelf, true),
        (t!("archive.place.drawer"), &place.drawer, true),
        (t!("archive.place.divider"), &place.divider, false),
        (t!("archive.place.box"), &place.archive_box, true),
        (t!("archive.place.folder"), &place.folder, false),
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

/// `Induk`, `Perubahan`, `Dari program lain`.
pub fn kind_facet(kind: KindFacet) -> String {
    match kind {
        KindFacet::Induk => t!("archive.kind.original"),
        KindFacet::Perubahan => t!("archive.kind.revisions"),
        KindFacet::Foreign => t!("archive.kind.foreign"),
    }
    .into_owned()
}

/// State of retention.
pub fn phase(phase: Phase) -> String {
    match phase {
        Phase::Active => t!("archive.phase.active"),
        Phase::Inactive => t!("archive.phase.inactive"),
        Phase::Over => t!("archive.phase.over"),
    }
    .into_owned()
}

/// Why a search has found a dossier: `Langkah 6 · Nomor: 005/12/2021 (Undangan rapat)`.
pub fn hit(hit: &Hit) -> String {
    let what = match hit.what {
        What::Title | What::Year => return hit.text.clone(),
        What::Step => t!("archive.hit.step"),
        What::Document => t!("archive.hit.document"),
        What::File => t!("archive.hit.file"),
        What::Number => t!("archive.hit.number"),
        What::Note => t!("archive.hit.note"),
    };
    let text = hit.text.lines().next().unwrap_or_default();
    let mut words = format!("{what}: {text}");
    if hit.title != hit.text {
        words = format!("{words} ({})", hit.title);
    }
    match hit.step {
        Some(no) if hit.what != What::Step => t!("archive.hit.in_step", no = no, what = words).into_owned(),
        _ => words,
    }
}

/// The first 16 digits of a digest, in fours.
pub fn short_digest(digest: &str) -> String {
    let digits: Vec<char> = digest.chars().take(16).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Verdict of a check as a badge.
pub fn verdict_badge(verdict: Verdict, t: &Tokens) -> (&'static str, String, Tone) {
    let (icon, words, tone) = match verdict {
        Verdict::Intact => (icons::SEAL_CHECK, t!("archive.verdict.intact"), t.done),
        Verdict::Damaged => (icons::SHIELD_WARNING, t!("archive.verdict.damaged"), t.late),
        Verdict::Unjudged => (icons::QUESTION, t!("archive.verdict.unjudged"), t.needs_review),
        Verdict::Unfinished => (icons::WARNING, t!("archive.verdict.unfinished"), t.late),
        Verdict::Cancelled => (icons::QUESTION, t!("archive.verdict.cancelled"), t.not_started),
    };
    (icon, words.into_owned(), tone)
}

/// The icon of what was found about a file.
pub fn finding_icon(kind: Found) -> &'static str {
    match kind {
        Found::Incomplete => icons::HOURGLASS,
        Found::Changed => icons::NOTE_PENCIL,
        Found::Missing => icons::FILE_DASHED,
        Found::Unknown | Found::Unjudged => icons::QUESTION,
        Found::Unreadable => icons::PROHIBIT,
        Found::Malformed => icons::WARNING,
    }
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
        assert_eq!(place(&Place::default()), "");
    }

    #[test]
    fn a_digest_is_cut_into_fours() {
        assert_eq!(short_digest("0123456789abcdef0123"), "0123 4567 89ab cdef");
    }
}

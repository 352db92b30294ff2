//! Values of the domain in the words of a clerk, for the window, the command line and the pages of a dossier. What a
//! paper of the office has is told in the language that is asked for; everything else in that of the catalogue.

mod conflict;
mod deed;
mod history;
mod place;
mod refusal;

use std::borrow::Cow;
use std::path::Path;

use chrono::NaiveDate;
use rust_i18n::t;

use crate::calendar::Language;
use crate::cycle::{CycleId, Disposition, Kind, Missing, Review, Security, SlotState, Stamp};
use crate::sop::{SlotKey, Sop, StepNo};

pub use conflict::conflict;
pub use deed::{deed, entries};
pub use history::{belongs_to, change};
pub use place::place;
pub use refusal::refusal;

/// The language of the catalogue, for callers that have no settings to ask.
pub fn language() -> Language {
    let locale = rust_i18n::locale();
    Language::ALL.into_iter().find(|language| language.code() == &*locale).unwrap_or_default()
}

/// A file or folder without those above it, as it is named on screen.
pub fn file_name(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy()
}

/// `Renja 2027 Induk`.
pub fn cycle_title(id: CycleId) -> String {
    t!("words.cycle", year = id.year, kind = kind(id.kind)).into_owned()
}

/// `Induk`, `Perubahan 1`.
pub fn kind(kind: Kind) -> String {
    match kind {
        Kind::Induk => t!("words.kind.original"),
        Kind::Perubahan(n) => t!("words.kind.revision", n = n),
    }
    .into_owned()
}

/// Nasib akhir: what happens to a dossier when its retention is over.
pub fn disposition(disposition: Disposition, language: Language) -> String {
    let locale = language.code();
    match disposition {
        Disposition::Permanent => t!("words.disposition.permanent", locale = locale),
        Disposition::Destroy => t!("words.disposition.destroy", locale = locale),
        Disposition::Reassess => t!("words.disposition.reassess", locale = locale),
    }
    .into_owned()
}

/// Klasifikasi keamanan.
pub fn security(security: Security, language: Language) -> String {
    let locale = language.code();
    match security {
        Security::Open => t!("words.security.open", locale = locale),
        Security::Restricted => t!("words.security.restricted", locale = locale),
        Security::Secret => t!("words.security.secret", locale = locale),
        Security::TopSecret => t!("words.security.top_secret", locale = locale),
    }
    .into_owned()
}

/// Kurun waktu: `1 September 2026 – 30 Juni 2027`, `…` where an end is open; nothing where neither is known.
pub fn period(from: Option<NaiveDate>, to: Option<NaiveDate>, language: Language) -> String {
    let end = |day: Option<NaiveDate>| day.map_or_else(|| "…".to_owned(), |day| language.date(day));
    if (from, to) == (None, None) { String::new() } else { format!("{} – {}", end(from), end(to)) }
}

/// What changed under a finished step.
pub fn review(review: Review) -> String {
    match review {
        Review::OwnDocument => t!("step.review.own"),
        Review::Input => t!("step.review.input"),
    }
    .into_owned()
}

/// `Belum ada`, `Ada file`, `Fisik saja`, `Keduanya`, `Tidak berlaku`.
pub fn slot_state(state: SlotState, language: Language) -> String {
    let locale = language.code();
    match state {
        SlotState::Missing => t!("step.slot.missing", locale = locale),
        SlotState::File => t!("step.slot.file", locale = locale),
        SlotState::Paper => t!("step.slot.paper", locale = locale),
        SlotState::Both => t!("step.slot.both", locale = locale),
        SlotState::NotApplicable => t!("step.slot.not_applicable", locale = locale),
    }
    .into_owned()
}

/// `Langkah 6 · Undangan rapat`, to begin a line with.
pub fn step(sop: &Sop, no: StepNo) -> String {
    match sop.step(no) {
        Some(step) => t!("step.named", no = no, title = step.title).into_owned(),
        None => capitalised(&t!("step.short", no = no)),
    }
}

/// `langkah 6 · Undangan rapat`, within a sentence.
pub fn step_inline(sop: &Sop, no: StepNo) -> String {
    match sop.step(no) {
        Some(step) => t!("step.named_inline", no = no, title = step.title).into_owned(),
        None => t!("step.short", no = no).into_owned(),
    }
}

/// The label of a slot within a sentence: `daftar hadir`, but `SK Tim`.
pub fn slot_inline(sop: &Sop, key: &SlotKey) -> String {
    let label = sop.slot(key).map_or(key.0.as_str(), |(_, slot, _)| slot.label.as_str());
    uncapitalised(label)
}

/// Several slots within a sentence, joined by commas.
pub fn slots_inline(sop: &Sop, keys: &[SlotKey]) -> String {
    let labels: Vec<String> = keys.iter().map(|key| slot_inline(sop, key)).collect();
    labels.join(", ")
}

/// `Budi, 3 September 2026 pukul 13.45`.
pub fn by_and_when(stamp: &Stamp, language: Language) -> String {
    t!("step.by_and_when", by = person(&stamp.by), when = language.date_time(stamp.at.naive_local()))
        .into_owned()
}

/// The name of who did it; someone who left it blank is *Seseorang*.
pub fn person(by: &str) -> String {
    match by.trim() {
        "" => t!("history.nobody").into_owned(),
        by => by.to_owned(),
    }
}

/// Whose changes have not arrived: `3 dari Budi, 1 dari PC lain`.
pub fn missing(missing: &[Missing]) -> String {
    let each = missing.iter().map(|missing| match missing.by.as_deref().map(str::trim) {
        None | Some("") => t!("words.missing_of_pc", n = missing.events),
        Some(by) => t!("words.missing_of", n = missing.events, by = by),
    });
    each.collect::<Vec<_>>().join(", ")
}

/// The first 16 digits of a digest, in fours.
pub fn short_digest(digest: &str) -> String {
    let digits: Vec<char> = digest.chars().take(16).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The first letter made large.
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The first letter made small, unless the first word is an abbreviation such as `SK` or a name such as `RPJMD`.
fn uncapitalised(words: &str) -> String {
    let mut letters = words.chars();
    let (Some(first), rest) = (letters.next(), letters.as_str()) else { return String::new() };
    let word = rest.split_whitespace().next().unwrap_or_default();
    let abbreviation = word.is_empty() || word.chars().any(char::is_uppercase);
    if abbreviation { words.to_owned() } else { first.to_lowercase().collect::<String>() + rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_step_into_a_sentence_and_abbreviations_stay() {
        let table = [
            ("Daftar hadir", "daftar hadir"),
            ("SK Tim", "SK Tim"),
            ("Notula", "notula"),
            ("Rencana kerja (Renja)", "rencana kerja (Renja)"),
            ("Äpfel", "äpfel"),
            ("K", "K"),
            ("", ""),
        ];
        for (label, inline) in table {
            assert_eq!(uncapitalised(label), inline);
        }
        assert_eq!(capitalised("langkah 6"), "Langkah 6");
        assert_eq!(capitalised(""), "");
    }

    #[test]
    fn a_digest_is_cut_into_fours() {
        assert_eq!(short_digest("0123456789abcdef0123"), "0123 4567 89ab cdef");
    }

    /// The pages of a dossier are papers of the office, whatever the window speaks.
    #[test]
    fn what_a_paper_has_is_told_in_the_language_that_is_asked_for() {
        let told = |language| {
            let (fate, security) =
                (disposition(Disposition::Destroy, language), security(Security::TopSecret, language));
            (fate, security, slot_state(SlotState::Paper, language))
        };
        let words = |fate: &str, security: &str, slot: &str| (fate.into(), security.into(), slot.into());
        assert_eq!(told(Language::Indonesian), words("Musnah", "Sangat Rahasia", "Fisik saja"));
        assert_eq!(told(Language::English), words("Destroy", "Top secret", "Paper only"));
    }
}

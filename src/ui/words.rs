//! Domain values in the words of a clerk. Nothing here is laid out; it only speaks.

mod conflict;
mod deed;
mod history;
mod trouble;

use std::borrow::Cow;
use std::path::Path;

use rust_i18n::t;

use crate::cycle::{
    Cycle, CycleId, Disposition, Kind, Refusal, Review, Security, SlotState, Stamp, StepStatus, StepTiming,
};
use crate::jobs::Unfit;
use crate::sop::{SlotKey, Sop, StepNo};
use crate::ui::components::Status;

use crate::calendar::Language;

pub use conflict::conflict;
pub use deed::{deed, entries};
pub use history::{belongs_to, change};
pub use trouble::{Said, archive_problem, missing, open_error, problem, trouble};

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

/// Nasib akhir.
pub fn disposition(disposition: Disposition) -> String {
    match disposition {
        Disposition::Permanent => t!("words.disposition.permanent"),
        Disposition::Destroy => t!("words.disposition.destroy"),
        Disposition::Reassess => t!("words.disposition.reassess"),
    }
    .into_owned()
}

/// Klasifikasi keamanan.
pub fn security(security: Security) -> String {
    match security {
        Security::Open => t!("words.security.open"),
        Security::Restricted => t!("words.security.restricted"),
        Security::Secret => t!("words.security.secret"),
        Security::TopSecret => t!("words.security.top_secret"),
    }
    .into_owned()
}

/// The badge of a step's own status.
pub fn status(status: StepStatus) -> Status {
    match status {
        StepStatus::NotStarted => Status::NotStarted,
        StepStatus::Running => Status::Running,
        StepStatus::Waiting => Status::WaitingOutside,
        StepStatus::Returned => Status::Returned,
        StepStatus::Done => Status::Done,
    }
}

/// The badge that says most about a step now: what needs a look or is late comes before what runs its course.
pub fn standing(cycle: &Cycle, step: StepNo, timing: Option<&StepTiming>) -> Status {
    let own = cycle.state().status(step);
    let late = timing.is_some_and(|timing| timing.late_days > 0);
    match own {
        StepStatus::Done if cycle.review(step).is_some() => Status::NeedsReview,
        StepStatus::NotStarted | StepStatus::Running if late => Status::Late,
        own => status(own),
    }
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
pub fn slot_state(state: SlotState) -> String {
    match state {
        SlotState::Missing => t!("step.slot.missing"),
        SlotState::File => t!("step.slot.file"),
        SlotState::Paper => t!("step.slot.paper"),
        SlotState::Both => t!("step.slot.both"),
        SlotState::NotApplicable => t!("step.slot.not_applicable"),
    }
    .into_owned()
}

/// Why a path cannot be taken in, and what to do instead.
pub fn unfit(unfit: Unfit) -> String {
    match unfit {
        Unfit::Unreadable => t!("documents.unfit.unreadable"),
        Unfit::Link => t!("documents.unfit.link"),
        Unfit::Elsewhere => t!("documents.unfit.elsewhere"),
        Unfit::NotAFile => t!("documents.unfit.not_a_file"),
        Unfit::TooMany => t!("documents.unfit.too_many"),
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

/// Why a rule refuses something, and the way on.
pub fn refusal(refusal: &Refusal, sop: &Sop) -> String {
    refused(refusal, Some(sop))
}

/// As [`refusal`]; without an SOP, steps have only their numbers.
fn refused(refusal: &Refusal, sop: Option<&Sop>) -> String {
    let step = |no: StepNo| match sop {
        Some(sop) => step_inline(sop, no),
        None => t!("step.short", no = no).into_owned(),
    };
    let slots = |keys: &[SlotKey]| match sop {
        Some(sop) => slots_inline(sop, keys),
        None => keys.iter().map(|key| key.0.as_str()).collect::<Vec<_>>().join(", "),
    };
    match refusal {
        Refusal::Sealed => t!("refusal.sealed"),
        Refusal::NoSuchStep(no) => t!("refusal.no_such_step", step = t!("step.short", no = no)),
        Refusal::NoSuchSlot(key) => t!("refusal.no_such_slot", slot = slots(std::slice::from_ref(key))),
        Refusal::NoSuchItem => t!("refusal.no_such_item"),
        Refusal::WrongState(no) => t!("refusal.wrong_state", step = step(*no)),
        Refusal::OutOfTurn(no) => t!("refusal.out_of_turn", step = step(*no)),
        Refusal::Holes(keys) => t!("refusal.holes", slots = slots(keys)),
        Refusal::TextNeeded => t!("refusal.text_needed"),
        Refusal::TextTooLong => t!("refusal.text_too_long", max = Cycle::MAX_TEXT),
        Refusal::NotEarlier => t!("refusal.not_earlier"),
        Refusal::TooLate => t!("refusal.too_late"),
        Refusal::NotUndoable => t!("refusal.not_undoable"),
        Refusal::NotReady(no) => t!("refusal.not_ready", step = step(*no)),
        Refusal::FormNeeded => t!("refusal.form_needed"),
        Refusal::NoChange => t!("refusal.no_change"),
    }
    .into_owned()
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
    fn every_refusal_has_words() {
        rust_i18n::set_locale("id");
        let sop = crate::sop::builtin();
        let step = StepNo(6);
        let slot = sop.steps[5].outputs[0].key.clone();
        let all = [
            Refusal::Sealed,
            Refusal::NoSuchStep(StepNo(99)),
            Refusal::NoSuchSlot(slot.clone()),
            Refusal::NoSuchItem,
            Refusal::WrongState(step),
            Refusal::OutOfTurn(step),
            Refusal::Holes(vec![slot]),
            Refusal::TextNeeded,
            Refusal::TextTooLong,
            Refusal::NotEarlier,
            Refusal::TooLate,
            Refusal::NotUndoable,
            Refusal::NotReady(step),
            Refusal::FormNeeded,
            Refusal::NoChange,
        ];
        for one in all {
            let words = refusal(&one, sop);
            assert!(!words.contains("refusal.") && !words.contains("%{"), "{one:?}: {words}");
        }
        assert_eq!(
            refused(&Refusal::NotReady(step), None),
            "Berkas belum dapat disegel karena langkah 6 belum selesai."
        );
    }
}

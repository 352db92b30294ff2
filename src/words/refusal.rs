//! Why a rule refuses something.

use rust_i18n::t;

use super::{slots_inline, step_inline};
use crate::cycle::{Cycle, Refusal};
use crate::sop::{SlotKey, Sop, StepNo};

/// Why a rule refuses something, and the way on. Without an SOP, steps have only their numbers.
pub fn refusal(refusal: &Refusal, sop: Option<&Sop>) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

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
            let words = refusal(&one, Some(sop));
            assert!(!words.contains("refusal.") && !words.contains("%{"), "{one:?}: {words}");
        }
        assert_eq!(
            refusal(&Refusal::NotReady(step), None),
            "Berkas belum dapat disegel karena langkah 6 belum selesai."
        );
    }
}

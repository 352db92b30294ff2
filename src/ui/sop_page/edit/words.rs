//! What is wrong with a draft, in words.

use rust_i18n::t;

use crate::sop::{Fault, Part, SopError};

/// What is wrong in the draft, and where; further particulars are in the message's details.
pub fn fault(error: &SopError) -> String {
    let words = match &error.reason {
        Fault::Blank("key" | "name") => t!("sop.edit.fault.actor_blank"),
        Fault::Blank(_) => t!("sop.edit.fault.blank"),
        Fault::TooLong { max, .. } => t!("sop.edit.fault.too_long", max = max),
        Fault::ControlCharacter(_) => t!("sop.edit.fault.control"),
        Fault::Id(_) => t!("sop.edit.fault.version"),
        Fault::Twice { what: "actor", value } => t!("sop.edit.fault.actor_twice", short = value),
        _ => t!("sop.edit.fault.other"),
    };
    match error.part {
        Part::Step(no) => t!("sop.edit.fault.in_step", no = no, words = words).into_owned(),
        _ => words.into_owned(),
    }
}

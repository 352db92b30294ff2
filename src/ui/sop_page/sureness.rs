//! How sure a lane is.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use crate::sop::Sureness;
use crate::ui::components::{badge_text, icon_text};
use crate::ui::theme::{TokensExt as _, icons, text};

/// Shows in words how sure a lane is.
pub fn sureness(ui: &mut Ui, sureness: Option<Sureness>) {
    let t = ui.tokens();
    match sureness {
        None => {
            let words = text::small(t!("sop.sureness.confirmed")).color(t.done.ink);
            icon_text(ui, icons::CHECK_CIRCLE, words, t.done.ink);
        }
        Some(Sureness::Low) => {
            badge_text(ui, icons::QUESTION, &t!("sop.sureness.low"), t.needs_review);
        }
        Some(Sureness::Medium) => {
            ui.add(Label::new(text::small(t!("sop.sureness.medium"))));
        }
        Some(Sureness::High) => {
            ui.add(Label::new(text::small(t!("sop.sureness.high"))));
        }
    }
}

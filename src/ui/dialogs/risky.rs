//! The question before a document is opened that may contain more than text.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Label};
use rust_i18n::t;

use super::Answer;
use crate::ui::components::{DialogAnswer, DialogFrame};
use crate::ui::contract::Action;
use crate::ui::platform::open::Risk;
use crate::ui::theme::text;
use crate::words;

/// Draws the dialog.
pub fn show(ctx: &Context, path: &Path, risk: Risk) -> Answer {
    let file = words::file_name(path);
    let (title, confirm) = (t!("risky.title", file = file), t!("risky.confirm"));
    let words = match risk {
        Risk::Internet => t!("risky.internet"),
        Risk::Macros | Risk::None | Risk::Program => t!("risky.macros"),
    };
    let ((), answer) = DialogFrame::new("risky", &title, &confirm).show(ctx, |ui, _| {
        ui.add(Label::new(text::body(words)).wrap());
    });
    match answer {
        None => Answer::open(),
        Some(DialogAnswer::Dismissed) => Answer::dismissed(),
        Some(DialogAnswer::Confirmed) => Answer::confirmed(Action::OpenAllTheSame(PathBuf::from(path))),
    }
}

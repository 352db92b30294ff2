//! A bag of another program is taken in: what is it called, and of which year is it?

use std::path::PathBuf;

use eframe::egui::{Context, Label};
use rust_i18n::t;

use super::Answer;
use crate::archive::Given;
use crate::cycle::CycleId;
use crate::ui::components::{Dialog, DialogAnswer, TextField};
use crate::ui::shell::{Action, Care};
use crate::ui::theme::{space, text};
use crate::ui::words;

/// State of the dialog.
#[derive(Debug, Clone)]
pub struct Import {
    source: PathBuf,
    title: String,
    year: String,
}

impl Import {
    /// The name of the file is proposed as its title, and a year in it as its year.
    pub fn new(source: PathBuf) -> Self {
        let name = source.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let numbers = name.split(|c: char| !c.is_ascii_digit()).map(str::to_owned);
        let is_year = |text: &String| text.parse().is_ok_and(|year| CycleId::YEARS.contains(&year));
        let year = numbers.filter(|digits| digits.len() == 4).find(is_year).unwrap_or_default();
        Self { source, title: name, year }
    }

    /// Draws it.
    pub fn show(&mut self, ctx: &Context) -> Answer {
        let year = self.year.trim().parse().ok().filter(|year| CycleId::YEARS.contains(year));
        let (title, confirm) = (t!("import.title"), t!("import.confirm"));
        let ready = year.is_some() && !self.title.trim().is_empty();
        let bad = t!("import.bad_year");
        let error = (year.is_none() && !self.year.trim().is_empty()).then_some(&*bad);
        let dialog = Dialog::new("import", &title, &confirm).focus_body().enabled(ready);
        let ((), answer) = dialog.show(ctx, |ui, first| {
            let file = words::file_name(&self.source);
            ui.add(Label::new(text::body(t!("import.what", file = file))).wrap());
            ui.add_space(space::M);
            let field = TextField::new(&t!("import.name"), &mut self.title).show(ui);
            if first {
                field.request_focus();
            }
            ui.add_space(space::S);
            let (label, hint) = (t!("import.year"), t!("import.year_hint"));
            TextField::new(&label, &mut self.year).hint(&hint).error(error).width(120.0).show(ui);
        });
        match (answer, year) {
            (Some(DialogAnswer::Confirmed), Some(year)) if ready => {
                let given = Given { title: self.title.trim().to_owned(), year };
                Answer::confirmed(Action::Care(Care::Import(self.source.clone(), Some(given))))
            }
            (Some(DialogAnswer::Dismissed), _) => Answer::dismissed(),
            _ => Answer::open(),
        }
    }
}

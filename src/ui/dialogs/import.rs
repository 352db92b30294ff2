//! Imports a bag: asks which one, where there are several, and for the title and year of one made by another
//! program.

use eframe::egui::{Context, Label};
use rust_i18n::t;

use super::Answer;
use crate::archive::{Given, Source};
use crate::cycle::CycleId;
use crate::store::names::visible;
use crate::ui::components::{DialogAnswer, DialogFrame, TextField, combo};
use crate::ui::deeds;
use crate::ui::theme::{space, text};
use crate::words;

/// State of the dialog.
#[derive(Debug, Clone)]
pub struct Import {
    source: Source,
    asked: Asked,
}

#[derive(Debug, Clone)]
enum Asked {
    /// The question for title and year.
    What { title: String, year: String },
    /// The question which of several bags is imported.
    Which { bags: Vec<String>, chosen: usize },
}

impl Import {
    /// Asks for the bag's title and year. The name of its folder or file is proposed as the title, and a year
    /// in that name as the year.
    pub fn new(source: Source) -> Self {
        let name = match &source.bag {
            Some(bag) if !bag.is_empty() => bag.rsplit('/').next().unwrap_or(bag).to_owned(),
            _ => source.path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        };
        let numbers = name.split(|c: char| !c.is_ascii_digit()).map(str::to_owned);
        let is_year = |text: &String| text.parse().is_ok_and(|year| CycleId::YEARS.contains(&year));
        let year = numbers.filter(|digits| digits.len() == 4).find(is_year).unwrap_or_default();
        Self { source, asked: Asked::What { title: name, year } }
    }

    /// Asks which of several bags is imported.
    pub fn among(source: Source, bags: Vec<String>) -> Self {
        Self { source, asked: Asked::Which { bags, chosen: 0 } }
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context) -> Answer {
        let file = words::file_name(&self.source.path).into_owned();
        let (answer, bag, given) = match &mut self.asked {
            Asked::What { title, year } => {
                let (answer, given) = what(ctx, &file, title, year);
                (answer, self.source.bag.clone(), given)
            }
            Asked::Which { bags, chosen } => {
                let answer = which(ctx, &file, bags, chosen);
                (answer, bags.get(*chosen).cloned(), None)
            }
        };
        match answer {
            Some(DialogAnswer::Confirmed) => {
                let source = Source { bag, ..self.source.clone() };
                Answer::confirmed(deeds::Import { source, given })
            }
            Some(DialogAnswer::Dismissed) => Answer::dismissed(),
            None => Answer::open(),
        }
    }
}

fn what(
    ctx: &Context,
    file: &str,
    name: &mut String,
    written: &mut String,
) -> (Option<DialogAnswer>, Option<Given>) {
    let year = written.trim().parse().ok().filter(|year| CycleId::YEARS.contains(year));
    let (title, confirm, bad) = (t!("import.title"), t!("import.confirm"), t!("import.bad_year"));
    let given = year.filter(|_| !name.trim().is_empty());
    let given = given.map(|year| Given { title: name.trim().to_owned(), year });
    let error = (year.is_none() && !written.trim().is_empty()).then_some(&*bad);
    let dialog = DialogFrame::new("import", &title, &confirm).focus_body().enabled(given.is_some());
    let ((), answer) = dialog.show(ctx, |ui, first| {
        ui.add(Label::new(text::body(t!("import.what", file = file))).wrap());
        ui.add_space(space::M);
        let field = TextField::new(&t!("import.name"), name).show(ui);
        if first {
            field.request_focus();
        }
        ui.add_space(space::S);
        let (label, hint) = (t!("import.year"), t!("import.year_hint"));
        TextField::new(&label, written).hint(&hint).error(error).width(120.0).show(ui);
    });
    (answer.filter(|answer| *answer == DialogAnswer::Dismissed || given.is_some()), given)
}

fn which(ctx: &Context, file: &str, bags: &[String], chosen: &mut usize) -> Option<DialogAnswer> {
    let (title, confirm, whole) = (t!("import.title"), t!("import.confirm"), t!("import.whole"));
    let dialog = DialogFrame::new("import", &title, &confirm);
    let ((), answer) = dialog.show(ctx, |ui, _| {
        ui.add(Label::new(text::body(t!("import.which", file = file, n = bags.len()))).wrap());
        ui.add_space(space::M);
        let name = |bag: &'_ String| {
            if bag.is_empty() { whole.clone().into_owned() } else { visible(bag).into_owned() }
        };
        let names: Vec<_> = bags.iter().map(name).collect();
        let choices: Vec<_> = names.iter().map(String::as_str).enumerate().collect();
        combo(ui, &t!("import.bag"), chosen, &choices);
    });
    answer
}

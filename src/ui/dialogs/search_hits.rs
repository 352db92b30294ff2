//! What a query finds: years, steps, documents, numbers, notes, dossiers, commands.

use eframe::egui::Context;
use rust_i18n::t;

use crate::cycle::{Cycle, CycleId};
use crate::sop::StepNo;
use crate::ui::shell::{Action, Model, UiCommand};
use crate::ui::theme::icons;

/// The most hits of one group: a palette is for finding one thing, not for reading lists.
const PER_GROUP: usize = 8;

/// Kinds of hits, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Cycles under way, by year and kind.
    Cycles,
    /// Steps of the open cycle.
    Steps,
    /// Documents of cycles under way.
    Documents,
    /// Notes of cycles under way.
    Notes,
    /// Sealed dossiers, their documents, numbers and notes.
    Archive,
    /// What the program can do.
    Commands,
}

impl Group {
    /// Its heading.
    pub fn heading(self) -> String {
        match self {
            Self::Cycles => t!("search.group.cycles"),
            Self::Steps => t!("search.group.steps"),
            Self::Documents => t!("search.group.documents"),
            Self::Notes => t!("search.group.notes"),
            Self::Archive => t!("search.group.archive"),
            Self::Commands => t!("search.group.commands"),
        }
        .into_owned()
    }
}

/// One thing found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Where it is listed.
    pub group: Group,
    /// Its icon, of `theme::icons`.
    pub icon: &'static str,
    /// What it is.
    pub title: String,
    /// Where it is; may be empty.
    pub detail: String,
    /// Keys that do the same.
    pub keys: Option<String>,
    /// What choosing it does.
    pub action: Action,
}

/// Everything a query finds. An empty query offers the cycles and the commands.
pub fn collect(ctx: &Context, model: &Model, query: &str) -> Vec<Hit> {
    let terms = Terms::new(query);
    let mut hits = Vec::new();
    if let Some(snapshot) = model.snapshot() {
        let cycles = snapshot.cycles.values().rev().filter(|cycle| terms.match_all(&[&cycle.id.title()]));
        hits.extend(cycles.take(PER_GROUP).map(|cycle| cycle_hit(cycle.id)));
        if !terms.is_empty() {
            hits.extend(model.open_cycle().into_iter().flat_map(|cycle| step_hits(cycle, &terms)).take(PER_GROUP));
            let cycles = || snapshot.cycles.values().rev();
            hits.extend(cycles().flat_map(|cycle| document_hits(cycle, &terms)).take(PER_GROUP));
            hits.extend(cycles().flat_map(|cycle| note_hits(cycle, &terms)).take(PER_GROUP));
            hits.extend(snapshot.archive.search(query, PER_GROUP).into_iter().map(archive_hit));
        }
    }
    let commands = UiCommand::ALL.into_iter().filter(|command| *command != UiCommand::Search);
    hits.extend(commands.filter_map(|command| command_hit(ctx, model, command, &terms)));
    hits
}

/// The words of a query, each of which must occur, whatever their case and order.
struct Terms(Vec<String>);

impl Terms {
    fn new(query: &str) -> Self {
        Self(query.split_whitespace().map(str::to_lowercase).collect())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn match_all(&self, texts: &[&str]) -> bool {
        let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
        self.0.iter().all(|term| texts.iter().any(|text| text.contains(term.as_str())))
    }
}

fn cycle_hit(id: CycleId) -> Hit {
    Hit {
        group: Group::Cycles,
        icon: icons::FLOW_ARROW,
        title: id.title(),
        detail: String::new(),
        keys: None,
        action: Action::OpenCycle(id, None),
    }
}

fn step_hits<'a>(cycle: &'a Cycle, terms: &'a Terms) -> impl Iterator<Item = Hit> + 'a {
    let steps = cycle.sop.steps.iter();
    let found = steps.filter(|step| terms.match_all(&[&step_words(cycle, step.no), &step.activity]));
    found.map(|step| Hit {
        group: Group::Steps,
        icon: icons::LIST_BULLETS,
        title: step_words(cycle, step.no),
        detail: step.activity.clone(),
        keys: None,
        action: Action::OpenCycle(cycle.id, Some(step.no)),
    })
}

fn document_hits<'a>(cycle: &'a Cycle, terms: &'a Terms) -> impl Iterator<Item = Hit> + 'a {
    let documents = cycle.state().documents.values().filter(|document| document.removed.is_none());
    let found = documents
        .filter(|document| terms.match_all(&[&document.title, &document.number, &document.current().file.original]));
    found.map(|document| {
        let mut detail = format!("{} · {}", cycle.id.title(), step_words(cycle, document.step));
        if !document.number.is_empty() {
            detail = format!("{} · {detail}", document.number);
        }
        Hit {
            group: Group::Documents,
            icon: icons::FILE_TEXT,
            title: document.title.clone(),
            detail,
            keys: None,
            action: Action::OpenCycle(cycle.id, Some(document.step)),
        }
    })
}

fn note_hits<'a>(cycle: &'a Cycle, terms: &'a Terms) -> impl Iterator<Item = Hit> + 'a {
    let notes = cycle.state().notes.values().filter(|note| terms.match_all(&[&note.text]));
    notes.map(|note| {
        let place = note.step.map(|no| format!(" · {}", step_words(cycle, no))).unwrap_or_default();
        Hit {
            group: Group::Notes,
            icon: icons::NOTE,
            title: note.text.lines().next().unwrap_or_default().to_owned(),
            detail: format!("{}{place}", cycle.id.title()),
            keys: None,
            action: Action::OpenCycle(cycle.id, note.step),
        }
    })
}

fn command_hit(ctx: &Context, model: &Model, command: UiCommand, terms: &Terms) -> Option<Hit> {
    let title = command.label();
    let action = terms.match_all(&[&title]).then(|| command.action(ctx, model)).flatten()?;
    Some(Hit {
        group: Group::Commands,
        icon: icons::COMMAND,
        title,
        detail: String::new(),
        keys: command.shortcut_text(ctx),
        action,
    })
}

fn step_words(cycle: &Cycle, no: StepNo) -> String {
    let title = cycle.sop.step(no).map_or("", |step| step.title.as_str());
    t!("step.named", no = no, title = title).into_owned()
}

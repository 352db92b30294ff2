//! What a query finds: years, steps, documents, numbers, notes, dossiers, commands.

use eframe::egui::Context;
use rust_i18n::t;

use crate::archive::{self, Origin, Search, What};
use crate::cycle::{Cycle, CycleId};
use crate::explain;
use crate::plain::fold;
use crate::ui::commands::UiCommand;
use crate::ui::contract::{Action, Model};
use crate::ui::theme::icons;
use crate::words;

/// The most hits of one group: the palette is for finding one thing, not for reading lists.
const PER_GROUP: usize = 8;

/// Kinds of hits, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// The heading of the group.
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
    /// The group in which the hit is listed.
    pub group: Group,
    /// The icon of the hit, of `theme::icons`.
    pub icon: &'static str,
    /// Title of what was found.
    pub title: String,
    /// Where it was found; may be empty.
    pub detail: String,
    /// Shortcut that does the same.
    pub keys: Option<String>,
    /// The action when the hit is chosen.
    pub action: Action,
}

/// The cycles that are worked on; sealed cycles are found in the archive.
pub fn working(model: &Model) -> impl DoubleEndedIterator<Item = &Cycle> {
    let cycles = model.snapshot().into_iter().flat_map(|snapshot| snapshot.cycles.values());
    cycles.map(|cycle| &**cycle).filter(|cycle| !cycle.state().is_sealed())
}

/// Everything that a query finds. An empty query gives the cycles and the commands. `cycles` is a search
/// index of the cycles under way.
pub fn collect(ctx: &Context, model: &Model, cycles: &Search, query: &str) -> Vec<Hit> {
    let mut hits = Vec::new();
    if let Some(snapshot) = model.snapshot() {
        if query.trim().is_empty() {
            hits.extend(working(model).rev().take(PER_GROUP).map(|cycle| cycle_hit(cycle.id)));
        }
        let mut found: Vec<Hit> =
            cycles.find(query, 4 * PER_GROUP).iter().filter_map(|hit| working_hit(model, hit)).collect();
        found.sort_by_key(|hit| hit.group);
        for group in found.chunk_by(|a, b| a.group == b.group) {
            hits.extend(group.iter().take(PER_GROUP).cloned());
        }
        // Steps are left out: every dossier has the same ones.
        let archived = snapshot.search.find(query, 8 * PER_GROUP);
        let archived = archived.iter().filter(|hit| hit.what != What::Step);
        hits.extend(archived.filter_map(archive_hit).take(PER_GROUP));
    }
    let folded = fold(query);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let commands = UiCommand::ALL.into_iter().filter(|command| *command != UiCommand::Search);
    hits.extend(commands.filter_map(|command| {
        let label = command.label();
        let folded = fold(&label);
        let matches = words.iter().all(|word| folded.contains(word));
        matches.then(|| command_hit(ctx, model, command, label)).flatten()
    }));
    hits
}

fn cycle_hit(id: CycleId) -> Hit {
    Hit {
        group: Group::Cycles,
        icon: icons::FLOW_ARROW,
        title: words::cycle_title(id),
        detail: String::new(),
        keys: None,
        action: Action::OpenCycle(id, None),
    }
}

/// The palette's hit for a hit in a cycle under way.
fn working_hit(model: &Model, hit: &archive::Hit) -> Option<Hit> {
    let Origin::Cycle(id) = hit.origin else { return None };
    let (group, icon) = match hit.what {
        What::Title | What::Year => return Some(cycle_hit(id)),
        What::Step => (Group::Steps, icons::LIST_BULLETS),
        What::Document | What::File | What::Number => (Group::Documents, icons::FILE_TEXT),
        What::Note => (Group::Notes, icons::NOTE),
    };
    let sop = &model.cycle(id)?.sop;
    let title = words::cycle_title(id);
    let step = hit.step.map(|no| words::step(sop, no));
    let detail = match (&step, hit.what) {
        (Some(_), What::Step) | (None, _) => title,
        (Some(step), What::Document | What::File | What::Note) => format!("{title} · {step}"),
        (Some(step), _) => format!("{} · {title} · {step}", hit.text),
    };
    let name = if hit.what == What::Step { step.unwrap_or_default() } else { first_line(&hit.title) };
    Some(Hit { group, icon, title: name, detail, keys: None, action: Action::OpenCycle(id, hit.step) })
}

/// The palette's hit for a hit in a sealed dossier.
fn archive_hit(hit: &archive::Hit) -> Option<Hit> {
    let Origin::Dossier(folder) = &hit.origin else { return None };
    let whole = matches!(hit.what, What::Title | What::Year);
    let detail = if whole { String::new() } else { format!("{folder} · {}", explain::hit(hit)) };
    Some(Hit {
        group: Group::Archive,
        icon: icons::ARCHIVE,
        title: if whole { folder.clone() } else { first_line(&hit.title) },
        detail,
        keys: None,
        action: Action::OpenDossier(Some(folder.clone())),
    })
}

fn command_hit(ctx: &Context, model: &Model, command: UiCommand, label: String) -> Option<Hit> {
    let action = command.action(ctx, model)?;
    let keys = command.shortcut_text(ctx);
    Some(Hit {
        group: Group::Commands,
        icon: icons::COMMAND,
        title: label,
        detail: String::new(),
        keys,
        action,
    })
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

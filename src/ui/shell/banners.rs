//! What is wrong with the data folder, above every page until it no longer is.

use eframe::egui::Ui;
use rust_i18n::t;

use crate::archive::{IndexFault, Severity};
use crate::explain::{self, Explanation};
use crate::ui::components::{Banner, Level};
use crate::ui::contract::{Action, Page, View};
use crate::ui::theme::space;

/// The number of problems that a banner names; further ones are only in its details.
const NAMED: usize = 3;

/// Draws the banners.
pub(super) fn show(ui: &mut Ui, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    if snapshot.away {
        let words = t!("shell.away.text", path = snapshot.root.display());
        ui.add_space(space::S);
        Banner::new(Level::Warning, &t!("shell.away.title")).text(&words).show(ui);
    }
    problems_ui(ui, view);
}

/// Files that could not be loaded, with name and reason; everything else works.
fn problems_ui(ui: &mut Ui, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    // The page *Arsip* itself shows interrupted sealings, with what can be done about them.
    let on_archive = view.model.nav.page == Page::Archive;
    let lost =
        snapshot.lost.iter().filter(|lost| !(on_archive && matches!(lost.fault, IndexFault::Unfinished(_))));
    let lost = lost.map(|problem| (&problem.path, explain::archive_problem(problem)));
    let broken = snapshot.problems.iter().map(|problem| (&problem.path, explain::problem(problem)));
    let standing: Vec<_> =
        broken.chain(lost).filter(|(path, _)| !view.model.dismissed.contains(*path)).collect();
    let Some((_, first)) = standing.first() else { return };
    let said = if standing.len() == 1 { first.clone() } else { many(&standing) };
    ui.add_space(space::S);
    let banner = Banner::new(level(said.severity), &said.title).text(&said.text).details(&said.details);
    if banner.show_closable(ui) {
        let paths = standing.into_iter().map(|(path, _)| path.clone()).collect();
        view.act(Action::DismissProblems(paths));
    }
}

/// One banner for all problems, so that a badly damaged folder leaves room for work.
fn many<P>(standing: &[(P, Explanation)]) -> Explanation {
    let words = || standing.iter().map(|(_, words)| words);
    let mut named: Vec<&str> = words().take(NAMED).map(|words| words.title.as_str()).collect();
    let more = t!("shell.more_problems", n = standing.len().saturating_sub(NAMED));
    if standing.len() > NAMED {
        named.push(&more);
    }
    let worst = words().any(|words| words.severity == Severity::Error);
    Explanation {
        severity: if worst { Severity::Error } else { Severity::Warning },
        title: t!("shell.problems", n = standing.len()).into_owned(),
        text: named.join("\n"),
        details: words().map(|words| words.details.as_str()).collect::<Vec<_>>().join("\n"),
    }
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Information => Level::Info,
    }
}

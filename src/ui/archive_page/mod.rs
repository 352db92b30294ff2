//! The page *Arsip*: years at the left, the dossiers of a year or a search in the middle. An opened dossier
//! takes the place of the list.

mod documents;
mod dossier;
mod filing;
mod integrity;
mod keeping;
mod late;
mod list;
mod shelf;
mod unfinished;

use eframe::egui::{Frame, Key, Margin, Panel, Popup, Ui};
use rust_i18n::t;

use crate::archive::{Dossier, Filter, Index};
use crate::ui::components::{Button, empty_state};
use crate::ui::contract::{Action, Page, View};
use crate::ui::theme::{TokensExt as _, icons, space};
use dossier::DossierView;
use list::ListState;
use shelf::Shelf;

/// Width of the column of years.
const YEARS_WIDTH: f32 = 132.0;
const YEAR_HEIGHT: f32 = 34.0;

/// State of the page.
#[derive(Debug, Default)]
pub struct ArchivePage {
    filter: Filter,
    years: ListState,
    shelf: Shelf,
    dossier: DossierView,
    /// The dossier shown in the last frame.
    opened: Option<String>,
}

/// Draws the page.
pub fn show(ui: &mut Ui, state: &mut ArchivePage, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    let index = snapshot.archive.clone();
    if index.dossiers.is_empty() {
        keeping::show(ui, view);
        unfinished::show(ui, view);
        let button = Button::primary(t!("archive.empty.button")).icon(icons::FLOW_ARROW);
        if empty_state(ui, icons::ARCHIVE, &t!("archive.empty.text"), Some(button)) {
            view.act(Action::Go(Page::Cycle));
        }
        return;
    }
    let opened = view.model.nav.dossier.clone().filter(|folder| index.get(folder).is_some());
    let before = std::mem::replace(&mut state.opened, opened.clone());
    if let Some(left) = before.filter(|_| opened.is_none()) {
        state.shelf.return_to(left);
    }
    let frame = Frame::new().fill(ui.tokens().surface).inner_margin(Margin::same(space::XS as i8));
    Panel::left("archive years").exact_size(YEARS_WIDTH).resizable(false).frame(frame).show(ui, |ui| {
        years_ui(ui, state, view, &index, opened.as_deref());
    });
    let page = Frame::new().inner_margin(Margin::symmetric(space::L as i8, space::M as i8));
    page.show(ui, |ui| {
        if let Some(dossier) = opened.as_deref().and_then(|folder| index.get(folder)) {
            state.dossier.show(ui, view, &index, dossier);
            if escape(ui) {
                view.act(Action::OpenDossier(None));
            }
        } else {
            unfinished::show(ui, view);
            state.shelf.show(ui, &mut state.filter, view, &index);
        }
    });
}

/// Esc leads back to the list, unless a popup or a text field takes the key.
fn escape(ui: &Ui) -> bool {
    let taken = ui.text_edit_focused()
        || Popup::is_any_open(ui.ctx())
        || ui.memory(|memory| memory.top_modal_layer().is_some());
    !taken && ui.input(|input| input.key_pressed(Key::Escape))
}

/// The years with their counts. Choosing a year with a single dossier opens the dossier at once.
fn years_ui(ui: &mut Ui, state: &mut ArchivePage, view: &mut View<'_>, index: &Index, opened: Option<&str>) {
    let years = index.facets(view.model.today()).years;
    let shown = opened.and_then(|folder| index.get(folder)).map(|dossier| dossier.year);
    let chosen = shown.or(state.filter.year);
    let selected = match chosen {
        Some(year) => years.iter().position(|(known, _)| *known == year).map(|position| position + 1),
        None => Some(0),
    };
    let rows = list::List { id: "years", count: years.len() + 1, row_height: YEAR_HEIGHT, selected };
    let row = |row: usize| match row.checked_sub(1).and_then(|row| years.get(row)) {
        Some((Some(year), count)) => (year.to_string(), *count),
        Some((None, count)) => (t!("archive.no_year").into_owned(), *count),
        None => (t!("archive.all_years").into_owned(), index.dossiers.len()),
    };
    let name = |index: usize| {
        let (year, count) = row(index);
        t!("archive.year_row", year = year, n = count).into_owned()
    };
    let content = |ui: &mut Ui, index: usize| {
        let (year, count) = row(index);
        shelf::year_content(ui, &year, count, selected == Some(index));
    };
    let Some(clicked) = rows.show(ui, &mut state.years, name, content) else { return };
    let year = clicked.checked_sub(1).and_then(|row| years.get(row)).map(|(year, _)| *year);
    let folder = year.and_then(|year| only(index, year)).map(|dossier| dossier.folder.clone());
    // Without the filter, leaving the only dossier of a year would lead to a list of one row.
    state.filter.year = year.filter(|_| folder.is_none());
    state.shelf.clear_search();
    view.act(Action::OpenDossier(folder));
}

/// The only current dossier of a year, superseded ones not counted; none if there are several or none.
fn only(index: &Index, year: Option<i32>) -> Option<&Dossier> {
    let mut standing = index.dossiers.iter().filter(|dossier| dossier.year == year && !dossier.superseded);
    let first = standing.next()?;
    standing.next().is_none().then_some(first)
}

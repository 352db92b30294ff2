//! The dossiers of the archive: search, filters, and the rows that match.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::{Align, Label, Layout, Ui, UiBuilder, vec2};
use rust_i18n::t;

use super::keeping;
use super::list::{List, ListState};
use crate::archive::{Dossier, Filter, Hit, Index, KindFacet, Origin, Phase, Search, What};
use crate::calendar::Language;
use crate::cycle::Disposition;
use crate::explain;
use crate::ui::components::{Button, badge_text, chip, empty_state, icon_text, page_title, search_field};
use crate::ui::contract::{Action, View};
use crate::ui::parts::verdict_badge;
use crate::ui::theme::{Tokens, TokensExt as _, Tone, icons, space, text};
use crate::words;

const ROW_HEIGHT: f32 = 54.0;
/// Average width of a badge.
const BADGE_ROOM: f32 = 130.0;
/// Places offered as filters; an office has a few cabinets.
const PLACES: usize = 6;
/// Width of the search, where there is room for it beside the title.
const SEARCH_WIDTH: f32 = 380.0;

/// State of the list.
#[derive(Debug, Default)]
pub struct Shelf {
    query: String,
    found: Option<ShelfHits>,
    rows: ListState,
    /// The dossier that was just closed: its row gets the focus.
    left: Option<String>,
}

/// The best hit of each dossier, in the order of the search.
#[derive(Debug)]
struct ShelfHits {
    query: String,
    /// The search index that gave the hits. After a change of the archive the view has another one.
    search: Arc<Search>,
    order: Vec<String>,
    hits: HashMap<String, Hit>,
}

impl Shelf {
    /// Empties the search field.
    pub fn clear_search(&mut self) {
        self.query.clear();
    }

    /// Scrolls to the row of the dossier that was just closed and focuses the row.
    pub fn return_to(&mut self, folder: String) {
        self.left = Some(folder);
    }

    /// Draws the search, the filters and the rows.
    pub fn show(&mut self, ui: &mut Ui, filter: &mut Filter, view: &mut View<'_>, index: &Index) {
        let subtitle = match filter.year {
            Some(Some(year)) => t!("archive.subtitle_year", year = year),
            Some(None) => t!("archive.no_year"),
            None => t!("archive.subtitle", n = index.dossiers.len()),
        };
        page_title(ui, &t!("archive.title"), &subtitle, |ui| {
            let width = SEARCH_WIDTH.min(ui.available_width() * 0.6);
            ui.allocate_ui(vec2(width, space::CONTROL_HEIGHT), |ui| {
                search_field(ui, &mut self.query, &t!("archive.search"));
            });
        });
        filters_ui(ui, filter, index, view);
        ui.add_space(space::XS);
        keeping::show(ui, view);

        let today = view.model.today();
        self.refresh(view);
        let dossiers: Vec<&Dossier> = match &self.found {
            Some(found) => {
                let found = found.order.iter().filter_map(|folder| index.get(folder));
                found.filter(|dossier| filter.passes(dossier, today)).collect()
            }
            None => index.filtered(filter, today).collect(),
        };
        if dossiers.is_empty() {
            let button = Button::secondary(t!("archive.nothing.button"));
            if empty_state(ui, icons::MAGNIFYING_GLASS, &t!("archive.nothing.text"), Some(button)) {
                *filter = Filter::default();
                self.query.clear();
            }
            return;
        }
        let left = self.left.take();
        if let Some(row) = left.and_then(|left| dossiers.iter().position(|dossier| dossier.folder == left)) {
            self.rows.jump(row);
        }
        let list = List { id: "dossiers", count: dossiers.len(), row_height: ROW_HEIGHT, selected: None };
        let found = self.found.as_ref();
        let name = |row: usize| row_name(dossiers[row], view);
        let content = |ui: &mut Ui, row: usize| {
            let dossier = dossiers[row];
            let hit = found.and_then(|found| found.hits.get(&dossier.folder));
            row_content(ui, dossier, hit, view);
        };
        if let Some(row) = list.show(ui, &mut self.rows, name, content) {
            view.act(Action::OpenDossier(Some(dossiers[row].folder.clone())));
        }
    }

    /// Searches again when the query or the archive has changed.
    fn refresh(&mut self, view: &View<'_>) {
        let Some(snapshot) = view.model.snapshot() else { return };
        if self.query.trim().is_empty() {
            self.found = None;
            return;
        }
        let current = self
            .found
            .as_ref()
            .is_some_and(|found| found.query == self.query && Arc::ptr_eq(&found.search, &snapshot.search));
        if !current {
            self.found = Some(ShelfHits::new(&self.query, &snapshot.search));
        }
    }
}

impl ShelfHits {
    fn new(query: &str, search: &Arc<Search>) -> Self {
        let mut found =
            Self { query: query.to_owned(), search: search.clone(), order: Vec::new(), hits: HashMap::new() };
        for hit in search.find_in_each(query) {
            let Origin::Dossier(folder) = hit.origin.clone() else { continue };
            found.order.push(folder.clone());
            found.hits.insert(folder, hit);
        }
        found
    }
}

/// The filters beside the year: kind of cycle, state of retention, place.
fn filters_ui(ui: &mut Ui, filter: &mut Filter, index: &Index, view: &View<'_>) {
    let facets = index.facets(view.model.today());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (kind, count) in &facets.kinds {
            toggle(ui, &mut filter.kind, *kind, &explain::kind_facet(*kind), *count);
        }
        ui.add_space(space::S);
        for (phase, count) in &facets.phases {
            toggle(ui, &mut filter.phase, *phase, &explain::phase(*phase), *count);
        }
        ui.add_space(space::S);
        let mut places = facets.places;
        places.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        places.truncate(PLACES);
        for (place, count) in places {
            let name = place_name(index, place.as_deref(), view.language());
            toggle(ui, &mut filter.place, place, &name, count);
        }
    });
}

fn toggle<V: PartialEq>(ui: &mut Ui, filter: &mut Option<V>, value: V, name: &str, count: usize) {
    let on = filter.as_ref() == Some(&value);
    if chip(ui, on, name, Some(count)).clicked() {
        *filter = (!on).then_some(value);
    }
}

/// The largest part of a place with its name, as `Lemari 2`.
fn place_name(index: &Index, part: Option<&str>, language: Language) -> String {
    let mut places = index.dossiers.iter().map(|dossier| &dossier.place);
    let place = part.and_then(|part| places.find(|place| place.parts().next().map(str::trim) == Some(part)));
    place
        .map(|place| words::place(place, language))
        .and_then(|words| words.split(" · ").next().map(str::to_owned))
        .unwrap_or_else(|| part.map_or_else(|| t!("archive.no_place").into_owned(), str::to_owned))
}

/// A year and its count.
pub fn year_content(ui: &mut Ui, year: &str, count: usize, selected: bool) {
    ui.horizontal_centered(|ui| {
        let words = if selected { text::strong(year).color(ui.tokens().accent) } else { text::body(year) };
        ui.add(Label::new(words).truncate());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(Label::new(text::small(count.to_string())));
        });
    });
}

/// Name of a dossier's row for screen readers.
fn row_name(dossier: &Dossier, view: &View<'_>) -> String {
    let place = words::place(&dossier.place, view.language());
    let sealed = dossier.sealed_on().map(|day| view.language().date(day)).unwrap_or_default();
    [dossier.title(), &place, &sealed]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// The dossier at the left, the place of its paper in the middle, its state at the right.
fn row_content(ui: &mut Ui, dossier: &Dossier, hit: Option<&Hit>, view: &View<'_>) {
    let rect = ui.max_rect();
    let badges = badges(dossier, view, ui.tokens());
    let (left, others) = rect.split_left_right_at_fraction(0.38);
    let (middle, right) =
        others.split_left_right_at_x(others.right() - BADGE_ROOM * badges.len().max(1) as f32);
    ui.scope_builder(UiBuilder::new().max_rect(left), |ui| {
        ui.spacing_mut().item_spacing.y = space::XXS;
        ui.add_space(space::XS);
        ui.add(Label::new(text::strong(dossier.title())).truncate());
        let more = hit.filter(|hit| !matches!(hit.what, What::Title | What::Year));
        let line = more.map_or_else(|| facts(dossier, view), explain::hit);
        ui.add(Label::new(text::small(line)).truncate());
    });
    let centered = Layout::left_to_right(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(middle).layout(centered), |ui| {
        let t = ui.tokens();
        match words::place(&dossier.place, view.language()).as_str() {
            "" => icon_text(ui, icons::MAP_PIN, text::muted(t!("archive.no_place")), t.text_muted),
            place => icon_text(ui, icons::MAP_PIN, text::body(place), t.accent),
        }
    });
    ui.scope_builder(UiBuilder::new().max_rect(right).layout(Layout::right_to_left(Align::Center)), |ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for (icon, words, tone) in badges {
            badge_text(ui, icon, &words, tone);
        }
    });
    ui.painter().hline(rect.x_range(), rect.bottom() + space::XS, (space::STROKE, ui.tokens().line));
}

/// Kind, number of documents, day of sealing.
pub fn facts(dossier: &Dossier, view: &View<'_>) -> String {
    let mut parts = Vec::new();
    parts.push(match dossier.cycle() {
        Some(cycle) => words::kind(cycle.kind),
        None => explain::kind_facet(KindFacet::Foreign),
    });
    if let Some(summary) = dossier.summary.as_ref().filter(|summary| summary.revision > 0) {
        parts.push(t!("archive.revision_n", n = summary.revision).into_owned());
    }
    parts.push(match dossier.summary {
        Some(_) => t!("archive.documents_n", n = dossier.documents()).into_owned(),
        None => t!("archive.files_n", n = dossier.files).into_owned(),
    });
    if let Some(day) = dossier.sealed_on() {
        parts.push(t!("archive.sealed_on", day = view.language().date(day)).into_owned());
    }
    parts.join(" · ")
}

/// State of retention, whether a revision has superseded the dossier, and the result of its check in this run
/// of the program.
pub fn badges(dossier: &Dossier, view: &View<'_>, t: &Tokens) -> Vec<(&'static str, String, Tone)> {
    let mut badges = Vec::new();
    if let Some(report) = view.model.checks.get(&dossier.folder) {
        badges.push(verdict_badge(report.verdict, t));
    }
    if dossier.superseded {
        badges.push((icons::CLOCK_COUNTER_CLOCKWISE, t!("archive.superseded").into_owned(), t.returned));
    }
    if dossier.summary.is_none() {
        badges.push((icons::PACKAGE, explain::kind_facet(KindFacet::Foreign), t.not_started));
    }
    if let Some(schedule) = dossier.schedule() {
        let phase = schedule.phase(view.model.today());
        badges.push(match (phase, schedule.disposition) {
            (Phase::Active, _) => (icons::FOLDER_OPEN, explain::phase(phase), t.running),
            (Phase::Inactive, _) => (icons::ARCHIVE_BOX, explain::phase(phase), t.not_started),
            // What is kept permanently needs no action when its retention period is over.
            (Phase::Over, Disposition::Permanent) => {
                (icons::BANK, words::disposition(schedule.disposition, view.language()), t.not_started)
            }
            (Phase::Over, _) => (icons::HOURGLASS, explain::phase(phase), t.needs_review),
        });
    }
    badges
}

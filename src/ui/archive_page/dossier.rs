//! The opened dossier: its head, and tabs for its sheet, documents, filing and integrity.

use eframe::egui::{Label, ScrollArea, Ui};
use rust_i18n::t;

use super::filing::Filing;
use super::{documents, integrity, late, shelf};
use crate::archive::{Dossier, Index};
use crate::ui::components::{Button, IconButton, Tab as TabItem, badge_text, icon, sides, tabs, truncated};
use crate::ui::contract::{Action, Pick, View};
use crate::ui::parts::{Sheet, SheetState};
use crate::ui::theme::{TokensExt as _, icons, space, text};
use crate::words;

/// The tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Tab {
    /// The sheet as it was.
    Sheet,
    /// Documents by step.
    #[default]
    Documents,
    /// Place, retention, description.
    Filing,
    /// Seal and checks.
    Integrity,
}

/// State of the opened dossier.
#[derive(Debug, Default)]
pub struct DossierView {
    /// The folder of the dossier that is shown; another dossier starts with a fresh state.
    folder: String,
    tab: Tab,
    filing: Filing,
    sheet: SheetState,
}

impl DossierView {
    /// Draws the opened dossier.
    pub fn show(&mut self, ui: &mut Ui, view: &mut View<'_>, index: &Index, dossier: &Dossier) {
        if self.folder != dossier.folder {
            let tab = if dossier.summary.is_some() { self.tab } else { Tab::Integrity };
            *self = Self { folder: dossier.folder.clone(), tab, ..Self::default() };
        }
        head(ui, view, index, dossier);
        ui.add_space(space::XS);
        late::show(ui, view, dossier);
        self.tabs_ui(ui, view, dossier);
        // The list of documents has room above its first heading already.
        if self.tab != Tab::Documents {
            ui.add_space(space::M);
        }
        match self.tab {
            Tab::Sheet => self.sheet_ui(ui, view),
            Tab::Documents => documents::show(ui, view, dossier),
            Tab::Filing => {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    self.filing.show(ui, view, index, dossier);
                });
            }
            Tab::Integrity => {
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| integrity::show(ui, view, dossier));
            }
        }
    }

    fn tabs_ui(&mut self, ui: &mut Ui, view: &View<'_>, dossier: &Dossier) {
        let (sheet, documents) = (t!("archive.tab.sheet"), t!("archive.tab.documents"));
        let (filing, integrity) = (t!("archive.tab.filing"), t!("archive.tab.integrity"));
        let mut items = Vec::new();
        // A bag made by another program has no sheet and no list of documents.
        if dossier.summary.is_some() {
            items.push(TabItem::new(Tab::Sheet, &sheet));
            items.push(TabItem::new(Tab::Documents, &documents).count(dossier.documents()));
        }
        items.push(TabItem::new(Tab::Filing, &filing));
        let found = view.model.checks.get(&dossier.folder).map_or(0, |report| report.findings.len());
        let integrity = TabItem::new(Tab::Integrity, &integrity);
        items.push(if found > 0 { integrity.count(found) } else { integrity });
        tabs(ui, &mut self.tab, &items);
    }

    fn sheet_ui(&mut self, ui: &mut Ui, view: &View<'_>) {
        let opened = view.model.dossier.clone().filter(|opened| opened.dossier.folder == self.folder);
        match opened {
            Some(opened) => {
                let sheet = Sheet {
                    name: "dossier",
                    cycle: &opened.cycle,
                    timings: &[],
                    live: false,
                    selected: None,
                    foldable: false,
                    language: view.language(),
                    waiting: Vec::new(),
                };
                sheet.show(ui, &mut self.sheet, None);
            }
            None => {
                ui.add(Label::new(text::muted(t!("archive.opening"))));
            }
        }
    }
}

fn head(ui: &mut Ui, view: &mut View<'_>, index: &Index, dossier: &Dossier) {
    let folder = &dossier.folder;
    sides(
        ui,
        space::CONTROL_HEIGHT,
        view,
        |ui, view| {
            let back = Button::quiet(t!("archive.back")).icon(icons::ARROW_LEFT).small();
            if ui.add(back).clicked() {
                view.act(Action::OpenDossier(None));
            }
        },
        |ui, view| {
            if ui.add(Button::secondary(t!("archive.export")).icon(icons::FILE_ZIP)).clicked() {
                view.act(Action::Pick(Pick::Export(folder.clone())));
            }
            if ui.add(Button::secondary(t!("archive.reveal")).icon(icons::FOLDER_OPEN)).clicked() {
                view.act(Action::RevealSealed(folder.clone(), String::new()));
            }
            if let Some(newest) = newest_revision(index, dossier) {
                let button = Button::secondary(t!("archive.open_revision")).icon(icons::ARROW_RIGHT);
                if ui.add(button).clicked() {
                    view.act(Action::OpenDossier(Some(newest.folder.clone())));
                }
            }
        },
    );
    ui.horizontal_wrapped(|ui| {
        let badges = shelf::badges(dossier, view, ui.tokens());
        let room = ui.available_width() - 150.0 * badges.len() as f32;
        ui.scope(|ui| {
            ui.set_max_width(room.max(200.0));
            truncated(ui, text::title(dossier.title()));
        });
        for (icon, words, tone) in badges {
            badge_text(ui, icon, &words, tone);
        }
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS + space::XXS;
        let place = words::place(&dossier.place, view.language());
        let t = ui.tokens();
        if place.is_empty() {
            icon(ui, icons::MAP_PIN, 20.0, t.text_muted);
            ui.add(Label::new(text::muted(t!("archive.no_place"))));
        } else {
            icon(ui, icons::MAP_PIN, 20.0, t.accent);
            ui.add(Label::new(text::heading(place).color(t.accent)).truncate());
        }
    });
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(text::muted(shelf::facts(dossier, view))));
        if let Some(seal) = &dossier.seal {
            ui.add(Label::new(text::muted("·")));
            let label =
                ui.add(Label::new(text::muted(t!("archive.seal", digest = words::short_digest(seal)))));
            label.on_hover_text(seal);
            if ui.add(IconButton::new(icons::COPY, t!("archive.copy_seal")).small()).clicked() {
                view.act(Action::Copy(seal.clone()));
            }
        }
    });
}

/// The last revision of the same cycle, if there is a later one than this dossier.
fn newest_revision<'a>(index: &'a Index, dossier: &Dossier) -> Option<&'a Dossier> {
    let cycle = dossier.cycle().filter(|_| dossier.superseded)?;
    let revision = |dossier: &Dossier| dossier.summary.as_ref().map(|summary| summary.revision);
    index.dossiers.iter().filter(|other| other.cycle() == Some(cycle)).max_by_key(|other| revision(other))
}

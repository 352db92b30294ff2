//! *Berkas arsip*: where the paper lies, how long it is kept, what the archive form says.

use eframe::egui::{Label, Ui};
use rust_i18n::t;

use crate::archive::{Dossier, Index, Phase, Schedule, Summary, place_number};
use crate::cycle::Place;
use crate::explain;
use crate::jobs::OfficeChange;
use crate::ui::components::{
    Button, badge_text, card, column, columns, key_value, key_value_ui, section_heading, sides,
};
use crate::ui::contract::{Action, Ask, Dialog, View};
use crate::ui::deeds::ChangeOffice;
use crate::ui::parts::place_fields;
use crate::ui::theme::{TokensExt as _, icons, space, text};
use crate::words;

/// Narrower cards are stacked.
const NARROWEST: f32 = 320.0;

/// State of the tab.
#[derive(Debug, Default)]
pub struct Filing {
    /// The place as typed so far.
    place: Option<Place>,
}

impl Filing {
    /// Draws the tab.
    pub fn show(&mut self, ui: &mut Ui, view: &mut View<'_>, index: &Index, dossier: &Dossier) {
        card(ui, |ui| self.place_ui(ui, view, dossier));
        let Some(summary) = &dossier.summary else {
            ui.add_space(space::S);
            card(ui, |ui| foreign_ui(ui, dossier));
            return;
        };
        ui.add_space(space::S);
        let narrow = ui.available_width() < 2.0 * NARROWEST;
        let half = if narrow { ui.available_width() } else { (ui.available_width() - space::S) / 2.0 };
        columns(ui, narrow, |ui| {
            column(ui, half, |ui| {
                card(ui, |ui| retention_ui(ui, view, dossier, summary));
                ui.add_space(space::S);
                card(ui, |ui| revisions_ui(ui, view, index, summary));
            });
            column(ui, half, |ui| {
                card(ui, |ui| description_ui(ui, view, dossier, summary));
            });
        });
    }

    fn place_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, dossier: &Dossier) {
        let writable = view.model.snapshot().is_some_and(|snapshot| !snapshot.read_only);
        let heading = |ui: &mut Ui| section_heading(ui, &t!("archive.filing.place"));
        sides(
            ui,
            space::CONTROL_HEIGHT_S,
            &mut self.place,
            |ui, _| heading(ui),
            |ui, place| {
                let words =
                    if dossier.place.is_empty() { "archive.filing.set" } else { "archive.filing.move" };
                let button = Button::secondary(t!(words)).icon(icons::MAP_PIN).small();
                if place.is_none() && ui.add_enabled(writable, button).clicked() {
                    *place = Some(dossier.place.clone());
                }
            },
        );
        let Some(place) = &mut self.place else {
            ladder(ui, view, &dossier.place);
            return;
        };
        place_fields(ui, place);
        let mut over = false;
        ui.horizontal(|ui| {
            let changed = *place != dossier.place;
            let save = Button::primary(t!("archive.filing.save")).icon(icons::CHECK);
            if ui.add_enabled(changed, save).clicked() {
                let dossier = dossier.folder.clone();
                view.act(ChangeOffice::new(OfficeChange::DossierPlaced { dossier, place: place.clone() }));
                over = true;
            }
            over |= ui.add(Button::secondary(t!("archive.filing.cancel"))).clicked();
        });
        if over {
            self.place = None;
        }
    }
}

/// The place, part by part, from the cabinet to the folder.
fn ladder(ui: &mut Ui, view: &View<'_>, place: &Place) {
    let words = words::place(place, view.language());
    if words.is_empty() {
        ui.add(Label::new(text::muted(t!("archive.filing.no_place"))).wrap());
        return;
    }
    ui.add(Label::new(text::heading(words)).wrap());
    if let Some(number) = place_number(place) {
        ui.add(Label::new(text::muted(t!("archive.filing.number", number = number))));
    }
}

fn retention_ui(ui: &mut Ui, view: &View<'_>, dossier: &Dossier, summary: &Summary) {
    ui.horizontal_wrapped(|ui| {
        section_heading(ui, &t!("archive.filing.retention"));
        badge_text(ui, icons::INFO, &t!("archive.retention.adjust"), ui.tokens().needs_review);
    });
    let Some(schedule) = dossier.schedule() else { return };
    let language = view.language();
    let now = schedule.phase(view.model.today());
    let retention = &summary.form.retention;
    let eve = |day: chrono::NaiveDate| language.date(day.pred_opt().unwrap_or(day));
    let Schedule { closed, inactive_from, over_from, disposition } = schedule;
    let row = |ui: &mut Ui, phase: Phase, value: String| {
        key_value_ui(ui, &explain::phase(phase), |ui| {
            let here = phase == now;
            let words = if here { text::strong(value) } else { text::body(value) };
            ui.add(Label::new(words).wrap());
        });
    };
    key_value(ui, &t!("archive.filing.closed"), &language.date(closed));
    let years = |years: u32, until: String| t!("archive.filing.years", n = years, until = until).into_owned();
    row(ui, Phase::Active, years(retention.active_years, eve(inactive_from)));
    row(ui, Phase::Inactive, years(retention.inactive_years, eve(over_from)));
    let from = language.date(over_from);
    let end = t!("archive.filing.disposition", what = words::disposition(disposition, language), from = from);
    key_value(ui, &t!("archive.filing.final"), &end);
    ui.add(Label::new(text::small(t!("archive.filing.reminder"))).wrap());
}

fn description_ui(ui: &mut Ui, view: &View<'_>, dossier: &Dossier, summary: &Summary) {
    section_heading(ui, &t!("archive.filing.description"));
    let language = view.language();
    let form = &summary.form;
    let sealed = &summary.sealed;
    let sealed =
        t!("archive.filing.sealed_by", by = sealed.by, when = language.date_time(sealed.at.naive_local()));
    let rows = [
        ("classification", form.classification.clone()),
        ("title", form.title.clone()),
        ("period", words::period(form.from, form.to, language)),
        ("count", t!("archive.documents_n", n = dossier.documents()).into_owned()),
        ("size", language.size(dossier.bytes)),
        ("security", words::security(form.security, language)),
        ("development", form.development.clone()),
        ("remark", form.remark.clone()),
        ("office", summary.office.clone()),
        ("sealed", sealed.into_owned()),
        ("sop", format!("{} ({})", summary.sop_title, summary.sop.version)),
        ("folder", dossier.folder.clone()),
    ];
    for (key, value) in rows.iter().filter(|(_, value)| !value.trim().is_empty()) {
        key_value(ui, &t!(format!("archive.filing.{key}")), value);
    }
}

/// The dossiers that this one revises, the nearest first, and a link to a later revision.
fn revisions_ui(ui: &mut Ui, view: &mut View<'_>, index: &Index, summary: &Summary) {
    section_heading(ui, &t!("archive.filing.revisions"));
    if !summary.revision_reason.is_empty() {
        key_value(ui, &t!("archive.filing.reason"), &summary.revision_reason);
    }
    let mut previous = summary.previous.as_ref();
    if previous.is_none() {
        ui.add(Label::new(text::muted(t!("archive.filing.first"))).wrap());
    }
    // In an archive that was tampered with, the chain of revisions could be circular.
    for _ in 0..index.dossiers.len() {
        let Some(before) = previous else { break };
        let earlier = index.get(&before.bag);
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(text::body(t!("archive.filing.revises", bag = before.bag))));
            ui.add(Label::new(text::small(words::short_digest(&before.digest))))
                .on_hover_text(&before.digest);
            if earlier.is_some() && ui.add(Button::quiet(t!("archive.open")).small()).clicked() {
                view.act(Action::OpenDossier(Some(before.bag.clone())));
            }
        });
        if earlier.is_some_and(|earlier| earlier.seal.as_deref() != Some(before.digest.as_str())) {
            let ink = ui.tokens().late.ink;
            ui.add(Label::new(text::small(t!("archive.filing.other_seal")).color(ink)).wrap());
        }
        previous = earlier.and_then(|earlier| earlier.summary.as_ref()?.previous.as_ref());
    }
    let sealed = view.model.cycle(summary.cycle).is_some_and(|cycle| cycle.state().is_sealed());
    let button = Button::secondary(t!("archive.filing.revise")).icon(icons::LOCK_OPEN).small();
    if sealed && ui.add(button).clicked() {
        let ask = Ask::Revision { cycle: summary.cycle, text: String::new() };
        view.act(Action::show(Dialog::Ask(ask)));
    }
}

/// What a bag of another program says about itself.
fn foreign_ui(ui: &mut Ui, dossier: &Dossier) {
    section_heading(ui, &t!("archive.filing.foreign"));
    ui.add(Label::new(text::muted(t!("archive.filing.foreign_text"))).wrap());
    for (key, value) in &dossier.info.0 {
        key_value(ui, key, value);
    }
}

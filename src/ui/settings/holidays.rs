//! The holidays of a year: a table, a line to add one, and a field in which the list of the joint decree can
//! be pasted.

use chrono::Datelike as _;
use eframe::egui::{Grid, Ui};
use rust_i18n::t;

use super::office::ROOM_FOR_FIELDS;
use crate::calendar::{
    Holiday, HolidayKind, Language, LineError, LineErrorKind, parse_date, parse_holidays, to_csv,
};
use crate::jobs::OfficeChange;
use crate::ui::components::{
    Banner, Button, IconButton, Level, TextField, columns, combo, section_heading, table_column,
};
use crate::ui::contract::{Action, View};
use crate::ui::deeds::ChangeOffice;
use crate::ui::theme::{icons, space, text};

/// The fields as typed.
#[derive(Default)]
pub struct HolidayForm {
    year: Option<i32>,
    date: String,
    name: String,
    kind: Kind,
    pasting: bool,
    pasted: String,
    errors: Vec<LineError>,
}

/// The kind in the line being typed, with a default.
#[derive(Clone, PartialEq)]
struct Kind(HolidayKind);

impl Default for Kind {
    fn default() -> Self {
        Self(HolidayKind::National)
    }
}

/// Draws the section.
pub fn show(ui: &mut Ui, form: &mut HolidayForm, view: &mut View<'_>) {
    let Some(snapshot) = view.model.snapshot() else { return };
    let (calendar, read_only) = (snapshot.calendar.clone(), snapshot.read_only);
    let language = view.language();
    let year = *form.year.get_or_insert(view.model.today().year());
    ui.horizontal(|ui| {
        section_heading(ui, &t!("settings.holidays"));
        ui.add_space(space::M);
        if ui.add(IconButton::new(icons::CARET_LEFT, t!("settings.year_before")).small()).clicked() {
            form.year = Some((year - 1).max(1970));
        }
        ui.label(text::strong(year.to_string()));
        if ui.add(IconButton::new(icons::CARET_RIGHT, t!("settings.year_after")).small()).clicked() {
            form.year = Some((year + 1).min(2199));
        }
    });
    ui.add_space(space::S);
    if !calendar.year_is_known(year) {
        Banner::new(Level::Warning, &t!("calendar.year_missing", year = year))
            .text(&t!("settings.holidays_source"))
            .show(ui);
        ui.add_space(space::S);
    }
    let holidays: Vec<Holiday> =
        calendar.holidays_of(year).into_iter().map(std::borrow::Cow::into_owned).collect();
    let third = table_column(ui, 3, space::CONTROL_HEIGHT_S);
    let table = Grid::new("holidays").num_columns(4).striped(true).spacing([space::L, space::XS]);
    table.max_col_width(third).show(ui, |ui| {
        for holiday in &holidays {
            ui.label(text::body(language.long_date(holiday.date)));
            ui.label(text::body(&holiday.name));
            ui.label(text::muted(language.holiday_kind(holiday.kind)));
            let name = t!("settings.remove_holiday", name = holiday.name);
            if ui.add_enabled(!read_only, IconButton::new(icons::X, name).small()).clicked() {
                view.act(ChangeOffice::new(OfficeChange::HolidayRemoved { date: holiday.date }));
            }
            ui.end_row();
        }
    });
    ui.add_space(space::M);
    ui.add_enabled_ui(!read_only, |ui| {
        add_ui(ui, form, view);
        ui.add_space(space::S);
        paste_ui(ui, form, view, &holidays);
    });
}

fn add_ui(ui: &mut Ui, form: &mut HolidayForm, view: &mut View<'_>) {
    let date = parse_date(&form.date);
    let bad = t!("settings.bad_date");
    let error = (date.is_none() && !form.date.trim().is_empty()).then_some(&*bad);
    columns(ui, ui.available_width() < ROOM_FOR_FIELDS, |ui| {
        let label = t!("settings.date");
        TextField::new(&label, &mut form.date).placeholder("17-08-2027").error(error).width(170.0).show(ui);
        TextField::new(&t!("settings.holiday_name"), &mut form.name).width(240.0).show(ui);
        let language = view.language();
        let kinds = [HolidayKind::National, HolidayKind::Collective, HolidayKind::Special]
            .map(|kind| (Kind(kind), language.holiday_kind(kind)));
        ui.vertical(|ui| combo(ui, &t!("settings.holiday_kind"), &mut form.kind, &kinds));
    });
    ui.add_space(space::S);
    let ready = date.filter(|_| !form.name.trim().is_empty());
    ui.horizontal(|ui| {
        let add = Button::secondary(t!("settings.add_holiday")).icon(icons::PLUS);
        if ui.add_enabled(ready.is_some(), add).clicked()
            && let Some(date) = ready
        {
            let name = std::mem::take(&mut form.name).trim().to_owned();
            form.date.clear();
            form.year = Some(date.year());
            view.act(ChangeOffice::new(OfficeChange::HolidaySet(Holiday { date, name, kind: form.kind.0 })));
        }
        if ui.add(Button::quiet(t!("settings.paste_holidays")).icon(icons::CLIPBOARD)).clicked() {
            form.pasting = !form.pasting;
        }
    });
}

fn paste_ui(ui: &mut Ui, form: &mut HolidayForm, view: &mut View<'_>, holidays: &[Holiday]) {
    if !form.pasting {
        return;
    }
    let label = t!("settings.pasted");
    let changed =
        TextField::new(&label, &mut form.pasted).rows(6).hint(&t!("settings.paste_hint")).show(ui).changed();
    if changed {
        form.errors = parse_holidays(&form.pasted).err().unwrap_or_default();
    }
    for LineError { line, kind } in form.errors.iter().take(5) {
        let reason = line_error(kind, view.language());
        ui.label(text::small(t!("calendar.paste.line", line = line, reason = reason)));
    }
    ui.horizontal(|ui| {
        let ready = form.errors.is_empty() && !form.pasted.trim().is_empty();
        if ui.add_enabled(ready, Button::primary(t!("settings.take_over"))).clicked()
            && let Ok(list) = parse_holidays(&form.pasted)
        {
            form.year = list.first().map(|holiday| holiday.date.year()).or(form.year);
            for holiday in list {
                view.act(ChangeOffice::new(OfficeChange::HolidaySet(holiday)));
            }
            form.pasted.clear();
            form.pasting = false;
        }
        if ui.add(Button::quiet(t!("settings.copy_list")).icon(icons::COPY)).clicked() {
            view.act(Action::Copy(to_csv(holidays)));
        }
    });
}

fn line_error(kind: &LineErrorKind, language: Language) -> String {
    match kind {
        LineErrorKind::Date(text) => t!("calendar.paste.date", text = text),
        LineErrorKind::Weekday { date, written } => {
            let date = language.date(*date);
            t!("calendar.paste.weekday", date = date, weekday = language.weekday(*written))
        }
        LineErrorKind::Name => t!("calendar.paste.name"),
        LineErrorKind::Kind(text) => t!("calendar.paste.kind", text = text),
        LineErrorKind::TooMany(text) => t!("calendar.paste.too_many", text = text),
        LineErrorKind::Quote => t!("calendar.paste.quote"),
        LineErrorKind::Twice(line) => t!("calendar.paste.twice", line = line),
    }
    .into_owned()
}

//! Names with titles, notes and places of 200 characters, at 200 %: nothing overlaps, and nothing leaves the
//! window.

use std::fs;
use std::path::PathBuf;

use chrono::NaiveDate;
use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Shape, Vec2, epaint::text::PlacedRow, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use renja::calendar::{Holiday, HolidayKind};
use renja::cycle::{Command, CycleId, Kind, Mark, Place};
use renja::jobs::{Attach, FoundFile, OfficeChange, Unfit};
use renja::sop::{SlotKey, StepNo};
use renja::ui::contract::{Action, Ask, Dialog, Page};
use renja::ui::deeds;
use renja::ui::deeds::{ChangeOffice, Run};
use renja::ui::shell::App;
use tempfile::TempDir;

use crate::cli::copied;
use crate::support::app;

const CYCLE: CycleId = CycleId { year: 2027, kind: Kind::Induk };
/// The office's screen of 1366 × 768 pixels at 200 %.
const SMALL: Vec2 = vec2(683.0, 384.0);

/// A text of 200 characters that contains a word longer than most lines.
fn long(begin: &str) -> String {
    let name = "Drs. H. Raden Kusumadiningrat Wirasaputra, S.Sos., M.Si. ";
    let word = "Pembangunan_Kesatuan_Bangsa_dan_Politik_Dalam_Negeri_Tahun_Anggaran_2027_Perubahan ";
    let text: String = format!("{begin} {name}{word}{name}{name}").chars().take(199).collect();
    format!("{}.", text.trim_end())
}

fn office() -> (TempDir, Harness<'static, App>) {
    let (folder, root) = copied();
    // A dossier of another program is shown by the name of its folder.
    let bag = root.join("arsip").join(long("Renja 2015").trim_end_matches('.'));
    fs::create_dir_all(bag.join("data")).unwrap();
    fs::write(bag.join("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n").unwrap();
    fs::write(bag.join("data/surat.txt"), "isi").unwrap();
    let line = format!("{}  data/surat.txt\n", renja::store::sha256(b"isi"));
    fs::write(bag.join("manifest-sha256.txt"), line).unwrap();
    let scan = folder.path().join(format!("{}.pdf", "Scan_Undangan_Rapat_".repeat(9)));
    fs::write(&scan, "pindaian").unwrap();

    let mut harness = app::open_sized(SMALL, &root, folder.path());
    let place = || Place {
        room: long("Ruang"),
        cabinet: long("Lemari"),
        drawer: long("Laci"),
        divider: long("Sekat"),
        folder: long("Map"),
        ..Place::default()
    };
    let step = Some(StepNo(10));
    let slot = |key: &str| SlotKey(key.to_owned());
    let file = |title: String, step| Attach {
        source: scan.clone(),
        step: StepNo(step),
        slot: None,
        title,
        stage: None,
        version_of: None,
    };
    for action in [
        Action::SetPerson(long("Siti")),
        ChangeOffice::new(OfficeChange::NameSet { name: long("Kantor") }).into(),
        ChangeOffice::new(OfficeChange::PersonAdded {
            name: long("Budi"),
            post: long("Kepala"),
            actor: None,
        })
        .into(),
        ChangeOffice::new(OfficeChange::HolidaySet(Holiday {
            date: NaiveDate::from_ymd_opt(2026, 10, 2).unwrap(),
            name: long("Hari jadi"),
            kind: HolidayKind::Special,
        }))
        .into(),
        ChangeOffice::new(OfficeChange::DossierPlaced {
            dossier: "2026 Renja Induk".to_owned(),
            place: place(),
        })
        .into(),
        Run::one(CYCLE, Command::AddNote { step, text: long("Catatan") }),
        Run::one(CYCLE, Command::AddNote { step: None, text: long("Catatan") }),
        Run::one(
            CYCLE,
            Command::MarkSlot {
                slot: slot("10.out.konsep"),
                mark: Some(Mark::Paper { place: long("Laci") }),
            },
        ),
        deeds::Attach {
            cycle: CYCLE,
            files: vec![file(long("Undangan"), 10), file(String::new(), 10), file(long("Lama"), 9)],
        }
        .into(),
    ] {
        app::act(&mut harness, action);
        settle(&mut harness);
    }
    let of = |harness: &Harness<'_, App>, step: u8, begin: &str| {
        let cycle = harness.state().model().cycle(CYCLE).unwrap();
        let mut documents = cycle.state().documents_of(StepNo(step));
        documents.find(|document| document.title.starts_with(begin)).expect("attached").id.clone()
    };
    let (document, old) = (of(&harness, 10, "Undangan"), of(&harness, 9, "Lama"));
    for command in [
        Command::SetNumber { document, number: long("005/112"), date: NaiveDate::from_ymd_opt(2026, 9, 7) },
        Command::RemoveDocument { document: old, reason: long("Salah"), paths: Vec::new() },
        Command::SendBack { from: StepNo(10), to: StepNo(9), reason: long("Perbaiki") },
        Command::Start { step: StepNo(9), reason: None },
        Command::Wait { step: StepNo(9), party: long("Bappeda") },
    ] {
        app::act(&mut harness, Run::one(CYCLE, command));
        settle(&mut harness);
    }
    (folder, harness)
}

/// Waits until nothing is under way, and every toast is gone.
fn settle(harness: &mut Harness<'_, App>) {
    app::wait(harness, "the end of all work", |harness| {
        let model = harness.state().model();
        model.running.is_empty() && model.saving == 0
    });
    harness.run_steps(2);
}

/// The faults of the last frame.
struct Look {
    window: Rect,
    /// Whether the page scrolls horizontally, as sheets of paper do.
    scrolls: bool,
    /// Texts in fields, which scroll too.
    typed: Vec<String>,
    /// Texts of the uppermost layer, with the rectangle where each is visible.
    texts: Vec<(String, Rect)>,
    wrong: Vec<String>,
}

impl Look {
    fn at(harness: &Harness<'_, App>, scrolls: bool) -> Vec<String> {
        let window = Rect::from_min_size(eframe::egui::Pos2::ZERO, harness.ctx.content_rect().size());
        let fields = harness.query_all_by_role(Role::TextInput);
        let typed = fields.filter_map(|field| field.accesskit_node().value()).collect();
        let mut look = Self { window, scrolls, typed, texts: Vec::new(), wrong: Vec::new() };
        for clipped in &harness.output().shapes {
            look.shape(&clipped.shape, clipped.clip_rect.intersect(window));
        }
        look.buttons(harness);
        look.wrong
    }

    fn shape(&mut self, shape: &Shape, clip: Rect) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.shape(shape, clip)),
            Shape::Rect(rect) if rect.fill.a() > 0 => {
                let filled = rect.rect.intersect(clip);
                if filled.contains_rect(self.window.shrink(1.0)) {
                    // A page, or the dimming between a dialog and what it covers on purpose.
                    self.texts.clear();
                    self.wrong.clear();
                } else if rect.fill.a() == 255 {
                    self.covers(filled, "a box");
                }
            }
            Shape::Text(text) if !text.galley.text().trim().is_empty() => {
                let words = text.galley.text();
                let rows = text.galley.rows.iter().map(PlacedRow::rect_without_leading_space);
                let rows: Vec<Rect> = rows.map(|row| row.translate(text.pos.to_vec2())).collect();
                let seen = rows.iter().map(|row| row.intersect(clip)).filter(Rect::is_positive);
                let seen: Vec<Rect> = seen.collect();
                let beyond = |row: &Rect| row.left() < clip.left() - 1.0 || row.right() > clip.right() + 1.0;
                let scrolls = self.scrolls || self.typed.iter().any(|typed| typed == words);
                if !scrolls && !seen.is_empty() && rows.iter().any(beyond) {
                    self.wrong.push(format!("cut off at the side: {}", begin(words)));
                }
                for row in &seen {
                    self.covers(*row, begin(words));
                }
                self.texts.extend(seen.into_iter().map(|row| (words.to_owned(), row)));
            }
            _ => {}
        }
    }

    fn covers(&mut self, place: Rect, what: &str) {
        for (words, text) in &self.texts {
            let both = text.intersect(place);
            if both.width() > 2.0 && both.height() > 3.0 {
                self.wrong.push(format!("{what} over: {}", begin(words)));
            }
        }
    }

    /// Everything that can be clicked is within the window, except for what is scrolled.
    fn buttons(&mut self, harness: &Harness<'_, App>) {
        for role in [Role::Button, Role::Tab, Role::TextInput, Role::CheckBox, Role::ComboBox] {
            for node in harness.query_all_by_role(role) {
                let rect = node.rect();
                let name = node.accesskit_node().label().unwrap_or_default();
                // Rows of the sheet, which scrolls in both directions.
                let scrolls = name.starts_with("Langkah ") || name.starts_with("Step ");
                if !scrolls && (rect.left() < -1.0 || rect.right() > self.window.right() + 1.0) {
                    self.wrong.push(format!("outside: {role:?} {}, {rect:?}", begin(&name)));
                }
            }
        }
    }
}

fn begin(text: &str) -> &str {
    text.char_indices().nth(30).map_or(text, |(end, _)| &text[..end])
}

struct Walk {
    harness: Harness<'static, App>,
    wrong: Vec<String>,
    places: usize,
}

impl Walk {
    fn look(&mut self, place: &str) {
        settle(&mut self.harness);
        // Toasts disappear by themselves, except for errors.
        self.harness.run_steps(60);
        let scrolls = ["cycle", "sop", "dossier, sheet"].contains(&place);
        self.wrong
            .extend(Look::at(&self.harness, scrolls).into_iter().map(|wrong| format!("{place}: {wrong}")));
        self.places += 1;
    }

    fn act(&mut self, place: &str, action: Action) {
        app::act(&mut self.harness, action);
        self.look(place);
    }

    fn scroll(&mut self, place: &str, by: f32) {
        let center = self.harness.ctx.content_rect().center();
        self.harness.hover_at(center);
        self.harness.event(eframe::egui::Event::MouseWheel {
            unit: eframe::egui::MouseWheelUnit::Point,
            delta: vec2(0.0, -by),
            phase: eframe::egui::TouchPhase::Move,
            modifiers: eframe::egui::Modifiers::NONE,
            source: eframe::egui::MouseWheelSource::Wheel,
        });
        self.harness.run_steps(8);
        self.look(place);
    }

    fn tab(&mut self, place: &str, name: &str) {
        let label = |label: String| label == name || label.starts_with(&format!("{name},"));
        self.harness.get_by(|node| node.role() == Role::Tab && node.label().is_some_and(label)).click();
        self.look(place);
    }

    fn dialog(&mut self, place: &str, dialog: Dialog) {
        self.act(&format!("dialog {place}"), Action::show(dialog));
        let window = self.harness.ctx.content_rect().expand(1.0);
        let ends =
            self.harness.query_all_by(|node| node.label().is_some_and(|it| it == "Batal" || it == "Tutup"));
        for end in ends.map(|node| node.rect()).filter(|end| !window.contains_rect(*end)) {
            self.wrong.push(format!("dialog {place}: its end at {end:?} is not within the window"));
        }
        self.act(&format!("after {place}"), Action::CloseModal);
    }

    fn pages(&mut self) {
        self.act("home", Action::Go(Page::Home));
        for n in 1..4 {
            self.scroll(&format!("home {n}"), 280.0);
        }
        self.act("cycle", Action::OpenCycle(CYCLE, None));
        for step in [9, 10, 11] {
            self.act(&format!("step {step}"), Action::SelectStep(Some(StepNo(step))));
        }
        self.act("settings", Action::Go(Page::Settings));
        for n in 1..6 {
            self.scroll(&format!("settings {n}"), 280.0);
        }
        self.act("sop", Action::Go(Page::Sop));
        self.act("archive", Action::Go(Page::Archive));
        self.act(
            "dossier of others",
            Action::OpenDossier(Some(long("Renja 2015").trim_end_matches('.').into())),
        );
        self.act("dossier", Action::OpenDossier(Some("2026 Renja Induk".to_owned())));
        for (place, tab) in [
            ("sheet", "Lembar SOP"),
            ("documents", "Dokumen"),
            ("filing", "Berkas arsip"),
            ("integrity", "Keutuhan"),
        ] {
            self.tab(&format!("dossier, {place}"), tab);
        }
        self.act("note", Action::Note(long("Tersimpan")));
    }

    fn dialogs(&mut self) {
        self.act("before the dialogs", Action::OpenCycle(CYCLE, Some(StepNo(10))));
        let model = self.harness.state().model();
        let cycle = model.cycle(CYCLE).unwrap();
        let document = cycle.state().documents_of(StepNo(10)).next().expect("a document").clone();
        let found = |name: String, unfit| FoundFile {
            path: PathBuf::from(&name),
            name,
            size: 10,
            sha256: None,
            unfit,
        };
        let files = vec![
            found(format!("Kiriman/{}.pdf", long("Undangan")), None),
            found(format!("{}.jpg", "IMG".repeat(60)), None),
            found(long("~$Kunci"), None),
            found(long("Pintasan"), Some(Unfit::Link)),
        ];
        let (step, text, title) = (StepNo(10), String::new, document.title.clone());
        let (slot, id) = (SlotKey("10.out.konsep".to_owned()), document.id.clone());
        let dialogs = vec![
            ("new cycle", Dialog::NewCycle),
            ("assign", Dialog::Assign { cycle: CYCLE, target: None, found: files }),
            ("move", Dialog::Move(CYCLE, id.clone())),
            ("details", Dialog::Details(CYCLE, id.clone())),
            ("seal", Dialog::Seal(CYCLE)),
            ("removed", Dialog::Removed(CYCLE)),
            ("remove", Dialog::Ask(Ask::Remove { cycle: CYCLE, document: id, title, text: text() })),
            ("note", Dialog::note(CYCLE, Some(step), long("Catatan"))),
            ("paper", Dialog::Ask(Ask::Paper { cycle: CYCLE, slot, text: long("Laci") })),
            ("send back", Dialog::send_back(model, CYCLE, step).expect("a step before")),
            ("search", Dialog::Search),
            ("help", Dialog::Help),
        ];
        for (place, dialog) in dialogs {
            self.dialog(place, dialog);
        }
        self.open_list();
        self.act("search opens", Action::show(Dialog::Search));
        self.harness.get_by_role(Role::TextInput).type_text("kusumadiningrat");
        self.look("search with hits");
        self.act("after the search", Action::CloseModal);
    }
}

impl Walk {
    /// A list of places, including each document of the step.
    fn open_list(&mut self) {
        let file =
            FoundFile { path: "a.pdf".into(), name: "a.pdf".into(), size: 10, sha256: None, unfit: None };
        let target = renja::ui::contract::Target::Step(StepNo(10));
        let assign = Dialog::Assign { cycle: CYCLE, target: Some(target), found: vec![file] };
        self.act("a file came", Action::show(assign));
        self.harness.get_by_label("Tempat untuk a.pdf").click();
        settle(&mut self.harness);
        let window = self.harness.ctx.content_rect().x_range();
        let options = self.harness.query_all_by_label_contains("Kusumadiningrat").map(|node| node.rect());
        let options: Vec<Rect> = options.filter(|rect| rect.top() > 0.0).collect();
        assert!(!options.is_empty(), "no list is open");
        for option in options
            .iter()
            .filter(|option| !window.contains(option.left()) || !window.contains(option.right()))
        {
            self.wrong.push(format!("list: an option at {option:?} is not within the window"));
        }
        self.harness.key_press(eframe::egui::Key::Escape);
        self.act("after the list", Action::CloseModal);
    }
}

#[test]
fn nothing_covers_anything_and_nothing_leaves_the_window() {
    let (_folder, harness) = office();
    let mut walk = Walk { harness, wrong: Vec::new(), places: 0 };
    walk.pages();
    walk.dialogs();
    assert!(walk.places > 40, "{} places", walk.places);
    assert!(walk.wrong.is_empty(), "{}", walk.wrong.join("\n"));
}

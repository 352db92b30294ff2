//! A walk through every page and dialog of the window with the sample.

use std::path::{Path, PathBuf};

use eframe::egui::accesskit::Role;
use eframe::egui::{Theme, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use renja::cycle::{CycleId, Document};
use renja::jobs::{FoundFile, Unfit};
use renja::pc::LocalSettings;
use renja::sop::{SlotKey, StepNo, builtin};
use renja::ui::contract::{Action, Ask, Dialog, Page};
use renja::ui::deeds::CheckDossier;
use renja::ui::shell::App;

use super::Places;
use super::catalogue::Catalogue;
use super::seen::Seen;
use crate::cli::copied;
use crate::support::{app, window};

/// The cycle of the sample that is under way.
const CYCLE: CycleId = CycleId { year: 2027, kind: renja::cycle::Kind::Induk };

/// Walks through the window in a language. Returns what was seen at each place, and all texts of the data
/// folder, which are not translated.
pub fn through(language: &'static str, catalogue: &Catalogue) -> (Places, String) {
    let (folder, root) = copied();
    let settings = LocalSettings { language: language.to_owned(), ..LocalSettings::default() };
    settings.save(folder.path()).unwrap();
    let mut places = Places::new();
    first_run(&mut places, settings, folder.path());
    let mut walk = Walk { language, catalogue, harness: app::open(&root, folder.path()), places };
    walk.pages();
    walk.sop();
    walk.archive();
    walk.questions();
    walk.dialogs();
    let model = walk.harness.state().model();
    let data = format!("{:?} {:?} {:?}", model.snapshot(), model.dossier, builtin());
    (walk.places, data)
}

fn first_run(places: &mut Places, settings: LocalSettings, local: &Path) {
    let local: PathBuf = local.to_owned();
    let mut harness = window::builder(vec2(1366.0, 768.0), Theme::Light)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, settings, None, local, None));
    harness.run_steps(3);
    places.insert("first run".to_owned(), Seen::of(&harness));
}

struct Walk<'a> {
    language: &'static str,
    catalogue: &'a Catalogue,
    harness: Harness<'static, App>,
    places: Places,
}

impl Walk<'_> {
    fn look(&mut self, place: &str) {
        // Jobs end at different moments in each walk, so the walk waits for their end.
        app::wait(&mut self.harness, "the end of all work", |harness| {
            let model = harness.state().model();
            model.running.is_empty() && model.saving == 0
        });
        self.harness.run_steps(3);
        let before = self.places.insert(place.to_owned(), Seen::of(&self.harness));
        assert!(before.is_none(), "{place} was seen before");
    }

    fn act(&mut self, action: impl Into<Action>) {
        app::act(&mut self.harness, action);
    }

    fn go(&mut self, page: Page) {
        self.act(Action::Go(page));
        // Toasts of earlier actions belong to the place where they appeared.
        self.harness.run_steps(2);
    }

    /// Clicks the widget with the text of a key.
    fn click(&mut self, role: Role, key: &str) {
        let word = self.catalogue.word(self.language, key);
        // A tab's name may end in a number.
        let named = |label: String| {
            label.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(", "))
        };
        self.harness.get_by(|node| node.role() == role && node.label().is_some_and(named)).click();
        self.harness.run_steps(2);
    }

    fn pages(&mut self) {
        self.go(Page::Home);
        self.look("home");
        self.go(Page::Cycle);
        self.act(Action::SelectStep(None));
        self.look("cycle");
        for step in [1, 7, 9, 11, 13, 15, 17] {
            self.act(Action::SelectStep(Some(StepNo(step))));
            self.look(&format!("cycle, step {step:02}"));
        }
        self.act(Action::SelectStep(None));
        self.go(Page::Settings);
        self.look("settings");
    }

    fn sop(&mut self) {
        self.go(Page::Sop);
        self.look("sop");
        self.click(Role::Button, "sop.change");
        for tab in ["identity", "boxes", "actors", "steps", "preview"] {
            self.click(Role::Tab, &format!("sop.edit.tab.{tab}"));
            self.look(&format!("sop, new version, {tab}"));
        }
        self.click(Role::Tab, "sop.edit.tab.actors");
        self.click(Role::Button, "sop.edit.add_actor");
        self.click(Role::Button, "sop.edit.save");
        self.look("sop, new version, refused");
        self.click(Role::Button, "sop.edit.cancel");
        self.look("sop, new version, given up");
        self.click(Role::Button, "sop.edit.leave.discard");
    }

    fn archive(&mut self) {
        self.go(Page::Archive);
        self.look("archive");
        let bag = "2025 Renja Induk".to_owned();
        self.act(Action::OpenDossier(Some(bag)));
        app::wait(&mut self.harness, "the dossier", |harness| harness.state().model().dossier.is_some());
        for tab in ["sheet", "documents", "filing", "integrity"] {
            self.click(Role::Tab, &format!("archive.tab.{tab}"));
            self.look(&format!("dossier, {tab}"));
        }
        self.act(CheckDossier("2025 Renja Induk".to_owned()));
        app::wait(&mut self.harness, "the check", |harness| !harness.state().model().checks.is_empty());
        self.look("dossier, checked");
        self.go(Page::Cycle);
    }

    fn dialog(&mut self, place: &str, dialog: Dialog) {
        self.act(Action::show(dialog));
        self.look(&format!("dialog, {place}"));
        self.act(Action::CloseModal);
    }

    fn document(&self) -> Document {
        let cycle = self.harness.state().model().cycle(CYCLE).unwrap();
        let standing = cycle.state().documents.values().find(|document| document.removed.is_none());
        standing.expect("the sample has documents").clone()
    }

    fn questions(&mut self) {
        let (cycle, step, text) = (CYCLE, StepNo(6), String::new);
        let slot = SlotKey("6.out.undangan".to_owned());
        let Document { id: document, title, .. } = self.document();
        let before = Some(StepNo(5));
        let holes = vec![slot.clone()];
        for (place, ask) in [
            ("finish with holes", Ask::Finish { cycle, step, holes, before: None, text: text() }),
            ("finish out of turn", Ask::Finish { cycle, step, holes: Vec::new(), before, text: text() }),
            ("start out of turn", Ask::Start { cycle, step, before: StepNo(5), text: text() }),
            ("reopen", Ask::Reopen { cycle, step, text: text() }),
            ("send back", Ask::SendBack { cycle, from: step, to: StepNo(4), text: text() }),
            ("wait", Ask::Wait { cycle, step: StepNo(15), text: text() }),
            ("note", Ask::Note { cycle, step: Some(step), text: text() }),
            ("note on the cycle", Ask::Note { cycle, step: None, text: text() }),
            ("remove", Ask::Remove { cycle, document, title, text: text() }),
            ("paper", Ask::Paper { cycle, slot: slot.clone(), text: text() }),
            ("not applicable", Ask::NotApplicable { cycle, slot, text: text() }),
            ("revision", Ask::Revision { cycle, text: text() }),
        ] {
            self.dialog(place, Dialog::Ask(ask));
        }
    }

    fn dialogs(&mut self) {
        let document = self.document().id;
        let found = |name: &str, unfit| FoundFile {
            path: PathBuf::from(name),
            name: name.to_owned(),
            size: 120_000,
            sha256: None,
            unfit,
        };
        let files = vec![
            found("undangan rapat.pdf", None),
            found("IMG_0042.jpg", None),
            found("pintasan.lnk", Some(Unfit::Link)),
        ];
        let dialogs = [
            ("new cycle", Dialog::NewCycle),
            ("assign", Dialog::Assign { cycle: CYCLE, target: None, found: files }),
            ("move", Dialog::Move(CYCLE, document.clone())),
            ("details", Dialog::Details(CYCLE, document)),
            ("seal", Dialog::Seal(CYCLE)),
            ("search", Dialog::Search),
            ("help", Dialog::Help),
        ];
        for (place, dialog) in dialogs {
            self.dialog(place, dialog);
        }
        self.act(Action::show(Dialog::Search));
        self.harness.run_steps(2);
        self.harness.get_by_role(Role::TextInput).type_text("undangan");
        self.look("dialog, search with hits");
        self.act(Action::CloseModal);
    }
}

//! A share that hangs while dossiers are listed, read, checked and exported: nobody waits behind that, it can be
//! cancelled, and each comes to one end once the share answers or has failed. A share that fails says nothing of a
//! dossier.

use std::sync::Arc;
use std::time::{Duration, Instant};

use egui_kittest::Harness;
use renja::archive::{self, Verdict};
use renja::cycle::Place;
use renja::jobs::{Asked, Desk, OfficeChange, OpenedDossier, Report, Trouble, requests};
use renja::ui::contract::{Action, Page};
use renja::ui::deeds::{CheckDossier, Export};
use renja::ui::shell::App;

use super::{AtDesk, CYCLE, PATIENCE, Scene};
use crate::archive::office::Office;
use crate::store::share::{Server, Share};
use crate::support::app;

const BAG: &str = "2027 Renja Induk";
/// A file that each of the three reads, after it has read others.
const IN_THE_MIDST: &str = "siklus.ron";

impl Scene {
    /// A sealed dossier on a share.
    fn sealed() -> Self {
        let office = Office::ready();
        office.seal().unwrap();
        Self { share: Share::new(office.root()), dir: office.dir }
    }

    /// A desk that knows the dossier's seal.
    fn desk_of_archive(&self) -> AtDesk {
        let mut asked = self.desk();
        asked.snapshot(|snapshot| snapshot.cycles.contains_key(&CYCLE));
        asked
    }

    fn export(&self) -> archive::Export {
        let target = self.dir.path().join("kiriman.zip");
        archive::Export { folder: BAG.to_owned(), target, as_is: false }
    }

    /// What an export has written, whole or not.
    fn exported(&self) -> Vec<String> {
        let names = std::fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let names = names.map(|name| name.into_string().unwrap());
        names.filter(|name| name.starts_with('~') || name.contains(".zip")).collect()
    }

    /// Waits until so many calls hang.
    fn held(&self, calls: usize) {
        let begun = Instant::now();
        while self.share.held() < calls {
            assert!(begun.elapsed() < PATIENCE, "{} calls hang", self.share.held());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

/// What was asked of a dossier.
struct Three {
    opened: Asked<Arc<OpenedDossier>>,
    checked: Asked<Arc<archive::Report>>,
    exported: Asked<()>,
}

impl AtDesk {
    fn three(&mut self, scene: &Scene) -> Three {
        Three {
            opened: self.desk.ask(requests::OpenDossier(BAG.to_owned())),
            checked: self.desk.ask(requests::CheckDossier(BAG.to_owned())),
            exported: self.desk.ask(requests::ExportDossier(scene.export())),
        }
    }

    /// All three bring what they do on a share that answers.
    fn all_is_well(&mut self, scene: &Scene, three: Three) {
        assert!(self.done(three.opened).unwrap().cycle.state().is_sealed());
        assert_eq!(self.done(three.checked).unwrap().verdict, Verdict::Intact);
        self.done(three.exported).unwrap();
        assert_eq!(scene.exported(), ["kiriman.zip"]);
    }

    fn change(&mut self, change: OfficeChange) -> Result<(), Trouble> {
        let asked = self.desk.ask(requests::ChangeOffice { change, by: "Ani".to_owned() });
        self.done(asked)
    }

    /// Something else that is asked of the desk meanwhile.
    fn goes_on(&mut self) {
        self.change(OfficeChange::NameSet { name: "Kesbangpol".to_owned() }).unwrap();
    }

    /// Each request has had one end.
    fn ended_once(mut self) {
        self.desk.finish();
        self.seen.extend(self.desk.reports());
        let mut ends: Vec<_> = self
            .seen
            .iter()
            .filter_map(|report| if let Report::Done(ticket) = report { Some(ticket.0) } else { None })
            .collect();
        ends.sort_unstable();
        assert_eq!(ends, (1..=ends.len() as u64).collect::<Vec<_>>());
    }
}

#[test]
fn dossiers_are_read_checked_and_exported_once_a_share_answers_again() {
    for hangs in [Server::Hangs, Server::HangsAt(IN_THE_MIDST)] {
        let scene = Scene::sealed();
        let mut asked = scene.desk_of_archive();
        scene.share.set(hangs);
        let three = asked.three(&scene);
        scene.held(3);
        asked.goes_on();
        assert!(!asked.ended(&three.opened) && !asked.ended(&three.checked) && !asked.ended(&three.exported));
        scene.share.set(Server::Answers);
        asked.all_is_well(&scene, three);
        asked.ended_once();
    }
}

/// Broken once: a check or an export that was cancelled while its share hung, and failed then, said that the dossier is
/// damaged.
#[test]
fn a_check_and_an_export_that_hang_can_be_cancelled() {
    for hangs in [Server::HangsAt("bagit.txt"), Server::HangsAt(IN_THE_MIDST)] {
        for then in [Server::Answers, Server::Fails] {
            let scene = Scene::sealed();
            let mut asked = scene.desk_of_archive();
            scene.share.set(hangs);
            let three = asked.three(&scene);
            scene.held(2);
            asked.desk.cancel(three.checked.ticket);
            asked.desk.cancel(three.exported.ticket);
            asked.goes_on();
            assert!(!asked.ended(&three.checked) && !asked.ended(&three.exported));
            scene.share.set(then);
            let checked = asked.done(three.checked);
            assert!(matches!(checked, Err(Trouble::Cancelled)), "{hangs:?}, {then:?}: {checked:?}");
            let exported = asked.done(three.exported);
            assert!(matches!(exported, Err(Trouble::Cancelled)), "{hangs:?}, {then:?}: {exported:?}");
            assert!(scene.exported().is_empty());
            drop(asked.done(three.opened));
            scene.share.set(Server::Answers);
            asked.ended_once();
        }
    }
}

/// Broken once: a dossier on a share that had failed was called damaged, which was recorded for good, and offered to be
/// handed on as it is.
#[test]
fn a_share_that_fails_says_nothing_of_a_dossier() {
    for hangs in [Server::Hangs, Server::HangsAt("bagit.txt"), Server::HangsAt(IN_THE_MIDST)] {
        let scene = Scene::sealed();
        let mut asked = scene.desk_of_archive();
        scene.share.set(hangs);
        let three = asked.three(&scene);
        scene.held(2);
        scene.share.set(Server::Fails);
        drop(asked.done(three.opened));
        let checked = asked.done(three.checked);
        assert!(matches!(checked, Err(Trouble::Store(_))), "{hangs:?}: {checked:?}");
        let exported = asked.done(three.exported);
        assert!(matches!(exported, Err(Trouble::Store(_))), "{hangs:?}: {exported:?}");
        assert!(scene.exported().is_empty());
        let opened = asked.desk.ask(requests::OpenDossier(BAG.to_owned()));
        assert!(matches!(asked.done(opened), Err(Trouble::Archive(_))));
        scene.share.set(Server::Answers);
        let three = asked.three(&scene);
        asked.all_is_well(&scene, three);
        asked.ended_once();
    }
}

/// Broken once: the whole archive was read again for it, so the desk hung with the share, and after its failure showed an
/// archive that can't be read.
#[test]
fn where_the_paper_of_a_dossier_lies_is_acknowledged_while_a_share_hangs_or_fails() {
    for server in [Server::Hangs, Server::Fails] {
        let scene = Scene::sealed();
        let mut asked = scene.desk_of_archive();
        scene.share.set(server);
        let place = Place { room: format!("Ruang {server:?}"), ..Place::default() };
        asked.change(OfficeChange::DossierPlaced { dossier: BAG.to_owned(), place: place.clone() }).unwrap();
        asked.snapshot(|snapshot| {
            let there = snapshot.archive.get(BAG).is_some_and(|dossier| dossier.place == place);
            there && snapshot.lost.is_empty() && snapshot.undelivered == 1
        });
        scene.share.set(Server::Answers);
        asked.snapshot(|snapshot| !snapshot.away && snapshot.undelivered == 0);
        asked.ended_once();
    }
}

#[test]
fn a_folder_opens_once_the_list_of_its_archive_has_come() {
    for then in [Server::Answers, Server::Fails] {
        let scene = Scene::sealed();
        let desk = Desk::start_on(Arc::new(scene.share.clone()), scene.local(), Arc::new(|| ()));
        let mut asked = AtDesk { desk, seen: Vec::new() };
        scene.share.set(Server::HangsAt(archive::FOLDER));
        let opened = asked.desk.ask(requests::Open(scene.data()));
        scene.held(1);
        let name = OfficeChange::NameSet { name: "Kesbangpol".to_owned() };
        assert!(matches!(asked.change(name), Err(Trouble::NothingOpen)), "the desk goes on");
        assert!(!asked.ended(&opened));
        scene.share.set(then);
        let opened = asked.done(opened);
        if then == Server::Answers {
            opened.unwrap();
            asked.snapshot(|snapshot| snapshot.archive.get(BAG).is_some());
        } else {
            assert!(matches!(opened, Err(Trouble::Store(_))), "{opened:?}");
            scene.share.set(Server::Answers);
        }
        asked.ended_once();
    }
}

#[test]
fn a_window_shows_the_archive_while_its_dossiers_hang() {
    let scene = Scene::sealed();
    let mut harness = scene.window();
    app::wait(&mut harness, "the cycle", |harness| harness.state().model().cycle(CYCLE).is_some());
    scene.share.set(Server::HangsAt(IN_THE_MIDST));
    app::act(&mut harness, Action::OpenDossier(Some(BAG.to_owned())));
    app::act(&mut harness, CheckDossier(BAG.to_owned()));
    app::act(&mut harness, Export(scene.export()));
    scene.held(3);
    // Did the window wait for one of them once, it would wait for ever.
    let running = |harness: &Harness<'_, App>| harness.state().model().running.len();
    for page in [Page::Home, Page::Archive, Page::Cycle, Page::Archive] {
        app::act(&mut harness, Action::Go(page));
        assert_eq!(running(&harness), 2);
    }
    let export = harness.state().model().running.last().unwrap().ticket;
    app::act(&mut harness, Action::CancelJob(export));
    scene.share.set(Server::Answers);
    app::wait(&mut harness, "the check", |harness| {
        let model = harness.state().model();
        model.dossier.is_some() && model.checks.contains_key(BAG) && model.running.is_empty()
    });
    assert_eq!(harness.state().model().checks[BAG].verdict, Verdict::Intact);
    assert!(scene.exported().is_empty());
}

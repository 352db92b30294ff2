//! Who has which step open on another PC.

use std::fs;
use std::time::{Duration, Instant};

use renja::sop::StepNo;
use renja::store::{Here, Presence, Present, Workspace};

use super::faulty::Faults;
use super::{CYCLE, Place, who};

/// Two PCs on one folder, and a time that the test advances.
struct Two {
    place: Place,
    budi: Workspace,
    siti: Workspace,
    told: Presence,
    seen: Presence,
    now: Instant,
}

impl Two {
    fn new() -> Self {
        let place = Place::with_cycle();
        let budi = place.open();
        let siti = Workspace::open(&place.data(), &place.other_local()).unwrap();
        let (told, seen) = (Presence::default(), Presence::default());
        let mut two = Self { place, budi, siti, told, seen, now: Instant::now() };
        assert_eq!(two.seen(), []);
        two
    }

    fn after(&mut self, seconds: u64) -> &mut Self {
        self.now += Duration::from_secs(seconds);
        self
    }

    fn tell(&mut self, step: Option<u8>) -> &mut Self {
        let here = Here { cycle: CYCLE, step: step.map(StepNo), by: "Budi".to_owned() };
        self.told.tell(&self.budi, Some(&here), who().at, self.now);
        self
    }

    fn seen(&mut self) -> Vec<Present> {
        self.seen.others(&self.siti, CYCLE, "Siti", self.now)
    }

    fn steps(&mut self) -> Vec<Option<u8>> {
        self.seen().iter().map(|present| present.step.map(|step| step.0)).collect()
    }

    fn file(&self) -> std::path::PathBuf {
        self.place.cycle_dir().join(format!("hadir/{}.ron", self.budi.writer()))
    }
}

// Fails if a presence file is believed for ever.
#[test]
fn a_step_shows_while_its_file_keeps_changing_and_a_minute_at_most() {
    let mut two = Two::new();
    two.tell(Some(9));
    assert_eq!(two.seen(), [Present { by: "Budi".to_owned(), step: Some(StepNo(9)), since: who().at }]);
    for _ in 0..9 {
        two.after(20).tell(Some(9));
        assert_eq!(two.steps(), [Some(9)], "it keeps changing");
    }
    assert_eq!(two.after(59).steps(), [Some(9)]);
    assert_eq!(two.after(2).steps(), [], "the program was killed");
    two.tell(Some(3));
    assert_eq!(two.steps(), [Some(3)]);
    two.told.leave();
    assert_eq!(two.steps(), []);
    // A window that has just opened does not believe a file from before until the file changes.
    two.tell(Some(3));
    let mut late = Presence::default();
    assert_eq!(late.others(&two.siti, CYCLE, "Siti", two.now), []);
    two.after(20).tell(Some(3));
    assert_eq!(late.others(&two.siti, CYCLE, "Siti", two.now).len(), 1);
}

#[test]
fn the_file_is_rewritten_every_twenty_seconds_at_most() {
    let mut two = Two::new();
    two.tell(Some(1));
    let first = fs::read(two.file()).unwrap();
    two.after(19).tell(Some(2));
    assert_eq!(fs::read(two.file()).unwrap(), first);
    two.after(1).tell(Some(2));
    assert_ne!(fs::read(two.file()).unwrap(), first);
    assert_eq!(fs::read_dir(two.place.cycle_dir().join("hadir")).unwrap().count(), 1);
}

#[test]
fn the_own_person_is_not_shown_whatever_window_it_is() {
    let mut two = Two::new();
    two.tell(Some(1));
    assert_eq!(two.seen.others(&two.siti, CYCLE, " Budi ", two.now), []);
    assert_eq!(Presence::default().others(&two.budi, CYCLE, "", two.now), []);
}

#[test]
fn what_is_no_such_file_is_passed_over() {
    let mut two = Two::new();
    two.tell(Some(1));
    let text = fs::read_to_string(two.file()).unwrap();
    let broken: Vec<Vec<u8>> = vec![
        vec![],
        vec![0; 100],
        text.as_bytes()[..text.len() / 2].to_vec(),
        text.replace("v: 1", "v: 2").into_bytes(),
        text.replace("di_sini: true", "di_sini: true, lain: 1").into_bytes(),
        "(".repeat(4000).into_bytes(),
        format!("{text}{}", " ".repeat(5000)).into_bytes(),
        [0xFF, 0xFE].to_vec(),
    ];
    for bytes in broken {
        fs::write(two.file(), &bytes).unwrap();
        assert_eq!(two.seen(), [], "{:?}", String::from_utf8_lossy(&bytes));
    }
    fs::write(two.file(), text.replace("Budi", &format!("\u{202E}{}", "x".repeat(500)))).unwrap();
    assert_eq!(two.seen()[0].by, "x".repeat(60));
    fs::write(two.file(), text.replace("langkah: Some(1)", "langkah: Some(99)")).unwrap();
    assert_eq!(two.steps(), [None], "no such step");
    fs::write(two.file().with_file_name("bukan-penulis.ron"), &text).unwrap();
    fs::create_dir(two.file().with_file_name(format!("{}.ron", "a".repeat(16)))).unwrap();
    assert_eq!(two.steps().len(), 1);
    let events = two.siti.cycle(CYCLE).unwrap().events().len();
    two.siti.poll().unwrap();
    assert_eq!((two.siti.cycle(CYCLE).unwrap().events().len(), two.siti.problems()), (events, vec![]));
}

#[test]
fn a_disk_that_refuses_is_passed_over() {
    let place = Place::with_cycle();
    let (disk, workspace) = place.open_to_hurt();
    disk.set(Faults { room: Some(0), ..Faults::default() });
    let mut presence = Presence::default();
    let here = Here { cycle: CYCLE, step: None, by: "Budi".to_owned() };
    presence.tell(&workspace, Some(&here), who().at, Instant::now());
    presence.leave();
    assert!(!place.files().iter().any(|path| path.contains("hadir/")));
}

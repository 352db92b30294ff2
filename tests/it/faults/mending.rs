//! A repair with faults. Whatever happens, nothing that was in the data folder is gone, the backup is
//! unchanged, and a repeated repair has the same result as one without faults.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use renja::backup::{BackupError, Copies, back_up};
use renja::check::{Repaired, examine, repair};
use renja::cycle::{CycleId, Kind};
use renja::sop::StepNo;
use renja::store::{Attach, Disk, Quiet, Workspace};

use super::deed::{Deed, Files, assert_kept, assert_tidy, files, run};
use super::storage::Storage;
use super::tear::{Data, Names, Tear};
use super::witness::open;
use super::work::{Bench, DATA, INDUK, small_sop};
use super::{Depth, ModelDisk};
use crate::archive::office::at;
use crate::store::who;

const OTHER: CycleId = CycleId { year: 2027, kind: Kind::Perubahan(1) };
const BACKUP: &str = "/cadangan";
const QUARANTINE: &str = "/data/karantina";

/// A damaged data folder, and a backup made before the damage.
struct Mending {
    /// Whether the disk with the backup is connected; without it, the damage only includes what can be
    /// repaired without a good copy.
    with_backup: bool,
    damaged: Storage,
    before: Files,
    backup: Files,
    /// The files after a repair without faults, except for the quarantine.
    mended: Files,
}

impl Mending {
    fn new(with_backup: bool) -> Self {
        let disk = ModelDisk::boot(Storage::new());
        work(&disk);
        let shared: Arc<dyn Disk> = Arc::new(disk.clone());
        disk.storage().make_dir(Path::new(BACKUP));
        let now = at("2027-08-04T08:00:00+07:00");
        let done = back_up(&shared, Path::new(DATA), Path::new(BACKUP), now, &Quiet).unwrap();
        assert_eq!(done.findings, []);
        let whole = standing(&disk.storage());
        let mut damaged = disk.storage().clone();
        damage(&mut damaged, with_backup);
        let damaged = Tear(Names::Kept, Data::Kept).of(&damaged);
        let (before, backup) = (files(&damaged, DATA), files(&damaged, BACKUP));
        let disk = ModelDisk::boot(damaged.clone());
        let scene = Self { with_backup, damaged, before, backup, mended: whole };
        let (quarantined, restored) = scene.mend_to_the_end(&disk, "undisturbed");
        let wanted = if with_backup { (5, 5) } else { (3, 1) };
        assert!(quarantined >= wanted.0 && restored >= wanted.1, "{quarantined} {restored}");
        scene.assert_mended(&disk.storage(), "undisturbed");
        scene
    }

    /// Examines and repairs, as the window does.
    fn mend(&self, workspace: &Workspace, disk: &ModelDisk) -> Result<Repaired, BackupError> {
        let shared: Arc<dyn Disk> = Arc::new(disk.clone());
        let open = || Copies::open(&shared, Path::new(BACKUP), workspace.store());
        let mut copies = self.with_backup.then(open).transpose()?;
        let view = Workspace::view(shared.clone(), Path::new(DATA))?;
        let found = examine(&view, copies.as_mut(), &Quiet)?;
        let now = at("2027-08-05T08:00:00+07:00");
        repair(workspace.folder(), &found, copies.as_ref(), now, &Quiet)
    }

    /// Starts and repairs until nothing is left to do. Returns how many files were moved aside and brought
    /// back.
    fn mend_to_the_end(&self, disk: &ModelDisk, label: &str) -> (usize, usize) {
        let mut all = (0, 0);
        for _ in 0..5 {
            let workspace = open(disk).unwrap_or_else(|error| panic!("{label}: {error}"));
            assert_tidy(&disk.storage(), label);
            let done = self.mend(&workspace, disk).unwrap_or_else(|error| panic!("{label}: again: {error}"));
            assert!(done.failed.is_empty(), "{label}: again: {:?}", done.failed);
            if (done.quarantined, done.restored) == (0, 0) {
                return all;
            }
            all = (all.0 + done.quarantined, all.1 + done.restored);
        }
        panic!("{label}: it has no end");
    }

    fn assert_mended(&self, storage: &Storage, label: &str) {
        let now = standing(storage);
        assert_eq!(now.keys().collect::<Vec<_>>(), self.mended.keys().collect::<Vec<_>>(), "{label}");
        assert_eq!(now, self.mended, "{label}");
        assert_eq!(files(storage, BACKUP), self.backup, "{label}: the backup is touched");
    }
}

/// All files outside the quarantine.
fn standing(storage: &Storage) -> Files {
    let mut files = files(storage, DATA);
    files.retain(|path, _| !path.starts_with(QUARANTINE));
    files
}

/// Makes a cycle that is sealed, and one that is worked on.
fn work(disk: &ModelDisk) {
    let mut bench = Bench::begin(disk).unwrap();
    bench.begin_cycle().unwrap();
    bench.attach(1, "undangan.pdf", b"satu", None).unwrap();
    bench.attach(2, "notula.pdf", b"dua", None).unwrap();
    bench.make_ready().unwrap();
    bench.seal().unwrap();
    bench.workspace.start_cycle(OTHER, small_sop(), &who()).unwrap();
    for (name, bytes) in [("surat.pdf", "tiga"), ("konsep.docx", "empat"), ("daftar.xlsx", "lima")] {
        let source = Path::new("/sumber").join(name);
        disk.storage().put(&source, bytes.as_bytes());
        let step = StepNo(1);
        let attach = Attach { source, step, slot: None, title: String::new(), stage: None, version_of: None };
        bench.workspace.attach(OTHER, &attach, &who(), &Quiet).unwrap();
    }
}

/// Damage of each kind that a repair handles.
fn damage(storage: &mut Storage, with_backup: bool) {
    let of = |storage: &Storage, part: &str| {
        let all = storage.tree().into_keys();
        let mut found = all.filter(|path| path.starts_with(DATA) && path.to_string_lossy().contains(part));
        found.next().unwrap_or_else(|| panic!("no {part}"))
    };
    let dossier = Path::new(DATA).join("arsip").join(renja::archive::folder_name(INDUK, 0));
    let cycle = Path::new(DATA).join(OTHER.folder());
    let journal = cycle.join("jurnal");
    let mut events: Vec<PathBuf> = storage.tree().into_keys().collect();
    events.retain(|path| path.starts_with(&journal) && path.extension().is_some());
    // Changed contents.
    let changed = [of(storage, "surat.pdf"), dossier.join("data/siklus.ron"), events[1].clone()];
    let gone = [of(storage, "konsep.docx"), dossier.join("data/jurnal.ron"), dossier.join("bagit.txt")];
    let (changed, gone) = if with_backup { (&changed[..], &gone[..]) } else { Default::default() };
    for path in changed {
        storage.find(path).unwrap();
        storage.put(path, b"rusak");
    }
    for path in gone {
        storage.make_dir(Path::new("/sampah"));
        let bin = Path::new("/sampah").join(path.file_name().unwrap());
        storage.rename(path, &bin, false).unwrap();
    }
    // A duplicated event.
    let doubled = storage.content(&events[2]).unwrap();
    storage.put(&events[2].with_extension("sync-conflict-20270804-081500-ABCDEFG.ron"), &doubled);
    // A duplicated document, a renamed file of the dossier, and a file that does not belong there.
    let document = of(storage, "daftar.xlsx");
    let content = storage.content(&document).unwrap();
    storage.put(&document.with_file_name("daftar (salinan).xlsx"), &content);
    storage.rename(&dossier.join("data/index.html"), &dossier.join("data/lain.html"), false).unwrap();
    storage.put(&dossier.join("data/asing.txt"), b"milik orang");
}

impl Deed for Mending {
    type Ready = (ModelDisk, Workspace);

    fn name(&self) -> String {
        if self.with_backup { "repair" } else { "repair without a backup" }.to_owned()
    }

    fn before(&self) -> Storage {
        self.damaged.clone()
    }

    fn open(&self, disk: &ModelDisk) -> Self::Ready {
        (disk.clone(), open(disk).unwrap())
    }

    fn act(&self, (disk, workspace): &mut Self::Ready) -> Result<(), String> {
        let done = self.mend(workspace, disk).map_err(|error| error.to_string())?;
        match done.failed.first() {
            None => Ok(()),
            Some((path, error)) => Err(format!("{path}: {error}")),
        }
    }

    fn holds(&self, storage: Storage, _done: bool, label: &str) {
        assert_kept(&self.before, &storage, label);
        assert_eq!(files(&storage, BACKUP), self.backup, "{label}: the backup is touched");
        let disk = ModelDisk::boot(storage);
        self.mend_to_the_end(&disk, label);
        let storage = disk.storage().clone();
        self.assert_mended(&storage, label);
        assert_kept(&self.before, &storage, &format!("{label}, mended"));
    }
}

/// All kinds of faults, or a sample of them. Returns the number of cases.
pub fn cases(depth: Depth) -> usize {
    run(&Mending::new(true), depth, &[DATA, BACKUP]) + run(&Mending::new(false), depth, &[DATA])
}

#[test]
fn a_repair_that_was_disturbed_loses_nothing_and_goes_on() {
    assert!(cases(Depth::Sample) > 150);
}

//! Importing a dossier into the archive, with faults. Afterwards the dossier is either not there, or complete
//! and recorded; its source is unchanged; and importing again has the same result as an import without
//! faults.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use renja::archive::{ArchiveError, Export, Given, Verdict, check, export, folder_name, import};
use renja::store::{Folder, OsDisk, Quiet, Workspace, is_temp_name, sha256};

use super::deed::{Deed, Files, assert_kept, assert_tidy, files, run};
use super::storage::Storage;
use super::tear::{Data, Names, Tear};
use super::witness::{Ack, open, remembers};
use super::work::{Bench, DATA, INDUK};
use super::{Depth, ModelDisk};
use crate::store::who;

const SENT: &str = "/kiriman";

/// What is imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A dossier of this program, as a folder.
    Own,
    /// The same as a ZIP. The ZIP is on the real disk, which has no faults.
    Zip,
    /// A bag of another program.
    Foreign,
    /// The same bag a second time.
    ForeignAgain,
}

impl Kind {
    fn is_foreign(self) -> bool {
        matches!(self, Self::Foreign | Self::ForeignAgain)
    }
}

struct Taking {
    kind: Kind,
    source: PathBuf,
    zip: Option<(tempfile::TempDir, Vec<u8>)>,
    before: Storage,
    acks: Vec<Ack>,
    /// The dossier after an import without faults.
    taken: Files,
}

impl Taking {
    fn new(kind: Kind) -> Self {
        // An office at work, and a dossier that another office has sent.
        let disk = ModelDisk::boot(Storage::new());
        let mut bench = Bench::begin(&disk).unwrap();
        bench.begin_cycle().unwrap();
        bench.attach(1, "undangan.pdf", b"satu", None).unwrap();
        let acks = bench.acks().clone();
        drop(bench);
        let mut storage = Tear::LOST.of(&disk.storage());
        let sent = match kind {
            Kind::Own | Kind::Zip => sealed(),
            Kind::Foreign | Kind::ForeignAgain => foreign(),
        };
        let bag = Path::new(SENT).join(folder_name(INDUK, 0));
        let (source, zip) = if kind == Kind::Zip {
            let (dir, path) = zipped(&sent);
            let bytes = std::fs::read(&path).unwrap();
            // The file is on both disks; it is read from the real one.
            storage.put(&path, &bytes);
            (path, Some((dir, bytes)))
        } else {
            for (path, bytes) in &sent {
                storage.put(&bag.join(path), bytes);
            }
            (bag, None)
        };
        let mut taking = Self { kind, source, zip, before: storage, acks, taken: Files::new() };
        let disk = ModelDisk::boot(taking.before.clone());
        taking.take(&mut open(&disk).unwrap()).unwrap();
        taking.taken = files(&disk.storage(), &taking.place());
        if kind == Kind::ForeignAgain {
            taking.before = Tear(Names::Kept, Data::Kept).of(&disk.storage());
        }
        let protected = taking.taken.values().all(|(_, readonly)| *readonly);
        assert!(taking.taken.len() == sent.len() && protected, "{:?}", taking.taken.keys());
        taking
    }

    fn given(&self) -> Option<Given> {
        let title = "Renja: lama".to_owned();
        self.kind.is_foreign().then_some(Given { title, year: 2015 })
    }

    fn name(&self) -> String {
        if self.kind.is_foreign() { "2015 Renja_ lama".to_owned() } else { folder_name(INDUK, 0) }
    }

    /// Path of the dossier after the import.
    fn place(&self) -> String {
        format!("{DATA}/arsip/{}", self.name())
    }

    /// Imports as window and command line do.
    fn take(&self, workspace: &mut Workspace) -> Result<(), ArchiveError> {
        let given = self.given();
        let imported = import(workspace.folder(), &self.source.as_path().into(), given.as_ref(), &Quiet)?;
        if let Some(change) = imported.to_record(given.as_ref(), workspace.office()) {
            workspace.change_office(vec![change], &who())?;
        }
        Ok(())
    }

    fn is_recorded(&self, workspace: &Workspace) -> bool {
        let recorded: Vec<_> = workspace.office().imported().collect();
        let wanted = (self.name(), "Renja: lama", 2015);
        match self.kind {
            Kind::Own | Kind::Zip => recorded.is_empty(),
            Kind::Foreign | Kind::ForeignAgain => recorded == [(wanted.0.as_str(), wanted.1, wanted.2)],
        }
    }

    fn assert_taken(&self, disk: &ModelDisk, workspace: &Workspace, label: &str) {
        assert_eq!(files(&disk.storage(), &self.place()), self.taken, "{label}: the dossier is another one");
        assert!(self.is_recorded(workspace), "{label}: it is not recorded");
    }

    fn assert_source(&self, storage: &Storage, label: &str) {
        assert_eq!(files(storage, SENT), files(&self.before, SENT), "{label}: the source is touched");
        if let Some((_, bytes)) = &self.zip {
            assert!(std::fs::read(&self.source).unwrap() == *bytes, "{label}: the ZIP is touched");
        }
    }
}

/// The files of a dossier that this program has sealed, by their path in it.
fn sealed() -> Vec<(String, Vec<u8>)> {
    let disk = ModelDisk::boot(Storage::new());
    let mut bench = Bench::begin(&disk).unwrap();
    bench.begin_cycle().unwrap();
    bench.attach(1, "undangan.pdf", b"satu", None).unwrap();
    bench.make_ready().unwrap();
    bench.seal().unwrap();
    let bag = format!("{DATA}/arsip/{}", folder_name(INDUK, 0));
    let below = |path: PathBuf| path.strip_prefix(&bag).unwrap().to_str().unwrap().to_owned();
    let files = files(&disk.storage(), &bag);
    files.into_iter().map(|(path, (bytes, _))| (below(path), bytes.to_vec())).collect()
}

fn foreign() -> Vec<(String, Vec<u8>)> {
    let declaration = "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n";
    let list = format!("{}  data/surat/a b.txt\n", sha256(b"isi"));
    let files =
        [("data/surat/a b.txt", "isi"), ("bagit.txt", declaration), ("manifest-sha256.txt", list.as_str())];
    files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())).to_vec()
}

/// The ZIP that the program makes of a dossier.
fn zipped(files: &[(String, Vec<u8>)]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("data");
    let bag = folder_name(INDUK, 0);
    for (path, bytes) in files {
        let path = root.join("arsip").join(&bag).join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let zip = dir.path().join("kiriman.zip");
    let wanted = Export { folder: bag, target: zip.clone(), as_is: false };
    let data = Folder::new(Arc::new(OsDisk), root, "");
    export(&data, &wanted, &[], who().at, &Quiet).unwrap();
    (dir, zip)
}

impl Deed for Taking {
    type Ready = Workspace;

    fn name(&self) -> String {
        format!("import of {:?}", self.kind)
    }

    fn before(&self) -> Storage {
        self.before.clone()
    }

    fn open(&self, disk: &ModelDisk) -> Workspace {
        open(disk).unwrap()
    }

    fn act(&self, workspace: &mut Workspace) -> Result<(), String> {
        self.take(workspace).map_err(|error| error.to_string())
    }

    fn holds(&self, storage: Storage, done: bool, label: &str) {
        assert_kept(&files(&self.before, DATA), &storage, label);
        self.assert_source(&storage, label);
        let disk = ModelDisk::boot(storage);
        let mut workspace = open(&disk).unwrap_or_else(|error| panic!("{label}: {error}"));
        remembers(&workspace, &disk, &self.acks, label);
        assert_tidy(&disk.storage(), label);
        let stands = !files(&disk.storage(), &self.place()).is_empty();
        if stands {
            let report = check(&disk, Path::new(&self.place()), &Quiet);
            assert_eq!(report.verdict, Verdict::Intact, "{label}");
        }
        if done {
            self.assert_taken(&disk, &workspace, label);
        }
        self.take(&mut workspace).unwrap_or_else(|error| panic!("{label}: again: {error}"));
        self.assert_taken(&disk, &workspace, &format!("{label}, again"));
        drop(workspace);
        let after = ModelDisk::boot(Tear::LOST.of(&disk.storage()));
        let label = format!("{label}, again, power lost");
        let workspace = open(&after).unwrap_or_else(|error| panic!("{label}: {error}"));
        self.assert_taken(&after, &workspace, &label);
        remembers(&workspace, &after, &self.acks, &label);
        self.assert_source(&after.storage(), &label);
        assert_tidy(&after.storage(), &label);
        let mut archive = after.storage().read_dir(&Path::new(DATA).join("arsip")).unwrap();
        archive.retain(|entry| !is_temp_name(&entry.name));
        assert_eq!(archive.len(), 1, "{label}: {archive:?}");
    }
}

/// All kinds of faults, or a sample of them. Returns the number of cases.
pub fn cases(depth: Depth) -> usize {
    [Kind::Own, Kind::Zip, Kind::Foreign, Kind::ForeignAgain]
        .map(|kind| run(&Taking::new(kind), depth, &[DATA, SENT]))
        .iter()
        .sum()
}

#[test]
fn a_dossier_that_was_taken_in_halfway_is_not_there_or_whole_and_can_be_taken_in_again() {
    assert!(cases(Depth::Sample) > 300);
}

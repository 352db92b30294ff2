//! Three PCs with copies of one data folder, between which a sync program copies files: late, in any order,
//! and leaving conflict copies and duplicates under other names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use renja::cycle::{Command, CycleId, Document, EventId};
use renja::sop::{StepNo, builtin};
use renja::store::{Adopt, Attach, OutsideKind, Who, Workspace, sha256};

use super::{CYCLE, file_of, quiet, to_step, who};
use crate::faults::seeds;
use crate::faults::work::move_to;

const PCS: usize = 3;

/// An office with a copy of its data folder on each PC.
struct Office {
    dir: tempfile::TempDir,
    pcs: Vec<Workspace>,
    /// For each PC, what the sync program knows of its files.
    index: Vec<BTreeMap<String, Known>>,
}

/// A file or its absence, and how often each PC has changed the file.
#[derive(Clone, Default)]
struct Known {
    digest: Option<String>,
    version: [u32; PCS],
}

impl Office {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = |pc: usize| dir.path().join(format!("data{pc}"));
        let local = |pc: usize| dir.path().join(format!("local{pc}"));
        let mut first = Workspace::create(&root(0), &local(0), "Kesbangpol", &who()).unwrap();
        first.start_cycle(CYCLE, builtin(), &who()).unwrap();
        first.poll().unwrap();
        drop(first);
        (1..PCS).for_each(|pc| copy_dir(&root(0), &root(pc)));
        let pcs = (0..PCS).map(|pc| Workspace::open(&root(pc), &local(pc)).unwrap()).collect();
        let mut office = Self { dir, pcs, index: vec![BTreeMap::new(); PCS] };
        office.sync_all();
        office
    }

    fn root(&self, pc: usize) -> PathBuf {
        self.pcs[pc].root().to_owned()
    }

    /// Notes what a PC has changed since the last scan, as a sync program does.
    fn scan(&mut self, pc: usize) {
        let root = self.root(pc);
        let index = &mut self.index[pc];
        let paths: BTreeSet<String> = files(&root).into_iter().chain(index.keys().cloned()).collect();
        for path in paths {
            let now = std::fs::read(root.join(&path)).ok().map(|bytes| sha256(&bytes));
            let known = index.entry(path).or_default();
            if known.digest != now {
                known.digest = now;
                known.version[pc] += 1;
            }
        }
    }

    /// Copies files selected by `chosen` between two PCs. Returns whether there was anything to copy.
    fn sync(&mut self, a: usize, b: usize, chosen: impl Fn(&str) -> bool) -> bool {
        self.scan(a);
        self.scan(b);
        let roots = [self.root(a), self.root(b)];
        let paths: BTreeSet<String> = self.index[a].keys().chain(self.index[b].keys()).cloned().collect();
        let mut changed = false;
        for path in paths.into_iter().filter(|path| chosen(path)) {
            let sides = [a, b].map(|pc| self.index[pc].get(&path).cloned().unwrap_or_default());
            let [one, other] = &sides;
            let newest: [u32; PCS] = std::array::from_fn(|pc| one.version[pc].max(other.version[pc]));
            let winner = match () {
                () if one.digest == other.digest => 0,
                () if one.version == newest => 0,
                () if other.version == newest => 1,
                // Both have changed the file. A removal on one side wins; of two contents one keeps the name,
                // and the other becomes a conflict copy.
                () => {
                    let winner = usize::from(other.digest > one.digest);
                    let loser = &sides[1 - winner];
                    if let Some(digest) = &loser.digest {
                        let bytes = std::fs::read(roots[1 - winner].join(&path)).unwrap();
                        for root in &roots {
                            std::fs::write(root.join(conflict_name(&path, digest)), &bytes).unwrap();
                        }
                    }
                    winner
                }
            };
            if one.digest != other.digest {
                changed = true;
                let target = roots[1 - winner].join(&path);
                match std::fs::read(roots[winner].join(&path)) {
                    Ok(bytes) => {
                        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
                        std::fs::write(target, bytes).unwrap();
                    }
                    Err(_) => std::fs::remove_file(target).unwrap(),
                }
            }
            for pc in [a, b] {
                let digest = sides[winner].digest.clone();
                self.index[pc].insert(path.clone(), Known { digest, version: newest });
            }
        }
        changed
    }

    /// Syncs until every PC has everything.
    fn sync_all(&mut self) {
        for _ in 0..20 {
            let pairs = [(0, 1), (1, 2), (0, 2)];
            let changed = pairs.map(|(a, b)| self.sync(a, b, |_| true));
            if changed == [false; 3] {
                return;
            }
        }
        panic!("syncing does not end");
    }

    fn source(&self, name: &str, content: u8) -> PathBuf {
        let dir = self.dir.path().join(format!("sumber{content}"));
        std::fs::create_dir_all(&dir).unwrap();
        let path = dir.join(name);
        std::fs::write(&path, [b'a' + content; 10]).unwrap();
        path
    }

    /// Asserts that all PCs have the same state, with every file of every document.
    fn assert_settled(&mut self) {
        let mut known = None;
        for pc in &mut self.pcs {
            pc.poll().unwrap();
            pc.find_files(CYCLE).unwrap();
            assert_eq!((pc.problems(), pc.waiting()), (vec![], vec![]));
            let cycle = pc.cycle(CYCLE).unwrap();
            for version in cycle.state().documents.values().flat_map(Document::kept) {
                let path = pc.document_path(CYCLE, &version.file).unwrap();
                let bytes = std::fs::read(&path).unwrap_or_default();
                assert_eq!(
                    sha256(&bytes),
                    version.file.sha256,
                    "{} at {}",
                    version.file.path,
                    path.display()
                );
            }
            let state = cycle.state().clone();
            assert_eq!(*known.get_or_insert_with(|| state.clone()), state);
        }
    }
}

/// Paths relative to a data folder, except for the views, which every PC writes itself.
fn files(root: &Path) -> BTreeSet<String> {
    let mut files = BTreeSet::new();
    super::collect(root, root, &mut files);
    files.retain(|path| !path.ends_with("RINGKASAN.txt"));
    files
}

/// The name of the second of two files, as sync programs choose it. The same on every PC.
fn conflict_name(path: &str, digest: &str) -> String {
    let (base, ending) = path.rsplit_once('.').unwrap();
    let tail = digest[..7].to_uppercase();
    match digest.as_bytes()[8] % 3 {
        0 => format!("{base}.sync-conflict-20260801-101010-{tail}.{ending}"),
        1 => format!("{base} (conflicted copy 2026-08-01 {tail}).{ending}"),
        _ => format!("{base}-DESKTOP-{tail}.{ending}"),
    }
}

fn copy_dir(from: &Path, to: &Path) {
    for path in files(from) {
        let target = to.join(&path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(from.join(&path), target).unwrap();
    }
    std::fs::create_dir_all(to).unwrap();
}

/// One thing that a PC, or the sync program, does.
fn turn(office: &mut Office, (pc, kind, a, b): (usize, u8, u8, u8)) {
    let hours = [0, 20 * 365 * 24, -20 * 365 * 24][pc];
    let who = Who { by: format!("PC {pc}"), at: who().at + chrono::Duration::hours(hours) };
    let name = ["undangan.pdf", "Undangan.PDF", "notula.docx"][usize::from(a) % 3];
    let source = office.source(name, b % 5);
    let workspace = &mut office.pcs[pc];
    let documents: Vec<EventId> = workspace.cycle(CYCLE).unwrap().state().documents.keys().cloned().collect();
    let document = documents.get(usize::from(b) % documents.len().max(1)).cloned();
    let run = |workspace: &mut Workspace, command: Command| drop(workspace.execute(CYCLE, &command, &who));
    match (kind, document) {
        (0..=3, document) => {
            let version_of = document.filter(|_| kind == 3);
            let attach = Attach { version_of, ..to_step(4 + a % 2, source) };
            drop(workspace.attach(CYCLE, &attach, &who, quiet()));
        }
        (4, Some(document)) => {
            run(workspace, Command::RemoveDocument { document, reason: String::new(), paths: vec![] });
        }
        (5, Some(document)) => run(workspace, Command::RestoreDocument { document, paths: vec![] }),
        (6, Some(document)) => {
            let step = StepNo(4 + a % 4);
            run(workspace, Command::MoveDocument { document, step, slot: None, paths: vec![] });
        }
        (7, Some(document)) => run(workspace, Command::SetTitle { document, title: format!("judul {a}") }),
        (8, _) => {
            // The same event again, under a name given by a sync program.
            let events = files(workspace.root());
            let events: Vec<_> = events.iter().filter(|path| path.contains("/jurnal/")).collect();
            let path = events[usize::from(b) % events.len()];
            let bytes = std::fs::read(workspace.root().join(path)).unwrap();
            let copy = conflict_name(path, &sha256(&[a]));
            std::fs::write(workspace.root().join(copy), bytes).unwrap();
        }
        (9, _) => drop(workspace.poll().unwrap()),
        _ => {
            let other = (pc + 1 + usize::from(b % 2)) % PCS;
            office.sync(pc, other, |path| sha256(path.as_bytes()).as_bytes()[0] % 4 != a % 4);
        }
    }
}

// Fails with a journal that accepts an event twice, and with only one file for each path of a document.
#[test]
fn three_synced_pcs_end_in_one_state_and_nothing_is_lost() {
    let config = ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() };
    let turns = prop::collection::vec((0..PCS, 0_u8..16, any::<u8>(), any::<u8>()), 0..30);
    for seed in seeds(1) {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
        println!("cases: {}", config.cases);
        TestRunner::new_with_rng(config.clone(), rng)
            .run(&turns, |turns| {
                settle(turns);
                Ok(())
            })
            .unwrap();
    }
}

fn settle(turns: Vec<(usize, u8, u8, u8)>) {
    let mut office = Office::new();
    for one in turns {
        turn(&mut office, one);
    }
    office.sync_all();
    office.assert_settled();
    // A second start gives the same state.
    let locals: Vec<_> = (0..PCS).map(|pc| office.dir.path().join(format!("local{pc}"))).collect();
    let roots: Vec<_> = (0..PCS).map(|pc| office.root(pc)).collect();
    office.pcs.clear();
    office.pcs =
        roots.iter().zip(&locals).map(|(root, local)| Workspace::open(root, local).unwrap()).collect();
    office.assert_settled();
}

// Fails with only one file for each path of a document.
#[test]
fn two_files_that_came_to_one_name_are_both_kept_and_sealed_as_two() {
    let mut office = Office::new();
    for (pc, content) in [(0, 1), (1, 2)] {
        let attach = to_step(4, office.source("undangan.pdf", content));
        office.pcs[pc].attach(CYCLE, &attach, &who(), quiet()).unwrap();
    }
    office.sync_all();
    office.assert_settled();
    for pc in &mut office.pcs {
        let documents = &pc.cycle(CYCLE).unwrap().state().documents;
        let paths: BTreeSet<_> =
            documents.values().map(|doc| pc.document_path(CYCLE, &doc.current().file).unwrap()).collect();
        assert_eq!((paths.len(), pc.orphans(CYCLE).unwrap()), (2, vec![]));
        let looked = pc.look(CYCLE).unwrap().all(quiet()).unwrap();
        assert!(matches!(&looked.outside[..], [one] if one.what == OutsideKind::Moved));
    }
}

/// Two PCs attach the same file under the same name; returns the two documents.
fn twins(office: &mut Office) -> [EventId; 2] {
    [0, 1].map(|pc| {
        let attach = to_step(4, office.source("undangan.pdf", 1));
        office.pcs[pc].attach(CYCLE, &attach, &who(), quiet()).unwrap()
    })
}

// Fails if removing a document removes a file that another document needs.
#[test]
fn a_file_that_two_documents_have_in_common_stays_when_one_is_removed() {
    let mut office = Office::new();
    let [mine, _] = twins(&mut office);
    office.sync_all();
    office.pcs[0].poll().unwrap();
    let remove = Command::RemoveDocument { document: mine, reason: String::new(), paths: vec![] };
    office.pcs[0].execute(CYCLE, &remove, &who()).unwrap();
    office.sync_all();
    office.assert_settled();
    for pc in &mut office.pcs {
        let looked = pc.look(CYCLE).unwrap().all(quiet()).unwrap();
        assert_eq!((looked.outside, looked.orphans), (vec![], vec![]));
    }
}

// Fails if a file counts as found for each document whose event names its path.
#[test]
fn a_document_whose_file_was_lost_to_another_is_found_where_its_content_stands_too() {
    let mut office = Office::new();
    let content = office.source("data.pdf", 2);
    office.pcs[0].attach(CYCLE, &to_step(3, content), &who(), quiet()).unwrap();
    let documents = [(0, 1), (1, 2)].map(|(pc, content)| {
        let attach = to_step(4, office.source("undangan.pdf", content));
        office.pcs[pc].attach(CYCLE, &attach, &who(), quiet()).unwrap()
    });
    // The first PC gets the other's events, and keeps its own file.
    let [kept, lost] = documents;
    office.sync(0, 1, |path| path.contains("/jurnal/"));
    let pc = &mut office.pcs[0];
    pc.poll().unwrap();
    for (document, content) in [(kept, 1), (lost, 2)] {
        let file = file_of(pc, &document);
        let there = pc.document_path(CYCLE, &file).unwrap();
        assert_eq!(sha256(&std::fs::read(there).unwrap()), file.sha256, "{content}");
    }
}

// Fails if only files that no event names are searched.
#[test]
fn a_file_that_was_removed_with_another_document_is_found_there() {
    let mut office = Office::new();
    let [mine, _] = twins(&mut office);
    // The file of the other PC arrives here before its event.
    office.sync(0, 1, |path| !path.contains("/jurnal/"));
    let remove = Command::RemoveDocument { document: mine, reason: String::new(), paths: vec![] };
    office.pcs[0].execute(CYCLE, &remove, &who()).unwrap();
    office.sync_all();
    office.assert_settled();
}

#[test]
fn a_conflict_copy_of_a_document_is_offered_and_taken_as_its_version() {
    let mut office = Office::new();
    let attach = to_step(4, office.source("undangan.pdf", 1));
    let document = office.pcs[0].attach(CYCLE, &attach, &who(), quiet()).unwrap();
    office.sync_all();
    office.pcs[1].poll().unwrap();
    let file = file_of(&office.pcs[1], &document);
    let there = office.pcs[1].document_path(CYCLE, &file).unwrap();
    let copy = there.with_file_name("undangan.sync-conflict-20260801-101010-ABCDEFG.pdf");
    std::fs::write(&copy, "dari PC lain").unwrap();
    std::fs::write(there.with_file_name("~$undangan.docx"), "kunci Word").unwrap();
    let looked = office.pcs[1].look(CYCLE).unwrap().all(quiet()).unwrap();
    let [path] = &looked.orphans[..] else { panic!("{looked:?}") };
    assert!(looked.outside.is_empty() && path.ends_with("-ABCDEFG.pdf"));
    let adopt = Adopt {
        path: path.clone(),
        step: StepNo(4),
        slot: None,
        title: String::new(),
        version_of: Some(document.clone()),
    };
    office.pcs[1].adopt(CYCLE, &adopt, &who(), quiet()).unwrap();
    office.sync_all();
    office.assert_settled();
    assert_eq!(office.pcs[2].cycle(CYCLE).unwrap().state().documents[&document].versions.len(), 2);
}

// Fails if the cycle's own file decides and not the events, and if the file is not read again.
#[test]
fn a_cycle_begun_on_two_pcs_under_two_sops_runs_under_the_first_everywhere() {
    let revision = CycleId { year: 2027, kind: renja::cycle::Kind::Perubahan(1) };
    let mut newer = builtin().clone();
    newer.id.version = "2018-9".to_owned();
    let later = Who { at: who().at + chrono::Duration::hours(1), ..who() };
    // In both orders, since either file may keep the name.
    for sops in [[&newer, builtin()], [builtin(), &newer]] {
        let mut office = Office::new();
        office.pcs[0].start_cycle(revision, sops[0], &who()).unwrap();
        office.pcs[1].start_cycle(revision, sops[1], &later).unwrap();
        office.sync_all();
        for pc in &mut office.pcs {
            pc.poll().unwrap();
            assert_eq!(pc.cycle(revision).unwrap().sop.id, sops[0].id);
            assert_eq!(pc.cycle(revision).unwrap().events().len(), 2);
            assert_eq!(pc.problems(), []);
            let (sops, problems) = pc.sops().unwrap();
            assert_eq!((sops.len(), problems), (2, vec![]), "one of each version");
        }
    }
}

// Fails if the last file of a version counts.
#[test]
fn conflict_copies_of_what_is_created_once_are_left_alone() {
    let mut office = Office::new();
    let root = office.root(0);
    let sop = files(&root).into_iter().find(|path| path.starts_with("sop/")).unwrap();
    let mine = std::fs::read(root.join("renja.ron")).unwrap();
    for path in ["renja.ron", "2027-induk/sop.ron", &sop] {
        let bytes = std::fs::read_to_string(root.join(path)).unwrap();
        let other = bytes.replace("Mekanisme", "Cara") + "\n// lain\n";
        for digest in [&sha256(b"lain"), &sha256(b"1"), &sha256(b"2")] {
            std::fs::write(root.join(conflict_name(path, digest)), &other).unwrap();
        }
    }
    let before = files(&root);
    office.sync_all();
    office.assert_settled();
    assert_eq!(office.pcs[0].sops().unwrap(), (vec![builtin().clone()], vec![]));
    office.pcs.clear();
    let workspace = Workspace::open(&root, &office.dir.path().join("local0")).unwrap();
    assert_eq!((workspace.problems(), workspace.cycles().count()), (vec![], 1));
    drop(workspace);
    assert_eq!((std::fs::read(root.join("renja.ron")).unwrap(), files(&root)), (mine, before));
}

// Fails if any file at a document's place counts as the document's.
#[test]
fn a_file_whose_events_have_not_arrived_is_not_moved_for_the_one_that_lay_there() {
    let mut office = Office::new();
    let attach = to_step(4, office.source("undangan.pdf", 1));
    let first = office.pcs[0].attach(CYCLE, &attach, &who(), quiet()).unwrap();
    office.sync_all();
    office.pcs[1].poll().unwrap();
    office.pcs[1].execute(CYCLE, &move_to(&first, 5), &who()).unwrap();
    let attach = to_step(4, office.source("undangan.pdf", 2));
    let second = office.pcs[1].attach(CYCLE, &attach, &who(), quiet()).unwrap();
    let note = Command::AddNote { step: None, text: "setelah itu".to_owned() };
    office.pcs[1].execute(CYCLE, &note, &who()).unwrap();
    // Of all this, only the new file at the old place and the last event arrive.
    let documents = &office.pcs[1].cycle(CYCLE).unwrap().state().documents;
    let place = format!("{}/{}", CYCLE.folder(), documents[&second].current().file.path);
    let journal = format!("{}/jurnal/{}/", CYCLE.folder(), office.pcs[1].writer());
    let last = files(&office.root(1)).into_iter().rfind(|path| path.starts_with(&journal)).unwrap();
    office.sync(0, 1, |path| path == place || path == last);
    office.pcs[0].poll().unwrap();
    assert_eq!(office.pcs[0].waiting().len(), 1);
    let there = std::fs::read(office.root(0).join(&place)).unwrap();
    office.pcs[0].execute(CYCLE, &move_to(&first, 6), &who()).unwrap();
    assert_eq!(std::fs::read(office.root(0).join(&place)).unwrap(), there);
    office.sync_all();
    office.assert_settled();
}

// Fails if a file of the same size and time counts as the document's.
#[test]
fn a_document_whose_place_another_has_taken_is_found_beside_it() {
    for contents in [[1, 2], [2, 1]] {
        let mut office = Office::new();
        let [mine, _] = [0, 1].map(|pc| {
            let attach = to_step(4, office.source("undangan.pdf", contents[pc]));
            office.pcs[pc].attach(CYCLE, &attach, &who(), quiet()).unwrap()
        });
        // The other document's file has arrived, but not its event.
        office.sync(0, 1, |path| !path.contains("/jurnal/"));
        let pc = &mut office.pcs[0];
        pc.find_files(CYCLE).unwrap();
        let file = &pc.cycle(CYCLE).unwrap().state().documents[&mine].current().file;
        let there = std::fs::read(pc.document_path(CYCLE, file).unwrap()).unwrap();
        assert_eq!(sha256(&there), file.sha256);
        office.sync_all();
        office.assert_settled();
    }
}

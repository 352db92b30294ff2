//! Deeds of several commands, with faults: the whole deed takes effect or nothing of it, and then it can be
//! repeated.
//!
//! Found by this test: killed while its seal was delivered, a program left an unfinished file in the journal
//! for good.

use renja::archive::Plan;
use renja::cycle::{ArchiveForm, Closing, Command, EventId};
use renja::store::{Quiet, Workspace};

use super::deed::{Deed, assert_kept, assert_tidy, files, run};
use super::tear::Tear;
use super::witness::{Ack, open, remembers};
use super::work::{Bench, DATA, INDUK, move_to, small_sop};
use super::{Depth, ModelDisk, Storage};
use crate::store::who;

/// The deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Title, number and stage of a document.
    Details,
    /// Two documents are moved to other places.
    Moves,
    /// Those moves are undone.
    Undo,
    /// The form is filled in, the last step finished, the dossier sealed.
    Sealing,
}

struct Composite {
    kind: Kind,
    before: Storage,
    acks: Vec<Ack>,
    documents: Vec<EventId>,
    /// The events of the moves that are undone.
    moved: Vec<EventId>,
    /// Number of the cycle's events before the deed, and how many the deed adds.
    events: (usize, usize),
}

impl Composite {
    fn new(kind: Kind) -> Self {
        let disk = ModelDisk::boot(Storage::new());
        let mut bench = Bench::begin(&disk).unwrap();
        bench.begin_cycle().unwrap();
        let documents: Vec<_> = [b"satu", b"dua "]
            .iter()
            .map(|bytes| bench.attach(1, "surat.pdf", *bytes, None).unwrap())
            .collect();
        let mut moved = Vec::new();
        if kind == Kind::Undo {
            moved = bench.execute_all(&moves(&documents)).unwrap();
        }
        if kind == Kind::Sealing {
            for step in &small_sop().steps[..small_sop().steps.len() - 1] {
                bench.execute(&Command::Finish { step: step.no, reason: None }).unwrap();
            }
        }
        let acks = bench.acks().clone();
        drop(bench);
        let before = Tear::LOST.of(&disk.storage());
        let mut composite = Self { kind, before, acks, documents, moved, events: (0, 0) };
        let disk = ModelDisk::boot(composite.before.clone());
        let mut workspace = open(&disk).unwrap();
        let count = events(&workspace);
        composite.act(&mut workspace).unwrap();
        composite.events = (count, events(&workspace) - count);
        assert!(composite.events.1 >= 2, "{kind:?}: {:?}", composite.events);
        composite
    }
}

fn moves(documents: &[EventId]) -> Vec<Command> {
    documents.iter().map(|document| move_to(document, 2)).collect()
}

fn events(workspace: &Workspace) -> usize {
    workspace.cycle(INDUK).expect("the cycle is there").events().len()
}

impl Deed for Composite {
    type Ready = Workspace;

    fn name(&self) -> String {
        match self.kind {
            Kind::Details => "details of a document",
            Kind::Moves => "a move of two",
            Kind::Undo => "an undo of two",
            Kind::Sealing => "sealing",
        }
        .to_owned()
    }

    fn before(&self) -> Storage {
        self.before.clone()
    }

    fn open(&self, disk: &ModelDisk) -> Workspace {
        open(disk).unwrap()
    }

    fn act(&self, workspace: &mut Workspace) -> Result<(), String> {
        let document = || self.documents[0].clone();
        let done = match self.kind {
            Kind::Details => workspace.execute_all(
                INDUK,
                &[
                    Command::SetTitle { document: document(), title: "Surat edaran".to_owned() },
                    Command::SetNumber { document: document(), number: "050/12".to_owned(), date: None },
                    Command::SetStage { document: document(), stage: Some("Final".to_owned()) },
                ],
                &who(),
            ),
            Kind::Moves => workspace.execute_all(INDUK, &moves(&self.documents), &who()),
            Kind::Undo => workspace.undo(INDUK, &self.moved, &who()),
            Kind::Sealing => {
                let form = ArchiveForm { title: "Renja 2027".to_owned(), ..ArchiveForm::default() };
                let closing = Closing { form: Some(form), ..Closing::default() };
                let plan = Plan::new(workspace, INDUK, &closing, &who());
                let draft = plan.and_then(|plan| plan.build(&Quiet));
                let sealed = draft.and_then(|draft| draft.finish(workspace));
                return sealed.map(drop).map_err(|error| error.to_string());
            }
        };
        done.map(drop).map_err(|error| error.to_string())
    }

    fn holds(&self, storage: Storage, done: bool, label: &str) {
        assert_kept(&files(&self.before, DATA), &storage, label);
        let disk = ModelDisk::boot(storage);
        let mut workspace = open(&disk).unwrap_or_else(|error| panic!("{label}: {error}"));
        remembers(&workspace, &disk, &self.acks, label);
        assert_tidy(&disk.storage(), label);
        let (before, own) = self.events;
        let recorded = events(&workspace) - before;
        assert!(recorded == 0 || recorded == own, "{label}: {recorded} of {own} events");
        assert!(recorded == own || !done, "{label}: it was said to be done");
        let is_sealed = |workspace: &Workspace| workspace.cycle(INDUK).unwrap().state().is_sealed();
        assert_eq!(is_sealed(&workspace), self.kind == Kind::Sealing && recorded == own, "{label}");
        if recorded == 0 {
            self.act(&mut workspace).unwrap_or_else(|error| panic!("{label}: once more: {error}"));
            assert_eq!(events(&workspace) - before, own, "{label}: once more");
        }
        drop(workspace);
        let after = ModelDisk::boot(Tear::LOST.of(&disk.storage()));
        let label = format!("{label}, done, power lost");
        let workspace = open(&after).unwrap_or_else(|error| panic!("{label}: {error}"));
        remembers(&workspace, &after, &self.acks, &label);
        assert_eq!(events(&workspace) - before, own, "{label}");
    }
}

/// All kinds of faults, or a sample of them. Returns the number of cases.
pub fn cases(depth: Depth) -> usize {
    [Kind::Details, Kind::Moves, Kind::Undo, Kind::Sealing]
        .map(|kind| run(&Composite::new(kind), depth, &[DATA]))
        .iter()
        .sum()
}

#[test]
fn a_deed_of_several_commands_comes_to_pass_as_a_whole_or_not_at_all() {
    assert!(cases(Depth::Sample) > 300);
}

//! Documents of a cycle, and their files.

use std::path::PathBuf;

use crate::archive;
use crate::cycle::{CycleId, EventId};
use crate::jobs::gather::{FoundFile, gather};
use crate::jobs::job::{AtOnce, Job};
use crate::jobs::owner::{Owner, who};
use crate::jobs::request::Request;
use crate::jobs::{Adopt, Attach, Looked, Trouble};

/// Examine files and folders before they are attached: sizes, digests, files in folders.
#[derive(Debug, Clone)]
pub struct Gather(
    /// Files and folders.
    pub Vec<PathBuf>,
);

/// Attach files. The answer is, for each file, the event that names it, or why it was not attached.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "which files to which cycle, and by whom")]
pub struct AttachFiles {
    pub cycle: CycleId,
    pub files: Vec<Attach>,
    pub by: String,
}

/// A file that was to be attached: the event that names it, or why it was not.
pub type Attached = (Attach, Result<EventId, Trouble>);

/// Make a document's file, edited outside the program, its newest version. The answer is the event that
/// records that.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "which document of which cycle, and by whom")]
pub struct TakeChanged {
    pub cycle: CycleId,
    pub document: EventId,
    pub by: String,
}

/// Make a document of a file that stands in the cycle's folder already. The answer is the event that names
/// it.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "which file of which cycle, and by whom")]
pub struct AdoptFile {
    pub cycle: CycleId,
    pub file: Adopt,
    pub by: String,
}

/// Move the files of removed documents of a sealed cycle to where a person may delete them, or back. The
/// answer is the number of files.
#[derive(Debug, Clone)]
pub struct SetAsideRemoved {
    /// The cycle.
    pub cycle: CycleId,
    /// Whether to move them there, rather than back.
    pub aside: bool,
}

/// Compare a cycle's documents with their files. The answer is the versions whose files are not as they were
/// attached, and the files that no event names.
#[derive(Debug, Clone)]
pub struct LookOutside(
    /// The cycle.
    pub CycleId,
);

impl Request for Gather {
    type Answer = Vec<FoundFile>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        owner.workspace()?;
        // Only a file with one of these sizes can have a content that is filed already.
        let sizes = archive::known_sizes(owner.cycles.values().map(|cycle| &**cycle), &owner.index);
        let disk = owner.disk.clone();
        job.beside(move |_| Ok(gather(&*disk, &self.0, &sizes)))
    }
}

impl Request for AttachFiles {
    type Answer = Vec<Attached>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let Self { cycle, files, by } = self;
        let bytes = |file: &Attach| owner.disk.metadata(&file.source).map_or(0, |meta| meta.size);
        let total = files.iter().map(bytes).sum();
        let progress = job.order.progress(total);
        owner.change(cycle, |workspace| {
            let results = workspace.attach_many(cycle, &files, &who(by), &progress).into_iter();
            Ok(files.into_iter().zip(results.map(|result| result.map_err(Trouble::from))).collect())
        })
    }
}

impl Request for TakeChanged {
    type Answer = EventId;

    fn carry_out(self, owner: &mut Owner, job: &Job<EventId>) -> AtOnce<EventId> {
        let progress = job.order.progress(0);
        owner.change(self.cycle, |workspace| {
            workspace.take_changed(self.cycle, &self.document, &who(self.by), &progress)
        })
    }
}

impl Request for AdoptFile {
    type Answer = EventId;

    fn carry_out(self, owner: &mut Owner, job: &Job<EventId>) -> AtOnce<EventId> {
        let progress = job.order.progress(0);
        owner
            .change(self.cycle, |workspace| workspace.adopt(self.cycle, &self.file, &who(self.by), &progress))
    }
}

impl Request for SetAsideRemoved {
    type Answer = usize;

    fn carry_out(self, owner: &mut Owner, _: &Job<usize>) -> AtOnce<usize> {
        Ok(Some(owner.workspace()?.set_aside_removed(self.cycle, self.aside)?))
    }
}

impl Request for LookOutside {
    type Answer = Looked;

    fn carry_out(self, owner: &mut Owner, job: &Job<Looked>) -> AtOnce<Looked> {
        let look = owner.workspace()?.look(self.0)?;
        job.beside(move |order| Ok(look.all(&order.progress(0))?))
    }
}

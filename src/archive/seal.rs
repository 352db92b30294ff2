//! Sealing: a cycle's documents, copied into a BagIt 1.0 bag (RFC 8493), verified from disk, and only then
//! given their name in the archive.
//!
//! The bag is built in a folder with a name of unfinished work, so a program killed at any moment leaves
//! either nothing in the archive or a whole dossier. The remains of a killed program are removed at the next
//! sealing. A dossier that got its name but not its event is recognised by its journal and kept as it is.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::check::check;
use super::dossier::{Previous, Summary, folder_name, to_ron};
use super::error::ArchiveError;
use super::index::FOLDER;
use super::payload::{self, Copy};
use super::report::{Detail, Finding, Verdict, seal_digest};
use super::{html, manifest};
use crate::cycle::{Change, Closing, Command, Cycle, CycleId, Refusal, Rehearsal};
use crate::sop::Sop;
use crate::store::{
    Algorithm, ErrorKind, FileKind, Folder, Hasher, Problem, ProblemKind, Progress, StoreError, Who,
    Workspace, journal_of, read_export,
};

/// Algorithms of the manifests: that of `sha256sum -c` and of the program's events, and that of the RFC.
const ALGORITHMS: [Algorithm; 2] = [Algorithm::Sha256, Algorithm::Sha512];
/// Number of documents copied at the same time: while one waits for the disk, others are read and hashed.
const WORKERS: usize = 4;
const MAX_JOURNAL: u64 = 1 << 30;

/// What a sealing has made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Folder of the dossier below `arsip/`.
    pub bag: String,
    /// The seal: SHA-256 of its `tagmanifest-sha256.txt`.
    pub digest: String,
    /// Files of its payload.
    pub files: u64,
    /// Bytes of its payload.
    pub bytes: u64,
}

/// Seals a cycle whose steps before the last are done and whose form is filled in, and records the seal. If
/// the window must go on working meanwhile, the three parts can be run one by one: [`Plan::new`],
/// [`Plan::build`] on another thread, [`Draft::finish`].
pub fn seal(
    workspace: &mut Workspace,
    id: CycleId,
    who: &Who,
    progress: &dyn Progress,
) -> Result<Sealed, ArchiveError> {
    Plan::new(workspace, id, &Closing::default(), who)?.build(progress)?.finish(workspace)
}

/// All that a dossier will hold, taken from the workspace so that it can be built on any thread.
#[derive(Debug)]
pub struct Plan {
    folder: Folder,
    /// Name of the dossier below the data folder until it is whole.
    unfinished: String,
    who: Who,
    summary: Summary,
    sop: std::sync::Arc<Sop>,
    /// All events of the cycle as it is now.
    journal: Vec<u8>,
    /// Commands that are carried out together with the seal, and not before.
    closing: Vec<Command>,
    /// Events of these commands as the dossier has them; the cycle gets them with the seal.
    closing_events: Vec<u8>,
    copies: Vec<(PathBuf, Copy)>,
    /// Digest of a whole dossier that is in the archive already, but has no event.
    standing: Option<String>,
}

impl Plan {
    /// Plans the sealing of a cycle, or says why it can't be sealed. The last step, which is the sealing
    /// itself, is finished together with the seal. Nothing is recorded before.
    pub fn new(
        workspace: &mut Workspace,
        id: CycleId,
        closing: &Closing,
        who: &Who,
    ) -> Result<Self, ArchiveError> {
        workspace.poll()?;
        workspace.find_files(id)?;
        let closing = ready(workspace, id)?.closing(closing);
        let open = open_cycle(workspace, id)?;
        let mut rehearsal = Rehearsal::of(open);
        closing.iter().try_for_each(|command| rehearsal.take(command))?;
        rehearsal.cycle().ready_to_seal()?;
        let changes = rehearsal.into_changes();
        let (events, closing_events) = workspace.draft(id, changes.clone(), who)?;
        let mut closed = open.clone();
        closed.merge(events);
        let form = closed.state().form.clone().ok_or(Refusal::FormNeeded)?;
        let journal = workspace.export_journal(id)?;
        let target = Target::find(workspace.folder(), open, &journal, &changes)?;
        let (summary, copies) = payload::summarise(
            &closed,
            &form,
            workspace.office().name(),
            who,
            target.revision,
            target.previous,
        );
        let files = closed.state().documents.values().flat_map(|document| &document.versions);
        // Two files may have got one name on two PCs.
        let actual: BTreeMap<(&str, &str), PathBuf> = files
            .map(|version| {
                let file = &version.file;
                Ok(((file.path.as_str(), file.sha256.as_str()), workspace.document_path(id, file)?))
            })
            .collect::<Result<_, StoreError>>()?;
        let copies = copies
            .into_iter()
            .map(|copy| {
                let actual = actual.get(&(copy.from.as_str(), copy.sha256.as_str()));
                (actual.cloned().unwrap_or_default(), copy)
            })
            .collect();
        Ok(Self {
            folder: workspace.folder().clone(),
            unfinished: format!("{FOLDER}/{}", workspace.folder().temp_name_for(&id.folder())),
            who: who.clone(),
            summary,
            sop: closed.sop.clone(),
            journal,
            closing,
            closing_events,
            copies,
            standing: target.standing,
        })
    }

    /// Where the dossier is built until it is whole.
    pub fn unfinished(&self) -> PathBuf {
        self.folder.root().join(&self.unfinished)
    }

    /// Bytes of the documents.
    pub fn bytes(&self) -> u64 {
        self.copies.iter().map(|(_, copy)| copy.size).sum()
    }

    /// Builds and verifies the dossier under a name of unfinished work. Failed or cancelled, nothing is left.
    pub fn build(self, progress: &dyn Progress) -> Result<Draft, ArchiveError> {
        self.folder.create_dir(FOLDER)?;
        let bytes = self.bytes();
        // Every document is copied and later read again.
        progress.total(bytes * 2);
        if let Some(digest) = self.standing.clone() {
            // The program that named the dossier may have been killed before the name was durable.
            self.folder.sync(FOLDER)?;
            return Ok(Draft { plan: self, unfinished: None, digest });
        }
        let scratch = self.unfinished.clone();
        let mut draft = Draft { plan: self, unfinished: Some(scratch.clone()), digest: String::new() };
        draft.digest = draft.plan.write(&scratch, progress)?;
        Ok(draft)
    }

    /// Writes the whole bag; gives back its seal.
    fn write(&self, scratch: &str, progress: &dyn Progress) -> Result<String, ArchiveError> {
        let mut payload = self.copy_documents(scratch, progress)?;
        let last = self.sop.last();
        let texts = [
            ("BACA SAYA.txt", payload::read_me(&self.summary, last).into_bytes()),
            ("siklus.ron", to_ron(&self.summary)?.into_bytes()),
            ("jurnal.ron", [&self.journal[..], &self.closing_events].concat()),
            ("sop.ron", to_ron(&*self.sop)?.into_bytes()),
            ("index.html", html::page(&self.summary, &self.sop).into_bytes()),
        ];
        for (name, bytes) in &texts {
            let path = format!("data/{name}");
            self.folder.create_file(&format!("{scratch}/{path}"), bytes)?;
            payload.insert(path, Listed::of(bytes));
        }
        let bytes = payload.values().map(|listed| listed.size).sum();
        let info = payload::info(&self.summary, payload.len(), bytes).to_text();
        let declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
        let mut tags = BTreeMap::new();
        let mut write = |name: &str, text: &str| {
            tags.insert(name.to_owned(), Listed::of(text.as_bytes()));
            self.folder.create_file(&format!("{scratch}/{name}"), text.as_bytes())
        };
        write("bag-info.txt", &info)?;
        for (index, algorithm) in ALGORITHMS.into_iter().enumerate() {
            write(&manifest::file_name(algorithm, false), &lines(&payload, index))?;
        }
        tags.insert("bagit.txt".to_owned(), Listed::of(declaration.as_bytes()));
        let mut seal = String::new();
        for (index, algorithm) in ALGORITHMS.into_iter().enumerate() {
            let text = lines(&tags, index);
            if algorithm == Algorithm::Sha256 {
                seal = seal_digest(text.as_bytes());
            }
            let name = manifest::file_name(algorithm, true);
            self.folder.create_file(&format!("{scratch}/{name}"), text.as_bytes())?;
        }
        // `bagit.txt` comes last: without it every program takes the bag for unfinished.
        self.folder.create_file(&format!("{scratch}/bagit.txt"), declaration.as_bytes())?;

        let second_half = |bytes: u64, what: &str| progress.advance(bytes, what);
        let disk = self.folder.disk().as_ref();
        let report = check(disk, &self.folder.path(scratch)?, &second_half).against_seal(&seal);
        // A person may have attached a file whose name is that of a system file.
        let is_own = |finding: &Finding| finding.detail == Detail::SystemFile;
        match report.verdict {
            Verdict::Intact if report.findings.iter().all(is_own) => Ok(seal),
            Verdict::Cancelled => Err(ArchiveError::Cancelled),
            _ => Err(ArchiveError::NotVerified(Box::new(report))),
        }
    }

    /// Copies the documents, several at a time, comparing each with its event.
    fn copy_documents(
        &self,
        scratch: &str,
        progress: &dyn Progress,
    ) -> Result<BTreeMap<String, Listed>, ArchiveError> {
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let worker = || {
            let mut done = Vec::new();
            while let Some((source, copy)) = self.copies.get(next.fetch_add(1, Ordering::Relaxed)) {
                if stop.load(Ordering::Relaxed) {
                    break;
                }
                match self.copy_one(scratch, source, copy, progress) {
                    Ok(listed) => done.push(listed),
                    Err(error) => {
                        stop.store(true, Ordering::Relaxed);
                        return Err(error);
                    }
                }
            }
            Ok(done)
        };
        let parts: Result<Vec<_>, ArchiveError> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..WORKERS.min(self.copies.len())).map(|_| scope.spawn(worker)).collect();
            let join = |thread: std::thread::ScopedJoinHandle<'_, _>| {
                thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            };
            threads.into_iter().map(join).collect()
        });
        Ok(parts?.into_iter().flatten().collect())
    }

    fn copy_one(
        &self,
        scratch: &str,
        source: &PathBuf,
        copy: &Copy,
        progress: &dyn Progress,
    ) -> Result<(String, Listed), ArchiveError> {
        let title = || copy.title.clone();
        let path = format!("data/{}", copy.to);
        let copied = self
            .folder
            .copy_in(source, &format!("{scratch}/{path}"), &ALGORITHMS, progress)
            .map_err(|error| match error.kind() {
                ErrorKind::NotFound if error.path() == source => {
                    ArchiveError::DocumentMissing { title: title(), path: source.clone() }
                }
                _ => error.into(),
            })?;
        let listed = Listed { size: copied.size, digests: copied.digests };
        if listed.digests.first() != Some(&copy.sha256) || listed.size != copy.size {
            return Err(ArchiveError::DocumentChanged { title: title(), path: source.clone() });
        }
        Ok((path, listed))
    }
}

/// A dossier that is built and verified, but has no name in the archive yet. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Draft {
    plan: Plan,
    unfinished: Option<String>,
    digest: String,
}

impl Draft {
    /// Gives the dossier its name and records the seal. After that the cycle is read-only.
    ///
    /// If the cycle is no longer the one planned, to the last event, it is not sealed:
    /// [`ArchiveError::ChangedMeanwhile`].
    pub fn finish(mut self, workspace: &mut Workspace) -> Result<Sealed, ArchiveError> {
        let plan = &self.plan;
        let id = plan.summary.cycle;
        workspace.poll()?;
        let same_folder = workspace.root() == plan.folder.root();
        if !same_folder || workspace.export_journal(id)? != plan.journal {
            return Err(ArchiveError::ChangedMeanwhile);
        }
        ready(workspace, id)?;
        let bag = plan.summary.folder();
        let path = format!("{FOLDER}/{bag}");
        if let Some(unfinished) = &self.unfinished {
            match plan.folder.rename(unfinished, &path) {
                Err(error) if *error.kind() == ErrorKind::Exists => {
                    return Err(ArchiveError::SealedElsewhere(bag));
                }
                result => result?,
            }
            self.unfinished = None;
        }
        let (files, bytes) = protect(&self.plan.folder, &path)?;
        let mut commands = self.plan.closing.clone();
        commands.push(Command::Seal { bag: bag.clone(), digest: self.digest.clone() });
        workspace.execute_all(id, &commands, &self.plan.who)?;
        Ok(Sealed { bag, digest: self.digest.clone(), files, bytes })
    }

    /// Folder of the dossier as it is now, below the data folder.
    pub fn folder(&self) -> String {
        self.unfinished.clone().unwrap_or_else(|| format!("{FOLDER}/{}", self.plan.summary.folder()))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(unfinished) = self.unfinished.take()
            && let Err(error) = self.plan.folder.remove_unfinished(&unfinished)
        {
            // The next sealing removes it by its name.
            log::warn!("{unfinished}: unfinished dossier stays for now: {error}");
        }
    }
}

fn open_cycle(workspace: &Workspace, id: CycleId) -> Result<&Cycle, ArchiveError> {
    let no_cycle = || StoreError::new(ErrorKind::NoSuchCycle(id), workspace.root().join(id.folder()));
    Ok(workspace.cycle(id).ok_or_else(no_cycle)?)
}

/// The cycle, unless something other than its own rules keeps it from being sealed.
fn ready(workspace: &Workspace, id: CycleId) -> Result<&Cycle, ArchiveError> {
    let folder = workspace.cycle_folder(id)?.root().to_owned();
    // Changes that other PCs can't see yet are not sealed.
    if let Some(error) = workspace.held_up() {
        return Err(error.clone().into());
    }
    let sop = folder.join("sop.ron");
    let is_newer = |problem: &Problem| problem.path == sop && problem.kind == ProblemKind::Newer;
    let problems = workspace.problems();
    if problems.iter().any(is_newer) {
        return Err(StoreError::new(ErrorKind::NewerChanges, sop).into());
    }
    // Only problems of events count here: documents are compared one by one while they are copied.
    let journal = journal_of(workspace.root(), id);
    if let Some(problem) = problems.into_iter().find(|problem| problem.path.starts_with(&journal)) {
        return Err(ArchiveError::FaultyJournal(problem));
    }
    let cycle = open_cycle(workspace, id)?;
    // Checked after the faults: an event that can't be read is not missing.
    let missing = cycle.missing();
    if !missing.is_empty() {
        return Err(ArchiveError::Waiting(missing));
    }
    Ok(cycle)
}

/// The name that the dossier will get, and what is there already.
struct Target {
    revision: u32,
    previous: Option<Previous>,
    standing: Option<String>,
}

impl Target {
    /// Finds the next free name. A dossier without an event counts as sealed if it holds exactly this journal
    /// and this closing; one with another journal is a predecessor, and is never touched.
    fn find(
        folder: &Folder,
        cycle: &Cycle,
        journal: &[u8],
        closing: &[Change],
    ) -> Result<Self, ArchiveError> {
        let seals = &cycle.state().seals;
        let mut previous =
            seals.last().map(|seal| Previous { bag: seal.bag.clone(), digest: seal.digest.clone() });
        for revision in seals.len() as u32.. {
            let bag = folder_name(cycle.id, revision);
            let path = format!("{FOLDER}/{bag}");
            if folder.metadata(&path)?.is_none() {
                return Ok(Self { revision, previous, standing: None });
            }
            // A dossier gets its name only when it is whole: without `bagit.txt` it is another PC's, and
            // still arriving.
            if folder.metadata(&format!("{path}/bagit.txt"))?.is_none() {
                return Err(ArchiveError::SealedElsewhere(bag));
            }
            let same = folder.read(&format!("{path}/data/jurnal.ron"), MAX_JOURNAL);
            if same.is_ok_and(|same| holds(&same, journal, closing)) {
                let report = check(folder.disk().as_ref(), &folder.path(&path)?, &crate::store::Quiet);
                if let (Verdict::Intact, Some(digest)) = (report.verdict, report.seal) {
                    return Ok(Self { revision, previous, standing: Some(digest) });
                }
            }
            if let Ok(tagmanifest) = folder.read(&format!("{path}/tagmanifest-sha256.txt"), 64 << 20) {
                previous = Some(Previous { bag, digest: seal_digest(&tagmanifest) });
            }
        }
        Err(ArchiveError::ChangedMeanwhile)
    }
}

/// Whether a dossier's journal is this one followed by the closing, no matter by whom and when it was closed.
fn holds(dossier: &[u8], journal: &[u8], closing: &[Change]) -> bool {
    let Some(rest) = dossier.strip_prefix(journal) else { return false };
    if rest.is_empty() {
        return closing.is_empty();
    }
    let Ok(text) = std::str::from_utf8(rest) else { return false };
    let (events, faults) = read_export::<Change>(text);
    faults.is_empty() && events.iter().map(|event| &event.body).eq(closing)
}

/// Takes the right to write from every file of a dossier; gives back the number and bytes of its payload
/// files.
pub(super) fn protect(folder: &Folder, path: &str) -> Result<(u64, u64), ArchiveError> {
    let (mut files, mut bytes) = (0, 0);
    let mut folders = vec![path.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in folder.list(&current)? {
            let path = format!("{current}/{}", entry.name);
            match entry.kind {
                FileKind::Folder => folders.push(path),
                FileKind::File => {
                    folder.set_readonly(&path, true)?;
                    if path[..].contains("/data/") {
                        files += 1;
                        bytes += folder.metadata(&path)?.map_or(0, |meta| meta.size);
                    }
                }
                FileKind::Link | FileKind::Special | FileKind::OddName => {}
            }
        }
    }
    Ok((files, bytes))
}

/// Size and digests of a file, one per algorithm.
#[derive(Debug)]
struct Listed {
    size: u64,
    digests: Vec<String>,
}

impl Listed {
    fn of(bytes: &[u8]) -> Self {
        let mut hasher = Hasher::new(&ALGORITHMS);
        hasher.update(bytes);
        Self { size: bytes.len() as u64, digests: hasher.finish() }
    }
}

fn lines(files: &BTreeMap<String, Listed>, algorithm: usize) -> String {
    manifest::to_text(files.iter().map(|(path, listed)| (path.as_str(), listed.digests[algorithm].as_str())))
}

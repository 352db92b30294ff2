//! The examination. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Examination, Finding, Remedy, What};
use crate::archive::{self, Detail, Index, Kind, Severity, Verdict};
use crate::backup::{BackupError, Copies, Records, is_event, is_once};
use crate::cycle::{Cycle, Document, FileRef};
use crate::store::{
    Algorithm, ErrorKind, FileKind, Folder, Problem, ProblemKind, Progress, Workspace, digest_file,
    holds_events, is_temp_name, sha256,
};

/// Largest file of events.
const MAX_EVENTS: u64 = 1 << 20;

/// Examines a data folder: every document and every file of every dossier is read. With a backup, good copies of
/// what is damaged or gone are looked for in it.
pub fn examine(
    workspace: &Workspace,
    copies: Option<&mut Copies>,
    progress: &dyn Progress,
) -> Result<Examination, BackupError> {
    let states: Vec<&Workspace> =
        std::iter::once(workspace).chain(copies.as_ref().and_then(|copies| copies.workspace())).collect();
    let records = Records::read(&states);
    let mut work = Work { workspace, records, copies, progress, found: Examination::default() };
    work.problems()?;
    work.missing_events()?;
    work.doubled_events()?;
    let cycles: Vec<Cycle> = workspace.cycles().cloned().collect();
    for cycle in &cycles {
        work.documents(cycle)?;
    }
    work.archive(&cycles)?;
    let mut found = work.found;
    found.findings.sort_by(|a, b| (a.severity, &a.path, a.what).cmp(&(b.severity, &b.path, b.what)));
    found.findings.dedup_by(|b, a| a.path == b.path && a.what == b.what);
    Ok(found)
}

struct Work<'a> {
    workspace: &'a Workspace,
    records: Records,
    copies: Option<&'a mut Copies>,
    progress: &'a dyn Progress,
    found: Examination,
}

impl Work<'_> {
    fn find(&mut self, severity: Severity, what: What, path: &str, detail: &str, remedy: Option<Remedy>) {
        let (path, detail) = (path.to_owned(), detail.to_owned());
        self.found.findings.push(Finding { severity, path, what, detail, remedy });
    }

    fn error(&mut self, what: What, path: &str, detail: &str, remedy: Option<Remedy>) {
        self.find(Severity::Error, what, path, detail, remedy);
    }

    fn warning(&mut self, what: What, path: &str, detail: &str, remedy: Option<Remedy>) {
        self.find(Severity::Warning, what, path, detail, remedy);
    }

    fn folder(&self) -> &Folder {
        self.workspace.folder()
    }

    fn relative(&self, path: &Path) -> String {
        let below = path.strip_prefix(self.workspace.root()).unwrap_or(path);
        below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    /// A good copy of this content.
    fn copy_of(&mut self, sha256: &str) -> Result<Option<Remedy>, BackupError> {
        let Some(copies) = &mut self.copies else { return Ok(None) };
        let from = copies.find(sha256, self.progress)?;
        Ok(from.map(|from| Remedy::Replace { from, sha256: sha256.to_owned() }))
    }

    /// The copy with which a path was backed up last.
    fn copy_at(&mut self, path: &str) -> Result<Option<Remedy>, BackupError> {
        let listed = self.copies.as_ref().and_then(|copies| copies.listed(path)).map(str::to_owned);
        listed.map_or(Ok(None), |listed| self.copy_of(&listed))
    }

    fn problems(&mut self) -> Result<(), BackupError> {
        let (_, sops) = self.workspace.sops()?;
        for problem in self.workspace.problems().into_iter().chain(sops) {
            let path = self.relative(&problem.path);
            let remedy = self.remedy_for(&path, &problem)?;
            match problem.kind {
                ProblemKind::Newer => self.warning(What::Newer, &path, &problem.reason, None),
                kind => self.error(what_of(kind), &path, &problem.reason, remedy),
            }
        }
        for waiting in self.workspace.waiting() {
            let journal = waiting.cycle.map_or_else(|| "kantor".to_owned(), |id| id.folder());
            let path = format!("{journal}/jurnal/{}", waiting.gap.writer);
            let missing = format!("{}–{}", waiting.gap.first, waiting.gap.last);
            self.warning(What::Waiting, &path, &missing, None);
        }
        Ok(())
    }

    fn remedy_for(&mut self, path: &str, problem: &Problem) -> Result<Option<Remedy>, BackupError> {
        let damaged = matches!(
            problem.kind,
            ProblemKind::Empty | ProblemKind::Broken | ProblemKind::TooLarge | ProblemKind::Unreadable
        );
        if !damaged || !is_event(path) && !is_once(path) {
            return Ok(if problem.kind == ProblemKind::Missing { self.copy_at(path)? } else { None });
        }
        let mut copy = self.copy_at(path)?;
        if copy.is_none() && is_event(path) && problem.kind != ProblemKind::Unreadable {
            // Where some of its events can be read, or where that can't be told now, it is better there than away.
            let hopeless = match self.folder().read(path, MAX_EVENTS) {
                Ok(bytes) => !holds_events(&bytes),
                Err(error) => matches!(error.kind(), ErrorKind::TooLarge(_)),
            };
            copy = hopeless.then_some(Remedy::Quarantine);
        }
        Ok(copy)
    }

    /// Events that the backup has and the data folder has lost.
    fn missing_events(&mut self) -> Result<(), BackupError> {
        let Some(copies) = &self.copies else { return Ok(()) };
        for (path, sha256) in copies.events(self.progress)? {
            if self.folder().metadata(&path)?.is_none() && !self.records.is_cleared(&path) {
                let remedy = self.copy_of(&sha256)?;
                self.error(What::Missing, &path, "", remedy);
            }
        }
        Ok(())
    }

    /// Files of events that a synchronisation program has doubled under another name. Harmless, and in the way.
    fn doubled_events(&mut self) -> Result<(), BackupError> {
        let mut journals = vec!["kantor/jurnal".to_owned()];
        journals.extend(self.workspace.cycles().map(|cycle| format!("{}/jurnal", cycle.id.folder())));
        for journal in journals {
            for writer in self.folder().list(&journal)? {
                let folder = format!("{journal}/{}", writer.name);
                let mut contents: BTreeMap<String, Vec<String>> = BTreeMap::new();
                for file in self.folder().list(&folder).unwrap_or_default() {
                    let path = format!("{folder}/{}", file.name);
                    if let Ok(bytes) = self.folder().read(&path, MAX_EVENTS) {
                        contents.entry(sha256(&bytes)).or_default().push(path);
                    }
                }
                for mut paths in contents.into_values().filter(|paths| paths.len() > 1) {
                    // The one with the name that the program gives comes first.
                    paths.sort_by_key(|path| (!has_own_name(path), path.clone()));
                    for path in &paths[1..] {
                        self.warning(What::Copy, path, &paths[0], Some(Remedy::Quarantine));
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads every document of a cycle: a file whose time is unchanged can be damaged all the same.
    fn documents(&mut self, cycle: &Cycle) -> Result<(), BackupError> {
        let folder = self.workspace.cycle_folder(cycle.id)?.clone();
        if cycle.state().is_sealed() && folder.metadata("berkas")?.is_none() {
            // Cleared away by a person after sealing; the dossier has them all.
            return Ok(());
        }
        let mut whole = BTreeSet::new();
        // What was removed may be deleted by a person once the dossier is sealed.
        let counts = |document: &&Document| document.removed.is_none() || !cycle.state().is_sealed();
        for file in cycle.state().documents.values().filter(counts).flat_map(Document::kept) {
            if self.document(cycle, &file.file)? {
                whole.insert(file.file.sha256.clone());
            }
        }
        for path in self.workspace.orphans(cycle.id)? {
            let full = folder.path(&path)?;
            let digest = digest_file(folder.disk().as_ref(), &full, &[Algorithm::Sha256], self.progress);
            let path = format!("{}/{path}", cycle.id.folder());
            match digest {
                Err(error) if error.is_cancelled() => return Err(BackupError::Cancelled),
                // Only a second one: it must not be the last of its content.
                Ok((_, digest)) if whole.contains(&digest.concat()) => {
                    self.warning(What::Copy, &path, "", Some(Remedy::Quarantine));
                }
                // Somebody may have meant to attach it; the window offers that.
                _ => self.warning(What::Unknown, &path, "", None),
            }
        }
        Ok(())
    }

    /// Whether the file of a version stands whole.
    fn document(&mut self, cycle: &Cycle, file: &FileRef) -> Result<bool, BackupError> {
        let actual = self.workspace.document_path(cycle.id, file)?;
        let named = self.workspace.cycle_folder(cycle.id)?.path(&file.path)?;
        let path = self.relative(&named);
        if actual != named {
            let there = self.relative(&actual);
            self.warning(What::Moved, &path, &there, None);
        }
        let disk = self.folder().disk().clone();
        match digest_file(disk.as_ref(), &actual, &[Algorithm::Sha256], self.progress) {
            Ok((_, digest)) if digest.concat() == file.sha256 => {
                self.found.files += 1;
                return Ok(true);
            }
            Err(error) if error.is_cancelled() => return Err(BackupError::Cancelled),
            result => {
                let remedy = self.copy_of(&file.sha256)?;
                match result {
                    Ok(_) => self.error(What::Changed, &path, &file.original, remedy),
                    Err(error) if *error.kind() == ErrorKind::NotFound => {
                        self.error(What::Missing, &path, &file.original, remedy);
                    }
                    Err(error) => self.error(What::Unreadable, &path, &error.to_string(), remedy),
                }
            }
        }
        Ok(false)
    }

    fn archive(&mut self, cycles: &[Cycle]) -> Result<(), BackupError> {
        let (index, problems) = Index::load_on(self.folder().disk().as_ref(), self.workspace.root());
        for problem in problems {
            let path = self.relative(&problem.path);
            let reason = problem.fault.to_string();
            let remains = problem.path.file_name().is_some_and(|name| is_temp_name(&name.to_string_lossy()));
            match problem.fault {
                // What a killed program left; sealing again makes it anew.
                archive::ProblemKind::Unfinished(_) if remains => {
                    self.warning(What::Unfinished, &path, &reason, None);
                }
                archive::ProblemKind::Unfinished(_) => self.unfinished(&path, &reason)?,
                archive::ProblemKind::Newer => self.warning(What::Newer, &path, &reason, None),
                // The check of its dossier names it below.
                archive::ProblemKind::Changed => {}
                archive::ProblemKind::Unreadable(_) => self.error(What::Unreadable, &path, &reason, None),
                archive::ProblemKind::Broken(_) => self.error(What::Broken, &path, &reason, None),
            }
        }
        for (path, what, reason) in super::round::chain_faults(self.folder())? {
            let listed = self.copies.as_ref().and_then(|copies| copies.listed(&path)).map(str::to_owned);
            let remedy = listed.map_or(Ok(None), |listed| self.copy_unless(&path, &listed))?;
            self.error(what, &path, &reason, remedy);
        }
        let seals: Vec<_> = cycles.iter().flat_map(|cycle| &cycle.state().seals).collect();
        let listed: BTreeSet<&str> = index.dossiers.iter().map(|dossier| dossier.folder.as_str()).collect();
        for seal in &seals {
            let path = format!("{}/{}", archive::FOLDER, seal.bag);
            let stands = self.folder().metadata(&path)?.is_some_and(|meta| meta.kind == FileKind::Folder);
            if !stands {
                self.error(What::Missing, &path, &seal.digest, None);
                self.missing_files(&path)?;
            }
        }
        for rivals in cycles.iter().map(Cycle::rival_seals) {
            let each: Vec<_> =
                rivals.iter().map(|seal| format!("{} {}", seal.stamp.by, seal.digest)).collect();
            // Both may have given their dossier the same name.
            for bag in rivals.iter().map(|seal| &seal.bag).collect::<BTreeSet<_>>() {
                let path = format!("{}/{bag}", archive::FOLDER);
                self.warning(What::SealedTwice, &path, &each.join(", "), None);
            }
        }
        let disk = self.folder().disk().clone();
        for dossier in &listed {
            let path = format!("{}/{dossier}", archive::FOLDER);
            let mut report =
                archive::check_on(disk.as_ref(), &self.workspace.root().join(&path), self.progress);
            if report.verdict == Verdict::Cancelled {
                return Err(BackupError::Cancelled);
            }
            let recorded = seals.iter().filter(|seal| seal.bag == **dossier);
            report = report.against_seals(&recorded.map(|seal| seal.digest.clone()).collect::<Vec<_>>());
            self.found.files += report.files;
            self.found.dossiers += 1;
            self.bag(&path, &report)?;
        }
        Ok(())
    }

    /// A dossier that lost the mark of being whole: where it is recorded, it comes back from the backup.
    fn unfinished(&mut self, path: &str, reason: &str) -> Result<(), BackupError> {
        self.error(What::Unfinished, path, reason, None);
        self.missing_files(path)
    }

    /// What should stand in a dossier that is not there as a whole.
    fn missing_files(&mut self, bag: &str) -> Result<(), BackupError> {
        let inside = format!("{bag}/");
        let files: Vec<_> = self
            .records
            .iter()
            .filter(|(path, _)| path.starts_with(&inside))
            .map(|(path, digest)| (path.to_owned(), digest.to_owned()))
            .collect();
        for (path, digest) in files {
            if self.folder().metadata(&path)?.is_none() {
                let remedy = self.copy_of(&digest)?;
                self.error(What::Missing, &path, "", remedy);
            }
        }
        Ok(())
    }

    /// A good copy of a file of a dossier.
    fn good_copy(&mut self, path: &str) -> Result<Option<Remedy>, BackupError> {
        let recorded = self.records.digest(path).map(str::to_owned);
        recorded.map_or(Ok(None), |recorded| self.copy_unless(path, &recorded))
    }

    /// A copy of this content, unless the file has it and something else is the matter.
    fn copy_unless(&mut self, path: &str, sha256: &str) -> Result<Option<Remedy>, BackupError> {
        let full = self.folder().path(path)?;
        match digest_file(self.folder().disk().as_ref(), &full, &[Algorithm::Sha256], self.progress) {
            Ok((_, digest)) if digest.concat() == sha256 => Ok(None),
            Err(error) if error.is_cancelled() => Err(BackupError::Cancelled),
            _ => self.copy_of(sha256),
        }
    }

    /// What the check of a bag has found.
    fn bag(&mut self, folder: &str, report: &archive::Report) -> Result<(), BackupError> {
        // Where the lists themselves are damaged, a file that they don't name is neither one too many, unless it is a
        // conflict copy, nor renamed: a name may be cut. Where they can't be read now, not even a copy is.
        let is_list = |path: &str| {
            ["", "bagit.txt"].contains(&path) || !path.contains('/') && path.contains("manifest-")
        };
        let lists = || report.of(Severity::Error).filter(|finding| is_list(&finding.path));
        let whole = lists().next().is_none();
        let readable = lists().all(|finding| finding.kind != Kind::Unreadable);
        // What can't be read now may be the renamed file that another finding misses.
        let unread = report.findings.iter().filter(|finding| finding.kind == Kind::Unreadable);
        let unread: BTreeSet<&str> = unread.map(|finding| finding.path.as_str()).collect();
        for finding in &report.findings {
            let path = if finding.path.is_empty() {
                folder.to_owned()
            } else {
                format!("{folder}/{}", finding.path)
            };
            let remedy = match (finding.kind, &finding.detail) {
                (Kind::Unknown, Detail::RenamedFrom(missing)) => {
                    whole.then(|| Remedy::PutBack(format!("{folder}/{missing}")))
                }
                // Its own file is put back under its name.
                (Kind::Missing, Detail::RenamedTo(_)) | (Kind::Unknown, Detail::NotIn(_)) => None,
                (Kind::Unknown, Detail::CopyOf(_)) => readable.then_some(Remedy::Quarantine),
                (Kind::Unknown, _) => {
                    (whole && !unread.contains(&*finding.path)).then_some(Remedy::Quarantine)
                }
                _ if finding.severity == Severity::Error => self.good_copy(&path)?,
                _ => None,
            };
            let what = match finding.kind {
                Kind::Incomplete => What::Unfinished,
                Kind::Changed => What::Changed,
                Kind::Missing => What::Missing,
                Kind::Unknown => What::Unknown,
                Kind::Unreadable => What::Unreadable,
                Kind::Malformed | Kind::Unjudged => What::Broken,
            };
            self.find(finding.severity, what, &path, &finding.detail.to_string(), remedy);
        }
        // A verdict without a finding must not pass for a whole dossier.
        if report.verdict != Verdict::Intact && report.of(Severity::Error).next().is_none() {
            self.error(What::Broken, folder, &format!("{:?}", report.verdict), None);
        }
        Ok(())
    }
}

/// `00000042-<16 hex>.ron`.
fn has_own_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).strip_suffix(".ron").unwrap_or_default();
    let parts = name.split_once('-');
    parts.is_some_and(|(seq, hash)| {
        seq.len() == 8
            && seq.bytes().all(|digit| digit.is_ascii_digit())
            && hash.len() == 16
            && hash.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

fn what_of(kind: ProblemKind) -> What {
    match kind {
        ProblemKind::Empty => What::Empty,
        ProblemKind::Broken => What::Broken,
        ProblemKind::TooLarge => What::TooLarge,
        ProblemKind::Unreadable => What::Unreadable,
        ProblemKind::Newer => What::Newer,
        ProblemKind::Fork => What::Fork,
        ProblemKind::Missing => What::Missing,
        ProblemKind::Changed => What::Changed,
    }
}

//! Judging whether a data folder is whole. Writes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::tree::{Odd, OddKind, walk};
use super::{Cure, Finding, Judgement, MAX_EVENTS, Records, What, in_bag, is_event, is_once, round};
use crate::archive::{self, Detail, FindingKind, Index, Severity, Verdict};
use crate::cycle::{Cycle, Document, FileRef};
use crate::store::{
    Algorithm, Cancelled, Entry, ErrorKind, FileKind, Folder, Problem, ProblemKind, Progress, StoreError,
    Workspace, digest_file, holds_events, is_temp_name, sha256,
};

/// Judges a data folder: every document and every file of every dossier is read and compared with what events
/// and manifests say, and no other file is overlooked. A file that can't be read becomes a finding, and the
/// rest is judged all the same; fails only if the folder as a whole is out of reach, or the person asks to
/// stop.
pub fn judge(
    workspace: &Workspace,
    records: &Records,
    progress: &dyn Progress,
) -> Result<Judgement, StoreError> {
    let mut work = Work { workspace, records, progress, found: Judgement::default() };
    // Odd entries in a dossier are named by the check of the dossier.
    for odd in walk(workspace.folder())?.odd.iter().filter(|odd| in_bag(&odd.path).is_none()) {
        work.odd(odd);
    }
    work.problems();
    work.doubled_events();
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
    records: &'a Records,
    progress: &'a dyn Progress,
    found: Judgement,
}

impl Work<'_> {
    fn find(&mut self, severity: Severity, what: What, path: &str, detail: &str, cure: Option<Cure>) {
        let (path, detail) = (path.to_owned(), detail.to_owned());
        self.found.findings.push(Finding { severity, path, what, detail, cure });
    }

    fn error(&mut self, what: What, path: &str, detail: &str, cure: Option<Cure>) {
        self.find(Severity::Error, what, path, detail, cure);
    }

    fn warning(&mut self, what: What, path: &str, detail: &str, cure: Option<Cure>) {
        self.find(Severity::Warning, what, path, detail, cure);
    }

    /// Adds a finding for a file that can't be read, which does not keep the rest from being judged.
    fn unreadable(&mut self, path: &str, error: &StoreError) {
        self.error(What::Unreadable, path, &error.to_string(), None);
    }

    fn folder(&self) -> &Folder {
        self.workspace.folder()
    }

    fn relative(&self, path: &Path) -> String {
        let below = path.strip_prefix(self.workspace.root()).unwrap_or(path);
        below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    /// The entries of a folder; none, and a finding, if it can't be listed.
    fn list(&mut self, path: &str) -> Vec<Entry> {
        let listed = self.folder().list(path);
        listed.unwrap_or_else(|error| {
            self.unreadable(path, &error);
            Vec::new()
        })
    }

    /// Adds a finding for an entry that no backup can keep as a file.
    fn odd(&mut self, odd: &Odd) {
        let what = match odd.kind {
            OddKind::NotAFile(_) => What::Odd,
            OddKind::Closed(_) => What::Unreadable,
        };
        self.error(what, &odd.path, &odd.reason(), None);
    }

    fn problems(&mut self) {
        let sops = match self.workspace.sops() {
            Ok((_, problems)) => problems,
            Err(error) => {
                self.unreadable(&self.relative(error.path()), &error);
                Vec::new()
            }
        };
        for problem in self.workspace.problems().into_iter().chain(sops) {
            let path = self.relative(&problem.path);
            match problem.kind {
                ProblemKind::Newer => self.warning(What::Newer, &path, &problem.reason, None),
                kind => {
                    let cure = self.cure_for(&path, &problem);
                    self.error(what_of(kind), &path, &problem.reason, cure);
                }
            }
        }
        for waiting in self.workspace.waiting() {
            let journal = waiting.cycle.map_or_else(|| "kantor".to_owned(), |id| id.folder());
            let path = format!("{journal}/jurnal/{}", waiting.gap.writer);
            let missing = format!("{}–{}", waiting.gap.first, waiting.gap.last);
            self.warning(What::Waiting, &path, &missing, None);
        }
    }

    fn cure_for(&self, path: &str, problem: &Problem) -> Option<Cure> {
        let damaged = matches!(
            problem.kind,
            ProblemKind::Empty | ProblemKind::Broken | ProblemKind::TooLarge | ProblemKind::Unreadable
        );
        if problem.kind == ProblemKind::Missing {
            return Some(Cure::LastCopy { or_aside: false });
        }
        (damaged && (is_event(path) || is_once(path))).then(|| {
            // A file stays if some of its events can be read, or if that can't be told now.
            let hopeless = match self.folder().read(path, MAX_EVENTS) {
                Ok(bytes) => !holds_events(&bytes),
                Err(error) => matches!(error.kind(), ErrorKind::TooLarge(_)),
            };
            let or_aside = hopeless && is_event(path) && problem.kind != ProblemKind::Unreadable;
            Cure::LastCopy { or_aside }
        })
    }

    /// Warns of event files that a sync program has copied under another name: harmless, but in the way.
    fn doubled_events(&mut self) {
        let mut journals = vec!["kantor/jurnal".to_owned()];
        journals.extend(self.workspace.cycles().map(|cycle| format!("{}/jurnal", cycle.id.folder())));
        for journal in journals {
            for writer in self.list(&journal) {
                if writer.kind != FileKind::Folder {
                    continue;
                }
                let folder = format!("{journal}/{}", writer.name);
                let mut contents: BTreeMap<String, Vec<String>> = BTreeMap::new();
                for file in self.list(&folder) {
                    let path = format!("{folder}/{}", file.name);
                    // A file that can't be read is among the problems already.
                    if let Ok(bytes) = self.folder().read(&path, MAX_EVENTS) {
                        contents.entry(sha256(&bytes)).or_default().push(path);
                    }
                }
                for mut paths in contents.into_values() {
                    // The file with the name that the program gives comes first, and is kept.
                    paths.sort_by_key(|path| (!has_own_name(path), path.clone()));
                    for path in &paths[1..] {
                        self.warning(What::Copy, path, &paths[0], Some(Cure::Aside));
                    }
                }
            }
        }
    }

    /// Reads every document of a cycle: a file can be damaged although its time is unchanged.
    fn documents(&mut self, cycle: &Cycle) -> Result<(), Cancelled> {
        let below = format!("{}/berkas", cycle.id.folder());
        if cycle.state().is_sealed() {
            match self.folder().metadata(&below) {
                // A person has cleared the documents away after sealing; the dossier has all of them.
                Ok(None) => return Ok(()),
                Ok(Some(_)) => {}
                Err(error) => self.unreadable(&below, &error),
            }
        }
        let mut whole = BTreeSet::new();
        // Files of removed documents may be deleted by a person once the dossier is sealed.
        let counts = |document: &&Document| document.removed.is_none() || !cycle.state().is_sealed();
        for file in cycle.state().documents.values().filter(counts).flat_map(Document::kept) {
            if self.document(cycle, &file.file)? {
                whole.insert(file.file.sha256.clone());
            }
        }
        let orphans = self.workspace.orphans(cycle.id).unwrap_or_else(|error| {
            self.unreadable(&self.relative(error.path()), &error);
            Vec::new()
        });
        for path in orphans {
            let path = format!("{}/{path}", cycle.id.folder());
            let full = self.workspace.root().join(&path);
            match self.read(&path, &full)? {
                // A second copy may go; the last file of a content must not.
                Ok(digest) if whole.contains(&digest) => {
                    self.warning(What::Copy, &path, "", Some(Cure::Aside));
                }
                // A person may want to attach the file; the window offers that.
                Ok(_) => self.warning(What::Unknown, &path, "", None),
                Err(error) => self.unreadable(&path, &error),
            }
        }
        Ok(())
    }

    /// Reads a file, and keeps its digest for the result.
    fn read(&mut self, path: &str, full: &Path) -> Result<Result<String, StoreError>, Cancelled> {
        let disk = self.folder().disk().clone();
        match digest_file(disk.as_ref(), full, &[Algorithm::Sha256], self.progress) {
            Ok((_, digest)) => {
                let digest = digest.concat();
                self.found.digests.insert(path.to_owned(), digest.clone());
                Ok(Ok(digest))
            }
            Err(error) if error.is_cancelled() => Err(Cancelled),
            Err(error) => Ok(Err(error)),
        }
    }

    /// Whether the file of a version is in its place with the recorded content.
    fn document(&mut self, cycle: &Cycle, file: &FileRef) -> Result<bool, Cancelled> {
        let path = format!("{}/{}", cycle.id.folder(), file.path);
        let actual = match self.workspace.document_path(cycle.id, file) {
            Ok(actual) => actual,
            Err(error) => {
                self.unreadable(&path, &error);
                return Ok(false);
            }
        };
        let there = self.relative(&actual);
        if there != path {
            self.warning(What::Moved, &path, &there, None);
        }
        let cure = Some(Cure::Content(file.sha256.clone()));
        match self.read(&there, &actual)? {
            Ok(digest) if digest == file.sha256 => {
                self.found.files += 1;
                return Ok(true);
            }
            Ok(_) => self.error(What::Changed, &path, &file.original, cure),
            Err(error) if *error.kind() == ErrorKind::NotFound => {
                self.error(What::Missing, &path, &file.original, cure);
            }
            Err(error) => self.error(What::Unreadable, &path, &error.to_string(), cure),
        }
        Ok(false)
    }

    fn archive(&mut self, cycles: &[Cycle]) -> Result<(), StoreError> {
        let (index, problems) = Index::load(self.folder().disk().as_ref(), self.workspace.root());
        for problem in problems {
            let path = self.relative(&problem.path);
            let reason = problem.fault.to_string();
            let remains = problem.path.file_name().is_some_and(|name| is_temp_name(&name.to_string_lossy()));
            match problem.fault {
                // The remains of a killed program: sealing again makes a new dossier.
                archive::IndexFault::Unfinished(_) if remains => {
                    self.warning(What::Unfinished, &path, &reason, None);
                }
                // A dossier that has lost `bagit.txt`, the mark of being whole.
                archive::IndexFault::Unfinished(_) => {
                    self.error(What::Unfinished, &path, &reason, None);
                    self.missing_files(&path);
                }
                archive::IndexFault::Newer => self.warning(What::Newer, &path, &reason, None),
                // Named below, by the check of the dossier.
                archive::IndexFault::Changed => {}
                archive::IndexFault::Unreadable(_) => self.error(What::Unreadable, &path, &reason, None),
                archive::IndexFault::Broken(_) => self.error(What::Broken, &path, &reason, None),
            }
        }
        match round::chain_faults(self.folder()) {
            Ok(faults) => {
                for (path, what, reason) in faults {
                    self.error(what, &path, &reason, Some(Cure::LastCopy { or_aside: false }));
                }
            }
            Err(error) => self.unreadable(&self.relative(error.path()), &error),
        }
        let seals: Vec<_> = cycles.iter().flat_map(|cycle| &cycle.state().seals).collect();
        for seal in &seals {
            let path = format!("{}/{}", archive::FOLDER, seal.bag);
            match self.folder().metadata(&path) {
                Ok(Some(meta)) if meta.kind == FileKind::Folder => {}
                Ok(_) => {
                    self.error(What::Missing, &path, &seal.digest, None);
                    self.missing_files(&path);
                }
                Err(error) => self.unreadable(&path, &error),
            }
        }
        for rivals in cycles.iter().map(Cycle::rival_seals) {
            let each: Vec<_> =
                rivals.iter().map(|seal| format!("{} {}", seal.stamp.by, seal.digest)).collect();
            // Both PCs may have given their dossier the same name.
            for bag in rivals.iter().map(|seal| &seal.bag).collect::<BTreeSet<_>>() {
                let path = format!("{}/{bag}", archive::FOLDER);
                self.warning(What::SealedTwice, &path, &each.join(", "), None);
            }
        }
        let recorded = archive::recorded_seals(cycles);
        for dossier in &index.dossiers {
            let recorded = recorded.get(&dossier.folder).map_or(&[][..], Vec::as_slice);
            let report = archive::check_dossier(self.folder(), &dossier.folder, recorded, self.progress)?;
            let path = format!("{}/{}", archive::FOLDER, dossier.folder);
            self.found.files += report.files;
            self.found.dossiers += 1;
            let read = report.sha256.iter().map(|(name, digest)| (format!("{path}/{name}"), digest.clone()));
            self.found.digests.extend(read);
            self.bag(&path, &report);
        }
        Ok(())
    }

    /// Adds a finding for each recorded file of a dossier that is not there, where the dossier can't be
    /// checked itself.
    fn missing_files(&mut self, bag: &str) {
        let inside = format!("{bag}/");
        let files: Vec<_> = self.records.iter().filter(|(path, _)| path.starts_with(&inside)).collect();
        for (path, digest) in files {
            match self.folder().metadata(path) {
                Ok(Some(_)) => {}
                Ok(None) => self.error(What::Missing, path, "", Some(Cure::Content(digest.to_owned()))),
                Err(error) => self.unreadable(path, &error),
            }
        }
    }

    /// Adds what the check of a bag has found.
    fn bag(&mut self, folder: &str, report: &archive::Report) {
        // If the bag's lists are damaged, a name in them may be cut off: then a file that they don't name
        // counts neither as unknown, unless it is a conflict copy, nor as renamed. If the lists can't be read
        // now, not even conflict copies count.
        let is_list = |path: &str| {
            ["", "bagit.txt"].contains(&path) || !path.contains('/') && path.contains("manifest-")
        };
        let lists = || report.of(Severity::Error).filter(|finding| is_list(&finding.path));
        let whole = lists().next().is_none();
        let readable = lists().all(|finding| finding.kind != FindingKind::Unreadable);
        // A file that can't be read now may be the renamed one that another finding reports as missing.
        let unread = report.findings.iter().filter(|finding| finding.kind == FindingKind::Unreadable);
        let unread: BTreeSet<&str> = unread.map(|finding| finding.path.as_str()).collect();
        for finding in &report.findings {
            let path = if finding.path.is_empty() {
                folder.to_owned()
            } else {
                format!("{folder}/{}", finding.path)
            };
            let cure = match (finding.kind, &finding.detail) {
                (FindingKind::Unknown, Detail::RenamedFrom(missing)) => {
                    whole.then(|| Cure::PutBack(format!("{folder}/{missing}")))
                }
                // A renamed file is put back under its name by its own finding; a file without a valid name
                // can't be moved.
                (FindingKind::Missing, Detail::RenamedTo(_))
                | (FindingKind::Unknown, Detail::NotIn(_) | Detail::OddName) => None,
                (FindingKind::Unknown, Detail::CopyOf(_)) => readable.then_some(Cure::Aside),
                (FindingKind::Unknown, _) => {
                    (whole && !unread.contains(&*finding.path)).then_some(Cure::Aside)
                }
                _ if finding.severity == Severity::Error => {
                    self.records.digest(&path).map(|digest| Cure::Content(digest.to_owned()))
                }
                _ => None,
            };
            self.find(finding.severity, what_of_bag(finding.kind), &path, &finding.detail.to_string(), cure);
        }
        // A verdict without a finding must not pass for a whole dossier.
        if report.verdict != Verdict::Intact && report.of(Severity::Error).next().is_none() {
            self.error(What::Broken, folder, &format!("{:?}", report.verdict), None);
        }
    }
}

/// Whether a path ends in the name that the program gives to event files: `00000042-<16 hex>.ron`.
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

/// Translates the kind of a finding from the check of a bag.
pub fn what_of_bag(kind: FindingKind) -> What {
    match kind {
        FindingKind::Incomplete => What::Unfinished,
        FindingKind::Changed => What::Changed,
        FindingKind::Missing => What::Missing,
        FindingKind::Unknown => What::Unknown,
        FindingKind::Unreadable => What::Unreadable,
        FindingKind::Malformed => What::Broken,
        FindingKind::Unjudged => What::Unjudged,
    }
}

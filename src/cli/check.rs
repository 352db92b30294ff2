//! Checking a data folder, a dossier, or any `BagIt` bag. Nothing is repaired.

use std::path::Path;

use rust_i18n::t;

use super::output::{Output, plain};
use super::say::Trouble;
use super::{Done, Exit};
use crate::archive::{self, Index, Kind, Report, Severity, Verdict};
use crate::cycle::{Cycle, Document, FileRef};
use crate::store::{
    Algorithm, ErrorKind, OsDisk, ProblemKind, Quiet, StoreError, Workspace, digest_file, is_temp_name,
};

/// Checks what lies at a path, whatever it is.
pub fn run(path: &Path, local: &Path, quiet: bool, output: &mut Output) -> Done {
    let kind = std::fs::metadata(path).map_err(|error| StoreError::io(path, error))?;
    if path.join("renja.ron").exists() {
        let mut checking = Checking::new(path, quiet, output);
        checking.data_folder(local)?;
        return checking.conclude();
    }
    if !kind.is_dir() || !is_bag(path)? {
        return Err(Trouble::NothingToCheck(path.to_owned()));
    }
    let mut checking = Checking::new(path, quiet, output);
    let report = archive::check(path, &Quiet);
    checking.bag("", &report)?;
    checking.seal = report.seal;
    checking.conclude()
}

/// A bag, finished or not, has its payload or a manifest.
fn is_bag(path: &Path) -> Result<bool, Trouble> {
    let entries = std::fs::read_dir(path).map_err(|error| StoreError::io(path, error))?;
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()));
    Ok(names.into_iter().any(|name| name == "bagit.txt" || name == "data" || name.starts_with("manifest-")))
}

/// A check under way.
struct Checking<'a> {
    root: &'a Path,
    quiet: bool,
    output: &'a mut Output,
    faults: usize,
    notices: usize,
    files: u64,
    dossiers: usize,
    seal: Option<String>,
}

impl<'a> Checking<'a> {
    fn new(root: &'a Path, quiet: bool, output: &'a mut Output) -> Self {
        Self { root, quiet, output, faults: 0, notices: 0, files: 0, dossiers: 0, seal: None }
    }

    /// Something that must not be.
    fn fault(&mut self, word: &str, path: &str, detail: &str) -> Result<(), Trouble> {
        self.faults += 1;
        self.show(word, path, detail)
    }

    /// Something to look at; nothing is lost.
    fn notice(&mut self, word: &str, path: &str, detail: &str) -> Result<(), Trouble> {
        self.notices += 1;
        if self.quiet { Ok(()) } else { self.show(word, path, detail) }
    }

    fn show(&mut self, word: &str, path: &str, detail: &str) -> Result<(), Trouble> {
        let line = format!("{word}\t{}\t{}", plain(path), plain(detail));
        self.output.line(line.trim_end())
    }

    /// A path as seen from the folder that is checked.
    fn relative(&self, path: &Path) -> String {
        let below = path.strip_prefix(self.root).unwrap_or(path);
        below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }

    fn data_folder(&mut self, local: &Path) -> Result<(), Trouble> {
        let mut workspace = Workspace::open(self.root, local)?;
        let (_, sops) = workspace.sops()?;
        for problem in workspace.problems().into_iter().chain(sops) {
            let path = self.relative(&problem.path);
            let word = problem_word(problem.kind);
            match problem.kind {
                ProblemKind::Newer => self.notice(&word, &path, &problem.reason)?,
                _ => self.fault(&word, &path, &problem.reason)?,
            }
        }
        for waiting in workspace.waiting() {
            let journal = waiting.cycle.map_or_else(|| "kantor".to_owned(), |id| id.folder());
            let path = format!("{journal}/jurnal/{}", waiting.gap.writer);
            let missing = format!("{}–{}", waiting.gap.first, waiting.gap.last);
            self.notice(&t!("cli.word.waiting"), &path, &missing)?;
        }
        let cycles: Vec<Cycle> = workspace.cycles().cloned().collect();
        for cycle in &cycles {
            self.documents(&mut workspace, cycle)?;
        }
        self.archive(&cycles)
    }

    /// Reads every document of a cycle: a file whose time is unchanged can be damaged all the same.
    fn documents(&mut self, workspace: &mut Workspace, cycle: &Cycle) -> Result<(), Trouble> {
        let folder = workspace.cycle_folder(cycle.id)?.clone();
        if cycle.state().is_sealed() && folder.metadata("berkas")?.is_none() {
            // Cleared away by a person after sealing; the dossier has them all.
            return Ok(());
        }
        // What was removed may be deleted by a person once the dossier is sealed.
        let counts = |document: &&Document| document.removed.is_none() || !cycle.state().is_sealed();
        for file in cycle.state().documents.values().filter(counts).flat_map(Document::kept) {
            self.document(workspace, cycle, &file.file)?;
        }
        for path in workspace.orphans(cycle.id)? {
            let path = format!("{}/{path}", cycle.id.folder());
            self.notice(&t!("cli.word.unknown"), &path, "")?;
        }
        Ok(())
    }

    fn document(&mut self, workspace: &Workspace, cycle: &Cycle, file: &FileRef) -> Result<(), Trouble> {
        let actual = workspace.document_path(cycle.id, file)?;
        let named = workspace.cycle_folder(cycle.id)?.path(&file.path)?;
        let path = self.relative(&named);
        if actual != named {
            self.notice(&t!("cli.word.moved"), &path, &self.relative(&actual))?;
        }
        match digest_file(&OsDisk, &actual, &[Algorithm::Sha256], &Quiet) {
            Ok((_, digest)) if digest.concat() == file.sha256 => self.files += 1,
            Ok(_) => self.fault(&t!("cli.word.changed"), &path, &file.original)?,
            Err(error) if *error.kind() == ErrorKind::NotFound => {
                self.fault(&t!("cli.word.missing"), &path, &file.original)?;
            }
            Err(error) => self.fault(&t!("cli.word.unreadable"), &path, &error.to_string())?,
        }
        Ok(())
    }

    fn archive(&mut self, cycles: &[Cycle]) -> Result<(), Trouble> {
        let (index, problems) = Index::load(self.root);
        for problem in problems {
            let path = self.relative(&problem.path);
            let reason = problem.fault.to_string();
            let remains = problem.path.file_name().is_some_and(|name| is_temp_name(&name.to_string_lossy()));
            match problem.fault {
                // What a killed program left; sealing again makes it anew.
                archive::ProblemKind::Unfinished(_) if remains => {
                    self.notice(&t!("cli.word.unfinished"), &path, &reason)?;
                }
                archive::ProblemKind::Unfinished(_) => {
                    self.fault(&t!("cli.word.unfinished"), &path, &reason)?;
                }
                archive::ProblemKind::Newer => self.notice(&t!("cli.word.newer"), &path, &reason)?,
                // The check of its dossier names it below.
                archive::ProblemKind::Changed => {}
                archive::ProblemKind::Unreadable(_) => {
                    self.fault(&t!("cli.word.unreadable"), &path, &reason)?;
                }
                archive::ProblemKind::Broken(_) => self.fault(&t!("cli.word.broken"), &path, &reason)?,
            }
        }
        let seals: Vec<_> = cycles.iter().flat_map(|cycle| &cycle.state().seals).collect();
        for seal in &seals {
            let path = format!("{}/{}", archive::FOLDER, seal.bag);
            if !self.root.join(archive::FOLDER).join(&seal.bag).is_dir() {
                self.fault(&t!("cli.word.missing"), &path, &seal.digest)?;
            }
        }
        for dossier in &index.dossiers {
            let path = format!("{}/{}", archive::FOLDER, dossier.folder);
            let mut report = archive::check(&self.root.join(archive::FOLDER).join(&dossier.folder), &Quiet);
            let recorded = seals.iter().filter(|seal| seal.bag == dossier.folder);
            report = report.against_seals(&recorded.map(|seal| seal.digest.clone()).collect::<Vec<_>>());
            self.bag(&path, &report)?;
        }
        Ok(())
    }

    /// Names what the check of a bag has found.
    fn bag(&mut self, folder: &str, report: &Report) -> Result<(), Trouble> {
        self.dossiers += 1;
        self.files += report.files;
        for finding in &report.findings {
            let parts = [folder, &finding.path].into_iter().filter(|part| !part.is_empty());
            let path = parts.collect::<Vec<_>>().join("/");
            let path = if path.is_empty() { "." } else { &path };
            let (word, detail) = (finding_word(finding.kind), finding.detail.to_string());
            match finding.severity {
                Severity::Error => self.fault(&word, path, &detail)?,
                Severity::Warning | Severity::Information => self.notice(&word, path, &detail)?,
            }
        }
        // A verdict without a finding must not pass for a whole dossier.
        if report.verdict != Verdict::Intact && report.of(Severity::Error).next().is_none() {
            let path = if folder.is_empty() { "." } else { folder };
            self.fault(&t!("cli.word.broken"), path, &format!("{:?}", report.verdict))?;
        }
        Ok(())
    }

    fn conclude(self) -> Done {
        let (files, dossiers, notices) = (self.files, self.dossiers, self.notices);
        let summary = match (self.faults, notices) {
            (0, 0) => t!("cli.summary.fine", files = files, dossiers = dossiers),
            (0, _) => t!("cli.summary.notices", notices = notices, files = files, dossiers = dossiers),
            (faults, _) => {
                t!(
                    "cli.summary.faults",
                    faults = faults,
                    notices = notices,
                    files = files,
                    dossiers = dossiers
                )
            }
        };
        if !self.quiet {
            self.output.line(&summary)?;
            if let Some(seal) = &self.seal {
                self.output.line(&t!("cli.summary.seal", digest = seal))?;
            }
        }
        Ok(if self.faults == 0 { Exit::Fine } else { Exit::Faults })
    }
}

fn problem_word(kind: ProblemKind) -> String {
    match kind {
        ProblemKind::Empty => t!("cli.word.empty"),
        ProblemKind::Broken => t!("cli.word.broken"),
        ProblemKind::TooLarge => t!("cli.word.too_large"),
        ProblemKind::Unreadable => t!("cli.word.unreadable"),
        ProblemKind::Newer => t!("cli.word.newer"),
        ProblemKind::Fork => t!("cli.word.fork"),
        ProblemKind::Missing => t!("cli.word.missing"),
        ProblemKind::Changed => t!("cli.word.changed"),
    }
    .into_owned()
}

fn finding_word(kind: Kind) -> String {
    match kind {
        Kind::Incomplete => t!("cli.word.unfinished"),
        Kind::Changed => t!("cli.word.changed"),
        Kind::Missing => t!("cli.word.missing"),
        Kind::Unknown => t!("cli.word.unknown"),
        Kind::Unreadable => t!("cli.word.unreadable"),
        Kind::Malformed => t!("cli.word.broken"),
    }
    .into_owned()
}

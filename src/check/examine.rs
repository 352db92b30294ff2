//! The examination: what `fixity` finds, and what a repair can do about it. Writes nothing.

use super::{Examination, Finding, Remedy};
use crate::archive::Severity;
use crate::backup::{BackupError, Copies};
use crate::fixity::{self, Cure, Records, What};
use crate::store::{Algorithm, Folder, Progress, Workspace, digest_file};

/// Examines a data folder: every document and every file of every dossier is read. If there is a backup, good
/// copies of damaged and missing files are looked for in it.
pub fn examine(
    workspace: &Workspace,
    copies: Option<&mut Copies>,
    progress: &dyn Progress,
) -> Result<Examination, BackupError> {
    let backed_up = copies.as_ref().and_then(|copies| copies.workspace());
    let states: Vec<&Workspace> = std::iter::once(workspace).chain(backed_up).collect();
    let records = Records::read(&states);
    let judged = fixity::judge(workspace, &records, progress)?;
    let mut work = Work { folder: workspace.folder(), copies, progress };
    let mut found = Examination {
        findings: work.missing_events(&records)?,
        files: judged.files,
        dossiers: judged.dossiers,
    };
    for fixity::Finding { severity, path, what, detail, cure } in judged.findings {
        let remedy = cure.map_or(Ok(None), |cure| work.remedy(&path, cure))?;
        found.findings.push(Finding { severity, path, what, detail, remedy });
    }
    found.findings.sort_by(|a, b| (a.severity, &a.path, a.what).cmp(&(b.severity, &b.path, b.what)));
    found.findings.dedup_by(|b, a| a.path == b.path && a.what == b.what);
    Ok(found)
}

struct Work<'a> {
    folder: &'a Folder,
    copies: Option<&'a mut Copies>,
    progress: &'a dyn Progress,
}

impl Work<'_> {
    /// What a repair can do about a finding now.
    fn remedy(&mut self, path: &str, cure: Cure) -> Result<Option<Remedy>, BackupError> {
        match cure {
            Cure::Aside => Ok(Some(Remedy::Quarantine)),
            Cure::PutBack(own) => Ok(Some(Remedy::PutBack(own))),
            Cure::Content(sha256) => self.copy_unless_there(path, &sha256),
            Cure::LastCopy { or_aside } => {
                let listed = self.copies.as_ref().and_then(|copies| copies.listed(path)).map(str::to_owned);
                let copy = listed.map_or(Ok(None), |listed| self.copy_unless_there(path, &listed))?;
                Ok(copy.or_else(|| or_aside.then_some(Remedy::Quarantine)))
            }
        }
    }

    /// A copy of this content from the backup, unless the file has that content and something else is wrong
    /// with it.
    fn copy_unless_there(&mut self, path: &str, sha256: &str) -> Result<Option<Remedy>, BackupError> {
        let full = self.folder.path(path)?;
        match digest_file(self.folder.disk().as_ref(), &full, &[Algorithm::Sha256], self.progress) {
            Ok((_, digest)) if digest.concat() == sha256 => Ok(None),
            Err(error) if error.is_cancelled() => Err(BackupError::Cancelled),
            _ => self.copy_of(sha256),
        }
    }

    /// A good copy of this content from the backup.
    fn copy_of(&mut self, sha256: &str) -> Result<Option<Remedy>, BackupError> {
        let Some(copies) = &mut self.copies else { return Ok(None) };
        let from = copies.find(sha256, self.progress)?;
        Ok(from.map(|from| Remedy::Replace { from, sha256: sha256.to_owned() }))
    }

    /// Events that the backup has and the data folder has lost.
    fn missing_events(&mut self, records: &Records) -> Result<Vec<Finding>, BackupError> {
        let mut missing = Vec::new();
        let Some(copies) = &self.copies else { return Ok(missing) };
        for (path, sha256) in copies.events(self.progress)? {
            if self.folder.metadata(&path)?.is_none() && !records.is_cleared(&path) {
                let remedy = self.copy_of(&sha256)?;
                let (severity, what) = (Severity::Error, What::Missing);
                missing.push(Finding { severity, path, what, detail: String::new(), remedy });
            }
        }
        Ok(missing)
    }
}

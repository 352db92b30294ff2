//! Sealing, exporting, and making the sample.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use rust_i18n::t;

use super::failure::Failure;
use super::output::Output;
use super::parse::read_cycle;
use super::{Done, Exit};
use crate::archive::{self, Export, Given, Index, Severity, Source};
use crate::cycle::CycleId;
use crate::demo;
use crate::explain;
use crate::store::{OsDisk, Quiet, Who, Workspace};

/// Seals a cycle and prints the dossier's path and its seal.
pub fn seal(
    root: &Path,
    local: &Path,
    cycle: CycleId,
    name: &str,
    at: DateTime<FixedOffset>,
    output: &mut Output,
) -> Done {
    let mut workspace = Workspace::open(root, local)?;
    let who = Who { by: person(name), at };
    let sealed = archive::seal(&mut workspace, cycle, &who, &Quiet)?;
    let folder = root.join(archive::FOLDER).join(&sealed.bag);
    output.line(&format!("{}\t{}", folder.display(), sealed.digest))?;
    Ok(Exit::Fine)
}

/// The name from this PC's settings, else the one under which the person is logged in.
pub fn person(name: &str) -> String {
    let login = || ["USERNAME", "USER"].into_iter().find_map(|key| std::env::var(key).ok());
    match name.trim() {
        "" => login().unwrap_or_else(|| "renja".to_owned()),
        name => name.to_owned(),
    }
}

/// Writes a dossier to a ZIP file. The dossier is named by its folder, or by its cycle, which means the
/// newest revision. A dossier with errors is refused, or with `as_is` packed together with a note of what is
/// wrong.
pub fn export(
    root: &Path,
    dossier: &str,
    target: &Path,
    as_is: bool,
    at: DateTime<FixedOffset>,
    output: &mut Output,
) -> Done {
    let (index, _) = Index::load(&OsDisk, root);
    let cycle = read_cycle(dossier);
    let found = index.get(dossier).or_else(|| {
        let mut of_cycle = index.dossiers.iter().filter(|other| cycle.is_some() && other.cycle() == cycle);
        of_cycle.find(|other| !other.superseded)
    });
    let found = found.ok_or_else(|| Failure::NoDossier(dossier.to_owned()))?;
    let workspace = Workspace::view(Arc::new(OsDisk), root)?;
    let seals = archive::recorded_seals(workspace.cycles()).remove(&found.folder).unwrap_or_default();
    let export = Export { folder: found.folder.clone(), target: target.to_owned(), as_is };
    let report = archive::export(workspace.folder(), &export, &seals, at, &Quiet)?;
    output.line(&target.display().to_string())?;
    match report.of(Severity::Error).count() {
        0 => Ok(Exit::Fine),
        faults => {
            output.line(&t!("cli.summary.exported_as_is", faults = faults))?;
            Ok(Exit::Faults)
        }
    }
}

/// Imports a bag into the archive and prints its path and the warnings of its check.
pub fn import(
    root: &Path,
    local: &Path,
    source: &Source,
    given: Option<&Given>,
    who: &Who,
    output: &mut Output,
) -> Done {
    let mut workspace = Workspace::open(root, local)?;
    let imported = archive::import(workspace.folder(), source, given, &Quiet)?;
    if let Some(change) = imported.to_record(given, workspace.office()) {
        workspace.change_office(vec![change], who)?;
    }
    output.line(&root.join(archive::FOLDER).join(&imported.folder).display().to_string())?;
    for finding in &imported.report.findings {
        output.error(&explain::finding(finding));
    }
    Ok(Exit::Fine)
}

/// Makes the sample.
pub fn demo(root: &Path, local: &Path, years: u32, output: &mut Output) -> Done {
    demo::create(root, local, years, &Quiet)?;
    output.line(&root.display().to_string())?;
    Ok(Exit::Fine)
}

//! Listing cycles and dossiers, for people and, as JSON, for other programs.
//!
//! The JSON is a contract: as long as `v` stays the same, fields may be added, but none is removed or changes
//! its meaning.

use std::path::Path;

use chrono::NaiveDate;
use rust_i18n::t;
use serde::Serialize;

use super::failure::Failure;
use super::output::{Output, plain};
use super::{Done, Exit};
use crate::archive::{self, Index};
use crate::cycle::{Cycle, Document, Kind, SlotState, StepStatus, Version};
use crate::store::{OsDisk, Workspace};

/// Prints the list of a data folder's cycles and dossiers.
pub fn run(root: &Path, local: &Path, json: bool, output: &mut Output) -> Done {
    let workspace = Workspace::open(root, local)?;
    let (index, problems) = Index::load(&OsDisk, root);
    if json {
        let listing = listing(&workspace, &index, &problems)?;
        let text = serde_json::to_string_pretty(&listing).map_err(|error| Failure::Output(error.into()))?;
        output.line(&text)?;
        return Ok(Exit::Fine);
    }
    for cycle in workspace.cycles() {
        let state = cycle.state();
        let what = if state.is_sealed() { t!("cli.list.sealed") } else { t!("cli.list.open") };
        output.line(&format!("{}\t{what}\t{}/{}", cycle.id.folder(), state.done(), state.steps.len()))?;
    }
    for dossier in &index.dossiers {
        let line = format!("{}/{}\t{}", archive::FOLDER, dossier.folder, plain(dossier.title()));
        output.line(&format!("{line}\t{}", t!("cli.list.documents", n = dossier.documents())))?;
    }
    Ok(Exit::Fine)
}

#[derive(Serialize)]
struct Listing<'a> {
    v: u32,
    office: &'a str,
    cycles: Vec<CycleEntry<'a>>,
    dossiers: Vec<DossierEntry<'a>>,
    problems: Vec<ProblemEntry>,
}

#[derive(Serialize)]
struct CycleEntry<'a> {
    id: String,
    year: i32,
    kind: &'static str,
    /// Number of the *Perubahan*.
    revision: Option<u8>,
    sealed: bool,
    /// The step whose turn it is.
    current: Option<u8>,
    done: usize,
    steps: Vec<StepEntry<'a>>,
    documents: Vec<DocumentEntry<'a>>,
}

#[derive(Serialize)]
struct StepEntry<'a> {
    no: u8,
    title: &'a str,
    status: &'static str,
    round: usize,
    slots: Vec<SlotEntry<'a>>,
}

#[derive(Serialize)]
struct SlotEntry<'a> {
    key: &'a str,
    label: &'a str,
    state: &'static str,
    equipment: bool,
}

#[derive(Serialize)]
struct DocumentEntry<'a> {
    /// Writer and number of the event that added the document.
    id: String,
    step: u8,
    slot: Option<&'a str>,
    title: &'a str,
    number: &'a str,
    date: Option<NaiveDate>,
    removed: bool,
    /// The current version of the document.
    #[serde(flatten)]
    current: FileEntry<'a>,
    versions: Vec<FileEntry<'a>>,
}

#[derive(Serialize)]
struct FileEntry<'a> {
    /// Relative to the data folder, with `/`.
    path: String,
    original: &'a str,
    size: u64,
    sha256: &'a str,
    stage: Option<&'a str>,
    withdrawn: bool,
}

#[derive(Serialize)]
struct DossierEntry<'a> {
    folder: &'a str,
    title: &'a str,
    year: Option<i32>,
    /// Folder name of the dossier's cycle; none for a bag of another program.
    cycle: Option<String>,
    seal: Option<&'a str>,
    sealed_on: Option<NaiveDate>,
    superseded: bool,
    files: u64,
    bytes: u64,
    documents: usize,
}

#[derive(Serialize)]
struct ProblemEntry {
    path: String,
    reason: String,
}

fn listing<'a>(
    workspace: &'a Workspace,
    index: &'a Index,
    problems: &[archive::IndexProblem],
) -> Result<Listing<'a>, Failure> {
    let relative = |path: &Path| {
        let below = path.strip_prefix(workspace.root()).unwrap_or(path);
        below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    };
    let of_store = workspace.problems().into_iter().map(|problem| (relative(&problem.path), problem.reason));
    let of_archive = problems.iter().map(|problem| (relative(&problem.path), problem.fault.to_string()));
    Ok(Listing {
        v: 1,
        office: workspace.office().name(),
        cycles: workspace.cycles().map(|cycle| cycle_entry(workspace, cycle)).collect::<Result<_, _>>()?,
        dossiers: index.dossiers.iter().map(dossier_entry).collect(),
        problems: of_store.chain(of_archive).map(|(path, reason)| ProblemEntry { path, reason }).collect(),
    })
}

fn cycle_entry<'a>(workspace: &Workspace, cycle: &'a Cycle) -> Result<CycleEntry<'a>, Failure> {
    let state = cycle.state();
    let (kind, revision) = match cycle.id.kind {
        Kind::Induk => ("induk", None),
        Kind::Perubahan(n) => ("perubahan", Some(n)),
    };
    let steps = cycle.sop.steps.iter().map(|step| StepEntry {
        no: step.no.0,
        title: &step.title,
        status: status(state.status(step.no)),
        round: state.step(step.no).map_or(1, crate::cycle::StepState::round),
        slots: step
            .slots()
            .map(|slot| SlotEntry {
                key: &slot.key.0,
                label: &slot.label,
                state: slot_state(cycle.slot_state(&slot.key)),
                equipment: slot.equipment,
            })
            .collect(),
    });
    Ok(CycleEntry {
        id: cycle.id.folder(),
        year: cycle.id.year,
        kind,
        revision,
        sealed: state.is_sealed(),
        current: state.current().map(|step| step.0),
        done: state.done(),
        steps: steps.collect(),
        documents: in_order(cycle)
            .into_iter()
            .map(|document| document_entry(workspace, cycle, document))
            .collect::<Result<_, _>>()?,
    })
}

/// Sorted by step, and within a step by the time of adding.
fn in_order(cycle: &Cycle) -> Vec<&Document> {
    let mut documents: Vec<_> = cycle.state().documents.values().collect();
    documents.sort_by(|a, b| {
        let of = |document: &Document| document.versions[0].stamp.clone();
        (a.step, of(a).order()).cmp(&(b.step, of(b).order()))
    });
    documents
}

fn document_entry<'a>(
    workspace: &Workspace,
    cycle: &Cycle,
    document: &'a Document,
) -> Result<DocumentEntry<'a>, Failure> {
    let entry = |version: &'a Version| -> Result<FileEntry<'a>, Failure> {
        let path = workspace.document_path(cycle.id, &version.file)?;
        let below = path.strip_prefix(workspace.root()).unwrap_or(&path);
        Ok(FileEntry {
            path: below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"),
            original: &version.file.original,
            size: version.file.size,
            sha256: &version.file.sha256,
            stage: version.stage.as_deref(),
            withdrawn: version.withdrawn,
        })
    };
    Ok(DocumentEntry {
        id: format!("{}/{}", document.id.0, document.id.1),
        step: document.step.0,
        slot: document.slot.as_ref().map(|slot| slot.0.as_str()),
        title: &document.title,
        number: &document.number,
        date: document.date,
        removed: document.removed.is_some(),
        current: entry(document.current())?,
        versions: document.versions.iter().map(entry).collect::<Result<_, _>>()?,
    })
}

fn dossier_entry(dossier: &archive::Dossier) -> DossierEntry<'_> {
    DossierEntry {
        folder: &dossier.folder,
        title: dossier.title(),
        year: dossier.year,
        cycle: dossier.cycle().map(|cycle| cycle.folder()),
        seal: dossier.seal.as_deref(),
        sealed_on: dossier.sealed_on(),
        superseded: dossier.superseded,
        files: dossier.files,
        bytes: dossier.bytes,
        documents: dossier.documents(),
    }
}

fn status(status: StepStatus) -> &'static str {
    match status {
        StepStatus::NotStarted => "not-started",
        StepStatus::Running => "running",
        StepStatus::Waiting => "waiting",
        StepStatus::Returned => "returned",
        StepStatus::Done => "done",
    }
}

fn slot_state(state: SlotState) -> &'static str {
    match state {
        SlotState::Missing => "missing",
        SlotState::File => "file",
        SlotState::Paper => "paper",
        SlotState::Both => "both",
        SlotState::NotApplicable => "not-applicable",
    }
}

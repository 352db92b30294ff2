//! A cycle ready to be sealed.

use std::path::{Path, PathBuf};

use chrono::Local;
use renja::cycle::{ArchiveForm, Command, CycleId};
use renja::sop::{StepNo, builtin};
use renja::store::{Attach, Quiet, Who, Workspace};

pub fn who() -> Who {
    Who { by: "Bench".to_owned(), at: Local::now().fixed_offset() }
}

pub fn id(year: i32) -> CycleId {
    CycleId::induk(year)
}

/// A data folder with one cycle that holds these documents, all steps done and the form filled in.
pub fn ready(folder: &Path, year: i32, documents: &[PathBuf]) -> Workspace {
    let data = folder.join("data");
    let _ = std::fs::remove_dir_all(&data);
    let mut workspace =
        Workspace::create(&data, &folder.join("local"), "Bench", &who()).expect("a data folder");
    let id = id(year);
    workspace.start_cycle(id, builtin(), &who()).expect("a cycle");
    let attach = |(n, source): (usize, &PathBuf)| Attach {
        source: source.clone(),
        step: StepNo(1 + u8::try_from(n % 17).expect("small")),
        slot: None,
        title: format!("Dokumen undangan rapat {n}"),
        stage: None,
        version_of: None,
    };
    let files: Vec<_> = documents.iter().enumerate().map(attach).collect();
    for (n, attached) in workspace.attach_many(id, &files, &who(), &Quiet).into_iter().enumerate() {
        let document = attached.expect("attached");
        let number = Command::SetNumber { document, number: format!("005/{n}-Bappeda/{year}"), date: None };
        workspace.execute(id, &number, &who()).expect("a number");
    }
    for step in &builtin().steps {
        let finish = Command::Finish { step: step.no, reason: Some("bench".to_owned()) };
        workspace.execute(id, &finish, &who()).expect("a step");
    }
    let form = ArchiveForm { title: format!("Rencana Kerja {year}"), ..ArchiveForm::default() };
    workspace.execute(id, &Command::SetForm(Box::new(form)), &who()).expect("a form");
    workspace
}

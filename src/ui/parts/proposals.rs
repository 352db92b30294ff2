//! What is proposed to a person who begins something.

use std::path::PathBuf;

use crate::cycle::CycleId;
use crate::pc::Portable;
use crate::ui::contract::Model;

/// The year after the youngest cycle or dossier, else next year: what *Mulai siklus baru* proposes.
pub fn next_year(model: &Model) -> i32 {
    let working = model.snapshot().into_iter().flat_map(|snapshot| snapshot.cycles.keys().copied());
    let sealed = model
        .snapshot()
        .into_iter()
        .flat_map(|snapshot| &snapshot.archive.dossiers)
        .filter_map(crate::archive::Dossier::cycle);
    let youngest = working.chain(sealed).map(|id: CycleId| id.year).max();
    let this = chrono::Datelike::year(&model.today());
    youngest.map_or(this + 1, |year| (year + 1).max(this))
}

/// `Renja` in the documents of this person: found by everybody, in every backup. Beside the program if it is
/// portable.
pub fn default_folder() -> Option<PathBuf> {
    if let Some(portable) = Portable::here() {
        return Some(portable.data());
    }
    let dirs = directories::UserDirs::new()?;
    Some(dirs.document_dir().unwrap_or(dirs.home_dir()).join("Renja"))
}

//! What is proposed to a person who begins something.

use std::path::PathBuf;

use crate::cycle::CycleId;
use crate::pc::Portable;
use crate::ui::contract::Model;

/// The year that *Mulai siklus baru* proposes: the one after the latest cycle or dossier, else next year.
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

/// The proposed data folder: `Renja` in this person's documents folder, where people find it and backups
/// include it; beside the program if the program is portable.
pub fn default_folder() -> Option<PathBuf> {
    if let Some(portable) = Portable::here() {
        return Some(portable.data());
    }
    let dirs = directories::UserDirs::new()?;
    Some(dirs.document_dir().unwrap_or(dirs.home_dir()).join("Renja"))
}

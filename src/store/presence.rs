//! Who has which step open on another PC. Only a courtesy: never an event, and never a reason to stop work.
//!
//! Each program rewrites one small file of its own in a cycle's folder while the cycle is open in its window.
//! Other programs believe the file while it keeps changing, by the time at which they see it change: clocks
//! of other PCs are not relied on, and the file of a killed program is soon no longer believed.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::disk::FileKind;
use super::envelope::is_writer;
use super::error::StoreError;
use super::folder::{Folder, join};
use super::layout::{text, to_ron};
use super::workspace::Workspace;
use crate::cycle::{CycleId, WriterId};
use crate::sop::StepNo;

/// Folder of the files below that of a cycle.
pub const FOLDER: &str = "hadir";
/// Layout of the file.
const VERSION: u32 = 1;
/// Largest file that is read, in bytes.
const MAX: u64 = 4096;
/// Most files that are read: more than any office has PCs.
const MAX_FILES: usize = 64;
/// Longest name that is shown, in characters.
const MAX_NAME: usize = 60;
/// How often the own file is rewritten at most.
const BEAT: Duration = Duration::from_secs(20);
/// How long a file that does not change is believed.
const BELIEVED: Duration = Duration::from_mins(1);

/// Somebody who has a cycle open on another PC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The person, as typed there.
    pub by: String,
    /// The step whose panel is open there.
    pub step: Option<StepNo>,
    /// Since when, by the clock of that PC.
    pub since: DateTime<FixedOffset>,
}

/// What this window tells others of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// The cycle on screen.
    pub cycle: CycleId,
    /// The step whose panel is open.
    pub step: Option<StepNo>,
    /// The person.
    pub by: String,
}

/// Content of a presence file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sign {
    v: u32,
    /// None when the window has left.
    langkah: Option<StepNo>,
    di_sini: bool,
    oleh: String,
    sejak: DateTime<FixedOffset>,
    /// Counts the rewrites, so that the file changes.
    detak: u64,
}

/// Rewrites this program's own presence file, and remembers what was seen of those of others.
#[derive(Debug, Default)]
pub struct Presence {
    told: Option<Told>,
    seen: BTreeMap<WriterId, Seen>,
    /// The cycle whose files are in `seen`.
    watched: Option<CycleId>,
    beat: u64,
    failing: bool,
}

#[derive(Debug)]
struct Told {
    here: Here,
    since: DateTime<FixedOffset>,
    at: Instant,
    /// The folder of presence files, in which the own file lies.
    folder: Folder,
    path: String,
}

#[derive(Debug)]
struct Seen {
    bytes: Vec<u8>,
    /// When the file was last seen to change; none if never.
    changed: Option<Instant>,
}

impl Presence {
    /// Tells others what is on screen here; none when nothing is. The file is rewritten now and then even if
    /// nothing changes. A failure is logged once and otherwise ignored.
    pub fn tell(
        &mut self,
        workspace: &Workspace,
        here: Option<&Here>,
        at: DateTime<FixedOffset>,
        now: Instant,
    ) {
        let here = here.filter(|here| !workspace.is_read_only() && is_open(workspace, here.cycle));
        if self.told.as_ref().is_some_and(|told| here.is_none_or(|here| here.cycle != told.here.cycle)) {
            self.leave();
        }
        let told = self.told.as_ref();
        if told.is_some_and(|told| now.duration_since(told.at) < BEAT) {
            return;
        }
        let Some(here) = here else { return };
        let Ok(folder) = workspace.cycle_folder(here.cycle).cloned() else { return };
        let since = told.filter(|told| told.here == *here).map_or(at, |told| told.since);
        let path = join(FOLDER, &format!("{}.ron", workspace.writer()));
        let told = Told { here: here.clone(), since, at: now, folder, path };
        self.write(&told, true);
        self.told = Some(told);
    }

    /// Tells others that nothing is on screen here any longer.
    pub fn leave(&mut self) {
        if let Some(told) = self.told.take() {
            self.write(&told, false);
        }
    }

    fn write(&mut self, told: &Told, di_sini: bool) {
        self.beat += 1;
        let sign = Sign {
            v: VERSION,
            langkah: told.here.step,
            di_sini,
            oleh: told.here.by.clone(),
            sejak: told.since,
            detak: self.beat,
        };
        let written = to_ron(&sign, &told.folder)
            .and_then(|text| told.folder.replace_file_at_once(&told.path, text.as_bytes()));
        if let Err(error) = &written
            && !self.failing
        {
            log::info!("others are not told who works here: {error}");
        }
        self.failing = written.is_err();
    }

    /// Who else has the cycle open, by name and step. The person at this window is not named, on whatever PC.
    pub fn others(&mut self, workspace: &Workspace, id: CycleId, own: &str, now: Instant) -> Vec<Present> {
        let first = self.watched != Some(id);
        if first {
            self.watched = Some(id);
            self.seen.clear();
        }
        let mut others: Vec<Present> = self.look(workspace, id, first, now).unwrap_or_else(|error| {
            log::debug!("{error}");
            Vec::new()
        });
        others.retain(|other| own.trim().is_empty() || other.by != clean(own));
        others.sort_by(|a, b| (a.step, &a.by).cmp(&(b.step, &b.by)));
        others.dedup_by(|a, b| (a.step, &a.by) == (b.step, &b.by));
        others
    }

    fn look(
        &mut self,
        workspace: &Workspace,
        id: CycleId,
        first: bool,
        now: Instant,
    ) -> Result<Vec<Present>, StoreError> {
        let folder = workspace.cycle_folder(id)?;
        let mut others = Vec::new();
        for entry in folder.list(FOLDER)?.into_iter().take(MAX_FILES) {
            let Some(writer) = entry.name.strip_suffix(".ron").filter(|id| is_writer(id)) else { continue };
            let writer = WriterId(writer.to_owned());
            if entry.kind != FileKind::File || writer == *workspace.writer() {
                continue;
            }
            let Ok(bytes) = folder.read(&join(FOLDER, &entry.name), MAX) else { continue };
            // A file that was there before the first look may be years old.
            let changed = if first { None } else { Some(now) };
            let seen = match self.seen.remove(&writer) {
                Some(seen) if seen.bytes == bytes => seen,
                _ => Seen { bytes, changed },
            };
            let alive = seen.changed.is_some_and(|changed| now.duration_since(changed) < BELIEVED);
            if alive && let Some(sign) = read(&seen.bytes) {
                let step = sign
                    .langkah
                    .filter(|step| workspace.cycle(id).is_some_and(|cycle| cycle.sop.step(*step).is_some()));
                others.push(Present { by: clean(&sign.oleh), step, since: sign.sejak });
            }
            self.seen.insert(writer, seen);
        }
        Ok(others)
    }
}

/// Whether work on a cycle can go on. The folder of a sealed cycle is left alone.
fn is_open(workspace: &Workspace, id: CycleId) -> bool {
    workspace.cycle(id).is_some_and(|cycle| !cycle.state().is_sealed())
}

fn read(bytes: &[u8]) -> Option<Sign> {
    let sign: Sign = ron::from_str(text(bytes).ok()?).ok()?;
    (sign.v == VERSION && sign.di_sini).then_some(sign)
}

/// A name made safe to be shown, whatever stands in the file.
fn clean(name: &str) -> String {
    let visible = |c: &char| !super::names::is_invisible(*c);
    name.trim().chars().filter(visible).take(MAX_NAME).collect()
}

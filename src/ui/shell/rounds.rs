//! Work that begins by itself: a backup each day, a check of the archive each month. The check pauses while
//! somebody uses the program.

use chrono::{DateTime, FixedOffset, TimeDelta};
use eframe::egui::Context;

use super::App;
use crate::ui::contract::{Folder, Model};
use crate::ui::deeds::{AFTER_FAILURE, BackUp, CheckArchive};

/// How often a backup begins by itself, if the disk is there.
const DAILY: TimeDelta = TimeDelta::hours(24);
/// How often a check of the archive begins by itself.
const MONTHLY: TimeDelta = TimeDelta::days(30);
/// How long nobody has used the program when it counts as idle.
const IDLE: TimeDelta = TimeDelta::minutes(5);
/// How often the program looks for the backup disk.
const LOOK: TimeDelta = TimeDelta::minutes(1);

/// When such work may begin.
pub(super) struct Rounds {
    /// No check of the archive begins by itself before this time.
    archive_after: Option<DateTime<FixedOffset>>,
    /// When somebody last used the program.
    active_at: DateTime<FixedOffset>,
}

impl Rounds {
    pub fn new(now: DateTime<FixedOffset>) -> Self {
        Self { archive_after: None, active_at: now }
    }
}

impl App {
    /// Begins what is due. Called in every frame; costs nothing while nothing is due.
    pub(super) fn begin_what_is_due(&mut self, ctx: &Context) {
        let now = self.model.now;
        if ctx.input(|input| !input.events.is_empty()) {
            self.rounds.active_at = now;
        }
        let idle = now.signed_duration_since(self.rounds.active_at) >= IDLE;
        // The check of the archive pauses while somebody uses the program, and then goes on where it was.
        self.under_way.paces::<CheckArchive>().for_each(|pace| pace.rest(!idle));
        if is_backup_due(&self.model) {
            ctx.request_repaint_after(std::time::Duration::from_mins(1));
            let waits = self.model.backup_after.is_some_and(|after| now < after);
            if !waits && !self.under_way.any::<BackUp>() {
                self.model.backup_after = Some(now + LOOK);
                self.queue.push(BackUp { asked: false }.into());
            }
        }
        let waits = self.rounds.archive_after.is_some_and(|after| now < after);
        if !waits && idle && is_round_due(&self.model) && !self.reads_archive() {
            self.rounds.archive_after = Some(now + AFTER_FAILURE);
            self.queue.push(CheckArchive { asked: false }.into());
        }
    }
}

/// Whether the last check of the archive is a month old.
fn is_round_due(model: &Model) -> bool {
    let Folder::Open(snapshot) = &model.folder else { return false };
    let old = model.round().is_none_or(|round| model.now.signed_duration_since(round.at) >= MONTHLY);
    old && !snapshot.archive.dossiers.is_empty() && !snapshot.read_only && !snapshot.away
}

/// Whether the last backup is a day old; its disk may be away.
fn is_backup_due(model: &Model) -> bool {
    let Some(choice) = model.backup() else { return false };
    let Folder::Open(snapshot) = &model.folder else { return false };
    let old = choice.last.as_ref().is_none_or(|last| model.now.signed_duration_since(last.at) >= DAILY);
    old && !snapshot.away
}

//! Which cycles the sample has, and when each was worked on.

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use super::papers::OFFICE;
use super::pen::{Pen, Person, at};
use super::steps::{Twists, Walk};
use super::{DemoError, YEARS};
use crate::archive;
use crate::cycle::{CycleId, Kind};
use crate::sop;
use crate::store::{Disk, OfficeChange, Progress, Who, Workspace};

/// Plan year of the last archived cycle.
const LAST: i32 = 2026;
/// Documents of each step in a large sample.
const FILL: usize = 10;

/// Writes the whole sample.
pub fn write(
    disk: Arc<dyn Disk>,
    root: &Path,
    local: &Path,
    scratch: &Path,
    years: u32,
    progress: &dyn Progress,
) -> Result<(), DemoError> {
    let fill = (years > YEARS).then_some(FILL);
    let first = LAST + 1 - i32::try_from(years).unwrap_or(0);
    // The office began to use the program before the first cycle.
    let founded = Who { by: Person::Clerk.name().to_owned(), at: at(day(first - 1, 9, 1), 0) };
    let mut workspace = Workspace::create_on(disk, root, local, OFFICE, &founded)?;
    let people = [
        (Person::Planner, "Pengelola Perencanaan", "PP"),
        (Person::Clerk, "Pengelola Administrasi Umum", "AU"),
    ];
    let people = people.map(|(person, post, actor)| OfficeChange::PersonAdded {
        name: person.name().to_owned(),
        post: post.to_owned(),
        actor: Some(actor.to_owned()),
    });
    workspace.change_office(people.to_vec(), &founded)?;
    let mut sample = Sample { workspace: &mut workspace, scratch, progress };
    for year in first..=LAST {
        let twists =
            Twists { discussion_returned: year % 3 == 0, signing_returned: year % 4 == 2, bumpy: false };
        // October and November have no moving holidays in these years.
        sample.archive(CycleId::induk(year), day(year - 1, 10, 2), twists, fill)?;
    }
    if years > 0 {
        let revision = CycleId { year: LAST, kind: Kind::Perubahan(1) };
        sample.archive(revision, day(LAST, 9, 1), Twists::default(), None)?;
    }
    sample.run(CycleId::induk(LAST + 1), day(LAST, 11, 2))
}

struct Sample<'a> {
    workspace: &'a mut Workspace,
    scratch: &'a Path,
    progress: &'a dyn Progress,
}

impl Sample<'_> {
    fn walk(&mut self, id: CycleId, from: NaiveDate, twists: Twists) -> Result<Walk<'_>, DemoError> {
        let mut pen = Pen::new(self.workspace, id, self.scratch, self.progress, from);
        let who = pen.who();
        pen.workspace.start_cycle(id, sop::builtin(), &who)?;
        Ok(Walk { pen, twists })
    }

    /// Writes a cycle that is finished and sealed.
    fn archive(
        &mut self,
        id: CycleId,
        from: NaiveDate,
        twists: Twists,
        fill: Option<usize>,
    ) -> Result<(), DemoError> {
        let progress = self.progress;
        let mut walk = self.walk(id, from, twists)?;
        walk.pen.fill = fill;
        walk.gather()?;
        walk.complete()?;
        walk.pen.minutes(20);
        let who = walk.pen.who();
        archive::seal(walk.pen.workspace, id, &who, progress)?;
        Ok(())
    }

    /// Writes the cycle that is under way: its draft is being worked on.
    fn run(&mut self, id: CycleId, from: NaiveDate) -> Result<(), DemoError> {
        let mut walk = self.walk(id, from, Twists { bumpy: true, ..Twists::default() })?;
        walk.gather()?;
        walk.draft()?;
        walk.pen.note(Some(10), "Bab II menunggu angka realisasi triwulan III dari Kasubag TU.")
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the dates of the sample are dates")
}

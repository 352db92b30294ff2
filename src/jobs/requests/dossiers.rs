//! Sealed dossiers: reading, checking, exporting and importing them.

use std::sync::Arc;

use chrono::Local;

use crate::archive::{self, ArchiveError, Export, Given, Imported, Source};
use crate::jobs::OpenedDossier;
use crate::jobs::job::{AtOnce, Job, Order};
use crate::jobs::owner::{Owner, who};
use crate::jobs::request::Request;

/// Read a sealed dossier.
#[derive(Debug, Clone)]
pub struct OpenDossier(
    /// Folder of the dossier below `arsip/`.
    pub String,
);

/// Check a dossier's integrity.
#[derive(Debug, Clone)]
pub struct CheckDossier(
    /// Folder of the dossier below `arsip/`.
    pub String,
);

/// Write a dossier as ZIP.
#[derive(Debug, Clone)]
pub struct ExportDossier(
    /// Which dossier, and where to.
    pub Export,
);

/// Import a bag from outside into the archive.
#[derive(Debug, Clone)]
pub struct ImportBag {
    /// Path of the bag.
    pub source: Source,
    /// Title and year of a bag of another program.
    pub given: Option<Given>,
    /// Who works here.
    pub by: String,
}

impl Request for OpenDossier {
    type Answer = Arc<OpenedDossier>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let (root, disk) = (owner.workspace()?.root().to_owned(), owner.disk.clone());
        job.beside(move |_| Ok(Arc::new(archive::open(&*disk, &root, &self.0)?)))
    }
}

impl Request for CheckDossier {
    type Answer = Arc<archive::Report>;

    fn carry_out(self, owner: &mut Owner, job: &Job<Self::Answer>) -> AtOnce<Self::Answer> {
        let folder = owner.workspace()?.folder().clone();
        let bytes = owner.dossier_bytes(&self.0);
        let seals = owner.recorded_seals().remove(&self.0).unwrap_or_default();
        job.beside(move |order| {
            Ok(Arc::new(archive::check_dossier(&folder, &self.0, &seals, &order.progress(bytes))?))
        })
    }
}

impl Request for ExportDossier {
    type Answer = ();

    fn carry_out(self, owner: &mut Owner, job: &Job<()>) -> AtOnce<()> {
        let folder = owner.workspace()?.folder().clone();
        let seals = owner.recorded_seals().remove(&self.0.folder).unwrap_or_default();
        // Every file is read twice: to check the dossier, and to pack it.
        let bytes = 2 * owner.dossier_bytes(&self.0.folder);
        let now = Local::now().fixed_offset();
        job.beside(move |order| {
            archive::export(&folder, &self.0, &seals, now, &order.progress(bytes))?;
            Ok(())
        })
    }
}

impl Request for ImportBag {
    type Answer = Imported;

    fn carry_out(self, owner: &mut Owner, job: &Job<Imported>) -> AtOnce<Imported> {
        let Self { source, given, by } = self;
        let folder = owner.workspace()?.folder().clone();
        let root = folder.root().to_owned();
        let known = given.clone();
        let take = move |order: &Order| {
            let taken = archive::import(&folder, &source, known.as_ref(), &order.progress(0));
            taken.map_err(|error: ArchiveError| error.into())
        };
        Owner::beside_then(job, owner.kept_inlet(), take, move |owner, job, taken| {
            job.done(owner.surviving(|owner| {
                let imported = taken?;
                // Another folder may be open by now; the bag is imported all the same, and has its year in
                // its name.
                let workspace = owner.workspace()?;
                if workspace.root() == root
                    && let Some(change) = imported.to_record(given.as_ref(), workspace.office())
                {
                    workspace.change_office(vec![change], &who(by))?;
                }
                owner.load_index();
                owner.publish(&[]);
                Ok(imported)
            }));
        })
    }
}

//! The archive form of step 17: what the archivist must know to file and find a dossier.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The archive form, filled in before sealing and kept in the dossier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchiveForm {
    /// Kode klasifikasi, such as `000.7` (Perencanaan Pembangunan).
    pub classification: String,
    /// Judul berkas.
    pub title: String,
    /// Kurun waktu: first day.
    pub from: Option<NaiveDate>,
    /// Kurun waktu: last day.
    pub to: Option<NaiveDate>,
    /// Where the paper lies.
    pub place: Place,
    /// How long it is kept, and what then.
    pub retention: Retention,
    /// Klasifikasi keamanan.
    pub security: Security,
    /// Tingkat perkembangan: asli, salinan, tembusan, fotokopi.
    pub development: String,
    /// Anything else.
    pub remark: String,
}

impl Default for ArchiveForm {
    fn default() -> Self {
        Self {
            classification: "000.7".to_owned(),
            title: String::new(),
            from: None,
            to: None,
            place: Place::default(),
            retention: Retention::default(),
            security: Security::Open,
            development: "asli".to_owned(),
            remark: String::new(),
        }
    }
}

/// A field of the form that two people may fill in apart from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FormField {
    /// Kode klasifikasi.
    Classification,
    /// Judul berkas.
    Title,
    /// Kurun waktu, both ends.
    Period,
    /// Where the paper lies.
    Place,
    /// Retensi.
    Retention,
    /// Klasifikasi keamanan.
    Security,
    /// Tingkat perkembangan.
    Development,
    /// Keterangan.
    Remark,
}

impl FormField {
    /// All fields, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Classification,
        Self::Title,
        Self::Period,
        Self::Place,
        Self::Retention,
        Self::Security,
        Self::Development,
        Self::Remark,
    ];

    /// Copies this field from one form to another.
    pub fn copy(self, from: &ArchiveForm, to: &mut ArchiveForm) {
        match self {
            Self::Classification => to.classification.clone_from(&from.classification),
            Self::Title => to.title.clone_from(&from.title),
            Self::Period => (to.from, to.to) = (from.from, from.to),
            Self::Place => to.place.clone_from(&from.place),
            Self::Retention => to.retention.clone_from(&from.retention),
            Self::Security => to.security = from.security,
            Self::Development => to.development.clone_from(&from.development),
            Self::Remark => to.remark.clone_from(&from.remark),
        }
    }

    /// Whether two forms have the same value in this field.
    pub fn same(self, one: &ArchiveForm, other: &ArchiveForm) -> bool {
        self.alone(one) == self.alone(other)
    }

    /// A default form with only this field copied from `form`.
    pub(super) fn alone(self, form: &ArchiveForm) -> ArchiveForm {
        let mut alone = ArchiveForm::default();
        self.copy(form, &mut alone);
        alone
    }
}

/// Place of the paper, from the SOP's step 17: filing cabinet → laci → sekat → folder, later
/// lemari arsip → rak → boks. Empty fields are not in use.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Ruang.
    pub room: String,
    /// Filing cabinet, or later the lemari arsip.
    pub cabinet: String,
    /// Laci.
    pub drawer: String,
    /// Lembar penyekat (guide).
    pub divider: String,
    /// Folder.
    pub folder: String,
    /// Rak.
    pub shelf: String,
    /// Boks.
    pub archive_box: String,
}

impl Place {
    /// The filled parts from the largest to the smallest.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        [&self.room, &self.cabinet, &self.shelf, &self.drawer, &self.divider, &self.archive_box, &self.folder]
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.trim().is_empty())
    }

    /// Whether nothing is filled in.
    pub fn is_empty(&self) -> bool {
        self.parts().next().is_none()
    }
}

/// Jadwal retensi arsip: years from the day the dossier closes. "Sesuaikan dengan JRA".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Aktif, in years.
    pub active_years: u32,
    /// Inaktif after that, in years.
    pub inactive_years: u32,
    /// Nasib akhir.
    pub disposition: Disposition,
}

impl Default for Retention {
    /// As in the JRAs that were read: 2 years active, 3 inactive, then permanent.
    fn default() -> Self {
        Self { active_years: 2, inactive_years: 3, disposition: Disposition::Permanent }
    }
}

/// Nasib akhir.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Disposition {
    /// Permanen.
    Permanent,
    /// Musnah; the program reminds and never deletes.
    Destroy,
    /// Dinilai kembali.
    Reassess,
}

/// Klasifikasi keamanan arsip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Security {
    /// Biasa/Terbuka.
    Open,
    /// Terbatas.
    Restricted,
    /// Rahasia.
    Secret,
    /// Sangat Rahasia.
    TopSecret,
}

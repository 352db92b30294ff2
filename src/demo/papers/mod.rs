//! The papers of the sample: real PDF, Word, Excel and PNG files with plausible contents.
//!
//! The city, its office and all names are made up. The same cycle gives the same bytes each time.

mod annex;
mod data;
mod decree;
mod docx;
mod letters;
mod minutes;
mod pdf;
mod plan;
mod receipts;
mod scan;
mod xlsx;

use chrono::NaiveDate;

use crate::calendar::Language;
use crate::cycle::{CycleId, Kind};

pub use annex::annex;
pub use data::{analysed, collected, filled_form, index_of_dossier, section_data, survey_form};
pub use decree::{plan_decree, plan_decree_draft, team_decree, team_decree_draft};
pub use letters::{circular, cover_note, disposition, invitation, label, review};
pub use minutes::{discussion_minutes, meeting_minutes};
pub use pdf::Sign;
pub use plan::{Stage, plan};
pub use receipts::{attendance, receipt};

/// Name of the sample's office.
pub const OFFICE: &str = "Kantor Kesatuan Bangsa dan Politik Kota Sukamaju";
/// A note on every paper, that it is only a sample.
const SAMPLE: &str = "Dokumen contoh program Renja, bukan naskah dinas";

const GOVERNMENT: &str = "PEMERINTAH KOTA SUKAMAJU";
const UNIT: &str = "KANTOR KESATUAN BANGSA DAN POLITIK";
const ADDRESS: &str = "Jalan Merdeka Raya Nomor 17, Sukamaju 15999, telepon (021) 555-0117";
const HEAD: (&str, &str) = ("Drs. Wiratama Hadikusuma, M.Si.", "Pembina Tingkat I");
const SECRETARY: (&str, &str) = ("Ratna Puspitasari, S.Sos.", "Penata");
/// Sections of the office with their heads.
const SECTIONS: [(&str, &str); 4] = [
    ("Subbagian Tata Usaha", "Ratna Puspitasari, S.Sos."),
    ("Seksi Ideologi dan Wawasan Kebangsaan", "Yusuf Ardiansyah, S.IP."),
    ("Seksi Politik Dalam Negeri", "Maya Kusumadewi, S.H."),
    ("Seksi Ketahanan Ekonomi, Sosial dan Budaya", "Teguh Santosa, S.E."),
];

/// The bytes of a file, or why it could not be made.
pub struct Made(pub Result<Vec<u8>, String>);

impl From<Vec<u8>> for Made {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Ok(bytes))
    }
}

impl From<Result<Vec<u8>, String>> for Made {
    fn from(result: Result<Vec<u8>, String>) -> Self {
        Self(result)
    }
}

/// Like [`Made`], for kinds of papers that can fail.
type Bytes = Result<Vec<u8>, String>;

/// The cycle and date of a paper.
#[derive(Debug, Clone, Copy)]
pub struct Matter {
    /// The cycle.
    pub cycle: CycleId,
    /// Date of the paper.
    pub date: NaiveDate,
}

impl Matter {
    /// Plan year.
    fn year(self) -> i32 {
        self.cycle.year
    }

    /// `Rencana Kerja Tahun 2027`, `Perubahan Pertama …`.
    fn plan_name(self) -> String {
        let year = self.year();
        match self.cycle.kind {
            Kind::Induk => format!("Rencana Kerja Tahun {year}"),
            Kind::Perubahan(n) => format!("Perubahan Ke-{n} Rencana Kerja Tahun {year}"),
        }
    }

    /// `3 November 2026`.
    fn day(self) -> String {
        Language::Indonesian.date(self.date)
    }

    /// `Senin, 3 November 2026`.
    fn weekday(self) -> String {
        Language::Indonesian.long_date(self.date)
    }

    /// `Sukamaju, 3 November 2026`.
    fn place_and_date(self) -> String {
        format!("Sukamaju, {}", self.day())
    }

    /// The budget of a programme in rupiah. It grows from year to year; a Perubahan has a little less.
    fn budget(self, programme: usize) -> i64 {
        let grown = i64::from(self.year() - 2000).max(1) * 4 + 60;
        let cut = if self.cycle.kind == Kind::Induk { 100 } else { 97 };
        let base = PROGRAMMES.get(programme).map_or(0, |programme| programme.base);
        // Whole hundred thousands, as in real budgets.
        base * grown * cut / (164 * 100) / 100_000 * 100_000
    }

    fn total(self) -> i64 {
        (0..PROGRAMMES.len()).map(|programme| self.budget(programme)).sum()
    }
}

/// A programme of the office, with its code and name from the national list of programmes.
struct Programme {
    code: &'static str,
    name: &'static str,
    indicator: &'static str,
    target: &'static str,
    section: usize,
    /// The programme's number, from 0; the made-up figures depend on it.
    nth: i64,
    base: i64,
}

const PROGRAMMES: [Programme; 6] = [
    Programme {
        code: "8.01.01",
        name: "Program Penunjang Urusan Pemerintahan Daerah Kabupaten/Kota",
        indicator: "Persentase pemenuhan layanan administrasi perkantoran",
        target: "100 %",
        section: 0,
        nth: 0,
        base: 4_862_500_000,
    },
    Programme {
        code: "8.01.02",
        name: "Program Penguatan Ideologi Pancasila dan Karakter Kebangsaan",
        indicator: "Persentase peserta pembinaan yang memahami wawasan kebangsaan",
        target: "87 %",
        section: 1,
        nth: 1,
        base: 1_214_000_000,
    },
    Programme {
        code: "8.01.03",
        name: "Program Peningkatan Peran Partai Politik dan Lembaga Pendidikan melalui Pendidikan Politik",
        indicator: "Persentase partai politik penerima bantuan yang tertib laporan",
        target: "100 %",
        section: 2,
        nth: 2,
        base: 2_375_800_000,
    },
    Programme {
        code: "8.01.04",
        name: "Program Pemberdayaan dan Pengawasan Organisasi Kemasyarakatan",
        indicator: "Persentase organisasi kemasyarakatan aktif yang terdata",
        target: "82 %",
        section: 2,
        nth: 3,
        base: 648_200_000,
    },
    Programme {
        code: "8.01.05",
        name: "Program Pembinaan dan Pengembangan Ketahanan Ekonomi, Sosial, dan Budaya",
        indicator: "Jumlah kelurahan yang mengikuti pembinaan ketahanan sosial",
        target: "24 kelurahan",
        section: 3,
        nth: 4,
        base: 912_600_000,
    },
    Programme {
        code: "8.01.06",
        name: "Program Peningkatan Kewaspadaan Nasional dan Penanganan Konflik Sosial",
        indicator: "Persentase potensi konflik yang ditindaklanjuti",
        target: "95 %",
        section: 3,
        nth: 5,
        base: 1_536_900_000,
    },
];

/// `1.234.567`.
fn rupiah(amount: i64) -> String {
    Language::Indonesian.count(amount.unsigned_abs())
}

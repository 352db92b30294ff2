//! The Renja itself: cover, foreword and five chapters.

use chrono::Datelike as _;

use super::pdf::{Face, Sheets, Sign};
use super::{HEAD, Matter, PROGRAMMES, SECTIONS, UNIT, rupiah};

/// The stage that the plan has reached, as in the SOP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Konsep: the n-th draft.
    Draft(u8),
    /// Dibahas.
    Discussed,
    /// Ditandatangani.
    Signed,
    /// Bernomor dan berstempel.
    Stamped,
    /// Digandakan, with the remarks of the review taken into account.
    Copied,
}

/// The plan as a file.
pub fn plan(matter: Matter, stage: Stage) -> Vec<u8> {
    let title = matter.plan_name();
    let mut sheets = match stage {
        Stage::Draft(_) => Sheets::with_watermark(&title, matter.date, "KONSEP"),
        _ => Sheets::new(&title, matter.date),
    };
    cover(&mut sheets, matter, stage);
    foreword(&mut sheets, matter, stage);
    introduction(&mut sheets, matter);
    evaluation(&mut sheets, matter, stage);
    goals(&mut sheets, matter);
    programmes(&mut sheets, matter, stage);
    closing(&mut sheets, matter, stage);
    sheets.finish()
}

fn cover(sheets: &mut Sheets, matter: Matter, stage: Stage) {
    sheets.space(170.0);
    sheets.centred(&matter.plan_name().to_uppercase(), Face::Bold, 24.0);
    sheets.space(4.0);
    sheets.centred("(RENJA)", Face::Bold, 20.0);
    sheets.space(26.0);
    let note = match stage {
        Stage::Draft(n) => format!("Konsep ke-{n}"),
        Stage::Discussed => "Hasil pembahasan".to_owned(),
        Stage::Signed | Stage::Stamped => String::new(),
        Stage::Copied => "Telah disempurnakan sesuai hasil reviu".to_owned(),
    };
    sheets.centred(&note, Face::Roman, 13.0);
    sheets.space(210.0);
    sheets.centred(UNIT, Face::Bold, 16.0);
    sheets.centred("KOTA SUKAMAJU", Face::Bold, 16.0);
    sheets.centred(&matter.date.year().to_string(), Face::Bold, 16.0);
    sheets.turn();
}

fn foreword(sheets: &mut Sheets, matter: Matter, stage: Stage) {
    sheets.centred("KATA PENGANTAR", Face::Bold, 14.0);
    sheets.space(8.0);
    sheets.paragraph(&format!(
        "Puji syukur ke hadirat Tuhan Yang Maha Esa atas tersusunnya {} Kantor Kesatuan Bangsa dan Politik Kota \
         Sukamaju. Dokumen ini merupakan penjabaran Rencana Strategis ke dalam program dan kegiatan tahunan, \
         lengkap dengan indikator, target, dan kebutuhan pendanaannya.",
        matter.plan_name()
    ));
    sheets.paragraph(
        "Penyusunan dilakukan oleh tim yang ditetapkan Kepala Kantor, berdasarkan data dan informasi dari \
         Subbagian Tata Usaha dan seluruh seksi, dan telah melalui pembahasan bersama. Kami menyampaikan \
         terima kasih kepada semua pihak yang telah membantu.",
    );
    let sign = match stage {
        Stage::Draft(_) | Stage::Discussed => Sign::Open,
        Stage::Signed => Sign::Signed,
        Stage::Stamped | Stage::Copied => Sign::Stamped,
    };
    sheets.signature(&matter.place_and_date(), "Kepala Kantor,", HEAD.0, HEAD.1, sign);
    sheets.turn();
}

fn chapter(sheets: &mut Sheets, number: &str, title: &str) {
    sheets.space(6.0);
    sheets.centred(&format!("BAB {number}"), Face::Bold, 14.0);
    sheets.centred(title, Face::Bold, 14.0);
    sheets.space(8.0);
}

fn introduction(sheets: &mut Sheets, matter: Matter) {
    chapter(sheets, "I", "PENDAHULUAN");
    sheets.heading("1.1 Latar Belakang");
    sheets.paragraph(&format!(
        "Rencana Kerja Perangkat Daerah adalah dokumen perencanaan untuk periode satu tahun. {} disusun dengan \
         berpedoman kepada Rencana Strategis dan Rencana Kerja Pemerintah Daerah, dan menjadi dasar penyusunan \
         anggaran.",
        matter.plan_name()
    ));
    sheets.paragraph(
        "Kantor Kesatuan Bangsa dan Politik menyelenggarakan urusan pemerintahan umum: pembinaan ideologi dan \
         wawasan kebangsaan, politik dalam negeri, ketahanan ekonomi, sosial dan budaya, serta kewaspadaan \
         dini. Keberhasilannya diukur dari terpeliharanya ketenteraman dan meningkatnya partisipasi \
         masyarakat.",
    );
    sheets.heading("1.2 Landasan Hukum");
    sheets.points([
        "Undang-Undang Nomor 25 Tahun 2004 tentang Sistem Perencanaan Pembangunan Nasional;",
        "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
        "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017 tentang Tata Cara Perencanaan, Pengendalian dan \
         Evaluasi Pembangunan Daerah.",
    ]);
    sheets.heading("1.3 Susunan Organisasi");
    let rows: Vec<_> = SECTIONS
        .iter()
        .enumerate()
        .map(|(no, (unit, _))| [(no + 1).to_string(), (*unit).to_owned()])
        .collect();
    sheets.table([0.6, 8.0], ["No", "Unit"], &rows);
    sheets.turn();
}

fn evaluation(sheets: &mut Sheets, matter: Matter, stage: Stage) {
    let last = matter.year() - 2;
    chapter(sheets, "II", &format!("HASIL EVALUASI RENJA TAHUN {last}"));
    sheets.paragraph(&format!(
        "Pelaksanaan Renja Tahun {last} pada umumnya mencapai target. Realisasi anggaran dan capaian indikator \
         setiap program disajikan pada Tabel 2.1."
    ));
    if stage == Stage::Copied {
        sheets.paragraph(&format!(
            "Sumber data: laporan realisasi semesteran seksi, diambil per 31 Desember {last}."
        ));
    }
    sheets.heading("Tabel 2.1 Realisasi program dan anggaran");
    let rows: Vec<_> = PROGRAMMES
        .iter()
        .enumerate()
        .map(|(index, programme)| {
            let budget = matter.budget(index) * 94 / 100 / 100_000 * 100_000;
            // Between 89 and 98 percent, different for each programme and year.
            let share = 89 + (i64::from(last) * 3 + programme.nth * 5).rem_euclid(10);
            let spent = budget / 100 * share;
            [
                programme.code.to_owned(),
                programme.name.to_owned(),
                rupiah(budget),
                rupiah(spent),
                format!("{share},{} %", (index * 3 + 1) % 10),
            ]
        })
        .collect();
    let head = ["Kode", "Program", "Anggaran (Rp)", "Realisasi (Rp)", "Capaian"];
    sheets.table([1.1, 4.2, 2.0, 2.0, 1.1], head, &rows);
    sheets.paragraph(
        "Hambatan yang dihadapi antara lain pergeseran jadwal kegiatan dan belum lengkapnya data organisasi \
         kemasyarakatan. Tindak lanjutnya adalah pendataan ulang bersama kecamatan pada triwulan pertama.",
    );
    sheets.turn();
}

fn goals(sheets: &mut Sheets, matter: Matter) {
    chapter(sheets, "III", "TUJUAN DAN SASARAN");
    sheets.paragraph(&format!(
        "Tujuan yang hendak dicapai pada tahun {} adalah meningkatnya ketahanan bangsa dan kehidupan demokrasi di \
         Kota Sukamaju, dengan sasaran dan target sebagai berikut.",
        matter.year()
    ));
    sheets.heading("Tabel 3.1 Indikator dan target");
    let rows: Vec<_> = PROGRAMMES
        .iter()
        .map(|programme| [programme.code, programme.indicator, programme.target].map(str::to_owned))
        .collect();
    sheets.table([1.1, 6.5, 1.8], ["Kode", "Indikator", "Target"], &rows);
}

fn programmes(sheets: &mut Sheets, matter: Matter, stage: Stage) {
    chapter(sheets, "IV", "RENCANA KERJA DAN PENDANAAN");
    let total = match stage {
        // The review complains of the rounded total; the copied plan has the full one.
        Stage::Copied => format!("Rp{}", rupiah(matter.total())),
        _ => format!("sekitar Rp{} juta", rupiah(matter.total() / 1_000_000)),
    };
    sheets
        .paragraph(&format!("Jumlah pagu indikatif tahun {} adalah {total}, dengan rincian:", matter.year()));
    sheets.heading("Tabel 4.1 Program dan pagu indikatif");
    let mut rows: Vec<_> = PROGRAMMES
        .iter()
        .enumerate()
        .map(|(index, programme)| {
            let section = SECTIONS[programme.section].0;
            [programme.code, programme.name, section, &rupiah(matter.budget(index))].map(str::to_owned)
        })
        .collect();
    rows.push(["", "Jumlah", "", &rupiah(matter.total())].map(str::to_owned));
    let head = ["Kode", "Program", "Penanggung jawab", "Pagu (Rp)"];
    sheets.table([1.1, 4.6, 3.0, 2.0], head, &rows);
}

fn closing(sheets: &mut Sheets, matter: Matter, stage: Stage) {
    sheets.turn();
    chapter(sheets, "V", "PENUTUP");
    sheets.paragraph(&format!(
        "{} menjadi pedoman bagi seluruh pegawai dalam melaksanakan tugas, dan menjadi dasar evaluasi kinerja. \
         Perubahan dapat dilakukan apabila terdapat perubahan anggaran, setelah direviu oleh Inspektorat.",
        matter.plan_name()
    ));
    let sign = match stage {
        Stage::Draft(_) | Stage::Discussed => Sign::Open,
        Stage::Signed => Sign::Signed,
        Stage::Stamped | Stage::Copied => Sign::Stamped,
    };
    sheets.signature(&matter.place_and_date(), "Kepala Kantor,", HEAD.0, HEAD.1, sign);
}

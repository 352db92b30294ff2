//! Letters and forms on paper.

use chrono::Datelike as _;

use super::pdf::{Sheets, Sign};
use super::{ADDRESS, GOVERNMENT, HEAD, Matter, SECRETARY, UNIT};

fn letter(matter: Matter, title: &str) -> Sheets {
    let mut sheets = Sheets::new(title, matter.date);
    sheets.letterhead(GOVERNMENT, UNIT, ADDRESS);
    sheets
}

/// Surat edaran of the planning agency, which begins every cycle.
pub fn circular(matter: Matter, number: &str) -> Vec<u8> {
    let mut sheets = Sheets::new("Surat edaran penyusunan Renja", matter.date);
    let address = "Jalan Balai Kota Nomor 1, Sukamaju 15998, telepon (021) 555-0101";
    sheets.stamped_by("BAPPEDA");
    sheets.letterhead(GOVERNMENT, "BADAN PERENCANAAN PEMBANGUNAN DAERAH", address);
    sheets.field("Nomor", number);
    sheets.field("Tanggal", &matter.day());
    sheets.field("Sifat", "Segera");
    sheets.field("Hal", &format!("Penyusunan {} Perangkat Daerah", matter.plan_name()));
    sheets.space(12.0);
    sheets.paragraph("Yth. Para Kepala Perangkat Daerah di lingkungan Pemerintah Kota Sukamaju");
    sheets.paragraph(&format!(
        "Dalam rangka penyusunan rencana pembangunan tahunan daerah dan menindaklanjuti Rencana Strategis \
         Perangkat Daerah, dengan ini disampaikan bahwa setiap Perangkat Daerah wajib menyusun {}. \
         Penyusunannya berpedoman kepada Rencana Strategis Perangkat Daerah dan Rencana Kerja Pemerintah \
         Daerah, dengan memperhatikan hasil evaluasi pelaksanaan tahun sebelumnya.",
        matter.plan_name()
    ));
    sheets.paragraph("Sehubungan dengan hal tersebut, diminta perhatian Saudara terhadap hal-hal berikut:");
    sheets.points([
        "membentuk tim penyusun yang ditetapkan dengan keputusan Kepala Perangkat Daerah;",
        "menghimpun data dan informasi dari setiap bidang, seksi, dan subbagian paling lambat dua minggu sejak \
         surat ini diterima;",
        "menyusun sasaran, indikator, dan kebutuhan pendanaan yang terukur dan dapat dipertanggungjawabkan;",
        "menyampaikan Renja yang telah ditandatangani kepada Inspektorat dan Bappeda untuk direviu.",
    ]);
    sheets.paragraph(
        "Demikian disampaikan untuk dilaksanakan. Atas perhatian dan kerja sama Saudara diucapkan terima kasih.",
    );
    let (name, rank) = ("Ir. Laksmi Prameswari, M.T.", "Pembina Utama Muda");
    sheets.signature(&matter.place_and_date(), "Kepala Bappeda,", name, rank, Sign::Stamped);
    sheets.finish()
}

/// Lembar disposisi: the form that accompanies a letter through the office.
pub fn disposition(matter: Matter, number: &str, order: &str) -> Vec<u8> {
    let mut sheets = letter(matter, "Lembar disposisi");
    sheets.centred("LEMBAR DISPOSISI", super::pdf::Face::Bold, 14.0);
    sheets.space(10.0);
    sheets.framed(0.0, 0.5, 46.0, "Surat dari", &["Bappeda Kota Sukamaju"]);
    sheets.framed(0.5, 1.0, 46.0, "Diterima tanggal", &[&matter.day()]);
    sheets.space(46.0);
    sheets.framed(0.0, 0.5, 46.0, "Nomor surat", &[number]);
    sheets.framed(0.5, 1.0, 46.0, "Sifat", &["Segera"]);
    sheets.space(46.0);
    sheets.framed(0.0, 1.0, 46.0, "Hal", &[&format!("Penyusunan {}", matter.plan_name())]);
    sheets.space(46.0);
    let to = ["Kasubag Tata Usaha", "Para Kepala Seksi", "Pengelola Perencanaan"];
    sheets.framed(0.0, 0.4, 150.0, "Diteruskan kepada", &to);
    sheets.framed(0.4, 1.0, 150.0, "Isi disposisi", &[order]);
    sheets.space(150.0);
    sheets.signature(&matter.place_and_date(), "Kepala Kantor,", HEAD.0, HEAD.1, Sign::Signed);
    sheets.finish()
}

/// Nota dinas with which the data forms are handed out.
pub fn cover_note(matter: Matter, number: &str) -> Vec<u8> {
    let mut sheets = letter(matter, "Nota dinas");
    sheets.centred("NOTA DINAS", super::pdf::Face::Bold, 14.0);
    sheets.space(8.0);
    sheets.field("Kepada", "Para Kepala Seksi");
    sheets.field("Dari", "Kasubag Tata Usaha");
    sheets.field("Tanggal", &matter.day());
    sheets.field("Nomor", number);
    sheets.field("Lampiran", "1 (satu) berkas");
    sheets.field("Hal", "Pengisian format data dan informasi");
    sheets.space(12.0);
    sheets.paragraph(&format!(
        "Bersama ini disampaikan format penyusunan data dan informasi untuk {}. Mohon setiap seksi mengisi \
         format tersebut sesuai dengan tugas dan fungsinya, dengan memperhatikan capaian tahun berjalan dan \
         target Rencana Strategis.",
        matter.plan_name()
    ));
    sheets.paragraph(
        "Format yang telah diisi diserahkan kepada Pengelola Perencanaan dan dibahas dalam rapat penyusunan. \
         Untuk penjelasan lebih lanjut dapat menghubungi Subbagian Tata Usaha.",
    );
    sheets.paragraph("Atas perhatian dan kerja samanya diucapkan terima kasih.");
    let post = "Kasubag Tata Usaha,";
    sheets.signature(&matter.place_and_date(), post, SECRETARY.0, SECRETARY.1, Sign::Signed);
    sheets.finish()
}

/// Undangan rapat.
pub fn invitation(matter: Matter, number: &str, meeting: Matter) -> Vec<u8> {
    let mut sheets = letter(matter, "Undangan rapat");
    sheets.field("Nomor", number);
    sheets.field("Tanggal", &matter.day());
    sheets.field("Sifat", "Biasa");
    sheets.field("Hal", "Undangan rapat");
    sheets.space(12.0);
    sheets.paragraph("Yth. Kepala Kantor dan para Kepala Seksi");
    sheets.paragraph(&format!(
        "Dengan hormat, dalam rangka pembahasan penyusunan {}, kami mengundang Bapak/Ibu untuk hadir pada:",
        matter.plan_name()
    ));
    sheets.labelled("hari, tanggal", &format!(":  {}", meeting.weekday()), 107.0, 90.0);
    sheets.labelled("pukul", ":  09.00 WIB sampai dengan selesai", 107.0, 90.0);
    sheets.labelled("tempat", ":  Ruang Rapat Garuda, lantai 2", 107.0, 90.0);
    sheets.labelled("acara", ":  Pembahasan data dan informasi dari para Kasi dan TU", 107.0, 90.0);
    sheets.space(8.0);
    sheets.paragraph(
        "Mohon setiap seksi membawa format data dan informasi yang telah diisi. Mengingat pentingnya acara \
         tersebut, diharapkan hadir tepat waktu dan tidak diwakilkan.",
    );
    sheets.paragraph("Atas perhatian dan kehadirannya diucapkan terima kasih.");
    let post = "Kasubag Tata Usaha,";
    sheets.signature(&matter.place_and_date(), post, SECRETARY.0, SECRETARY.1, Sign::Stamped);
    sheets.finish()
}

/// Catatan hasil reviu of the inspectorate.
pub fn review(matter: Matter, number: &str) -> Vec<u8> {
    let mut sheets = Sheets::new("Catatan hasil reviu Renja", matter.date);
    let address = "Jalan Balai Kota Nomor 3, Sukamaju 15998, telepon (021) 555-0103";
    sheets.stamped_by("INSPEKTORAT");
    sheets.letterhead(GOVERNMENT, "INSPEKTORAT DAERAH", address);
    sheets.centred("CATATAN HASIL REVIU", super::pdf::Face::Bold, 14.0);
    sheets.centred(&format!("Nomor {number}"), super::pdf::Face::Roman, 12.0);
    sheets.space(10.0);
    sheets.paragraph(&format!(
        "Berdasarkan surat pengantar Kepala Kantor Kesatuan Bangsa dan Politik, tim telah melakukan reviu atas \
         {} dengan tujuan memberi keyakinan terbatas bahwa dokumen disusun sesuai dengan ketentuan dan \
         selaras dengan Rencana Strategis.",
        matter.plan_name()
    ));
    sheets.heading("Catatan");
    let row = |no: &str, part: &str, note: &str, advice: &str| [no, part, note, advice].map(str::to_owned);
    sheets.table(
        [0.6, 2.2, 4.0, 4.0],
        ["No", "Bagian", "Catatan", "Saran perbaikan"],
        &[
            row(
                "1",
                "Bab II, Tabel 2.1",
                "Capaian satu indikator belum disertai sumber data.",
                "Cantumkan sumber data dan tanggal pengambilannya.",
            ),
            row(
                "2",
                "Bab III",
                "Target Program 8.01.05 ditulis tanpa satuan pada uraian.",
                "Seragamkan satuan antara uraian dan tabel.",
            ),
            row(
                "3",
                "Bab IV, Tabel 4.1",
                "Jumlah pagu pada uraian dibulatkan.",
                "Tulis jumlah pagu sama dengan tabel.",
            ),
        ],
    );
    sheets.heading("Simpulan");
    sheets.paragraph(
        "Berdasarkan reviu, tidak ditemukan hal yang menyebabkan Renja tidak sesuai dengan ketentuan dalam \
         semua hal yang material. Catatan di atas agar diperbaiki sebelum Renja digandakan.",
    );
    let (name, rank) = ("Indra Gunawan Saputra, S.E., Ak.", "Pembina");
    sheets.signature(&matter.place_and_date(), "Inspektur Pembantu I,", name, rank, Sign::Stamped);
    sheets.finish()
}

/// Label for folder and divider.
pub fn label(matter: Matter, place: &str) -> Vec<u8> {
    let mut sheets = Sheets::new("Label berkas", matter.date);
    sheets.centred("LABEL BERKAS", super::pdf::Face::Bold, 14.0);
    sheets.space(12.0);
    let title = matter.plan_name();
    for (label, text) in [
        ("Unit pengolah", "Kantor Kesatuan Bangsa dan Politik"),
        ("Kode klasifikasi", "000.7"),
        ("Uraian informasi berkas", title.as_str()),
        ("Kurun waktu", &matter.date.year().to_string()),
        ("Lokasi simpan", place),
    ] {
        sheets.framed(0.0, 0.8, 44.0, label, &[text]);
        sheets.space(44.0);
    }
    sheets.finish()
}

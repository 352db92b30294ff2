//! Minutes of the two meetings.

use super::docx::Text;
use super::{Bytes, HEAD, Matter, SECTIONS};

/// Notula of the meeting on data and information.
pub fn meeting_minutes(matter: Matter, corrected: bool) -> Bytes {
    let mut decisions = vec![
        "Data dan informasi setiap seksi diterima dengan perbaikan satuan target pada Program 8.01.05.",
        "Seksi Politik Dalam Negeri melengkapi data organisasi kemasyarakatan paling lambat tiga hari kerja.",
        "Pengelola Perencanaan menghimpun dan menganalisa data, lalu menyusun konsep Renja.",
    ];
    if corrected {
        decisions.push("Usulan pengadaan pemindai dicatat untuk dibahas bersama bagian aset.");
    }
    minutes(matter, "Pembahasan data dan informasi dari Kasi dan TU", &decisions)
}

/// Notula of the discussion of the draft; `returned` when it went back to be rewritten.
pub fn discussion_minutes(matter: Matter, returned: bool) -> Bytes {
    let decisions: &[&str] = if returned {
        &[
            "Konsep dikembalikan: target Program 8.01.03 belum selaras dengan Rencana Strategis.",
            "Tabel 4.1 dilengkapi dengan penanggung jawab setiap program.",
            "Konsep yang telah diperbaiki dibahas kembali paling lambat tiga hari kerja.",
        ]
    } else {
        &[
            "Konsep Renja disepakati tanpa perubahan pokok.",
            "Kata pengantar dan penomoran tabel dirapikan oleh Pengelola Perencanaan.",
            "Kasubag TU menyiapkan draf SK Penetapan dan menyampaikannya kepada Kepala Kantor.",
        ]
    };
    minutes(matter, "Pembahasan konsep Renja", decisions)
}

fn minutes(matter: Matter, subject: &str, decisions: &[&str]) -> Bytes {
    let people = std::iter::once(("Kepala Kantor", HEAD.0)).chain(SECTIONS);
    let rows: Vec<_> = people
        .enumerate()
        .map(|(index, (unit, name))| [(index + 1).to_string(), name.to_owned(), unit.to_owned()])
        .collect();
    Text::new(matter.date)
        .title("NOTULA RAPAT")
        .title(&matter.plan_name().to_uppercase())
        .labelled("Hari, tanggal", &format!(": {}", matter.weekday()))
        .labelled("Waktu", ": 09.00–11.15 WIB")
        .labelled("Tempat", ": Ruang Rapat Garuda, lantai 2")
        .labelled("Acara", &format!(": {subject}"))
        .labelled("Pimpinan", &format!(": {}", HEAD.0))
        .heading("Peserta")
        .table([700, 4300, 4300], ["No", "Nama", "Unit"], &rows)
        .heading("Jalannya rapat")
        .paragraph(
            "Rapat dibuka oleh Kepala Kantor. Kasubag Tata Usaha menyampaikan jadwal penyusunan dan hal-hal yang \
             perlu diperhatikan dari surat edaran Bappeda. Setiap kepala seksi kemudian memaparkan bahan dari \
             seksinya, dilanjutkan dengan tanya jawab.",
        )
        .paragraph(
            "Dalam pembahasan disampaikan agar indikator yang dipakai sama dengan indikator Rencana Strategis, dan \
             agar kebutuhan dana dihitung dengan standar harga yang berlaku.",
        )
        .heading("Keputusan")
        .points(decisions.iter().copied())
        .signature(&["", &matter.place_and_date(), "Notulis,", "", "", "Pengelola Perencanaan"])
        .finish()
}

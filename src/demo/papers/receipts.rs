//! Papers that are signed by hand and scanned: receipts and attendance lists.

use super::scan::Scan;
use super::{Bytes, HEAD, Matter, SECTIONS};

/// Tanda terima of a person or office that received the plan.
pub fn receipt(matter: Matter, receiver: &str, what: &str, number: &str) -> Bytes {
    let mut scan = Scan::new(1180, 840);
    scan.frame(50.0, 44.0, 1080.0, 746.0);
    scan.centred(112.0, 40.0, "TANDA TERIMA");
    scan.line((420.0, 128.0), (760.0, 128.0));
    let rows = [
        ("Telah terima dari", "Kantor Kesatuan Bangsa dan Politik"),
        ("Nomor surat", number),
        ("Hal", what),
        ("Jenis dan jumlah", "1 (satu) berkas, 3 (tiga) eksemplar"),
        ("Hari, tanggal", &matter.weekday()),
        ("Pukul", "10.20 WIB"),
    ];
    for (index, (label, text)) in rows.into_iter().enumerate() {
        let y = 204.0 + 58.0 * index as f32;
        scan.print(96.0, y, 27.0, label);
        scan.print(360.0, y, 27.0, &format!(":  {text}"));
        scan.line((378.0, y + 9.0), (1080.0, y + 9.0));
    }
    scan.print(720.0, 580.0, 27.0, "Yang menerima,");
    scan.sign(740.0, 650.0, 230.0, matter.cycle.year.unsigned_abs() * 31 + receiver.len() as u32);
    scan.line((716.0, 712.0), (1060.0, 712.0));
    scan.print(720.0, 746.0, 26.0, receiver);
    scan.finish(true)
}

/// Daftar hadir with signatures.
pub fn attendance(matter: Matter) -> Bytes {
    let mut scan = Scan::new(1000, 1180);
    scan.centred(90.0, 38.0, "DAFTAR HADIR");
    scan.centred(136.0, 27.0, &format!("Rapat Pembahasan {}", matter.plan_name()));
    scan.centred(172.0, 27.0, &matter.weekday());
    let people: Vec<_> = std::iter::once(("Kepala Kantor", HEAD.0))
        .chain(SECTIONS)
        .chain([
            ("Pengelola Perencanaan", "Sari Wulandari"),
            ("Pengelola Administrasi Umum", "Bima Prasetyo"),
        ])
        .collect();
    let (left, right, top, step) = (60.0, 940.0, 220.0, 96.0);
    let columns = [left, 120.0, 660.0, right];
    for row in 0..=people.len() + 1 {
        let y = if row == 0 { top } else { top + 56.0 + step * (row - 1) as f32 };
        scan.line((left, y), (right, y));
    }
    let bottom = top + 56.0 + step * people.len() as f32;
    for x in columns {
        scan.line((x, top), (x, bottom));
    }
    for (x, heading) in [(72.0, "No"), (136.0, "Nama dan jabatan"), (676.0, "Tanda tangan")] {
        scan.print(x, top + 38.0, 26.0, heading);
    }
    for (index, (post, name)) in people.iter().enumerate() {
        let y = top + 56.0 + step * index as f32;
        scan.print(78.0, y + 44.0, 26.0, &(index + 1).to_string());
        scan.print(136.0, y + 40.0, 26.0, name);
        scan.print(136.0, y + 74.0, 21.0, post);
        scan.sign(700.0, y + 50.0, 170.0, 11 + index as u32 * 977);
    }
    scan.finish(true)
}

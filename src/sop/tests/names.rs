//! Proposals for file names as found on an office's disk.

use crate::sop::{SlotKey, StepNo, builtin};

#[test]
fn a_name_proposes_its_slot() {
    for (step, name, slot) in [
        (1, "Lembar Disposisi Kaban.pdf", Some("1.out.disposisi")),
        (1, "SE Bappeda ttg penyusunan Renja 2027.pdf", Some("1.in.edaran")),
        (1, "disposisi surat edaran bappeda.pdf", Some("1.out.disposisi")),
        (2, "DRAFT SK TIM RENJA.docx", Some("2.out.draf")),
        (3, "scan SK Tim ttd.pdf", Some("3.out.sk-tim")),
        (4, "Format_Data_Informasi.xlsx", Some("4.out.format")),
        (5, "nodin penyampaian format.docx", Some("5.out.nota")),
        (5, "Nota Dinas ke Kasi.pdf", Some("5.out.nota")),
        (5, "nota di\u{ad}nas.pdf", Some("5.out.nota")),
        (7, "DAFTAR HADI\u{301}R.jpg", Some("7.out.daftar-hadir")),
        (6, "Undangan rapat 12-02-2026.docx", Some("6.out.undangan")),
        (7, "Notula rapat pembahasan renja 2027.docx", Some("7.out.notula")),
        (7, "daftar hadir 12 feb.jpg", Some("7.out.daftar-hadir")),
        (7, "DaftarHadir12Feb.jpg", Some("7.out.daftar-hadir")),
        (7, "ABSENSI.PDF", Some("7.out.daftar-hadir")),
        (7, "data seksi ideologi.xlsx", Some("7.out.data")),
        (7, "isian format kasi poldagri.xlsx", Some("7.in.isian")),
        (8, "rekap usulan seksi.xlsx", Some("8.out.data")),
        (9, "Analisis data 2027 v2.xlsx", Some("9.out.analisa")),
        (10, "Rancangan Renja 2027 (1).docx", Some("10.out.konsep")),
        (11, "Notulen konsep renja.docx", Some("11.out.notula")),
        (11, "konsep renja hasil pembahasan.docx", Some("11.out.konsep")),
        (12, "Draf SK Penetapan Renja 2027.docx", Some("12.out.draf-sk")),
        (12, "Konsep SK.docx", Some("12.out.draf-sk")),
        (12, "Konsep Renja final.docx", Some("12.out.konsep")),
        (13, "SK Renja 2027.pdf", Some("13.out.sk")),
        (13, "Renja 2027 ttd.pdf", Some("13.out.renja")),
        (14, "SK bernomor stempel.pdf", Some("14.out.sk")),
        (15, "tanda terima bappeda.jpg", Some("15.out.tanda-terima")),
        (15, "foto buku ekspedisi.jpg", Some("15.out.tanda-terima")),
        (15, "CHR Inspektorat Renja 2027.pdf", Some("15.out.review")),
        (16, "Renja 2027 final cetak.pdf", Some("16.out.renja")),
        (17, "Daftar berkas arsip renja.xlsx", Some("17.out.daftar-berkas")),
        (17, "label boks A.01.03.pdf", Some("17.out.label")),
        (17, "Tanda Terima.pdf", Some("17.out.tanda-terima")),
        // The name fits no slot, or two equally well.
        (6, "IMG-20260212-WA0003.jpg", None),
        (7, "scan0001.pdf", None),
        (7, "notula dan daftar hadirin.pdf", Some("7.out.notula")),
        (13, "scan ttd.pdf", None),
        (17, "Filing Cabinet.jpg", None),
        (7, "", None),
        (99, "Notula.docx", None),
        (0, "Notula.docx", None),
    ] {
        let expected = slot.map(|slot| SlotKey(slot.to_owned()));
        assert_eq!(builtin().propose_slot(StepNo(step), name), expected.as_ref(), "{name:?} on step {step}");
    }
}

#[test]
fn a_name_proposes_its_steps() {
    for (name, steps) in [
        ("Notula rapat pembahasan renja 2027.docx", &[7, 11][..]),
        ("scan SK Tim ttd.pdf", &[3]),
        ("daftar hadir 12 feb.jpg", &[7]),
        ("Draf SK Tim.docx", &[2, 3]),
        ("Undangan rapat pembahasan konsep renja.pdf", &[6]),
        ("tanda terima surat.jpg", &[15]),
        ("tanda terima.jpg", &[15, 17]),
        ("SE Bappeda.pdf", &[1]),
        ("IMG-20260212-WA0003.jpg", &[]),
        ("", &[]),
    ] {
        let expected: Vec<StepNo> = steps.iter().copied().map(StepNo).collect();
        assert_eq!(builtin().propose_step(name), expected, "{name:?}");
    }
}

/// The label of a slot, as a file name, leads to that slot: the hints hold what the label says.
#[test]
fn every_output_is_found_by_its_label() {
    for step in &builtin().steps {
        for slot in &step.outputs {
            let name = format!("{}.pdf", slot.label);
            assert_eq!(builtin().propose_slot(step.no, &name), Some(&slot.key), "{name:?}");
        }
    }
}

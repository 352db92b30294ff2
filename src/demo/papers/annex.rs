//! Annexes: small papers of every kind, with which the steps of a large sample are filled up.

use super::docx::Text;
use super::pdf::{Face, Sheets};
use super::scan::Scan;
use super::xlsx::{Table, workbook};
use super::{ADDRESS, Bytes, GOVERNMENT, Made, Matter, PROGRAMMES, SECTIONS, UNIT, rupiah};

/// Title, file name and bytes of the n-th annex of a step. Most are PDFs, as in an office.
pub fn annex(matter: Matter, step: u8, n: usize) -> (String, String, Made) {
    let (section, _) = SECTIONS[n % SECTIONS.len()];
    let (kind, extension) = [
        ("Data pendukung", "pdf"),
        ("Rekap usulan", "xlsx"),
        ("Surat pengantar", "pdf"),
        ("Catatan", "docx"),
        ("Bukti kirim", "png"),
        ("Kerangka acuan", "pdf"),
    ][n % 6];
    let title = format!("{kind} {section}");
    let name = format!("Lampiran {step:02}-{n:02} {title} {}.{extension}", matter.year());
    let bytes = match extension {
        "xlsx" => sheet(matter, &title, step).into(),
        "docx" => Text::new(matter.date)
            .title(&title.to_uppercase())
            .labelled("Tanggal", &format!(": {}", matter.weekday()))
            .labelled("Langkah", &format!(": {step}"))
            .paragraph(&body(matter, section, step))
            .finish()
            .into(),
        "png" => picture(matter, &title, step).into(),
        _ => page(matter, &title, section, step).into(),
    };
    (title, name, bytes)
}

fn body(matter: Matter, section: &str, step: u8) -> String {
    format!(
        "{section} menyampaikan bahan untuk langkah {step} penyusunan {}. Bahan ini telah diperiksa oleh kepala \
         unit dan menjadi bagian dari berkas.",
        matter.plan_name()
    )
}

fn page(matter: Matter, title: &str, section: &str, step: u8) -> Vec<u8> {
    let mut sheets = Sheets::new(title, matter.date);
    sheets.letterhead(GOVERNMENT, UNIT, ADDRESS);
    sheets.centred(&title.to_uppercase(), Face::Bold, 13.0);
    sheets.space(8.0);
    sheets.paragraph(&body(matter, section, step));
    let programmes = PROGRAMMES.iter().enumerate();
    let rows: Vec<_> = programmes
        .map(|(index, programme)| {
            [programme.code, programme.name, &rupiah(matter.budget(index))].map(str::to_owned)
        })
        .collect();
    sheets.table([1.1, 5.5, 2.0], ["Kode", "Program", "Pagu (Rp)"], &rows);
    sheets.paragraph(&matter.place_and_date());
    sheets.finish()
}

fn sheet(matter: Matter, title: &str, step: u8) -> Bytes {
    let rows = PROGRAMMES.iter().enumerate().map(|(index, programme)| {
        let share = matter.budget(index) / 100 * (i64::from(step) + 3);
        vec![programme.code.into(), programme.name.into(), share.into()]
    });
    let table = Table {
        tab: "Rekap".to_owned(),
        title: vec![title.to_uppercase(), matter.plan_name()],
        columns: vec![("Kode", 10.0), ("Program", 60.0), ("Usulan (Rp)", 20.0)],
        rows: rows.collect(),
        sums: vec![2],
    };
    workbook(title, matter.date, &[table])
}

fn picture(matter: Matter, title: &str, step: u8) -> Bytes {
    let mut scan = Scan::new(520, 300);
    scan.frame(16.0, 16.0, 488.0, 268.0);
    scan.print(36.0, 66.0, 24.0, title);
    scan.print(36.0, 110.0, 20.0, &format!("Langkah {step}, {}", matter.day()));
    scan.sign(300.0, 200.0, 150.0, u32::from(step) * 131 + matter.cycle.year.unsigned_abs());
    scan.finish(false)
}

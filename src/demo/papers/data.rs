//! The tables with data and information of the sections.

use chrono::Datelike as _;

use super::xlsx::{Cell, Table, workbook};
use super::{Bytes, Matter, PROGRAMMES, SECTIONS};

const COLUMNS: [(&str, f64); 6] = [
    ("Kode", 10.0),
    ("Program/kegiatan", 46.0),
    ("Indikator", 40.0),
    ("Target", 14.0),
    ("Realisasi tahun lalu (Rp)", 20.0),
    ("Kebutuhan dana (Rp)", 20.0),
];

/// The empty form that every section fills in.
pub fn survey_form(matter: Matter) -> Bytes {
    let tables: Vec<_> = SECTIONS
        .iter()
        .enumerate()
        .map(|(section, (name, _))| {
            let rows = (0..8).map(|row| {
                let number = Cell::from(format!("{}.{}", section + 1, row + 1));
                [vec![number], vec![Cell::Blank; 5]].concat()
            });
            table(matter, "FORMAT DATA DAN INFORMASI", name, section, rows.collect(), false)
        })
        .collect();
    workbook("Format data dan informasi", matter.date, &tables)
}

/// The form as one or more sections have filled it in.
pub fn filled_form(matter: Matter) -> Bytes {
    let sections = SECTIONS.iter().enumerate();
    let tables: Vec<_> = sections
        .map(|(section, (name, _))| {
            table(matter, "ISIAN FORMAT DATA DAN INFORMASI", name, section, rows(matter, Some(section)), true)
        })
        .collect();
    workbook("Isian format data dan informasi", matter.date, &tables)
}

/// The data for the meeting.
pub fn section_data(matter: Matter) -> Bytes {
    let tables = [
        table(
            matter,
            "DATA DAN INFORMASI DARI KASI DAN TU",
            "Seluruh seksi dan TU",
            9,
            rows(matter, None),
            true,
        ),
        issues(matter),
    ];
    workbook("Data dan informasi dari Kasi dan TU", matter.date, &tables)
}

/// All sections' data in one table.
pub fn collected(matter: Matter) -> Bytes {
    let mut table = table(
        matter,
        "DATA DAN INFORMASI TERHIMPUN",
        "Kantor Kesatuan Bangsa dan Politik",
        9,
        rows(matter, None),
        true,
    );
    table.columns.push(("Sumber", 34.0));
    for (row, programme) in table.rows.iter_mut().zip(&PROGRAMMES) {
        row.push(SECTIONS[programme.section].0.into());
    }
    workbook("Data dan informasi terhimpun", matter.date, &[table])
}

/// The analysis: growth against the year before, and a priority.
pub fn analysed(matter: Matter) -> Bytes {
    let rows = PROGRAMMES.iter().enumerate().map(|(index, programme)| {
        let (budget, before) = (matter.budget(index), before(matter, index));
        let growth = (budget - before) * 100 / before.max(1);
        let priority = if growth > 12 { "Perlu pembahasan" } else { "Sesuai tren" };
        vec![
            programme.code.into(),
            programme.name.into(),
            before.into(),
            budget.into(),
            growth.into(),
            priority.into(),
        ]
    });
    let table = Table {
        tab: "Analisa".to_owned(),
        title: vec!["ANALISA DATA DAN INFORMASI".to_owned(), matter.plan_name()],
        columns: vec![
            ("Kode", 10.0),
            ("Program", 52.0),
            ("Tahun lalu (Rp)", 20.0),
            ("Usulan (Rp)", 20.0),
            ("Kenaikan (%)", 13.0),
            ("Catatan", 22.0),
        ],
        rows: rows.collect(),
        sums: vec![2, 3],
    };
    workbook("Analisa data dan informasi", matter.date, &[table, issues(matter)])
}

/// Daftar berkas: the contents of the dossier.
pub fn index_of_dossier(matter: Matter, items: &[String]) -> Bytes {
    let rows = (1_i64..).zip(items).map(|(number, item)| {
        vec![
            Cell::from(number),
            "000.7".into(),
            item.as_str().into(),
            Cell::from(matter.date.year().to_string()),
            Cell::from(1),
            "Asli".into(),
        ]
    });
    let table = Table {
        tab: "Daftar isi berkas".to_owned(),
        title: vec![
            "DAFTAR ISI BERKAS".to_owned(),
            matter.plan_name(),
            "Unit pengolah: Kantor Kesatuan Bangsa dan Politik".to_owned(),
        ],
        columns: vec![
            ("No item", 9.0),
            ("Kode klasifikasi", 16.0),
            ("Uraian informasi arsip", 56.0),
            ("Tahun", 9.0),
            ("Jumlah", 9.0),
            ("Keterangan", 16.0),
        ],
        rows: rows.collect(),
        sums: vec![4],
    };
    workbook("Daftar isi berkas", matter.date, &[table])
}

fn before(matter: Matter, programme: usize) -> i64 {
    matter.budget(programme) / 100 * (86 + (PROGRAMMES[programme].nth * 5) % 11)
}

fn rows(matter: Matter, section: Option<usize>) -> Vec<Vec<Cell>> {
    PROGRAMMES
        .iter()
        .enumerate()
        .filter(|(_, programme)| section.is_none_or(|section| programme.section == section))
        .map(|(index, programme)| {
            vec![
                programme.code.into(),
                programme.name.into(),
                programme.indicator.into(),
                programme.target.into(),
                before(matter, index).into(),
                matter.budget(index).into(),
            ]
        })
        .collect()
}

fn table(matter: Matter, heading: &str, unit: &str, tab: usize, rows: Vec<Vec<Cell>>, sums: bool) -> Table {
    Table {
        tab: ["TU", "Ideologi", "Politik", "Ketahanan"].get(tab).copied().unwrap_or("Rekap").to_owned(),
        title: vec![heading.to_owned(), matter.plan_name(), unit.to_owned()],
        columns: COLUMNS.to_vec(),
        rows,
        sums: if sums { vec![4, 5] } else { Vec::new() },
    }
}

fn issues(matter: Matter) -> Table {
    let year = matter.year();
    let issues = [
        (
            "Pendataan organisasi kemasyarakatan belum lengkap",
            "Pendataan ulang bersama kecamatan",
            "Triwulan I",
        ),
        (
            "Partisipasi pemilih pemula perlu ditingkatkan",
            "Pendidikan politik di 18 sekolah menengah",
            "Triwulan II",
        ),
        (
            "Potensi konflik sosial di kawasan industri",
            "Rapat forum kewaspadaan dini setiap bulan",
            "Sepanjang tahun",
        ),
        ("Sarana kerja perencanaan terbatas", "Pengadaan dua komputer dan satu pemindai", "Triwulan I"),
    ];
    Table {
        tab: "Isu dan usulan".to_owned(),
        title: vec!["ISU STRATEGIS DAN USULAN".to_owned(), format!("Tahun {year}")],
        columns: vec![("No", 6.0), ("Isu", 50.0), ("Usulan", 50.0), ("Waktu", 18.0)],
        rows: (1_i64..)
            .zip(issues)
            .map(|(no, (issue, idea, when))| vec![no.into(), issue.into(), idea.into(), when.into()])
            .collect(),
        sums: Vec::new(),
    }
}

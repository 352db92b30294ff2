//! Decrees of the head of the office: as a draft in Word, and as signed on paper.

use super::docx::Text;
use super::pdf::{Face, Sheets, Sign};
use super::{ADDRESS, Bytes, GOVERNMENT, HEAD, Matter, SECTIONS, UNIT};

struct Decree {
    about: String,
    number: String,
    weighs: Vec<String>,
    decides: Vec<String>,
    /// Appendix: role in the team, and name or post.
    team: Vec<(&'static str, String)>,
}

const CONSIDERS: [&str; 4] = [
    "Undang-Undang Nomor 25 Tahun 2004 tentang Sistem Perencanaan Pembangunan Nasional;",
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;",
    "Peraturan Menteri Dalam Negeri Nomor 86 Tahun 2017 tentang Tata Cara Perencanaan, Pengendalian dan \
     Evaluasi Pembangunan Daerah;",
    "Rencana Strategis Kantor Kesatuan Bangsa dan Politik Kota Sukamaju;",
];
const ORDINALS: [&str; 5] = ["KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA"];

fn team(matter: Matter, number: &str) -> Decree {
    let plan = matter.plan_name();
    let mut team = vec![
        ("Pengarah", HEAD.0.to_owned()),
        ("Ketua", SECTIONS[0].1.to_owned()),
        ("Sekretaris", "Pengelola Perencanaan".to_owned()),
    ];
    team.extend(SECTIONS[1..].iter().map(|(_, head)| ("Anggota", (*head).to_owned())));
    team.push(("Anggota", "Pengelola Administrasi Umum".to_owned()));
    Decree {
        about: format!("TIM PENYUSUN {}", plan.to_uppercase()),
        number: number.to_owned(),
        weighs: vec![
            format!("bahwa untuk menjamin kesinambungan perencanaan perlu disusun {plan};"),
            "bahwa untuk kelancaran penyusunannya perlu dibentuk tim penyusun;".to_owned(),
            "bahwa berdasarkan pertimbangan di atas perlu ditetapkan keputusan Kepala Kantor;".to_owned(),
        ],
        decides: vec![
            format!("Membentuk Tim Penyusun {plan} dengan susunan sebagaimana tercantum dalam lampiran."),
            "Tim bertugas menghimpun dan menganalisa data dan informasi, menyusun konsep, serta \
             menyempurnakan Renja sesuai dengan hasil pembahasan dan reviu."
                .to_owned(),
            "Segala biaya dibebankan pada anggaran Kantor Kesatuan Bangsa dan Politik.".to_owned(),
            "Keputusan ini berlaku sejak tanggal ditetapkan.".to_owned(),
        ],
        team,
    }
}

fn plan(matter: Matter, number: &str) -> Decree {
    let name = matter.plan_name();
    Decree {
        about: format!("PENETAPAN {}", name.to_uppercase()),
        number: number.to_owned(),
        weighs: vec![
            format!("bahwa {name} telah disusun dan dibahas bersama seluruh seksi;"),
            "bahwa berdasarkan pertimbangan di atas perlu ditetapkan keputusan Kepala Kantor;".to_owned(),
        ],
        decides: vec![
            format!("Menetapkan {name} Kantor Kesatuan Bangsa dan Politik Kota Sukamaju."),
            "Renja memuat program, kegiatan, indikator, target, dan kebutuhan pendanaan, dan menjadi \
             pedoman pelaksanaan tugas seluruh seksi dan subbagian."
                .to_owned(),
            "Renja disempurnakan berdasarkan hasil reviu Inspektorat dan Bappeda.".to_owned(),
            "Keputusan ini berlaku sejak tanggal ditetapkan.".to_owned(),
        ],
        team: Vec::new(),
    }
}

/// The draft of the decree that appoints the team.
pub fn team_decree_draft(matter: Matter) -> Bytes {
    draft(matter, &team(matter, "…"))
}

/// The decree that appoints the team, as a PDF.
pub fn team_decree(matter: Matter, number: &str, sign: Sign) -> Vec<u8> {
    paper(matter, &team(matter, number), sign)
}

/// The draft of the decree that sets the plan in force.
pub fn plan_decree_draft(matter: Matter) -> Bytes {
    draft(matter, &plan(matter, "…"))
}

/// The decree that sets the plan in force, as a PDF.
pub fn plan_decree(matter: Matter, number: &str, sign: Sign) -> Vec<u8> {
    paper(matter, &plan(matter, number), sign)
}

fn draft(matter: Matter, decree: &Decree) -> Bytes {
    let mut text = Text::new(matter.date)
        .title("DRAF")
        .title("KEPUTUSAN KEPALA KANTOR KESATUAN BANGSA DAN POLITIK")
        .title("KOTA SUKAMAJU")
        .title(&format!("NOMOR {}", decree.number))
        .title("TENTANG")
        .title(&decree.about)
        .heading("Menimbang:")
        .points(decree.weighs.iter().map(String::as_str))
        .heading("Mengingat:")
        .points(CONSIDERS)
        .title("MEMUTUSKAN:");
    for (ordinal, decision) in ORDINALS.iter().zip(&decree.decides) {
        text = text.labelled(ordinal, decision);
    }
    text = text.signature(&[
        "",
        "Ditetapkan di Sukamaju",
        "pada tanggal …",
        "KEPALA KANTOR,",
        "",
        "",
        HEAD.0,
        HEAD.1,
    ]);
    if !decree.team.is_empty() {
        let rows: Vec<_> = rows(decree);
        text = text.title("LAMPIRAN: SUSUNAN TIM").table(
            [700, 2600, 6000],
            ["No", "Kedudukan", "Nama/Jabatan"],
            &rows,
        );
    }
    text.finish()
}

fn rows(decree: &Decree) -> Vec<[String; 3]> {
    let numbered = decree.team.iter().enumerate();
    numbered
        .map(|(index, (role, name))| [(index + 1).to_string(), (*role).to_owned(), name.clone()])
        .collect()
}

fn paper(matter: Matter, decree: &Decree, sign: Sign) -> Vec<u8> {
    let mut sheets = Sheets::new(&format!("Keputusan tentang {}", decree.about.to_lowercase()), matter.date);
    sheets.letterhead(GOVERNMENT, UNIT, ADDRESS);
    sheets.centred("KEPUTUSAN KEPALA KANTOR KESATUAN BANGSA DAN POLITIK", Face::Bold, 12.0);
    sheets.centred("KOTA SUKAMAJU", Face::Bold, 12.0);
    sheets.centred(&format!("NOMOR {}", decree.number), Face::Roman, 12.0);
    sheets.space(6.0);
    sheets.centred("TENTANG", Face::Roman, 12.0);
    sheets.space(4.0);
    sheets.centred(&decree.about, Face::Bold, 12.0);
    sheets.space(10.0);
    for (label, lines) in [
        ("Menimbang :", decree.weighs.iter().map(String::as_str).collect::<Vec<_>>()),
        ("Mengingat :", CONSIDERS.to_vec()),
    ] {
        for (index, line) in lines.into_iter().enumerate() {
            let head = if index == 0 { label } else { "" };
            let mark = (b'a' + index as u8) as char;
            sheets.labelled(head, &format!("{mark}.  {line}"), 71.0, 72.0);
        }
        sheets.space(6.0);
    }
    sheets.centred("MEMUTUSKAN:", Face::Bold, 12.0);
    sheets.space(4.0);
    for (ordinal, decision) in ORDINALS.iter().zip(&decree.decides) {
        sheets.labelled(ordinal, &format!(":  {decision}"), 71.0, 72.0);
    }
    let date = format!("Ditetapkan di {}", matter.place_and_date());
    sheets.signature(&date, "KEPALA KANTOR,", HEAD.0, HEAD.1, sign);
    if !decree.team.is_empty() {
        sheets.turn();
        sheets.centred("LAMPIRAN: SUSUNAN TIM", Face::Bold, 12.0);
        sheets.table([0.6, 2.4, 5.0], ["No", "Kedudukan", "Nama/Jabatan"], &rows(decree));
    }
    sheets.finish()
}

//! The page that shows a dossier without this program: one file, no script, nothing from the network.
//! It is Indonesian whatever the window speaks: it is a paper of the office.

mod sheet;

use std::fmt::Write as _;

use super::dossier::{DocumentRecord, FileRecord, NoteRecord, Signature, StepRecord, Summary};
use super::retention::Schedule;
use crate::calendar::Language;
use crate::cycle::Place;
use crate::sop::Sop;
use crate::store::names::is_odd;
use crate::words;

const CSS: &str = include_str!("../../assets/archive/dossier.css");
const LANGUAGE: Language = Language::Indonesian;

/// The page of a dossier. Links are relative to the page's own folder.
pub fn page(summary: &Summary, sop: &Sop) -> String {
    let title = Text(&summary.folder()).to_string();
    let mut html = String::with_capacity(64 << 10);
    let _ = write!(
        html,
        "<!DOCTYPE html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{CSS}</style>\n</head>\n<body>\n"
    );
    head(&mut html, summary, sop);
    sheet::write(&mut html, summary, sop);
    html.push_str("<h2 id=\"dokumen\">Dokumen tiap langkah</h2>\n");
    for record in &summary.steps {
        step(&mut html, record);
    }
    general_notes(&mut html, summary);
    removed(&mut html, summary);
    seal(&mut html, summary);
    html.push_str("</body>\n</html>\n");
    html
}

/// The page at the top of an exported ZIP, beside the bag's folder.
pub fn cover(folder: &str) -> String {
    let title = Text(folder);
    let link = link(&format!("{folder}/data/index.html"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"id\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={link}\">\n<title>{title}</title>\n\
         <style>\n{CSS}</style>\n</head>\n<body>\n<header class=\"page\"><h1>{title}</h1>\n\
         <p><a href=\"{link}\">Buka ringkasan arsip</a></p>\n\
         <p class=\"small\">Tidak terbuka? Ekstrak dahulu seluruh isi ZIP ini ke sebuah folder.</p></header>\n\
         </body>\n</html>\n"
    )
}

fn head(html: &mut String, summary: &Summary, sop: &Sop) {
    let form = &summary.form;
    let office = if summary.office.trim().is_empty() { &sop.header.unit } else { &summary.office };
    let _ = write!(
        html,
        "<header class=\"page\">\n<p class=\"office\">{}</p>\n<h1>{}</h1>\n<p class=\"sealed\">Disegel {}</p>\n",
        Text(office),
        Text(&summary.folder()),
        signed(&summary.sealed),
    );
    if summary.revision > 0 {
        let _ = writeln!(html, "<p>Revisi {}: {}</p>", summary.revision, Text(&summary.revision_reason));
    }
    html.push_str("<dl class=\"facts\">\n");
    fact(html, "Judul berkas", &form.title);
    fact(html, "Kode klasifikasi", &form.classification);
    fact(html, "Kurun waktu", &words::period(form.from, form.to, LANGUAGE));
    fact(html, "Lokasi simpan", &place(&form.place));
    let schedule = Schedule::new(summary.sealed.at.date_naive(), &form.retention);
    let retention = format!(
        "aktif {} tahun (sampai {}), inaktif {} tahun (sampai {})",
        form.retention.active_years,
        LANGUAGE.date(schedule.inactive_from),
        form.retention.inactive_years,
        LANGUAGE.date(schedule.over_from),
    );
    fact(html, "Jangka simpan (sesuaikan dengan JRA)", &retention);
    fact(html, "Nasib akhir", &words::disposition(form.retention.disposition, LANGUAGE));
    fact(html, "Klasifikasi keamanan", &words::security(form.security, LANGUAGE));
    fact(html, "Tingkat perkembangan", &form.development);
    fact(html, "Keterangan", &form.remark);
    let (count, size) = summary
        .documents()
        .fold((0, 0), |(count, size), (_, document)| (count + 1, size + document.current.size));
    fact(html, "Jumlah", &format!("{} dokumen, {}", LANGUAGE.count(count), LANGUAGE.size(size)));
    let sop_name = format!("{} ({} {})", summary.sop_title, summary.sop.name, summary.sop.version);
    fact(html, "SOP", &sop_name);
    html.push_str("</dl>\n</header>\n");
}

fn fact(html: &mut String, name: &str, value: &str) {
    if !value.trim().is_empty() {
        let _ = writeln!(html, "<div><dt>{}</dt><dd>{}</dd></div>", Text(name), Text(value));
    }
}

fn step(html: &mut String, record: &StepRecord) {
    let _ = write!(
        html,
        "<section class=\"step\" id=\"langkah-{0}\">\n<h3>{0}. {1}</h3>\n<p class=\"small\">",
        record.no,
        Text(&record.title)
    );
    match (&record.started, &record.finished) {
        (started, Some(finished)) => {
            if let Some(started) = started {
                let _ = write!(html, "Mulai {}. ", signed(started));
            }
            let _ = write!(html, "Selesai {}.", signed(finished));
        }
        (Some(started), None) => {
            let _ = write!(html, "Mulai {}. Belum selesai.", signed(started));
        }
        (None, None) => html.push_str("Belum mulai."),
    }
    html.push_str("</p>\n");
    if !record.reason.trim().is_empty() {
        let _ = writeln!(html, "<p class=\"note\">Alasan: {}</p>", Text(&record.reason));
    }
    for back in &record.returns {
        let _ = writeln!(
            html,
            "<p class=\"note return\">Dikembalikan dari langkah {}: {}<br><span class=\"small\">{}</span></p>",
            back.from,
            Text(&back.reason),
            signed(&back.sign)
        );
    }
    notes(html, &record.notes);
    if record.documents.is_empty() && record.slots.is_empty() {
        html.push_str("<p class=\"small\">Tidak ada dokumen.</p>\n");
    } else {
        html.push_str("<ul class=\"documents\">\n");
        record.documents.iter().for_each(|record| document(html, record));
        for slot in &record.slots {
            let state = words::slot_state(slot.state.into(), LANGUAGE);
            let _ = write!(html, "<li>{} <span class=\"open\">{}</span>", Text(&slot.label), Text(&state));
            if !slot.remark.trim().is_empty() {
                let _ = write!(html, "<br><span class=\"small\">{}</span>", Text(&slot.remark));
            }
            html.push_str("</li>\n");
        }
        html.push_str("</ul>\n");
    }
    html.push_str("</section>\n");
}

fn document(html: &mut String, document: &DocumentRecord) {
    let file = &document.current;
    let _ = write!(html, "<li><a href=\"{}\">{}</a>", link(&file.path), Text(&document.title));
    if !file.stage.is_empty() {
        let _ = write!(html, " <span class=\"done\">{}</span>", Text(&file.stage));
    }
    let mut facts = Vec::new();
    if !document.slot.is_empty() && document.slot != document.title {
        facts.push(Text(&document.slot).to_string());
    }
    if !document.number.is_empty() {
        facts.push(format!("Nomor {}", Text(&document.number)));
    }
    if let Some(date) = document.date {
        facts.push(format!("tanggal {}", LANGUAGE.date(date)));
    }
    facts.push(Text(base_name(&file.path)).to_string());
    facts.push(LANGUAGE.size(file.size));
    let _ = write!(html, "<br><span class=\"small\">{}</span>", facts.join(" · "));
    html.push_str("<details><summary>Rincian</summary>\n");
    details(html, file);
    if !document.older.is_empty() {
        html.push_str("<p class=\"small\">Versi terdahulu:</p>\n<ul>\n");
        for older in &document.older {
            let _ =
                write!(html, "<li><a href=\"{}\">{}</a>", link(&older.path), Text(base_name(&older.path)));
            details(html, older);
            html.push_str("</li>\n");
        }
        html.push_str("</ul>\n");
    }
    html.push_str("</details></li>\n");
}

fn details(html: &mut String, file: &FileRecord) {
    let stage = match file.stage.as_str() {
        "" => String::new(),
        stage => format!(" Tahap: {}.", Text(stage)),
    };
    let _ = writeln!(
        html,
        "<p class=\"small\">Dilampirkan {}. Nama asal: {}.{stage}<br><span class=\"hash\">SHA-256 {}</span></p>",
        signed(&file.sign),
        Text(&file.original),
        Text(&file.sha256)
    );
}

fn notes(html: &mut String, notes: &[NoteRecord]) {
    for note in notes {
        let _ = writeln!(
            html,
            "<p class=\"note\">{}<br><span class=\"small\">{}</span></p>",
            Text(&note.text),
            signed(&note.sign)
        );
    }
}

fn general_notes(html: &mut String, summary: &Summary) {
    if !summary.notes.is_empty() {
        html.push_str("<h2>Catatan</h2>\n");
        notes(html, &summary.notes);
    }
}

fn removed(html: &mut String, summary: &Summary) {
    if summary.removed.is_empty() {
        return;
    }
    html.push_str("<h2>Dokumen yang dihapus sebelum disegel</h2>\n<ul>\n");
    for removed in &summary.removed {
        let _ = writeln!(
            html,
            "<li>Langkah {}: {} ({}). {}<br><span class=\"small\">{}</span></li>",
            removed.step,
            Text(&removed.title),
            Text(&removed.original),
            Text(&removed.reason),
            signed(&removed.sign)
        );
    }
    html.push_str("</ul>\n");
}

fn seal(html: &mut String, summary: &Summary) {
    html.push_str("<h2>Segel</h2>\n");
    if let Some(previous) = &summary.previous {
        let _ = writeln!(
            html,
            "<p>Arsip ini merevisi <b>{}</b> dengan segel<br><span class=\"hash\">{}</span></p>",
            Text(&previous.bag),
            Text(&previous.digest)
        );
    }
    html.push_str(
        "<p>Nomor segel adalah SHA-256 dari <code>tagmanifest-sha256.txt</code> di folder atas; \
         nomor itu tercetak pada Tanda Terima. Untuk memeriksa keutuhan tanpa aplikasi, buka terminal di folder \
         yang berisi <code>bagit.txt</code>:</p>\n<pre>sha256sum -c manifest-sha256.txt\n\
         sha256sum -c tagmanifest-sha256.txt\nsha256sum tagmanifest-sha256.txt</pre>\n\
         <p>Setiap baris harus berakhir dengan OK. Di Windows, nomor segel dihitung dengan \
         <code>certutil -hashfile tagmanifest-sha256.txt SHA256</code>.</p>\n",
    );
    let _ = writeln!(
        html,
        "<footer>Dibuat oleh Renja saat penyegelan, {}. Arsip menurut BagIt 1.0 (RFC 8493).</footer>",
        LANGUAGE.date(summary.sealed.at.date_naive())
    );
}

/// `3 Agustus 2026 pukul 08.05 oleh Budi`, safe for HTML.
fn signed(sign: &Signature) -> String {
    let at = LANGUAGE.date_time(sign.at.naive_local());
    if sign.by.trim().is_empty() { at } else { format!("{at} oleh {}", Text(&sign.by)) }
}

fn place(place: &Place) -> String {
    let parts = words::place(place, LANGUAGE);
    match super::retention::place_number(place) {
        Some(number) => format!("{number} ({parts})"),
        None => parts,
    }
}

fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A relative link to a path, percent-encoded (RFC 3986); also safe in an attribute.
fn link(path: &str) -> String {
    let mut link = String::from("./");
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                link.push(char::from(byte));
            }
            _ => {
                let _ = write!(link, "%{byte:02X}");
            }
        }
    }
    link
}

/// Text made safe for HTML: markup is escaped, and control and direction marks, which can make a name
/// look like another, are shown by their number.
struct Text<'a>(&'a str);

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                '\r' => {}
                c if is_odd(c) => write!(f, "⟨U+{:04X}⟩", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

//! The layout of a dossier's payload: the places of the documents and the texts around them.

use std::collections::{HashMap, HashSet};

use super::dossier::{Previous, Signature, Summary, folder_name, notes};
use super::index::FOLDER;
use super::tagfile::Tags;
use crate::calendar::Language;
use crate::cycle::{ArchiveForm, Cycle, Document, Version};
use crate::sop::StepNo;
use crate::store::Who;
use crate::store::names::{self, MAX_PATH, fitting_name, safe_name};

/// Folder of earlier versions below that of a step.
const OLDER: &str = "versi lama";

/// A document's version, to be copied into the dossier.
#[derive(Debug, Clone)]
pub(super) struct Copy {
    /// Path below the cycle's folder, as the events name it.
    pub from: String,
    /// Path below `data/`.
    pub to: String,
    /// Title of the document.
    pub title: String,
    pub size: u64,
    /// SHA-256 that the event names.
    pub sha256: String,
}

/// Gives every version its place: the current one by its plain name in the folder of its step, the others in
/// a folder below.
struct Places<'a> {
    cycle: &'a Cycle,
    /// UTF-16 units of the folders above a path below `data/`.
    above: usize,
    taken: HashMap<String, HashSet<String>>,
    copies: Vec<Copy>,
}

impl Places<'_> {
    fn place(&mut self, document: &Document, version: &Version) -> String {
        let step = self.cycle.sop.step(document.step);
        let step = step.map_or_else(|| format!("{:02}", document.step.0), crate::sop::Step::folder);
        let file = &version.file;
        // The name that the file had when it was attached: in the working folder an older version may have
        // taken it.
        let plain = safe_name(&file.original);
        let (folder, name) = if version.stamp.id == document.current().stamp.id {
            (safe_name(&step), plain)
        } else {
            let number = 1 + document.versions.iter().take_while(|other| *other != version).count();
            let dot = plain.rfind('.').unwrap_or(plain.len());
            let (base, extension) = plain.split_at(dot);
            (format!("{}/{OLDER}", safe_name(&step)), format!("{base} (versi {number}){extension}"))
        };
        // Leaves room for a number in brackets.
        let room = MAX_PATH.saturating_sub(self.above + folder.encode_utf16().count() + 1 + 6);
        let taken = self.taken.entry(folder.clone()).or_default();
        let name = names::unique(&fitting_name(&name, room), |name| taken.contains(&names::fold(name)));
        taken.insert(names::fold(&name));
        let to = format!("{folder}/{name}");
        self.copies.push(Copy {
            from: file.path.clone(),
            to: to.clone(),
            title: document.title.clone(),
            size: file.size,
            sha256: file.sha256.clone(),
        });
        to
    }
}

/// The summary of a cycle about to be sealed, and the files to be copied.
pub(super) fn summarise(
    cycle: &Cycle,
    form: &ArchiveForm,
    office: &str,
    who: &Who,
    revision: u32,
    previous: Option<Previous>,
) -> (Summary, Vec<Copy>) {
    let folder = folder_name(cycle.id, revision);
    let above = format!("{FOLDER}/{folder}/data/").encode_utf16().count();
    let mut places = Places { cycle, above, taken: HashMap::new(), copies: Vec::new() };
    let steps = Summary::steps_of(cycle, |document, version| places.place(document, version));
    let reason = cycle.state().revision.as_ref().map(|(reason, _)| reason.clone());
    let summary = Summary {
        v: super::index::LAYOUT,
        cycle: cycle.id,
        revision,
        revision_reason: reason.unwrap_or_default(),
        previous,
        office: if office.trim().is_empty() { cycle.sop.header.unit.clone() } else { office.to_owned() },
        sealed: Signature { by: who.by.clone(), at: who.at },
        form: form.clone(),
        sop: cycle.sop.id.clone(),
        sop_title: cycle.sop.header.title.clone(),
        steps,
        notes: notes(cycle, None),
        removed: Summary::removed_of(cycle),
    };
    (summary, places.copies)
}

/// Text of `BACA SAYA.txt`: what a dossier is, and how to check it without this program.
pub(super) fn read_me(summary: &Summary, last: StepNo) -> String {
    let title = summary.folder();
    let words = Language::Indonesian;
    include_str!("../../assets/archive/baca-saya.txt")
        .replace("%{title}", &title)
        .replace("%{underline}", &"=".repeat(title.chars().count()))
        .replace("%{office}", &one_line(&summary.office))
        .replace("%{sealed}", &words.date_time(summary.sealed.at.naive_local()))
        .replace("%{by}", &one_line(&summary.sealed.by))
        .replace("%{last}", &format!("{:02}", last.0))
        // Notepad of older Windows shows bare line feeds in one line.
        .replace('\n', "\r\n")
}

/// Tags of `bag-info.txt`.
pub(super) fn info(summary: &Summary, files: usize, bytes: u64) -> Tags {
    let form = &summary.form;
    let mut tags = Tags::default();
    tags.push("Source-Organization", &summary.office);
    tags.push("Contact-Name", &summary.sealed.by);
    tags.push("External-Identifier", &identifier(summary));
    tags.push("External-Description", &form.title);
    tags.push("Bagging-Date", &summary.sealed.at.format("%Y-%m-%d").to_string());
    tags.push("Bag-Size", &Language::English.size(bytes));
    tags.push("Payload-Oxum", &format!("{bytes}.{files}"));
    tags.push("Bag-Software-Agent", concat!("renja ", env!("CARGO_PKG_VERSION")));
    tags.push("Renja-Kode-Klasifikasi", &form.classification);
    if let (Some(from), Some(to)) = (form.from, form.to) {
        tags.push("Renja-Kurun-Waktu", &format!("{from}/{to}"));
    }
    tags.push("Renja-Lokasi-Simpan", &form.place.parts().collect::<Vec<_>>().join(" / "));
    if let Some(previous) = &summary.previous {
        tags.push("Renja-Arsip-Sebelumnya", &previous.bag);
        tags.push("Renja-Segel-Sebelumnya", &previous.digest);
    }
    tags
}

fn identifier(summary: &Summary) -> String {
    match summary.revision {
        0 => summary.cycle.folder(),
        n => format!("{}-revisi-{n}", summary.cycle.folder()),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

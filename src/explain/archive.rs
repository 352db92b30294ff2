//! What the archive tells: its kinds of dossiers, retention, and what a search has found.

use rust_i18n::t;

use crate::archive::{Hit, KindFacet, Phase, What};

/// `Induk`, `Perubahan`, `Dari program lain`.
pub fn kind_facet(kind: KindFacet) -> String {
    match kind {
        KindFacet::Induk => t!("archive.kind.original"),
        KindFacet::Perubahan => t!("archive.kind.revisions"),
        KindFacet::Foreign => t!("archive.kind.foreign"),
    }
    .into_owned()
}

/// State of retention.
pub fn phase(phase: Phase) -> String {
    match phase {
        Phase::Active => t!("archive.phase.active"),
        Phase::Inactive => t!("archive.phase.inactive"),
        Phase::Over => t!("archive.phase.over"),
    }
    .into_owned()
}

/// Why a search has found a dossier: `Langkah 6 · Nomor: 005/12/2021 (Undangan rapat)`.
pub fn hit(hit: &Hit) -> String {
    let what = match hit.what {
        What::Title | What::Year => return hit.text.clone(),
        What::Step => t!("archive.hit.step"),
        What::Document => t!("archive.hit.document"),
        What::File => t!("archive.hit.file"),
        What::Number => t!("archive.hit.number"),
        What::Note => t!("archive.hit.note"),
    };
    let text = hit.text.lines().next().unwrap_or_default();
    let mut words = format!("{what}: {text}");
    if hit.title != hit.text {
        words = format!("{words} ({})", hit.title);
    }
    match hit.step {
        Some(no) if hit.what != What::Step => t!("archive.hit.in_step", no = no, what = words).into_owned(),
        _ => words,
    }
}

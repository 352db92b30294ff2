//! RINGKASAN.txt: the state of a cycle for people who look into the folder without the program. A view, which
//! is never read back.

use std::fmt::Write;

use chrono::{DateTime, FixedOffset};

use crate::cycle::{Cycle, StepStatus};

/// Name of the file in a cycle's folder.
pub(super) const FILE: &str = "RINGKASAN.txt";

/// The text, with the line ends of Windows.
pub(super) fn text(cycle: &Cycle) -> String {
    let mut lines = String::new();
    // Writing to a string can't fail.
    let _ = write(&mut lines, cycle);
    lines.replace('\n', "\r\n")
}

fn write(out: &mut String, cycle: &Cycle) -> std::fmt::Result {
    let state = cycle.state();
    writeln!(out, "RINGKASAN — {}", cycle.id.title())?;
    writeln!(out)?;
    writeln!(out, "Berkas ini dibuat oleh program Renja dan ditulis ulang setiap ada perubahan.")?;
    writeln!(out, "Mengubah berkas ini tidak mengubah apa pun.")?;
    writeln!(out)?;
    if let Some(opened) = &state.opened {
        writeln!(out, "Dimulai  : {} oleh {}", date(&opened.at), opened.by)?;
    }
    if let Some(last) = cycle.events().last() {
        writeln!(out, "Terakhir : {} oleh {}", date(&last.stamp.at), last.stamp.by)?;
    }
    writeln!(out, "Selesai  : {} dari {} langkah", state.done(), state.steps.len())?;
    if let Some(seal) = state.seals.last() {
        writeln!(out, "Disegel  : {} sebagai \"{}\"", date(&seal.stamp.at), seal.bag)?;
        writeln!(out, "Segel    : {}", seal.digest)?;
    }
    for step in &cycle.sop.steps {
        writeln!(out)?;
        writeln!(out, "{:>2}. {} [{}]", step.no, step.title, word(state.status(step.no)))?;
        if let Some(wait) = state.step(step.no).and_then(|step| step.waiting()) {
            writeln!(out, "    menunggu: {}", wait.party)?;
        }
        for document in state.documents_of(step.no) {
            let file = &document.current().file;
            writeln!(out, "    - {}  ({})", document.title, file.path)?;
        }
    }
    let removed: Vec<_> = state.removed_documents().collect();
    if !removed.is_empty() {
        writeln!(out)?;
        writeln!(out, "Dihapus:")?;
        for document in removed {
            writeln!(out, "    - {}  ({})", document.title, document.current().file.path)?;
        }
    }
    Ok(())
}

fn word(status: StepStatus) -> &'static str {
    match status {
        StepStatus::NotStarted => "belum mulai",
        StepStatus::Running => "berjalan",
        StepStatus::Waiting => "menunggu pihak luar",
        StepStatus::Returned => "dikembalikan",
        StepStatus::Done => "selesai",
    }
}

fn date(at: &DateTime<FixedOffset>) -> String {
    at.format("%d-%m-%Y %H.%M").to_string()
}

//! What an SOP is, as plain data. The wording is the signed one; corrections stand beside it.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// Number of a step as printed on the sheet, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepNo(pub u8);

impl std::fmt::Display for StepNo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Key of an actor, unique in its SOP, such as `"TU"`.
pub type ActorKey = String;

/// Key of a slot, unique in its SOP: `"<step>.<in|out>.<word>"`, such as `"6.out.undangan"`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SlotKey(pub String);

impl std::fmt::Display for SlotKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A whole SOP. [`super::parse`] checks what it reads; an edited copy goes through [`super::check`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sop {
    /// Layout version of the file; 1.
    pub v: u32,
    /// Short name and version, the key under which cycles remember their SOP.
    pub id: SopId,
    /// The identity box at the head of the form.
    pub header: Header,
    /// The six text boxes, in the order of the form.
    pub boxes: Vec<TextBox>,
    /// The lanes of the flowchart from left to right; 3 to 8.
    pub actors: Vec<Actor>,
    /// The steps, numbered 1, 2, 3, ….
    pub steps: Vec<Step>,
    /// The last line of the table, as printed, and what it must come to.
    pub total: Total,
    /// Remarks on the form as a whole (what stands in no step, what has changed since).
    pub remarks: Vec<String>,
}

/// Identity of an SOP version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SopId {
    /// Short name of the SOP, such as `penyusunan-renja`.
    pub name: String,
    /// Version of the SOP, such as `2018`.
    pub version: String,
}

impl std::fmt::Display for SopId {
    /// Name and version, such as `penyusunan-renja-2018`: the name of the SOP's file.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.name, self.version)
    }
}

impl SopId {
    /// Which version came later: numbers in a version count as numbers, so `2018-10` is after `2018-9`, and
    /// `v10` after `v9`. At the same place a number is before letters.
    pub fn cmp_version(&self, other: &Self) -> Ordering {
        let parts = self.version.split('-').map(runs);
        parts.cmp(other.version.split('-').map(runs)).then_with(|| self.version.cmp(&other.version))
    }
}

/// A run of digits or of letters in a version, ordered for [`SopId::cmp_version`]. A number is compared by
/// its length without leading zeros, then by its digits, so that none is too large.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Run<'a> {
    Number(usize, &'a str),
    Letters(&'a str),
}

fn runs(part: &str) -> Vec<Run<'_>> {
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let stretches = part.as_bytes().chunk_by(|a, b| is_digit(a) == is_digit(b));
    let mut start = 0;
    stretches
        .map(|stretch| {
            let text = &part[start..start + stretch.len()];
            start += stretch.len();
            let digits = text.trim_start_matches('0');
            if stretch.first().is_some_and(is_digit) {
                Run::Number(digits.len(), digits)
            } else {
                Run::Letters(text)
            }
        })
        .collect()
}

/// The identity box (`PermenPANRB` 35/2012). Blanks of the signed form stay blanks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// First line at the left: the government.
    pub government: String,
    /// Second line at the left: the unit.
    pub unit: String,
    /// Third line at the left: the part of the unit.
    pub section: String,
    /// Nomor SOP.
    pub number: String,
    /// Tanggal Pembuatan.
    pub created: String,
    /// Tanggal Revisi.
    pub revised: String,
    /// Tanggal Efektif.
    pub effective: String,
    /// Disahkan oleh, line by line; name and NIP are typed by the office.
    pub approved_by: Vec<String>,
    /// Nama SOP.
    pub title: String,
}

/// One of the six text boxes of the form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TextBox {
    /// Heading as printed, such as `DASAR HUKUM`.
    pub heading: String,
    /// Paragraphs of the box, word for word, without their numbers.
    pub lines: Vec<String>,
    /// Whether the paragraphs are numbered on the form.
    pub numbered: bool,
    /// Corrections, shown beside the wording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// A lane of the flowchart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Key, such as `TU`; also the short form on narrow screens.
    pub key: ActorKey,
    /// Name as printed over the lane.
    pub name: String,
}

/// How sure we are of a value that was inferred because the signed sheet lost it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sureness {
    /// Over 90 %.
    High,
    /// 60 to 90 %.
    Medium,
    /// Under 60 %: shown as "perkiraan, belum ditetapkan".
    Low,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Number in sequence.
    pub no: StepNo,
    /// A short name for buttons, folders and hints, such as `Undangan rapat`; the form has none.
    pub title: String,
    /// Aktivitas, word for word.
    pub activity: String,
    /// Who does it: exactly one main actor.
    pub main: ActorKey,
    /// Who else stands in the row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<ActorKey>,
    /// Sureness of the lane; `None` when the office has confirmed it. Never left out of a file: a forgotten
    /// line must not pass for a confirmation.
    #[serde(deserialize_with = "Option::deserialize")]
    pub lane_sureness: Option<Sureness>,
    /// Flowchart symbol (inferred unless confirmed, as the lane).
    pub symbol: Symbol,
    /// Kelengkapan, word for word.
    pub requirement_text: String,
    /// Waktu as printed, such as `10 Menit`.
    pub time_text: String,
    /// Standard time.
    pub time: StandardTime,
    /// Output, word for word.
    pub output_text: String,
    /// Keterangan; the 2018 form has no such column.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remark: String,
    /// What the step needs.
    pub requirements: Vec<Slot>,
    /// What the step makes.
    pub outputs: Vec<Slot>,
    /// Corrections, shown beside the wording.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Parties outside the office for whom the clock pauses, such as `Inspektorat`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outside: Vec<String>,
}

/// The symbols of the flowchart (`PermenPANRB` 35/2012); the page connector is drawn, not data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Symbol {
    /// Kapsul: start or end.
    Capsule,
    /// Kotak: activity.
    Box,
    /// Kotak across all lanes of the row.
    WideBox,
    /// Belah ketupat: decision. `no_to` is the step to which *Tidak* leads back.
    Diamond {
        /// Target of the *Tidak* arrow.
        no_to: StepNo,
    },
}

/// Standard time of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum StandardTime {
    /// Office minutes.
    Minutes(u32),
    /// Working days.
    Days(u32),
}

/// A place for a document that the SOP expects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Key, unique in the SOP.
    pub key: SlotKey,
    /// What document belongs in the slot, such as `Undangan rapat`.
    pub label: String,
    /// For a requirement: the output slot of an earlier step that serves as it, by reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SlotKey>,
    /// Lower-case words whose presence in a file name proposes this slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<String>,
    /// The stage that a document filed here has reached, such as `ditandatangani`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Whether the slot is for a thing of the office (filing cabinet, buku ekspedisi), of which no file can
    /// be missing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub equipment: bool,
}

/// A correction beside the wording of the source; the wording itself stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The words in question, as printed; may be empty for a remark on the whole row.
    pub wording: String,
    /// What is meant, or what to know.
    pub note: String,
}

/// *Jumlah waktu*.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Total {
    /// As printed: `7 hr 5 Menit`.
    pub text: String,
    /// As printed in the last column; blank on the 2018 form.
    pub output_text: String,
    /// Sum of the steps in minutes.
    pub minutes: u32,
    /// Sum of the steps in days.
    pub days: u32,
}

impl Sop {
    /// The step of that number.
    pub fn step(&self, no: StepNo) -> Option<&Step> {
        self.steps.get(usize::from(no.0).checked_sub(1)?)
    }

    /// The slot of that key, with its step and whether it is an output.
    pub fn slot(&self, key: &SlotKey) -> Option<(&Step, &Slot, bool)> {
        self.steps.iter().find_map(|step| {
            let requirement =
                step.requirements.iter().find(|slot| slot.key == *key).map(|slot| (step, slot, false));
            requirement
                .or_else(|| step.outputs.iter().find(|slot| slot.key == *key).map(|slot| (step, slot, true)))
        })
    }

    /// The actor of that key.
    pub fn actor(&self, key: &str) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.key == key)
    }

    /// The last step: the one that seals the dossier.
    pub fn last(&self) -> StepNo {
        StepNo(self.steps.len() as u8)
    }
}

impl Step {
    /// Requirement slots, then output slots.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.requirements.iter().chain(&self.outputs)
    }

    /// Folder of the step's documents in a data folder or dossier, such as `06 Undangan rapat`.
    pub fn folder(&self) -> String {
        format!("{:02} {}", self.no.0, self.title)
    }
}

impl Total {
    /// The whole time in days and remaining minutes, with `minutes_per_day` office minutes to a working day.
    ///
    /// The 2018 form's 6 days and 485 minutes are its printed "7 hr 5 Menit" only at 480. At 0 minutes a day
    /// all minutes stay minutes.
    pub fn in_days(&self, minutes_per_day: u32) -> (u32, u32) {
        match self.minutes.checked_div(minutes_per_day) {
            Some(full) => (self.days.saturating_add(full), self.minutes % minutes_per_day),
            None => (self.days, self.minutes),
        }
    }
}

//! The SOP version being written, as typed, and the version that it becomes.

use std::collections::HashMap;

use crate::calendar::{Language, OfficeHours};
use crate::jobs::Snapshot;
use crate::sop::{Actor, Correction, Sop, SopId, StandardTime, Step, StepNo, Symbol};

/// A copy of an SOP version that is being changed.
#[derive(Debug)]
pub struct Draft {
    /// The parts that are changed in place. The actors keep their original keys, so that a step keeps its
    /// lane while a short form is being typed.
    pub sop: Sop,
    /// Disahkan oleh, one person on each line.
    pub approved_by: String,
    /// The text boxes, a paragraph on each line.
    pub boxes: Vec<String>,
    /// The short forms of the actors, in their order.
    pub short: Vec<String>,
    /// The version that the draft was copied from, for comparison.
    begun: Box<Sop>,
}

/// Why a version can't be saved under its version's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionTrouble {
    /// A version of this name exists already.
    Taken,
    /// The name sorts before the version in force, which would stay in force.
    NotLater,
}

impl Draft {
    /// A copy of a version, under the next name not in `taken`.
    pub fn new(sop: &Sop, taken: &[String]) -> Self {
        let mut sop = sop.clone();
        sop.id = next_free(&sop.id, taken);
        let mut draft = Self {
            approved_by: sop.header.approved_by.join("\n"),
            boxes: sop.boxes.iter().map(|text_box| text_box.lines.join("\n")).collect(),
            short: sop.actors.iter().map(|actor| actor.key.clone()).collect(),
            begun: Box::new(sop.clone()),
            sop,
        };
        *draft.begun = draft.as_typed();
        draft
    }

    /// Whether anything was changed.
    pub fn is_changed(&self) -> bool {
        self.as_typed() != *self.begun
    }

    /// The version as it would be saved, with its total time computed.
    pub fn finished(&self, hours: OfficeHours) -> Sop {
        let mut sop = self.as_typed();
        sum_up(&mut sop, hours);
        sop
    }

    fn as_typed(&self) -> Sop {
        let mut sop = self.sop.clone();
        sop.header.approved_by = lines(&self.approved_by);
        for (text_box, typed) in sop.boxes.iter_mut().zip(&self.boxes) {
            text_box.lines = lines(typed);
            let lines = &text_box.lines;
            text_box.corrections.retain(|correction| concerns(correction, lines.iter()));
        }
        let short: HashMap<String, String> =
            self.sop.actors.iter().map(|actor| actor.key.clone()).zip(self.short_forms()).collect();
        let rename = |key: &mut String| {
            if let Some(short) = short.get(key) {
                key.clone_from(short);
            }
        };
        for actor in &mut sop.actors {
            rename(&mut actor.key);
            actor.name = actor.name.trim().to_owned();
        }
        for step in &mut sop.steps {
            rename(&mut step.main);
            step.also.iter_mut().for_each(rename);
            let Step { activity, requirement_text, time_text, output_text, .. } = &*step;
            let words = [activity, requirement_text, time_text, output_text];
            let stands = |correction: &Correction| concerns(correction, words.into_iter());
            step.corrections = step.corrections.iter().filter(|c| stands(c)).cloned().collect();
        }
        sop
    }

    fn short_forms(&self) -> impl Iterator<Item = String> {
        self.short.iter().map(|short| short.trim().to_owned())
    }

    /// Why the draft can't be saved under its version's name.
    pub fn version_trouble(&self, snapshot: &Snapshot) -> Option<VersionTrouble> {
        let id = &self.sop.id;
        if snapshot.sop_names.contains(&id.to_string()) {
            Some(VersionTrouble::Taken)
        } else {
            id.cmp_version(&snapshot.sop.id).is_le().then_some(VersionTrouble::NotLater)
        }
    }

    /// Whether any lane is unconfirmed.
    pub fn has_guesses(&self) -> bool {
        self.sop.steps.iter().any(|step| step.lane_sureness.is_some())
    }

    /// Confirms every lane.
    pub fn confirm_all(&mut self) {
        self.sop.steps.iter_mut().for_each(|step| step.lane_sureness = None);
    }

    /// Adds a lane at the right, without a name yet.
    pub fn add_actor(&mut self) {
        // The person never sees this key: the short form that is typed replaces it.
        let mut key = "+".to_owned();
        while self.sop.actor(&key).is_some() {
            key.push('+');
        }
        self.sop.actors.push(Actor { key, name: String::new() });
        self.short.push(String::new());
    }

    /// Removes a lane, unless a step is in it.
    pub fn remove_actor(&mut self, index: usize) {
        if self.steps_of(index).is_empty() {
            self.sop.actors.remove(index);
            self.short.remove(index);
        }
    }

    /// Swaps a lane with the one at its right.
    pub fn swap_with_next(&mut self, index: usize) {
        self.sop.actors.swap(index, index + 1);
        self.short.swap(index, index + 1);
    }

    /// The steps that have an actor in their row.
    pub fn steps_of(&self, index: usize) -> Vec<StepNo> {
        let Some(Actor { key, .. }) = self.sop.actors.get(index) else { return Vec::new() };
        let stands = |step: &&Step| step.main == *key || step.also.contains(key);
        self.sop.steps.iter().filter(stands).map(|step| step.no).collect()
    }

    /// Gives a step to another actor, which also confirms its lane.
    pub fn set_main(step: &mut Step, key: String) {
        step.also.retain(|other| *other != key);
        step.main = key;
        step.lane_sureness = None;
    }

    /// Adds an actor to a step's row or removes it, which also confirms the step's lane.
    pub fn toggle_also(step: &mut Step, key: &str) {
        if step.also.iter().any(|other| other == key) {
            step.also.retain(|other| other != key);
        } else {
            step.also.push(key.to_owned());
        }
        step.lane_sureness = None;
    }

    /// A decision that leads back to the step before it.
    pub fn decision(step: StepNo) -> Symbol {
        Symbol::Diamond { no_to: StepNo(step.0.saturating_sub(1).max(1)) }
    }
}

/// The lines of a text, without blank ones.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// Whether the words that a correction is about are still in the texts.
fn concerns<'a>(correction: &Correction, mut texts: impl Iterator<Item = &'a String>) -> bool {
    correction.wording.is_empty() || texts.any(|text| text.contains(&correction.wording))
}

/// Recomputes *Jumlah waktu* from the steps' times; the printed words are kept if the sum is unchanged.
fn sum_up(sop: &mut Sop, hours: OfficeHours) {
    let (mut minutes, mut days) = (0, 0);
    for step in &sop.steps {
        match step.time {
            StandardTime::Minutes(n) => minutes += n,
            StandardTime::Days(n) => days += n,
        }
    }
    if (minutes, days) == (sop.total.minutes, sop.total.days) {
        return;
    }
    let (whole, rest) = hours.split(minutes);
    sop.total.text = Language::Indonesian.duration(days + whole, rest);
    sop.total.minutes = minutes;
    sop.total.days = days;
}

/// The next version whose name is not in `taken`.
fn next_free(id: &SopId, taken: &[String]) -> SopId {
    let mut next = id.clone();
    loop {
        next.version = next_version(&next.version);
        if !taken.contains(&next.to_string()) {
            return next;
        }
    }
}

/// `2018` → `2018-2` → `2018-3`.
fn next_version(version: &str) -> String {
    let counted = version.rsplit_once('-').and_then(|(base, n)| Some((base, n.parse::<u32>().ok()?)));
    match counted.and_then(|(base, n)| Some((base, n.checked_add(1)?))) {
        Some((base, next)) => format!("{base}-{next}"),
        None => format!("{version}-2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sop::{builtin, check};

    fn draft() -> Draft {
        Draft::new(builtin(), &[])
    }

    fn finished(draft: &Draft) -> Sop {
        draft.finished(OfficeHours::default())
    }

    #[test]
    fn versions_count_on_past_those_that_are_taken() {
        for (version, next) in [("2018", "2018-2"), ("2018-2", "2018-3"), ("2018-b", "2018-b-2")] {
            assert_eq!(next_version(version), next);
        }
        let taken = ["penyusunan-renja-2018-2", "penyusunan-renja-2018-3", "lain-2018-4"].map(str::to_owned);
        assert_eq!(Draft::new(builtin(), &taken).sop.id.version, "2018-4");
    }

    #[test]
    fn a_draft_that_nobody_touched_is_the_version_it_came_from() {
        let draft = draft();
        assert!(!draft.is_changed());
        assert_eq!(finished(&draft), Sop { id: draft.sop.id.clone(), ..builtin().clone() });
    }

    #[test]
    fn the_total_follows_the_times_and_stays_as_printed_otherwise() {
        let mut draft = draft();
        assert_eq!(finished(&draft).total, builtin().total);
        draft.sop.steps[0].time = StandardTime::Days(1);
        let sop = finished(&draft);
        assert_eq!(
            (sop.total.days, sop.total.minutes, sop.total.text.as_str()),
            (7, 475, "7 hari 475 menit")
        );
        assert_eq!(check(&sop), Ok(()));
    }

    #[test]
    fn an_actor_keeps_its_steps_under_a_new_name_and_in_another_place() {
        let mut draft = draft();
        // While typing, the short form is for a moment that of another actor.
        draft.short[3] = "K".to_owned();
        assert!(check(&finished(&draft)).is_err());
        draft.short[3] = " KS ".to_owned();
        draft.swap_with_next(3);
        let sop = finished(&draft);
        assert_eq!(check(&sop), Ok(()));
        assert_eq!(sop.actors[4], Actor { key: "KS".into(), name: "Pengelola perencanaan".into() });
        assert_eq!(sop.steps[3].main, "KS");
        assert!(sop.steps[6].also.contains(&"KS".to_owned()));
    }

    #[test]
    fn only_an_actor_without_a_step_can_be_removed() {
        let mut draft = draft();
        draft.remove_actor(0);
        assert_eq!(draft.sop.actors.len(), 5);
        draft.add_actor();
        draft.add_actor();
        assert_ne!(draft.sop.actors[5].key, draft.sop.actors[6].key);
        draft.remove_actor(5);
        draft.sop.actors[5].name = "Sekretaris".to_owned();
        draft.short[5] = "S".to_owned();
        let sop = finished(&draft);
        assert_eq!(check(&sop), Ok(()));
        assert_eq!(sop.actors[5], Actor { key: "S".into(), name: "Sekretaris".into() });
    }

    #[test]
    fn paragraphs_are_lines_and_a_correction_goes_with_the_words_it_is_about() {
        let mut draft = draft();
        assert_eq!(finished(&draft).boxes[0].corrections.len(), 2);
        draft.boxes[0] = draft.boxes[0].replace("8Kep", "Kep") + "\n\n  Peraturan Menteri  \n";
        let sop = finished(&draft);
        assert_eq!(sop.boxes[0].lines.last().map(String::as_str), Some("Peraturan Menteri"));
        assert_eq!((sop.boxes[0].lines.len(), sop.boxes[0].corrections.len()), (5, 1));
        draft.sop.steps[1].activity = "Menyusun Draf SK Tim".to_owned();
        assert_eq!(
            (builtin().steps[1].corrections.len(), finished(&draft).steps[1].corrections.len()),
            (1, 0)
        );
        assert!(draft.is_changed());
    }
}

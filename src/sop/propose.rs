//! Where a file probably belongs, by its name. A proposal only: the user always sees and decides.

use std::cmp::Reverse;

use super::{Slot, SlotKey, Sop, Step, StepNo};
use crate::plain::fold_char;

/// How well a file name fits a slot: its matching hints, the most specific first. A hint is the more
/// specific, the fewer slots of the SOP share it, then the more words it has. Without a matching hint there
/// is no fit.
type Fit = Vec<(Reverse<usize>, usize)>;

impl Sop {
    /// The slot of a step that a file name fits best: an output, else a requirement that no earlier output
    /// serves. `None` when the name fits no slot, or two equally well.
    pub fn propose_slot(&self, step: StepNo, file_name: &str) -> Option<&SlotKey> {
        let (step, name) = (self.step(step)?, words(file_name));
        let mut fits: Vec<(Fit, &Slot)> = self.fits(&step.outputs, &name).collect();
        if fits.is_empty() {
            fits = self.fits(&step.requirements, &name).collect();
        }
        fits.sort_by(|(a, _), (b, _)| b.cmp(a));
        match &fits[..] {
            [] => None,
            [(best, _), (next, _), ..] if best == next => None,
            [(_, slot), ..] => Some(&slot.key),
        }
    }

    /// The steps that a file name fits, the best first: those whose most specific hint is shared by as few
    /// slots as that of the best step.
    pub fn propose_step(&self, file_name: &str) -> Vec<StepNo> {
        let name = words(file_name);
        let best = |step: &Step| {
            let outputs = self.fits(&step.outputs, &name);
            outputs.chain(self.fits(&step.requirements, &name)).map(|(fit, _)| fit).max()
        };
        let mut fits: Vec<(Fit, StepNo)> =
            self.steps.iter().filter_map(|step| Some((best(step)?, step.no))).collect();
        fits.sort_by(|(a, _), (b, _)| b.cmp(a));
        let rarest = fits.first().map(|(fit, _)| fit[0].0);
        fits.retain(|(fit, _)| Some(fit[0].0) == rarest);
        fits.into_iter().map(|(_, no)| no).collect()
    }

    /// The slots with at least one hint in a file name.
    fn fits<'a, 'n>(
        &'a self,
        slots: &'a [Slot],
        name: &'n [String],
    ) -> impl Iterator<Item = (Fit, &'a Slot)> + use<'a, 'n> {
        slots.iter().filter(|slot| takes_files(slot)).filter_map(move |slot| {
            let hints = slot.hints.iter().filter_map(|hint| {
                let hint_words = words(hint);
                let matches = name.windows(hint_words.len().max(1)).any(|window| window == hint_words);
                matches.then(|| (Reverse(self.sharing(hint)), hint_words.len()))
            });
            let mut fit: Fit = hints.collect();
            fit.sort_by(|a, b| b.cmp(a));
            (!fit.is_empty()).then_some((fit, slot))
        })
    }

    /// How many slots have this hint.
    fn sharing(&self, hint: &String) -> usize {
        let slots = self.steps.iter().flat_map(Step::slots);
        slots.filter(|slot| takes_files(slot) && slot.hints.contains(hint)).count()
    }
}

/// Whether files belong in a slot: it is neither equipment nor a requirement that an earlier output serves.
fn takes_files(slot: &Slot) -> bool {
    !slot.equipment && slot.from.is_none()
}

/// The words of a file name, as people type them, split at digits, signs and `camelCase`:
/// `Daftar_hadir12Feb.pdf` is daftar, hadir, 12, feb, pdf.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut last = ' ';
    // An accent, a soft hyphen or an apostrophe does not split a word.
    for c in text.chars().filter(|c| fold_char(*c).next().is_some()) {
        let parts = c.is_numeric() != last.is_numeric() || (c.is_uppercase() && last.is_lowercase());
        if !c.is_alphanumeric() || parts {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words.last_mut().expect("starts with one word").extend(fold_char(c));
        }
        last = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

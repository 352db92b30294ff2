//! What a power loss may leave of unsynced data.

use std::sync::Arc;

use super::storage::{Bytes, File, Node, Pending, Storage};

/// The state of unsynced changes of names after a power loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// None of them survived.
    Lost,
    /// All of them survived.
    Kept,
    /// New names survived, and the old ones are there too.
    Doubled,
    /// Only the last change survived: a disk may write in any order.
    LastAlone,
    /// All but the last survived.
    AllButLast,
    /// Each change survived or not, at random.
    Random(u64),
}

/// The state of unsynced content after a power loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Data {
    /// The content of the last sync; nothing for a new file.
    Lost,
    /// The right length, all zeros.
    Zeroed,
    /// The first half.
    Prefix,
    /// The first half new, the second half old, or zeros.
    HalfOld,
    /// The new content survived.
    Kept,
    /// Random for each file.
    Random(u64),
}

/// One way to lose power.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tear(pub Names, pub Data);

impl Tear {
    /// Everything unsynced is lost.
    pub const LOST: Self = Self(Names::Lost, Data::Lost);

    /// One for each combination of kinds.
    pub fn classes() -> Vec<Self> {
        let names = [Names::Lost, Names::Kept, Names::Doubled, Names::LastAlone, Names::AllButLast];
        let data = [Data::Lost, Data::Zeroed, Data::Prefix, Data::HalfOld, Data::Kept];
        names.into_iter().flat_map(|names| data.into_iter().map(move |data| Self(names, data))).collect()
    }

    /// A random one.
    pub fn random(seed: u64) -> Self {
        Self(Names::Random(seed), Data::Random(seed ^ 0x5bd1_e995))
    }

    /// The disk after the power loss.
    pub fn of(self, storage: &Storage) -> Storage {
        let mut left = storage.clone();
        let pending = std::mem::take(&mut left.pending);
        let last = pending.len().saturating_sub(1);
        let mut dice = Dice::new(match self.0 {
            Names::Random(seed) => seed,
            _ => 0,
        });
        for (index, change) in pending.into_iter().enumerate() {
            let (happened, doubled) = match self.0 {
                Names::Lost => (false, false),
                Names::Kept => (true, false),
                Names::Doubled => (true, true),
                Names::LastAlone => (index == last, false),
                Names::AllButLast => (index != last, false),
                Names::Random(_) => (dice.below(2) == 0, dice.below(3) == 0),
            };
            if !happened {
                continue;
            }
            match change {
                Pending::Link(dir, name, id) => left.link(dir, name, id),
                Pending::Unlink(dir, name) => left.unlink(dir, &name),
                Pending::Leave { .. } if doubled => {}
                // No journal removes an old name before the new one is there.
                Pending::Leave { from, to } => {
                    left.unlink(from.0, &from.1);
                    left.secure(to);
                }
                Pending::Rename { from, to, id } => {
                    left.link(to.0, to.1, id);
                    // A folder never has two names.
                    if !doubled || left.folder(id).is_some() {
                        left.unlink(from.0, &from.1);
                        left.secure(to.0);
                    }
                }
            }
        }
        let mut dice = Dice::new(match self.1 {
            Data::Random(seed) => seed,
            _ => 0,
        });
        for node in left.nodes.values_mut() {
            match node {
                Node::Folder(folder) => folder.names = folder.durable.clone(),
                Node::File(file) => self.1.tear(file, &mut dice),
            }
        }
        left.sweep();
        left
    }
}

impl Data {
    fn tear(self, file: &mut File, dice: &mut Dice) {
        if file.dirty {
            file.now = self.content(file, dice);
            file.durable = file.now.clone();
        }
        (file.dirty, file.given_up) = (false, false);
    }

    fn content(self, file: &File, dice: &mut Dice) -> Bytes {
        let (now, old) = (&file.now, &file.durable);
        match self {
            Self::Lost => old.clone(),
            Self::Kept if file.given_up => old.clone(),
            Self::Kept => now.clone(),
            Self::Zeroed => Arc::new(vec![0; now.len()]),
            Self::Prefix => Arc::new(now[..now.len() / 2].to_vec()),
            Self::HalfOld => {
                let half = now.len() / 2;
                let rest = (half..now.len()).map(|at| old.get(at).copied().unwrap_or(0));
                Arc::new(now[..half].iter().copied().chain(rest).collect())
            }
            Self::Random(_) => {
                let kinds = [Self::Lost, Self::Zeroed, Self::Prefix, Self::HalfOld, Self::Kept];
                kinds[dice.below(kinds.len() as u64) as usize].content(file, dice)
            }
        }
    }
}

/// Pseudorandom numbers: the same for the same seed, on every system (splitmix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }
}

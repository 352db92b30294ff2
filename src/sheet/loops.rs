//! Loops: where *Tidak* leads back, and on which side and how far out.

use emath::Rangef;

/// How far a loop runs before it enters its symbol.
pub(super) const ENTRY_STUB: f32 = 11.2;
/// How far *Ya* begins above the foot of its diamond, whose outline recedes there.
pub(super) const WORD_RISE: f32 = 2.0;

/// A side of the lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Beside *Aktivitas*.
    Left,
    /// Beside *Mutu Baku*.
    Right,
}

impl Side {
    /// -1 to the left, 1 to the right.
    pub(super) fn outward(self) -> f32 {
        if self == Self::Left { -1.0 } else { 1.0 }
    }

    /// The end of a range on this side.
    pub(super) fn end(self, range: Rangef) -> f32 {
        if self == Self::Left { range.min } else { range.max }
    }
}

/// The way of a loop: its rows, its side, and its track, 0 being next to the lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Loop {
    /// Index of the decision.
    pub(super) from: usize,
    /// Index of the row to which *Tidak* leads.
    pub(super) to: usize,
    /// Beside which edge of the lanes it runs.
    pub(super) side: Side,
    /// How far out the loop runs; 0 is next to the lanes.
    pub(super) track: usize,
}

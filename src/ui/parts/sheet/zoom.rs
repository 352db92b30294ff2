//! The zoom of the sheet: fixed steps, so that texts stay sharp and the glyph atlas small.

/// One of the fixed steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zoom(usize);

impl Zoom {
    const PERCENT: [u16; 8] = [50, 67, 80, 90, 100, 110, 125, 150];

    /// Every step, smallest first.
    pub fn all() -> impl DoubleEndedIterator<Item = Self> {
        (0..Self::PERCENT.len()).map(Self)
    }

    /// In percent.
    pub fn percent(self) -> u16 {
        Self::PERCENT[self.0]
    }

    /// Factor from points at 100 % to points on screen.
    pub fn factor(self) -> f32 {
        f32::from(self.percent()) / 100.0
    }

    /// The next smaller step.
    pub fn smaller(self) -> Option<Self> {
        self.0.checked_sub(1).map(Self)
    }

    /// The next larger step.
    pub fn larger(self) -> Option<Self> {
        (self.0 + 1 < Self::PERCENT.len()).then_some(Self(self.0 + 1))
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self(4)
    }
}

/// A change of zoom that the person asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// To this zoom.
    To(Zoom),
    /// To the largest zoom at which the whole sheet is visible.
    Fit,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_go_up_and_down_between_their_ends() {
        assert_eq!(Zoom::default().percent(), 100);
        let mut zoom = Zoom::default();
        while let Some(larger) = zoom.larger() {
            assert_eq!(larger.smaller(), Some(zoom));
            zoom = larger;
        }
        assert_eq!(zoom.percent(), 150);
        assert_eq!(Zoom::all().next().and_then(Zoom::smaller), None);
    }
}

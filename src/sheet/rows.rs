//! The rows of the sheet.

use std::ops::Range;

use emath::Rangef;

/// The rows, one under the other without gaps, from 0.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rows(Vec<Rangef>);

impl Rows {
    /// Stacks rows of these heights, each up to the next whole point, so that the lines between them are sharp.
    pub fn stack(heights: impl IntoIterator<Item = f32>) -> Self {
        let mut y = 0.0;
        let rows = heights.into_iter().map(|height| {
            let from = y;
            y += height.ceil();
            Rangef::new(from, y)
        });
        Self(rows.collect())
    }

    /// The rows that overlap a range.
    pub fn visible(&self, range: Rangef) -> Range<usize> {
        let first = self.0.partition_point(|row| row.max <= range.min);
        let end = self.0.partition_point(|row| row.min < range.max);
        first..end.max(first)
    }

    /// Height of all rows.
    pub fn height(&self) -> f32 {
        self.0.last().map_or(0.0, |row| row.max)
    }
}

impl std::ops::Deref for Rows {
    type Target = [Rangef];

    fn deref(&self) -> &[Rangef] {
        &self.0
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole points, reckoned without rounding")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_height_belongs_to_exactly_one_row(heights in prop::collection::vec(1.0_f32..200.0, 1..30)) {
            let rows = Rows::stack(heights);
            prop_assert_eq!(rows[0].min, 0.0);
            for pair in rows.windows(2) {
                prop_assert_eq!(pair[0].max, pair[1].min);
            }
            for (index, row) in rows.iter().enumerate() {
                let point = Rangef::point(row.center());
                prop_assert_eq!(rows.visible(point.expand(0.1)), index..index + 1);
            }
            prop_assert_eq!(rows.last().map(|row| row.max), Some(rows.height()));
        }

        #[test]
        fn the_visible_rows_are_those_that_meet_the_window(
            heights in prop::collection::vec(1.0_f32..200.0, 1..30),
            from in -100.0_f32..3000.0,
            height in 1.0_f32..900.0,
        ) {
            let rows = Rows::stack(heights);
            let window = Rangef::new(from, from + height);
            let visible = rows.visible(window);
            for (index, row) in rows.iter().enumerate() {
                let meets = row.min < window.max && row.max > window.min;
                prop_assert_eq!(visible.contains(&index), meets);
            }
        }
    }
}

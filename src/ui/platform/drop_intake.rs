//! Finds out where dropped files were let go: a small state machine that needs no window.
//!
//! winit says what was dropped, not where. The position is taken from, in this order: a real pointer event of
//! the same pass; the pointer position that the system was asked for; the first real pointer event within
//! [`PATIENCE_SECS`]. Otherwise the position is unknown and the person is asked. The program never guesses: a
//! document at the wrong step is worse than a question.

use std::path::PathBuf;

use eframe::egui::Pos2;

/// How long the files of a drop are kept until a pointer event tells their position. On Windows such an event
/// usually follows within two frames.
pub const PATIENCE_SECS: f64 = 0.3;

/// Files that were let go over the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped {
    /// All paths of one drag, as the system gave them; a folder is one path. Empty if the paths are unknown.
    pub paths: Vec<PathBuf>,
    /// Where, in points; none if unknown, in which case the user must be asked.
    pub at: Option<Pos2>,
}

/// What one pass of the window brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PassInput {
    /// Files that were let go in this pass; empty if files were, but their paths are unknown.
    pub dropped: Option<Vec<PathBuf>>,
    /// The last pointer position from an event.
    pub real: Option<Pos2>,
    /// The pointer position that the system gave when asked, if reliable.
    pub probed: Option<Pos2>,
}

/// Keeps the files of a drop until it is known where they were dropped.
#[derive(Debug, Default)]
pub struct DropIntake {
    waiting: Option<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    paths: Vec<PathBuf>,
    until: f64,
}

impl DropIntake {
    /// Takes the input of a pass; `now` is the window's clock in seconds. Returns the files in the pass in
    /// which their position is settled.
    pub fn take(&mut self, now: f64, pass: PassInput) -> Option<Dropped> {
        let PassInput { dropped, real, probed } = pass;
        let is_new = dropped.is_some();
        let mut waiting = match self.waiting.take() {
            Some(waiting) => waiting,
            None if is_new => Waiting { paths: Vec::new(), until: now + PATIENCE_SECS },
            None => return None,
        };
        // Nobody drops twice within the waiting time: both lists come from one drag.
        waiting.paths.extend(dropped.into_iter().flatten());
        // In a later pass only a real event counts: the pointer may have moved since the drop.
        let at = real.or(if is_new { probed } else { None });
        if at.is_some() || now >= waiting.until {
            return Some(Dropped { paths: waiting.paths, at });
        }
        self.waiting = Some(waiting);
        None
    }

    /// The seconds after which to call [`Self::take`] again; none if no files are waiting.
    pub fn wait_secs(&self, now: f64) -> Option<f64> {
        self.waiting.as_ref().map(|waiting| (waiting.until - now).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use eframe::egui::pos2;

    use super::*;

    fn drop_of(name: &str) -> PassInput {
        PassInput { dropped: Some(vec![name.into()]), ..PassInput::default() }
    }

    fn pointer(x: f32) -> PassInput {
        PassInput { real: Some(pos2(x, 0.0)), ..PassInput::default() }
    }

    fn at(x: f32) -> Dropped {
        Dropped { paths: vec!["a".into()], at: Some(pos2(x, 0.0)) }
    }

    #[test]
    fn a_real_event_of_the_same_pass_wins_over_the_probe() {
        let mut intake = DropIntake::default();
        let pass = PassInput { real: Some(pos2(1.0, 0.0)), probed: Some(pos2(2.0, 0.0)), ..drop_of("a") };
        assert_eq!(intake.take(0.0, pass), Some(at(1.0)));
        let pass = PassInput { probed: Some(pos2(2.0, 0.0)), ..drop_of("a") };
        assert_eq!(intake.take(1.0, pass), Some(at(2.0)));
        assert_eq!(intake.wait_secs(1.0), None);
    }

    #[test]
    fn without_either_the_next_real_event_tells() {
        let mut intake = DropIntake::default();
        assert_eq!(intake.take(10.0, drop_of("a")), None);
        assert_eq!(intake.wait_secs(10.1).map(|secs| (secs * 10.0).round()), Some(2.0));
        // A later answer of the probe says where the pointer went after the drop.
        let later = PassInput { probed: Some(pos2(9.0, 0.0)), ..PassInput::default() };
        assert_eq!(intake.take(10.1, later), None);
        assert_eq!(intake.take(10.2, pointer(3.0)), Some(at(3.0)));
        assert_eq!(intake.take(10.3, pointer(4.0)), None);
    }

    #[test]
    fn when_nothing_tells_the_user_is_asked() {
        let mut intake = DropIntake::default();
        assert_eq!(intake.take(0.0, drop_of("a")), None);
        assert_eq!(intake.take(0.2, PassInput::default()), None);
        let asked = intake.take(0.31, PassInput::default());
        assert_eq!(asked, Some(Dropped { paths: vec!["a".into()], at: None }));
        assert_eq!(intake.take(0.4, PassInput::default()), None);
    }

    #[test]
    fn a_drop_of_what_is_not_known_is_a_drop() {
        let mut intake = DropIntake::default();
        let pass = PassInput { dropped: Some(Vec::new()), ..pointer(2.0) };
        assert_eq!(intake.take(0.0, pass), Some(Dropped { paths: Vec::new(), at: Some(pos2(2.0, 0.0)) }));
        assert_eq!(intake.take(0.1, pointer(3.0)), None);
    }

    #[test]
    fn files_that_trickle_in_stay_together() {
        let mut intake = DropIntake::default();
        assert_eq!(intake.take(0.0, drop_of("a")), None);
        assert_eq!(intake.take(0.1, drop_of("b")), None);
        let both = intake.take(0.2, pointer(5.0)).expect("an event tells where");
        assert_eq!(both.paths, [PathBuf::from("a"), PathBuf::from("b")]);
    }
}

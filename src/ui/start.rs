//! Starts the window: the renderers are tried one after another, and if none works, a message says why and
//! what to do.

use std::ffi::OsStr;
use std::fmt::Write as _;

use rust_i18n::t;

use super::platform::system::is_remote_session;
use crate::cli::Renderer;

/// Says that the window which already has the data folder open does not respond.
pub fn no_answer() -> String {
    t!("start.no_answer").into_owned()
}

/// In which order renderers are tried: only the one that was asked for; else all, with the one that crashed
/// last time at the end.
pub(super) fn order(all: &[Renderer], asked: Option<Renderer>, crashed: Option<Renderer>) -> Vec<Renderer> {
    if let Some(asked) = asked {
        return vec![asked];
    }
    let mut order = all.to_vec();
    order.sort_by_key(|renderer| Some(*renderer) == crashed);
    order
}

/// Why a renderer failed.
#[derive(Debug)]
pub(super) enum Failed {
    /// There is no display to show a window on; another renderer would fail as well.
    Display(String),
    /// The renderer could not draw.
    Drawing(String),
}

impl From<eframe::Error> for Failed {
    fn from(error: eframe::Error) -> Self {
        match error {
            eframe::Error::WinitEventLoop(_) => Self::Display(error.to_string()),
            _ => Self::Drawing(error.to_string()),
        }
    }
}

/// Runs the window with the first renderer that works.
pub(super) fn start(
    order: &[Renderer],
    mut run: impl FnMut(Renderer) -> Result<(), Failed>,
) -> Result<(), NoWindow> {
    let mut tried = Vec::new();
    for renderer in order.iter().copied() {
        let (reason, is_final) = match run(renderer) {
            Ok(()) => return Ok(()),
            Err(Failed::Display(reason)) => (reason, true),
            Err(Failed::Drawing(reason)) => (reason, false),
        };
        log::error!("{}: {reason}", renderer.name());
        tried.push((renderer, reason));
        if is_final {
            return Err(NoWindow { cause: Cause::of_display(), tried });
        }
    }
    Err(NoWindow { cause: Cause::of_drawing(is_remote_session()), tried })
}

/// Nothing could draw the window.
#[derive(Debug)]
pub struct NoWindow {
    cause: Cause,
    /// The renderers that were tried, each with its error.
    tried: Vec<(Renderer, String)>,
}

/// The likely cause of the failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    NoDisplay,
    UnreachableDisplay,
    RemoteDesktop,
    Driver,
}

impl Cause {
    fn of_display() -> Self {
        let [x11, wayland] = ["DISPLAY", "WAYLAND_DISPLAY"].map(std::env::var_os);
        Self::of_variables(x11.as_deref(), wayland.as_deref())
    }

    fn of_variables(x11: Option<&OsStr>, wayland: Option<&OsStr>) -> Self {
        let set = [x11, wayland].into_iter().flatten().any(|display| !display.is_empty());
        match (set, cfg!(windows)) {
            (_, true) => Self::Driver,
            (true, false) => Self::UnreachableDisplay,
            (false, false) => Self::NoDisplay,
        }
    }

    fn of_drawing(remote: bool) -> Self {
        if remote { Self::RemoteDesktop } else { Self::Driver }
    }
}

impl NoWindow {
    /// What happened, in a line.
    pub fn title(&self) -> String {
        t!("start.failed.title").into_owned()
    }

    /// What happened, the likely cause, what to do, and the technical details for IT staff.
    pub fn say(&self) -> String {
        let cause = match self.cause {
            Cause::NoDisplay => t!("start.failed.no_display"),
            Cause::UnreachableDisplay => t!("start.failed.unreachable_display"),
            Cause::RemoteDesktop => t!("start.failed.remote"),
            Cause::Driver => t!("start.failed.driver"),
        };
        let (title, safe, details) = (self.title(), t!("start.failed.safe"), t!("start.failed.details"));
        let mut words = format!("{title}.\n\n{cause}\n{safe}\n\n{details}");
        for (renderer, reason) in &self.tried {
            // Writing to a String can't fail.
            let _ = write!(words, "\n{}: {reason}", renderer.name());
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Renderer; 2] = [Renderer::Glow, Renderer::Dx12];

    #[test]
    fn what_crashed_comes_last_and_what_is_asked_for_comes_alone() {
        assert_eq!(order(&BOTH, None, None), BOTH);
        assert_eq!(order(&BOTH, None, Some(Renderer::Glow)), [Renderer::Dx12, Renderer::Glow]);
        assert_eq!(order(&BOTH, None, Some(Renderer::Dx12)), BOTH);
        assert_eq!(order(&BOTH, Some(Renderer::Glow), Some(Renderer::Glow)), [Renderer::Glow]);
        assert_eq!(order(&BOTH[..1], None, Some(Renderer::Glow)), [Renderer::Glow]);
    }

    #[test]
    fn the_second_is_tried_when_the_first_cannot_draw() {
        let mut seen = Vec::new();
        let started = start(&BOTH, |renderer| {
            seen.push(renderer);
            if renderer == Renderer::Glow { Err(Failed::Drawing("OpenGL 1.1".to_owned())) } else { Ok(()) }
        });
        assert!(started.is_ok(), "{started:?}");
        assert_eq!(seen, BOTH);
    }

    #[test]
    fn nothing_else_is_tried_without_a_display() {
        let mut tries = 0;
        let failed = start(&BOTH, |_| {
            tries += 1;
            Err(Failed::Display("none".to_owned()))
        });
        assert!(failed.is_err());
        assert_eq!(tries, 1);
    }

    #[test]
    fn when_all_fail_each_reason_is_told() {
        let reason = |renderer: Renderer| Err(Failed::Drawing(format!("no {}", renderer.name())));
        let words = start(&BOTH, reason).expect_err("none works").say();
        assert!(words.contains("glow: no glow") && words.contains("dx12: no dx12"), "{words}");
    }

    #[test]
    fn the_cause_follows_from_what_is_known() {
        let some = Some(OsStr::new(":0"));
        if !cfg!(windows) {
            assert_eq!(Cause::of_variables(None, Some(OsStr::new(""))), Cause::NoDisplay);
            assert_eq!(Cause::of_variables(some, None), Cause::UnreachableDisplay);
        }
        assert_eq!(Cause::of_drawing(true), Cause::RemoteDesktop);
        assert_eq!(Cause::of_drawing(false), Cause::Driver);
    }
}

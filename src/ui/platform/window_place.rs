//! A window opens where it was closed, which may be on a screen that no longer exists. eframe brings the
//! window back only on Windows, and only if it would be entirely invisible.

use eframe::egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Height of the title bar, in pixels: a little less than that of the smallest ones.
const TITLE: f32 = 24.0;
/// Width of the title bar that must be visible for the window to be dragged, in pixels.
const HOLD: f32 = 120.0;

/// Moves a new window back onto a screen before it is shown.
pub fn correct(creation: &eframe::CreationContext<'_>) {
    let Some(window) = creation.winit_window() else { return };
    // Wayland does not tell a window's position, and chooses it itself.
    let Ok(mut place) = window.outer_position() else { return };
    if window.is_maximized() || window.fullscreen().is_some() {
        return;
    }
    let screens: Vec<Rect> = window
        .available_monitors()
        .map(|screen| rect(screen.position().into(), screen.size().into()))
        .collect();
    let stored = rect(place.into(), window.outer_size().into());
    let wanted = onto_screen(stored, &screens);
    if wanted == stored {
        return;
    }
    log::info!("the window is moved from {stored:?} to {wanted:?}");
    (place.x, place.y) = (wanted.min.x as i32, wanted.min.y as i32);
    window.set_outer_position(place);
    if wanted.size() != stored.size() {
        let (inner, frame) = (window.inner_size(), window.outer_size());
        let mut size = inner;
        size.width = wanted.width() as u32 - frame.width.saturating_sub(inner.width);
        size.height = wanted.height() as u32 - frame.height.saturating_sub(inner.height);
        // If the system refuses, the window stays too large.
        let _ = window.request_inner_size(size);
    }
}

fn rect((x, y): (i32, i32), (width, height): (u32, u32)) -> Rect {
    Rect::from_min_size(pos2(x as f32, y as f32), vec2(width as f32, height as f32))
}

/// Where a window should go, all in pixels of the whole desktop. It stays if it can be dragged by its title
/// bar and is no larger than its screen; else it goes within the screen that shows most of it, or the first
/// one.
fn onto_screen(window: Rect, screens: &[Rect]) -> Rect {
    let seen_on = |screen: &&Rect| area(window.intersect(**screen));
    let Some(most) = screens
        .iter()
        .filter(|screen| seen_on(screen) > 0.0)
        .max_by(|a, b| seen_on(a).total_cmp(&seen_on(b)))
    else {
        return screens.first().map_or(window, |first| within(window, *first));
    };
    let title = Rect::from_min_size(window.min, vec2(window.width(), TITLE));
    let held = screens.iter().any(|screen| {
        let seen = title.intersect(*screen);
        seen.width() >= HOLD.min(window.width()) && seen.height() >= TITLE / 2.0
    });
    let fits = window.width() <= most.width() && window.height() <= most.height();
    if held && fits { window } else { within(window, *most) }
}

/// The window moved, and if needed shrunk, to lie within a screen.
fn within(window: Rect, screen: Rect) -> Rect {
    let size: Vec2 = window.size().min(screen.size());
    let min: Pos2 = window.min.min(screen.max - size).max(screen.min);
    Rect::from_min_size(min, size)
}

fn area(rect: Rect) -> f32 {
    if rect.is_negative() { 0.0 } else { rect.area() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICE: Rect = Rect { min: pos2(0.0, 0.0), max: pos2(1366.0, 768.0) };
    const SECOND: Rect = Rect { min: pos2(1366.0, 0.0), max: pos2(3286.0, 1080.0) };

    fn window(x: f32, y: f32, width: f32, height: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(width, height))
    }

    #[test]
    fn a_window_that_can_be_reached_stays() {
        for place in [
            window(0.0, 0.0, 1366.0, 768.0),
            window(200.0, 600.0, 1000.0, 700.0),
            window(-900.0, 20.0, 1100.0, 700.0),
            // On Windows a window has an invisible frame.
            window(-7.0, 0.0, 1000.0, 700.0),
        ] {
            assert_eq!(onto_screen(place, &[OFFICE]), place);
        }
        let across = window(1200.0, 100.0, 1000.0, 700.0);
        assert_eq!(onto_screen(across, &[OFFICE, SECOND]), across);
    }

    #[test]
    fn a_window_of_a_screen_that_is_gone_comes_to_the_one_there_is() {
        let left_there = window(2000.0, 300.0, 1280.0, 720.0);
        assert_eq!(onto_screen(left_there, &[OFFICE, SECOND]), left_there);
        assert_eq!(onto_screen(left_there, &[OFFICE]), window(86.0, 48.0, 1280.0, 720.0));
        // Windows puts a minimised window there.
        let minimised = window(-32000.0, -32000.0, 160.0, 28.0);
        assert_eq!(onto_screen(minimised, &[OFFICE]).min, OFFICE.min);
        let large = window(2000.0, 0.0, 1920.0, 1040.0);
        assert_eq!(onto_screen(large, &[OFFICE]), OFFICE);
    }

    #[test]
    fn a_title_bar_out_of_reach_is_brought_back() {
        let above = window(100.0, -40.0, 1000.0, 700.0);
        assert_eq!(onto_screen(above, &[OFFICE]), window(100.0, 0.0, 1000.0, 700.0));
        let corner = window(1350.0, 740.0, 1000.0, 700.0);
        assert_eq!(onto_screen(corner, &[OFFICE]), window(366.0, 68.0, 1000.0, 700.0));
        let below = window(1466.0, 760.0, 1000.0, 700.0);
        assert_eq!(onto_screen(below, &[OFFICE, SECOND]), below);
    }

    #[test]
    fn without_a_screen_nothing_is_known_to_be_wrong() {
        let anywhere = window(-9000.0, 0.0, 800.0, 440.0);
        assert_eq!(onto_screen(anywhere, &[]), anywhere);
    }
}

//! A window that was closed on a screen which no longer exists.

use std::time::Duration;

use super::office::Office;
use crate::support::tools::wait_for;
use crate::support::{Desktop, Program};

/// The position in eframe's format.
const FAR_AWAY: &str = r#"{"window": "(normal_geometry:(outer_position_pixels:Some((x:9000.0,y:4000.0)),scale_factor:1.0,inner_size_points:(x:1000.0,y:600.0)),fullscreen:false,maximized:false)"}"#;

#[test]
fn a_window_left_on_a_screen_that_is_gone_comes_back() {
    let Some(desktop) = Desktop::open() else { return };
    let (office, home) = (Office::with_a_cycle(), Office::home());
    std::fs::write(home.path().join(".local/share/renja/jendela.ron"), FAR_AWAY).unwrap();
    let program = Program::open_where_it_was(&desktop, &office.data(), home);
    wait_for("the window on the screen", Duration::from_secs(20), || {
        let geometry = desktop.xdotool(["getwindowgeometry", "--shell", program.window()]);
        let value = |name: &str| {
            let line = geometry.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.and_then(|value| value.parse::<i32>().ok()).expect("a number")
        };
        // The tests' display has 3000 × 1700 pixels; the window's frame takes a few.
        let right = value("X") + value("WIDTH");
        let bottom = value("Y") + value("HEIGHT");
        let seen = value("X") >= 0 && value("Y") >= 0 && right <= 3010 && bottom <= 1740;
        (seen && value("WIDTH") == 1000).then_some(())
    });
    program.quit();
}

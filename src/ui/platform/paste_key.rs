//! Ctrl+V for copied files. egui's winit integration swallows the key press and passes on only text and
//! pictures from the clipboard; with files on it, only the release of the key arrives.

use eframe::egui::{Context, Event, Key, Modifiers, Plugin, RawInput};

/// Adds the swallowed key press when the key is released. Text fields are not affected: they take texts from
/// [`Event::Paste`].
#[derive(Debug, Default)]
pub struct PasteKey {
    /// Whether the press of the key arrived: then the shortcut was not Ctrl+V.
    pressed: bool,
}

impl PasteKey {
    /// Adds a press of Ctrl+V before a release without a preceding press.
    fn complete(&mut self, events: &mut Vec<Event>) {
        let mut withheld = None;
        for (at, event) in events.iter().enumerate() {
            match event {
                Event::Key { key: Key::V, pressed: true, .. } => self.pressed = true,
                Event::Key { key: Key::V, pressed: false, .. } if std::mem::take(&mut self.pressed) => {}
                Event::Key { key: Key::V, pressed: false, .. } => withheld = Some(at),
                // Another window will get the release.
                Event::WindowFocused(false) => self.pressed = false,
                _ => {}
            }
        }
        if let Some(at) = withheld {
            let press = Event::Key {
                key: Key::V,
                physical_key: None,
                pressed: true,
                repeat: false,
                modifiers: Modifiers::COMMAND,
            };
            events.insert(at, press);
        }
    }
}

impl Plugin for PasteKey {
    fn debug_name(&self) -> &'static str {
        "paste key"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        self.complete(&mut input.events);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(pressed: bool, modifiers: Modifiers) -> Event {
        Event::Key { key: Key::V, physical_key: None, pressed, repeat: false, modifiers }
    }

    /// Whether Ctrl+V was pressed, for each frame.
    fn pasted(frames: Vec<Vec<Event>>) -> Vec<bool> {
        let mut paste_key = PasteKey::default();
        let press = key(true, Modifiers::COMMAND);
        let frames = frames.into_iter().map(|mut events| {
            paste_key.complete(&mut events);
            events.contains(&press)
        });
        frames.collect()
    }

    #[test]
    fn a_release_without_a_press_was_ctrl_v() {
        let (down, up) = (key(true, Modifiers::NONE), key(false, Modifiers::NONE));
        let ctrl_up = key(false, Modifiers::COMMAND);
        // The letter V alone, in one frame and in two.
        assert_eq!(pasted(vec![vec![down.clone(), up.clone()]]), [false]);
        assert_eq!(pasted(vec![vec![down.clone()], vec![up.clone()]]), [false, false]);
        // Ctrl+V, whichever of the two keys goes up first, and twice.
        assert_eq!(pasted(vec![vec![ctrl_up.clone()], vec![up.clone()]]), [true, true]);
        // The letter was pressed here and released in another window.
        let left = Event::WindowFocused(false);
        assert_eq!(pasted(vec![vec![down, left], vec![ctrl_up]]), [false, true]);
    }
}

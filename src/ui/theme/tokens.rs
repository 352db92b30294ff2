//! The colours of the light and the dark theme. The only file of the window that defines colours.
//!
//! Light is warm paper with a deep teal; dark is warm charcoal with a pale teal. The colour of a state always
//! comes with an icon and a word (`components::badge`).
#![expect(clippy::disallowed_methods, reason = "colours are made here so that no other file has to")]
#![expect(clippy::unreadable_literal, reason = "colours are written as everywhere: six digits")]

use eframe::egui::{Color32, Context, Theme, Ui};

/// The colours of one meaning: a state, or the kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tone {
    /// Text and icons on `fill`, `surface` and `canvas`.
    pub ink: Color32,
    /// Soft background.
    pub fill: Color32,
    /// Outline of a shape with `fill`.
    pub line: Color32,
    /// Strong colour for shapes, bars and dots without text on them.
    pub solid: Color32,
}

/// Every colour of one theme, by its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Background of the window.
    pub canvas: Color32,
    /// Cards, panels, rows, fields.
    pub surface: Color32,
    /// Popups, menus, dialogs, toasts.
    pub surface_raised: Color32,
    /// Sunken surfaces, tracks, heads of tables.
    pub surface_sunken: Color32,
    /// A row or quiet button under the pointer.
    pub surface_hover: Color32,
    /// A chosen row; text on it is `text` or `accent`.
    pub surface_selected: Color32,
    /// The rail at the left edge.
    pub rail: Color32,

    /// Ordinary text.
    pub text: Color32,
    /// Muted text: captions, hints.
    pub text_muted: Color32,
    /// Text of what cannot be used now. WCAG 1.4.3 requires no contrast for it.
    pub text_disabled: Color32,
    /// Text and icons on `accent`.
    pub text_on_accent: Color32,
    /// Text and icons on `danger`.
    pub text_on_danger: Color32,

    /// Unobtrusive lines between things.
    pub line: Color32,
    /// Outlines of controls; at least 3:1 against `surface` (WCAG 1.4.11).
    pub line_strong: Color32,

    /// The only accent colour: primary buttons, links, what is chosen.
    pub accent: Color32,
    /// `accent` under the pointer.
    pub accent_hover: Color32,
    /// `accent` pressed.
    pub accent_pressed: Color32,
    /// Pale accent behind chosen things.
    pub accent_soft: Color32,

    /// Buttons of destructive actions.
    pub danger: Color32,
    /// `danger` under the pointer.
    pub danger_hover: Color32,

    /// Ring around what has the keyboard focus.
    pub focus: Color32,
    /// Where files may be dropped, and where they are about to land.
    pub drop: Tone,
    /// Dimming behind dialogs.
    pub scrim: Color32,
    /// Shadow of floating parts.
    pub shadow: Color32,

    /// A step that has not begun.
    pub not_started: Tone,
    /// A step under way. Also plain information.
    pub running: Tone,
    /// A step whose clock is paused because people outside have the documents.
    pub waiting_outside: Tone,
    /// A step that was sent back.
    pub returned: Tone,
    /// A finished step. Also success.
    pub done: Tone,
    /// A step past its due day. Also errors.
    pub late: Tone,
    /// A step whose documents changed after it was finished. Also warnings.
    pub needs_review: Tone,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const fn tone(ink: u32, fill: u32, line: u32, solid: u32) -> Tone {
    Tone { ink: rgb(ink), fill: rgb(fill), line: rgb(line), solid: rgb(solid) }
}

/// Warm paper and a deep teal.
pub const LIGHT: Tokens = Tokens {
    canvas: rgb(0xF5F2EB),
    surface: rgb(0xFFFDF9),
    surface_raised: rgb(0xFFFFFF),
    surface_sunken: rgb(0xEEEAE0),
    surface_hover: rgb(0xF0ECE3),
    surface_selected: rgb(0xDFEDEA),
    rail: rgb(0xECE8DE),

    text: rgb(0x1E2422),
    text_muted: rgb(0x5A5E58),
    text_disabled: rgb(0x9A9A92),
    text_on_accent: rgb(0xFFFFFF),
    text_on_danger: rgb(0xFFFFFF),

    line: rgb(0xDED7C9),
    line_strong: rgb(0x908778),

    accent: rgb(0x0F5C5C),
    accent_hover: rgb(0x0B4B4C),
    accent_pressed: rgb(0x083B3C),
    accent_soft: rgb(0xDFEDEA),

    danger: rgb(0xA92323),
    danger_hover: rgb(0x8E1A1A),

    focus: rgb(0x1D5FD1),
    drop: tone(0x0B4B4C, 0xD5ECE7, 0x1D8A83, 0x1D8A83),
    scrim: Color32::from_black_alpha(90),
    shadow: Color32::from_black_alpha(28),

    not_started: tone(0x5A5E58, 0xECE8DE, 0xCFC8B9, 0x908778),
    running: tone(0x1A4F8B, 0xDFEAF6, 0xAEC9E6, 0x2C6FB3),
    waiting_outside: tone(0x5B3E8C, 0xECE5F6, 0xCDBDE6, 0x7A5BB0),
    returned: tone(0x8A4308, 0xFBE7D5, 0xEBC39B, 0xC2660F),
    done: tone(0x22613A, 0xDEEFE1, 0xACD3B5, 0x2F8450),
    late: tone(0x9B1C1C, 0xFBE2DF, 0xEFB8B2, 0xC43030),
    needs_review: tone(0x6B5000, 0xF8EEC8, 0xE2CB7A, 0xAB7F00),
};

/// Warm charcoal and a pale teal.
pub const DARK: Tokens = Tokens {
    canvas: rgb(0x171A19),
    surface: rgb(0x202422),
    surface_raised: rgb(0x292D2B),
    surface_sunken: rgb(0x121514),
    surface_hover: rgb(0x2C312F),
    surface_selected: rgb(0x1D3A38),
    rail: rgb(0x121514),

    text: rgb(0xE9E6DE),
    text_muted: rgb(0xABADA5),
    text_disabled: rgb(0x6E726D),
    text_on_accent: rgb(0x052120),
    text_on_danger: rgb(0x2B0605),

    line: rgb(0x383D3A),
    line_strong: rgb(0x7C837D),

    accent: rgb(0x6FC5BC),
    accent_hover: rgb(0x8AD5CC),
    accent_pressed: rgb(0x58AEA6),
    accent_soft: rgb(0x1D3A38),

    danger: rgb(0xEB837B),
    danger_hover: rgb(0xF29E97),

    focus: rgb(0x8AB8FF),
    drop: tone(0xA5E3DB, 0x15403D, 0x4FB3AA, 0x4FB3AA),
    scrim: Color32::from_black_alpha(150),
    shadow: Color32::from_black_alpha(110),

    not_started: tone(0xB5B7AF, 0x2E3230, 0x484D4A, 0x808680),
    running: tone(0xA9CCF2, 0x1C3249, 0x325274, 0x5C9BDC),
    waiting_outside: tone(0xCFBFF0, 0x33294A, 0x514372, 0x9B80D6),
    returned: tone(0xF3C08F, 0x442C17, 0x6B4829, 0xE08C3E),
    done: tone(0x9FD9B0, 0x1C3A28, 0x325C42, 0x54B076),
    late: tone(0xF6AEA9, 0x4A2020, 0x753837, 0xE46A64),
    needs_review: tone(0xECD483, 0x3C3314, 0x615427, 0xD2AB36),
};

impl Tokens {
    /// The colours of a theme.
    pub fn of(theme: Theme) -> &'static Self {
        match theme {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }
}

/// Gives access to the colours wherever something is drawn.
pub trait TokensExt {
    /// The colours of the theme that is shown.
    fn tokens(&self) -> &'static Tokens;
}

impl TokensExt for Context {
    fn tokens(&self) -> &'static Tokens {
        Tokens::of(self.theme())
    }
}

impl TokensExt for Ui {
    fn tokens(&self) -> &'static Tokens {
        Tokens::of(self.ctx().theme())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast ratio of WCAG 2.2 between two opaque colours, 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |color: Color32| {
            let channel = |value: u8| {
                let value = f32::from(value) / 255.0;
                if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn tones(t: &Tokens) -> [(&'static str, Tone); 8] {
        [
            ("not_started", t.not_started),
            ("running", t.running),
            ("waiting_outside", t.waiting_outside),
            ("returned", t.returned),
            ("done", t.done),
            ("late", t.late),
            ("needs_review", t.needs_review),
            ("drop", t.drop),
        ]
    }

    fn surfaces(t: &Tokens) -> [(&'static str, Color32); 7] {
        [
            ("canvas", t.canvas),
            ("surface", t.surface),
            ("surface_raised", t.surface_raised),
            ("surface_sunken", t.surface_sunken),
            ("surface_hover", t.surface_hover),
            ("surface_selected", t.surface_selected),
            ("rail", t.rail),
        ]
    }

    fn too_low(pairs: Vec<(String, Color32, Color32)>, least: f32) -> Vec<String> {
        pairs
            .into_iter()
            .filter(|(_, a, b)| contrast(*a, *b) < least)
            .map(|(name, a, b)| format!("{name}: {:.2}", contrast(a, b)))
            .collect()
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        // The well-known grey that barely passes on white.
        assert!((contrast(rgb(0x767676), Color32::WHITE) - 4.54).abs() < 0.01);
    }

    #[test]
    fn text_is_readable_on_everything_it_stands_on() {
        for (theme, t) in [("light", &LIGHT), ("dark", &DARK)] {
            let mut pairs = Vec::new();
            for (name, surface) in surfaces(t) {
                for (ink_name, ink) in [("text", t.text), ("text_muted", t.text_muted), ("accent", t.accent)]
                {
                    pairs.push((format!("{theme} {ink_name} on {name}"), ink, surface));
                }
                for (tone_name, tone) in tones(t) {
                    pairs.push((format!("{theme} {tone_name} on {name}"), tone.ink, surface));
                }
            }
            for (name, tone) in tones(t) {
                pairs.push((format!("{theme} {name} on its fill"), tone.ink, tone.fill));
                pairs.push((format!("{theme} text on fill of {name}"), t.text, tone.fill));
                pairs.push((format!("{theme} muted text on fill of {name}"), t.text_muted, tone.fill));
            }
            for (name, fill) in
                [("accent", t.accent), ("accent_hover", t.accent_hover), ("accent_pressed", t.accent_pressed)]
            {
                pairs.push((format!("{theme} text on {name}"), t.text_on_accent, fill));
            }
            for (name, fill) in [("danger", t.danger), ("danger_hover", t.danger_hover)] {
                pairs.push((format!("{theme} text on {name}"), t.text_on_danger, fill));
            }
            assert_eq!(too_low(pairs, 4.5), Vec::<String>::new());
        }
    }

    #[test]
    fn outlines_and_marks_stand_out() {
        for (theme, t) in [("light", &LIGHT), ("dark", &DARK)] {
            let mut pairs = vec![];
            for (name, surface) in [("canvas", t.canvas), ("surface", t.surface)] {
                pairs.push((format!("{theme} focus on {name}"), t.focus, surface));
                pairs.push((format!("{theme} line_strong on {name}"), t.line_strong, surface));
                for (tone_name, tone) in tones(t) {
                    pairs.push((format!("{theme} {tone_name} mark on {name}"), tone.solid, surface));
                }
            }
            assert_eq!(too_low(pairs, 3.0), Vec::<String>::new());
        }
    }
}

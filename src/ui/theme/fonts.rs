//! The bundled fonts: Inter for text, Phosphor for icons (`assets/fonts/README.md`).

use std::sync::Arc;

use eframe::egui::{Context, FontData, FontDefinitions, FontFamily};

/// Name of the family for headings and emphasis. egui has no bold: `RichText::strong` only changes
/// the colour.
pub const SEMIBOLD_FAMILY: &str = "semibold";

/// Name of the family whose line is exactly as high as an icon, so that icons centre well.
pub const ICON_FAMILY: &str = "icons";

const INTER: &str = "Inter";
const INTER_SEMIBOLD: &str = "Inter SemiBold";
const PHOSPHOR: &str = "Phosphor";

pub(super) fn install(ctx: &Context) {
    ctx.set_fonts(definitions());
}

fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        (INTER, include_bytes!("../../../assets/fonts/Inter-Regular.ttf").as_slice()),
        (INTER_SEMIBOLD, include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf").as_slice()),
        (PHOSPHOR, include_bytes!("../../../assets/fonts/Phosphor.ttf").as_slice()),
    ] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }

    // egui's own fonts come after the bundled ones: they have letters that Inter's subset lacks.
    let builtin = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let chain = |first: &[&str]| -> Vec<String> {
        let own = first.iter().map(|name| (*name).to_owned());
        own.chain(builtin.iter().cloned()).chain(["Hack".to_owned()]).collect()
    };
    fonts.families.insert(FontFamily::Proportional, chain(&[INTER, PHOSPHOR]));
    fonts.families.insert(FontFamily::Name(SEMIBOLD_FAMILY.into()), chain(&[INTER_SEMIBOLD, PHOSPHOR]));
    fonts.families.insert(FontFamily::Name(ICON_FAMILY.into()), chain(&[PHOSPHOR, INTER]));
    fonts
}

#[cfg(test)]
mod tests {
    use eframe::egui::RawInput;

    use super::*;
    use crate::ui::theme::icons;

    /// A missing glyph would be taken from another font, or drawn as a box.
    #[test]
    fn every_named_icon_is_in_the_icon_font() {
        let ctx = Context::default();
        install(&ctx);
        let mut missing = Vec::new();
        let output = ctx.run_ui(RawInput::default(), |ui| {
            let font = crate::ui::theme::icon_font(16.0);
            for icon in icons::ALL {
                let mut chars = icon.chars();
                let glyph = chars.next().expect("no icon is empty");
                assert!(chars.next().is_none(), "an icon is one character");
                if !ui.fonts_mut(|fonts| fonts.has_glyph(&font, glyph)) {
                    missing.push(format!("{:x}", u32::from(glyph)));
                }
            }
        });
        output.drop_without_applying_deltas();
        assert_eq!(missing, Vec::<String>::new());
    }

    #[test]
    fn the_fonts_hold_what_indonesian_and_office_texts_need() {
        let ctx = Context::default();
        install(&ctx);
        let output = ctx.run_ui(RawInput::default(), |ui| {
            for family in [FontFamily::Proportional, FontFamily::Name(SEMIBOLD_FAMILY.into())] {
                let font = eframe::egui::FontId::new(14.0, family);
                for glyph in "AZaz09éÉāūțñ·–—…“”‘’→←↑↓•×≥≤±½§°€©⟨⟩ \u{a0}".chars()
                {
                    assert!(ui.fonts_mut(|fonts| fonts.has_glyph(&font, glyph)), "{glyph} in {font:?}");
                }
            }
        });
        output.drop_without_applying_deltas();
    }
}

//! Texts at a place of the window, on screen or for screen readers.

use std::collections::BTreeSet;

use eframe::egui::accesskit::Role;
use eframe::egui::{Rect, Shape};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

/// Texts on screen, and names for screen readers.
#[derive(Debug, Default)]
pub struct Seen {
    pub texts: BTreeSet<String>,
    /// Texts that are partly hidden: shortened with "…", or beyond an edge at a side.
    pub cut: BTreeSet<String>,
}

impl Seen {
    /// What is in the last frame.
    pub fn of<S>(harness: &Harness<'_, S>) -> Self {
        let mut seen = Self::default();
        let mut typed = BTreeSet::new();
        for node in harness.query_all_by(|_| true) {
            let node = node.accesskit_node();
            let is_field = matches!(node.role(), Role::TextInput | Role::MultilineTextInput);
            if is_field {
                typed.extend(node.value());
            } else {
                seen.texts.extend(node.value());
            }
            seen.texts.extend(node.label());
        }
        for clipped in &harness.output().shapes {
            seen.add(&clipped.shape, clipped.clip_rect);
        }
        // A text typed in a field is no caption.
        seen.texts.retain(|text| !typed.contains(text));
        seen.cut.retain(|text| !typed.contains(text));
        seen
    }

    fn add(&mut self, shape: &Shape, clip: Rect) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.add(shape, clip)),
            Shape::Text(text) => {
                let rect = text.galley.rect.translate(text.pos.to_vec2());
                if text.galley.is_empty() || !rect.intersects(clip) {
                    return;
                }
                let words = text.galley.text().to_owned();
                let beyond = rect.left() < clip.left() - 1.0 || rect.right() > clip.right() + 1.0;
                if text.galley.elided || beyond {
                    self.cut.insert(words);
                } else {
                    self.texts.insert(words);
                }
            }
            _ => {}
        }
    }
}

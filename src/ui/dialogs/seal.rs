//! scaffold
/// scaffold
#[derive(Debug, Clone, Default)]
pub struct SealForm;
impl SealForm {
    /// x
    pub fn new(_: &crate::ui::shell::Model, _: crate::cycle::CycleId) -> Option<Self> {
        Some(Self)
    }
    /// x
    pub fn show(&mut self, _: &eframe::egui::Context, _: &crate::ui::shell::Model) -> super::Answer {
        super::Answer::open()
    }
}

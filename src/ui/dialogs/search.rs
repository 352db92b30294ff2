//! scaffold
/// scaffold
#[derive(Debug, Clone, Default)]
pub struct Search;
impl Search {
    /// x
    pub fn show(&mut self, _: &eframe::egui::Context, _: &crate::ui::shell::Model) -> super::Answer {
        super::Answer::open()
    }
}

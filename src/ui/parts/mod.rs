//! Parts that several pages and dialogs show.

mod jobs;
mod last_backup;

pub use jobs::jobs_ui;
pub use last_backup::{backup_advice, last_backup};

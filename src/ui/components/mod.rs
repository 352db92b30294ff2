//! Small parts that the pages are made of: composable, each with an accessible name, none with a rule of the
//! office in it. The caller gives their words, except for a few of their own in
//! `assets/locales/component.yml`.

mod badge;
mod banner;
mod button;
mod choice;
mod dialog;
mod drop_zone;
mod empty;
mod field;
mod layout;
mod menu;
mod progress;
mod rail;
mod toast;

pub use badge::{BADGE_HEIGHT, Status, badge, badge_text};
pub use banner::{Banner, Level};
pub use button::{Button, IconButton};
pub use choice::{Tab, chip, segmented, tabs};
pub use dialog::{DialogAnswer, DialogFrame};
pub use drop_zone::{DropState, drop_zone};
pub use empty::empty_state;
pub use field::{TextField, combo, options, search_field};
pub use layout::{
    card, column, columns, fold, icon, icon_text, key_value, key_value_ui, page, page_title, section_heading,
    sides, table_column, truncated, well,
};
pub use menu::{MenuItem, menu};
pub use progress::progress;
pub use rail::{RAIL_WIDTH, rail_item};
pub use toast::{Toast, ToastAction, ToastClick, Toasts};

//! What every view needs to know of the window: what it shows ([`Model`]), what can be asked of it
//! ([`Action`], [`Deed`], [`Dialog`]), and what a view gets while it draws ([`View`]). This module knows no
//! view.

mod action;
mod deed;
mod dialog;
mod drops;
mod model;
mod pick;
mod view;
mod window;

pub use action::{Action, Page, Target};
pub use deed::{Answer, Deed, Shown, UnderWay, Wish};
pub use dialog::{Ask, Dialog};
pub use drops::Drops;
pub use model::{Folder, Model, Nav, Running};
pub use pick::Pick;
pub use view::View;
pub use window::Window;

//! Distances in points. A closed scale: no page uses other numbers.

/// Between an icon and its dot.
pub const XXS: f32 = 2.0;
/// Between parts of one thing.
pub const XS: f32 = 4.0;
/// Between things that belong together.
pub const S: f32 = 8.0;
/// Inside small frames; between rows.
pub const M: f32 = 12.0;
/// Inside cards; between groups.
pub const L: f32 = 16.0;
/// Around a page; between sections.
pub const XL: f32 = 24.0;
/// Between the parts of a page.
pub const XXL: f32 = 32.0;

/// Corner radius of badges and small controls.
pub const RADIUS_S: u8 = 4;
/// Corner radius of buttons and fields.
pub const RADIUS_M: u8 = 6;
/// Corner radius of cards, popups and dialogs.
pub const RADIUS_L: u8 = 8;

/// The one width of lines and outlines.
pub const STROKE: f32 = 1.0;
/// Width of the focus ring.
pub const FOCUS_STROKE: f32 = 2.0;

/// Height of buttons and fields.
pub const CONTROL_HEIGHT: f32 = 32.0;
/// Height of controls inside rows and tables.
pub const CONTROL_HEIGHT_S: f32 = 26.0;

/// Edge of an icon beside body text.
pub const ICON: f32 = 16.0;
/// Edge of an icon that stands alone or above a word.
pub const ICON_L: f32 = 22.0;
/// Edge of the icon of an empty state.
pub const ICON_XL: f32 = 44.0;

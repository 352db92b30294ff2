//! What comes from outside and means no good: nothing of it may harm the folder, the window or the person.

mod forge;
mod zips;

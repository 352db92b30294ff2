//! The Windows packages, installed, used and removed under Wine. `dist/windows/test` runs these; they need
//! the packages of the present state, which take minutes to build.

mod windows;
mod wine;

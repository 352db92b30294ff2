//! Lets a renderer fail, as some do on old PCs.

use crate::cli::Renderer;

/// Names the renderers that are to fail, with commas between them.
pub const FAIL_RENDERER: &str = "RENJA_FAIL_RENDERER";

/// Whether a test wants a renderer to fail.
pub fn is_to_fail(renderer: Renderer) -> bool {
    let wanted = std::env::var(FAIL_RENDERER).unwrap_or_default();
    wanted.split(',').any(|name| name == renderer.name())
}

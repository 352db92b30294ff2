//! Files to work on.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Number and size of the documents: a large dossier.
pub const FILES: u64 = 170;
const BYTES: usize = 3_000_000;

/// How long something takes.
pub fn time(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// Writes the documents into a folder and says where each is.
pub fn write_documents(folder: &Path) -> Vec<PathBuf> {
    std::fs::create_dir_all(folder).expect("a folder for the documents");
    let document = |n: u64| {
        let file = folder.join(format!("dokumen {n:03}.pdf"));
        std::fs::write(&file, noise(n + 1)).expect("a document");
        file
    };
    (0..FILES).map(document).collect()
}

/// Bytes that neither compression nor sparse files make smaller, always the same for a seed.
fn noise(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut bytes = Vec::with_capacity(BYTES + 8);
    while bytes.len() < BYTES {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_le_bytes());
    }
    bytes.truncate(BYTES);
    bytes
}

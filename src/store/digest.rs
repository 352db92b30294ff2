//! Digests: several of the same bytes in one pass.

use std::io::Read;
use std::path::Path;

use sha2::Digest;

use super::disk::Disk;
use super::error::StoreError;
use super::progress::Progress;

/// Bytes per block of all copying and hashing: large enough that calls don't count, small enough for the
/// cache of the processor and for a quick stop.
pub(super) const BLOCK: usize = 1 << 20;

/// The digests that BagIt (RFC 8493) names. MD5 and SHA-1 are only for checking bags of other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are the field's own")]
pub enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    Sha512,
}

impl Algorithm {
    /// As in the names of manifests: `sha256`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
            Self::Sha512 => "sha512",
        }
    }
}

/// Hashes the same bytes with several algorithms.
#[derive(Default)]
pub struct Hasher {
    states: Vec<State>,
}

enum State {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha256(sha2::Sha256),
    Sha512(sha2::Sha512),
}

impl Hasher {
    /// One digest per algorithm, in that order.
    pub fn new(algorithms: &[Algorithm]) -> Self {
        let state = |algorithm: &Algorithm| match algorithm {
            Algorithm::Md5 => State::Md5(md5::Md5::default()),
            Algorithm::Sha1 => State::Sha1(sha1::Sha1::default()),
            Algorithm::Sha256 => State::Sha256(sha2::Sha256::default()),
            Algorithm::Sha512 => State::Sha512(sha2::Sha512::default()),
        };
        Self { states: algorithms.iter().map(state).collect() }
    }

    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        for state in &mut self.states {
            match state {
                State::Md5(state) => state.update(bytes),
                State::Sha1(state) => state.update(bytes),
                State::Sha256(state) => state.update(bytes),
                State::Sha512(state) => state.update(bytes),
            }
        }
    }

    /// The digests in lower-case hex.
    pub fn finish(self) -> Vec<String> {
        let digest = |state| match state {
            State::Md5(state) => hex(&state.finalize()),
            State::Sha1(state) => hex(&state.finalize()),
            State::Sha256(state) => hex(&state.finalize()),
            State::Sha512(state) => hex(&state.finalize()),
        };
        self.states.into_iter().map(digest).collect()
    }
}

/// SHA-256 of some bytes, 64 lower-case hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

/// Size and digests of a file. Reports every block.
pub fn digest_file(
    disk: &dyn Disk,
    path: &Path,
    algorithms: &[Algorithm],
    progress: &dyn Progress,
) -> Result<(u64, Vec<String>), StoreError> {
    let mut file = disk.open_read(path).map_err(|error| StoreError::io(path, error))?;
    let name = file_name(path);
    let mut hasher = Hasher::new(algorithms);
    let mut size = 0;
    let mut block = vec![0; BLOCK];
    loop {
        let filled = read_block(&mut *file, &mut block).map_err(|error| StoreError::io(path, error))?;
        if filled == 0 {
            return Ok((size, hasher.finish()));
        }
        hasher.update(&block[..filled]);
        size += filled as u64;
        progress.advance(filled as u64, &name)?;
    }
}

/// Fills the block as far as the file goes. Interrupted and short reads are made good.
pub(super) fn read_block(file: &mut (impl Read + ?Sized), block: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < block.len() {
        match file.read(&mut block[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

pub(super) fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

//! What a drag on Windows offers: files that lie on a disk; or, as attachments of a mail and what a ZIP folder holds, only
//! names, and the contents on demand.
//!
//! Of the second kind the contents are written to a folder of our own. What cannot be had is named by a path that is not
//! absolute, as [`super::drag_watch`] wants it.
#![expect(unsafe_code, reason = "OLE hands out pointers and handles")]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::os::windows::ffi::OsStringExt as _;
use std::path::{Component, Path, PathBuf};

use windows::Win32::Storage::FileSystem::FILE_ATTRIBUTE_DIRECTORY;
use windows::Win32::System::Com::{
    DVASPECT_CONTENT, FORMATETC, IDataObject, IStream, STGMEDIUM, STREAM_SEEK_SET, TYMED, TYMED_HGLOBAL,
    TYMED_ISTREAM,
};
use windows::Win32::System::DataExchange::RegisterClipboardFormatW;
use windows::Win32::System::Memory::{GlobalLock, GlobalSize, GlobalUnlock};
use windows::Win32::System::Ole::{CF_HDROP, ReleaseStgMedium};
use windows::Win32::UI::Shell::{
    CFSTR_FILECONTENTS, CFSTR_FILEDESCRIPTORW, DragQueryFileW, FD_ATTRIBUTES, FD_FILESIZE, FILEDESCRIPTORW,
    HDROP,
};
use windows_core::PCWSTR;

use crate::store::names::{safe_name, unique};

/// The names of what is offered; none if it is no files.
pub fn names(data: &IDataObject) -> Option<Vec<PathBuf>> {
    files(data).or_else(|| Some(promises(data)?.into_iter().map(|promise| promise.name).collect()))
}

/// Takes what is offered; none if it is no files. `folder` makes an empty folder for what lies on no disk.
pub fn take(data: &IDataObject, folder: impl FnOnce() -> io::Result<PathBuf>) -> Option<Vec<PathBuf>> {
    if let Some(files) = files(data) {
        return Some(files);
    }
    let promises = promises(data)?;
    let folder = match folder() {
        Ok(folder) => folder,
        Err(error) => {
            log::warn!("no folder for what was dropped: {error}");
            return Some(promises.into_iter().map(|promise| promise.name).collect());
        }
    };
    let (mut taken, mut missing) = (BTreeSet::new(), Vec::new());
    for promise in promises {
        match promise.fetch(data, &folder) {
            // A folder stands for what is in it.
            Ok(path) => {
                taken.extend(path.strip_prefix(&folder).ok().and_then(first).map(|name| folder.join(name)))
            }
            Err(error) => {
                log::warn!("{}: {error}", promise.name.display());
                missing.push(promise.name);
            }
        }
    }
    Some(taken.into_iter().chain(missing).collect())
}

fn first(path: &Path) -> Option<Component<'_>> {
    path.components().next()
}

/// The files that lie on a disk; none if the drag has no such list.
fn files(data: &IDataObject) -> Option<Vec<PathBuf>> {
    let medium = Medium::of(data, CF_HDROP.0, -1, TYMED_HGLOBAL)?;
    let list = HDROP(medium.global()?.0);
    // SAFETY: the list lives as long as the medium. Without a buffer the call counts.
    let count = unsafe { DragQueryFileW(list, u32::MAX, None) };
    let path = |index| {
        // SAFETY: as above.
        let length = unsafe { DragQueryFileW(list, index, None) } as usize;
        let mut name = vec![0; length + 1];
        // SAFETY: as above; the call writes no more than fits.
        unsafe { DragQueryFileW(list, index, Some(&mut name)) };
        PathBuf::from(OsString::from_wide(&name[..length]))
    };
    Some((0..count).map(path).collect())
}

/// A file or folder that is only told of.
struct Promise {
    index: i32,
    /// Below the place where all of the drag goes; safe to make.
    name: PathBuf,
    is_folder: bool,
    /// Bytes, if told.
    size: Option<u64>,
}

/// What is told of; none if the drag tells of nothing.
fn promises(data: &IDataObject) -> Option<Vec<Promise>> {
    let list = Medium::of(data, format_of(CFSTR_FILEDESCRIPTORW), -1, TYMED_HGLOBAL)?.bytes()?;
    let (count, items) = list.split_first_chunk()?;
    let items = items.chunks_exact(size_of::<FILEDESCRIPTORW>());
    let promise = |(index, item): (i32, &[u8])| {
        // SAFETY: the bytes are as many as the structure has, which is made of numbers alone.
        let told: FILEDESCRIPTORW = unsafe { item.as_ptr().cast::<FILEDESCRIPTORW>().read_unaligned() };
        let has = |flag: i32| told.dwFlags & flag.cast_unsigned() != 0;
        let name = told.cFileName;
        let name: Vec<u16> = name.into_iter().take_while(|unit| *unit != 0).collect();
        let name = String::from_utf16_lossy(&name);
        // A name that leads elsewhere is made one that does not.
        let name = name.split(['\\', '/']).filter(|part| !part.is_empty()).map(safe_name).collect();
        let size = u64::from(told.nFileSizeHigh) << 32 | u64::from(told.nFileSizeLow);
        let is_folder = has(FD_ATTRIBUTES.0) && told.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY.0 != 0;
        Promise { index, name, is_folder, size: has(FD_FILESIZE.0).then_some(size) }
    };
    Some((0..).zip(items).take(u32::from_le_bytes(*count) as usize).map(promise).collect())
}

impl Promise {
    /// Writes it below a folder and says where.
    fn fetch(&self, data: &IDataObject, folder: &Path) -> io::Result<PathBuf> {
        let path = folder.join(&self.name);
        if self.is_folder {
            return fs::create_dir_all(&path).map(|()| path);
        }
        let (Some(parent), Some(name)) = (path.parent(), self.name.file_name()) else {
            return Err(io::ErrorKind::InvalidFilename.into());
        };
        fs::create_dir_all(parent)?;
        // Mails hold pictures of the same name.
        let name = unique(&name.to_string_lossy(), |name| parent.join(name).exists());
        let path = parent.join(name);
        let mut file = File::create_new(&path)?;
        let written = self.write(data, &mut file);
        drop(file);
        match written {
            Ok(written) if self.size.is_none_or(|size| size == written) => Ok(path),
            // Half a document is none.
            written => {
                fs::remove_file(&path)?;
                Err(written.err().unwrap_or(io::ErrorKind::UnexpectedEof.into()))
            }
        }
    }

    /// Writes its content and says how many bytes that were.
    fn write(&self, data: &IDataObject, file: &mut File) -> io::Result<u64> {
        let kinds = TYMED(TYMED_ISTREAM.0 | TYMED_HGLOBAL.0);
        let content = Medium::of(data, format_of(CFSTR_FILECONTENTS), self.index, kinds);
        let content = content.ok_or(io::ErrorKind::NotFound)?;
        if let Some(mut bytes) = content.bytes() {
            // Memory is handed out in larger pieces.
            bytes.truncate(self.size.unwrap_or(u64::MAX).try_into().unwrap_or(usize::MAX));
            return file.write_all(&bytes).map(|()| bytes.len() as u64);
        }
        let stream = content.stream().ok_or(io::ErrorKind::Unsupported)?;
        // SAFETY: a call without pointers. Where a stream cannot be wound back, it is at its beginning.
        let _ = unsafe { stream.Seek(0, STREAM_SEEK_SET, None) };
        let (mut block, mut written) = (vec![0_u8; 1 << 16], 0);
        loop {
            let mut read = 0_u32;
            // SAFETY: the stream writes no more than the block holds, and to a number of ours.
            let done = unsafe { stream.Read(block.as_mut_ptr().cast(), 1 << 16, Some(&raw mut read)) };
            done.ok()?;
            if read == 0 {
                return Ok(written);
            }
            file.write_all(&block[..read as usize])?;
            written += u64::from(read);
        }
    }
}

/// The number that Windows has for the name of a format.
fn format_of(name: PCWSTR) -> u16 {
    // SAFETY: the name is a constant. The number of a format has 16 bits.
    unsafe { RegisterClipboardFormatW(name) as u16 }
}

/// A piece of what is offered, given back when it is dropped.
struct Medium(STGMEDIUM);

impl Medium {
    fn of(data: &IDataObject, format: u16, index: i32, kinds: TYMED) -> Option<Self> {
        let format = FORMATETC {
            cfFormat: format,
            ptd: std::ptr::null_mut(),
            dwAspect: DVASPECT_CONTENT.0,
            lindex: index,
            tymed: kinds.0.cast_unsigned(),
        };
        // SAFETY: the format is valid for the whole call; what comes back is ours to give back.
        unsafe { data.GetData(&raw const format) }.ok().map(Self)
    }

    fn global(&self) -> Option<windows::Win32::Foundation::HGLOBAL> {
        // SAFETY: the medium says that it holds memory.
        (self.0.tymed == TYMED_HGLOBAL.0.cast_unsigned()).then(|| unsafe { self.0.u.hGlobal })
    }

    fn stream(&self) -> Option<&IStream> {
        if self.0.tymed != TYMED_ISTREAM.0.cast_unsigned() {
            return None;
        }
        // SAFETY: the medium says that it holds a stream, which lives as long as the medium.
        unsafe { self.0.u.pstm.as_ref() }
    }

    /// A copy of the memory that it holds.
    fn bytes(&self) -> Option<Vec<u8>> {
        let memory = self.global()?;
        // SAFETY: the memory is there as long as the medium, and locked while it is read, as many bytes as it has.
        unsafe {
            let start = GlobalLock(memory).cast::<u8>();
            if start.is_null() {
                return None;
            }
            let bytes = std::slice::from_raw_parts(start, GlobalSize(memory)).to_vec();
            // It fails with no error when nobody else holds it.
            let _ = GlobalUnlock(memory);
            Some(bytes)
        }
    }
}

impl Drop for Medium {
    fn drop(&mut self) {
        // SAFETY: it came from GetData and is given back once.
        unsafe { ReleaseStgMedium(&raw mut self.0) };
    }
}

#[cfg(test)]
mod tests;

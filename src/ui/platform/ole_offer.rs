//! The data of a drag on Windows: files on a disk; or, for attachments of a mail and contents of a ZIP
//! folder, only names, with the contents on request.
//!
//! Contents of the second kind are written to a folder of the program's own. A file whose contents can't be
//! read is named by a path that is not absolute, as [`super::drag_watch`] requires.
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

/// The names of the dragged files; none if the data are no files.
pub fn names(data: &IDataObject) -> Option<Vec<PathBuf>> {
    files(data).or_else(|| Some(promises(data)?.into_iter().map(|promise| promise.name).collect()))
}

/// Paths of the dragged files; none if the data are no files. `folder` makes an empty folder for contents
/// that are on no disk.
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
            // A folder is returned as one path, in place of its contents.
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

/// The files on a disk; none if the drag has no such list.
fn files(data: &IDataObject) -> Option<Vec<PathBuf>> {
    let medium = Medium::of(data, CF_HDROP.0, -1, TYMED_HGLOBAL)?;
    let list = HDROP(medium.global()?.0);
    // SAFETY: the list lives as long as the medium. Without a buffer the call returns the number of files.
    let count = unsafe { DragQueryFileW(list, u32::MAX, None) };
    let path = |index| {
        // SAFETY: as above.
        let length = unsafe { DragQueryFileW(list, index, None) } as usize;
        let mut name = vec![0; length + 1];
        // SAFETY: as above; the call writes no more than the buffer holds.
        unsafe { DragQueryFileW(list, index, Some(&mut name)) };
        PathBuf::from(OsString::from_wide(&name[..length]))
    };
    Some((0..count).map(path).collect())
}

/// A file or folder that is only described, with its content on request.
struct Promise {
    index: i32,
    /// Path relative to the folder for the whole drag; its parts are safe file names.
    name: PathBuf,
    is_folder: bool,
    /// Size in bytes, if described.
    size: Option<u64>,
}

/// The described files and folders; none if the drag describes none.
fn promises(data: &IDataObject) -> Option<Vec<Promise>> {
    let list = Medium::of(data, format_of(CFSTR_FILEDESCRIPTORW), -1, TYMED_HGLOBAL)?.bytes()?;
    let (count, items) = list.split_first_chunk()?;
    let items = items.chunks_exact(size_of::<FILEDESCRIPTORW>());
    let promise = |(index, item): (i32, &[u8])| {
        // SAFETY: the slice is as long as the structure, which consists of numbers only.
        let told: FILEDESCRIPTORW = unsafe { item.as_ptr().cast::<FILEDESCRIPTORW>().read_unaligned() };
        let has = |flag: i32| told.dwFlags & flag.cast_unsigned() != 0;
        let name = told.cFileName;
        let name: Vec<u16> = name.into_iter().take_while(|unit| *unit != 0).collect();
        let name = String::from_utf16_lossy(&name);
        // A name that leads out of the folder is made harmless.
        let name = name.split(['\\', '/']).filter(|part| !part.is_empty()).map(safe_name).collect();
        let size = u64::from(told.nFileSizeHigh) << 32 | u64::from(told.nFileSizeLow);
        let is_folder = has(FD_ATTRIBUTES.0) && told.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY.0 != 0;
        Promise { index, name, is_folder, size: has(FD_FILESIZE.0).then_some(size) }
    };
    Some((0..).zip(items).take(u32::from_le_bytes(*count) as usize).map(promise).collect())
}

impl Promise {
    /// Writes the file or folder below `folder` and returns its path.
    fn fetch(&self, data: &IDataObject, folder: &Path) -> io::Result<PathBuf> {
        let path = folder.join(&self.name);
        if self.is_folder {
            return fs::create_dir_all(&path).map(|()| path);
        }
        let (Some(parent), Some(name)) = (path.parent(), self.name.file_name()) else {
            return Err(io::ErrorKind::InvalidFilename.into());
        };
        fs::create_dir_all(parent)?;
        // A mail may contain several pictures of the same name.
        let name = unique(&name.to_string_lossy(), |name| parent.join(name).exists());
        let path = parent.join(name);
        let mut file = File::create_new(&path)?;
        let written = self.write(data, &mut file);
        drop(file);
        match written {
            Ok(written) if self.size.is_none_or(|size| size == written) => Ok(path),
            // An incomplete document is removed.
            written => {
                fs::remove_file(&path)?;
                Err(written.err().unwrap_or(io::ErrorKind::UnexpectedEof.into()))
            }
        }
    }

    /// Writes the content and returns the number of bytes written.
    fn write(&self, data: &IDataObject, file: &mut File) -> io::Result<u64> {
        let kinds = TYMED(TYMED_ISTREAM.0 | TYMED_HGLOBAL.0);
        let content = Medium::of(data, format_of(CFSTR_FILECONTENTS), self.index, kinds);
        let content = content.ok_or(io::ErrorKind::NotFound)?;
        if let Some(mut bytes) = content.bytes() {
            // The memory block may be larger than the content.
            bytes.truncate(self.size.unwrap_or(u64::MAX).try_into().unwrap_or(usize::MAX));
            return file.write_all(&bytes).map(|()| bytes.len() as u64);
        }
        let stream = content.stream().ok_or(io::ErrorKind::Unsupported)?;
        // SAFETY: the call takes no pointers of ours. A stream that can't seek is still at its beginning.
        let _ = unsafe { stream.Seek(0, STREAM_SEEK_SET, None) };
        let (mut block, mut written) = (vec![0_u8; 1 << 16], 0);
        loop {
            let mut read = 0_u32;
            // SAFETY: the stream writes no more than the block holds, and the count to a local variable.
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

/// Windows' number of a clipboard format.
fn format_of(name: PCWSTR) -> u16 {
    // SAFETY: the name is a constant. The number of a format has 16 bits.
    unsafe { RegisterClipboardFormatW(name) as u16 }
}

/// One item of the drag's data, released when dropped.
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
        // SAFETY: the format is valid for the whole call; the result is owned by the new `Medium`.
        unsafe { data.GetData(&raw const format) }.ok().map(Self)
    }

    fn global(&self) -> Option<windows::Win32::Foundation::HGLOBAL> {
        // SAFETY: the medium's type says that it holds memory.
        (self.0.tymed == TYMED_HGLOBAL.0.cast_unsigned()).then(|| unsafe { self.0.u.hGlobal })
    }

    fn stream(&self) -> Option<&IStream> {
        if self.0.tymed != TYMED_ISTREAM.0.cast_unsigned() {
            return None;
        }
        // SAFETY: the medium's type says that it holds a stream, which lives as long as the medium.
        unsafe { self.0.u.pstm.as_ref() }
    }

    /// A copy of the memory that the medium holds.
    fn bytes(&self) -> Option<Vec<u8>> {
        let memory = self.global()?;
        // SAFETY: the memory lives as long as the medium, is locked while it is read, and is read no further
        // than its size.
        unsafe {
            let start = GlobalLock(memory).cast::<u8>();
            if start.is_null() {
                return None;
            }
            let bytes = std::slice::from_raw_parts(start, GlobalSize(memory)).to_vec();
            // The call returns an error code of zero when nobody else has locked the memory.
            let _ = GlobalUnlock(memory);
            Some(bytes)
        }
    }
}

impl Drop for Medium {
    fn drop(&mut self) {
        // SAFETY: the medium came from GetData and is released once.
        unsafe { ReleaseStgMedium(&raw mut self.0) };
    }
}

#[cfg(test)]
mod tests;

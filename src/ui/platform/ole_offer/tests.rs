//! A simulated program from which things are dragged.

use std::mem::ManuallyDrop;

use windows::Win32::Foundation::{DV_E_FORMATETC, E_NOTIMPL, HGLOBAL, S_OK};
use windows::Win32::System::Com::{
    IAdviseSink, IDataObject_Impl, IEnumFORMATETC, IEnumSTATDATA, STGMEDIUM_0,
};
use windows::Win32::System::Memory::{GHND, GlobalAlloc};
use windows::Win32::UI::Shell::SHCreateMemStream;
use windows_core::{BOOL, HRESULT, Ref, Result, implement};

use super::*;

/// How a file's content is provided.
#[derive(Clone, Copy)]
enum Content {
    Stream(&'static [u8]),
    Memory(&'static [u8]),
    None,
}

/// A program from which something is dragged: files on a disk, or described ones: name, described size,
/// content.
#[implement(IDataObject)]
struct Source {
    disk: Vec<&'static str>,
    promised: Vec<(&'static str, u32, Option<Content>)>,
}

fn source(disk: &[&'static str], promised: &[(&'static str, u32, Option<Content>)]) -> IDataObject {
    Source { disk: disk.to_vec(), promised: promised.to_vec() }.into()
}

/// A block of memory as used by a clipboard.
fn memory(bytes: &[u8]) -> STGMEDIUM {
    // The block is larger than needed, as Windows' blocks sometimes are.
    // SAFETY: as many bytes as were requested are written.
    let memory: HGLOBAL = unsafe { GlobalAlloc(GHND, bytes.len() + 7).unwrap() };
    // SAFETY: as above.
    unsafe {
        GlobalLock(memory).cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        let _ = GlobalUnlock(memory);
    }
    let u = STGMEDIUM_0 { hGlobal: memory };
    STGMEDIUM { tymed: TYMED_HGLOBAL.0.cast_unsigned(), u, pUnkForRelease: ManuallyDrop::new(None) }
}

fn stream(bytes: &[u8]) -> STGMEDIUM {
    // SAFETY: the stream makes its own copy.
    let stream = unsafe { SHCreateMemStream(Some(bytes)) };
    let u = STGMEDIUM_0 { pstm: ManuallyDrop::new(stream) };
    STGMEDIUM { tymed: TYMED_ISTREAM.0.cast_unsigned(), u, pUnkForRelease: ManuallyDrop::new(None) }
}

fn wide(text: &str) -> impl Iterator<Item = u16> + '_ {
    text.encode_utf16().chain([0])
}

fn disk_list(files: &[&str]) -> STGMEDIUM {
    // DROPFILES: offset of the names, a point, a flag, and that the names are wide characters.
    let mut list = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
    list.extend(files.iter().flat_map(|file| wide(file)).chain([0]).flat_map(u16::to_le_bytes));
    memory(&list)
}

fn promise_list(promised: &[(&str, u32, Option<Content>)]) -> STGMEDIUM {
    let mut list = (promised.len() as u32).to_le_bytes().to_vec();
    for (name, size, content) in promised {
        let is_folder = content.is_none();
        let mut told = FILEDESCRIPTORW { nFileSizeLow: *size, ..FILEDESCRIPTORW::default() };
        told.dwFlags = (if is_folder { FD_ATTRIBUTES } else { FD_FILESIZE }).0.cast_unsigned();
        told.dwFileAttributes = if is_folder { FILE_ATTRIBUTE_DIRECTORY.0 } else { 0 };
        let mut letters = [0; 260];
        letters.iter_mut().zip(wide(name)).for_each(|(letter, wide)| *letter = wide);
        told.cFileName = letters;
        // SAFETY: the structure consists of numbers, without padding.
        let bytes = unsafe {
            std::slice::from_raw_parts((&raw const told).cast::<u8>(), size_of::<FILEDESCRIPTORW>())
        };
        list.extend(bytes);
    }
    memory(&list)
}

impl IDataObject_Impl for Source_Impl {
    fn GetData(&self, format: *const FORMATETC) -> Result<STGMEDIUM> {
        // SAFETY: the caller's format is valid.
        let format = unsafe { *format };
        let refused = Err(DV_E_FORMATETC.into());
        match format.cfFormat {
            kind if kind == CF_HDROP.0 && !self.disk.is_empty() => Ok(disk_list(&self.disk)),
            kind if kind == format_of(CFSTR_FILEDESCRIPTORW) && !self.promised.is_empty() => {
                Ok(promise_list(&self.promised))
            }
            kind if kind == format_of(CFSTR_FILECONTENTS) => {
                match self.promised[usize::try_from(format.lindex).unwrap()].2 {
                    Some(Content::Stream(bytes)) => Ok(stream(bytes)),
                    Some(Content::Memory(bytes)) => Ok(memory(bytes)),
                    _ => refused,
                }
            }
            _ => refused,
        }
    }

    fn GetDataHere(&self, _: *const FORMATETC, _: *mut STGMEDIUM) -> Result<()> {
        Err(E_NOTIMPL.into())
    }

    fn QueryGetData(&self, _: *const FORMATETC) -> HRESULT {
        S_OK
    }

    fn GetCanonicalFormatEtc(&self, _: *const FORMATETC, _: *mut FORMATETC) -> HRESULT {
        E_NOTIMPL
    }

    fn SetData(&self, _: *const FORMATETC, _: *const STGMEDIUM, _: BOOL) -> Result<()> {
        Err(E_NOTIMPL.into())
    }

    fn EnumFormatEtc(&self, _: u32) -> Result<IEnumFORMATETC> {
        Err(E_NOTIMPL.into())
    }

    fn DAdvise(&self, _: *const FORMATETC, _: u32, _: Ref<'_, IAdviseSink>) -> Result<u32> {
        Err(E_NOTIMPL.into())
    }

    fn DUnadvise(&self, _: u32) -> Result<()> {
        Err(E_NOTIMPL.into())
    }

    fn EnumDAdvise(&self) -> Result<IEnumSTATDATA> {
        Err(E_NOTIMPL.into())
    }
}

fn taken(source: &IDataObject, folder: &Path) -> Vec<String> {
    let taken = take(source, || Ok(folder.to_owned())).unwrap();
    let short = |path: &PathBuf| match path.strip_prefix(folder) {
        Ok(below) => format!("*{}", below.display()),
        Err(_) => path.display().to_string(),
    };
    taken.iter().map(short).collect()
}

#[test]
fn files_on_a_disk_are_taken_where_they_lie() {
    let files = source(&[r"C:\Data\Surat.pdf", r"\\server\bersama\Thérèse.pdf"], &[]);
    let folder = || unreachable!("nothing is written");
    assert_eq!(names(&files).unwrap().len(), 2);
    assert_eq!(take(&files, folder).unwrap()[0], Path::new(r"C:\Data\Surat.pdf"));
    let nothing = source(&[], &[]);
    assert!(names(&nothing).is_none() && take(&nothing, folder).is_none());
}

#[test]
fn what_is_promised_is_written_and_what_does_not_come_is_named() {
    let mail = source(
        &[],
        &[
            ("Undangan.pdf", 3, Some(Content::Stream(b"abc"))),
            ("image.png", 2, Some(Content::Memory(b"12"))),
            ("image.png", 1, Some(Content::Memory(b"3"))),
            ("Pesan.msg", 9, Some(Content::None)),
            // Cut off during the transfer.
            ("Konsep.docx", 9, Some(Content::Stream(b"abc"))),
        ],
    );
    assert_eq!(names(&mail).unwrap().len(), 5);
    let folder = tempfile::tempdir().unwrap();
    let paths = taken(&mail, folder.path());
    assert_eq!(paths, ["*Undangan.pdf", "*image (2).png", "*image.png", "Pesan.msg", "Konsep.docx"]);
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!([read("Undangan.pdf"), read("image.png"), read("image (2).png")], ["abc", "12", "3"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn a_folder_of_a_zip_comes_as_one_and_no_name_leads_out_of_ours() {
    let zip = source(
        &[],
        &[
            ("Lampiran", 0, None),
            (r"Lampiran\Daftar.pdf", 1, Some(Content::Memory(b"a"))),
            (r"Lampiran\Foto\1.jpg", 1, Some(Content::Stream(b"b"))),
            (r"..\..\jahat.exe", 1, Some(Content::Memory(b"c"))),
            (r"C:\jahat.exe", 1, Some(Content::Memory(b"d"))),
            ("", 1, Some(Content::Memory(b"e"))),
        ],
    );
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("a").join("b");
    fs::create_dir_all(&folder).unwrap();
    let paths = taken(&zip, &folder);
    assert!(paths.contains(&"*Lampiran".to_owned()), "{paths:?}");
    assert_eq!(fs::read_to_string(folder.join(r"Lampiran\Foto\1.jpg")).unwrap(), "b");
    let above = |folder: &Path| fs::read_dir(folder).unwrap().count();
    assert_eq!((above(outer.path()), above(&outer.path().join("a"))), (1, 1), "{paths:?}");
    assert!(paths.iter().filter(|path| path.starts_with('*')).count() >= 3, "{paths:?}");
}

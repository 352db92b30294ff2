//! ZIPs are unpacked completely, or refused with the name of the entry at fault; nothing is ever written
//! outside the folder.
//!
//! A test here fails with each of these protections taken out: the checks of names, of equal names, of the
//! kind of file, of encryption, of depth, of the bytes of one file and of all, of the unpacked size against
//! the declared one, of the central directory, and of headers that agree.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use renja::archive::{ArchiveError, Caps, Kin, Unzipped, ZipFault, unzip};
use renja::store::{Cancelled, Folder, OsDisk, Quiet};

use super::forge::{self, Entry, Table};

/// Files by name.
type Files = Vec<(String, Vec<u8>)>;

/// Unpacks into a folder inside another one, in which nothing else may appear.
fn unpack(zip: &[u8], caps: &Caps) -> Result<(Unzipped, Files), (String, ZipFault)> {
    let outside = tempfile::tempdir().unwrap();
    let path = outside.path().join("kiriman.zip");
    fs::write(&path, zip).unwrap();
    let folder = Folder::new(Arc::new(OsDisk), outside.path().join("~uji-0.tmp"), "uji");
    let result = unzip(&path, &folder, caps, &Quiet);
    let mut beside: Vec<_> = names(outside.path());
    beside.retain(|name| name != "~uji-0.tmp");
    assert_eq!(beside, ["kiriman.zip"], "nothing outside of the folder");
    match result {
        Ok(unzipped) => {
            let mut files = Vec::new();
            gather(folder.root(), "", &mut files);
            Ok((unzipped, files))
        }
        Err(ArchiveError::Zip { entry, fault, .. }) => Err((entry, fault)),
        Err(other) => panic!("{other:?}"),
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn gather(folder: &Path, prefix: &str, files: &mut Files) {
    for name in names(folder) {
        let (path, below) = (folder.join(&name), format!("{prefix}{name}"));
        if path.is_dir() {
            gather(&path, &format!("{below}/"), files);
        } else {
            files.push((below, fs::read(path).unwrap()));
        }
    }
    files.sort();
}

fn refused(entries: &[Entry]) -> (String, ZipFault) {
    unpack(&forge::zip(entries), &Caps::default()).unwrap_err()
}

fn is_malformed(zip: &[u8]) -> bool {
    matches!(unpack(zip, &Caps::default()), Err((_, ZipFault::Malformed(_))))
}

#[test]
fn an_honest_zip_is_unpacked_byte_for_byte() {
    let pages = b"halaman ".repeat(200);
    let entries = [
        Entry::stored("tas/bagit.txt", b"BagIt-Version: 1.0\n"),
        Entry::stored("tas/data/kosong/", b""),
        Entry::deflated("tas/data/re\u{301}sume\u{301} 100%.txt", &pages),
        Entry { attributes: 0x20, ..Entry::stored("tas/data/Thumbs.db", b"") },
    ];
    for zip in [forge::zip(&entries), forge::large_zip(&entries)] {
        let (unzipped, files) = unpack(&zip, &Caps::default()).unwrap();
        let expected = [
            ("tas/bagit.txt", b"BagIt-Version: 1.0\n".to_vec()),
            ("tas/data/Thumbs.db", Vec::new()),
            ("tas/data/re\u{301}sume\u{301} 100%.txt", pages.clone()),
        ];
        assert_eq!(files, expected.map(|(name, bytes)| (name.to_owned(), bytes)));
        assert_eq!((unzipped.files.len(), unzipped.bytes), (3, 19 + 1600));
    }
}

/// ZIPs of other programs, with data descriptors, empty files left by operating systems, and ZIP64 records.
#[test]
fn zips_of_other_programs_are_unpacked() {
    const PYTHON: &str = "
import sys, zipfile
class Pipe:
    def __init__(self, file): self.file = file
    def write(self, data): return self.file.write(data)
    def flush(self): self.file.flush()
for name, stream in (('biasa.zip', False), ('aliran.zip', True)):
    with open(sys.argv[1] + '/' + name, 'wb') as file:
        with zipfile.ZipFile(Pipe(file) if stream else file, 'w', zipfile.ZIP_DEFLATED) as z:
            z.writestr('tas/a b.txt', 'isi ' * 50)
            with z.open('tas/data/besar.txt', 'w', force_zip64=True) as big: big.write(b'isi ' * 50)
            z.writestr('tas/data/caf\\u00e9.txt', 'isi ' * 50)
";
    let folder = tempfile::tempdir().unwrap();
    let Ok(status) = Command::new("python3").args(["-c", PYTHON]).arg(folder.path()).status() else {
        assert!(std::env::var_os("RENJA_FULL_TESTS").is_none(), "python3 is missing");
        return;
    };
    assert!(status.success());
    for name in ["biasa.zip", "aliran.zip"] {
        let zip = fs::read(folder.path().join(name)).unwrap();
        let (_, files) = unpack(&zip, &Caps::default()).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let found: Vec<_> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.len())).collect();
        assert_eq!(found, [("tas/a b.txt", 200), ("tas/data/besar.txt", 200), ("tas/data/café.txt", 200)]);
    }
}

#[test]
fn names_that_lead_out_or_are_not_valid_everywhere_are_refused_with_the_name() {
    let long = "x".repeat(256);
    let hostile = [
        "../luar.txt",
        "a/../../luar.txt",
        "a/..",
        "..",
        ".",
        "./a",
        "/etc/passwd",
        "//server/a",
        "a//b",
        "\\\\server\\a",
        "..\\luar.txt",
        "a\\b",
        "C:\\a",
        "C:a",
        "C:/a",
        "a:aliran",
        "a\0b",
        "a\nb",
        "a\tb",
        "\u{1b}[2J",
        "con",
        "CON.pdf",
        "a/aux/b",
        "nul.txt",
        "com1",
        "lpt³.txt",
        "a.",
        "a ",
        "a./b",
        " /b",
        "a<b",
        "a>b",
        "a|b",
        "a?",
        "a*",
        "a\"b",
        "~renja-0.tmp",
        "fdp\u{202E}exe.scr",
        "a\u{200B}b",
        "",
        "/",
        &long,
    ];
    for name in hostile {
        let (entry, fault) = refused(&[Entry::stored("baik.txt", b"x"), Entry::stored(name, b"x")]);
        assert_eq!((entry.as_str(), fault), (name, ZipFault::UnsafeName), "{name:?}");
        let folder = format!("{name}/");
        let (_, fault) = refused(&[Entry::stored(&folder, b"")]);
        assert_eq!(fault, ZipFault::UnsafeName, "{folder:?}");
    }
    println!("cases: {}", hostile.len() * 2);
    let far = ["abcdefghi"; 35].join("/") + &"/y".repeat(26);
    assert_eq!(refused(&[Entry::stored(&far, b"x")]), (far, ZipFault::LongName));
}

/// As packed by Windows' PowerShell, with backslashes between folders. They become slashes before any check.
#[test]
fn backslashes_of_windows_are_folders_and_nothing_else() {
    let of = |system| move |name: &str| Entry { system, attributes: 0x20, ..Entry::stored(name, b"x") };
    let folder = Entry { attributes: 0x10, ..Entry::stored("tas\\data\\", b"") };
    for system in [0, 10, 14] {
        let folder = Entry { system, ..folder.clone() };
        let zip = forge::zip(&[folder, of(system)("tas\\bagit.txt"), of(system)("tas\\data\\a b\\é.txt")]);
        let (unzipped, _) = unpack(&zip, &Caps::default()).unwrap();
        assert_eq!(unzipped.files, ["tas/bagit.txt", "tas/data/a b/é.txt"]);
    }
    let windows = of(0);
    for name in
        ["..\\luar.txt", "a\\..\\..\\luar.txt", "\\\\server\\a", "\\a", "C:\\a", "a\\\\b", "a\\CON", "a\\b:c"]
    {
        assert_eq!(refused(&[windows(name)]).1, ZipFault::UnsafeName, "{name}");
    }
    for pair in [["a\\b", "a/b"], ["a\\b", "A\\B"], ["a", "a\\b"]] {
        assert_eq!(refused(&pair.map(windows)).1, ZipFault::Twin, "{pair:?}");
    }
    // On Unix a backslash is an ordinary character of a name, and treating it as more would be guessing.
    assert_eq!(refused(&[of(3)("tas\\bagit.txt")]).1, ZipFault::UnsafeName);
}

#[test]
fn archives_of_other_kinds_are_called_by_their_name() {
    let mut tar = vec![0; 1024];
    tar[..5].copy_from_slice(b"a.txt");
    tar[257..262].copy_from_slice(b"ustar");
    let kinds = [
        (tar, Kin::Tar),
        (b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), Kin::SevenZip),
        (b"Rar!\x1a\x07\0".to_vec(), Kin::Rar),
        (b"Rar!\x1a\x07\x01\0".to_vec(), Kin::Rar),
        (b"\x1f\x8b\x08\0".to_vec(), Kin::Gzip),
        (b"BZh91AY".to_vec(), Kin::Bzip2),
        (b"\xfd7zXZ\0\0".to_vec(), Kin::Xz),
        (b"\x28\xb5\x2f\xfd".to_vec(), Kin::Zstd),
    ];
    for (bytes, kin) in kinds {
        assert_eq!(unpack(&bytes, &Caps::default()).unwrap_err().1, ZipFault::OtherKind(kin));
    }
}

/// Names in the DOS code page are decoded as such, and no character evades the checks that way.
#[test]
fn names_that_are_no_utf8_are_read_as_dos_names() {
    let caf = |flags| Entry { name: b"caf\x82.txt".to_vec(), flags, ..Entry::stored("", b"x") };
    let (_, files) = unpack(&forge::zip(&[caf(0)]), &Caps::default()).unwrap();
    assert_eq!(files[0].0, "café.txt");
    let odd = Entry { name: b"a\xff\0../b".to_vec(), ..Entry::stored("", b"x") };
    assert_eq!(refused(&[odd]).1, ZipFault::UnsafeName);
}

#[test]
fn twins_are_refused() {
    let twins = [
        ["a.txt", "a.txt"],
        ["a.txt", "A.TXT"],
        ["é.txt", "e\u{301}.txt"],
        ["straße", "STRASSE"],
        ["data/a", "Data/b"],
        ["a", "a/b"],
        ["a/b", "a"],
        ["a/b", "A"],
        ["a/", "a"],
    ];
    for pair in twins {
        assert_eq!(refused(&pair.map(|name| Entry::stored(name, b""))).1, ZipFault::Twin, "{pair:?}");
    }
    // The local header has a name that is not in the central directory: a second name hides behind the first.
    let cloaked = Entry { local_name: Some(b"jahat.txt".to_vec()), ..Entry::stored("baik.txt", b"x") };
    assert!(is_malformed(&forge::zip(&[cloaked])));
    println!("cases: {}", twins.len() + 1);
}

#[test]
fn only_regular_files_are_taken() {
    let modes = [0o120_777, 0o010_644, 0o020_644, 0o060_644, 0o140_644, 0o040_755_u32];
    for mode in modes {
        let link = Entry { attributes: mode << 16, ..Entry::stored("pintasan", b"/etc/passwd") };
        assert_eq!(refused(&[link]), ("pintasan".to_owned(), ZipFault::NotAFile), "{mode:o}");
    }
    for mark in [0x40, 0x400] {
        let special = Entry { attributes: mark, ..Entry::stored("perangkat", b"x") };
        assert_eq!(refused(&[special]).1, ZipFault::NotAFile);
    }
    assert_eq!(refused(&[Entry::stored("folder/", b"isi")]).1, ZipFault::NotAFile);
    println!("cases: {}", modes.len() + 3);
}

#[test]
fn secrets_and_strange_packings_are_refused() {
    for flags in [1, 1 | 1 << 6, 1 << 13, 1 << 5] {
        let secret = Entry { flags, ..Entry::stored("rahasia.pdf", b"xxxxxxxxxxxxxxxx") };
        assert_eq!(refused(&[secret]), ("rahasia.pdf".to_owned(), ZipFault::Encrypted), "{flags:b}");
    }
    for method in [1, 6, 9, 12, 14, 93, 95, 98, 99, 12345] {
        let strange = Entry { method, ..Entry::stored("aneh.pdf", b"xxxxxxxxxxxx") };
        assert!(matches!(refused(&[strange]).1, ZipFault::Unsupported | ZipFault::Malformed(_)), "{method}");
    }
}

#[test]
fn bombs_are_refused_before_they_swell() {
    let zeros = Entry::deflated("bom.txt", &vec![0; 20 << 20]);
    let caps = Caps { bytes: (20 << 20) - 1, ..Caps::default() };
    let swollen = unpack(&forge::zip(std::slice::from_ref(&zeros)), &caps).unwrap_err();
    assert_eq!(swollen, ("bom.txt".to_owned(), ZipFault::TooLarge(caps.bytes)));
    // Declares a small size, but expands anyway.
    let liar = Entry { size: 100_000, ..zeros.clone() };
    assert_eq!(refused(&[liar]), ("bom.txt".to_owned(), ZipFault::Damaged));
    let caps = Caps { bytes: 1000, ..Caps::default() };
    let two = [Entry::stored("a", &[7; 600]), Entry::stored("b", &[7; 600])];
    assert_eq!(unpack(&forge::zip(&two), &caps).unwrap_err(), ("b".to_owned(), ZipFault::TooLarge(1000)));
    // Two entries that share one content, like the ZIP bomb in which one file expands to petabytes.
    let shared = [Entry::stored("a", &[7; 600]), Entry { at: Some(0), ..Entry::stored("a", &[7; 600]) }];
    let shared = [
        shared[0].clone(),
        Entry { name: b"b".to_vec(), local_name: Some(b"b".to_vec()), ..shared[1].clone() },
    ];
    assert!(is_malformed(&forge::zip(&shared)));
    let nested =
        Entry { packed: forge::zip(&[Entry::stored("dalam.txt", b"x")]), ..Entry::stored("luar.zip", b"") };
    let size = nested.packed.len() as u32;
    let nested = Entry { size, packed_size: size, crc: crc32fast::hash(&nested.packed), ..nested };
    let (unzipped, _) = unpack(&forge::zip(&[nested]), &Caps::default()).unwrap();
    assert_eq!(unzipped.files, ["luar.zip"], "a ZIP within a ZIP is a document");
}

#[test]
fn too_many_and_too_deep_are_refused() {
    let caps = Caps { entries: 20_000, depth: 16, ..Caps::default() };
    let refused = |zip: Vec<u8>| unpack(&zip, &caps).unwrap_err().1;
    let many: Vec<_> = (0..=20_000).map(|n| Entry::stored(&format!("{n}"), b"")).collect();
    assert_eq!(refused(forge::zip(&many)), ZipFault::TooMany(20_000));
    assert_eq!(refused(forge::large_zip(&many)), ZipFault::TooMany(20_000));
    assert_eq!(refused(forge::zip(&[Entry::stored(&"a/".repeat(17), b"")])), ZipFault::TooDeep(16));
    assert!(unpack(&forge::zip(&[Entry::stored(&"a/".repeat(16), b"")]), &caps).is_ok());
    // A billion entries that do not exist cost no memory.
    let mut zip = vec![0; 1 << 20];
    let lie = Table { start: 0, size: 46_000_000_000, entries: 1_000_000_000 };
    zip.extend(forge::large_end(1 << 20, lie));
    assert_eq!(refused(zip), ZipFault::TooMany(20_000));
}

#[test]
fn lies_about_size_and_content_are_found() {
    let honest = || Entry::stored("surat.pdf", b"%PDF-1.7 isi surat");
    let packed = || Entry::deflated("surat.pdf", &b"%PDF-1.7 ".repeat(50));
    let lies = [
        Entry { size: 17, ..honest() },
        Entry { size: 19, ..honest() },
        Entry { crc: 1, ..honest() },
        Entry { size: 449, ..packed() },
        Entry { size: 451, ..packed() },
        Entry { crc: 1, ..packed() },
        Entry { packed: vec![0xff; packed().packed.len()], ..packed() },
    ];
    for lie in &lies {
        let (entry, fault) = refused(&[Entry::stored("a", b"x"), lie.clone()]);
        assert_eq!((entry.as_str(), fault), ("surat.pdf", ZipFault::Damaged), "{lie:?}");
    }
    println!("cases: {}", lies.len());
}

#[test]
fn a_zip_that_is_cut_off_or_glued_together_is_refused() {
    let zip = forge::zip(&[Entry::stored("a.txt", b"satu"), Entry::deflated("b.txt", &b"dua ".repeat(99))]);
    for len in 0..zip.len() {
        assert!(is_malformed(&zip[..len]), "{len} of {} bytes", zip.len());
    }
    let other = forge::zip(&[Entry::stored("jahat.txt", b"x")]);
    let (mut commented, _) = forge::body(&[Entry::stored("a.txt", b"satu")]);
    let (_, table) = forge::body(&[Entry::stored("a.txt", b"satu")]);
    let mut end = forge::end(table);
    let comment = end.len() - 2;
    end[comment..].copy_from_slice(&(other.len() as u16).to_le_bytes());
    commented.extend(end);
    commented.extend(&other);
    let glued = [
        [zip.as_slice(), &other].concat(),
        [b"#!/bin/sh\n".as_slice(), &zip].concat(),
        [zip.as_slice(), b"\0"].concat(),
        commented,
        b"PK\x05\x06".to_vec(),
        b"bukan zip".to_vec(),
        Vec::new(),
    ];
    for zip in &glued {
        assert!(is_malformed(zip), "{zip:?}");
    }
    println!("cases: {}", zip.len() + glued.len());
}

/// Whichever bit is flipped: the ZIP is refused, or gives the same files with the same contents.
#[test]
fn every_flipped_bit_is_refused_or_harmless() {
    let entries = [Entry::stored("a.txt", b"satu"), Entry::deflated("b.txt", &b"dua ".repeat(20))];
    let mut zip = forge::zip(&entries);
    let contents = |result: Files| result.into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
    let (_, good) = unpack(&zip, &Caps::default()).unwrap();
    let good = contents(good);
    let mut harmless = 0;
    for bit in 0..zip.len() * 8 {
        zip[bit / 8] ^= 1 << (bit % 8);
        if let Ok((_, files)) = unpack(&zip, &Caps::default()) {
            assert_eq!(contents(files), good, "bit {bit}");
            harmless += 1;
        }
        zip[bit / 8] ^= 1 << (bit % 8);
    }
    println!("cases: {} ({harmless} harmless)", zip.len() * 8);
}

#[test]
#[cfg(unix)]
fn a_pipe_or_a_link_in_place_of_the_zip_is_refused_at_once() {
    let outside = tempfile::tempdir().unwrap();
    let pipe = outside.path().join("pipa.zip");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let link = outside.path().join("pintasan.zip");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    let folder = Folder::new(Arc::new(OsDisk), outside.path().join("~uji-0.tmp"), "uji");
    for path in [&pipe, &link] {
        let error = unzip(path, &folder, &Caps::default(), &Quiet).unwrap_err();
        assert!(matches!(error, ArchiveError::Zip { fault: ZipFault::NotAFile, .. }), "{error:?}");
    }
}

#[test]
fn what_is_cancelled_says_so() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&forge::zip(&[Entry::stored("a", b"x")])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let into = Folder::new(Arc::new(OsDisk), folder.path().join("~uji-0.tmp"), "uji");
    let impatient = |_: u64, _: &str| Err(Cancelled);
    let error = unzip(file.path(), &into, &Caps::default(), &impatient).unwrap_err();
    assert!(matches!(error, ArchiveError::Cancelled), "{error:?}");
}

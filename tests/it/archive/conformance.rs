//! A bag for each class of statements in RFC 8493 and its drafts, with the verdict, all findings, and whether
//! bagit-python agrees. Where it does not, the comments in `check` say why.

use std::fs;
use std::path::Path;

use renja::archive::{
    ArchiveError, Detail, FindingKind, Given, LineFault, Report, Severity, Verdict, ZipFault, check, import,
};
use renja::store::{OsDisk, Quiet, sha256};

use super::bags;
use super::office::Office;
use crate::support::bagit;

use Severity::{Error, Information, Warning};

/// Whether bagit-python accepts and refuses the same bags as our check.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reference {
    Same,
    /// bagit-python accepts what our check refuses.
    Milder,
    /// bagit-python refuses what our check accepts.
    Harder,
}

use Reference::{Harder, Milder, Same};

type Found = (Severity, &'static str, Detail);

struct Case {
    what: &'static str,
    make: Box<dyn Fn(&Path)>,
    verdict: Verdict,
    found: Vec<Found>,
    reference: Reference,
}

fn case(
    what: &'static str,
    make: impl Fn(&Path) + 'static,
    verdict: Verdict,
    found: impl IntoIterator<Item = Found>,
    reference: Reference,
) -> Case {
    Case { what, make: Box::new(make), verdict, found: found.into_iter().collect(), reference }
}

/// The content of every file in these bags.
const CONTENT: &[u8] = b"isi";
const BAGIT: &str = "bagit.txt";
const MANIFEST: &str = "manifest-sha256.txt";

fn put(bag: &Path, name: &str, text: impl AsRef<[u8]>) {
    bags::write(&bag.join(name), text.as_ref());
}

fn declare(bag: &Path, version: &str, encoding: &str) {
    put(bag, BAGIT, format!("BagIt-Version: {version}\nTag-File-Character-Encoding: {encoding}\n"));
}

/// Manifest lines for these paths, as the standard requires.
fn lines(paths: &[&str]) -> String {
    let digest = sha256(CONTENT);
    paths.iter().map(|path| format!("{digest}  {path}\n")).collect::<Vec<_>>().concat()
}

/// A bag with these files, whose manifest lists these paths.
fn bag(version: &'static str, files: &'static [&str], listed: &'static [&str]) -> impl Fn(&Path) {
    move |bag| {
        fs::create_dir_all(bag.join("data")).unwrap();
        for file in files {
            put(bag, file, CONTENT);
        }
        declare(bag, version, "UTF-8");
        put(bag, MANIFEST, lines(listed));
    }
}

/// A valid bag of one file, after a change.
fn but(version: &'static str, change: impl Fn(&Path)) -> impl Fn(&Path) {
    move |folder| {
        bag(version, &["data/a.txt"], &["data/a.txt"])(folder);
        change(folder);
    }
}

fn line(line: usize, reason: LineFault, path: &str) -> Detail {
    Detail::Line(renja::archive::Fault { line, reason, path: path.to_owned() })
}

fn text(words: &str) -> String {
    words.to_owned()
}

fn of_the_declaration() -> Vec<Case> {
    let utf8 = "Tag-File-Character-Encoding: UTF-8\n";
    let declared = |what, version, text: String, line: Option<usize>, reference| {
        let found = line.map(|line| (Error, BAGIT, Detail::Undeclared(line)));
        let verdict = if line.is_some() { Verdict::Damaged } else { Verdict::Intact };
        case(what, but(version, move |bag| put(bag, BAGIT, &text)), verdict, found, reference)
    };
    vec![
        declared("1.0", "1.0", format!("BagIt-Version: 1.0\n{utf8}"), None, Same),
        declared(
            "1.0, lines of Windows",
            "1.0",
            format!("BagIt-Version: 1.0\n{utf8}").replace('\n', "\r\n"),
            None,
            Same,
        ),
        declared(
            "1.0, white space before the colon",
            "1.0",
            format!("BagIt-Version : 1.0\n{utf8}"),
            Some(1),
            Milder,
        ),
        declared("1.0, none behind it", "1.0", format!("BagIt-Version:1.0\n{utf8}"), Some(1), Milder),
        declared("1.0, two spaces behind it", "1.0", format!("BagIt-Version:  1.0\n{utf8}"), Some(1), Milder),
        declared("1.0, in another order", "1.0", format!("{utf8}BagIt-Version: 1.0\n"), Some(1), Milder),
        declared(
            "1.0, a third line",
            "1.0",
            format!("BagIt-Version: 1.0\n{utf8}Kontak: Ani\n"),
            Some(3),
            Milder,
        ),
        declared("0.97, white space", "1.0", format!("BagIt-Version :\t0.97\n{utf8}"), None, Same),
        case(
            "a byte-order mark",
            but("1.0", move |bag| put(bag, BAGIT, format!("\u{feff}BagIt-Version: 0.97\n{utf8}"))),
            Verdict::Damaged,
            [(Error, BAGIT, Detail::ByteOrderMark)],
            Same,
        ),
        case(
            "a version that is none",
            but("1.0", move |bag| put(bag, BAGIT, format!("BagIt-Version: .97\n{utf8}"))),
            Verdict::Damaged,
            [(Error, BAGIT, Detail::UnsupportedVersion(text(".97")))],
            Same,
        ),
        case(
            "a label in other capitals",
            but("1.0", move |bag| put(bag, BAGIT, format!("Bagit-version: 0.97\n{utf8}"))),
            Verdict::Damaged,
            [(Error, BAGIT, Detail::TagMissing("BagIt-Version"))],
            Same,
        ),
        case(
            "white space in bag-info.txt",
            but("1.0", |bag| put(bag, "bag-info.txt", "Kontak: Ani\nKota : Denpasar\n")),
            Verdict::Intact,
            [(Warning, "bag-info.txt", Detail::Uneven(2))],
            Same,
        ),
        case(
            "white space in bag-info.txt of a draft",
            but("0.97", |bag| put(bag, "bag-info.txt", "Kontak :Ani\n")),
            Verdict::Intact,
            [],
            Same,
        ),
    ]
}

fn of_encodings() -> Vec<Case> {
    let name = "data/“Surat” café.txt";
    let written = move |encoding: &'static str, encode: fn(&str) -> Vec<u8>| {
        move |bag: &Path| {
            put(bag, name, CONTENT);
            declare(bag, "1.0", encoding);
            put(bag, MANIFEST, encode(&lines(&[name])));
        }
    };
    let windows = |text: &str| {
        let byte = |c| match c {
            '“' => 0x93,
            '”' => 0x94,
            c => u8::try_from(u32::from(c)).unwrap(),
        };
        text.chars().map(byte).collect()
    };
    let utf16: fn(&str) -> Vec<u8> =
        |text| [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    vec![
        case("UTF-8", written("utf-8", |text| text.into()), Verdict::Intact, [], Same),
        case("windows-1252", written("windows-1252", windows), Verdict::Intact, [], Same),
        case("UTF-16", written("UTF-16", utf16), Verdict::Intact, [], Same),
        case(
            "ISO-8859-1",
            but("1.0", |bag| {
                put(bag, "data/café.txt", CONTENT);
                declare(bag, "1.0", "ISO-8859-1");
                let text = lines(&["data/a.txt", "data/café.txt"]);
                put(
                    bag,
                    MANIFEST,
                    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<_>>(),
                );
            }),
            Verdict::Intact,
            [],
            Same,
        ),
        case(
            "not what it says",
            written("UTF-8", windows),
            Verdict::Damaged,
            [(Error, MANIFEST, Detail::NotText)],
            Same,
        ),
        case(
            "an encoding that there is not",
            but("1.0", |bag| declare(bag, "1.0", "klingon")),
            Verdict::Damaged,
            [(Error, BAGIT, Detail::UnsupportedEncoding(text("klingon")))],
            Same,
        ),
        case(
            "an encoding of mainframes",
            but("1.0", |bag| declare(bag, "1.0", "IBM037")),
            Verdict::Unjudged,
            [(Error, BAGIT, Detail::UnsupportedEncoding(text("IBM037")))],
            Same,
        ),
        case(
            "a byte-order mark in a manifest",
            but("1.0", |bag| put(bag, MANIFEST, format!("\u{feff}{}", lines(&["data/a.txt"])))),
            Verdict::Intact,
            [(Warning, MANIFEST, Detail::ByteOrderMark)],
            Same,
        ),
    ]
}

/// Paths that lead out of the bag, in every place where a path is written.
fn of_paths() -> Vec<Case> {
    let everywhere =
        ["../luar.txt", "data/../../luar.txt", "/etc/passwd", "~root/luar.txt", "\\.\\./luar.txt"];
    let on_windows = [
        "C:\\luar.txt",
        "c:luar.txt",
        "\\\\server\\luar.txt",
        "%HomeDrive%\\luar.txt",
        "data\\..\\..\\luar.txt",
    ];
    let mut cases = Vec::new();
    for path in everywhere.into_iter().chain(on_windows) {
        let found = (Error, MANIFEST, line(2, LineFault::UnsafePath, path));
        let make = but("0.97", move |bag| put(bag, MANIFEST, lines(&["data/a.txt", path])));
        cases.push(case(path, make, Verdict::Damaged, [found], Same));
        let tags = "tagmanifest-sha256.txt";
        let found = [(Error, tags, line(1, LineFault::UnsafePath, path)), (Warning, MANIFEST, Detail::None)];
        let make = but("0.97", move |bag| put(bag, tags, lines(&[path])));
        cases.push(case(path, make, Verdict::Damaged, found, Same));
        let found = [(Error, "fetch.txt", Detail::FetchUnsafe(1))];
        let make = but("0.97", move |bag| put(bag, "fetch.txt", format!("https://example.org/a - {path}\n")));
        // On Linux bagit-python takes Windows paths for file names.
        let reference = if on_windows.contains(&path) || path.starts_with('\\') { Milder } else { Same };
        cases.push(case(path, make, Verdict::Damaged, found, reference));
    }
    cases.push(case(
        "a way within the bag",
        but("1.0", |bag| put(bag, MANIFEST, lines(&["data/b/../a.txt"]))),
        Verdict::Intact,
        [(Warning, MANIFEST, line(1, LineFault::Roundabout, "data/a.txt"))],
        Same,
    ));
    cases
}

fn of_manifests() -> Vec<Case> {
    let written = |what, change: fn(String) -> String, reason, reference| {
        let make = but("1.0", move |bag| put(bag, MANIFEST, change(lines(&["data/a.txt"]))));
        case(what, make, Verdict::Intact, [(Warning, MANIFEST, line(1, reason, "data/a.txt"))], reference)
    };
    let upper = "manifest-SHA256.txt";
    vec![
        written("made by md5sum", |text| text.replace("  data", " *data"), LineFault::Mark, Same),
        written(
            "a dot before the path",
            |text| text.replace("  data", "  ./data"),
            LineFault::Roundabout,
            Same,
        ),
        written("two slashes", |text| text.replace("data/", "data//"), LineFault::Roundabout, Same),
        written("white space at the front", |text| format!(" {text}"), LineFault::WhiteSpace, Same),
        written(
            "white space of another kind",
            |text| text.replace("  data", "\u{a0}data"),
            LineFault::WhiteSpace,
            Same,
        ),
        case(
            "white space behind the name",
            but("1.0", |bag| put(bag, MANIFEST, lines(&["data/a.txt  "]))),
            Verdict::Intact,
            [(Warning, "data/a.txt", Detail::TrailingSpace)],
            Same,
        ),
        case(
            "a name that ends in white space",
            bag("1.0", &["data/a.txt", "data/a.txt "], &["data/a.txt", "data/a.txt "]),
            Verdict::Intact,
            [],
            Harder,
        ),
        case(
            "backslashes",
            bag("1.0", &["data/b/a.txt"], &["data\\b\\a.txt"]),
            Verdict::Damaged,
            [
                (Error, "data\\b\\a.txt", Detail::Backslashes),
                (Error, "data/b/a.txt", Detail::RenamedFrom(text("data\\b\\a.txt"))),
                (Warning, "data\\b\\a.txt", Detail::NotIn(text("data"))),
            ],
            Same,
        ),
        case(
            "percent codes of the standard",
            bag("1.0", &["data/100%.txt", "data/%25.txt"], &["data/100%25.txt", "data/%2525.txt"]),
            Verdict::Intact,
            [],
            Harder,
        ),
        case(
            "percent signs as bagit-python writes them",
            bag("1.0", &["data/100%.txt", "data/x\ny.txt"], &["data/100%.txt", "data/x%0Ay.txt"]),
            Verdict::Intact,
            [],
            Same,
        ),
        case(
            "percent signs of a draft",
            bag("0.97", &["data/%7Edir/%25.txt"], &["data/%7Edir/%25.txt"]),
            Verdict::Intact,
            [],
            Same,
        ),
        case(
            "twice, with the same digest",
            but("1.0", |bag| put(bag, MANIFEST, lines(&["data/a.txt", "data/a.txt"]))),
            Verdict::Damaged,
            [(Error, MANIFEST, line(2, LineFault::Duplicate, "data/a.txt"))],
            Same,
        ),
        case(
            "twice, with the same digest, in a draft",
            but("0.97", |bag| put(bag, MANIFEST, lines(&["data/a.txt", "./data/a.txt"]))),
            Verdict::Intact,
            [
                (Warning, MANIFEST, line(2, LineFault::Roundabout, "data/a.txt")),
                (Warning, MANIFEST, line(2, LineFault::Duplicate, "data/a.txt")),
            ],
            Same,
        ),
        case(
            "twice, with another digest, in a draft",
            but("0.97", |bag| {
                put(bag, MANIFEST, format!("{}{}  data/a.txt\n", lines(&["data/a.txt"]), "0".repeat(64)));
            }),
            Verdict::Damaged,
            [(Error, MANIFEST, line(2, LineFault::Conflict, "data/a.txt"))],
            Same,
        ),
        case(
            "not in every manifest",
            but("1.0", |bag| put(bag, "manifest-md5.txt", "")),
            Verdict::Damaged,
            [(Error, "data/a.txt", Detail::NotIn(text("manifest-md5.txt")))],
            Milder,
        ),
        case(
            "not in every manifest of a draft",
            but("0.97", |bag| put(bag, "manifest-md5.txt", "")),
            Verdict::Intact,
            [(Warning, "data/a.txt", Detail::NotIn(text("manifest-md5.txt")))],
            Same,
        ),
        case(
            "a tag manifest that lists itself",
            but("1.0", |bag| {
                put(bag, "tagmanifest-md5.txt", "");
                let digest = sha256(&fs::read(bag.join(MANIFEST)).unwrap());
                put(
                    bag,
                    "tagmanifest-sha256.txt",
                    format!("{}  tagmanifest-md5.txt\n{digest}  {MANIFEST}\n", sha256(b"")),
                );
            }),
            Verdict::Intact,
            [(Warning, "tagmanifest-md5.txt", Detail::TagManifestListed)],
            Same,
        ),
        case(
            "a damaged tag file before 0.97",
            but("0.96", |bag| put(bag, "tagmanifest-sha256.txt", lines(&[MANIFEST]))),
            Verdict::Damaged,
            [(Error, MANIFEST, Detail::None)],
            Milder,
        ),
        case(
            "an algorithm that is not known, beside one that is",
            but("1.0", |bag| put(bag, "manifest-sha3_256.txt", format!("{}  data/a.txt\n", "0".repeat(64)))),
            Verdict::Intact,
            [(Warning, "manifest-sha3_256.txt", Detail::UnsupportedAlgorithm)],
            Harder,
        ),
        case(
            "an algorithm that nobody knows, beside one that is known",
            but("1.0", |bag| put(bag, "manifest-crc32.txt", "00000000  data/a.txt\n")),
            Verdict::Intact,
            [(Warning, "manifest-crc32.txt", Detail::UnsupportedAlgorithm)],
            Same,
        ),
        case(
            "an algorithm that is not known, alone",
            but("1.0", |bag| {
                fs::remove_file(bag.join(MANIFEST)).unwrap();
                // SHA3-256 of the content.
                let digest = "ea28ba4425342f413ade107b09ac60cf1fed234155e9bd6b901cbc51a1d9d65d";
                put(bag, "manifest-sha3_256.txt", format!("{digest}  data/a.txt\n"));
            }),
            Verdict::Unjudged,
            [(Error, "manifest-sha3_256.txt", Detail::UnsupportedAlgorithm)],
            Milder,
        ),
        case(
            "an algorithm that is not known, alone, and a file is missing and another too many",
            but("1.0", |bag| {
                fs::rename(bag.join("data/a.txt"), bag.join("data/b.txt")).unwrap();
                fs::rename(bag.join(MANIFEST), bag.join("manifest-sha3512.txt")).unwrap();
            }),
            Verdict::Damaged,
            [
                (Error, "data/a.txt", Detail::None),
                (Error, "data/b.txt", Detail::None),
                (Error, "manifest-sha3512.txt", Detail::UnsupportedAlgorithm),
            ],
            Same,
        ),
        case(
            "a manifest whose name is not to the letter",
            but("1.0", move |bag| fs::rename(bag.join(MANIFEST), bag.join(upper)).unwrap()),
            Verdict::Unjudged,
            [(Error, upper, Detail::UnsupportedAlgorithm)],
            Same,
        ),
        case(
            "no manifest",
            but("1.0", |bag| fs::remove_file(bag.join(MANIFEST)).unwrap()),
            Verdict::Damaged,
            [(Error, "", Detail::NoManifest)],
            Same,
        ),
    ]
}

/// Names that differ only in case or in the Unicode form. No file may stand for two names.
fn of_twins() -> Vec<Case> {
    const NFC: &str = "data/Núñez";
    const NFD: &str = "data/Nu\u{301}n\u{303}ez";
    vec![
        case(
            "capitals, in the manifest",
            bag("0.97", &["data/hello.txt"], &["data/hello.txt", "data/HELLO.txt"]),
            Verdict::Damaged,
            [
                (Error, "data/HELLO.txt", Detail::None),
                (Warning, "data/HELLO.txt", Detail::TwinCase(text("data/hello.txt"))),
            ],
            Same,
        ),
        case(
            "capitals, in both",
            bag("1.0", &["data/hello.txt", "data/HELLO.txt"], &["data/hello.txt", "data/HELLO.txt"]),
            Verdict::Intact,
            // In the manifest and on disk, in both orders.
            [
                (Warning, "data/HELLO.txt", Detail::TwinCase(text("data/hello.txt"))),
                (Warning, "data/hello.txt", Detail::TwinCase(text("data/HELLO.txt"))),
            ],
            Same,
        ),
        case(
            "capitals, on disk",
            bag("1.0", &["data/hello.txt", "data/HELLO.txt"], &["data/HELLO.txt"]),
            Verdict::Damaged,
            [
                (Error, "data/hello.txt", Detail::None),
                (Warning, "data/hello.txt", Detail::TwinCase(text("data/HELLO.txt"))),
            ],
            Same,
        ),
        case(
            "capitals, other than on disk",
            bag("1.0", &["data/hello.txt"], &["data/HELLO.txt"]),
            Verdict::Damaged,
            [
                (Error, "data/HELLO.txt", Detail::RenamedTo(text("data/hello.txt"))),
                (Error, "data/hello.txt", Detail::RenamedFrom(text("data/HELLO.txt"))),
            ],
            Same,
        ),
        case(
            "forms, in the manifest",
            bag("0.97", &[NFC], &[NFD, NFC]),
            Verdict::Damaged,
            [(Error, NFD, Detail::None), (Warning, NFC, Detail::TwinForm(text(NFD)))],
            Same,
        ),
        case(
            "forms, in both",
            bag("1.0", &[NFC, NFD], &[NFD, NFC]),
            Verdict::Intact,
            [(Warning, NFC, Detail::TwinForm(text(NFD)))],
            Same,
        ),
        case(
            "forms, on disk",
            bag("1.0", &[NFC, NFD], &[NFC]),
            Verdict::Damaged,
            [(Error, NFD, Detail::None), (Warning, NFC, Detail::TwinForm(text(NFD)))],
            Milder,
        ),
        case(
            "forms, other than on disk",
            bag("1.0", &[NFD], &[NFC]),
            Verdict::Intact,
            [(Warning, NFC, Detail::OtherForm(text(NFD)))],
            Same,
        ),
        case(
            "forms, other than on disk, the other way round",
            bag("1.0", &[NFC], &[NFD]),
            Verdict::Intact,
            [(Warning, NFD, Detail::OtherForm(text(NFC)))],
            Harder,
        ),
    ]
}

fn of_files() -> Vec<Case> {
    let mut cases = vec![
        case(
            "files of systems, listed",
            bag("1.0", &["data/Thumbs.db", "data/.DS_Store"], &["data/Thumbs.db", "data/.DS_Store"]),
            Verdict::Intact,
            [
                (Warning, "data/.DS_Store", Detail::SystemFile),
                (Warning, "data/Thumbs.db", Detail::SystemFile),
            ],
            Same,
        ),
        case(
            "a file of systems, listed and gone",
            bag("1.0", &["data/a.txt"], &["data/a.txt", "data/desktop.ini"]),
            Verdict::Damaged,
            [(Error, "data/desktop.ini", Detail::None), (Warning, "data/desktop.ini", Detail::SystemFile)],
            Same,
        ),
        case(
            "a file of systems, not listed",
            but("1.0", |bag| put(bag, "data/desktop.ini", "")),
            Verdict::Damaged,
            [(Error, "data/desktop.ini", Detail::SystemFile)],
            Same,
        ),
    ];
    #[cfg(unix)]
    cases.extend([
        case(
            "a link in the place of a file",
            but("1.0", |bag| {
                fs::rename(bag.join("data/a.txt"), bag.with_extension("isi")).unwrap();
                std::os::unix::fs::symlink(bag.with_extension("isi"), bag.join("data/a.txt")).unwrap();
            }),
            Verdict::Damaged,
            [(Error, "data/a.txt", Detail::NotRegular)],
            Milder,
        ),
        case(
            "a link in the place of a folder",
            |folder| {
                bag("1.0", &["data/b/a.txt", "data/b/c.txt"], &["data/b/a.txt", "data/b/c.txt"])(folder);
                fs::rename(folder.join("data/b"), folder.with_extension("b")).unwrap();
                std::os::unix::fs::symlink(folder.with_extension("b"), folder.join("data/b")).unwrap();
            },
            Verdict::Damaged,
            [(Error, "data/b", Detail::NotRegular)],
            Same,
        ),
    ]);
    cases.push(case(
        "too deep",
        |bag| {
            let deep: &'static str = format!("data/{}a.txt", "d/".repeat(64)).leak();
            put(bag, deep, CONTENT);
            declare(bag, "1.0", "UTF-8");
            put(bag, MANIFEST, lines(&[deep]));
        },
        Verdict::Damaged,
        [(Error, format!("data{}", "/d".repeat(64)).leak() as &str, Detail::TooLarge)],
        Milder,
    ));
    cases
}

fn of_fetch() -> Vec<Case> {
    let fetch = |text: &'static str| move |bag: &Path| put(bag, "fetch.txt", text);
    let told = |missing| (Information, "fetch.txt", Detail::Fetch { missing });
    let address = "https://example.org/a";
    vec![
        case(
            "everything is there",
            but("1.0", fetch("https://example.org/a 3 data/a.txt\n")),
            Verdict::Intact,
            [told(0)],
            Same,
        ),
        case(
            "a file is not there",
            |folder| {
                bag("1.0", &["data/b.txt"], &["data/b.txt", "data/a.txt"])(folder);
                put(folder, "fetch.txt", "https://example.org/a 3 data/a.txt\n");
            },
            Verdict::Damaged,
            [(Error, "data/a.txt", Detail::FetchFrom(text(address))), told(1)],
            Same,
        ),
        case(
            "a file that no manifest lists",
            but("1.0", fetch("https://example.org/a - data/lain.txt\n")),
            Verdict::Damaged,
            [(Error, "fetch.txt", Detail::FetchUnlisted(1))],
            Milder,
        ),
        case(
            "a tag file",
            but("1.0", fetch("https://example.org/a - bag-info.txt\n")),
            Verdict::Damaged,
            [(Error, "fetch.txt", Detail::FetchUnlisted(1))],
            Milder,
        ),
        case(
            "a length that is none",
            but("1.0", fetch("https://example.org/a tiga data/a.txt\n")),
            Verdict::Damaged,
            [(Error, "fetch.txt", Detail::FetchLine(1))],
            Milder,
        ),
        case(
            "an address without a server",
            but("1.0", fetch("https:/a 3 data/a.txt\n")),
            Verdict::Damaged,
            [(Error, "fetch.txt", Detail::FetchLine(1))],
            Same,
        ),
        case(
            "a file of this PC",
            but("1.0", fetch("file:///a 3 data/a.txt\n")),
            Verdict::Intact,
            [told(0)],
            Same,
        ),
        case(
            "an empty line",
            but("1.0", fetch("https://example.org/a 3 data/a.txt\n\n")),
            Verdict::Intact,
            [told(0)],
            Harder,
        ),
    ]
}

fn all() -> Vec<Case> {
    let parts = [
        of_the_declaration(),
        of_encodings(),
        of_paths(),
        of_manifests(),
        of_twins(),
        of_files(),
        of_fetch(),
    ];
    parts.into_iter().flatten().collect()
}

/// The findings, without the digests of changed files.
fn found(report: &Report) -> Vec<(Severity, String, Detail)> {
    let plain =
        |detail: &Detail| if matches!(detail, Detail::Digest { .. }) { Detail::None } else { detail.clone() };
    let findings = report.findings.iter();
    let mut found: Vec<_> =
        findings.map(|finding| (finding.severity, finding.path.clone(), plain(&finding.detail))).collect();
    found.sort_by_key(|found| format!("{found:?}"));
    found
}

#[test]
fn every_class_of_bags_has_its_verdict_its_findings_and_that_of_bagit_python() {
    let folder = tempfile::tempdir().unwrap();
    let (mut wrong, mut made) = (Vec::new(), Vec::new());
    for (index, case) in all().into_iter().enumerate() {
        let bag = folder.path().join(format!("{index}"));
        (case.make)(&bag);
        let report = check(&OsDisk, &bag, &Quiet);
        let mut expected: Vec<_> = case
            .found
            .iter()
            .map(|(severity, path, detail)| (*severity, (*path).to_owned(), detail.clone()))
            .collect();
        expected.sort_by_key(|found| format!("{found:?}"));
        if (report.verdict, found(&report)) != (case.verdict, expected.clone()) {
            wrong.push(format!(
                "{}: {:?} instead of {:?}\n  {:#?}\n  {expected:#?}",
                case.what,
                report.verdict,
                case.verdict,
                found(&report)
            ));
        }
        made.push((bag, case));
    }
    let bags: Vec<_> = made.iter().map(|(bag, _)| bag.clone()).collect();
    if let Some(verdicts) = bagit::verdicts(&bags) {
        for ((_, case), accepted) in made.iter().zip(verdicts) {
            let reference = match (case.verdict == Verdict::Intact, accepted) {
                (true, false) => Harder,
                (false, true) => Milder,
                _ => Same,
            };
            if reference != case.reference {
                wrong.push(format!("{}: bagit-python is {reference:?}, not {:?}", case.what, case.reference));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    println!("cases: {}", made.len());
}

/// Valid bags are imported with the warnings of the check, from a folder or a ZIP; others are refused.
#[test]
fn import_takes_what_check_accepts_and_remarks_the_same() {
    let office = Office::new();
    let folder = tempfile::tempdir().unwrap();
    let (mut taken, mut refused) = (0, Vec::new());
    for (index, case) in all().into_iter().enumerate() {
        let (bag, zip) = (folder.path().join(format!("{index}")), folder.path().join(format!("{index}.zip")));
        (case.make)(&bag);
        let report = check(&OsDisk, &bag, &Quiet);
        let mut sources = vec![bag.clone()];
        if !case.what.contains("a link") {
            let entries: Vec<_> = bags::list(&bag, "")
                .iter()
                .map(|(name, bytes)| crate::hostile::forge::Entry::stored(name, bytes))
                .collect();
            fs::write(&zip, crate::hostile::forge::zip(&entries)).unwrap();
            sources.push(zip);
        }
        for source in sources {
            let given = Given { title: format!("{index} {}", source.extension().is_some()), year: 2015 };
            let result = import(office.open().folder(), &source.into(), Some(&given), &Quiet);
            match (result, report.verdict) {
                (Ok(imported), Verdict::Intact) => {
                    assert_eq!(found(&imported.report), found(&report), "{}", case.what);
                    taken += 1;
                }
                (Err(ArchiveError::DamagedBag { report: refused, .. }), verdict) => {
                    assert_eq!(
                        (refused.verdict, found(&refused)),
                        (verdict, found(&report)),
                        "{}",
                        case.what
                    );
                }
                // Names that Windows does not have, or takes for the same, can't be kept.
                (Err(ArchiveError::Zip { fault, .. }), Verdict::Intact) => refused.push((case.what, fault)),
                // A ZIP is examined before it is unpacked.
                (Err(ArchiveError::Zip { fault, .. }), _) if case.reference != Harder => {
                    assert!(matches!(fault, ZipFault::Twin | ZipFault::TooDeep(_)), "{}: {fault}", case.what);
                }
                (other, verdict) => panic!("{}: {verdict:?}, {other:?}", case.what),
            }
        }
    }
    refused.dedup();
    let unkept = [
        ("a name that ends in white space", ZipFault::UnsafeName),
        ("percent signs as bagit-python writes them", ZipFault::UnsafeName),
        ("capitals, in both", ZipFault::Twin),
        ("forms, in both", ZipFault::Twin),
    ];
    assert_eq!(refused, unkept);
    assert!(taken > 50, "{taken}");
}

#[test]
fn what_can_not_be_judged_is_said_to_be_so() {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("tas");
    but("1.0", |bag| fs::rename(bag.join(MANIFEST), bag.join("manifest-sha3256.txt")).unwrap())(&bag);
    let report = check(&OsDisk, &bag, &Quiet);
    assert_eq!(
        (report.verdict, report.files, report.findings[0].kind),
        (Verdict::Unjudged, 0, FindingKind::Unjudged)
    );
    assert!(report.algorithms.is_empty());
}

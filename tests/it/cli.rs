//! The command line, run as the built program, and the sample that it makes.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock};

use renja::cycle::CycleId;
use renja::sop::StepNo;
use renja::store::{Quiet, Workspace};
use serde_json::Value;
use tempfile::TempDir;

use crate::archive::bags;

fn renja(local: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_renja")).arg("--local").arg(local).args(args).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder with the ordinary sample in `data`, made once; tests that change something use a copy.
fn sample() -> &'static Path {
    static SAMPLE: OnceLock<TempDir> = OnceLock::new();
    static MAKING: Mutex<()> = Mutex::new(());
    let _made_once = MAKING.lock().unwrap();
    let folder = SAMPLE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let output = renja(folder.path(), &["demo", data.to_str().unwrap()]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        folder
    });
    folder.path()
}

fn data() -> PathBuf {
    sample().join("data")
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A copy of the sample in a folder of its own.
pub fn copied() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("data");
    copy_folder(&data(), &copy);
    (folder, copy)
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let modified = fs::metadata(path).unwrap().modified().unwrap();
    // Sealed files are read-only, but damage by a disk happens anyway, so the file is replaced.
    let renewed = path.with_extension("flipped");
    fs::write(&renewed, bytes).unwrap();
    fs::File::options().write(true).open(&renewed).unwrap().set_modified(modified).unwrap();
    fs::rename(renewed, path).unwrap();
}

fn check(folder: &Path, path: &Path, more: &[&str]) -> (i32, String) {
    let output = renja(folder, &[&["check", path.to_str().unwrap()], more].concat());
    assert!(output.stderr.is_empty() || code(&output) == 3, "{}", stderr(&output));
    (code(&output), stdout(&output))
}

#[test]
fn help_is_given_in_both_languages_and_names_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for (language, word) in [("id", "Kode keluar"), ("en", "Exit codes")] {
        let output = renja(folder.path(), &["--help", "--lang", language]);
        let text = stdout(&output);
        assert_eq!(code(&output), 0);
        assert!(text.contains(word), "{text}");
        for command in [
            "check",
            "seal",
            "export",
            "list",
            "demo",
            "--local",
            "--lang",
            "--json",
            "--years",
            "--renderer",
        ] {
            assert!(text.contains(command), "{command} is not in the help");
        }
    }
    let output = renja(folder.path(), &["--version"]);
    assert_eq!(stdout(&output).trim(), concat!("renja ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_language_is_that_of_the_settings_unless_another_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    assert!(stdout(&renja(folder.path(), &["--help"])).contains("Pemakaian"));
    let settings = renja::pc::LocalSettings { language: "en".to_owned(), ..Default::default() };
    settings.save(folder.path()).unwrap();
    assert!(stdout(&renja(folder.path(), &["--help"])).contains("Usage"));
    assert!(stdout(&renja(folder.path(), &["--help", "--lang", "id"])).contains("Pemakaian"));
}

#[test]
fn exit_codes_tell_wrong_usage_from_what_could_not_be_done() {
    let folder = tempfile::tempdir().unwrap();
    let nowhere = folder.path().join("tidak ada");
    let nowhere = nowhere.to_str().unwrap();
    let zip = folder.path().join("x.zip");
    let plain = folder.path().join("biasa");
    fs::create_dir(&plain).unwrap();
    for (args, expected) in [
        (vec!["check"], 2),
        (vec!["--apa"], 2),
        (vec!["seal", nowhere, "duaribu"], 2),
        (vec!["list", nowhere, "lagi"], 2),
        (vec!["demo", nowhere, "--years", "58"], 2),
        (vec!["check", nowhere], 3),
        (vec!["check", plain.to_str().unwrap()], 3),
        (vec!["list", nowhere], 3),
        (vec!["seal", nowhere, "2027"], 3),
        (vec!["export", nowhere, "2026", zip.to_str().unwrap()], 3),
    ] {
        let output = renja(&folder.path().join("local"), &args);
        assert_eq!(code(&output), expected, "{args:?}");
        assert!(output.stdout.is_empty(), "{args:?}: {}", stdout(&output));
        assert!(stderr(&output).starts_with("renja: "), "{args:?}");
    }
    assert!(!Path::new(nowhere).exists() && !zip.exists());
}

#[test]
fn a_sample_is_whole_and_a_second_one_in_its_place_is_refused() {
    let (status, text) = check(sample(), &data(), &[]);
    assert_eq!(status, 0, "{text}");
    assert!(text.starts_with("Utuh: ") && text.lines().count() == 1, "{text}");
    for dossier in fs::read_dir(data().join("arsip")).unwrap() {
        let (status, text) = check(sample(), &dossier.unwrap().path(), &["--lang", "en"]);
        assert_eq!(status, 0, "{text}");
        assert!(text.contains("Seal: "), "{text}");
    }
    let output = renja(sample(), &["demo", data().to_str().unwrap()]);
    assert_eq!(code(&output), 3);
    assert!(stderr(&output).contains("“data” sudah ada. "), "{}", stderr(&output));
}

#[test]
fn the_sample_tells_a_story() {
    let local = tempfile::tempdir().unwrap();
    let (_folder, root) = copied();
    let workspace = Workspace::open(&root, local.path()).unwrap();
    assert_eq!(workspace.office().people().len(), 2);
    assert!(workspace.problems().is_empty() && workspace.waiting().is_empty());

    let sealed: Vec<_> = workspace.cycles().filter(|cycle| cycle.state().is_sealed()).collect();
    assert_eq!(sealed.len(), 4);
    let returned = |cycle: &renja::cycle::Cycle, to: usize, from: u8| {
        cycle.state().steps[to - 1].returns.iter().any(|event| event.from.0 == from)
    };
    assert!(sealed.iter().any(|cycle| returned(cycle, 10, 11)));
    assert!(sealed.iter().any(|cycle| returned(cycle, 12, 13)));

    let running = workspace.cycle(CycleId::induk(2027)).unwrap();
    let state = running.state();
    assert_eq!(state.current().map(|step| step.0), Some(10));
    assert!(
        state.steps[6].finished.as_ref().is_some_and(|end| end.reason.is_some() && !end.holes.is_empty())
    );
    assert!(state.steps[7].waits.iter().any(|wait| wait.to.is_some()));
    assert!(state.removed_documents().count() == 1 && state.notes.len() >= 3);
    assert!(state.documents.values().any(|document| document.versions.len() > 1));
    assert!(state.documents.values().any(|document| !document.number.is_empty()));
    let marks: Vec<_> = state.marks.values().map(|marked| &marked.mark).collect();
    assert!(marks.iter().any(|mark| matches!(mark, renja::cycle::Mark::Paper { .. })));
    assert!(marks.iter().any(|mark| matches!(mark, renja::cycle::Mark::NotApplicable { .. })));

    // Everything was done on working days, and nothing at night.
    let calendar = workspace.office().calendar();
    for event in workspace.cycles().flat_map(renja::cycle::Cycle::events) {
        let at = event.stamp.at;
        assert!(calendar.is_working_day(at.date_naive()), "{at}");
        assert!((8..17).contains(&chrono::Timelike::hour(&at)), "{at}");
    }
}

#[test]
fn the_documents_of_the_sample_are_real() {
    let mut counts = [0; 4];
    for path in files(&data().join("arsip/2026 Renja Induk/data")) {
        let bytes = fs::read(&path).unwrap();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("pdf") => {
                counts[0] += 1;
                assert!(
                    bytes.starts_with(b"%PDF-1.") && bytes.trim_ascii_end().ends_with(b"%%EOF"),
                    "{path:?}"
                );
            }
            Some("docx") => {
                counts[1] += 1;
                let text = part(&path, "word/document.xml");
                assert!(text.contains("Sukamaju") || text.contains("SUKAMAJU"), "{path:?}");
                part(&path, "docProps/core.xml");
            }
            Some("xlsx") => {
                counts[2] += 1;
                assert!(part(&path, "xl/worksheets/sheet1.xml").contains("<row "), "{path:?}");
                assert!(part(&path, "xl/sharedStrings.xml").contains("Kode"), "{path:?}");
            }
            Some("png") => {
                counts[3] += 1;
                let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
                let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
                reader.next_frame(&mut pixels).unwrap();
                let ink = pixels.iter().filter(|pixel| **pixel < 128).count();
                assert!(ink > 2000 && ink < pixels.len() / 4, "{path:?}: {ink} dark pixels");
            }
            _ => {}
        }
    }
    assert!(counts.iter().all(|count| *count >= 2), "{counts:?}");
}

#[test]
fn the_plan_can_be_read_by_another_program() {
    let plan = data().join("arsip/2026 Renja Induk/data/16 Perbaikan dan penggandaan/Renja 2026.pdf");
    let Ok(output) = Command::new("pdftotext").arg("-layout").arg(plan).arg("-").output() else {
        assert!(std::env::var_os("RENJA_FULL_TESTS").is_none(), "pdftotext is missing");
        eprintln!("pdftotext is not installed: the plan is not read by another program");
        return;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    for words in ["RENCANA KERJA TAHUN 2026", "BAB V", "Tabel 4.1", "8.01.06", "Drs. Wiratama Hadikusuma"] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    assert!(text.matches('\u{c}').count() >= 6, "fewer than six pages");
}

#[test]
fn the_same_sample_has_the_same_documents() {
    let folder = tempfile::tempdir().unwrap();
    let again = folder.path().join("data");
    renja::demo::create(&again, folder.path(), renja::demo::YEARS, &Quiet).unwrap();
    let below = |root: &Path| {
        let folder = root.join("2026-induk/berkas");
        let files = files(&folder).into_iter();
        files.map(|path| (path.strip_prefix(&folder).unwrap().to_owned(), fs::read(&path).unwrap())).collect()
    };
    let (first, second): (Vec<_>, Vec<_>) = (below(&data()), below(&again));
    assert_eq!(first.len(), second.len());
    for (first, second) in first.iter().zip(&second) {
        assert!(first == second, "{:?} differs", first.0);
    }
}

#[test]
fn a_larger_sample_has_ten_documents_at_every_step() {
    // One step and one year more than the ordinary sample are enough here; fifty years are for measuring.
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("data");
    renja::demo::create(&root, folder.path(), 4, &Quiet).unwrap();
    let workspace = Workspace::open(&root, folder.path()).unwrap();
    let years: Vec<_> =
        workspace.cycles().filter(|cycle| cycle.id == CycleId::induk(cycle.id.year)).collect();
    assert_eq!(years.iter().map(|cycle| cycle.id.year).collect::<Vec<_>>(), [2023, 2024, 2025, 2026, 2027]);
    for cycle in &years[..4] {
        for step in &cycle.sop.steps {
            assert_eq!(cycle.state().documents_of(step.no).count(), 10, "{} {}", cycle.id.folder(), step.no);
        }
    }
    let (status, text) = check(folder.path(), &root, &[]);
    assert_eq!(status, 0, "{text}");
}

#[test]
fn check_names_what_is_wrong_in_a_dossier() {
    let (folder, root) = copied();
    let dossier = root.join("arsip/2025 Renja Induk");
    let inside = dossier.join("data/06 Undangan rapat/Undangan Rapat Penyusunan Renja 2025.pdf");
    flip(&inside);
    fs::remove_file(dossier.join("data/01 Perintah penyusunan/Lembar Disposisi 2025.pdf")).unwrap();
    fs::write(dossier.join("data/titipan.txt"), "bukan bagian berkas").unwrap();
    let (status, text) = check(folder.path(), &dossier, &[]);
    assert_eq!(status, 1);
    for line in [
        "berubah\tdata/06 Undangan rapat/Undangan Rapat Penyusunan Renja 2025.pdf",
        "hilang\tdata/01 Perintah penyusunan/Lembar Disposisi 2025.pdf",
        "tak dikenal\tdata/titipan.txt",
    ] {
        assert!(text.lines().any(|found| found.starts_with(line)), "{line} is not in\n{text}");
    }
    assert!(text.contains("Rusak: ") && !text.contains("Utuh"), "{text}");

    // The check of the data folder names the files with the dossier's path, and does not name the other
    // dossiers.
    let (status, text) = check(folder.path(), &root, &["--quiet", "--lang", "en"]);
    assert_eq!(status, 1);
    let lines: Vec<_> = text.lines().collect();
    assert!(lines.iter().all(|line| line.contains("\tarsip/2025 Renja Induk/")), "{text}");
    assert!(lines.iter().any(|line| line.starts_with("unknown\tarsip/2025 Renja Induk/data/titipan.txt")));
}

#[test]
fn check_names_what_is_wrong_in_a_data_folder() {
    let (folder, root) = copied();
    let cycle = root.join("2027-induk");
    flip(&cycle.join("berkas/06 Undangan rapat/Undangan Rapat Penyusunan Renja 2027.pdf"));
    fs::remove_file(cycle.join("berkas/09 Analisa data/Analisa Data dan Informasi 2027.xlsx")).unwrap();
    fs::write(cycle.join("berkas/09 Analisa data/titipan.txt"), "belum dilampirkan").unwrap();
    let events = files(&cycle.join("jurnal"));
    fs::write(events.last().unwrap(), "").unwrap();
    // When the folder of a sealed dossier is gone, its seal still tells that it is missing.
    fs::rename(root.join("arsip/2024 Renja Induk"), folder.path().join("hilang")).unwrap();
    let (status, text) = check(folder.path(), &root, &[]);
    assert_eq!(status, 1);
    for line in [
        "berubah\t2027-induk/berkas/06 Undangan rapat/Undangan Rapat Penyusunan Renja 2027.pdf",
        "hilang\t2027-induk/berkas/09 Analisa data/Analisa Data dan Informasi 2027.xlsx",
        "tak dikenal\t2027-induk/berkas/09 Analisa data/titipan.txt",
        "kosong\t2027-induk/jurnal/",
        "hilang\tarsip/2024 Renja Induk",
    ] {
        assert!(text.lines().any(|found| found.starts_with(line)), "{line} is not in\n{text}");
    }
}

#[test]
fn a_gap_alone_is_something_to_look_at_and_not_a_fault() {
    let (folder, root) = copied();
    let events = files(&root.join("2027-induk/jurnal"));
    fs::remove_file(&events[events.len() - 2]).unwrap();
    let (status, text) = check(folder.path(), &root, &[]);
    assert!(text.contains("menunggu sinkron\t2027-induk/jurnal/"), "{text}");
    assert!(!text.contains("Utuh"), "{text}");
    assert_eq!(status, 0, "{text}");
}

#[test]
fn a_dossier_sealed_anew_does_not_pass_for_the_old_one() {
    let (folder, root) = copied();
    let dossier = root.join("arsip/2025 Renja Induk");
    let info = fs::read_to_string(dossier.join("bag-info.txt")).unwrap();
    // Somebody rewrites a tag and both tag manifests, so the bag is valid in itself.
    let forged = info.replace("Sukamaju", "Sukamundur");
    assert_ne!(info, forged);
    let renew = |name: &str, text: String| {
        fs::remove_file(dossier.join(name)).unwrap();
        fs::write(dossier.join(name), text).unwrap();
    };
    renew("bag-info.txt", forged.clone());
    for (name, algorithm) in [
        ("tagmanifest-sha256.txt", renja::store::Algorithm::Sha256),
        ("tagmanifest-sha512.txt", renja::store::Algorithm::Sha512),
    ] {
        let digest = |text: &str| {
            let mut hasher = renja::store::Hasher::new(&[algorithm]);
            hasher.update(text.as_bytes());
            hasher.finish().concat()
        };
        let manifest = fs::read_to_string(dossier.join(name)).unwrap();
        renew(name, manifest.replace(&digest(&info), &digest(&forged)));
    }
    assert_eq!(check(folder.path(), &dossier, &[]).0, 0);
    let (status, text) = check(folder.path(), &root, &[]);
    assert_eq!(status, 1);
    assert!(text.contains("berubah\tarsip/2025 Renja Induk/tagmanifest-sha256.txt"), "{text}");
}

#[test]
fn a_bag_of_another_program_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let bag = folder.path().join("tas");
    fs::create_dir_all(bag.join("data")).unwrap();
    fs::write(bag.join("data/halo.txt"), "halo\n").unwrap();
    fs::write(bag.join("bagit.txt"), "BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n").unwrap();
    // An old checksum algorithm, as an old program uses.
    fs::write(bag.join("manifest-md5.txt"), "a9d9a1e2c516bc8bcba949a85ff6791d  data/halo.txt\n").unwrap();
    let (status, text) = check(folder.path(), &bag, &[]);
    assert_eq!(status, 0, "{text}");
    fs::write(bag.join("data/halo.txt"), "hola\n").unwrap();
    let (status, text) = check(folder.path(), &bag, &[]);
    assert_eq!(status, 1, "{text}");
    assert!(text.starts_with("berubah\tdata/halo.txt"), "{text}");
}

/// A bag of one file, after a change.
fn bag(folder: &Path, change: impl FnOnce(&Path)) -> PathBuf {
    let bag = folder.join("tas");
    bags::write(&bag.join("data/a.txt"), b"isi");
    bags::finish(&bag, "1.0");
    for name in ["tagmanifest-sha256.txt", "tagmanifest-sha512.txt", "manifest-sha512.txt", "bag-info.txt"] {
        fs::remove_file(bag.join(name)).unwrap();
    }
    change(&bag);
    bag
}

/// What a check prints about a bag, in both languages: everything that it found and nothing else.
#[test]
fn a_check_calls_each_thing_by_its_name() {
    type Change = fn(&Path);
    let cases: [(Change, i32, [&str; 2], [&str; 2]); 4] = [
        (
            |bag| fs::write(bag.join("fetch.txt"), "https://example.org/a 3 data/a.txt\n").unwrap(),
            0,
            ["catatan\tfetch.txt\t", "remark\tfetch.txt\t"],
            ["Tidak ada kerusakan", "No faults"],
        ),
        (
            |bag| fs::rename(bag.join("manifest-sha256.txt"), bag.join("manifest-sha3256.txt")).unwrap(),
            1,
            ["tak dinilai\tmanifest-sha3256.txt\t", "not judged\tmanifest-sha3256.txt\t"],
            ["Tidak dapat dinilai: ", "Cannot be judged: "],
        ),
        (
            |bag| fs::remove_file(bag.join("data/a.txt")).unwrap(),
            1,
            ["hilang\tdata/a.txt\n", "missing\tdata/a.txt\n"],
            ["Rusak: 1 kerusakan, 0 ", "Damaged: 1 faults, 0 "],
        ),
        (
            |bag| {
                let declared = "BagIt-Version: 1.0\nTag-File-Character-Encoding: windows-1252\n";
                fs::write(bag.join("bagit.txt"), declared).unwrap();
            },
            0,
            ["Utuh: 1 file", "Intact: 1 files"],
            ["tidak ada kerusakan", "no faults"],
        ),
    ];
    for (change, exit, first, last) in cases {
        let folder = tempfile::tempdir().unwrap();
        let bag = bag(folder.path(), change);
        for (language, (first, last)) in ["id", "en"].into_iter().zip(first.into_iter().zip(last)) {
            let (status, text) = check(folder.path(), &bag, &["--lang", language]);
            assert_eq!(status, exit, "{text}");
            assert!(text.starts_with(first) && text.lines().last().unwrap().contains(last), "{text}");
            assert!(!text.contains("broken") && !text.contains("rusak\t"), "{text}");
        }
    }
}

/// Every refusal says what is wrong and what to do; a successful import prints the warnings of the check.
#[test]
fn an_import_says_what_is_wrong_and_what_to_do() {
    let (folder, root) = copied();
    let import = |source: &Path, more: &[&str]| {
        let words = [&["import", root.to_str().unwrap(), source.to_str().unwrap()], more].concat();
        let output = renja(folder.path(), &words);
        (code(&output), stdout(&output), stderr(&output))
    };
    let refused = |source: &Path, expected: [&str; 2]| {
        for (language, expected) in ["id", "en"].into_iter().zip(expected) {
            let (status, _, words) = import(source, &["--title", "X", "--year", "2015", "--lang", language]);
            assert_eq!(status, 3, "{words}");
            assert!(words.contains(expected), "{expected} is not in\n{words}");
            let holes = words.lines().any(|line| line.trim_end().ends_with(':') && !line.contains("--bag"));
            assert!(!holes && !words.contains("disk error") && !words.contains("os error"), "{words}");
        }
    };
    let made = |change: fn(&Path)| {
        let folder = tempfile::tempdir_in(folder.path()).unwrap().keep();
        bag(&folder, change)
    };
    refused(
        &made(|bag| fs::remove_file(bag.join("data/a.txt")).unwrap()),
        ["Hilang: data/a.txt", "Missing: data/a.txt"],
    );
    let sha3 =
        made(|bag| fs::rename(bag.join("manifest-sha256.txt"), bag.join("manifest-sha3256.txt")).unwrap());
    refused(&sha3, ["membuat berkas dengan SHA-256", "to make one with SHA-256"]);
    let tar = folder.path().join("kiriman.tar");
    let mut bytes = vec![0; 1024];
    bytes[257..262].copy_from_slice(b"ustar");
    fs::write(&tar, bytes).unwrap();
    refused(&tar, ["arsip TAR, bukan ZIP. Buka dulu", "a TAR archive, not a ZIP. Unpack it"]);
    if cfg!(unix) {
        let named = made(|bag| {
            bags::write(&bag.join("data/Surat: undangan.txt"), b"isi");
            let line = format!("{}  data/Surat: undangan.txt\n", renja::store::sha256(b"isi"));
            let list = fs::read_to_string(bag.join("manifest-sha256.txt")).unwrap();
            fs::write(bag.join("manifest-sha256.txt"), list + &line).unwrap();
        });
        refused(
            &named,
            [
                "“Surat: undangan.txt” tidak dapat dipakai di Windows",
                "“Surat: undangan.txt” can't be used on",
            ],
        );
    }

    // Two bags in one source: both are named, and one is chosen.
    let two = folder.path().join("dua");
    for name in ["satu/b", "dua/b"] {
        copy_folder(&made(|_| ()), &two.join(name));
    }
    refused(&two, ["--bag:\n  dua/b\n  satu/b\n", "--bag:\n  dua/b\n  satu/b\n"]);
    let (status, place, words) = import(&two, &["--bag", "satu/b", "--title", "Satu", "--year", "2015"]);
    assert_eq!((status, words.as_str()), (0, ""));
    assert!(place.trim_end().ends_with("2015 Satu"), "{place}");

    let marked = made(|bag| {
        let list = fs::read_to_string(bag.join("manifest-sha256.txt")).unwrap();
        fs::write(bag.join("manifest-sha256.txt"), list.replace("  data", " *data")).unwrap();
    });
    let (status, _, words) = import(&marked, &["--title", "Bertanda", "--year", "2015"]);
    assert!(status == 0 && words.contains("Catatan: manifest-sha256.txt. Ada tanda *"), "{words}");
}

#[test]
fn the_listing_says_where_every_document_lies() {
    let output = renja(sample(), &["list", data().to_str().unwrap(), "--json"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let listing: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(listing["v"], 1);
    assert_eq!(listing["problems"].as_array().unwrap().len(), 0);
    assert_eq!(listing["dossiers"].as_array().unwrap().len(), 4);
    let cycles = listing["cycles"].as_array().unwrap();
    let running = cycles.iter().find(|cycle| cycle["id"] == "2027-induk").unwrap();
    assert_eq!(
        (&running["sealed"], &running["current"], &running["done"]),
        (&false.into(), &10.into(), &9.into())
    );
    assert_eq!(running["steps"].as_array().unwrap().len(), 17);
    assert_eq!(running["steps"][9]["status"], "running");
    let documents = running["documents"].as_array().unwrap();
    let invitation = documents.iter().find(|document| document["slot"] == "6.out.undangan").unwrap();
    assert_eq!((&invitation["step"], &invitation["removed"]), (&6.into(), &false.into()));
    assert_eq!(invitation["original"], "Undangan Rapat Penyusunan Renja 2027.pdf");
    for document in cycles.iter().flat_map(|cycle| cycle["documents"].as_array().unwrap()) {
        for version in document["versions"].as_array().unwrap() {
            let bytes = fs::read(data().join(version["path"].as_str().unwrap())).unwrap();
            assert_eq!(version["sha256"], renja::store::sha256(&bytes));
            assert_eq!(version["size"], bytes.len());
        }
    }
    let output = renja(sample(), &["list", data().to_str().unwrap()]);
    assert!(stdout(&output).contains("2027-induk\tberjalan\t9/17"), "{}", stdout(&output));
}

#[test]
fn a_dossier_is_exported_once_and_found_by_its_cycle() {
    let folder = tempfile::tempdir().unwrap();
    let root = data();
    let root = root.to_str().unwrap();
    let export = |dossier: &str, target: &str| {
        let target = folder.path().join(target);
        renja(folder.path(), &["export", root, dossier, target.to_str().unwrap()])
    };
    let output = export("2026-perubahan-1", "p1.zip");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let zip = folder.path().join("p1.zip");
    assert_eq!(stdout(&output).trim(), zip.to_str().unwrap());
    assert!(part(&zip, "index.html").contains("2026 Renja Perubahan 1"));
    part(&zip, "2026 Renja Perubahan 1/bagit.txt");
    assert_eq!(code(&export("2024 Renja Induk", "2024.zip")), 0);
    assert_eq!(code(&export("2024 Renja Induk", "2024.zip")), 3);
    assert_eq!(code(&export("2020", "2020.zip")), 3);
}

#[test]
fn sealing_is_refused_until_the_cycle_is_ready() {
    let (folder, root) = copied();
    for (cycle, words) in [
        ("2027", "langkah 10"),
        ("2026", "sudah disegel"),
        ("2019", "Renja 2019 Induk tidak ada di folder data"),
    ] {
        let output = renja(folder.path(), &["seal", root.to_str().unwrap(), cycle]);
        assert_eq!(code(&output), 3);
        assert!(stderr(&output).contains(words), "{}", stderr(&output));
    }
    // A reopened cycle can be sealed again, as a revision beside the first dossier.
    {
        let mut workspace = Workspace::open(&root, folder.path()).unwrap();
        let who = renja::store::Who { by: "Bima".to_owned(), at: chrono::Local::now().fixed_offset() };
        let reopen = renja::cycle::Command::ReopenCycle { reason: "Salah label".to_owned() };
        workspace.execute(CycleId::induk(2026), &reopen, &who).unwrap();
        // Step 17 is the sealing itself, which also finishes the step.
        let again = renja::cycle::Command::Reopen { step: StepNo(17), reason: "Salah label".to_owned() };
        workspace.execute(CycleId::induk(2026), &again, &who).unwrap();
    }
    let output = renja(folder.path(), &["seal", root.to_str().unwrap(), "2026"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let line = stdout(&output);
    let (dossier, digest) = line.trim().split_once('\t').unwrap();
    assert_eq!(digest.len(), 64);
    assert_eq!(check(folder.path(), Path::new(dossier), &[]).0, 0);
    assert_eq!(check(folder.path(), &root, &[]).0, 0);
}

/// All files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// One part of a zip file as text.
fn part(path: &Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap_or_else(|error| panic!("{path:?}: {name}: {error}"))
        .read_to_string(&mut text)
        .unwrap();
    text
}

#[test]
fn a_dossier_that_is_not_whole_is_exported_only_as_it_is() {
    let (folder, root) = copied();
    let bag = root.join("arsip/2026 Renja Induk");
    let index = bag.join("data/index.html");
    std::fs::remove_file(&index).unwrap();
    let zip = folder.path().join("kirim.zip");
    let export = |more: &[&str]| {
        let args = ["export", root.to_str().unwrap(), "2026 Renja Induk", zip.to_str().unwrap()];
        renja(folder.path(), &[&args[..], more].concat())
    };
    let output = export(&[]);
    let said = stderr(&output);
    assert!(code(&output) == 3 && said.contains("tidak utuh") && said.contains("--as-is"), "{said}");
    assert!(said.contains("data/index.html") && !zip.exists(), "{said}");
    let output = export(&["--as-is"]);
    let said = stdout(&output);
    assert!(code(&output) == 1 && said.contains("tidak utuh"), "{said}");
    assert!(part(&zip, "TIDAK UTUH.txt").contains("hilang: data/index.html"));
    assert_eq!(code(&renja(folder.path(), &["check", bag.to_str().unwrap(), "--as-is"])), 2);
}

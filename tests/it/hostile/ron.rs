//! Files that are endless, or far too deeply nested: refused by size or depth, with a small stack and before
//! they cost memory.
//!
//! Seen to fail with the size limit in `Folder::read` raised by eight gigabytes.

use std::fs;
use std::path::Path;

use renja::archive::Index;
use renja::pc::LocalSettings;
use renja::store::{OsDisk, ProblemKind, Workspace, sha256};

use crate::store::Place;

/// Texts that only look deeply nested.
fn deep() -> Vec<String> {
    let n = 200_000;
    let openers =
        ["(", "[", "{", "Some(", "a:(", "((", "[[", "{1:", "\"\":[", "/*", "r#\"", "#![enable(", "-", "(v:"];
    let closers = ["", ")", "]", "}", "*/"];
    let mut texts: Vec<_> = openers.iter().map(|open| open.repeat(n)).collect();
    for (open, close) in ["(", "[", "{", "Some(", "/*"].into_iter().zip([")", "]", "}", ")", "*/"]) {
        texts.push(format!("{}{}", open.repeat(n), close.repeat(n)));
    }
    texts.extend(closers.map(|close| format!("(v:1,layout:1,{}", close.repeat(n))));
    texts
}

/// Runs `work` with a stack as small as the smallest default of any system.
fn on_a_small_stack(work: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(work).unwrap();
    thread.join().unwrap();
}

fn load_settings(local: &Path) -> Option<ProblemKind> {
    let today = chrono::NaiveDate::from_ymd_opt(2027, 8, 3).unwrap();
    LocalSettings::load(local, today).1.map(|problem| problem.kind)
}

#[test]
fn nothing_is_too_deep_to_be_refused() {
    on_a_small_stack(|| {
        let place = Place::with_cycle();
        let events = place.cycle_dir().join("jurnal").join("0123456789abcdef");
        let bag = place.data().join("arsip/2026 Renja Induk");
        fs::create_dir_all(&events).unwrap();
        fs::create_dir_all(bag.join("data")).unwrap();
        fs::write(bag.join("bagit.txt"), "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n").unwrap();
        let texts = deep();
        for (number, text) in texts.iter().enumerate() {
            let settings = place.local().join("pengaturan.ron");
            fs::create_dir_all(place.local()).unwrap();
            fs::write(&settings, text).unwrap();
            assert!(load_settings(&place.local()).is_some());

            assert!(renja::sop::parse("dalam.ron", text).is_err());
            let body = format!("(v:1,jenis:\"x\",id:(\"0123456789abcdef\",1),by:\"\",body:{text}");
            for text in [text, &body] {
                let event = format!("// sha256 {}\n{text}", sha256(text.as_bytes()));
                fs::write(events.join(format!("{number}-{}.ron", text.len())), event).unwrap();
            }
            fs::write(bag.join("data/siklus.ron"), text).unwrap();
            assert!(!Index::load(&OsDisk, &place.data()).1.is_empty());
        }
        fs::write(place.cycle_dir().join("sop.ron"), &texts[0]).unwrap();
        let workspace = place.open();
        assert!(workspace.problems().len() > texts.len(), "every event file is named");
        drop(workspace);
        fs::write(place.data().join("renja.ron"), &texts[0]).unwrap();
        assert!(Workspace::open(&place.data(), &place.local()).is_err());
        println!("cases: {}", texts.len() * 5 + 2);
    });
}

#[test]
#[cfg(unix)]
fn endless_files_are_refused_by_their_size() {
    let place = Place::with_cycle();
    let endless = |path: &Path| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let file = fs::OpenOptions::new().create(true).truncate(false).write(true).open(path).unwrap();
        file.set_len(100 << 30).unwrap();
    };
    let settings = place.local().join("pengaturan.ron");
    endless(&settings);
    assert_eq!(load_settings(&place.local()), Some(ProblemKind::TooLarge));
    endless(&place.cycle_dir().join("jurnal/0123456789abcdef/00000001-0123456789abcdef.ron"));
    endless(&place.cycle_dir().join("sop.ron"));
    endless(&place.data().join("sop/besar.ron"));
    endless(&place.data().join("arsip/2026 Renja Induk/bag-info.txt"));
    endless(&place.data().join("arsip/2026 Renja Induk/data/siklus.ron"));
    let bagit = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
    fs::write(place.data().join("arsip/2026 Renja Induk/bagit.txt"), bagit).unwrap();
    let workspace = place.open();
    let large = workspace.problems().into_iter().filter(|problem| problem.kind == ProblemKind::TooLarge);
    assert_eq!(large.count(), 2, "{:?}", workspace.problems());
    assert_eq!(workspace.sops().unwrap().1.len(), 1);
    assert!(!Index::load(&OsDisk, &place.data()).1.is_empty());
    drop(workspace);
    endless(&place.data().join("renja.ron"));
    assert!(Workspace::open(&place.data(), &place.local()).is_err());
    // Of the hundreds of gigabytes hardly any were read, whatever the tests running at the same time use.
    #[cfg(target_os = "linux")]
    {
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        let peak: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
        assert!(peak < 4 << 20, "{peak} kB");
    }
}

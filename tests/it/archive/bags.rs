//! Bags for the tests, made without the code that is tested.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::Digest;

/// A small bag: two manifests, tag manifests, names with spaces and accents.
pub fn small(root: &Path) -> PathBuf {
    let bag = root.join("2027 Renja Induk");
    let files: [(&str, &[u8]); 5] = [
        ("data/01 Disposisi/lembar disposisi.pdf", b"%PDF-1.7 disposisi"),
        ("data/06 Undangan rapat/undangan.pdf", b"%PDF-1.7 undangan"),
        ("data/06 Undangan rapat/versi lama/undangan (versi 1).pdf", b"%PDF-1.7 lama"),
        ("data/17 Arsip/café résumé.txt", "tanda terima".as_bytes()),
        ("data/kosong.txt", b""),
    ];
    for (path, bytes) in files {
        write(&bag.join(path), bytes);
    }
    finish(&bag, "1.0");
    bag
}

/// Writes the tag files of a bag around its payload.
pub fn finish(bag: &Path, version: &str) {
    let payload = list(&bag.join("data"), "data/");
    let bytes: usize = payload.values().map(Vec::len).sum();
    let info = format!("Source-Organization: Badan Kesbangpol\nPayload-Oxum: {bytes}.{}\n", payload.len());
    write(&bag.join("bag-info.txt"), info.as_bytes());
    write(
        &bag.join("bagit.txt"),
        format!("BagIt-Version: {version}\nTag-File-Character-Encoding: UTF-8\n").as_bytes(),
    );
    manifests(bag, "", &payload);
    retag(bag);
}

/// Writes the tag manifests again, so that they match the present tag files.
pub fn retag(bag: &Path) {
    let names = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"];
    let tags = names.iter().filter_map(|name| Some(((*name).to_owned(), fs::read(bag.join(name)).ok()?)));
    manifests(bag, "tag", &tags.collect());
}

/// MD5 of some bytes.
pub fn md5(bytes: &[u8]) -> String {
    hex(&md5::Md5::digest(bytes))
}

fn manifests(bag: &Path, prefix: &str, files: &BTreeMap<String, Vec<u8>>) {
    let lines = |digest: fn(&[u8]) -> String| {
        let lines: Vec<_> =
            files.iter().map(|(path, bytes)| format!("{}  {path}\n", digest(bytes))).collect();
        lines.concat()
    };
    let sha256 = lines(|bytes| hex(&sha2::Sha256::digest(bytes)));
    let sha512 = lines(|bytes| hex(&sha2::Sha512::digest(bytes)));
    write(&bag.join(format!("{prefix}manifest-sha256.txt")), sha256.as_bytes());
    write(&bag.join(format!("{prefix}manifest-sha512.txt")), sha512.as_bytes());
}

/// Every file of a folder with its content.
pub fn list(folder: &Path, prefix: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files.extend(list(&entry.path(), &format!("{name}/")));
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

pub fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// A copy of a bag under another name.
pub fn copy(bag: &Path, target: &Path) {
    for (path, bytes) in list(bag, "") {
        write(&target.join(path), &bytes);
    }
}

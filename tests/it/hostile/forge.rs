//! Builds ZIPs as no honest program writes them, byte by byte.

/// An entry, consistent except for what a test changes.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name in the central directory.
    pub name: Vec<u8>,
    /// The name in the local header, if it differs.
    pub local_name: Option<Vec<u8>>,
    /// The compressed content.
    pub packed: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    /// The system in `version made by`: 3 is Unix, 0 is DOS and Windows.
    pub system: u8,
    /// Unix mode in the upper half, Windows attributes in the lower.
    pub attributes: u32,
    /// Uncompressed size in bytes, according to the headers.
    pub size: u32,
    pub crc: u32,
    /// Compressed size in bytes, according to the headers.
    pub packed_size: u32,
    /// Offset of the local header according to the central directory, if not the real one.
    pub at: Option<u32>,
}

impl Entry {
    /// An uncompressed file, or a folder if the name ends with a slash.
    pub fn stored(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.as_bytes().to_owned(),
            local_name: None,
            packed: content.to_owned(),
            method: 0,
            flags: 1 << 11,
            system: 3,
            attributes: if name.ends_with('/') { 0o040_755 << 16 } else { 0o100_644 << 16 },
            size: content.len() as u32,
            crc: crc32fast::hash(content),
            packed_size: content.len() as u32,
            at: None,
        }
    }

    /// A compressed file.
    pub fn deflated(name: &str, content: &[u8]) -> Self {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file("x", options.compression_method(zip::CompressionMethod::Deflated)).unwrap();
        std::io::Write::write_all(&mut zip, content).unwrap();
        let mut zip = zip::ZipArchive::new(zip.finish().unwrap()).unwrap();
        let mut packed = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_index_raw(0).unwrap(), &mut packed).unwrap();
        Self { method: 8, packed_size: packed.len() as u32, packed, ..Self::stored(name, content) }
    }

    fn header(&self, name: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for half in [20, self.flags, self.method, 0, 0x5a21] {
            bytes.extend(half.to_le_bytes());
        }
        for word in [self.crc, self.packed_size, self.size] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend((name.len() as u16).to_le_bytes());
        bytes.extend(0_u16.to_le_bytes());
        bytes
    }
}

/// Position of a ZIP's central directory, and how many entries it has.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    pub start: u64,
    pub size: u64,
    pub entries: u64,
}

/// Entries one after the other, and the central directory.
pub fn body(entries: &[Entry]) -> (Vec<u8>, Table) {
    let (mut zip, mut table) = (Vec::new(), Vec::new());
    for entry in entries {
        let at = entry.at.unwrap_or(zip.len() as u32);
        let local = entry.local_name.as_ref().unwrap_or(&entry.name);
        zip.extend(b"PK\x03\x04");
        zip.extend(entry.header(local));
        zip.extend(local);
        zip.extend(&entry.packed);
        table.extend(b"PK\x01\x02\x14");
        table.push(entry.system);
        table.extend(entry.header(&entry.name));
        table.extend([0; 6]);
        table.extend(entry.attributes.to_le_bytes());
        table.extend(at.to_le_bytes());
        table.extend(&entry.name);
    }
    let said = Table { start: zip.len() as u64, size: table.len() as u64, entries: entries.len() as u64 };
    zip.extend(table);
    (zip, said)
}

/// The end record of a ZIP.
pub fn end(table: Table) -> Vec<u8> {
    let mut bytes = b"PK\x05\x06\0\0\0\0".to_vec();
    bytes.extend([table.entries as u16; 2].iter().flat_map(|number| number.to_le_bytes()));
    bytes.extend([table.size as u32, table.start as u32].iter().flat_map(|number| number.to_le_bytes()));
    bytes.extend([0, 0]);
    bytes
}

/// The end records of a ZIP64 archive (beyond 4 GiB), to be placed at `at`.
pub fn large_end(at: u64, table: Table) -> Vec<u8> {
    let mut bytes = b"PK\x06\x06".to_vec();
    bytes.extend(44_u64.to_le_bytes());
    bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [table.entries, table.entries, table.size, table.start] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend(at.to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    let full = Table { start: u32::MAX.into(), size: u32::MAX.into(), entries: u16::MAX.into() };
    bytes.extend(end(full));
    bytes
}

/// A complete ZIP.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut zip, table) = body(entries);
    zip.extend(end(table));
    zip
}

/// A complete ZIP with ZIP64 end records.
pub fn large_zip(entries: &[Entry]) -> Vec<u8> {
    let (mut zip, table) = body(entries);
    zip.extend(large_end(zip.len() as u64, table));
    zip
}

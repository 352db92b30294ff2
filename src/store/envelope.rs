//! What an event file looks like: a hash line, then one RON struct.
//!
//! ```text
//! // sha256 <64 hex digits of all that follows>
//! (v: 1, jenis: "step.done", id: (writer, seq), by, at, clock, prev, seen, body)
//! ```
//!
//! The hash line is compulsory: of the single-bit errors in such a text, more than a tenth would load as
//! another value.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use ron::value::RawValue;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::digest::sha256;
use super::problem::ProblemKind;
use crate::cycle::{Clock, Event, EventId, Stamp, WriterId};

/// Layout version of event files that this program writes.
const VERSION: u32 = 1;
/// Largest event file in bytes.
pub(super) const MAX_EVENT: u64 = 1 << 20;
/// Begin of the first line.
const HASH_MARK: &str = "// sha256 ";

/// What a journal holds: the changes of a cycle or of the office.
pub trait Body: Serialize + DeserializeOwned + Clone {
    /// A short dotted word for the kind of change, such as `step.done`, for people who look into the file.
    fn kind(&self) -> &'static str;
}

/// An event as read from a file.
#[derive(Debug, Clone)]
pub(super) struct Read<B> {
    /// SHA-256 of what follows the hash line.
    pub hash: String,
    /// Its name.
    pub id: EventId,
    /// Hash of the writer's event before.
    pub prev: Option<String>,
    /// Position in the order of events.
    pub clock: Clock,
    /// None if a newer version of the program wrote something that this one does not know.
    pub event: Option<Event<B>>,
}

#[derive(Serialize)]
struct Writing<'a> {
    v: u32,
    jenis: &'a str,
    id: &'a EventId,
    by: &'a str,
    at: DateTime<FixedOffset>,
    clock: Clock,
    prev: Option<&'a str>,
    seen: &'a BTreeMap<WriterId, u64>,
    body: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    v: u32,
    jenis: String,
    id: EventId,
    by: String,
    at: DateTime<FixedOffset>,
    clock: Clock,
    prev: Option<String>,
    #[serde(rename = "seen")]
    _seen: BTreeMap<WriterId, u64>,
    body: Box<RawValue>,
}

/// The version alone; whatever else a newer version has added is passed over.
#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// What every version keeps in its place.
#[derive(Deserialize)]
struct Identity {
    id: EventId,
    clock: Clock,
    prev: Option<String>,
}

/// Writes an event. Gives back the bytes of the file and their hash.
pub(super) fn write<B: Body>(
    event: &Event<B>,
    prev: Option<&str>,
    seen: &BTreeMap<WriterId, u64>,
) -> Result<(Vec<u8>, String), ron::Error> {
    let body = RawValue::from_rust(&event.body)?;
    let stamp = &event.stamp;
    let writing = Writing {
        v: VERSION,
        jenis: event.body.kind(),
        id: &stamp.id,
        by: &stamp.by,
        at: stamp.at,
        clock: stamp.clock,
        prev,
        seen,
        body: &body,
    };
    let pretty = ron::ser::PrettyConfig::new().depth_limit(1).new_line("\n");
    let text = ron::ser::to_string_pretty(&writing, pretty)? + "\n";
    let hash = sha256(text.as_bytes());
    Ok((format!("{HASH_MARK}{hash}\n{text}").into_bytes(), hash))
}

/// Reads an event file, believing nothing.
pub(super) fn read<B: Body>(bytes: &[u8]) -> Result<Read<B>, (ProblemKind, String)> {
    let broken = |reason: String| (ProblemKind::Broken, reason);
    if bytes.iter().all(|byte| *byte == 0) {
        return Err((ProblemKind::Empty, "the file is empty".to_owned()));
    }
    if bytes.len() as u64 > MAX_EVENT {
        return Err((ProblemKind::TooLarge, format!("larger than {MAX_EVENT} bytes")));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| broken(error.to_string()))?;
    let (first, text) = text.split_once('\n').ok_or_else(|| broken("no hash line".to_owned()))?;
    let hash = first.strip_prefix(HASH_MARK).ok_or_else(|| broken("no hash line".to_owned()))?;
    if hash != sha256(text.as_bytes()) {
        return Err(broken("the content does not match its hash".to_owned()));
    }
    let hash = hash.to_owned();
    let ron_error = |error: ron::error::SpannedError| broken(error.to_string());
    let Version { v } = ron::from_str(text).map_err(ron_error)?;
    if v > VERSION {
        let newer = |error: ron::error::SpannedError| (ProblemKind::Newer, error.to_string());
        let Identity { id, clock, prev } = ron::from_str(text).map_err(newer)?;
        return Ok(Read { hash, id, prev, clock, event: None });
    }
    let reading: Reading = ron::from_str(text).map_err(ron_error)?;
    let EventId(writer, seq) = &reading.id;
    if reading.v != VERSION || *seq == 0 || !is_writer(&writer.0) {
        return Err(broken("no such version, writer or number".to_owned()));
    }
    let stamp = Stamp { id: reading.id.clone(), by: reading.by, at: reading.at, clock: reading.clock };
    // The hash fits, so what can't be understood was written so: by a newer version.
    let event = match reading.body.into_rust::<B>() {
        Ok(body) if body.kind() != reading.jenis => {
            return Err(broken(format!("the kind {:?} is not that of the body", reading.jenis)));
        }
        Ok(body) => Some(Event { stamp, body }),
        Err(_) => None,
    };
    Ok(Read { hash, id: reading.id, prev: reading.prev, clock: reading.clock, event })
}

/// 16 lower-case hex digits.
pub(super) fn is_writer(id: &str) -> bool {
    id.len() == 16 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Cuts a text of event files laid end to end at their hash lines. A hash line can't stand within an
/// event, since texts in it have their line breaks escaped.
pub(super) fn cut(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text
        .match_indices(HASH_MARK)
        .map(|(at, _)| at)
        .filter(|at| *at == 0 || text.as_bytes()[at - 1] == b'\n')
        .collect();
    starts.push(text.len());
    starts.windows(2).map(|range| &text[range[0]..range[1]]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cycle::Change;
    use crate::sop::StepNo;

    fn written(text: &str) -> (Event<Change>, Vec<u8>) {
        let at = DateTime::parse_from_rfc3339("2026-08-03T08:00:00.123456789+07:00").unwrap();
        let id = EventId(WriterId("0123456789abcdef".to_owned()), 42);
        let stamp = Stamp { id, by: "Siti \"TU\"".to_owned(), at, clock: Clock(1_785_718_800_123, 7) };
        let event = Event { stamp, body: Change::NoteAdded { step: Some(StepNo(3)), text: text.to_owned() } };
        let seen = [(WriterId("f".repeat(16)), 3)].into();
        let (bytes, _) = write(&event, Some("ab"), &seen).unwrap();
        (event, bytes)
    }

    #[test]
    fn an_event_survives_its_file() {
        let (event, bytes) = written("baris\n// sha256 palsu\n\"kutip\" \\ ⟨é⟩ \u{0}");
        let read = read::<Change>(&bytes).unwrap();
        assert_eq!(read.event, Some(event));
        assert_eq!(read.prev.as_deref(), Some("ab"));
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.contains("jenis: \"note.added\""), "{text}");
        let twice = format!("{text}{text}");
        assert_eq!(cut(&twice), [text.as_str(), &text]);
    }

    #[test]
    fn every_prefix_is_refused() {
        let (_, bytes) = written("isi");
        for len in 0..bytes.len() {
            assert!(read::<Change>(&bytes[..len]).is_err(), "{len} bytes");
        }
        let longer = [bytes.as_slice(), b" "].concat();
        assert!(read::<Change>(&longer).is_err());
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let (_, mut bytes) = written("isi");
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            assert!(read::<Change>(&bytes).is_err(), "bit {bit}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
        assert!(read::<Change>(&bytes).is_ok());
    }

    #[test]
    fn a_deep_body_is_refused_without_a_crash() {
        let (_, bytes) = written("isi");
        let text = String::from_utf8(bytes).unwrap();
        let (head, _) = text.split_once("body: ").unwrap();
        let (_, head) = head.split_once('\n').unwrap();
        let text = format!("{head}body: {}{},\n)\n", "(".repeat(200_000), ")".repeat(200_000));
        let bytes = format!("{HASH_MARK}{}\n{text}", sha256(text.as_bytes()));
        assert!(read::<Change>(bytes.as_bytes()).is_err());
    }
}

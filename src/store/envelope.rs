//! The format of an event file: a hash line, then one RON struct, for each event of one action.
//!
//! ```text
//! // sha256 <64 hex digits of what follows up to the next hash line>
//! (v: 1, jenis: "step.done", id: (writer, seq), by, at, clock, prev, seen, more, body)
//! ```
//!
//! Events of one action share a file, so that all of them happen or none: `more` counts those that follow in
//! the same file, so that a file cut off between two of them is known as such.
//!
//! The hash line is compulsory: of the single-bit errors in such a text, more than a tenth would load as
//! another value.

use chrono::{DateTime, FixedOffset};
use ron::value::RawValue;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::digest::sha256;
use super::hash_line::{HASH_MARK, read_hash_line};
use super::problem::ProblemKind;
use crate::cycle::{Clock, Event, EventId, Seen, Stamp};

/// Layout version of event files that this program writes.
const VERSION: u32 = 1;
/// Largest event file in bytes.
pub(super) const MAX_EVENT: u64 = 1 << 20;

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
    /// Id of the event.
    pub id: EventId,
    /// Hash of the writer's event before.
    pub prev: Option<String>,
    /// Position in the order of events.
    pub clock: Clock,
    /// How many events follow in the same file; none if a newer version wrote it.
    pub more: Option<usize>,
    /// The event; none if a newer version of the program wrote something that this one does not know.
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
    seen: &'a Seen,
    more: usize,
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
    seen: Seen,
    more: usize,
    body: Box<RawValue>,
}

/// The layout version alone; whatever else a newer version has added is ignored.
#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// The fields that every layout version keeps.
#[derive(Deserialize)]
struct Identity {
    id: EventId,
    clock: Clock,
    prev: Option<String>,
}

/// Writes an event after the one whose hash is `prev`. Gives back its bytes and their hash.
pub(super) fn write<B: Body>(event: &Event<B>, prev: Option<&str>) -> Result<(Vec<u8>, String), ron::Error> {
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
        seen: &stamp.seen,
        more: event.more,
        body: &body,
    };
    let pretty = ron::ser::PrettyConfig::new().depth_limit(1).new_line("\n");
    let text = ron::ser::to_string_pretty(&writing, pretty)? + "\n";
    let hash = sha256(text.as_bytes());
    Ok((format!("{HASH_MARK}{hash}\n{text}").into_bytes(), hash))
}

/// Reads an event, checking everything: the bytes may come from anywhere.
pub(super) fn read<B: Body>(bytes: &[u8]) -> Result<Read<B>, (ProblemKind, String)> {
    let broken = |reason: String| (ProblemKind::Broken, reason);
    if bytes.iter().all(|byte| *byte == 0) {
        return Err((ProblemKind::Empty, "the file is empty".to_owned()));
    }
    if bytes.len() as u64 > MAX_EVENT {
        return Err((ProblemKind::TooLarge, format!("larger than {MAX_EVENT} bytes")));
    }
    let (text, hash) = read_hash_line(bytes).map_err(broken)?;
    let hash = hash.to_owned();
    let ron_error = |error: ron::error::SpannedError| broken(error.to_string());
    let Version { v } = ron::from_str(text).map_err(ron_error)?;
    if v > VERSION {
        let newer = |error: ron::error::SpannedError| (ProblemKind::Newer, error.to_string());
        let Identity { id, clock, prev } = ron::from_str(text).map_err(newer)?;
        return Ok(Read { hash, id, prev, clock, more: None, event: None });
    }
    let reading: Reading = ron::from_str(text).map_err(ron_error)?;
    let EventId(writer, seq) = &reading.id;
    if reading.v != VERSION || *seq == 0 || !is_writer(&writer.0) {
        return Err(broken("no such version, writer or number".to_owned()));
    }
    let stamp = Stamp {
        id: reading.id.clone(),
        by: reading.by,
        at: reading.at,
        clock: reading.clock,
        seen: reading.seen,
    };
    // The hash fits, so what can't be understood was written that way: by a newer version.
    let event = match reading.body.into_rust::<B>() {
        Ok(body) if body.kind() != reading.jenis => {
            return Err(broken(format!("the kind {:?} is not that of the body", reading.jenis)));
        }
        Ok(body) => Some(Event { stamp, body, more: reading.more }),
        Err(_) => None,
    };
    let Reading { id, prev, clock, more, .. } = reading;
    Ok(Read { hash, id, prev, clock, more: Some(more), event })
}

/// Reads a file of events: those that can be read, and the first fault of the file.
pub(super) fn read_file<B: Body>(bytes: &[u8]) -> (Vec<Read<B>>, Option<(ProblemKind, String)>) {
    let (mut events, mut fault) = (Vec::<Read<B>>::new(), None);
    for part in cut(bytes) {
        match read(part) {
            Ok(read) => events.push(read),
            Err(error) => fault = fault.or(Some(error)),
        }
    }
    let cut_off = events.last().and_then(|last| last.more).filter(|more| *more > 0);
    if let Some(more) = cut_off {
        fault = fault.or_else(|| Some((ProblemKind::Broken, format!("cut off before {more} more events"))));
    }
    (events, fault)
}

/// Whether a file holds events, each with its hash and none cut off, of whatever version.
pub fn is_whole(bytes: &[u8]) -> bool {
    bytes.len() as u64 <= MAX_EVENT && read_file::<Anything>(bytes).1.is_none()
}

/// Whether at least one event of a file can be read.
pub fn holds_events(bytes: &[u8]) -> bool {
    !read_file::<Anything>(bytes).0.is_empty()
}

/// A body that can't be read: every event reads as that of a newer version.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Anything {}

impl Body for Anything {
    fn kind(&self) -> &'static str {
        match *self {}
    }
}

/// 16 lower-case hex digits.
pub(super) fn is_writer(id: &str) -> bool {
    id.len() == 16 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Cuts events that lie end to end at their hash lines. A hash line can't stand within an event, since texts
/// in it have their line breaks escaped.
pub(super) fn cut(bytes: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let (mut start, mut line) = (0, 0);
    while let Some(end) = bytes[line..].iter().position(|byte| *byte == b'\n') {
        line += end + 1;
        if bytes[line..].starts_with(HASH_MARK.as_bytes()) {
            parts.push(&bytes[start..line]);
            start = line;
        }
    }
    parts.push(&bytes[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::cycle::{Change, WriterId};
    use crate::sop::StepNo;

    fn written(text: &str) -> (Event<Change>, Vec<u8>) {
        let at = DateTime::parse_from_rfc3339("2026-08-03T08:00:00.123456789+07:00").unwrap();
        let id = EventId(WriterId("0123456789abcdef".to_owned()), 42);
        let seen = BTreeMap::from([(WriterId("f".repeat(16)), 3)]).into();
        let (by, clock) = ("Siti \"TU\"".to_owned(), Clock(1_785_718_800_123, 7));
        let stamp = Stamp { id, by, at, clock, seen };
        let body = Change::NoteAdded { step: Some(StepNo(3)), text: text.to_owned() };
        let event = Event { stamp, body, more: 0 };
        let (bytes, _) = write(&event, Some("ab")).unwrap();
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
        assert_eq!(cut(twice.as_bytes()), [text.as_bytes(), text.as_bytes()]);
    }

    /// Three events of one action.
    fn action() -> (Vec<Vec<u8>>, Vec<u8>) {
        let event = |(seq, more)| {
            let (mut event, _) = written("isi");
            event.stamp.id.1 = seq;
            write(&Event { more, ..event }, None).unwrap().0
        };
        let events: Vec<_> = [(1, 2), (2, 1), (3, 0)].into_iter().map(event).collect();
        let file = events.concat();
        (events, file)
    }

    #[test]
    fn events_of_one_action_share_a_file_that_shows_when_some_are_missing() {
        let (events, file) = action();
        let (read, fault) = read_file::<Change>(&file);
        assert_eq!((read.iter().map(|read| read.id.1).collect::<Vec<_>>(), fault), (vec![1, 2, 3], None));
        for len in 0..file.len() {
            let (read, fault) = read_file::<Change>(&file[..len]);
            let whole = (1..=3).take_while(|n| events[..*n].concat().len() <= len).count();
            // The first bytes of a hash line are not recognised as one, and spoil the event before.
            assert!(read.len() == whole || read.len() + 1 == whole, "{len} bytes: {}", read.len());
            assert!(fault.is_some(), "{len} bytes");
        }
    }

    #[test]
    fn a_flipped_bit_costs_one_event_of_a_file_at_most_and_is_told() {
        let (_, mut file) = action();
        for bit in 0..file.len() * 8 {
            file[bit / 8] ^= 1 << (bit % 8);
            let (read, fault) = read_file::<Change>(&file);
            // A damaged hash line is not recognised, so its event is joined to the one before.
            assert!((1..3).contains(&read.len()) && fault.is_some(), "bit {bit}: {}", read.len());
            file[bit / 8] ^= 1 << (bit % 8);
        }
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

    /// An event with something in it replaced, under a hash line that fits.
    fn forged(from: &str, to: &str) -> Vec<u8> {
        let text = String::from_utf8(written("isi").1).unwrap();
        let (_, text) = text.split_once('\n').unwrap();
        assert!(text.contains(from), "{text}");
        let text = text.replacen(from, to, 1);
        format!("{HASH_MARK}{}\n{text}", sha256(text.as_bytes())).into_bytes()
    }

    #[test]
    fn a_fitting_hash_makes_no_nonsense_true() {
        for (from, to) in [
            ("v: 1", "v: 0"),
            ("42", "0"),
            ("0123456789abcdef", "0123456789abcde"),
            ("0123456789abcdef", "0123456789ABCDEF"),
            ("0123456789abcdef", "../../../../etc/"),
            ("note.added", "step.started"),
        ] {
            let read = read::<Change>(&forged(from, to));
            assert!(matches!(read, Err((ProblemKind::Broken, _))), "{to}: {read:?}");
        }
        assert!(read::<Change>(&forged("v: 1", "v: 2")).unwrap().event.is_none());
    }

    #[test]
    fn a_file_may_be_as_large_as_that_and_no_larger() {
        let room = MAX_EVENT as usize - written("").1.len();
        let full = written(&"x".repeat(room)).1;
        assert!(read::<Change>(&full).is_ok() && is_whole(&full));
        let larger = written(&"x".repeat(room + 1)).1;
        assert!(matches!(read::<Change>(&larger), Err((ProblemKind::TooLarge, _))) && !is_whole(&larger));
        // The file is too large, although each of its events is small.
        let small = written("isi").1;
        assert!(!is_whole(&small.repeat(MAX_EVENT as usize / small.len() + 1)));
    }

    #[test]
    fn a_file_is_whole_with_all_its_events_of_whatever_version() {
        let (events, file) = action();
        for whole in [&file, &forged("v: 1", "v: 2"), &forged("NoteAdded", "Unheard")] {
            assert!(is_whole(whole) && holds_events(whole));
        }
        let cut_off = &file[..file.len() - 1];
        assert!(!is_whole(cut_off) && holds_events(cut_off));
        let first = &events[0][..events[0].len() - 1];
        for nothing in [b"".as_slice(), b"catatan", first] {
            assert!(!is_whole(nothing) && !holds_events(nothing));
        }
    }
}

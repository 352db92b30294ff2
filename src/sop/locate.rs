//! Where in a RON text a value stands, by its path.
//!
//! RON reports the place of a syntax error, but a value that was read no longer knows where it came from. So
//! the text is walked once more, down one path only, and only when there is something to report.

use std::fmt;

use ron::value::RawValue;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

/// One step of a path into a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seg {
    /// Field of a struct.
    Field(&'static str),
    /// Item of a list, from 0.
    Item(usize),
}

impl From<&'static str> for Seg {
    fn from(field: &'static str) -> Self {
        Self::Field(field)
    }
}

impl From<usize> for Seg {
    fn from(item: usize) -> Self {
        Self::Item(item)
    }
}

/// Line and column, from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Position {
    pub(super) const START: Self = Self { line: 1, column: 1 };

    fn after(before: &str) -> Self {
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.chars().rev().take_while(|&c| c != '\n').count();
        Self { line, column }
    }
}

/// Position of the value at a path; where a field of the path was left out, position of its parent.
pub(super) fn locate(text: &str, path: &[Seg]) -> Position {
    let mut here = text;
    for &seg in path {
        match child(here, seg) {
            Some(value) => here = value,
            None => break,
        }
    }
    Position::after(&text[..offset(text, here)])
}

/// Text of the value at a path.
pub(super) fn value<'a>(text: &'a str, path: &[Seg]) -> Option<&'a str> {
    path.iter().try_fold(text, |here, &seg| child(here, seg))
}

/// Offset of a part that was borrowed from the text.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

fn child(text: &str, seg: Seg) -> Option<&str> {
    let value = match (ron::from_str(text).ok()?, seg) {
        (Node::Struct(fields), Seg::Field(name)) => fields.iter().find(|field| field.0 == name)?.1,
        (Node::List(items), Seg::Item(n)) => *items.get(n)?,
        _ => return None,
    };
    Some(value.trim().get_ron())
}

/// A value parsed one level deep; its parts still borrow from the text, so that their offsets are known.
enum Node<'a> {
    Struct(Vec<(String, &'a RawValue)>),
    List(Vec<&'a RawValue>),
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a struct or a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Node::Struct(fields))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }
}

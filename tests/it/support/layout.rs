//! Positions of things in the program's window, as the program writes them (`ui::levers::layout_dump`).

use std::collections::BTreeMap;
use std::path::Path;

/// A position in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// A named rectangle in pixels of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f32,
    pub y: f32,
    pub w: f32,
    pub h: f32,
}

impl Rect {
    pub fn centre(self) -> Point {
        self.at(0.5, 0.5)
    }

    /// The point at a share of the rectangle's width and height.
    pub fn at(self, x: f32, y: f32) -> Point {
        Point { x: self.x + self.w * x, y: self.y + self.h * y }
    }
}

/// Everything visible at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout(BTreeMap<String, Rect>);

impl Layout {
    /// Reads the window's layout dump; empty before its first frame.
    pub fn read(file: &Path) -> Self {
        Self::parse(&std::fs::read_to_string(file).unwrap_or_default())
    }

    pub fn parse(text: &str) -> Self {
        Self(
            text.lines()
                .map(|line| parse_line(line).unwrap_or_else(|| panic!("layout line {line:?}")))
                .collect(),
        )
    }

    pub fn get(&self, name: &str) -> Option<Rect> {
        self.0.get(name).copied()
    }

    /// All rectangles whose names begin with `kind`.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = Rect> {
        self.0.iter().filter(move |(name, _)| name.starts_with(kind)).map(|(_, rect)| *rect)
    }

    /// The names in order, for error messages.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

fn parse_line(line: &str) -> Option<(String, Rect)> {
    let mut fields = line.split('\t');
    let name = fields.next()?.to_owned();
    let mut number = || fields.next()?.parse().ok();
    let rect = Rect { x: number()?, y: number()?, w: number()?, h: number()? };
    fields.next().is_none().then_some((name, rect))
}

#[test]
fn a_layout_is_read_back() {
    let layout = Layout::parse("step:6\t10.0\t20.5\t300.0\t40.0\nsheet\t0.0\t0.0\t1366.0\t768.0\n");
    assert_eq!(layout.get("step:6").map(Rect::centre), Some(Point { x: 160.0, y: 40.5 }));
    assert_eq!(layout.get("step:7"), None);
    assert_eq!(layout.of_kind("step:").count(), 1);
    assert_eq!(layout.names().collect::<Vec<_>>(), ["sheet", "step:6"]);
}

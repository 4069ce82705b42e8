//! Where everything stands.
//!
//! In: the sizes of boxes, and wires between heights on them. Out: rectangles and lines. What is connected
//! is laid out in layers from left to right, what is referred to first; lines run between the layers and
//! through gaps that are kept for them in a layer, so none crosses a box. Must not know what a table is.

mod arrange;
mod layer;
mod making;
mod pack;
mod part;
mod route;

use std::collections::BTreeMap;

/// A box, before it has a place.
pub(super) struct Shape {
    pub(super) width: i64,
    pub(super) height: i64,
    /// Boxes of one group stand together in a frame; `None` is no group.
    pub(super) group: Option<usize>,
}

/// What connects two boxes.
pub(super) struct Wire {
    pub(super) from: usize,
    /// How far below the top of its box it starts.
    pub(super) from_y: i64,
    pub(super) to: usize,
    pub(super) to_y: i64,
    /// Whether it had better not be the one that runs against the direction.
    pub(super) is_firm: bool,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rect {
    pub(super) x: i64,
    pub(super) y: i64,
    pub(super) width: i64,
    pub(super) height: i64,
}

/// A place.
pub(super) type Point = (i64, i64);

/// A line with everything that joins it on the way to one end.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Net {
    /// The wires that it consists of.
    pub(super) wires: Vec<usize>,
    /// Its pieces, each from the start of a wire in the direction of its end.
    pub(super) pieces: Vec<Vec<Point>>,
    /// Where it ends.
    pub(super) end: End,
    /// Where its wires start, in their order.
    pub(super) starts: Vec<End>,
}

/// Where a line meets a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct End {
    pub(super) at: Point,
    pub(super) side: Side,
}

/// A side of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// A picture without its words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) width: i64,
    pub(super) height: i64,
    /// In the order of the shapes.
    pub(super) boxes: Vec<Rect>,
    /// The frame of each group that has one.
    pub(super) frames: BTreeMap<usize, Rect>,
    pub(super) nets: Vec<Net>,
}

/// The height of the title of a frame.
pub(super) const TITLE: i64 = 28;
/// The distance of a frame from what is in it.
pub(super) const PADDING: i64 = 14;
/// What stays empty around everything, and between parts.
const MARGIN: i64 = 24;

/// Gives everything a place.
pub(super) fn layout(shapes: &[Shape], wires: &[Wire]) -> Layout {
    let mut parts: Vec<part::Part> = pack::parts(shapes, wires)
        .iter()
        .map(|members| making::make(members, shapes, wires))
        .collect();
    // The largest first: small ones fill what it leaves.
    parts.sort_by_key(|part| (-part.height, -part.width));
    let sizes: Vec<(i64, i64)> = parts
        .iter()
        .map(|part| (part.width + 2 * MARGIN, part.height + 2 * MARGIN))
        .collect();
    let places = pack::pack(&sizes);
    let empty = Rect {
        x: 0,
        y: 0,
        width: 0,
        height: 0,
    };
    let mut layout = Layout {
        width: 2 * MARGIN,
        height: 2 * MARGIN,
        boxes: vec![empty; shapes.len()],
        frames: BTreeMap::new(),
        nets: Vec::new(),
    };
    for ((part, size), place) in parts.into_iter().zip(sizes).zip(places) {
        layout.width = layout.width.max(place.0 + size.0);
        layout.height = layout.height.max(place.1 + size.1);
        part.put(&mut layout, (place.0 + MARGIN, place.1 + MARGIN));
    }
    layout
}

impl Rect {
    pub(super) const fn right(&self) -> i64 {
        self.x + self.width
    }

    pub(super) const fn bottom(&self) -> i64 {
        self.y + self.height
    }

    const fn moved(self, by: Point) -> Self {
        Self {
            x: self.x + by.0,
            y: self.y + by.1,
            ..self
        }
    }
}

//! One part of the picture: boxes that belong together, with their places.
//!
//! In: what was placed. Out: the same from zero, and then at its place in the picture. Must not know how a place
//! is found.

use super::{Layout, Net, PADDING, Point, Rect, TITLE};

/// A part with its places.
#[derive(Default)]
pub(super) struct Part {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) boxes: Vec<(usize, Rect)>,
    pub(super) frames: Vec<(usize, Rect)>,
    pub(super) nets: Vec<Net>,
}

impl Part {
    /// Moves everything so that it starts at zero.
    pub(super) fn starting_at_zero(mut self) -> Self {
        let lines = self.nets.iter().flat_map(|net| net.pieces.iter().flatten());
        let rects = self.boxes.iter().chain(&self.frames);
        let corners = rects.flat_map(|(_, rect)| [(rect.x, rect.y), (rect.right(), rect.bottom())]);
        let points: Vec<Point> = corners.chain(lines.copied()).collect();
        let least = |of: fn(&Point) -> i64| points.iter().map(of).min().unwrap_or(0);
        let most = |of: fn(&Point) -> i64| points.iter().map(of).max().unwrap_or(0);
        let (x, y) = (least(|point| point.0), least(|point| point.1));
        self.width = most(|point| point.0) - x;
        self.height = most(|point| point.1) - y;
        self.shift((-x, -y));
        self
    }

    fn shift(&mut self, by: Point) {
        for (_, rect) in self.boxes.iter_mut().chain(&mut self.frames) {
            *rect = rect.moved(by);
        }
        let moved = |point: Point| (point.0 + by.0, point.1 + by.1);
        for net in &mut self.nets {
            for point in net.pieces.iter_mut().flatten() {
                *point = moved(*point);
            }
            net.end.at = moved(net.end.at);
            for start in &mut net.starts {
                start.at = moved(start.at);
            }
        }
    }

    /// Adds it to the picture, with its corner there.
    pub(super) fn put(mut self, layout: &mut Layout, corner: Point) {
        self.shift(corner);
        for (at, rect) in self.boxes {
            layout.boxes[at] = rect;
        }
        layout.frames.extend(self.frames);
        layout.nets.extend(self.nets);
    }
}

/// What surrounds all of them, with room for a title.
pub(super) fn frame(boxes: impl Iterator<Item = Rect>) -> Option<Rect> {
    let around = |a: Rect, b: Rect| {
        let (x, y) = (a.x.min(b.x), a.y.min(b.y));
        Rect {
            x,
            y,
            width: a.right().max(b.right()) - x,
            height: a.bottom().max(b.bottom()) - y,
        }
    };
    let inside = boxes.reduce(around)?;
    Some(Rect {
        x: inside.x - PADDING,
        y: inside.y - TITLE,
        width: inside.width + 2 * PADDING,
        height: inside.height + TITLE + PADDING,
    })
}

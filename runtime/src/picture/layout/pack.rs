//! Which boxes are laid out together, and where such a part goes.
//!
//! In: wires and groups; sizes of parts. Out: lists of boxes; corners. Must not know what is inside of a part.

use std::collections::BTreeMap;

use super::{Shape, Wire};

/// What is laid out together.
#[derive(Default)]
pub(super) struct Members {
    pub(super) boxes: Vec<usize>,
    pub(super) wires: Vec<usize>,
}

/// Boxes that a wire or a group connects.
pub(super) fn parts(shapes: &[Shape], wires: &[Wire]) -> Vec<Members> {
    let mut leaders: Vec<usize> = (0..shapes.len()).collect();
    for wire in wires {
        join(&mut leaders, wire.from, wire.to);
    }
    let mut groups: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, shape) in shapes.iter().enumerate() {
        if let Some(group) = shape.group {
            let first = *groups.entry(group).or_insert(at);
            join(&mut leaders, first, at);
        }
    }
    let mut parts: BTreeMap<usize, Members> = BTreeMap::new();
    for at in 0..shapes.len() {
        let part = parts.entry(leader(&mut leaders, at)).or_default();
        part.boxes.push(at);
    }
    for (at, wire) in wires.iter().enumerate() {
        let part = parts.entry(leader(&mut leaders, wire.from)).or_default();
        part.wires.push(at);
    }
    parts.into_values().collect()
}

fn join(leaders: &mut [usize], a: usize, b: usize) {
    let (a, b) = (leader(leaders, a), leader(leaders, b));
    leaders[a.max(b)] = a.min(b);
}

fn leader(leaders: &mut [usize], mut at: usize) -> usize {
    while leaders[at] != at {
        leaders[at] = leaders[leaders[at]];
        at = leaders[at];
    }
    at
}

/// The corners of rectangles that do not overlap, in a shape somewhat wider than high. Each goes where
/// it reaches down the least.
pub(super) fn pack(sizes: &[(i64, i64)]) -> Vec<(i64, i64)> {
    let area: i64 = sizes.iter().map(|(width, height)| width * height).sum();
    let widest = sizes.iter().map(|(width, _)| *width).max().unwrap_or(0);
    let width = widest.max((area * 8 / 5).isqrt());
    // What is taken so far, as steps from left to right: where one starts, and how far down it reaches.
    let mut steps: Vec<(i64, i64)> = vec![(0, 0)];
    let mut places = Vec::new();
    for (own, height) in sizes {
        let fits = (0..steps.len()).filter(|at| steps[*at].0 + own <= width);
        let best = fits
            .map(|at| (depth(&steps, at, *own), steps[at].0))
            .min()
            .unwrap_or_default();
        let (y, x) = best;
        places.push((x, y));
        lower(&mut steps, x, *own, y + height);
    }
    places
}

/// How far down everything reaches between the start of a step and so much further.
fn depth(steps: &[(i64, i64)], at: usize, width: i64) -> i64 {
    let end = steps[at].0 + width;
    let under = steps[at..].iter().take_while(|(x, _)| *x < end);
    under.map(|(_, y)| *y).max().unwrap_or(0)
}

fn lower(steps: &mut Vec<(i64, i64)>, x: i64, width: i64, y: i64) {
    let end = x + width;
    let behind = steps.iter().rfind(|(start, _)| *start <= end);
    let after = (end, behind.map_or(0, |(_, y)| *y));
    steps.retain(|(start, _)| *start < x || *start > end);
    let at = steps.partition_point(|(start, _)| *start < x);
    steps.splice(at..at, [(x, y), after]);
}

//! How the boxes of one part are placed: in columns, with gaps for the lines that cross them.
//!
//! In: its boxes and wires. Out: their places, from zero. Must not know of other parts.

use std::collections::{BTreeMap, BTreeSet};

use super::arrange::{Node, arrange};
use super::layer::{Graph, columns};
use super::pack::Members;
use super::part::{Part, frame};
use super::route::{Channel, Pin, route};
use super::{End, Net, PADDING, Point, Rect, Shape, Side, TITLE, Wire};

/// The room above and below a box.
const ROOM: i64 = 14;
/// The room above and below a line that crosses a column.
const GAP: i64 = 6;
/// What is not made into two columns, however narrow it is.
const LOW: i64 = 640;
/// What a column takes besides its boxes, as a guess.
const BESIDE: i64 = 130;

/// Wires with the same end on the same side, and the gaps that they take through columns.
struct Bundle {
    wires: Vec<usize>,
    to: usize,
    to_y: i64,
    way: Way,
    /// The first column with a gap, and the nodes of the gaps.
    first: usize,
    gaps: Vec<usize>,
}

/// On which side of its end a wire starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// In a column further left: it runs against the direction.
    Left,
    /// In the same column.
    Around,
    Right,
}

/// What is known while a part is made. Boxes are counted from zero here.
struct Making<'a> {
    shapes: Vec<&'a Shape>,
    /// With the ends as they are counted here.
    wires: Vec<(usize, usize, &'a Wire)>,
    layer: Vec<usize>,
    nodes: Vec<Node>,
    columns: Vec<Vec<usize>>,
    bundles: Vec<Bundle>,
}

pub(super) fn make(members: &Members, shapes: &[Shape], wires: &[Wire]) -> Part {
    let places: BTreeMap<usize, usize> = members
        .boxes
        .iter()
        .enumerate()
        .map(|(own, at)| (*at, own))
        .collect();
    let own = members.wires.iter().map(|at| {
        let wire = &wires[*at];
        (places[&wire.from], places[&wire.to], wire)
    });
    let shapes: Vec<&Shape> = members.boxes.iter().map(|at| &shapes[*at]).collect();
    let groups: BTreeSet<Option<usize>> = shapes.iter().map(|shape| shape.group).collect();
    let groups: Vec<Option<usize>> = groups.into_iter().collect();
    let graph = graph(&shapes, &own.clone().collect::<Vec<_>>(), &groups);
    let layer = columns(&graph);
    let nodes = graph.heights.iter().zip(&graph.lanes);
    let nodes = nodes.map(|(height, lane)| Node {
        lane: *lane,
        height: *height,
        top: 0,
        links: [Vec::new(), Vec::new()],
    });
    let mut making = Making {
        layer,
        nodes: nodes.collect(),
        columns: Vec::new(),
        bundles: Vec::new(),
        wires: own.collect(),
        shapes,
    };
    making.bundle();
    let lanes = making.lanes(&groups);
    arrange(&mut making.nodes, &mut making.columns, &lanes);
    making.straighten();
    making.finish(members, &groups)
}

fn graph(shapes: &[&Shape], wires: &[(usize, usize, &Wire)], groups: &[Option<usize>]) -> Graph {
    let heights: Vec<i64> = shapes.iter().map(|shape| shape.height + 2 * ROOM).collect();
    let lanes: Vec<usize> = shapes
        .iter()
        .map(|shape| groups.partition_point(|group| *group < shape.group))
        .collect();
    let mut targets: Vec<Vec<usize>> = vec![Vec::new(); shapes.len()];
    for firm in [true, false] {
        for (from, to, wire) in wires {
            if wire.is_firm == firm && from != to {
                targets[*from].push(*to);
            }
        }
    }
    let mut areas = vec![0; groups.len()];
    let mut limits = vec![0; groups.len()];
    for ((shape, height), lane) in shapes.iter().zip(&heights).zip(&lanes) {
        areas[*lane] += (shape.width + BESIDE) * height;
        limits[*lane] = limits[*lane].max(*height);
    }
    let area: i64 = areas.iter().sum();
    let whole = (area * 5 / 8).isqrt().max(LOW);
    for (limit, own) in limits.iter_mut().zip(areas) {
        *limit = (*limit).max(whole * own / area.max(1));
    }
    Graph {
        heights,
        lanes,
        limits,
        targets,
    }
}

impl Making<'_> {
    /// Joins wires with the same end, and links the nodes that they connect from column to column.
    fn bundle(&mut self) {
        let count = self.layer.iter().max().map_or(0, |last| last + 1);
        self.columns = vec![Vec::new(); count];
        for (at, layer) in self.layer.iter().enumerate() {
            self.columns[*layer].push(at);
        }
        let mut bundles: BTreeMap<(usize, i64, Way), Vec<usize>> = BTreeMap::new();
        for (at, (from, to, wire)) in self.wires.iter().enumerate() {
            let way = match self.layer[*from].cmp(&self.layer[*to]) {
                std::cmp::Ordering::Less => Way::Left,
                std::cmp::Ordering::Equal => Way::Around,
                std::cmp::Ordering::Greater => Way::Right,
            };
            bundles.entry((*to, wire.to_y, way)).or_default().push(at);
        }
        for ((to, to_y, way), wires) in bundles {
            let starts = wires.iter().map(|wire| self.layer[self.wires[*wire].0]);
            let end = self.layer[to];
            let between = match way {
                Way::Left => starts.min().map_or(end, |least| least + 1)..end,
                Way::Around => end..end,
                Way::Right => end + 1..starts.max().unwrap_or(end),
            };
            let first = between.start;
            let gaps: Vec<usize> = between.map(|layer| self.gap(to, layer)).collect();
            let bundle = Bundle {
                wires,
                to,
                to_y,
                way,
                first,
                gaps,
            };
            self.link(&bundle);
            self.bundles.push(bundle);
        }
    }

    fn gap(&mut self, to: usize, layer: usize) -> usize {
        self.nodes.push(Node {
            lane: self.nodes[to].lane,
            height: 2 * GAP,
            top: 0,
            links: [Vec::new(), Vec::new()],
        });
        self.columns[layer].push(self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    fn link(&mut self, bundle: &Bundle) {
        let end = (bundle.to, ROOM + bundle.to_y);
        let mut pairs = Vec::new();
        let mut chain: Vec<(usize, i64)> = bundle.gaps.iter().map(|gap| (*gap, GAP)).collect();
        match bundle.way {
            Way::Around => return,
            Way::Left => chain.push(end),
            Way::Right => chain.insert(0, end),
        }
        pairs.extend(chain.windows(2).map(|two| (two[0], two[1])));
        for wire in &bundle.wires {
            let (from, _, wire) = self.wires[*wire];
            let start = (from, ROOM + wire.from_y);
            let layer = self.layer[from];
            pairs.push(match bundle.way {
                Way::Left => (start, chain[layer + 1 - bundle.first]),
                _ => (chain[layer - bundle.first], start),
            });
        }
        for ((left, left_y), (right, right_y)) in pairs {
            self.nodes[right].links[0].push((left, left_y - right_y));
            self.nodes[left].links[1].push((right, right_y - left_y));
        }
    }

    /// From where to where each lane goes.
    fn lanes(&self, groups: &[Option<usize>]) -> Vec<(i64, i64)> {
        let mut heights = vec![0; groups.len()];
        for column in &self.columns {
            let mut own = vec![0; groups.len()];
            for at in column {
                own[self.nodes[*at].lane] += self.nodes[*at].height;
            }
            for (height, own) in heights.iter_mut().zip(own) {
                *height = own.max(*height);
            }
        }
        let mut lanes = Vec::new();
        let mut first = 0;
        for (height, group) in heights.iter().zip(groups) {
            // The room around boxes is part of the padding.
            let (above, below) = group.map_or((0, 0), |_| (TITLE, PADDING));
            lanes.push((first + above, first + above + height));
            first += above + height + below;
        }
        lanes
    }

    /// Puts boxes on a raster, and gaps level with where their line comes from, where nothing is in the way.
    /// Heights differ by what they are of, so that two lines hardly ever lie on one another.
    fn straighten(&mut self) {
        let count = self.shapes.len();
        for node in &mut self.nodes[..count] {
            node.top = node.top.div_euclid(4) * 4;
        }
        for (layer, column) in self.columns.iter().enumerate() {
            let odd = i64::from(layer % 2 == 1) * 4;
            for at in column.iter().filter(|at| **at >= count) {
                let y = self.nodes[*at].top + GAP;
                self.nodes[*at].top = (y - odd + 4).div_euclid(8) * 8 + odd - GAP;
            }
        }
        let mut place = vec![0; self.nodes.len()];
        for column in &self.columns {
            for (at, node) in column.iter().enumerate() {
                place[*node] = at;
            }
        }
        for bundle in &self.bundles {
            let mut y = self.nodes[bundle.to].top + ROOM + bundle.to_y;
            let chain = bundle.gaps.iter().enumerate();
            let chain: Vec<(usize, &usize)> = match bundle.way {
                Way::Left => chain.rev().collect(),
                _ => chain.collect(),
            };
            for (at, gap) in chain {
                let column = &self.columns[bundle.first + at];
                let above = place[*gap].checked_sub(1).map(|at| &self.nodes[column[at]]);
                let below = column.get(place[*gap] + 1).map(|at| &self.nodes[*at]);
                let is_free = above.is_none_or(|node| node.top + node.height <= y)
                    && below.is_none_or(|node| y <= node.top);
                // Another lane begins behind the first and the last of this one.
                let is_inside = above.is_some_and(|node| node.lane == self.nodes[*gap].lane)
                    && below.is_some_and(|node| node.lane == self.nodes[*gap].lane);
                let is_near = (self.nodes[*gap].top + GAP - y).abs() <= 40;
                if is_free && (is_inside || is_near) {
                    self.nodes[*gap].top = y - GAP;
                }
                y = self.nodes[*gap].top + GAP;
            }
        }
    }

    /// Where a wire or a bundle meets a column.
    fn pin(&self, node: usize, y: i64, side: Side) -> Pin {
        let room = if node < self.shapes.len() { ROOM } else { 0 };
        Pin {
            node,
            y: self.nodes[node].top + room + y,
            side,
        }
    }

    fn channels(&self) -> Vec<Vec<Channel>> {
        let mut channels: Vec<Vec<Channel>> = vec![Vec::new(); self.columns.len()];
        for (net, bundle) in self.bundles.iter().enumerate() {
            let mut own: BTreeMap<usize, Channel> = BTreeMap::new();
            let layer = self.layer[bundle.to];
            let (near, far) = match bundle.way {
                Way::Left => (Side::Right, Side::Left),
                Way::Right => (Side::Left, Side::Right),
                Way::Around => (Side::Left, Side::Left),
            };
            let source = |channel: usize| {
                let column = channel + usize::from(bundle.way == Way::Left);
                if column == layer {
                    self.pin(bundle.to, bundle.to_y, near)
                } else {
                    self.pin(bundle.gaps[column - bundle.first], GAP, near)
                }
            };
            let pins = bundle.wires.iter().map(|wire| {
                let (from, _, wire) = self.wires[*wire];
                (self.layer[from], self.pin(from, wire.from_y, far))
            });
            let gaps = bundle.gaps.iter().enumerate();
            let gaps = gaps.map(|(at, gap)| (bundle.first + at, self.pin(*gap, GAP, far)));
            for (column, pin) in pins.chain(gaps) {
                let channel = column - usize::from(bundle.way == Way::Right);
                let entry = own
                    .entry(channel)
                    .or_insert_with(|| Channel::new(net, source(channel)));
                entry.pins.push(pin);
            }
            for (channel, entry) in own {
                channels[channel].push(entry);
            }
        }
        channels
    }

    fn finish(self, members: &Members, groups: &[Option<usize>]) -> Part {
        let channels = self.channels();
        let count = self.shapes.len();
        let routes: Vec<_> = channels.iter().map(|nets| route(nets)).collect();
        // From where to where each column goes, and where the lines behind it start.
        let (mut x, mut spans) = (0, Vec::new());
        for (column, route) in self.columns.iter().zip(&routes) {
            let boxes = column.iter().filter(|at| **at < count);
            let width = boxes.map(|at| self.shapes[*at].width).max().unwrap_or(0);
            spans.push((x, x + width));
            x += width + route.width;
        }
        let bounds = |at: usize| Rect {
            x: spans[self.layer[at]].0,
            y: self.nodes[at].top + ROOM,
            width: self.shapes[at].width,
            height: self.shapes[at].height,
        };
        let column_of: BTreeMap<usize, usize> = self
            .columns
            .iter()
            .enumerate()
            .flat_map(|(at, column)| column.iter().map(move |node| (*node, at)))
            .collect();
        let meets = |pin: &Pin| -> i64 {
            let span = spans[column_of[&pin.node]];
            let right = if pin.node < count {
                bounds(pin.node).right()
            } else {
                span.1
            };
            // The pin is on the left of the channel when it is on the right of its box.
            if pin.side == Side::Left {
                right
            } else {
                span.0
            }
        };
        let mut nets: Vec<Net> = Vec::new();
        for bundle in &self.bundles {
            let side = match bundle.way {
                Way::Left => Side::Left,
                Way::Around | Way::Right => Side::Right,
            };
            let start = match bundle.way {
                Way::Right => Side::Left,
                Way::Around | Way::Left => Side::Right,
            };
            let end = |node: usize, y: i64, side: Side| {
                let own = bounds(node);
                let x = if side == Side::Left {
                    own.x
                } else {
                    own.right()
                };
                End {
                    at: (x, own.y + y),
                    side,
                }
            };
            let starts = bundle.wires.iter().map(|wire| {
                let (from, _, wire) = self.wires[*wire];
                end(from, wire.from_y, start)
            });
            nets.push(Net {
                wires: bundle.wires.iter().map(|at| members.wires[*at]).collect(),
                pieces: Vec::new(),
                end: end(bundle.to, bundle.to_y, side),
                starts: starts.collect(),
            });
        }
        for (at, (channel, route)) in channels.iter().zip(&routes).enumerate() {
            for (entry, track) in channel.iter().zip(&route.tracks) {
                let track = spans[at].1 + track;
                let source = (meets(&entry.source), entry.source.y);
                for pin in &entry.pins {
                    // A gap is crossed by the line that comes from its other side.
                    let span = spans[column_of[&pin.node]];
                    let x = match pin.side {
                        _ if pin.node < count => meets(pin),
                        Side::Left => span.0,
                        Side::Right => span.1,
                    };
                    nets[entry.net]
                        .pieces
                        .push(piece((x, pin.y), track, source));
                }
            }
        }
        let boxes: Vec<(usize, Rect)> = (0..count)
            .map(|at| (members.boxes[at], bounds(at)))
            .collect();
        let frames = groups.iter().enumerate().filter_map(|(lane, group)| {
            let own = (0..count).filter(|at| self.nodes[*at].lane == lane);
            Some(((*group)?, frame(own.map(bounds))?))
        });
        Part {
            frames: frames.collect(),
            boxes,
            nets,
            ..Part::default()
        }
        .starting_at_zero()
    }
}

fn piece(from: Point, track: i64, to: Point) -> Vec<Point> {
    if from.1 == to.1 {
        return vec![from, to];
    }
    vec![from, (track, from.1), (track, to.1), to]
}

//! Lines between two columns.
//!
//! In: the lines that pass between them, and at what heights they come and go. Out: for each its upright
//! piece, in an order that lets few of them cross. Must not know what a line connects.

use super::Side;

/// A line between two columns: everything on it runs to one source.
#[derive(Debug, Clone)]
pub(super) struct Channel {
    pub(super) net: usize,
    pub(super) source: Pin,
    pub(super) pins: Vec<Pin>,
}

/// Where a line meets a column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pin {
    pub(super) node: usize,
    pub(super) y: i64,
    /// The side of the channel.
    pub(super) side: Side,
}

/// How far from the column each upright piece is, and how wide the channel is.
pub(super) struct Route {
    pub(super) tracks: Vec<i64>,
    pub(super) width: i64,
}

/// The room between a column and the first line, for the marks at the ends.
const ROOM: i64 = 28;
/// The distance between lines.
const STEP: i64 = 9;
/// How far apart pieces must be that stand one below the other.
const APART: i64 = 8;
/// How often neighbours are compared, at most.
const PASSES: usize = 12;
/// What two lines that lie on one another count, in crossings.
const OVERLAP: usize = 4;

/// What the order depends on.
struct Piece {
    at: usize,
    /// Sorted heights on the left and on the right.
    left: Vec<i64>,
    right: Vec<i64>,
    top: i64,
    bottom: i64,
}

impl Channel {
    pub(super) const fn new(net: usize, source: Pin) -> Self {
        Self {
            net,
            source,
            pins: Vec::new(),
        }
    }

    fn piece(&self, at: usize) -> Piece {
        let on = |side: Side| {
            let pins = self.pins.iter().chain([&self.source]);
            let own = pins.filter(|pin| pin.side == side).map(|pin| pin.y);
            let mut own: Vec<i64> = own.collect();
            own.sort_unstable();
            own
        };
        let (left, right) = (on(Side::Left), on(Side::Right));
        let ys = || left.iter().chain(&right).copied();
        let top = ys().min().unwrap_or_default();
        let bottom = ys().max().unwrap_or_default();
        Piece {
            at,
            top,
            bottom,
            left,
            right,
        }
    }
}

/// Orders the lines of a channel.
pub(super) fn route(nets: &[Channel]) -> Route {
    let mut tracks = vec![0; nets.len()];
    if nets.is_empty() {
        return Route {
            tracks,
            width: ROOM,
        };
    }
    let pieces = nets.iter().enumerate().map(|(at, net)| net.piece(at));
    // A line that stays level needs no upright piece.
    let mut pieces: Vec<Piece> = pieces.filter(|piece| piece.top < piece.bottom).collect();
    pieces.sort_by_key(Piece::rank);
    for _ in 0..PASSES {
        let mut has_changed = false;
        for at in 1..pieces.len() {
            let (a, b) = (&pieces[at - 1], &pieces[at]);
            if b.crossings_before(a) < a.crossings_before(b) {
                pieces.swap(at - 1, at);
                has_changed = true;
            }
        }
        if !has_changed {
            break;
        }
    }
    let mut taken: Vec<i64> = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        let before = pieces[..at].iter().zip(&taken);
        let beside = before.filter(|(other, _)| {
            piece.top < other.bottom + APART && other.top < piece.bottom + APART
        });
        let track = beside.map(|(_, track)| track + 1).max().unwrap_or(0);
        taken.push(track);
        tracks[piece.at] = ROOM + track * STEP;
    }
    let last = taken.iter().max().copied().unwrap_or(0);
    Route {
        tracks,
        width: 2 * ROOM + last * STEP,
    }
}

impl Piece {
    /// Lines that go down: the lowest first. Then those that go up: the highest first. So none of
    /// a kind crosses another of it.
    fn rank(&self) -> (bool, i64, usize) {
        let mean = |ys: &[i64]| {
            let count = i64::try_from(ys.len()).unwrap_or(1).max(1);
            ys.iter().sum::<i64>() / count
        };
        let (left, right) = (mean(&self.left), mean(&self.right));
        let is_up = right < left;
        (is_up, if is_up { left } else { -left }, self.at)
    }

    /// How often both cross when this one is further left.
    fn crossings_before(&self, other: &Self) -> usize {
        let overlaps = self
            .right
            .iter()
            .filter(|y| other.left.binary_search(y).is_ok());
        within(&self.right, other.top, other.bottom)
            + within(&other.left, self.top, self.bottom)
            + OVERLAP * overlaps.count()
    }
}

/// How many of the heights are between two others.
fn within(ys: &[i64], top: i64, bottom: i64) -> usize {
    ys.partition_point(|y| *y <= bottom) - ys.partition_point(|y| *y < top)
}

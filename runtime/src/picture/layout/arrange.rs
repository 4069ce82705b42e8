//! Where in its column a node stands.
//!
//! In: nodes in columns and lanes, and the links between neighbouring columns. Out: the top of each node. A
//! node wants to be level with what it is linked to; those of a column give way to one another as little as they can.

/// A box, or the gap that a line takes through a column.
pub(super) struct Node {
    pub(super) lane: usize,
    /// With the room around it.
    pub(super) height: i64,
    pub(super) top: i64,
    /// What it is linked to in the column before and in the one behind: the node, and how much lower this
    /// one's top is when the link is level.
    pub(super) links: [Vec<(usize, i64)>; 2],
}

/// How often all columns are gone through.
const ROUNDS: usize = 12;

/// Gives each node its top. Columns are lists of nodes, with those of a lane together, and say at the
/// end in what order they stand. `lanes` are the first height of each and the one behind its last.
pub(super) fn arrange(nodes: &mut [Node], columns: &mut [Vec<usize>], lanes: &[(i64, i64)]) {
    for column in columns.iter_mut() {
        settle(nodes, column, lanes, &[]);
    }
    let mut best = (length(nodes), tops(nodes), columns.to_vec());
    for round in 0..ROUNDS {
        // At first each column follows one neighbour, so that the order comes about; then both.
        let sides: &[usize] = match (round, round % 2) {
            (0..6, 0) => &[0],
            (0..6, _) => &[1],
            _ => &[0, 1],
        };
        if round % 2 == 0 {
            for column in columns.iter_mut() {
                settle(nodes, column, lanes, sides);
            }
        } else {
            for column in columns.iter_mut().rev() {
                settle(nodes, column, lanes, sides);
            }
        }
        let length = length(nodes);
        if length < best.0 {
            best = (length, tops(nodes), columns.to_vec());
        }
    }
    for (node, top) in nodes.iter_mut().zip(best.1) {
        node.top = top;
    }
    columns.clone_from_slice(&best.2);
}

fn tops(nodes: &[Node]) -> Vec<i64> {
    nodes.iter().map(|node| node.top).collect()
}

/// How far all lines run up and down.
fn length(nodes: &[Node]) -> i64 {
    let steps = nodes.iter().flat_map(|node| {
        let links = node.links[0].iter();
        links.map(|(other, lower)| (nodes[*other].top + lower - node.top).abs())
    });
    steps.sum()
}

fn settle(nodes: &mut [Node], column: &mut [usize], lanes: &[(i64, i64)], sides: &[usize]) {
    let mut wanted: Vec<(usize, i64, usize)> = column
        .iter()
        .map(|at| (nodes[*at].lane, wish(nodes, *at, sides), *at))
        .collect();
    // Stable: equal wishes leave the order as it is.
    wanted.sort_by_key(|(lane, wish, _)| (*lane, *wish));
    for (place, (.., node)) in column.iter_mut().zip(&wanted) {
        *place = *node;
    }
    for lane in wanted.chunk_by(|a, b| a.0 == b.0) {
        place(nodes, lane, lanes[lane[0].0]);
    }
}

/// The top that would make its links level, in the middle of all of them.
fn wish(nodes: &[Node], at: usize, sides: &[usize]) -> i64 {
    let links = sides.iter().flat_map(|side| &nodes[at].links[*side]);
    let mut tops: Vec<i64> = links
        .map(|(other, lower)| nodes[*other].top + lower)
        .collect();
    if tops.is_empty() {
        return nodes[at].top;
    }
    tops.sort_unstable();
    i64::midpoint(tops[tops.len() / 2], tops[(tops.len() - 1) / 2])
}

/// The tops nearest to what is wanted without an overlap: neighbours that would overlap are moved
/// as one block to the mean of their wishes, again and again.
fn place(nodes: &mut [Node], wanted: &[(usize, i64, usize)], (first, end): (i64, i64)) {
    // Each block: the sum of the wishes for its start, the number of nodes.
    let mut blocks: Vec<(i64, i64)> = Vec::new();
    let mut above = 0;
    for (_, wish, node) in wanted {
        let mut block = (wish - above, 1);
        while let Some(last) = blocks.pop_if(|last| last.0 * block.1 >= block.0 * last.1) {
            block = (block.0 + last.0, block.1 + last.1);
        }
        blocks.push(block);
        above += nodes[*node].height;
    }
    let starts = blocks.iter().flat_map(|(sum, count)| {
        let start = sum.div_euclid(*count);
        (0..*count).map(move |_| start)
    });
    let mut above_now = 0;
    for ((.., node), start) in wanted.iter().zip(starts) {
        nodes[*node].top = start.min(end - above).max(first) + above_now;
        above_now += nodes[*node].height;
    }
}

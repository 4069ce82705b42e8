//! In which column a box stands.
//!
//! In: the boxes of a part, and which of them refers to which. Out: a column for each, to the right of what it
//! refers to unless they refer to one another. Must not know where in a column a box stands.

/// What a part consists of.
pub(super) struct Graph {
    /// The height of each box, with the room around it.
    pub(super) heights: Vec<i64>,
    /// The lane of each box: groups stand one below the other.
    pub(super) lanes: Vec<usize>,
    /// How high each lane may become.
    pub(super) limits: Vec<i64>,
    /// What each box refers to, without itself, the firm ones first.
    pub(super) targets: Vec<Vec<usize>>,
}

/// How full the columns are, by lane.
struct Columns<'a> {
    graph: &'a Graph,
    used: Vec<Vec<i64>>,
}

/// The column of each box.
pub(super) fn columns(graph: &Graph) -> Vec<usize> {
    let order = targets_first(graph);
    let mut rank = vec![0; order.len()];
    for (at, node) in order.iter().enumerate() {
        rank[*node] = at;
    }
    let mut columns = Columns {
        graph,
        used: vec![Vec::new(); graph.limits.len()],
    };
    let mut layer = vec![0; order.len()];
    for node in &order {
        // What comes later is part of a circle.
        let targets = graph.targets[*node].iter();
        let before = targets.filter(|target| rank[**target] < rank[*node]);
        let least = before.map(|target| layer[*target] + 1).max().unwrap_or(0);
        layer[*node] = columns.take(*node, least);
    }
    draw_near(graph, &order, &rank, &mut layer, &mut columns);
    without_gaps(&mut layer);
    layer
}

impl Columns<'_> {
    fn room(&mut self, node: usize, layer: usize) -> &mut i64 {
        let lane = &mut self.used[self.graph.lanes[node]];
        if lane.len() <= layer {
            lane.resize(layer + 1, 0);
        }
        &mut lane[layer]
    }

    /// Whether the column has room. An empty one has, whatever the height.
    fn has_room(&mut self, node: usize, layer: usize) -> bool {
        let limit = self.graph.limits[self.graph.lanes[node]];
        let used = *self.room(node, layer);
        used == 0 || used + self.graph.heights[node] <= limit
    }

    /// The first column with room from there on, which is then taken.
    fn take(&mut self, node: usize, mut layer: usize) -> usize {
        while !self.has_room(node, layer) {
            layer += 1;
        }
        *self.room(node, layer) += self.graph.heights[node];
        layer
    }
}

/// The boxes in an order that has what a box refers to before it, circles apart.
fn targets_first(graph: &Graph) -> Vec<usize> {
    let count = graph.heights.len();
    let mut order = Vec::with_capacity(count);
    let mut is_seen = vec![false; count];
    for start in 0..count {
        // By hand: a chain of references can be longer than the stack is deep.
        let mut open = vec![(start, 0)];
        if std::mem::replace(&mut is_seen[start], true) {
            continue;
        }
        while let Some((node, next)) = open.pop() {
            let Some(target) = graph.targets[node].get(next) else {
                order.push(node);
                continue;
            };
            open.push((node, next + 1));
            if !std::mem::replace(&mut is_seen[*target], true) {
                open.push((*target, 0));
            }
        }
    }
    order
}

/// Moves what refers to nothing next to what refers to it.
fn draw_near(
    graph: &Graph,
    order: &[usize],
    rank: &[usize],
    layer: &mut [usize],
    columns: &mut Columns<'_>,
) {
    let mut nearest = vec![usize::MAX; order.len()];
    for node in order {
        for target in &graph.targets[*node] {
            if rank[*target] < rank[*node] {
                nearest[*target] = nearest[*target].min(layer[*node]);
            }
        }
    }
    for node in order {
        let is_root = graph.targets[*node]
            .iter()
            .all(|target| rank[*target] > rank[*node]);
        if !is_root || nearest[*node] == usize::MAX {
            continue;
        }
        *columns.room(*node, layer[*node]) -= graph.heights[*node];
        let between = (layer[*node]..nearest[*node]).rev();
        let own = layer[*node];
        let mut fitting = between.filter(|other| *other == own || columns.has_room(*node, *other));
        let best = fitting.next().unwrap_or(own);
        layer[*node] = best;
        *columns.room(*node, best) += graph.heights[*node];
    }
}

fn without_gaps(layer: &mut [usize]) {
    let mut taken = layer.to_vec();
    taken.sort_unstable();
    taken.dedup();
    for own in layer {
        *own = taken.partition_point(|other| other < own);
    }
}

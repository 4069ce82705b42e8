//! One topological sort with a fixed tie-break.

use std::collections::BTreeSet;

use super::action::Action;
use crate::model::ObjectId;

/// The order in which the actions run; or the actions on a circle.
///
/// Work stays on one table as long as it can; otherwise the lowest rank comes first.
pub(super) fn sort(actions: &[Action]) -> Result<Vec<usize>, Vec<usize>> {
    let mut waits: Vec<usize> = vec![0; actions.len()];
    let mut rather: Vec<usize> = vec![0; actions.len()];
    let mut followers: Vec<Vec<(usize, bool)>> = vec![Vec::new(); actions.len()];
    for (at, action) in actions.iter().enumerate() {
        waits[at] = action.after.len();
        for first in &action.after {
            followers[*first].push((at, true));
        }
        for first in action.rather_after.difference(&action.after) {
            rather[at] += 1;
            followers[*first].push((at, false));
        }
    }
    // Ready actions by rank, and by table and rank.
    let key = |at: usize| (&actions[at].rank, at);
    let by_table = |at: usize| (&actions[at].table, &actions[at].rank, at);
    let mut ready = BTreeSet::new();
    let mut ready_by_table = BTreeSet::new();
    let mut waiting: BTreeSet<_> = BTreeSet::new();
    for at in 0..actions.len() {
        if waits[at] == 0 && rather[at] == 0 {
            ready.insert(key(at));
            ready_by_table.insert(by_table(at));
        } else {
            waiting.insert(at);
        }
    }
    let lowest = (0, ObjectId::Namespace(String::new()));
    let mut order: Vec<usize> = Vec::with_capacity(actions.len());
    while order.len() < actions.len() {
        let same_table = order.last().and_then(|last| {
            let table = &actions[*last].table;
            let own = ready_by_table.range((table, &lowest, 0)..).next();
            own.filter(|entry| entry.0 == table).map(|entry| entry.2)
        });
        let next = match same_table.or_else(|| ready.first().map(|entry| entry.1)) {
            Some(next) => next,
            None => {
                // Only wishes can be given up.
                let freed = waiting
                    .iter()
                    .copied()
                    .filter(|at| waits[*at] == 0)
                    .min_by_key(|at| key(*at));
                let Some(freed) = freed else {
                    return Err(circle(actions, &waiting));
                };
                rather[freed] = 0;
                freed
            }
        };
        ready.remove(&key(next));
        ready_by_table.remove(&by_table(next));
        waiting.remove(&next);
        order.push(next);
        for (follower, is_needed) in &followers[next] {
            let count = if *is_needed {
                &mut waits[*follower]
            } else {
                &mut rather[*follower]
            };
            *count = count.saturating_sub(1);
            if waits[*follower] == 0 && rather[*follower] == 0 && waiting.remove(follower) {
                ready.insert(key(*follower));
                ready_by_table.insert(by_table(*follower));
            }
        }
    }
    Ok(order)
}

/// One circle among the actions that cannot start.
fn circle(actions: &[Action], waiting: &BTreeSet<usize>) -> Vec<usize> {
    let mut path: Vec<usize> = Vec::new();
    let mut at = waiting.first().copied();
    while let Some(here) = at {
        if let Some(start) = path.iter().position(|seen| *seen == here) {
            path.drain(..start);
            break;
        }
        path.push(here);
        at = actions[here]
            .after
            .iter()
            .copied()
            .find(|first| waiting.contains(first));
    }
    path.reverse();
    path
}

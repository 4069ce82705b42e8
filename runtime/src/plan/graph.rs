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
                // Only wishes can be given up, and only on a circle: what waits behind one keeps its own. Last goes a wish for
                // what the action depends on: such as a view that reads it.
                let stuck = circles(actions, &followers, &waiting);
                let freed = stuck.iter().copied().filter(|at| waits[*at] == 0);
                let depends = |at: usize| {
                    let mut wishes = actions[at].rather_after.iter();
                    wishes.any(|first| {
                        actions[at].depends_on.contains(first) && waiting.contains(first)
                    })
                };
                let Some(freed) = freed.min_by_key(|at| (depends(*at), key(*at))) else {
                    return Err(circle(actions, &stuck));
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

/// Actions on circles of waits and wishes, all of which wait for each other and for nothing else.
fn circles(
    actions: &[Action],
    followers: &[Vec<(usize, bool)>],
    waiting: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let reached = |seen: &mut BTreeSet<usize>, from: usize, next: &dyn Fn(usize) -> Vec<usize>| {
        let mut open = vec![from];
        while let Some(here) = open.pop() {
            if seen.insert(here) {
                open.extend(next(here).into_iter().filter(|at| waiting.contains(at)));
            }
        }
    };
    // Each search marks what is behind its start. What leads to the start of the last one was marked by that one, and so is on
    // a circle with it.
    let mut seen = BTreeSet::new();
    let mut last = None;
    for at in waiting {
        if !seen.contains(at) {
            let behind = |at: usize| followers[at].iter().map(|one| one.0).collect();
            reached(&mut seen, *at, &behind);
            last = Some(*at);
        }
    }
    let mut stuck = BTreeSet::new();
    if let Some(last) = last {
        let before = |at: usize| {
            let action = &actions[at];
            action.after.union(&action.rather_after).copied().collect()
        };
        reached(&mut stuck, last, &before);
    }
    stuck
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Action, sort};
    use crate::model::ObjectId;

    fn action(number: u8, rather_after: &[usize]) -> Action {
        let id = ObjectId::Namespace(number.to_string());
        Action {
            label: id.to_string(),
            rank: (number, id),
            table: None,
            after: BTreeSet::new(),
            rather_after: rather_after.iter().copied().collect(),
            depends_on: BTreeSet::new(),
        }
    }

    #[test]
    fn a_wish_behind_a_circle_is_kept() {
        let behind = [action(0, &[1]), action(1, &[2])];
        let circle = [action(2, &[3]), action(3, &[4]), action(4, &[2])];
        let actions: Vec<Action> = behind.into_iter().chain(circle).collect();
        assert_eq!(sort(&actions), Ok(vec![2, 1, 0, 4, 3]));
    }

    #[test]
    fn a_wish_for_what_the_action_depends_on_is_given_up_last() {
        let mut actions = [action(0, &[1]), action(1, &[0])];
        assert_eq!(sort(&actions), Ok(vec![0, 1]));
        actions[0].depends_on.insert(1);
        assert_eq!(sort(&actions), Ok(vec![1, 0]));
    }
}

//! What pairing does to views.

use crate::model::View;

/// Takes over what nobody states: owner and privileges always, settings and the comment where a
/// struct can leave them unsaid.
pub(super) fn adopt(view: &mut View, found: Option<&View>, states_all: bool) {
    view.kept.clear();
    let Some(found) = found else {
        return;
    };
    view.kept.clone_from(&found.kept);
    if states_all {
        return;
    }
    if view.comment.is_none() {
        view.comment.clone_from(&found.comment);
    }
    view.columns = found.remade_as(view).columns;
    view.columns.retain(|column| column.comment.is_some());
    if view.materialized == found.materialized {
        view.indexes.clone_from(&found.indexes);
        for (name, value) in &found.options {
            view.options
                .entry(name.clone())
                .or_insert_with(|| value.clone());
        }
    }
}

//! What `ANALYZE` told the planner of a table that is made anew: SQLite deletes it with the old one.
//!
//! In: a table before and after. Out: statements that let the rows of its statistics go over, those of the indexes that are the
//! same. Knows not what the rows say. See lang_analyze.html and fileformat2.html, section 2.6.

use super::canonical::WITHOUT_ROWID;
use super::ddl::statement;
use super::{literal, quote};
use crate::dialect::{Scene, Statement};
use crate::model::Table;

/// What lets the rows go before the old table goes, and what brings them back after it. The new table has its name then.
pub(super) fn keep(
    before: &Table,
    after: &Table,
    temporary: &str,
    scene: Scene<'_>,
) -> [Vec<Statement>; 2] {
    let tables = || scene.before.tables_of_statistics();
    let away = tables().map(|of| away(of, before, after, temporary));
    let back = tables().map(|of| {
        let (name, temporary) = (literal(&before.name.name), literal(temporary));
        let of = quote(of);
        format!("UPDATE {of} SET tbl = {name} WHERE tbl = {temporary}")
    });
    [away.collect::<Vec<_>>(), back.collect()]
        .map(|all| all.into_iter().map(|sql| statement(sql, scene)).collect())
}

/// The rows of the table itself, and of each index, with the name that this will have.
fn away(statistics: &str, before: &Table, after: &Table, temporary: &str) -> String {
    let (own, new) = (literal(&before.name.name), literal(temporary));
    let mut twins = vec!["SELECT NULL AS old, NULL AS new".to_owned()];
    let indexes = after.indexes.iter();
    let indexes = indexes.filter(|index| before.indexes.contains(index));
    let mut names: Vec<&str> = indexes.map(|index| index.name.text()).collect();
    let is_own_key = |table: &Table| table.is_set(WITHOUT_ROWID);
    if is_own_key(before) && is_own_key(after) && before.primary_key == after.primary_key {
        // The table is the index of its key, and has its name.
        names.push(&before.name.name);
    }
    twins.extend(names.into_iter().map(|name| {
        let name = literal(name);
        format!("SELECT {name}, {name}")
    }));
    // Those of constraints are numbered in the order of the text.
    let parts = |index: &str| {
        format!(
            "(SELECT json_group_array(json_array(name, \"desc\", coll)) FROM pragma_index_xinfo({index}, 'main') WHERE \"key\")"
        )
    };
    let automatic = literal(&format!("sqlite_autoindex_{temporary}"));
    let renamed = literal(&format!("sqlite_autoindex_{}", before.name.name));
    twins.push(format!(
        "SELECT o.name, {renamed} || substr(n.name, length({automatic}) + 1) \
         FROM pragma_index_list({own}, 'main') o JOIN pragma_index_list({new}, 'main') n ON {} = {} \
         WHERE o.origin <> 'c' AND n.origin <> 'c'",
        parts("o.name"),
        parts("n.name")
    ));
    format!(
        "UPDATE {} SET tbl = {new}, idx = twin.new FROM ({}) AS twin WHERE tbl = {own} AND idx IS twin.old",
        quote(statistics),
        twins.join(" UNION ALL ")
    )
}

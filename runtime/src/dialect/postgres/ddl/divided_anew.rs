//! Rows of a table that are divided another way.
//!
//! In: a table with all its partitions before and after. Out: statements that make the table anew beside the old one, move the
//! rows and let the old one go: PostgreSQL divides no table in place. Knows nothing of what other tables, views and triggers
//! have to do with it: that makes way before and comes back after (`plan/divided_anew.rs`).

use super::words::{list, literal, quote, table as named};
use super::{
    brief, constraint, exclusion, index, key, numbering, property, replica_identity, table,
};
use crate::dialect::{Lock, Obstacle, Rendered, Scene, Statement, division};
use crate::model::{Check, Column, Flavor, GRANTS, Object, Partitioning, Table, TableName, Target};

/// What the old table and what has a name beside it are called meanwhile, with a number behind it.
const OLD: &str = "_trueup_divided";

pub(super) fn alter(
    flavor: Flavor,
    from: &Table,
    to: &Table,
    scene: Scene<'_>,
) -> Result<Rendered, Obstacle> {
    let name = &to.name;
    let (Some(old), Some(new)) = (scene.before.table(name), scene.after.table(name)) else {
        return Ok(Rendered::default());
    };
    possible(from, old, new, scene)?;
    // Nobody knows the new table before the end, and it is asked for as it is then.
    let scene_of_new = Scene {
        before: scene.after,
        after: scene.after,
        is_new: true,
    };
    let aside = Aside::of(old);
    let mut statements = aside.statements(old, scene);
    statements.extend(table::create(flavor, &without_keys(new), scene_of_new)?.statements);
    statements.extend(aside.numbers(new));
    for sequence in &scene.after.sequences {
        if let Some((owner, column)) = &sequence.owned_by
            && owner == name
        {
            let sequence = named(&sequence.name);
            let sql = format!(
                "ALTER SEQUENCE {sequence} OWNED BY {}.{}",
                named(name),
                quote(column)
            );
            statements.push(Statement::new(sql));
        }
    }
    statements.push(aside.owner(new));
    statements.extend(aside.grants(new, scene));
    statements.push(moved(&aside.table, new));
    statements.push(brief(format!("DROP TABLE {}", named(&aside.table)), scene));
    statements.extend(keys(new, scene_of_new));
    let made = Object::Table(Box::new(new.clone()));
    Ok(replica_identity::after(
        statements.into(),
        &made,
        scene_of_new,
    ))
}

/// Refuses where something would be lost on the way, or the server would refuse the new form.
fn possible(from: &Table, old: &Table, new: &Table, scene: Scene<'_>) -> Result<(), Obstacle> {
    let name = &new.name;
    let is_told = from.partitions == old.partitions && division::is_whole(name, scene);
    let mut parts = old.partitions.iter();
    if !is_told || parts.any(|part| part.own.is_some()) {
        return Err(Obstacle::moves_rows(
            name,
            "rows are divided another way only where all partitions are ours, and have nothing that the table has not",
        ));
    }
    let Some(partitioning) = &new.partitioning else {
        return Ok(());
    };
    let Some(lacking) = lacking(new, partitioning) else {
        return Ok(());
    };
    Err(Obstacle::new(
        format!("{name}.{}", lacking.0),
        format!(
            "what allows no value twice holds the column `{}` in a table whose rows are divided by it",
            lacking.1
        ),
        "drop it, or add the column to it",
    ))
}

/// A key that does not hold a column by which rows are divided, and that column.
fn lacking(table: &Table, partitioning: &Partitioning) -> Option<(String, String)> {
    let used = table.columns.iter();
    let used: Vec<&str> = used
        .map(|column| column.name.as_str())
        .filter(|column| partitioning.uses(column))
        .collect();
    let primary = table.primary_key.iter();
    let primary = primary.map(|key| ("primary key".to_owned(), key.columns.clone()));
    let uniques = table.uniques.iter();
    let uniques = uniques.map(|unique| (unique.name.text().to_owned(), unique.columns.clone()));
    let indexes = table.indexes.iter().filter(|index| index.unique);
    let indexes = indexes.map(|index| {
        let columns = index.parts.iter().filter_map(|part| match &part.target {
            Target::Column(column) => Some(column.clone()),
            Target::Expression(_) => None,
        });
        (index.name.text().to_owned(), columns.collect())
    });
    let mut keys = primary.chain(uniques).chain(indexes);
    keys.find_map(|(key, columns)| {
        let mut used = used.iter();
        let lacking = used.find(|column| !columns.iter().any(|own| own == *column))?;
        Some((key, (*lacking).to_owned()))
    })
}

/// The table as rows move into it: what is built over all rows at once, or fires for each, comes after them.
fn without_keys(table: &Table) -> Table {
    let is_valid = |check: &&Check| !constraint::is_left_invalid(&check.clauses);
    Table {
        columns: table.columns.clone(),
        checks: table.checks.iter().filter(is_valid).cloned().collect(),
        partitioning: table.partitioning.clone(),
        partitions: table.partitions.clone(),
        comment: table.comment.clone(),
        options: table.options.clone(),
        ..Table::new(table.name.clone())
    }
}

/// What comes after the rows.
fn keys(table: &Table, scene: Scene<'_>) -> Vec<Statement> {
    let name = &table.name;
    let mut statements = Vec::new();
    if let Some(primary) = &table.primary_key {
        statements.extend(key::create_primary(name, primary, scene).statements);
    }
    for unique in &table.uniques {
        statements.extend(key::create_unique(name, unique, scene).statements);
    }
    for own in &table.exclusions {
        statements.extend(exclusion::create(name, own, scene).statements);
    }
    for own in &table.indexes {
        statements.extend(index::create(name, own, scene).statements);
    }
    let checks = table.checks.iter();
    for check in checks.filter(|check| constraint::is_left_invalid(&check.clauses)) {
        statements.extend(constraint::create_check(name, check, scene).statements);
    }
    for own in &table.foreign_keys {
        statements.extend(constraint::create_foreign(name, own, scene).statements);
    }
    for (constraint, text) in &table.constraint_comments {
        let comment = property::constraint_comment(name, constraint, Some(text), scene);
        statements.extend(comment.statements);
    }
    statements
}

/// All rows with all values that are not computed, those of an identity among them.
fn moved(old: &TableName, new: &Table) -> Statement {
    let columns = new
        .columns
        .iter()
        .filter(|column| column.generated.is_none());
    let columns: Vec<String> = columns.map(|column| column.name.clone()).collect();
    let into = named(&new.name);
    let sql = match columns.is_empty() {
        true => format!("INSERT INTO {into} SELECT FROM {}", named(old)),
        false => {
            let columns = list(&columns);
            let values = columns.trim_start_matches('(').trim_end_matches(')');
            format!(
                "INSERT INTO {into} {columns} OVERRIDING SYSTEM VALUE SELECT {values} FROM {}",
                named(old)
            )
        }
    };
    Statement::new(sql)
        .locking(Lock::ReadsAndWrites)
        .rewriting()
}

/// What has a name beside the table, and is called otherwise while the new one is made.
struct Aside {
    /// The old table, as it is called meanwhile.
    table: TableName,
    /// The old partitions, and what they are called.
    partitions: Vec<(TableName, TableName)>,
    /// The columns with a sequence of their own, it, and what it is called.
    sequences: Vec<(Column, TableName, TableName)>,
}

impl Aside {
    fn of(old: &Table) -> Self {
        let partitions = old.partitions.iter().enumerate().map(|(at, part)| {
            let name = part.table(&old.name);
            let aside = name.renamed(&format!("{OLD}_{}", at + 1));
            (name, aside)
        });
        let columns = old.columns.iter().enumerate();
        let sequences = columns.filter_map(|(at, column)| {
            let name = numbering::sequence_of(&old.name, column)?;
            let aside = name.renamed(&format!("{OLD}_{}_seq", at + 1));
            Some((column.clone(), name, aside))
        });
        Self {
            table: old.name.renamed(OLD),
            partitions: partitions.collect(),
            sequences: sequences.collect(),
        }
    }

    /// Gives the old ones the names that they have meanwhile.
    fn statements(&self, old: &Table, scene: Scene<'_>) -> Vec<Statement> {
        let renamed = |kind: &str, from: &TableName, to: &TableName| {
            let sql = format!("ALTER {kind} {} RENAME TO {}", named(from), quote(&to.name));
            brief(sql, scene)
        };
        let mut statements = vec![renamed("TABLE", &old.name, &self.table)];
        let partitions = self.partitions.iter();
        statements.extend(partitions.map(|(from, to)| renamed("TABLE", from, to)));
        let sequences = self.sequences.iter();
        statements.extend(sequences.map(|(_, from, to)| renamed("SEQUENCE", from, to)));
        statements
    }

    /// The new sequences go on where the old ones stopped.
    fn numbers(&self, new: &Table) -> Vec<Statement> {
        let sequences = self.sequences.iter();
        let carried = sequences.filter_map(|(column, _, aside)| {
            let to = numbering::sequence_of(&new.name, column)?;
            let sql = numbering::carried(&named(aside), &named(&to));
            Some(Statement::new(sql))
        });
        carried.collect()
    }

    /// The new relations are the owner's of the old table.
    fn owner(&self, new: &Table) -> Statement {
        let parts = new.partitions.iter().map(|part| part.table(&new.name));
        let given = [new.name.clone()].into_iter().chain(parts).map(|name| {
            let sql = format!("ALTER TABLE {} OWNER TO ", named(&name));
            format!(" EXECUTE {} || owner;", literal(&sql).trim_start())
        });
        body(&format!(
            "DECLARE owner regrole := (SELECT relowner FROM pg_catalog.pg_class WHERE oid = {}::regclass); BEGIN{} END",
            literal(&named(&self.table)).trim_start(),
            given.collect::<String>()
        ))
    }

    /// What is granted on the old relations is granted on the new ones of the same names. Only what is listed tells that anything is,
    /// now or by default.
    fn grants(&self, new: &Table, scene: Scene<'_>) -> Option<Statement> {
        let mut listed = scene.before.unsupported.iter();
        if !listed.any(|item| item.kind.ends_with(GRANTS)) {
            return None;
        }
        let mut pairs = vec![(&self.table, new.name.clone())];
        for part in &new.partitions {
            let name = part.table(&new.name);
            let mut old = self.partitions.iter();
            let same = old.find(|(old, _)| *old == name);
            pairs.extend(same.map(|(_, aside)| (aside, name)));
        }
        for (column, _, aside) in &self.sequences {
            let sequence = numbering::sequence_of(&new.name, column);
            pairs.extend(sequence.map(|sequence| (aside, sequence)));
        }
        let pairs = pairs.iter().map(|(old, new)| {
            let [old, new] = [old, new].map(|name| literal(&named(name)));
            format!("({old}::regclass, {new}::regclass)")
        });
        let pairs = pairs.collect::<Vec<_>>().join(", ");
        Some(body(&include_str!("grants.sql").replace("PAIRS", &pairs)))
    }
}

/// A statement that runs those of its body.
fn body(text: &str) -> Statement {
    Statement::new(format!("DO {}", literal(text).trim_start()))
}

//! How a column numbers new rows: identity, or a sequence that it owns.
//!
//! In: a column before and after. Out: the statements between; numbers that were given are never
//! given again. Knows no type but integers.

use std::collections::BTreeMap;

use super::sequence::{begun, changed, number, restart, spaced, words};
use super::words::{literal, quote, serial_name, table as named, within};
use super::{brief, scanning};
use crate::dialect::sequence::completed;
use crate::dialect::{Obstacle, Scene, Statement};
use crate::model::{AutoIncrement, Column, Engine, TableName};

/// The name of a sequence while another one takes its place.
const ASIDE: &str = "_trueup_sequence";

/// The setting that names the sequence.
pub(crate) const SEQUENCE: &str = "sequence";

pub(super) fn no_integer(table: &TableName, column: &Column) -> Obstacle {
    Obstacle::new(
        format!("{table}.{}", column.name),
        format!("a column of type {} cannot number rows", column.data_type),
        "use smallint, integer or bigint",
    )
}

/// Whether the column has a sequence that is read as a whole.
fn has_known_sequence(table: &TableName, column: &Column, scene: Scene<'_>) -> bool {
    let is_listed = scene.before.unsupported.iter().any(|item| {
        item.kind == "sequence"
            && item.on.as_ref() == Some(table)
            && item.column.as_ref() == Some(&column.name)
    });
    column.auto_increment.is_some() && !is_listed
}

/// Whether the column has a sequence of the name that the server chooses.
pub(super) fn has_usual_name(table: &TableName, column: &Column, scene: Scene<'_>) -> bool {
    has_known_sequence(table, column, scene) && !column.numbering.contains_key(SEQUENCE)
}

/// The sequence that numbers the rows of the column, where one does.
pub(super) fn sequence_of(table: &TableName, column: &Column) -> Option<TableName> {
    let name = || Names::of(table, column).own_name;
    let is_numbered = column.auto_increment.is_some();
    is_numbered.then(|| table.renamed(&name()))
}

pub(super) const fn is_identity(column: &Column) -> bool {
    matches!(
        column.auto_increment,
        Some(AutoIncrement::Default | AutoIncrement::Always)
    )
}

/// Whether the sequence of a serial column must be made apart, because it counts in its own way.
pub(super) fn is_made_apart(column: &Column) -> bool {
    column.auto_increment == Some(AutoIncrement::Serial) && !column.numbering.is_empty()
}

/// The words of an identity behind its type.
pub(super) fn identity(column: &Column) -> String {
    let kind = match column.auto_increment {
        Some(AutoIncrement::Always) => "ALWAYS",
        _ => "BY DEFAULT",
    };
    let mut settings: Vec<String> = Vec::new();
    if let Some(name) = column.numbering.get(SEQUENCE) {
        settings.push(format!("SEQUENCE NAME {}", quote(name)));
    }
    settings.extend(words(&counting(column)));
    let settings = match settings.as_slice() {
        [] => String::new(),
        settings => format!(" ({})", settings.join(" ")),
    };
    format!("GENERATED {kind} AS IDENTITY{settings}")
}

/// What comes before a column whose sequence is made apart.
pub(super) fn before_create(
    table: &TableName,
    column: &Column,
    scene: Scene<'_>,
) -> Option<Statement> {
    is_made_apart(column).then(|| {
        let names = Names::of(table, column);
        brief(names.create(&names.sequence, column), scene)
    })
}

/// The default of a column whose sequence is made apart.
pub(super) fn next_value(table: &TableName, column: &Column) -> String {
    Names::of(table, column).next_value()
}

/// What comes after a column whose sequence is made apart.
pub(super) fn after_create(
    table: &TableName,
    column: &Column,
    scene: Scene<'_>,
) -> Option<Statement> {
    is_made_apart(column).then(|| {
        let names = Names::of(table, column);
        brief(names.owned(&names.sequence), scene)
    })
}

/// Whether NOT NULL was dropped of an identity, which keeps it until it goes itself.
fn has_left_not_null(table: &TableName, column: &Column, scene: Scene<'_>) -> bool {
    let before = scene.before.table(table);
    let before = before.and_then(|table| table.column(&column.name));
    before.is_some_and(|before| before.nullable && is_identity(before))
}

/// The settings of a column's sequence that say how it counts.
fn counting(column: &Column) -> BTreeMap<String, String> {
    let mut settings = column.numbering.clone();
    settings.remove(SEQUENCE);
    settings
}

pub(super) fn change(
    table: &TableName,
    from: &Column,
    to: &Column,
    scene: Scene<'_>,
) -> Result<Vec<Statement>, Obstacle> {
    use AutoIncrement::{Always, Default, Serial};
    if to.auto_increment.is_some()
        && !["smallint", "integer", "bigint"].contains(&to.data_type.as_str())
    {
        return match from.auto_increment == to.auto_increment {
            true => Ok(Vec::new()),
            false => Err(no_integer(table, to)),
        };
    }
    let is_known = from.auto_increment.is_none() || has_known_sequence(table, from, scene);
    if from.auto_increment == to.auto_increment {
        return Ok(match is_known {
            true => recount(table, from, to, scene),
            false => Vec::new(),
        });
    }
    let involves_serial = [from.auto_increment, to.auto_increment].contains(&Some(Serial));
    if involves_serial && !is_known {
        return Err(Obstacle::new(
            format!("{table}.{}", from.name),
            "its sequence has a name or options of its own",
            "change the sequence by hand",
        ));
    }
    let (old, new) = (Names::of(table, from), Names::of(table, to));
    let alter = |what: &str| {
        let sql = format!(
            "ALTER TABLE {} ALTER COLUMN {} {what}",
            new.table, new.column
        );
        brief(sql, scene)
    };
    Ok(match (from.auto_increment, to.auto_increment) {
        (Some(Default | Always), Some(Default | Always)) => {
            let kind = if to.auto_increment == Some(Always) {
                "ALWAYS"
            } else {
                "BY DEFAULT"
            };
            let mut statements = vec![alter(&format!("SET GENERATED {kind}"))];
            if is_known {
                statements.extend(recount(table, from, to, scene));
            }
            statements
        }
        (Some(Default | Always), None) if has_left_not_null(table, from, scene) => {
            vec![alter("DROP IDENTITY"), alter("DROP NOT NULL")]
        }
        (Some(Default | Always), None) => vec![alter("DROP IDENTITY")],
        (Some(Serial), None) => vec![
            alter("DROP DEFAULT"),
            brief(format!("DROP SEQUENCE {}", old.sequence), scene),
        ],
        (None, Some(Serial)) => vec![
            brief(new.create(&new.sequence, to), scene),
            brief(new.owned(&new.sequence), scene),
            alter(&format!("SET DEFAULT {}", new.next_value())),
            new.continued(to, scene),
        ],
        (None, Some(_)) => vec![brief(new.add_identity(to), scene), new.continued(to, scene)],
        (Some(Serial), Some(_)) => vec![
            alter("DROP DEFAULT"),
            brief(renamed(&old.sequence, ASIDE), scene),
            brief(new.add_identity(to), scene),
            brief(carried(&new.aside, &new.sequence), scene),
            brief(format!("DROP SEQUENCE {}", new.aside), scene),
        ],
        (Some(_), Some(Serial)) => vec![
            brief(new.create(&new.aside, to), scene),
            brief(carried(&old.sequence, &new.aside), scene),
            alter("DROP IDENTITY"),
            // Until 12 no identity goes from a column that owns two sequences.
            brief(new.owned(&new.aside), scene),
            brief(renamed(&new.aside, &new.own_name), scene),
            alter(&format!("SET DEFAULT {}", new.next_value())),
        ],
        (None, None) => Vec::new(),
    })
}

/// Whether an identity is to count in a smaller type.
pub(super) fn is_narrowed(from: &Column, to: &Column) -> bool {
    let width = |column: &Column| {
        let types = ["smallint", "integer", "bigint"];
        types.iter().position(|name| *name == column.data_type)
    };
    is_identity(from) && is_identity(to) && width(to) < width(from)
}

/// Another name, and another way of counting on from the number that was reached.
fn recount(table: &TableName, from: &Column, to: &Column, scene: Scene<'_>) -> Vec<Statement> {
    let (old, new) = (Names::of(table, from), Names::of(table, to));
    let mut statements = Vec::new();
    if from.auto_increment.is_some() && old.sequence != new.sequence {
        statements.push(brief(renamed(&old.sequence, &new.own_name), scene));
    }
    if is_identity(to) {
        // The sequence of an identity takes the type of its column by itself.
        let from = settled(&counting(from), &to.data_type);
        let settings = words(&changed(&from, &counting(to), &to.data_type));
        if !settings.is_empty() {
            statements.extend(new.begun(&from, &counting(to), &to.data_type, scene));
            let settings: String = settings.iter().map(|word| format!(" SET {word}")).collect();
            let again = restart(&from, &counting(to), &to.data_type);
            let settings = settings + &again.map(|word| format!(" {word}")).unwrap_or_default();
            let sql = format!(
                "ALTER TABLE {} ALTER COLUMN {}{settings}",
                new.table, new.column
            );
            statements.push(brief(sql, scene));
        }
    } else if to.auto_increment.is_some() {
        let with_type = |column: &Column| settled(&counting(column), &column.data_type);
        let mut settings = words(&changed(&with_type(from), &with_type(to), &to.data_type));
        if !settings.is_empty() {
            settings.extend(restart(&with_type(from), &with_type(to), &to.data_type));
            statements.extend(new.begun(&with_type(from), &with_type(to), &to.data_type, scene));
            let sql = spaced(&format!("ALTER SEQUENCE {}", new.sequence), &settings);
            statements.push(brief(sql, scene));
        }
    }
    statements
}

/// The settings with the type that the sequence has.
fn settled(settings: &BTreeMap<String, String>, data_type: &str) -> BTreeMap<String, String> {
    let mut settled = settings.clone();
    settled
        .entry("as".to_owned())
        .or_insert_with(|| data_type.to_owned());
    settled
}

fn renamed(sequence: &str, name: &str) -> String {
    format!("ALTER SEQUENCE {sequence} RENAME TO {}", quote(name))
}

/// One sequence goes on where the other stopped.
pub(super) fn carried(from: &str, to: &str) -> String {
    format!(
        "SELECT pg_catalog.setval({}::regclass, last_value, is_called) FROM {from}",
        literal(to).trim_start()
    )
}

/// The names that the statements need, quoted.
struct Names {
    table: String,
    column: String,
    sequence: String,
    own_name: String,
    aside: String,
}

impl Names {
    fn of(table: &TableName, column: &Column) -> Self {
        let own_name = column.numbering.get(SEQUENCE).cloned();
        let own_name = own_name.unwrap_or_else(|| serial_name(&table.name, &column.name));
        Self {
            table: named(table),
            column: quote(&column.name),
            sequence: within(table, &own_name),
            own_name,
            aside: within(table, ASIDE),
        }
    }

    /// An identity needs NOT NULL.
    fn add_identity(&self, column: &Column) -> String {
        format!(
            "ALTER TABLE {table} ALTER COLUMN {column} SET NOT NULL, \
             ALTER COLUMN {column} ADD {identity}",
            table = self.table,
            column = self.column,
            identity = identity(column)
        )
    }

    fn create(&self, name: &str, column: &Column) -> String {
        let settings = settled(&counting(column), &column.data_type);
        spaced(&format!("CREATE SEQUENCE {name}"), &words(&settings))
    }

    fn owned(&self, name: &str) -> String {
        format!(
            "ALTER SEQUENCE {name} OWNED BY {}.{}",
            self.table, self.column
        )
    }

    fn next_value(&self) -> String {
        format!(
            "nextval({}::regclass)",
            literal(&self.sequence).trim_start()
        )
    }

    fn begun(
        &self,
        from: &BTreeMap<String, String>,
        to: &BTreeMap<String, String>,
        data_type: &str,
        scene: Scene<'_>,
    ) -> Option<Statement> {
        begun(&self.sequence, from, to, data_type).map(|sql| brief(sql, scene))
    }

    /// The sequence goes on behind the last number that is stored, the greatest or, where it counts down, the least.
    fn continued(&self, column: &Column, scene: Scene<'_>) -> Statement {
        let settings = completed(&column.numbering, Engine::Postgres, &column.data_type);
        let is_descending = number(&settings, "increment").is_some_and(|step| step < 0);
        let (last, next, farther) = match is_descending {
            true => ("MIN", "- 1", "LEAST"),
            false => ("MAX", "+ 1", "GREATEST"),
        };
        let start = number(&settings, "start").unwrap_or(1);
        let sql = format!(
            "SELECT pg_catalog.setval({}::regclass, {farther}(COALESCE({last}({column}), 0) {next}, {start}), false) \
             FROM {}",
            literal(&self.sequence).trim_start(),
            self.table,
            column = self.column
        );
        scanning(brief(sql, scene), scene)
    }
}
